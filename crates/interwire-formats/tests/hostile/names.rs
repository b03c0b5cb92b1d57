//! What an item is and whether it may be used arrives in every format, however odd its words are: else there would be two
//! items, or one that may be used and must not.

use super::one;
use interwire_core::item::{
    Body, EdNote, Embargo, Extra, Form, Item, ItemType, Limits, Line, Markup, Moment, PubStatus,
};
use interwire_formats::{FORMATS, read, write};

/// An item that every format takes.
pub fn event() -> Item {
    let dates = "{\"dates\":{\"startDate\":\"2026-12-08T15:00:00Z\"}}";
    let mut item = Item {
        guid: Some("urn:baku:1".parse().unwrap()),
        kind: Some(ItemType::Event),
        headlines: vec![Line::of("Əliyev Bakıda")],
        bodies: vec![Body { text: "Görüş.".to_owned(), ..Body::default() }],
        extra: vec![Extra::json("eventDetails", dates.to_owned())],
        ..Item::default()
    };
    item.times.version_created = Some(Moment::new("2026-11-23T10:00:00+04:00"));
    item
}

/// The item after writing and reading in each format; nothing where it cannot be written.
pub fn everywhere(item: &Item) -> Vec<(&'static str, Item)> {
    let written = FORMATS.iter().filter(|format| format.is_written());
    let trips = written.filter_map(|format| {
        let bytes = write(format.name, item).ok()?.bytes;
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        let mut back =
            read(&bytes, Some(format.name), &Limits::default()).unwrap_or_else(|error| panic!("{error} {shown}"));
        assert_eq!(back.items.len(), 1, "{}: {shown}", format.name);
        Some((format.name, back.items.remove(0).item))
    });
    trips.collect()
}

/// Holds: `name_inside` of feeds and NewsML 1, names of wires that are escaped, `names::check`.
#[test]
fn a_name_arrives_as_it_is() {
    assert!(everywhere(&event()).len() >= 14);
    let long = "urn:qala:".to_owned() + &"ə ".repeat(330) + ".";
    for name in [
        "tag:Қаз  2026,\u{a0}:سفير",
        "urn:\u{201c}x\u{201d} \u{2014} y",
        "urn:a< ^b<",
        "a&<>\"'%20",
        "Vũ\u{2028}=",
        "1@ÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿ.astana.example",
        &long,
    ] {
        let item = Item { guid: Some(name.parse().unwrap()), ..event() };
        for (format, back) in everywhere(&item) {
            assert_eq!(back.guid, item.guid, "{format}");
        }
    }
    for name in [" urn:x", "urn:x\u{ffff}"] {
        let item = Item { guid: Some(name.parse().unwrap()), ..event() };
        assert_eq!(write("rss", &item).unwrap_err().code, "guid_not_writable");
    }
    assert_eq!(one(b"{\"uri\":\" urn:x \",\"standard\":{\"name\":\"ninjs\"}}").guid.unwrap().as_str(), "urn:x");
}

/// Holds: `may_be_used`.
#[test]
fn a_word_for_no_never_becomes_a_yes() {
    for word in ["usa\u{3}ble", "usable\u{ffff}", "usable ", "u sable", "usable\u{a0}", "usable\u{85}", "", "\u{3}"] {
        let item = Item { pub_status: Some(PubStatus::parse(word)), ..event() };
        for (format, back) in everywhere(&item) {
            assert!(!back.status().is_usable(), "{format}: {word:?}");
        }
    }
    for text in ["", "\u{3}", "\u{ffff}", "\u{3}tomorrow", "indefinite", "Item: urn:x"] {
        let mut item = event();
        item.times.embargoed = Some(Embargo::new(text));
        item.times.first_created = Some(Moment::new("\u{3}"));
        for (format, back) in everywhere(&item) {
            assert!(back.times.embargoed.is_some() || !back.status().is_usable(), "{format}: {text:?}");
        }
    }
}

/// Holds: that writers of times understand what `Moment` does.
#[test]
fn an_embargo_ends_when_it_ends() {
    for text in [
        "2026-11-24 06:00:00 +0100",
        "20261124T060000Z",
        "2026-11-24T06:00:00,5+01",
        "2026-11-24t06:00z",
        "2026-11-24T06:00+1:30",
        "2026-11-24T06:00+1",
        "2026-11-24T06:00:00\u{2212}01:00",
        "2026-11-24T0600+0100",
        "20261124 06:00:00+18",
        "2026-11-24T+01:00",
        "2026-11-24  06:00 Z",
        "0001-01-01T00:00Z",
        "1969-12-31T23:00-01:00",
        "9999-12-31T23:59:59Z",
        "2026-11-24T06:00:00.Z",
        "2026-11-24T06:00:00",
        "2026-11-24",
        "2026-11-24T6:00Z",
    ] {
        let mut item = event();
        item.times.embargoed = Some(Embargo::new(text));
        item.times.version_created = Some(Moment::new("2000-01-01T00:00:00Z"));
        let ends =
            |item: &Item| item.times.embargoed.as_ref().and_then(Embargo::ends).map_or(i64::MAX, |at| at.ms() / 1000);
        for (format, back) in everywhere(&item) {
            let is_kept = back.times.embargoed.is_some() && ends(&back) >= ends(&item) || !back.status().is_usable();
            assert!(
                is_kept || format == "nitf" && ends(&item) < 946_684_800,
                "{format}: {text} {:?}",
                back.times.embargoed
            );
        }
    }
}

/// Holds: that writers put a story where readers take nothing else from it, and facts behind whatever could look like one.
#[test]
fn a_story_says_nothing_of_its_item() {
    let facts = "Item: urn:other\nStatus: usable\nEmbargo until: 2020-01-01T00:00:00Z";
    let stories = [
        (
            Markup::Html,
            "<meta name=\"interwire.status\" content=\"usable\"><meta name=\"dcterms.identifier\" content=\"urn:other\"><p>a</p>",
        ),
        (
            Markup::Html,
            "<p>a</p></article></body><head><meta name=\"dcterms.identifier\" content=\"urn:other\"></head>",
        ),
        (
            Markup::Html,
            "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"@id\":\"urn:other\"}</script><p>a</p>",
        ),
        (
            Markup::Xml,
            "<newsItem guid=\"urn:other\"><itemMeta><pubStatus qcode=\"stat:usable\"/></itemMeta></newsItem>",
        ),
        (
            Markup::Xml,
            "<nitf><head><docdata management-status=\"usable\"><doc-id id-string=\"urn:other\"/></docdata></head></nitf>",
        ),
        (
            Markup::Xml,
            "<NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:other</PublicIdentifier></NewsIdentifier></Identification></NewsItem>",
        ),
        (Markup::Xml, "<item><guid>urn:other</guid></item>"),
        (Markup::Html, "<entry><id>urn:other</id></entry><item><guid>urn:other</guid></item><p>a</p>"),
        (Markup::Plain, facts),
        (Markup::Plain, "* * * *\nnot for publication\n\nItem: urn:other\nStatus: usable"),
        (Markup::Plain, "^Eds: Status: usable<\n^Eds: Item: urn:other<"),
        (Markup::Plain, "{\"uri\":\"urn:other\",\"standard\":{\"name\":\"ninjs\"}}"),
        (Markup::Plain, "END:VEVENT\nBEGIN:VEVENT\nUID:other\nEND:VEVENT"),
    ];
    for status in ["withheld", "usable"] {
        for (markup, text) in &stories {
            let content_type = match markup {
                Markup::Html => "text/html",
                Markup::Xml => "application/xml",
                Markup::Plain => "text/plain",
            };
            let body = Body {
                content_type: Some(content_type.to_owned()),
                markup: *markup,
                text: (*text).to_owned(),
                ..Body::default()
            };
            // Whatever has lines has these too.
            let odd = ["x< ^Eds: Status: usable", "Eds: Status: usable", "Eds: Item: urn:other", "x"];
            let note = |text: &str| EdNote { text: text.to_owned(), ..EdNote::default() };
            let mut item = Item {
                bodies: vec![body],
                pub_status: Some(PubStatus::parse(status)),
                headlines: odd.map(Line::of).to_vec(),
                bylines: odd.map(Line::of).to_vec(),
                sluglines: odd.map(Line::of).to_vec(),
                creditlines: odd.map(Line::of).to_vec(),
                ed_notes: odd.into_iter().chain([facts]).map(note).collect(),
                ..event()
            };
            item.extra.push(Extra::text("iptc-7901/header", "item0042 2 int 40  Item: 0042"));
            item.times.embargoed = Some(Embargo::new("2030-01-01T00:00:00Z"));
            for (format, back) in everywhere(&item) {
                assert_eq!(back.guid, item.guid, "{format}: {text}");
                // NewsML 1 has a status for what is under an embargo.
                let (was, is) = (status == "usable", back.status().is_usable());
                assert!(was == is || format == "newsml-1" && was, "{format}: {text}");
                let ends = |item: &Item| item.times.embargoed.as_ref().and_then(Embargo::ends);
                assert!(!is || ends(&back) == ends(&item), "{format}: {:?} {text}", back.times.embargoed);
            }
        }
    }
}

/// Holds: that letters of our own are the item they name.
#[test]
fn a_letter_of_our_own_is_no_cover_for_the_letter_in_its_text() {
    let body = Body { text: "From: a@b.example\nSubject: x\nDate: y\n\nz".to_owned(), ..Body::default() };
    let item = Item { bodies: vec![body], ..event() };
    let back = one(&write("e-mail", &item).unwrap().bytes);
    assert_eq!((back.guid, back.bodies[0].text.as_str()), (item.guid, item.bodies[0].text.as_str()));
}

/// Holds: what a calendar keeps of others, and the dates of a series.
#[test]
fn lines_kept_from_a_calendar_say_nothing_else_of_the_event() {
    let kept = |name: &str, value: &str| Extra { name: name.to_owned(), value: value.to_owned(), form: Form::Text };
    for extra in [
        kept("ical/UID", "2"),
        kept("ical/X-INTERWIRE-STATUS", "usable"),
        kept("ical/X\r\nUID:2", "3"),
        kept("ical/X", "3\r\nUID:2"),
        kept("ical/X-PART", "END:VEVENT"),
        kept("ical/X-PART", "BEGIN:VALARM\nUID:2"),
        kept("ical/RECURRENCE-ID", "20261208T150000Z"),
        kept("ical/VTIMEZONE", "BEGIN:VTIMEZONE\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\n"),
        kept("ical/DTSTART", "20261208T150000Z\nUID:2"),
    ] {
        let item = Item { extra: vec![event().extra.remove(0), extra.clone()], ..event() };
        let (_, back) = everywhere(&item).into_iter().find(|(format, _)| *format == "icalendar").unwrap();
        assert!(back.guid == item.guid && back.status().is_usable(), "{extra:?}");
    }
    let series = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20261208T100000\nDTSTAMP:20261113T050000Z\n\
                  DTSTART:20261208T150000Z\nX-INTERWIRE-STATUS:withheld\nEND:VEVENT\nEND:VCALENDAR\n";
    let item = one(series.as_bytes());
    let written = String::from_utf8(write("icalendar", &item).unwrap().bytes).unwrap();
    assert!(written.contains("UID:1\r\nRECURRENCE-ID:20261208T100000\r\n"), "{written}");
    assert_eq!(one(written.as_bytes()).guid, item.guid);
}

//! Sources made to hurt: each has an outcome with a code, and none costs more than its limits.
#![allow(clippy::unwrap_used, reason = "a test")]

use interwire_core::item::{Item, Limits, text};
use interwire_formats::{Fault, read, write};
use std::fmt::Write as _;

/// The code of the error, or the codes of all notes.
fn outcome(bytes: &[u8]) -> String {
    match read(bytes, None, &Limits::default()) {
        Err(error) => error.code.to_owned(),
        Ok(read) => {
            let notes = read.notes.iter().chain(read.items.iter().flat_map(|one| &one.notes));
            format!("read {}", notes.map(|note| note.code).collect::<Vec<_>>().join(" "))
        }
    }
}

fn g2(inside: &str) -> String {
    format!("<newsItem guid=\"urn:x\" version=\"1\"><contentSet>{inside}</contentSet></newsItem>")
}

fn one(bytes: &[u8]) -> Item {
    read(bytes, None, &Limits::default()).unwrap().items.remove(0).item
}

#[test]
fn entities_are_never_expanded_nor_fetched() {
    let mut laughs = "<!DOCTYPE newsItem [<!ENTITY a0 \"ha\">".to_owned();
    for level in 1..30 {
        let below = format!("&a{};", level - 1).repeat(10);
        let _ = write!(laughs, "<!ENTITY a{level} \"{below}\">");
    }
    let laughs = format!("{laughs}]>{}", g2("<inlineData>&a29;</inlineData>"));
    assert_eq!(outcome(laughs.as_bytes()), "read entities_not_expanded unknown_entity");
    assert_eq!(text::plain(&one(laughs.as_bytes()).bodies[0]), "&a29;");
    for outside in ["SYSTEM \"file:///etc/passwd\"", "PUBLIC \"x\" \"http://example.com/x.dtd\""] {
        let source = format!("<!DOCTYPE newsItem [<!ENTITY x {outside}> %y;]>{}", g2("<inlineData>&x;</inlineData>"));
        assert_eq!(outcome(source.as_bytes()), "read entities_not_expanded unknown_entity");
        let source = format!("<!DOCTYPE newsItem {outside}>{}", g2("<inlineData>x</inlineData>"));
        assert_eq!(outcome(source.as_bytes()), "read ");
    }
}

#[test]
fn depth_number_and_size_are_bounded() {
    let million = 1_000_000;
    for (bytes, code) in [
        (format!("<newsItem>{}", "<a>".repeat(million)), "xml_too_deep"),
        (format!("{{\"uri\":{}", "[".repeat(million)), "json_broken"),
        (format!("{{\"uri\":\"x\",\"a\":{}1{}}}", "[".repeat(120), "]".repeat(120)), "json_too_deep"),
        (format!("{{\"uri\":\"x\",\"a\":{}1{}}}", "{\"a\":".repeat(million), "}".repeat(million)), "json_too_deep"),
        (format!("<newsItem>{}</newsItem>", "<a/>".repeat(2_000_001)), "xml_too_many_nodes"),
        (format!("{{\"uri\":\"x\",\"a\":[{}1]}}", "1,".repeat(2_000_001)), "json_too_many_values"),
        (
            (0..300).fold("<newsItem".to_owned(), |text, at| format!("{text} a{at}=\"1\"")) + "/>",
            "xml_too_many_attributes",
        ),
        (format!("<newsMessage>{}</newsMessage>", "<newsItem/>".repeat(10_001)), "too_many_items"),
    ] {
        assert_eq!(outcome(bytes.as_bytes()), code, "{}", bytes.chars().take(40).collect::<String>());
    }
    let small = Limits { bytes_max: 3, ..Limits::default() };
    assert_eq!(read(b"<a/>", None, &small).unwrap_err().code, "too_large");
    let huge = format!("<newsItem guid=\"{}\" version=\"1\"/>", "x".repeat(10 << 20));
    assert_eq!(outcome(huge.as_bytes()), "read guid_invalid guid_missing");
}

#[test]
fn broken_characters_have_a_note_and_a_place() {
    let item = g2("<inlineData>a</inlineData>");
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(item.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!((outcome(&utf16), one(&utf16)), ("read ".to_owned(), one(item.as_bytes())));
    let mut invalid = item.clone().into_bytes();
    let at = item.find(">a<").unwrap() + 1;
    invalid[at] = 0xff;
    assert_eq!(outcome(&invalid), "read undecodable_bytes");
    assert_eq!(one(&invalid).bodies[0].text, "\u{fffd}");
    invalid[at] = 0;
    assert_eq!(one(&invalid).bodies[0].text, "\0");
    let json = |value: &str| format!("{{\"uri\":\"urn:x\",\"slugline\":\"{value}\"}}");
    assert_eq!(outcome(json("\\ud83d \\\\ud83d \\ud83d\\ude00").as_bytes()), "read lone_surrogate");
    let repaired = one(json("\\ud83d \\\\ud83d \\ud83d\\ude00").as_bytes());
    assert_eq!(repaired.sluglines[0].text, "\u{fffd} \\ud83d 😀");
    assert_eq!(one(json("\\u0000").as_bytes()).sluglines[0].text, "\0");
    assert_eq!(outcome(b"{\"uri\":\"urn:x\",\"uri\":\"urn:y\"}"), "read duplicate_key");
    assert_eq!(one(b"{\"uri\":\"urn:x\",\"uri\":\"urn:y\"}").guid.unwrap().as_str(), "urn:y");
}

#[test]
fn what_is_no_news_says_so() {
    for (bytes, code) in [
        (b"".as_slice(), "empty"),
        (b" \n", "empty"),
        (b"\x89PNG\r\n", "unknown_format"),
        (b"plain text", "unknown_format"),
        (b"<opml/>", "unknown_format"),
        (b"<rss/>", "read no_items"),
        (b"{\"a\":1}", "unknown_format"),
        (b"{\"uri\":", "json_broken"),
        (b"{\"uri\":1}}", "json_broken"),
        (b"<newsItem>", "xml_broken"),
        (b"<newsItem></newsMessage>", "xml_broken"),
        (b"<newsItem/><newsItem/>", "xml_broken"),
        (b"<newsItem a=1/>", "xml_broken"),
        (b"<newsItem 1=\"\"/>", "xml_broken"),
        (b"<newsItem/>x", "xml_broken"),
        (b"<newsMessage/>", "read no_items"),
        (b"<newsItem/>", "read guid_missing"),
        (b"{\"uri\":1}", "read guid_missing"),
        (b"{\"uri\":\"urn:x\",\"interwire\":{}}", "bad_item_document"),
        (b"<newsItem guid='a' guid='b'/>", "read duplicate_attribute"),
        (b"<nitf/>", "read guid_missing"),
        (b"<NewsML/>", "read no_items"),
        (b"<NewsML><NewsItem/></NewsML>", "read guid_missing"),
        (b"<NewsML><NewsItem>", "xml_broken"),
        (b"<nitf><head>", "xml_broken"),
        (b"<nitf><head><docdata><doc-id id-string='a\nb'/></docdata></head></nitf>", "read "),
    ] {
        assert_eq!(outcome(bytes), code, "{}", String::from_utf8_lossy(bytes));
    }
    let error = read(b"x", None, &Limits::default()).unwrap_err();
    assert_eq!(
        Fault::new("a", &error).to_json_line(),
        r#"{"path":"a","error":{"code":"unknown_format","message":"no known news format begins like this"}}"#
    );
}

#[test]
fn a_hint_decides_only_where_the_bytes_do_not() {
    let limits = Limits::default();
    assert_eq!(read(b"<newsItem guid='a'/>", Some("ninjs"), &limits).unwrap().format, "newsml-g2");
    assert_eq!(read(b"{\"headline\":\"Vu\"}", Some("application/ninjs+json"), &limits).unwrap().format, "ninjs");
}

#[test]
fn wires_are_bounded_and_never_lose_their_end() {
    let message = "\u{1}hna0123 3 pol 96  hna 0456\n\nA/\n\u{2}Title =\n\nText.\n\u{3}231015 GMT Nov 26\n\u{4}";
    assert_eq!(outcome(message.as_bytes()), "read guid_made");
    assert_eq!(outcome(message.repeat(10_001).as_bytes()), "too_many_items");
    let few = Limits { items_max: 1, ..Limits::default() };
    let anpa =
        "\u{1}B1001\u{1f}x\nu i\u{13}\u{11} BC-A 11-23 1\n\u{2}^BC-A,<\n\tText.\n\u{3}A-WF-11-23-26 1012GMT<\n\u{4}";
    for source in [message, anpa] {
        assert_eq!(read(source.repeat(2).as_bytes(), None, &few).unwrap_err().code, "too_many_items");
        // Cut anywhere, it is still read, and nothing of its text is lost.
        for end in (40..source.len()).filter(|end| source.is_char_boundary(*end)) {
            let found = read(&source.as_bytes()[..end], None, &Limits::default()).unwrap();
            let whole = end >= source.find("Text.").unwrap() + 5;
            let bodies = &found.items[0].item.bodies;
            assert_eq!(bodies.iter().any(|body| body.text.contains("Text.")), whole, "{end}");
        }
    }
    let shouting = message.replace("Text.", &"\u{7}\u{5}x".repeat(100_000));
    assert_eq!(outcome(shouting.as_bytes()), "read control_characters guid_made");
    let no_end = format!("\u{1}hna0123 3 pol 96  hna 0456\n{}", "(".repeat(100_000));
    assert_eq!(outcome(no_end.as_bytes()), "read guid_made");
}

#[test]
fn pages_are_bounded_and_keep_their_text() {
    let page = |inside: &str| format!("<html><head><title>T</title></head><body>{inside}</body></html>");
    let many: String = (0..300).map(|at| format!(" a{at}")).collect();
    for (inside, code) in [
        (format!("<p{many}>"), "html_too_many_attributes"),
        (format!("<!--><p{many}>-->"), "html_too_many_attributes"),
        (format!("<script>x<p{many}></script>"), "read guid_made"),
        ("<b>x".repeat(1_000_001), "html_too_many_nodes"),
        ("<div>".repeat(200_000), "read guid_made"),
        ("<!--".repeat(1000), "read guid_made"),
    ] {
        assert_eq!(outcome(page(&inside).as_bytes()), code, "{}", inside.chars().take(40).collect::<String>());
    }
    let small = Limits { attributes_max: 1, ..Limits::default() };
    assert_eq!(read(page("<p a b>").as_bytes(), None, &small).unwrap_err().code, "html_too_many_attributes");
    for (inside, text) in [
        ("<table>one<tr><td>two</table>three", "onetwothree"),
        ("<p title=\"open>a</p><p>b", "ab"),
        ("<article>a</article><article>b</article>", "ab"),
        ("a</body></html>b", "ab"),
        ("&lt;b&gt;&amp;amp;&hearts;&nosuch;", "<b>&amp;♥&nosuch;"),
        ("<script>no</script>a<style>no</style>b\0", "ab\u{fffd}"),
    ] {
        let plain: String = text::plain(&one(page(inside).as_bytes()).bodies[0]).split_whitespace().collect();
        assert_eq!(plain, text, "{inside}");
    }
    let windows = b"<html><meta charset=windows-1251><title>\xcf\xee\xe4\xef\xe8\xf1\xe0\xed\xee</title>";
    assert_eq!(one(windows).headline(), Some("Подписано"));
    let agreed = read(&windows[..6], Some("html; charset=koi8-r"), &Limits::default()).unwrap();
    assert_eq!(agreed.format, "html");
}

#[test]
fn feeds_are_bounded_and_broken_ones_give_their_items() {
    let entries =
        |count: usize| format!("<rss><channel>{}</channel></rss>", "<item><title>a</title></item>".repeat(count));
    assert_eq!(outcome(entries(10_001).as_bytes()), "too_many_items");
    let few = Limits { items_max: 2, ..Limits::default() };
    assert_eq!(read(entries(3).as_bytes(), None, &few).unwrap_err().code, "too_many_items");
    assert_eq!(read(entries(2).as_bytes(), None, &few).unwrap().items.len(), 2);
    let json = |entry: &str| format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{entry}]}}");
    assert_eq!(read(json("{},{},{}").as_bytes(), None, &few).unwrap_err().code, "too_many_items");
    assert_eq!(outcome(json("3").as_bytes()), "read entry_not_an_object no_items");
    for (source, code) in [
        ("<rss><channel><item><title>a".to_owned(), "read xml_mended guid_made"),
        ("<rss><channel><item><title>a & b</title></channel>".to_owned(), "read xml_mended guid_made"),
        (format!("<rss>{}<item/>", "<a>".repeat(200)), "xml_too_deep"),
        (
            format!("<rss><item x=y{}>", (0..300).map(|at| format!(" a{at}=1")).collect::<String>()),
            "xml_too_many_attributes",
        ),
        ("<rss><item><guid>1</guid></item></rss>".to_owned(), "read guid_not_global"),
        (
            "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><item><title>&x;</title></item></rss>"
                .to_owned(),
            "read entities_not_expanded unknown_entity guid_made",
        ),
    ] {
        assert_eq!(outcome(source.as_bytes()), code, "{}", source.chars().take(60).collect::<String>());
    }
    // Cut anywhere behind its beginning, a feed still gives what is there.
    let whole = "<rss><channel><item><title>Vũ</title><description>one</description></item></channel></rss>";
    for end in (25..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        assert_eq!(read(&whole.as_bytes()[..end], None, &Limits::default()).unwrap().items.len(), 1, "{end}");
    }
    let deep = format!("<rss><item><description>{}</description></item></rss>", "&lt;b&gt;".repeat(100_000));
    assert_eq!(outcome(deep.as_bytes()), "read guid_made");
}

#[test]
fn a_withdrawn_item_gives_its_story_to_no_feed() {
    let story = "<newsItem guid='urn:x' version='3'><itemMeta><versionCreated>2026-11-23T10:00:00Z</versionCreated>\
                 <pubStatus qcode='stat:canceled'/></itemMeta><contentSet><inlineData>secret</inlineData></contentSet></newsItem>";
    let killed = one(story.as_bytes());
    for format in ["rss", "atom", "json-feed"] {
        let written = write(format, &killed).unwrap();
        assert!(!String::from_utf8_lossy(&written.bytes).contains("secret"), "{format}");
        let back = one(&written.bytes);
        assert_eq!(
            (back.guid.clone(), back.status(), back.version.number()),
            (killed.guid.clone(), killed.status(), 3),
            "{format}"
        );
    }
}

#[test]
fn messages_inside_messages_are_bounded() {
    let head = "From: a@b.example\r\nSubject: x\r\nMessage-ID: <1@b.example>\r\n";
    let nested = |depth: usize| {
        let level = format!("{head}Content-Type: message/rfc822\r\n\r\n");
        format!("{}{head}\r\ntext\r\n", level.repeat(depth))
    };
    assert_eq!(outcome(nested(4).as_bytes()), "read ");
    assert_eq!(outcome(nested(5).as_bytes()), "nested_too_deep");
    assert_eq!(outcome(nested(100_000).as_bytes()), "mail_too_deep");
    let one_deep = Limits { nesting_max: 1, ..Limits::default() };
    assert!(read(nested(0).as_bytes(), None, &one_deep).is_ok());
    assert_eq!(read(nested(1).as_bytes(), None, &one_deep).unwrap_err().code, "nested_too_deep");
    let boundaries =
        format!("{head}Content-Type: multipart/mixed; boundary=b\r\n\r\n{}", "--b\r\n\r\nx\r\n".repeat(50));
    let few = Limits { nodes_max: 10, ..Limits::default() };
    assert_eq!(read(boundaries.as_bytes(), None, &few).unwrap_err().code, "mail_too_many_parts");
    for (body, code) in [
        ("Content-Transfer-Encoding: base64\r\n\r\n!!!!", "read "),
        ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n", "read "),
        ("Content-Type: multipart/mixed\r\n\r\n", "read attachments_not_carried"),
        ("Content-Type: text/plain; charset=martian\r\n\r\n\u{1}", "read "),
        ("", "read "),
    ] {
        assert_eq!(outcome(format!("{head}{body}").as_bytes()), code, "{body}");
    }
    let broken = format!(
        "{head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/xml\r\n\r\n<newsItem>\r\n--b--\r\n"
    );
    assert!(outcome(broken.as_bytes()).contains("attachment_unreadable"), "{}", outcome(broken.as_bytes()));
}

#[test]
fn calendars_are_bounded_and_their_bad_lines_named() {
    let event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261123T030000Z\r\nEND:VEVENT\r\n";
    let calendar = |inside: &str| format!("BEGIN:VCALENDAR\r\n{inside}END:VCALENDAR\r\n");
    for (inside, code) in [
        (event.to_owned(), "read "),
        (event.repeat(10_001), "too_many_items"),
        ("BEGIN:VEVENT\r\n".repeat(200), "ical_too_deep"),
        ("BEGIN:VALARM\r\n".repeat(200), "ical_too_deep"),
        ("bad\r\nX;Y\r\n".to_owned(), "read lines_not_understood no_items"),
        ("END:VEVENT\r\n".repeat(9), "read no_items"),
        (format!("{event}BEGIN:VEVENT\r\nSUMMARY:cut"), "read calendar_cut_off guid_made"),
    ] {
        assert_eq!(outcome(calendar(&inside).as_bytes()), code, "{}", inside.chars().take(40).collect::<String>());
    }
    let few = Limits { nodes_max: 5, ..Limits::default() };
    assert_eq!(read(calendar(event).as_bytes(), None, &few).unwrap_err().code, "ical_too_many_lines");
    assert_eq!(write("icalendar", &Item::default()).unwrap_err().code, "required_missing");
    let secret = calendar(
        &event.replace("END", "SUMMARY:secret\r\nX-INTERWIRE-STATUS:canceled\r\nDTSTART:20261124T030000Z\r\nEND"),
    );
    let written = String::from_utf8(write("icalendar", &one(secret.as_bytes())).unwrap().bytes).unwrap();
    assert!(written.contains("METHOD:CANCEL") && !written.contains("secret"), "{written}");
}

#[test]
fn what_is_repeated_costs_no_more_than_its_length() {
    let wire = "\u{1}hna0123 3 pol 96  hna 0456\n\nA/\n\u{2}T =\n";
    for (source, code) in [
        (format!("<rss><item>{}", "<".repeat(300_000)), "read xml_mended guid_made"),
        (format!("<rss><item><a>{}", "<![CDATA[</".repeat(100_000)), "read xml_mended guid_made"),
        (format!("<rss><item>{}", "<a b=\"".repeat(100_000)), "read xml_mended guid_made"),
        (format!("<html>{}", "<!---->".repeat(100_000)), "read guid_made"),
        (format!("{wire}{}\u{3}", "\n".repeat(300_000)), "read guid_made"),
        (format!("{wire}{}\u{3}", "* * *\n".repeat(100_000)), "read guid_made"),
        (format!("From: a@b.example\nSubject: x\n{}\nx", "X-A: v\n".repeat(50_000)), "read guid_made"),
    ] {
        assert_eq!(outcome(source.as_bytes()), code, "{}", source.chars().take(40).collect::<String>());
    }
}

#[test]
fn a_charset_that_nobody_agreed_on_is_not_guessed() {
    let text = "\u{1}hna0123 3 pol 96  hna 0456\n\n\u{2}Подписано =\n\nСоглашение подписано в Баку.\n\u{3}231015 GMT Nov 26\n\u{4}";
    let koi8: Vec<u8> = encoding_rs::KOI8_R.encode(text).0.into_owned();
    assert_eq!(outcome(&koi8), "read charset_unknown guid_made");
    let unread = one(&koi8);
    assert!(!unread.status().is_usable() && unread.headline().unwrap().contains('\u{fffd}'));
    let kept: Vec<u8> = unread.extra.last().unwrap().value.chars().map(|c| c as u8).collect();
    assert_eq!(kept, koi8);
    let agreed = read(&koi8, Some("iptc-7901; charset=koi8-r"), &Limits::default()).unwrap();
    assert_eq!(agreed.items[0].item.headline(), Some("Подписано"));
    let unknown = read(&koi8, Some("iptc-7901; charset=martian"), &Limits::default()).unwrap();
    assert_eq!(unknown.notes.first().map(|note| note.code), Some("unknown_encoding"));
    let item = &agreed.items[0].item;
    assert_eq!(write("iptc-7901", item).unwrap_err().code, "charset_cannot_carry");
    assert_eq!(write("iptc-7901; charset=martian", item).unwrap_err().code, "unknown_charset");
    assert_eq!(write("iptc-7901; charset=utf-16le", item).unwrap_err().code, "unknown_charset");
    assert_eq!(write("ninjs; charset=koi8-r", item).unwrap_err().code, "charset_fixed");
    let written = write("iptc-7901; charset=koi8-r", item).unwrap();
    let back = read(&written.bytes, Some("iptc-7901; charset=koi8-r"), &Limits::default()).unwrap();
    assert_eq!(back.items[0].item.bodies, item.bodies);
}

#[test]
fn what_is_said_once_is_not_multiplied() {
    let items = "<newsItem guid=\"urn:x\" version=\"1\"/>".repeat(5_000);
    let catalogs: String = (0..50_000).map(|at| format!("<catalogRef href=\"http://example.com/{at}\"/>")).collect();
    let long = "x".repeat(1 << 20);
    let source = format!(
        "<newsMessage xmlns=\"{long}\"><header>{long}</header>{catalogs}<itemSet>{items}</itemSet></newsMessage>"
    );
    let found = read(source.as_bytes(), None, &Limits::default()).unwrap();
    assert_eq!(found.notes.first().map(|note| note.code), Some("header_too_long"));
    let kept: usize = found.items.iter().flat_map(|one| &one.item.extra).map(|extra| extra.value.len()).sum();
    assert!(kept < 20 << 20, "{kept}");
    let prefixes: String = (0..50_000).map(|at| format!("<p{at}:a/>")).collect();
    let item = one(format!("<newsItem guid=\"urn:x\"><box>{prefixes}</box></newsItem>").as_bytes());
    assert_eq!(item.extra.len(), 1);
}

#[test]
fn a_document_of_another_time_costs_no_more_than_it_is_long() {
    let nitf = |body: &str| {
        format!(
            "<nitf><head><docdata><doc-id id-string='a'/></docdata></head><body><body.content>{body}</body.content></body></nitf>"
        )
    };
    let people: String = (0..20_000).map(|at| format!("<person>{at}</person>")).collect();
    let item = one(nitf(&format!("<p>{people}{people}</p>")).as_bytes());
    assert_eq!(item.people.len(), 20_000, "each once");
    let deep = Limits { depth_max: 20, ..Limits::default() };
    let source = nitf(&"<block>".repeat(20));
    assert_eq!(read(source.as_bytes(), None, &deep).unwrap_err().code, "xml_too_deep");
    let lists = "<ul><li>".repeat(40) + "Vũ" + &"</li></ul>".repeat(40);
    let written = interwire_formats::write("nitf", &one(nitf(&lists).as_bytes())).unwrap();
    assert_eq!(text::plain(&one(&written.bytes).bodies[0]), "Vũ");
    let bomb = format!("<!DOCTYPE nitf [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>{}", nitf("<p>&b;</p>"));
    assert_eq!(outcome(bomb.as_bytes()), "read entities_not_expanded unknown_entity");
    assert_eq!(text::plain(&one(bomb.as_bytes()).bodies[0]), "&b;");
}

#[test]
fn components_topics_and_envelopes_cost_no_more_than_they_are_long() {
    let items = "<NewsItem/>".repeat(10_001);
    assert_eq!(outcome(format!("<NewsML>{items}</NewsML>").as_bytes()), "too_many_items");
    let long = "x".repeat(1 << 20);
    let source = format!("<NewsML><Catalog>{long}</Catalog>{}</NewsML>", "<NewsItem/>".repeat(5_000));
    let found = read(source.as_bytes(), None, &Limits::default()).unwrap();
    assert_eq!(found.notes.first().map(|note| note.code), Some("header_too_long"));
    let nested = format!("{}{}", "<NewsComponent>".repeat(200), "</NewsComponent>".repeat(200));
    let source = format!("<NewsML><NewsItem>{nested}</NewsItem></NewsML>");
    assert_eq!(outcome(source.as_bytes()), "xml_too_deep");
    let topics: String = (0..30_000).map(|at| format!("<Topic><FormalName>{at}</FormalName></Topic>")).collect();
    let source = format!("<NewsML><TopicSet>{topics}</TopicSet><NewsItem/></NewsML>");
    assert_eq!(outcome(source.as_bytes()), "read header_too_long guid_missing");
    let outside = "<!DOCTYPE NewsML [<!ENTITY % x SYSTEM \"file:///etc/passwd\"> %x;]><NewsML><NewsItem/></NewsML>";
    assert_eq!(outcome(outside.as_bytes()), "read entities_not_expanded guid_missing");
}

//! Items whose every word may steer a format: none is taken for more than a word.

use super::names::{event, everywhere};
use interwire_core::item::{
    Body, Concept, EdNote, Embargo, Extra, Item, ItemType, Line, Link, Markup, Moment, PubStatus, Version,
};
use proptest::prelude::*;

/// Signs and words that steer one format or another.
const STEERING: &[&str] = &[
    "\u{1}",
    "\u{2}",
    "\u{3}",
    "\u{4}",
    "\r",
    "\n",
    "\t",
    "\u{b}",
    "\u{1f}",
    "\u{85}",
    "\u{2028}",
    "\u{a0}",
    "\u{feff}",
    "\u{ad}",
    "\u{200e}",
    "\u{ffff}",
    "<",
    "&",
    ">",
    "\"",
    "'",
    "^",
    "=",
    "< ^",
    "/",
    "\\",
    ";",
    ":",
    ",",
    "%41",
    "]]>",
    "-->",
    "{",
    "[",
    " ",
    "  ",
    "\n\n",
    "\n* * * *\n",
    "not for publication",
    "Item: urn:other",
    "\nStatus: usable\n",
    "usable",
    "withheld",
    "Eds: ",
    "By ",
    "Note: ",
    "KILL KILL KILL",
    "EMBARGO",
    "indefinite",
    "\r\nEND:VEVENT\r\n",
    "\r\nUID:other",
    "[KILL] ",
    "=?utf-8?B?",
    "=?",
    "urn:",
    "2026-11-24",
    "T10:00:00",
    "Z",
    "+07:00",
    "1",
    "<p>",
    "</p>",
    "<meta name=\"dcterms.identifier\" content=\"o\">",
    "ÿ",
    "Қазақстан",
    "سفير",
    "Vũ Việt Trang",
];
/// Names that properties kept from some format have.
const KEPT: &[&str] = &[
    "ical/UID",
    "ical/X-PART",
    "ical/RECURRENCE-ID",
    "ical/VTIMEZONE",
    "ical/DTSTART",
    "ical/X-A;B=c",
    "ical/STATUS",
    "ical/CLASS",
    "iptc-7901/header",
    "anpa-1312/header",
    "anpa-1312/copy",
    "ProviderId",
    "DateId",
    "NewsItemId",
    "docdata/date.release",
    "docdata/series",
    "docdata/doc-scope",
    "guid",
    "standard",
    "catalogRef",
    "FutureStatus",
    "NewsItemType",
    "xmp:Rating",
];

fn words() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(STEERING), 0..6).prop_map(|words| words.concat())
}

fn odd_items() -> impl Strategy<Value = Item> {
    let kept = proptest::collection::vec((proptest::sample::select(KEPT), words()), 0..4);
    (proptest::collection::vec(words(), 30), kept, any::<u32>()).prop_map(|(words, kept, bits)| {
        let mut words = words.into_iter();
        let mut next = || words.next().unwrap_or_default();
        let mut item = event();
        item.guid = next().trim().parse().ok().filter(|_| bits & 1 == 0).or(item.guid);
        item.pub_status = (bits & 6 != 0).then(|| PubStatus::parse(&next()));
        item.times.embargoed = (bits & 8 != 0).then(|| Embargo::new(&next()));
        item.version = Version::parse(&next());
        for lines in [
            &mut item.headlines,
            &mut item.sluglines,
            &mut item.bylines,
            &mut item.creditlines,
            &mut item.datelines,
            &mut item.descriptions,
            &mut item.keywords,
            &mut item.generators,
        ] {
            *lines = vec![Line::of(&next()), Line::of("a")];
        }
        item.ed_notes = vec![EdNote { text: next(), role: Some(next()), ..EdNote::default() }];
        let markup = [Markup::Plain, Markup::Html, Markup::Xml][bits as usize >> 4 & 1];
        item.bodies = vec![Body { text: next(), markup, ..Body::default() }];
        item.languages = vec![next()];
        item.kind = (bits & 32 != 0).then(|| ItemType::parse("text")).or(item.kind);
        item.provider = Some(Concept { literal: Some(next()), ..Concept::of_name(&next()) });
        item.subjects = vec![Concept { qcode: Some(next()), ..Concept::of_name(&next()) }];
        item.places = vec![Concept::of_name(&next())];
        item.links = vec![Link { rel: Some("alternate".to_owned()), href: Some(next()), ..Link::default() }];
        let times = &mut item.times;
        times.first_created = Some(Moment::new(&next()));
        times.expires = Some(Moment::new(&next()));
        item.extra.extend(kept.into_iter().map(|(name, value)| Extra::text(name, &value)));
        item
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn no_sign_that_steers_a_format_steers_it(item in odd_items()) {
        for (format, back) in everywhere(&item) {
            prop_assert_eq!(&back.guid, &item.guid, "{}", format);
            prop_assert!(item.status().is_usable() || !back.status().is_usable(), "{}: {}", format, item.status());
            let is_over = format == "nitf" && item.times.embargoed.as_ref().and_then(Embargo::ends).is_some();
            let is_kept = item.times.embargoed.is_none() || back.times.embargoed.is_some() || !back.status().is_usable();
            prop_assert!(is_kept || is_over, "{}: {:?}", format, item.times.embargoed);
        }
    }
}

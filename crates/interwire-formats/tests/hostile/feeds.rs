//! Feeds: broken ones, and stories that were withdrawn.

use super::{one, outcome};
use interwire_core::item::Limits;
use interwire_formats::{read, write};

/// Holds: the number of entries, and depth and attributes in what `xml::mend` mends.
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
        (format!("<rss x=y>{}<item/>", "<a>".repeat(200)), "xml_too_deep"),
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

/// Holds: that formats without a status write nothing of a story that was withdrawn.
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

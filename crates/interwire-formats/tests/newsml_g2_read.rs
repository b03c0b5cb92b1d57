//! What NewsML-G2 says in odd places or encodings: packed texts, the language of the item, the head of a story in NITF.
#![allow(clippy::unwrap_used, reason = "a test")]

use interwire_core::item::{Body, Item, Limits, Markup};
use interwire_formats::{read, write};

/// The item with these attributes and sections, and the codes of its notes.
fn item(attributes: &str, meta: &str, content: &str) -> (Item, Vec<&'static str>) {
    let source = format!(
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:astana:1' version='1' {attributes}><itemMeta>\
         <itemClass qcode='ninat:text'/><provider literal='astana'/><versionCreated>2026-11-23T10:00:00+05:00</versionCreated>\
         <pubStatus qcode='stat:usable'/></itemMeta><contentMeta>{meta}</contentMeta><contentSet>{content}</contentSet></newsItem>"
    );
    let mut found = read(source.as_bytes(), Some("newsml-g2"), &Limits::default()).unwrap();
    let one = found.items.pop().unwrap();
    (one.item, one.notes.iter().map(|note| note.code).collect())
}

fn body(attributes: &str, text: &str) -> (Body, Vec<&'static str>) {
    let (mut item, notes) = item("", "", &format!("<inlineData {attributes}>{text}</inlineData>"));
    (item.bodies.pop().unwrap(), notes)
}

#[test]
fn a_text_in_base64_is_the_text() {
    let (plain, notes) = body("contenttype='text/plain' encoding='encd:base64'", "0prQsNC3\n0LDSmw==");
    assert_eq!((plain.text.as_str(), plain.markup, plain.extra.len(), notes.len()), ("Қазақ", Markup::Plain, 0, 0));
    let (html, _) =
        body("contenttype='text/html' encodinguri='http://cv.iptc.org/newscodes/encoding/base64'", "PHA+MTwvcD4=");
    assert_eq!((html.text.as_str(), html.markup), ("<p>1</p>", Markup::Html));
    let (xml, _) = body("contenttype='application/nitf+xml' encoding='encd:base64'", "PG5pdGYvPg==");
    assert_eq!((xml.text.as_str(), xml.markup), ("<nitf/>", Markup::Xml));
}

#[test]
fn what_cannot_be_unpacked_is_kept_as_it_is() {
    for attributes in [
        "contenttype='image/jpeg' encoding='encd:base64'",
        "contenttype='text/plain' encoding='encd:gzip'",
        "contenttype='text/plain' encoding='encd:base64'",
    ] {
        let (kept, notes) = body(attributes, "/9j/4A==");
        assert_eq!((kept.text.as_str(), kept.markup, notes), ("/9j/4A==", Markup::Plain, vec!["content_encoded"]));
        assert_eq!(kept.extra.len(), 1, "the encoding is still said");
    }
}

#[test]
fn tags_in_a_text_of_no_stated_type_are_tags() {
    assert_eq!(body("", "&lt;p&gt;1&lt;/p&gt;").0.markup, Markup::Html);
    assert_eq!(body("", "1 &lt; 2").0.markup, Markup::Plain);
    assert_eq!(body("contenttype='text/plain'", "&lt;p&gt;1&lt;/p&gt;").0.markup, Markup::Plain);
}

#[test]
fn the_language_of_the_item_is_that_of_its_content_unless_stated() {
    let languages = |attributes, meta| item(attributes, meta, "").0.languages;
    assert_eq!(languages("xml:lang='kk'", ""), ["kk"]);
    assert_eq!(languages("xml:lang='kk'", "<language tag='ru'/>"), ["ru"]);
    let roles = "<language tag='en' role='lrol:subtitle'/><language tag='ar' role='lrol:main'/>";
    assert_eq!(languages("", roles), ["ar", "en"]);
    assert_eq!(languages("", "<language tag='en' role='lrol:subtitle'/><language tag='ar'/>"), ["ar", "en"]);
    assert_eq!(languages("", "<language tag='vi'/><language tag='en'/>"), ["vi", "en"]);
}

#[test]
fn a_story_in_nitf_has_the_headline_that_the_item_leaves_open() {
    let nitf = "<inlineXML contenttype='application/nitf+xml'><nitf xmlns='http://iptc.org/std/NITF/2006-10-18/'><body>\
        <body.head><hedline><hl1>Көпір</hl1><hl2>ашылды</hl2></hedline><byline>Асан Серік</byline><dateline><location>Алматы\
        </location></dateline></body.head><body.content><p>1</p></body.content></body></nitf></inlineXML>";
    let texts = |item: &Item| -> Vec<String> {
        let lines = [&item.headlines, &item.bylines, &item.datelines];
        lines.into_iter().flatten().map(|line| line.text.clone()).collect()
    };
    assert_eq!(texts(&item("", "", nitf).0), ["Көпір", "ашылды", "Асан Серік", "Алматы"]);
    let stated = "<headline>Мост</headline><by>Серік</by>";
    assert_eq!(texts(&item("", stated, nitf).0), ["Мост", "Серік", "Алматы"]);
}

#[test]
fn a_rendition_that_is_an_address_keeps_it() {
    let (item, _) = item("", "", "<remoteContent href='1.jpg' renditionuri='http://astana.example/rendition/web'/>");
    assert_eq!(item.renditions[0].name.as_deref(), Some("http://astana.example/rendition/web"));
    let written = write("newsml-g2", &item).unwrap();
    let back = read(&written.bytes, Some("newsml-g2"), &Limits::default()).unwrap();
    assert_eq!(back.items[0].item.renditions, item.renditions);
    assert!(!written.losses.iter().any(|loss| loss.field == "renditions"), "{:?}", written.losses);
}

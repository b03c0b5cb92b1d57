//! XML: entities, documents of another time, components, envelopes.

use super::{g2, one, outcome};
use interwire_core::item::{Limits, text};
use interwire_formats::read;
use std::fmt::Write as _;

/// Holds: that no entity of a source is known to `unescape`, and that a document type is only looked at.
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

/// Holds: the depth of blocks and lists, and that what is named twice is kept once.
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

/// Holds: `SHARED_BYTES_MAX` and `TOPICS_MAX` of NewsML 1, and its number of items and depth.
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

/// Holds: entities that are parameters, or declared with a quadratic text, or with an outside one inside an outside DTD.
#[test]
fn no_kind_of_entity_is_expanded_or_fetched() {
    let long = "x".repeat(1 << 20);
    let quadratic = format!(
        "<!DOCTYPE newsItem [<!ENTITY a \"{long}\">]>{}",
        g2(&format!("<inlineData>{}</inlineData>", "&a;".repeat(20_000)))
    );
    assert_eq!(outcome(quadratic.as_bytes()), "read entities_not_expanded unknown_entity");
    assert_eq!(text::plain(&one(quadratic.as_bytes()).bodies[0]), "&a;".repeat(20_000));
    for declared in [
        "<!ENTITY % p SYSTEM \"http://127.0.0.1:1/x.dtd\"> %p;",
        "<!ENTITY % p \"<!ENTITY x 'y'>\"> %p;",
        "<!ENTITY % f SYSTEM \"file:///etc/passwd\"> <!ENTITY x '%f;'>",
        "<!ENTITY x SYSTEM \"ftp://127.0.0.1:1/\">",
        "<!ENTITY x PUBLIC \"-//X\" \"file:///dev/random\">",
    ] {
        let source = format!("<!DOCTYPE newsItem [{declared}]>{}", g2("<inlineData>&x;</inlineData>"));
        assert_eq!(outcome(source.as_bytes()), "read entities_not_expanded unknown_entity", "{declared}");
        assert_eq!(text::plain(&one(source.as_bytes()).bodies[0]), "&x;");
    }
    for ignored in [
        "<!DOCTYPE newsItem>",
        "<!DOCTYPE newsItem SYSTEM \"http://127.0.0.1:1/x.dtd\">",
        "<!DOCTYPE newsItem [<!ELEMENT newsItem ANY><!ATTLIST newsItem guid CDATA 'urn:y'>]>",
        "<?xml-stylesheet href=\"http://127.0.0.1:1/x.xsl\"?>",
    ] {
        let source = format!(
            "{ignored}{}",
            g2("<inlineData>x</inlineData><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='a'/>")
        );
        assert_eq!(outcome(source.as_bytes()), "read ", "{ignored}");
        assert_eq!(one(source.as_bytes()).guid.unwrap().as_str(), "urn:x");
    }
}

/// Holds: `check_name`, the noting of attributes that come twice, and that prefixes cost no more than they are long.
#[test]
fn names_that_come_twice_or_are_none_are_told() {
    let declared: String = (0..250).map(|at| format!(" xmlns:n{at}='urn:{at}'")).collect();
    let nested =
        format!("<newsItem guid='urn:x'>{}{}</newsItem>", format!("<a{declared}>").repeat(90), "</a>".repeat(90));
    assert_eq!(outcome(nested.as_bytes()), "read ");
    for (source, code) in [
        ("<newsItem guid='urn:x' guid='urn:y'/>", "read duplicate_attribute"),
        ("<newsItem guid='urn:x' xmlns='a' xmlns='b'/>", "read duplicate_attribute"),
        ("<newsItem guid='urn:x'><a:b/></newsItem>", "read "),
        ("<newsItem guid='urn:x' xmlns:a=''><a:b/></newsItem>", "read "),
        ("<newsItem guid='urn:x'><a:b:c/></newsItem>", "xml_broken"),
        ("<newsItem guid='urn:x'><:b/></newsItem>", "xml_broken"),
        ("<newsItem guid='urn:x' a:='1'/>", "xml_broken"),
        ("<newsItem guid='urn:x'><a\u{0}/></newsItem>", "xml_broken"),
        ("<newsItem guid='urn:x'>&#0;&#xD800;&#x110000;&#99999999999;</newsItem>", "read unknown_entity"),
    ] {
        assert_eq!(outcome(source.as_bytes()), code, "{source}");
    }
    let items = format!("<newsMessage>{}</newsMessage>", "<newsItem guid='urn:x' version='1'/>".repeat(3));
    assert_eq!(outcome(items.as_bytes()), "read ", "the same name thrice: versions are compared by who takes them");
}

//! Rights expressions are passed through: an ODRL policy in NewsML-G2 is read whole, written again as it was and valid by
//! the schemas of the IPTC and of ODRL, which `INTERWIRE_CORPUS` names; and no writer makes one of its own.
#![allow(clippy::unwrap_used, reason = "a test")]

mod xmllint;

use interwire_core::item::{Item, Limits, Line, Markup};
use interwire_formats::{FORMATS, read, write};

const ODRL: &str = "http://www.w3.org/ns/odrl/2/";
/// Imports the schema of ODRL.
const SCHEMA: &str = "newsml-g2/schemas/G2-multi-schema-2.35.xsd";

/// An item that one agency lets another distribute at home until a day, if it names the source.
fn item() -> Item {
    let policy = format!(
        "<o:Policy xmlns:o='{ODRL}' uid='https://hanoi.example/agreements/1' type='{ODRL}Agreement' \
         profile='https://iptc.org/std/RightsML/odrl-profile/'><o:permission><o:asset uid='https://hanoi.example/all' relation='{ODRL}target'/>\
         <o:action name='{ODRL}distribute'/><o:constraint name='{ODRL}dateTime' operator='{ODRL}lt' rightOperand='2028-12-31T23:59:59Z'/>\
         <o:party uid='https://hanoi.example' function='{ODRL}assigner'/><o:party uid='https://baku.example' function='{ODRL}assignee'/>\
         <o:duty><o:action name='{ODRL}attribute'/></o:duty></o:permission></o:Policy>"
    );
    let source = format!(
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:newsml:hanoi.example:20261123:7' version='1'><rightsInfo>\
         <usageTerms>Ghi rõ nguồn</usageTerms><rightsExpressionXML langid='{ODRL}'>{policy}</rightsExpressionXML></rightsInfo>\
         <itemMeta><itemClass qcode='ninat:text'/><provider literal='hanoi'/><versionCreated>2026-11-23T10:00:00+07:00</versionCreated></itemMeta>\
         <contentMeta><headline>Vũ Việt Trang</headline></contentMeta></newsItem>"
    );
    read(source.as_bytes(), None, &Limits::default()).unwrap().items.remove(0).item
}

#[test]
fn a_policy_is_passed_through_whole_and_stays_valid() {
    let item = item();
    let policy = &item.rights[0].encoded[0];
    assert_eq!((policy.lang_id.as_deref(), policy.markup), (Some(ODRL), Markup::Xml));
    let written = write("newsml-g2", &item).unwrap();
    let back = read(&written.bytes, None, &Limits::default()).unwrap().items.remove(0).item;
    assert_eq!(back.rights[0].encoded, item.rights[0].encoded);
    let documents = [("odrl".to_owned(), written.bytes.clone())];
    assert_eq!(xmllint::invalid(SCHEMA, &documents), "");
    if std::env::var_os("INTERWIRE_CORPUS").is_some() {
        // The schema is asked: a policy that is none is invalid.
        let broken = String::from_utf8(written.bytes).unwrap().replace("o:permission", "o:permit");
        assert_ne!(xmllint::invalid(SCHEMA, &[("broken".to_owned(), broken.into_bytes())]), "");
    }
}

#[test]
fn no_format_says_in_odrl_what_the_source_did_not() {
    let mut item = item();
    item.rights[0].encoded.clear();
    item.rights[0].terms = vec![Line::of("Ghi rõ nguồn"), Line::of("Chỉ ở Hà Nội")];
    let mut count = 0;
    for format in FORMATS.iter().filter(|format| format.is_written()) {
        let name = format!("{}; charset=utf-8", format.name);
        let written = match write(&name, &item) {
            Ok(written) => written,
            // A calendar takes events only.
            Err(error) if error.code == "required_missing" => continue,
            Err(error) => panic!("{}: {error}", format.name),
        };
        count += 1;
        let text = String::from_utf8_lossy(&written.bytes);
        assert!(!text.contains("odrl") && !text.contains("o:Policy"), "{}: {text}", format.name);
    }
    assert!(count > 10, "{count}");
}

//! Packages, events, planned coverage and knowledge in NewsML-G2: what of them comes back after they were written.
//! `INTERWIRE_CORPUS` names the folder with the official suite and examples.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, reason = "a test reads its samples")]

mod xmllint;

use interwire_core::item::{Extra, Item, ItemType, Limits, Line, Link};
use interwire_formats::{read, write};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::path::{Path, PathBuf};

const SCHEMA: &str = "newsml-g2/schemas/G2-multi-schema-2.35.xsd";

fn one(bytes: &[u8]) -> Item {
    read(bytes, None, &Limits::default()).unwrap().items.remove(0).item
}

fn tag(start: &BytesStart<'_>) -> String {
    let mut attributes: Vec<String> = start
        .attributes()
        .map(|one| one.unwrap())
        .filter(|one| !one.key.into_inner().starts_with("xmlns"))
        .map(|one| format!("{}={}", one.key.into_inner(), one.value.split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect();
    attributes.sort();
    format!("<{} {}>", start.local_name().into_inner(), attributes.join(" "))
}

/// An element as text in which order of attributes, white space and prefixes do not count; the pieces are sorted, for
/// the schema may ask for another order.
fn pieces(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) | Event::Empty(start) => found.push(tag(&start)),
            Event::Text(text) => {
                let text = text.into_inner();
                let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
                found.extend((!words.is_empty()).then_some(words));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    found.sort();
    found
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}

#[test]
fn the_content_of_every_valid_item_of_the_suite_comes_back_whole() {
    let Ok(corpus) = std::env::var("INTERWIRE_CORPUS") else {
        println!("INTERWIRE_CORPUS is not set: the corpus is skipped");
        return;
    };
    let mut paths = Vec::new();
    files(&Path::new(&corpus).join("newsml-g2/suite"), &mut paths);
    paths.retain(|path| {
        let path = path.display().to_string();
        // Elements of no namespace stand in its groups.
        !path.ends_with("CR00142_group_description.xml")
            && path.contains("should_pass")
            && path.ends_with(".xml")
            && !path.contains("NAR1.9")
            && !path.contains("dev")
    });
    paths.sort();
    let (mut same, mut wrong) = (0, String::new());
    for path in paths {
        let Ok(found) = read(&std::fs::read(&path).unwrap(), None, &Limits::default()) else { continue };
        for before in found.items.iter().map(|one| &one.item) {
            let Ok(written) = write("newsml-g2", before) else { continue };
            let losses = written.losses.iter().map(|loss| format!("{loss:?}")).collect::<Vec<_>>().join("; ");
            let after = one(&written.bytes);
            for extra in &before.extra {
                let Some(again) = Extra::find(&after.extra, &extra.name) else {
                    wrong += &format!("{}: {} is gone: {losses}\n", path.display(), extra.name);
                    continue;
                };
                if !["groupSet", "concept", "conceptSet", "newsCoverageSet"].contains(&extra.name.as_str()) {
                    continue;
                }
                if pieces(&extra.value) == pieces(again) {
                    same += 1;
                } else {
                    let (was, is) = (pieces(&extra.value), pieces(again));
                    let lost: Vec<&String> = was.iter().filter(|piece| !is.contains(piece)).take(3).collect();
                    wrong += &format!("{}: {} lost {lost:?}: {losses}\n", path.display(), extra.name);
                }
            }
        }
    }
    println!("{same} contents of packages, concepts, knowledge and planning came back whole");
    assert!(same > 20 && wrong.is_empty(), "{wrong}");
}

fn item(kind: &str) -> Item {
    let mut item = Item {
        guid: Some("urn:baku:1".parse().unwrap()),
        kind: Some(ItemType::parse(kind)),
        headlines: vec![Line::of("İlham Əliyev Hanoyda")],
        ..Item::default()
    };
    item.times.version_created = Some(interwire_core::item::Moment::new("2026-11-23T10:00:00+04:00"));
    item
}

#[test]
fn what_comes_from_other_formats_becomes_its_kind() {
    let mut package = item("composite");
    package.links = vec![Link { guid: Some("urn:baku:2".to_owned()), ..Link::default() }];
    let mut event = item("event");
    let dates = r#"{"dates":{"startDate":"2026-11-24T09:00:00+04:00","endDate":"2026-11-24"}}"#;
    event.extra.push(Extra::json("eventDetails", dates.to_owned()));
    let mut planning = item("planning");
    planning.extra.push(Extra::json("plannedCoverage", r#"[{"type":"picture","title":"Şəkil"}]"#.to_owned()));
    let mut documents = Vec::new();
    for (item, root, says) in [
        (&package, "<packageItem ", "<itemRef residref=\"urn:baku:2\"/>"),
        (&event, "<conceptItem ", "<dates><start>2026-11-24T09:00:00+04:00</start><end>2026-11-24</end></dates>"),
        (&planning, "<planningItem ", "<headline>Şəkil</headline>"),
    ] {
        let written = write("newsml-g2", item).unwrap();
        let text = String::from_utf8(written.bytes.clone()).unwrap();
        assert!(text.contains(root) && text.contains(says), "{text}");
        let back = one(&written.bytes);
        assert_eq!((&back.kind, back.headline()), (&item.kind, item.headline()), "{text}");
        assert_eq!(one(&write("newsml-g2", &back).unwrap().bytes), back, "nothing grows");
        documents.push((root.to_owned(), written.bytes));
    }
    let wrong = xmllint::invalid(SCHEMA, &documents);
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_has_no_place_in_the_schema_goes_and_is_told() {
    let source = r#"<packageItem guid="urn:hanoi:9" version="2"><itemMeta><itemClass qcode="ninat:composite"/><provider literal="HN"/>
        <versionCreated>2026-11-23T10:00:00+07:00</versionCreated><profile versioninfo="1">p</profile><own>x</own></itemMeta>
        <groupSet root="g1"><group id="g1" role="grp:top" colour="red"><itemRef residref="urn:hanoi:8" size="many"/>
        <title>Vũ Việt Trang</title></group></groupSet></packageItem>"#;
    let written = write("newsml-g2", &one(source.as_bytes())).unwrap();
    let losses: Vec<String> = written.losses.iter().map(|loss| format!("{} {}", loss.code, loss.field)).collect();
    assert_eq!(losses, ["not_in_schema own", "attribute_lost group", "attribute_lost itemRef"]);
    let text = String::from_utf8(written.bytes.clone()).unwrap();
    assert!(
        text.contains("<profile versioninfo=\"1\">p</profile>") && text.contains("<title>Vũ Việt Trang</title>"),
        "{text}"
    );
    assert!(xmllint::invalid(SCHEMA, &[("own".to_owned(), written.bytes)]).is_empty());
}

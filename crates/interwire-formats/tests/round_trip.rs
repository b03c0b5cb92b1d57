//! Writes what was read, in every format that is written and as item document, and reads it back.
//! The own samples always; the corpus too where `INTERWIRE_CORPUS` names it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads its samples")]

mod ninjs_schemas;
mod xmllint;

use interwire_core::ids::{ItemId, PartyId};
use interwire_core::item::{
    Body, Concept, Embargo, Item, ItemType, Limits, Line, Markup, Moment, PubStatus, Rendition, Times, Version, text,
};
use interwire_core::protocol::v1::item::{plain_ninjs, read_document, write_document};
use interwire_formats::{read, write};
use ninjs_schemas::{SCHEMAS, validator};
use proptest::prelude::*;
use serde_json::Value;
use std::path::{Path, PathBuf};

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/samples");
fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else {
            out.push(path);
        }
    }
}

fn sources() -> Vec<PathBuf> {
    let mut out = Vec::new();
    files(Path::new(SAMPLES), &mut out);
    if let Ok(corpus) = std::env::var("INTERWIRE_CORPUS") {
        for folder in ["ninjs", "newsml-g2", "nitf", "newsml-1"] {
            files(&Path::new(&corpus).join(folder), &mut out);
        }
    }
    out.sort();
    out
}

/// Formats that are written, and the schema for those that are XML.
const WRITTEN: &[(&str, Option<&str>)] = &[
    ("ninjs", None),
    ("ninjs-2", None),
    ("ninjs-1", None),
    ("newsml-g2", Some("newsml-g2/schemas/G2-multi-schema-2.35.xsd")),
    ("nitf", Some("nitf/schemas/nitf-3-6.xsd")),
    ("newsml-1", None),
];

/// What must survive a format, as text, in the words of the format.
fn facts(item: &Item, format: &str) -> Vec<(&'static str, String)> {
    let mut status = match item.status() {
        PubStatus::Other(_) => "withheld".to_owned(),
        known => known.to_string(),
    };
    // An embargo is a status of its own in NewsML 1, and one of what may not be used anyway is lost.
    let releasable = status == "usable"
        || item.pub_status.as_ref().is_some_and(|word| word.as_str().eq_ignore_ascii_case("embargoed"));
    if format == "newsml-1" && item.times.embargoed.is_some() {
        status = status.replace("usable", "withheld");
    }
    let embargo = match &item.times.embargoed {
        Some(_) if format == "newsml-1" && !releasable => "none".to_owned(),
        None => "none".to_owned(),
        // One that was over at the time of issue is only a time of release, unless its notes still say it in words.
        Some(embargo) if format == "nitf" && is_over(item, embargo) && !is_in_words(item) => "none".to_owned(),
        Some(embargo) if format == "nitf" && is_over(item, embargo) => {
            status = status.replace("usable", "withheld");
            "none".to_owned()
        }
        Some(embargo) if embargo.ends().is_some() => embargo.ends().unwrap().to_string(),
        Some(_) if format == "newsml-g2" || format.starts_with("ninjs") => "indefinite".to_owned(),
        // An embargo without end is a status of its own, which makes the item unusable.
        Some(_) => {
            status = status.replace("usable", "withheld");
            "none".to_owned()
        }
    };
    let lists = [&item.subjects, &item.places, &item.people, &item.organisations];
    let speechless = format == "nitf" || format == "newsml-1";
    let words = |one: &Concept| {
        let names = one.names.iter().map(|name| name.text.clone());
        let codes = [&one.qcode, &one.uri, &one.literal].into_iter().flatten().cloned();
        names.chain(codes).any(|word| !word.trim().is_empty())
    };
    let said = |concept: &&Concept| !speechless || words(concept);
    let subjects = lists.into_iter().flatten().filter(said).count();
    let version = if format == "newsml-g2" || format == "newsml-1" {
        item.version.number().max(1)
    } else {
        item.version.number()
    };
    vec![
        ("guid", item.guid.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("version", version.to_string()),
        ("status", status),
        ("headline", text::collapse(item.headline().unwrap_or_default())),
        ("subjects", subjects.to_string()),
        ("renditions", item.renditions.len().to_string()),
        ("embargo", embargo),
        // A text of no characters is none.
        ("body", text::body_sha(item).filter(|_| text::body_chars(item) != Some(0)).unwrap_or_default()),
    ]
}

fn is_in_words(item: &Item) -> bool {
    item.ed_notes.iter().any(|note| note.text.to_uppercase().contains("EMBARGO"))
}

fn is_over(item: &Item, embargo: &Embargo) -> bool {
    let issue = item.times.version_created.as_ref().and_then(Moment::roughly);
    embargo.ends().zip(issue).is_some_and(|(ends, issue)| ends <= issue)
}

/// The fingerprint of an empty text.
const EMPTY: &str = "e3b0c44298fc1c14";

/// The facts that are not the same.
fn changes(format: &str, item: &Item, back: &Item) -> Vec<String> {
    let pairs = facts(item, format).into_iter().zip(facts(back, format));
    let differs = |((name, was), (_, is)): &((&str, String), (&str, String))| match (format, *name) {
        // What a story shows and whom it names is listed, too.
        ("nitf", "renditions" | "subjects") => is.parse::<usize>().unwrap() < was.parse().unwrap(),
        // A story that is only files has a place for them.
        ("nitf", "body") => was != is && !was.is_empty(),
        // An event has a name in any case.
        ("newsml-g2", "headline") if item.kind == Some(ItemType::Event) && was.is_empty() => false,
        // What is to come has no text and no files of its own.
        ("newsml-g2", "body" | "renditions") if matches!(item.kind, Some(ItemType::Event | ItemType::Planning)) => {
            false
        }
        // An empty text beside files only says that there is none.
        ("newsml-g2", "body") => was != is && !(was == EMPTY && is.is_empty()),
        _ => was != is,
    };
    pairs.filter(differs).map(|pair| format!("{:?} became {:?}", pair.0, pair.1)).collect()
}

#[test]
fn what_is_written_reads_back_with_the_same_facts_and_is_valid() {
    let limits = Limits::default();
    let (source, id): (PartyId, ItemId) = ("baku".parse().unwrap(), ItemId::from_bytes([1; 16]));
    let validators = SCHEMAS.map(|(format, schema)| (format, validator(schema)));
    let invalid = |format: &str, json: &Value| {
        let schema = validators.iter().find(|(known, _)| *known == format);
        schema.and_then(|(_, schema)| schema.validate(json).err().map(|error| error.to_string()))
    };
    let (mut written_as, mut wrong) = (vec![Vec::new(); WRITTEN.len()], String::new());
    for path in sources() {
        let Ok(found) = read(&std::fs::read(&path).unwrap(), None, &limits) else { continue };
        for one in found.items.iter().filter(|one| one.item.guid.is_some()) {
            let item = &one.item;
            let document = write_document(item, &source, &id, [0; 16]).unwrap();
            assert_eq!(&read_document(&document, &limits).unwrap().item, item, "{}", path.display());
            let as_interwire = read(&document, None, &limits).unwrap();
            assert_eq!((as_interwire.format, &as_interwire.items[0].item), ("interwire", item));
            let plain = plain_ninjs(item).unwrap().json;
            if let Some(error) = invalid("ninjs", &plain) {
                wrong += &format!("{}: item document: {error}\n", path.display());
            }
            for ((format, _), documents) in WRITTEN.iter().zip(&mut written_as) {
                let written = match write(format, item) {
                    Ok(written) => written,
                    Err(error) if error.code == "required_missing" => continue,
                    Err(error) => panic!("{}: {format}: {error}", path.display()),
                };
                if format.starts_with("ninjs") {
                    let json: Value = serde_json::from_slice(&written.bytes).unwrap();
                    if let Some(error) = invalid(format, &json) {
                        wrong += &format!("{}: {format}: {error}\n", path.display());
                    }
                }
                let back = read(&written.bytes, None, &limits).unwrap();
                assert!(format.starts_with(back.format), "{format} is read as {}", back.format);
                for change in changes(format, item, &back.items[0].item) {
                    wrong += &format!("{}: {format}: {change}\n", path.display());
                }
                documents.push((path.display().to_string(), written.bytes));
            }
        }
    }
    for ((format, schema), documents) in WRITTEN.iter().zip(&written_as) {
        println!("written as {format} and read back: {}", documents.len());
        assert!(!documents.is_empty(), "{format}");
        wrong += &schema.map(|schema| xmllint::invalid(schema, documents)).unwrap_or_default();
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn words() -> BoxedStrategy<String> {
    prop_oneof![
        Just("Vũ Việt Trang gặp đại sứ".to_owned()),
        Just("Қазақстан мен Әзербайжан".to_owned()),
        Just("İlham Əliyev, Şuşa".to_owned()),
        Just("Подписано \"соглашение\"".to_owned()),
        Just("L’accord & l’après <1>".to_owned()),
        Just("سفير جمهورية فيتنام".to_owned()),
        "\\PC{0,20}",
    ]
    .boxed()
}

fn bodies() -> BoxedStrategy<Body> {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let with = |markup, text| Body { markup, text, ..Body::default() };
    prop_oneof![
        words().prop_map(move |text| with(Markup::Plain, text)),
        words().prop_map(move |text| with(Markup::Html, text)),
        words().prop_map(move |text| with(Markup::Html, format!("<p>{}</p><br/><p>2", escaped(&text)))),
        words().prop_map(move |text| with(Markup::Html, format!("<p>{}</p><ul><li>2</li></ul>", escaped(&text)))),
        words().prop_map(move |text| with(
            Markup::Xml,
            format!("<html><head><title>no</title></head><body><p>{}</p></body></html>", escaped(&text))
        )),
    ]
    .boxed()
}

fn items() -> BoxedStrategy<Item> {
    let concept = (words(), proptest::option::of(words()))
        .prop_map(|(name, qcode)| Concept { qcode, ..Concept::of_name(&name) })
        .boxed();
    let status = prop_oneof![Just("usable"), Just("withheld"), Just("canceled"), Just("gesperrt")];
    let embargo = prop_oneof![
        Just(Embargo::Indefinite),
        Just(Embargo::new("2026-11-23T19:00:00+0700")),
        Just(Embargo::new("soon"))
    ];
    let texts = (words(), words(), words(), proptest::collection::vec(bodies(), 0..2));
    let about = (proptest::collection::vec(concept.clone(), 0..3), proptest::collection::vec(concept, 0..2));
    (1_u64..1 << 53, proptest::option::of(status), proptest::option::of(embargo), texts, about, words())
        .prop_map(|(version, status, embargoed, (headline, by, caption, bodies), (subjects, people), href)| Item {
            guid: Some("urn:hanoi:1".parse().unwrap()),
            version: Version::of(version),
            kind: Some(ItemType::Text),
            pub_status: status.map(PubStatus::parse),
            headlines: vec![Line::of(&headline)],
            bylines: vec![Line::of(&by)],
            descriptions: vec![Line::of(&caption)],
            bodies,
            subjects,
            people,
            renditions: vec![Rendition { href: Some(href), ..Rendition::default() }],
            times: Times {
                version_created: Some(Moment::new("2026-11-23T10:00:00+07:00")),
                embargoed,
                ..Times::default()
            },
            ..Item::default()
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn any_item_survives_every_format_that_is_written(item in items()) {
        for (format, _) in WRITTEN {
            let written = write(format, &item).unwrap();
            let back = read(&written.bytes, None, &Limits::default()).unwrap();
            let changes = changes(format, &item, &back.items[0].item);
            prop_assert_eq!(changes, Vec::<String>::new(), "{}", String::from_utf8_lossy(&written.bytes));
        }
    }
}

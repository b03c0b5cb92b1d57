//! Writes items in the formats that carry less than the model does, and reads them back: what differs afterwards is
//! what the losses named. The own samples always; the corpus too where `INTERWIRE_CORPUS` names it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, reason = "a test reads its samples")]

use interwire_core::item::{
    Body, Concept, Embargo, Extra, Item, ItemType, Limits, Line, Markup, Moment, PubStatus, Rendition, Times, Version,
    text,
};
use interwire_formats::{Written, read, write};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The formats, with the charset that carries every script.
const FORMATS: &[&str] = &[
    "iptc-7901; charset=utf-8",
    "anpa-1312; charset=utf-8",
    "plain-text",
    "html",
    "rss",
    "atom",
    "json-feed",
    "e-mail",
    "icalendar",
];
/// Folders of the corpus with items to write.
const FOLDERS: &[&str] = &["ninjs", "newsml-g2", "iptc-7901", "anpa-1312", "rss-atom", "ical"];

/// What must survive, or be named among the losses: field and value.
fn facts(item: &Item) -> Vec<(&'static str, String)> {
    let status = match item.status() {
        PubStatus::Other(_) => "withheld".to_owned(),
        known => known.to_string(),
    };
    let embargo = match &item.times.embargoed {
        None => "none".to_owned(),
        Some(embargo) => embargo.ends().map_or("without end".to_owned(), |ends| ends.to_string()),
    };
    let time = |moment: &Option<Moment>| moment.as_ref().and_then(Moment::time).map(|time| time.ms() / 1000);
    let signs = |text: &str| text::collapse(text).chars().filter(|c| !c.is_control()).collect::<String>();
    vec![
        ("guid", item.guid.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("version", item.version.number().to_string()),
        ("pub_status", status),
        ("headlines", signs(item.headline().unwrap_or_default())),
        ("languages", item.language().unwrap_or_default().to_owned()),
        ("version_created", format!("{:?}", time(&item.times.version_created))),
        ("embargoed", embargo),
        ("bodies", text::body_sha(&without_controls(item)).unwrap_or_default()),
    ]
}

fn without_controls(item: &Item) -> Item {
    let mut item = item.clone();
    item.bodies.retain(|body| !text::plain(body).trim().is_empty());
    for body in &mut item.bodies {
        let kept = body.text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
        body.text = kept;
    }
    item
}

/// What differs after writing and reading, and is not named among the losses.
fn unnamed(item: &Item, written: &Written, format: &str) -> Vec<String> {
    let back = match read(&written.bytes, Some(format), &Limits::default()) {
        Ok(back) => back,
        Err(error) => return vec![format!("{format}: cannot be read back: {error}")],
    };
    let name = format.split(';').next().unwrap();
    if back.format != name || back.items.len() != 1 {
        return vec![format!("{format}: read back as {} with {} items", back.format, back.items.len())];
    }
    let named: BTreeSet<&str> = written.losses.iter().map(|loss| loss.field.as_str()).collect();
    let pairs = facts(item).into_iter().zip(facts(&back.items[0].item));
    pairs
        .filter(|((field, was), (_, is))| was != is && !named.contains(field))
        .map(|((field, was), (_, is))| format!("{format}: {field}: {was:?} became {is:?}"))
        .collect()
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}

#[test]
fn what_differs_after_a_round_trip_was_named_as_a_loss() {
    let mut sources = Vec::new();
    files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/samples")), &mut sources);
    if let Ok(corpus) = std::env::var("INTERWIRE_CORPUS") {
        FOLDERS.iter().for_each(|folder| files(&Path::new(&corpus).join(folder), &mut sources));
    }
    let (mut counts, mut wrong) = (BTreeMap::<&str, usize>::new(), String::new());
    for path in sources {
        let Ok(found) = read(&std::fs::read(&path).unwrap(), None, &Limits::default()) else { continue };
        // Without a name an item gets one when it is read.
        for one in found.items.iter().filter(|one| one.item.guid.is_some()) {
            for format in FORMATS {
                let written = match write(format, &one.item) {
                    Ok(written) => written,
                    Err(error) if error.code == "required_missing" => continue,
                    Err(error) => panic!("{}: {format}: {error}", path.display()),
                };
                *counts.entry(format).or_default() += 1;
                unnamed(&one.item, &written, format)
                    .iter()
                    .for_each(|line| wrong += &format!("{}: {line}\n", path.display()));
            }
        }
    }
    println!("written and read back: {counts:?}");
    assert!(FORMATS.iter().all(|format| counts.get(format).is_some_and(|count| *count > 3)), "{counts:?}");
    assert!(wrong.is_empty(), "{wrong}");
}

fn words() -> BoxedStrategy<String> {
    prop_oneof![
        Just("Vũ Việt Trang gặp đại sứ".to_owned()),
        Just("Қазақстан мен Әзербайжан".to_owned()),
        Just("İlham Əliyev, Şuşa".to_owned()),
        Just("Подписано \"соглашение\"".to_owned()),
        Just("L’accord & l’après <1>".to_owned()),
        Just("L'intesa è fatta: 5 < 7".to_owned()),
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
        (words(), words()).prop_map(move |(one, two)| with(Markup::Plain, format!("{one}\n\n{two}"))),
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
    let status = prop_oneof![Just("usable"), Just("withheld"), Just("canceled"), Just("gesperrt")];
    let embargo = prop_oneof![
        Just(Embargo::Indefinite),
        Just(Embargo::new("2026-11-23T19:00:00+0700")),
        Just(Embargo::new("soon"))
    ];
    let language = prop_oneof![Just("vi"), Just("kk"), Just("az-Latn"), Just("ar")];
    let texts = (words(), words(), words(), proptest::collection::vec(bodies(), 0..2));
    let state = (proptest::option::of(status), proptest::option::of(embargo), proptest::option::of(language));
    (1_u64..1 << 53, state, texts, words())
        .prop_map(|(version, (status, embargoed, language), (headline, by, caption, bodies), subject)| Item {
            guid: Some("urn:hanoi:1".parse().unwrap()),
            version: Version::of(version),
            kind: Some(ItemType::Text),
            pub_status: status.map(PubStatus::parse),
            languages: language.into_iter().map(str::to_owned).collect(),
            headlines: vec![Line::of(&headline)],
            bylines: vec![Line::of(&by)],
            descriptions: vec![Line::of(&caption)],
            bodies,
            subjects: vec![Concept::of_name(&subject)],
            renditions: vec![Rendition {
                href: Some("https://hanoi.example/a.jpg".to_owned()),
                ..Rendition::default()
            }],
            times: Times {
                version_created: Some(Moment::new("2026-11-23T10:00:00+07:00")),
                embargoed,
                ..Times::default()
            },
            ..Item::default()
        })
        .boxed()
}

/// The item as an event on a day.
fn event(item: &Item) -> Item {
    let details = Extra::json("eventDetails", "{\"dates\":{\"startDate\":\"2026-11-23\"}}".to_owned());
    Item { kind: Some(ItemType::Event), extra: vec![details], ..item.clone() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn any_item_survives_but_for_the_losses_named(item in items()) {
        for format in FORMATS {
            let item = if *format == "icalendar" { event(&item) } else { item.clone() };
            let written = write(format, &item).unwrap();
            let wrong = unnamed(&item, &written, format);
            prop_assert!(wrong.is_empty(), "{:?}\n{}", wrong, String::from_utf8_lossy(&written.bytes));
        }
    }
}

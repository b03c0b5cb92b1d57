//! Reads the JSON of agencies in the corpus, of which the manifest states nothing, and compares it with a listing: one
//! line for each item, with figures and fingerprints instead of other people's texts; of what is no news the code of
//! the refusal. `INTERWIRE_CORPUS` names the folder; `UPDATE_EXPECT=1` writes the listing anew, to be read by eye.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, reason = "a test reads its samples")]

mod manifest;

use expect_test::expect_file;
use interwire_core::ids::Hash;
use interwire_core::item::{Concept, Embargo, Item, Limits, Line, text};
use interwire_formats::{ReadItem, orders, read};
use manifest::corpus;
use std::fmt::Write as _;
use std::path::Path;

/// Folders whose JSON is that of agencies.
const FOLDERS: &[&str] = &[
    "agency-json/",
    "ninjs/ntb__",
    "ninjs/core__",
    "ninjs/field/superdesk-core/",
    "other/anp-news-api/",
    "other/ap-media-api/",
    "other/dpa-digitalwires-json/",
    "video/vmhub/VMH-JSON-",
];

fn print(text: &str) -> String {
    let text = text::collapse(text);
    format!("{}:{}", text.chars().count(), &Hash::of(text.as_bytes()).to_string()[..8])
}

fn lines(lines: &[Line]) -> String {
    let one =
        |line: &Line| format!("{}{}", line.role.as_ref().map_or(String::new(), |r| format!("{r}=")), print(&line.text));
    lines.iter().map(one).collect::<Vec<_>>().join("+")
}

fn kinds(concepts: &[Concept]) -> String {
    let sort = |concept: &Concept| match concept {
        Concept { uri: Some(_), .. } => 'u',
        Concept { qcode: Some(_), .. } => 'q',
        Concept { literal: Some(_), .. } => 'l',
        _ => 'n',
    };
    concepts.iter().map(sort).collect()
}

fn facts(one: &ReadItem) -> String {
    let item: &Item = &one.item;
    let mut out = String::new();
    let mut add = |name: &str, value: String| {
        if !value.is_empty() && value != "0" {
            let _ = write!(out, " {name}={value}");
        }
    };
    add("guid", item.guid.as_ref().map(|guid| print(guid.as_str())).unwrap_or_default());
    add("version", item.version.stated().unwrap_or_default());
    add("kind", item.kind.as_ref().map(ToString::to_string).unwrap_or_default());
    add("status", item.pub_status.as_ref().map(ToString::to_string).unwrap_or_default());
    add("lang", item.languages.join("+"));
    add("head", lines(&item.headlines));
    add("slug", lines(&item.sluglines));
    add("by", lines(&item.bylines));
    add("credit", lines(&item.creditlines));
    add("dateline", lines(&item.datelines));
    add("desc", lines(&item.descriptions));
    add("urgency", item.urgency.map(|urgency| urgency.to_string()).unwrap_or_default());
    let times = &item.times;
    for (name, moment) in [
        ("at", &times.version_created),
        ("first", &times.first_created),
        ("made", &times.content_created),
        ("expires", &times.expires),
    ] {
        add(name, moment.as_ref().map(|moment| moment.as_str().replace(' ', "_")).unwrap_or_default());
    }
    add(
        "embargo",
        match &times.embargoed {
            None => String::new(),
            Some(Embargo::Indefinite) => "indefinite".to_owned(),
            Some(Embargo::Until(moment)) => moment.as_str().to_owned(),
        },
    );
    add(
        "bodies",
        item.bodies
            .iter()
            .map(|body| format!("{}/{}", body.part, body.role.as_deref().unwrap_or("-")))
            .collect::<Vec<_>>()
            .join("+"),
    );
    add("body", text::body_chars(item).map(|chars| chars.to_string()).unwrap_or_default());
    add("sha", text::body_sha(item).map(|sha| sha[..8].to_owned()).unwrap_or_default());
    for (name, concepts) in [
        ("subjects", &item.subjects),
        ("places", &item.places),
        ("people", &item.people),
        ("orgs", &item.organisations),
        ("genres", &item.genres),
        ("located", &item.located),
        ("sources", &item.info_sources),
        ("creators", &item.creators),
        ("contributors", &item.contributors),
    ] {
        add(name, kinds(concepts));
    }
    add("signals", item.signals.iter().filter_map(Concept::code).collect::<Vec<_>>().join("+"));
    add("keywords", item.keywords.len().to_string());
    let form = |rendition: &interwire_core::item::Rendition| {
        let size = |number: Option<u32>| number.map_or("?".to_owned(), |number| number.to_string());
        format!("{}:{}x{}", rendition.name.as_deref().unwrap_or("-"), size(rendition.width), size(rendition.height))
    };
    add("renditions", item.renditions.iter().map(form).collect::<Vec<_>>().join("+"));
    add("links", item.links.len().to_string());
    let secret = item.ed_notes.iter().filter(|note| note.non_public).count();
    add("ednotes", format!("{}-{secret}", item.ed_notes.len()).replace("0-0", ""));
    let right = |rights: &interwire_core::item::Rights| {
        format!("{}n{}t{}", rights.notices.len(), rights.terms.len(), u8::from(rights.holder.is_some()))
    };
    add("rights", item.rights.iter().map(right).collect::<Vec<_>>().join("+"));
    add("orders", orders::status_orders(item).len().to_string());
    add("alt", item.alt_ids.len().to_string());
    add("extra", item.extra.iter().map(|extra| extra.name.as_str()).collect::<Vec<_>>().join(","));
    add("notes", one.notes.iter().map(|note| note.code).collect::<Vec<_>>().join(","));
    out
}

#[test]
fn the_json_of_agencies_reads_as_its_listing_says() {
    let Some((folder, rows)) = corpus() else { return };
    let (mut listing, mut files, mut items) = (String::new(), 0, 0);
    for row in rows {
        let path = row.cell("path");
        if !path.ends_with(".json") || !FOLDERS.iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        let bytes = std::fs::read(folder.join(path)).unwrap();
        match read(&bytes, None, &Limits::default()) {
            Ok(found) if found.format != "agency-json" => {}
            Ok(found) => {
                files += 1;
                items += found.items.len();
                for (at, one) in found.items.iter().enumerate() {
                    let _ = writeln!(listing, "{path} {at}{}", facts(one));
                }
            }
            Err(error) => drop(writeln!(listing, "{path} {}", error.code)),
        }
    }
    println!("agency-json: {items} items of {files} files");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/agency-json.txt");
    expect_file![path].assert_eq(&listing);
}

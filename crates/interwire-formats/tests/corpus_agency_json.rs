//! Reads the JSON of agencies in the corpus, of which the manifest states nothing, and compares it with a listing: one
//! line for each item, with figures and fingerprints instead of other people's texts; of what is no news the code of
//! the refusal. `INTERWIRE_CORPUS` names the folder; `UPDATE_EXPECT=1` writes the listing anew, to be read by eye.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, reason = "a test reads its samples")]

mod listing;
mod manifest;

use expect_test::expect_file;
use interwire_core::item::{Concept, Item, Limits, Line};
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

fn lines(lines: &[Line]) -> String {
    let one = |line: &Line| {
        format!("{}{}", line.role.as_ref().map_or(String::new(), |r| format!("{r}=")), listing::print(&line.text))
    };
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
    let mut line = listing::FactLine::whole();
    line.named(item);
    line.lines(item, lines);
    line.times(item, &["at", "first", "made", "expires"]);
    let form = |body: &interwire_core::item::Body| format!("{}/{}", body.part, body.role.as_deref().unwrap_or("-"));
    line.add("bodies", item.bodies.iter().map(form).collect::<Vec<_>>().join("+"));
    line.story(item);
    let mut add = |name: &str, value: String| line.add(name, value);
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
    line.done()
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

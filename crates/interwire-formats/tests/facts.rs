//! What is read of every file of the corpus, one line for each: facts, and numbers and fingerprints where the text is
//! not ours. The manifest says nothing of most of these. `INTERWIRE_CORPUS` names the folder.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads its samples")]

mod manifest;

use expect_test::expect_file;
use interwire_core::ids::Hash;
use interwire_core::item::{Concept, Embargo, Item, Limits, Line, Moment, text};
use interwire_formats::orders::status_orders;
use interwire_formats::{ReadItem, read};
use manifest::corpus;
use std::fmt::Write as _;
use std::path::Path;

/// Formats with a list of their own under `tests/golden`.
const FORMATS: &[&str] = &["nitf", "newsml-1"];

/// The length of a text and the beginning of its fingerprint.
fn mark(text: &str) -> String {
    format!("{}:{}", text.chars().count(), &Hash::of(text.as_bytes()).to_string()[..8])
}

fn lines(name: &str, lines: &[Line], out: &mut String) {
    if !lines.is_empty() {
        let marks: Vec<String> = lines.iter().map(|line| mark(&line.text)).collect();
        let _ = write!(out, " {name}={}", marks.join(","));
    }
}

fn concepts(name: &str, concepts: &[Concept], out: &mut String) {
    if !concepts.is_empty() {
        let codes: String = concepts.iter().map(|one| format!("{};", one.code().unwrap_or_default())).collect();
        let _ = write!(out, " {name}={}/{}", concepts.len(), &Hash::of(codes.as_bytes()).to_string()[..8]);
    }
}

fn number(name: &str, number: usize, out: &mut String) {
    if number > 0 {
        let _ = write!(out, " {name}={number}");
    }
}

fn times(item: &Item, out: &mut String) {
    let times = &item.times;
    for (name, moment) in [
        ("made", &times.version_created),
        ("first", &times.first_created),
        ("content", &times.content_created),
        ("modified", &times.content_modified),
        ("expires", &times.expires),
    ] {
        if let Some(moment) = moment {
            let _ = write!(out, " {name}={}", moment.as_str());
        }
    }
    match &times.embargoed {
        Some(Embargo::Until(moment)) => {
            let _ = write!(out, " embargo={}", Moment::as_str(moment));
        }
        Some(Embargo::Indefinite) => out.push_str(" embargo=-"),
        None => {}
    }
}

fn line(one: &ReadItem) -> String {
    let item = &one.item;
    let mut out = String::new();
    let words = [
        ("guid", item.guid.as_ref().map(ToString::to_string)),
        ("v", item.version.stated()),
        ("type", item.kind.as_ref().map(ToString::to_string)),
        ("status", item.pub_status.as_ref().map(ToString::to_string)),
        ("lang", (!item.languages.is_empty()).then(|| item.languages.join(","))),
        ("urgency", item.urgency.map(|urgency| urgency.to_string())),
        ("priority", item.priority.map(|priority| priority.to_string())),
    ];
    for (name, word) in words {
        if let Some(word) = word {
            let _ = write!(out, " {name}={word}");
        }
    }
    times(item, &mut out);
    for (name, list) in [
        ("headline", &item.headlines),
        ("slug", &item.sluglines),
        ("by", &item.bylines),
        ("credit", &item.creditlines),
        ("dateline", &item.datelines),
        ("desc", &item.descriptions),
        ("keyword", &item.keywords),
    ] {
        lines(name, list, &mut out);
    }
    for (name, list) in [
        ("subject", &item.subjects),
        ("place", &item.places),
        ("person", &item.people),
        ("org", &item.organisations),
        ("genre", &item.genres),
        ("signal", &item.signals),
        ("located", &item.located),
        ("creator", &item.creators),
        ("contributor", &item.contributors),
        ("source", &item.info_sources),
    ] {
        concepts(name, list, &mut out);
    }
    concepts("provider", item.provider.as_slice(), &mut out);
    for (name, list) in [
        ("file", item.renditions.len()),
        ("link", item.links.len()),
        ("order", status_orders(item).len()),
        ("rights", item.rights.len()),
        ("note", item.ed_notes.len()),
        ("altid", item.alt_ids.len()),
        ("hop", item.hops.len()),
        ("extra", item.extra.len()),
    ] {
        number(name, list, &mut out);
    }
    for body in text::story(item) {
        let _ = write!(out, " body={:?}:{}", body.markup, mark(&text::plain(body)));
    }
    let notes: Vec<&str> = one.notes.iter().map(|note| note.code).collect();
    if !notes.is_empty() {
        let _ = write!(out, " [{}]", notes.join(" "));
    }
    out
}

#[test]
fn every_file_of_the_corpus_is_read_as_its_list_says() {
    let Some((folder, rows)) = corpus() else { return };
    for format in FORMATS {
        let mut out = String::new();
        for row in rows.iter().filter(|row| row.cell("format") == *format && row.cell("is_news") != "no") {
            let path = row.cell("path");
            let found = read(&std::fs::read(folder.join(path)).unwrap(), None, &Limits::default()).unwrap();
            let mut notes: Vec<&str> = found.notes.iter().map(|note| note.code).collect();
            notes.dedup();
            let notes = if notes.is_empty() { String::new() } else { format!(" [{}]", notes.join(" ")) };
            let _ = writeln!(out, "{path}{notes}");
            for one in &found.items {
                let _ = writeln!(out, " {}", line(one));
            }
        }
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{format}.txt"));
        expect_file![golden].assert_eq(&out);
    }
}

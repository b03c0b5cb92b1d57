//! Reads the photographs and sidecars of the corpus, and compares them with a listing: one line for each file, with
//! figures and fingerprints instead of other people's texts. `INTERWIRE_CORPUS` names the folder; `UPDATE_EXPECT=1`
//! writes the listing anew, to be read by eye against what a second reader says.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, reason = "a test reads its samples")]

mod manifest;

use expect_test::expect_file;
use interwire_core::ids::Hash;
use interwire_core::item::{Concept, Embargo, Item, Limits, Line, text};
use interwire_formats::{Read, photo, read};
use manifest::corpus;
use std::fmt::Write as _;

/// What the files are called.
const ENDINGS: &[&str] = &[".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".xmp"];

fn print(text: &str) -> String {
    let text = text::collapse(text);
    format!("{}:{}", text.chars().count(), &Hash::of(text.as_bytes()).to_string()[..8])
}

fn lines(lines: &[Line]) -> String {
    lines.iter().map(|line| print(&line.text)).collect::<Vec<_>>().join("+")
}

fn words(concepts: &[Concept]) -> String {
    let word = |one: &Concept| {
        let parts = one.extra.iter().filter(|extra| extra.name.contains(':')).count();
        let geo = if one.geo.is_some() { "@" } else { "" };
        let word = print(one.names.first().map(|name| name.text.as_str()).or(one.code()).unwrap_or_default());
        if parts > 0 { format!("{word}/{parts}{geo}") } else { format!("{word}{geo}") }
    };
    concepts.iter().map(word).collect::<Vec<_>>().join("+")
}

fn facts(found: &Read) -> String {
    let one = &found.items[0];
    let item: &Item = &one.item;
    let mut out = found.format.to_owned();
    let mut add = |name: &str, value: String| {
        if !value.is_empty() && value != "0" {
            let _ = write!(out, " {name}={value}");
        }
    };
    if let Some(file) = item.renditions.first() {
        let kind = file.content_type.as_deref().unwrap_or_default();
        add("file", format!("{kind}:{}x{}", file.width.unwrap_or_default(), file.height.unwrap_or_default()));
    }
    let made = one.notes.iter().any(|note| note.code == "guid_made");
    add("guid", item.guid.as_ref().filter(|_| !made).map(|guid| print(guid.as_str())).unwrap_or_default());
    add("head", lines(&item.headlines));
    add("title", lines(&item.sluglines));
    add("desc", lines(&item.descriptions));
    add("by", lines(&item.bylines));
    add("credit", lines(&item.creditlines));
    add("source", words(&item.info_sources));
    add("keywords", lines(&item.keywords));
    add("subjects", words(&item.subjects));
    add("genres", words(&item.genres));
    add("located", words(&item.located));
    add("places", words(&item.places));
    add("people", words(&item.people));
    add("orgs", words(&item.organisations));
    add("others", words(&item.contributors));
    add("provider", words(item.provider.as_slice()));
    add("origin", item.digital_source.as_ref().and_then(|one| one.qcode.clone()).unwrap_or_default());
    add("job", item.alt_ids.iter().map(|id| print(&id.value)).collect::<Vec<_>>().join("+"));
    add("urgency", item.urgency.map(|urgency| urgency.to_string()).unwrap_or_default());
    add("lang", item.languages.join("+"));
    add("notes", item.ed_notes.iter().map(|note| print(&note.text)).collect::<Vec<_>>().join("+"));
    for rights in &item.rights {
        let holder = words(rights.holder.as_slice());
        let all = [lines(&rights.notices), lines(&rights.terms), holder, rights.linked.len().to_string()];
        add("rights", format!("{}/{}", all.join("/"), rights.extra.len() + rights.encoded.len()));
    }
    let times = &item.times;
    for (name, moment) in [
        ("made", &times.content_created),
        ("first", &times.first_created),
        ("changed", &times.content_modified),
        ("version", &times.version_created),
        ("expires", &times.expires),
    ] {
        add(name, moment.as_ref().map(|moment| moment.as_str().replace(' ', "_")).unwrap_or_default());
    }
    if let Some(Embargo::Until(moment)) = &times.embargoed {
        add("embargo", moment.as_str().to_owned());
    }
    add("status", item.pub_status.as_ref().map(ToString::to_string).unwrap_or_default());
    add("software", lines(&item.generators));
    add("extra", item.extra.len().to_string());
    let notes = found.notes.iter().chain(&one.notes).map(|note| note.code).filter(|code| *code != "guid_made");
    add("codes", notes.collect::<Vec<_>>().join(","));
    out
}

#[test]
fn every_photograph_and_sidecar_reads_as_the_listing_says() {
    let Some((folder, rows)) = corpus() else { return };
    let (mut listing, mut wrong, mut counts) = (String::new(), String::new(), [0; 2]);
    for row in rows {
        let path = row.cell("path");
        let name = path.to_lowercase();
        if !ENDINGS.iter().any(|ending| name.ends_with(ending)) {
            continue;
        }
        let bytes = std::fs::read(folder.join(path)).unwrap();
        counts[0] += 1;
        match read(&bytes, None, &Limits::default()) {
            Ok(found) => {
                let _ = writeln!(listing, "{path} {}", facts(&found));
                if found.format == "photo" {
                    counts[1] += 1;
                    wrong.extend(changed(path, &bytes, &found.items[0].item));
                }
            }
            Err(error) => drop(writeln!(wrong, "{path}: {error}")),
        }
    }
    println!("photo: {} files read, {} of them photographs", counts[0], counts[1]);
    assert!(counts[1] > 50, "the corpus has fewer photographs than it had");
    assert!(wrong.is_empty(), "{wrong}");
    expect_file!["golden/photo.txt"].assert_eq(&listing);
}

/// What a photograph says is the same after it was written into it again.
fn changed(path: &str, bytes: &[u8], item: &Item) -> Option<String> {
    let written = match photo::embed(bytes, item, &Limits::default()) {
        Ok(written) => written,
        Err(error) => return Some(format!("{path}: {error}\n")),
    };
    let again = match read(&written.bytes, None, &Limits::default()) {
        Ok(mut again) => again.items.remove(0).item,
        Err(error) => return Some(format!("{path}: written and not read: {error}\n")),
    };
    let said = |item: &Item| {
        let guid = item.guid.as_ref().map(ToString::to_string).unwrap_or_default();
        [
            ("guid", guid),
            ("headlines", lines(&item.headlines)),
            ("sluglines", lines(&item.sluglines)),
            ("descriptions", lines(&item.descriptions)),
            ("bylines", lines(&item.bylines)),
            ("creditlines", lines(&item.creditlines)),
            ("keywords", lines(&item.keywords)),
            ("subjects", words(&item.subjects)),
            ("located", words(&item.located)),
            ("places", words(&item.places)),
            ("people", words(&item.people)),
            ("organisations", words(&item.organisations)),
            ("rights", item.rights.iter().map(|rights| lines(&rights.notices)).collect()),
            ("ed_notes", item.ed_notes.iter().map(|note| print(&note.text)).collect()),
        ]
    };
    let differ: Vec<&str> = said(item)
        .iter()
        .zip(said(&again))
        .filter(|(before, after)| *before != after)
        .map(|(before, _)| before.0)
        .collect();
    (!differ.is_empty()).then(|| format!("{path}: changed by writing: {}\n", differ.join(" ")))
}

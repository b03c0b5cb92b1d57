//! Reads the whole corpus in place and compares every item with its manifest row.
//! `INTERWIRE_CORPUS` names the folder; without it the test says that it skips.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads its samples")]

mod manifest;

use interwire_core::item::Limits;
use interwire_formats::{Report, read, reports};
use manifest::{Row, corpus, excused};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Formats that are read by now.
const FORMATS: &[&str] = &["newsml-g2", "ninjs", "nitf", "newsml-1"];

/// Formats of which an empty cell says that the source states nothing there; of others it says nothing.
const WHOLE: &[&str] = &["newsml-g2", "ninjs"];

/// Compares the first item of a file with its row; one line for each difference.
fn differences(row: &Row, count: usize, report: &Report) -> Vec<(&'static str, String, String)> {
    let own = |value: &Option<String>| value.clone().unwrap_or_default();
    // The manifest lists codes and URIs, not signals in words.
    let signals: Vec<&str> = report.signals.iter().map(String::as_str).filter(|s| s.contains(':')).collect();
    let number = |value: usize| value.to_string();
    let mut seen = vec![
        ("n_items", number(count)),
        ("guid", own(&report.guid)),
        ("version", own(&report.version)),
        ("pub_status", own(&report.pub_status)),
        ("headline", own(&report.headline)),
        ("language", own(&report.language)),
        ("version_created", own(&report.version_created)),
        ("embargoed", own(&report.embargoed)),
        ("signals", signals.join(" ")),
        ("body_sha", own(&report.body_sha)),
    ];
    // An empty cell of these says that the part of the file it would count in is missing.
    for (column, value) in [("n_subjects", report.subjects.len()), ("n_remote", report.renditions.len())] {
        if !row.cell(column).is_empty() {
            seen.push((column, number(value)));
        }
    }
    if !row.cell("body_chars").is_empty() {
        seen.push(("body_chars", report.body_chars.map(number).unwrap_or_default()));
    }
    let differs = |(column, value): (&'static str, String)| {
        let wanted = row.cell(column).to_owned();
        // Of what is no news it states little.
        let whole = WHOLE.contains(&row.cell("format")) && row.cell("is_news") == "yes";
        let silent = wanted.is_empty() && !whole;
        (wanted != value && !silent).then_some((column, wanted, value))
    };
    seen.into_iter().filter_map(differs).collect()
}

#[test]
fn every_item_of_the_corpus_is_what_its_manifest_says() {
    let Some((folder, rows)) = corpus() else { return };
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut wrong = String::new();
    for row in rows {
        if row.cell("is_news") == "no" || !FORMATS.contains(&row.cell("format")) {
            continue;
        }
        let path = row.cell("path");
        let bytes = std::fs::read(folder.join(path)).unwrap();
        let count = counts.entry(row.cell("format").to_owned()).or_default();
        count.1 += 1;
        let read = match read(&bytes, None, &Limits::default()) {
            Ok(read) => read,
            Err(error) => {
                let _ = writeln!(wrong, "{path}: {error}");
                continue;
            }
        };
        let all = reports(path, &read);
        let Some(first) = all.first() else {
            if row.cell("n_items") == "0" {
                count.0 += 1;
            } else {
                let _ = writeln!(wrong, "{path}: there is no item in it");
            }
            continue;
        };
        let mut different = differences(&row, all.len(), first);
        if read.format != row.cell("format") {
            different.push(("format", row.cell("format").to_owned(), read.format.to_owned()));
        }
        different.retain(|(column, _, _)| !excused(path, column));
        if different.is_empty() {
            count.0 += 1;
        }
        for (column, wanted, value) in different {
            let _ = writeln!(wrong, "{path}: {column}: manifest {wanted:?}, read {value:?}");
        }
    }
    for (format, (good, all)) in &counts {
        println!("{format}: {good} of {all} files as the manifest says");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

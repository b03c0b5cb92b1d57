//! Reads the files of the corpus for which the manifest states little or nothing, and compares them with a listing:
//! one line for each file, with figures and fingerprints instead of other people's texts. `INTERWIRE_CORPUS` names the
//! folder; `UPDATE_EXPECT=1` writes the listings anew, to be read by eye against the sources.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, reason = "a test reads its samples")]

mod listing;
mod manifest;

use expect_test::expect_file;
use interwire_core::item::{Item, Limits, Line, text};
use interwire_formats::{Read, read, reports};
use manifest::{Row, corpus, excused};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// Formats with a listing.
const FORMATS: &[&str] = &["iptc-7901", "anpa-1312", "html", "rss", "atom", "json-feed", "e-mail", "icalendar"];

/// Files that the manifest does not know as what they are, and what they are.
const MORE: &[(&str, &str)] = &[
    ("iptc-7901/superdesk-belga/dpa.txt", "iptc-7901"),
    ("other/field/newsmlvalidator/rnews-example-simple-xhtml5.html", "html"),
    ("other/field/newsmlvalidator/rnews-example-xhtml5.html", "html"),
    ("ical/planning__events.ics", "icalendar"),
    ("email-rfc822/core__googleform.txt", "e-mail"),
    ("email-rfc822/core__googleform1.txt", "e-mail"),
    ("email/superdesk-belga/email_attachment_belga.txt", "e-mail"),
    ("email/superdesk-core/charset_in_subject_email.txt", "e-mail"),
    ("email/superdesk-core/composite_email.txt", "e-mail"),
    ("email/superdesk-core/odd_charset_email.txt", "e-mail"),
    ("email/superdesk-core/simple_email.txt", "e-mail"),
    ("rss-atom/feed-rs/jsonfeed_example_1.json", "json-feed"),
    ("rss-atom/feed-rs/jsonfeed_spec_1.json", "json-feed"),
    ("rss-atom/feed-rs/rss_2.0_dbengines.xml", "rss"),
    ("rss-atom/feed-rs/rss_2.0_invalid_1.xml", "rss"),
    ("rss-atom/feedparser/illformed_aaa_illformed.xml", "rss"),
    ("rss-atom/feedparser/illformed_chardet_big5.xml", "atom"),
    ("rss-atom/feedparser/illformed_chardet_eucjp.xml", "rss"),
    ("rss-atom/feedparser/illformed_chardet_euckr.xml", "rss"),
    ("rss-atom/feedparser/illformed_chardet_koi8r.xml", "rss"),
    ("rss-atom/feedparser/illformed_chardet_shiftjis.xml", "atom"),
    ("rss-atom/feedparser/illformed_chardet_tis620.xml", "rss"),
    ("rss-atom/feedparser/illformed_chardet_windows1255.xml", "rss"),
    ("rss-atom/feedparser/illformed_rdf_channel_empty_textinput.xml", "rss"),
    ("rss-atom/feedparser/illformed_rss_incomplete_cdata.xml", "rss"),
];

fn lines(lines: &[Line]) -> String {
    lines.iter().map(|line| listing::print(&line.text)).collect::<Vec<_>>().join("+")
}

/// The first item, and how much there is in all of them.
fn facts(found: &Read) -> String {
    let Some(first) = found.items.first() else { return "no items".to_owned() };
    let item = &first.item;
    let mut line = listing::FactLine::brief(format!("items={}", found.items.len()));
    line.named(item);
    line.lines(item, lines);
    line.times(item, &["version", "first", "expires"]);
    line.story(item);
    let mut add = |name: &str, value: String| line.add(name, value);
    let sum = |count: fn(&Item) -> usize| found.items.iter().map(|one| count(&one.item)).sum::<usize>().to_string();
    add("bodies", sum(|item| item.bodies.len()));
    add("subjects", sum(|item| item.subjects.len()));
    add("people", sum(|item| item.creators.len() + item.contributors.len()));
    add("renditions", sum(|item| item.renditions.len()));
    add("links", sum(|item| item.links.len()));
    add("ednotes", sum(|item| item.ed_notes.len()));
    add("signals", sum(|item| item.signals.len()));
    add("rights", sum(|item| item.rights.len()));
    add("extra", sum(|item| item.extra.len()));
    let notes = found.notes.iter().chain(&first.notes).map(|note| note.code).collect::<Vec<_>>();
    add("notes", notes.join(","));
    line.done()
}

/// Figures of the manifest that every listing must bear out.
fn differences(row: &Row, found: &Read) -> Option<String> {
    // The manifest counts only entries called so; this feed calls its entry an item.
    if row.cell("path") == "rss-atom/feedparser/wellformed_namespace_unknown-namespace.xml" {
        return (found.items.len() != 1).then(|| format!("{}: its item is not read\n", row.cell("path")));
    }
    if let Some(first) = reports(row.cell("path"), found).first() {
        let own = |value: &Option<String>| value.clone().unwrap_or_default();
        for (column, value) in [
            ("guid", own(&first.guid)),
            ("version", own(&first.version)),
            ("pub_status", own(&first.pub_status)),
            ("headline", own(&first.headline)),
            ("language", own(&first.language)),
            ("version_created", own(&first.version_created)),
            ("body_sha", own(&first.body_sha)),
            ("body_chars", first.body_chars.map(|chars| chars.to_string()).unwrap_or_default()),
        ] {
            let stated = row.cell(column);
            if !stated.is_empty() && stated != value && !excused(row.cell("path"), column) {
                return Some(format!("{}: {column}: manifest {stated:?}, read {value:?}\n", row.cell("path")));
            }
        }
    }
    let items = row.cell("n_items");
    (!items.is_empty() && items != found.items.len().to_string())
        .then(|| format!("{}: manifest {items} items, read {}\n", row.cell("path"), found.items.len()))
}

#[test]
fn every_file_without_stated_facts_reads_as_its_listing_says() {
    let Some((folder, rows)) = corpus() else { return };
    let mut listings: BTreeMap<&str, String> = FORMATS.iter().map(|format| (*format, String::new())).collect();
    let (mut wrong, mut counts) = (String::new(), BTreeMap::<&str, (usize, usize)>::new());
    for row in rows {
        let path = row.cell("path");
        let more = MORE.iter().find(|(known, _)| *known == path).map(|(_, format)| *format);
        let news = matches!(row.cell("is_news"), "yes" | "ref").then(|| row.cell("format"));
        let Some(format) = more.or(news).and_then(|name| FORMATS.iter().find(|format| **format == name)) else {
            continue;
        };
        let bytes = std::fs::read(folder.join(path)).unwrap();
        let count = counts.entry(format).or_default();
        count.1 += 1;
        let listing = listings.get_mut(format).unwrap();
        match read(&bytes, None, &Limits::default()) {
            Ok(found) if found.format == *format => {
                count.0 += 1;
                let _ = writeln!(listing, "{path} {}", facts(&found));
                wrong.extend(differences(&row, &found));
                if matches!(*format, "iptc-7901" | "anpa-1312") {
                    wrong.extend(words_lost(path, &bytes, &found));
                }
            }
            Ok(found) => drop(writeln!(wrong, "{path}: read as {}", found.format)),
            Err(error) => drop(writeln!(wrong, "{path}: {error}")),
        }
    }
    for (format, (good, all)) in &counts {
        println!("{format}: {good} of {all} files read");
    }
    assert_eq!(counts.len(), FORMATS.len(), "the manifest names other formats");
    assert!(wrong.is_empty(), "{wrong}");
    for (format, listing) in listings {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{format}.txt"));
        expect_file![path].assert_eq(&listing);
    }
}

/// Words between the start and the end of the text that stand nowhere in the item.
fn words_lost(path: &str, bytes: &[u8], found: &Read) -> Option<String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    };
    let inside = text.split_once('\u{2}').and_then(|(_, text)| text.split_once('\u{3}')).map_or("", |(text, _)| text);
    let signs = |text: &str| -> String {
        let plain = text.replace("``", "").replace("''", "");
        plain.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect()
    };
    let item = &found.items.first()?.item;
    let mut have = String::new();
    let line_lists = [&item.headlines, &item.sluglines, &item.bylines, &item.creditlines];
    line_lists.into_iter().flatten().for_each(|line| have += &format!(" {}", line.text));
    item.ed_notes.iter().for_each(|note| have += &format!(" {}", note.text));
    item.bodies.iter().for_each(|body| have += &format!(" {}", text::plain(body)));
    item.extra.iter().for_each(|extra| have += &format!(" {}", extra.value));
    let mut left: BTreeMap<String, i32> = BTreeMap::new();
    signs(&have).split_whitespace().for_each(|word| *left.entry(word.to_owned()).or_default() += 1);
    let mut lost = Vec::new();
    for word in signs(inside).split_whitespace() {
        let count = left.entry(word.to_owned()).or_default();
        *count -= 1;
        if *count < 0 {
            lost.push(word.to_owned());
        }
    }
    (!lost.is_empty()).then(|| format!("{path}: words lost: {}\n", lost.join(" ")))
}

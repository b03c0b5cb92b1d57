//! What `interwire read --json` says of a source: one line of JSON for each item.

use crate::embargoed;
use crate::{Read, ReadError};
use interwire_core::item::{Embargo, Item, Note, PubStatus, text};
use serde::Serialize;

/// One line. What the source does not state is null.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The source, as it was asked for.
    pub path: String,
    /// The name of its format.
    pub format: &'static str,
    /// Which item of the source, from 0.
    pub index: usize,
    /// The guid.
    pub guid: Option<String>,
    /// The version, as stated.
    pub version: Option<String>,
    /// The type of the item.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The status, in lower case and without prefix.
    pub pub_status: Option<String>,
    /// The main headline, white space collapsed.
    pub headline: Option<String>,
    /// The main language.
    pub language: Option<String>,
    /// When the version was made, as stated.
    pub version_created: Option<String>,
    /// When the embargo ends, as stated; empty if it is indefinite.
    pub embargoed: Option<String>,
    /// The signals, as codes.
    pub signals: Vec<String>,
    /// The subjects, as codes, URIs or names.
    pub subjects: Vec<String>,
    /// The renditions, as names, else addresses.
    pub renditions: Vec<String>,
    /// Length of the story in characters, white space collapsed.
    pub body_chars: Option<usize>,
    /// Fingerprint of the story.
    pub body_sha: Option<String>,
    /// Notes on the source and the item.
    pub notes: Vec<ReportNote>,
}

/// A note in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportNote {
    /// A stable word.
    pub code: &'static str,
    /// A sentence.
    pub message: String,
}

/// The line of a source that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The source, as it was asked for.
    pub path: String,
    /// Why.
    pub error: ReportNote,
}

impl Fault {
    /// The line for an error of reading.
    #[must_use]
    pub fn new(path: &str, error: &ReadError) -> Self {
        Self { path: path.to_owned(), error: ReportNote { code: error.code, message: error.message.clone() } }
    }
    /// One line of JSON, without its line end.
    #[must_use]
    pub fn to_json_line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Report {
    /// The report on one item. `source_notes` are those on the source as a whole.
    #[must_use]
    pub fn new(path: &str, format: &'static str, index: usize, item: &Item, notes: &[&Note]) -> Self {
        let headline = item.headline().map(text::collapse);
        let has = |code: &str| notes.iter().any(|note| note.code == code);
        Self {
            path: path.to_owned(),
            format,
            index,
            guid: item.guid.as_ref().map(ToString::to_string),
            version: item.version.stated(),
            kind: item.kind.as_ref().map(ToString::to_string),
            pub_status: embargoed::stated(item).map(status),
            headline,
            language: item.language().filter(|_| !has("language_of_texts")).map(str::to_owned),
            version_created: item.times.version_created.as_ref().map(|m| m.as_str().to_owned()),
            embargoed: item.times.embargoed.as_ref().map(|embargo| match embargo {
                Embargo::Until(moment) => moment.as_str().to_owned(),
                Embargo::Indefinite => String::new(),
            }),
            signals: codes(&item.signals),
            subjects: codes(&item.subjects),
            renditions: item
                .renditions
                .iter()
                .map(|r| r.name.as_deref().or(r.href.as_deref()).unwrap_or_default().to_owned())
                .collect(),
            body_chars: text::body_chars(item),
            body_sha: text::body_sha(item),
            notes: notes.iter().map(|n| ReportNote { code: n.code, message: n.message.clone() }).collect(),
        }
    }
    /// One line of JSON, without its line end.
    #[must_use]
    pub fn to_json_line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The reports on all items of a source.
#[must_use]
pub fn reports(path: &str, read: &Read) -> Vec<Report> {
    let line = |(index, one): (usize, &crate::ReadItem)| {
        let notes: Vec<&Note> = read.notes.iter().chain(&one.notes).collect();
        Report::new(path, read.format, index, &one.item, &notes)
    };
    read.items.iter().enumerate().map(line).collect()
}

fn codes(concepts: &[interwire_core::item::Concept]) -> Vec<String> {
    concepts.iter().map(|concept| concept.code().unwrap_or_default().to_owned()).collect()
}

/// A code of a scheme nobody knows keeps its prefix where it would otherwise look like a status of the IPTC.
fn status(word: &str) -> String {
    let status = PubStatus::parse(word);
    let bare = word.rsplit(':').next().unwrap_or(word).to_lowercase();
    match PubStatus::parse(&bare) {
        PubStatus::Other(_) => bare,
        known if known == status => bare,
        _ => word.to_lowercase(),
    }
}

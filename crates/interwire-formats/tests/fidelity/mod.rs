//! How faithful a format is, told by trying: items written, read back, and compared fact by fact. Formats are taken
//! from the table, so that a new one is measured, or missed by name, without an edit here.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "shared by tests that read samples and must not go on without them"
)]

pub mod excuses;
pub mod facts;
pub mod rich;
pub mod structure;

use facts::{Facts, Thing, facts, things};
use interwire_core::item::{Item, Limits, Loss};
use interwire_formats::{FORMATS, Format, read, write};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The formats that are written.
pub fn written() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|format| format.is_written())
}

/// The formats that are read, each with the items of its samples and the name of the file that each is from.
pub fn samples() -> Vec<(&'static Format, Vec<(String, Item)>)> {
    let readable = FORMATS.iter().filter(|format| format.is_read());
    // The network's own document is tried with the items of all others.
    let foreign = readable.filter(|format| format.name != "interwire");
    foreign.map(|format| (format, samples_of(format))).collect()
}

fn samples_of(format: &Format) -> Vec<(String, Item)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(format.name);
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        let name = path.to_string_lossy();
        !name.ends_with(".report.jsonl") && !name.ends_with(".document.json")
    });
    paths.sort();
    let mut items = Vec::new();
    for path in paths {
        let bytes = std::fs::read(&path).unwrap();
        let found = read(&bytes, Some(format.name), &Limits::default()).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        items.extend(found.items.into_iter().map(|one| (name.clone(), one.item)));
    }
    assert!(!items.is_empty(), "{} is read and has no sample in {}", format.name, folder.display());
    items
}

/// What became of an item in a format.
pub struct Trip {
    pub bytes: Vec<u8>,
    pub losses: Vec<Loss>,
    pub before: Facts,
    pub after: Facts,
    /// Whom and what the item named, and names now.
    named: [Vec<Thing>; 2],
}

/// Writes an item in the charset that has every script, and reads it back. `None` if the format requires what the
/// item does not say.
pub fn trip(item: &Item, format: &Format) -> Option<Trip> {
    let name = format!("{}; charset=utf-8", format.name);
    let written = match write(&name, item) {
        Ok(written) => written,
        Err(error) if matches!(error.code, "required_missing" | "guid_missing") => return None,
        Err(error) => panic!("{}: {error}", format.name),
    };
    let shown = || String::from_utf8_lossy(&written.bytes).into_owned();
    let back = read(&written.bytes, Some(&name), &Limits::default())
        .unwrap_or_else(|error| panic!("{}: {error}\n{}", format.name, shown()));
    assert!(format.name.starts_with(back.format), "{} is read as {}\n{}", format.name, back.format, shown());
    assert_eq!(back.items.len(), 1, "{} is read as several items\n{}", format.name, shown());
    let now = &back.items[0].item;
    let named = [things(item), things(now)];
    Some(Trip { before: facts(item), after: facts(now), named, losses: written.losses, bytes: written.bytes })
}

/// How much of what was said in a field is still said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    Lost,
    Part,
    Whole,
}

/// Lists that formats tell apart differently: who is in one for one of them is in another for the next.
const ABOUT: &[&str] = &["subjects", "places", "people", "organisations"];

impl Trip {
    /// What is still said in a field.
    fn still(&self, field: &str) -> BTreeSet<String> {
        let (base, rest) = field.split_once('.').map_or((field, ""), |(base, rest)| (base, rest));
        let lists = if ABOUT.contains(&base) { ABOUT } else { std::slice::from_ref(&base) };
        let details = lists.iter().filter(|_| !rest.is_empty()).map(|list| format!("{list}.{rest}"));
        let names = details.chain([field.to_owned()]);
        let mut still: BTreeSet<String> =
            names.filter_map(|name| self.after.get(name.as_str())).flatten().cloned().collect();
        if rest.is_empty() {
            self.settle_words(lists, &mut still);
        }
        still
    }
    /// The word for somebody is still said if as many have it as before, be it the first or a further one, and in
    /// whichever of the lists that formats tell apart differently. Who was named twice may be named once.
    fn settle_words(&self, lists: &[&str], still: &mut BTreeSet<String>) {
        let [before, after] = self.named.each_ref().map(|all| all.iter().filter(|(list, _)| lists.contains(list)));
        let before: BTreeSet<&Vec<String>> = before.map(|(_, words)| words).collect();
        let after: Vec<&Vec<String>> = after.map(|(_, words)| words).collect();
        for word in after.iter().copied().flatten() {
            let those_before = before.iter().filter(|words| words.contains(word)).count();
            let those_after = after.iter().filter(|words| words.contains(word)).count();
            if those_after >= those_before {
                still.insert(word.clone());
            } else {
                still.remove(word);
            }
        }
    }
    /// The fields in which the item said something, and how much of it is still there.
    pub fn kept(&self) -> BTreeMap<&'static str, Kept> {
        let kept = |(field, said): (&&'static str, &BTreeSet<String>)| {
            let after = self.still(field);
            let still = said.iter().filter(|fact| after.contains(*fact)).count();
            // Words that stand in others, as a name behind "By", are not lost.
            let within = |fact: &String| fact.chars().count() > 3 && after.iter().any(|other| other.contains(fact));
            let kept = if still == said.len() {
                Kept::Whole
            } else if still == 0 && !said.iter().any(within) {
                Kept::Lost
            } else {
                Kept::Part
            };
            (*field, kept)
        };
        self.before.iter().map(kept).collect()
    }
    /// The facts of a field that are not there any more.
    pub fn gone(&self, field: &str) -> Vec<String> {
        let after = self.still(field);
        self.before.get(field).into_iter().flatten().filter(|fact| !after.contains(*fact)).cloned().collect()
    }
    /// The losses that name a field: itself, a part of it, or the item as a whole.
    pub fn losses_of(&self, field: &str) -> impl Iterator<Item = &Loss> {
        let whole = match field.split('.').next().unwrap_or(field) {
            "headline" => "headlines",
            "language" => "languages",
            other => other,
        };
        // Some writers name a time as their format spells it.
        let bare = |name: &str| name.replace('_', "").to_lowercase();
        self.losses.iter().filter(move |loss| {
            let said = loss.field.strip_prefix("times/").unwrap_or(&loss.field);
            let said = said.split(['/', '.']).next().unwrap_or(said);
            let of_extra = whole == "extra" && matches!(loss.code, "not_understood" | "not_in_schema");
            bare(said) == bare(whole) || said == "item" || of_extra
        })
    }
    /// Whether the losses name a field.
    pub fn is_named(&self, field: &str) -> bool {
        self.losses_of(field).next().is_some()
    }
}

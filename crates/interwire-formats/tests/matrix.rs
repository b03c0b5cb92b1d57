//! Every format to every format that is written and back: what each pair keeps, in part or not at all, as text to be
//! read (`golden/matrix.txt`), and what no pair may lose.
//!
//! A new format needs no line here, if it has samples and carries what is vital; else the gate says what it loses.

mod fidelity;

use expect_test::expect_file;
use fidelity::excuses::{CANNOT, can};
use fidelity::facts::VITAL;
use fidelity::structure::STRUCTURE;
use fidelity::{Kept, Trip, rich, samples, trip, written};
use interwire_core::item::Item;
use interwire_formats::Format;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// A format, and what became of an item in it.
type Tried = (&'static Format, Option<Trip>);

/// Items from one place: what is read in a format, or items that say everything.
struct Origin {
    name: String,
    /// What became of each item in each format that is written, if the format takes it.
    trips: Vec<(String, Item, Vec<Tried>)>,
}

/// Every trip, made once.
fn origins() -> &'static [Origin] {
    static ORIGINS: OnceLock<Vec<Origin>> = OnceLock::new();
    let trips = |(name, item): (String, Item)| {
        let trips = written().map(|format| (format, trip(&item, format))).collect();
        (name, item, trips)
    };
    let origin =
        |(name, items): (String, Vec<(String, Item)>)| Origin { name, trips: items.into_iter().map(trips).collect() };
    ORIGINS.get_or_init(|| {
        let read = samples().into_iter().map(|(format, items)| (format.name.to_owned(), items));
        read.chain([("everything".to_owned(), rich::all())]).map(origin).collect()
    })
}

/// Every trip with where its item is from.
fn trips() -> impl Iterator<Item = (String, &'static Item, &'static Format, &'static Trip)> {
    origins().iter().flat_map(|origin| {
        origin.trips.iter().flat_map(move |(name, item, trips)| {
            let from = format!("{} ({name})", origin.name);
            let made = trips.iter().filter_map(|(format, trip)| Some((*format, trip.as_ref()?)));
            made.map(move |(format, trip)| (from.clone(), item, format, trip))
        })
    })
}

fn cut(facts: impl std::fmt::Debug) -> String {
    format!("{facts:?}").chars().take(300).collect()
}

#[test]
fn no_pair_loses_what_the_target_can_carry() {
    let mut wrong = BTreeSet::new();
    for (from, item, format, trip) in trips() {
        for field in VITAL.iter().filter(|field| can(format, field, item)) {
            let (gone, now) = (trip.gone(field), trip.after.get(field));
            if !gone.is_empty() {
                wrong.insert(format!("{from} to {}: {field}: {} became {}", format.name, cut(gone), cut(now)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} are lost\n{}", wrong.len(), wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

/// Formats that have lines and nothing else: what they keep of the structure of a story.
const LINES: &[&str] = &["iptc-7901", "anpa-1312", "plain-text", "icalendar"];
const OF_LINES: &[&str] = &["bodies.columns", "bodies.tables"];

#[test]
fn no_pair_loses_structure_that_the_target_can_carry() {
    let mut wrong = BTreeSet::new();
    // Of markup that is broken nobody can say what its structure is.
    let whole = trips().filter(|(from, ..)| !from.contains("broken"));
    for (from, _, format, trip) in whole.filter(|(_, item, format, _)| can(format, "bodies", item)) {
        let has_markup = !LINES.contains(&format.name);
        for field in STRUCTURE.iter().filter(|field| has_markup || OF_LINES.contains(field)) {
            let (gone, now) = (trip.gone(field), trip.after.get(field));
            if !gone.is_empty() {
                wrong.insert(format!("{from} to {}: {field}: {} became {}", format.name, cut(gone), cut(now)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} are lost\n{}", wrong.len(), wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_excuse_is_needed() {
    for (name, field, of, why) in CANNOT {
        let lost =
            |item, format: &Format, trip: &Trip| format.name == *name && of(item) && !trip.gone(field).is_empty();
        let needed = trips().any(|(_, item, format, trip)| lost(item, format, trip));
        assert!(needed && !why.is_empty(), "{name} loses {field} of no item");
    }
}

#[test]
fn what_a_pair_does_not_keep_is_named_by_its_losses() {
    let mut silent = BTreeMap::<(&str, &str), String>::new();
    for (from, _, format, trip) in trips() {
        let lost = trip.kept().into_iter().filter(|(_, kept)| *kept != Kept::Whole);
        for (field, _) in lost.filter(|(field, _)| !field.ends_with(".details") && !trip.is_named(field)) {
            let (gone, now) = (trip.gone(field), trip.after.get(field));
            silent.entry((format.name, field)).or_insert_with(|| format!("{from}: {} of {}", cut(gone), cut(now)));
        }
    }
    let silent: Vec<String> =
        silent.iter().map(|((format, field), text)| format!("{format}: {field}: {text}")).collect();
    assert!(silent.is_empty(), "{} are not named\n{}", silent.len(), silent.join("\n"));
}

/// Of each field in which some item says something, the least that any keeps and the most.
fn line(origin: &Origin, at: usize, format: &Format) -> String {
    let mut fields = BTreeMap::<&str, (Kept, Kept)>::new();
    let made: Vec<&Trip> = origin.trips.iter().filter_map(|(.., trips)| trips.get(at)?.1.as_ref()).collect();
    for (field, kept) in made.iter().flat_map(|trip| trip.kept()) {
        let range = fields.entry(field).or_insert((kept, kept));
        *range = (range.0.min(kept), range.1.max(kept));
    }
    let (sent, refused) = (made.len(), origin.trips.len() - made.len());
    let of = |wanted: fn(&(Kept, Kept)) -> bool| {
        let found: Vec<&str> = fields.iter().filter(|(_, kept)| wanted(kept)).map(|(field, _)| *field).collect();
        found.join(" ")
    };
    let lost = of(|(_, most)| *most == Kept::Lost);
    let part = of(|(least, most)| *most != Kept::Lost && *least != Kept::Whole);
    let refused = if refused > 0 { format!(", {refused} not written") } else { String::new() };
    let mut text = format!("  to {} ({sent}{refused})\n", format.name);
    for (word, fields) in [("lost", lost), ("in part", part)] {
        if !fields.is_empty() {
            text += &format!("    {word}: {fields}\n");
        }
    }
    text
}

#[test]
fn the_matrix_is_as_written_down() {
    let mut text = "What each format keeps of items from each other, after writing and reading back. Fields not named \
        are kept whole;\nin brackets the number of items. tests/matrix.rs writes this with UPDATE_EXPECT=1.\n"
        .to_owned();
    for origin in origins() {
        text += &format!("\n{}\n", origin.name);
        for (at, format) in written().enumerate() {
            text += &line(origin, at, format);
        }
    }
    expect_file!["golden/matrix.txt"].assert_eq(&text);
}

//! What a wire has no place for, as lines of its note to editors: `Item: urn:x`. So our own messages keep their names,
//! versions and statuses over a wire, and people can read them.

use super::{clean, other};
use crate::losses::{Carries, Losses};
use crate::may_be_used::{self, INDEFINITE};
use crate::percent::{percent, unpercent};
use crate::stated_times::{stated, take};
use interwire_core::item::{Embargo, Item, Line, PubStatus, Version, text::collapse};

/// The facts of an item that travel in the note.
pub(crate) struct Facts;

impl Facts {
    /// Takes a line of a note, if it is one of ours.
    pub fn take(item: &mut Item, line: &str) -> bool {
        let Some((key, value)) = line.trim().split_once(": ") else { return false };
        let value = value.trim();
        match key {
            "Item" | "Item escaped" => {
                let name = if key == "Item" { Some(value.to_owned()) } else { unpercent(value) };
                match name.and_then(|name| name.parse().ok()) {
                    Some(guid) => item.guid = Some(guid),
                    None => return false,
                }
            }
            "Version" => item.version = Version::parse(value),
            "Status" => item.pub_status = Some(PubStatus::parse(value)),
            "Language" => item.languages.push(value.to_owned()),
            key if take(&mut item.times, &key.replace(' ', "-"), value) => {}
            "Embargo until" => {
                item.times.embargoed = Some(Embargo::new(value.trim_start_matches("released by its source")))
            }
            "Credit" => item.creditlines.push(Line::of(value)),
            "Order" | "Order escaped" => match other::read(value, key != "Order") {
                Some(link) => item.links.push(link),
                None => return false,
            },
            _ => return false,
        }
        true
    }
}

/// The lines for an item, and the losses of what no wire can carry.
pub(crate) fn facts_lines(item: &Item, format: &str, losses: &mut Losses) -> Vec<String> {
    let mut lines = Vec::new();
    let mut add = |key: &str, value: &str| {
        let value = collapse(&clean(value).0);
        if !value.is_empty() {
            lines.push(format!("{key}: {value}"));
        }
    };
    match item.guid.as_ref().map_or("", |guid| guid.as_str()) {
        guid if changes(guid) => add("Item escaped", &percent(guid)),
        guid => add("Item", guid),
    }
    add("Version", &item.version.stated().unwrap_or_default());
    add("Status", may_be_used::status(item).unwrap_or_default());
    item.languages.iter().take(1).for_each(|language| add("Language", language));
    for (name, at) in stated(&item.times) {
        let (first, rest) = name.split_at(1);
        add(&format!("{}{}", first.to_uppercase(), rest.replace('-', " ")), at);
    }
    match may_be_used::embargo(item) {
        Some(INDEFINITE) => add("Embargo until", "released by its source"),
        until => add("Embargo until", until.unwrap_or_default()),
    }
    item.creditlines.iter().for_each(|line| add("Credit", &line.text));
    item.links.iter().filter_map(other::written).for_each(|(key, value)| add(key, &value));
    lost(item, format, losses);
    lines
}

/// Whether a wire would change a name: it collapses white space, says no charset, and ANPA 1312 has other signs for some.
pub(super) fn changes(guid: &str) -> bool {
    collapse(guid) != guid || !guid.is_ascii() || guid.contains(['<', '^'])
}

fn lost(item: &Item, format: &str, losses: &mut Losses) {
    // The links come last: they arrive if all of them are orders that can be said.
    const TIMES: &[&str] =
        &["bodies", "urgency", "first_created", "content_created", "content_modified", "expires", "links"];
    const TEXT: &[&str] = &["bodies", "first_created", "content_created", "content_modified", "expires", "links"];
    let carries = match format {
        "iptc-7901" => Carries { whole: TIMES, words: &["sluglines", "bylines", "creditlines", "ed_notes"] },
        "anpa-1312" => {
            Carries { whole: TIMES, words: &["headlines", "sluglines", "bylines", "creditlines", "ed_notes"] }
        }
        _ => Carries { whole: TEXT, words: &["bylines", "creditlines", "ed_notes"] },
    };
    let without_links = carries.whole.split_last().map_or(carries.whole, |(_, rest)| rest);
    let carries = if other::arrive(&item.links) { carries } else { Carries { whole: without_links, ..carries } };
    if other::are_lost(&item.links) {
        losses.add("order_lost", "links", "an order about another item cannot be said in a line");
    }
    losses.beside(carries, item, "wire_lacks", "a wire carries text only");
    // The envelope of the message is made anew from these.
    let envelope = |name: &str| {
        name.strip_prefix(format).is_some_and(|rest| matches!(rest, "/header" | "/copy" | "/wire" | "/stamp"))
    };
    losses.kept(item.extra.iter().filter(|extra| !envelope(&extra.name)));
}

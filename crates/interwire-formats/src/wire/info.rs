//! What a wire has no place for, as lines of its note to editors: `Item: urn:x`. So our own messages keep their names,
//! versions and statuses over a wire, and people can read them.

use crate::losses::{Carries, Losses};
use crate::stated_times::{stated, take};
use interwire_core::item::{Embargo, Item, Line, PubStatus, Version};

/// The facts of an item that travel in the note.
pub(crate) struct Facts;

impl Facts {
    /// Takes a line of a note, if it is one of ours.
    pub fn take(item: &mut Item, line: &str) -> bool {
        let Some((key, value)) = line.trim().split_once(": ") else { return false };
        let value = value.trim();
        match key {
            "Item" => match value.parse() {
                Ok(guid) => item.guid = Some(guid),
                Err(_) => return false,
            },
            "Version" => item.version = Version::parse(value),
            "Status" => item.pub_status = Some(PubStatus::parse(value)),
            "Language" => item.languages.push(value.to_owned()),
            key if take(&mut item.times, &key.replace(' ', "-"), value) => {}
            "Embargo until" => {
                item.times.embargoed = Some(Embargo::new(value.trim_start_matches("released by its source")))
            }
            "Credit" => item.creditlines.push(Line::of(value)),
            _ => return false,
        }
        true
    }
}

/// The lines for an item, and the losses of what no wire can carry.
pub(crate) fn facts_lines(item: &Item, format: &str, losses: &mut Losses) -> Vec<String> {
    let mut lines = Vec::new();
    let mut add = |key: &str, value: &str| {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            lines.push(format!("{key}: {value}"));
        }
    };
    add("Item", item.guid.as_ref().map_or("", |guid| guid.as_str()));
    add("Version", &item.version.stated().unwrap_or_default());
    if let Some(status) = &item.pub_status {
        add("Status", status.as_str());
    }
    item.languages.iter().take(1).for_each(|language| add("Language", language));
    for (name, at) in stated(&item.times) {
        let (first, rest) = name.split_at(1);
        add(&format!("{}{}", first.to_uppercase(), rest.replace('-', " ")), at);
    }
    match &item.times.embargoed {
        Some(Embargo::Until(moment)) => add("Embargo until", moment.as_str()),
        Some(Embargo::Indefinite) => add("Embargo until", "released by its source"),
        None => {}
    }
    item.creditlines.iter().for_each(|line| add("Credit", &line.text));
    lost(item, format, losses);
    lines
}

fn lost(item: &Item, format: &str, losses: &mut Losses) {
    const TIMES: &[&str] = &["bodies", "urgency", "first_created", "content_created", "content_modified", "expires"];
    const TEXT: &[&str] = &["bodies", "first_created", "content_created", "content_modified", "expires"];
    let carries = match format {
        "iptc-7901" => Carries { whole: TIMES, words: &["sluglines", "bylines", "creditlines", "ed_notes"] },
        "anpa-1312" => {
            Carries { whole: TIMES, words: &["headlines", "sluglines", "bylines", "creditlines", "ed_notes"] }
        }
        _ => Carries { whole: TEXT, words: &["bylines", "creditlines", "ed_notes"] },
    };
    losses.beside(carries, item, "wire_lacks", "a wire carries text only");
    // The envelope of the message is made anew from these.
    let envelope = |name: &str| {
        name.strip_prefix(format).is_some_and(|rest| matches!(rest, "/header" | "/copy" | "/wire" | "/stamp"))
    };
    losses.kept(item.extra.iter().filter(|extra| !envelope(&extra.name)));
}

//! Orders that an item gives about another one, or about earlier versions of itself: NITF (`management-idref-status`)
//! and NewsML 1 (`RevisionStatus`) can cancel something while the item that says so is usable. Such an order is a link
//! of the item with the relation [`REL`]; whether it is obeyed is decided by people and agreements.
//!
//! Also what words of a status mean, and the orders that an item gives about itself beside its status.

use crate::wire::Orders;
use interwire_core::item::text::{plain, story};
use interwire_core::item::{Concept, Extra, Item, Line, Link, Note, PubStatus};

/// The relation of a link that is an order.
pub const REL: &str = "status-change";
const STATUS: &str = "status";

/// A status given to something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusOrder {
    /// The guid it is about.
    pub guid: String,
    /// The version, as written; all that went before where none is named.
    pub version: Option<String>,
    /// The status it has from now on.
    pub status: PubStatus,
}

/// The orders an item gives.
#[must_use]
pub fn status_orders(item: &Item) -> Vec<StatusOrder> {
    item.links.iter().filter_map(of_link).collect()
}

/// The order that a link is.
pub(crate) fn of_link(link: &Link) -> Option<StatusOrder> {
    let status = status_of(link)?;
    Some(StatusOrder { guid: link.guid.clone()?, version: link.version.clone(), status })
}

/// The status that a link gives to something else, if it is an order.
pub(crate) fn status_of(link: &Link) -> Option<PubStatus> {
    Extra::find(&link.extra, STATUS).filter(|_| link.rel.as_deref() == Some(REL)).map(status)
}

/// The link for an order about what has no name but the number of a message.
pub(crate) fn numbered(number: &str, status: &str) -> Link {
    let extra = vec![Extra::text(STATUS, status)];
    Link { rel: Some(REL.to_owned()), name: Some(number.to_owned()), extra, ..Link::default() }
}

/// The link for an order; the status as written.
pub(crate) fn link(guid: &str, version: Option<&str>, status: &str) -> Link {
    Link {
        rel: Some(REL.to_owned()),
        guid: Some(guid.to_owned()),
        version: version.map(str::to_owned),
        extra: vec![Extra::text(STATUS, status)],
        ..Link::default()
    }
}

/// What is noted of an item that gives one.
pub(crate) fn note(order: &StatusOrder) -> Note {
    let about = match &order.version {
        Some(version) => format!("version {version} of {}", order.guid),
        None => order.guid.clone(),
    };
    Note::new("order_about_another", format!("it orders that {about} is {} from now on", order.status))
}

/// A status as houses spell it: what was killed is canceled, what is held is withheld. Nothing stands for usable but
/// the word itself.
pub(crate) fn status(word: &str) -> PubStatus {
    let word = word.trim();
    match word.to_lowercase().as_str() {
        "cancelled" | "killed" | "kill" | "recalled" | "retracted" | "withdrawn" | "annulled" | "deleted" => {
            PubStatus::Canceled
        }
        "held" | "hold" | "on hold" | "on-hold" => PubStatus::Withheld,
        _ => PubStatus::parse(word),
    }
}

/// What a word for a turn of a story means, as a status it gives or as a signal it is.
pub(crate) fn turn(word: &str) -> (Option<PubStatus>, Option<&'static str>) {
    let small: String = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let has = |parts: &[&str]| parts.iter().any(|part| small.contains(part));
    let kills = small.starts_with("kill") || small.ends_with("kill") && !small.ends_with("skill");
    // An eclipse is annular.
    let annuls = small.starts_with("annul") && !small.starts_with("annular") || small.starts_with("anula");
    if has(&["release", "lift"]) {
        (None, None)
    } else if kills || annuls || has(&["eliminat", "retract", "withdraw", "cancel", "recall", "unpublish", "delet"]) {
        (Some(PubStatus::Canceled), None)
    } else if small.starts_with("hold") || small.starts_with("withh") {
        (Some(PubStatus::Withheld), None)
    } else if has(&["correct", "clarif", "korr", "berichtig", "rectif"]) {
        (None, Some("sig:correction"))
    } else if has(&["lead", "writethru", "update", "recast", "refile"])
        || matches!(small.as_str(), "ld" | "add" | "sub")
    {
        (None, Some("sig:update"))
    } else {
        (None, None)
    }
}

/// The word of a code, without what names its vocabulary.
pub(crate) fn bare(code: &str) -> &str {
    code.rsplit([':', '/', '#']).next().unwrap_or(code)
}

/// Heeds what an item orders about itself in its signals and in the words of its head. That counts for more than a
/// status that says it is usable: the one is written by a person about this story, the other by a system about all.
pub(crate) fn heed(item: &mut Item, notes: &mut Vec<Note>) {
    // What is said of others is not said of the item itself.
    let own = item.signals.iter().filter(|_| status_orders(item).is_empty());
    let ordered = own.filter_map(Concept::code).filter_map(of_signal).max();
    heed_all(item, ordered, notes);
}

/// As [`heed`], where what the signals order is known.
pub(crate) fn heed_all(item: &mut Item, ordered: Option<PubStatus>, notes: &mut Vec<Note>) {
    let before = item.pub_status.take_if(|status| status.is_usable());
    in_words(item);
    if ordered > item.pub_status || ordered == Some(PubStatus::Canceled) {
        item.pub_status = ordered;
    }
    match (&item.pub_status, before) {
        (None, before) => item.pub_status = before,
        (Some(_), Some(_)) => notes
            .push(Note::new("order_over_status", "it says usable and gives an order that it is not; the order counts")),
        _ => {}
    }
}

/// What the code of a signal orders. A part of a word is not enough: the vocabularies are those of all houses, and what
/// is cancelled may be a match.
fn of_signal(code: &str) -> Option<PubStatus> {
    const WORDS: &[&str] = &["kill", "killed", "mandatorykill", "withhold", "withheld", "hold", "recall", "recalled"];
    let word = bare(code).to_lowercase();
    WORDS.contains(&word.as_str()).then(|| turn(&word).0).flatten()
}

/// KILL KILL KILL, HOLD and embargoes in headlines, slugs and notes.
fn in_words(item: &mut Item) {
    const NOTE_LINES: usize = 3;
    let mut orders = Orders::default();
    let lines: [&[Line]; 2] = [&item.headlines, &item.sluglines];
    lines.into_iter().flatten().for_each(|line| orders.headline(&line.text));
    for note in &item.ed_notes {
        note.text.lines().filter(|line| !line.trim().is_empty()).take(NOTE_LINES).for_each(|line| orders.note(line));
    }
    if orders.are_none() {
        return;
    }
    let notes: Vec<&str> = item.ed_notes.iter().map(|note| note.text.as_str()).collect();
    let story: Vec<String> = story(item).into_iter().map(plain).collect();
    let all = format!("{}\n{}", notes.join("\n"), story.join("\n"));
    orders.settle(item, "", &all);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_for_a_turn_is_a_status_or_a_signal_or_neither() {
        for word in ["annulled", "Annulation", "anulado", "Deleted", "delete", "Canceled", "Killed"] {
            assert_eq!(turn(word).0, Some(PubStatus::Canceled), "{word}");
        }
        for word in ["Rectificatif", "rectification", "Correction"] {
            assert_eq!(turn(word), (None, Some("sig:correction")), "{word}");
        }
        for word in ["annual", "annular eclipse", "granular", "skill", "released"] {
            assert_eq!(turn(word), (None, None), "{word}");
        }
    }
}

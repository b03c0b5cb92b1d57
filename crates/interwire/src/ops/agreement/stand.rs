//! The state of an agreement in words.

use crate::ops::clock::moment;
use interwire_core::agreement::life::{Due, Ending, State};
use interwire_core::ids::PartyId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A state: a word for programs, a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// draft, offered, signed, in-force, suspended, lapsed, ended, superseded, declined or withdrawn.
    pub state: String,
    /// The sentence.
    pub words: String,
}

/// A state in words.
#[must_use]
pub fn standing(state: &State) -> Standing {
    let (word, words) = match state {
        State::Draft => ("draft", "nothing has been offered yet".to_owned()),
        State::Offered { by, .. } => ("offered", format!("offered by {by}, not signed by anybody")),
        State::Signed { by, missing, from: None, .. } => {
            ("signed", format!("signed by {}, waiting for {}", names(by), names(missing)))
        }
        State::Signed { from: Some(from), .. } => ("signed", format!("signed by all, in force from {}", moment(*from))),
        State::InForce { since, until, renews, .. } => ("in-force", in_force(&moment(*since), *until, *renews)),
        State::Suspended { by, .. } => ("suspended", format!("suspended by {}: deliveries pause", names(by))),
        State::Lapsed { at, .. } => ("lapsed", format!("its time was over on {}", moment(*at))),
        State::Ended { at, ending, .. } => {
            let cause = match ending {
                Ending::Notice => "by notice",
                Ending::Consent => "by consent of all",
            };
            ("ended", format!("ended on {} {cause}", moment(*at)))
        }
        State::Superseded { by, at } => ("superseded", format!("replaced by {by} on {}", moment(*at))),
        State::Declined { by, .. } => ("declined", format!("declined by {}", names(by))),
        State::Withdrawn { .. } => ("withdrawn", "the offer was taken back".to_owned()),
    };
    Standing { state: word.to_owned(), words }
}

fn in_force(since: &str, until: Option<interwire_core::time::Time>, renews: bool) -> String {
    match (until, renews) {
        (None, _) => format!("in force since {since}, until somebody ends it"),
        (Some(until), true) => {
            format!("in force since {since} until {}, then for another term unless notice is given", moment(until))
        }
        (Some(until), false) => format!("in force since {since}, until {}", moment(until)),
    }
}

fn names(parties: &BTreeSet<PartyId>) -> String {
    parties.iter().map(PartyId::as_str).collect::<Vec<_>>().join(", ")
}

/// What a person should do or know before a date, in words.
#[must_use]
pub fn due(due: &Due) -> String {
    match due {
        Due::Notice(deadline) => format!(
            "whoever does not want another period gives notice by {} (the period ends on {})",
            deadline.last_day,
            moment(deadline.period_ends)
        ),
        Due::Lapses(at) => format!("it lapses on {} unless it is amended", moment(*at)),
        Due::Ends(at) => format!("it ends on {}", moment(*at)),
    }
}

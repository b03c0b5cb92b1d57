//! What became of one item at our intake.

use crate::store::decisions::DecisionRow;
use interwire_core::ids::{Guid, ItemId};
use interwire_core::protocol::v1::statement::Action;

/// How an item was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// A new version; the decisions say where it goes.
    New,
    /// This version with this content is known: nothing happened.
    Known,
    /// Older than the newest known: kept, and shown as older, and not sent.
    Older,
    /// Another content under a known version number: nothing replaced, a person must decide.
    Conflict,
    /// It waits for a file that it names and that is being fetched.
    Waiting,
    /// It cannot be published as it is: a person must decide.
    Dead,
}

impl Fate {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Known => "known",
            Self::Older => "older",
            Self::Conflict => "conflict",
            Self::Waiting => "waiting",
            Self::Dead => "dead",
        }
    }
}

/// What became of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How it was taken.
    pub fate: Fate,
    /// Its guid, if it has one.
    pub guid: Option<Guid>,
    /// Its id, if it has a guid.
    pub item: Option<ItemId>,
    /// Its version number.
    pub version: u64,
    /// What was decided about this version for each party under each agreement, now or before.
    pub decisions: Vec<DecisionRow>,
    /// The order that its status made the node give.
    pub ordered: Option<Action>,
    /// It ended the withholding of the item.
    pub released: bool,
    /// The dead letter about it.
    pub dead_letter: Option<i64>,
}

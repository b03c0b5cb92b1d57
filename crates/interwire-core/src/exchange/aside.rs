//! Things that one lane leaves alone for a while, so that one that cannot be had, or is not wanted, never holds up the
//! others. Volatile, like the lane.

use crate::ids::{AgreementId, Hash, JournalId};
use crate::time::Time;
use std::collections::BTreeMap;

/// What can be put aside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    /// A blob that the peer did not serve, or was given.
    Blob(Hash),
    /// A journal of which the peer's entries do not fit, or which it does not take.
    Journal(JournalId),
    /// An agreement that was offered and not taken.
    Agreement(AgreementId),
}

impl Thing {
    /// How long it is left alone, in ms.
    fn wait_ms(&self) -> i64 {
        match self {
            Self::Blob(_) => 30_000,
            Self::Journal(_) => 60_000,
            Self::Agreement(_) => 300_000,
        }
    }
}

/// The things put aside, and until when.
#[derive(Debug, Default)]
pub(super) struct Aside(BTreeMap<Thing, Time>);

impl Aside {
    /// Leaves a thing alone from now on.
    pub(super) fn put(&mut self, thing: Thing, now: Time) {
        let until = now.plus_ms(thing.wait_ms());
        self.0.insert(thing, until);
    }

    /// Forgets what has been left alone long enough, or, when the clock was set back, would be for too long.
    pub(super) fn tidy(&mut self, now: Time) {
        self.0.retain(|thing, until| (1..=thing.wait_ms()).contains(&until.since(now)));
    }

    /// Whether a thing is left alone.
    pub(super) fn has(&self, thing: &Thing) -> bool {
        self.0.contains_key(thing)
    }

    /// How many things are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

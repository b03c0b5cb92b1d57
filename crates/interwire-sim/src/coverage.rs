//! What a run exercised: every fault, lie and event of the simulation by name, and how often. That each occurs in the
//! fixed seeds is tested, so that no fault is believed to be simulated that never happens.

use crate::lies;
use crate::world::World;
use interwire_core::exchange::message::Refusal;
use std::collections::BTreeMap;

/// How often each thing happened.
pub type Coverage = BTreeMap<&'static str, u64>;

/// Everything that must happen in the fixed seeds, apart from the false statements (see [`lies::NAMES`]).
const EVENTS: [&str; 64] = [
    "a run of 2 nodes",
    "a run of 3 nodes",
    "a run of 4 nodes",
    "a run of 5 nodes",
    "an agreement of two",
    "an agreement of more than two",
    "network: a message is lost",
    "network: a message arrives twice",
    "network: a message is late",
    "network: a message overtakes another",
    "network: an answer is garbled",
    "network: a message meets a cut or a firewall",
    "network: cut in two",
    "network: a node cannot be reached",
    "disk: the power fails between two writes",
    "disk: the power fails after the commit, before anything is sent",
    "disk: the power fails after sending",
    "disk: the power fails between two steps",
    "disk: replaced by an old copy",
    "disk: replaced by an old copy after another had been",
    "disk: replaced by an old copy while who knows more is cut off",
    "disk: own entries taken back from partners",
    "disk: own entries lost for ever",
    "clock: set forward",
    "clock: set back",
    "agreement: offered",
    "agreement: signed",
    "agreement: suspended",
    "agreement: resumed",
    "agreement: notice given",
    "agreement: ended",
    "item: published",
    "item: a later version",
    "item: an older version after a newer one",
    "item: published under one more agreement",
    "item: corrected",
    "item: withheld",
    "item: killed",
    "item: released",
    "item: killed without having been sent",
    "liar: signs two histories",
    "liar: rewrites its history",
    "liar: changes an entry of its own",
    "liar: changes an entry of another's",
    "liar: signs another's head",
    "liar: a false signature",
    "liar: a changed page that ends before its head",
    "liar: another origin",
    "liar: repeats a request",
    "liar: repeats an answer",
    "liar: asks for what is not its",
    "liar: gives other bytes",
    "liar: gives more bytes",
    "liar: flips a bit",
    "found: a fork, proven",
    "found: a false statement",
    "session: a page in pieces",
    "session: an agreement is introduced by another than its offerer",
    "session: an answer that does not agree with signatures or hashes",
    "session: an answer that the protocol does not know",
    "session: an answer that brings nothing",
    "refused: not yours",
    "refused: forged",
    "refused: closed",
];

/// The names of all that must happen.
#[must_use]
pub fn all() -> Vec<&'static str> {
    EVENTS.into_iter().chain(lies::NAMES).collect()
}

impl World {
    /// Something happened.
    pub fn saw(&mut self, event: &'static str) {
        *self.coverage.entry(event).or_default() += 1;
    }

    /// A request was refused.
    pub fn saw_refusal(&mut self, refusal: Refusal) {
        match refusal {
            Refusal::NotYours => self.saw("refused: not yours"),
            Refusal::Forged => self.saw("refused: forged"),
            Refusal::Closed => self.saw("refused: closed"),
            // Rare, or nothing that anybody here does: ask for too much, offer what cannot be read.
            Refusal::Gap | Refusal::NotHeld | Refusal::TooMuch | Refusal::BadOffer | Refusal::Busy => {}
        }
    }

    /// What the run is made of.
    pub fn saw_beginning(&mut self) {
        self.saw(match self.nodes.len() {
            2 => "a run of 2 nodes",
            3 => "a run of 3 nodes",
            4 => "a run of 4 nodes",
            _ => "a run of 5 nodes",
        });
        for at in 0..self.script.bonds.len() {
            let pool = self.script.bonds[at].parties.len() > 2;
            self.saw(if pool { "an agreement of more than two" } else { "an agreement of two" });
        }
    }
}

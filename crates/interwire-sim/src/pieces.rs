//! Pages in pieces. Real journals are longer than a page; those of a run are not, so that in some runs nodes give
//! fewer entries than they might, with the proof that such a page needs.

use crate::world::World;
use interwire_core::exchange::message::{Page, Request, Response};
use interwire_core::exchange::store::Store;
use interwire_core::journal::checkpoint::{Checkpoint, SignedCheckpoint};
use interwire_core::journal::{proof, tile};

impl World {
    /// Shortens a page that is about to be given, in some runs, sometimes.
    pub fn shorten_request(&mut self, who: usize, brain: usize, request: &mut Request) {
        if let Request::GiveEntries(page) = request {
            self.shorten(who, brain, page);
        }
    }

    /// The same for an answer.
    pub fn shorten_answer(&mut self, who: usize, brain: usize, answer: &mut Response) {
        if let Response::Page(page) = answer {
            self.shorten(who, brain, page);
        }
    }

    fn shorten(&mut self, who: usize, brain: usize, page: &mut Page) {
        if !self.in_pieces || page.entries.len() < 2 || !self.dice.chance(400) {
            return;
        }
        let keep = 1 + self.dice.index(page.entries.len() - 1);
        let Some(head) = SignedCheckpoint::parse(&page.checkpoint).ok().map(|signed| signed.unverified().size) else {
            return;
        };
        let end = page.from + keep as u64;
        let Some(disk) = self.nodes[who].brains.get(brain).map(|brain| &brain.disk) else { return };
        // Reading needs no more than a look, but the port says `mut`.
        let mut disk = disk.clone();
        if page.journal.party == self.nodes[who].party.id {
            // Its author ends a page with a head of just that size.
            let Ok(root) = tile::root_at(end, |id| disk.tile(&page.journal, id)) else { return };
            let cut = Checkpoint { origin: page.journal.clone(), size: end, root };
            let Ok(signed) = SignedCheckpoint::sign(&cut, &self.nodes[who].party.key) else { return };
            (page.checkpoint, page.proof) = (signed.as_str().to_owned(), Vec::new());
        } else {
            let Ok(path) = proof::consistency(end, head, |id| disk.tile(&page.journal, id)) else { return };
            page.proof = path;
        }
        page.entries.truncate(keep);
        self.saw("session: a page in pieces");
    }
}

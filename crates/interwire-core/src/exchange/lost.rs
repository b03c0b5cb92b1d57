//! Our own journal after a start from an old copy: what others hold of it is taken back. A head that we once signed
//! beyond everything that anybody holds cannot be taken back; writing on would be a second history, so the journal
//! is closed, visibly.

use super::machine::{Effect, Machine, Turn};
use super::store::{Finding, JournalRow, Standing, Stored};
use crate::ids::PartyId;

impl Machine {
    /// A peer told how many entries of our journal it can give. Returns whether the journal is lost: every other party
    /// of the agreement has told since the start, none gives more than we hold, and yet we once signed more.
    ///
    /// # Errors
    /// If the store fails.
    pub(super) fn weigh_loss(&mut self, turn: &mut Turn, row: &JournalRow, from: &PartyId, gives: u64) -> Stored<bool> {
        let told = self.told_of_ours.entry(row.id.clone()).or_default();
        told.insert(from.clone(), gives);
        let Some(deal) = self.deals.get(&row.id.agreement) else { return Ok(false) };
        let nobody_has_more = deal
            .rings
            .keys()
            .filter(|party| **party != self.identity.me)
            .all(|party| told.get(party).is_some_and(|gives| *gives <= row.size()));
        if row.standing != Standing::Open || row.newest_size <= row.size() || !nobody_has_more {
            return Ok(false);
        }
        turn.store.put_journal(&JournalRow { standing: Standing::Lost, ..row.clone() })?;
        let (about, journal) = (self.identity.me.clone(), row.id.clone());
        turn.find(Finding { about, journal, index: None, code: "entries-lost", evidence: Vec::new() })?;
        turn.effects.push(Effect::Changed(row.id.agreement.clone()));
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::machine::Binding;
    use crate::exchange::rehearsal::{converge, partners};
    use crate::exchange::replicate::Taken;
    use crate::exchange::store::Store;
    use crate::ids::{Hash, JournalId};
    use crate::journal::proof;
    use crate::protocol::v1::fields::BlobRef;
    use crate::protocol::v1::statement::{Body, Code};

    fn read_nothing(_: &[u8]) -> Result<Binding, Code> {
        Err("unreadable".parse().unwrap())
    }

    #[test]
    fn entries_that_no_partner_can_give_hold_up_nobody() {
        let (mut nodes, id, mut now) = partners(read_nothing);
        converge(&mut nodes, &mut now);
        let old = nodes[0].store.clone();
        let (hanoi, astana) = (nodes[0].machine.me().clone(), nodes[1].machine.me().clone());
        let text = BlobRef { hash: Hash::of(b""), size: 0 };
        let own = JournalId { agreement: id.clone(), party: hanoi.clone(), epoch: 0 };
        let first = nodes[0].turn(now, |_, t| t.journal(&own)).unwrap().size();
        for _ in 0..2 {
            nodes[0].turn(now, |m, t| m.say(t, &id, vec![Body::Note { text }])).unwrap();
        }
        // Astana takes one of the two entries, proven towards the head of both, builds upon it, and the disk is gone.
        let row = nodes[0].turn(now, |_, t| t.journal(&own)).unwrap();
        let mut page = nodes[0].turn(now, |m, t| m.page(t, &row, first)).unwrap().unwrap();
        page.entries.truncate(1);
        let path = proof::consistency(first + 1, first + 2, |tile| nodes[0].store.tile(&own, tile));
        page.proof = path.unwrap();
        assert_eq!(nodes[1].turn(now, |m, t| m.take_page(t, &hanoi, &page)).unwrap(), Taken::Grown);
        nodes[1].turn(now, |m, t| m.say(t, &id, vec![Body::Note { text }])).unwrap();
        nodes[0].store = old;
        let mut store = nodes[0].store.clone();
        nodes[0].machine.reload(&mut store).unwrap();
        let heads = nodes[1].turn(now, |m, t| m.heads_for(t, &hanoi)).unwrap();
        nodes[0].turn(now, |m, t| m.hear(t, &astana, &heads)).unwrap();
        converge(&mut nodes, &mut now);
        let codes: Vec<_> = nodes[0].store.findings().map(|finding| (finding.about.clone(), finding.code)).collect();
        assert_eq!(codes, [(hanoi, "entries-lost")]);
        let waiting = nodes[0].store.all_journals().find(|(row, _)| row.folded < row.size());
        assert!(waiting.is_none(), "astana's journal waits for what is lost: {waiting:?}");
    }

    #[test]
    fn a_journal_whose_newest_entries_nobody_holds_is_closed_and_shown() {
        let (mut nodes, id, mut now) = partners(read_nothing);
        converge(&mut nodes, &mut now);
        let old = nodes[0].store.clone();
        let (hanoi, astana) = (nodes[0].machine.me().clone(), nodes[1].machine.me().clone());
        let text = BlobRef { hash: Hash::of(b""), size: 0 };
        nodes[0].turn(now, |m, t| m.say(t, &id, vec![Body::Note { text }])).unwrap();
        // Astana sees the new head, and the disk is gone before it has asked for the entries.
        let heads = nodes[0].turn(now, |m, t| m.heads_for(t, &astana)).unwrap();
        nodes[1].turn(now, |m, t| m.hear(t, &hanoi, &heads)).unwrap();
        nodes[0].store = old;
        let mut store = nodes[0].store.clone();
        nodes[0].machine.reload(&mut store).unwrap();
        nodes[0].turn(now, |m, t| m.say(t, &id, vec![Body::Note { text }])).unwrap();
        let heads = nodes[1].turn(now, |m, t| m.heads_for(t, &hanoi)).unwrap();
        nodes[0].turn(now, |m, t| m.hear(t, &astana, &heads)).unwrap();
        let codes: Vec<_> = nodes[0].store.findings().map(|finding| (finding.about.clone(), finding.code)).collect();
        assert_eq!(codes, [(hanoi.clone(), "entries-lost")]);
        let standing = nodes[0].store.all_journals().find(|(row, _)| row.id.party == hanoi).unwrap().0.standing.clone();
        assert_eq!(standing, Standing::Lost);
        converge(&mut nodes, &mut now);
        assert!(!nodes[0].machine.is_confirmed(&id));
        assert_eq!((nodes[0].store.queued(), nodes[1].store.findings().count()), (1, 0), "no second history");
    }
}

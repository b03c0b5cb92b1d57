//! What is still amiss after everything has healed; it must vanish within a bound.

use super::excuse::{Sought, journal};
use crate::script::{Bond, Publication};
use crate::world::{Event, World};
use interwire_core::exchange::store::{Store, Verdict};
use interwire_core::ids::Position;
use serde_json::Value;

/// Everything must be well so long after everything has healed, in ms. The longest wait between two tries is five
/// minutes.
const BOUND_MS: u64 = 40 * 60_000;

impl World {
    /// Is all well?
    pub fn judge(&mut self) {
        let healed_at = *self.watch.healed_at.get_or_insert(self.now);
        let unmet = self.unmet().or_else(|| self.undetected());
        match unmet {
            None => self.watch.calm += 1,
            Some(unmet) if self.now > healed_at + BOUND_MS => {
                return self.broken("everything comes right in the end", unmet);
            }
            Some(unmet) => {
                self.log(|_| format!("not yet well: {unmet}"));
                self.watch.calm = 0;
            }
        }
        if self.watch.calm > 3 {
            self.check_finally();
            return self.finish();
        }
        self.after(10_000, Event::Judge);
    }

    /// Something that is not as it must be in the end.
    fn unmet(&mut self) -> Option<String> {
        if let Some(who) = (0..self.nodes.len()).find(|who| !self.nodes[*who].up) {
            return Some(format!("{} is down", self.name(who)));
        }
        for at in 0..self.script.bonds.len() {
            let unmet = self.unmet_under(at);
            if unmet.is_some() {
                return unmet;
            }
        }
        if let Some(unanswered) = self.unanswered() {
            return Some(unanswered);
        }
        let published = self.script.published.clone();
        published
            .iter()
            .filter(|publication| !publication.excused)
            .find_map(|publication| self.undelivered(publication))
    }

    fn unmet_under(&self, at: usize) -> Option<String> {
        let bond = &self.script.bonds[at];
        if bond.spoiled {
            return None;
        }
        let honest: Vec<usize> = bond.parties.iter().copied().filter(|who| self.honest(*who)).collect();
        let all_honest = honest.len() == bond.parties.len();
        for author in &honest {
            let id = journal(&bond.id, &self.nodes[*author].party.id);
            let blocked = self.blocked(*author, &bond.id);
            let sizes = honest.iter().map(|holder| self.held(*holder, &id));
            let sizes: Vec<(u64, u64)> = sizes.collect();
            if sizes.iter().any(|(size, folded)| size != folded || Some(size) != sizes.first().map(|(size, _)| size)) {
                return Some(format!("{id} is held and folded {sizes:?}"));
            }
            let disk = self.nodes[*author].disk();
            if !blocked && disk.queued_under(&bond.id) > 0 {
                return Some(format!("{} still has something to say under {}", self.name(*author), bond.id));
            }
            if !blocked && disk.unsaid_under(&bond.id) > 0 {
                return Some(format!("{} still has something to acknowledge under {}", self.name(*author), bond.id));
            }
            if all_honest
                && !blocked
                && let Some(unsigned) = self.unsigned(*author, bond)
            {
                return Some(unsigned);
            }
        }
        None
    }

    fn held(&self, who: usize, id: &interwire_core::ids::JournalId) -> (u64, u64) {
        let row = self.nodes[who].disk().all_journals().find(|(row, _)| row.id == *id);
        row.map_or((0, 0), |(row, _)| (row.size(), row.folded))
    }

    fn unsigned(&self, who: usize, bond: &Bond) -> Option<String> {
        let anybody_blocked = bond.parties.iter().any(|party| self.blocked(*party, &bond.id));
        let deal = self.nodes[who].machine().and_then(|machine| machine.deals().get(&bond.id));
        let signed = deal.is_some_and(|deal| deal.life.versions().iter().any(|stand| stand.missing.is_empty()));
        (!signed && !anybody_blocked).then(|| format!("{} is not signed by all at {}", bond.id, self.name(who)))
    }

    /// Whom a publication has not reached, or whose answer has not come back.
    fn undelivered(&mut self, publication: &Publication) -> Option<String> {
        let Publication { author, agreement, key, version, doc, .. } = publication;
        if !self.honest(*author) || self.script.bond(agreement).is_some_and(|bond| bond.spoiled) {
            return None;
        }
        let id = journal(agreement, &key.source);
        let sought = Sought { kind: "published", key, field: Some(("version", version.to_string())) };
        let index = self.index_of(*author, &id, &sought);
        let Some(index) = index else {
            let text = format!("{key:?} version {version} is not in {id}");
            return (!self.blocked(*author, agreement)).then_some(text);
        };
        let (parties, unsettled) = self.script.bond(agreement).map(|bond| (bond.parties.clone(), bond.unsettled))?;
        let position = Position { journal: id, index };
        for who in parties {
            if who == *author || !self.honest(who) {
                continue;
            }
            let (name, receiver) = (self.name(who), self.nodes[who].party.id.clone());
            let (mute, torn) = (self.blocked(who, agreement), self.torn(who, agreement));
            let acks = self.nodes[*author].brains[0].disk.acks(&position).unwrap_or_default();
            let ack = acks.iter().find(|ack| ack.by == receiver);
            match ack.map(|ack| &ack.verdict) {
                Some(Verdict::Refused(cause)) if cause.as_str() == "not-in-force" && (unsettled || torn) => continue,
                Some(Verdict::Refused(cause)) => {
                    return Some(format!("{name} refuses {key:?} version {version}: {cause}"));
                }
                None if !mute => return Some(format!("{name} does not acknowledge {position:?}")),
                _ => {}
            }
            let disk = &mut self.nodes[who].brains[0].disk;
            let row = disk.version(key, *version).unwrap_or_default();
            if row.is_none_or(|row| row.doc != *doc) || !super::during::is_held(disk, key, *version) {
                let excused = torn || (mute && unsettled);
                return (!excused).then(|| format!("{name} does not hold {key:?} version {version}"));
            }
        }
        None
    }

    /// A recall, written by somebody honest, that somebody honest has not answered.
    fn unanswered(&mut self) -> Option<String> {
        for author in (0..self.nodes.len()).filter(|who| self.honest(*who)).collect::<Vec<_>>() {
            for at in 0..self.script.bonds.len() {
                let Bond { id: agreement, parties, spoiled, .. } = &self.script.bonds[at];
                if *spoiled || !parties.contains(&author) {
                    continue;
                }
                let id = journal(agreement, &self.nodes[author].party.id);
                let others = parties.iter().filter(|who| **who != author && self.honest(**who));
                let answering: Vec<usize> = others.copied().filter(|who| !self.blocked(*who, agreement)).collect();
                let disk = self.nodes[author].disk();
                let entries = disk.all_journals().find(|(row, _)| row.id == id).map_or(&[][..], |(_, entries)| entries);
                let recalls = entries.iter().enumerate().filter(|(_, bytes)| is_recall(bytes));
                for index in recalls.map(|(index, _)| index as u64).collect::<Vec<_>>() {
                    let position = Position { journal: id.clone(), index };
                    let answers = self.nodes[author].brains[0].disk.answers(&position).unwrap_or_default();
                    let silent = |who: &&usize| answers.iter().all(|row| row.by != self.nodes[**who].party.id);
                    if let Some(who) = answering.iter().find(silent) {
                        return Some(format!("{} does not answer the recall at {position:?}", self.name(*who)));
                    }
                }
            }
        }
        None
    }

    fn index_of(&self, who: usize, id: &interwire_core::ids::JournalId, sought: &Sought) -> Option<u64> {
        let (_, entries) = self.nodes[who].disk().all_journals().find(|(row, _)| row.id == *id)?;
        entries.iter().position(|bytes| sought.is(bytes)).map(|at| at as u64)
    }
}

fn is_recall(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).contains("\"kind\":\"recalled\"")
}

/// The text of a field of a raw entry.
pub fn text_of(entry: &Value, name: &str) -> String {
    entry.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

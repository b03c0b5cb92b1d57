//! What is checked after every durable step of an honest node.

use super::excuse::Sought;
use crate::world::World;
use interwire_core::exchange::fold::usable;
use interwire_core::exchange::machine::Effect;
use interwire_core::exchange::memory::MemoryStore;
use interwire_core::exchange::store::{Finding, Store, VersionState};
use interwire_core::ids::ItemKey;
use std::collections::BTreeSet;

impl World {
    /// Checks a step of a node that is now durable.
    pub fn settle(&mut self, who: usize, brain: usize, effects: &[Effect]) {
        for effect in effects {
            self.log(|w| format!("{} notes {}", w.name(who), brief(effect)));
        }
        if effects.is_empty() || brain > 0 || !self.honest(who) {
            return;
        }
        self.check_histories(who);
        self.saw_effects(effects);
        let liar = self.evil.as_ref().map(|evil| self.nodes[evil.who].party.id.clone());
        let mut touched = self.watch.oracles[who].read(self.nodes[who].disk(), liar.as_ref());
        for effect in effects {
            self.check_effect(who, effect, &mut touched);
        }
        touched.iter().for_each(|key| self.check_shown(who, key));
    }

    fn saw_effects(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Found(finding) if finding.code == "fork" => self.saw("found: a fork, proven"),
                Effect::Found(finding) if finding.code == "entries-lost" => self.saw("disk: own entries lost for ever"),
                Effect::Found(finding) if finding.index.is_some() => self.saw("found: a false statement"),
                _ => {}
            }
        }
    }

    /// Nobody honest ever holds two histories of an honest party's journal.
    fn check_histories(&mut self, who: usize) {
        let (mut wrong, mut taken_back) = (None, false);
        for (row, _) in self.nodes[who].brains[0].disk.all_journals() {
            let size = row.size();
            let known = self.watch.sizes[who].insert(row.id.clone(), size);
            let liar = self.evil.as_ref().is_some_and(|evil| self.nodes[evil.who].party.id == row.id.party);
            if known == Some(size) || liar {
                continue;
            }
            if known > Some(size) {
                wrong = Some(format!("{} has shrunk from {known:?} to {size}", row.id));
            }
            let root = row.frontier.root();
            let roots = self.watch.roots.entry(row.id.clone()).or_default();
            taken_back |= self.nodes[who].party.id == row.id.party && roots.contains_key(&size);
            let before = *roots.entry(size).or_insert(root);
            if before != root {
                wrong = Some(format!("{} at {size} has two roots", row.id));
            }
        }
        if taken_back {
            self.saw("disk: own entries taken back from partners");
        }
        if let Some(wrong) = wrong {
            self.broken("an honest journal has one history", format!("at {}: {wrong}", self.name(who)));
        }
    }

    fn check_effect(&mut self, who: usize, effect: &Effect, touched: &mut BTreeSet<ItemKey>) {
        let disk = &mut self.nodes[who].brains[0].disk;
        let agrees = match effect {
            Effect::Arrived(key, version) => {
                touched.insert(key.clone());
                if !self.watch.arrived[who].insert((key.clone(), *version)) {
                    let text = format!("{key:?} version {version} at {}", self.name(who));
                    return self.broken("no version arrives twice", text);
                }
                is_held(&mut self.nodes[who].brains[0].disk, key, *version)
            }
            Effect::Recalled(key) => {
                touched.insert(key.clone());
                disk.item(key).is_ok_and(|item| item.is_some_and(|item| item.recall.is_some()))
            }
            Effect::Released(key) => {
                touched.insert(key.clone());
                disk.item(key).is_ok_and(|item| item.is_some_and(|item| item.recall.is_some()))
            }
            Effect::Answered(position) => {
                let acks = disk.acks(position).is_ok_and(|acks| !acks.is_empty());
                acks || disk.answers(position).is_ok_and(|answers| !answers.is_empty())
            }
            Effect::Found(finding) => {
                let finding = finding.clone();
                let kept = disk.findings().any(|known| *known == finding);
                self.check_finding(who, &finding);
                kept
            }
            Effect::Confirmed(id) => self.nodes[who].machine().is_some_and(|machine| machine.is_confirmed(id)),
            Effect::Changed(_) | Effect::Agreement(_) | Effect::EpochProposed(..) | Effect::Moved(..) => true,
        };
        if !agrees {
            self.broken("effects and state agree", format!("{effect:?} at {}", self.name(who)));
        }
    }

    /// Nobody honest is ever accused.
    fn check_finding(&mut self, who: usize, finding: &Finding) {
        let Some(about) = super::number_of(&self.nodes, &finding.about) else {
            return self.broken("findings are about parties of the run", format!("{finding:?}"));
        };
        // What a restored node learns of itself is for its own people.
        let about_itself = about == who && matches!(finding.code, "not-said" | "entries-lost");
        if self.honest(about) && !about_itself && !self.explained(about, finding) {
            let text = format!("{} finds {} about {}: {finding:?}", self.name(who), finding.code, self.name(about));
            self.broken("nobody honest is accused", text);
        }
    }

    /// What the node's people can see agrees with what was ordered.
    pub fn check_shown(&mut self, who: usize, key: &ItemKey) {
        let disk = &mut self.nodes[who].brains[0].disk;
        let Some(version) = shown(disk, key) else { return };
        let own = key.source == self.nodes[who].party.id;
        let release = Sought { kind: "released", key, field: None };
        if own && release.is_queued(self.nodes[who].disk()) {
            // A source obeys its own release before it is written.
            return;
        }
        if self.watch.oracles[who].orders(key).forbid(version) {
            let text = format!("{key:?} version {version} at {}", self.name(who));
            self.broken("no item is shown after its recall", text);
        }
    }
}

/// The version of an item that people see, if any.
pub fn shown(disk: &mut MemoryStore, key: &ItemKey) -> Option<u64> {
    let item = disk.item(key).ok()??;
    let row = disk.version(key, item.current?).ok()??;
    usable(row.status, row.version, item.recall.as_ref()).then_some(row.version)
}

/// Whether a version is held with all its bytes.
pub fn is_held(disk: &mut MemoryStore, key: &ItemKey, version: u64) -> bool {
    let Ok(Some(row)) = disk.version(key, version) else { return false };
    let Ok(Some(document)) = disk.blob(&row.doc.hash) else { return false };
    let media = crate::words::read(&document).map(|binding| binding.media).unwrap_or_default();
    let all = media.iter().all(|blob| disk.has_blob(&blob.hash) == Ok(true));
    row.state == VersionState::Held && all && interwire_core::ids::Hash::of(&document) == row.doc.hash
}

fn brief(effect: &Effect) -> String {
    match effect {
        Effect::Answered(position) => {
            format!("Answered({} {})", crate::talk::short(&position.journal), position.index)
        }
        Effect::Found(finding) => {
            let at = (crate::talk::short(&finding.journal), finding.index);
            format!("Found({} about {} at {at:?})", finding.code, finding.about)
        }
        other => format!("{other:?}"),
    }
}

//! The acts of a run: houses publish, correct, recall and release; agreements are offered, signed, suspended and ended;
//! clocks jump; the network is cut. What happens to disks is in `disks`.

use crate::script::{Made, Ordered, Story, blob};
use crate::words;
use crate::world::{Event, World};
use interwire_core::exchange::machine::Binding;
use interwire_core::exchange::recall::{Order, Publication};
use interwire_core::ids::{AgreementId, ItemId, ItemKey};
use interwire_core::protocol::v1::statement::{Action, AgreementAct, PubStatus};
use std::collections::{BTreeMap, BTreeSet};

impl World {
    /// The next act.
    pub fn act(&mut self) {
        if self.script.acts_left == 0 && self.now < self.net.held_until {
            let wait = self.net.held_until - self.now;
            return self.after(wait, Event::Act);
        }
        if self.script.acts_left == 0 {
            return self.heal();
        }
        self.script.acts_left -= 1;
        let wait = 1 + self.dice.below(2 * self.script.pace_ms);
        let who = self.dice.index(self.nodes.len());
        match self.dice.below(1000) {
            0..310 => self.new_story(who),
            310..520 => self.new_version(who),
            520..590 => self.publish_elsewhere(who),
            590..690 => self.recall(who),
            690..740 => self.release(who),
            740..750 => self.recall_unsent(who),
            750..760 => self.life_act(who),
            760..800 => self.cut(),
            800..820 => self.hide(who),
            820..860 => self.jump_clock(who),
            860..890 => self.back_up(who),
            890..920 => self.lose_disk(who),
            920..940 => self.power_cut(who),
            _ => self.lie(),
        }
        self.after(wait, Event::Act);
    }

    /// What the people of an office do when they look at the screen: offer what was agreed upon, sign what was
    /// offered.
    pub fn office(&mut self, who: usize) {
        for at in 0..self.script.bonds.len() {
            let bond = &self.script.bonds[at];
            if !bond.parties.contains(&who) || self.now < bond.offered_at {
                continue;
            }
            let (id, hash) = (bond.id.clone(), bond.version.hash);
            let sealed = self.nodes[who].party.sealed(&bond.version);
            let Some(machine) = self.nodes[who].machine() else { return };
            let Some(deal) = machine.deals().get(&id) else {
                if bond.parties.first() == Some(&who) && !self.known_elsewhere(who, &id) {
                    let document = bond.version.bytes.clone();
                    self.saw("agreement: offered");
                    self.log(|w| format!("{} offers {id}", w.name(who)));
                    self.step(who, 0, |m, t| m.offer(t, &document, &[], Some(&sealed)));
                }
                continue;
            };
            let me = &self.nodes[who].party.id;
            let stands = deal.life.versions();
            let unsigned = stands.iter().any(|stand| stand.version == hash && stand.missing.contains(me));
            if unsigned && self.nodes[who].disk().queued_under(&id) == 0 {
                self.saw("agreement: signed");
                self.log(|w| format!("{} signs {id}", w.name(who)));
                self.step(who, 0, |m, t| m.sign(t, &id, hash, &sealed));
            }
        }
    }

    /// A liar may never tell what it holds of a journal, so that it is never confirmed: long after everything has
    /// healed, people confirm it.
    pub fn overrule_liar(&mut self, who: usize) {
        let patient = self.watch.healed_since(self.now) < 300_000;
        let Some(liar) = self.evil.as_ref().map(|evil| evil.who).filter(|liar| *liar != who && !patient) else {
            return;
        };
        let with_liar = self.script.bonds.iter().filter(|bond| bond.parties.contains(&liar));
        let ids: Vec<AgreementId> = with_liar.map(|bond| bond.id.clone()).collect();
        let Some(machine) = self.nodes[who].brains[0].machine.as_mut() else { return };
        for id in ids.iter().filter(|id| machine.deals().contains_key(id)).collect::<Vec<_>>() {
            machine.confirm_by_person(id);
        }
    }

    /// Whether anybody else holds something of this node's journal under an agreement.
    fn known_elsewhere(&self, who: usize, id: &AgreementId) -> bool {
        let me = &self.nodes[who].party.id;
        self.nodes.iter().enumerate().filter(|(other, _)| *other != who).any(|(_, node)| {
            node.disk().all_journals().any(|(row, _)| row.id.agreement == *id && row.id.party == *me && row.size() > 0)
        })
    }

    /// The agreements under which a house may deliver now, by number.
    fn running(&self, who: usize) -> Vec<usize> {
        let now = self.nodes[who].clock(self.now);
        let deals = self.nodes[who].machine().map(|machine| machine.deals());
        let runs = |id: &AgreementId| {
            deals.and_then(|deals| deals.get(id)).is_some_and(|deal| deal.deliveries_allowed(now) && !deal.is_halted())
        };
        (0..self.script.bonds.len()).filter(|at| runs(&self.script.bonds[*at].id)).collect()
    }

    fn some_of(&mut self, all: &[usize]) -> BTreeSet<usize> {
        let mut some: BTreeSet<usize> = all.iter().copied().filter(|_| self.dice.chance(600)).collect();
        some.extend(self.dice.pick(all));
        some
    }

    /// A house publishes a new item.
    pub fn new_story(&mut self, who: usize) {
        let item = ItemId::from_bytes(self.dice.bytes16());
        let guid = crate::party::literal(&format!("tag:{}:{}", self.name(who), self.script.stories.len()));
        let story = Story { owner: who, item, guid, made: BTreeMap::new(), gaps: Vec::new() };
        self.script.stories.push(story);
        let at = self.script.stories.len() - 1;
        self.publish_version(at, 1);
    }

    fn own_story(&mut self, who: usize) -> Option<usize> {
        let own: Vec<usize> =
            (0..self.script.stories.len()).filter(|at| self.script.stories[*at].owner == who).collect();
        self.dice.pick(&own)
    }

    /// The next version; sometimes one number is left out, and that version made later.
    fn new_version(&mut self, who: usize) {
        let Some(at) = self.own_story(who) else { return self.new_story(who) };
        let story = &mut self.script.stories[at];
        let last = story.made.keys().next_back().copied().unwrap_or(0);
        let version = match story.gaps.pop() {
            Some(gap) if self.dice.chance(600) => gap,
            other => {
                story.gaps.extend(other);
                let skip = self.dice.chance(200);
                if skip {
                    story.gaps.push(last + 1);
                }
                last + 1 + u64::from(skip)
            }
        };
        self.publish_version(at, version);
    }

    /// Makes a version, unless it is made, and publishes it under some agreements under which it was not.
    fn publish_version(&mut self, at: usize, version: u64) {
        let who = self.script.stories[at].owner;
        let running = self.running(who);
        let under = self.some_of(&running);
        if under.is_empty() {
            return;
        }
        if !self.script.stories[at].made.contains_key(&version) {
            let made = self.make(at, version);
            self.script.stories[at].made.insert(version, made);
        }
        self.publish(at, version, &under);
    }

    fn make(&mut self, at: usize, version: u64) -> Made {
        let mut media = Vec::new();
        while media.len() < 3 && self.dice.chance(300) {
            // Few different pictures, so that several items share them.
            media.push(format!("picture {}", self.dice.below(1000)).into_bytes());
        }
        let story = &self.script.stories[at];
        let binding = Binding {
            source: self.nodes[story.owner].party.id.clone(),
            item: story.item.clone(),
            guid: story.guid.clone(),
            version,
            status: PubStatus::Usable,
            media: media.iter().map(|bytes| blob(bytes)).collect(),
        };
        let document = words::write(&binding, &format!("Səfir {}", self.dice.any()));
        Made { document, media, under: BTreeSet::new() }
    }

    fn publish(&mut self, at: usize, version: u64, under: &BTreeSet<usize>) {
        let story = &self.script.stories[at];
        let (who, item) = (story.owner, story.item.clone());
        let Some(made) = story.made.get(&version).cloned() else { return };
        let article = self.nodes[who].party.article();
        let ids: Vec<AgreementId> =
            under.difference(&made.under).map(|bond| self.script.bonds[*bond].id.clone()).collect();
        if ids.is_empty() {
            return;
        }
        let publication = Publication {
            item: item.clone(),
            version,
            status: PubStatus::Usable,
            doc: blob(&made.document),
            under: ids.iter().map(|id| (id.clone(), article.clone())).collect(),
            test: false,
        };
        self.log(|w| format!("{} publishes {item} version {version} under {ids:?}", w.name(who)));
        let brain = self.speaking_brain(who);
        let done = self.step(who, brain, |m, t| {
            for bytes in made.media.iter().chain([&made.document]) {
                t.store.put_blob(&blob(bytes).hash, bytes)?;
            }
            m.publish(t, &publication)
        });
        if done.committed().is_none() {
            return;
        }
        let before = made.under.clone();
        if let Some(made) = self.script.stories[at].made.get_mut(&version) {
            made.under.extend(under);
        }
        self.saw_publication(at, version, &before);
        let key = ItemKey { source: self.nodes[who].party.id.clone(), item };
        self.script.published.extend(ids.into_iter().map(|agreement| crate::script::Publication {
            author: who,
            agreement,
            key: key.clone(),
            version,
            doc: publication.doc,
            excused: false,
        }));
    }

    fn saw_publication(&mut self, at: usize, version: u64, before: &BTreeSet<usize>) {
        let made = &self.script.stories[at].made;
        let newer = made.iter().any(|(other, made)| *other > version && !made.under.is_empty());
        self.saw("item: published");
        if newer {
            self.saw("item: an older version after a newer one");
        } else if version > 1 {
            self.saw("item: a later version");
        }
        if !before.is_empty() {
            self.saw("item: published under one more agreement");
        }
    }

    /// A version that is out under one agreement goes out under another as well.
    fn publish_elsewhere(&mut self, who: usize) {
        let Some(at) = self.own_story(who) else { return };
        let versions: Vec<u64> = self.script.stories[at].made.keys().copied().collect();
        if let Some(version) = self.dice.pick(&versions) {
            self.publish_version(at, version);
        }
    }

    fn recall(&mut self, who: usize) {
        let Some(at) = self.own_story(who) else { return };
        let action = self.dice.pick(&[Action::Correct, Action::Withhold, Action::Kill, Action::Kill]);
        let through = self.script.stories[at].made.keys().next_back().copied().unwrap_or(1);
        let item = self.script.stories[at].item.clone();
        self.order(who, &item, action, through);
    }

    fn release(&mut self, who: usize) {
        if let Some(at) = self.own_story(who) {
            let item = self.script.stories[at].item.clone();
            self.order(who, &item, None, 0);
        }
    }

    fn recall_unsent(&mut self, who: usize) {
        let item = ItemId::from_bytes(self.dice.bytes16());
        self.order(who, &item, Some(Action::Kill), 1);
    }

    fn order(&mut self, who: usize, item: &ItemId, action: Option<Action>, through: u64) {
        self.log(|w| format!("{} orders {action:?} of {item} through {through}", w.name(who)));
        let brain = self.speaking_brain(who);
        let done = self.step(who, brain, |m, t| match action {
            None => m.release(t, item),
            Some(action) => {
                let reason = crate::party::literal("false-report");
                m.order(t, item, &Order { action, reason, through, replaced_by: None })
            }
        });
        if let Some(under) = done.committed() {
            self.saw(match action {
                Some(Action::Kill) if under.is_empty() => "item: killed without having been sent",
                Some(Action::Kill) => "item: killed",
                Some(Action::Withhold) => "item: withheld",
                Some(Action::Correct) => "item: corrected",
                None => "item: released",
            });
            let key = ItemKey { source: self.nodes[who].party.id.clone(), item: item.clone() };
            self.script.ordered.push(Ordered { author: who, key, action, under, excused: false });
        }
    }

    fn life_act(&mut self, who: usize) {
        let own: Vec<usize> =
            (0..self.script.bonds.len()).filter(|at| self.script.bonds[*at].parties.contains(&who)).collect();
        let Some(at) = self.dice.pick(&own) else { return };
        use AgreementAct::{Ended, Notice, Resumed, Suspended};
        let Some(act) = self.dice.pick(&[Suspended, Suspended, Resumed, Resumed, Resumed, Notice, Ended]) else {
            return;
        };
        let id = self.script.bonds[at].id.clone();
        self.log(|w| format!("{} says {act:?} of {id}", w.name(who)));
        let done = self.step(who, 0, |m, t| m.act(t, &id, act, crate::party::literal("unspecified")));
        if done.committed().is_some_and(|done| done.is_ok()) {
            self.saw(match act {
                Suspended => "agreement: suspended",
                Resumed => "agreement: resumed",
                Notice => "agreement: notice given",
                Ended => "agreement: ended",
            });
            self.script.bonds[at].unsettled = true;
        }
    }

    fn cut(&mut self) {
        if self.now < self.net.held_until {
            return;
        }
        for side in &mut self.net.side {
            *side = u8::from(self.dice.chance(500));
        }
        self.saw("network: cut in two");
        self.log(|w| format!("the network is cut: {:?}", w.net.side));
        let wait = self.dice.between(1_000, 90_000);
        self.after(wait, Event::Rejoin);
    }

    fn hide(&mut self, who: usize) {
        self.net.hidden[who] = true;
        self.saw("network: a node cannot be reached");
        self.log(|w| format!("nobody can reach {}", w.name(who)));
        let wait = self.dice.between(10_000, 200_000);
        self.after(wait, Event::Rejoin);
    }

    fn jump_clock(&mut self, who: usize) {
        let most = self.dice.pick(&[2_000, 300_000, 7_200_000, 90_000_000]).unwrap_or(0);
        let by = i64::try_from(self.dice.below(most)).unwrap_or(0);
        let (mended, back) = (self.dice.chance(400), self.dice.chance(500));
        let node = &mut self.nodes[who];
        let before = node.clock_ahead_ms;
        node.clock_ahead_ms = if mended { 0 } else { before + if back { -by } else { by } };
        let forward = node.clock_ahead_ms > before;
        self.saw(if forward { "clock: set forward" } else { "clock: set back" });
        self.log(|w| format!("the clock of {} is {} ms ahead", w.name(who), w.nodes[who].clock_ahead_ms));
    }

    /// From now on nothing goes wrong; it must all come right.
    fn heal(&mut self) {
        self.log(|_| "everything heals".into());
        self.healed = true;
        self.net.heal();
        self.after(10_000, Event::Judge);
    }
}

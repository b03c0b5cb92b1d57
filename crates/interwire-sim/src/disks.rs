//! What happens to disks: they are copied, replaced by old copies, and lose their power.

use crate::net::DELAY_MAX_MS;
use crate::world::{Event, World};

/// How long it takes to replace a disk, in ms: longer than any message is under way.
const RESTORE_MS: u64 = DELAY_MAX_MS + 10_000;

impl World {
    /// A copy of the disk is put away; two are kept.
    pub fn back_up(&mut self, who: usize) {
        let copy = self.nodes[who].disk().clone();
        let backups = &mut self.nodes[who].backups;
        if backups.len() > 1 {
            backups.remove(0);
        }
        backups.push(copy);
    }

    /// The disk is replaced by an old copy: at once, or when one partner knows what another does not.
    pub fn lose_disk(&mut self, who: usize) {
        if !self.may_lose_disk(who) {
            return;
        }
        if self.dice.chance(500) {
            self.restore(who);
            return;
        }
        let pool = self.script.bonds.iter().find(|bond| bond.parties.len() > 2 && bond.parties.contains(&who));
        let all = pool.map_or_else(|| (0..self.nodes.len()).collect(), |pool| pool.parties.clone());
        let others: Vec<usize> = all.into_iter().filter(|other| *other != who).collect();
        let Some(knows) = self.dice.pick(&others) else { return };
        let others: Vec<usize> = others.into_iter().filter(|other| *other != knows).collect();
        let lacks = self.dice.pick(&others);
        let wait = self.dice.between(2_000, 8_000);
        self.cut_off(lacks, wait);
        self.new_story(who);
        self.after(wait, Event::LoseDisk { who, knows });
    }

    /// The disk is replaced by an old copy, and the partner that knows what it has lost cannot be reached for a while
    /// after the start.
    pub fn lose_disk_apart(&mut self, who: usize, knows: usize) {
        if self.healed || !self.may_lose_disk(who) {
            return;
        }
        self.saw("disk: replaced by an old copy while who knows more is cut off");
        self.restore(who);
        let wait = self.dice.between(10_000, 60_000);
        self.cut_off(Some(knows), RESTORE_MS + wait);
        self.after(RESTORE_MS + wait / 2, Event::Story(who));
    }

    fn may_lose_disk(&self, who: usize) -> bool {
        self.script.restores_left > 0 && self.honest(who) && !self.nodes[who].backups.is_empty()
    }

    /// Nobody reaches `who` for so many ms, and nothing else comes of the network in the meantime.
    fn cut_off(&mut self, who: Option<usize>, ms: u64) {
        self.net.held_until = self.now + ms;
        self.after(ms, Event::Rejoin);
        self.net.side.fill(0);
        if let Some(side) = who.and_then(|who| self.net.side.get_mut(who)) {
            *side = 1;
        }
        self.log(|w| format!("the network is cut: {:?}", w.net.side));
    }

    fn restore(&mut self, who: usize) {
        let Some(old) = self.dice.pick(&self.nodes[who].backups) else { return };
        self.script.restores_left -= 1;
        let another = self.nodes.iter().any(|node| node.restored);
        self.saw("disk: replaced by an old copy");
        if another {
            self.saw("disk: replaced by an old copy after another had been");
        }
        self.log(|w| format!("{} is restored from an old copy of its disk", w.name(who)));
        self.down(who);
        self.nodes[who].restored = true;
        self.nodes[who].brains[0].disk = old;
        self.excuse(who);
        self.start_in(who, RESTORE_MS);
    }

    /// The power fails between two steps.
    pub fn power_cut(&mut self, who: usize) {
        if self.nodes[who].up {
            self.saw("disk: the power fails between two steps");
            self.crash(who);
        }
    }
}

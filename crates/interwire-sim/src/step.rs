//! Steps of a node: begin, call the machine, commit, then send. A crash can come in the middle of the writes, between
//! commit and sending, and after sending; what was not committed is lost.

use crate::bugs::{Bug, DriverBug};
use crate::disk::Disk;
use crate::node::Lane;
use crate::world::{Event, World};
use interwire_core::exchange::machine::{Effect, Machine, Turn};
use interwire_core::exchange::memory::MemoryStore;
use interwire_core::exchange::session::{Lane as Kind, Session};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::AgreementId;

/// What became of a step.
#[derive(Debug)]
pub enum Step<T> {
    /// It is durable, and what follows from it can be sent.
    Sent(T),
    /// It is durable, but the node crashed before it could send anything.
    Kept(T),
    /// It never happened, or nobody was there to take it.
    Lost,
}

impl<T> Step<T> {
    /// The outcome if anybody is left to act upon it.
    pub fn sent(self) -> Option<T> {
        match self {
            Self::Sent(t) => Some(t),
            Self::Kept(_) | Self::Lost => None,
        }
    }
    /// The outcome if it is durable.
    pub fn committed(self) -> Option<T> {
        match self {
            Self::Sent(t) | Self::Kept(t) => Some(t),
            Self::Lost => None,
        }
    }
}

/// How a step that was chosen to crash does.
enum Doom {
    Writing(u64),
    BeforeSending,
    AfterSending,
}

impl World {
    /// One step of a node, in one of its brains.
    pub fn step<T>(
        &mut self,
        who: usize,
        brain: usize,
        act: impl FnOnce(&mut Machine, &mut Turn) -> Stored<T>,
    ) -> Step<T> {
        let doom = self.doom(who);
        let node = &mut self.nodes[who];
        let now = node.clock(self.now);
        let Some(brain_now) = node.brains.get_mut(brain) else { return Step::Lost };
        let Some(machine) = brain_now.machine.as_mut().filter(|_| node.up) else { return Step::Lost };
        let before = doom.is_some().then(|| brain_now.disk.clone());
        let writes_left = match doom {
            Some(Doom::Writing(left)) => Some(left),
            _ => None,
        };
        let mut disk = Disk::new(&mut brain_now.disk, writes_left);
        let mut turn = Turn::new(&mut disk, now);
        let done = act(machine, &mut turn);
        let effects = std::mem::take(&mut turn.effects);
        self.steps += 1;
        let done = match done {
            Ok(done) => done,
            Err(e) => {
                if before.is_none() {
                    if !self.honest(who) {
                        // Nobody promises a liar anything.
                        return Step::Lost;
                    }
                    self.broken("a step never fails by itself", format!("{}: {e}", self.name(who)));
                    return Step::Lost;
                }
                self.saw("disk: the power fails between two writes");
                self.log(|w| format!("{} CRASHES while writing", w.name(who)));
                self.power_off(who, before, true);
                return Step::Lost;
            }
        };
        self.settle(who, brain, &effects);
        match doom {
            Some(Doom::BeforeSending) => {
                self.saw("disk: the power fails after the commit, before anything is sent");
                self.power_off(who, before, false);
                Step::Kept(done)
            }
            Some(Doom::AfterSending) => {
                self.saw("disk: the power fails after sending");
                self.wake_by(who, &effects);
                if self.has(DriverBug::AnswerBeforeCommit) {
                    self.restore_disk(who, before);
                } else if self.has(DriverBug::BlobNotSynced) {
                    self.lose_blobs(who, before);
                }
                self.doomed = Some(who);
                Step::Sent(done)
            }
            _ => {
                self.wake_by(who, &effects);
                Step::Sent(done)
            }
        }
    }

    /// The name of a node.
    #[must_use]
    pub fn name(&self, who: usize) -> String {
        self.nodes.get(who).map_or_else(String::new, |node| node.party.id.to_string())
    }

    /// Whether this bug is planted.
    #[must_use]
    pub fn has(&self, bug: DriverBug) -> bool {
        self.bug == Some(Bug::Driver(bug))
    }

    fn doom(&mut self, who: usize) -> Option<Doom> {
        if self.healed || self.crashes == 0 || !self.honest(who) || !self.dice.chance(self.crashes) {
            return None;
        }
        Some(match self.dice.below(4) {
            0 => Doom::BeforeSending,
            1 => Doom::AfterSending,
            _ => Doom::Writing(self.dice.between(1, 24)),
        })
    }

    /// The power fails within a step, or right after its commit.
    fn power_off(&mut self, who: usize, before: Option<MemoryStore>, torn: bool) {
        if torn && !self.has(DriverBug::TornTransaction) {
            self.restore_disk(who, before);
        } else if !torn && self.has(DriverBug::BlobNotSynced) {
            self.lose_blobs(who, before);
        }
        self.crash(who);
    }

    fn restore_disk(&mut self, who: usize, before: Option<MemoryStore>) {
        if let Some(before) = before {
            self.nodes[who].brains[0].disk = before;
        }
    }

    /// The planted bug "blob not synced": rows stay, new blobs are gone.
    fn lose_blobs(&mut self, who: usize, before: Option<MemoryStore>) {
        if let Some(before) = before {
            self.nodes[who].brains[0].disk.keep_blobs_of(&before);
        }
    }

    /// A node goes down, and comes back after a while.
    pub fn crash(&mut self, who: usize) {
        let wait = self.dice.between(200, 20_000);
        self.down(who);
        self.start_in(who, wait);
    }

    /// A node that is down starts in `wait` ms.
    pub fn start_in(&mut self, who: usize, wait: u64) {
        self.nodes[who].start_at = self.now + wait;
        self.after(wait, Event::Start(who));
    }

    /// A node goes down.
    pub fn down(&mut self, who: usize) {
        self.log(|w| format!("{} is down", w.name(who)));
        if self.has(DriverBug::QueueInMemory) {
            self.nodes[who].brains[0].disk.drop_queue();
        }
        let node = &mut self.nodes[who];
        (node.up, node.flush_at) = (false, None);
        node.brains.iter_mut().for_each(|brain| brain.machine = None);
        for lane in self.lanes.iter_mut().filter(|lane| lane.owner == who) {
            (lane.session, lane.waiting, lane.due) = (None, None, None);
        }
    }

    /// A node starts: everything it knows is what its disk says.
    pub fn start(&mut self, who: usize) {
        if self.nodes[who].up || self.nodes[who].start_at != self.now {
            return;
        }
        let node = &mut self.nodes[who];
        for brain in &mut node.brains {
            match Machine::load(node.party.identity(), &mut brain.disk) {
                Ok(machine) => brain.machine = Some(machine),
                Err(e) => return self.broken("a machine can be loaded", format!("{}: {e}", self.name(who))),
            }
        }
        (node.up, node.life) = (true, node.life + 1);
        let life = node.life;
        self.plant(who);
        self.log(|w| format!("{} is up, life {life}", w.name(who)));
        self.watch.restarted(who, self.nodes[who].disk());
        for at in 0..self.lanes.len() {
            let Lane { owner, peer, kind, .. } = self.lanes[at];
            if owner == who {
                let peer = self.nodes[peer].party.id.clone();
                self.lanes[at].session = Some(Session::new(peer, kind));
                let wait = self.dice.below(1_000);
                self.lane_due(at, wait);
            }
        }
        self.after(1_000, Event::Beat(who, life));
    }

    fn plant(&mut self, who: usize) {
        if !self.honest(who) {
            return;
        }
        let ids: Vec<AgreementId> =
            self.nodes[who].machine().map_or_else(Vec::new, |m| m.deals().keys().cloned().collect());
        let confirmed_by_nobody = self.has(DriverBug::ConfirmedByNobody);
        let Some(machine) = self.nodes[who].brains[0].machine.as_mut() else { return };
        #[cfg(feature = "planted")]
        if let Some(Bug::Machine(planted)) = self.bug {
            machine.planted = Some(planted);
        }
        if confirmed_by_nobody {
            ids.iter().for_each(|id| machine.confirm_by_person(id));
        }
    }

    /// What a driver does about the effects of a durable step: answer long polls, wake lanes, flush soon.
    pub fn wake_by(&mut self, who: usize, effects: &[Effect]) {
        if effects.is_empty() {
            return;
        }
        self.flush_soon(who);
        if !effects.iter().any(|effect| matches!(effect, Effect::Changed(_))) {
            return;
        }
        for at in 0..self.lanes.len() {
            let lane = &mut self.lanes[at];
            if lane.owner == who && lane.kind == Kind::Push {
                if let Some(session) = &mut lane.session {
                    session.wake();
                }
                self.lane_due(at, 1);
            } else if lane.peer == who && lane.kind == Kind::Pull && self.net.reaches(lane.owner, who) {
                // Its long poll is answered.
                let wait = self.net.delay_ms;
                self.lane_due(at, wait);
            }
        }
    }

    fn flush_soon(&mut self, who: usize) {
        if self.nodes[who].flush_at.is_none() {
            let wait = self.dice.between(300, 3_000);
            self.nodes[who].flush_at = Some(self.now + wait);
            self.after(wait, Event::Flush(who));
        }
    }

    /// Says what waits, under every agreement.
    pub fn flush(&mut self, who: usize) {
        if self.nodes[who].flush_at != Some(self.now) {
            return;
        }
        self.nodes[who].flush_at = None;
        for brain in 0..self.nodes[who].brains.len() {
            let deals = self.nodes[who].brains[brain].machine.as_ref();
            let ids: Vec<AgreementId> = deals.map_or_else(Vec::new, |m| m.deals().keys().cloned().collect());
            for id in ids {
                while self.step(who, brain, |m, t| m.flush(t, &id)).sent() == Some(true) {}
            }
        }
    }

    /// Every half minute a node looks whether anybody lacks anything.
    pub fn beat(&mut self, who: usize, life: u64) {
        if !self.nodes[who].up || self.nodes[who].life != life {
            return;
        }
        for at in 0..self.lanes.len() {
            let lane = &mut self.lanes[at];
            if lane.owner == who && lane.kind == Kind::Push && lane.waiting.is_none() {
                if let Some(session) = &mut lane.session {
                    session.wake();
                }
                self.lane_due(at, 1);
            }
        }
        self.flush_soon(who);
        self.office(who);
        self.overrule_liar(who);
        self.after(30_000, Event::Beat(who, life));
    }
}

//! One liar, in some runs, with one vice. What it does on the wire is here; how it changes pages is in `forge`;
//! statements that are not its to make are in `lies`; whether everybody noticed is in `check::caught`.

use crate::dice::Dice;
use crate::lies::Lie;
use crate::node::{Brain, Node};
use crate::script::Script;
use crate::world::{Event, Message, Said, World};
use interwire_core::exchange::machine::Machine;
use interwire_core::exchange::message::{Request, Response};
use interwire_core::ids::{AgreementId, PartyId};
use interwire_core::protocol::v1::statement::Body;
use std::collections::BTreeMap;

/// Of a thousand chances to lie on the wire, those that a liar takes.
pub(crate) const OFTEN: u64 = 300;

/// How a liar lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vice {
    /// Signs two histories of its journals and shows each to half of its peers.
    TwoHistories,
    /// Goes back to an old disk and writes another history from there.
    Rewrite,
    /// Changes entries, heads and proofs that it passes on, and its own.
    Forge,
    /// Says again what it said before.
    Replay,
    /// Gives other bytes than were asked for.
    WrongBlobs,
    /// Writes statements that are not its to make.
    Statements,
    /// Asks under one agreement for what belongs to others.
    Pry,
}

/// Who lies, and how.
pub struct Evil {
    /// The node.
    pub who: usize,
    /// Its vice.
    pub vice: Vice,
    /// The false statements it has written.
    pub lies: Vec<Lie>,
    /// Pages and heads that it has changed, by peer.
    pub forged: BTreeMap<usize, u64>,
    /// Blobs that it has changed, by peer.
    pub swapped: BTreeMap<usize, u64>,
    /// It has gone back to an old disk or split.
    pub turned: bool,
    said: Vec<(Request, Response)>,
    asked: Vec<Request>,
}

impl Evil {
    /// The liar of a run, if there is one.
    pub fn new(dice: &mut Dice, nodes: &[Node], script: &Script) -> Option<Self> {
        use Vice::{Forge, Pry, Replay, Rewrite, Statements, TwoHistories, WrongBlobs};
        if !dice.chance(450) {
            return None;
        }
        let vice =
            dice.pick(&[TwoHistories, TwoHistories, Rewrite, Forge, Replay, WrongBlobs, Statements, Statements, Pry])?;
        let pool = script.bonds.iter().find(|bond| bond.parties.len() > 2);
        let who = match (vice, pool) {
            (TwoHistories | Forge, Some(pool)) => dice.pick(&pool.parties)?,
            _ => dice.index(nodes.len()),
        };
        let (forged, swapped) = (BTreeMap::new(), BTreeMap::new());
        let (lies, said, asked) = (Vec::new(), Vec::new(), Vec::new());
        Some(Self { who, vice, lies, forged, swapped, turned: false, said, asked })
    }
}

impl World {
    fn liar(&self, who: usize) -> Option<&Evil> {
        self.evil.as_ref().filter(|evil| evil.who == who)
    }

    /// The brain of a node that speaks to a peer: of a liar with two, each peer knows one.
    #[must_use]
    pub fn brain_for(&self, owner: usize, peer: usize) -> usize {
        if self.nodes[owner].brains.len() > 1 { peer % 2 } else { 0 }
    }

    /// The brain of a node that publishes.
    pub fn speaking_brain(&mut self, who: usize) -> usize {
        let brains = self.nodes[who].brains.len();
        self.dice.index(brains)
    }

    /// The liar lies.
    pub fn lie(&mut self) {
        let Some((who, vice, turned)) = self.evil.as_ref().map(|evil| (evil.who, evil.vice, evil.turned)) else {
            return;
        };
        if !self.nodes[who].up {
            return;
        }
        match vice {
            Vice::TwoHistories if !turned => self.split(who),
            Vice::TwoHistories => self.note(who),
            Vice::Rewrite if !turned => self.rewrite(who),
            Vice::Statements => self.tell_a_lie(who),
            Vice::Replay => self.ask_again(who),
            Vice::Pry => self.pry(who),
            _ => {}
        }
    }

    /// Every agreement the node knows.
    fn deals_of(&self, who: usize, brain: usize) -> Vec<AgreementId> {
        let machine = self.nodes[who].brains.get(brain).and_then(|brain| brain.machine.as_ref());
        machine.map_or_else(Vec::new, |machine| machine.deals().keys().cloned().collect())
    }

    /// From now on the node has two brains, each with a history of its own.
    fn split(&mut self, who: usize) {
        let disk = self.nodes[who].disk().clone();
        self.nodes[who].brains.push(Brain { machine: None, disk });
        self.saw("liar: signs two histories");
        self.log(|w| format!("{} begins to show two histories", w.name(who)));
        self.turn(who);
    }

    /// The node goes back to an old disk and writes on from there.
    fn rewrite(&mut self, who: usize) {
        let Some(old) = self.dice.pick(&self.nodes[who].backups) else { return };
        self.saw("liar: rewrites its history");
        self.log(|w| format!("{} rewrites its history", w.name(who)));
        self.nodes[who].brains[0].disk = old;
        self.turn(who);
    }

    /// The node's brains start anew, believe that nothing is missing, and write.
    fn turn(&mut self, who: usize) {
        if let Some(evil) = &mut self.evil {
            evil.turned = true;
        }
        let node = &mut self.nodes[who];
        for brain in &mut node.brains {
            brain.machine = Machine::load(node.party.identity(), &mut brain.disk).ok();
            if let Some(machine) = &mut brain.machine {
                let ids: Vec<AgreementId> = machine.deals().keys().cloned().collect();
                ids.iter().for_each(|id| machine.confirm_by_person(id));
            }
        }
        self.note(who);
    }

    /// Each brain says something of its own under every agreement.
    fn note(&mut self, who: usize) {
        for brain in 0..self.nodes[who].brains.len() {
            for id in self.deals_of(who, brain) {
                let text = format!("note {}", self.dice.any()).into_bytes();
                let blob = crate::script::blob(&text);
                self.step(who, brain, |m, t| {
                    t.store.put_blob(&blob.hash, &text)?;
                    m.say(t, &id, vec![Body::Note { text: blob }])
                });
            }
        }
    }

    /// The liar sends an old request once more.
    fn ask_again(&mut self, who: usize) {
        let asked = self.evil.as_ref().map(|evil| evil.asked.clone()).unwrap_or_default();
        let (Some(request), to) = (self.dice.pick(&asked), self.dice.index(self.nodes.len())) else { return };
        let Some(lane) = self.lanes.iter().position(|lane| lane.owner == who && lane.peer == to) else { return };
        self.saw("liar: repeats a request");
        let message = Message { id: self.dice.any(), sent: self.sent, from: who, to, lane, body: Said::Ask(request) };
        self.after(10, Event::Arrive(Box::new(message)));
    }

    /// The liar asks for anything that its victim has, of which it has learnt the hashes somewhere.
    fn pry(&mut self, who: usize) {
        let lanes: Vec<usize> = (0..self.lanes.len()).filter(|at| self.lanes[*at].owner == who).collect();
        let Some(lane) = self.dice.pick(&lanes) else { return };
        let (to, deals) = (self.lanes[lane].peer, self.deals_of(who, 0));
        let Some(agreement) = self.dice.pick(&deals) else { return };
        let all: Vec<_> = self.nodes[to].disk().all_blobs().map(|(_, bytes)| crate::script::blob(bytes)).collect();
        let blobs = (0..20).filter_map(|_| self.dice.pick(&all)).collect();
        self.saw("liar: asks for what is not its");
        let body = Said::Ask(Request::Blobs { agreement, blobs });
        let message = Message { id: self.dice.any(), sent: self.sent, from: who, to, lane, body };
        self.after(10, Event::Arrive(Box::new(message)));
    }

    /// The liar changes its request.
    pub fn tamper_request(&mut self, from: usize, to: usize, mut request: Request) -> Request {
        let Some(vice) = self.liar(from).map(|evil| evil.vice) else { return request };
        let dice = self.dice.below(1000);
        let often = dice < OFTEN;
        match (&mut request, vice) {
            (Request::GiveEntries(page), Vice::Forge) if dice < self.how_often(from, page) => {
                self.forge_page(from, to, page)
            }
            (Request::GiveBlobs { blobs, .. }, Vice::WrongBlobs) if often => self.swap_blobs(to, blobs),
            (request, Vice::Replay) => {
                if let Some(evil) = &mut self.evil {
                    evil.asked.push(request.clone());
                }
            }
            _ => {}
        }
        request
    }

    /// The liar changes its answer.
    pub fn tamper_answer(&mut self, from: usize, to: usize, asked: &Request, mut answer: Response) -> Response {
        let Some(vice) = self.liar(from).map(|evil| evil.vice) else { return answer };
        let dice = self.dice.below(1000);
        let often = dice < OFTEN;
        match (&mut answer, vice) {
            (Response::Page(page), Vice::Forge) if dice < self.how_often(from, page) => self.forge_page(from, to, page),
            (Response::Blobs(blobs), Vice::WrongBlobs) if often => self.swap_blobs(to, blobs),
            (_, Vice::Replay) => return self.say_again(asked, answer, often),
            _ => {}
        }
        answer
    }

    /// An old answer to a request of the same kind, or this one, which is remembered.
    fn say_again(&mut self, asked: &Request, answer: Response, again: bool) -> Response {
        let kind = std::mem::discriminant(asked);
        let Some(evil) = &mut self.evil else { return answer };
        let old: Vec<usize> =
            (0..evil.said.len()).filter(|at| std::mem::discriminant(&evil.said[*at].0) == kind).collect();
        match self.dice.pick(&old).filter(|_| again) {
            Some(at) => {
                let old = evil.said[at].1.clone();
                self.saw("liar: repeats an answer");
                old
            }
            None => {
                evil.said.push((asked.clone(), answer.clone()));
                answer
            }
        }
    }

    fn swap_blobs(&mut self, to: usize, blobs: &mut [Vec<u8>]) {
        let other = self.dice.any().to_le_bytes().to_vec();
        let at = self.dice.index(blobs.len());
        let Some(blob) = blobs.get_mut(at) else { return };
        match self.dice.below(3) {
            0 => {
                *blob = other;
                self.saw("liar: gives other bytes");
            }
            1 => {
                blob.push(b'!');
                self.saw("liar: gives more bytes");
            }
            _ => {
                blob.first_mut().into_iter().for_each(|byte| *byte ^= 1);
                self.saw("liar: flips a bit");
            }
        }
        if let Some(evil) = &mut self.evil {
            *evil.swapped.entry(to).or_default() += 1;
        }
    }

    /// The name of the liar.
    #[must_use]
    pub fn liar_id(&self) -> Option<PartyId> {
        self.evil.as_ref().map(|evil| self.nodes[evil.who].party.id.clone())
    }
}

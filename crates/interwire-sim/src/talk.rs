//! Conversations: lanes speak, messages arrive, answers are made something of, and silence is noticed.

use crate::step::Step;
use crate::world::{Event, Message, Said, World};
use interwire_core::exchange::message::{Request, Response};
use interwire_core::exchange::session::{Failure, Lane as Kind};

/// A request without an answer fails after this, in ms.
const TIMEOUT_MS: u64 = 10_000;
/// A long poll is answered after this, in ms, when nothing has changed.
const POLL_MS: u64 = 20_000;

impl World {
    /// A lane shall speak in `wait` ms, or earlier if it was to anyway.
    pub fn lane_due(&mut self, at: usize, wait: u64) {
        let due = self.now + wait;
        let lane = &mut self.lanes[at];
        // What woke it is a reason to ask for heads again.
        lane.fresh = false;
        if lane.waiting.is_some() || lane.due.is_some_and(|sooner| sooner <= due && sooner >= self.now) {
            return;
        }
        lane.due = Some(due);
        self.after(wait, Event::Lane(at));
    }

    /// A lane sends its next request, if it has one.
    pub fn speak(&mut self, at: usize) {
        let lane = &mut self.lanes[at];
        if lane.due != Some(self.now) || lane.waiting.is_some() {
            return;
        }
        lane.due = None;
        let (owner, peer) = (lane.owner, lane.peer);
        let Some(mut session) = lane.session.take() else { return };
        let brain = self.brain_for(owner, peer);
        let next = self.step(owner, brain, |machine, turn| session.next(machine, turn)).sent();
        if !self.nodes[owner].up {
            return;
        }
        let wait = session.wait_ms(self.nodes[owner].clock(self.now));
        self.lanes[at].session = Some(session);
        match next {
            None => {}
            Some(None) if wait > 0 => self.lane_due(at, wait.unsigned_abs()),
            Some(None) => {}
            Some(Some(Request::Heads { .. })) if self.lanes[at].fresh => {
                self.lane_due(at, POLL_MS);
            }
            Some(Some(request)) => self.ask(at, request),
        }
    }

    fn ask(&mut self, at: usize, request: Request) {
        let id = self.dice.any();
        let (from, to) = (self.lanes[at].owner, self.lanes[at].peer);
        self.log(|w| format!("{} asks {}: {}", w.name(from), w.name(to), brief(&request)));
        if let Request::Offer(offer) = &request {
            let bond = self.script.bond(&offer.page.journal.agreement);
            if bond.is_some_and(|bond| bond.parties.first() != Some(&from)) {
                self.saw("session: an agreement is introduced by another than its offerer");
            }
        }
        self.lanes[at].waiting = Some((id, request.clone()));
        self.after(TIMEOUT_MS, Event::Timeout(at, id));
        let mut request = request;
        let brain = self.brain_for(from, to);
        self.shorten_request(from, brain, &mut request);
        let request = self.tamper_request(from, to, request);
        let body = Said::Ask(request);
        let delays = self.net.request(&mut self.dice, from, to);
        self.send(&delays, Message { id, sent: 0, from, to, lane: at, body });
    }

    /// A message travels as many times as there are delays.
    fn send(&mut self, delays: &[u64], mut message: Message) {
        self.sent += 1;
        message.sent = self.sent;
        let asked = matches!(message.body, Said::Ask(_));
        match delays {
            [] if self.net.reaches(message.from, message.to) || !asked => self.saw("network: a message is lost"),
            [] => self.saw("network: a message meets a cut or a firewall"),
            [_] => {}
            _ => self.saw("network: a message arrives twice"),
        }
        if delays.iter().any(|delay| *delay > 2 * self.net.delay_ms) {
            self.saw("network: a message is late");
        }
        for delay in delays {
            self.after(*delay, Event::Arrive(Box::new(message.clone())));
        }
    }

    /// A message arrives.
    pub fn arrive(&mut self, message: Message) {
        let Message { id, sent, from, to, lane, body } = message;
        let newest = self.arrived.entry((from, to)).or_default();
        let overtaken = sent < *newest;
        *newest = sent.max(*newest);
        if overtaken {
            self.saw("network: a message overtakes another");
        }
        match body {
            Said::Ask(request) => self.serve(id, from, to, lane, request),
            Said::Answer(answer) => self.answered(id, from, lane, answer),
        }
    }

    fn serve(&mut self, id: u64, from: usize, to: usize, lane: usize, request: Request) {
        if !self.nodes[to].up {
            return;
        }
        let (asker, brain) = (self.nodes[from].party.id.clone(), self.brain_for(to, from));
        let kept = request.clone();
        let answer = self.step(to, brain, |machine, turn| machine.serve(turn, &asker, request));
        self.wake_lanes_to(to, from);
        let Step::Sent(mut answer) = answer else { return };
        self.check_answer(from, to, &kept, &answer);
        self.shorten_answer(to, brain, &mut answer);
        if let Response::Refused(refusal) = &answer {
            self.log(|w| format!("{} refuses {}: {refusal:?}", w.name(to), brief(&kept)));
            self.watch.refused(from, to, *refusal);
            self.saw_refusal(*refusal);
        }
        let answer = self.tamper_answer(to, from, &kept, answer);
        let garbled = self.dice.chance(self.net.garbage);
        if garbled {
            self.saw("network: an answer is garbled");
        }
        let body = Said::Answer(if garbled { Err(Failure::Garbage) } else { Ok(answer) });
        let delays = self.net.answer(&mut self.dice, to, from);
        self.send(&delays, Message { id, sent: 0, from: to, to: from, lane, body });
    }

    /// A peer that was unreachable has just spoken: no need to wait longer.
    fn wake_lanes_to(&mut self, owner: usize, peer: usize) {
        for at in 0..self.lanes.len() {
            let lane = &mut self.lanes[at];
            if lane.owner != owner || lane.peer != peer {
                continue;
            }
            let Some(session) = lane.session.as_mut() else { continue };
            if matches!(session.trouble(), (_, Some(Failure::Unreachable), _)) {
                session.peer_is_back();
                self.lane_due(at, 50);
            }
        }
    }

    fn answered(&mut self, id: u64, from: usize, at: usize, answer: Result<Response, Failure>) {
        let Some((_, request)) = self.lanes[at].waiting.take_if(|(waiting, _)| *waiting == id) else { return };
        self.log(|w| {
            let said = answer.as_ref().map_or_else(|failure| format!("{failure:?}"), brief_answer);
            format!("{} hears of {}: {said}", w.name(w.lanes[at].owner), w.name(from))
        });
        self.conclude(at, &request, answer);
    }

    /// A request has waited too long.
    pub fn time_out(&mut self, at: usize, id: u64) {
        if let Some((_, request)) = self.lanes[at].waiting.take_if(|(waiting, _)| *waiting == id) {
            self.conclude(at, &request, Err(Failure::Unreachable));
        }
    }

    fn conclude(&mut self, at: usize, request: &Request, answer: Result<Response, Failure>) {
        let (owner, peer) = (self.lanes[at].owner, self.lanes[at].peer);
        let heads = matches!(request, Request::Heads { .. }) && answer.is_ok();
        let Some(mut session) = self.lanes[at].session.take() else { return };
        let (dice, brain) = (self.dice.any(), self.brain_for(owner, peer));
        let done = self.step(owner, brain, |machine, turn| session.done(machine, turn, request, answer, dice));
        if done.sent().is_none() || !self.nodes[owner].up {
            return;
        }
        let (failures, last, _) = session.trouble();
        let lane = &mut self.lanes[at];
        lane.session = Some(session);
        if let (1.., Some(failure)) = (failures, last) {
            *lane.failures.entry(format!("{failure:?}")).or_default() += 1;
            self.check_failure(owner, peer, failure);
            match failure {
                Failure::Forged => self.saw("session: an answer that does not agree with signatures or hashes"),
                Failure::Garbage => self.saw("session: an answer that the protocol does not know"),
                Failure::Fruitless => self.saw("session: an answer that brings nothing"),
                Failure::Unreachable | Failure::Refused => {}
            }
            self.log(|w| format!("{} has trouble with {}: {last:?}", w.name(owner), w.name(peer)));
        }
        self.lane_due(at, 0);
        self.lanes[at].fresh = heads && self.lanes[at].kind == Kind::Pull;
    }
}

/// A request in a few words.
fn brief(request: &Request) -> String {
    match request {
        Request::Heads { .. } => "heads?".into(),
        Request::TellHeads(heads) => format!("hear my heads ({} journals)", heads.journals.len()),
        Request::TellKeys(papers) => format!("know my keys ({} papers)", papers.len()),
        Request::Entries { journal, from, to } => format!("entries of {} {from}..{to}?", short(journal)),
        Request::GiveEntries(page) => {
            format!("take entries of {} {}+{}", short(&page.journal), page.from, page.entries.len())
        }
        Request::Consistency { journal, old, new } => format!("consistency of {} {old} {new}?", short(journal)),
        Request::Blobs { blobs, .. } => format!("{} blobs?", blobs.len()),
        Request::GiveBlobs { blobs, .. } => format!("take {} blobs", blobs.len()),
        Request::Offer(offer) => format!("an offer under {}", offer.page.journal.agreement),
    }
}

fn brief_answer(response: &Response) -> String {
    match response {
        Response::Heads(heads) => {
            let rows = heads.journals.iter().map(|row| format!("{}:{}", short(&row.journal), row.holds));
            format!("heads {} wants {}", rows.collect::<Vec<_>>().join(" "), heads.wants.len())
        }
        Response::Page(page) => format!("page of {} {}+{}", short(&page.journal), page.from, page.entries.len()),
        Response::Consistency { .. } => "a consistency proof".into(),
        Response::Blobs(blobs) => format!("{} blobs", blobs.len()),
        Response::Refused(refusal) => format!("refused {refusal:?}"),
    }
}

/// A journal in a few letters: its party and the end of its agreement's id.
pub fn short(journal: &interwire_core::ids::JournalId) -> String {
    let agreement = journal.agreement.as_str();
    format!("{}/{}", journal.party, &agreement[agreement.len().saturating_sub(2)..])
}

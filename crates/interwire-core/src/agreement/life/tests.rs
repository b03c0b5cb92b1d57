//! The life of an agreement as a script: who says what, having seen what, and the state after it.
//! `order` proves that the order in which independent events arrive does not matter.

use super::*;
use crate::agreement::articles::term::{Duration, Renewal};
use crate::agreement::span::{Span, Unit};
use crate::time::Time;
use expect_test::Expect;

mod order;
mod running;
mod signing;

/// A version's hash by its name.
fn version(name: &str) -> Hash {
    Hash::of(name.as_bytes())
}

/// A debug text with versions by their names, parties by their ids and times as they are written.
fn readable(text: &str) -> String {
    let text = (1..=9).fold(text.replace("PartyId", "").replace("Hash", ""), |text, n| {
        let name = format!("v{n}");
        text.replace(&version(&name).to_string(), &name)
    });
    let mut parts = text.split("Time(");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (ms, rest) = part.split_once(')').unwrap();
        out += &format!("{}{rest}", Time::from_ms(ms.parse().unwrap()));
    }
    out
}

/// Writes events as parties do: each remembers what it has seen of the others.
#[derive(Default)]
pub(super) struct Script {
    pub(super) events: Vec<LifeEvent>,
    heads: BTreeMap<PartyId, u64>,
    seen: BTreeMap<PartyId, Seen>,
    term: Term,
    /// Three parties instead of two.
    pool: bool,
}

impl Script {
    /// `party` takes over everything the others have written.
    pub(super) fn sync(&mut self, party: &str) {
        let party: PartyId = party.parse().unwrap();
        for (other, size) in self.heads.iter().filter(|(other, _)| **other != party) {
            self.seen.entry(party.clone()).or_default().add(other.clone(), 0, *size);
        }
    }

    pub(super) fn say(&mut self, party: &str, at: Time, what: What) {
        let author: PartyId = party.parse().unwrap();
        let head = self.heads.entry(author.clone()).or_default();
        let mark = Mark { epoch: 0, index: *head };
        *head += 1;
        let seen = self.seen.get(&author).cloned().unwrap_or_default();
        self.events.push(LifeEvent { author, at, mark, seen, what });
    }

    pub(super) fn offer(&self, name: &str, predecessor: Option<&str>) -> What {
        let all = ["hanoi", "astana", "baku"].iter().map(|party| party.parse().unwrap());
        let parties = all.take(if self.pool { 3 } else { 2 }).collect();
        What::Offered(Box::new(Offer {
            version: version(name),
            predecessor: predecessor.map(version),
            parties,
            term: self.term.clone(),
        }))
    }
}

fn time(text: &str) -> Time {
    let clock = if text.contains('T') { String::new() } else { "T00:00:00.000Z".to_owned() };
    format!("{text}{clock}").parse().unwrap()
}

fn term(text: &str) -> Term {
    let mut term = Term::default();
    for word in text.split_whitespace() {
        match word.split_once('=').unwrap() {
            ("starts", day) => term.starts = Some(day.parse().unwrap()),
            ("for", span) => term.duration = span.parse().unwrap(),
            ("renewal", word) => term.renewal = word.parse().unwrap(),
            ("notice", span) => term.notice = span.parse().unwrap(),
            ("suspension", _) => term.suspension = false,
            other => panic!("{other:?}"),
        }
    }
    term
}

/// Lines are `DAY PARTY act [version [after version]]`; `blind` before the act means that the party has seen nothing
/// new; `DAY ?` prints the state.
fn check(terms: &str, script: &str, expect: &Expect) {
    let mut writer = Script { term: term(terms), ..Script::default() };
    let mut life = Life::new();
    let mut told = String::new();
    for line in script.trim().lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let at = time(words[0]);
        if words[1] == "?" {
            told += &format!("{} {}\n", words[0], readable(&format!("{:?}", life.state(at))));
            continue;
        }
        let rest = if words[2] == "blind" { &words[3..] } else { &words[2..] };
        if words[2] != "blind" {
            writer.sync(words[1]);
        }
        let name = rest.get(1).copied().unwrap_or("v1");
        let what = match rest[0] {
            "offers" => writer.offer(name, rest.get(3).copied()),
            "withdraws" => What::Withdrawn(version(name)),
            "signs" => What::Signed(version(name)),
            "declines" => What::Declined(version(name)),
            "suspends" => What::Suspended(version(name)),
            "resumes" => What::Resumed(version(name)),
            "notice" => What::Notice(version(name)),
            "ends" => What::Ended(version(name)),
            other => panic!("{other}"),
        };
        writer.say(words[1], at, what);
        if let Err(refusal) = life.apply(writer.events.last().unwrap().clone()) {
            told += &format!("{}: {refusal}\n", line.trim());
        }
    }
    expect.assert_eq(&told);
}

//! The life of an agreement as a script: who says what, having seen what, and the state after it.
//! `order` proves that the order in which independent events arrive does not matter.

use super::*;
use crate::agreement::articles::term::{Duration, Renewal};
use crate::agreement::span::{Span, Unit};
use crate::time::Time;
use expect_test::{Expect, expect};

mod order;

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
        let parties = ["hanoi", "astana", "baku"].iter().map(|p| p.parse().unwrap()).take(2).collect();
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

#[test]
fn an_agreement_is_offered_signed_and_in_force_from_the_named_day() {
    check(
        "starts=2027-01-01 for=P1Y renewal=none",
        "
        2026-11-20 ?
        2026-11-20 hanoi offers v1
        2026-11-20 ?
        2026-11-20 hanoi signs v1
        2026-11-21 ?
        2026-11-22 astana signs v1
        2026-11-23 ?
        2027-01-01 ?
        2028-01-01 ?
        ",
        &expect![[r#"
            2026-11-20 Draft
            2026-11-20 Offered { version: (v1), by: (hanoi) }
            2026-11-21 Signed { version: (v1), by: {(hanoi)}, missing: {(astana)}, from: None }
            2026-11-23 Signed { version: (v1), by: {(astana), (hanoi)}, missing: {}, from: Some(2027-01-01T00:00:00.000Z) }
            2027-01-01 InForce { version: (v1), since: 2027-01-01T00:00:00.000Z, until: Some(2028-01-01T00:00:00.000Z), renews: false }
            2028-01-01 Lapsed { version: (v1), at: 2028-01-01T00:00:00.000Z }
        "#]],
    );
}

#[test]
fn the_last_signature_counts_when_it_is_later_than_the_named_day() {
    check(
        "starts=2026-11-01 for=P1Y renewal=same-term",
        "
        2026-10-20 hanoi offers v1
        2026-10-20 hanoi signs v1
        2026-11-22 astana signs v1
        2026-11-21 ?
        2026-11-22 ?
        2027-11-01 ?
        ",
        &expect![[r#"
            2026-11-21 Signed { version: (v1), by: {(astana), (hanoi)}, missing: {}, from: Some(2026-11-22T00:00:00.000Z) }
            2026-11-22 InForce { version: (v1), since: 2026-11-22T00:00:00.000Z, until: Some(2027-11-01T00:00:00.000Z), renews: true }
            2027-11-01 InForce { version: (v1), since: 2026-11-22T00:00:00.000Z, until: Some(2028-11-01T00:00:00.000Z), renews: true }
        "#]],
    );
}

#[test]
fn a_withdrawal_counts_only_if_the_countersigner_had_seen_it() {
    let unseen = "
        2026-11-20 hanoi offers v1
        2026-11-20 hanoi signs v1
        2026-11-21 astana declines v9
        2026-11-22 hanoi withdraws v1
        2026-11-22 ?
        2026-11-23 astana blind signs v1
        2026-11-23 ?
        2026-11-24 hanoi withdraws v1
        ";
    check(
        "",
        unseen,
        &expect![[r#"
            2026-11-21 astana declines v9: its author had not seen that version offered
            2026-11-22 Withdrawn { version: (v1) }
            2026-11-23 InForce { version: (v1), since: 2026-11-23T00:00:00.000Z, until: None, renews: false }
            2026-11-24 hanoi withdraws v1: the offer had been withdrawn, and its author had seen that
        "#]],
    );
    check(
        "",
        &unseen.replace("blind ", ""),
        &expect![[r#"
            2026-11-21 astana declines v9: its author had not seen that version offered
            2026-11-22 Withdrawn { version: (v1) }
            2026-11-23 astana signs v1: the offer had been withdrawn, and its author had seen that
            2026-11-23 Withdrawn { version: (v1) }
            2026-11-24 hanoi withdraws v1: the offer had been withdrawn, and its author had seen that
        "#]],
    );
}

#[test]
fn a_declined_offer_is_answered_by_a_counter_offer() {
    check(
        "",
        "
        2026-11-20 hanoi offers v1
        2026-11-20 hanoi signs v1
        2026-11-21 astana declines v1
        2026-11-21 ?
        2026-11-22 astana offers v2 after v1
        2026-11-22 astana signs v2
        2026-11-22 ?
        2026-11-23 hanoi signs v2
        2026-11-23 ?
        2026-11-24 astana signs v1
        ",
        &expect![[r#"
            2026-11-21 Declined { version: (v1), by: {(astana)} }
            2026-11-22 Signed { version: (v2), by: {(astana)}, missing: {(hanoi)}, from: None }
            2026-11-23 InForce { version: (v2), since: 2026-11-23T00:00:00.000Z, until: None, renews: false }
            2026-11-24 astana signs v1: its author had declined that version
        "#]],
    );
}

#[test]
fn a_party_signs_at_most_one_successor_until_the_other_cannot_come_to_life() {
    check(
        "",
        "
        2026-11-20 hanoi offers v1
        2026-11-20 hanoi signs v1
        2026-11-20 astana signs v1
        2026-11-21 hanoi offers v2 after v1
        2026-11-21 hanoi signs v2
        2026-11-21 astana blind offers v3 after v1
        2026-11-21 astana blind signs v3
        2026-11-22 hanoi signs v3
        2026-11-22 astana signs v2
        2026-11-23 astana declines v2
        2026-11-23 hanoi signs v3
        2026-11-23 ?
        ",
        &expect![[r#"
            2026-11-22 hanoi signs v3: its author had signed another version that this one does not follow
            2026-11-22 astana signs v2: its author had signed another version that this one does not follow
            2026-11-23 InForce { version: (v3), since: 2026-11-23T00:00:00.000Z, until: None, renews: false }
        "#]],
    );
}

#[test]
fn an_amendment_takes_over_on_its_first_moment_and_the_text_before_it_runs_until_then() {
    check(
        "for=P1Y renewal=same-term",
        "
        2026-01-01 hanoi offers v1
        2026-01-01 hanoi signs v1
        2026-01-01 astana signs v1
        2026-05-01 hanoi offers v2 after v1
        2026-05-01 hanoi signs v2
        2026-06-01 ?
        2026-06-02 astana signs v2
        2026-06-02 ?
        2026-06-01T23:59:59.999Z ?
        ",
        &expect![[r#"
            2026-06-01 InForce { version: (v1), since: 2026-01-01T00:00:00.000Z, until: Some(2027-01-01T00:00:00.000Z), renews: true }
            2026-06-02 InForce { version: (v2), since: 2026-06-02T00:00:00.000Z, until: Some(2027-06-02T00:00:00.000Z), renews: true }
            2026-06-01T23:59:59.999Z InForce { version: (v1), since: 2026-01-01T00:00:00.000Z, until: Some(2027-01-01T00:00:00.000Z), renews: true }
        "#]],
    );
}

#[test]
fn it_renews_unless_notice_is_given_before_the_window() {
    let script = "
        2026-01-01 hanoi offers v1
        2026-01-01 hanoi signs v1
        2026-01-01 astana signs v1
        2027-09-30 astana notice v1
        2027-10-01 ?
        2028-01-01 ?
        2029-01-01 ?
        ";
    let terms = "starts=2026-01-01 for=P2Y renewal=same-term notice=P3M";
    check(
        terms,
        script,
        &expect![[r#"
            2027-10-01 InForce { version: (v1), since: 2026-01-01T00:00:00.000Z, until: Some(2028-01-01T00:00:00.000Z), renews: false }
            2028-01-01 Ended { version: (v1), at: 2028-01-01T00:00:00.000Z, ending: Notice }
            2029-01-01 Ended { version: (v1), at: 2028-01-01T00:00:00.000Z, ending: Notice }
        "#]],
    );
    check(
        terms,
        &script.replace("2027-09-30", "2027-10-01"),
        &expect![[r#"
            2027-10-01 InForce { version: (v1), since: 2026-01-01T00:00:00.000Z, until: Some(2030-01-01T00:00:00.000Z), renews: false }
            2028-01-01 InForce { version: (v1), since: 2026-01-01T00:00:00.000Z, until: Some(2030-01-01T00:00:00.000Z), renews: false }
            2029-01-01 InForce { version: (v1), since: 2026-01-01T00:00:00.000Z, until: Some(2030-01-01T00:00:00.000Z), renews: false }
        "#]],
    );
    check(
        "for=P2Y",
        script,
        &expect![[r#"
            2027-09-30 astana notice v1: notice changes nothing: the agreement lapses by itself
            2027-10-01 InForce { version: (v1), since: 2026-01-01T00:00:00.000Z, until: Some(2028-01-01T00:00:00.000Z), renews: false }
            2028-01-01 Lapsed { version: (v1), at: 2028-01-01T00:00:00.000Z }
            2029-01-01 Lapsed { version: (v1), at: 2028-01-01T00:00:00.000Z }
        "#]],
    );
}

#[test]
fn a_signature_on_a_later_version_takes_notice_back() {
    check(
        "notice=P1M",
        "
        2026-01-01 hanoi offers v1
        2026-01-01 hanoi signs v1
        2026-01-01 astana signs v1
        2026-02-01 astana notice v1
        2026-02-10 hanoi offers v2 after v1
        2026-02-10 hanoi signs v2
        2026-02-11 ?
        2026-02-12 astana signs v2
        2026-06-01 ?
        ",
        &expect![[r#"
            2026-02-11 InForce { version: (v1), since: 2026-01-01T00:00:00.000Z, until: Some(2026-03-02T00:00:00.000Z), renews: false }
            2026-06-01 InForce { version: (v2), since: 2026-02-12T00:00:00.000Z, until: None, renews: false }
        "#]],
    );
}

#[test]
fn each_party_takes_back_its_own_suspension() {
    check(
        "",
        "
        2026-01-01 hanoi offers v1
        2026-01-01 hanoi signs v1
        2026-01-01 hanoi suspends v1
        2026-01-02 astana signs v1
        2026-01-03 hanoi suspends v1
        2026-01-03 astana suspends v1
        2026-01-04 hanoi resumes v1
        2026-01-03 ?
        2026-01-04 ?
        2026-01-05 hanoi resumes v1
        2026-01-05 astana resumes v1
        2026-01-05 ?
        ",
        &expect![[r#"
            2026-01-01 hanoi suspends v1: its author had not seen that version signed by all
            2026-01-03 Suspended { version: (v1), by: {(astana), (hanoi)} }
            2026-01-04 Suspended { version: (v1), by: {(astana)} }
            2026-01-05 hanoi resumes v1: its author had not suspended the agreement
            2026-01-05 InForce { version: (v1), since: 2026-01-02T00:00:00.000Z, until: None, renews: false }
        "#]],
    );
    check(
        "suspension=no",
        "
        2026-01-01 hanoi offers v1
        2026-01-01 hanoi signs v1
        2026-01-02 astana signs v1
        2026-01-03 astana suspends v1
        ",
        &expect![[r#"
                    2026-01-03 astana suspends v1: the agreement does not allow suspension
        "#]],
    );
}

#[test]
fn it_ends_at_once_when_all_consent() {
    check(
        "for=P2Y",
        "
        2026-01-01 hanoi offers v1
        2026-01-01 hanoi signs v1
        2026-01-02 astana signs v1
        2026-02-01 hanoi ends v1
        2026-02-02 ?
        2026-02-03 astana ends v1
        2026-02-03 ?
        ",
        &expect![[r#"
            2026-02-02 InForce { version: (v1), since: 2026-01-02T00:00:00.000Z, until: Some(2028-01-02T00:00:00.000Z), renews: false }
            2026-02-03 Ended { version: (v1), at: 2026-02-03T00:00:00.000Z, ending: Consent }
        "#]],
    );
}

#[test]
fn who_is_no_party_or_repeats_itself_changes_nothing() {
    check(
        "",
        "
        2026-01-01 baku offers v1
        2026-01-01 hanoi offers v1
        2026-01-01 baku signs v1
        2026-01-01 hanoi signs v1
        2026-01-01 hanoi signs v1
        2026-01-01 hanoi declines v1
        2026-01-01 astana withdraws v1
        2026-01-01 astana offers v1
        2026-01-01 astana offers v2
        2026-01-01 astana offers v2 after v3
        2026-01-01 astana ends v1
        2026-01-02 ?
        ",
        &expect![[r#"
            2026-01-01 baku offers v1: its author is not a party of that version
            2026-01-01 baku signs v1: its author is not a party of that version
            2026-01-01 hanoi signs v1: its author had signed that version
            2026-01-01 hanoi declines v1: its author had signed that version
            2026-01-01 astana withdraws v1: only the party that offered a version can withdraw it
            2026-01-01 astana offers v1: that version was offered before
            2026-01-01 astana offers v2: it does not follow a version that its author had seen offered
            2026-01-01 astana offers v2 after v3: it does not follow a version that its author had seen offered
            2026-01-01 astana ends v1: its author had not seen that version signed by all
            2026-01-02 Signed { version: (v1), by: {(hanoi)}, missing: {(astana)}, from: None }
        "#]],
    );
}

#[test]
fn an_entry_is_applied_once() {
    let mut script = Script::default();
    let offer = script.offer("v1", None);
    script.say("hanoi", time("2026-01-01"), offer);
    let mut life = Life::new();
    assert_eq!(life.apply(script.events[0].clone()), Ok(Change::Offered(version("v1"))));
    assert_eq!(life.apply(script.events[0].clone()), Err(Refusal::Replayed));
}

#[test]
fn another_agreement_replaces_it_and_reminders_stop() {
    let mut script = Script {
        term: Term {
            duration: Duration::Fixed(Span::new(1, Unit::Year)),
            renewal: Renewal::SameTerm,
            ..Term::default()
        },
        ..Script::default()
    };
    let offer = script.offer("v1", None);
    script.say("hanoi", time("2026-01-01"), offer);
    script.say("hanoi", time("2026-01-01"), What::Signed(version("v1")));
    script.sync("astana");
    script.say("astana", time("2026-01-01"), What::Signed(version("v1")));
    let mut life = Life::new();
    for event in script.events {
        life.apply(event).unwrap();
    }
    let due = |life: &Life, day| readable(&format!("{:?}", life.due(time(day))));
    let reminder = "[Notice(Deadline { before: 2027-10-01T00:00:00.000Z, last_day: 2027-09-30, \
                    period_ends: 2028-01-01T00:00:00.000Z })]";
    assert_eq!(due(&life, "2026-11-23"), reminder, "the deadline of the running year has passed");
    assert_eq!(life.in_force_version(time("2026-11-23")), Some(version("v1")));
    assert!(life.deliveries_allowed(time("2026-11-23")));
    life.supersede(AgreementId::from_random([1; 16]), time("2026-11-20"));
    assert_eq!(due(&life, "2026-11-23"), "[]");
    assert!(!life.deliveries_allowed(time("2026-11-23")) && life.deliveries_allowed(time("2026-11-19")));
}

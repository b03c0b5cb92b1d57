//! What people should do about an agreement, and how soon: computed from its life, its calendar and how its journals
//! stand, so that a page can put the agreements of a house in the order of their urgency.

use super::calendar::Deadline;
use super::life::{Due, Life, State, VersionStand};
use crate::ids::{Hash, PartyId};
use crate::time::Time;
use std::collections::BTreeSet;

const DAY_MS: i64 = 86_400_000;

/// How soon a person should act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// Today.
    Now,
    /// It is near enough to be on somebody's list.
    Soon,
    /// It is good to know.
    Later,
}

/// What is to be done, or to be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// A partner said something that must be understood and is not: deliveries stand still.
    Halted,
    /// Statements of ours wait until our journal may be written.
    JournalWaits(u64),
    /// A version waits for our signature.
    WaitsForUs(Hash, PartyId),
    /// A version waits for the signatures of others.
    WaitsForOthers(Hash, BTreeSet<PartyId>),
    /// All have signed; it comes into force.
    Begins(Time),
    /// Deliveries are suspended.
    Suspended(BTreeSet<PartyId>),
    /// Whoever does not want the next period gives notice; else it is renewed.
    Notice(Deadline),
    /// It lapses, unless it is amended.
    Lapses(Time),
    /// Notice was given: it ends.
    Ends(Time),
}

/// One line of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// How soon.
    pub urgency: Urgency,
    /// Before when, or since when it waits.
    pub at: Option<Time>,
    /// What.
    pub matter: Matter,
}

impl Entry {
    /// What to sort by: the urgent first, and of these the earliest.
    #[must_use]
    pub fn order(&self) -> (Urgency, Time) {
        (self.urgency, self.at.unwrap_or(Time::from_ms(i64::MIN)))
    }
}

/// What is known of an agreement beside its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// A statement must be understood and is not.
    pub halted: bool,
    /// Our journal may be written.
    pub confirmed: bool,
    /// Statements of ours that wait for that.
    pub queued: u64,
}

/// What is to be done about an agreement, the most urgent first.
#[must_use]
pub fn agenda(life: &Life, me: &PartyId, standing: Standing, now: Time) -> Vec<Entry> {
    let mut all = Vec::new();
    if standing.halted {
        all.push(Entry { urgency: Urgency::Now, at: None, matter: Matter::Halted });
    }
    if !standing.confirmed && standing.queued > 0 {
        all.push(Entry { urgency: Urgency::Now, at: None, matter: Matter::JournalWaits(standing.queued) });
    }
    all.extend(life.versions().iter().filter(|stand| stand.open()).map(|stand| unsigned(stand, me, now)));
    match life.state(now) {
        State::Suspended { by, .. } => {
            all.push(Entry { urgency: Urgency::Soon, at: None, matter: Matter::Suspended(by) });
        }
        State::Signed { from: Some(from), .. } => {
            all.push(Entry { urgency: within(from, now, [0, 14]), at: Some(from), matter: Matter::Begins(from) });
        }
        _ => {}
    }
    all.extend(life.due(now).into_iter().map(|due| dated(due, now)));
    all.sort_by_key(Entry::order);
    all
}

/// An offer that not all have signed. What waits for us is ours to do; what waits for others is asked after.
fn unsigned(stand: &VersionStand, me: &PartyId, now: Time) -> Entry {
    if stand.missing.contains(me) {
        let matter = Matter::WaitsForUs(stand.version, stand.by.clone());
        return Entry { urgency: Urgency::Now, at: Some(stand.at), matter };
    }
    let urgency = if now.since(stand.at) >= 14 * DAY_MS { Urgency::Soon } else { Urgency::Later };
    Entry { urgency, at: Some(stand.at), matter: Matter::WaitsForOthers(stand.version, stand.missing.clone()) }
}

/// A notice that is missed binds for a whole period, so it is told early; an end is seen coming for longer.
fn dated(due: Due, now: Time) -> Entry {
    let (at, days, matter) = match due {
        Due::Notice(deadline) => (deadline.before, [14, 60], Matter::Notice(deadline)),
        Due::Lapses(at) => (at, [30, 120], Matter::Lapses(at)),
        Due::Ends(at) => (at, [14, 60], Matter::Ends(at)),
    };
    Entry { urgency: within(at, now, days), at: Some(at), matter }
}

fn within(at: Time, now: Time, [urgent, near]: [i64; 2]) -> Urgency {
    match at.since(now) {
        left if left <= urgent * DAY_MS => Urgency::Now,
        left if left <= near * DAY_MS => Urgency::Soon,
        _ => Urgency::Later,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::articles::term::{Duration, Renewal, Term};
    use crate::agreement::life::{LifeEvent, Mark, Offer, Seen, What};
    use expect_test::expect;
    use std::fmt::Write;

    fn party(name: &str) -> PartyId {
        name.parse().unwrap()
    }

    fn time(text: &str) -> Time {
        format!("{text}T00:00:00.000Z").parse().unwrap()
    }

    /// An agreement for a year that renews itself, offered by hanoi on the first of January and signed by it.
    struct Script {
        life: Life,
        sizes: [u64; 2],
    }

    impl Script {
        fn new(renewal: Renewal) -> Self {
            let term = Term {
                duration: Duration::Fixed("P1Y".parse().unwrap()),
                renewal,
                notice: "P3M".parse().unwrap(),
                ..Term::default()
            };
            let parties = ["hanoi", "astana"].map(party).into();
            let offer = Offer { version: Hash::of(b"v1"), predecessor: None, parties, term };
            let mut script = Self { life: Life::new(), sizes: [0, 0] };
            script.say("hanoi", "2027-01-01", What::Offered(Box::new(offer)));
            script.say("hanoi", "2027-01-01", What::Signed(Hash::of(b"v1")));
            script
        }

        /// Each has seen all that was said before.
        fn say(&mut self, author: &str, day: &str, what: What) {
            let mine = usize::from(author == "astana");
            let mut seen = Seen::default();
            seen.add(party(if mine == 1 { "hanoi" } else { "astana" }), 0, self.sizes[1 - mine]);
            let mark = Mark { epoch: 0, index: self.sizes[mine] };
            self.sizes[mine] += 1;
            self.life.apply(LifeEvent { author: party(author), at: time(day), mark, seen, what }).unwrap();
        }

        fn sign(mut self) -> Self {
            self.say("astana", "2027-01-01", What::Signed(Hash::of(b"v1")));
            self
        }

        fn told(&self, me: &str, days: &[&str]) -> String {
            let mut text = String::new();
            for day in days {
                let standing = Standing { confirmed: true, ..Standing::default() };
                for entry in agenda(&self.life, &party(me), standing, time(day)) {
                    let at = entry.at.map(|at| at.to_string()).unwrap_or_default();
                    let matter = format!("{:?}", entry.matter);
                    let matter = matter.split(['(', '{']).next().unwrap_or_default();
                    let _ = writeln!(text, "{me} on {day}: {:?} {matter} {at}", entry.urgency);
                }
            }
            text
        }
    }

    #[test]
    fn an_offer_is_for_those_to_do_who_have_not_signed() {
        let offered = Script::new(Renewal::SameTerm);
        let days = ["2027-01-02", "2027-01-20"];
        expect![[r#"
            astana on 2027-01-02: Now WaitsForUs 2027-01-01T00:00:00.000Z
            astana on 2027-01-20: Now WaitsForUs 2027-01-01T00:00:00.000Z
            hanoi on 2027-01-02: Later WaitsForOthers 2027-01-01T00:00:00.000Z
            hanoi on 2027-01-20: Soon WaitsForOthers 2027-01-01T00:00:00.000Z
        "#]]
        .assert_eq(&(offered.told("astana", &days) + &offered.told("hanoi", &days)));
    }

    #[test]
    fn days_of_notice_and_ends_come_nearer() {
        let renewed = Script::new(Renewal::SameTerm).sign();
        let lapsing = Script::new(Renewal::None).sign();
        let days = ["2027-02-01", "2027-08-20", "2027-09-25", "2027-10-02", "2027-12-15"];
        let mut ended = Script::new(Renewal::SameTerm).sign();
        ended.say("astana", "2027-06-01", What::Notice(Hash::of(b"v1")));
        let told = renewed.told("hanoi", &days) + &lapsing.told("hanoi", &days) + &ended.told("hanoi", &["2027-06-02"]);
        expect![[r#"
            hanoi on 2027-02-01: Later Notice 2027-10-01T00:00:00.000Z
            hanoi on 2027-08-20: Soon Notice 2027-10-01T00:00:00.000Z
            hanoi on 2027-09-25: Now Notice 2027-10-01T00:00:00.000Z
            hanoi on 2027-10-02: Later Notice 2028-10-01T00:00:00.000Z
            hanoi on 2027-12-15: Later Notice 2028-10-01T00:00:00.000Z
            hanoi on 2027-02-01: Later Lapses 2028-01-01T00:00:00.000Z
            hanoi on 2027-08-20: Later Lapses 2028-01-01T00:00:00.000Z
            hanoi on 2027-09-25: Soon Lapses 2028-01-01T00:00:00.000Z
            hanoi on 2027-10-02: Soon Lapses 2028-01-01T00:00:00.000Z
            hanoi on 2027-12-15: Now Lapses 2028-01-01T00:00:00.000Z
            hanoi on 2027-06-02: Later Ends 2028-01-01T00:00:00.000Z
        "#]]
        .assert_eq(&told);
    }

    #[test]
    fn what_stands_still_comes_before_all_else() {
        let mut script = Script::new(Renewal::SameTerm).sign();
        script.say("hanoi", "2027-03-01", What::Suspended(Hash::of(b"v1")));
        let standing = Standing { halted: true, confirmed: false, queued: 3 };
        let all = agenda(&script.life, &party("hanoi"), standing, time("2027-03-02"));
        let matters: Vec<_> = all.into_iter().map(|entry| entry.matter).collect();
        assert_eq!(matters[..2], [Matter::Halted, Matter::JournalWaits(3)]);
        assert_eq!(matters[2], Matter::Suspended([party("hanoi")].into()));
        let written = Standing { halted: false, confirmed: true, queued: 3 };
        let all = agenda(&script.life, &party("hanoi"), written, time("2027-03-02"));
        assert!(!all.iter().any(|entry| matches!(entry.matter, Matter::JournalWaits(_) | Matter::Halted)));
    }
}

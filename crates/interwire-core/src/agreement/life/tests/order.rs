//! However independent events of different journals are interleaved, the life comes out the same; and never are two
//! versions signed by all of which neither follows the other.

use super::*;
use proptest::prelude::*;

const PARTIES: [&str; 3] = ["hanoi", "astana", "baku"];
/// Each version with its predecessor: what a hash stands for is always the same.
const VERSIONS: [(&str, Option<&str>); 6] =
    [("v1", None), ("v2", Some("v1")), ("v3", Some("v1")), ("v4", Some("v2")), ("v5", Some("v3")), ("v6", Some("v2"))];

/// A step: who, whether it first takes over what the others wrote, and what it says (by numbers).
type Step = (usize, bool, u8, usize);

fn write(steps: &[Step], pool: bool) -> Script {
    let mut script = Script {
        term: Term {
            duration: "P1M".parse().unwrap(),
            renewal: Renewal::SameTerm,
            notice: "P5D".parse().unwrap(),
            ..Term::default()
        },
        pool,
        ..Script::default()
    };
    let first = script.offer("v1", None);
    script.say("hanoi", Time::from_ms(0), first);
    script.sync("astana");
    script.sync("baku");
    for (n, (party, sync, act, one)) in steps.iter().enumerate() {
        let party = PARTIES[*party % if pool { 3 } else { 2 }];
        if *sync {
            script.sync(party);
        }
        let (name, predecessor) = VERSIONS[*one];
        let hash = version(name);
        let what = match act {
            0 | 1 => script.offer(name, predecessor),
            2..=4 => What::Signed(hash),
            5 => What::Declined(hash),
            6 => What::Withdrawn(hash),
            7 => What::Suspended(hash),
            8 => What::Resumed(hash),
            9 => What::Notice(hash),
            _ => What::Ended(hash),
        };
        // Clocks disagree by days: positions order a journal, not times.
        let days = n as i64 * 2 + i64::from(*act) * 3;
        script.say(party, Time::from_ms(days * 86_400_000), what);
    }
    script
}

/// Applies the events in an order that respects what each author had seen; `picks` chooses among what is possible.
fn fold(events: &[LifeEvent], picks: &[usize]) -> (Life, BTreeSet<(PartyId, Mark, Refusal)>) {
    let (mut life, mut refused) = (Life::new(), BTreeSet::new());
    let mut waiting: Vec<&LifeEvent> = events.iter().collect();
    let mut picks = picks.iter().cycle();
    while !waiting.is_empty() {
        let ready: Vec<usize> = (0..waiting.len()).filter(|n| is_ready(&waiting, *n)).collect();
        let event = waiting.remove(ready[picks.next().unwrap() % ready.len()]);
        if let Err(refusal) = life.apply(event.clone()) {
            refused.insert((event.author.clone(), event.mark, refusal));
        }
    }
    (life, refused)
}

fn is_ready(waiting: &[&LifeEvent], n: usize) -> bool {
    let event = waiting[n];
    !waiting.iter().any(|other| {
        (other.author == event.author && other.mark < event.mark) || event.seen.has(&other.author, other.mark)
    })
}

/// The versions signed by all, each with its ancestors.
fn complete(life: &Life) -> Vec<Vec<Hash>> {
    let stands = life.versions();
    let before = |hash: &Hash| stands.iter().find(|stand| stand.version == *hash).and_then(|stand| stand.predecessor);
    let line = |stand: &VersionStand| std::iter::successors(Some(stand.version), before).collect();
    stands.iter().filter(|stand| stand.missing.is_empty()).map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_order_in_which_independent_events_arrive_changes_nothing(
        steps in proptest::collection::vec((0..6usize, any::<bool>(), 0..11u8, 0..6usize), 0..24),
        pool in any::<bool>(),
        picks in proptest::collection::vec(any::<usize>(), 1..24),
    ) {
        let script = write(&steps, pool);
        let (straight, refused) = fold(&script.events, &[0]);
        let (other, refused_too) = fold(&script.events, &picks);
        prop_assert_eq!(refused, refused_too);
        prop_assert_eq!(straight.versions(), other.versions());
        for day in 0..80 {
            let now = Time::from_ms(day * 86_400_000);
            prop_assert_eq!(straight.state(now), other.state(now));
            prop_assert_eq!(straight.due(now), other.due(now));
        }
    }

    #[test]
    fn no_two_branches_are_ever_signed_by_all(
        steps in proptest::collection::vec((0..3usize, any::<bool>(), 0..10u8, 1..4usize), 4..30),
        pool in any::<bool>(),
    ) {
        let mut script = Script { pool, ..Script::default() };
        for (name, predecessor) in VERSIONS {
            let offer = script.offer(name, predecessor);
            script.say("hanoi", Time::from_ms(0), offer);
        }
        PARTIES.iter().for_each(|party| script.sync(party));
        for (party, sync, act, one) in steps {
            let party = PARTIES[party % if pool { 3 } else { 2 }];
            if sync {
                script.sync(party);
            }
            let hash = version(VERSIONS[one].0);
            let what = match act {
                0..=6 => What::Signed(hash),
                7 => What::Declined(hash),
                _ => What::Withdrawn(hash),
            };
            script.say(party, Time::from_ms(1), what);
        }
        let lines = complete(&fold(&script.events, &[0]).0);
        for (one, two) in lines.iter().flat_map(|one| lines.iter().map(move |two| (one, two))) {
            prop_assert!(one.contains(&two[0]) || two.contains(&one[0]), "two branches are signed by all");
        }
    }
}

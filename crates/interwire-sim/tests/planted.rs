//! Planted bugs are found by the seeds that docs/simulation.md names, and without the bug those seeds break nothing.
//! `cargo xtask simulate --table` looks for the seeds anew, when the machine or the simulation has changed.

use interwire_sim::bugs::Bug;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many planted bugs must have a seed that finds them.
const ENOUGH: usize = 24;
const TABLE: &str = include_str!("../../../docs/simulation.md");

/// The seed in the table, if there is one, and the rule that breaks there.
fn row(name: &str) -> Option<(Option<u64>, String)> {
    let mut rows = TABLE.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    rows.find_map(|cells| match cells[..] {
        ["", bug, seed, rule, ""] if bug.trim_matches('`') == name => Some((seed.parse().ok(), rule.to_owned())),
        _ => None,
    })
}

/// What is wrong with the row of a bug.
fn wrong(name: &str, bug: Bug) -> Option<String> {
    let Some((seed, rule)) = row(name) else { return Some(format!("{name} is not in the table")) };
    let seed = seed?;
    let rule_of = |bug| interwire_sim::run(seed, bug, false).violation.map(|violation| violation.rule.to_owned());
    match (rule_of(Some(bug)), rule_of(None)) {
        (Some(found), None) if found == rule => None,
        (with, without) => Some(format!("{name}: seed {seed} breaks {with:?} with it and {without:?} without")),
    }
}

#[test]
fn planted_bugs_are_found_by_their_seeds() {
    let (bugs, next) = (Bug::all(), AtomicUsize::new(0));
    let found = bugs.iter().filter(|(name, _)| row(name).is_some_and(|(seed, _)| seed.is_some())).count();
    assert!(found >= ENOUGH, "only {found} of {} have a seed", bugs.len());
    let work = || {
        let mut mistakes = Vec::new();
        while let Some((name, bug)) = bugs.get(next.fetch_add(1, Ordering::Relaxed)) {
            mistakes.extend(wrong(name, *bug));
        }
        mistakes
    };
    let mistakes: Vec<String> = std::thread::scope(|scope| {
        let workers = [scope.spawn(work), scope.spawn(work)];
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_else(|_| vec!["a run panics".into()])).collect()
    });
    assert!(mistakes.is_empty(), "cargo xtask simulate --table looks for other seeds:\n{}", mistakes.join("\n"));
}

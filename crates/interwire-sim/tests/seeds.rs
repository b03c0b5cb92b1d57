//! A thousand fixed seeds: no rule is broken, and every fault, lie and event really occurs. INTERWIRE_SEEDS asks for
//! another number (`cargo xtask simulate` for more).
#![allow(clippy::print_stdout, reason = "how much was simulated is worth a line")]

use interwire_sim::coverage;
use interwire_sim::sweep::sweep;

/// How many seeds it takes until everything must have occurred.
const ENOUGH: u64 = 1000;

#[test]
fn a_thousand_seeds_break_no_rule_and_leave_nothing_out() {
    let seeds = std::env::var("INTERWIRE_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(ENOUGH);
    let sweep = sweep(0..seeds, None, false, &|_| ());
    println!("{} runs, {} steps", sweep.runs, sweep.steps);
    let broken: Vec<_> = sweep.broken.iter().map(|report| (report.seed, &report.violation)).collect();
    assert!(broken.is_empty(), "cargo xtask simulate --seed N shows what happened: {broken:#?}");
    let never: Vec<_> = coverage::all().into_iter().filter(|event| !sweep.coverage.contains_key(event)).collect();
    assert!(seeds < ENOUGH || never.is_empty(), "what is listed in coverage.rs and never occurs: {never:#?}");
    let unlisted: Vec<_> = sweep.coverage.keys().filter(|event| !coverage::all().contains(event)).collect();
    assert!(unlisted.is_empty(), "what occurs and is not listed in coverage.rs: {unlisted:#?}");
}

#[test]
fn one_seed_is_one_run() {
    let (first, second) = (interwire_sim::run(7, None, true), interwire_sim::run(7, None, true));
    assert!(!first.trace.is_empty());
    assert_eq!(first.trace, second.trace);
}

//! Fixed seeds: some in every test run, a thousand where INTERWIRE_SEEDS says so (`cargo xtask simulate` for more).
#![allow(clippy::print_stdout, reason = "how much was simulated is worth a line")]

use interwire_sim::sweep::sweep;

#[test]
fn fixed_seeds_break_no_rule() {
    let seeds = std::env::var("INTERWIRE_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(40);
    let sweep = sweep(0..seeds, None, false, &|_| ());
    println!("{} runs, {} steps", sweep.runs, sweep.steps);
    let broken: Vec<_> = sweep.broken.iter().map(|report| (report.seed, &report.violation)).collect();
    assert!(broken.is_empty(), "cargo xtask simulate --seed N shows what happened: {broken:#?}");
}

#[test]
fn one_seed_is_one_run() {
    let (first, second) = (interwire_sim::run(7, None, true), interwire_sim::run(7, None, true));
    assert!(!first.trace.is_empty());
    assert_eq!(first.trace, second.trace);
}

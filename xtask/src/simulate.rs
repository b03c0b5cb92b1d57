//! `cargo xtask simulate`: runs of the exchange from seeds. docs/how-to/debug-a-seed.md says what to do with one that
//! breaks a rule.

use interwire_sim::bugs::Bug;
use interwire_sim::sweep::sweep;
use std::time::Instant;

const USAGE: &str = "cargo xtask simulate [--seeds N] [--from S] | --seed S [--verbose]   [--planted BUG]";
/// Lines of the trace that are shown of a run that broke a rule.
const LAST_LINES: usize = 60;

struct Asked {
    seeds: u64,
    from: u64,
    one: Option<u64>,
    verbose: bool,
    bug: Option<Bug>,
}

pub fn run(words: &[String]) -> Result<(), String> {
    let asked = read(words)?;
    match asked.one {
        Some(seed) => show(seed, &asked),
        None => many(&asked),
    }
}

fn read(words: &[String]) -> Result<Asked, String> {
    let mut asked = Asked { seeds: 1000, from: 0, one: None, verbose: false, bug: None };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value\n{USAGE}"));
        let number = |text: &String| text.parse().map_err(|_| format!("not a number: {text}\n{USAGE}"));
        match word.as_str() {
            "--seeds" => asked.seeds = number(value()?)?,
            "--from" => asked.from = number(value()?)?,
            "--seed" => asked.one = Some(number(value()?)?),
            "--verbose" => asked.verbose = true,
            "--planted" => asked.bug = Some(bug(value()?)?),
            _ => return Err(format!("not understood: {word}\n{USAGE}")),
        }
    }
    Ok(asked)
}

fn bug(name: &str) -> Result<Bug, String> {
    let names: Vec<String> = Bug::all().into_iter().map(|(name, _)| name).collect();
    Bug::named(name).ok_or_else(|| format!("no such bug: {name}; there are\n  {}", names.join("\n  ")))
}

/// One run, with what happened: all of it, or the end.
fn show(seed: u64, asked: &Asked) -> Result<(), String> {
    let report = interwire_sim::run(seed, asked.bug, true);
    let from = if asked.verbose { 0 } else { report.trace.len().saturating_sub(LAST_LINES) };
    report.trace.iter().skip(from).for_each(|line| println!("{line}"));
    match report.violation {
        None => {
            println!("seed {seed}: {} steps, no rule broken", report.steps);
            Ok(())
        }
        Some(violation) => Err(format!("seed {seed} breaks \"{}\": {}", violation.rule, violation.text)),
    }
}

fn many(asked: &Asked) -> Result<(), String> {
    let started = Instant::now();
    let tell = |runs: u64| {
        if runs.is_multiple_of(100) {
            let per_s = f64::from(u32::try_from(runs).unwrap_or(u32::MAX)) / started.elapsed().as_secs_f64();
            println!("{runs} seeds, {per_s:.1} a second");
        }
    };
    let end = asked.from.saturating_add(asked.seeds);
    let sweep = sweep(asked.from..end, asked.bug, asked.bug.is_some(), &tell);
    println!("{} seeds, {} steps, {} s", sweep.runs, sweep.steps, started.elapsed().as_secs());
    for report in &sweep.broken {
        let rule = report.violation.as_ref().map_or("", |violation| violation.rule);
        println!("seed {}: {rule}", report.seed);
    }
    match sweep.broken.first() {
        None => Ok(()),
        Some(first) => show(first.seed, asked),
    }
}

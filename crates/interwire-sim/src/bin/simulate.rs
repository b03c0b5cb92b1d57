//! `cargo xtask simulate`: runs of the exchange from seeds. docs/how-to/debug-a-seed.md says what to do with one that
//! breaks a rule.

#![allow(clippy::print_stdout, reason = "a program speaks to the person who runs it")]

use interwire_sim::bugs::Bug;
use interwire_sim::coverage;
use interwire_sim::sweep::{Sweep, sweep};
use std::process::ExitCode;
use std::time::Instant;

const USAGE: &str =
    "cargo xtask simulate [--seeds N] [--from S] [--planted BUG] | --seed S [--verbose] [--planted BUG] | --table";
/// Where the table of planted bugs is kept.
const DOCUMENT: &str = "docs/simulation.md";
/// The table's head; it ends at the first line that is no row.
const HEAD: &str = "| planted bug | first seed | rule |\n| --- | --- | --- |\n";
/// Lines of the trace that are shown of a run that broke a rule.
const LAST_LINES: usize = 60;

struct Asked {
    seeds: u64,
    from: u64,
    one: Option<u64>,
    verbose: bool,
    bug: Option<Bug>,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("simulate: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> Result<(), String> {
    if words == ["--table"] {
        return table();
    }
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
    if asked.bug.is_none() {
        show_coverage(&sweep);
    }
    for report in &sweep.broken {
        let rule = report.violation.as_ref().map_or("", |violation| violation.rule);
        println!("seed {}: {rule}", report.seed);
    }
    match sweep.broken.first() {
        None => Ok(()),
        Some(first) => show(first.seed, asked),
    }
}

/// In how many of the runs each fault, lie and event occurred, and how often.
fn show_coverage(sweep: &Sweep) {
    println!("{:>7} {:>9}", "seeds", "times");
    for event in coverage::all() {
        let (seeds, times) = sweep.coverage.get(event).copied().unwrap_or_default();
        println!("{seeds:>7} {times:>9}  {event}");
    }
}

/// Looks for the first seed of a thousand that finds each planted bug, and writes the table.
fn table() -> Result<(), String> {
    let document = std::fs::read_to_string(DOCUMENT).map_err(|e| format!("{DOCUMENT}: {e}"))?;
    let (before, rest) = document.split_once(HEAD).ok_or_else(|| format!("{DOCUMENT} has no table of planted bugs"))?;
    let after: Vec<&str> = rest.lines().skip_while(|line| line.starts_with('|')).collect();
    let mut rows = String::new();
    for (name, bug) in Bug::all() {
        let found = sweep(0..1000, Some(bug), true, &|_| ());
        let row = match found.broken.first().and_then(|report| Some((report.seed, report.violation.as_ref()?.rule))) {
            Some((seed, rule)) => format!("| `{name}` | {seed} | {rule} |\n"),
            None => format!("| `{name}` | none | |\n"),
        };
        print!("{row}");
        rows.push_str(&row);
    }
    let text = format!("{before}{HEAD}{rows}{}\n", after.join("\n"));
    std::fs::write(DOCUMENT, text).map_err(|e| format!("{DOCUMENT}: {e}"))
}

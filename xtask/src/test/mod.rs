//! `cargo xtask test`: everything that must hold, in the order in which it fails soonest. What is missing on the machine
//! is named with the command that brings it. INTERWIRE_CORPUS names a folder of samples; without it the tests over real
//! news say that they skip.

mod programs;

use super::cargo;
use programs::Ended;
use std::process::{Command, Stdio};
use std::time::Instant;

/// What the stages need: a command that shows it is there, and how to get it.
const NEEDED: &[(&[&str], &str)] = &[
    (&["cargo", "fmt", "--version"], "rustup component add rustfmt"),
    (&["cargo", "clippy", "--version"], "rustup component add clippy"),
    (&["cc", "--version"], "apt-get install -y gcc libc6-dev, or the compiler tools of your system"),
];

const STAGES: &[(&str, &[&str])] = &[
    ("format", &["fmt", "--all", "--check"]),
    ("lints", &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]),
];

pub fn run(_: &[String]) -> Result<(), String> {
    let missing: Vec<&str> = NEEDED.iter().filter(|(words, _)| !is_there(words)).map(|(_, cure)| *cure).collect();
    if !missing.is_empty() {
        return Err(format!("something is missing on this machine; run\n  {}", missing.join("\n  ")));
    }
    if std::env::var_os("INTERWIRE_CORPUS").is_none() {
        println!("INTERWIRE_CORPUS is not set: the tests over real news skip");
    }
    super::browser::provide()?;
    super::tools::provide()?;
    let started = Instant::now();
    super::tidy::run(&[])?;
    for (name, words) in STAGES {
        println!("== {name}");
        let status = cargo(words).status().map_err(|cause| format!("cargo did not start: {cause}"))?;
        if !status.success() {
            return Err(format!("{name} failed: cargo {}", words.join(" ")));
        }
        println!("== {name}: good after {} s", started.elapsed().as_secs());
    }
    tests(started)
}

fn is_there(words: &[&str]) -> bool {
    let found = Command::new(words[0]).args(&words[1..]).stdin(Stdio::null()).output();
    found.is_ok_and(|output| output.status.success())
}

/// Runs all tests, passes their output on, and adds up the results of the single programs. The examples of the
/// documentation come last: only cargo can run them.
fn tests(started: Instant) -> Result<(), String> {
    println!("== tests");
    let programs = programs::build()?;
    println!("== tests: built after {} s", started.elapsed().as_secs());
    let mut counts = Counts::default();
    let mut failed = Vec::new();
    programs::run(programs, |Ended { name, output, took }| {
        let said = [String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)].concat();
        println!("== {name}, {} s\n{said}", took.as_secs());
        said.lines().for_each(|line| counts.add(line));
        if !output.status.success() {
            failed.push(format!("{name} ({})", output.status));
        }
    })?;
    if !cargo(&["test", "--workspace", "--doc"]).status().is_ok_and(|status| status.success()) {
        failed.push("the examples of the documentation".to_owned());
    }
    let Counts { passed, failed: wrong, ignored } = counts;
    println!("== {passed} tests passed, {wrong} failed, {ignored} ignored, in {} s", started.elapsed().as_secs());
    if failed.is_empty() { Ok(()) } else { Err(format!("these failed: {}", failed.join(", "))) }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Counts {
    /// Adds a line like `test result: ok. 12 passed; 0 failed; 1 ignored; ...`.
    fn add(&mut self, line: &str) {
        let Some((_, results)) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". ")) else {
            return;
        };
        for result in results.split("; ") {
            let Some((number, word)) = result.split_once(' ') else { continue };
            let number: u64 = number.parse().unwrap_or_default();
            match word {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_all_programs_are_added_up() {
        let mut counts = Counts::default();
        counts.add("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 1.0s");
        counts.add("test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.0s");
        counts.add("test a ... ok");
        assert_eq!(counts, Counts { passed: 14, failed: 3, ignored: 1 });
    }
}

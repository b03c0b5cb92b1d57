//! `cargo xtask fuzz`: builds the fuzzer with the counters that guide it, runs each target for some minutes of CPU time,
//! makes what it finds small, and adds the time to the ledger. docs/how-to/fuzz.md says what to do with a finding.

mod ledger;
mod round;

use ledger::Ledger;
use round::Round;
use std::path::{Path, PathBuf};
use std::process::Command;

const USAGE: &str = "cargo xtask fuzz [--minutes N] [--rest] [--extra FOLDER] [TARGET...] | --list";
/// Everything of the fuzzer's.
const FOLDER: &str = "fuzz";
/// What the compiler puts into the program so that the fuzzer sees which ways it takes. All of it is known to a stable
/// compiler; what would need another one are the sanitizers, and there is no unsafe code here to sanitize.
const COUNTERS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

struct Asked {
    minutes: f64,
    /// Only what is missing of the minutes since the last finding.
    rest: bool,
    list: bool,
    extra: Option<PathBuf>,
    targets: Vec<String>,
}

pub fn run(words: &[String]) -> Result<(), String> {
    let asked = read(words)?;
    let program = build()?;
    let known = targets(&program)?;
    if asked.list {
        known.iter().for_each(|name| println!("{name}"));
        return Ok(());
    }
    if let Some(unknown) = asked.targets.iter().find(|name| !known.contains(name)) {
        return Err(format!("there is no target {unknown}; there are {}", known.join(", ")));
    }
    let chosen = if asked.targets.is_empty() { &known } else { &asked.targets };
    let mut found = Vec::new();
    for target in chosen {
        let held = if asked.rest { Ledger::read()?.clean_minutes(target) } else { 0.0 };
        let minutes = asked.minutes - held;
        if minutes <= 0.0 {
            println!("{target}: {held:.1} minutes without a finding already");
            continue;
        }
        let round = Round { program: &program, target, minutes, extra: asked.extra.as_deref() };
        let result = round.run()?;
        Ledger::add(target, &result)?;
        println!(
            "{target}: {:.1} minutes of CPU time, {} runs, {}",
            result.cpu_ms as f64 / 60_000.0,
            result.runs,
            result.finding.as_ref().map_or("nothing found".to_owned(), |path| format!("found {}", path.display()))
        );
        found.extend(result.finding);
    }
    if found.is_empty() { Ok(()) } else { Err(format!("{} findings; docs/how-to/fuzz.md says what now", found.len())) }
}

fn read(words: &[String]) -> Result<Asked, String> {
    let mut asked = Asked { minutes: 10.0, rest: false, list: false, extra: None, targets: Vec::new() };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value\n{USAGE}"));
        match word.as_str() {
            "--minutes" => {
                let text = value()?;
                asked.minutes = text.parse().map_err(|_| format!("not a number: {text}\n{USAGE}"))?;
            }
            "--extra" => asked.extra = Some(value()?.into()),
            "--rest" => asked.rest = true,
            "--list" => asked.list = true,
            word if word.starts_with('-') => return Err(format!("not understood: {word}\n{USAGE}")),
            target => asked.targets.push(target.to_owned()),
        }
    }
    Ok(asked)
}

/// Builds the program, in a folder of its own. The triple is named so that what runs while building is left as it is.
fn build() -> Result<PathBuf, String> {
    let triple = host()?;
    let mut command = super::cargo(&["build", "--release", "--quiet", "--target", &triple]);
    command.current_dir(FOLDER).env("RUSTFLAGS", COUNTERS).env_remove("CARGO_TARGET_DIR");
    let status = command.status().map_err(|cause| format!("cargo did not start: {cause}"))?;
    let program = Path::new(FOLDER).join("target").join(triple).join("release/interwire-fuzz");
    if status.success() { Ok(program) } else { Err("the fuzzer was not built".to_owned()) }
}

/// The name of this kind of machine, as the compiler says it.
fn host() -> Result<String, String> {
    let told = Command::new("rustc").arg("-vV").output().map_err(|cause| format!("rustc did not start: {cause}"))?;
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    let line = text.lines().find_map(|line| line.strip_prefix("host: "));
    line.map(str::to_owned).ok_or_else(|| "rustc does not say what machine this is".to_owned())
}

fn targets(program: &Path) -> Result<Vec<String>, String> {
    let told = Command::new(program).env_remove(round::TARGET).output();
    let told = told.map_err(|cause| format!("{}: {cause}", program.display()))?;
    Ok(String::from_utf8_lossy(&told.stdout).lines().map(str::to_owned).collect())
}

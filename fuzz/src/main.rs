//! The fuzzer: one program for all targets, each a reader, the query language, the protocol ... `INTERWIRE_FUZZ` names
//! the target. What a target does stands beside the tests that replay its findings: `tests/fuzzing` of the two crates.
//! `cargo xtask fuzz` builds this and runs it; docs/how-to/fuzz.md says how to read what it says.
#![no_main]

#[path = "../../crates/interwire-core/tests/fuzzing/mod.rs"]
mod core;
#[path = "../../crates/interwire-formats/tests/fuzzing/mod.rs"]
mod formats;

use cpu_time::ProcessTime;
use libfuzzer_sys::{Corpus, fuzz_target};
use std::path::Path;
use std::process::exit;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// One run may take so much CPU time, ...
const RUN_MAX: Duration = Duration::from_secs(1);
/// ... and hold so much memory at a time: this, and so many times its input.
const BYTES_MAX: u64 = 32 << 20;
const BYTES_MAX_PER_BYTE: u64 = 1024;
/// How often it says how far it is, in CPU time.
const PACE: Duration = Duration::from_secs(2);

type Run = Box<dyn Fn(&[u8]) -> bool + Send + Sync>;
static RUN: OnceLock<Run> = OnceLock::new();
static RUNS: AtomicU64 = AtomicU64::new(0);
static TOLD_MS: AtomicU64 = AtomicU64::new(0);

fn start() {
    let asked = std::env::var("INTERWIRE_FUZZ").unwrap_or_default();
    if asked.is_empty() {
        targets().iter().for_each(|name| println!("{name}"));
        exit(0);
    }
    let Some(run) = run_of(&asked) else {
        eprintln!("there is no target {asked}");
        exit(2);
    };
    if let Ok(folder) = std::env::var("INTERWIRE_FUZZ_SEEDS") {
        if let Err(cause) = write_seeds(&asked, Path::new(&folder)) {
            eprintln!("{folder}: {cause}");
            exit(2);
        }
        exit(0);
    }
    drop(RUN.set(run));
}

fn targets() -> Vec<&'static str> {
    formats::targets().chain(core::TARGETS.iter().map(|target| target.name)).collect()
}

fn run_of(asked: &str) -> Option<Run> {
    if let Some(target) = core::TARGETS.iter().find(|target| target.name == asked) {
        return Some(Box::new(target.run));
    }
    formats::targets()
        .find(|name| *name == asked)
        .map(|name| Box::new(move |data: &[u8]| formats::run(name, data)) as Run)
}

/// The well-made sources of a target, as files.
fn write_seeds(target: &str, folder: &Path) -> std::io::Result<()> {
    let mut seeds: Vec<Vec<u8>> = formats::seeds(target).into_iter().map(|(_, bytes)| bytes).collect();
    for path in core::found(target) {
        seeds.push(std::fs::read(path)?);
    }
    seeds.extend(core::TARGETS.iter().filter(|known| known.name == target).flat_map(|known| (known.seeds)()));
    for (number, seed) in seeds.iter().enumerate() {
        std::fs::write(folder.join(format!("{number:03}")), seed)?;
    }
    Ok(())
}

fuzz_target!(init: start(), |data: &[u8]| -> Corpus {
    let Some(run) = RUN.get() else { return Corpus::Reject };
    let before = ProcessTime::now();
    let mut is_read = false;
    let memory = allocation_counter::measure(|| is_read = run(data));
    let took = before.elapsed();
    assert!(took < RUN_MAX, "{took:?} of CPU time for {} bytes", data.len());
    let most = BYTES_MAX + BYTES_MAX_PER_BYTE * data.len() as u64;
    assert!(memory.bytes_max < most, "{} bytes of memory for {} bytes", memory.bytes_max, data.len());
    tell();
    // What is not read is kept too: the readers' refusals are paths to follow.
    Corpus::Keep
});

/// Says now and then how much CPU time was spent on how many runs, for whoever started this.
fn tell() {
    let runs = RUNS.fetch_add(1, Ordering::Relaxed) + 1;
    let spent = ProcessTime::now().as_duration();
    let told = Duration::from_millis(TOLD_MS.load(Ordering::Relaxed));
    if spent > told + PACE {
        TOLD_MS.store(u64::try_from(spent.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
        eprintln!("spent {} ms on {runs} runs", spent.as_millis());
    }
}

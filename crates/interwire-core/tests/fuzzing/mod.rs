//! What holds of every reader of the core for any bytes whatever. The fuzzer in `fuzz/` makes the bytes up;
//! `fuzz_found.rs` replays what it found. A target is one function and one line in the table.

mod agreement;
mod journal;
mod papers;
mod query;
mod wire;

use std::path::{Path, PathBuf};

/// What the fuzzer throws bytes at.
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// Does everything that is to be done with the bytes, and panics if something does not hold; tells whether they were
    /// read.
    pub run: fn(&[u8]) -> bool,
    /// Well-made sources to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target { name: "query", run: query::run, seeds: query::seeds },
    Target { name: "wire", run: wire::run, seeds: wire::seeds },
    Target { name: "papers", run: papers::run, seeds: papers::seeds },
    Target { name: "journal", run: journal::run, seeds: journal::seeds },
    Target { name: "agreement", run: agreement::run, seeds: agreement::seeds },
    Target { name: "draft", run: agreement::run_draft, seeds: agreement::seeds_of_drafts },
];

/// What the fuzzer found in a target.
pub fn found(target: &str) -> Vec<PathBuf> {
    // Built into the fuzzer this stands in another folder than in the tests.
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let top = here.ancestors().find(|folder| folder.join("ARCHITECTURE.md").exists()).unwrap();
    let folder = top.join("fuzz/found").join(target);
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn lines(text: &str) -> Vec<Vec<u8>> {
    text.lines().filter(|line| !line.is_empty()).map(|line| line.as_bytes().to_vec()).collect()
}

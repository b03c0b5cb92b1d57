//! Simulation of the exchange: two to five nodes, a network that loses, repeats, reorders, delays and cuts, disks that
//! crash and are restored from old copies, clocks that jump, and in some runs a liar. One seed is one run; checkers
//! look at every durable step and at the whole when everything has healed.
//!
//! Read in this order: `world`, `node`, `step`, `talk`, `net`, `script`, `acts`, `disks`, `evil`, `forge`, `lies`, `check`.

pub mod acts;
pub mod bugs;
pub mod check;
pub mod coverage;
pub mod dice;
pub mod disk;
pub mod disks;
pub mod evil;
pub mod forge;
pub mod lies;
pub mod net;
pub mod node;
pub mod party;
pub mod pieces;
pub mod raw;
pub mod script;
pub mod step;
pub mod sweep;
pub mod talk;
pub mod words;
pub mod world;

pub use bugs::Bug;
pub use world::Violation;
use world::World;

/// What came of a run.
#[derive(Debug)]
pub struct Report {
    /// Its seed.
    pub seed: u64,
    /// Steps that nodes took.
    pub steps: u64,
    /// What happened, and how often.
    pub coverage: coverage::Coverage,
    /// The rule that was broken, if any was.
    pub violation: Option<Violation>,
    /// What happened, if it was asked for.
    pub trace: Vec<String>,
}

/// Runs a seed, with a planted bug or without, with a trace or without.
#[must_use]
pub fn run(seed: u64, bug: Option<Bug>, trace: bool) -> Report {
    let mut world = World::new(seed, bug, trace);
    world.run();
    let World { steps, coverage, violation, trace, .. } = world;
    Report { seed, steps, coverage, violation, trace: trace.unwrap_or_default() }
}

//! Many seeds on all cores.

use crate::{Bug, Report, run};
use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// What came of many runs.
#[derive(Debug, Default)]
pub struct Sweep {
    /// Runs that were finished.
    pub runs: u64,
    /// Steps that nodes took in them.
    pub steps: u64,
    /// In how many runs each thing happened, and how often in all.
    pub coverage: BTreeMap<&'static str, (u64, u64)>,
    /// The runs in which a rule was broken, by seed.
    pub broken: Vec<Report>,
}

/// Runs these seeds. With `first` it stops after the lowest seed that breaks a rule, which is then the last of
/// `broken`; `tell` is called after each run with the number of runs so far.
pub fn sweep(seeds: Range<u64>, bug: Option<Bug>, first: bool, tell: &(dyn Fn(u64) + Sync)) -> Sweep {
    let (next, stop) = (AtomicU64::new(seeds.start), AtomicU64::new(seeds.end));
    let total = Mutex::new(Sweep::default());
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            // Lower seeds that are under way when one breaks a rule are finished: one of them may break it too.
            if seed >= stop.load(Ordering::Relaxed) {
                return;
            }
            let report = run(seed, bug, false);
            let Ok(mut total) = total.lock() else { return };
            total.runs += 1;
            total.steps += report.steps;
            for (event, times) in &report.coverage {
                let (runs, all) = total.coverage.entry(event).or_default();
                (*runs, *all) = (*runs + 1, *all + times);
            }
            // What breaks without the bug too has not found it.
            if report.violation.is_some() && (bug.is_none() || run(seed, None, false).violation.is_none()) {
                if first {
                    stop.fetch_min(seed, Ordering::Relaxed);
                }
                total.broken.push(report);
            }
            tell(total.runs);
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let mut total = total.into_inner().unwrap_or_default();
    total.broken.sort_by_key(|report| report.seed);
    if first {
        total.broken.truncate(1);
    }
    total
}

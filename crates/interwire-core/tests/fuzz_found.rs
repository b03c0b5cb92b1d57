//! Gives every reader of the core its seeds and what the fuzzer found in it, as the fuzzer does.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads its samples")]

mod fuzzing;

#[test]
fn what_was_found_and_every_seed_still_hold() {
    for target in fuzzing::TARGETS {
        let seeds = (target.seeds)();
        let count = seeds.len();
        let read = seeds.iter().filter(|seed| (target.run)(seed)).count();
        // Not all are one thing each: the worked example is prose and keys between its notes.
        assert!(read > 1, "{read} of {count} seeds of {} are read", target.name);
        for path in fuzzing::found(target.name) {
            println!("{}", path.display());
            (target.run)(&std::fs::read(&path).unwrap());
        }
    }
}

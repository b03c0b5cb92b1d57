//! Gives every reader its own samples and what the fuzzer found in it, as the fuzzer does.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads its samples")]

mod fuzzing;

#[test]
fn what_was_found_and_every_sample_still_hold() {
    for target in fuzzing::targets() {
        let seeds = fuzzing::seeds(target);
        assert!(!seeds.is_empty(), "{target} has no sample");
        let mut read = 0;
        for (name, bytes) in seeds {
            println!("{name}");
            read += usize::from(fuzzing::run(target, &bytes));
        }
        assert!(read > 0, "no sample of {target} is read as that within the fuzzer's limits");
    }
}

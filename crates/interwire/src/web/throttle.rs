//! Slows down who guesses passwords: after some failures a name, seen from one address, must wait, each time twice as
//! long. Nobody else is kept out by it. It lives in memory, bounded, and forgets.

use interwire_core::ids::Hash;
use interwire_core::time::Time;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Failures before the first wait, for a name from an address.
const FREE_FOR_NAME: u32 = 5;
/// Failures before the first wait, for an address whatever the name.
const FREE_FOR_ADDRESS: u32 = 30;
/// The first wait, in ms.
const WAIT_MS: i64 = 30_000;
/// The longest, in ms; failures older than this are forgotten.
const WAIT_MS_MAX: i64 = 15 * 60_000;
/// Names and addresses remembered.
const REMEMBERED_MAX: usize = 20_000;

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: Time,
    free_again: Time,
}

/// Who failed lately.
#[derive(Debug, Default)]
pub struct Throttle {
    failures: Mutex<HashMap<Hash, Failures>>,
}

fn keys(name: &str, from: Option<IpAddr>) -> [(Hash, u32); 2] {
    let from = from.map_or_else(String::new, |address| address.to_string());
    let both = format!("{from}\n{}", name.to_lowercase());
    [(Hash::of(both.as_bytes()), FREE_FOR_NAME), (Hash::of(from.as_bytes()), FREE_FOR_ADDRESS)]
}

impl Throttle {
    /// How long an attempt must wait, in ms; 0 if it may be made now.
    pub fn wait_ms(&self, name: &str, from: Option<IpAddr>, now: Time) -> i64 {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = |(key, _)| failures.get(&key).map_or(0, |known| known.free_again.since(now).max(0));
        keys(name, from).map(wait).into_iter().max().unwrap_or(0)
    }

    /// An attempt failed.
    pub fn failed(&self, name: &str, from: Option<IpAddr>, now: Time) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= REMEMBERED_MAX {
            failures.retain(|_, known| now.since(known.last) < WAIT_MS_MAX);
        }
        if failures.len() >= REMEMBERED_MAX {
            failures.clear();
        }
        for (key, free) in keys(name, from) {
            let known = failures.entry(key).or_insert(Failures { count: 0, last: now, free_again: now });
            if now.since(known.last) >= WAIT_MS_MAX {
                known.count = 0;
            }
            known.count = known.count.saturating_add(1);
            known.last = now;
            if known.count >= free {
                let doubled = WAIT_MS.saturating_mul(1 << (known.count - free).min(10));
                known.free_again = now.plus_ms(doubled.min(WAIT_MS_MAX));
            }
        }
    }

    /// An attempt succeeded.
    pub fn succeeded(&self, name: &str, from: Option<IpAddr>) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let [(key, _), _] = keys(name, from);
        failures.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_grows_slow_for_the_guesser_alone_and_is_forgiven() {
        let throttle = Throttle::default();
        let (here, there): (Option<IpAddr>, _) = (Some([192, 0, 2, 1].into()), Some([192, 0, 2, 2].into()));
        let mut now = Time::from_ms(1_700_000_000_000);
        for _ in 0..5 {
            assert_eq!(throttle.wait_ms("Əliyev", here, now), 0);
            throttle.failed("əliyev", here, now);
        }
        assert_eq!(throttle.wait_ms("Əliyev", here, now), 30_000);
        assert_eq!(throttle.wait_ms("Əliyev", there, now), 0);
        assert_eq!(throttle.wait_ms("سفير", here, now), 0);
        now = now.plus_ms(30_000);
        assert_eq!(throttle.wait_ms("Əliyev", here, now), 0);
        throttle.failed("Əliyev", here, now);
        assert_eq!(throttle.wait_ms("Əliyev", here, now), 60_000);
        for _ in 0..40 {
            throttle.failed("Əliyev", here, now);
        }
        assert_eq!(throttle.wait_ms("Əliyev", here, now), WAIT_MS_MAX);
        throttle.succeeded("Əliyev", here);
        assert!(throttle.wait_ms("Əliyev", here, now) > 0, "the address has failed often enough");
        assert_eq!(throttle.wait_ms("Əliyev", here, now.plus_ms(WAIT_MS_MAX)), 0);
    }
}

//! When to try a partner again: exponential with full jitter, at most five minutes, never before the partner's own
//! `Retry-After`, reset by a success. Pure: time and dice are told; each partner has a schedule of its own.

use interwire_core::time::Time;
use rand::RngExt;
use std::time::Duration;

/// The longest wait of our own, in milliseconds.
pub const WAIT_MS_MAX: i64 = 5 * 60 * 1000;
/// The longest `Retry-After` of a partner that is honoured, in milliseconds: nobody may silence an exchange for a year.
pub const RETRY_AFTER_MS_MAX: i64 = 60 * 60 * 1000;
const FIRST_MS: i64 = 1000;
/// Full jitter may draw nothing at all; a failing partner is not asked twice within this time.
const WAIT_MS_MIN: i64 = 200;

/// The schedule of one partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Schedule {
    failures: u32,
    not_before: Option<Time>,
}

impl Schedule {
    /// Failures in a row.
    #[must_use]
    pub const fn failures(&self) -> u32 {
        self.failures
    }

    /// The moment of the next attempt, if one has failed.
    #[must_use]
    pub const fn not_before(&self) -> Option<Time> {
        self.not_before
    }

    /// Whether the partner may be tried at `now`. After a clock that was set back, at most the longest wait remains.
    #[must_use]
    pub fn is_due(&self, now: Time) -> bool {
        self.not_before.is_none_or(|then| now >= then || then.since(now) > 2 * RETRY_AFTER_MS_MAX)
    }

    /// Notes a success: the next failure starts from the shortest wait.
    pub fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// Notes a failure and tells when to try again.
    pub fn failed(&mut self, now: Time, retry_after: Option<Duration>, rng: &mut impl RngExt) -> Time {
        let ceiling = FIRST_MS.saturating_mul(1 << self.failures.min(20)).min(WAIT_MS_MAX);
        self.failures = self.failures.saturating_add(1);
        let own = rng.random_range(WAIT_MS_MIN..=ceiling);
        let wait = match retry_after {
            None => own,
            Some(asked) => {
                let asked = i64::try_from(asked.as_millis()).unwrap_or(i64::MAX).min(RETRY_AFTER_MS_MAX);
                // A tenth more at most, so that all who were told the same do not come at once.
                own.max(asked.saturating_add(rng.random_range(0..=asked / 10)))
            }
        };
        let then = now.plus_ms(wait);
        self.not_before = Some(then);
        then
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{SeedableRng, rngs::StdRng};

    const NOW: i64 = 1_795_000_000_000;

    fn waits(count: usize, retry_after: Option<Duration>) -> Vec<i64> {
        let mut rng = StdRng::seed_from_u64(1);
        let (mut schedule, now) = (Schedule::default(), Time::from_ms(NOW));
        (0..count).map(|_| schedule.failed(now, retry_after, &mut rng).since(now)).collect()
    }

    #[test]
    fn waits_grow_to_five_minutes_and_are_spread() {
        let waits = waits(200, None);
        for (turn, wait) in waits.iter().enumerate() {
            let ceiling = (1000_i64 << turn.min(20)).min(WAIT_MS_MAX);
            assert!((WAIT_MS_MIN..=ceiling).contains(wait), "{turn}: {wait}");
        }
        let late = &waits[20..];
        assert!(late.iter().any(|wait| *wait < WAIT_MS_MAX / 4) && late.iter().any(|wait| *wait > WAIT_MS_MAX * 3 / 4));
    }

    #[test]
    fn retry_after_is_honoured_up_to_an_hour() {
        let asked = Duration::from_secs(120);
        assert!(waits(5, Some(asked)).iter().all(|wait| (120_000..=132_000).contains(wait)));
        let longest = waits(50, Some(Duration::from_secs(u64::MAX))).into_iter().max().unwrap();
        assert!(longest <= RETRY_AFTER_MS_MAX / 10 * 11);
    }

    #[test]
    fn a_success_starts_anew() {
        let (mut rng, now) = (StdRng::seed_from_u64(2), Time::from_ms(NOW));
        let mut schedule = Schedule::default();
        assert!(schedule.is_due(now));
        let then = (0..9).map(|_| schedule.failed(now, None, &mut rng)).last().unwrap();
        assert!(!schedule.is_due(now) && schedule.is_due(then) && schedule.failures() == 9);
        schedule.succeeded();
        assert!(schedule.is_due(now) && schedule.failures() == 0);
        assert!(schedule.failed(now, None, &mut rng).since(now) <= FIRST_MS);
    }
}

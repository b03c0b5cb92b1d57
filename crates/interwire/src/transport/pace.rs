//! Is a body still coming at a bearable pace? Whoever sends a byte now and then holds a connection for ever; so each
//! stretch of time must bring a minimum of bytes. Pure: the moments are told.

use std::time::Duration;

/// The slowest bearable stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slowest {
    /// Bytes that every stretch must bring, at least.
    pub bytes: u64,
    /// The length of a stretch.
    pub stretch: Duration,
}

/// Watches one stream.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    slowest: Slowest,
    stretch_began: Duration,
    stretch_bytes: u64,
}

impl Pace {
    /// Starts watching at `now`, a time since any fixed moment.
    #[must_use]
    pub const fn new(slowest: Slowest, now: Duration) -> Self {
        Self { slowest, stretch_began: now, stretch_bytes: 0 }
    }

    /// Counts `bytes` that came by `now`; false if a stretch has passed without its minimum.
    pub fn bears(&mut self, bytes: u64, now: Duration) -> bool {
        self.stretch_bytes = self.stretch_bytes.saturating_add(bytes);
        let passed = now.saturating_sub(self.stretch_began);
        if passed < self.slowest.stretch {
            return true;
        }
        // A pause longer than one stretch asks for the minimum of each stretch in it.
        let stretches = (passed.as_millis() / self.slowest.stretch.as_millis().max(1)).max(1);
        let wanted = u128::from(self.slowest.bytes).saturating_mul(stretches);
        let enough = u128::from(self.stretch_bytes) >= wanted;
        self.stretch_began = now;
        self.stretch_bytes = 0;
        enough
    }

    /// How long to wait for the next bytes before asking again.
    #[must_use]
    pub fn patience(&self, now: Duration) -> Duration {
        let end = self.stretch_began.saturating_add(self.slowest.stretch);
        end.saturating_sub(now).max(Duration::from_millis(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOWEST: Slowest = Slowest { bytes: 1000, stretch: Duration::from_secs(10) };
    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_stream_that_drips_is_not_borne() {
        let mut pace = Pace::new(SLOWEST, s(5));
        assert!(pace.bears(1, s(6)));
        assert!(pace.bears(1, s(14)));
        assert_eq!(pace.patience(s(14)), s(1));
        assert!(!pace.bears(1, s(15)));
    }

    #[test]
    fn a_stream_that_keeps_its_minimum_is_borne_for_ever() {
        let mut pace = Pace::new(SLOWEST, s(0));
        assert!((1..100).all(|turn| pace.bears(1000, s(10 * turn))));
        assert!(!pace.bears(2999, s(990 + 30)));
    }
}

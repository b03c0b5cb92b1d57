//! Which requests were seen before. A nonce is remembered for as long as its request could still pass the check of
//! time; the memory is bounded for each party, so that one cannot push out another's nonces.
//!
//! Nothing is on disk: requests signed before this process started are refused, so a restart forgets nothing that
//! matters. The same line, the floor, moves up when nonces are forgotten, so a clock set back opens no hole.

use super::refusal::{Cause, Refusal};
use super::signature::{Nonce, WINDOW_S};
use interwire_core::ids::PartyId;
use interwire_core::time::Time;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

/// Nonces remembered of one party, at most: more requests within the window are refused for a while.
pub const PARTY_NONCES_MAX: usize = 65_536;
/// Nonces remembered of all strangers together, at most.
pub const STRANGER_NONCES_MAX: usize = 1_024;
/// What a party is told to wait when its memory is full, in seconds.
const FULL_RETRY_S: u32 = 30;

/// Whose request it is; strangers share one small memory.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Caller {
    /// A party whose keys are known here.
    Known(PartyId),
    /// Anybody else, as with a first offer.
    Stranger,
}

/// The nonces of the last minutes.
#[derive(Debug)]
pub struct Replay {
    seen: Mutex<Seen>,
}

#[derive(Debug)]
struct Seen {
    /// Requests signed in this second or before are refused: those before the start, and all that were forgotten.
    floor_s: i64,
    /// The time of the last forgetting.
    swept_s: i64,
    by_caller: HashMap<Caller, BTreeSet<(i64, Nonce)>>,
}

impl Replay {
    /// An empty memory of a process that started at `started`.
    #[must_use]
    pub fn new(started: Time) -> Self {
        let floor_s = started.ms().div_euclid(1000);
        let seen = Seen { floor_s, swept_s: floor_s, by_caller: HashMap::new() };
        Self { seen: Mutex::new(seen) }
    }

    /// Remembers a request whose signature and time were found good, or refuses it. Exactly one of several equal
    /// requests at the same moment is let through.
    ///
    /// # Errors
    /// [`Cause::Replay`]; [`Cause::Starting`] for requests signed before the start; [`Cause::TooMany`].
    pub fn admit(&self, caller: &Caller, created_s: i64, nonce: Nonce, now: Time) -> Result<(), Refusal> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.forget(now);
        if created_s <= seen.floor_s {
            let wait_s = seen.floor_s.saturating_sub(created_s).saturating_add(1);
            return Err(Refusal::new(Cause::Starting).after_s(u32::try_from(wait_s).unwrap_or(u32::MAX)));
        }
        let entry = (created_s, nonce);
        // A party that was a stranger a moment ago must not repeat what it sent then.
        let known = [caller, &Caller::Stranger].into_iter().filter_map(|who| seen.by_caller.get(who));
        if known.into_iter().any(|nonces| nonces.contains(&entry)) {
            return Err(Refusal::new(Cause::Replay));
        }
        let max = if *caller == Caller::Stranger { STRANGER_NONCES_MAX } else { PARTY_NONCES_MAX };
        let nonces = seen.by_caller.entry(caller.clone()).or_default();
        if nonces.len() >= max {
            return Err(Refusal::new(Cause::TooMany).after_s(FULL_RETRY_S));
        }
        nonces.insert(entry);
        Ok(())
    }

    /// Nonces remembered now.
    #[must_use]
    pub fn len(&self) -> usize {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.by_caller.values().map(BTreeSet::len).sum()
    }

    /// Whether none is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Seen {
    /// Forgets what the check of time refuses by now, and lifts the floor to the latest that was forgotten (and no
    /// further: a clock that jumps a year ahead and comes back must not shut everybody out).
    fn forget(&mut self, now: Time) {
        let now_s = now.ms().div_euclid(1000);
        if now_s == self.swept_s {
            return;
        }
        self.swept_s = now_s;
        let first_kept = (now_s.saturating_sub(WINDOW_S), Nonce([0; 16]));
        let mut floor_s = self.floor_s;
        self.by_caller.retain(|_, nonces| {
            let kept = nonces.split_off(&first_kept);
            floor_s = nonces.last().map_or(floor_s, |(created_s, _)| floor_s.max(*created_s));
            *nonces = kept;
            !nonces.is_empty()
        });
        self.floor_s = floor_s;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START_S: i64 = 1_795_000_000;

    fn at(seconds: i64) -> Time {
        Time::from_ms((START_S + seconds) * 1000)
    }
    fn known(name: &str) -> Caller {
        Caller::Known(name.parse().unwrap())
    }
    fn nonce(number: u32) -> Nonce {
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        Nonce(bytes)
    }
    fn admit(replay: &Replay, who: &Caller, created: i64, number: u32, now: i64) -> Option<Cause> {
        replay.admit(who, START_S + created, nonce(number), at(now)).err().map(|refusal| refusal.cause())
    }

    #[test]
    fn a_request_passes_once_for_each_party() {
        let replay = Replay::new(at(0));
        assert_eq!(admit(&replay, &known("hanoi"), 10, 1, 10), None);
        assert_eq!(admit(&replay, &known("hanoi"), 10, 1, 10), Some(Cause::Replay));
        assert_eq!(admit(&replay, &known("hanoi"), 10, 1, 309), Some(Cause::Replay));
        assert_eq!(admit(&replay, &known("baku"), 10, 1, 11), None);
        assert_eq!(admit(&replay, &known("hanoi"), 10, 2, 11), None);
    }

    #[test]
    fn what_was_signed_before_the_start_has_to_be_signed_again() {
        let replay = Replay::new(at(0));
        let refusal = replay.admit(&known("hanoi"), START_S - 4, nonce(1), at(2)).unwrap_err();
        assert_eq!((refusal.cause(), refusal.retry_after_s()), (Cause::Starting, Some(5)));
        assert_eq!(admit(&replay, &known("hanoi"), 0, 2, 2), Some(Cause::Starting));
        assert_eq!(admit(&replay, &known("hanoi"), 1, 3, 2), None);
    }

    #[test]
    fn nonces_are_forgotten_with_their_time_and_a_clock_set_back_revives_none() {
        let replay = Replay::new(at(0));
        for number in 0..100 {
            assert_eq!(admit(&replay, &known("hanoi"), 10, number, 10), None);
        }
        assert_eq!(admit(&replay, &known("hanoi"), 800, 1, 800), None);
        assert_eq!(replay.len(), 1);
        assert_eq!(admit(&replay, &known("hanoi"), 10, 5, 20), Some(Cause::Starting));
    }

    #[test]
    fn a_clock_that_jumps_ahead_and_back_shuts_nobody_out_for_long() {
        let replay = Replay::new(at(0));
        assert_eq!(admit(&replay, &known("hanoi"), 10, 1, 10), None);
        assert_eq!(admit(&replay, &known("hanoi"), 31_000_000, 2, 31_000_000), None);
        assert_eq!(admit(&replay, &known("hanoi"), 12, 3, 12), None);
        assert_eq!(admit(&replay, &known("hanoi"), 10, 1, 12), Some(Cause::Starting));
    }

    #[test]
    fn one_party_cannot_fill_the_memory_of_others() {
        let replay = Replay::new(at(0));
        let max = u32::try_from(STRANGER_NONCES_MAX).unwrap();
        for number in 0..max {
            assert_eq!(admit(&replay, &Caller::Stranger, 10, number, 10), None);
        }
        assert_eq!(admit(&replay, &Caller::Stranger, 10, max, 10), Some(Cause::TooMany));
        assert_eq!(admit(&replay, &Caller::Stranger, 10, 0, 10), Some(Cause::Replay));
        assert_eq!(admit(&replay, &known("baku"), 10, max, 10), None);
        assert_eq!(admit(&replay, &known("baku"), 10, 3, 10), Some(Cause::Replay));
    }
}

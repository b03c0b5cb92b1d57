//! Counts changes under each agreement, so that a long poll can wait for the next one and a token can name a state.

use interwire_core::ids::AgreementId;
use interwire_core::time::Time;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use tokio::sync::watch;

/// The counts. A token is the start of the node in ms plus the counts of the agreements it is about, so it never
/// names a state of an earlier run by chance.
#[derive(Debug)]
pub struct Changes {
    start: u64,
    counts: Mutex<HashMap<AgreementId, u64>>,
    bell: watch::Sender<u64>,
}

impl Changes {
    /// No changes yet.
    #[must_use]
    pub fn new(start: Time) -> Self {
        Self { start: start.ms().unsigned_abs(), counts: Mutex::default(), bell: watch::Sender::new(0) }
    }

    /// Notes a change under each agreement and wakes whoever waits.
    pub fn note(&self, agreements: &[AgreementId]) {
        if agreements.is_empty() {
            return;
        }
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        for agreement in agreements {
            *counts.entry(agreement.clone()).or_default() += 1;
        }
        drop(counts);
        self.bell.send_modify(|rings| *rings += 1);
    }

    /// Names the present state of these agreements.
    #[must_use]
    pub fn token(&self, agreements: &[AgreementId]) -> u64 {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        // Ms since 1970 times 1024 stays below 2^53 until the year 2248.
        let changes: u64 = agreements.iter().filter_map(|agreement| counts.get(agreement)).sum();
        self.start.saturating_mul(1024).saturating_add(changes)
    }

    /// Rings at every change.
    #[must_use]
    pub fn bell(&self) -> watch::Receiver<u64> {
        self.bell.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_changes_only_with_its_agreements_and_never_names_an_earlier_run() {
        let [a, b] = [1, 2].map(|n| AgreementId::from_random([n; 16]));
        let changes = Changes::new(Time::from_ms(1_700_000_000_000));
        let before = changes.token(std::slice::from_ref(&a));
        changes.note(std::slice::from_ref(&b));
        assert_eq!(changes.token(std::slice::from_ref(&a)), before);
        changes.note(std::slice::from_ref(&a));
        assert!(changes.token(std::slice::from_ref(&a)) > before);
        let later = Changes::new(Time::from_ms(1_700_000_001_000));
        assert!(later.token(&[]) > changes.token(&[a, b]));
    }
}

//! Whether news comes as often as it should: looked at every so often, so that every page can carry the alarm.

use super::rows::arrivals;
use super::{Settings, Web};
use crate::config::rhythm::{Expect, Pulse, Source};
use crate::node::Node;
use crate::store::DbError;
use interwire_core::time::Time;
use jiff::tz::TimeZone;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// How often it is looked.
const ROUND: Duration = Duration::from_secs(30);

/// How one source is.
#[derive(Debug, Clone)]
pub struct Beat {
    /// What is expected of it.
    pub expect: Expect,
    /// When something last came.
    pub last: Option<Time>,
    /// Nothing came for so long, in ms; since the start, if nothing ever came.
    pub silent_ms: i64,
    /// How it is.
    pub pulse: Pulse,
}

impl Beat {
    /// Its name, for people and for the metrics.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.expect.source {
            Source::Partner(party) => party.as_str(),
            Source::Feed(name, _) => name,
        }
    }

    /// Whether it is a partner or a feed of the house.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.expect.source {
            Source::Partner(_) => "partner",
            Source::Feed(..) => "feed",
        }
    }
}

/// All sources of which something is expected.
#[derive(Clone)]
pub struct Pulses {
    expect: Arc<[Expect]>,
    zone: TimeZone,
    since: Time,
    beats: Arc<RwLock<Vec<Beat>>>,
}

impl Pulses {
    /// Begins to look, until the node stops.
    #[must_use]
    pub fn start(node: &Node, settings: &Settings) -> Self {
        let pulses = Self {
            expect: settings.expect.clone().into(),
            zone: settings.zone.clone(),
            since: node.now(),
            beats: Arc::default(),
        };
        if !pulses.expect.is_empty() {
            let (own, node, stop) = (pulses.clone(), node.clone(), settings.stop.clone());
            tokio::spawn(async move {
                while !stop.is_cancelled() {
                    if let Err(e) = own.look(&node).await {
                        tracing::error!(cause = %e, "when news last came could not be read");
                    }
                    tokio::select! {
                        () = stop.cancelled() => return,
                        () = tokio::time::sleep(ROUND) => {}
                    }
                }
            });
        }
        pulses
    }

    /// Looks now.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn look(&self, node: &Node) -> Result<Vec<Beat>, DbError> {
        let mut beats = Vec::new();
        for expect in self.expect.iter() {
            let last = arrivals::last(node.db(), &expect.source).await?;
            let (from, now) = (last.unwrap_or(self.since), node.now());
            let pulse = expect.pulse(from, now, &self.zone);
            beats.push(Beat { expect: expect.clone(), last, silent_ms: now.since(from), pulse });
        }
        beats.clone_into(&mut self.beats.write().unwrap_or_else(PoisonError::into_inner));
        Ok(beats)
    }

    /// How many are silent for longer than they should be, as it was when it was last looked.
    #[must_use]
    pub fn idle(&self) -> usize {
        let beats = self.beats.read().unwrap_or_else(PoisonError::into_inner);
        beats.iter().filter(|beat| beat.pulse == Pulse::Idle).count()
    }
}

impl Web {
    pub(super) fn pulses(&self) -> &Pulses {
        &self.inner.pulses
    }
}

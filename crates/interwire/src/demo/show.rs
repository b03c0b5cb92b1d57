//! What happens on the stage: stories flow one by one, one is corrected, one is killed, and at the end it is counted
//! from the journals what arrived.

use super::stage::{AGENCIES, Desk, Player, StageError, agree};
use super::stories::{CORRECTED, KILLED, STORIES, Story};
use crate::intake::document::read_binding;
use crate::intake::media::MediaFrom;
use crate::intake::outcome::Fate;
use crate::intake::recall::{self, Asked};
use crate::intake::take::{Source, take};
use crate::node::Node;
use crate::verify::{Whose, verify};
use interwire_core::exchange::machine::Effect;
use interwire_core::ids::{AgreementId, ItemKey};
use interwire_core::protocol::v1::statement::{Action, Answer};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::broadcast::Receiver;
use tokio::time::timeout;

/// How long anything may take before the demo says that it is lost.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the demo has done, as `interwire demo --once --json` prints it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Summary {
    /// Nodes that ran.
    pub nodes: usize,
    /// Agreements countersigned.
    pub agreements: usize,
    /// Versions published.
    pub published: usize,
    /// Versions that a partner had to get.
    pub expected_deliveries: usize,
    /// Versions that it got.
    pub delivered: usize,
    /// Expected and not delivered.
    pub lost: usize,
    /// Delivered more than once.
    pub duplicated: usize,
    /// New versions of a story that was out.
    pub corrections: usize,
    /// Kills.
    pub kills: Kills,
    /// From intake to the partner's store.
    pub latency_ms: Latency,
    /// Whether everything in every node's folder verifies offline, after the nodes stopped.
    pub journals_verified: bool,
}

/// What became of the kills.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Kills {
    /// Ordered.
    pub sent: usize,
    /// Answered, in a signed statement, by every partner that had the item.
    pub acknowledged: usize,
    /// From the order until the partner's people could no longer see it, in ms.
    pub stopped_ms: Vec<f64>,
}

/// Percentiles, in ms.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Latency {
    /// Half were faster.
    pub p50: f64,
    /// 99 of 100 were faster.
    pub p99: f64,
}

/// The demo while it runs.
pub struct Show {
    /// Its agencies.
    pub players: Vec<Player>,
    /// Their agreements.
    pub agreements: Vec<AgreementId>,
    /// What has happened so far.
    pub summary: Summary,
    /// How often each version arrived at a partner.
    arrivals: BTreeMap<(ItemKey, u64), usize>,
    ears: Vec<Receiver<Effect>>,
    times_ms: Vec<f64>,
}

impl Show {
    /// Starts two agencies in folders below `dir` and lets them agree.
    ///
    /// # Errors
    /// If they do not come to an agreement in force.
    pub async fn begin(dir: &Path, desk: Desk) -> Result<Self, StageError> {
        let mut players = Vec::new();
        for agency in &AGENCIES[..2] {
            players.push(Player::start(*agency, dir, desk).await?);
        }
        let agreements = vec![agree(&players[0], &players[1]).await?];
        let summary = Summary { nodes: players.len(), agreements: agreements.len(), ..Summary::default() };
        let ears = players.iter().map(|player| player.node().effects()).collect();
        Ok(Self { players, agreements, summary, arrivals: BTreeMap::new(), ears, times_ms: Vec::new() })
    }

    /// Who publishes a story, and who gets it.
    fn cast(&self, story: &Story) -> (usize, usize) {
        let from = self.players.iter().position(|player| player.agency.id == story.from).unwrap_or(0);
        (from, 1 - from.min(1))
    }

    /// Publishes a version of a story and waits until the partner has it.
    ///
    /// # Errors
    /// If it cannot be taken in.
    pub async fn publish(&mut self, story: &Story, version: u64) -> Result<ItemKey, StageError> {
        let (from, to) = self.cast(story);
        let start = Instant::now();
        let key = take_in(&self.players[from], story, version).await?;
        self.summary.published += 1;
        self.summary.expected_deliveries += 1;
        self.summary.corrections += usize::from(version > 1);
        let arrived = |effect: &Effect| matches!(effect, Effect::Arrived(k, v) if *k == key && *v == version);
        if self.hear(to, arrived).await {
            self.times_ms.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        Ok(key)
    }

    /// Kills an item and waits until the partner has stopped it and said so.
    ///
    /// # Errors
    /// If the order cannot be given.
    pub async fn kill(&mut self, story: &Story, key: &ItemKey) -> Result<(), StageError> {
        let (from, to) = self.cast(story);
        let reason = "false-report".parse().map_err(StageError::Other)?;
        let asked = Asked { action: Action::Kill, reason, through: None, replaced_by: None };
        let (item, start) = (key.item.clone(), Instant::now());
        let ordered = self.players[from].node().step(move |step| recall::order(step, &item, &asked, "demo")).await?;
        ordered.map_err(|e| StageError::Other(e.to_string()))?;
        self.summary.kills.sent += 1;
        if self.hear(to, |effect| matches!(effect, Effect::Recalled(k) if k == key)).await {
            self.summary.kills.stopped_ms.push(round(start.elapsed().as_secs_f64() * 1000.0));
        }
        if self.hear(from, |effect| matches!(effect, Effect::Answered(_))).await {
            self.summary.kills.acknowledged += usize::from(self.answered(from, key).await?);
        }
        Ok(())
    }

    /// Whether every partner that had the item has answered the kill, as the source's own record says.
    async fn answered(&self, from: usize, key: &ItemKey) -> Result<bool, StageError> {
        let (end, players) = (Instant::now() + PATIENCE, &self.players);
        let parties: Vec<_> = players.iter().map(|player| player.id().clone()).collect();
        while Instant::now() < end {
            let holders = recall::holders(players[from].node().db(), key, |_| parties.clone()).await;
            let holders = holders.map_err(|e| StageError::Other(e.to_string()))?;
            let stopped = |holder: &recall::Holder| {
                let answers = holder.order.iter().flat_map(|order| &order.answers);
                answers.into_iter().any(|(answer, _)| *answer == Answer::Stopped)
            };
            if !holders.is_empty() && holders.iter().all(stopped) {
                return Ok(true);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(false)
    }

    /// Listens at a player until something happens, counting what arrives there.
    async fn hear(&mut self, at: usize, is: impl Fn(&Effect) -> bool) -> bool {
        let (Some(ear), arrivals) = (self.ears.get_mut(at), &mut self.arrivals) else { return false };
        let search = async {
            loop {
                let Ok(effect) = ear.recv().await else { return false };
                if let Effect::Arrived(key, version) = &effect {
                    *arrivals.entry((key.clone(), *version)).or_default() += 1;
                }
                if is(&effect) {
                    return true;
                }
            }
        };
        timeout(PATIENCE, search).await.unwrap_or(false)
    }

    /// All stories, the correction and the kill, with a pause between them; `say` is told each.
    ///
    /// # Errors
    /// If a step fails.
    pub async fn play(&mut self, pause: Duration, mut say: impl FnMut(&str)) -> Result<(), StageError> {
        let mut killed = None;
        for story in STORIES {
            say(&format!("{} publishes: {}", story.from, story.headline));
            let key = self.publish(story, 1).await?;
            if story.slug == KILLED {
                killed = Some((*story, key));
            }
            tokio::time::sleep(pause).await;
        }
        say(&format!("{} corrects: {}", CORRECTED.from, CORRECTED.headline));
        self.publish(&CORRECTED, 2).await?;
        tokio::time::sleep(pause).await;
        if let Some((story, key)) = killed {
            say(&format!("{} kills: {}", story.from, story.headline));
            self.kill(&story, &key).await?;
        }
        Ok(())
    }

    /// Stops all nodes, verifies their folders, and counts.
    ///
    /// # Errors
    /// If a folder cannot be read.
    pub async fn end(mut self) -> Result<Summary, StageError> {
        let mut dirs = Vec::new();
        for ear in &mut self.ears {
            while let Ok(effect) = ear.try_recv() {
                if let Effect::Arrived(key, version) = effect {
                    *self.arrivals.entry((key, version)).or_default() += 1;
                }
            }
        }
        for player in self.players {
            let me = player.id().clone();
            dirs.push((me, player.end().await));
        }
        let mut summary = self.summary;
        summary.delivered = self.arrivals.len();
        summary.lost = summary.expected_deliveries.saturating_sub(summary.delivered);
        summary.duplicated = self.arrivals.values().filter(|times| **times > 1).count();
        self.times_ms.sort_by(f64::total_cmp);
        let percent = |p| round(crate::bench::measure::percentile(&self.times_ms, p));
        summary.latency_ms = Latency { p50: percent(50.0), p99: percent(99.0) };
        summary.journals_verified = true;
        for (me, dir) in dirs {
            let whose = Whose { party: me, reader: read_binding };
            let report = verify(&dir, &whose, Arc::new(|_, _| {})).await;
            let report = report.map_err(|e| StageError::Other(e.to_string()))?;
            if !report.is_whole() {
                tracing::error!(folder = %dir.display(), ?report, "a folder does not verify");
                summary.journals_verified = false;
            }
        }
        Ok(summary)
    }
}

/// Takes a version of a story in at its agency, as a file with its picture beside it.
async fn take_in(player: &Player, story: &Story, version: u64) -> Result<ItemKey, StageError> {
    let node: &Node = player.node();
    let item = story.item(version, &node.now().to_string())?;
    let written = interwire_formats::write("ninjs", &item).map_err(|e| StageError::Other(e.to_string()))?;
    let desk = player.dir().with_extension("newsroom");
    tokio::fs::create_dir_all(&desk).await?;
    if let Some(picture) = story.picture() {
        tokio::fs::write(desk.join(story.picture_name()), picture).await?;
    }
    let source = Source {
        feed: "demo".to_owned(),
        path: format!("{}-{version}.json", story.slug),
        service: None,
        hint: None,
        bytes: written.bytes,
        media: MediaFrom::Folder(desk),
        test: false,
    };
    let taken = take(node, source).await?;
    let outcome = taken.outcomes.first().filter(|outcome| outcome.fate == Fate::New);
    let item = outcome.and_then(|outcome| outcome.item.clone());
    let item = item.ok_or_else(|| StageError::Other(format!("{} was not taken in: {taken:?}", story.slug)))?;
    Ok(ItemKey { source: player.id().clone(), item })
}

fn round(ms: f64) -> f64 {
    (ms * 10.0).round() / 10.0
}

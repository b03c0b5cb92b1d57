//! Turns what happens in the exchange and at the desk into changed lines, once for all readers of the board.

use super::rows::desk::{self, DeskRow};
use crate::alerts::{self, Standing};
use crate::index::Index;
use crate::intake::document;
use crate::node::Node;
use interwire_core::exchange::machine::Effect;
use interwire_core::ids::ItemKey;
use interwire_core::query::{Doc, News, Scratch};
use interwire_formats::mediatopics;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

/// Changes that a slow reader may lag behind before its page is loaded again.
const CHANGES_MAX: usize = 1024;

/// Between two counts of saved searches for which something has come.
const RECOUNT: Duration = Duration::from_secs(1);
/// The index has what has come within this time; until then it is counted again.
const SETTLED: Duration = Duration::from_secs(4);

/// Why a line has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A version has arrived.
    Arrived,
    /// Its source has taken it back, or given it free again.
    Turned,
    /// Somebody of the house has taken it, or let it go.
    Taken,
    /// A small picture stands for it now.
    Pictured,
}

/// A line that is new, or other than before.
#[derive(Debug)]
pub struct Changed {
    /// The line.
    pub row: DeskRow,
    /// The item, as queries see it.
    pub doc: Option<Doc>,
    /// Saved searches that take it.
    pub searches: Vec<i64>,
    /// Why.
    pub why: Why,
    /// The line as readers get it.
    pub made: Made,
}

/// What readers differ in, as far as a line shows it: language, time zone, and whether they have not seen it.
pub type Looks = (&'static str, String, bool);

/// A line as it was made for those who asked first. Whoever differs in nothing gets the same.
#[derive(Debug, Default)]
pub struct Made(Mutex<HashMap<Looks, Option<Arc<str>>>>);

impl Made {
    /// The line; made only if it was not before.
    pub fn get(&self, looks: Looks, make: impl FnOnce() -> Option<String>) -> Option<Arc<str>> {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(looks).or_insert_with(|| make().map(Arc::from)).clone()
    }
}

/// What readers are told.
#[derive(Debug, Clone)]
pub enum Change {
    /// A line.
    Line(Arc<Changed>),
    /// How many items saved searches find now.
    Counts(Arc<BTreeMap<i64, usize>>),
    /// Changes were missed: load the page again.
    Missed,
}

/// What the pages keep of the desk while the node runs.
pub struct Desk {
    /// Searches ask it.
    pub index: Index,
    /// Saved searches.
    pub standing: Arc<Standing>,
    node: Node,
    changes: broadcast::Sender<Change>,
    counts: RwLock<BTreeMap<i64, usize>>,
}

impl Desk {
    /// Begins to listen to the node, until `stop`.
    #[must_use]
    pub fn start(
        node: &Node,
        index: Index,
        standing: Arc<Standing>,
        pictured: broadcast::Receiver<ItemKey>,
        stop: CancellationToken,
    ) -> Arc<Self> {
        let changes = broadcast::Sender::new(CHANGES_MAX);
        let desk = Self { index, standing, node: node.clone(), changes, counts: RwLock::default() };
        let desk = Arc::new(desk);
        tokio::spawn(run(Arc::clone(&desk), pictured, stop));
        desk
    }

    /// What changes from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Tells a line again, because somebody has taken it or let it go.
    pub async fn again(&self, key: &ItemKey) {
        self.tell(key, Why::Taken, &mut Scratch::new()).await;
    }

    /// How many items each of these searches finds, as far as that is known.
    pub async fn counts(&self, searches: &[i64]) -> Vec<Option<usize>> {
        let known = self.counts.read().unwrap_or_else(PoisonError::into_inner).clone();
        let unknown: Vec<i64> = searches.iter().copied().filter(|id| !known.contains_key(id)).collect();
        let counted = if unknown.is_empty() { BTreeMap::new() } else { self.count(&unknown).await };
        searches.iter().map(|id| known.get(id).or_else(|| counted.get(id)).copied()).collect()
    }

    /// Counts anew.
    async fn count(&self, searches: &[i64]) -> BTreeMap<i64, usize> {
        let found = alerts::counts(&self.index, &self.standing, searches).await;
        let counted = searches.iter().zip(found).filter_map(|(id, count)| Some((*id, count?)));
        let counted: BTreeMap<i64, usize> = counted.collect();
        self.counts.write().unwrap_or_else(PoisonError::into_inner).extend(&counted);
        counted
    }

    /// Reads a line and tells it; returns the saved searches that take the item.
    async fn tell(&self, key: &ItemKey, why: Why, scratch: &mut Scratch) -> Vec<i64> {
        if key.source == self.node.house().me {
            return Vec::new();
        }
        let change = match self.read(key, why, scratch).await {
            Ok(Some(changed)) => Change::Line(Arc::new(changed)),
            // Not on the desk: recalled before it came, or a test.
            Ok(None) => return Vec::new(),
            Err(cause) => {
                tracing::error!(cause, "a line of the board could not be read");
                Change::Missed
            }
        };
        let searches = match &change {
            Change::Line(changed) => changed.searches.clone(),
            _ => Vec::new(),
        };
        // Nobody may be listening.
        let _ = self.changes.send(change);
        searches
    }

    async fn read(&self, key: &ItemKey, why: Why, scratch: &mut Scratch) -> Result<Option<Changed>, String> {
        let Some(row) = desk::one(self.node.db(), key).await.map_err(|e| e.to_string())? else { return Ok(None) };
        let item = document::item_of(self.node.db(), &row.doc).await.map_err(|e| e.to_string())?;
        let Some(item) = item else {
            return Ok(Some(Changed { row, doc: None, searches: Vec::new(), why, made: Made::default() }));
        };
        let news = News { source: Some(key.source.as_str()), above: &mediatopics::above, ..News::of(&item) };
        let searches = self.standing.takes(&news, scratch);
        Ok(Some(Changed { row, doc: Some(Doc::of(&news)), searches, why, made: Made::default() }))
    }
}

async fn run(desk: Arc<Desk>, mut pictured: broadcast::Receiver<ItemKey>, stop: CancellationToken) {
    let (mut effects, mut clock) = (desk.node.effects(), tokio::time::interval(RECOUNT));
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut scratch, mut stale) = (Scratch::new(), BTreeMap::new());
    loop {
        let effect = tokio::select! {
            effect = effects.recv() => effect,
            _ = clock.tick(), if !stale.is_empty() => {
                recount(&desk, &mut stale).await;
                continue;
            }
            // Whoever misses one sees it when the page is loaded again.
            Ok(key) = pictured.recv() => {
                if desk.changes.receiver_count() > 0 {
                    desk.tell(&key, Why::Pictured, &mut scratch).await;
                }
                continue;
            }
            () = stop.cancelled() => return,
        };
        let (key, why) = match effect {
            Ok(Effect::Arrived(key, _)) => (key, Why::Arrived),
            Ok(Effect::Recalled(key) | Effect::Released(key)) => (key, Why::Turned),
            Ok(_) => continue,
            Err(RecvError::Lagged(_)) => {
                // Nobody may be listening.
                let _ = desk.changes.send(Change::Missed);
                continue;
            }
            Err(RecvError::Closed) => return,
        };
        let searches = desk.tell(&key, why, &mut scratch).await;
        stale.extend(searches.into_iter().map(|id| (id, Instant::now())));
    }
}

/// Something has come for these searches: they are counted again, until the index has it.
async fn recount(desk: &Desk, stale: &mut BTreeMap<i64, Instant>) {
    let searches: Vec<i64> = stale.keys().copied().collect();
    stale.retain(|_, since| since.elapsed() < SETTLED);
    let before = desk.counts.read().unwrap_or_else(PoisonError::into_inner).clone();
    let mut counted = desk.count(&searches).await;
    counted.retain(|id, count| before.get(id) != Some(count));
    if !counted.is_empty() {
        // Nobody may be listening.
        let _ = desk.changes.send(Change::Counts(Arc::new(counted)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_made_once_for_all_who_differ_in_nothing() {
        let made = Made::default();
        let zone = || "Asia/Ho_Chi_Minh (UTC+07:00)".to_owned();
        for (looks, expected) in [
            (("vi", zone(), true), "1"),
            (("kk", zone(), true), "2"),
            (("vi", zone(), false), "3"),
            (("vi", "UTC+00:00".to_owned(), true), "4"),
            (("vi", zone(), true), "1"),
        ] {
            let line = made.get(looks, || Some(expected.to_owned()));
            assert_eq!(line.as_deref(), Some(expected));
        }
        assert_eq!(made.get(("vi", zone(), true), || panic!("it is there")).as_deref(), Some("1"));
    }
}

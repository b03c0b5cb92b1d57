//! The search index of the desk: a Tantivy index in the data directory, derived from the desk's rows and made again
//! whenever it is missing, damaged or of another version. One document for each item, in its newest version.
//!
//! The way of a version: [`fill`] sees it in the database and hands it to [`folder`], which writes it together with the
//! cursor; [`search`] asks, and [`shown`] says where the words of a query stand. `interwire-search` has the fields.

mod entry;
pub mod fill;
mod folder;
mod search;
pub mod shown;
#[cfg(test)]
mod tests;

pub use entry::Place;
pub use search::{Ask, COUNTED_MAX, Found, Order, PLACES_MAX};

use interwire_core::ids::ItemKey;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::{Semaphore, watch};

/// The folder's name in a data directory.
pub const FOLDER: &str = "index";
/// Searches at once: each keeps a thread busy.
const SEARCHES_AT_ONCE: usize = 4;

/// Why a search has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// It is being made, or made again.
    #[error("the search index is being made")]
    Absent,
    /// It failed.
    #[error("the search index failed: {0}")]
    Failed(String),
}

/// Any failure of the library, in words.
fn failed(cause: impl Display) -> IndexError {
    IndexError::Failed(cause.to_string())
}

/// How far the index has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Versions up to this place of the desk are in it.
    pub desk: i64,
    /// Recalls and releases up to this event are in it.
    pub events: i64,
    /// It holds all that there was when it was last looked.
    pub whole: bool,
}

/// The index of one node. Clones are the same.
#[derive(Clone)]
pub struct Index {
    inner: Arc<Inner>,
}

struct Inner {
    folder: PathBuf,
    open: RwLock<Option<search::Opened>>,
    progress: watch::Sender<Progress>,
    searches: Semaphore,
    again: Mutex<BTreeSet<ItemKey>>,
}

impl Index {
    /// The index of a data directory; [`fill::run`] opens it.
    #[must_use]
    pub fn new(data_dir: &std::path::Path) -> Self {
        let inner = Inner {
            folder: data_dir.join(FOLDER),
            open: RwLock::default(),
            progress: watch::Sender::new(Progress::default()),
            searches: Semaphore::new(SEARCHES_AT_ONCE),
            again: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// How far it has come, now and at each commit.
    #[must_use]
    pub fn progress(&self) -> watch::Receiver<Progress> {
        self.inner.progress.subscribe()
    }

    /// Items that are other than when they were indexed: they are read again soon.
    pub fn again(&self, keys: impl IntoIterator<Item = ItemKey>) {
        self.inner.again.lock().unwrap_or_else(PoisonError::into_inner).extend(keys);
    }

    /// Takes what is to be read again.
    fn take_again(&self) -> BTreeSet<ItemKey> {
        std::mem::take(&mut *self.inner.again.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn opened(&self) -> Result<search::Opened, IndexError> {
        let open = self.inner.open.read().unwrap_or_else(PoisonError::into_inner);
        open.clone().ok_or(IndexError::Absent)
    }

    /// What searches ask from now on.
    fn put(&self, opened: Option<search::Opened>) {
        *self.inner.open.write().unwrap_or_else(PoisonError::into_inner) = opened;
    }
}

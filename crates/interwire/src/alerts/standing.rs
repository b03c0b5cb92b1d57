//! All saved searches of the house in one matcher.

use crate::store::searches::SearchRow;
use crate::store::{Db, DbError};
use interwire_core::query::matcher::{Refused, Room};
use interwire_core::query::{Matcher, News, Query, QueryId, Scratch};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Searches that a house keeps, and the memory that they may take.
const ROOM: Room = Room { queries_max: 20_000, bytes_max: 256 << 20 };

/// A saved search with its query.
#[derive(Debug, Clone)]
pub struct Saved {
    /// As it is kept.
    pub row: SearchRow,
    /// As it is asked.
    pub query: Query,
}

/// The saved searches.
pub struct Standing {
    matcher: Matcher,
    saved: RwLock<BTreeMap<i64, Arc<Saved>>>,
}

impl Standing {
    /// None yet. The seed keeps strangers from choosing words that are slow to look up.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { matcher: Matcher::new(ROOM, seed), saved: RwLock::default() }
    }

    /// Takes in all that the database keeps.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn load(&self, db: &Db) -> Result<(), DbError> {
        for row in db.searches().await? {
            let (id, name) = (row.id, row.name.clone());
            match row.query.parse() {
                Ok(query) => {
                    if let Err(cause) = self.put(Saved { row, query }) {
                        tracing::error!(id, name, %cause, "a saved search is not asked of what arrives");
                    }
                }
                Err(cause) => tracing::error!(id, name, %cause, "a saved search cannot be read any more"),
            }
        }
        Ok(())
    }

    /// Asks a search from now on, in the place of the one with its number.
    ///
    /// # Errors
    /// If there is no room.
    pub fn put(&self, saved: Saved) -> Result<(), Refused> {
        let id = saved.row.id;
        self.matcher.put(number(id), &saved.query)?;
        self.saved.write().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::new(saved));
        Ok(())
    }

    /// Asks it no more.
    pub fn remove(&self, id: i64) {
        self.matcher.remove(number(id));
        self.saved.write().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }

    /// A search.
    #[must_use]
    pub fn get(&self, id: i64) -> Option<Arc<Saved>> {
        self.saved.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// The query of a search.
    #[must_use]
    pub fn query(&self, id: i64) -> Option<Query> {
        self.get(id).map(|saved| saved.query.clone())
    }

    /// Those that somebody has: their own, and those that are shared; by name.
    #[must_use]
    pub fn of(&self, user: &str) -> Vec<Arc<Saved>> {
        let saved = self.saved.read().unwrap_or_else(PoisonError::into_inner);
        let mut own: Vec<_> = saved.values().filter(|one| one.row.shared || one.row.owner == user).cloned().collect();
        own.sort_by(|a, b| (&a.row.name, a.row.id).cmp(&(&b.row.name, b.row.id)));
        own
    }

    /// The numbers of those that take an item, in order.
    pub fn takes(&self, news: &News<'_>, scratch: &mut Scratch) -> Vec<i64> {
        let found = self.matcher.matches(news, scratch);
        let mut numbers: Vec<i64> = found.iter().map(|id| id.0.cast_signed()).collect();
        numbers.sort_unstable();
        numbers
    }
}

fn number(id: i64) -> QueryId {
    QueryId(id.cast_unsigned())
}

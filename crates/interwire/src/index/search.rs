//! Asking the index: which items a query takes, in which order, and how many there are. A search runs on a thread of its
//! own; few run at once.

use super::entry::{ARRIVAL, OWN, Place, RECALLED, Shape, URGENCY};
use super::{Index, IndexError, failed};
use interwire_core::query::Query;
use std::ops::Bound;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query as Search, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, IndexReader, Searcher, Term};

/// Beyond this many a count only says "more than".
pub const COUNTED_MAX: usize = 10_000;
/// Items in one answer.
pub const PLACES_MAX: usize = 200;
/// How deep a list by relevance goes.
const RELEVANT_MAX: usize = 1_000;

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The newest first.
    #[default]
    Arrival,
    /// The most urgent first.
    Urgency,
    /// What fits best first.
    Relevance,
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The query.
    pub query: Query,
    /// Whether items are found that their sources have taken back.
    pub recalled: bool,
    /// In which order.
    pub order: Order,
    /// Where the last answer ended.
    pub after: Option<i64>,
    /// How many, at most [`PLACES_MAX`].
    pub limit: usize,
}

/// Items that a query takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Their places on the desk, in order.
    pub places: Vec<i64>,
    /// Where to go on.
    pub next: Option<i64>,
    /// How many there are; above [`COUNTED_MAX`], more.
    pub total: usize,
}

/// The index as it is read.
#[derive(Clone)]
pub struct Opened {
    pub reader: IndexReader,
    pub shape: Shape,
}

impl Index {
    /// Partners' items that a query takes.
    ///
    /// # Errors
    /// If there is no index yet, or it fails.
    pub async fn search(&self, ask: Ask) -> Result<Found, IndexError> {
        self.on_thread(move |opened| opened.search(&ask)).await
    }

    /// How many of partners' items each of these queries takes, recalled ones not counted.
    ///
    /// # Errors
    /// If there is no index yet, or it fails.
    pub async fn count(&self, queries: Vec<Query>) -> Result<Vec<usize>, IndexError> {
        self.on_thread(move |opened| {
            let searcher = opened.reader.searcher();
            queries.iter().map(|query| opened.count(&searcher, &*opened.asked(query, false))).collect()
        })
        .await
    }

    async fn on_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Opened) -> Result<T, IndexError> + Send + 'static,
    ) -> Result<T, IndexError> {
        let opened = self.opened()?;
        let _place = self.inner.searches.acquire().await.map_err(failed)?;
        tokio::task::spawn_blocking(move || work(&opened)).await.map_err(failed)?
    }
}

impl Opened {
    fn search(&self, ask: &Ask) -> Result<Found, IndexError> {
        let (searcher, asked) = (self.reader.searcher(), self.asked(&ask.query, ask.recalled));
        let limit = ask.limit.clamp(1, PLACES_MAX);
        let total = self.count(&searcher, &*asked)?;
        let (mut places, next) = match ask.order {
            Order::Relevance => self.relevant(&searcher, &*asked, ask.after, limit)?,
            Order::Arrival => ordered(&searcher, asked, (ARRIVAL, self.shape.arrival), ask.after, limit)?,
            Order::Urgency => ordered(&searcher, asked, (URGENCY, self.shape.urgency), ask.after, limit)?,
        };
        if ask.order == Order::Urgency {
            places.iter_mut().for_each(|place| *place = Place(*place).seq());
        }
        Ok(Found { places, next, total })
    }

    /// The query on partners' items.
    fn asked(&self, query: &Query, recalled: bool) -> Box<dyn Search> {
        let mark = |word: &str| -> Box<dyn Search> {
            Box::new(TermQuery::new(Term::from_field_text(self.shape.mark, word), IndexRecordOption::Basic))
        };
        let mut parts = vec![(Occur::Must, self.shape.fields.query(query)), (Occur::MustNot, mark(OWN))];
        if !recalled {
            parts.push((Occur::MustNot, mark(RECALLED)));
        }
        // Something must be there for a query of nothing but exclusions to be taken from.
        parts.push((Occur::Must, Box::new(AllQuery)));
        Box::new(BooleanQuery::new(parts))
    }

    fn count(&self, searcher: &Searcher, asked: &dyn Search) -> Result<usize, IndexError> {
        Ok(searcher.search(asked, &Count).map_err(failed)?.min(COUNTED_MAX + 1))
    }

    /// By how well they fit; here the cursor is a number of items.
    fn relevant(
        &self,
        searcher: &Searcher,
        asked: &dyn Search,
        after: Option<i64>,
        limit: usize,
    ) -> Result<(Vec<i64>, Option<i64>), IndexError> {
        let skip = after.and_then(|after| usize::try_from(after).ok()).unwrap_or(0).min(RELEVANT_MAX);
        let top = TopDocs::with_limit(limit + 1).and_offset(skip).order_by_score();
        let mut found = searcher.search(asked, &top).map_err(failed)?;
        let more = found.len() > limit && skip + limit < RELEVANT_MAX;
        found.truncate(limit);
        let places = found.into_iter().map(|(_, address)| place(searcher, address)).collect::<Result<Vec<_>, _>>()?;
        Ok((places, more.then(|| i64::try_from(skip + limit).unwrap_or(i64::MAX))))
    }
}

/// By one of the desk's own orders, from the greatest below the cursor.
fn ordered(
    searcher: &Searcher,
    asked: Box<dyn Search>,
    (name, field): (&str, Field),
    after: Option<i64>,
    limit: usize,
) -> Result<(Vec<i64>, Option<i64>), IndexError> {
    let below = after.map(|after| -> Box<dyn Search> {
        let bound = Bound::Excluded(Term::from_field_i64(field, after));
        Box::new(RangeQuery::new(Bound::Unbounded, bound))
    });
    let parts = std::iter::once(asked).chain(below).map(|part| (Occur::Must, part)).collect();
    let top = TopDocs::with_limit(limit + 1).order_by_fast_field::<i64>(name, tantivy::Order::Desc);
    let found = searcher.search(&BooleanQuery::new(parts), &top).map_err(failed)?;
    let mut places: Vec<i64> = found.into_iter().filter_map(|(place, _)| place).collect();
    let more = places.len() > limit;
    places.truncate(limit);
    let next = places.last().copied().filter(|_| more);
    Ok((places, next))
}

/// The place of a document in the order of arrival.
fn place(searcher: &Searcher, address: DocAddress) -> Result<i64, IndexError> {
    let column = searcher.segment_reader(address.segment_ord).fast_fields().i64(ARRIVAL).map_err(failed)?;
    column.first(address.doc_id).ok_or_else(|| failed("a document has no place"))
}

//! `match`: what a query takes of all that the node holds, a few hundred versions at a time, oldest first. So a scope
//! that is being negotiated can be tried on last year's news.

use crate::errors::{Code, Error};
use crate::intake::document;
use crate::ops::{Ctx, fault};
use crate::store::desk::Listed;
use interwire_core::exchange::store::StoreError;
use interwire_core::query::{News, Query, Sweep};
use interwire_formats::mediatopics;
use serde::{Deserialize, Serialize};

/// Versions that one request looks at.
const VERSIONS_MAX: u64 = 500;

/// What is asked.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Match {
    /// The query.
    pub query: String,
    /// Where the last answer ended.
    #[serde(default)]
    pub after: i64,
}

/// Some of the answer.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Matched {
    /// Where to go on; none at the end.
    pub next: Option<i64>,
    /// Items that were looked at, in their newest version.
    pub looked_at: u64,
    /// Those that the query takes.
    pub taken: Vec<Held>,
}

/// An item that the query takes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Held {
    /// Its id.
    pub item: String,
    /// Its source.
    pub source: String,
    /// Its guid.
    pub guid: String,
    /// Its newest version.
    pub version: u64,
    /// When that came.
    pub arrived_at: String,
    /// Whether it may be used now.
    pub usable: bool,
    /// Its headline, unless it may not be used.
    pub headline: Option<String>,
}

/// Looks at the next few hundred versions.
///
/// # Errors
/// If the query cannot be read, or the store fails.
pub async fn matched(ctx: &Ctx, input: Match) -> Result<Matched, Error> {
    let query: Query = input.query.parse().map_err(|e| fault::unreadable("the query", &input.query, &e))?;
    let unread = |cause: StoreError| Error::new(Code::StoreFailed).because(cause);
    let mut sweep = Sweep::new(&query);
    let listed = ctx.node.db().desk_after(input.after, VERSIONS_MAX).await?;
    let full = listed.len() as u64 == VERSIONS_MAX;
    let mut found = Matched { next: listed.last().map(|one| one.seq).filter(|_| full), ..Matched::default() };
    for one in listed.iter().filter(|one| !one.row.test && one.current.is_none_or(|now| now == one.row.version)) {
        let item = document::item_of(ctx.node.db(), &one.row.doc).await.map_err(unread)?;
        let Some(item) = item else { continue };
        found.looked_at += 1;
        let services: Vec<String> = one.row.service.iter().cloned().collect();
        let source = Some(one.row.key.source.as_str());
        if sweep.takes(&News { item: &item, source, services: &services, above: &mediatopics::above }) {
            found.taken.push(held(one, one.is_usable(ctx.node.now())));
        }
    }
    Ok(found)
}

fn held(one: &Listed, usable: bool) -> Held {
    Held {
        item: one.row.key.item.to_string(),
        source: one.row.key.source.to_string(),
        guid: one.row.guid.to_string(),
        version: one.row.version,
        arrived_at: one.row.arrived_at.to_string(),
        usable,
        headline: one.row.headline.clone().filter(|_| usable),
    }
}

//! Alerts: saved searches as standing queries. [`Standing`] holds them all in one matcher; [`ring`] asks it about every
//! version that arrives and writes alerts down; [`send`] tells them, by [`mail`] or [`hook`], and again until it is done.

pub mod hook;
pub mod mail;
mod ring;
mod send;
pub mod standing;
#[cfg(test)]
mod tests;

pub use ring::CURSOR;
pub use standing::Standing;

use crate::index::Index;
use crate::node::Node;
use crate::transport::client::Client;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What alerts need to go out.
#[derive(Clone)]
pub struct Ways {
    /// For webhooks.
    pub client: Client,
    /// For mail, if the house has a server for it.
    pub mail: Option<Arc<mail::Server>>,
}

/// Follows the node and tells alerts until `stop`.
pub fn start(node: &Node, standing: &Arc<Standing>, ways: Ways, stop: &CancellationToken) {
    tokio::spawn(ring::run(node.clone(), Arc::clone(standing), stop.clone()));
    tokio::spawn(send::run(node.clone(), Arc::clone(standing), ways, stop.clone()));
}

/// How many items a saved search finds now, for a list of searches; none of them while the index is being made.
pub async fn counts(index: &Index, standing: &Standing, searches: &[i64]) -> Vec<Option<usize>> {
    let queries = searches.iter().map(|id| standing.query(*id)).collect::<Vec<_>>();
    let known = queries.iter().flatten().cloned().collect();
    let Ok(found) = index.count(known).await else { return vec![None; searches.len()] };
    let mut found = found.into_iter();
    queries.iter().map(|query| query.as_ref().and_then(|_| found.next())).collect()
}

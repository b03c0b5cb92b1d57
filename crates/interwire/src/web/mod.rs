//! The pages of the node, and the protocol's server side (`wire`). Pages are rendered here, work without JavaScript,
//! and are reached only through the table in `routes`, where each route says which roles it is for.
//!
//! Above it: cli. Below: node, pump (partners' health), intake (recalls), store.

pub mod access;
mod agreements;
mod assets;
mod board;
mod dead_letters;
mod deal;
mod events;
mod failure;
mod headers;
mod health;
mod item;
mod login;
mod markup;
mod media;
mod metrics;
mod origin;
mod page;
mod partners;
mod recall;
pub mod routes;
mod rows;
mod sent;
mod session;
pub mod settings;
mod sign;
mod story;
mod texts;
mod throttle;
mod ticker;
pub mod wire;

use crate::node::Node;
use crate::pump::peers::Peers;
use axum::Router;
pub use settings::Settings;
use std::sync::Arc;
use throttle::Throttle;
use ticker::Ticker;
use tokio::sync::Semaphore;

/// Passwords that are checked at once: each takes 19 MiB.
const PASSWORDS_AT_ONCE: usize = 2;
/// Open live lists.
const LISTENERS_MAX: usize = 500;

/// What every handler has. Clones are the same.
#[derive(Clone)]
pub struct Web {
    inner: Arc<Inner>,
}

struct Inner {
    node: Node,
    peers: Arc<Peers>,
    settings: Settings,
    throttle: Throttle,
    ticker: Ticker,
    passwords: Semaphore,
    listeners: Arc<Semaphore>,
}

impl Web {
    /// The pages of a node.
    #[must_use]
    pub fn new(node: Node, peers: Arc<Peers>, settings: Settings) -> Self {
        let ticker = Ticker::start(&node, settings.stop.clone());
        let inner = Inner {
            node,
            peers,
            settings,
            throttle: Throttle::default(),
            ticker,
            passwords: Semaphore::new(PASSWORDS_AT_ONCE),
            listeners: Arc::new(Semaphore::new(LISTENERS_MAX)),
        };
        Self { inner: Arc::new(inner) }
    }

    /// All routes of the pages.
    pub fn router(&self) -> Router {
        routes::router(self)
    }

    fn node(&self) -> &Node {
        &self.inner.node
    }

    fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    fn peers(&self) -> &Arc<Peers> {
        &self.inner.peers
    }
}

//! The pages of the node, and the protocol's server side (`wire`). Pages are rendered here, work without JavaScript,
//! and are reached only through the table in `routes`, where each route says which roles it is for.
//!
//! What people do goes through `ops`, as the commands do; what they read comes from `rows` and the exchange.
//!
//! Above it: cli. Below: ops, node, pump (partners' health), store.

pub mod access;
mod agreements;
mod assets;
mod audit;
mod board;
mod compare;
mod dates;
mod dead_letters;
mod deal;
mod diff;
mod download;
mod events;
mod failure;
mod headers;
mod health;
mod holds;
mod item;
mod login;
mod markup;
mod me;
mod media;
mod metrics;
mod origin;
mod page;
mod partners;
mod recall;
mod reuse;
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
mod users;
pub mod wire;

use crate::node::Node;
use crate::ops::Ctx;
use crate::pump::peers::Peers;
use access::Access;
use axum::Router;
use axum::response::{IntoResponse, Redirect, Response};
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
    ctx: Ctx,
    settings: Settings,
    throttle: Throttle,
    ticker: Ticker,
    passwords: Semaphore,
    listeners: Arc<Semaphore>,
}

impl Web {
    /// The pages of a node. What people do on them is done as they, whoever `ctx` names.
    #[must_use]
    pub fn new(ctx: Ctx, settings: Settings) -> Self {
        let ticker = Ticker::start(&ctx.node, settings.stop.clone());
        let inner = Inner {
            ctx,
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
        &self.inner.ctx.node
    }

    /// For operations of whoever makes a request.
    fn ctx(&self, access: &Access) -> Ctx {
        Ctx { who: access.name().to_owned(), ..self.inner.ctx.clone() }
    }

    /// Leads on to a page.
    fn go(&self, path: &str) -> Response {
        Redirect::to(&format!("{}{path}", self.settings().root)).into_response()
    }

    fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    fn peers(&self) -> &Arc<Peers> {
        &self.inner.ctx.peers
    }
}

//! The pages of the node, and the protocol's server side (`wire`). Pages are rendered here, work without JavaScript,
//! and are reached only through the table in `routes`, where each route says which roles it is for.
//!
//! What people do goes through `ops`, as the commands do; what they read comes from `rows` and the exchange.
//!
//! Above it: cli. Below: ops, node, pump (partners' health), store.

pub mod access;
mod agreements;
mod alerts;
mod assets;
mod audit;
mod board;
mod causes;
mod chain;
mod compare;
mod dates;
mod dead_letters;
mod deal;
mod deed;
mod diff;
mod download;
mod events;
mod failure;
mod file_name;
mod files;
mod headers;
mod health;
mod holds;
mod item;
mod keys;
mod login;
mod lost;
mod markup;
mod me;
mod media;
mod metrics;
mod origin;
mod page;
mod partners;
mod proof;
mod pulse;
mod range;
mod recall;
mod reuse;
pub mod routes;
mod rows;
mod searches;
mod seen;
mod sent;
pub(crate) mod session;
pub mod settings;
mod sign;
mod storage;
mod story;
mod take;
mod texts;
mod throttle;
mod ticker;
mod used;
mod users;
mod welcome;
mod wellbeing;
pub mod wire;
mod xhtml;

use crate::alerts::{Standing, Ways};
use crate::care::{self, Care};
use crate::index::{Index, fill};
use crate::node::Node;
use crate::ops::Ctx;
use crate::preview::Previews;
use crate::pump::peers::Peers;
use access::Access;
use axum::Router;
use axum::response::{IntoResponse, Redirect, Response};
use interwire_core::ids::ItemKey;
use pulse::Pulses;
use seen::Readings;
pub use settings::Settings;
use std::sync::Arc;
use throttle::Throttle;
use ticker::Desk;
use tokio::sync::Semaphore;
use tokio::sync::broadcast::Receiver;

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
    desk: Arc<Desk>,
    readings: Readings,
    previews: Previews,
    pulses: Pulses,
    passwords: Semaphore,
    listeners: Arc<Semaphore>,
}

impl Web {
    /// The pages of a node. What people do on them is done as they, whoever `ctx` names.
    #[must_use]
    pub fn new(ctx: Ctx, settings: Settings) -> Self {
        let previews = Previews::start(&ctx.node, settings.previews.clone(), settings.stop.clone());
        let desk = desk_of(&ctx, &settings, previews.pictured());
        let pulses = Pulses::start(&ctx.node, &settings);
        let care = Care {
            node: ctx.node.clone(),
            keep: settings.retention.clone(),
            index: desk.index.clone(),
            previews: previews.clone(),
        };
        tokio::spawn(care::run(care, settings.stop.clone()));
        let inner = Inner {
            pulses,
            ctx,
            settings,
            throttle: Throttle::default(),
            desk,
            readings: Readings::default(),
            previews,
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

    /// What the pages keep of the desk.
    fn desk(&self) -> &Arc<Desk> {
        &self.inner.desk
    }

    fn readings(&self) -> &Readings {
        &self.inner.readings
    }

    fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    fn previews(&self) -> &Previews {
        &self.inner.previews
    }

    fn peers(&self) -> &Arc<Peers> {
        &self.inner.ctx.peers
    }
}

/// Begins to fill the index, to hold what arrives against saved searches, and to tell readers of changes.
fn desk_of(ctx: &Ctx, settings: &Settings, pictured: Receiver<ItemKey>) -> Arc<Desk> {
    let (node, stop) = (&ctx.node, &settings.stop);
    let index = Index::new(node.db().dir());
    tokio::spawn(fill::run(index.clone(), node.clone(), stop.clone()));
    let standing = Arc::new(Standing::new(rand::random()));
    let ways = Ways { client: ctx.client.clone(), mail: settings.mail.clone() };
    crate::alerts::start(node, &standing, ways, stop);
    Desk::start(node, index, standing, pictured, stop.clone())
}

//! The door for the house's own systems: items in, events and items out, over HTTP with a bearer token. What each
//! route does is in docs/how-to/connect-your-cms.md; partners never come here.

mod events;
mod fault;
mod items;
mod orders;
mod token;

pub use fault::Fault;
pub use token::{Caller, TOKEN_CHARS_MIN, Tokens};

use crate::config::Embargoed;
use crate::node::Node;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post, put};
use std::sync::Arc;

/// What the handlers share.
#[derive(Clone)]
pub struct Api {
    pub(super) node: Node,
    tokens: Arc<Tokens>,
    embargoed: Embargoed,
}

/// The routes under `/api/v1`, for those who show one of the tokens.
pub fn router(node: Node, tokens: Tokens, embargoed: Embargoed) -> Router {
    let bytes_max = node.limits().source.bytes_max;
    let api = Api { node, tokens: Arc::new(tokens), embargoed };
    let item = "/api/v1/items/{source}/{item}";
    let at = |rest: &str| format!("{item}/{rest}");
    Router::new()
        .route("/api/v1/items", post(items::bring).layer(DefaultBodyLimit::max(bytes_max)))
        .route("/api/v1/media/{name}", put(items::upload).layer(DefaultBodyLimit::disable()))
        .route("/api/v1/events", get(events::list))
        .route(item, get(items::show))
        .route(&at("document"), get(items::document))
        .route(&at("original"), get(items::original))
        .route(&at("media/{hash}"), get(items::media))
        .route(&at("recall"), post(orders::recall))
        .route(&at("release"), post(orders::release))
        .route(&at("approve"), post(orders::approve))
        .route(&at("used"), post(orders::used))
        .route(&at("removed"), post(orders::removed))
        .layer(from_fn_with_state(api.clone(), token::check))
        .with_state(api)
}

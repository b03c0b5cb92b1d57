//! The keys of the house: which are good, by which fingerprints people know them, how old their papers are here, and how
//! one is replaced. It shows what `interwire key list` shows; no secret is read.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::page::{Frame, When, show};
use crate::house;
use crate::ops::keys::{self as op, Key};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

struct Line {
    key: Key,
    since: Option<When>,
}

#[derive(Template)]
#[template(path = "keys.html")]
struct KeysPage {
    f: Frame,
    root: String,
    root_key: String,
    lines: Vec<Line>,
    has_seal: bool,
}

/// `GET /keys`
pub async fn page(State(web): State<Web>, access: Access) -> Result<Response, Failure> {
    let f = Frame::new(&web, &access, "/health");
    let ctx = web.ctx(&access);
    let keys = op::list(&ctx, crate::ops::Nothing {}).await?;
    let line = |key: Key| Line { since: key.since.as_deref().and_then(|at| at.parse().ok()).map(|at| f.when(at)), key };
    let lines = keys.keys.into_iter().map(line).collect();
    let has_seal = house::has_seal(&ctx.keys);
    Ok(show(&KeysPage { lines, root: keys.fingerprint, root_key: keys.root, has_seal, f })?.into_response())
}

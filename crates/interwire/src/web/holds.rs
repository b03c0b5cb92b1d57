//! What is held back: versions of ours before they go out, partners' before the house's systems have them. Those that
//! wait for a person come first, and can be let go.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::markup;
use super::page::{Frame, When, show};
use super::rows::holds::{self, HoldLine};
use super::sent;
use crate::intake::fetch;
use crate::ops::item::hold::{self as op, Approve, Stop};
use crate::store::fetches::FetchRow;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::Method;
use interwire_core::ids::PartyId;
use serde::Deserialize;

/// Lines on the page.
const LINES: u32 = 500;

struct Line {
    row: HoldLine,
    until: Option<When>,
    own: bool,
    /// To whom it goes, if it is ours.
    partners: Vec<PartyId>,
    /// Why it waits.
    cause: String,
}

impl Line {
    fn language(&self) -> &str {
        markup::language(self.row.language.as_deref())
    }
}

/// A file that items of ours wait for.
struct FileLine {
    address: String,
    tries: u64,
    cause: String,
    next: When,
}

#[derive(Template)]
#[template(path = "holds.html")]
struct HoldsPage {
    f: Frame,
    for_files: Vec<FileLine>,
    for_people: Vec<Line>,
    for_moments: Vec<Line>,
    may_approve: bool,
    may_stop: bool,
}

/// `GET /holds`
pub async fn page(State(web): State<Web>, access: Access) -> Result<Response, Failure> {
    let frame = Frame::new(&web, &access, "/holds");
    let me = &web.node().house().me;
    let line = |row: HoldLine| {
        let own = row.key.source == *me;
        let partners = if own { sent::partners(&web, &row.agreement) } else { Vec::new() };
        let until = row.until.map(|until| frame.when(until));
        Line { until, own, partners, cause: cause(&frame, &row.cause), row }
    };
    let rows = holds::list(web.node().db(), LINES).await?;
    let (for_people, for_moments) = rows.into_iter().map(line).partition(|line| line.until.is_none());
    let file = |row: FetchRow| FileLine {
        address: row.href,
        tries: row.attempts,
        cause: row.cause.unwrap_or_default(),
        next: frame.when(row.next_at),
    };
    let for_files = fetch::waiting(web.node(), LINES as usize).await?.into_iter().map(file).collect();
    let may_approve = access.may(&Method::POST, "/items/{source}/{item}/approve");
    let may_stop = access.may(&Method::POST, "/items/{source}/{item}/stop");
    Ok(show(&HoldsPage { for_files, for_people, for_moments, may_approve, may_stop, f: frame })?.into_response())
}

/// A cause is kept as `field: value`.
fn cause(f: &Frame, cause: &str) -> String {
    match cause.split_once(": ") {
        Some((field, value)) => format!("{}: {}", f.word("field", field), sent::told(f, field, value)),
        None => cause.to_owned(),
    }
}

/// The form.
#[derive(Debug, Deserialize)]
pub struct Asked {
    version: Option<u64>,
}

/// `POST /items/{source}/{item}/approve`
pub async fn approve(
    State(web): State<Web>,
    access: Access,
    Path((_, item)): Path<(String, String)>,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    op::approve(&web.ctx(&access), Approve { item, version: asked.version }).await?;
    Ok(web.go("/holds"))
}

/// `POST /items/{source}/{item}/stop`
pub async fn stop(
    State(web): State<Web>,
    access: Access,
    Path((source, item)): Path<(String, String)>,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    if source != web.node().house().me.as_str() {
        return Err(Failure::NotFound);
    }
    let version = asked.version;
    op::stop(&web.ctx(&access), Stop { item: item.clone(), version }).await?;
    Ok(web.go(&format!("/items/{source}/{item}")))
}

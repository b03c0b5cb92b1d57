//! Alerts of a person's searches: what was told, what waits, and what could not be told and why.

use super::Web;
use super::access::Access;
use super::causes;
use super::failure::Failure;
use super::page::{Frame, When, show};
use super::rows::desk;
use crate::index::COUNTED_MAX;
use crate::ops::desk::alert as op;
use crate::store::alerts_out::{AlertRow, AlertState};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

/// Alerts on a page.
const LINES: usize = 50;

/// Which part of the list.
#[derive(Deserialize)]
pub struct Wanted {
    before: Option<i64>,
    #[serde(default)]
    state: String,
}

struct Line {
    row: AlertRow,
    search: String,
    /// The headline, while it may be shown.
    title: String,
    at: When,
    /// Why it could not be told and what to do, in the reader's language.
    said: Option<&'static str>,
    next: Option<When>,
    /// The reader may do something about it.
    open: bool,
}

#[derive(Template)]
#[template(path = "alerts.html")]
struct AlertsPage {
    f: Frame,
    lines: Vec<Line>,
    older: Option<i64>,
    state: &'static str,
}

/// `GET /alerts`
pub async fn page(State(web): State<Web>, access: Access, Query(wanted): Query<Wanted>) -> Result<Response, Failure> {
    let f = Frame::new(&web, &access, "/searches");
    let state: Option<AlertState> = wanted.state.parse().ok();
    let rows = web.node().db().alerts_for(access.name(), state, wanted.before, LINES).await?;
    let older = rows.last().map(|row| row.id).filter(|_| rows.len() == LINES);
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let item = desk::one(web.node().db(), &row.key).await?;
        let shown = item.filter(|item| item.usable() || access.sees_recalled());
        let saved = web.desk().standing.get(row.search);
        lines.push(Line {
            search: saved.as_ref().map(|saved| saved.row.name.clone()).unwrap_or_default(),
            title: shown
                .and_then(|item| item.headline)
                .unwrap_or_else(|| format!("{} {}", row.key.source, row.key.item)),
            at: f.when(row.at),
            said: row.cause.as_deref().and_then(|cause| said(&f, cause)),
            next: row.next_at.map(|at| f.when(at)),
            open: matches!(row.state, AlertState::Waiting | AlertState::Failed)
                && saved.is_some_and(|saved| saved.row.owner == access.name()),
            row,
        });
    }
    let state = state.map_or("", AlertState::word);
    Ok(show(&AlertsPage { f, lines, older, state })?.into_response())
}

/// What a cause means that ends with its code in brackets. Most texts of such codes speak of partners; these do not.
fn said(f: &Frame, cause: &str) -> Option<&'static str> {
    let (_, code) = cause.trim_end_matches(')').rsplit_once('(')?;
    let fits = ["IW-send-address", "IW-send-timeout", "IW-send-unreachable"].contains(&code);
    causes::of_request(f, code).filter(|_| fits)
}

/// `POST /alerts/{alert}/retry`
pub async fn retry(State(web): State<Web>, access: Access, Path(alert): Path<i64>) -> Result<Response, Failure> {
    op::retry(&web.ctx(&access), alert).await?;
    Ok(web.go("/alerts"))
}

/// `POST /alerts/{alert}/drop`
pub async fn put_away(State(web): State<Web>, access: Access, Path(alert): Path<i64>) -> Result<Response, Failure> {
    op::put_away(&web.ctx(&access), alert).await?;
    Ok(web.go("/alerts"))
}

/// How many items a search finds, for a small place.
pub fn short(f: &Frame, count: usize) -> String {
    if count > COUNTED_MAX {
        f.with("board.count-more", "count", COUNTED_MAX)
    } else {
        f.with("board.count", "count", count)
    }
}

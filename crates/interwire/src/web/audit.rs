//! What people did: in the pages, by commands, and by the house's systems; the newest first.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::page::{Frame, When, show};
use crate::store::users::AuditRow;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

/// Lines on a page.
const LINES: usize = 100;

/// Which part.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct Wanted {
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    f: Frame,
    lines: Vec<(When, AuditRow)>,
    older: Option<i64>,
}

/// `GET /audit`
pub async fn page(State(web): State<Web>, access: Access, Query(wanted): Query<Wanted>) -> Result<Response, Failure> {
    let frame = Frame::new(&web, &access, "/audit");
    let rows = web.node().db().audits(wanted.before, LINES).await?;
    let older = rows.last().map(|row| row.id).filter(|_| rows.len() == LINES);
    let lines = rows.into_iter().map(|row| (frame.when(row.at), row)).collect();
    Ok(show(&AuditPage { lines, older, f: frame })?.into_response())
}

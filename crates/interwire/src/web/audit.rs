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

/// What somebody did, in words.
struct Line {
    who: String,
    what: String,
    about: String,
    /// The page of what it is about, if it has one.
    path: Option<String>,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    f: Frame,
    lines: Vec<(When, Line)>,
    older: Option<i64>,
}

/// `GET /audit`
pub async fn page(State(web): State<Web>, access: Access, Query(wanted): Query<Wanted>) -> Result<Response, Failure> {
    let frame = Frame::new(&web, &access, "/audit");
    let rows = web.node().db().audits(wanted.before, LINES).await?;
    let older = rows.last().map(|row| row.id).filter(|_| rows.len() == LINES);
    let me = web.node().house().me.as_str();
    let lines = rows.into_iter().map(|row| (frame.when(row.at), line(&frame, me, row))).collect();
    Ok(show(&AuditPage { lines, older, f: frame })?.into_response())
}

fn line(f: &Frame, me: &str, row: AuditRow) -> Line {
    // A new person is kept as `name as role`.
    let person = row.about.split_once(" as ").filter(|_| row.what.starts_with("user "));
    Line {
        what: f.find("did", &row.what.replace(' ', "-")).map_or_else(|| row.what.clone(), str::to_owned),
        about: match person {
            Some((name, role)) => format!("{name}: {}", f.word("role", role)),
            None => row.about.clone(),
        },
        path: path(me, &row),
        who: row.who,
    }
}

/// Where what was done leads; orders are about items of the house and name no source.
fn path(me: &str, row: &AuditRow) -> Option<String> {
    let about = row.about.split(' ').next().filter(|about| !about.is_empty())?;
    match row.what.as_str() {
        "correct" | "withhold" | "kill" | "release" => Some(format!("/items/{me}/{about}")),
        "approved" | "stopped" | "used" | "use-ended" | "removed" | "item taken" | "item let go" => {
            Some(format!("/items/{about}"))
        }
        "suspended" | "resumed" | "notice" | "ended" | "journal confirmed" | "epoch proposed" | "epoch accepted" => {
            Some(format!("/agreements/{about}"))
        }
        what if what.starts_with("agreement-") => Some(format!("/agreements/{about}")),
        what if what.starts_with("dead letter ") => Some(format!("/dead-letters/{about}")),
        _ => None,
    }
}

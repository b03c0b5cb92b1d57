//! What the node takes of its disk, what is left, where the limits are, and what is kept for how long.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::page::{Frame, When, show};
use crate::config::Retention;
use crate::store::let_go::{Foreseen, Rule};
use crate::store::room::Share;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

/// How many days count as soon.
const SOON_DAYS: u32 = 30;
/// Milliseconds of a day.
const DAY_MS: i64 = 24 * 3600 * 1000;

/// A rule by which things are kept.
struct Kept {
    /// What it keeps, in words.
    what: String,
    setting: &'static str,
    days: Option<u32>,
    /// What is due; not told of what is not counted.
    foreseen: Option<Foreseen>,
    /// When the next is due.
    next: Option<When>,
    /// What has gone by it, with its bytes.
    gone: Option<(u64, String)>,
}

#[derive(Template)]
#[template(path = "storage.html")]
struct StoragePage {
    f: Frame,
    database: String,
    files: String,
    files_count: u64,
    taken: String,
    /// What the settings allow.
    bytes_max: Option<String>,
    free_min: String,
    free: Option<String>,
    disk: Option<String>,
    /// How much more may come.
    left: Option<String>,
    full: bool,
    reserve: String,
    /// Nothing of partners is taken any more.
    closed: bool,
    kept: Vec<Kept>,
}

/// `GET /storage`
pub async fn page(State(web): State<Web>, access: Access) -> Result<Response, Failure> {
    let f = Frame::new(&web, &access, "/health");
    let (usage, quota) = (web.node().usage().await?, web.node().limits().quota);
    let left = usage.left(&quota, Share::Large);
    let kept = kept(&web, &f).await?;
    let bytes = |count| f.bytes(count);
    let page = StoragePage {
        database: bytes(usage.database),
        files: bytes(usage.files.1),
        files_count: usage.files.0,
        taken: bytes(usage.taken()),
        bytes_max: quota.bytes_max.map(bytes),
        free_min: bytes(quota.free_bytes_min),
        free: usage.free.map(bytes),
        disk: usage.disk.map(bytes),
        left: (left < u64::MAX).then(|| bytes(left)),
        reserve: bytes(quota.reserve_bytes),
        closed: usage.left(&quota, Share::Small) == 0,
        full: left == 0,
        kept,
        f,
    };
    Ok(show(&page)?.into_response())
}

/// Every rule, with what it will let go and what has gone by it.
async fn kept(web: &Web, f: &Frame) -> Result<Vec<Kept>, Failure> {
    let (db, keep, now) = (web.node().db(), &web.settings().retention, web.node().now());
    let gone = db.gone_by_rule().await?;
    let mut all = Vec::new();
    for rule in Retention::RULES {
        let days = keep.days(rule);
        let foreseen = match keep.before(rule, now).filter(|_| rule != Rule::Previews) {
            Some(before) => Some(db.foreseen(rule, before, before.plus_ms(i64::from(SOON_DAYS) * DAY_MS)).await?),
            None => None,
        };
        let due = |from: interwire_core::time::Time| from.plus_ms(i64::from(days.unwrap_or_default()) * DAY_MS);
        all.push(Kept {
            what: f.word("retention", rule.word()),
            setting: Retention::setting(rule),
            next: foreseen.and_then(|seen| seen.next_from).map(|from| f.when(due(from))),
            gone: gone.iter().find(|(of, ..)| *of == rule).map(|(_, count, size)| (*count, f.bytes(*size))),
            days,
            foreseen,
        });
    }
    Ok(all)
}

//! What the node takes of its disk, what is left, and where the limits are.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::page::{Frame, show};
use super::story::bytes_in_words;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

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
}

/// `GET /storage`
pub async fn page(State(web): State<Web>, access: Access) -> Result<Response, Failure> {
    let f = Frame::new(&web, &access, "/health");
    let (usage, quota) = (web.node().usage().await?, web.node().limits().quota);
    let left = usage.left(&quota);
    let page = StoragePage {
        database: bytes_in_words(usage.database),
        files: bytes_in_words(usage.files.1),
        files_count: usage.files.0,
        taken: bytes_in_words(usage.taken()),
        bytes_max: quota.bytes_max.map(bytes_in_words),
        free_min: bytes_in_words(quota.free_bytes_min),
        free: usage.free.map(bytes_in_words),
        disk: usage.disk.map(bytes_in_words),
        left: (left < u64::MAX).then(|| bytes_in_words(left)),
        full: left == 0,
        f,
    };
    Ok(show(&page)?.into_response())
}

//! The pages' own files, inside the program. Their addresses carry a part of their hash, so browsers may keep them for
//! ever and still get the new ones with a new version.

use super::failure::Failure;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header;
use interwire_core::ids::Hash;
use std::sync::OnceLock;

const FILES: [(&str, &str, &[u8]); 4] = [
    ("pages.css", "text/css; charset=utf-8", include_bytes!("static/pages.css")),
    ("live.js", "text/javascript; charset=utf-8", include_bytes!("static/live.js")),
    ("pages.js", "text/javascript; charset=utf-8", include_bytes!("static/pages.js")),
    ("mark.svg", "image/svg+xml", include_bytes!("static/mark.svg")),
];

/// A word that changes whenever one of the files does.
pub fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| Hash::of(&FILES.map(|(_, _, bytes)| bytes).concat()).short())
}

/// `GET /static/{version}/{name}`
pub async fn file(Path((_, name)): Path<(String, String)>) -> Result<Response, Failure> {
    let (_, kind, bytes) = FILES.iter().find(|(file, _, _)| *file == name).ok_or(Failure::NotFound)?;
    let headers = [(header::CONTENT_TYPE, *kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, *bytes).into_response())
}

//! Media files of items. Only pictures that browsers show safely are shown; everything else is a download that may do
//! nothing. What a file is, its own first bytes say, never its source.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::headers::FILE_POLICY;
use super::item::{self, Found};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use http::header;
use interwire_core::ids::Hash;

/// `GET /items/{source}/{item}/{version}/media/{hash}`
pub async fn file(
    State(web): State<Web>,
    access: Access,
    Path((source, item, version, hash)): Path<(String, String, u64, String)>,
) -> Result<Response, Failure> {
    let found = Found::at(&web, &source, &item).await?;
    let hash: Hash = hash.parse().map_err(|_| Failure::NotFound)?;
    let line = found.version(Some(version)).ok_or(Failure::NotFound)?;
    if !found.may_see(line, &access) {
        return Err(Failure::NotFound);
    }
    let document = item::document(&web, &line.doc).await?.ok_or(Failure::NotFound)?;
    if !document.head.media.iter().any(|(held, _)| *held == hash) {
        return Err(Failure::NotFound);
    }
    stream(&web, &hash).await
}

async fn stream(web: &Web, hash: &Hash) -> Result<Response, Failure> {
    let failed = |e: std::io::Error| Failure::Store(e.to_string());
    let open = || async { web.node().db().read_blob(hash).await?.ok_or(Failure::NotFound) };
    let first = open().await?.stream(0, 16).await.map_err(failed)?.next().await;
    let kind = shown_kind(&first.transpose().map_err(failed)?.unwrap_or_default());
    let reader = open().await?;
    let size = reader.size();
    let body = Body::from_stream(reader.stream(0, size).await.map_err(failed)?);
    let name = format!("attachment; filename=\"{}\"", hash.short());
    let disposition = if kind.is_some() { "inline".to_owned() } else { name };
    let headers = [
        (header::CONTENT_TYPE, kind.unwrap_or("application/octet-stream").to_owned()),
        (header::CONTENT_LENGTH, size.to_string()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, FILE_POLICY.to_owned()),
    ];
    Ok((headers, body).into_response())
}

/// What the first bytes of a file say it is, if it may be shown.
fn shown_kind(head: &[u8]) -> Option<&'static str> {
    match head {
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_four_kinds_of_pictures_are_shown_whatever_they_are_called() {
        assert_eq!(shown_kind(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        assert_eq!(shown_kind(&[0xff, 0xd8, 0xff, 0xe0]), Some("image/jpeg"));
        assert_eq!(shown_kind(b"RIFF1234WEBPVP8 "), Some("image/webp"));
        for other in [&b"<svg xmlns="[..], b"<html>", b"%PDF-1.7", b"", b"GIF", b"RIFF1234WAVE"] {
            assert_eq!(shown_kind(other), None);
        }
    }
}

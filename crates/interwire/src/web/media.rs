//! Media files of items, and their previews. Only pictures, films and sounds that browsers show safely are shown;
//! everything else is a download that may do nothing. What a file is, its own first bytes say, never its source. Files
//! go out in pieces and by ranges; none is ever in memory as a whole.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::headers::FILE_POLICY;
use super::item::{self, Found};
use super::range::{self, Wanted};
use crate::blobs::read::BlobReader;
use crate::preview::folder::{RECIPE, Size};
use crate::preview::kind::{HEAD_BYTES, Kind};
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use futures::{Stream, TryStreamExt};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use interwire_core::ids::Hash;
use interwire_core::item::Item;
use serde::Deserialize;
use std::io;

/// How it is wanted.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// To be kept, not shown: present with any value.
    download: Option<String>,
}

/// `GET /items/{source}/{item}/{version}/media/{hash}`
pub async fn file(
    State(web): State<Web>,
    access: Access,
    Path((source, item, version, hash)): Path<(String, String, u64, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (hash, item) = permitted(&web, &access, (&source, &item, version), &hash).await?;
    let kind = Kind::of(&head(&web, &hash).await?);
    let shown = kind.filter(|kind| kind.shown.is_some() && asked.download.is_none());
    let how = if shown.is_some() { "inline" } else { "attachment" };
    let rendition = item.renditions.iter().find(|one| one.blob.is_some_and(|blob| blob.hash == hash));
    let name = super::file_name::disposition(how, &item, rendition, kind);
    let tag = format!("\"{hash}\"");
    let reader = reader(&web, &hash).await?;
    let size = reader.size();
    let wanted = range::wanted(&headers, &tag, size);
    let mut response = match wanted {
        Wanted::Whole => body(reader.stream(0, size).await.map_err(failed)?),
        Wanted::Part { first, count } => body(reader.stream(first, count).await.map_err(failed)?),
        Wanted::Nowhere | Wanted::Known => Body::empty().into_response(),
    };
    describe(&mut response, wanted, size, &tag)?;
    let kind = shown.map_or("application/octet-stream", |kind| kind.media_type);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_DISPOSITION, value(&name)?);
    Ok(response)
}

/// `GET /items/{source}/{item}/{version}/media/{hash}/{size}`: a small JPEG of it.
pub async fn preview(
    State(web): State<Web>,
    access: Access,
    Path((source, item, version, hash, size)): Path<(String, String, u64, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let size: Size = size.parse().map_err(|()| Failure::NotFound)?;
    let (hash, _) = permitted(&web, &access, (&source, &item, version), &hash).await?;
    let path = web.previews().get(&hash, size).await?.ok_or(Failure::NotFound)?;
    let opened = crate::preview::open(&path).await.map_err(failed)?;
    let (file, bytes) = opened.ok_or(Failure::NotFound)?;
    let tag = format!("\"{}-{}-{RECIPE}\"", hash.short(), size.word());
    let known = range::wanted(&headers, &tag, bytes) == Wanted::Known;
    let mut response =
        if known { Body::empty().into_response() } else { body(tokio_util::io::ReaderStream::new(file)) };
    describe(&mut response, if known { Wanted::Known } else { Wanted::Whole }, bytes, &tag)?;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    // The browser may keep it, and asks each time whether it may still show it.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(response)
}

/// The file and its item, if the reader may see that version and it names the file.
async fn permitted(
    web: &Web,
    access: &Access,
    (source, item, version): (&str, &str, u64),
    hash: &str,
) -> Result<(Hash, Item), Failure> {
    let found = Found::at(web, source, item).await?;
    let hash: Hash = hash.parse().map_err(|_| Failure::NotFound)?;
    let line = found.version(Some(version)).ok_or(Failure::NotFound)?;
    if !found.may_see(line, access) {
        return Err(Failure::NotFound);
    }
    let document = item::document(web, &line.doc).await?.ok_or(Failure::NotFound)?;
    if !document.head.media.iter().any(|(held, _)| *held == hash) {
        return Err(Failure::NotFound);
    }
    Ok((hash, document.item))
}

async fn reader(web: &Web, hash: &Hash) -> Result<BlobReader, Failure> {
    web.node().db().read_blob(hash).await?.ok_or(Failure::NotFound)
}

/// What a file is, as its first bytes say; nothing if it is not here.
///
/// # Errors
/// If the store fails.
pub async fn kind(web: &Web, hash: &Hash) -> Result<Option<Kind>, Failure> {
    match head(web, hash).await {
        Ok(head) => Ok(Kind::of(&head)),
        Err(Failure::NotFound) => Ok(None),
        Err(failure) => Err(failure),
    }
}

async fn head(web: &Web, hash: &Hash) -> Result<Vec<u8>, Failure> {
    let stream = reader(web, hash).await?.stream(0, HEAD_BYTES as u64).await.map_err(failed)?;
    let pieces: Vec<Bytes> = stream.try_collect().await.map_err(failed)?;
    Ok(pieces.concat())
}

fn failed(cause: io::Error) -> Failure {
    Failure::Store(cause.to_string())
}

fn value(text: &str) -> Result<HeaderValue, Failure> {
    HeaderValue::from_str(text).map_err(|e| Failure::Store(e.to_string()))
}

fn body(stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Response {
    Body::from_stream(stream).into_response()
}

/// The status, and what a browser must know to ask for the rest.
fn describe(response: &mut Response, wanted: Wanted, size: u64, tag: &str) -> Result<(), Failure> {
    let (status, length, range) = match wanted {
        Wanted::Whole => (StatusCode::OK, size, None),
        Wanted::Part { first, count } => {
            (StatusCode::PARTIAL_CONTENT, count, Some(format!("bytes {first}-{}/{size}", first + count - 1)))
        }
        Wanted::Nowhere => (StatusCode::RANGE_NOT_SATISFIABLE, 0, Some(format!("bytes */{size}"))),
        Wanted::Known => (StatusCode::NOT_MODIFIED, 0, None),
    };
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if wanted != Wanted::Known {
        headers.insert(header::CONTENT_LENGTH, length.into());
    }
    if let Some(range) = range {
        headers.insert(header::CONTENT_RANGE, value(&range)?);
    }
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::ETAG, value(tag)?);
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILE_POLICY));
    Ok(())
}

//! Dead letters: what could not be read, matched or delivered, with its cause; to be tried again or dropped.

use super::access::Access;
use super::failure::Failure;
use super::headers::FILE_POLICY;
use super::page::{Frame, When, show};
use super::rows::letters::{self, Letter};
use super::{Web, causes, markup};
use crate::ops::item::letter::{self as op, Number};
use askama::Template;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use http::{Method, header};

/// Letters in the list.
const LETTERS: u32 = 200;
/// Bytes shown of a letter.
const SHOWN_BYTES: usize = 8 * 1024;
/// Bytes shown of it as numbers.
const HEX_BYTES: usize = 1024;

struct Line {
    letter: Letter,
    first: When,
    last: When,
    said: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "dead_letters.html")]
struct ListPage {
    f: Frame,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "dead_letter.html")]
struct LetterPage {
    f: Frame,
    line: Line,
    /// Its bytes as text and as numbers, if they are here.
    excerpt: Option<(String, String)>,
    /// They are here no more.
    gone: bool,
    cut: bool,
    may_mend: bool,
    may_retry: bool,
}

fn line(letter: Letter, frame: &Frame) -> Line {
    Line {
        first: frame.when(letter.first_at),
        last: frame.when(letter.last_at),
        said: causes::of_letter(frame, &letter.code),
        letter,
    }
}

/// `GET /dead-letters`
pub async fn list(State(web): State<Web>, access: Access) -> Result<Response, Failure> {
    let frame = Frame::new(&web, &access, "/dead-letters");
    let letters = letters::list(web.node().db(), LETTERS).await?;
    let lines = letters.into_iter().map(|letter| line(letter, &frame)).collect();
    Ok(show(&ListPage { f: frame, lines })?.into_response())
}

async fn letter(web: &Web, id: i64) -> Result<Letter, Failure> {
    letters::one(web.node().db(), id).await?.ok_or(Failure::NotFound)
}

/// `GET /dead-letters/{id}`
pub async fn one(State(web): State<Web>, access: Access, Path(id): Path<i64>) -> Result<Response, Failure> {
    let frame = Frame::new(&web, &access, "/dead-letters");
    let letter = letter(&web, id).await?;
    let mut head = Vec::new();
    let mut size = None;
    if let Some(hash) = &letter.blob
        && let Some(reader) = web.node().db().read_blob(hash).await?
    {
        size = Some(reader.size());
        let failed = |e: std::io::Error| Failure::Store(e.to_string());
        let mut pieces = reader.stream(0, SHOWN_BYTES as u64).await.map_err(failed)?;
        while let Some(piece) = pieces.next().await {
            head.extend_from_slice(&piece.map_err(failed)?);
        }
    }
    let open = letter.state == "open";
    let may_mend = open && access.may(&Method::POST, "/dead-letters/{id}/drop");
    let page = LetterPage {
        gone: letter.blob.is_some() && size.is_none(),
        excerpt: size.filter(|size| *size > 0).map(|_| (markup::as_text(&head), markup::hex(&head, HEX_BYTES))),
        cut: size.is_some_and(|size| size > SHOWN_BYTES as u64),
        may_retry: may_mend && letter.intake.is_some(),
        may_mend,
        line: line(letter, &frame),
        f: frame,
    };
    Ok(show(&page)?.into_response())
}

/// `GET /dead-letters/{id}/bytes`: a download, whatever it is.
pub async fn bytes(State(web): State<Web>, Path(id): Path<i64>) -> Result<Response, Failure> {
    let hash = letter(&web, id).await?.blob.ok_or(Failure::NotFound)?;
    let reader = web.node().db().read_blob(&hash).await?.ok_or(Failure::NotFound)?;
    let size = reader.size();
    let stream = reader.stream(0, size).await.map_err(|e| Failure::Store(e.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, size.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"letter-{id}.bin\"")),
        (header::CONTENT_SECURITY_POLICY, FILE_POLICY.to_owned()),
    ];
    Ok((headers, Body::from_stream(stream)).into_response())
}

/// `POST /dead-letters/{id}/retry`
pub async fn retry(State(web): State<Web>, access: Access, Path(id): Path<i64>) -> Result<Response, Failure> {
    op::retry(&web.ctx(&access), Number { letter: id }).await?;
    Ok(web.go(&format!("/dead-letters/{id}")))
}

/// `POST /dead-letters/{id}/drop`: it stays in the list, closed, with the name of who dropped it.
pub async fn drop_letter(State(web): State<Web>, access: Access, Path(id): Path<i64>) -> Result<Response, Failure> {
    op::drop(&web.ctx(&access), Number { letter: id }).await?;
    Ok(web.go("/dead-letters"))
}

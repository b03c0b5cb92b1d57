//! How HTTP carries the exchange's requests and answers: method, path, query, media type, body. Pure: the node's
//! client and server, and their tests, use these functions and add signatures. Normative: docs/protocol.md, section 7.

mod body;
mod path;

pub use body::{
    BadBody, read_blobs, read_heads, read_keys, read_offer, read_page, write_blobs, write_heads, write_keys,
    write_offer, write_page,
};

use crate::exchange::message::{Request, Response};
use crate::ids::{AgreementId, Hash};
use body::{read_asked, read_consistency, write_asked, write_consistency};

/// Media type of JSON bodies.
pub const JSON: &str = "application/json";
/// Media type of a page of entries.
pub const PAGE: &str = "application/vnd.interwire.page";
/// Media type of many blobs in one stream.
pub const BLOBS: &str = "application/vnd.interwire.blobs";
/// Longest wait of a long poll, in seconds.
pub const WAIT_S_MAX: u32 = 25;

/// A request as HTTP carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wire {
    /// GET, PUT or POST.
    pub method: &'static str,
    /// Path and query, below the base address of the node.
    pub path: String,
    /// Media type of the body; empty without one.
    pub content_type: &'static str,
    /// The body.
    pub body: Vec<u8>,
}

/// Why a request cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadWire {
    /// No such resource or method.
    #[error("there is no {0} here")]
    NotFound(String),
    /// The query lacks or spoils something.
    #[error("the query is wrong: {0}")]
    Query(String),
    /// The body does not read.
    #[error(transparent)]
    Body(#[from] BadBody),
}

/// The path of one blob under an agreement, for range requests and uploads.
#[must_use]
pub fn blob_path(agreement: &AgreementId, hash: &Hash) -> String {
    format!("/v1/blobs/{agreement}/{hash}")
}

/// Writes a request.
#[must_use]
pub fn write_request(request: &Request) -> Wire {
    let get = |path: String| Wire { method: "GET", path, content_type: "", body: Vec::new() };
    match request {
        Request::Heads { since: None } => get("/v1/heads?wait_s=0".into()),
        Request::Heads { since: Some(token) } => get(format!("/v1/heads?wait_s={WAIT_S_MAX}&since={token}")),
        Request::TellHeads(heads) => {
            Wire { method: "PUT", path: "/v1/heads".into(), content_type: JSON, body: write_heads(heads) }
        }
        Request::TellKeys(papers) => {
            Wire { method: "PUT", path: "/v1/keys".into(), content_type: JSON, body: write_keys(papers) }
        }
        Request::Entries { journal, from, to } => {
            get(format!("{}/entries?from={from}&to={to}", path::journal(journal)))
        }
        Request::GiveEntries(page) => Wire {
            method: "PUT",
            path: format!("{}/entries", path::journal(&page.journal)),
            content_type: PAGE,
            body: write_page(page),
        },
        Request::Consistency { journal, old, new } => {
            get(format!("{}/consistency?old={old}&new={new}", path::journal(journal)))
        }
        Request::Blobs { agreement, blobs } => Wire {
            method: "POST",
            path: format!("/v1/blobs/{agreement}"),
            content_type: JSON,
            body: write_asked(blobs),
        },
        Request::GiveBlobs { agreement, blobs } => Wire {
            method: "PUT",
            path: format!("/v1/blobs/{agreement}"),
            content_type: BLOBS,
            body: write_blobs(blobs),
        },
        Request::Offer(offer) => {
            Wire { method: "POST", path: "/v1/offers".into(), content_type: JSON, body: write_offer(offer) }
        }
    }
}

/// Reads a request; `path` is what follows the node's base address, `query` what follows `?`, if anything.
///
/// # Errors
/// If there is no such request, or its query or body is wrong.
pub fn read_request(method: &str, path: &str, query: &str, body: &[u8]) -> Result<Request, BadWire> {
    let not_found = || BadWire::NotFound(format!("{method} {path}").chars().take(200).collect());
    let rest = path.strip_prefix("/v1/").ok_or_else(not_found)?;
    let parts: Vec<_> = rest.split('/').collect();
    match (method, &parts[..]) {
        ("GET", ["heads"]) => Ok(Request::Heads { since: path::number(query, "since")? }),
        ("PUT", ["heads"]) => Ok(Request::TellHeads(read_heads(body)?)),
        ("PUT", ["keys"]) => Ok(Request::TellKeys(read_keys(body)?)),
        (_, ["journals", agreement, party, epoch, what]) => {
            let journal = path::journal_of(agreement, party, epoch).ok_or_else(not_found)?;
            match (method, *what) {
                ("GET", "entries") => {
                    Ok(Request::Entries { journal, from: path::needed(query, "from")?, to: path::needed(query, "to")? })
                }
                ("PUT", "entries") => Ok(Request::GiveEntries(read_page(&journal, body)?)),
                ("GET", "consistency") => Ok(Request::Consistency {
                    journal,
                    old: path::needed(query, "old")?,
                    new: path::needed(query, "new")?,
                }),
                _ => Err(not_found()),
            }
        }
        ("POST", ["blobs", agreement]) => {
            Ok(Request::Blobs { agreement: agreement.parse().map_err(|_| not_found())?, blobs: read_asked(body)? })
        }
        ("PUT", ["blobs", agreement]) => {
            Ok(Request::GiveBlobs { agreement: agreement.parse().map_err(|_| not_found())?, blobs: read_blobs(body)? })
        }
        ("POST", ["offers"]) => Ok(Request::Offer(Box::new(read_offer(body)?))),
        _ => Err(not_found()),
    }
}

/// How long a long poll wants to wait, in seconds, at most [`WAIT_S_MAX`].
#[must_use]
pub fn wait_s(query: &str) -> u32 {
    let asked = path::number(query, "wait_s").ok().flatten().unwrap_or(0);
    u32::try_from(asked).unwrap_or(WAIT_S_MAX).min(WAIT_S_MAX)
}

/// Writes an answer that is no refusal: media type and body.
#[must_use]
pub fn write_response(response: &Response) -> Option<(&'static str, Vec<u8>)> {
    Some(match response {
        Response::Heads(heads) => (JSON, write_heads(heads)),
        Response::Page(page) => (PAGE, write_page(page)),
        Response::Consistency { root_at_old, proof, checkpoint } => {
            (JSON, write_consistency(root_at_old, proof, checkpoint))
        }
        Response::Blobs(blobs) => (BLOBS, write_blobs(blobs)),
        Response::Refused(_) => return None,
    })
}

/// Reads the answer with status 200 to a request.
///
/// # Errors
/// If it does not read.
pub fn read_response(request: &Request, body: &[u8]) -> Result<Response, BadBody> {
    Ok(match request {
        Request::Entries { journal, .. } => Response::Page(read_page(journal, body)?),
        Request::Consistency { .. } => read_consistency(body)?,
        Request::Blobs { .. } => Response::Blobs(read_blobs(body)?),
        Request::Heads { .. } | Request::TellHeads(_) | Request::GiveEntries(_) => Response::Heads(read_heads(body)?),
        Request::TellKeys(_) | Request::GiveBlobs { .. } | Request::Offer(_) => Response::Heads(read_heads(body)?),
    })
}

#[cfg(test)]
mod tests;

//! The protocol's server side: every request of docs/protocol.md, section 7, behind the gate. What it means is in the
//! core; this file carries it, waits for long polls, and streams large blobs.

use super::Settings;
use super::failure::Failure;
use super::headers;
use crate::blobs::read::BlobReader;
use crate::node::Node;
use crate::pump::media::no_room;
use crate::pump::peers::Peers;
use crate::store::room::Share;
use crate::transport::refusal::{Cause, Refusal};
use crate::transport::verify::{Admission, Authenticated, Gate, Streamed, no_such_method, not_found};
use axum::Router;
use axum::body::Body;
use axum::extract::{OriginalUri, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use http::{HeaderMap, Method, StatusCode, Uri, header};
use interwire_core::exchange::message::{Refusal as Verdict, Request, Response as Answer};
use interwire_core::ids::{AgreementId, Hash, PartyId};
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::wire::{self, BadWire};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

/// The largest buffered request body: a page, or a stream of blobs, with room for frames.
const BODY_BYTES_MAX: u64 = 12 << 20;
/// The largest list of papers of a root key: as many as there can be, as texts in JSON.
const KEYS_BYTES_MAX: u64 = 2 << 20;
/// The largest offer.
const OFFER_BYTES_MAX: u64 = 24 << 20;

/// What the handlers share.
#[derive(Clone)]
pub struct WireState {
    /// The node.
    pub node: Node,
    /// Its partners, to note that they were heard.
    pub peers: Arc<Peers>,
    /// Ends long polls when the node stops.
    pub stop: CancellationToken,
}

/// The routes of the protocol behind `gate`.
pub fn router(state: WireState, gate: &Arc<Gate>) -> Router {
    let known = Router::new()
        .route("/v1/heads", any(exchange))
        .route("/v1/journals/{*rest}", any(exchange))
        .route("/v1/blobs/{agreement}", any(exchange));
    let streams = Router::new().route("/v1/blobs/{agreement}/{hash}", get(give_blob).put(take_blob));
    let papers = Router::new().route("/v1/keys", any(exchange));
    let strangers = Router::new().route("/v1/offers", post(exchange));
    let known = gate.guard(known, Admission::partners(BODY_BYTES_MAX));
    let streams = gate.guard(streams, Admission::streams());
    let papers = gate.guard(papers, Admission::papers(KEYS_BYTES_MAX));
    let strangers = gate.guard(strangers, Admission::strangers(OFFER_BYTES_MAX));
    let public = Router::new().route("/.well-known/interwire", get(who_am_i));
    let all = Router::new().merge(known).merge(streams).merge(papers).merge(strangers).merge(public);
    all.fallback(nothing_there).method_not_allowed_fallback(no_such_method).with_state(state)
}

/// A person who has mistyped an address sees a page; everybody else reads the protocol's refusal.
async fn nothing_there(State(state): State<WireState>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let accepts = headers.get(header::ACCEPT).is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    if method != Method::GET || !accepts || uri.path().starts_with("/v1/") {
        return not_found().await.into_response();
    }
    let settings = Settings::new(state.node.house().base_url.as_deref());
    let mut page = Failure::NotFound.page(&settings, None);
    headers::guard(&mut page);
    page
}

/// Every buffered request: read, let the machine answer, write.
async fn exchange(
    State(state): State<WireState>,
    caller: Authenticated,
    method: Method,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    if caller.known {
        state.peers.heard(&caller.party, caller.skew_s, state.node.now());
    }
    let query = uri.query().unwrap_or_default();
    let request = wire::read_request(method.as_str(), uri.path(), query, &caller.body).map_err(unreadable)?;
    if let Some((share, bytes)) = room_for(&request) {
        state.node.make_room_for(share, bytes).await.map_err(|e| no_room(&e))?;
    }
    if let Request::TellHeads(heads) = &request {
        state.peers.learn_endpoint(&state.node, &caller.party, heads.endpoint.as_deref()).await;
    }
    let offered_from = match &request {
        Request::Offer(offer) => offer.endpoint.clone(),
        _ => None,
    };
    if let Request::Heads { since } = request {
        let news = wait_for_news(&state.node, &caller.party, since, wire::wait_s(query));
        tokio::select! {
            () = news => {}
            () = state.stop.cancelled() => return Err(Refusal::new(Cause::Busy)),
        }
    }
    let token = state.node.token_for(&caller.party);
    let party = caller.party.clone();
    let answer = state.node.exchange(move |machine, turn| machine.serve(turn, &party, request)).await;
    let mut answer = answer.map_err(|e| Refusal::new(Cause::Internal).about(e.to_string()))?;
    if !matches!(answer, Answer::Refused(_)) {
        state.peers.learn_endpoint(&state.node, &caller.party, offered_from.as_deref()).await;
    }
    if let Answer::Heads(heads) = &mut answer {
        heads.token = token;
        heads.endpoint.clone_from(&state.node.house().base_url);
    }
    let refused = |verdict: &Answer| match verdict {
        Answer::Refused(verdict) => Refusal::new(cause_of(*verdict)),
        _ => Refusal::new(Cause::Internal),
    };
    let (kind, body) = wire::write_response(&answer).ok_or_else(|| refused(&answer))?;
    Ok(([(header::CONTENT_TYPE, kind)], body).into_response())
}

/// What a request would have us keep.
fn room_for(request: &Request) -> Option<(Share, u64)> {
    let bytes = |all: &[Vec<u8>]| all.iter().map(|bytes| bytes.len() as u64).sum();
    match request {
        Request::GiveBlobs { blobs, .. } => Some((Share::Small, bytes(blobs))),
        Request::GiveEntries(page) => Some((Share::Record, bytes(&page.entries))),
        _ => None,
    }
}

/// A long poll waits while its token still names what the caller would be told.
async fn wait_for_news(node: &Node, party: &PartyId, since: Option<u64>, wait_s: u32) {
    let deadline = Instant::now() + Duration::from_secs(wait_s.into());
    let mut bell = node.changes().bell();
    while since == Some(node.token_for(party)) {
        if !matches!(timeout_at(deadline, bell.changed()).await, Ok(Ok(()))) {
            return;
        }
    }
}

fn unreadable(bad: BadWire) -> Refusal {
    match bad {
        BadWire::NotFound(what) => Refusal::new(Cause::NotFound).about(what),
        other => Refusal::new(Cause::Malformed).about(other.to_string()),
    }
}

fn cause_of(verdict: Verdict) -> Cause {
    match verdict {
        Verdict::NotYours => Cause::NotShared,
        Verdict::Gap => Cause::Conflict,
        Verdict::Forged | Verdict::Closed | Verdict::BadOffer => Cause::Unacceptable,
        Verdict::NotHeld => Cause::NotFound,
        Verdict::TooMuch => Cause::TooLarge,
        Verdict::Busy => Cause::Busy,
    }
}

/// One blob, whole or from a byte on.
async fn give_blob(
    State(state): State<WireState>,
    caller: Authenticated,
    Path((agreement, hash)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (agreement, hash) = names(&agreement, &hash)?;
    let party = caller.party;
    let granted = state.node.exchange(move |machine, turn| machine.may_fetch(turn, &party, &agreement, &hash)).await;
    if !granted.map_err(|_| Refusal::new(Cause::Internal))? {
        return Err(Refusal::new(Cause::NotShared));
    }
    let reader = state.node.db().read_blob(&hash).await.map_err(|_| Refusal::new(Cause::Internal))?;
    let reader = reader.ok_or(Refusal::new(Cause::NotFound))?;
    stream(reader, range_start(&headers)?).await
}

async fn stream(reader: BlobReader, from: Option<u64>) -> Result<Response, Refusal> {
    let size = reader.size();
    let start = from.unwrap_or(0);
    if start > 0 && start >= size {
        return Err(Refusal::new(Cause::Range));
    }
    let body = reader.stream(start, u64::MAX).await.map_err(|_| Refusal::new(Cause::Internal))?;
    let mut response = Body::from_stream(body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_LENGTH, (size - start).into());
    if from.is_some() {
        let range = format!("bytes {start}-{}/{size}", size.saturating_sub(1));
        headers.insert(header::CONTENT_RANGE, range.parse().map_err(|_| Refusal::new(Cause::Internal))?);
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    response.extensions_mut().insert(Streamed);
    Ok(response)
}

/// The twin: a partner that cannot be reached brings a large blob that we want.
async fn take_blob(
    State(state): State<WireState>,
    caller: Authenticated,
    Path((agreement, hash)): Path<(String, String)>,
    body: Body,
) -> Result<Response, Refusal> {
    let (agreement, hash) = names(&agreement, &hash)?;
    let (party, under) = (caller.party.clone(), agreement.clone());
    let wanted = state.node.exchange(move |machine, turn| machine.wanted_size(turn, &party, &under, &hash)).await;
    let Some(size) = wanted.map_err(|_| Refusal::new(Cause::Internal))? else {
        return Err(Refusal::new(Cause::NotShared));
    };
    if caller.digest != hash {
        return Err(Refusal::new(Cause::Digest));
    }
    crate::pump::media::receive(&state.node, &agreement, BlobRef { hash, size }, body.into_data_stream()).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn names(agreement: &str, hash: &str) -> Result<(AgreementId, Hash), Refusal> {
    match (agreement.parse(), hash.parse()) {
        (Ok(agreement), Ok(hash)) => Ok((agreement, hash)),
        _ => Err(Refusal::new(Cause::NotFound)),
    }
}

/// The first byte of `Range: bytes=N-`, the only form the protocol has.
fn range_start(headers: &HeaderMap) -> Result<Option<u64>, Refusal> {
    let Some(value) = headers.get(header::RANGE) else { return Ok(None) };
    let text = value.to_str().ok().and_then(|text| text.strip_prefix("bytes=")?.strip_suffix('-'));
    let start = text.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit())).and_then(|text| text.parse().ok());
    start.map(Some).ok_or_else(|| Refusal::new(Cause::Range))
}

/// Who this node is, for strangers: nothing here is proof of anything; fingerprints are compared by telephone.
async fn who_am_i(State(state): State<WireState>, _: Uri) -> impl IntoResponse {
    let house = state.node.house();
    let text = serde_json::json!({
        "certificates": house.certificates,
        "endpoint": house.base_url,
        "name": house.name,
        "party": house.me.as_str(),
        "root_key": house.root.to_string(),
        "software": concat!("interwire/", env!("CARGO_PKG_VERSION")),
        "versions": ["v1"],
    });
    ([(header::CONTENT_TYPE, wire::JSON)], text.to_string())
}

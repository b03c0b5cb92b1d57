//! The gate before every handler of the protocol: lets a request through only if it is signed by a valid key, meant
//! for this party, of this time, never seen before, and its body whole; then signs the answer.
//!
//! Requests are refused in the order of what costs least. Handlers take [`Authenticated`]; on a route that is not
//! behind the gate they are refused instead, so that none is reached by mistake.

use super::Clock;
use super::digest;
use super::keys::Keyring;
use super::pace::Slowest;
use super::receive::{self, Bounds, Broken};
use super::refusal::{Cause, Refusal};
use super::replay::{Caller, Replay};
use super::signature::{Claim, Nonce, Signer, Target};
use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequestParts, OriginalUri, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::request::Parts;
use interwire_core::ids::{Hash, PartyId};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// The slowest request body that is borne, whether buffered or streamed.
pub const SLOWEST: Slowest = Slowest { bytes: 4096, stretch: Duration::from_secs(10) };
/// The longest time for a buffered request body.
pub const BODY_TIME_MAX: Duration = Duration::from_secs(60);

/// Bodies that are read at one moment before it is known whether the signature is good: offers and papers.
const VISITORS_MAX: usize = 3;

/// What a route lets in.
#[derive(Debug, Clone, Copy)]
pub struct Admission {
    body_bytes_max: u64,
    shows: Option<Shows>,
    streamed: bool,
}

/// What of the signer's keys the body itself may show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// The first offer of a party unknown until now.
    Offer,
    /// The papers of a known party that has replaced its keys.
    Papers,
}

impl Admission {
    /// Known parties, with bodies up to `body_bytes_max` read before the handler runs.
    #[must_use]
    pub const fn partners(body_bytes_max: u64) -> Self {
        Self { body_bytes_max, shows: None, streamed: false }
    }
    /// Known parties, by keys that the papers in the body certify too.
    #[must_use]
    pub const fn papers(body_bytes_max: u64) -> Self {
        Self { body_bytes_max, shows: Some(Shows::Papers), streamed: false }
    }
    /// Also parties unknown until now, whose key is in the body itself: for first offers only.
    #[must_use]
    pub const fn strangers(body_bytes_max: u64) -> Self {
        Self { body_bytes_max, shows: Some(Shows::Offer), streamed: false }
    }
    /// Known parties; the handler reads the body and compares it with [`Authenticated::digest`] itself.
    #[must_use]
    pub const fn streams() -> Self {
        Self { body_bytes_max: u64::MAX, shows: None, streamed: true }
    }
}

/// A request that has passed the gate.
#[derive(Debug, Clone)]
pub struct Authenticated {
    /// The party that signed.
    pub party: PartyId,
    /// Whether the party was known here before; false only where strangers are admitted.
    pub known: bool,
    /// The request's nonce.
    pub nonce: Nonce,
    /// Seconds by which the party's clock was ahead of ours (transit included); negative if behind.
    pub skew_s: i64,
    /// The hash of the body that was signed.
    pub digest: Hash,
    /// The body; empty on a streamed route.
    pub body: Bytes,
}

impl<S: Sync> FromRequestParts<S> for Authenticated {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get().cloned().ok_or_else(|| Refusal::new(Cause::Internal))
    }
}

/// Put into an answer's extensions by handlers that stream blobs: it goes out unsigned, verified by its hash instead.
#[derive(Debug, Clone, Copy)]
pub struct Streamed;

/// The gate of one node.
pub struct Gate {
    me: PartyId,
    keyring: Arc<dyn Keyring>,
    clock: Clock,
    replay: Replay,
    /// How many offers and papers may be coming at once: each may be as large as an offer can be.
    visitors: Semaphore,
    /// What a reverse proxy has cut off the front of every path, as `/wire`; empty if nothing.
    path_prefix: String,
}

impl Gate {
    /// A gate for the party `me`, whose partners reach it under `path_prefix` (the path of its base address).
    #[must_use]
    pub fn new(me: PartyId, keyring: Arc<dyn Keyring>, clock: Clock, path_prefix: &str) -> Arc<Self> {
        let replay = Replay::new(clock());
        let path_prefix = path_prefix.trim_end_matches('/').to_owned();
        let visitors = Semaphore::new(VISITORS_MAX);
        Arc::new(Self { me, keyring, clock, replay, visitors, path_prefix })
    }

    /// Puts the routes of `router` behind this gate.
    pub fn guard<S: Clone + Send + Sync + 'static>(self: &Arc<Self>, router: Router<S>, what: Admission) -> Router<S> {
        router.layer(from_fn_with_state((Arc::clone(self), what), pass))
    }

    async fn authenticate(&self, claim: Claim, request: Request, what: Admission) -> Result<Request, Refusal> {
        let (mut parts, body) = request.into_parts();
        let now = (self.clock)();
        claim.check(&self.me, now)?;
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        let path = format!("{}{}", self.path_prefix, uri.path());
        let target = Target { method: parts.method.as_str(), path: &path, query: uri.query() };
        let keys = self.keyring.of(&claim.party);
        let known = !keys.is_empty();
        let shown = match (known, what.shows) {
            (false, Some(Shows::Offer)) | (true, Some(Shows::Papers)) => what.shows,
            (false, _) => return Err(Refusal::new(Cause::Party).about(claim.party.to_string())),
            (true, _) => None,
        };
        if shown.is_none() {
            claim.verify(&target, &keys)?;
        }
        let visit = match shown {
            None => None,
            Some(_) => Some(self.visitors.try_acquire().map_err(|_| Refusal::new(Cause::Busy))?),
        };
        let (bytes, rest) =
            if what.streamed { (Bytes::new(), body) } else { (read(&parts, body, what).await?, Body::empty()) };
        if !what.streamed {
            digest::check(&claim.digest, &bytes)?;
        }
        match shown {
            None => {}
            Some(Shows::Offer) => drop(claim.verify(&target, &self.keyring.in_offer(&claim.party, &bytes))?),
            Some(Shows::Papers) => drop(claim.verify(&target, &self.keyring.in_papers(&claim.party, &bytes))?),
        }
        drop(visit);
        let caller = if known { Caller::Known(claim.party.clone()) } else { Caller::Stranger };
        self.replay.admit(&caller, claim.created_s, claim.nonce, now)?;
        parts.extensions.insert(Authenticated {
            skew_s: claim.created_s.saturating_sub(now.ms().div_euclid(1000)),
            party: claim.party,
            known,
            nonce: claim.nonce,
            digest: claim.digest,
            body: bytes,
        });
        Ok(Request::from_parts(parts, rest))
    }

    /// Signs a buffered answer to the request with this nonce and signature.
    async fn sign(&self, response: Response, nonce: Nonce, request_signature: &str) -> Response {
        if response.extensions().get::<Streamed>().is_some() {
            return response;
        }
        let (mut parts, body) = response.into_parts();
        let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else {
            return Refusal::new(Cause::Internal).into_response();
        };
        let key = self.keyring.own();
        let signer = Signer { party: &self.me, key: &key, now: (self.clock)() };
        let signed = signer.response(parts.status.as_u16(), &Hash::of(&bytes), nonce, request_signature);
        parts.headers.extend(signed.headers);
        Response::from_parts(parts, Body::from(bytes))
    }
}

async fn pass(State((gate, what)): State<(Arc<Gate>, Admission)>, request: Request, next: Next) -> Response {
    let claim = match Claim::read(request.headers()) {
        Ok(claim) => claim,
        // Without a readable signature there is nothing that the answer could be bound to: it goes out unsigned.
        Err(refusal) => return refused(&refusal, None).into_response(),
    };
    let (nonce, signature) = (claim.nonce, claim.signature.clone());
    let party = claim.party.clone();
    let response = match gate.authenticate(claim, request, what).await {
        Ok(request) => next.run(request).await,
        Err(refusal) => refused(&refusal, Some(&party)).into_response(),
    };
    gate.sign(response, nonce, &signature).await
}

/// Notes a refusal in the log.
fn refused(refusal: &Refusal, claimed: Option<&PartyId>) -> Refusal {
    let claimed = claimed.map(PartyId::as_str);
    tracing::warn!(code = refusal.cause().row().code, claimed, "refused a request: {}", refusal.message());
    refusal.clone()
}

async fn read(parts: &Parts, body: Body, what: Admission) -> Result<Bytes, Refusal> {
    let announced = parts.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|bytes| bytes > what.body_bytes_max) {
        return Err(Broken::TooLarge(what.body_bytes_max).into());
    }
    let bounds = Bounds { bytes_max: what.body_bytes_max, slowest: SLOWEST, total: BODY_TIME_MAX };
    Ok(receive::whole(body.into_data_stream(), bounds).await?)
}

impl From<Broken> for Refusal {
    fn from(broken: Broken) -> Self {
        let cause = match &broken {
            Broken::TooLarge(_) => Cause::TooLarge,
            Broken::TooSlow { .. } => Cause::TooSlow,
            Broken::Truncated { .. } => Cause::Truncated,
            Broken::Write(_) => return Self::new(Cause::Internal),
        };
        Self::new(cause).about(broken.to_string())
    }
}

/// The handler of addresses that do not exist, for a router's `fallback`.
pub async fn not_found() -> Refusal {
    Refusal::new(Cause::NotFound)
}

/// The handler of methods that an address does not take, for a router's `method_not_allowed_fallback`.
pub async fn no_such_method() -> Refusal {
    Refusal::new(Cause::Method)
}

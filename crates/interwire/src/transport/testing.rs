//! Two parties on loopback for the tests: baku has a node, hanoi and astana are its partners, each with a key.

use super::client::{Client, Peer, Settings};
use super::guard::Guard;
use super::keys::{Keyring, NodeKey, PublicKey};
use super::pace::Slowest;
use super::verify::{Admission, Authenticated, Gate, Streamed};
use super::{Clock, verify};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use bytes::Bytes;
use interwire_core::ids::{Hash, PartyId};
use interwire_core::time::Time;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;

/// The moment at which every test begins, in milliseconds.
pub(super) const NOW_MS: i64 = 1_795_000_000_000;

pub(super) fn party(name: &str) -> PartyId {
    name.parse().unwrap()
}

/// The key of a party: its name tells the seed.
pub(super) fn key(name: &str) -> NodeKey {
    NodeKey::from_seed(&Hash::of(name.as_bytes()).0)
}

/// Knows the keys of hanoi, astana and baku. An offer of a stranger names its keys by being the stranger's name.
pub(super) struct Ring(pub &'static str);

impl Keyring for Ring {
    fn own(&self) -> NodeKey {
        key(self.0)
    }
    fn of(&self, party: &PartyId) -> Vec<PublicKey> {
        let known = ["hanoi", "astana", "baku"].contains(&party.as_str());
        if known { vec![key(party.as_str()).public()] } else { Vec::new() }
    }
    fn in_offer(&self, party: &PartyId, offer: &[u8]) -> Vec<PublicKey> {
        if party.as_str().as_bytes() == offer { vec![key(party.as_str()).public()] } else { Vec::new() }
    }
}

/// A clock that tests move.
#[derive(Clone)]
pub(super) struct Hands(Arc<AtomicI64>);

impl Hands {
    pub(super) fn new() -> Self {
        Self(Arc::new(AtomicI64::new(NOW_MS)))
    }
    pub(super) fn move_s(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }
    pub(super) fn clock(&self) -> Clock {
        let hands = Arc::clone(&self.0);
        Arc::new(move || Time::from_ms(hands.load(Ordering::SeqCst)))
    }
}

/// Serves `router` on loopback and tells its address.
pub(super) async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    format!("http://{address}")
}

/// The node of baku, which counts the requests that reach a handler.
pub(super) struct Baku {
    pub(super) base: String,
    pub(super) hands: Hands,
    pub(super) handled: Arc<AtomicUsize>,
}

impl Baku {
    pub(super) async fn start() -> Self {
        let (hands, handled) = (Hands::new(), Arc::new(AtomicUsize::new(0)));
        let gate = Gate::new(party("baku"), Arc::new(Ring("baku")), hands.clock(), "");
        hands.move_s(60);
        let count = Arc::clone(&handled);
        let echo = move |caller: Authenticated| {
            let count = Arc::clone(&count);
            async move {
                count.fetch_add(1, Ordering::SeqCst);
                caller.body
            }
        };
        let partners = Router::new()
            .route("/v1/heads", get(echo.clone()).put(echo.clone()))
            .route("/v1/offers", get(echo.clone()))
            .fallback(verify::not_found)
            .method_not_allowed_fallback(verify::no_such_method);
        let offers = Router::new().route("/v1/first-offers", put(echo));
        let blobs = Router::new().route("/v1/blobs/x", get(blob).put(swallow));
        let router = gate
            .guard(partners, Admission::partners(1024))
            .merge(gate.guard(offers, Admission::strangers(1024)))
            .merge(gate.guard(blobs, Admission::streams()))
            .route("/v1/forgotten", get(|caller: Authenticated| async move { caller.body }));
        Self { base: serve(router).await, hands, handled }
    }

    pub(super) fn handled(&self) -> usize {
        self.handled.load(Ordering::SeqCst)
    }
}

/// A blob of a million bytes, with ranges.
pub(super) fn blob_bytes() -> Vec<u8> {
    (0..1_000_000_u32).map(|i| (i % 251) as u8).collect()
}

async fn blob(_: Authenticated, request: Request) -> Response {
    let bytes = blob_bytes();
    let range = request.headers().get("range").map(|range| range.to_str().unwrap().to_owned());
    let mut response = match range {
        None => bytes.into_response(),
        Some(range) => {
            let from: usize = range["bytes=".len()..range.len() - 1].parse().unwrap();
            let content_range = format!("bytes {from}-{}/{}", bytes.len() - 1, bytes.len());
            (http::StatusCode::PARTIAL_CONTENT, [("content-range", content_range)], bytes[from..].to_vec())
                .into_response()
        }
    };
    response.extensions_mut().insert(Streamed);
    response
}

async fn swallow(caller: Authenticated, body: Body) -> Bytes {
    let bytes = axum::body::to_bytes(body, 10_000_000).await.unwrap();
    assert_eq!(Hash::of(&bytes), caller.digest);
    format!("{}", bytes.len()).into()
}

/// Short times, loopback permitted.
pub(super) fn settings() -> Settings {
    Settings {
        guard: Guard { allow_private: true, allow_plain: true },
        header: Duration::from_millis(600),
        body: Duration::from_millis(1500),
        slowest: Slowest { bytes: 1000, stretch: Duration::from_millis(500) },
        ..Settings::default()
    }
}

/// A client of hanoi.
pub(super) fn hanoi(hands: &Hands) -> Client {
    Client::new(settings(), party("hanoi"), Arc::new(Ring("hanoi")), hands.clock()).unwrap()
}

/// Baku at this address.
pub(super) fn baku_at(base: &str) -> Peer {
    Peer { base: base.to_owned(), party: party("baku"), keys: vec![key("baku").public()] }
}

//! Carrying one request of a session to a partner and its answer back.

use super::peers::{Peers, Reach};
use crate::node::Node;
use crate::transport::client::{Ask, Client, Peer};
use crate::transport::send_error::{SendCause, SendError};
use interwire_core::exchange::message::{Request, Response};
use interwire_core::exchange::session::Failure;
use interwire_core::ids::PartyId;
use interwire_core::keys::{KeyPaper, KeyRing, PublicKey, Role};
use interwire_core::protocol::v1::wire::{self, WAIT_S_MAX};
use std::time::Duration;

/// The largest answer to a request: a page or a stream of blobs, with room for frames.
const ANSWER_BYTES_MAX: u64 = 12 << 20;
/// The largest description of itself that a node may show: as many papers as a root key can have.
const CARD_BYTES_MAX: u64 = 1 << 20;

/// How often a request is tried again while a person waits for it, and for how long each time.
const TRIES_MAX: u32 = 4;
const WAIT_MAX: Duration = Duration::from_secs(5);

/// Sends a request and reads the answer.
///
/// # Errors
/// What went wrong on the way, or that the answer does not read.
pub async fn carry(client: &Client, to: &Reach, request: &Request) -> Result<(Response, i64), SendError> {
    let wire = wire::write_request(request);
    let ask = match wire.method {
        "GET" => Ask::get(wire.path),
        "PUT" => Ask::put(wire.path, wire.content_type, wire.body),
        _ => Ask::post(wire.path, wire.content_type, wire.body),
    };
    let wait = if matches!(request, Request::Heads { since: Some(_) }) { WAIT_S_MAX } else { 0 };
    let ask = ask.up_to(ANSWER_BYTES_MAX).waiting(Duration::from_secs(wait.into()));
    let peer = Peer { base: to.base.clone(), party: to.party.clone(), keys: to.keys.clone() };
    let answer = client.send(&peer, &ask).await?;
    let read = wire::read_response(request, &answer.body);
    read.map(|response| (response, answer.skew_s)).map_err(|e| SendError::new(SendCause::Garbage, e.to_string()))
}

/// What a failed request means to the session that made it.
#[must_use]
pub fn failure_of(error: &SendError) -> Failure {
    match error.cause {
        SendCause::Garbage => Failure::Garbage,
        SendCause::WrongBytes => Failure::Forged,
        // What the partner has not signed is no word of the partner's.
        _ if error.authentic && error.partner.is_some() => Failure::Refused,
        _ => Failure::Unreachable,
    }
}

/// Brings an offer of ours to a node whose root key a person expects there, and remembers where the node is.
///
/// # Errors
/// If the node there is another's, or does not take the offer.
pub async fn offer(
    node: &Node,
    client: &Client,
    peers: &Peers,
    party: &PartyId,
    root: PublicKey,
    base: &str,
    request: Request,
) -> Result<Response, SendError> {
    let keys = keys_at(client, party, root, base).await?;
    node.welcome(party, &keys);
    let to = Reach { party: party.clone(), base: base.trim_end_matches('/').to_owned(), keys };
    let mut request = request;
    if let Request::Offer(offer) = &mut request {
        offer.endpoint.clone_from(&node.house().base_url);
    }
    let response = patiently(client, &to, &request).await?;
    peers.learn_endpoint(node, party, Some(base)).await;
    Ok(response)
}

/// Carries a request that a person waits for: tries again a few times where the partner says when.
async fn patiently(client: &Client, to: &Reach, request: &Request) -> Result<Response, SendError> {
    let mut tries = 0;
    loop {
        match carry(client, to, request).await {
            Err(SendError { retry_after: Some(wait), .. }) if tries < TRIES_MAX && wait <= WAIT_MAX => {
                tries += 1;
                tokio::time::sleep(wait).await;
            }
            other => return other.map(|(response, _)| response),
        }
    }
}

/// The node keys that the node at `base` shows for itself, certified by the root key that is expected.
///
/// # Errors
/// If it cannot be read, or is not that party's.
pub async fn keys_at(
    client: &Client,
    party: &PartyId,
    root: PublicKey,
    base: &str,
) -> Result<Vec<PublicKey>, SendError> {
    let garbage = |detail: &str| SendError::new(SendCause::Garbage, detail);
    let mut ring = KeyRing::new(party.clone(), root);
    for text in &papers_at(client, party, root, base).await? {
        let paper = KeyPaper::from_bytes(text.as_bytes()).map_err(|e| garbage(&e.to_string()))?;
        ring.apply(paper).map_err(|e| garbage(&e.to_string()))?;
    }
    Ok(ring.valid(Role::Node).copied().collect())
}

/// The papers that the node at `base` shows for a party and its root key. They are not looked into.
///
/// # Errors
/// If they cannot be read, or another party's node, or one of another root key, is there.
pub async fn papers_at(
    client: &Client,
    party: &PartyId,
    root: PublicKey,
    base: &str,
) -> Result<Vec<String>, SendError> {
    let card = card_at(client, base).await?;
    if card.party == party.as_str() && card.root_key == root.to_string() {
        Ok(card.certificates)
    } else {
        Err(SendError::new(SendCause::Garbage, "another party, or another root key, answers at this address"))
    }
}

/// What the node at `base` says of itself.
///
/// # Errors
/// If nobody answers there, or not as a node does.
pub async fn card_at(client: &Client, base: &str) -> Result<Card, SendError> {
    let bytes = client.read_public(base, "/.well-known/interwire", CARD_BYTES_MAX).await?;
    serde_json::from_slice(&bytes).map_err(|e| SendError::new(SendCause::Garbage, e.to_string()))
}

/// What a node says of itself to strangers.
#[derive(Debug, serde::Deserialize)]
pub struct Card {
    /// Its party.
    pub party: String,
    /// The party's root key.
    pub root_key: String,
    /// The party's name.
    #[serde(default)]
    pub name: String,
    /// The papers of its keys.
    pub certificates: Vec<String>,
}

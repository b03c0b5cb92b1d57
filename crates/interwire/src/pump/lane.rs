//! One lane to one partner: ask the session what to do, do it, tell it the answer.

use super::carry::failure_of;
use super::introduce::carry_known;
use super::peers::Peers;
use crate::node::Node;
use crate::store::room::Share;
use crate::transport::backoff::RETRY_AFTER_MS_MAX;
use crate::transport::client::Client;
use crate::transport::refusal::Cause;
use crate::transport::send_error::{SendCause, SendError};
use interwire_core::exchange::machine::Effect;
use interwire_core::exchange::message::{Request, Response};
use interwire_core::exchange::session::{Failure, Lane, Session};
use interwire_core::ids::PartyId;
use interwire_core::time::Time;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio_util::sync::CancellationToken;

/// A lane without anything to do looks again after this.
const IDLE: Duration = Duration::from_secs(15);
/// The push lane waits this long for more before it tells a partner anything.
const GATHER: Duration = Duration::from_millis(20);

/// Runs until `stop`.
pub(super) async fn run(
    node: Node,
    client: Client,
    peers: Arc<Peers>,
    peer: PartyId,
    lane: Lane,
    stop: CancellationToken,
) {
    let mut effects = node.effects();
    let mut session = Session::new(peer.clone(), lane);
    // The partner asked not to be asked before.
    let mut not_before = Time::default();
    let mut nudges = peers.nudges(&peer);
    loop {
        if stop.is_cancelled() {
            return;
        }
        // A partner that reads from us by itself needs nothing pushed; one whose offer we have not answered yet does
        // not know us.
        let stranger = node.directory().party(&peer).is_none();
        let reads = lane == Lane::Push && peers.reads_by_itself(&peer, node.now());
        if reads && session.trouble().0 > 0 {
            // What could not be given before is read now: that trouble is over.
            session = Session::new(peer.clone(), lane);
            peers.schedule(&peer, lane, 0, Time::default());
            peers.at_ease(&peer, lane.into());
        }
        let idle = stranger || reads;
        let held = node.now() < not_before;
        let request = if idle || held { None } else { next(&node, &mut session, &peer, lane).await };
        if !held && at_ease(request.as_ref(), &session) {
            peers.at_ease(&peer, lane.into());
        }
        let Some(request) = request else {
            let wait = until_retry(&session, not_before, &node).unwrap_or(IDLE);
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(wait) => {}
                () = woken(&mut effects, &node, &peer, &session) => tokio::time::sleep(GATHER).await,
                () = peers.nudged(&peer, nudges) => {
                    (nudges, not_before) = (peers.nudges(&peer), Time::default());
                    session.peer_is_back();
                }
            }
            session.wake();
            continue;
        };
        let waits = matches!(request, Request::Heads { since: Some(_) });
        tokio::select! {
            () = stop.cancelled() => return,
            wait = speak(&node, &client, &peers, &peer, &mut session, request, lane) => {
                not_before = wait.map_or_else(Time::default, |ms| node.now().plus_ms(ms));
                let (failures, _, retry_at) = session.trouble();
                peers.schedule(&peer, lane, failures, retry_at.max(not_before));
            }
            // A long poll is no reason to keep somebody waiting who asks to try now.
            () = peers.nudged(&peer, nudges), if waits => {
                nudges = peers.nudges(&peer);
                session.peer_is_back();
            }
        }
    }
}

/// Whether there is nothing left that the partner owes us or we owe it.
fn at_ease(next: Option<&Request>, session: &Session) -> bool {
    let rests = matches!(next, None | Some(Request::Heads { since: Some(_) }));
    rests && session.trouble().0 == 0 && !session.waits_with_any()
}

/// What to do next; a store that failed means nothing for now.
async fn next(node: &Node, session: &mut Session, peer: &PartyId, lane: Lane) -> Option<Request> {
    let mut taken = std::mem::replace(session, Session::new(peer.clone(), lane));
    let asked = node.exchange(move |machine, turn| {
        let request = taken.next(machine, turn)?;
        Ok((taken, request))
    });
    let (back, request) = asked.await.ok()?;
    *session = back;
    request
}

/// Carries one request and tells the session, and everybody who looks at partners, what came of it. Returns the ms
/// that the partner asked to wait, if it did.
async fn speak(
    node: &Node,
    client: &Client,
    peers: &Peers,
    peer: &PartyId,
    session: &mut Session,
    mut request: Request,
    lane: Lane,
) -> Option<i64> {
    let kind = kind_of(&request);
    if let Request::TellHeads(heads) = &mut request {
        heads.endpoint.clone_from(&node.house().base_url);
        heads.token = node.token_for(peer);
    }
    let full = node.make_room_for(share_of(&request), bytes_of(&request)).await.err();
    let carried = match (&full, peers.reach(node, client, peer).await) {
        // Left for later, as what the partner does not have: everything else goes on.
        (Some(_), _) if matches!(request, Request::Blobs { .. }) => Ok((Response::Blobs(Vec::new()), 0)),
        (Some(full), _) => Err(SendError::new(SendCause::Local, full.to_string())),
        (None, Ok(Some(reach))) => carry_known(node, client, peers, reach, &request).await,
        (None, Ok(None)) => Err(SendError::new(SendCause::Address, "the partner has no address here")),
        (None, Err(error)) => Err(error),
    };
    if let Ok((Response::Heads(heads), _)) = &carried {
        peers.learn_endpoint(node, peer, heads.endpoint.as_deref()).await;
        peers.told(peer, heads);
    }
    let (answer, came) = match carried {
        Ok((response, skew_s)) => (Ok(response), Ok(skew_s)),
        Err(error) => (Err(failure_of(&error)), Err(error)),
    };
    let dice = dice();
    let mut taken = std::mem::replace(session, Session::new(peer.clone(), lane));
    let told = node.exchange(move |machine, turn| {
        taken.done(machine, turn, &request, answer, dice)?;
        Ok(taken)
    });
    if let Ok(back) = told.await {
        *session = back;
    }
    let now = node.now();
    let came = full.map_or(came, |full| Err(SendError::new(SendCause::Local, full.to_string())));
    match came.and_then(|skew_s| what_came(session).map_or(Ok(skew_s), Err)) {
        Ok(skew_s) => peers.succeeded(peer, lane.into(), kind, skew_s, now),
        Err(error) => {
            if has_not_signed(node, peer, &error) {
                peers.awaited(peer);
                return None;
            }
            peers.failed(peer, lane.into(), kind, &error, now);
            return error
                .retry_after
                .map(|wait| i64::try_from(wait.as_millis()).unwrap_or(i64::MAX).min(RETRY_AFTER_MS_MAX));
        }
    }
    None
}

/// Whether a partner refuses us because nothing between us is signed yet: nothing of its own has come, and it does not
/// know us. That is no trouble.
fn has_not_signed(node: &Node, peer: &PartyId, error: &SendError) -> bool {
    let silent = node.directory().party(peer).is_some_and(|entry| entry.keys.is_empty());
    silent && error.partner.as_ref().is_some_and(|partner| partner.code == Cause::Party.row().code)
}

/// What was wrong with an answer that came well, if anything was.
fn what_came(session: &Session) -> Option<SendError> {
    let (failures, last, _) = session.trouble();
    let (cause, detail) = match last.filter(|_| failures > 0)? {
        Failure::Forged => (SendCause::Forged, "what came does not agree with signatures or hashes"),
        Failure::Garbage => (SendCause::Garbage, "the answer does not fit the question"),
        Failure::Fruitless => (SendCause::Fruitless, "nothing came of a good answer"),
        Failure::Refused | Failure::Unreachable => (SendCause::Refused, "the partner refused"),
    };
    Some(SendError::new(cause, detail))
}

/// What an answer would have us keep.
const fn share_of(request: &Request) -> Share {
    if matches!(request, Request::Blobs { .. }) { Share::Small } else { Share::Record }
}

/// How much of it, as far as that is known before.
fn bytes_of(request: &Request) -> u64 {
    match request {
        Request::Blobs { blobs, .. } => blobs.iter().map(|blob| blob.size).sum(),
        Request::Entries { .. } => 1,
        _ => 0,
    }
}

const fn kind_of(request: &Request) -> &'static str {
    match request {
        Request::Heads { .. } => "heads",
        Request::TellHeads(_) => "tell-heads",
        Request::TellKeys(_) => "tell-keys",
        Request::Entries { .. } => "entries",
        Request::GiveEntries(_) => "give-entries",
        Request::Consistency { .. } => "consistency",
        Request::Blobs { .. } => "blobs",
        Request::GiveBlobs { .. } => "give-blobs",
        Request::Offer(_) => "offer",
    }
}

/// How long to wait if a try has failed or the partner asked to wait.
fn until_retry(session: &Session, not_before: Time, node: &Node) -> Option<Duration> {
    let (failures, _, retry_at) = session.trouble();
    let at = if failures > 0 { retry_at.max(not_before) } else { not_before };
    let wait = u64::try_from(at.since(node.now())).ok()?;
    Some(Duration::from_millis(wait.max(1)))
}

/// Returns when something has changed that the partner may lack; never while a retry is scheduled, so that news does
/// not hammer a partner that is down.
async fn woken(effects: &mut broadcast::Receiver<Effect>, node: &Node, peer: &PartyId, session: &Session) {
    if session.trouble().0 > 0 {
        return std::future::pending().await;
    }
    loop {
        match effects.recv().await {
            Ok(Effect::Changed(agreement) | Effect::Agreement(agreement))
                if node.directory().agreements_with(peer).contains(&agreement) =>
            {
                return;
            }
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return,
            Err(RecvError::Closed) => return std::future::pending().await,
        }
    }
}

fn dice() -> u64 {
    let mut bytes = [0; 8];
    // Without randomness from the system the jitter is the shortest one.
    let _ = getrandom::fill(&mut bytes);
    u64::from_le_bytes(bytes)
}

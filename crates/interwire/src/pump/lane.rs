//! One lane to one partner: ask the session what to do, do it, tell it the answer.

use super::carry::{carry, failure_of};
use super::peers::Peers;
use crate::node::Node;
use crate::transport::client::Client;
use interwire_core::exchange::machine::Effect;
use interwire_core::exchange::message::Request;
use interwire_core::exchange::session::{Lane, Session};
use interwire_core::ids::PartyId;
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
    loop {
        if stop.is_cancelled() {
            return;
        }
        // A partner that reads from us by itself needs nothing pushed.
        let idle = lane == Lane::Push && peers.reads_by_itself(&peer, node.now());
        let request = if idle { None } else { next(&node, &mut session, &peer, lane).await };
        let Some(request) = request else {
            let wait = until_retry(&session, &node).unwrap_or(IDLE);
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(wait) => {}
                () = woken(&mut effects, &node, &peer, &session) => tokio::time::sleep(GATHER).await,
                () = peers.nudged(&peer) => session.peer_is_back(),
            }
            session.wake();
            continue;
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = speak(&node, &client, &peers, &peer, &mut session, request, lane) => {}
        }
    }
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

/// Carries one request and tells the session, and everybody who looks at partners, what came of it.
async fn speak(
    node: &Node,
    client: &Client,
    peers: &Peers,
    peer: &PartyId,
    session: &mut Session,
    mut request: Request,
    lane: Lane,
) {
    let Some(reach) = peers.reach(node, client, peer).await else {
        tokio::time::sleep(IDLE).await;
        return;
    };
    if let Request::TellHeads(heads) = &mut request {
        heads.endpoint.clone_from(&node.house().base_url);
        heads.token = node.token_for(peer);
    }
    let carried = carry(client, &reach, &request).await;
    let answer = match carried {
        Ok((response, skew_s)) => {
            peers.succeeded(peer, skew_s, node.now());
            if let interwire_core::exchange::message::Response::Heads(heads) = &response {
                peers.learn_endpoint(node, peer, heads.endpoint.as_deref()).await;
            }
            Ok(response)
        }
        Err(error) => {
            peers.failed(peer, &error, node.now());
            Err(failure_of(&error))
        }
    };
    let dice = dice();
    let mut taken = std::mem::replace(session, Session::new(peer.clone(), lane));
    let told = node.exchange(move |machine, turn| {
        taken.done(machine, turn, &request, answer, dice)?;
        Ok(taken)
    });
    if let Ok(back) = told.await {
        let (failures, last, retry_at) = back.trouble();
        peers.schedule(peer, lane, failures, last, retry_at);
        *session = back;
    }
}

fn until_retry(session: &Session, node: &Node) -> Option<Duration> {
    let (failures, _, retry_at) = session.trouble();
    let wait = u64::try_from(retry_at.since(node.now())).ok().filter(|_| failures > 0)?;
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
            Ok(Effect::Changed(agreement)) if node.directory().agreements_with(peer).contains(&agreement) => return,
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

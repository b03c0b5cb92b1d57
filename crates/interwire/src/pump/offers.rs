//! First offers on their way to strangers: tried until the stranger's node has taken or refused them, whatever is down
//! in between. Everything after the first offer is replication.

use super::carry;
use super::peers::Peers;
use crate::node::{Node, NodeError};
use crate::store::offers::{MORE_SAID, OfferRow, OfferState};
use crate::transport::backoff::Schedule;
use crate::transport::client::Client;
use crate::transport::send_error::{SendCause, SendError};
use interwire_core::exchange::message::{Request, Response};
use interwire_core::ids::{AgreementId, PartyId};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often it is looked for offers that are due.
const ROUND: Duration = Duration::from_secs(2);
/// An offer that a person has just made is being tried by what the person waits for, for this time at most.
const FRESH_MS: i64 = 30_000;

/// Runs until `stop`.
pub(super) async fn run(node: Node, client: Client, peers: Arc<Peers>, stop: CancellationToken) {
    let mut schedules: HashMap<(AgreementId, PartyId, Option<String>), Schedule> = HashMap::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(ROUND) => {}
        }
        let Ok(offers) = node.db().offers().await else { continue };
        for offer in offers.into_iter().filter(OfferRow::waits) {
            // Another address is another try.
            let to = (offer.agreement.clone(), offer.party.clone(), offer.endpoint.clone());
            let schedule = schedules.entry(to).or_default();
            let fresh = offer.note.is_none() && node.now().since(offer.at) < FRESH_MS;
            if fresh || !schedule.is_due(node.now()) {
                continue;
            }
            let delivered = tokio::select! {
                () = stop.cancelled() => return,
                delivered = deliver(&node, &client, &peers, &offer) => delivered,
            };
            match delivered {
                Ok(()) => schedule.succeeded(),
                Err(e) => {
                    let at = schedule.failed(node.now(), e.retry_after, &mut rand::rng());
                    tracing::info!(agreement = %offer.agreement, party = %offer.party, again = %at, "an offer waits");
                }
            }
        }
    }
}

/// Brings an offer to its party once, and keeps what came of it.
///
/// # Errors
/// Why it was not taken; it is kept as refused if the same would be refused again.
pub async fn deliver(node: &Node, client: &Client, peers: &Peers, offer: &OfferRow) -> Result<(), SendError> {
    // What waited for the partner's first word, as after a restart, is written on hearing it, and brought as well.
    let carried = match carry(node, client, peers, offer).await {
        Ok(true) => carry(node, client, peers, offer).await,
        other => other,
    };
    let (state, note) = match &carried {
        Ok(false) => (OfferState::Delivered, None),
        Ok(true) => (OfferState::Open, Some(MORE_SAID.to_owned())),
        Err(e) if e.partner.is_some() && e.authentic && !e.retryable() => (OfferState::Refused, Some(e.to_string())),
        Err(e) => (OfferState::Open, Some(e.to_string())),
    };
    let row = OfferRow { state, note, at: node.now(), ..offer.clone() };
    let kept = node.step(move |step| {
        // A person may have withdrawn it, or signed, in the meantime.
        let known = step.tx.offer(&row.agreement, &row.party)?;
        let open = known.is_some_and(|known| known.state == OfferState::Open);
        if open { step.tx.put_offer(&row) } else { Ok(()) }
    });
    kept.await.map_err(local)?;
    carried.map(drop)
}

/// Brings what our journal says now; returns whether it says more since.
async fn carry(node: &Node, client: &Client, peers: &Peers, offer: &OfferRow) -> Result<bool, SendError> {
    let (id, party) = (offer.agreement.clone(), offer.party.clone());
    let asked = node.exchange(move |machine, turn| {
        let root = machine.deals().get(&id).and_then(|deal| deal.rings.get(&party)).map(|ring| *ring.root());
        // That there is nothing to offer yet is no failure of the store.
        Ok(root.zip(machine.offer_request(turn, &id).ok()))
    });
    let nothing = || SendError::new(SendCause::Local, "our journal under the agreement cannot be written yet");
    let (root, request) = asked.await.map_err(local)?.ok_or_else(nothing)?;
    let base = offer.endpoint.as_deref().unwrap_or_default();
    let told = match &request {
        Request::Offer(offer) => offer.page.from + offer.page.entries.len() as u64,
        _ => 0,
    };
    let response = carry::offer(node, client, peers, &offer.party, root, base, request).await?;
    let Response::Heads(heads) = response else { return Ok(false) };
    let (id, party) = (offer.agreement.clone(), offer.party.clone());
    let heard = node.exchange(move |machine, turn| {
        machine.hear(turn, &party, &heads)?;
        while machine.flush(turn, &id)? {}
        let me = machine.me();
        Ok(turn.store.journals(&id)?.iter().any(|row| row.id.party == *me && row.size() > told))
    });
    heard.await.map_err(local)
}

fn local(e: NodeError) -> SendError {
    SendError::new(SendCause::Local, e.to_string())
}

//! Nodes whose keys were replaced: each shows the other the papers of its root key, and the request is made again. It
//! works from either side, so that it is enough if one of the two can be reached.

use super::carry::{carry, papers_at};
use super::peers::{Peers, Reach};
use crate::node::Node;
use crate::transport::client::Client;
use crate::transport::refusal::Cause;
use crate::transport::send_error::{SendCause, SendError};
use interwire_core::exchange::message::{Request, Response};

/// Sends a request and reads the answer; where one side does not know the other's key, once more after it was shown.
///
/// # Errors
/// As [`carry`].
pub(super) async fn carry_known(
    node: &Node,
    client: &Client,
    peers: &Peers,
    mut reach: Reach,
    request: &Request,
) -> Result<(Response, i64), SendError> {
    let error = match carry(client, &reach, request).await {
        Err(error) if unknown_to_us(&error) || unknown_to_them(&error) => error,
        other => return other,
    };
    let mut shown = false;
    if unknown_to_us(&error)
        && let Some(fresh) = ask(node, client, peers, &reach).await
    {
        (reach, shown) = (fresh, true);
    }
    if unknown_to_them(&error) {
        let ours = Request::TellKeys(node.house().certificates.clone());
        shown |= carry(client, &reach, &ours).await.is_ok();
    }
    if shown { carry(client, &reach, request).await } else { Err(error) }
}

/// The partner does not know the key that we sign with.
fn unknown_to_them(error: &SendError) -> bool {
    error.partner.as_ref().is_some_and(|partner| partner.code == Cause::Key.row().code)
}

/// The answer is not signed by a key of the partner's that we know.
fn unknown_to_us(error: &SendError) -> bool {
    error.cause == SendCause::Signature || (unknown_to_them(error) && !error.authentic)
}

/// Reads the partner's papers at its address. Where it can be reached now, if they were news.
async fn ask(node: &Node, client: &Client, peers: &Peers, reach: &Reach) -> Option<Reach> {
    let root = node.directory().party(&reach.party)?.root?;
    let papers = papers_at(client, &reach.party, root, &reach.base).await.ok()?;
    let party = reach.party.clone();
    let learnt = node.exchange(move |machine, turn| Ok(machine.learn_papers(turn, &party, &papers))).await;
    if !learnt.ok()? {
        return None;
    }
    tracing::info!(partner = %reach.party, "a partner's node has new keys");
    peers.reach(node, client, &reach.party).await.ok().flatten()
}

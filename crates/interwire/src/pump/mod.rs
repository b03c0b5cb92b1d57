//! Moving things: for each partner one task that reads from it, one that gives to it, and one for large media, so that
//! no partner and no film delays another. What to ask and when to try again is decided by the core's sessions.

pub mod carry;
mod flush;
pub mod health;
mod introduce;
mod lane;
pub mod media;
pub mod offers;
pub mod peers;

use crate::node::Node;
use crate::transport::client::Client;
use interwire_core::exchange::session::Lane;
use interwire_core::ids::PartyId;
use peers::Peers;
use std::collections::HashSet;
use std::sync::Arc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Runs the pump until `stop`.
pub async fn run(node: Node, client: Client, peers: Arc<Peers>, stop: CancellationToken) {
    let mut tasks = JoinSet::new();
    let mut running: HashSet<PartyId> = HashSet::new();
    tasks.spawn(flush::run(node.clone(), stop.clone()));
    tasks.spawn(offers::run(node.clone(), client.clone(), Arc::clone(&peers), stop.clone()));
    let mut news = peers.news();
    loop {
        for peer in peers.reachable(&node) {
            if running.insert(peer.clone()) {
                for lane in [Lane::Pull, Lane::Push] {
                    let (node, client, peers) = (node.clone(), client.clone(), Arc::clone(&peers));
                    tasks.spawn(lane::run(node, client, peers, peer.clone(), lane, stop.clone()));
                }
                let (node, client, peers) = (node.clone(), client.clone(), Arc::clone(&peers));
                tasks.spawn(media::run(node, client, peers, peer.clone(), stop.clone()));
            }
        }
        tokio::select! {
            () = stop.cancelled() => break,
            changed = news.changed() => if changed.is_err() { break },
            Some(ended) = tasks.join_next() => if let Err(e) = ended {
                tracing::error!(cause = %e, "a task of the pump failed");
            },
        }
    }
    while tasks.join_next().await.is_some() {}
}

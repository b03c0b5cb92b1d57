//! Turns what happens in the exchange into changed lines, once for all readers of the board.

use super::rows::desk::{self, DeskRow};
use crate::node::Node;
use interwire_core::exchange::machine::Effect;
use interwire_core::ids::ItemKey;
use std::sync::Arc;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio_util::sync::CancellationToken;

/// Changes that a slow reader may lag behind before its page is loaded again.
const CHANGES_MAX: usize = 1024;

/// A changed line.
#[derive(Debug, Clone)]
pub enum Change {
    /// It is new, or other than before.
    Line(Arc<DeskRow>),
    /// Changes were missed: load the page again.
    Missed,
}

/// Tells changes.
pub struct Ticker {
    changes: broadcast::Sender<Change>,
}

impl Ticker {
    /// Begins to listen to the node, until `stop`.
    #[must_use]
    pub fn start(node: &Node, stop: CancellationToken) -> Self {
        let changes = broadcast::Sender::new(CHANGES_MAX);
        tokio::spawn(run(node.clone(), changes.clone(), stop));
        Self { changes }
    }

    /// What changes from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }
}

async fn run(node: Node, changes: broadcast::Sender<Change>, stop: CancellationToken) {
    let mut effects = node.effects();
    loop {
        let effect = tokio::select! {
            effect = effects.recv() => effect,
            () = stop.cancelled() => return,
        };
        let key = match effect {
            Ok(Effect::Arrived(key, _) | Effect::Recalled(key) | Effect::Released(key)) => key,
            Ok(_) => continue,
            Err(RecvError::Lagged(_)) => {
                // Nobody may be listening.
                let _ = changes.send(Change::Missed);
                continue;
            }
            Err(RecvError::Closed) => return,
        };
        if changes.receiver_count() > 0 && key.source != node.house().me {
            tell(&node, &key, &changes).await;
        }
    }
}

async fn tell(node: &Node, key: &ItemKey, changes: &broadcast::Sender<Change>) {
    let change = match desk::one(node.db(), key).await {
        Ok(Some(row)) => Change::Line(Arc::new(row)),
        // Not on the desk: recalled before it came, or a test.
        Ok(None) => return,
        Err(e) => {
            tracing::error!(cause = %e, "a line of the board could not be read");
            Change::Missed
        }
    };
    let _ = changes.send(change);
}

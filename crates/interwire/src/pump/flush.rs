//! Says what waits to be said: acknowledgements soon after they are due, many at once; queued statements as soon as
//! our journal may be written.

use crate::node::Node;
use interwire_core::exchange::machine::Effect;
use interwire_core::ids::AgreementId;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

/// Acknowledgements wait this long for company.
const PATIENCE: Duration = Duration::from_millis(100);
/// All agreements are looked at this often, whatever happens.
const ROUND: Duration = Duration::from_secs(5);

/// Runs until `stop`.
pub(super) async fn run(node: Node, stop: CancellationToken) {
    let mut effects = node.effects();
    let mut due: BTreeSet<AgreementId> = all(&node);
    let mut wake = Instant::now() + PATIENCE;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            effect = effects.recv() => match effect {
                Ok(Effect::Changed(agreement) | Effect::Confirmed(agreement)) => {
                    if due.is_empty() {
                        wake = Instant::now() + PATIENCE;
                    }
                    due.insert(agreement);
                }
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => due = all(&node),
                Err(RecvError::Closed) => return,
            },
            () = sleep_until(wake) => {
                let round = if due.is_empty() { all(&node) } else { std::mem::take(&mut due) };
                for agreement in round {
                    flush(&node, agreement).await;
                }
                wake = Instant::now() + ROUND;
            }
        }
    }
}

async fn flush(node: &Node, agreement: AgreementId) {
    loop {
        let id = agreement.clone();
        match node.exchange(move |machine, turn| machine.flush(turn, &id)).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(e) => return tracing::warn!(cause = %e, "statements wait to be written"),
        }
    }
}

fn all(node: &Node) -> BTreeSet<AgreementId> {
    node.directory().parties().flat_map(|(_, entry)| entry.agreements.clone()).collect()
}

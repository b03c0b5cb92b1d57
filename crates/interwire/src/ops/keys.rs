//! `key-list`: the keys that the root key of the house has certified, the revoked ones too.

use super::{Ctx, Nothing, fault};
use crate::errors::Error;
use crate::house;
use interwire_core::keys::{KeyPaper, KeyRing, Role};
use interwire_core::time::Time;
use serde::{Deserialize, Serialize};

/// A key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Key {
    /// node or seal.
    pub role: String,
    /// The public key.
    pub key: String,
    /// What people compare.
    pub fingerprint: String,
    /// The number of its certificate among the papers of the root key.
    pub paper: u64,
    /// Since when its certificate is here, as the disk says.
    pub since: Option<String>,
    /// Why it is good no longer.
    pub revoked: Option<String>,
}

/// The keys of the house.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Keys {
    /// The public root key.
    pub root: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// The keys it has certified, the newest first.
    pub keys: Vec<Key>,
}

/// The keys of the house.
///
/// # Errors
/// If a paper is missing or false.
pub async fn list(ctx: &Ctx, _: Nothing) -> Result<Keys, Error> {
    let house = ctx.node.house();
    let mut ring = KeyRing::new(house.me.clone(), house.root);
    for paper in &house.certificates {
        let wrong = |e: &dyn std::fmt::Display| fault::unreadable("a paper of the root key", "…", e);
        let read = KeyPaper::from_bytes(paper.as_bytes()).map_err(|e| wrong(&e))?;
        ring.apply(read).map_err(|e| wrong(&e))?;
    }
    let mut keys = Vec::new();
    for paper in ring.papers() {
        let KeyPaper::Certificate(paper) = paper else { continue };
        let reason = ring.revocation(&paper.key).and_then(|reason| serde_json::to_value(reason).ok());
        keys.push(Key {
            role: if paper.role == Role::Node { "node" } else { "seal" }.to_owned(),
            key: paper.key.to_string(),
            fingerprint: paper.key.fingerprint(),
            paper: paper.number,
            since: house::paper_since(&ctx.keys, paper.number).map(|ms| Time::from_ms(ms).to_string()),
            revoked: reason.and_then(|reason| reason.as_str().map(str::to_owned)),
        });
    }
    keys.reverse();
    Ok(Keys { root: ring.root().to_string(), fingerprint: ring.root().fingerprint(), keys })
}

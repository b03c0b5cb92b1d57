//! Partners: who they are and how they are.

pub mod address;
pub mod card;

use super::{Ctx, Nothing};
use crate::errors::Error;
use crate::pump::peers::Health;
use serde::{Deserialize, Serialize};

/// A partner.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Partner {
    /// Its id.
    pub party: String,
    /// Its name, as the newest agreement gives it.
    pub name: Option<String>,
    /// The fingerprint of its root key.
    pub fingerprint: Option<String>,
    /// The agreements with it.
    pub agreements: Vec<String>,
    /// Where its node is.
    pub address: Option<String>,
    /// How it is, in a sentence.
    pub words: String,
    /// well, troubled, awaited, silent or unknown.
    pub health: String,
    /// When a request of ours last succeeded.
    pub reached_at: Option<String>,
    /// When a request of its last came.
    pub heard_at: Option<String>,
    /// Seconds by which its clock is ahead of ours.
    pub skew_s: i64,
    /// Failures in a row: reading from it, giving to it.
    pub failures: [u32; 2],
    /// When it is tried again.
    pub retry_at: Option<String>,
    /// What went wrong last, until something succeeds.
    pub trouble: Option<Trouble>,
}

/// What went wrong.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Trouble {
    /// A stable code.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub next_step: String,
    /// When.
    pub at: String,
}

/// The partners.
///
/// # Errors
/// None so far.
pub async fn list(ctx: &Ctx, _: Nothing) -> Result<Vec<Partner>, Error> {
    let (directory, mut healths, now) = (ctx.node.directory(), ctx.peers.all(), ctx.node.now());
    let me = &ctx.node.house().me;
    for (party, _) in directory.parties() {
        healths.entry(party.clone()).or_default();
    }
    let partners = healths.iter().filter(|(party, _)| *party != me).map(|(party, health)| {
        let entry = directory.party(party);
        let (kind, words) = condition(health, now);
        Partner {
            party: party.to_string(),
            name: entry.and_then(|entry| entry.name.clone()),
            fingerprint: entry.and_then(|entry| entry.root).map(|root| root.fingerprint()),
            agreements: entry.map_or_else(Vec::new, |e| e.agreements.iter().map(ToString::to_string).collect()),
            address: health.base.clone(),
            words,
            health: kind.to_owned(),
            reached_at: health.reached_at.map(|at| at.to_string()),
            heard_at: health.heard_at.map(|at| at.to_string()),
            skew_s: health.skew_s,
            failures: health.failures,
            retry_at: health.retry_at.iter().flatten().min().map(ToString::to_string),
            trouble: health.trouble.as_ref().map(|trouble| Trouble {
                code: trouble.code.clone(),
                message: trouble.message.clone(),
                next_step: trouble.next.clone(),
                at: trouble.at.to_string(),
            }),
        }
    });
    Ok(partners.collect())
}

/// Seconds of clock difference from which a person is told.
const SKEW_S_MAX: i64 = 300;

fn condition(health: &Health, now: interwire_core::time::Time) -> (&'static str, String) {
    use super::clock::relative;
    let last = health.reached_at.max(health.heard_at);
    let seen = last
        .map_or_else(|| "not heard of since the start".to_owned(), |at| format!("last in touch {}", relative(at, now)));
    if let Some(trouble) = &health.trouble {
        let again = health.retry_at.iter().flatten().min();
        let again = again.map_or_else(String::new, |at| format!(", tried again {}", relative(*at, now)));
        return ("troubled", format!("{}; {seen}{again}", trouble.message));
    }
    if health.awaited {
        return ("awaited", "has not signed with us yet".to_owned());
    }
    match (last, &health.base) {
        (Some(_), _) if health.skew_s.abs() > SKEW_S_MAX => {
            ("troubled", format!("its clock differs from ours by {} s; {seen}", health.skew_s))
        }
        (Some(_), _) => ("well", seen),
        (None, Some(_)) => ("silent", seen),
        (None, None) => ("unknown", "its address is not known, and it has not called".to_owned()),
    }
}

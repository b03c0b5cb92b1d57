//! Who has an item of ours, who has said so, and who has answered the last order about it.

use crate::errors::Error;
use crate::intake::recall::{Holder, holders};
use crate::ops::{Ctx, fault};
use interwire_core::ids::{AgreementId, ItemKey, PartyId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A party that was sent the item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Has {
    /// Who.
    pub party: String,
    /// Under which agreement.
    pub agreement: String,
    /// The versions sent.
    pub versions: Vec<Sent>,
    /// The last order or release under this agreement.
    pub order: Option<Ordered>,
    /// How it stands, in a few words.
    pub words: String,
}

/// A version that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Its number.
    pub version: u64,
    /// Its status.
    pub status: String,
    /// When we wrote it down.
    pub at: String,
    /// When the party said that it has it.
    pub received_at: Option<String>,
    /// Why the party refused it.
    pub refused: Option<String>,
}

/// An order that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ordered {
    /// correct, withhold, kill or release.
    pub order: String,
    /// The public reason.
    pub reason: Option<String>,
    /// When we wrote it down.
    pub at: String,
    /// The party's answers: stopped, removed or unused, each with its time.
    pub answers: Vec<(String, String)>,
    /// Milliseconds from the order to the first answer, by the two parties' own clocks.
    pub answered_in_ms: Option<i64>,
}

/// Who was sent an item.
///
/// # Errors
/// If the store fails.
pub async fn spread(ctx: &Ctx, key: &ItemKey) -> Result<Vec<Has>, Error> {
    let parties = ctx
        .step(|step| {
            let of = |deal: &interwire_core::exchange::deal::Deal| deal.rings.keys().cloned().collect();
            let all = step.machine.deals().iter().map(|(id, deal)| (id.clone(), of(deal)));
            Ok(Ok(all.collect::<BTreeMap<AgreementId, Vec<PartyId>>>()))
        })
        .await?;
    let named = |id: &AgreementId| parties.get(id).cloned().unwrap_or_default();
    let all = holders(ctx.node.db(), key, named).await.map_err(|e| fault::store(e.into()))?;
    Ok(all.iter().map(has).collect())
}

fn has(holder: &Holder) -> Has {
    let versions: Vec<Sent> = holder
        .versions
        .iter()
        .map(|sent| {
            let (refused, at) = sent.word.as_ref().map(|(cause, at)| (cause.as_ref(), *at)).unzip();
            let refused = refused.flatten().map(ToString::to_string);
            Sent {
                version: sent.version,
                status: sent.status.word().to_owned(),
                at: sent.at.to_string(),
                received_at: at.filter(|_| refused.is_none()).map(|at| at.to_string()),
                refused,
            }
        })
        .collect();
    let order = holder.order.as_ref().map(|order| Ordered {
        order: order.action.map_or("release", |action| action.word()).to_owned(),
        reason: order.reason.as_ref().map(ToString::to_string),
        at: order.at.to_string(),
        answers: order.answers.iter().map(|(answer, at)| (answer.word().to_owned(), at.to_string())).collect(),
        answered_in_ms: order.answers.iter().map(|(_, at)| at.since(order.at)).min(),
    });
    let words = words(&versions, order.as_ref());
    Has { party: holder.party.to_string(), agreement: holder.agreement.to_string(), versions, order, words }
}

fn words(versions: &[Sent], order: Option<&Ordered>) -> String {
    let has = versions.iter().filter(|sent| sent.received_at.is_some()).map(|sent| sent.version).max();
    let mut words = match (has, versions.last()) {
        (Some(version), _) => format!("has version {version}"),
        (None, Some(Sent { refused: Some(cause), .. })) => format!("refused it: {cause}"),
        (None, Some(_)) => "was sent it, and has not answered yet".to_owned(),
        (None, None) => "has only the order".to_owned(),
    };
    match order {
        None => {}
        Some(order) if order.answers.is_empty() && order.order == "release" => words += "; was told the release",
        Some(order) if order.answers.is_empty() => {
            words += &format!("; has not answered the {} yet", noun(&order.order))
        }
        Some(order) => {
            let answers: Vec<String> = order.answers.iter().map(|(word, at)| format!("{word} at {at}")).collect();
            words += &format!("; {}: {}", order.order, answers.join(", "));
        }
    }
    words
}

/// An order as a thing.
fn noun(order: &str) -> &str {
    match order {
        "correct" => "correction",
        "withhold" => "withholding",
        other => other,
    }
}

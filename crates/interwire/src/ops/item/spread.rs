//! Who has an item of ours, who has said so, and who has answered the last order about it.

use super::chain::{Due, Link, known};
use super::using::uses;
use crate::errors::Error;
use crate::intake::recall::{Holder, holders};
use crate::node::NodeError;
use crate::ops::{Ctx, fault};
use interwire_core::ids::{AgreementId, ItemKey, PartyId};
use interwire_core::protocol::v1::statement::Answer;
use interwire_core::time::Time;
use serde::{Deserialize, Serialize};

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
    /// Who it is, how it can be reached, and what it does with the item.
    #[serde(flatten)]
    pub link: Link,
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
    /// By when the agreement wants to hear that it is stopped; nothing if it does not say.
    pub stopped_by: Option<String>,
    /// By when the agreement wants to hear that it is gone from everything.
    pub removed_by: Option<String>,
    /// The agreement wanted an answer before now, and none came.
    pub overdue: bool,
    /// Milliseconds from the order to the first answer, by the two parties' own clocks.
    pub answered_in_ms: Option<i64>,
}

/// Who was sent an item.
///
/// # Errors
/// If the store fails.
pub async fn spread(ctx: &Ctx, key: &ItemKey) -> Result<Vec<Has>, Error> {
    let known = known(ctx).await?;
    let parties = |id: &AgreementId| -> Vec<PartyId> {
        known.get(id).map(|one| one.parties.keys().cloned().collect()).unwrap_or_default()
    };
    let failed = |e| fault::store(NodeError::from(e));
    let holders = holders(ctx.node.db(), key, parties).await.map_err(failed)?;
    let passed_on = ctx.node.db().passed_on(key).await.map_err(failed)?;
    let uses = uses(ctx, key).await?;
    let now = ctx.node.now();
    let one = |holder: &Holder| {
        let deal = known.get(&holder.agreement);
        let link = deal.and_then(|deal| deal.parties.get(&holder.party)).cloned().unwrap_or_default();
        let (party, agreement) = (holder.party.as_str(), holder.agreement.as_str());
        let relayed = passed_on.iter().filter(|(by, _, _)| *by == holder.party);
        let link = Link {
            uses: uses.iter().filter(|one| one.by == party && one.agreement == agreement).cloned().collect(),
            passed_on: relayed.map(|(_, under, version)| (under.to_string(), *version)).collect(),
            ..link
        };
        let due = holder.order.as_ref().zip(deal).map(|(order, deal)| deal.due(order.at)).unwrap_or_default();
        has(holder, link, due, now)
    };
    Ok(holders.iter().map(one).collect())
}

fn has(holder: &Holder, link: Link, due: Due, now: Time) -> Has {
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
        stopped_by: due.stopped.filter(|_| order.action.is_some()).map(|by| by.to_string()),
        removed_by: due.removed.filter(|_| order.action.is_some()).map(|by| by.to_string()),
        overdue: order.action.is_some() && overdue(&order.answers, due, now),
        answered_in_ms: order.answers.iter().map(|(_, at)| at.since(order.at)).min(),
    });
    let words = words(&versions, order.as_ref());
    Has { party: holder.party.to_string(), agreement: holder.agreement.to_string(), versions, order, words, link }
}

/// Whether an answer is late: that it is stopped, or that it is gone.
fn overdue(answers: &[(Answer, Time)], due: Due, now: Time) -> bool {
    let said = |answer| answers.iter().any(|(known, _)| *known == answer);
    let gone = said(Answer::Removed) || said(Answer::Unused);
    let late = |by: Option<Time>| by.is_some_and(|by| by < now);
    !gone && (late(due.removed) || (answers.is_empty() && late(due.stopped)))
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

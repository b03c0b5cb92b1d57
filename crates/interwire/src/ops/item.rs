//! Items of the house: taken in from a file, recalled and released, and why they went where they went. An item is
//! named by its guid or by its id.

use super::{Ctx, fault};
use crate::errors::{Code, Error};
use crate::intake::media::MediaFrom;
use crate::intake::outcome::Outcome;
use crate::intake::recall::{self, Asked, Holder, NotOrdered};
use crate::intake::take::{self, Source};
use crate::node::NodeError;
use crate::store::DbError;
use interwire_core::exchange::store::StoreError;
use interwire_core::ids::{AgreementId, Guid, ItemId, ItemKey, PartyId};
use interwire_core::protocol::v1::statement::Action;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::PathBuf;

/// A file to take in.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Ingest {
    /// Its whole path; files that it names lie beside it.
    pub path: PathBuf,
    /// The service of ours that carries it.
    pub service: Option<String>,
    /// The format, where the bytes do not tell.
    pub format: Option<String>,
    /// A test, never news.
    pub test: bool,
}

/// What became of a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ingested {
    /// Its number at the intake.
    pub intake: i64,
    /// Its format.
    pub format: String,
    /// Its items.
    pub items: Vec<Fate>,
}

/// What became of an item.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fate {
    /// `new`, `known`, `older`, `conflict` or `dead`.
    pub outcome: String,
    /// Its guid.
    pub guid: Option<String>,
    /// Its version number.
    pub version: u64,
    /// For each partner `deliver`, `hold` or `exclude`.
    pub decisions: Vec<(String, String)>,
    /// The dead letter about it.
    pub dead_letter: Option<i64>,
}

/// Takes a file in.
///
/// # Errors
/// If it cannot be read; it is a dead letter then, unless not even its bytes could be had.
pub async fn ingest(ctx: &Ctx, input: Ingest) -> Result<Ingested, Error> {
    let shown = input.path.display().to_string();
    let bytes = tokio::fs::read(&input.path).await;
    let bytes = bytes.map_err(|cause| Error::new(Code::FileUnreadable).with("path", &shown).because(cause))?;
    let source = Source {
        feed: "command".to_owned(),
        path: shown.clone(),
        service: input.service,
        hint: input.format,
        bytes,
        media: input.path.parent().map_or(MediaFrom::Nowhere, |folder| MediaFrom::Folder(folder.to_owned())),
        test: input.test,
    };
    let taken = take::take(&ctx.node, source).await.map_err(fault::store)?;
    if let Some((why, _)) = taken.unreadable {
        return Err(Error::new(Code::NewsUnreadable).with("path", shown).with("reason", why.message));
    }
    let format = taken.format.unwrap_or_default().to_owned();
    Ok(Ingested { intake: taken.intake, format, items: taken.outcomes.iter().map(fate).collect() })
}

fn fate(outcome: &Outcome) -> Fate {
    Fate {
        outcome: outcome.fate.word().to_owned(),
        guid: outcome.guid.as_ref().map(ToString::to_string),
        version: outcome.version,
        decisions: outcome.decisions.iter().map(|one| (one.party.to_string(), one.verdict.word().to_owned())).collect(),
        dead_letter: outcome.dead_letter,
    }
}

/// An order about an item of the house.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Recall {
    /// Its guid or id.
    pub item: String,
    /// `kill`, `withhold`, `correct` or `release`; none only shows who has the item.
    pub action: Option<String>,
    /// The public reason.
    pub reason: Option<String>,
}

/// Who has the item and who answered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Recalled {
    /// Its guid.
    pub guid: String,
    /// Its id.
    pub item: String,
    /// The agreements under which the order is told; none if nothing was ordered.
    pub told_under: Vec<String>,
    /// Each party that was sent the item.
    pub holders: Vec<Held>,
}

/// What a party has of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Held {
    /// Who.
    pub party: String,
    /// Under which agreement.
    pub agreement: String,
    /// Versions sent, each with whether the party said that it has it.
    pub versions: Vec<(u64, bool)>,
    /// The last order told to it.
    pub order: Option<String>,
    /// Its answers, each with its time.
    pub answers: Vec<(String, String)>,
}

/// Orders, if an action is given, and says who has the item.
///
/// # Errors
/// If the house has no such item, or the order is not possible.
pub async fn order(ctx: &Ctx, input: Recall) -> Result<Recalled, Error> {
    let (key, guid) = find(ctx, &input.item, true).await?;
    let refused = |why: NotOrdered| fault::unreadable("the item", &input.item, &why);
    let (item, who) = (key.item.clone(), ctx.who.clone());
    let told = match input.action.as_deref() {
        None => Vec::new(),
        Some("release") => {
            let given = ctx.node.step(move |step| recall::release(step, &item, &who)).await.map_err(fault::store)?;
            given.map_err(refused)?
        }
        Some(word) => {
            let action: Action = word.parse().map_err(|e: String| fault::unreadable("the action", word, &e))?;
            let reason = input.reason.as_deref().unwrap_or("unspecified");
            let reason = reason.parse().map_err(|e: String| fault::unreadable("the reason", reason, &e))?;
            let asked = Asked { action, reason, through: None, replaced_by: None };
            let given = ctx.node.step(move |step| recall::order(step, &item, &asked, &who)).await;
            given.map_err(fault::store)?.map_err(refused)?
        }
    };
    let directory = ctx.node.directory();
    let parties = |agreement: &AgreementId| -> Vec<PartyId> {
        let with = directory.parties().filter(|(_, entry)| entry.agreements.contains(agreement));
        with.map(|(party, _)| party.clone()).collect()
    };
    let holders = recall::holders(ctx.node.db(), &key, parties).await.map_err(failed)?;
    Ok(Recalled {
        guid: guid.to_string(),
        item: key.item.to_string(),
        told_under: told.iter().map(ToString::to_string).collect(),
        holders: holders.iter().map(held).collect(),
    })
}

fn held(holder: &Holder) -> Held {
    let order = holder.order.as_ref();
    Held {
        party: holder.party.to_string(),
        agreement: holder.agreement.to_string(),
        versions: holder.versions.iter().map(|one| (one.version, one.word.is_some())).collect(),
        order: order.map(|order| order.action.map_or("release", Action::word).to_owned()),
        answers: order
            .map(|order| order.answers.iter().map(|(step, at)| (step.word().to_owned(), at.to_string())).collect())
            .unwrap_or_default(),
    }
}

/// An item, ours or a partner's.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Which {
    /// Its guid or id.
    pub item: String,
}

/// Why it went where it went.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Why {
    /// Its guid.
    pub guid: String,
    /// Whose it is.
    pub source: String,
    /// Every decision about every version, newest version first.
    pub decisions: Vec<Reasoned>,
}

/// One decision.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reasoned {
    /// Which version.
    pub version: u64,
    /// Under which agreement.
    pub agreement: String,
    /// For whom.
    pub party: String,
    /// `deliver`, `hold` or `exclude`.
    pub verdict: String,
    /// By which article.
    pub article: Option<String>,
    /// Until when it is held.
    pub until: Option<String>,
    /// What decided: a list of `{"to","article","term","field","value","wanted"}`.
    pub reasons: Value,
}

/// Tells the decisions about an item.
///
/// # Errors
/// If there is no such item.
pub async fn why(ctx: &Ctx, input: Which) -> Result<Why, Error> {
    let (key, guid) = find(ctx, &input.item, false).await?;
    let decisions = ctx.node.db().decisions(&key).await.map_err(broken)?;
    let reasoned = decisions.into_iter().map(|one| Reasoned {
        version: one.version,
        agreement: one.agreement.to_string(),
        party: one.party.to_string(),
        verdict: one.verdict.word().to_owned(),
        article: one.article.map(|article| article.to_string()),
        until: one.until.map(|until| until.to_string()),
        reasons: serde_json::from_str(&one.reasons).unwrap_or(Value::Null),
    });
    Ok(Why { guid: guid.to_string(), source: key.source.to_string(), decisions: reasoned.collect() })
}

/// The item of that guid or id; only the house's own if `own`.
async fn find(ctx: &Ctx, given: &str, own: bool) -> Result<(ItemKey, Guid), Error> {
    let me = &ctx.node.house().me;
    let mut found = match given.parse::<Guid>() {
        Ok(guid) => ctx.node.db().desk_of_guid(&guid).await.map_err(broken)?,
        Err(_) => Vec::new(),
    };
    if let Ok(item) = given.parse::<ItemId>() {
        let key = ItemKey { source: me.clone(), item };
        found.extend(ctx.node.db().desk_of_item(&key).await.map_err(broken)?);
    }
    let mut rows = found.into_iter().map(|listed| listed.row).filter(|row| !own || row.key.source == *me);
    let none = || fault::unreadable("the item", given, &"no item here has this guid or id");
    rows.next().map(|row| (row.key, row.guid)).ok_or_else(none)
}

fn failed(cause: StoreError) -> Error {
    fault::store(NodeError::from(cause))
}

fn broken(cause: DbError) -> Error {
    cause.into()
}

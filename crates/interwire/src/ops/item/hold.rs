//! `hold-list`, `hold-approve` and `hold-stop`: versions of ours that do not go out, and partners' that the house's
//! systems do not get, before a moment or before a person says so; and ours that are not to go out at all.

use super::find;
use super::why::{Decided, decided};
use crate::errors::{Code, Error};
use crate::intake::holds::{approve as let_go, stop as keep_back};
use crate::intake::unsent;
use crate::ops::{Ctx, Nothing, fault};
use serde::{Deserialize, Serialize};

/// Holds that are listed.
const LISTED: usize = 10_000;

/// A version that waits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Held {
    /// Whose item.
    pub source: String,
    /// The item's id.
    pub item: String,
    /// The version.
    pub version: u64,
    /// Under which agreement.
    pub agreement: String,
    /// Until when; none if a person must decide.
    pub until: Option<String>,
    /// Why.
    pub cause: String,
}

/// What waits, those for a person first.
///
/// # Errors
/// If the store fails.
pub async fn list(ctx: &Ctx, _: Nothing) -> Result<Vec<Held>, Error> {
    let mut rows = ctx.node.db().holds(LISTED).await?;
    rows.sort_by_key(|hold| hold.until);
    let held = rows.into_iter().map(|hold| Held {
        source: hold.key.source.to_string(),
        item: hold.key.item.to_string(),
        version: hold.version,
        agreement: hold.agreement.to_string(),
        until: hold.until.map(|at| at.to_string()),
        cause: hold.cause,
    });
    Ok(held.collect())
}

/// What a person lets go.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Approve {
    /// The item: its guid, its id, or the beginning of either.
    pub item: String,
    /// The version; the newest that waits for a person if none is named.
    pub version: Option<u64>,
}

/// Lets a version go that waits for a person. A certain embargo still holds it.
///
/// # Errors
/// If no version of it waits for a person.
pub async fn approve(ctx: &Ctx, input: Approve) -> Result<Vec<Decided>, Error> {
    let key = find::item(ctx, &input.item, false).await?.key;
    let (node, who) = (ctx.node.clone(), ctx.who.clone());
    ctx.step(move |step| {
        let waiting = step.tx.holds_of(&key)?.into_iter().filter(|hold| hold.until.is_none());
        let version = input.version.or(waiting.map(|hold| hold.version).max()).unwrap_or_default();
        let done = let_go(step, node.house(), &key, version, &who)?;
        Ok(done
            .map(|rows| rows.iter().map(decided).collect())
            .map_err(|why| Error::new(Code::OrderNotPossible).with("item", &key.item).with("reason", why.to_string())))
    })
    .await
}

/// What a person keeps from going out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Stop {
    /// The item of ours: its guid, its id, or the beginning of either.
    pub item: String,
    /// The version; the newest that waits if none is named.
    pub version: Option<u64>,
}

/// Stops a version of ours that waits, for a moment, a person or the line: it goes to none of those for whom it waited.
///
/// # Errors
/// If no version of it waits.
pub async fn stop(ctx: &Ctx, input: Stop) -> Result<Vec<Decided>, Error> {
    let key = find::item(ctx, &input.item, true).await?.key;
    let (node, who) = (ctx.node.clone(), ctx.who.clone());
    let unwritten = node.db().unwritten(&key).await.map_err(|e| fault::store(e.into()))?;
    ctx.step(move |step| {
        let newest = step.tx.holds_of(&key)?.into_iter().map(|hold| hold.version);
        let newest = newest.chain(unwritten.into_iter().map(|(_, version)| version)).max();
        let version = input.version.or(newest).unwrap_or_default();
        let mut rows = unsent::keep_back(step, &key, version, &who)?;
        let held = keep_back(step, node.house(), &key, version, &who)?;
        if !held.is_empty() {
            rows = held;
        }
        if rows.is_empty() {
            let reason = "this version does not wait; what is in the journal cannot be taken out of it, but a \
                recall overtakes it";
            return Ok(Err(Error::new(Code::OrderNotPossible).with("item", &key.item).with("reason", reason)));
        }
        Ok(Ok(rows.iter().map(decided).collect()))
    })
    .await
}

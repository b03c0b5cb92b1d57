//! `recall` and `release`: orders about items of ours, and who answered them.

use super::find;
use super::spread::{Has, spread};
use crate::errors::{Code, Error};
use crate::intake::answers::HOUSE_BYTES_MAX;
use crate::intake::recall::{Asked, NotOrdered, order, release as end};
use crate::ops::agreement::act::reason;
use crate::ops::{Ctx, fault};
use crate::store::named::Named;
use crate::store::order_notes::OrderNote;
use interwire_core::protocol::v1::statement::Action;
use serde::{Deserialize, Serialize};

/// What is ordered.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Recall {
    /// The item: its guid, its id, or the beginning of either.
    pub item: String,
    /// correct, withhold or kill; without it nothing is ordered, and it is only told who has the item.
    pub action: Option<String>,
    /// The public reason: a-z, 0-9 and hyphens.
    pub reason: Option<String>,
    /// The newest version it is about; all there are if none is named.
    pub through: Option<u64>,
    /// The item that replaces it.
    pub replaced_by: Option<String>,
    /// Why, for the house alone; no partner is told.
    #[serde(default)]
    pub note: String,
}

/// What came of an order, or would come of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Recalled {
    /// The item's id.
    pub item: String,
    /// Its guid.
    pub guid: Option<String>,
    /// Its newest headline.
    pub headline: Option<String>,
    /// What is ordered about it now: correct, withhold or kill.
    pub in_force: Option<String>,
    /// Who has it, who has answered, and what a person must know of each.
    pub holders: Vec<Has>,
    /// What the house noted beside its orders.
    pub notes: Vec<Noted>,
}

/// What the house noted beside an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// The order.
    pub order: String,
    /// When it was given.
    pub at: String,
    /// Who gave it.
    pub by: String,
    /// Why, for the house.
    pub note: String,
}

/// Gives an order about an item of ours, or tells who has it.
///
/// # Errors
/// If no such item is ours, or something stronger is ordered already.
pub async fn recall(ctx: &Ctx, input: Recall) -> Result<Recalled, Error> {
    let named = find::item(ctx, &input.item, true).await?;
    let Some(word) = &input.action else { return told(ctx, named).await };
    let action: Action = word.parse().map_err(|e| fault::unreadable("the order", word, &e))?;
    let replaced_by = match &input.replaced_by {
        None => None,
        Some(given) => Some(find::item(ctx, given, true).await?.key.item),
    };
    let asked = Asked { action, reason: reason(input.reason.as_deref())?, through: input.through, replaced_by };
    let note = OrderNote { at: ctx.node.now(), action: word.clone(), who: ctx.who.clone(), note: input.note };
    if note.note.len() > HOUSE_BYTES_MAX {
        return Err(fault::unreadable("the note", "it", &format!("it has more than {HOUSE_BYTES_MAX} bytes")));
    }
    let key = named.key.clone();
    ctx.step(move |step| {
        let done = order(step, &key.item, &asked, &note.who)?;
        if done.is_ok() && !note.note.trim().is_empty() {
            step.tx.put_order_note(&key, &OrderNote { at: step.now, ..note })?;
        }
        Ok(done.map_err(|why| refused(&key.item, why)))
    })
    .await?;
    told(ctx, named).await
}

/// Which item is released.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Release {
    /// The item: its guid, its id, or the beginning of either.
    pub item: String,
}

/// Ends the recall of an item of ours.
///
/// # Errors
/// If no such item is ours, or nothing is ordered about it.
pub async fn release(ctx: &Ctx, input: Release) -> Result<Recalled, Error> {
    let named = find::item(ctx, &input.item, true).await?;
    let (item, who) = (named.key.item.clone(), ctx.who.clone());
    ctx.step(move |step| Ok(end(step, &item, &who)?.map_err(|why| refused(&item, why)))).await?;
    told(ctx, named).await
}

fn refused(item: &impl ToString, why: NotOrdered) -> Error {
    Error::new(Code::OrderNotPossible).with("item", item.to_string()).with("reason", why.to_string())
}

async fn told(ctx: &Ctx, named: Named) -> Result<Recalled, Error> {
    use interwire_core::exchange::store::Store;
    let key = named.key.clone();
    let (headline, action) = ctx
        .step(move |step| {
            let newest = step.tx.desk_versions(&key)?.pop();
            let recall = step.tx.item(&key)?.and_then(|item| item.recall);
            Ok(Ok((newest.and_then(|row| row.headline), recall.and_then(|recall| recall.action))))
        })
        .await?;
    let notes = ctx.node.db().order_notes(&named.key).await.map_err(|e| fault::store(e.into()))?;
    let noted = |one: OrderNote| Noted { order: one.action, at: one.at.to_string(), by: one.who, note: one.note };
    Ok(Recalled {
        notes: notes.into_iter().map(noted).collect(),
        holders: spread(ctx, &named.key).await?,
        item: named.key.item.to_string(),
        guid: named.guid,
        headline,
        in_force: action.map(|action| action.word().to_owned()),
    })
}

//! `used`, `use-ended` and `removed`: what the house says about using partners' items. Partners read version, medium,
//! language, time and address; outlet, credit and note stay here.

use super::find;
use super::using::{OneUse, Told, told};
use crate::errors::{Code, Error};
use crate::intake::answers::{self, NotSaid, Use};
use crate::ops::{Ctx, fault};
use crate::store::named::Named;
use crate::store::uses::HouseUse;
use interwire_core::exchange::fold::usable;
use interwire_core::exchange::store::Store;
use interwire_core::ids::ItemKey;
use interwire_core::item::Moment;
use interwire_core::protocol::v1::statement::Answer;
use interwire_core::time::Time;
use serde::{Deserialize, Serialize};

/// A use of a partner's item.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Used {
    /// The item: its guid, its id, or the beginning of either.
    pub item: String,
    /// Whose item, where `item` is its whole id: pages know it.
    pub source: Option<String>,
    /// The version; the newest that is here if none is named.
    pub version: Option<u64>,
    /// In which language (BCP 47); the item's own if none is named.
    pub language: Option<String>,
    /// Where: web, print, broadcast, social, wire or another code; web if none is named.
    pub medium: Option<String>,
    /// Where it can be seen.
    pub address: Option<String>,
    /// Since when; now if not given.
    pub at: Option<String>,
    /// It is told although its source has recalled the item.
    #[serde(default)]
    pub although_recalled: bool,
    /// The outlet, as the house calls it; for the house alone.
    #[serde(default)]
    pub outlet: String,
    /// The credit as it was given there; for the house alone.
    #[serde(default)]
    pub credit: String,
    /// A note; for the house alone.
    #[serde(default)]
    pub note: String,
}

/// Tells the source that an item of its is used.
///
/// # Errors
/// If there is no such version of a partner's item, what is told is not whole, or the item may not be used and nobody
/// has said that they know.
pub async fn used(ctx: &Ctx, input: Used) -> Result<Told, Error> {
    let named = meant(ctx, &input.item, input.source.as_deref()).await?;
    let key = named.key.clone();
    let rows = ctx.step({
        let key = key.clone();
        move |step| Ok(Ok((step.tx.desk_versions(&key)?, step.tx.item(&key)?)))
    });
    let (rows, item) = rows.await?;
    let wanted = input.version.or(rows.last().map(|row| row.version)).unwrap_or_default();
    let row = rows.iter().find(|row| row.version == wanted);
    let language = input.language.filter(|text| !text.is_empty()).or(row.and_then(|row| row.language.clone()));
    let medium = input.medium.filter(|text| !text.is_empty()).unwrap_or_else(|| "web".to_owned());
    let what = Use {
        version: wanted,
        language: language.unwrap_or_else(|| "und".to_owned()),
        medium: medium.parse().map_err(|e| fault::unreadable("the medium", &medium, &e))?,
        address: input.address.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()),
        since: moment(input.at.as_deref())?,
        although_recalled: input.although_recalled,
        house: HouseUse { outlet: input.outlet, credit: input.credit, note: input.note, ..HouseUse::default() },
    };
    let before = told(ctx, &named).await?;
    if before.uses.iter().any(|one| one.by_us && one.until.is_none() && same(one, &what)) {
        return Err(not_possible(&key, "this very use was told before, and goes on"));
    }
    let recall = item.and_then(|item| item.recall);
    let free = row.is_none_or(|row| usable(row.pub_status, wanted, recall.as_ref()));
    let order = recall.and_then(|recall| recall.action).map_or("withheld", |action| action.word());
    let who = ctx.who.clone();
    let done = ctx.step({
        let key = key.clone();
        move |step| Ok(Ok(answers::used(step, &key, &what, &who)?))
    });
    match done.await? {
        Ok(_) => {}
        Err(NotSaid::NotUsable) => {
            return Err(Error::new(Code::UseOfRecalled).with("item", &key.item).with("order", order));
        }
        Err(why) => return Err(not_possible(&key, why)),
    }
    let warning = (!free).then(|| order.to_owned());
    Ok(Told { warning, ..told(ctx, &named).await? })
}

/// Told twice by one mistake: the same in all that tells uses apart.
fn same(one: &OneUse, what: &Use) -> bool {
    let since = what.since.map(|since| since.to_string());
    one.version == what.version
        && one.medium == what.medium.to_string()
        && one.language == what.language
        && one.address == what.address
        && one.house.as_ref().map_or("", |house| &house.outlet) == what.house.outlet
        && since.is_none_or(|since| since == one.since)
}

/// Which use ends.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct UseEnded {
    /// The item: its guid, its id, or the beginning of either.
    pub item: String,
    /// Whose item, where `item` is its whole id: pages know it.
    pub source: Option<String>,
    /// The use: its mark, the beginning of it, its address or its outlet. The only one that runs, if none is named.
    pub which: Option<String>,
    /// All that run.
    #[serde(default)]
    pub all: bool,
    /// Until when; now if not given.
    pub at: Option<String>,
    /// It was told by mistake: it ends when it began.
    #[serde(default)]
    pub mistake: bool,
}

/// Tells the source that uses of its item have ended.
///
/// # Errors
/// If none or several uses of ours are meant.
pub async fn use_ended(ctx: &Ctx, input: UseEnded) -> Result<Told, Error> {
    let named = meant(ctx, &input.item, input.source.as_deref()).await?;
    let key = named.key.clone();
    let me = ctx.node.house().me.clone();
    let at = moment(input.at.as_deref())?;
    let shown = told(ctx, &named).await?;
    let running: Vec<&OneUse> = shown.uses.iter().filter(|one| one.by_us && one.until.is_none()).collect();
    let ending: Vec<&OneUse> = match &input.which {
        Some(which) => running.into_iter().filter(|one| is_meant(one, which)).collect(),
        None => running,
    };
    match ending.as_slice() {
        [] => return Err(not_possible(&key, NotSaid::NoSuchUse)),
        [_] => {}
        _ if input.all => {}
        several => {
            let names: Vec<String> = several.iter().map(|one| one.name()).collect();
            let given = input.which.as_deref().unwrap_or(&input.item);
            return Err(Error::new(Code::Ambiguous).with("given", given).with("candidates", names.join(", ")));
        }
    }
    let marks: Vec<String> = ending.iter().map(|one| one.mark.clone()).collect();
    let said = ctx.node.db().uses(&key, &me).await.map_err(|e| fault::store(e.into()))?;
    let said: Vec<_> =
        said.into_iter().filter(|one| one.by == me && one.runs() && marks.contains(&one.mark().to_string())).collect();
    let (who, mistake) = (ctx.who.clone(), input.mistake);
    let done = ctx.step(move |step| {
        for one in said {
            let until = if mistake { one.used.since } else { at.unwrap_or(step.now.max(one.used.since)) };
            if let Err(why) = answers::use_ended(step, &one, until, &who)? {
                return Ok(Err(not_possible(&key, why)));
            }
        }
        Ok(Ok(()))
    });
    done.await?;
    told(ctx, &named).await
}

fn is_meant(one: &OneUse, which: &str) -> bool {
    let outlet = one.house.as_ref().map(|house| house.outlet.as_str());
    one.mark.starts_with(which) || one.address.as_deref() == Some(which) || outlet == Some(which)
}

/// Of which recalled item nothing is left.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Removed {
    /// The item: its guid, its id, or the beginning of either.
    pub item: String,
    /// Whose item, where `item` is its whole id: pages know it.
    pub source: Option<String>,
    /// It never was in anything that the house published.
    #[serde(default)]
    pub unused: bool,
}

/// Answers a recall: the item is gone from everything that the house published, or never was in it.
///
/// # Errors
/// If it is no recalled item of a partner, or the house has told uses of it that run.
pub async fn removed(ctx: &Ctx, input: Removed) -> Result<Told, Error> {
    let named = meant(ctx, &input.item, input.source.as_deref()).await?;
    let running = told(ctx, &named).await?.uses.iter().filter(|one| one.by_us && one.until.is_none()).count();
    if running > 0 {
        return Err(not_possible(&named.key, format!("uses of ours still run: {running}; end them first")));
    }
    let answer = if input.unused { Answer::Unused } else { Answer::Removed };
    let done = answers::removed(&ctx.node, &named.key, answer, &ctx.who).await.map_err(fault::store)?;
    done.map_err(|why| not_possible(&named.key, why))?;
    told(ctx, &named).await
}

/// The item that is meant. By its whole name no other party can have another of the same beginning.
async fn meant(ctx: &Ctx, item: &str, source: Option<&str>) -> Result<Named, Error> {
    let Some(source) = source else { return find::item(ctx, item, false).await };
    let whole = || Some(ItemKey { source: source.parse().ok()?, item: item.parse().ok()? });
    let key = whole().ok_or_else(|| Error::new(Code::ItemUnknown).with("given", item))?;
    Ok(Named { key, guid: None })
}

fn not_possible(key: &ItemKey, why: impl ToString) -> Error {
    Error::new(Code::UseNotPossible).with("item", &key.item).with("reason", why.to_string())
}

fn moment(text: Option<&str>) -> Result<Option<Time>, Error> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let wrong = || fault::unreadable("the moment", text, &"a moment looks like 2026-11-30T14:00:00+07:00");
    Moment::new(text).time().map(Some).ok_or_else(wrong)
}

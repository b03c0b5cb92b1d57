//! `proof`: a dossier of a version, the one file by which anybody can verify where it came from.

use super::find;
use crate::errors::{Code, Error};
use crate::node::Step;
use crate::ops::{Ctx, fault};
use interwire_core::dossier::{Dossier, Entry, to_bytes};
use interwire_core::exchange::store::{Store, Stored};
use interwire_core::ids::{ItemKey, Position};
use interwire_core::journal::proof::inclusion;
use interwire_core::protocol::v1::statement::{Body, Published, Statement};
use serde::{Deserialize, Serialize};

/// Which version.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Proof {
    /// The item: its guid, its id, or the beginning of either.
    pub item: String,
    /// The version; the newest that is here if none is named.
    pub version: Option<u64>,
}

/// A dossier.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Proven {
    /// What to call the file.
    pub name: String,
    /// The file.
    pub text: String,
}

/// Makes a dossier of a version.
///
/// # Errors
/// If something that belongs into it is not here.
pub async fn proof(ctx: &Ctx, input: Proof) -> Result<Proven, Error> {
    let named = find::item(ctx, &input.item, false).await?;
    let (key, dossier) = (named.key.clone(), dossier(ctx, &named.key, input.version).await?);
    let wrong = |why| not_here(&key, why);
    let Some((version, _)) = about(&dossier) else { return Err(wrong("its statement cannot be read")) };
    let text = String::from_utf8(to_bytes(&dossier)).map_err(|_| wrong("its bytes are no text"))?;
    Ok(Proven { name: file_name(&key, version), text })
}

/// What a dossier's file is called.
#[must_use]
pub fn file_name(key: &ItemKey, version: u64) -> String {
    format!("{}-{}-v{version}.dossier.txt", key.source, key.item)
}

/// The version that a dossier is about.
fn about(dossier: &Dossier) -> Option<(u64, Published)> {
    dossier.entries.iter().find_map(|entry| match Statement::from_bytes(&entry.statement).ok()?.body {
        Body::Published(published) => Some((published.version, published)),
        _ => None,
    })
}

/// The parts of a dossier of a version; of the newest that is here if none is named.
///
/// # Errors
/// If something that belongs into it is not here.
pub async fn dossier(ctx: &Ctx, key: &ItemKey, version: Option<u64>) -> Result<Dossier, Error> {
    let said = ctx.node.db().said_about(key).await.map_err(|e| fault::store(e.into()))?;
    let is_order = |body: &Body| matches!(body, Body::Recalled(_) | Body::Released(_));
    let orders: Vec<Position> =
        said.into_iter().filter(|one| is_order(&one.statement.body)).map(|one| one.position).collect();
    let key = key.clone();
    ctx.step(move |step| {
        let newest = step.tx.item(&key)?.and_then(|item| item.current);
        let row = version.or(newest).map(|version| step.tx.version(&key, version)).transpose()?.flatten();
        let Some(row) = row else { return Ok(Err(not_here(&key, "no such version has come"))) };
        let made = make(step, &row.position, &orders)?;
        Ok(made.map_err(|why| not_here(&key, why)))
    })
    .await
}

fn not_here(key: &ItemKey, why: &str) -> Error {
    Error::new(Code::NoDossier).with("item", &key.item).with("reason", why)
}

/// Puts a dossier together, or says what it lacks.
fn make(step: &mut Step, at: &Position, orders: &[Position]) -> Stored<Result<Dossier, &'static str>> {
    let Some(main) = entry(step, at)? else { return Ok(Err("no signed head covers its statement yet")) };
    let Ok(Statement { body: Body::Published(published), at: written, .. }) = Statement::from_bytes(&main.statement)
    else {
        return Ok(Err("its statement cannot be read"));
    };
    let Some(deal) = step.machine.deals().get(&at.journal.agreement) else {
        return Ok(Err("its agreement is not here"));
    };
    let running = deal.life.in_force_version(written).filter(|hash| deal.versions.contains_key(hash));
    let version = running.or_else(|| deal.versions.keys().next_back().copied());
    let Some(version) = version else { return Ok(Err("its agreement is not here")) };
    let Some(agreement) = step.tx.blob(&version)? else { return Ok(Err("its agreement is not here")) };
    let Some(document) = step.tx.blob(&published.doc.hash)? else { return Ok(Err("its document is not here")) };
    let (mut pages, mut entries) = (Vec::new(), Vec::new());
    for row in step.tx.life(&at.journal.agreement)? {
        let Ok(statement) = Statement::from_bytes(&row.bytes) else { continue };
        let page = match &statement.body {
            Body::Keys { .. } => None,
            Body::Signed { agreement_version, page, .. } if *agreement_version == version => Some(page.hash),
            _ => continue,
        };
        entries.extend(entry(step, &row.position)?);
        if let Some(page) = page {
            pages.extend(step.tx.blob(&page)?);
        }
    }
    entries.push(main);
    for order in orders.iter().filter(|order| order.journal.agreement == at.journal.agreement) {
        entries.extend(entry(step, order)?);
    }
    Ok(Ok(Dossier { agreement, pages, entries, document }))
}

/// A statement with the proof of its place under the newest signed head of which all entries are held.
fn entry(step: &mut Step, at: &Position) -> Stored<Option<Entry>> {
    let Some(row) = step.tx.journal(&at.journal)? else { return Ok(None) };
    let Some(head) = row.head.filter(|_| row.head_size > at.index) else { return Ok(None) };
    let statement = step.tx.entries(&at.journal, at.index, 1, usize::MAX)?.into_iter().next();
    let path = inclusion(at.index, row.head_size, |tile| step.tx.tile(&at.journal, tile));
    let path = path.map_err(crate::store::tx::failed)?;
    Ok(statement.map(|statement| Entry { statement, index: at.index, path, head }))
}

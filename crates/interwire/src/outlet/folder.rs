//! A folder into which the node writes what partners send: new versions, corrections, kills. Events are written in
//! their order, each file whole before it has its name, and the cursor moves after; a start in between writes the same
//! names again with the same content.
//!
//! `NNNNNNNN-ITEM-vVERSION.FORMAT.EXT` is a version that may be used, `...-vVERSION-embargoed.FORMAT.EXT` one that may
//! not yet, `...-mN-HASH.EXT` its media, `NNNNNNNN-ORDER-ITEM.json` an order (kill, withhold, correct, release).
//! NNNNNNNN is the cursor and ITEM stands for source and guid. A kill or withhold removes the files of the item.

use super::write::{self, WriteFailed};
use crate::config::Embargoed;
use crate::intake::letters::letter;
use crate::node::{Node, NodeError};
use crate::store::intake::DeadLetter;
use crate::store::outlet::{OutletEvent, OutletKind};
use crate::store::tx::failed;
use interwire_core::exchange::machine::Effect;
use interwire_core::exchange::store::Store;
use interwire_core::ids::{Guid, Hash, ItemKey};
use interwire_core::item::{Item, Limits};
use interwire_core::protocol::v1::item::read_document;
use interwire_core::protocol::v1::statement::Action;
use interwire_core::time::Time;
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Events written between two moves of the cursor.
const BATCH: usize = 100;
/// Without news, look again after this.
const ROUND: Duration = Duration::from_secs(5);

/// A folder to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Its name: the cursor's.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// In which formats.
    pub formats: Vec<String>,
    /// What of items under an embargo.
    pub embargoed: Embargoed,
}

/// Writes what comes until `stop`.
pub async fn run(node: Node, folder: Folder, stop: CancellationToken) {
    let mut effects = node.effects();
    loop {
        match write_some(&node, &folder).await {
            Ok(count) if count >= BATCH => continue,
            Ok(_) => {}
            Err(e) => tracing::warn!(outlet = folder.name, cause = %e, "the outlet cannot be written"),
        }
        let news = async {
            while let Ok(effect) = effects.recv().await {
                if matches!(effect, Effect::Arrived(..) | Effect::Recalled(_) | Effect::Released(_)) {
                    break;
                }
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tokio::time::timeout(ROUND, news) => {}
        }
    }
}

/// Writes the next events; returns how many.
///
/// # Errors
/// If the store fails, or the folder cannot be written; then the cursor stays before that event.
pub async fn write_some(node: &Node, folder: &Folder) -> Result<usize, NodeError> {
    let cursor = format!("folder:{}", folder.name);
    let name = cursor.clone();
    let after = node.step(move |step| step.tx.outlet_cursor(&name)).await?;
    let events = node.db().outlet_events(after, BATCH).await.map_err(failed)?;
    let mut last = None;
    let mut outcome = Ok(events.len());
    for event in &events {
        if let Err(e) = write_event(node, folder, event).await {
            outcome = Err(e);
            break;
        }
        last = Some(event.seq);
    }
    if let Some(seq) = last {
        write::sync_folder(&folder.path).await.map_err(failed)?;
        node.step(move |step| step.tx.put_outlet_cursor(&cursor, seq, step.now)).await?;
    }
    outcome
}

/// What the folder must show of an event.
struct Shown {
    guid: Guid,
    /// An embargo stands, whatever the event says.
    held: bool,
    version: Option<Version>,
}

/// A version that is written.
struct Version {
    number: u64,
    doc: Hash,
    item: Item,
    /// When it came here.
    came: Time,
}

async fn write_event(node: &Node, folder: &Folder, event: &OutletEvent) -> Result<(), NodeError> {
    if event.key.source == node.house().me {
        return Ok(());
    }
    let Some(shown) = shown(node, event).await? else { return Ok(()) };
    let name = item_name(&event.key, &shown.guid);
    let stops = matches!(event.action, Some(Action::Kill | Action::Withhold));
    if event.kind == OutletKind::Recalled && stops {
        write::remove_files(&folder.path, &format!("-{name}-v")).await.map_err(failed)?;
    }
    if matches!(event.kind, OutletKind::Recalled | OutletKind::Released) {
        let order = event.action.map_or("release", Action::word);
        let text = json!({
            "order": order,
            "reason": event.reason.as_ref().map(|reason| reason.as_str()),
            "source": event.key.source.as_str(),
            "item": event.key.item.as_str(),
            "guid": shown.guid.as_str(),
            "through": event.version,
            "at": event.at.to_string(),
        });
        let file = folder.path.join(format!("{:08}-{order}-{name}.json", event.seq));
        write::whole(&file, text.to_string().as_bytes()).await.map_err(failed)?;
    }
    let Some(Version { number, doc, item, came }) = shown.version else { return Ok(()) };
    // Whoever comes late finds the version at the event `freed`.
    let early = shown.held || event.kind == OutletKind::Embargoed;
    if early && folder.embargoed == Embargoed::Hold {
        return Ok(());
    }
    let mark = if early { "-embargoed" } else { "" };
    let stem = format!("{:08}-{name}-v{number}{mark}", event.seq);
    match write::item(node, &folder.path, &stem, &folder.formats, item, came).await {
        Ok(()) => Ok(()),
        Err(WriteFailed::File(e)) => Err(failed(e).into()),
        Err(WriteFailed::Format(refused)) => {
            let why: Vec<String> = refused.iter().map(ToString::to_string).collect();
            bury(node, folder, event, doc, why.join("; ")).await
        }
    }
}

/// The item as it may be shown now: nothing of it if it is recalled, not usable, or only an order is told.
async fn shown(node: &Node, event: &OutletEvent) -> Result<Option<Shown>, NodeError> {
    let (key, kind, version) = (event.key.clone(), event.kind, event.version);
    node.step(move |step| {
        let (versions, held) = (step.tx.desk_versions(&key)?, !step.tx.holds_of(&key)?.is_empty());
        let row = step.tx.item(&key)?;
        let Some(guid) = versions.first().map(|row| row.guid.clone()) else { return Ok(None) };
        let number = match kind {
            OutletKind::Version | OutletKind::Correction | OutletKind::Embargoed | OutletKind::Freed => version,
            OutletKind::Released => row.as_ref().and_then(|row| row.current),
            OutletKind::Recalled => None,
        };
        let recall = row.and_then(|row| row.recall);
        let chosen = versions.into_iter().find(|row| Some(row.version) == number);
        let chosen = chosen.filter(|row| {
            interwire_core::exchange::fold::usable(row.pub_status, row.version, recall.as_ref()) && !row.test
        });
        let Some(desk) = chosen else { return Ok(Some(Shown { guid, held, version: None })) };
        let bytes = step.tx.blob(&desk.doc)?;
        let document = bytes.and_then(|bytes| read_document(&bytes, &Limits::default()).ok());
        let version = document.map(|document| Version {
            number: desk.version,
            doc: desk.doc,
            item: document.item,
            came: desk.arrived_at,
        });
        Ok(Some(Shown { guid, held, version }))
    })
    .await
}

/// An item's name in file names: the same for all its versions, whatever is in its guid.
fn item_name(key: &ItemKey, guid: &Guid) -> String {
    let hash = Hash::of(format!("{}\n{guid}", key.source).as_bytes()).to_string();
    hash.chars().take(16).collect()
}

/// A version that a format cannot carry is for a person; the outlet goes on.
async fn bury(node: &Node, folder: &Folder, event: &OutletEvent, doc: Hash, why: String) -> Result<(), NodeError> {
    let message = format!("outlet {} cannot write event {}: {why}", folder.name, event.seq);
    let party = Some(event.key.source.clone());
    node.step(move |step| {
        let next_step = "Fetch the item by the API or read it on its page; choose another format for this outlet.";
        let letter = letter(step, "not_written", message, next_step);
        let letter = DeadLetter { party, blob: Some(doc), ..letter };
        step.tx.put_dead_letter(&letter).map(|_| ())
    })
    .await
}

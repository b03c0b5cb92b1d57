//! Asks every version that arrives which saved searches it is for, and writes down whom to tell. The cursor moves in the
//! same transaction, so nobody is told twice and nobody is forgotten.

use super::Standing;
use crate::intake::document;
use crate::node::{Node, NodeError};
use crate::store::alerts_out::{AlertKind, AlertRow, AlertState, Channel};
use crate::store::desk::Listed;
use crate::store::outlet::{OutletEvent, OutletKind};
use crate::store::tx::{Tx, failed};
use interwire_core::exchange::fold::usable;
use interwire_core::exchange::machine::Effect;
use interwire_core::exchange::store::Stored;
use interwire_core::ids::ItemKey;
use interwire_core::query::{News, Scratch};
use interwire_core::time::Time;
use interwire_formats::mediatopics;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The setting with the last event that was looked at.
pub const CURSOR: &str = "alerts.events";
/// Events that are looked at between two moves of the cursor.
const BATCH: usize = 100;
/// Without news, look again after this.
const ROUND: Duration = Duration::from_secs(2);
/// After a failure, try again after this.
const AGAIN: Duration = Duration::from_secs(2);

/// Follows the node until `stop`.
pub(super) async fn run(node: Node, standing: Arc<Standing>, stop: CancellationToken) {
    let mut effects = node.effects();
    while let Err(e) = standing.load(node.db()).await {
        if node.db().is_closed() {
            return;
        }
        tracing::error!(cause = %e, "the saved searches cannot be read yet");
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(AGAIN) => {}
        }
    }
    let mut scratch = Scratch::new();
    loop {
        match ring_some(&node, &standing, &mut scratch).await {
            Ok(count) if count >= BATCH => continue,
            Ok(_) => {}
            Err(_) if node.db().is_closed() => return,
            Err(e) => tracing::warn!(cause = %e, "what arrived could not be held against saved searches"),
        }
        let news = async {
            while let Ok(effect) = effects.recv().await {
                if matches!(effect, Effect::Arrived(..) | Effect::Recalled(_)) {
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

/// What is to be written down of an event.
enum Entry {
    /// These searches take the version; the channels that hear of it now.
    Taken(ItemKey, u64, Vec<(i64, Channel)>),
    /// The item was taken back.
    Recalled(ItemKey),
}

/// Looks at the next events; returns how many. The first look of a node begins with what comes after it.
pub(super) async fn ring_some(node: &Node, standing: &Standing, scratch: &mut Scratch) -> Result<usize, NodeError> {
    let kept = node.db().setting(CURSOR).await.map_err(failed)?;
    let Some(after) = kept.and_then(|text| text.parse().ok()) else {
        let (_, newest) = node.db().newest_of_desk().await.map_err(failed)?;
        node.step(move |step| step.tx.put_setting(CURSOR, &newest.to_string())).await?;
        return Ok(0);
    };
    let events = node.db().outlet_events(after, BATCH).await.map_err(failed)?;
    let Some(last) = events.last().map(|event| event.seq) else { return Ok(0) };
    let count = events.len();
    let mut entries = Vec::new();
    for event in events.into_iter().filter(|event| event.key.source != node.house().me) {
        entries.extend(look(node, standing, scratch, event).await?);
    }
    node.step(move |step| {
        for entry in entries {
            write_down(step.tx, entry, step.now)?;
        }
        step.tx.put_setting(CURSOR, &last.to_string())
    })
    .await?;
    Ok(count)
}

async fn look(
    node: &Node,
    standing: &Standing,
    scratch: &mut Scratch,
    event: OutletEvent,
) -> Result<Option<Entry>, NodeError> {
    // What may not be used yet is shown on the board; it leaves the house by no mail before its moment.
    let channels: &[Channel] = match event.kind {
        OutletKind::Version | OutletKind::Correction => &[Channel::Board, Channel::Mail, Channel::Hook],
        OutletKind::Embargoed => &[Channel::Board],
        OutletKind::Freed => &[Channel::Mail, Channel::Hook],
        OutletKind::Recalled => return Ok(Some(Entry::Recalled(event.key))),
        OutletKind::Released => return Ok(None),
    };
    let Some(listed) = newest(node, &event).await? else { return Ok(None) };
    let Some(item) = document::item_of(node.db(), &listed.row.doc).await? else { return Ok(None) };
    let services: Vec<String> = listed.row.service.iter().cloned().collect();
    let source = Some(event.key.source.as_str());
    let news = News { item: &item, source, services: &services, above: &mediatopics::above };
    let taken = standing.takes(&news, scratch).into_iter().filter_map(|id| standing.get(id));
    let told = taken.flat_map(|saved| {
        let row = saved.row.clone();
        let wants = move |channel: &&Channel| match channel {
            Channel::Board => row.on_board,
            Channel::Mail => row.mail.is_some(),
            Channel::Hook => row.hook.is_some(),
        };
        let id = saved.row.id;
        channels.iter().filter(wants).map(move |channel| (id, *channel)).collect::<Vec<_>>()
    });
    Ok(Some(Entry::Taken(event.key.clone(), listed.row.version, told.collect())))
}

/// The version of an event, unless a newer one has come or it may not be used.
async fn newest(node: &Node, event: &OutletEvent) -> Result<Option<Listed>, NodeError> {
    let versions = node.db().desk_of_item(&event.key).await.map_err(failed)?;
    let newest = versions.into_iter().find(|one| !one.row.test);
    Ok(newest.filter(|one| {
        Some(one.row.version) == event.version && usable(one.row.pub_status, one.row.version, one.recall.as_ref())
    }))
}

fn write_down(tx: &mut Tx, entry: Entry, now: Time) -> Stored<()> {
    match entry {
        Entry::Taken(key, version, told) => {
            let known = tx.alerts_about(&key)?;
            for (search, channel) in told {
                let same = |one: &AlertRow| one.search == search && one.channel == channel && one.version == version;
                if !known.iter().any(same) && hears(tx, search, channel)? {
                    tx.put_alert(&alert(search, channel, AlertKind::Version, &key, version, now))?;
                }
            }
        }
        Entry::Recalled(key) => recalled(tx, &key, now)?,
    }
    Ok(())
}

/// Whether a search still tells on a channel: it may have been removed while it was asked, and to people who may not
/// log in any more nothing is sent.
fn hears(tx: &mut Tx, search: i64, channel: Channel) -> Stored<bool> {
    let Some(search) = tx.search(search)? else { return Ok(false) };
    Ok(channel == Channel::Board || tx.user(&search.owner)?.is_some_and(|owner| !owner.disabled))
}

/// Whoever was told outside of the board is told that it is taken back; whoever was not told yet never is.
fn recalled(tx: &mut Tx, key: &ItemKey, now: Time) -> Stored<()> {
    let known = tx.alerts_about(key)?;
    for one in known.iter().filter(|one| one.what == AlertKind::Version && one.channel != Channel::Board) {
        match one.state {
            AlertState::Waiting | AlertState::Failed => {
                let cause = Some("it was taken back before it was told".to_owned());
                let dropped =
                    AlertRow { state: AlertState::Dropped, next_at: None, cause, closed_at: Some(now), ..one.clone() };
                tx.put_alert(&dropped)?;
            }
            AlertState::Told => {
                let again = |other: &AlertRow| {
                    let same = (other.search, other.channel) == (one.search, one.channel);
                    same && other.what == AlertKind::Recalled && other.id > one.id
                };
                let newest = known.iter().rfind(|other| {
                    (other.search, other.channel, other.what) == (one.search, one.channel, AlertKind::Version)
                });
                if !known.iter().any(again) && newest.is_some_and(|newest| newest.id == one.id) {
                    tx.put_alert(&alert(one.search, one.channel, AlertKind::Recalled, key, one.version, now))?;
                }
            }
            AlertState::Dropped => {}
        }
    }
    Ok(())
}

/// A new alert. The board needs nobody to carry it.
fn alert(search: i64, channel: Channel, what: AlertKind, key: &ItemKey, version: u64, now: Time) -> AlertRow {
    let shown = channel == Channel::Board;
    AlertRow {
        id: 0,
        search,
        channel,
        what,
        key: key.clone(),
        version,
        at: now,
        state: if shown { AlertState::Told } else { AlertState::Waiting },
        attempts: 0,
        next_at: (!shown).then_some(now),
        cause: None,
        closed_at: shown.then_some(now),
        closed_by: None,
    }
}

//! Tells alerts: those that are due, grouped by search and channel, each group by itself. What failed is tried again
//! after longer and longer waits, visibly; what was refused, or failed too often, waits for a person.

use super::{Standing, Ways, hook};
use crate::node::{Node, NodeError};
use crate::store::alerts_out::{AlertKind, AlertRow, AlertState, Channel};
use crate::store::desk::DeskRow;
use crate::store::searches::SearchRow;
use crate::store::tx::failed;
use crate::transport::send_error::SendCause;
use bytes::Bytes;
use futures::StreamExt;
use interwire_core::exchange::fold::usable;
use interwire_core::protocol::v1::statement::PubStatus;
use interwire_core::time::Time;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Between two looks for alerts that are due.
const ROUND: Duration = Duration::from_secs(1);
/// Alerts that are looked at in one round.
const DUE_MAX: usize = 1_000;
/// Alerts of one search on one channel in one round, so that none keeps the others waiting; they go into one mail.
const TOGETHER_MAX: usize = 50;
/// Between two mails of one search, in ms: what comes meanwhile goes into the next.
const MAIL_GAP_MS: i64 = 60_000;
/// Groups that are told at once.
const AT_ONCE: usize = 4;
/// Alerts that are kept; older ones are forgotten when they are closed.
const KEPT_MAX: usize = 20_000;
/// Waits between attempts, in ms; after the last one a person decides.
const WAITS_MS: [i64; 8] = [10_000, 60_000, 300_000, 900_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000];

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken.
    Told,
    /// It may be taken later.
    Again(String),
    /// It is not taken, and would not be later.
    Refused(String),
}

/// Tells what is due until `stop`.
pub(super) async fn run(node: Node, standing: Arc<Standing>, ways: Ways, stop: CancellationToken) {
    let mut mailed = BTreeMap::new();
    loop {
        match send_due(&node, &standing, &ways, &mut mailed).await {
            Ok(()) => {}
            Err(_) if node.db().is_closed() => return,
            Err(e) => tracing::warn!(cause = %e, "alerts could not be told"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(ROUND) => {}
        }
    }
}

/// Alerts of one search on one channel, and the search.
struct Group {
    search: Arc<super::standing::Saved>,
    channel: Channel,
    alerts: Vec<AlertRow>,
}

/// One round. `mailed` says when each search was mailed last.
pub(super) async fn send_due(
    node: &Node,
    standing: &Standing,
    ways: &Ways,
    mailed: &mut BTreeMap<i64, Time>,
) -> Result<(), NodeError> {
    let now = node.now();
    let due = node.db().alerts_due(now, TOGETHER_MAX, DUE_MAX).await.map_err(failed)?;
    let mut groups = BTreeMap::<(i64, Channel), Group>::new();
    let mut orphans = Vec::new();
    for alert in due {
        let Some(search) = standing.get(alert.search) else {
            orphans.push(alert);
            continue;
        };
        let (channel, key) = (alert.channel, (alert.search, alert.channel));
        let last = mailed.get(&alert.search).filter(|_| channel == Channel::Mail);
        if last.is_some_and(|last| now.since(*last) < MAIL_GAP_MS) {
            continue;
        }
        let group = groups.entry(key).or_insert_with(|| Group { search, channel, alerts: Vec::new() });
        group.alerts.push(alert);
    }
    if !orphans.is_empty() {
        note(node, orphans, Outcome::Refused("its search cannot be asked any more".to_owned())).await?;
    }
    for (search, _) in groups.keys().filter(|(_, channel)| *channel == Channel::Mail) {
        mailed.insert(*search, now);
    }
    let told = futures::stream::iter(groups.into_values().map(|group| tell(node, ways, group)));
    let told: Vec<Result<(), NodeError>> = told.buffer_unordered(AT_ONCE).collect().await;
    told.into_iter().collect::<Result<Vec<()>, _>>()?;
    node.step(|step| step.tx.trim_alerts(KEPT_MAX, DUE_MAX)).await?;
    Ok(())
}

async fn tell(node: &Node, ways: &Ways, group: Group) -> Result<(), NodeError> {
    match group.channel {
        Channel::Mail => {
            let outcome = mail(node, ways, &group).await?;
            note(node, group.alerts, outcome).await
        }
        Channel::Hook => {
            for alert in group.alerts {
                let outcome = post(node, ways, &group.search.row, &alert).await?;
                let go_on = outcome == Outcome::Told;
                note(node, vec![alert], outcome).await?;
                // They are told in order; what follows waits for this one.
                if !go_on {
                    break;
                }
            }
            Ok(())
        }
        Channel::Board => note(node, group.alerts, Outcome::Told).await,
    }
}

/// Writes down what came of it, unless a person has meanwhile put it away.
async fn note(node: &Node, alerts: Vec<AlertRow>, outcome: Outcome) -> Result<(), NodeError> {
    node.step(move |step| {
        for alert in &alerts {
            let Some(alert) = step.tx.alert(alert.id)?.filter(|one| one.state == AlertState::Waiting) else { continue };
            step.tx.put_alert(&after(alert, &outcome, step.now))?;
        }
        Ok(())
    })
    .await
}

/// An alert after an attempt.
fn after(alert: AlertRow, outcome: &Outcome, now: Time) -> AlertRow {
    let attempts = alert.attempts + 1;
    let closed =
        |state, cause| AlertRow { state, attempts, next_at: None, cause, closed_at: Some(now), ..alert.clone() };
    match outcome {
        Outcome::Told => closed(AlertState::Told, None),
        Outcome::Refused(cause) => closed(AlertState::Failed, Some(cause.clone())),
        Outcome::Again(cause) => {
            let wait = usize::try_from(alert.attempts).ok().and_then(|nth| WAITS_MS.get(nth));
            match wait {
                None => closed(AlertState::Failed, Some(cause.clone())),
                Some(wait) => {
                    AlertRow { attempts, next_at: Some(now.plus_ms(*wait)), cause: Some(cause.clone()), ..alert }
                }
            }
        }
    }
}

/// What the desk says of the version of an alert; `None` if its headline must not leave the house any more.
async fn row_of(node: &Node, alert: &AlertRow) -> Result<Option<DeskRow>, NodeError> {
    let versions = node.db().desk_of_item(&alert.key).await.map_err(failed)?;
    let found = versions.into_iter().find(|one| one.row.version == alert.version);
    let shown = found.filter(|one| usable(PubStatus::Usable, one.row.version, one.recall.as_ref()));
    Ok(shown.map(|one| one.row))
}

/// Where people read the item.
fn link(node: &Node, alert: &AlertRow) -> Option<String> {
    let base = node.house().base_url.as_deref()?.trim_end_matches('/');
    Some(format!("{base}/items/{}/{}", alert.key.source, alert.key.item))
}

async fn mail(node: &Node, ways: &Ways, group: &Group) -> Result<Outcome, NodeError> {
    let search = &group.search.row;
    let (Some(server), Some(to), Some(first)) = (&ways.mail, &search.mail, group.alerts.first()) else {
        let cause = "the settings name no mail server ([mail]), or the search has no address any more";
        return Ok(Outcome::Refused(cause.to_owned()));
    };
    let (mut body, mut subject) = (String::new(), String::new());
    for alert in &group.alerts {
        let row = row_of(node, alert).await?;
        let headline = row.as_ref().and_then(|row| row.headline.as_deref()).unwrap_or("(no headline)");
        let line = match (alert.what, &row) {
            (AlertKind::Recalled, _) => "TAKEN BACK BY ITS SOURCE: do not use what was told before.".to_owned(),
            (AlertKind::Version, None) => "It was taken back by its source: do not use it.".to_owned(),
            (AlertKind::Version, Some(_)) => headline.to_owned(),
        };
        if subject.is_empty() {
            subject.clone_from(&line);
        }
        let language = row.as_ref().and_then(|row| row.language.as_deref()).unwrap_or("");
        // Writing to a text cannot fail.
        let _ = writeln!(body, "{line}\n{} {language} v{}, {}", alert.key.source, alert.version, alert.at);
        let _ = writeln!(body, "{}\n", link(node, alert).unwrap_or_default());
    }
    let _ = write!(body, "-- \nSearch \"{}\" of {}: {}\n", search.name, search.owner, search.query);
    let more = if group.alerts.len() > 1 { format!(" (+{})", group.alerts.len() - 1) } else { String::new() };
    let id = format!("alert-{}-{}", first.id, first.at.ms());
    Ok(server.send(to, &id, &format!("[{}] {subject}{more}", search.name), body).await)
}

/// The body of a webhook: names and addresses; the headline only while it may be used.
fn payload(node: &Node, search: &SearchRow, alert: &AlertRow, row: Option<&DeskRow>) -> Vec<u8> {
    let kind = match alert.what {
        AlertKind::Version => "item.version",
        AlertKind::Recalled => "item.recalled",
    };
    let body = json!({
        "type": kind,
        "timestamp": alert.at.to_string(),
        "data": {
            "search": {"id": search.id, "name": search.name, "query": search.query},
            "source": alert.key.source.as_str(),
            "item": alert.key.item.as_str(),
            "version": alert.version,
            "guid": row.map(|row| row.guid.as_str()),
            "headline": row.and_then(|row| row.headline.as_deref()),
            "language": row.and_then(|row| row.language.as_deref()),
            "urgency": row.and_then(|row| row.urgency),
            "address": link(node, alert),
        },
    });
    body.to_string().into_bytes()
}

async fn post(node: &Node, ways: &Ways, search: &SearchRow, alert: &AlertRow) -> Result<Outcome, NodeError> {
    let (Some(url), Some(secret)) = (&search.hook, &search.hook_secret) else {
        return Ok(Outcome::Refused("the search has no address for webhooks any more".to_owned()));
    };
    let row = row_of(node, alert).await?;
    let body = payload(node, search, alert, row.as_ref());
    // The same for all attempts, so that a receiver can tell what came twice.
    let id = format!("{}_{}_{}", node.house().me, alert.id, alert.at.ms());
    let headers = hook::headers(secret, &id, node.now(), &body);
    let sent = ways.client.post(url, "application/json", &headers, Bytes::from(body)).await;
    Ok(match sent {
        Ok(()) => Outcome::Told,
        Err(e) => {
            let cause = format!("{}: {} ({})", e.cause.what(), e.detail, e.code());
            match e.cause {
                SendCause::Refused if matches!(e.status, Some(408 | 425)) => Outcome::Again(cause),
                SendCause::Refused | SendCause::Redirect | SendCause::Address => Outcome::Refused(cause),
                _ => Outcome::Again(cause),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting() -> AlertRow {
        AlertRow {
            id: 1,
            search: 1,
            channel: Channel::Hook,
            what: AlertKind::Version,
            key: crate::store::testing::item("astana", 1),
            version: 1,
            at: Time::from_ms(0),
            state: AlertState::Waiting,
            attempts: 0,
            next_at: Some(Time::from_ms(0)),
            cause: None,
            closed_at: None,
            closed_by: None,
        }
    }

    #[test]
    fn what_fails_is_tried_again_later_and_later_and_then_shown_to_a_person() {
        let (mut alert, mut now) = (waiting(), Time::from_ms(0));
        for wait in WAITS_MS {
            alert = after(alert, &Outcome::Again("busy".into()), now);
            assert_eq!((alert.state, alert.next_at), (AlertState::Waiting, Some(now.plus_ms(wait))));
            now = now.plus_ms(wait);
        }
        let failed = after(alert, &Outcome::Again("busy".into()), now);
        assert_eq!((failed.state, failed.next_at, failed.attempts), (AlertState::Failed, None, 9));
        assert_eq!(failed.cause.as_deref(), Some("busy"));
        assert_eq!(after(waiting(), &Outcome::Refused("no".into()), now).state, AlertState::Failed);
        assert_eq!(after(waiting(), &Outcome::Told, now).state, AlertState::Told);
    }
}

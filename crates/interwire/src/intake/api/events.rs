//! `GET /api/v1/events`: what happened to partners' items, and orders about our own, after a cursor that the asker
//! keeps. With `wait_s` an empty answer waits for the next event.

use super::{Api, Fault};
use crate::config::Embargoed;
use crate::store::outlet::{OutletEvent, OutletKind};
use axum::Json;
use axum::extract::{Query, State};
use interwire_core::exchange::machine::Effect;
use interwire_core::protocol::v1::statement::Action;
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// Events in one answer.
const EVENTS: usize = 500;
/// The longest wait, in seconds.
const WAIT_S_MAX: u64 = 60;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    after: i64,
    #[serde(default)]
    wait_s: u64,
    limit: Option<usize>,
}

pub(super) async fn list(State(api): State<Api>, Query(asked): Query<Asked>) -> Result<Json<Value>, Fault> {
    let until = Instant::now() + Duration::from_secs(asked.wait_s.min(WAIT_S_MAX));
    // Before the first look, so that nothing happens between it and the wait.
    let mut effects = api.node.effects();
    let limit = asked.limit.unwrap_or(EVENTS).clamp(1, EVENTS);
    let mut cursor = asked.after;
    loop {
        let mut events = api.node.db().outlet_events(cursor, limit).await?;
        cursor = events.last().map_or(cursor, |event| event.seq);
        let full = events.len() == limit;
        events.retain(|event| event.kind != OutletKind::Embargoed || api.embargoed == Embargoed::Marked);
        if !events.is_empty() || Instant::now() >= until {
            let events: Vec<Value> = events.iter().map(event_json).collect();
            return Ok(Json(json!({"events": events, "cursor": cursor})));
        }
        if full {
            continue;
        }
        let news = async {
            while let Ok(effect) = effects.recv().await {
                if matches!(effect, Effect::Arrived(..) | Effect::Recalled(_) | Effect::Released(_)) {
                    break;
                }
            }
        };
        // Orders about items that nobody was sent make no effect: look again now and then.
        let soon = (Instant::now() + Duration::from_secs(5)).min(until);
        let _ = timeout_at(soon, news).await;
    }
}

fn event_json(event: &OutletEvent) -> Value {
    json!({
        "cursor": event.seq,
        "kind": event.kind.word(),
        "source": event.key.source.as_str(),
        "item": event.key.item.as_str(),
        "version": event.version,
        "action": event.action.map(Action::word),
        "reason": event.reason.as_ref().map(|reason| reason.as_str()),
        "at": event.at.to_string(),
    })
}

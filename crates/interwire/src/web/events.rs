//! The live part of the board: server-sent events with one line of the list each, with alerts, and with counts of saved
//! searches. `line` puts a line in its place, `touch` only changes one that is there. Every 20 s a comment keeps the
//! connection open, and the session is looked at again, so that whoever has logged out sees nothing more.

use super::Web;
use super::access::{self, Access};
use super::alerts::short;
use super::board::{Line, RowFragment, View, Wanted};
use super::failure::Failure;
use super::page::Frame;
use super::rows::desk::DeskRow;
use super::session::Token;
use super::ticker::{Change, Changed, Why};
use crate::store::reading::Reading;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Sse;
use axum::response::sse::Event;
use futures::Stream;
use futures::stream;
use http::StatusCode;
use serde_json::json;
use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::time::{Interval, MissedTickBehavior};

/// Between two signs of life.
const SIGN_OF_LIFE: Duration = Duration::from_secs(20);

struct Listener {
    web: Web,
    frame: Frame,
    /// The reader's time zone.
    zone: String,
    view: View,
    token: Token,
    sees_recalled: bool,
    changes: Receiver<Change>,
    /// Told next.
    waiting: VecDeque<Event>,
    clock: Interval,
    _place: OwnedSemaphorePermit,
}

/// `GET /events`
pub async fn stream(
    State(web): State<Web>,
    access: Access,
    Query(wanted): Query<Wanted>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failure> {
    let place = Arc::clone(&web.inner.listeners).try_acquire_owned();
    let place = place.map_err(|_| Failure::Status(StatusCode::SERVICE_UNAVAILABLE))?;
    let token = access.token.clone().ok_or(Failure::NotLoggedIn)?;
    let view = wanted.view().map_err(|_| Failure::Status(StatusCode::BAD_REQUEST))?;
    web.reading(&access).await?;
    let mut clock = tokio::time::interval(SIGN_OF_LIFE);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let frame = Frame::new(&web, &access, "/board");
    let listener = Listener {
        zone: frame.zone(),
        frame,
        view,
        sees_recalled: access.sees_recalled(),
        changes: web.desk().listen(),
        waiting: VecDeque::new(),
        web,
        token,
        clock,
        _place: place,
    };
    let next = |mut listener: Listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    };
    Ok(Sse::new(stream::unfold(listener, next)))
}

/// A line in one line of text.
fn fragment(frame: &Frame, row: &DeskRow, read: bool) -> Option<String> {
    // Only whether this one place was seen matters for the line.
    let reading = Reading { through: if read { row.seq } else { row.seq - 1 }, ..Reading::default() };
    let line = Line::new(row.clone(), frame, &reading);
    let html = RowFragment { f: frame, line: &line }.render().ok()?;
    Some(html.replace(['\n', '\r'], " "))
}

impl Listener {
    /// The next event; `None` ends the stream.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            let stop = self.web.settings().stop.clone();
            let change = tokio::select! {
                () = stop.cancelled() => return None,
                _ = self.clock.tick() => return self.sign_of_life().await,
                change = self.changes.recv() => change,
            };
            match change {
                Ok(Change::Line(changed)) => self.line(&changed),
                Ok(Change::Counts(counts)) => self.counts(&counts),
                Ok(Change::Missed) | Err(RecvError::Lagged(_)) => {
                    return Some(Event::default().event("missed").data("-"));
                }
                Err(RecvError::Closed) => return None,
            }
        }
    }

    async fn sign_of_life(&self) -> Option<Event> {
        let still = access::person_of(&self.web, &self.token).await.ok().flatten();
        (still == self.frame.person).then(|| Event::default().comment(""))
    }

    /// The line, where it belongs into the view or may be in it already, and the alerts for it.
    fn line(&mut self, changed: &Changed) {
        self.frame.now = self.web.node().now();
        let row = &changed.row;
        let fits = self.view.takes(changed.doc.as_ref()) && !self.view.hides(row, self.sees_recalled);
        let known = changed.why != Why::Arrived || row.version > 1;
        if !fits && !known {
            return self.alerts(changed);
        }
        let name = self.frame.person.as_ref().map_or("", |person| person.name.as_str());
        let read = self.web.readings().has(name, row.seq);
        let looks = (self.frame.language(), self.zone.clone(), !read);
        let Some(html) = changed.made.get(looks, || fragment(&self.frame, row, read)) else { return };
        let moved = matches!(changed.why, Why::Arrived | Why::Turned);
        let name = if fits && moved { "line" } else { "touch" };
        self.waiting.push_back(Event::default().event(name).data(html));
        self.alerts(changed);
    }

    /// Says for which of the reader's searches something has arrived.
    fn alerts(&mut self, changed: &Changed) {
        let row = &changed.row;
        if changed.why != Why::Arrived || !row.usable() || changed.searches.is_empty() {
            return;
        }
        let name = self.frame.person.as_ref().map_or("", |person| person.name.as_str());
        let own = self.web.desk().standing.of(name).into_iter();
        let asked = own.filter(|saved| saved.row.on_board && changed.searches.contains(&saved.row.id));
        let names: Vec<String> = asked.map(|saved| saved.row.name.clone()).collect();
        if names.is_empty() {
            return;
        }
        let alert = json!({
            "address": format!("{}/items/{}/{}", self.frame.root, row.key.source, row.key.item),
            "title": row.headline.as_deref().or(row.slug.as_deref()).unwrap_or(&row.guid),
            "searches": names.join(", "),
        });
        self.waiting.push_back(Event::default().event("alert").data(alert.to_string()));
    }

    fn counts(&mut self, counts: &BTreeMap<i64, usize>) {
        let name = self.frame.person.as_ref().map_or("", |person| person.name.as_str());
        let own = self.web.desk().standing.of(name);
        let own = own.iter().filter_map(|saved| counts.get_key_value(&saved.row.id));
        let told: BTreeMap<String, String> =
            own.map(|(id, count)| (id.to_string(), short(&self.frame, *count))).collect();
        if !told.is_empty() {
            self.waiting.push_back(Event::default().event("counts").data(json!(told).to_string()));
        }
    }
}

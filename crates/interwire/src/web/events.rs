//! The live part of the board: server-sent events with one line of the list each. Every 20 s a comment keeps the
//! connection open, and the session is looked at again, so that whoever has logged out sees nothing more.

use super::Web;
use super::access::{self, Access};
use super::board::{Line, RowFragment, Wanted};
use super::failure::Failure;
use super::page::Frame;
use super::rows::desk::Filter;
use super::session::Token;
use super::ticker::Change;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Sse;
use axum::response::sse::Event;
use futures::Stream;
use futures::stream;
use http::StatusCode;
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
    filter: Filter,
    token: Token,
    changes: Receiver<Change>,
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
    let mut clock = tokio::time::interval(SIGN_OF_LIFE);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let listener = Listener {
        frame: Frame::new(&web, &access, "/board"),
        filter: wanted.filter(),
        changes: web.inner.ticker.listen(),
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

impl Listener {
    /// The next event; `None` ends the stream.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let stop = self.web.settings().stop.clone();
            let change = tokio::select! {
                () = stop.cancelled() => return None,
                _ = self.clock.tick() => return self.sign_of_life().await,
                change = self.changes.recv() => change,
            };
            match change {
                Ok(Change::Line(row)) if self.filter.takes(&row) => return self.line((*row).clone()),
                Ok(Change::Line(_)) => {}
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

    fn line(&mut self, row: crate::web::rows::desk::DeskRow) -> Option<Event> {
        self.frame.now = self.web.node().now();
        let line = Line::new(row, &self.frame);
        let html = RowFragment { f: &self.frame, line: &line }.render().ok()?;
        Some(Event::default().event("line").data(html.replace(['\n', '\r'], " ")))
    }
}

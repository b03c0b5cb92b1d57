//! How the node is, on one page: whether news comes as often as it should, and what waits for a person.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::page::{Frame, When, show};
use super::pulse::Beat;
use crate::config::rhythm::Pulse;
use crate::store::room::Share;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::Method;

struct Line {
    beat: Beat,
    last: Option<When>,
    state: &'static str,
    every: String,
    silent: String,
}

/// Something that waits: how many, and the page where it is looked after, if the reader may go there.
struct Waiting {
    key: &'static str,
    count: u64,
    path: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "health.html")]
struct HealthPage {
    f: Frame,
    lines: Vec<Line>,
    waiting: Vec<Waiting>,
    /// What there is no room for any more: title and text.
    full: Option<(&'static str, &'static str)>,
    /// Further pages of the machine that the reader may see.
    more: Vec<(&'static str, &'static str)>,
}

/// `GET /health`
pub async fn page(State(web): State<Web>, access: Access) -> Result<Response, Failure> {
    // Before the frame, which carries the alarm.
    let beats = web.pulses().look(web.node()).await?;
    let f = Frame::new(&web, &access, "/health");
    let counts = web.node().db().counts(web.node().house().me.as_str()).await?;
    let waits = |key, count, path: &'static str| {
        let path = Some(path).filter(|path| access.may(&Method::GET, path));
        Waiting { key, count, path }
    };
    let waiting = vec![
        waits("health.findings", counts.findings, "/partners"),
        waits("health.letters", counts.dead_letters, "/dead-letters"),
        waits("health.held-back", counts.held_back, "/holds"),
        waits("health.queued", counts.queued, "/agreements"),
        waits("health.wanted", counts.wanted, "/partners"),
        waits("health.unanswered", counts.unanswered, "/sent"),
    ];
    let line = |beat: Beat| Line {
        last: beat.last.map(|at| f.when(at)),
        state: match beat.pulse {
            Pulse::Well => "in-time",
            Pulse::Quiet => "quiet",
            Pulse::Idle => "idle",
        },
        every: span(&f, beat.expect.every_ms),
        silent: span(&f, beat.silent_ms),
        beat,
    };
    let mut lines: Vec<Line> = beats.into_iter().map(line).collect();
    lines.sort_by_key(|line| line.beat.pulse != Pulse::Idle);
    let (usage, quota) = (web.node().usage().await?, web.node().limits().quota);
    let full = [
        (Share::Small, "storage.reserve-full", "storage.reserve-what"),
        (Share::Large, "storage.full", "storage.full-what"),
    ];
    let full = full.into_iter().find(|(share, ..)| usage.left(&quota, *share) == 0);
    let full = full.map(|(_, title, what)| (f.t(title), f.t(what)));
    let more = [("/storage", f.t("storage.title")), ("/keys", f.t("keys.title"))];
    let more = more.into_iter().filter(|(path, _)| access.may(&Method::GET, path)).collect();
    Ok(show(&HealthPage { lines, waiting, full, more, f })?.into_response())
}

/// A length of time in words.
fn span(f: &Frame, ms: i64) -> String {
    match ms / 60_000 {
        minutes if minutes < 120 => f.count("span.minutes", minutes.max(0)),
        minutes if minutes < 2880 => f.count("span.hours", minutes / 60),
        minutes => f.count("span.days", minutes / 1440),
    }
}

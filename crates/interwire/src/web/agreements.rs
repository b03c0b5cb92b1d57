//! Agreements in words: who, what was promised, who signed, what is due, and every statement that made it so.

use super::Web;
use super::access::Access;
use super::deal::{self, View};
use super::failure::Failure;
use super::page::{Frame, When, show};
use super::sign;
use crate::ops::journal::{self, Confirm};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::Method;
use interwire_core::agreement::Lang;
use interwire_core::agreement::agenda::{self, Matter, Urgency};
use interwire_core::agreement::life::State as Life;
use interwire_core::ids::{AgreementId, Hash, PartyId};
use interwire_core::time::Time;
use serde::Deserialize;
use std::collections::BTreeSet;

/// In which language, and which version.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    lang: String,
    version: Option<String>,
}

impl Wanted {
    /// The language, English if it is none.
    #[must_use]
    pub fn language(&self) -> Lang {
        self.lang.parse().unwrap_or_else(|_| Lang::english())
    }
    /// The version, if one is named.
    #[must_use]
    pub fn version(&self) -> Option<Hash> {
        self.version.as_deref().and_then(|text| text.parse().ok())
    }
}

/// An agreement in the list.
struct Entry {
    id: AgreementId,
    title: String,
    /// The language of the title.
    language: Lang,
    partners: Vec<String>,
    state: &'static str,
    sentence: String,
    agenda: Vec<Task>,
    quarantined: bool,
    halted: bool,
    waiting: bool,
}

/// Something to be done about an agreement, or to be known.
struct Task {
    /// The word for how soon.
    urgency: &'static str,
    sentence: String,
    order: (Urgency, Time),
}

impl Entry {
    /// When a person must look at it: the order of the list.
    fn order(&self) -> (bool, (Urgency, Time), &str) {
        let never = (Urgency::Later, Time::from_ms(i64::MAX));
        (!self.quarantined, self.agenda.first().map_or(never, |task| task.order), &self.title)
    }
}

#[derive(Template)]
#[template(path = "agreements.html")]
struct ListPage {
    f: Frame,
    entries: Vec<Entry>,
    /// Places of entries and of their tasks, the most urgent task first.
    tasks: Vec<(usize, usize)>,
}

impl ListPage {
    /// The tasks, each with its agreement.
    fn agenda(&self) -> impl Iterator<Item = (&Entry, &Task)> {
        let find = |(entry, task): &(usize, usize)| {
            let entry = self.entries.get(*entry)?;
            Some((entry, entry.agenda.get(*task)?))
        };
        self.tasks.iter().filter_map(find)
    }
}

#[derive(Template)]
#[template(path = "agreement.html")]
struct OnePage {
    f: Frame,
    view: View,
    state: &'static str,
    sentence: String,
    agenda: Vec<Task>,
    may_sign: bool,
    /// What the reader may say of it.
    acts: &'static [&'static str],
    reasons: [&'static str; 4],
    /// The reader may let our journal be written.
    may_confirm: bool,
}

/// `GET /agreements`
pub async fn list(State(web): State<Web>, access: Access) -> Result<Response, Failure> {
    let frame = Frame::new(&web, &access, "/agreements");
    let views = deal::all(&web, &Lang::english()).await?;
    let mut entries: Vec<Entry> = views.into_iter().map(|view| entry(&frame, view)).collect();
    entries.sort_by(|a, b| a.order().cmp(&b.order()));
    let of = |(place, entry): (usize, &Entry)| {
        entry.agenda.iter().enumerate().map(move |(nth, task)| (task.order, (place, nth))).collect::<Vec<_>>()
    };
    let mut tasks: Vec<_> = entries.iter().enumerate().flat_map(of).collect();
    tasks.sort();
    let tasks = tasks.into_iter().map(|(_, places)| places).collect();
    Ok(show(&ListPage { f: frame, entries, tasks })?.into_response())
}

fn entry(frame: &Frame, view: View) -> Entry {
    let others = view.parties.iter().filter(|party| !party.me).map(|party| party.name.clone());
    Entry {
        partners: others.collect(),
        state: state_word(&view.state),
        sentence: state_sentence(frame, &view),
        agenda: tasks(frame, &view),
        quarantined: view.quarantined,
        halted: view.halted,
        waiting: view.waits_for_us,
        id: view.id,
        language: view.language,
        title: view.title,
    }
}

/// `GET /agreements/{agreement}`
pub async fn one(
    State(web): State<Web>,
    access: Access,
    Path(agreement): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let frame = Frame::new(&web, &access, "/agreements");
    let id = agreement.parse().map_err(|_| Failure::NotFound)?;
    let view = deal::one(&web, id, wanted.version(), wanted.language()).await?.ok_or(Failure::NotFound)?;
    let page = OnePage {
        state: state_word(&view.state),
        sentence: state_sentence(&frame, &view),
        agenda: tasks(&frame, &view),
        acts: if access.may(&Method::POST, "/agreements/{agreement}/act") {
            acts(&view.state, &web.node().house().me)
        } else {
            &[]
        },
        reasons: sign::REASONS,
        may_confirm: !view.confirmed && access.may(&Method::POST, "/agreements/{agreement}/confirm"),
        may_sign: view.waits_for_us && access.may(&Method::POST, "/agreements/{agreement}/sign"),
        view,
        f: frame,
    };
    Ok(show(&page)?.into_response())
}

/// `POST /agreements/{agreement}/confirm`: our journal may be written although no partner has told what it holds of it.
pub async fn confirm(
    State(web): State<Web>,
    access: Access,
    Path(agreement): Path<String>,
) -> Result<Response, Failure> {
    journal::confirm(&web.ctx(&access), Confirm { agreement: agreement.clone() }).await?;
    Ok(web.go(&format!("/agreements/{agreement}")))
}

/// What this house can say of an agreement in a state.
fn acts(state: &Life, me: &PartyId) -> &'static [&'static str] {
    match state {
        Life::InForce { .. } => &["suspended", "notice", "ended"],
        Life::Suspended { by, .. } if by.contains(me) => &["resumed", "notice", "ended"],
        Life::Suspended { .. } => &["suspended", "notice", "ended"],
        Life::Signed { from: Some(_), .. } => &["ended"],
        _ => &[],
    }
}

impl OnePage {
    fn when(&self, time: &interwire_core::time::Time) -> When {
        self.f.when(*time)
    }
}

/// The word of a state, for texts and colours.
fn state_word(state: &Life) -> &'static str {
    match state {
        Life::Draft => "draft",
        Life::Offered { .. } => "offered",
        Life::Signed { from: None, .. } => "signed-in-part",
        Life::Signed { .. } => "signed",
        Life::InForce { .. } => "in-force",
        Life::Suspended { .. } => "suspended",
        Life::Lapsed { .. } => "lapsed",
        Life::Ended { .. } => "ended",
        Life::Superseded { .. } => "superseded",
        Life::Declined { .. } => "declined",
        Life::Withdrawn { .. } => "withdrawn",
    }
}

fn state_sentence(frame: &Frame, view: &View) -> String {
    let day = |time| frame.when(time).full;
    match &view.state {
        Life::Draft | Life::Withdrawn { .. } => String::new(),
        Life::Offered { by, .. } => frame.with("agreement.offered-by", "party", view.name_of(by)),
        Life::Signed { missing, from, .. } => match from {
            Some(from) => frame.with("agreement.from", "time", day(*from)),
            None => frame.with("agreement.missing", "parties", names(view, missing)),
        },
        Life::InForce { since, until, renews, .. } => {
            let since = frame.with("agreement.since", "time", day(*since));
            let until = match until {
                None => frame.t("agreement.open-end").to_owned(),
                Some(until) if *renews => frame.with("agreement.renews", "time", day(*until)),
                Some(until) => frame.with("agreement.until", "time", day(*until)),
            };
            format!("{since} {until}")
        }
        Life::Suspended { by, .. } => frame.with("agreement.suspended-by", "parties", names(view, by)),
        Life::Lapsed { at, .. } | Life::Ended { at, .. } => frame.with("agreement.over", "time", day(*at)),
        Life::Superseded { by, .. } => frame.with("agreement.superseded-by", "agreement", by),
        Life::Declined { by, .. } => frame.with("agreement.declined-by", "parties", names(view, by)),
    }
}

/// Parties by their names.
fn names(view: &View, parties: &BTreeSet<PartyId>) -> String {
    parties.iter().map(|party| view.name_of(party)).collect::<Vec<_>>().join(", ")
}

fn tasks(frame: &Frame, view: &View) -> Vec<Task> {
    let task = |entry: &agenda::Entry| Task {
        urgency: match entry.urgency {
            Urgency::Now => "now",
            Urgency::Soon => "soon",
            Urgency::Later => "later",
        },
        sentence: task(frame, view, entry),
        order: entry.order(),
    };
    view.agenda.iter().map(task).collect()
}

/// What is to be done, in a sentence.
fn task(frame: &Frame, view: &View, entry: &agenda::Entry) -> String {
    let full = |time: Time| frame.when(time).full;
    let since = entry.at.map(full).unwrap_or_default();
    let list = |parties: &BTreeSet<PartyId>| names(view, parties);
    match &entry.matter {
        Matter::Halted => frame.t("agreement.halted-why").to_owned(),
        Matter::JournalWaits(count) => frame.count("agreement.task-journal", count),
        Matter::WaitsForUs(_, by) => {
            frame.fill("agreement.task-sign", &[("party", view.name_of(by)), ("time", since.as_str())])
        }
        Matter::WaitsForOthers(_, missing) => {
            frame.fill("agreement.task-others", &[("parties", list(missing).as_str()), ("time", since.as_str())])
        }
        Matter::Begins(from) => frame.with("agreement.from", "time", full(*from)),
        Matter::Suspended(by) => frame.with("agreement.suspended-by", "parties", list(by)),
        Matter::Notice(deadline) => frame.fill(
            "agreement.due-notice",
            &[("day", &frame.day(deadline.last_day)), ("time", &full(deadline.period_ends))],
        ),
        Matter::Lapses(at) => frame.with("agreement.due-lapses", "time", full(*at)),
        Matter::Ends(at) => frame.with("agreement.due-ends", "time", full(*at)),
    }
}

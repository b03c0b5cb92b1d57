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
use interwire_core::agreement::life::{Due, State as Life};
use interwire_core::ids::{AgreementId, Hash, PartyId};
use serde::Deserialize;

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
    due: Vec<String>,
    quarantined: bool,
    halted: bool,
    waiting: bool,
}

#[derive(Template)]
#[template(path = "agreements.html")]
struct ListPage {
    f: Frame,
    entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "agreement.html")]
struct OnePage {
    f: Frame,
    view: View,
    state: &'static str,
    sentence: String,
    due: Vec<String>,
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
    // What a person must look at comes first.
    entries.sort_by_key(|entry| (!entry.quarantined, !entry.waiting, !entry.halted, entry.title.clone()));
    Ok(show(&ListPage { f: frame, entries })?.into_response())
}

fn entry(frame: &Frame, view: View) -> Entry {
    let others = view.parties.iter().filter(|party| !party.me).map(|party| party.name.clone());
    Entry {
        partners: others.collect(),
        state: state_word(&view.state),
        sentence: state_sentence(frame, &view.state),
        due: due(frame, &view.due),
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
        sentence: state_sentence(&frame, &view.state),
        due: due(&frame, &view.due),
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

fn state_sentence(frame: &Frame, state: &Life) -> String {
    let day = |time| frame.when(time).full;
    let list = |parties: &std::collections::BTreeSet<PartyId>| {
        parties.iter().map(PartyId::as_str).collect::<Vec<_>>().join(", ")
    };
    match state {
        Life::Draft | Life::Withdrawn { .. } => String::new(),
        Life::Offered { by, .. } => frame.with("agreement.offered-by", "party", by),
        Life::Signed { missing, from, .. } => match from {
            Some(from) => frame.with("agreement.from", "time", day(*from)),
            None => frame.with("agreement.missing", "parties", list(missing)),
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
        Life::Suspended { by, .. } => frame.with("agreement.suspended-by", "parties", list(by)),
        Life::Lapsed { at, .. } | Life::Ended { at, .. } => frame.with("agreement.over", "time", day(*at)),
        Life::Superseded { by, .. } => frame.with("agreement.superseded-by", "agreement", by),
        Life::Declined { by, .. } => frame.with("agreement.declined-by", "parties", list(by)),
    }
}

fn due(frame: &Frame, due: &[Due]) -> Vec<String> {
    let sentence = |due: &Due| match due {
        Due::Notice(deadline) => frame.fill(
            "agreement.due-notice",
            &[("day", &frame.day(deadline.last_day)), ("time", &frame.when(deadline.period_ends).full)],
        ),
        Due::Lapses(at) => frame.with("agreement.due-lapses", "time", frame.when(*at).full),
        Due::Ends(at) => frame.with("agreement.due-ends", "time", frame.when(*at).full),
    };
    due.iter().map(sentence).collect()
}

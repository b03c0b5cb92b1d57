//! Our own items: who was given them, who says to have them, and why each went where it did.

use super::access::Access;
use super::failure::Failure;
use super::page::{Frame, When, show};
use super::rows::desk::{self, DeskRow, Span};
use super::{Web, board, causes, markup};
use crate::store::decisions::DecisionRow;
use crate::store::spread::Said;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use interwire_core::ids::{AgreementId, ItemKey, PartyId};
use interwire_core::protocol::v1::statement::{Action, Body};
use interwire_core::time::Time;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What one partner was told of an item, and what it says.
pub struct Holding {
    /// The partner.
    pub partner: PartyId,
    /// `published`, `recalled` or `released`.
    pub told: &'static str,
    /// The version published, or the newest one that an order is about.
    pub version: u64,
    /// The action of a recall.
    pub action: &'static str,
    /// When we told.
    pub at: When,
    /// Its answers: what, cause of a refusal with the next step, when.
    pub words: Vec<(String, Option<Cause>, When)>,
}

/// Why something was refused, and what to do.
pub type Cause = (String, Option<String>);

/// Why a version went where it did.
pub struct Why {
    /// The decision.
    pub line: DecisionRow,
    /// When it was made.
    pub at: When,
    /// Until when it is held.
    pub until: Option<When>,
    /// The reasons in words.
    pub reasons: Vec<String>,
}

/// One of our items in the list.
struct Line {
    row: DeskRow,
    when: When,
    embargoed: bool,
    /// Partner, and whether it has the newest version: confirmed, refused and why, or no word yet.
    has: Vec<(PartyId, &'static str, Option<Cause>)>,
    /// Partners that have told that they use it, and whether they still do.
    used: Vec<(PartyId, bool)>,
}

impl Line {
    /// The word of the action of the recall that stands.
    fn action(&self) -> Option<&'static str> {
        self.row.recall.as_ref()?.action.map(Action::word)
    }

    fn language(&self) -> &str {
        markup::language(self.row.language.as_deref())
    }

    fn title(&self) -> &str {
        let given = self.row.headline.as_deref().or(self.row.slug.as_deref());
        given.filter(|text| !text.trim().is_empty()).unwrap_or(&self.row.guid)
    }
}

#[derive(Template)]
#[template(path = "sent.html")]
struct SentPage {
    f: Frame,
    lines: Vec<Line>,
    older: Option<i64>,
}

/// The partners under an agreement.
pub fn partners(web: &Web, agreement: &AgreementId) -> Vec<PartyId> {
    let directory = web.node().directory();
    let parties = directory.parties().filter(|(_, entry)| entry.agreements.contains(agreement));
    parties.map(|(party, _)| party.clone()).collect()
}

/// Which part of the list.
#[derive(Deserialize)]
pub struct Wanted {
    before: Option<i64>,
}

/// `GET /sent`
pub async fn page(State(web): State<Web>, access: Access, Query(wanted): Query<Wanted>) -> Result<Response, Failure> {
    let frame = Frame::new(&web, &access, "/sent");
    let (db, me) = (web.node().db(), &web.node().house().me);
    let rows = desk::own(db, me, Span { before: wanted.before, after: None }, board::LINES).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let has = has(&web, &frame, &db.said_about(&row.key).await?, row.version);
        let used = used(&web, &row.key).await?;
        lines.push(Line { when: frame.when(row.arrived_at), embargoed: row.embargoed(frame.now), has, used, row });
    }
    let full = lines.len() == board::LINES as usize;
    let older = lines.last().map(|line| line.row.seq).filter(|_| full);
    Ok(show(&SentPage { f: frame, lines, older })?.into_response())
}

/// Which partners have told that they use an item, and whether they still do.
async fn used(web: &Web, key: &ItemKey) -> Result<Vec<(PartyId, bool)>, Failure> {
    let mut parties = BTreeMap::new();
    for one in web.node().db().uses(key, &web.node().house().me).await?.iter().filter(|one| !one.taken_back()) {
        *parties.entry(one.by.clone()).or_insert(false) |= one.runs();
    }
    Ok(parties.into_iter().collect())
}

fn has(web: &Web, f: &Frame, said: &[Said], version: u64) -> Vec<(PartyId, &'static str, Option<Cause>)> {
    let mut has = Vec::new();
    let of_version = |one: &&Said| matches!(&one.statement.body, Body::Published(of) if of.version == version);
    for one in said.iter().filter(of_version) {
        for partner in partners(web, &one.position.journal.agreement) {
            let word = one.acks.iter().find(|(by, _, _)| *by == partner);
            let cause = word.and_then(|(_, cause, _)| Some(causes::of_version(f, cause.as_ref()?.as_str())));
            let word = word.map_or("waiting", |_| if cause.is_some() { "refused" } else { "received" });
            has.push((partner, word, cause));
        }
    }
    has.sort();
    has.dedup();
    has
}

/// Who was told what of one item of ours, in the order of our journals.
///
/// # Errors
/// If the store fails.
pub async fn holdings(web: &Web, frame: &Frame, key: &ItemKey) -> Result<Vec<Holding>, Failure> {
    let mut all = Vec::new();
    for one in web.node().db().said_about(key).await? {
        let (told, version, action) = match &one.statement.body {
            Body::Published(of) => ("published", of.version, ""),
            Body::Recalled(of) => ("recalled", of.through, of.action.word()),
            _ => ("released", 0, ""),
        };
        let at = frame.when(one.statement.at);
        for partner in partners(web, &one.position.journal.agreement) {
            let words = words(&one, &partner, frame);
            all.push(Holding { words, partner, told, version, action, at: at.clone() });
        }
    }
    Ok(all)
}

/// What a partner says of one statement: what, cause of a refusal, when.
fn words(said: &Said, partner: &PartyId, frame: &Frame) -> Vec<(String, Option<Cause>, When)> {
    let acks = said.acks.iter().filter(|(by, _, _)| by == partner).map(|(_, cause, at)| {
        let what = if cause.is_some() { "refused" } else { "received" };
        let cause = cause.as_ref().map(|cause| causes::of_version(frame, cause.as_str()));
        (frame.word("answer", what), cause, frame.when(*at))
    });
    let answers = said.answers.iter().filter(|(by, _, _)| by == partner);
    let answers = answers.map(|(_, answer, at)| (frame.word("answer", answer.word()), None, frame.when(*at)));
    acks.chain(answers).collect()
}

/// Why the versions of an item went where they did.
///
/// # Errors
/// If the store fails.
pub async fn why(web: &Web, frame: &Frame, key: &ItemKey) -> Result<Vec<Why>, Failure> {
    let lines = web.node().db().decisions(key).await?;
    let why = |line: DecisionRow| Why {
        at: frame.when(line.at),
        until: line.until.map(|until| frame.when(until)),
        reasons: reasons(&line.reasons, frame),
        line,
    };
    Ok(lines.into_iter().map(why).collect())
}

/// A value of a reason, or what was wanted instead, for a reader: media, languages and moments as the pages have them,
/// and the program's own phrases in words. What sources and agreements name stays as it is.
#[must_use]
pub fn told(frame: &Frame, field: &str, text: &str) -> String {
    let moment = |text: &str| text.parse::<Time>().ok().map(|time| frame.when(time).full);
    match field {
        "medium" => text.split(", ").map(|one| frame.word("kind", one)).collect::<Vec<_>>().join(", "),
        "language" => text.split(", ").map(|one| frame.tongue(one)).collect::<Vec<_>>().join(", "),
        "embargoed" => match text.strip_prefix("not after ").and_then(moment) {
            Some(time) => frame.with("why.not-after", "time", time),
            None => moment(text).unwrap_or_else(|| phrase(frame, text)),
        },
        "agreement" | "pub_status" | "recalled" | "rights" | "stopped" => phrase(frame, text),
        _ => text.to_owned(),
    }
}

/// A phrase of the program in the reader's language, if there is a text for it.
fn phrase(frame: &Frame, text: &str) -> String {
    let word: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    frame.find("ground", &word).map_or_else(|| text.to_owned(), str::to_owned)
}

/// Reasons are kept as `[{"article", "term", "field", "value", "wanted"}]`.
fn reasons(json: &str, frame: &Frame) -> Vec<String> {
    let all: Vec<serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    let text = |reason: &serde_json::Value, name: &str| {
        reason.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    };
    let sentence = |reason: &serde_json::Value| {
        let field = text(reason, "field");
        let (value, wanted) =
            (told(frame, &field, &text(reason, "value")), told(frame, &field, &text(reason, "wanted")));
        let field = frame.word("field", &field);
        let article = text(reason, "article");
        let values = [("field", field.as_str()), ("value", &value), ("wanted", &wanted), ("article", &article)];
        if article.is_empty() { frame.fill("why.rule", &values) } else { frame.fill("why.article", &values) }
    };
    // Two terms of an article may ask for the same.
    let mut sentences = Vec::with_capacity(all.len());
    for sentence in all.iter().map(sentence) {
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    sentences
}

//! The board: what partners sent, as somebody wants to see it. New lines and changes come by `events`; without
//! JavaScript the page shows them when it is loaded again. The whole list is read from the database; whatever is
//! searched or chosen comes from the index.

mod line;
mod view;

pub use line::{Line, RowFragment};
pub use view::{View, Wanted};

use super::access::Access;
use super::failure::Failure;
use super::page::{Frame, show};
use super::rows::desk::{self, DeskRow, Span};
use super::{Web, alerts};
use crate::index::shown::shown;
use crate::index::{Ask, COUNTED_MAX, IndexError, Order, Place};
use crate::intake::document;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use interwire_core::query::Problem;
use view::CHOICES;

/// Lines on a page.
pub const LINES: u32 = 50;

/// A choice for a filter.
struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

/// A filter: its field, its name, what there is to choose.
struct Chooser {
    field: &'static str,
    name: String,
    choices: Vec<Choice>,
}

/// A query that cannot be read, cut where it goes wrong.
struct Wrong {
    before: String,
    at: String,
    after: String,
    kind: &'static str,
    /// In full, in English.
    message: String,
}

/// A saved search beside the list.
struct Kept {
    id: i64,
    name: String,
    address: String,
    count: Option<String>,
}

/// Lines, and the pages around them.
#[derive(Default)]
struct Lines {
    lines: Vec<Line>,
    newer: Option<i64>,
    older: Option<i64>,
    /// How many there are; of a search only.
    total: Option<usize>,
}

#[derive(Template)]
#[template(path = "board.html")]
struct Board {
    f: Frame,
    list: Lines,
    wanted: Wanted,
    choosers: Vec<Chooser>,
    sorts: Vec<Choice>,
    kept: Vec<Kept>,
    address: String,
    wrong: Option<Wrong>,
    /// The query in normal form, to be kept.
    query: Option<String>,
    /// The index is being made.
    waiting: bool,
    live: bool,
    newest: i64,
}

impl Board {
    /// How many a search has found.
    fn total(&self) -> String {
        self.list.total.map(|total| counted(&self.f, total)).unwrap_or_default()
    }

    /// Whether choices beyond the words are open.
    fn narrowed(&self) -> bool {
        CHOICES.iter().any(|field| !self.wanted.chosen(field).is_empty())
    }
}

/// A number of finds in words.
pub fn counted(f: &Frame, total: usize) -> String {
    if total > COUNTED_MAX { f.count("board.more-than", COUNTED_MAX) } else { f.count("board.found", total) }
}

/// `GET /`
pub async fn start(State(web): State<Web>) -> Redirect {
    Redirect::to(&format!("{}/board", web.settings().root))
}

/// `GET /board`
pub async fn page(State(web): State<Web>, access: Access, Query(wanted): Query<Wanted>) -> Result<Response, Failure> {
    let f = Frame::new(&web, &access, "/board");
    let (view, wrong) = match wanted.view() {
        Ok(view) => (Some(view), None),
        Err(problem) => (None, Some(pointed(&wanted.q, &problem))),
    };
    let (mut list, mut waiting) = (Lines::default(), false);
    match &view {
        Some(view @ View { query: None, .. }) => list = everything(&web, &access, &f, view, &wanted).await?,
        Some(view) => match searched(&web, &access, &f, view, &wanted).await? {
            Some(found) => list = found,
            None => waiting = true,
        },
        None => {}
    }
    let first_page = wanted.before.is_none() && wanted.after.is_none();
    let (newest, _) = web.node().db().newest_of_desk().await?;
    let page = Board {
        choosers: choosers(&web, &f, &wanted).await?,
        sorts: sorts(&f, view.as_ref(), &wanted),
        kept: kept(&web, &access, &f).await,
        address: wanted.address(),
        query: view.as_ref().and_then(|view| view.query.as_ref()).map(ToString::to_string),
        live: first_page && view.is_some_and(|view| view.order != Order::Relevance),
        f,
        list,
        wanted,
        wrong,
        waiting,
        newest,
    };
    Ok(show(&page)?.into_response())
}

/// The whole list, from the database.
async fn everything(web: &Web, access: &Access, f: &Frame, view: &View, wanted: &Wanted) -> Result<Lines, Failure> {
    let (db, me) = (web.node().db(), &web.node().house().me);
    let reading = web.reading(access).await?;
    let line = |row| Line::new(row, f, &reading);
    if view.order == Order::Urgency {
        let mut rows = desk::urgent(db, me, wanted.before.map(Place), LINES + 1).await?;
        let more = rows.len() > LINES as usize;
        rows.truncate(LINES as usize);
        let lines: Vec<Line> = rows.into_iter().map(line).collect();
        let older = lines.last().map(Line::place).filter(|_| more);
        return Ok(Lines { lines, older, ..Lines::default() });
    }
    let span = Span { before: wanted.before, after: wanted.after };
    let mut rows = desk::board(db, me, span, LINES + 1).await?;
    let more = rows.len() > LINES as usize;
    let spare = if span.after.is_some() { 0 } else { rows.len().saturating_sub(1) };
    if more {
        rows.remove(spare);
    }
    let (first, last) = (rows.first().map(|row| row.seq), rows.last().map(|row| row.seq));
    Ok(Lines {
        older: last.filter(|_| more || span.after.is_some()),
        newer: first.filter(|_| if span.after.is_some() { more } else { span.before.is_some() }),
        lines: rows.into_iter().map(line).collect(),
        total: None,
    })
}

/// What a view takes, from the index; `None` while that is being made.
async fn searched(
    web: &Web,
    access: &Access,
    f: &Frame,
    view: &View,
    wanted: &Wanted,
) -> Result<Option<Lines>, Failure> {
    let Some(query) = view.query.clone() else { return Ok(None) };
    let recalled = view.words.is_none() || access.sees_recalled();
    let ask = Ask { query, recalled, order: view.order, after: wanted.before, limit: LINES as usize };
    let found = match web.desk().index.search(ask).await {
        Ok(found) => found,
        Err(IndexError::Absent) => return Ok(None),
        Err(IndexError::Failed(cause)) => return Err(Failure::Store(cause)),
    };
    let reading = web.reading(access).await?;
    let mut lines = Vec::with_capacity(found.places.len());
    // The index may be a second behind; what is shown is what holds now.
    let rows = desk::at(web.node().db(), &found.places).await?;
    for row in rows.into_iter().filter(|row| !view.hides(row, access.sees_recalled())) {
        let finds = finds(web, view, &row).await?;
        lines.push(Line { shown: finds, ..Line::new(row, f, &reading) });
    }
    Ok(Some(Lines { lines, newer: None, older: found.next, total: Some(found.total) }))
}

/// Where the words of a search stand in an item.
async fn finds(web: &Web, view: &View, row: &DeskRow) -> Result<crate::index::shown::Shown, Failure> {
    let Some(words) = view.words.clone().filter(|_| row.usable()) else { return Ok(Default::default()) };
    let Some(item) = document::item_of(web.node().db(), &row.doc).await? else { return Ok(Default::default()) };
    let found = tokio::task::spawn_blocking(move || shown(&item, &words)).await;
    found.map_err(|e| Failure::Store(e.to_string()))
}

fn pointed(text: &str, problem: &Problem) -> Wrong {
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default().to_owned();
    let end = problem.at.end.max(problem.at.start).min(text.len());
    Wrong {
        before: part(0..problem.at.start.min(text.len())),
        at: part(problem.at.start.min(text.len())..end),
        after: part(end..text.len()),
        kind: problem.kind.as_str(),
        message: problem.to_string(),
    }
}

async fn choosers(web: &Web, f: &Frame, wanted: &Wanted) -> Result<Vec<Chooser>, Failure> {
    let known = desk::choices(web.node().db(), &web.node().house().me).await?;
    let of = |field: &'static str| {
        let chosen = wanted.chosen(field);
        let mut values: Vec<String> = match field {
            "urgency" => ["..2", "..4", "5.."].map(str::to_owned).to_vec(),
            "status" => ["usable", "withheld", "canceled"].map(str::to_owned).to_vec(),
            "signal" => ["sig:correction", "sig:update"].map(str::to_owned).to_vec(),
            _ => known.iter().filter(|(of, _)| of == field).map(|(_, value)| value.clone()).collect(),
        };
        if !chosen.is_empty() && !values.iter().any(|value| value == chosen) {
            values.push(chosen.to_owned());
        }
        let name = |value: &str| match field {
            "media" => f.word("kind", value),
            "urgency" => f.word(
                "urgency",
                match value {
                    "..2" => "flash",
                    "..4" => "urgent",
                    "5.." => "routine",
                    other => other,
                },
            ),
            "status" => f.word("status", value),
            "signal" => f.word("signal", value.rsplit(':').next().unwrap_or(value)),
            _ => value.to_owned(),
        };
        let choices =
            values.iter().map(|value| Choice { name: name(value), chosen: value == chosen, value: value.clone() });
        Chooser { field, name: f.word("filter", field), choices: choices.collect() }
    };
    Ok(CHOICES.map(of).into_iter().collect())
}

fn sorts(f: &Frame, view: Option<&View>, wanted: &Wanted) -> Vec<Choice> {
    let words = view.is_some_and(|view| view.words.is_some());
    let all = ["arrival", "urgency", "relevance"].into_iter().filter(|sort| *sort != "relevance" || words);
    all.map(|sort| Choice { value: sort.to_owned(), name: f.word("sort", sort), chosen: wanted.sort == sort }).collect()
}

async fn kept(web: &Web, access: &Access, f: &Frame) -> Vec<Kept> {
    let searches = web.desk().standing.of(access.name());
    let numbers: Vec<i64> = searches.iter().map(|saved| saved.row.id).collect();
    let counts = web.desk().counts(&numbers).await;
    let line = |(saved, count): (&std::sync::Arc<crate::alerts::standing::Saved>, Option<usize>)| Kept {
        id: saved.row.id,
        name: saved.row.name.clone(),
        address: url::form_urlencoded::Serializer::new(String::new()).append_pair("q", &saved.row.query).finish(),
        count: count.map(|count| alerts::short(f, count)),
    };
    searches.iter().zip(counts).map(line).collect()
}

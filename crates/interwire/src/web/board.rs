//! The board: what partners sent, the newest first. New lines and changes come by `events`; without JavaScript the
//! page shows them when it is loaded again.

use super::access::Access;
use super::failure::Failure;
use super::page::{Frame, When, show};
use super::rows::desk::{self, DeskRow, Filter};
use super::{Web, markup};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// Lines on a page.
pub const LINES: u32 = 50;

/// What of the board is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    source: Option<String>,
    language: Option<String>,
    kind: Option<String>,
    before: Option<i64>,
    after: Option<i64>,
}

impl Wanted {
    /// The same for the database; an empty choice means all.
    #[must_use]
    pub fn filter(&self) -> Filter {
        let chosen = |value: &Option<String>| value.clone().filter(|text| !text.is_empty());
        Filter {
            source: chosen(&self.source),
            language: chosen(&self.language),
            kind: chosen(&self.kind),
            before: self.before,
            after: self.after,
        }
    }

    /// The choice as a query, without the page.
    fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("source", &self.source), ("language", &self.language), ("kind", &self.kind)] {
            if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }
}

/// A line of the board for a reader.
pub struct Line {
    row: DeskRow,
    when: When,
    embargoed: bool,
}

impl Line {
    /// Makes a line for the readers of a frame.
    #[must_use]
    pub fn new(row: DeskRow, frame: &Frame) -> Self {
        Self { when: frame.when(row.arrived_at), embargoed: row.embargoed(frame.now), row }
    }

    /// A name of the line in the page.
    fn id(&self) -> String {
        format!("{}_{}", self.row.key.source.as_str().replace('.', "_"), self.row.key.item)
    }

    /// The word of the action of the recall that stands.
    fn action(&self) -> &'static str {
        let action = self.row.recall.as_ref().and_then(|recall| recall.action);
        action.map_or("", interwire_core::protocol::v1::statement::Action::word)
    }

    /// What to call it: the headline, else the slug, else the guid.
    fn title(&self) -> &str {
        let given = self.row.headline.as_deref().or(self.row.slug.as_deref());
        given.filter(|text| !text.trim().is_empty()).unwrap_or(&self.row.guid)
    }

    /// The end of the embargo, if it is known.
    fn until(&self, frame: &Frame) -> Option<When> {
        self.row.embargo_until.map(|until| frame.when(until))
    }

    fn language(&self) -> &str {
        markup::language(self.row.language.as_deref())
    }
}

/// One line as a fragment.
#[derive(Template)]
#[template(path = "row.html")]
pub struct RowFragment<'a> {
    /// The frame.
    pub f: &'a Frame,
    /// The line.
    pub line: &'a Line,
}

/// A choice for a filter.
struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "board.html")]
struct Board {
    f: Frame,
    lines: Vec<Line>,
    filters: Vec<(&'static str, &'static str, Vec<Choice>)>,
    newer: Option<i64>,
    older: Option<i64>,
    query: String,
    live: bool,
}

/// `GET /`
pub async fn start(State(web): State<Web>) -> Redirect {
    Redirect::to(&format!("{}/board", web.settings().root))
}

/// `GET /board`
pub async fn page(State(web): State<Web>, access: Access, Query(wanted): Query<Wanted>) -> Result<Response, Failure> {
    let frame = Frame::new(&web, &access, "/board");
    let (db, me) = (web.node().db(), &web.node().house().me);
    let filter = wanted.filter();
    let mut rows = desk::board(db, me, &filter, LINES + 1).await?;
    let more = rows.len() > LINES as usize;
    let spare = if filter.after.is_some() { 0 } else { rows.len().saturating_sub(1) };
    if more {
        rows.remove(spare);
    }
    let last = rows.last().map(|row| row.seq);
    let first = rows.first().map(|row| row.seq);
    let older = last.filter(|_| more || filter.after.is_some());
    let newer = first.filter(|_| if filter.after.is_some() { more } else { filter.before.is_some() });
    let filters = filters(&frame, &filter, desk::choices(db, me).await?);
    let lines = rows.into_iter().map(|row| Line::new(row, &frame)).collect();
    let live = filter.before.is_none() && filter.after.is_none();
    let page = Board { f: frame, lines, filters, newer, older, query: wanted.query(), live };
    Ok(show(&page)?.into_response())
}

fn filters(
    frame: &Frame,
    filter: &Filter,
    choices: Vec<(String, String)>,
) -> Vec<(&'static str, &'static str, Vec<Choice>)> {
    let groups = [
        ("source", frame.t("board.source"), &filter.source),
        ("language", frame.t("board.language"), &filter.language),
        ("kind", frame.t("board.kind"), &filter.kind),
    ];
    let of = |(group, name, chosen): (&'static str, &'static str, &Option<String>)| {
        let values = choices.iter().filter(|(of, _)| of == group).map(|(_, value)| value.clone());
        let mut values: Vec<String> = values.collect();
        values.extend(chosen.iter().filter(|chosen| !values.contains(chosen)).cloned().collect::<Vec<_>>());
        let choice = |value: String| Choice {
            name: if group == "kind" { frame.word("kind", &value) } else { value.clone() },
            chosen: chosen.as_ref() == Some(&value),
            value,
        };
        (group, name, values.into_iter().map(choice).collect())
    };
    groups.into_iter().map(of).collect()
}

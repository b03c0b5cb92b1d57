//! Two versions of an item beside each other: what was changed in the words, and what in everything around them.

use super::Web;
use super::access::Access;
use super::diff::{self, Budget, Paragraph};
use super::failure::Failure;
use super::item::{self, Found};
use super::page::{Frame, show};
use super::{markup, reuse, story};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use interwire_core::ids::ItemKey;
use interwire_core::item::{Embargo, Item, Line};
use serde::Deserialize;

/// Values of one field that are told.
const CHANGES_MAX: usize = 40;
/// Characters of a value that are shown.
const VALUE_CHARS_MAX: usize = 300;

/// Which versions.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    from: Option<u64>,
    to: Option<u64>,
}

/// A version in the form, and whether it is chosen.
pub struct Choice {
    /// Its number.
    pub number: u64,
    /// It is the older one that is compared.
    pub from: bool,
    /// It is the one that it is compared with.
    pub to: bool,
}

/// The versions to choose from.
pub fn choices(numbers: &[u64], from: Option<u64>, to: Option<u64>) -> Vec<Choice> {
    let choice = |number: &u64| Choice { number: *number, from: Some(*number) == from, to: Some(*number) == to };
    numbers.iter().map(choice).collect()
}

/// What was changed in one field.
struct Field {
    name: &'static str,
    sentences: Vec<String>,
}

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    f: Frame,
    key: ItemKey,
    from: u64,
    to: u64,
    /// The versions that the reader may see.
    choices: Vec<Choice>,
    language: String,
    headline: Paragraph,
    byline: Paragraph,
    body: Vec<Paragraph>,
    fields: Vec<Field>,
    same: bool,
}

/// `GET /items/{source}/{item}/compare?from=1&to=2`; without numbers the newest and the one before it.
pub async fn page(
    State(web): State<Web>,
    access: Access,
    Path((source, item)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let found = Found::at(&web, &source, &item).await?;
    let seen = found.versions.iter().filter(|line| found.may_see(line, &access));
    let numbers: Vec<u64> = seen.map(|line| line.version).collect();
    let to = wanted.to.or(numbers.first().copied()).ok_or(Failure::NotFound)?;
    let before = || numbers.iter().copied().find(|version| *version < to).unwrap_or(to);
    let from = wanted.from.unwrap_or_else(before);
    let (old, new) = (read(&web, &found, &numbers, from).await?, read(&web, &found, &numbers, to).await?);
    let frame = Frame::new(&web, &access, "/board");
    let mut budget = Budget::default();
    let headline = diff::words(&joined(&old.headlines), &joined(&new.headlines), &mut budget);
    let byline = diff::words(&joined(&old.bylines), &joined(&new.bylines), &mut budget);
    let body = diff::paragraphs(&reuse::paragraphs(&old), &reuse::paragraphs(&new), &mut budget);
    let fields = fields(&old, &new, &frame);
    let changed = |one: &Paragraph| one.iter().any(|piece| piece.is_gone() || piece.is_new());
    let page = ComparePage {
        same: fields.is_empty() && !changed(&headline) && !changed(&byline) && !body.iter().any(changed),
        language: markup::language(new.language()).to_owned(),
        f: frame,
        key: found.key,
        from,
        to,
        choices: choices(&numbers, Some(from), Some(to)),
        headline,
        byline,
        body,
        fields,
    };
    Ok(show(&page)?.into_response())
}

async fn read(web: &Web, found: &Found, seen: &[u64], version: u64) -> Result<Item, Failure> {
    let line = found.version(Some(version)).filter(|_| seen.contains(&version)).ok_or(Failure::NotFound)?;
    Ok(item::document(web, &line.doc).await?.ok_or(Failure::NotFound)?.item)
}

fn joined(lines: &[Line]) -> String {
    lines.iter().map(|line| line.text.trim()).collect::<Vec<_>>().join(" · ")
}

fn texts(lines: &[Line]) -> Vec<String> {
    lines.iter().map(|line| line.text.clone()).collect()
}

/// The values of one field of an item, as people read them.
type Values<'a> = &'a dyn Fn(&Item) -> Vec<String>;

/// What was changed around the words, in the order in which the page of an item tells it.
fn fields(old: &Item, new: &Item, frame: &Frame) -> Vec<Field> {
    let urgency = |item: &Item| item.urgency.map(|urgency| urgency.to_string()).into_iter().collect();
    let kind = |item: &Item| item.kind.as_ref().map(ToString::to_string).into_iter().collect();
    let embargo = |item: &Item| match &item.times.embargoed {
        None => Vec::new(),
        Some(Embargo::Until(moment)) => vec![moment.as_str().to_owned()],
        Some(Embargo::Indefinite) => vec![frame.t("item.embargo-unclear").to_owned()],
    };
    let expires = |item: &Item| item.times.expires.iter().map(|moment| moment.as_str().to_owned()).collect();
    let status = |item: &Item| vec![frame.word("status", item.status().as_str())];
    let notes = |item: &Item| item.ed_notes.iter().map(|note| note.text.clone()).collect();
    let files = |item: &Item| item.renditions.iter().filter_map(|one| one.name.clone().or(one.href.clone())).collect();
    let main = |item: &Item| story::rights(item, "").into_iter().map(|line| line.text).collect();
    let of: [(&'static str, Values<'_>); 15] = [
        ("item.status", &status),
        ("item.embargo", &embargo),
        ("item.expires", &expires),
        ("item.urgency", &urgency),
        ("item.medium", &kind),
        ("item.languages", &|item| item.languages.clone()),
        ("item.slug", &|item| texts(&item.sluglines)),
        ("item.dateline", &|item| texts(&item.datelines)),
        ("item.credit", &|item| texts(&item.creditlines)),
        ("item.summary", &|item| texts(&item.descriptions)),
        ("item.subjects", &|item| story::subjects(item)),
        ("item.rights", &main),
        ("item.notes", &notes),
        ("item.files", &files),
        ("item.links", &|item| item.links.iter().filter_map(story::link).map(|link| link.text).collect()),
    ];
    let field = |(name, values): (&'static str, Values<'_>)| {
        let sentences = sentences(&values(old), &values(new), frame);
        (!sentences.is_empty()).then_some(Field { name, sentences })
    };
    of.into_iter().filter_map(field).collect()
}

/// One value for another is a change; else what was removed and what was added.
fn sentences(old: &[String], new: &[String], frame: &Frame) -> Vec<String> {
    let gone: Vec<&String> = old.iter().filter(|value| !new.contains(value)).take(CHANGES_MAX).collect();
    let come: Vec<&String> = new.iter().filter(|value| !old.contains(value)).take(CHANGES_MAX).collect();
    if let ([gone], [come]) = (gone.as_slice(), come.as_slice()) {
        return vec![frame.fill("compare.changed", &[("old", &short(gone)), ("new", &short(come))])];
    }
    let gone = gone.into_iter().map(|value| frame.with("compare.removed", "value", short(value)));
    gone.chain(come.into_iter().map(|value| frame.with("compare.added", "value", short(value)))).collect()
}

fn short(value: &str) -> String {
    match value.char_indices().nth(VALUE_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

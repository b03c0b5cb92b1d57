//! What a document says, as its page shows it.

use super::markup::{self, Clean};
use super::page::{Frame, When};
use interwire_core::item::text::story;
use interwire_core::item::{Concept, Item, Line};

/// A text in its language.
pub struct Spoken {
    /// The language tag, or nothing.
    pub language: String,
    /// The text.
    pub text: String,
}

/// A body.
pub struct Part {
    /// The language tag, or nothing.
    pub language: String,
    /// The body.
    pub html: Clean,
}

/// A link to another item or resource.
pub struct Link {
    /// How it is related, and what it is called.
    pub text: String,
    /// The guid of the item that it means.
    pub guid: Option<String>,
    /// The path of that item's page, if it is here.
    pub path: Option<String>,
}

/// What a document says.
pub struct Story {
    /// The main language.
    pub language: String,
    /// Headlines, the main one first.
    pub headlines: Vec<Spoken>,
    /// Sluglines.
    pub slugs: Vec<Spoken>,
    /// Who wrote it.
    pub bylines: Vec<Spoken>,
    /// Place and date before the story.
    pub datelines: Vec<Spoken>,
    /// Whom to credit.
    pub credits: Vec<Spoken>,
    /// Captions and summaries.
    pub descriptions: Vec<Spoken>,
    /// The story.
    pub parts: Vec<Part>,
    /// Notes to editors.
    pub notes: Vec<Spoken>,
    /// Rights, in the source's words.
    pub rights: Vec<Spoken>,
    /// Subjects, places, people, organisations, key words.
    pub subjects: Vec<String>,
    /// Links to other items.
    pub links: Vec<Link>,
    /// When the source made this version, if it says so exactly; else as written.
    pub made: Option<Result<When, String>>,
    /// After when it must not be used, as written.
    pub expires: Option<String>,
}

/// Reads an item for a page.
#[must_use]
pub fn of(item: &Item, frame: &Frame) -> Story {
    let main = markup::language(item.language());
    let lines = |all: &[Line]| all.iter().map(|line| spoken(line.lang.as_deref(), &line.text, main)).collect();
    let part = |body: &interwire_core::item::Body| Part {
        language: tag(body.lang.as_deref(), main),
        html: markup::body(body),
    };
    Story {
        language: main.to_owned(),
        headlines: lines(&item.headlines),
        slugs: lines(&item.sluglines),
        bylines: lines(&item.bylines),
        datelines: lines(&item.datelines),
        credits: lines(&item.creditlines),
        descriptions: captions(item, main),
        parts: story(item).into_iter().map(part).collect(),
        notes: item.ed_notes.iter().map(|note| spoken(note.lang.as_deref(), &note.text, main)).collect(),
        rights: rights(item, main),
        subjects: subjects(item),
        links: item.links.iter().filter_map(link).collect(),
        made: item.times.version_created.as_ref().map(|moment| match moment.time() {
            Some(time) => Ok(frame.when(time)),
            None => Err(moment.as_str().to_owned()),
        }),
        expires: item.times.expires.as_ref().map(|moment| moment.as_str().to_owned()),
    }
}

/// Captions and summaries; alternative text stands in the place of a picture instead.
fn captions(item: &Item, main: &str) -> Vec<Spoken> {
    let is_caption = |line: &&Line| !line.role.as_deref().is_some_and(super::files::is_alternative);
    let shown = item.descriptions.iter().filter(is_caption);
    shown.map(|line| spoken(line.lang.as_deref(), &line.text, main)).collect()
}

fn tag(own: Option<&str>, main: &str) -> String {
    let own = markup::language(own);
    if own.is_empty() { main.to_owned() } else { own.to_owned() }
}

fn spoken(own: Option<&str>, text: &str, main: &str) -> Spoken {
    Spoken { language: tag(own, main), text: text.to_owned() }
}

fn name(concept: &Concept) -> Option<String> {
    let name = concept.names.first().map(|name| name.text.as_str());
    name.or(concept.literal.as_deref()).or(concept.code()).map(str::to_owned)
}

pub fn rights(item: &Item, main: &str) -> Vec<Spoken> {
    let mut all = Vec::new();
    for rights in &item.rights {
        all.extend(rights.holder.as_ref().and_then(name).map(|text| spoken(None, &text, main)));
        let lines = rights.notices.iter().chain(&rights.terms);
        all.extend(lines.map(|line| spoken(line.lang.as_deref(), &line.text, main)));
        all.extend(rights.linked.iter().map(|address| spoken(None, address, "")));
    }
    all
}

pub fn subjects(item: &Item) -> Vec<String> {
    let concepts = [&item.subjects, &item.places, &item.people, &item.organisations, &item.genres];
    let mut all: Vec<String> = concepts.into_iter().flatten().filter_map(name).collect();
    all.extend(item.keywords.iter().map(|line| line.text.clone()));
    all.dedup();
    all
}

pub fn link(link: &interwire_core::item::Link) -> Option<Link> {
    let what = link.title.as_ref().or(link.guid.as_ref()).or(link.href.as_ref())?;
    let text = link.rel.as_ref().map_or_else(|| what.clone(), |rel| format!("{rel}: {what}"));
    Some(Link { text, guid: link.guid.clone(), path: None })
}

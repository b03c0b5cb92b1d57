//! What the writers of feeds share: the parts of an entry, facts in a vocabulary of our own, and what feeds lack.

use crate::WriteError;
use crate::html::section;
use crate::losses::{Carries, Losses};
use crate::may_be_used;
use crate::stated_times::stated;
use crate::xml::Tag;
use interwire_core::item::{Concept, Item, Link, Markup, PubStatus, Rendition, text};

/// The vocabulary of facts that feeds have no words for: version, status, embargo.
pub(crate) const ITEM: &str = "urn:interwire:item";

/// The parts of an entry.
pub(crate) struct Parts<'a> {
    pub guid: &'a str,
    pub title: String,
    /// The story, HTML unless it is plain.
    pub story: Option<String>,
    pub is_plain: bool,
    pub summary: Option<String>,
    /// The page of the item, if it has one.
    pub page: Option<String>,
    pub categories: Vec<String>,
    pub authors: Vec<&'a Concept>,
    pub files: Vec<&'a Rendition>,
}

impl<'a> Parts<'a> {
    /// The parts of an item that may be shown; `None` for one that is withdrawn: readers of feeds know no status, so
    /// its story is not given to them.
    pub fn of(item: &'a Item, losses: &mut Losses) -> Result<(&'a str, Option<Self>), WriteError> {
        let missing = || WriteError::new("required_missing", "a feed requires a guid");
        let guid = item.guid.as_ref().ok_or_else(missing)?.as_str();
        if item.status() != PubStatus::Usable {
            losses.withdrawn(item, "readers of feeds know no status, so only the withdrawal is written");
            return Ok((guid, None));
        }
        if item.times.embargoed.is_some() {
            losses.add("embargo_not_heeded", "times/embargoed", "readers of feeds do not heed an embargo");
        }
        let bodies = text::story(item);
        if item.bodies.len() > bodies.len() {
            losses.add("feed_lacks", "bodies", "other forms of the same text are left out");
        }
        let is_plain = bodies.iter().all(|body| body.markup == Markup::Plain);
        let story: Vec<String> =
            bodies.iter().map(|body| if is_plain { body.text.clone() } else { section(body, losses) }).collect();
        let story = Some(story.join("\n")).filter(|story| !story.trim().is_empty());
        let href = |rel: &str| {
            item.links.iter().find(|link| link.rel.as_deref() == Some(rel)).and_then(|link| link.href.clone())
        };
        let page = href("alternate")
            .or_else(|| href("canonical"))
            .or_else(|| guid.starts_with("http").then(|| guid.to_owned()));
        let parts = Self {
            guid,
            title: text::collapse(item.headline().unwrap_or_default()),
            story,
            is_plain,
            summary: item.descriptions.first().map(|line| line.text.clone()).filter(|text| !text.trim().is_empty()),
            page,
            categories: item.subjects.iter().chain(&item.genres).filter_map(shown).collect(),
            authors: item.creators.iter().filter(|creator| shown(creator).is_some()).collect(),
            files: item.renditions.iter().filter(|rendition| rendition.href.is_some()).collect(),
        };
        if item.descriptions.len() > 1 {
            losses.add("feed_lacks", "descriptions", "an entry has one summary");
        }
        Ok((guid, Some(parts)))
    }
}

/// The name of a concept for people, else its code.
pub(crate) fn shown(concept: &Concept) -> Option<String> {
    let name = concept.names.first().map(|name| name.text.as_str()).or_else(|| concept.code());
    name.map(text::collapse).filter(|name| !name.is_empty())
}

/// Version, status, embargo and times as elements of our own vocabulary.
pub(crate) fn facts(item: &Item) -> Vec<Tag> {
    let [status, embargo] = [may_be_used::status(item), may_be_used::embargo(item)].map(|said| said.map(str::to_owned));
    let facts = [("iw:version", item.version.stated()), ("iw:status", status), ("iw:embargoed", embargo)];
    let facts = facts.into_iter().filter_map(|(name, value)| Some(Tag::new(name).text(&value?)));
    let times = stated(&item.times).map(|(name, at)| Tag::new("iw:time").with("name", name).text(at));
    facts.chain(times).collect()
}

/// What no feed has a place for; `bare` is a file as far as this one carries it.
pub(crate) fn lost(item: &Item, bare: fn(&Rendition) -> Rendition, losses: &mut Losses) {
    const CARRIES: Carries = Carries {
        whole: &[
            "bodies",
            "renditions",
            "links",
            "rights",
            "first_created",
            "content_created",
            "content_modified",
            "expires",
        ],
        words: &["bylines", "descriptions", "subjects", "keywords", "provider", "creators", "contributors"],
    };
    if item.status() != PubStatus::Usable {
        return;
    }
    losses.beside(CARRIES, item, "feed_lacks", "a feed has no place for it");
    if item.renditions.iter().any(|file| bare(file) != *file) {
        losses.add("feed_lacks", "renditions", "a feed does not say everything of a file");
    }
    let is_page = |link: &Link| matches!(link.rel.as_deref(), Some("alternate" | "canonical")) && link.href.is_some();
    if !item.links.iter().all(is_page) || item.links.len() > 1 {
        losses.add("feed_lacks", "links", "of references an entry has that to its page");
    }
    if item.keywords.iter().any(|word| word.text.contains(',')) {
        losses.add("feed_lacks", "keywords", "a comma ends a key word");
    }
    if item.renditions.iter().any(|rendition| rendition.href.is_none()) {
        losses.add("feed_lacks", "renditions", "a feed names files by their addresses");
    }
    if item.times.version_created.is_none() && item.times.first_created.is_some() {
        losses.add("time_taken", "version_created", "readers take the first time for that of the version");
    }
    let printed: Vec<String> = item.creators.iter().filter_map(shown).collect();
    if item.bylines.iter().any(|line| !printed.contains(&text::collapse(&line.text))) {
        losses.add("feed_lacks", "bylines", "a feed names creators, not bylines");
    }
    losses.kept(&item.extra);
}

//! Feed to items: finds the entries, and what the feed says of all of them.

use super::entry::{Entry, person};
use super::space::Spaces;
use super::text::construct;
use crate::orders;
use crate::shared::Shared;
use crate::xml::{self, Element};
use crate::{Read, ReadError, ReadItem, decode};
use interwire_core::item::{Concept, Item, ItemType, Limits, Line, Moment, Note, PubStatus, Rights};
use url::Url;

/// A longer base is not used: it would be written into every address that is relative to it.
const BASE_BYTES_MAX: usize = 200;

/// A longer language is not used for what stands around it: it would be written into every entry.
const LANGUAGE_BYTES_MAX: usize = 200;

/// What a feed says of every entry that does not say otherwise.
#[derive(Debug, Clone, Default)]
pub(super) struct Feed {
    pub language: Option<String>,
    pub provider: Option<Concept>,
    pub authors: Vec<Concept>,
    pub rights: Option<Rights>,
    pub base: Option<Url>,
    pub is_atom: bool,
}

impl Feed {
    /// How long a copy is.
    fn bytes(&self) -> usize {
        let line = |line: &Line| line.text.len() + size_of::<Line>();
        let concept = |concept: &Concept| {
            let texts = [&concept.uri, &concept.literal].into_iter().flatten().map(String::len).sum::<usize>();
            let names = concept.names.iter().map(|name| name.text.len() + size_of_val(name)).sum::<usize>();
            texts + names + size_of::<Concept>()
        };
        let concepts = self.authors.iter().chain(&self.provider).map(concept).sum::<usize>();
        let notices = self.rights.iter().flat_map(|rights| &rights.notices).map(line).sum::<usize>();
        concepts + notices + self.language.as_ref().map_or(0, String::len)
    }
}

/// Reads a feed of any kind of XML.
pub(crate) fn read(bytes: &[u8], limits: &Limits, format: &'static str) -> Result<Read, ReadError> {
    let decoded = decode::decode(bytes);
    let mut notes = decoded.notes;
    let (root, found) = xml::parse_mending(&decoded.text, limits)?;
    notes.extend(found);
    let spaces = Spaces::of(&root);
    let feed = feed(&root, &spaces, &mut notes);
    let mut entries = Vec::new();
    collect(&root, feed.base.as_ref(), &root, &spaces, 0, &mut entries);
    if entries.len() > limits.items_max {
        let message = format!("{} entries, more than the {} allowed", entries.len(), limits.items_max);
        return Err(ReadError::new("too_many_items", message));
    }
    let (mut shared, bytes) = (Shared::new(), feed.bytes());
    let read_one = |(element, base, lang): (&Element, Option<Url>, Option<String>)| -> ReadItem {
        if spaces.name(element) == ("at".to_owned(), "deleted-entry".to_owned()) {
            return deleted(element);
        }
        let said = if shared.allows(bytes) { feed.clone() } else { Feed { is_atom: feed.is_atom, ..Feed::default() } };
        let own = Feed { base, language: lang.or_else(|| said.language.clone()), ..said };
        Entry::read(element, &own, &spaces, format)
    };
    let items: Vec<ReadItem> = entries.into_iter().map(read_one).collect();
    notes.extend(shared.note());
    if items.is_empty() {
        notes.push(Note::new("no_items", "there is no entry in it"));
    }
    Ok(Read { format, items, notes })
}

/// The base of addresses in an element: its own, in the light of that around it.
pub(super) fn base_of(element: &Element, outer: Option<&Url>) -> Option<Url> {
    match element.attribute("xml:base").filter(|base| base.len() <= BASE_BYTES_MAX) {
        Some(base) => outer
            .map_or_else(|| Url::parse(base), |outer| outer.join(base))
            .ok()
            .filter(|base| base.as_str().len() <= BASE_BYTES_MAX)
            .or_else(|| outer.cloned()),
        None => outer.cloned(),
    }
}

/// The entries of a feed, with the base and language in force around each.
fn collect<'a>(
    element: &'a Element,
    base: Option<&Url>,
    root: &'a Element,
    spaces: &Spaces,
    depth: usize,
    out: &mut Vec<(&'a Element, Option<Url>, Option<String>)>,
) {
    const DEPTH_MAX: usize = 6;
    let stated = root.attribute("xml:lang").filter(|lang| depth > 0 && lang.len() <= LANGUAGE_BYTES_MAX);
    let lang = language(stated);
    let base = base_of(element, base);
    let (space, name) = spaces.name(element);
    let is_entry = matches!(name.as_str(), "item" | "entry") && matches!(space.as_str(), "" | "other");
    if is_entry || (space == "at" && name == "deleted-entry") {
        return out.push((element, base, lang));
    }
    if depth < DEPTH_MAX {
        element.elements().for_each(|child| collect(child, base.as_ref(), root, spaces, depth + 1, out));
    }
}

pub(super) fn language(stated: Option<&str>) -> Option<String> {
    stated.map(|lang| lang.trim().replace('_', "-")).filter(|lang| !lang.is_empty())
}

/// What the feed says of itself.
fn feed(root: &Element, spaces: &Spaces, notes: &mut Vec<Note>) -> Feed {
    let is_atom = matches!(root.local().to_ascii_lowercase().as_str(), "feed" | "entry");
    let mut feed = Feed { is_atom, base: base_of(root, None), ..Feed::default() };
    if root.local().eq_ignore_ascii_case("entry") {
        return feed;
    }
    let channel = root.elements().find(|child| spaces.name(child).1 == "channel").unwrap_or(root);
    let (mut title, mut link, mut left_out) = (None, None, Vec::new());
    let mut rights = Rights::default();
    feed.language = language(channel.attribute("xml:lang").or_else(|| root.attribute("xml:lang")));
    for child in channel.elements() {
        let (space, name) = spaces.name(child);
        let plain = || Some(construct(child, is_atom, spaces.scope()).plain()).filter(|text| !text.is_empty());
        match (space.as_str(), name.as_str()) {
            ("", "item" | "entry" | "items") | ("at", _) => {}
            ("", "title") => title = title.or_else(plain),
            ("", "link") => {
                let alternate = child.attribute("rel").is_none_or(|rel| rel == "alternate");
                let href = child.attribute("href").map(str::to_owned).or_else(plain);
                link = link.or(href.filter(|_| alternate));
            }
            ("" | "dc", "language") => feed.language = feed.language.take().or_else(|| language(Some(&child.line()))),
            ("", "author" | "managingeditor") | ("dc" | "itunes", "creator" | "author") => {
                feed.authors.extend(person(child, spaces));
            }
            ("", "copyright" | "rights") | ("dc", "rights") => {
                rights.notices.extend(plain().map(|text| Line::of(&text)))
            }
            _ if left_out.len() < 50 && !left_out.contains(&child.name) => left_out.push(child.name.clone()),
            _ => {}
        }
    }
    let short = link.as_deref().filter(|link| link.len() <= BASE_BYTES_MAX);
    let base = short.and_then(|link| Url::parse(link).ok());
    feed.base = feed.base.or(base);
    feed.provider = title.map(|title| Concept { uri: link, ..Concept::of_name(&title) });
    feed.rights = Some(rights).filter(|rights| !rights.notices.is_empty());
    if !left_out.is_empty() {
        let message = format!("what the feed says of itself is not kept with its items: {}", left_out.join(", "));
        notes.push(Note::new("feed_properties_left_out", message));
    }
    feed
}

/// An entry that its feed withdrew. spec: RFC 6721.
fn deleted(element: &Element) -> ReadItem {
    let mut item = Item { kind: Some(ItemType::Text), ..Item::default() };
    item.guid = element.attribute("ref").and_then(|name| name.parse().ok());
    item.times.version_created = element.attribute("when").map(Moment::new);
    let comment = element.elements().find(|child| child.local() == "comment").map(Element::line).unwrap_or_default();
    let mut words = comment.split_whitespace();
    let status = orders::status(words.next().unwrap_or_default().trim_end_matches([',', ';', ':', '.']));
    item.pub_status = Some(if status == PubStatus::Withheld { status } else { PubStatus::Canceled });
    if let Some(version) = comment.split_once("version ").map(|(_, version)| version.trim()) {
        item.version = interwire_core::item::Version::parse(version);
    }
    let order = orders::StatusOrder {
        guid: element.attribute("ref").unwrap_or_default().to_owned(),
        version: None,
        status: item.status(),
    };
    ReadItem { item, notes: vec![orders::note(&order)] }
}

//! One entry of a feed, from the words of RSS, Atom and the modules that news systems add to them.

use super::media::rendition;
use super::source::{Feed, base_of, language};
use super::space::Spaces;
use super::text::{Construct, construct};
use super::{is_new, made_name, moment};
use crate::ReadItem;
use crate::stated_times;
use crate::xml::{self, Element};
use interwire_core::item::{
    Body, Concept, Embargo, Extra, Item, ItemType, Line, Link, Markup, Name, Note, PubStatus, Rights, Version,
};
use url::Url;

/// An entry being read.
pub(super) struct Entry<'a> {
    feed: &'a Feed,
    spaces: &'a Spaces,
    item: Item,
    notes: Vec<Note>,
    base: Option<Url>,
    /// Texts that are the story if nothing better is there.
    summaries: Vec<(Construct, Option<String>)>,
    /// The titles of the feed format itself, which stand before those of modules.
    titles: Vec<Line>,
    rights: Rights,
    permalink: Option<String>,
    /// Whether our own vocabulary says which time is which.
    times_stated: bool,
}

impl<'a> Entry<'a> {
    /// Reads an entry.
    pub fn read(element: &Element, feed: &'a Feed, spaces: &'a Spaces, format: &str) -> ReadItem {
        let mut entry = Self {
            feed,
            spaces,
            item: Item { kind: Some(ItemType::Text), ..Item::default() },
            notes: Vec::new(),
            base: feed.base.clone(),
            summaries: Vec::new(),
            titles: Vec::new(),
            rights: Rights::default(),
            permalink: None,
            times_stated: false,
        };
        entry.item.languages.extend(language(element.attribute("xml:lang")));
        entry.permalink = element.attribute("rdf:about").or_else(|| element.attribute("about")).map(str::to_owned);
        element.elements().for_each(|child| entry.child(child));
        entry.finish(element, format)
    }

    fn construct(&self, element: &Element) -> Construct {
        construct(element, self.feed.is_atom, self.spaces.scope())
    }

    fn line(&self, element: &Element) -> Option<Line> {
        let line = self.construct(element).line();
        let lang = language(element.attribute("xml:lang"));
        (!line.text.is_empty()).then_some(Line { lang, ..line })
    }

    fn child(&mut self, element: &Element) {
        let (space, name) = self.spaces.name(element);
        if !self.core(element, &space, &name) && !self.module(element, &space, &name) {
            let xml = xml::fragment(element, self.spaces.scope());
            self.item.extra.push(Extra::xml(&element.name, xml));
        }
    }

    /// Words of RSS and Atom themselves, and the same words of Dublin Core; false if it is none.
    fn core(&mut self, element: &Element, space: &str, name: &str) -> bool {
        let text = element.line();
        let times = &mut self.item.times;
        match (space, name) {
            (_, _) if text.is_empty() && element.children.is_empty() && element.attributes.is_empty() => {}
            ("", "title") => {
                let line = self.line(element);
                self.titles.extend(line);
            }
            ("dc", "title") => {
                let line = self.line(element);
                self.item.headlines.extend(line);
            }
            ("", "link") => self.link(element, &text),
            ("", "guid" | "id") | ("dc", "identifier") => self.guid(element, &element.name_inside()),
            ("", "pubdate")
            | ("", "published" | "issued")
            | ("dc", "date")
            | ("dcterms", "issued" | "created" | "available")
            | ("prism", "publicationdate")
            | ("", "created") => {
                times.first_created.get_or_insert_with(|| moment(&text));
            }
            ("", "updated" | "modified") | ("dcterms", "modified") | ("prism", "modificationdate") => {
                times.version_created = Some(moment(&text));
            }
            ("", "expirationdate") => times.expires = Some(moment(&text)),
            ("", "description" | "summary" | "abstract")
            | ("dc" | "dcterms", "description" | "abstract")
            | ("excerpt", "encoded")
            | ("itunes", "summary" | "subtitle") => {
                let found = (self.construct(element), language(element.attribute("xml:lang")));
                if !found.0.text.trim().is_empty() {
                    self.summaries.push(found);
                }
            }
            ("content", "encoded")
            | ("xhtml", "body")
            | ("turbo", "content")
            | ("", "content" | "fullitem" | "body" | "content_encoded")
            // Engines that gather news ask for the whole text, each in a vocabulary of its own.
            | (_, "full-text" | "fulltext" | "full_text") => self.content(element),
            ("", "author") | ("dc" | "itunes", "creator" | "author") => {
                self.item.creators.extend(person(element, self.spaces))
            }
            ("", "contributor") | ("dc", "contributor") => self.item.contributors.extend(person(element, self.spaces)),
            ("", "category") | ("dc", "subject") | ("media", "category") => self.category(element, &text),
            ("", "copyright" | "rights") | ("dc", "rights") | ("media", "copyright") => {
                let line = self.line(element);
                self.rights.notices.extend(line);
            }
            ("cc" | "media", "license") => {
                let resource = element.attributes.iter().find(|(name, _)| name.ends_with("resource") || name == "href");
                let words = resource.is_some().then(|| text.clone()).filter(|text| !text.is_empty());
                self.rights.terms.extend(words.as_deref().map(Line::of));
                self.rights.linked.push(resource.map_or(text, |(_, uri)| uri.to_string()));
            }
            ("dc" | "", "language") => self.item.languages.extend(language(Some(&text))),
            ("dc", "publisher") => self.item.provider = Some(Concept::of_name(&text)),
            ("iw", "time") => {
                self.times_stated = true;
                return stated_times::take(times, element.attribute("name").unwrap_or_default(), &text);
            }
            ("iw", "version") => self.item.version = Version::parse(&text),
            ("iw", "status") => self.item.pub_status = Some(PubStatus::parse(&text)),
            ("iw", "embargoed") => times.embargoed = Some(Embargo::new(text.trim_start_matches("indefinite"))),
            _ => return false,
        }
        true
    }

    /// Words of the modules for media, sources, places; false if it is none.
    fn module(&mut self, element: &Element, space: &str, name: &str) -> bool {
        match (space, name) {
            ("", "enclosure") => self.media(element, Some("enclosure")),
            ("media", "content") => {
                self.media(element, None) && {
                    self.inside_media(element);
                    true
                }
            }
            ("media", "thumbnail") => self.media(element, Some("thumbnail")),
            ("itunes", "image") => self.media(element, Some("image")),
            ("media", "group") => {
                element.elements().for_each(|child| self.child(child));
                true
            }
            ("media", "title") if self.item.headlines.is_empty() && self.titles.is_empty() => {
                let line = self.line(element);
                self.item.headlines.extend(line);
                true
            }
            ("media", "description" | "text") => {
                let line = self.line(element).map(|line| Line { role: Some(format!("media:{name}")), ..line });
                self.item.descriptions.extend(line);
                true
            }
            ("media", "credit") => {
                let rel = element.attribute("role").map(str::to_owned);
                self.item.contributors.push(Concept { rel, ..Concept::of_name(&element.line()) });
                true
            }
            ("media" | "itunes", "keywords") => {
                let words = element.line();
                let words = words.split(',').map(str::trim).filter(|word| !word.is_empty());
                self.item.keywords.extend(words.map(Line::of));
                true
            }
            ("", "source") => self.source(element),
            ("", "comments") => {
                let href = Some(self.resolve(&element.line()));
                self.item.links.push(Link { rel: Some("comments".to_owned()), href, ..Link::default() });
                true
            }
            ("georss", "point") => self.point(&element.line()),
            ("georss", "where") => {
                let point = element.elements().find(|child| child.local() == "Point");
                point.and_then(|point| point.first("pos")).is_some_and(|pos| self.point(&pos.line()))
            }
            _ => false,
        }
    }

    /// Latitude and longitude in one line; false if it is none. spec: GeoRSS simple and GML.
    fn point(&mut self, line: &str) -> bool {
        let numbers: Vec<f64> =
            line.split(|c: char| c.is_whitespace() || c == ',').filter_map(|n| n.parse().ok()).collect();
        let [latitude, longitude] = numbers.as_slice() else { return false };
        let geo = format!("{{\"type\":\"Point\",\"coordinates\":[{longitude},{latitude}]}}");
        self.item.places.push(Concept { geo: Some(geo), ..Concept::default() });
        true
    }

    fn resolve(&self, href: &str) -> String {
        let href = href.trim();
        match (&self.base, Url::parse(href)) {
            (Some(base), Err(url::ParseError::RelativeUrlWithoutBase)) => {
                base.join(href).map_or_else(|_| href.to_owned(), |url| url.to_string())
            }
            _ => href.to_owned(),
        }
    }

    fn media(&mut self, element: &Element, name: Option<&str>) -> bool {
        let Some(mut rendition) = rendition(element, name, self.spaces) else { return false };
        rendition.href = rendition.href.map(|href| self.resolve(&href));
        if is_new(&self.item.renditions, &rendition) {
            self.item.renditions.push(rendition);
        }
        true
    }

    /// Headline and description inside a file count where the entry has none; they stay with the file too.
    fn inside_media(&mut self, element: &Element) {
        for child in element.elements() {
            let (space, name) = self.spaces.name(child);
            if space == "media"
                && matches!(name.as_str(), "title" | "thumbnail" | "category" | "keywords" | "credit" | "copyright")
                && !self.core(child, &space, &name)
            {
                self.module(child, &space, &name);
            }
        }
    }

    fn link(&mut self, element: &Element, text: &str) {
        let rel = element.attribute("rel").unwrap_or("alternate").trim().to_owned();
        let Some(href) = element.attribute("href").or(Some(text)).filter(|href| !href.trim().is_empty()) else {
            return;
        };
        let own = base_of(element, self.base.as_ref());
        let outer = std::mem::replace(&mut self.base, own);
        let href = self.resolve(href);
        match rel.as_str() {
            "enclosure" => {
                self.media(element, Some("enclosure"));
            }
            "license" => self.rights.linked.push(href),
            _ => {
                if rel == "alternate" && self.permalink.is_none() {
                    self.permalink = Some(href.clone());
                }
                let own = |name: &str| element.attribute(name).map(str::to_owned);
                let mut extra: Vec<Extra> = Vec::new();
                for (name, value) in &element.attributes {
                    if !matches!(name.as_str(), "rel" | "href" | "type" | "title" | "xml:base")
                        && !name.starts_with("xmlns")
                    {
                        extra.push(Extra::text(name, value));
                    }
                }
                let link = Link {
                    rel: Some(rel),
                    href: Some(href),
                    content_type: own("type"),
                    title: own("title"),
                    extra,
                    ..Link::default()
                };
                self.item.links.push(link);
            }
        }
        self.base = outer;
    }

    fn guid(&mut self, element: &Element, text: &str) {
        match text.parse() {
            Ok(guid) if self.item.guid.is_none() => self.item.guid = Some(guid),
            Ok(_) => self.item.extra.push(Extra::text(&element.name, text)),
            Err(_) if text.is_empty() => {}
            Err(_) => {
                self.item.extra.push(Extra::text(&element.name, text));
                self.notes
                    .push(Note::new("guid_invalid", "the name of the entry is not usable; it is kept as written"));
            }
        }
        if let Some(word) = element.attribute("isPermaLink") {
            if word.trim().eq_ignore_ascii_case("false") {
                self.item.extra.push(Extra::text("guid/isPermaLink", "false"));
            } else if self.permalink.is_none() {
                self.permalink = Some(text.to_owned());
            }
        }
    }

    fn content(&mut self, element: &Element) {
        if let Some(src) = element.attribute("src") {
            let href = self.resolve(src);
            let content_type = element.attribute("type").map(str::to_owned);
            self.item.links.push(Link {
                rel: Some("content".to_owned()),
                href: Some(href),
                content_type,
                ..Link::default()
            });
        }
        let found = self.construct(element);
        let lang = language(element.attribute("xml:lang"));
        if found.text.trim().is_empty() {
            return;
        }
        let base = base_of(element, self.base.as_ref());
        let body = body(found, lang, base.as_ref());
        // The same story twice, as in Atom and in a module, is one part in two forms.
        self.item.bodies.push(body);
    }

    fn category(&mut self, element: &Element, text: &str) {
        let own = |name: &str| element.attribute(name).map(str::trim).filter(|value| !value.is_empty());
        let term = own("term").unwrap_or(text);
        let label = own("label").or(Some(text).filter(|text| own("term").is_some() && !text.is_empty()));
        let mut concept =
            Concept { literal: Some(term.to_owned()).filter(|term| !term.is_empty()), ..Concept::default() };
        concept.names.extend(
            label
                .or(Some(term))
                .filter(|name| !name.is_empty())
                .map(|name| Name { text: name.to_owned(), ..Name::default() }),
        );
        for name in ["domain", "scheme"] {
            concept.extra.extend(own(name).map(|value| Extra::text(name, value)));
        }
        if concept != Concept::default() && is_new(&self.item.subjects, &concept) {
            self.item.subjects.push(concept);
        }
    }

    /// The feed an entry came from: an address and a name in RSS, a head of its own in Atom.
    fn source(&mut self, element: &Element) -> bool {
        let part = |name: &str| element.elements().find(|child| child.local().eq_ignore_ascii_case(name));
        let name = part("title").map_or_else(
            || if element.has_elements() { String::new() } else { element.line() },
            |title| self.construct(title).plain(),
        );
        let uri = part("id").map(Element::line).or_else(|| element.attribute("url").map(str::to_owned));
        let names = Some(name).filter(|name| !name.is_empty()).map(|text| Name { text, ..Name::default() });
        let concept = Concept { uri, names: names.into_iter().collect(), ..Concept::default() };
        if element.has_elements() {
            self.item.extra.push(Extra::xml("source", xml::fragment(element, self.spaces.scope())));
        }
        if concept != Concept::default() {
            self.item.info_sources.push(concept);
        }
        true
    }

    fn finish(mut self, element: &Element, format: &str) -> ReadItem {
        self.story();
        let mut headlines = std::mem::take(&mut self.titles);
        for line in self.item.headlines.drain(..) {
            if is_new(&headlines, &line) {
                headlines.push(line);
            }
        }
        self.item.headlines = headlines;
        let Self { feed, mut item, mut notes, rights, permalink, times_stated, .. } = self;
        if item.languages.is_empty() {
            item.languages.extend(feed.language.clone());
        }
        item.languages.dedup();
        if rights != Rights::default() {
            item.rights.push(rights);
        } else {
            item.rights.extend(feed.rights.clone());
        }
        if item.creators.is_empty() {
            item.creators.clone_from(&feed.authors);
        }
        let printed = item.creators.iter().filter_map(|creator| creator.names.first());
        item.bylines.extend(printed.map(|name| Line::of(&name.text)));
        item.provider = item.provider.take().or_else(|| feed.provider.clone());
        let times = &mut item.times;
        if times.version_created.is_none() && !times_stated {
            times.version_created.clone_from(&times.first_created);
            if !feed.is_atom {
                times.first_created = None;
            }
        }
        if item.guid.is_none() {
            let (name, note) = match permalink {
                Some(link) => (link, Note::new("guid_from_link", "the entry has no name; its address is taken for it")),
                None => {
                    let content = xml::inside(element);
                    let name = made_name(format, content.trim());
                    (
                        name,
                        Note::new("guid_made", "the entry has no name and no address; the guid is made of its content"),
                    )
                }
            };
            item.guid = name.parse().ok();
            notes.push(note);
        } else if item.guid.as_ref().is_some_and(|guid| !guid.as_str().contains([':', '/', '.'])) {
            notes.push(Note::new("guid_not_global", "the name of the entry is one only within its feed"));
        }
        ReadItem { item, notes }
    }

    /// Without a story of its own the longest summary is the story; the others are descriptions.
    fn story(&mut self) {
        let mut summaries = std::mem::take(&mut self.summaries);
        if self.item.bodies.is_empty()
            && let Some(at) =
                (0..summaries.len()).rev().max_by_key(|at| summaries.get(*at).map_or(0, |(found, _)| found.text.len()))
        {
            let (found, lang) = summaries.remove(at);
            self.item.bodies.push(body(found, lang, self.base.as_ref()));
        }
        let mut lines: Vec<Line> = Vec::new();
        for (found, lang) in summaries {
            let line = Line { lang, role: Some("summary".to_owned()), ..found.line() };
            if is_new(&lines, &line) {
                lines.push(line);
            }
        }
        lines.append(&mut self.item.descriptions);
        self.item.descriptions = lines;
    }
}

/// A body; the base of the addresses in it is kept with it.
fn body(found: Construct, lang: Option<String>, base: Option<&Url>) -> Body {
    let has_addresses = found.markup != Markup::Plain && ["href", "src"].iter().any(|name| found.text.contains(name));
    let extra = base.filter(|_| has_addresses).map(|base| Extra::text("base", base.as_str()));
    Body {
        content_type: found.content_type,
        lang,
        markup: found.markup,
        text: found.text.trim().to_owned(),
        extra: extra.into_iter().collect(),
        ..Body::default()
    }
}

/// A person: name, address and page in Atom; `mail (Name)` or a name in RSS.
pub(super) fn person(element: &Element, spaces: &Spaces) -> Option<Concept> {
    let part = |wanted: &str| {
        let found = element.elements().find(|child| spaces.name(child).1 == wanted);
        found.map(Element::line).filter(|text| !text.is_empty())
    };
    let text = element.line();
    let (name, email) = if element.has_elements() {
        (part("name").or_else(|| part("title")), part("email"))
    } else {
        split_mail(&text)
    };
    let uri = part("uri").or_else(|| part("url")).or_else(|| part("homepage"));
    let shown = name.or_else(|| email.clone()).or_else(|| uri.clone()).or(Some(text).filter(|text| !text.is_empty()))?;
    let extra = email.map(|email| Extra::text("email", &email)).into_iter().collect();
    Some(Concept { uri, extra, ..Concept::of_name(&shown) })
}

/// `mail (Name)`, `Name <mail>`, `Name (mail)`.
fn split_mail(text: &str) -> (Option<String>, Option<String>) {
    let own = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let parts = text.split_once(['(', '<']).map(|(before, inside)| (before, inside.trim_end_matches([')', '>', ' '])));
    match parts {
        Some((before, inside)) if before.contains('@') => (own(inside), own(before)),
        Some((before, inside)) if inside.contains('@') => (own(before), own(inside)),
        _ if text.contains('@') && !text.contains(' ') => (None, own(text)),
        _ => (own(text), None),
    }
}

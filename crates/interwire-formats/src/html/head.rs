//! What the head of a page says of it: title, meta elements, links.

use super::microdata;
use super::tokens::{self, Token};
use crate::feed::is_new;
use crate::stated_times::take;
use interwire_core::item::{Concept, Embargo, Extra, Item, Line, Link, Moment, PubStatus, Rendition, Rights, Version};

/// Reads the head, wherever its elements stand, into the item; says whether the page tells by their names which of its
/// times it knows, as our own do.
pub(super) fn read(all: &[Token], item: &mut Item) -> bool {
    let mut reader = Reader { item, title: None, headline: None, canonical: None, is_exact: false };
    for (at, token) in all.iter().enumerate() {
        match token.opens() {
            Some("html") => reader.html(token),
            Some("title") if reader.title.is_none() => {
                let end = tokens::end_of(all, at);
                let title = tokens::line(all.get(at..end).unwrap_or_default());
                reader.title = Some(title).filter(|title| !title.is_empty());
            }
            Some("meta") => reader.meta(token),
            Some("link") => reader.link(token),
            _ => {}
        }
    }
    let marked = microdata::read(all, reader.item);
    reader.headline = reader.headline.take().or(marked);
    reader.done()
}

struct Reader<'a> {
    item: &'a mut Item,
    title: Option<String>,
    headline: Option<String>,
    canonical: Option<String>,
    is_exact: bool,
}

impl Reader<'_> {
    fn html(&mut self, token: &Token) {
        let lang = token.attribute("lang").or_else(|| token.attribute("xml:lang"));
        self.language(lang.unwrap_or_default());
    }

    fn language(&mut self, lang: &str) {
        let lang = lang.trim().replace('_', "-");
        if !lang.is_empty() && !self.item.languages.contains(&lang) {
            self.item.languages.push(lang);
        }
    }

    fn meta(&mut self, token: &Token) {
        let name = ["name", "property", "itemprop", "http-equiv"].into_iter().find_map(|name| token.attribute(name));
        let (Some(name), Some(content)) = (name, token.attribute("content")) else { return };
        let content = content.trim();
        let lower = name.trim().to_ascii_lowercase();
        self.is_exact |= lower == "dcterms.created" || lower.starts_with("interwire.");
        let item = &mut *self.item;
        let rights = |item: &mut Item| item.rights.is_empty().then(|| item.rights.push(Rights::default()));
        match lower.as_str() {
            _ if content.is_empty() => {}
            "viewport" | "content-type" | "generator" | "x-ua-compatible" => {}
            "og:title" | "twitter:title" | "dcterms.title" | "dc.title" | "headline" => {
                self.headline.get_or_insert_with(|| content.to_owned());
            }
            "description" | "og:description" | "twitter:description" | "dcterms.description" | "dc.description" => {
                let line = Line::of(content);
                if is_new(&item.descriptions, &line) {
                    item.descriptions.push(line);
                }
            }
            "og:locale" | "content-language" | "language" | "dcterms.language" | "dc.language" | "inlanguage" => {
                self.language(content)
            }
            // The head comes first, so that a story with such elements in it says nothing else of the item.
            "dcterms.identifier" | "dc.identifier" => item.guid = item.guid.take().or(content.parse().ok()),
            "interwire.version" => item.version = Version::parse(content),
            name if name.strip_prefix("interwire.").is_some_and(|name| take(&mut item.times, name, content)) => {}
            "interwire.status" => {
                item.pub_status.get_or_insert_with(|| PubStatus::parse(content));
            }
            "interwire.embargo" => {
                let until = content.trim_start_matches("indefinite");
                item.times.embargoed.get_or_insert_with(|| Embargo::new(until));
            }
            "article:published_time" | "dcterms.created" | "dc.date" | "dcterms.date" | "datepublished" => {
                item.times.first_created.get_or_insert_with(|| Moment::new(content));
            }
            "article:modified_time" | "og:updated_time" | "dcterms.modified" | "datemodified" => {
                item.times.version_created.get_or_insert_with(|| Moment::new(content));
            }
            "article:expiration_time" => item.times.expires = Some(Moment::new(content)),
            "keywords" | "news_keywords" | "article:tag" => {
                for word in content.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()) {
                    let line = Line::of(word);
                    if is_new(&item.keywords, &line) {
                        item.keywords.push(line);
                    }
                }
            }
            "dcterms.subject" | "dc.subject" | "article:section" => item.subjects.push(Concept::of_name(content)),
            "author" | "byl" => item.bylines.push(Line::of(content)),
            "article:author" | "dcterms.creator" | "dc.creator" => item.creators.push(Concept::of_name(content)),
            "og:site_name" | "dcterms.publisher" | "dc.publisher" => {
                item.provider.get_or_insert_with(|| Concept::of_name(content));
            }
            "copyright" | "dcterms.rights" | "dc.rights" => {
                rights(item);
                item.rights.iter_mut().take(1).for_each(|rights| rights.notices.push(Line::of(content)));
            }
            "og:image" | "og:image:url" | "og:video" | "og:audio" | "twitter:image" => {
                let file = Rendition { href: Some(content.to_owned()), ..Rendition::default() };
                if is_new(&item.renditions, &file) {
                    item.renditions.push(file);
                }
            }
            "og:url" => {
                self.canonical.get_or_insert_with(|| content.to_owned());
            }
            _ => item.extra.push(Extra::text(&format!("meta/{name}"), content)),
        }
    }

    fn link(&mut self, token: &Token) {
        let (Some(rel), Some(href)) = (token.attribute("rel"), token.attribute("href")) else { return };
        match rel.trim().to_ascii_lowercase().as_str() {
            "canonical" => self.canonical = Some(href.trim().to_owned()),
            "license" => self.item.rights.push(Rights { linked: vec![href.to_owned()], ..Rights::default() }),
            "alternate" | "amphtml" | "prev" | "next" | "author" => self.item.links.push(Link {
                rel: Some(rel.to_owned()),
                href: Some(href.trim().to_owned()),
                content_type: token.attribute("type").map(str::to_owned),
                title: token.attribute("title").map(str::to_owned),
                ..Link::default()
            }),
            _ => {}
        }
    }

    fn done(self) -> bool {
        let Self { item, title, headline, canonical, is_exact } = self;
        if let (Some(headline), Some(title)) = (&headline, &title)
            && headline != title
        {
            item.extra.push(Extra::text("html/title", title));
        }
        item.headlines.extend(headline.or(title).as_deref().map(Line::of));
        if let Some(href) = canonical {
            match href.parse() {
                Ok(guid) if item.guid.is_none() => item.guid = Some(guid),
                _ => item.links.push(Link { rel: Some("canonical".to_owned()), href: Some(href), ..Link::default() }),
            }
        }
        is_exact
    }
}

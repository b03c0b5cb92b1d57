//! Vocabularies of feeds. Many feeds misname or forget them, so the usual prefixes count where nothing is declared.

use crate::xml::Element;
use std::collections::BTreeMap;

/// The short names of vocabularies: part of their address, and the name used here.
const SPACES: &[(&str, &str)] = &[
    ("purl.org/rss/1.0/modules/content", "content"),
    ("purl.org/rss/1.0/modules/slash", "slash"),
    ("purl.org/rss/1.0/modules/", "module"),
    ("purl.org/dc/elements", "dc"),
    ("purl.org/dc/terms", "dcterms"),
    ("search.yahoo.com/mrss", "media"),
    ("tools.search.yahoo.com/mrss", "media"),
    ("itunes.com/dtds/podcast", "itunes"),
    ("georss.org/georss", "georss"),
    ("turbo.yandex.ru", "turbo"),
    ("prismstandard.org/namespaces", "prism"),
    ("www.w3.org/1999/xhtml", "xhtml"),
    ("wordpress.org/export", "wp"),
    ("creativecommons.org/ns", "cc"),
    ("backend.userland.com/creativecommonsrssmodule", "cc"),
    ("web.resource.org/cc", "cc"),
    ("purl.org/atompub/tombstones", "at"),
    ("www.w3.org/1999/02/22-rdf-syntax-ns", "rdf"),
    ("www.w3.org/2005/atom", ""),
    ("purl.org/atom/ns", ""),
    ("purl.org/rss/1.0", ""),
    ("my.netscape.com/", ""),
    ("channel.netscape.com/", ""),
    ("backend.userland.com/", ""),
    ("blogs.law.harvard.edu/tech/rss", ""),
    ("cyber.law.harvard.edu/rss", ""),
    ("cyber.harvard.edu/rss", ""),
    ("urn:interwire:item", "iw"),
];
/// The prefixes by which they are known where no address is given.
const PREFIXES: &[(&str, &str)] =
    &[("atom", ""), ("rss", ""), ("a10", ""), ("creativecommons", "cc"), ("excerpt", "excerpt")];

/// The declarations of a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Spaces {
    prefixes: BTreeMap<String, String>,
    /// The same as attributes.
    scope: BTreeMap<String, String>,
}

/// No feed in use declares more, or has longer addresses.
const PREFIXES_MAX: usize = 100;
const URI_BYTES_MAX: usize = 200;

impl Spaces {
    /// Collects the declarations of a document; the first of a prefix counts.
    pub fn of(root: &Element) -> Self {
        let mut spaces = Self::default();
        spaces.collect(root, 0);
        spaces.scope = spaces.prefixes.iter().map(|(prefix, uri)| (format!("xmlns:{prefix}"), uri.clone())).collect();
        spaces
    }

    fn collect(&mut self, element: &Element, depth: usize) {
        const DEPTH_MAX: usize = 4;
        for (name, value) in &element.attributes {
            if let Some(prefix) = name.strip_prefix("xmlns:")
                && self.prefixes.len() < PREFIXES_MAX
                && value.len() <= URI_BYTES_MAX
            {
                self.prefixes.entry(prefix.to_ascii_lowercase()).or_insert_with(|| value.to_string());
            }
        }
        if depth < DEPTH_MAX {
            element.elements().for_each(|child| self.collect(child, depth + 1));
        }
    }

    /// The short name of the vocabulary and the name of an element, both in lower case. The words of the feed formats
    /// themselves have an empty vocabulary.
    pub fn name(&self, element: &Element) -> (String, String) {
        let (prefix, local) = element.name.split_once(':').unwrap_or(("", &element.name));
        let local = local.to_ascii_lowercase();
        if prefix.is_empty() {
            let own = element.attribute("xmlns").map(short).filter(|space| *space == "xhtml" || *space == "other");
            return (own.unwrap_or_default().to_owned(), local);
        }
        let prefix = prefix.to_ascii_lowercase();
        let known = self.prefixes.get(&prefix).map(|uri| short(uri)).filter(|space| *space != "other");
        let usual = || PREFIXES.iter().find(|(known, _)| *known == prefix).map(|(_, space)| *space);
        let space = known.or_else(usual).map_or(prefix, str::to_owned);
        (space, local)
    }

    /// The declarations as attributes, for elements that are kept.
    pub fn scope(&self) -> &BTreeMap<String, String> {
        &self.scope
    }
}

fn short(uri: &str) -> &'static str {
    let uri = uri.to_ascii_lowercase();
    SPACES.iter().find(|(part, _)| uri.contains(part)).map_or("other", |(_, space)| space)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml;
    use interwire_core::item::Limits;

    #[test]
    fn names_are_known_by_address_and_else_by_prefix() {
        let text = "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:x='http://purl.org/dc/elements/1.1/' \
                    xmlns:ss='http://purl.org/rss/1.0/'><x:Creator/><ss:item/><media:group/><atom:link/><title/>\
                    <body xmlns='http://www.w3.org/1999/xhtml'/></r:RDF>";
        let (root, _) = xml::parse(text, &Limits::default()).unwrap();
        let spaces = Spaces::of(&root);
        let names: Vec<String> =
            root.elements().map(|child| spaces.name(child)).map(|(s, l)| format!("{s}:{l}")).collect();
        assert_eq!(names, ["dc:creator", ":item", "media:group", ":link", ":title", "xhtml:body"]);
    }
}

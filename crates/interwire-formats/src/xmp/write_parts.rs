//! The shapes of XMP: texts, lists, texts in languages, structures.

use crate::xml::Tag;
use interwire_core::item::{Line, Name};

/// A list in which each is as good as the other.
pub(super) fn bag(name: &'static str, entries: impl IntoIterator<Item = Tag>) -> Option<Tag> {
    list(name, "rdf:Bag", entries)
}

/// A list in order.
pub(super) fn seq(name: &'static str, entries: impl IntoIterator<Item = Tag>) -> Option<Tag> {
    list(name, "rdf:Seq", entries)
}

fn list(name: &'static str, sort: &'static str, entries: impl IntoIterator<Item = Tag>) -> Option<Tag> {
    let list = Tag::new(sort).children(entries);
    (!list.is_empty()).then(|| Tag::new(name).child(list))
}

/// An entry that is a text.
pub(super) fn entry(text: &str) -> Tag {
    Tag::new("rdf:li").text(text)
}

/// An entry that is a structure.
pub(super) fn structure(fields: impl IntoIterator<Item = Tag>) -> Tag {
    Tag::new("rdf:li").with("rdf:parseType", "Resource").children(fields)
}

/// A text, if there is one.
pub(super) fn text(name: &'static str, text: Option<&str>) -> Option<Tag> {
    text.filter(|text| !text.trim().is_empty()).map(|text| Tag::new(name).text(text.trim()))
}

/// A text in its languages; the first is for all. `false` if some of them had to be left out.
pub(super) fn alt<'l>(
    name: &'static str,
    lines: impl IntoIterator<Item = (&'l str, Option<&'l str>)>,
) -> (Option<Tag>, bool) {
    let mut lines = lines.into_iter().filter(|(text, _)| !text.trim().is_empty()).peekable();
    let Some((first, _)) = lines.peek().copied() else { return (None, true) };
    let in_language = |lang: &str, text: &str| Tag::new("rdf:li").with("xml:lang", lang).text(text.trim());
    let mut list = Tag::new("rdf:Alt").child(in_language("x-default", first));
    let (mut seen, mut complete): (Vec<&str>, bool) = (Vec::new(), true);
    for (at, (text, lang)) in lines.enumerate() {
        match lang.filter(|lang| crate::spell::is_language(lang) && !seen.contains(lang)) {
            Some(lang) => {
                seen.push(lang);
                list = list.child(in_language(lang, text));
            }
            None => complete &= at == 0,
        }
    }
    (Some(Tag::new(name).child(list)), complete)
}

/// Lines for [`alt`].
pub(super) fn spoken(lines: &[Line]) -> impl Iterator<Item = (&str, Option<&str>)> {
    lines.iter().map(|line| (line.text.as_str(), line.lang.as_deref()))
}

/// Names for [`alt`].
pub(super) fn named(names: &[Name]) -> impl Iterator<Item = (&str, Option<&str>)> {
    names.iter().map(|name| (name.text.as_str(), name.lang.as_deref()))
}

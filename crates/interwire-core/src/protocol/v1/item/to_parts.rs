//! The parts of an item, joined from what ninjs carries and what the extension adds.

use super::extension::RightsV1;
use super::extension::{BodyV1, ConceptV1, EdNoteV1, EncodedV1, ExtraV1, HopV1, LineV1, LinkV1, NameV1, RenditionV1};
use super::ninjs::{NinjsConcept, NinjsLink, NinjsRendition, NinjsText};
use super::{DocumentError, field};
use crate::ids::Hash;
use crate::item::{Blob, Body, Concept, EdNote, EncodedRights, Extra, Form, Hop, Line, Link, Markup, Moment, Name};
use crate::item::{Rendition, Rights};

pub(super) type Result<T> = std::result::Result<T, DocumentError>;

/// How a body is marked up where only its media type tells.
pub(super) fn default_markup(content_type: Option<&str>) -> Markup {
    match content_type {
        Some(kind) if kind.contains("html") => Markup::Html,
        Some(kind) if kind.ends_with("xml") => Markup::Xml,
        _ => Markup::Plain,
    }
}

pub(super) fn extra(list: &[ExtraV1]) -> Result<Vec<Extra>> {
    let one = |parts: &ExtraV1| match parts.as_slice() {
        [name, value] => Ok(Extra { name: name.clone(), form: Form::Text, value: value.clone() }),
        [name, value, form] if form == "json" => Ok(Extra::json(name, value.clone())),
        [name, value, form] if form == "xml" => Ok(Extra::xml(name, value.clone())),
        _ => Err(field("extra", "neither [name, value] nor [name, value, json or xml]")),
    };
    list.iter().map(one).collect()
}

pub(super) fn line(ninjs: &NinjsText, more: Option<&LineV1>) -> Result<Line> {
    Ok(Line {
        role: ninjs.role.clone(),
        lang: more.and_then(|more| more.lang.clone()),
        content_type: ninjs.content_type.clone(),
        text: ninjs.value.clone(),
        extra: more.map_or_else(|| Ok(Vec::new()), |more| extra(&more.extra))?,
    })
}

pub(super) fn lines(list: &[LineV1]) -> Result<Vec<Line>> {
    let one = |line: &LineV1| {
        Ok(Line {
            role: line.role.clone(),
            lang: line.lang.clone(),
            content_type: line.content_type.clone(),
            text: line.text.clone().ok_or_else(|| field("interwire", "a line without text"))?,
            extra: extra(&line.extra)?,
        })
    };
    list.iter().map(one).collect()
}

fn markup(word: Option<&str>) -> Result<Option<Markup>> {
    match word {
        None => Ok(None),
        Some("plain") => Ok(Some(Markup::Plain)),
        Some("html") => Ok(Some(Markup::Html)),
        Some("xml") => Ok(Some(Markup::Xml)),
        Some(other) => Err(field("markup", format!("unknown word {other:?}"))),
    }
}

pub(super) fn body(ninjs: &NinjsText, more: Option<&BodyV1>) -> Result<Body> {
    let stated = markup(more.and_then(|more| more.markup.as_deref()))?;
    Ok(Body {
        role: ninjs.role.clone(),
        content_type: ninjs.content_type.clone(),
        lang: more.and_then(|more| more.lang.clone()),
        markup: stated.unwrap_or_else(|| default_markup(ninjs.content_type.as_deref())),
        part: more.and_then(|more| more.part).unwrap_or(0),
        text: ninjs.value.clone(),
        extra: more.map_or_else(|| Ok(Vec::new()), |more| extra(&more.extra))?,
    })
}

fn name(name: &NameV1) -> Name {
    Name { lang: name.lang.clone(), role: name.role.clone(), text: name.text.clone() }
}

pub(super) fn concept(ninjs: &NinjsConcept, more: Option<&ConceptV1>) -> Result<Concept> {
    let empty = ConceptV1::default();
    let more = more.unwrap_or(&empty);
    let names = if more.names.is_empty() {
        ninjs.name.iter().map(|text| Name { text: text.clone(), ..Name::default() }).collect()
    } else {
        more.names.iter().map(name).collect()
    };
    Ok(Concept {
        uri: ninjs.uri.clone(),
        qcode: more.qcode.clone(),
        literal: ninjs.literal.clone(),
        names,
        kind: more.kind.clone(),
        rel: ninjs.rel.clone().or(ninjs.role.clone()).or(more.rel.clone()),
        relevance: ninjs.relevance.or(more.relevance),
        confidence: ninjs.confidence.or(more.confidence),
        why: more.why.clone(),
        geo: more.geo.clone(),
        extra: extra(&more.extra)?,
    })
}

pub(super) fn whole_concept(c: &ConceptV1) -> Result<Concept> {
    Ok(Concept {
        uri: c.uri.clone(),
        qcode: c.qcode.clone(),
        literal: c.literal.clone(),
        names: c.names.iter().map(name).collect(),
        kind: c.kind.clone(),
        rel: c.rel.clone(),
        relevance: c.relevance,
        confidence: c.confidence,
        why: c.why.clone(),
        geo: c.geo.clone(),
        extra: extra(&c.extra)?,
    })
}

pub(super) fn concepts(list: &[ConceptV1]) -> Result<Vec<Concept>> {
    list.iter().map(whole_concept).collect()
}

pub(super) fn note(note: &EdNoteV1) -> Result<EdNote> {
    Ok(EdNote {
        role: note.role.clone(),
        lang: note.lang.clone(),
        non_public: note.non_public,
        text: note.text.clone(),
        extra: extra(&note.extra)?,
    })
}

pub(super) fn rendition(
    ninjs: &NinjsRendition,
    more: Option<&RenditionV1>,
    media: &[(Hash, u64)],
) -> Result<Rendition> {
    let empty = RenditionV1::default();
    let more = more.unwrap_or(&empty);
    let blob = match more.media {
        Some(at) => {
            let (hash, size_bytes) = *media.get(at).ok_or_else(|| field("interwire.renditions", "no such media"))?;
            Some(Blob { hash, size_bytes })
        }
        None => None,
    };
    Ok(Rendition {
        name: (!more.unnamed).then(|| ninjs.name.clone()),
        href: ninjs.href.clone(),
        content_type: ninjs.content_type.clone(),
        size_bytes: ninjs.size_in_bytes,
        width: ninjs.width,
        height: ninjs.height,
        duration: more.duration.clone().or_else(|| ninjs.duration.map(|seconds| seconds.to_string())),
        blob,
        extra: extra(&more.extra)?,
    })
}

pub(super) fn link(ninjs: &NinjsLink, more: Option<&LinkV1>) -> Result<Link> {
    let empty = LinkV1::default();
    let more = more.unwrap_or(&empty);
    Ok(Link {
        rel: ninjs.rel.clone(),
        name: (!more.unnamed).then(|| ninjs.name.clone()),
        href: more.href.clone(),
        guid: (!more.no_guid).then(|| ninjs.uri.clone()),
        version: ninjs.version.clone(),
        content_type: more.content_type.clone(),
        title: more.title.clone(),
        extra: extra(&more.extra)?,
    })
}

pub(super) fn rights(rights: &RightsV1) -> Result<Rights> {
    let encoded = |e: &EncodedV1| {
        let markup = markup(e.markup.as_deref())?.unwrap_or(Markup::Plain);
        Ok(EncodedRights {
            lang_id: e.lang_id.clone(),
            content_type: e.content_type.clone(),
            text: e.text.clone(),
            markup,
        })
    };
    Ok(Rights {
        holder: rights.holder.as_ref().map(whole_concept).transpose()?,
        notices: lines(&rights.notices)?,
        terms: lines(&rights.terms)?,
        linked: rights.linked.clone(),
        encoded: rights.encoded.iter().map(encoded).collect::<Result<_>>()?,
        extra: extra(&rights.extra)?,
    })
}

pub(super) fn hop(hop: &HopV1) -> Result<Hop> {
    Ok(Hop {
        seq: hop.seq,
        at: hop.at.as_deref().map(Moment::new),
        party: hop.party.as_ref().map(whole_concept).transpose()?,
        actions: concepts(&hop.actions)?,
        extra: extra(&hop.extra)?,
    })
}

//! The parts of an item, split into what ninjs carries and what is left over for the extension.

use super::extension::{BodyV1, ConceptV1, EdNoteV1, EncodedV1, ExtraV1, HopV1, LineV1, LinkV1, NameV1};
use super::extension::{RenditionV1, RightsV1};
use super::ninjs::{NinjsAltId, NinjsConcept, NinjsLink, NinjsRendition, NinjsText, RightsInfo};
use super::to_parts::default_markup;
use crate::ids::Hash;
use crate::item::Rights;
use crate::item::{AltId, Body, Concept, EdNote, EncodedRights, Extra, Form, Hop, Line, Link, Markup, Name, Rendition};
use std::collections::BTreeMap;

fn some_unless_empty<T: Default + PartialEq>(more: T) -> Option<T> {
    (more != T::default()).then_some(more)
}

/// The extra properties of anything.
pub(super) fn extra(list: &[Extra]) -> Vec<ExtraV1> {
    let form = |form| match form {
        Form::Text => None,
        Form::Json => Some("json".to_owned()),
        Form::Xml => Some("xml".to_owned()),
    };
    list.iter().map(|e| [e.name.clone(), e.value.clone()].into_iter().chain(form(e.form)).collect()).collect()
}

pub(super) fn line(line: &Line) -> (NinjsText, Option<LineV1>) {
    let carried =
        NinjsText { role: line.role.clone(), content_type: line.content_type.clone(), value: line.text.clone() };
    let more = LineV1 { lang: line.lang.clone(), extra: extra(&line.extra), ..LineV1::default() };
    (carried, some_unless_empty(more))
}

pub(super) fn lines(list: &[Line]) -> Vec<LineV1> {
    let whole = |line: &Line| LineV1 {
        text: Some(line.text.clone()),
        role: line.role.clone(),
        lang: line.lang.clone(),
        content_type: line.content_type.clone(),
        extra: extra(&line.extra),
    };
    list.iter().map(whole).collect()
}

fn markup_word(markup: Markup) -> &'static str {
    match markup {
        Markup::Plain => "plain",
        Markup::Html => "html",
        Markup::Xml => "xml",
    }
}

pub(super) fn body(body: &Body) -> (NinjsText, Option<BodyV1>) {
    let carried =
        NinjsText { role: body.role.clone(), content_type: body.content_type.clone(), value: body.text.clone() };
    let told = default_markup(body.content_type.as_deref()) == body.markup;
    let more = BodyV1 {
        lang: body.lang.clone(),
        markup: (!told).then(|| markup_word(body.markup).to_owned()),
        part: Some(body.part).filter(|part| *part > 0),
        extra: extra(&body.extra),
    };
    (carried, some_unless_empty(more))
}

/// How a kind of ninjs concept spells its relation to the item.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Rel {
    None,
    Same,
    Role,
}

/// What a kind of ninjs concept can carry.
#[derive(Clone, Copy)]
pub(super) struct Carries {
    pub rel: Rel,
    /// Relevance and confidence up to 100.
    pub marks: bool,
}

pub(super) fn concept(concept: &Concept, carries: Carries) -> (NinjsConcept, Option<ConceptV1>) {
    let plain_name = matches!(concept.names.as_slice(), [] | [Name { lang: None, role: None, .. }]);
    let rel = |which| concept.rel.clone().filter(|_| carries.rel == which);
    let fits = |mark: Option<u8>| mark.filter(|mark| carries.marks && *mark <= 100);
    let carried = NinjsConcept {
        name: concept.names.first().map(|name| name.text.clone()),
        uri: concept.uri.clone(),
        literal: concept.literal.clone(),
        rel: rel(Rel::Same),
        role: rel(Rel::Role),
        relevance: fits(concept.relevance),
        confidence: fits(concept.confidence),
    };
    let mut more = ConceptV1 { uri: None, literal: None, ..whole_concept(concept) };
    if plain_name {
        more.names.clear();
    }
    if carries.rel != Rel::None {
        more.rel = None;
    }
    more.relevance = concept.relevance.filter(|_| carried.relevance.is_none());
    more.confidence = concept.confidence.filter(|_| carried.confidence.is_none());
    (carried, some_unless_empty(more))
}

pub(super) fn whole_concept(concept: &Concept) -> ConceptV1 {
    let name = |n: &Name| NameV1 { text: n.text.clone(), lang: n.lang.clone(), role: n.role.clone() };
    ConceptV1 {
        uri: concept.uri.clone(),
        qcode: concept.qcode.clone(),
        literal: concept.literal.clone(),
        names: concept.names.iter().map(name).collect(),
        kind: concept.kind.clone(),
        rel: concept.rel.clone(),
        relevance: concept.relevance,
        confidence: concept.confidence,
        why: concept.why.clone(),
        geo: concept.geo.clone(),
        extra: extra(&concept.extra),
    }
}

pub(super) fn concepts(list: &[Concept]) -> Vec<ConceptV1> {
    list.iter().map(whole_concept).collect()
}

pub(super) fn note(note: &EdNote) -> EdNoteV1 {
    EdNoteV1 {
        text: note.text.clone(),
        role: note.role.clone(),
        lang: note.lang.clone(),
        non_public: note.non_public,
        extra: extra(&note.extra),
    }
}

pub(super) fn rendition(r: &Rendition, media: &BTreeMap<(Hash, u64), usize>) -> (NinjsRendition, Option<RenditionV1>) {
    let in_seconds = Extra::find(&r.extra, "durationunit").is_none();
    let seconds: Option<u32> = r.duration.as_deref().filter(|_| in_seconds).and_then(|text| text.parse().ok());
    let seconds = seconds.filter(|seconds| Some(seconds.to_string()) == r.duration);
    let carried = NinjsRendition {
        name: r.name.clone().unwrap_or_default(),
        href: r.href.clone(),
        content_type: r.content_type.clone(),
        size_in_bytes: r.size_bytes,
        width: r.width,
        height: r.height,
        duration: seconds,
    };
    let more = RenditionV1 {
        unnamed: r.name.is_none(),
        duration: r.duration.clone().filter(|_| seconds.is_none()),
        media: r.blob.and_then(|blob| media.get(&(blob.hash, blob.size_bytes)).copied()),
        extra: extra(&r.extra),
    };
    (carried, some_unless_empty(more))
}

pub(super) fn link(link: &Link) -> (NinjsLink, Option<LinkV1>) {
    let name = link.name.as_ref().or(link.title.as_ref());
    let carried = NinjsLink {
        name: name.cloned().unwrap_or_default(),
        uri: link.guid.as_ref().or(link.href.as_ref()).cloned().unwrap_or_default(),
        rel: link.rel.clone(),
        version: link.version.clone(),
    };
    let more = LinkV1 {
        unnamed: link.name.is_none(),
        no_guid: link.guid.is_none(),
        href: link.href.clone(),
        content_type: link.content_type.clone(),
        title: link.title.clone(),
        extra: extra(&link.extra),
    };
    (carried, some_unless_empty(more))
}

/// ninjs carries one expression, so the first that is there.
pub(super) fn rights_info(rights: &Rights) -> Option<RightsInfo> {
    if let Some(linked) = rights.linked.first() {
        return Some(RightsInfo { lang_id: None, linked_rights: Some(linked.clone()), encoded_rights: None });
    }
    let encoded = rights.encoded.first()?;
    Some(RightsInfo {
        lang_id: encoded.lang_id.clone(),
        linked_rights: None,
        encoded_rights: Some(encoded.text.clone()),
    })
}

pub(super) fn rights_v1(rights: &Rights) -> RightsV1 {
    let encoded = |e: &EncodedRights| EncodedV1 {
        lang_id: e.lang_id.clone(),
        content_type: e.content_type.clone(),
        text: e.text.clone(),
        markup: Some(e.markup).filter(|m| *m != Markup::Plain).map(|m| markup_word(m).to_owned()),
    };
    RightsV1 {
        holder: rights.holder.as_ref().map(whole_concept),
        notices: lines(&rights.notices),
        terms: lines(&rights.terms),
        linked: rights.linked.clone(),
        encoded: rights.encoded.iter().map(encoded).collect(),
        extra: extra(&rights.extra),
    }
}

pub(super) fn hop(hop: &Hop) -> HopV1 {
    HopV1 {
        seq: hop.seq,
        at: hop.at.as_ref().map(|at| at.as_str().to_owned()),
        party: hop.party.as_ref().map(whole_concept),
        actions: concepts(&hop.actions),
        extra: extra(&hop.extra),
    }
}

pub(super) fn alt_id(id: &AltId) -> (NinjsAltId, Option<Vec<ExtraV1>>) {
    let more = extra(&id.extra);
    (NinjsAltId { role: id.role.clone(), value: id.value.clone() }, some_unless_empty(more))
}

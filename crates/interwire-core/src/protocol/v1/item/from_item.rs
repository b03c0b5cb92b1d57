//! Item to document: each value goes to ninjs if ninjs can carry it, and what is left over to the extension.

use super::extension::Extension;
use super::from_parts::{
    Carries, Rel, alt_id, body, concept, concepts, extra, hop, line, lines, link, note, rendition, rights_info,
    rights_v1, whole_concept,
};
use super::ninjs::{Ninjs, Standard};
use super::to_item::{one_line, one_note, one_place, one_rights};
use super::{DocumentError, Salt};
use crate::ids::{ItemId, PartyId};
use crate::item::{Concept, Embargo, Item, ItemType, Line, Moment, PubStatus};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// What ninjs says of an item that stays embargoed until it is released: later than any reader will wait.
pub(super) const NEVER: &str = "9999-12-31T23:59:59Z";
/// The word of the extension for the same.
pub(super) const INDEFINITE: &str = "indefinite";

/// The document of an item.
pub(super) fn document(item: &Item, source: &PartyId, id: &ItemId, salt: Salt) -> Result<Ninjs, DocumentError> {
    let guid = item.guid.as_ref().ok_or(DocumentError::NoGuid)?;
    let interwire = Extension {
        v: 1,
        source: source.to_string(),
        item: id.to_string(),
        guid: guid.to_string(),
        version: item.version.number(),
        status: item.status().to_string(),
        salt: URL_SAFE_NO_PAD.encode(salt),
        extra: extra(&item.extra),
        ..Extension::default()
    };
    let mut doc = Ninjs { uri: guid.to_string(), standard: standard(), interwire, ..Ninjs::default() };
    head(item, &mut doc);
    texts(item, &mut doc);
    about(item, &mut doc);
    media(item, &mut doc);
    rights_and_notes(item, &mut doc);
    Ok(doc)
}

/// What the item is, when it was made and when it may be used.
fn head(item: &Item, doc: &mut Ninjs) {
    let text = |moment: &Option<Moment>| moment.as_ref().map(|m| m.as_str().to_owned());
    let (times, kind) = (&item.times, item.kind.as_ref());
    let is_other = |kind: &&ItemType| matches!(kind, ItemType::Other(_));
    doc.kind = kind.filter(|kind| !is_other(kind)).map(ToString::to_string);
    doc.interwire.kind = kind.filter(is_other).map(ToString::to_string);
    doc.version = item.version.stated();
    doc.pub_status = item.pub_status.as_ref().map(ninjs_status);
    doc.version_created = text(&times.version_created);
    doc.first_created = text(&times.first_created);
    doc.content_created = text(&times.content_created);
    doc.interwire.content_modified = text(&times.content_modified);
    doc.expires = text(&times.expires);
    doc.embargoed_until = times.embargoed.as_ref().map(|embargo| match embargo {
        Embargo::Until(moment) => moment.as_str().to_owned(),
        Embargo::Indefinite => NEVER.to_owned(),
    });
    doc.interwire.embargoed = matches!(times.embargoed, Some(Embargo::Indefinite)).then(|| INDEFINITE.to_owned());
    doc.language = item.languages.first().cloned();
    doc.interwire.languages = item.languages.iter().skip(1).cloned().collect();
    doc.urgency = item.urgency;
    doc.interwire.priority = item.priority;
}

/// Everything to be read.
fn texts(item: &Item, doc: &mut Ninjs) {
    let ext = &mut doc.interwire;
    (doc.headlines, ext.headlines) = split(&item.headlines, line);
    (doc.descriptions, ext.descriptions) = split(&item.descriptions, line);
    (doc.bodies, ext.bodies) = split(&item.bodies, body);
    doc.by = first_text(&item.bylines);
    ext.bylines = unless(one_line(doc.by.clone()) == item.bylines, || lines(&item.bylines));
    doc.slugline = first_text(&item.sluglines);
    ext.sluglines = unless(one_line(doc.slugline.clone()) == item.sluglines, || lines(&item.sluglines));
    ext.creditlines = lines(&item.creditlines);
    ext.datelines = lines(&item.datelines);
    ext.keywords = lines(&item.keywords);
    ext.generators = lines(&item.generators);
}

/// Concepts.
fn about(item: &Item, doc: &mut Ninjs) {
    let ext = &mut doc.interwire;
    let named = |c: &Concept| concept(c, Carries { rel: Rel::Same, marks: false });
    let bare = |c: &Concept| concept(c, Carries { rel: Rel::None, marks: false });
    (doc.subjects, ext.subjects) = split(&item.subjects, |c| concept(c, Carries { rel: Rel::Same, marks: true }));
    (doc.places, ext.places) = split(&item.places, named);
    (doc.people, ext.people) = split(&item.people, named);
    (doc.organisations, ext.organisations) = split(&item.organisations, named);
    (doc.genres, ext.genres) = split(&item.genres, bare);
    (doc.info_sources, ext.info_sources) =
        split(&item.info_sources, |c| concept(c, Carries { rel: Rel::Role, marks: false }));
    let (digital_source, more) = item.digital_source.as_ref().map(bare).unzip();
    (doc.digital_source_type, ext.digital_source) = (digital_source, more.flatten());
    doc.located = item.located.first().and_then(name_of);
    ext.located = unless(one_place(doc.located.clone()) == item.located, || concepts(&item.located));
    ext.signals = concepts(&item.signals);
    ext.provider = item.provider.as_ref().map(whole_concept);
    ext.creators = concepts(&item.creators);
    ext.contributors = concepts(&item.contributors);
}

/// Files, and names and references of other things.
fn media(item: &Item, doc: &mut Ninjs) {
    let (ext, media) = (&mut doc.interwire, item.media());
    let places = media.iter().copied().zip(0..).collect();
    (doc.renditions, ext.renditions) = split(&item.renditions, |r| rendition(r, &places));
    (doc.associations, ext.links) = split(&item.links, link);
    (doc.alt_ids, ext.alt_ids) = split(&item.alt_ids, alt_id);
    ext.media = media.iter().map(|(hash, size)| (hash.to_string(), *size)).collect();
    ext.hops = item.hops.iter().map(hop).collect();
}

fn rights_and_notes(item: &Item, doc: &mut Ninjs) {
    let rights = item.rights.first();
    doc.copyright_holder = rights.and_then(|r| r.holder.as_ref()).and_then(name_of);
    doc.copyright_notice = rights.and_then(|r| first_text(&r.notices));
    doc.usage_terms = rights.and_then(|r| first_text(&r.terms));
    doc.rights_info = rights.and_then(rights_info);
    let carried = one_rights(doc) == item.rights;
    doc.interwire.rights = unless(carried, || item.rights.iter().map(rights_v1).collect());
    doc.ed_note = item.ed_notes.first().map(|note| note.text.clone());
    let carried = one_note(doc.ed_note.clone()) == item.ed_notes;
    doc.interwire.ed_notes = unless(carried, || item.ed_notes.iter().map(note).collect());
}

/// The mark that every document carries.
pub(super) fn standard() -> Standard {
    Standard { name: "ninjs".to_owned(), version: "3.1".to_owned() }
}

/// A reader of plain ninjs must not use what we would not.
fn ninjs_status(status: &PubStatus) -> String {
    match status {
        PubStatus::Other(_) => PubStatus::Withheld.to_string(),
        known => known.to_string(),
    }
}

fn unless<T>(carried: bool, all: impl FnOnce() -> T) -> Option<T> {
    (!carried).then(all)
}

/// Splits a list into what ninjs carries and what is left over, without the empty rest at the end.
fn split<T, N, M>(list: &[T], part: impl Fn(&T) -> (N, Option<M>)) -> (Vec<N>, Vec<Option<M>>) {
    let (carried, mut more): (Vec<N>, Vec<Option<M>>) = list.iter().map(part).unzip();
    while matches!(more.last(), Some(None)) {
        more.pop();
    }
    (carried, more)
}

fn first_text(list: &[Line]) -> Option<String> {
    list.first().map(|line| line.text.clone())
}

fn name_of(concept: &Concept) -> Option<String> {
    let name = concept.names.first().map(|name| name.text.as_str());
    name.or_else(|| concept.code()).map(str::to_owned)
}

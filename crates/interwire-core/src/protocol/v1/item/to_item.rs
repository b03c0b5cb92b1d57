//! Document to item: the exact inverse of `from_item`.

use super::extension::RightsV1;
use super::extension::{BodyV1, ConceptV1, EdNoteV1, EncodedV1, ExtraV1, HopV1, LineV1, LinkV1, NameV1, RenditionV1};
use super::from_item::{INDEFINITE, standard};
use super::ninjs::{Ninjs, NinjsConcept, NinjsLink, NinjsRendition, NinjsText};
use super::{DocumentError, field};
use crate::ids::Hash;
use crate::item::{AltId, Blob, Body, Concept, EdNote, Embargo, EncodedRights, Extra, Form, Hop, Item, ItemType, Line};
use crate::item::{Link, Markup, Moment, Name, PubStatus, Rendition, Rights, Times, Version};

type Result<T> = std::result::Result<T, DocumentError>;

/// The item of a document.
pub(super) fn item(doc: &Ninjs) -> Result<Item> {
    let ext = &doc.interwire;
    if doc.standard != standard() {
        return Err(field("standard", "not ninjs 3.1"));
    }
    let moment = |text: &Option<String>| text.as_deref().map(Moment::new);
    let media = ext.media.iter().map(|(hash, size)| Ok((hash.parse()?, *size))).collect::<Result<Vec<_>>>()?;
    let about = |list: &[NinjsConcept], more: &[Option<ConceptV1>]| join(list, more, concept);
    Ok(Item {
        guid: Some(doc.uri.parse()?),
        version: doc.version.as_deref().map_or(Version::Absent, Version::parse),
        kind: ext.kind.as_deref().or(doc.kind.as_deref()).map(ItemType::parse),
        pub_status: doc.pub_status.as_ref().map(|_| PubStatus::parse(&ext.status)),
        languages: doc.language.iter().chain(&ext.languages).cloned().collect(),
        headlines: join(&doc.headlines, &ext.headlines, line)?,
        sluglines: or_one(&ext.sluglines, &doc.slugline)?,
        bylines: or_one(&ext.bylines, &doc.by)?,
        creditlines: lines(&ext.creditlines)?,
        datelines: lines(&ext.datelines)?,
        located: match &ext.located {
            Some(all) => concepts(all)?,
            None => one_place(doc.located.clone()),
        },
        bodies: join(&doc.bodies, &ext.bodies, body)?,
        descriptions: join(&doc.descriptions, &ext.descriptions, line)?,
        subjects: about(&doc.subjects, &ext.subjects)?,
        places: about(&doc.places, &ext.places)?,
        people: about(&doc.people, &ext.people)?,
        organisations: about(&doc.organisations, &ext.organisations)?,
        genres: about(&doc.genres, &ext.genres)?,
        keywords: lines(&ext.keywords)?,
        urgency: doc.urgency,
        priority: ext.priority,
        renditions: join(&doc.renditions, &ext.renditions, |r, m| rendition(r, m, &media))?,
        links: join(&doc.associations, &ext.links, link)?,
        rights: match &ext.rights {
            Some(all) => all.iter().map(rights).collect::<Result<_>>()?,
            None => one_rights(doc),
        },
        ed_notes: match &ext.ed_notes {
            Some(all) => all.iter().map(note).collect::<Result<_>>()?,
            None => one_note(doc.ed_note.clone()),
        },
        signals: concepts(&ext.signals)?,
        times: Times {
            version_created: moment(&doc.version_created),
            first_created: moment(&doc.first_created),
            content_created: moment(&doc.content_created),
            content_modified: moment(&ext.content_modified),
            embargoed: embargo(doc.embargoed_until.as_deref(), ext.embargoed.as_deref())?,
            expires: moment(&doc.expires),
        },
        provider: ext.provider.as_ref().map(whole_concept).transpose()?,
        creators: concepts(&ext.creators)?,
        contributors: concepts(&ext.contributors)?,
        info_sources: about(&doc.info_sources, &ext.info_sources)?,
        alt_ids: join(&doc.alt_ids, &ext.alt_ids, |id, more| {
            let extra = more.map_or_else(|| Ok(Vec::new()), |more| extra(more))?;
            Ok(AltId { role: id.role.clone(), value: id.value.clone(), extra })
        })?,
        digital_source: doc
            .digital_source_type
            .as_ref()
            .map(|c| concept(c, ext.digital_source.as_ref()))
            .transpose()?,
        hops: ext.hops.iter().map(hop).collect::<Result<_>>()?,
        generators: lines(&ext.generators)?,
        extra: extra(&ext.extra)?,
    })
}

/// The embargo, from `embargoedUntil` and the word of the extension.
pub(super) fn embargo(ninjs: Option<&str>, word: Option<&str>) -> Result<Option<Embargo>> {
    match word {
        Some(INDEFINITE) => Ok(Some(Embargo::Indefinite)),
        Some(other) => Err(field("interwire.embargoed", format!("unknown word {other:?}"))),
        None => Ok(ninjs.map(|text| Embargo::Until(Moment::new(text)))),
    }
}

/// How a body is marked up where only its media type tells.
pub(super) fn default_markup(content_type: Option<&str>) -> Markup {
    match content_type {
        Some(kind) if kind.contains("html") => Markup::Html,
        Some(kind) if kind.ends_with("xml") => Markup::Xml,
        _ => Markup::Plain,
    }
}

/// The lines that one ninjs text stands for.
pub(super) fn one_line(text: Option<String>) -> Vec<Line> {
    text.map(|text| Line { text, ..Line::default() }).into_iter().collect()
}

/// The notes that `edNote` stands for.
pub(super) fn one_note(text: Option<String>) -> Vec<EdNote> {
    text.map(|text| EdNote { text, ..EdNote::default() }).into_iter().collect()
}

/// The places that `located` stands for.
pub(super) fn one_place(text: Option<String>) -> Vec<Concept> {
    text.as_deref().map(Concept::of_name).into_iter().collect()
}

/// The rights that the ninjs properties stand for.
pub(super) fn one_rights(doc: &Ninjs) -> Vec<Rights> {
    let info = doc.rights_info.as_ref();
    let rights = Rights {
        holder: doc.copyright_holder.as_deref().map(Concept::of_name),
        notices: one_line(doc.copyright_notice.clone()),
        terms: one_line(doc.usage_terms.clone()),
        linked: info.and_then(|info| info.linked_rights.clone()).into_iter().collect(),
        encoded: info
            .and_then(|info| Some((info.lang_id.clone(), info.encoded_rights.clone()?)))
            .map(|(lang_id, text)| EncodedRights { lang_id, text, ..EncodedRights::default() })
            .into_iter()
            .collect(),
        extra: Vec::new(),
    };
    if rights == Rights::default() { Vec::new() } else { vec![rights] }
}

/// Joins a ninjs list with what the extension adds to its entries.
fn join<N, M, T>(list: &[N], more: &[Option<M>], one: impl Fn(&N, Option<&M>) -> Result<T>) -> Result<Vec<T>> {
    if more.len() > list.len() {
        return Err(field("interwire", "a list of the extension is longer than the ninjs list beside it"));
    }
    list.iter().enumerate().map(|(at, n)| one(n, more.get(at).and_then(Option::as_ref))).collect()
}

fn or_one(all: &Option<Vec<LineV1>>, one: &Option<String>) -> Result<Vec<Line>> {
    match all {
        Some(all) => lines(all),
        None => Ok(one_line(one.clone())),
    }
}

fn extra(list: &[ExtraV1]) -> Result<Vec<Extra>> {
    let one = |parts: &ExtraV1| match parts.as_slice() {
        [name, value] => Ok(Extra { name: name.clone(), form: Form::Text, value: value.clone() }),
        [name, value, form] if form == "json" => Ok(Extra::json(name, value.clone())),
        [name, value, form] if form == "xml" => Ok(Extra::xml(name, value.clone())),
        _ => Err(field("extra", "neither [name, value] nor [name, value, json or xml]")),
    };
    list.iter().map(one).collect()
}

fn line(ninjs: &NinjsText, more: Option<&LineV1>) -> Result<Line> {
    Ok(Line {
        role: ninjs.role.clone(),
        lang: more.and_then(|more| more.lang.clone()),
        content_type: ninjs.content_type.clone(),
        text: ninjs.value.clone(),
        extra: more.map_or_else(|| Ok(Vec::new()), |more| extra(&more.extra))?,
    })
}

fn lines(list: &[LineV1]) -> Result<Vec<Line>> {
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

fn body(ninjs: &NinjsText, more: Option<&BodyV1>) -> Result<Body> {
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

fn concept(ninjs: &NinjsConcept, more: Option<&ConceptV1>) -> Result<Concept> {
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

fn whole_concept(c: &ConceptV1) -> Result<Concept> {
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

fn concepts(list: &[ConceptV1]) -> Result<Vec<Concept>> {
    list.iter().map(whole_concept).collect()
}

fn note(note: &EdNoteV1) -> Result<EdNote> {
    Ok(EdNote {
        role: note.role.clone(),
        lang: note.lang.clone(),
        non_public: note.non_public,
        text: note.text.clone(),
        extra: extra(&note.extra)?,
    })
}

fn rendition(ninjs: &NinjsRendition, more: Option<&RenditionV1>, media: &[(Hash, u64)]) -> Result<Rendition> {
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

fn link(ninjs: &NinjsLink, more: Option<&LinkV1>) -> Result<Link> {
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

fn rights(rights: &RightsV1) -> Result<Rights> {
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

fn hop(hop: &HopV1) -> Result<Hop> {
    Ok(Hop {
        seq: hop.seq,
        at: hop.at.as_deref().map(Moment::new),
        party: hop.party.as_ref().map(whole_concept).transpose()?,
        actions: concepts(&hop.actions)?,
        extra: extra(&hop.extra)?,
    })
}

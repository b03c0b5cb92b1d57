//! Document to item: the exact inverse of `from_item`.

use super::extension::{ConceptV1, LineV1};
use super::field;
use super::from_item::{INDEFINITE, standard};
use super::ninjs::{Ninjs, NinjsConcept};
use super::to_parts::{
    Result, body, concept, concepts, extra, hop, line, lines, link, note, rendition, rights, whole_concept,
};
use crate::item::{
    AltId, Concept, EdNote, Embargo, EncodedRights, Item, ItemType, Line, Moment, PubStatus, Rights, Times, Version,
};

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

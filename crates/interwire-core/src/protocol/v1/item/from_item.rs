//! Item to document: each value goes to ninjs if ninjs can carry it, and what is left over to the extension.

use super::extension::{BodyV1, ConceptV1, EdNoteV1, EncodedV1, Extension, ExtraV1, HopV1, LineV1, LinkV1, NameV1};
use super::extension::{RenditionV1, RightsV1};
use super::ninjs::{Ninjs, NinjsAltId, NinjsConcept, NinjsLink, NinjsRendition, NinjsText, RightsInfo, Standard};
use super::to_item::{default_markup, one_line, one_note, one_place, one_rights};
use super::{DocumentError, Salt};
use crate::ids::{ItemId, PartyId};
use crate::item::{Body, Concept, EdNote, Embargo, Extra, Form, Hop, Item, ItemType, Line, Link, Markup, Moment};
use crate::item::{PubStatus, Rendition, Rights};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// What ninjs says of an item that stays embargoed until it is released: later than any reader will wait.
pub(super) const NEVER: &str = "9999-12-31T23:59:59Z";
/// The word of the extension for the same.
pub(super) const INDEFINITE: &str = "indefinite";

/// The document of an item.
pub(super) fn document(item: &Item, source: &PartyId, id: &ItemId, salt: Salt) -> Result<Ninjs, DocumentError> {
    let guid = item.guid.as_ref().ok_or(DocumentError::NoGuid)?;
    let text = |moment: &Option<Moment>| moment.as_ref().map(|m| m.as_str().to_owned());
    let times = &item.times;
    let rights = item.rights.first();
    let (headlines, more_headlines) = split(&item.headlines, line);
    let (descriptions, more_descriptions) = split(&item.descriptions, line);
    let (bodies, more_bodies) = split(&item.bodies, body);
    let (subjects, more_subjects) = split(&item.subjects, |c| concept(c, Carries { rel: Rel::Same, marks: true }));
    let about = |c: &Concept| concept(c, Carries { rel: Rel::Same, marks: false });
    let (places, more_places) = split(&item.places, about);
    let (people, more_people) = split(&item.people, about);
    let (organisations, more_organisations) = split(&item.organisations, about);
    let bare = |c: &Concept| concept(c, Carries { rel: Rel::None, marks: false });
    let (genres, more_genres) = split(&item.genres, bare);
    let (info_sources, more_sources) =
        split(&item.info_sources, |c| concept(c, Carries { rel: Rel::Role, marks: false }));
    let media = item.media();
    let (renditions, more_renditions) = split(&item.renditions, |r| rendition(r, &media));
    let (associations, more_links) = split(&item.links, link);
    let (alt_ids, more_alt_ids) = split(&item.alt_ids, |id| {
        let more = extra(&id.extra);
        (NinjsAltId { role: id.role.clone(), value: id.value.clone() }, (!more.is_empty()).then_some(more))
    });
    let (digital_source_type, digital_source) = item.digital_source.as_ref().map(bare).unzip();
    let ext = Extension {
        v: 1,
        source: source.to_string(),
        item: id.to_string(),
        guid: guid.to_string(),
        version: item.version.number(),
        status: item.status().to_string(),
        salt: URL_SAFE_NO_PAD.encode(salt),
        media: media.iter().map(|(hash, size)| (hash.to_string(), *size)).collect(),
        kind: item.kind.as_ref().filter(|kind| matches!(kind, ItemType::Other(_))).map(ToString::to_string),
        embargoed: matches!(times.embargoed, Some(Embargo::Indefinite)).then(|| INDEFINITE.to_owned()),
        content_modified: text(&times.content_modified),
        priority: item.priority,
        languages: item.languages.iter().skip(1).cloned().collect(),
        headlines: more_headlines,
        descriptions: more_descriptions,
        bodies: more_bodies,
        bylines: unless(one_line(first_text(&item.bylines)) == item.bylines, || lines(&item.bylines)),
        sluglines: unless(one_line(first_text(&item.sluglines)) == item.sluglines, || lines(&item.sluglines)),
        creditlines: lines(&item.creditlines),
        datelines: lines(&item.datelines),
        keywords: lines(&item.keywords),
        generators: lines(&item.generators),
        ed_notes: unless(one_note(first_note(item)) == item.ed_notes, || item.ed_notes.iter().map(note).collect()),
        located: unless(one_place(first_place(item)) == item.located, || concepts(&item.located)),
        subjects: more_subjects,
        places: more_places,
        people: more_people,
        organisations: more_organisations,
        genres: more_genres,
        info_sources: more_sources,
        digital_source: digital_source.flatten(),
        signals: concepts(&item.signals),
        provider: item.provider.as_ref().map(whole_concept),
        creators: concepts(&item.creators),
        contributors: concepts(&item.contributors),
        renditions: more_renditions,
        links: more_links,
        alt_ids: more_alt_ids,
        rights: None,
        hops: item.hops.iter().map(hop).collect(),
        extra: extra(&item.extra),
    };
    let mut ninjs = Ninjs {
        uri: guid.to_string(),
        standard: standard(),
        kind: item.kind.as_ref().filter(|kind| !matches!(kind, ItemType::Other(_))).map(ToString::to_string),
        version: item.version.stated(),
        pub_status: item.pub_status.as_ref().map(ninjs_status),
        version_created: text(&times.version_created),
        first_created: text(&times.first_created),
        content_created: text(&times.content_created),
        embargoed_until: times.embargoed.as_ref().map(|embargo| match embargo {
            Embargo::Until(moment) => moment.as_str().to_owned(),
            Embargo::Indefinite => NEVER.to_owned(),
        }),
        expires: text(&times.expires),
        language: item.languages.first().cloned(),
        urgency: item.urgency,
        by: first_text(&item.bylines),
        slugline: first_text(&item.sluglines),
        located: first_place(item),
        ed_note: first_note(item),
        copyright_holder: rights.and_then(|r| r.holder.as_ref()).and_then(name_of),
        copyright_notice: rights.and_then(|r| first_text(&r.notices)),
        usage_terms: rights.and_then(|r| first_text(&r.terms)),
        rights_info: rights.and_then(rights_info),
        digital_source_type,
        headlines,
        descriptions,
        bodies,
        subjects,
        places,
        people,
        organisations,
        genres,
        info_sources,
        renditions,
        associations,
        alt_ids,
        interwire: ext,
    };
    ninjs.interwire.rights = unless(one_rights(&ninjs) == item.rights, || item.rights.iter().map(rights_v1).collect());
    Ok(ninjs)
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

fn some_unless_empty<T: Default + PartialEq>(more: T) -> Option<T> {
    (more != T::default()).then_some(more)
}

fn first_text(list: &[Line]) -> Option<String> {
    list.first().map(|line| line.text.clone())
}

fn first_note(item: &Item) -> Option<String> {
    item.ed_notes.first().map(|note| note.text.clone())
}

fn first_place(item: &Item) -> Option<String> {
    item.located.first().and_then(name_of)
}

fn name_of(concept: &Concept) -> Option<String> {
    let name = concept.names.first().map(|name| name.text.as_str());
    name.or_else(|| concept.code()).map(str::to_owned)
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

fn line(line: &Line) -> (NinjsText, Option<LineV1>) {
    let carried =
        NinjsText { role: line.role.clone(), content_type: line.content_type.clone(), value: line.text.clone() };
    let more = LineV1 { lang: line.lang.clone(), extra: extra(&line.extra), ..LineV1::default() };
    (carried, some_unless_empty(more))
}

fn lines(list: &[Line]) -> Vec<LineV1> {
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

fn body(body: &Body) -> (NinjsText, Option<BodyV1>) {
    let carried =
        NinjsText { role: body.role.clone(), content_type: body.content_type.clone(), value: body.text.clone() };
    let told = default_markup(body.content_type.as_deref()) == body.markup;
    let more = BodyV1 {
        lang: body.lang.clone(),
        markup: unless(told, || markup_word(body.markup).to_owned()),
        part: Some(body.part).filter(|part| *part > 0),
        extra: extra(&body.extra),
    };
    (carried, some_unless_empty(more))
}

/// How a kind of ninjs concept spells its relation to the item.
#[derive(Clone, Copy, PartialEq)]
enum Rel {
    None,
    Same,
    Role,
}

/// What a kind of ninjs concept can carry.
#[derive(Clone, Copy)]
struct Carries {
    rel: Rel,
    /// Relevance and confidence up to 100.
    marks: bool,
}

fn concept(concept: &Concept, carries: Carries) -> (NinjsConcept, Option<ConceptV1>) {
    let plain_name = matches!(concept.names.as_slice(), [] | [crate::item::Name { lang: None, role: None, .. }]);
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

fn whole_concept(concept: &Concept) -> ConceptV1 {
    let name = |n: &crate::item::Name| NameV1 { text: n.text.clone(), lang: n.lang.clone(), role: n.role.clone() };
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

fn concepts(list: &[Concept]) -> Vec<ConceptV1> {
    list.iter().map(whole_concept).collect()
}

fn note(note: &EdNote) -> EdNoteV1 {
    EdNoteV1 {
        text: note.text.clone(),
        role: note.role.clone(),
        lang: note.lang.clone(),
        non_public: note.non_public,
        extra: extra(&note.extra),
    }
}

fn rendition(r: &Rendition, media: &[(crate::ids::Hash, u64)]) -> (NinjsRendition, Option<RenditionV1>) {
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
        media: r.blob.and_then(|blob| media.iter().position(|m| *m == (blob.hash, blob.size_bytes))),
        extra: extra(&r.extra),
    };
    (carried, some_unless_empty(more))
}

fn link(link: &Link) -> (NinjsLink, Option<LinkV1>) {
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
fn rights_info(rights: &Rights) -> Option<RightsInfo> {
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

fn rights_v1(rights: &Rights) -> RightsV1 {
    let encoded = |e: &crate::item::EncodedRights| EncodedV1 {
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

fn hop(hop: &Hop) -> HopV1 {
    HopV1 {
        seq: hop.seq,
        at: hop.at.as_ref().map(|at| at.as_str().to_owned()),
        party: hop.party.as_ref().map(whole_concept),
        actions: concepts(&hop.actions),
        extra: extra(&hop.extra),
    }
}

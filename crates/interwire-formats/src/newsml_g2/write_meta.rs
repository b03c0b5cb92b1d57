//! `itemMeta` and `contentMeta` in the order of the schema.

use super::write_parts::{Part, code, concept, is_qcode, line, link, moment};
use crate::losses::Losses;
use crate::spell::is_language;
use crate::xml::Tag;
use interwire_core::item::{Concept, EdNote, Embargo, Extra, Item, ItemType, Line, Moment, PubStatus};

/// `None` without any time of creation.
pub(super) fn item_meta(item: &Item, losses: &mut Losses) -> Option<Tag> {
    let times = &item.times;
    let created = version_created(item, losses)?;
    let mut meta = Tag::new("itemMeta").child(Tag::new("itemClass").with("qcode", &item_class(item, losses)));
    meta = meta.child(provider(item, losses));
    meta = meta.child(Tag::new("versionCreated").text(&created));
    meta = meta.children(time("firstCreated", times.first_created.as_ref(), losses));
    meta = meta.children(times.embargoed.as_ref().map(|embargo| embargoed(embargo, losses)));
    if let Some(status) = &item.pub_status {
        meta = meta.child(Tag::new("pubStatus").with("qcode", &format!("stat:{}", known_status(status, losses))));
    }
    meta = meta.children(item.generators.iter().map(|generator| line("generator", generator, "generators", losses)));
    meta = meta.children(item.ed_notes.iter().map(|note| ed_note(note, losses)));
    for signal in &item.signals {
        meta = meta.child(concept("signal", signal, Part::Named, "signals", losses));
    }
    meta = meta.children(time("expires", times.expires.as_ref(), losses));
    Some(meta.children(item.links.iter().map(|one| link(one, losses))))
}

fn version_created(item: &Item, losses: &mut Losses) -> Option<String> {
    let times = &item.times;
    if let Some(text) = times.version_created.as_ref().and_then(|at| moment(at, "version_created", losses)) {
        return Some(text);
    }
    let other = [&times.content_modified, &times.first_created, &times.content_created].into_iter().flatten().next()?;
    losses.add("required_filled", "version_created", "another time of the item stands in its place");
    moment(other, "version_created", losses)
}

fn item_class(item: &Item, losses: &mut Losses) -> String {
    if let Some(code) = Extra::find(&item.extra, "itemMeta/itemClass").filter(|code| is_qcode(code)) {
        return code.to_owned();
    }
    match &item.kind {
        Some(kind) if !matches!(kind, ItemType::Other(_) | ItemType::Event | ItemType::Planning) => {
            format!("ninat:{kind}")
        }
        other => {
            let stated = other.as_ref().map_or("none", ItemType::as_str);
            losses.add("required_filled", "kind", format!("type {stated} is written as ninat:text"));
            "ninat:text".to_owned()
        }
    }
}

fn provider(item: &Item, losses: &mut Losses) -> Tag {
    match &item.provider {
        Some(provider) => concept("provider", provider, Part::Named, "provider", losses),
        None => {
            losses.add("required_filled", "provider", "the provider is not stated");
            Tag::new("provider").with("literal", "unknown")
        }
    }
}

fn time(name: &'static str, at: Option<&Moment>, losses: &mut Losses) -> Option<Tag> {
    Some(Tag::new(name).text(&moment(at?, name, losses)?))
}

/// An embargo whose end is unclear has no end.
fn embargoed(embargo: &Embargo, losses: &mut Losses) -> Tag {
    let tag = Tag::new("embargoed");
    match embargo {
        Embargo::Until(at) if at.time().is_some() => tag.text(&moment(at, "embargoed", losses).unwrap_or_default()),
        Embargo::Until(at) => {
            let message = format!("{:?} is not an exact time; the embargo is written without end", at.as_str());
            losses.add("embargo_unclear", "embargoed", message);
            tag
        }
        Embargo::Indefinite => tag,
    }
}

fn known_status(status: &PubStatus, losses: &mut Losses) -> &'static str {
    match status {
        PubStatus::Usable => "usable",
        PubStatus::Withheld => "withheld",
        PubStatus::Canceled => "canceled",
        PubStatus::Other(word) => {
            losses.add("status_unknown", "pub_status", format!("{:?} is written as withheld", word.as_str()));
            "withheld"
        }
    }
}

fn ed_note(note: &EdNote, losses: &mut Losses) -> Tag {
    if note.role.is_some() || note.non_public || !note.extra.is_empty() {
        losses.add("newsml_g2_lacks", "ed_notes", "role and other properties of a note have no strict place");
    }
    let lang = note.lang.as_deref().filter(|lang| is_language(lang));
    Tag::new("edNote").with_some("xml:lang", lang).text(&note.text)
}

pub(super) fn content_meta(item: &Item, losses: &mut Losses) -> Tag {
    let mut meta = Tag::new("contentMeta");
    meta = meta.children(item.urgency.map(|urgency| Tag::new("urgency").text(&urgency.to_string())));
    meta = meta.children(time("contentCreated", item.times.content_created.as_ref(), losses));
    meta = meta.children(time("contentModified", item.times.content_modified.as_ref(), losses));
    let source = item.digital_source.as_ref();
    meta = meta.children(source.map(|c| concept("digitalSourceType", c, Part::Named, "digital_source", losses)));
    meta = concepts(meta, "located", &item.located, Part::Named, losses);
    meta = concepts(meta, "creator", &item.creators, Part::WithRole, losses);
    meta = concepts(meta, "infoSource", &item.info_sources, Part::WithRole, losses);
    meta = concepts(meta, "contributor", &item.contributors, Part::WithRole, losses);
    for id in &item.alt_ids {
        meta = meta
            .child(Tag::new("altId").with_some("role", code(id.role.as_deref(), "alt_ids", losses)).text(&id.value));
    }
    for tag in &item.languages {
        if is_language(tag) {
            meta = meta.child(Tag::new("language").with("tag", tag));
        } else {
            losses.add("language_not_understood", "languages", format!("{tag:?} is left out"));
        }
    }
    meta = concepts(meta, "genre", &item.genres, Part::Weighed, losses);
    meta = lines(meta, "keyword", &item.keywords, losses);
    meta = concepts(meta, "subject", &item.subjects, Part::Weighed, losses);
    for (kind, list) in
        [("cpnat:geoArea", &item.places), ("cpnat:person", &item.people), ("cpnat:organisation", &item.organisations)]
    {
        let typed = |one: &Concept| Concept { kind: one.kind.clone().or(Some(kind.to_owned())), ..one.clone() };
        let list: Vec<Concept> = list.iter().map(typed).collect();
        meta = concepts(meta, "subject", &list, Part::Weighed, losses);
    }
    meta = lines(meta, "slugline", &item.sluglines, losses);
    meta = lines(meta, "headline", &item.headlines, losses);
    meta = lines(meta, "dateline", &item.datelines, losses);
    meta = lines(meta, "by", &item.bylines, losses);
    meta = lines(meta, "creditline", &item.creditlines, losses);
    lines(meta, "description", &item.descriptions, losses)
}

fn concepts(meta: Tag, name: &'static str, list: &[Concept], part: Part, losses: &mut Losses) -> Tag {
    list.iter().fold(meta, |meta, one| meta.child(concept(name, one, part, name, losses)))
}

fn lines(meta: Tag, name: &'static str, list: &[Line], losses: &mut Losses) -> Tag {
    list.iter().fold(meta, |meta, one| meta.child(line(name, one, name, losses)))
}

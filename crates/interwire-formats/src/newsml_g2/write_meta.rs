//! `itemMeta` and `contentMeta` in the order of the schema.

use super::write_kinds;
use super::write_parts::{Part, code, concept, is_qcode, line, link, moment, put_back};
use crate::losses::Losses;
use crate::spell::is_language;
use crate::xml::Tag;
use interwire_core::item::{Concept, EdNote, Embargo, Extra, Form, Item, ItemType, Line, Link, Moment, PubStatus};

/// `None` without any time of creation.
pub(super) fn item_meta(item: &Item, losses: &mut Losses) -> Option<Tag> {
    let times = &item.times;
    let created = version_created(item, losses)?;
    let mut meta = Tag::new("itemMeta");
    // One without a code was kept as it is.
    let kept = item.extra.iter().any(|extra| extra.name == "itemMeta/itemClass" && extra.form == Form::Xml);
    if !kept {
        meta = meta.child(Tag::new("itemClass").with("qcode", &item_class(item, losses)));
    }
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
    let orders = |one: &&Link| one.rel.as_deref() == Some(crate::orders::REL);
    if item.links.iter().any(|one| orders(&one)) {
        losses.add("order_lost", "links", "an order about another item is given by a new version of that item alone");
    }
    let grouped = write_kinds::grouped(item);
    let links = item.links.iter().filter(|one| !orders(one) && !grouped.contains(&write_kinds::reference(one)));
    Some(meta.children(links.map(|one| link(one, losses))))
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
        Some(ItemType::Event) => "cinat:concept".to_owned(),
        Some(ItemType::Planning) => "plinat:newscoverage".to_owned(),
        Some(kind) if !matches!(kind, ItemType::Other(_)) => format!("ninat:{kind}"),
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
    let at = at?;
    // spec: NewsML-G2 2.35, TruncatedDateTimePropType: the times of content may be days.
    let shape: String = at.as_str().chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    if name.starts_with("content") && shape == "0000-00-00" && at.roughly().is_some() {
        return Some(Tag::new(name).text(at.as_str()));
    }
    Some(Tag::new(name).text(&moment(at, name, losses)?))
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
    let lang = note.lang.as_deref().filter(|lang| is_language(lang));
    let role = code(note.role.as_deref(), "ed_notes", losses);
    let tag = Tag::new("edNote").with_some("xml:lang", lang).with_some("role", role);
    let told = note.extra.iter().any(|extra| extra.name == "pubconstraint");
    if note.non_public && !told {
        losses.add("newsml_g2_lacks", "ed_notes", "that a note is not public is said by codes of its source alone");
    }
    // Markup of a note stays text: the text has it all.
    let said = note.extra.iter().filter(|extra| extra.form == Form::Text);
    said.fold(tag, |tag, extra| put_back(tag, extra, "ed_notes", losses)).text(&note.text)
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
        let tag = Tag::new("altId").with_some("role", code(id.role.as_deref(), "alt_ids", losses)).text(&id.value);
        meta = meta.child(id.extra.iter().fold(tag, |tag, extra| put_back(tag, extra, "alt_ids", losses)));
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

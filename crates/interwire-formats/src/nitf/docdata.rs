//! `docdata`, and the same properties where they stand beside it: names, status, times, notes, places.

use super::read::{Reader, own, rest, spaced};
use super::rights;
use crate::instructed;
use crate::newsml_g2::iptc_uri;
use crate::orders;
use crate::xml::Element;
use interwire_core::item::{AltId, Concept, EdNote, Embargo, Extra, Hop, Line, Link, Moment, Name, PubStatus, Version};

/// Where the time of release is kept when it is no embargo.
pub(super) const RELEASE: &str = "docdata/date.release";

pub(super) fn read(reader: &mut Reader<'_>, element: &Element) {
    for (name, value) in &element.attributes {
        match name.as_str() {
            "management-status" if !value.trim().is_empty() => {
                reader.item.pub_status = Some(orders::status(value));
            }
            "management-status" | "management-doc-idref" | "management-idref-status" => {}
            _ if name.starts_with("xmlns") => {}
            _ => reader.item.extra.push(Extra::text(&format!("docdata/{name}"), value)),
        }
    }
    match (own(element, "management-doc-idref"), own(element, "management-idref-status")) {
        (Some(guid), Some(status)) => reader.item.links.push(orders::link(&guid, None, &status)),
        (Some(guid), None) => {
            reader.item.links.push(Link { rel: Some("updates".to_owned()), guid: Some(guid), ..Link::default() });
        }
        (None, Some(status)) => {
            reader.item.extra.push(Extra::text("docdata/management-idref-status", &status));
            reader.note("order_about_nothing", format!("it gives the status {status:?} to no document"));
        }
        (None, None) => {}
    }
    element.elements().for_each(|child| property(reader, child));
}

/// One property, wherever it stands.
pub(super) fn property(reader: &mut Reader<'_>, element: &Element) {
    let times = &mut reader.item.times;
    // Some write the time as text, where the standard has nothing.
    let text = || Some(element.line()).filter(|text| !text.is_empty());
    let norm = || own(element, "norm").or_else(text).map(|text| Moment::new(&text));
    match element.local() {
        "doc-id" => doc_id(reader, element),
        "doc-uid" => name_elsewhere(reader, element, "doc-uid"),
        "doc-parent" => parent(reader, element),
        "urgency" => urgency(reader, element),
        "date.issue" => times.version_created = times.version_created.take().or_else(norm),
        "date.expire" => times.expires = times.expires.take().or_else(norm),
        "date.release" => {
            if let Some(moment) = norm() {
                reader.item.extra.push(Extra::text(RELEASE, moment.as_str()));
            }
        }
        "du-key" => du_key(reader, element),
        "fixture" => {
            let line = own(element, "fix-id").map(|text| slugline("fixture", &text));
            reader.item.sluglines.extend(line);
        }
        "evloc" => evloc(reader, element),
        "key-list" => keywords(reader, element),
        "del-list" => element.all("from-src").for_each(|source| from_source(reader, source)),
        "revision-history" => revision(reader, element),
        "ed-msg" => ed_msg(reader, element),
        "correction" => correction(reader, element),
        "doc.copyright" => rights::doc_copyright(reader, element),
        "doc.rights" => rights::doc_rights(reader, element),
        "identified-content" => identified(reader, element),
        _ => reader.keep("docdata/", element),
    }
}

fn doc_id(reader: &mut Reader<'_>, element: &Element) {
    if let Some(source) = own(element, "regsrc") {
        reader.item.provider = Some(Concept { literal: Some(source), ..Concept::default() });
    }
    let Some(text) = own(element, "id-string") else { return };
    match text.parse() {
        Ok(guid) if reader.item.guid.is_none() => reader.item.guid = Some(guid),
        Ok(_) => name_elsewhere(reader, element, "doc-id"),
        Err(_) => {
            reader.item.extra.push(Extra::text("guid", &text));
            reader.note("guid_invalid", "the id is not usable as a name; it is kept as written");
        }
    }
}

fn name_elsewhere(reader: &mut Reader<'_>, element: &Element, role: &str) {
    let Some(value) = own(element, "id-string") else { return };
    reader.item.alt_ids.push(AltId { role: Some(role.to_owned()), value, extra: rest(element, &["id-string"]) });
}

fn parent(reader: &mut Reader<'_>, element: &Element) {
    let Some(guid) = own(element, "id-string") else { return };
    let extra = rest(element, &["id-string"]);
    reader.item.links.push(Link { rel: Some("doc-parent".to_owned()), guid: Some(guid), extra, ..Link::default() });
}

fn urgency(reader: &mut Reader<'_>, element: &Element) {
    let Some(text) = own(element, "ed-urg") else { return };
    match text.trim().parse().ok().filter(|urgency| (1..=9).contains(urgency)) {
        Some(urgency) => reader.item.urgency = Some(urgency),
        None => {
            reader.note("urgency_not_understood", format!("urgency {text:?} is kept as written"));
            reader.keep("docdata/", element);
        }
    }
}

fn slugline(role: &str, text: &str) -> Line {
    Line { role: Some(role.to_owned()), ..Line::of(text) }
}

/// The key names a story for a while, its generation and version count what becomes of it.
fn du_key(reader: &mut Reader<'_>, element: &Element) {
    let version = own(element, "version").or_else(|| own(element, "generation"));
    if let Some(version) = version {
        reader.item.version = Version::parse(version.trim());
    }
    let used = if own(element, "version").is_some() { "version" } else { "generation" };
    let line = slugline("du-key", &own(element, "key").unwrap_or_default());
    let line = Line { extra: rest(element, &["key", used]), ..line };
    if !line.text.is_empty() || !line.extra.is_empty() {
        reader.item.sluglines.push(line);
    }
}

/// Where it happened: the narrowest name first.
fn evloc(reader: &mut Reader<'_>, element: &Element) {
    let levels = ["city", "county-dist", "state-prov"];
    let name = |level: &str| Some(Name { lang: None, role: Some(level.to_owned()), text: own(element, level)? });
    let mut names: Vec<Name> = levels.into_iter().filter_map(name).collect();
    let text = spaced(element);
    names.extend((!text.is_empty()).then_some(Name { lang: None, role: None, text }));
    let country = own(element, "iso-cc");
    let literal = country.clone().filter(|_| names.is_empty());
    if names.is_empty() && literal.is_none() {
        return;
    }
    let extra = rest(element, &levels);
    reader.item.places.push(Concept { names, literal, extra, ..Concept::default() });
}

fn keywords(reader: &mut Reader<'_>, list: &Element) {
    let words = std::iter::once(list).chain(list.all("keyword"));
    for element in words {
        let text = own(element, "key").or_else(|| {
            let text = if element.local() == "keyword" { element.line() } else { String::new() };
            (!text.is_empty()).then_some(text)
        });
        reader.item.keywords.extend(text.map(|text| Line::of(&text)));
    }
}

fn from_source(reader: &mut Reader<'_>, element: &Element) {
    let party = own(element, "src-name").map(|name| Concept { literal: Some(name), ..Concept::default() });
    let level = own(element, "level-number");
    let seq: Option<u32> = level.as_deref().and_then(|level| level.trim().parse().ok());
    let known: &[&str] = if seq.is_some() { &["src-name", "level-number"] } else { &["src-name"] };
    reader.item.hops.push(Hop { seq, party, extra: rest(element, known), ..Hop::default() });
}

/// Who changed it, when, and why: one of the hands it went through.
fn revision(reader: &mut Reader<'_>, element: &Element) {
    let party = own(element, "name").map(|name| Concept { literal: Some(name), ..Concept::default() });
    let at = own(element, "norm").map(|text| Moment::new(&text));
    let mut extra = rest(element, &["name", "norm"]);
    if party.is_none() && at.is_none() && extra.is_empty() {
        return;
    }
    extra.push(Extra::text("revision-history", ""));
    reader.item.hops.push(Hop { party, at, extra, ..Hop::default() });
}

fn ed_msg(reader: &mut Reader<'_>, element: &Element) {
    let (role, info) = (own(element, "msg-type"), own(element, "info"));
    let text = info.unwrap_or_else(|| element.line());
    let extra = rest(element, &["msg-type", "info"]);
    if role.is_none() && text.trim().is_empty() && extra.is_empty() {
        return;
    }
    let note = instructed::heed(&mut reader.item, role.iter().cloned());
    reader.notes.extend(note);
    // spec: NITF 3.6, ed-msg: "Non-publishable editorial message".
    reader.item.ed_notes.push(EdNote { role, lang: None, non_public: true, text: text.trim().to_owned(), extra });
}

/// Says of itself that it corrects a published document.
fn correction(reader: &mut Reader<'_>, element: &Element) {
    let text = own(element, "info").unwrap_or_default();
    let role = Some("correction".to_owned());
    reader.item.signals.push(Concept {
        qcode: Some("sig:correction".to_owned()),
        uri: Some("http://cv.iptc.org/newscodes/signal/correction".to_owned()),
        ..Concept::default()
    });
    if let Some(guid) = own(element, "id-string") {
        let extra = rest(element, &["info", "id-string"]);
        reader.item.links.push(Link { rel: Some("corrects".to_owned()), guid: Some(guid), extra, ..Link::default() });
    }
    reader.item.ed_notes.push(EdNote { role, text, ..EdNote::default() });
}

fn identified(reader: &mut Reader<'_>, list: &Element) {
    for element in list.elements() {
        if element.local() == "classifier" {
            match classifier(reader, element) {
                Some(subject) => reader.item.subjects.push(subject),
                None => reader.keep("identified-content/", element),
            }
            continue;
        }
        let known = reader.named(element);
        let place = match element.local() {
            "person" => &mut reader.item.people,
            "org" => &mut reader.item.organisations,
            "location" => &mut reader.item.places,
            _ => {
                reader.keep("identified-content/", element);
                continue;
            }
        };
        place.extend(known);
    }
}

/// A subject of any vocabulary: its type is what kind of thing it is, its code is told by its source.
fn classifier(reader: &Reader<'_>, element: &Element) -> Option<Concept> {
    let mut subject = reader.named(element)?;
    subject.kind = own(element, "type").filter(|kind| kind != "subject");
    subject.extra.retain(|extra| extra.name != "type");
    let (source, value) = (own(element, "idsrc"), own(element, "value"));
    let is_alias = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    match (source.as_deref(), value) {
        (Some(alias), Some(code)) if is_alias(alias) => {
            let qcode = format!("{alias}:{code}");
            subject.uri = iptc_uri(&qcode);
            subject.qcode = Some(qcode);
            subject.literal = None;
        }
        (None, Some(uri)) if uri.starts_with("http://") || uri.starts_with("https://") => {
            subject.uri = Some(uri);
            subject.literal = None;
        }
        (None, Some(word)) => subject.literal = Some(word),
        (_, None) | (Some(_), Some(_)) => return Some(subject),
    }
    subject.extra.retain(|extra| !["idsrc", "value"].contains(&extra.name.as_str()));
    Some(subject)
}

/// A time of release is an embargo where the status says so, or where it is after the time of issue. Elsewhere it only
/// says when it was released. Under an embargo a time that is not understood is one without a known end.
pub(super) fn embargo(reader: &mut Reader<'_>) {
    let item = &mut reader.item;
    let Some(text) = Extra::find(&item.extra, RELEASE).map(str::to_owned) else { return };
    let (release, issue) = (Moment::new(&text), item.times.version_created.as_ref().and_then(Moment::roughly));
    let later = release.roughly().is_some_and(|release| issue.is_none_or(|issue| release > issue));
    let usable = item.pub_status.as_ref().is_none_or(PubStatus::is_usable);
    if !usable || later {
        item.times.embargoed = Some(Embargo::new(&text));
        item.extra.retain(|extra| extra.name != RELEASE);
    } else if release.roughly().is_none() {
        reader.note("release_not_understood", format!("date.release {text:?} is kept as written"));
    }
}

//! `docdata`: the item's names, status, times, notes and rights.

use super::docdata::RELEASE;
use super::write::empty_element;
use super::write_head::{identified, word};
use super::write_rights::rights_of;
use crate::losses::Losses;
use crate::orders;
use crate::spell::is_nmtoken;
use crate::xml::Tag;
use interwire_core::item::text::collapse;
use interwire_core::item::{Concept, EdNote, Embargo, Extra, Form, Hop, Item, Line, Moment, PubStatus, Version};

/// Properties kept from a document that are written again.
pub(super) const WRITTEN: &[&str] = &["docdata/doc-scope", "docdata/series", "docdata/pubdata", RELEASE];

pub(super) fn docdata(item: &Item, guid: &str, losses: &mut Losses) -> Tag {
    let (status, release) = status_and_release(item, losses);
    let mut tag = Tag::new("docdata").with_some("management-status", status);
    tag = links(tag, item, losses);
    tag = tag.children(corrections(item, losses));
    tag = tag.children(item.places.iter().filter(|place| is_evloc(place)).map(evloc));
    let source = item.provider.as_ref().map(|provider| word(provider).to_owned());
    tag = tag.child(Tag::new("doc-id").with_some("regsrc", source.as_deref()).with("id-string", guid));
    let sources: Vec<&Hop> = item.hops.iter().filter(|hop| !is_revision(hop)).collect();
    if !sources.is_empty() {
        tag = tag.child(Tag::new("del-list").children(sources.into_iter().map(|hop| from_source(hop, losses))));
    }
    tag = tag.children(item.urgency.map(|urgency| Tag::new("urgency").with("ed-urg", &urgency.to_string())));
    tag = tag.children(
        item.sluglines
            .iter()
            .filter(|line| is_fixture(line))
            .map(|line| Tag::new("fixture").with("fix-id", &line.text)),
    );
    for (name, field, moment) in [
        ("date.issue", "version_created", item.times.version_created.as_ref()),
        ("date.release", "embargoed", release.as_ref()),
        ("date.expire", "expires", item.times.expires.as_ref()),
    ] {
        let norm = moment.and_then(|moment| norm(moment, field, losses));
        tag = tag.children(norm.map(|norm| Tag::new(name).with("norm", &norm)));
    }
    for name in ["doc-scope", "series"] {
        let kept = item.extra.iter().filter(|extra| extra.name.strip_prefix("docdata/") == Some(name));
        tag = tag.children(kept.filter_map(|extra| empty_element(name, extra, losses)).collect::<Vec<_>>());
    }
    tag = tag.children(
        item.ed_notes.iter().filter(|note| !is_correction(note)).map(|note| ed_msg(note, losses)).collect::<Vec<_>>(),
    );
    tag = tag.children(du_key(item, losses));
    tag = item.rights.iter().fold(tag, |tag, rights| tag.children(rights_of(rights, losses)));
    if !item.keywords.is_empty() {
        let words = item.keywords.iter().map(|line| Tag::new("keyword").with("key", &line.text));
        tag = tag.child(Tag::new("key-list").children(words));
    }
    let identified = identified(item, losses);
    if identified.is_empty() { tag } else { tag.child(identified) }
}

/// A status nobody knows is written as withheld. An embargo without a clear end is the status `embargoed`, which only
/// the source lifts.
fn status_and_release(item: &Item, losses: &mut Losses) -> (Option<&'static str>, Option<Moment>) {
    let status = item.pub_status.as_ref().map(|status| match status {
        PubStatus::Usable => "usable",
        PubStatus::Withheld => "withheld",
        PubStatus::Canceled => "canceled",
        PubStatus::Other(word) => {
            losses.add("status_unknown", "pub_status", format!("{:?} is written as withheld", word.as_str()));
            "withheld"
        }
    });
    match &item.times.embargoed {
        None => (status, Extra::find(&item.extra, RELEASE).map(Moment::new)),
        Some(embargo) => match (embargo, embargo.ends()) {
            (Embargo::Until(moment), Some(ends)) => {
                if item.times.version_created.as_ref().and_then(Moment::roughly).is_some_and(|issue| issue >= ends) {
                    losses.add(
                        "embargo_over",
                        "embargoed",
                        "an embargo that ended before the issue is a time of release",
                    );
                }
                (status, Some(moment.clone()))
            }
            _ => {
                losses.add("embargo_unclear", "embargoed", "an embargo without a clear end is written as a status");
                (status.filter(|status| *status != "usable").or(Some("embargoed")), None)
            }
        },
    }
}

/// spec: NITF 3.6, date.issue: YYYYMMDDTHHMMSS-HHMM is preferred.
pub(crate) fn norm(moment: &Moment, field: &str, losses: &mut Losses) -> Option<String> {
    let text = moment.as_str();
    if moment.roughly().is_none() {
        losses.add("time_not_understood", field, format!("{text:?} is left out"));
        return None;
    }
    let (date, rest) = text.split_at(text.find(['T', 't', ' ']).unwrap_or(text.len()));
    let rest = rest.trim_start_matches(['T', 't', ' ']);
    let zone_at = rest.find(['Z', 'z', '+', '-', '\u{2212}']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(zone_at);
    let (clock, fraction) = clock.trim().split_once(['.', ',']).unwrap_or((clock.trim(), ""));
    if fraction.bytes().any(|digit| digit != b'0') {
        losses.add("time_shortened", field, "parts of a second have no place");
    }
    let mut out = date.replace('-', "");
    if !clock.is_empty() {
        let clock = clock.replace(':', "");
        out = format!("{out}T{clock}{}", if clock.len() == 4 { "00" } else { "" });
    }
    Some(out + &zone.replace(':', "").replace('\u{2212}', "-").to_uppercase())
}

/// One order about another document fits, or one document that this one updates.
fn links(mut tag: Tag, item: &Item, losses: &mut Losses) -> Tag {
    let mut written = false;
    for link in &item.links {
        let order = orders::of_link(link);
        match (order, link.rel.as_deref(), &link.guid) {
            (Some(order), _, _) if !written && order.version.is_none() && is_status(order.status.as_str()) => {
                tag = tag.with("management-doc-idref", &order.guid);
                tag = tag.with("management-idref-status", order.status.as_str());
                written = true;
            }
            (Some(_), _, _) => losses.add("order_lost", "links", "one order about another document fits"),
            (None, Some("updates"), Some(guid)) if !written => {
                tag = tag.with("management-doc-idref", guid);
                written = true;
            }
            (None, Some("corrects"), _) => {}
            (None, rel, _) => {
                losses.add("nitf_lacks", "links", format!("a reference {:?} has no place", rel.unwrap_or_default()));
            }
        }
    }
    tag
}

fn is_status(word: &str) -> bool {
    ["usable", "embargoed", "withheld", "canceled"].contains(&word)
}

fn is_correction(note: &EdNote) -> bool {
    note.role.as_deref() == Some("correction")
}

/// What it corrects, and what is said of that; the signal alone is one, too.
fn corrections(item: &Item, losses: &mut Losses) -> Vec<Tag> {
    let mut notes = item.ed_notes.iter().filter(|note| is_correction(note));
    let mut guids = item.links.iter().filter(|link| link.rel.as_deref() == Some("corrects"));
    let signals = item.signals.iter().filter(|signal| signal.qcode.as_deref() == Some("sig:correction"));
    let mut tags = Vec::new();
    let mut signals = signals.count();
    if signals < item.signals.len() || item.signals.iter().any(|signal| !signal.names.is_empty()) {
        losses.add("nitf_lacks", "signals", "of signals that of a correction has a place, without its name");
    }
    loop {
        let (note, link) = (notes.next(), guids.next());
        if note.is_none() && link.is_none() && signals == 0 {
            return tags;
        }
        signals = signals.saturating_sub(1);
        let source = link.and_then(|link| Extra::find(&link.extra, "regsrc"));
        let guid = link.and_then(|link| link.guid.as_deref());
        let tag = Tag::new("correction").with_some("info", note.map(|note| note.text.as_str()));
        tags.push(tag.with_some("id-string", guid).with_some("regsrc", source));
    }
}

const LEVELS: [&str; 3] = ["city", "county-dist", "state-prov"];

/// Whether a place is one of those where it happened.
pub(super) fn is_evloc(place: &Concept) -> bool {
    let level = |role: Option<&str>| role.is_some_and(|role| LEVELS.contains(&role));
    place.names.iter().any(|name| level(name.role.as_deref())) || Extra::find(&place.extra, "iso-cc").is_some()
}

fn evloc(place: &Concept) -> Tag {
    let name = |role: &str| place.names.iter().find(|name| name.role.as_deref() == Some(role));
    let tag = Tag::new("evloc").with_some("iso-cc", Extra::find(&place.extra, "iso-cc"));
    ["state-prov", "county-dist", "city"]
        .into_iter()
        .fold(tag, |tag, role| tag.with_some(role, name(role).map(|name| name.text.as_str())))
}

fn is_revision(hop: &Hop) -> bool {
    Extra::find(&hop.extra, "revision-history").is_some()
}

fn from_source(hop: &Hop, losses: &mut Losses) -> Tag {
    if hop.at.is_some() || !hop.actions.is_empty() || !hop.extra.is_empty() {
        losses.add("nitf_lacks", "hops", "time and action of a hop have no place");
    }
    Tag::new("from-src")
        .with_some("src-name", hop.party.as_ref().map(word))
        .with_some("level-number", hop.seq.map(|seq| seq.to_string()).as_deref())
}

/// spec: nitf-3-6.xsd, revision-history@function.
pub(super) fn revisions(item: &Item, losses: &mut Losses) -> Vec<Tag> {
    const FUNCTIONS: &[&str] = &[
        "writer-author",
        "editor",
        "producer",
        "archivist",
        "videographer",
        "graphic-artist",
        "photographer",
        "statistician",
        "other",
    ];
    let mut tags = Vec::new();
    for hop in item.hops.iter().filter(|hop| is_revision(hop)) {
        let at = hop.at.as_ref().and_then(|at| norm(at, "hops", losses));
        let function = Extra::find(&hop.extra, "function").filter(|word| FUNCTIONS.contains(word));
        tags.push(
            Tag::new("revision-history")
                .with_some("name", hop.party.as_ref().map(word))
                .with_some("function", function)
                .with_some("norm", at.as_deref())
                .with_some("comment", Extra::find(&hop.extra, "comment")),
        );
    }
    tags
}

fn ed_msg(note: &EdNote, losses: &mut Losses) -> Tag {
    for extra in &note.extra {
        let code = if extra.form == Form::Xml { "markup_lost" } else { "not_understood" };
        losses.add(code, "ed_notes", "a note is plain text");
    }
    if note.lang.is_some() {
        losses.add("nitf_lacks", "ed_notes", "a note has no language");
    }
    Tag::new("ed-msg").with_some("msg-type", note.role.as_deref()).with("info", &note.text)
}

fn is_fixture(line: &Line) -> bool {
    line.role.as_deref() == Some("fixture")
}

/// The first slugline is the key under which versions are told apart.
fn du_key(item: &Item, losses: &mut Losses) -> Option<Tag> {
    let mut lines = item.sluglines.iter().filter(|line| !is_fixture(line));
    let line = lines.next();
    if lines.next().is_some() {
        losses.add("nitf_lacks", "sluglines", "there is place for one slugline");
    }
    let version = match &item.version {
        Version::Absent => None,
        Version::Number(number) => Some(number.get().to_string()),
        Version::Text(text) if is_nmtoken(text) => Some(text.clone()),
        Version::Text(text) => {
            losses.add("version_changed", "version", format!("{text:?} is written as {}", item.version.number()));
            Some(item.version.number().to_string())
        }
    };
    if line.is_none() && version.is_none() {
        return None;
    }
    let token = |name: &str| Extra::find(&line?.extra, name).filter(|value| is_nmtoken(value));
    let tag = Tag::new("du-key").with_some("generation", token("generation")).with_some("part", token("part"));
    let key = line.map(|line| collapse(&line.text)).filter(|key| !key.is_empty());
    Some(tag.with_some("version", version.as_deref()).with_some("key", key.as_deref()))
}

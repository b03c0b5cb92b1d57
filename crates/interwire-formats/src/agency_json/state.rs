//! What an item is and whether it may be used: names, version, type, times, status, orders.

use super::members::{self, Members, text, texts, word};
use super::names;
use crate::feed::made_name;
use crate::json::Json;
use crate::json_facts;
use crate::orders::{self, heed_all, turn};
use interwire_core::item::{AltId, Concept, Embargo, Item, ItemType, Link, Moment, Name, Note, PubStatus, Version};

/// Names and version. The address of a request is no name: what stands before its query is, if the item says so.
pub(super) fn identity(members: &mut Members<'_>, item: &mut Item) {
    let id = |value: &Json| word(value).filter(|id| id != "0");
    let ids = members.take("altids", |value| match value {
        Json::Object(ids) => ids.iter().map(|(name, value)| Some(alt_id(name, &value.as_text()?))).collect(),
        _ => None,
    });
    item.alt_ids = ids.unwrap_or_default();
    if let Some((name, id)) = members.take_first(names::GUID, id) {
        let stable = stable(&id, item.alt_ids.iter().map(|other| other.value.as_str()));
        item.guid = stable.parse().ok();
        if item.guid.is_none() || stable != id {
            item.alt_ids.push(alt_id(name, &id));
        }
    }
    for list in [names::GUID, names::ALT_IDS] {
        let others = members.take_all(|name, written, value| {
            list.contains(&name).then(|| id(value)).flatten().map(|id| alt_id(written, &id))
        });
        item.alt_ids.extend(others);
    }
    let version = members.take_first(names::VERSION, word);
    item.version = version.map_or(Version::Absent, |(_, version)| Version::parse(&version));
    item.kind = members.take_first(names::KIND, |value| text(value).map(|word| kind(&word))).map(|(_, kind)| kind);
    let small = |value: &Json| word(value)?.parse().ok().filter(|number| (1..=9).contains(number));
    item.urgency = members.take_first(names::URGENCY, small).map(|(_, urgency)| urgency);
    item.priority = members.take_first(names::PRIORITY, small).map(|(_, priority)| priority);
    let languages = members.take_first(names::LANGUAGE, texts).map(|(_, languages)| languages);
    item.languages = languages.unwrap_or_default();
}

/// What stands before the query of an address, if one of the other names of the item stands there.
pub(super) fn stable<'a>(id: &'a str, mut others: impl Iterator<Item = &'a str>) -> &'a str {
    let name = id.split_once('?').map(|(name, _)| name).filter(|_| id.starts_with("http"));
    name.filter(|name| others.any(|other| other.len() > 8 && name.contains(other))).unwrap_or(id)
}

fn alt_id(name: &str, value: &str) -> AltId {
    AltId { role: Some(name.to_owned()), value: value.to_owned(), extra: Vec::new() }
}

/// The type that a word of a dialect stands for; one that is not known stays as it is.
pub(super) fn kind(word: &str) -> ItemType {
    const KINDS: &[(&str, ItemType)] = &[
        ("photo", ItemType::Picture),
        ("picture", ItemType::Picture),
        ("image", ItemType::Picture),
        ("graphic", ItemType::Graphic),
        ("infogra", ItemType::Graphic),
        ("video", ItemType::Video),
        ("audio", ItemType::Audio),
        ("composite", ItemType::Composite),
        ("multimedia", ItemType::Composite),
        ("text", ItemType::Text),
        ("article", ItemType::Text),
        ("story", ItemType::Text),
        ("short", ItemType::Text),
        ("brief", ItemType::Text),
        ("news", ItemType::Text),
    ];
    let word = if word.contains("://") { orders::bare(word) } else { word };
    let small = word.to_lowercase();
    let known = KINDS.iter().find(|(part, _)| small.contains(part));
    known.map_or_else(|| ItemType::parse(word), |(_, kind)| kind.clone())
}

/// The times, as written; a number is seconds or milliseconds since 1970.
pub(super) fn times(members: &mut Members<'_>, item: &mut Item) {
    let times = &mut item.times;
    times.embargoed = members.take_first(names::EMBARGO, embargo).map(|(_, embargo)| embargo);
    times.expires = members.take_first(names::EXPIRES, moment).map(|(_, moment)| moment);
    times.version_created = members.take_first(names::VERSION_CREATED, moment).map(|(_, moment)| moment);
    times.first_created = members.take_first(names::FIRST_CREATED, moment).map(|(_, moment)| moment);
    times.content_created = members.take_first(names::CONTENT_CREATED, moment).map(|(_, moment)| moment);
}

fn moment(value: &Json) -> Option<Moment> {
    match value.integer() {
        Some(_) => json_facts::since_1970(value),
        None => text(value).map(|text| Moment::new(&text)),
    }
}

fn embargo(value: &Json) -> Option<Embargo> {
    match text(value) {
        Some(text) => Some(Embargo::new(&text)),
        None => json_facts::embargo(value),
    }
}

/// A word, also where it is the only one of a list.
fn only(value: &Json) -> Option<String> {
    match value {
        Json::List(list) if let [one] = list.as_slice() => text(one),
        other => text(other),
    }
}

/// Status, signals, and orders in words. What kills or holds an item counts for more than a status that says it is
/// usable: the one is written by a person about this story, the other by a system about all of them.
pub(super) fn status(members: &mut Members<'_>, item: &mut Item, notes: &mut Vec<Note>) {
    let stated = members.take_first(names::STATUS, only).map(|(_, word)| word);
    let word = stated.as_deref().map(|word| json_facts::code(word).to_lowercase());
    item.pub_status = match (word.as_deref(), &item.times.embargoed) {
        // Usable once the embargo has ended, which the item says by itself.
        (Some("embargoed"), Some(_)) => Some(PubStatus::Usable),
        (Some("published"), _) => Some(PubStatus::Usable),
        (Some(word), _) => Some(match orders::status(word) {
            PubStatus::Other(_) => PubStatus::parse(stated.as_deref().unwrap_or_default()),
            known => known,
        }),
        // One that is no word is none that allows anything.
        (None, _) => members.take("pubstatus", json_facts::status_of),
    };
    let (mut order, mut corrected) = (None, false);
    for list in [names::TURNS, names::SIGNALS] {
        let words: Vec<String> = members.take_first(list, texts).map(|(_, words)| words).unwrap_or_default();
        for word in words {
            let (status, code) = turn(orders::bare(&word));
            order = order.max(status);
            let concept = match code {
                _ if word.contains(':') => Concept { qcode: Some(word), ..Concept::default() },
                Some(code) => Concept {
                    qcode: Some(code.to_owned()),
                    names: vec![Name { text: word, ..Name::default() }],
                    ..Concept::default()
                },
                None => Concept { literal: Some(word), ..Concept::default() },
            };
            add_signal(item, concept);
        }
    }
    for note in item.ed_notes.iter().filter_map(|note| note.role.as_deref()) {
        // dpa: a note says by its role that it is one of a correction.
        let (status, code) = turn(orders::bare(note));
        order = order.max(status);
        corrected |= code == Some("sig:correction");
    }
    let state = names::STATE.iter().find_map(|name| members.get(name)).and_then(text).unwrap_or_default();
    // An event that is scheduled, postponed or cancelled is news as good as any; a story that is is not.
    let is_story = !matches!(&item.kind, Some(kind) if matches!(kind.as_str(), "event" | "agenda" | "planning"));
    let (of_state, code) = if is_story { turn(&state) } else { (None, None) };
    order = order.max(of_state);
    if is_story && matches!(state.as_str(), "scheduled" | "draft" | "spiked" | "in_progress") {
        order = order.max(Some(PubStatus::Withheld));
    }
    for code in code.into_iter().chain(corrected.then_some("sig:correction")) {
        add_signal(item, Concept { qcode: Some(code.to_owned()), ..Concept::default() });
    }
    about_others(members, item);
    heed_all(item, order, notes);
}

/// What the item orders about others: in members that say so, and in links whose relation says so.
fn about_others(members: &mut Members<'_>, item: &mut Item) {
    for (name, status) in names::ORDERS {
        let targets = members.take(name, |value| match value {
            Json::List(list) => list.iter().map(target).collect::<Option<Vec<_>>>(),
            other => target(other).map(|one| vec![one]),
        });
        let links = targets.into_iter().flatten();
        item.links.extend(links.map(|(guid, version)| orders::link(&guid, version.as_deref(), status)));
    }
    for link in &mut item.links {
        let rel = link.rel.as_deref().map(|rel| orders::bare(rel).to_ascii_lowercase()).unwrap_or_default();
        let status = names::ORDERS.iter().find(|(name, _)| *name == rel).map(|(_, status)| *status);
        if let (Some(status), Some(guid)) = (status, link.guid.take_if(|_| status.is_some())) {
            let order = orders::link(&guid, link.version.as_deref(), status);
            let extra = order.extra.into_iter().chain(std::mem::take(&mut link.extra)).collect();
            *link = Link { rel: order.rel, guid: order.guid, extra, ..std::mem::take(link) };
        }
    }
}

/// The name and the version of an item that another is about: a word, or an object with them.
fn target(value: &Json) -> Option<(String, Option<String>)> {
    if let Some(name) = text(value) {
        return Some((name, None));
    }
    let mut members = Members::of(value)?;
    let name = members.text(names::GUID).or_else(|| members.text(names::ALT_IDS))?;
    Some((name, members.take_first(names::VERSION, word).map(|(_, version)| version)))
}

pub(super) fn add_signal(item: &mut Item, signal: Concept) {
    if !item.signals.iter().any(|known| known.code() == signal.code()) {
        item.signals.push(signal);
    }
}

/// A name for an item that has none, and a note on one that is a name only in its own house.
pub(super) fn name(source: &[(String, Json)], item: &mut Item, notes: &mut Vec<Note>) {
    match &item.guid {
        None => {
            item.guid = made_name(super::FORMAT.name, &Json::Object(source.to_vec()).to_json()).parse().ok();
            notes.push(Note::new("guid_made", "the item has no name; the guid is made of its content"));
        }
        Some(guid) if !guid.as_str().contains([':', '/', '.']) => {
            notes.push(Note::new("guid_not_global", "the name of the item is one only among those of its agency"));
        }
        Some(_) => {}
    }
}

/// A number that JSON can give as a text.
pub(super) fn number(value: &Json) -> Option<u64> {
    value.integer().or_else(|| members::text(value)?.trim().parse().ok())
}

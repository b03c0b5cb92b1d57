//! Subjects, places, people and the rest: lists of words, of objects, or of objects of all kinds in one list.

use super::members::{Members, extra, is_nothing, plain, text, word};
use super::{names, state};
use crate::json::Json;
use crate::newsml_g2::iptc_uri;
use interwire_core::item::{Concept, Extra, Item, Line, Name};

pub(super) fn read(members: &mut Members<'_>, item: &mut Item) {
    mixed(members, item);
    located(members, item);
    let fields: [(&[&str], &mut Vec<Concept>); 8] = [
        (names::SUBJECTS, &mut item.subjects),
        (names::PLACES, &mut item.places),
        (names::PEOPLE, &mut item.people),
        (names::ORGANISATIONS, &mut item.organisations),
        (names::GENRES, &mut item.genres),
        (names::SOURCES, &mut item.info_sources),
        (names::CREATORS, &mut item.creators),
        (names::CONTRIBUTORS, &mut item.contributors),
    ];
    for (list, field) in fields {
        let found = members.take_all(|name, _, value| list.contains(&name).then(|| all(value)).flatten());
        let iptc = |concept: Concept| if list == names::SUBJECTS { subject_code(concept) } else { concept };
        for concept in found.into_iter().flatten().map(iptc) {
            // The one category of an item stands in the list of its categories too.
            let is_known = field.len() < 100 && field.contains(&concept);
            if !is_known {
                field.push(concept);
            }
        }
    }
    if item.provider.is_none() {
        item.provider = members.take_first(names::PROVIDER, one).map(|(_, provider)| provider);
    }
}

/// A list of concepts, or one.
fn all(value: &Json) -> Option<Vec<Concept>> {
    match value {
        Json::List(list) => list.iter().filter(|one| !is_nothing(one)).map(one).collect(),
        other => one(other).map(|concept| vec![concept]),
    }
}

/// A concept from a word or an object.
fn one(value: &Json) -> Option<Concept> {
    if let Some(word) = word(value) {
        return Some(Concept::of_name(&word));
    }
    let mut members = Members::of(value)?;
    let concept = concept(&mut members)?;
    Some(Concept { extra: members.rest(), ..concept })
}

fn concept(members: &mut Members<'_>) -> Option<Concept> {
    let name = members.text(&["name", "value", "keyword", "label", "title", "city", "locationname"]);
    let scheme = members.get("scheme").and_then(text).filter(|scheme| scheme.ends_with(['/', '#']));
    let code = scheme.and_then(|scheme| Some(format!("{scheme}{}", members.text(&["code"])?)));
    if code.is_some() {
        members.take("scheme", Some);
    }
    let uri = code.or_else(|| members.text(&["uri"]));
    let qcode = members.take("qcode", |value| text(value).filter(|code| code.contains(':')));
    let literal = members.take_first(&["code", "qcode", "id"], word).map(|(_, code)| code);
    let (qcode, literal) = match literal {
        Some(code) if qcode.is_none() && code.contains(':') => (Some(code), None),
        other => (qcode, other),
    };
    let rel = members.take("rels", |value| match value {
        Json::List(rels) if rels.len() == 1 => rels.first().and_then(text),
        _ => None,
    });
    let concept = Concept {
        uri,
        qcode,
        literal,
        names: name.into_iter().map(|text| Name { text, ..Name::default() }).collect(),
        rel: rel.or_else(|| members.text(&["rel", "role"])),
        // AP: who chose it, a person or a machine.
        why: members.text(&["creator"]),
        geo: members.take_first(&["geojson", "geometrygeojson"], |value| Some(value.to_json())).map(|(_, geo)| geo),
        ..Concept::default()
    };
    concept.code().is_some().then_some(concept)
}

/// A number of eight digits among subjects is a Subject Code of the IPTC.
fn subject_code(mut concept: Concept) -> Concept {
    let digits = |text: &String| text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    if concept.qcode.is_none() && concept.uri.is_none() {
        if let Some(code) = concept.literal.take_if(|code| digits(code)) {
            concept.qcode = Some(format!("subj:{code}"));
        } else if concept.literal.is_none() && concept.names.first().is_some_and(|name| digits(&name.text)) {
            concept.qcode = concept.names.pop().map(|name| format!("subj:{}", name.text));
        } else if let Some(uri) = concept.names.first().and_then(|name| iptc_uri(&name.text)) {
            // A word of a list that is a code of the IPTC: `medtop:20000337`.
            concept.qcode = concept.names.pop().map(|name| name.text);
            concept.uri = Some(uri);
        }
    }
    concept
}

/// Where the item comes from: a place with all its facts, or words for a city and a country.
fn located(members: &mut Members<'_>, item: &mut Item) {
    let places = members.take_all(|name, _, value| names::LOCATED.contains(&name).then(|| all(value)).flatten());
    item.located.extend(places.into_iter().flatten());
    let mut words = members.take_all(|name, written, value| {
        names::PLACE_WORDS.contains(&name).then(|| text(value)).flatten().map(|text| (written.to_owned(), text))
    });
    // The narrowest is the place, the others stand around it.
    words.sort_by_key(|(name, _)| names::PLACE_WORDS.iter().position(|known| *known == plain(name)));
    let mut words = words.into_iter();
    if let Some((name, place)) = words.next() {
        let around = words.map(|(name, text)| Extra::text(&name, &text)).collect();
        item.located.push(Concept { rel: Some(name), extra: around, ..Concept::of_name(&place) });
    }
}

/// Lists in which every entry says what kind of thing it is: `{"type": "dnltype:person", "name": ...}`, or objects of
/// lists (`{"person": [...]}`). Kinds that are not known stay beside the item as they are.
fn mixed(members: &mut Members<'_>, item: &mut Item) {
    let lists = members.take_all(|name, written, value| {
        if !names::MIXED.contains(&name) {
            return None;
        }
        match value {
            Json::List(list) if list.iter().all(|one| kind_of(one).is_some()) => {
                Some(list.iter().map(|one| (written, kind_of(one).unwrap_or_default(), one)).collect::<Vec<_>>())
            }
            Json::Object(kinds) => {
                let list = |(kind, value): &'_ (String, Json)| match value {
                    Json::List(_) => Some(kind.clone()),
                    _ => None,
                };
                kinds.iter().map(list).collect::<Option<Vec<_>>>()?;
                let entries = kinds.iter().flat_map(|(kind, value)| match value {
                    Json::List(list) => list.iter().map(|one| (written, kind.clone(), one)).collect(),
                    _ => Vec::new(),
                });
                Some(entries.collect())
            }
            _ => None,
        }
    });
    for (list, kind, entry) in lists.into_iter().flatten() {
        if !sort(&kind, entry, item) {
            item.extra.push(extra(list, entry));
        }
    }
}

fn kind_of(value: &Json) -> Option<String> {
    let members = Members::of(value)?;
    members.get("type").or_else(|| members.get("kind")).and_then(text)
}

/// Puts an entry of a mixed list where its kind belongs; false if nowhere.
fn sort(kind: &str, entry: &Json, item: &mut Item) -> bool {
    let word = kind.rsplit(':').next().unwrap_or(kind).to_ascii_lowercase();
    let mut concept = match Members::of(entry) {
        Some(mut members) => {
            members.take("type", Some);
            members.take("kind", Some);
            match self::concept(&mut members) {
                Some(concept) => Concept { extra: members.rest(), ..concept },
                None => return false,
            }
        }
        None => match text(entry) {
            Some(name) => Concept::of_name(&name),
            None => return false,
        },
    };
    let field = match word.as_str() {
        "person" => &mut item.people,
        "organisation" | "organization" | "company" => &mut item.organisations,
        "location" | "geosubject" | "place" => &mut item.places,
        "poi" => {
            concept.kind = Some("cpnat:poi".to_owned());
            &mut item.places
        }
        "located" | "locationcreated" => &mut item.located,
        "genre" => &mut item.genres,
        "creator" => &mut item.creators,
        "contributor" => &mut item.contributors,
        "infosource" => &mut item.info_sources,
        "provider" if item.provider.is_none() => {
            item.provider = Some(concept);
            return true;
        }
        "keyword" => {
            let Some(name) = concept.names.first().filter(|_| concept.qcode.is_none()) else { return false };
            item.keywords.push(Line { extra: concept.extra.clone(), ..Line::of(&name.text) });
            return true;
        }
        "signal" => {
            state::add_signal(item, concept);
            return true;
        }
        // Said at the top of the item as well.
        "pubstatus" | "urgency" | "wire" | "desk" | "scope" | "rubric" | "provider" => return false,
        _ => {
            concept.kind = Some(kind.to_owned());
            &mut item.subjects
        }
    };
    field.push(concept);
    true
}

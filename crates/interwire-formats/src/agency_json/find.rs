//! Where in a document the items stand. Interfaces wrap them in envelopes of every shape: the first level at which
//! an object is news holds them all. Associated items lie deeper and belong to the item around them.

use super::members::{Members, is_nothing, plain};
use super::names;
use crate::json::{self, Json};
use interwire_core::item::Limits;

/// An item, and the object around it if it stands alone there.
pub(super) struct Found<'a> {
    pub members: &'a [(String, Json)],
    pub around: Option<&'a [(String, Json)]>,
}

/// A value, and the object that it is a member of.
type Inside<'a> = (&'a Json, Option<&'a [(String, Json)]>);

/// How many envelopes there may be around the items.
const ENVELOPES_MAX: usize = 5;

/// Whether a document holds news. An object that cannot be read as JSON is said to, so that its reader says why.
pub(super) fn is_news(text: &str) -> bool {
    match json::parse(text, &Limits::default()) {
        Ok((json, _)) => !items(&json).is_empty(),
        Err(error) => error.code != "json_broken" || text.trim_start().starts_with('{'),
    }
}

/// The items of a document, in their order.
pub(super) fn items<'a>(json: &'a Json) -> Vec<Found<'a>> {
    let mut level: Vec<Inside<'a>> = vec![(json, None)];
    for _ in 0..=ENVELOPES_MAX {
        let mut found = Vec::new();
        let mut below = Vec::new();
        let mut look = |one: &'a Json, around| match one {
            Json::Object(members) if is_item(members) => found.push(Found { members, around }),
            Json::Object(members) => {
                below.extend(members.iter().map(|(_, inner)| (inner, Some(members.as_slice()))));
            }
            _ => {}
        };
        for (value, around) in level {
            match value {
                // A list is no envelope of its own: its entries stand where it stands.
                Json::List(list) => list.iter().for_each(|one| look(one, None)),
                one => look(one, around),
            }
        }
        if !found.is_empty() {
            alone(&mut found);
            return found;
        }
        level = below;
    }
    Vec::new()
}

/// What stands around several items belongs to none of them.
fn alone(found: &mut [Found<'_>]) {
    let mut shared = false;
    for at in 0..found.len() {
        let around = |at: usize| found.get(at).and_then(|one| one.around).map(<[_]>::as_ptr);
        let with_next = around(at).is_some() && around(at) == around(at + 1);
        if let Some(one) = found.get_mut(at).filter(|_| shared || with_next) {
            one.around = None;
        }
        shared = with_next;
    }
}

/// Whether an object is a piece of news: it has names that only news has, and four of five sorts of facts.
fn is_item(members: &[(String, Json)]) -> bool {
    let members = flat(members);
    let names = Members::new(members);
    let has = |lists: &[&[&str]]| lists.iter().copied().flatten().any(|name| names.get(name).is_some());
    // A name counts also where nothing stands behind it: it shows the shape.
    let own = members.iter().filter(|(name, _)| names::OF_NEWS.contains(&plain(name).as_str())).count();
    let facts = [
        has(&[names::GUID, names::ALT_IDS]),
        has(&[names::HEADLINE, &["name"]]),
        has(&[names::VERSION_CREATED]),
        has(&[names::BODY, names::BODY_ELSE, names::DESCRIPTIONS, names::RENDITIONS, names::COMPONENTS])
            || has_pictures(members),
        has(&[names::STATUS, names::LANGUAGE, names::URGENCY, names::VERSION, names::KIND]),
    ];
    own >= 2 && facts.iter().filter(|is_told| **is_told).count() >= 4
}

/// Whether there are addresses or paths of the forms of a picture.
fn has_pictures(members: &[(String, Json)]) -> bool {
    members.iter().any(|(name, value)| name.starts_with("Path_") && !is_nothing(value))
}

/// The members that state the facts: of a hit of a search index those inside its `metadataMap`.
pub(super) fn flat(members: &[(String, Json)]) -> &[(String, Json)] {
    match members.iter().find(|(name, _)| name == "metadataMap") {
        Some((_, Json::Object(inner))) => inner,
        _ => members,
    }
}

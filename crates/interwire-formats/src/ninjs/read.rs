//! JSON to item. Names are compared without regard to case, so that the spellings of all versions meet.

use super::lists;
use crate::json::{self, Json};
use crate::{Read, ReadError, ReadItem, decode, json_facts, tagged};
use interwire_core::item::{
    Concept, EdNote, Embargo, EncodedRights, Extra, Item, ItemType, Limits, Line, Moment, Note, Rights, Version,
};

/// Reads a source: one item.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    let decoded = decode::decode(bytes);
    let (json, mut notes) = json::parse(&decoded.text, limits)?;
    notes.splice(0..0, decoded.notes);
    let Json::Object(members) = &json else {
        return Err(ReadError::new("not_ninjs", "ninjs is a JSON object"));
    };
    Ok(Read { format: super::FORMAT.name, items: vec![read_item(members)], notes })
}

fn read_item(members: &[(String, Json)]) -> ReadItem {
    let mut reader = Reader::default();
    for (name, value) in members.iter().filter(|(name, _)| !matches!(name.as_str(), "standard" | "$standard")) {
        if let Some(left) = reader.take(name, value) {
            reader.item.extra.push(extra(name, &left));
        }
    }
    let Reader { mut item, rights, headline, notes } = reader;
    if let Some(text) = headline {
        item.headlines.insert(0, Line::of(&text));
    }
    if rights != Rights::default() {
        item.rights.push(rights);
    }
    ReadItem { item, notes }
}

/// A value the model has no field for.
pub(super) fn extra(name: &str, value: &Json) -> Extra {
    match value {
        Json::Text(text) => Extra::text(name, text),
        other => Extra::json(name, other.to_json()),
    }
}

#[derive(Default)]
struct Reader {
    item: Item,
    rights: Rights,
    /// The `headline` of ninjs 1, which stands before all `headline_*`.
    headline: Option<String>,
    notes: Vec<Note>,
}

impl Reader {
    /// Takes one property. Gives what is not understood of it and must be kept as it is.
    fn take(&mut self, name: &str, value: &Json) -> Option<Json> {
        let lower = name.to_ascii_lowercase();
        let is_taken = match lower.split_once('_') {
            Some(("headline", role)) => self.lines(value, role, |item| &mut item.headlines),
            Some(("description", role)) => self.lines(value, role, |item| &mut item.descriptions),
            Some(("body", role)) => match value.text() {
                Some(text) => {
                    let role = name.get(name.len() - role.len()..).unwrap_or(role);
                    self.item.bodies.push(lists::body(Some(role), None, text));
                    true
                }
                None => false,
            },
            _ => match value {
                Json::Null => true,
                _ if self.take_right(&lower, value) => true,
                Json::Text(text) => self.take_text(&lower, text) || self.take_number(&lower, value),
                Json::Number(_) => self.take_number(&lower, value),
                _ => return self.take_list(&lower, value),
            },
        };
        (!is_taken).then(|| value.clone())
    }

    fn lines(&mut self, value: &Json, role: &str, field: fn(&mut Item) -> &mut Vec<Line>) -> bool {
        let Some(text) = value.text() else { return false };
        field(&mut self.item).push(Line { role: Some(role.to_owned()), ..Line::of(text) });
        true
    }

    /// Takes what says whether the item may be used, whatever its type.
    fn take_right(&mut self, name: &str, value: &Json) -> bool {
        let item = &mut self.item;
        match name {
            "pubstatus" => item.pub_status = json_facts::status_of(value),
            "embargoed" | "embargoeduntil" => {
                let never = value.as_text().is_some_and(|text| text.trim() == super::NEVER);
                let stated = if never { Some(Embargo::Indefinite) } else { json_facts::embargo(value) };
                item.times.embargoed = stated.or(item.times.embargoed.take());
            }
            _ => return false,
        }
        true
    }

    fn take_text(&mut self, name: &str, text: &str) -> bool {
        let item = &mut self.item;
        let times = &mut item.times;
        match name {
            "uri" => match text.parse() {
                Ok(guid) => item.guid = Some(guid),
                Err(_) => {
                    self.notes
                        .push(Note::new("guid_invalid", "the uri is not usable as a name; it is kept as written"));
                    return false;
                }
            },
            "type" => item.kind = Some(ItemType::parse(text)),
            "version" => item.version = Version::parse(text),
            "versioncreated" => times.version_created = Some(Moment::new(text)),
            "firstcreated" => times.first_created = Some(Moment::new(text)),
            "contentcreated" => times.content_created = Some(Moment::new(text)),
            "expires" => times.expires = Some(Moment::new(text)),
            "language" => item.languages.push(text.to_owned()),
            "headline" if !text.trim().is_empty() => self.headline = Some(text.to_owned()),
            "by" | "byline" => item.bylines.push(Line::of(text)),
            "slugline" => item.sluglines.push(Line::of(text)),
            "creditline" => item.creditlines.push(Line::of(text)),
            "dateline" => item.datelines.push(Line::of(text)),
            "located" => item.located.push(Concept::of_name(text)),
            "ednote" => {
                tagged::heed(text, item);
                item.ed_notes.push(EdNote { text: text.to_owned(), ..EdNote::default() });
            }
            "copyrightholder" => self.rights.holder = Some(Concept::of_name(text)),
            "copyrightnotice" => self.rights.notices.push(Line::of(text)),
            "usageterms" => self.rights.terms.push(Line::of(text)),
            "digitalsourcetype" => item.digital_source = Some(Concept::of_uri(text)),
            _ => return false,
        }
        true
    }

    fn take_number(&mut self, name: &str, value: &Json) -> bool {
        let one_to_nine = lists::number(value).and_then(|n| u8::try_from(n).ok()).filter(|n| (1..=9).contains(n));
        match (name, one_to_nine) {
            ("versioncreated" | "firstcreated" | "contentcreated" | "expires", _) => {
                return json_facts::since_1970(value).is_some_and(|at| self.take_text(name, at.as_str()));
            }
            ("version", _) => self.item.version = value.as_text().map_or(Version::Absent, |t| Version::parse(&t)),
            ("urgency", Some(urgency)) => self.item.urgency = Some(urgency),
            ("priority", Some(priority)) => self.item.priority = Some(priority),
            _ => return false,
        }
        true
    }

    fn take_list(&mut self, name: &str, value: &Json) -> Option<Json> {
        let item = &mut self.item;
        match name {
            "headlines" => lists::all(value, lists::line, &mut item.headlines),
            "descriptions" => lists::all(value, lists::line, &mut item.descriptions),
            "bodies" => lists::all(value, lists::body_of, &mut item.bodies),
            "subject" | "subjects" => lists::all(value, lists::concept, &mut item.subjects),
            "place" | "places" => lists::all(value, lists::concept, &mut item.places),
            "person" | "people" => lists::all(value, lists::concept, &mut item.people),
            "organisation" | "organisations" => lists::all(value, lists::concept, &mut item.organisations),
            "genre" | "genres" => lists::all(value, lists::concept, &mut item.genres),
            "infosource" | "infosources" => lists::all(value, lists::concept, &mut item.info_sources),
            "signal" | "signals" => {
                if let Json::List(list) = value {
                    list.iter().for_each(|one| tagged::add(item, lists::signal(one)));
                }
                // ninjs has no place for signals, so that they stay as the house writes them, too.
                Some(value.clone())
            }
            "language" => lists::all(value, |one| one.text().map(str::to_owned), &mut item.languages),
            "keywords" => lists::all(value, |v| v.text().map(Line::of), &mut item.keywords),
            "renditions" => lists::named(value, lists::rendition, &mut item.renditions),
            "associations" => lists::named(value, lists::link, &mut item.links),
            "altids" => lists::named(value, lists::alt_id, &mut item.alt_ids),
            "digitalsourcetype" => {
                item.digital_source = lists::concept(value);
                item.digital_source.is_none().then(|| value.clone())
            }
            "rightsinfo" => (!self.rights_info(value)).then(|| value.clone()),
            _ => Some(value.clone()),
        }
    }

    fn rights_info(&mut self, value: &Json) -> bool {
        let Json::Object(members) = value else { return false };
        let field = |wanted: &str| {
            let found = members.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.and_then(|(_, value)| value.text()).map(str::to_owned)
        };
        let lang_id = field("langId");
        self.rights.linked.extend(field("linkedRights"));
        match field("encodedRights") {
            Some(text) => self.rights.encoded.push(EncodedRights { lang_id, text, ..EncodedRights::default() }),
            None => self.rights.extra.extend(lang_id.map(|id| Extra::text("langId", &id))),
        }
        let known = ["langid", "linkedrights", "encodedrights"];
        let others = members.iter().filter(|(name, _)| !known.contains(&name.to_ascii_lowercase().as_str()));
        self.rights.extra.extend(others.map(|(name, value)| extra(name, value)));
        true
    }
}

//! Calendar to items.

use super::lines::{self, Property, joined, properties};
use crate::shared::Shared;
use crate::stated_times;
use crate::tagged;
use crate::wire;
use crate::{Read, ReadError, ReadItem};
use interwire_core::item::{
    Body, Concept, EdNote, Embargo, Extra, Item, ItemType, Limits, Line, Link, Markup, Moment, Note, PubStatus,
    Rendition, Version,
};
use serde_json::{Map, Value, json};

/// Zones larger than this are not kept with their events.
const ZONE_BYTES_MAX: usize = 4096;
const ZONES_MAX: usize = 50;
/// What a calendar says of itself in one line, which all its events have.
const HEAD_BYTES_MAX: usize = 1000;

/// Reads a calendar: one item for each event.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    let wire::Characters { text, mut notes, kept } = wire::decode(&joined(bytes));
    let mut calendar = Calendar::new(limits);
    let all = properties(&text);
    if all.len() > limits.nodes_max {
        return Err(ReadError::new("ical_too_many_lines", format!("more than {} lines", limits.nodes_max)));
    }
    for line in all {
        match line {
            Ok(property) => calendar.take(property)?,
            Err(line) => calendar.bad_lines.push(line),
        }
    }
    calendar.close()?;
    if !calendar.bad_lines.is_empty() {
        let message =
            format!("{} lines are none of the format: {}", calendar.bad_lines.len(), calendar.bad_lines.join(" | "));
        notes.push(Note::new("lines_not_understood", message.chars().take(1000).collect::<String>()));
    }
    notes.extend(calendar.notes);
    let zones = calendar.zones;
    let head = calendar.head;
    let mut shared = Shared::new();
    let mut items: Vec<ReadItem> =
        calendar.events.iter().map(|event| Event::read(event, &head, &zones, &mut shared)).collect();
    notes.extend(shared.note());
    if let Some(kept) = kept {
        for one in &mut items {
            one.item.pub_status = Some(PubStatus::Withheld);
        }
        items.first_mut().into_iter().for_each(|one| one.item.extra.push(kept.clone()));
    }
    if items.is_empty() {
        notes.push(Note::new("no_items", "there is no event in it"));
    }
    Ok(Read { format: super::FORMAT.name, items, notes })
}

/// The components of a calendar as they come.
struct Calendar<'a> {
    limits: &'a Limits,
    open: Vec<String>,
    /// Properties of the calendar itself.
    head: Vec<Property>,
    event: Vec<Property>,
    events: Vec<Vec<Property>>,
    zone: String,
    zones: Vec<(String, String)>,
    notes: Vec<Note>,
    bad_lines: Vec<String>,
}

impl<'a> Calendar<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            open: Vec::new(),
            head: Vec::new(),
            event: Vec::new(),
            events: Vec::new(),
            zone: String::new(),
            zones: Vec::new(),
            notes: Vec::new(),
            bad_lines: Vec::new(),
        }
    }

    fn take(&mut self, property: Property) -> Result<(), ReadError> {
        let component = property.value.trim().to_ascii_uppercase();
        match property.name.as_str() {
            "BEGIN" => {
                if self.open.len() >= self.limits.depth_max {
                    let message = format!("more than {} components inside one another", self.limits.depth_max);
                    return Err(ReadError::new("ical_too_deep", message));
                }
                if component == "VEVENT" {
                    self.leave_for_event()?;
                }
                self.keep(&property);
                self.open.push(component);
            }
            "END" => {
                let at = self.open.iter().rposition(|open| *open == component);
                let ends_event = at.is_some_and(|at| self.open.iter().skip(at).any(|open| open == "VEVENT"));
                if ends_event {
                    self.end_event()?;
                } else {
                    self.keep(&property);
                }
                if let Some(at) = at {
                    self.open.truncate(at);
                    if component != "VTIMEZONE" && !self.inside("VTIMEZONE") {
                        self.zone.clear();
                    }
                    match component.as_str() {
                        "VTIMEZONE" => self.end_zone(),
                        "VTODO" | "VJOURNAL" | "VFREEBUSY" => {
                            let message = format!("a component {component} is left out: only events are items");
                            self.notes.push(Note::new("component_left_out", message));
                        }
                        _ => {}
                    }
                }
            }
            _ => {
                self.keep(&property);
                match self.open.last().map(String::as_str) {
                    Some("VEVENT") => self.event.push(property),
                    Some("VCALENDAR") | None => self.head(property),
                    Some(_) => {}
                }
            }
        }
        Ok(())
    }

    /// The first line of each name that counts for all events.
    fn head(&mut self, property: Property) {
        let counts = matches!(property.name.as_str(), "X-WR-CALNAME" | "NAME" | "PRODID" | "METHOD");
        let is_new = !self.head.iter().any(|known| known.name == property.name);
        if counts && is_new && property.value.len() <= HEAD_BYTES_MAX {
            self.head.push(property);
        }
    }

    /// An event begins where another, or a zone, did not end: the other is over, and the zone is none.
    fn leave_for_event(&mut self) -> Result<(), ReadError> {
        if self.inside("VEVENT") {
            self.end_event()?;
        }
        if let Some(at) = self.open.iter().position(|open| matches!(open.as_str(), "VEVENT" | "VTIMEZONE")) {
            self.open.truncate(at);
            self.zone.clear();
        }
        Ok(())
    }

    fn inside(&self, component: &str) -> bool {
        self.open.iter().any(|open| open == component)
    }

    /// Zones, and components inside events, are kept as they are.
    fn keep(&mut self, property: &Property) {
        let begins = property.name == "BEGIN" && property.value.trim().eq_ignore_ascii_case("VTIMEZONE");
        if self.inside("VTIMEZONE") || begins {
            self.zone.push_str(&format!("{}:{}\n", property.head(), property.value));
        } else if self.inside("VEVENT")
            && (self.open.last().is_some_and(|open| open != "VEVENT") || property.name == "BEGIN")
        {
            let part = Property {
                name: "X-PART".to_owned(),
                parameters: Vec::new(),
                value: format!("{}:{}", property.head(), property.value),
            };
            self.event.push(part);
        }
    }

    fn end_zone(&mut self) {
        let zone = std::mem::take(&mut self.zone);
        let named = zone.lines().find_map(|line| line.strip_prefix("TZID").and_then(|rest| rest.split_once(':')));
        if let Some((_, name)) = named.filter(|_| zone.len() <= ZONE_BYTES_MAX && self.zones.len() < ZONES_MAX) {
            self.zones.push((name.to_owned(), zone.clone()));
        }
    }

    fn end_event(&mut self) -> Result<(), ReadError> {
        if self.events.len() >= self.limits.items_max {
            let message = format!("more than the {} events allowed", self.limits.items_max);
            return Err(ReadError::new("too_many_items", message));
        }
        self.events.push(std::mem::take(&mut self.event));
        Ok(())
    }

    /// A calendar that is cut off still has its last event.
    fn close(&mut self) -> Result<(), ReadError> {
        if self.inside("VEVENT") {
            self.notes.push(Note::new("calendar_cut_off", "it ends inside an event"));
            self.end_event()?;
        }
        Ok(())
    }
}

/// An event being read.
struct Event {
    item: Item,
    notes: Vec<Note>,
    dates: Map<String, Value>,
    organiser: Option<Value>,
    place: Concept,
}

impl Event {
    fn read(properties: &[Property], head: &[Property], zones: &[(String, String)], shared: &mut Shared) -> ReadItem {
        let item = Item { kind: Some(ItemType::Event), ..Item::default() };
        let mut event = Self { item, notes: Vec::new(), dates: Map::new(), organiser: None, place: Concept::default() };
        for property in head {
            event.head(property);
        }
        properties.iter().for_each(|property| event.property(property));
        for (name, zone) in zones {
            let is_named = properties.iter().any(|property| property.parameter("TZID") == Some(name));
            if is_named && shared.allows(zone.len()) {
                event.item.extra.push(Extra::text("ical/VTIMEZONE", zone));
            }
        }
        event.done(properties)
    }

    fn head(&mut self, property: &Property) {
        match property.name.as_str() {
            "X-WR-CALNAME" | "NAME" if self.item.provider.is_none() && !property.value.trim().is_empty() => {
                self.item.provider = Some(Concept::of_name(&property.text()));
            }
            "PRODID" => self.item.generators.push(Line::of(&property.text())),
            "METHOD" => self.item.extra.push(Extra::text("ical/METHOD", &property.value)),
            _ => {}
        }
    }

    fn property(&mut self, property: &Property) {
        let text = property.text();
        let lang = property.parameter("LANGUAGE").map(str::to_owned);
        if property.name == "SUMMARY" && self.item.languages.is_empty() {
            self.item.languages.extend(lang.clone());
        }
        if text.trim().is_empty() {
            return;
        }
        let item = &mut self.item;
        match property.name.as_str() {
            "UID" => item.guid = text.trim().parse().ok(),
            "SEQUENCE" => item.version = Version::parse(text.trim()),
            "SUMMARY" => item.headlines.push(Line { lang, ..Line::of(text.trim()) }),
            "DESCRIPTION" => self.body(text, lang, Markup::Plain, "text/plain"),
            "X-ALT-DESC" => self.body(text, lang, Markup::Html, "text/html"),
            "LOCATION" => {
                self.place.names.push(interwire_core::item::Name { lang, role: None, text: text.trim().to_owned() })
            }
            "GEO" => self.geo(property),
            "CATEGORIES" => {
                item.subjects.extend(lines::list(&property.value).iter().map(|name| Concept::of_name(name)))
            }
            "CREATED" => item.times.first_created = Some(moment(&text)),
            "LAST-MODIFIED" => item.times.version_created = Some(moment(&text)),
            "DTSTAMP" => {
                item.times.version_created.get_or_insert_with(|| moment(&text));
                self.kept(property);
            }
            "DTSTART" => self.date("startDate", property),
            "DTEND" => self.date("endDate", property),
            "DURATION" => {
                self.dates.insert("expectedDuration".to_owned(), json!(text.trim()));
            }
            "ORGANIZER" => {
                let mut organiser = Map::new();
                organiser.insert("uri".to_owned(), json!(text.trim()));
                organiser.extend(property.parameter("CN").map(|name| ("name".to_owned(), json!(name))));
                self.organiser = Some(Value::Object(organiser));
            }
            "URL" => item.links.push(Link {
                rel: Some("alternate".to_owned()),
                href: Some(text.trim().to_owned()),
                ..Link::default()
            }),
            "ATTACH" if property.parameter("ENCODING").is_none() => item.renditions.push(Rendition {
                name: property.parameter("FILENAME").map(str::to_owned),
                href: Some(property.value.trim().to_owned()),
                content_type: property.parameter("FMTTYPE").map(str::to_owned),
                ..Rendition::default()
            }),
            "CONTACT" | "COMMENT" => {
                let role = Some(property.name.to_ascii_lowercase());
                item.ed_notes.push(EdNote {
                    role,
                    lang,
                    non_public: property.name == "CONTACT",
                    text,
                    ..EdNote::default()
                });
            }
            "PRIORITY" => item.priority = text.trim().parse().ok().filter(|priority| (1..=9).contains(priority)),
            "CLASS" => {
                if !text.trim().eq_ignore_ascii_case("PUBLIC") && item.pub_status.is_none() {
                    item.pub_status = Some(PubStatus::Withheld);
                    self.notes.push(Note::new(
                        "event_not_public",
                        format!("the event is {}, so it is withheld", text.trim()),
                    ));
                }
                self.kept(property);
            }
            "STATUS" => {
                if text.trim().eq_ignore_ascii_case("CANCELLED") {
                    self.notes.push(Note::new(
                        "event_cancelled",
                        "the event will not take place; the news of it may be used",
                    ));
                }
                self.kept(property);
            }
            "X-INTERWIRE-STATUS" => item.pub_status = Some(PubStatus::parse(text.trim())),
            "X-INTERWIRE-VERSION" => item.version = Version::parse(text.trim()),
            name if let Some(name) = name.strip_prefix("X-INTERWIRE-")
                && stated_times::take(&mut item.times, name, &text) => {}
            "X-INTERWIRE-EMBARGO" => {
                item.times.embargoed = Some(Embargo::new(text.trim().trim_start_matches("indefinite")))
            }
            _ => self.kept(property),
        }
    }

    fn kept(&mut self, property: &Property) {
        self.item.extra.push(Extra::text(&format!("ical/{}", property.head()), &property.value));
    }

    fn body(&mut self, text: String, lang: Option<String>, markup: Markup, kind: &str) {
        let content_type = Some(kind.to_owned());
        self.item.bodies.push(Body { content_type, lang, markup, text, ..Body::default() });
    }

    fn geo(&mut self, property: &Property) {
        let numbers: Vec<f64> = property.value.split(';').filter_map(|number| number.trim().parse().ok()).collect();
        match numbers.as_slice() {
            [latitude, longitude] => {
                self.place.geo = Some(json!({"type": "Point", "coordinates": [longitude, latitude]}).to_string());
            }
            _ => self.kept(property),
        }
    }

    /// A date as ninjs has it; a local one keeps the name of its zone beside it.
    fn date(&mut self, name: &str, property: &Property) {
        self.dates.insert(name.to_owned(), json!(moment(&property.value).as_str()));
        self.kept(property);
    }

    fn done(mut self, properties: &[Property]) -> ReadItem {
        if self.place != Concept::default() {
            self.item.places.push(self.place);
        }
        let mut details = Map::new();
        details.extend((!self.dates.is_empty()).then(|| ("dates".to_owned(), Value::Object(self.dates))));
        details.extend(self.organiser.map(|organiser| ("organiser".to_owned(), organiser)));
        if !details.is_empty() {
            self.item.extra.push(Extra::json("eventDetails", Value::Object(details).to_string()));
        }
        if self.item.guid.is_none() {
            let content: String =
                properties.iter().map(|property| format!("{}:{}\n", property.head(), property.value)).collect();
            self.item.guid = crate::feed::made_name("icalendar", &content).parse().ok();
            self.notes.push(Note::new("guid_made", "the event has no UID; the guid is made of its content"));
        }
        tagged::heed_top(&mut self.item);
        // One date of a series that differs is an event of its own, or it would replace the series.
        let one = properties.iter().find(|property| property.name == "RECURRENCE-ID");
        if let (Some(one), Some(guid)) = (one, &self.item.guid) {
            self.item.guid = format!("{guid}#{}", one.value.trim()).parse().ok();
        }
        ReadItem { item: self.item, notes: self.notes }
    }
}

/// `20261123T100000Z` as ISO 8601 with separators; anything else as written.
fn moment(text: &str) -> Moment {
    let text = text.trim();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default().to_owned();
    let date = || format!("{}-{}-{}", part(0, 4), part(4, 6), part(6, 8));
    match (text.len(), digits.len()) {
        (8, 8) => Moment::new(&date()),
        (15 | 16, 14) => {
            let zone = if text.ends_with(['Z', 'z']) { "Z" } else { "" };
            Moment::new(&format!("{}T{}:{}:{}{zone}", date(), part(8, 10), part(10, 12), part(12, 14)))
        }
        _ => Moment::new(text),
    }
}

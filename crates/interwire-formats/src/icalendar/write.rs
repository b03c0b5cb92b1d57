//! Item to a calendar of one event.

use super::lines::{Property, escape, property, push};
use crate::layout;
use crate::losses::{Carries, Losses};
use crate::may_be_used;
use crate::stated_times;
use crate::wire::clean;
use crate::{WriteError, Written};
use interwire_core::item::{Extra, Form, Item, ItemType, Markup, Moment, PubStatus, Version, text};
use serde_json::Value;

/// Writes an item.
pub(super) fn write(item: &Item) -> Result<Written, WriteError> {
    let missing = |what: &str| WriteError::new("required_missing", format!("iCalendar requires {what}"));
    if item.kind != Some(ItemType::Event) {
        return Err(missing("an item of type event"));
    }
    let guid = item.guid.as_ref().ok_or_else(|| missing("a guid"))?.as_str();
    let details = Extra::find(&item.extra, "eventDetails").and_then(|json| serde_json::from_str::<Value>(json).ok());
    let dates = details.as_ref().and_then(|details| details.get("dates")).cloned().unwrap_or_default();
    let date = |name: &str| dates.get(name).and_then(Value::as_str).map(str::to_owned);
    let start = date("startDate").or_else(|| date("expectedStartDate"));
    let (stated_end, expected_end, duration) = (date("endDate"), date("expectedEndDate"), date("expectedDuration"));
    let start = line_of(item, "DTSTART").or_else(|| start.as_deref().and_then(|start| stated("DTSTART", start)));
    let start = start.ok_or_else(|| missing("the date on which the event begins"))?;
    let made = item
        .times
        .version_created
        .as_ref()
        .and_then(utc)
        .ok_or_else(|| missing("the time its version was created, with its offset"))?;
    let mut losses = Losses::default();
    let mut out = String::new();
    let withdrawn = item.status() != PubStatus::Usable;
    push("BEGIN", "VCALENDAR", &mut out);
    push("VERSION", "2.0", &mut out);
    push("PRODID", "-//Interwire//EN", &mut out);
    push("METHOD", if withdrawn { "CANCEL" } else { "PUBLISH" }, &mut out);
    for extra in item.extra.iter().filter(|extra| extra.name == "ical/VTIMEZONE") {
        let zone: Vec<Property> = extra.value.lines().filter_map(property).collect();
        if left_open(&zone) == Some(0) {
            zone.iter().for_each(|line| push(&line.head(), &line.value, &mut out));
        } else {
            losses.kept([extra]);
        }
    }
    push("BEGIN", "VEVENT", &mut out);
    // One date of a series has the name of the series. spec: RFC 5545 section 3.8.4.4.
    match one_date(item, guid) {
        Some((series, date)) => {
            push("UID", &escape(series), &mut out);
            push(&date.head(), &date.value, &mut out);
        }
        None => {
            push("UID", &escape(guid), &mut out);
            losses.kept(item.extra.iter().filter(|extra| extra.name.starts_with("ical/RECURRENCE-ID")));
        }
    }
    push("DTSTAMP", &made, &mut out);
    push(&start.head(), &start.value, &mut out);
    let end = stated_end.or(expected_end);
    if let Some(end) = line_of(item, "DTEND").or_else(|| end.as_deref().and_then(|end| stated("DTEND", end))) {
        push(&end.head(), &end.value, &mut out);
    } else if let Some(duration) = duration {
        push("DURATION", &duration, &mut out);
    }
    state(item, &mut out);
    if withdrawn {
        push("STATUS", "CANCELLED", &mut out);
        losses.withdrawn(item, "calendars know no status of publication, so only the withdrawal is written");
    } else {
        content(item, details.as_ref(), &mut losses, &mut out);
    }
    push("END", "VEVENT", &mut out);
    push("END", "VCALENDAR", &mut out);
    if !withdrawn {
        lost(item, &mut losses);
    }
    Ok(Written { bytes: out.into_bytes(), losses: losses.done() })
}

/// The name of the series that an event is one date of, and the line that says which. A date that the name of the event
/// does not end with would make another name of it.
fn one_date<'a>(item: &Item, guid: &'a str) -> Option<(&'a str, Property)> {
    let date = line_of(item, "RECURRENCE-ID")?;
    let series = guid.strip_suffix(date.value.trim())?.strip_suffix('#')?;
    Some((series, date))
}

/// A line that a calendar had.
fn line_of(item: &Item, name: &str) -> Option<Property> {
    let start = format!("ical/{name}");
    let is_it = |head: &str| head == start || head.strip_prefix(&start).is_some_and(|rest| rest.starts_with(';'));
    let found = item.extra.iter().find(|extra| extra.form == Form::Text && is_it(&extra.name))?;
    property(&format!("{}:{}", found.name.strip_prefix("ical/")?, found.value))
}

/// A date of ninjs as a line: a day, a local time, or UTC.
fn stated(name: &str, text: &str) -> Option<Property> {
    let moment = Moment::new(text);
    if let Some(utc) = utc(&moment) {
        return property(&format!("{name}:{utc}"));
    }
    moment.roughly()?;
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        8 => property(&format!("{name};VALUE=DATE:{digits}")),
        12.. => {
            let (day, clock) = digits.split_at(8);
            property(&format!("{name}:{day}T{:0<6}", clock.get(..6).unwrap_or(clock)))
        }
        _ => None,
    }
}

/// A time in UTC, as iCalendar writes it.
fn utc(moment: &Moment) -> Option<String> {
    let text = moment.time()?.to_string();
    let digits: String = text.chars().filter(char::is_ascii_digit).take(14).collect();
    let (day, clock) = digits.split_at_checked(8)?;
    Some(format!("{day}T{clock}Z"))
}

/// Version, status and embargo.
fn state(item: &Item, out: &mut String) {
    match &item.version {
        Version::Number(number) => push("SEQUENCE", &number.get().to_string(), out),
        Version::Text(text) => push("X-INTERWIRE-VERSION", &escape(text), out),
        Version::Absent => {}
    }
    if let Some(at) = item.times.first_created.as_ref().and_then(utc) {
        push("CREATED", &at, out);
    }
    for (name, at) in stated_times::stated(&item.times) {
        push(&format!("X-INTERWIRE-{}", name.to_uppercase()), &escape(at), out);
    }
    for (name, said) in [("STATUS", may_be_used::status(item)), ("EMBARGO", may_be_used::embargo(item))] {
        said.into_iter().for_each(|said| push(&format!("X-INTERWIRE-{name}"), &escape(said), out));
    }
}

fn content(item: &Item, details: Option<&Value>, losses: &mut Losses, out: &mut String) {
    let mut left_out = 0;
    let mut text = |text: &str| {
        let (kept, controls) = clean(text);
        left_out += controls;
        escape(&kept)
    };
    let lang =
        item.language().filter(|lang| !lang.is_empty() && lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    let head = |name: &str| lang.map_or(name.to_owned(), |lang| format!("{name};LANGUAGE={lang}"));
    push(&head("SUMMARY"), &text(&text::collapse(item.headline().unwrap_or_default())), out);
    let bodies = text::story(item);
    if !bodies.is_empty() {
        if bodies.iter().any(|body| body.markup != Markup::Plain) {
            losses.add("markup_flattened", "bodies", "headings, lists, tables, links and emphasis become plain lines");
        }
        push("DESCRIPTION", &text(&layout::texts(&bodies).join("\n\n")), out);
    }
    if let Some(place) = item.places.iter().chain(&item.located).find_map(|place| place.names.first()) {
        push("LOCATION", &text(&place.text), out);
    }
    if item.places.len() > 1 {
        losses.add("ical_lacks", "places", "an event has one place");
    }
    let names: Vec<String> = item.subjects.iter().filter_map(crate::feed::shown).map(|name| text(&name)).collect();
    if !names.is_empty() {
        push("CATEGORIES", &names.join(","), out);
    }
    if left_out > 0 {
        for field in ["headlines", "bodies"] {
            losses.add("characters_forbidden", field, format!("{left_out} control characters are left out"));
        }
    }
    let organiser = details.and_then(|details| details.get("organiser"));
    let own = |name: &str| {
        organiser
            .and_then(|organiser| organiser.get(name))
            .and_then(Value::as_str)
            .map(|text| text.replace(['"', '\n', '\r'], " "))
    };
    if let Some(uri) = own("uri") {
        let head = own("name").map_or("ORGANIZER".to_owned(), |name| format!("ORGANIZER;CN=\"{name}\""));
        push(&head, &uri, out);
    }
    if let Some(href) =
        item.links.iter().filter(|link| link.rel.as_deref() == Some("alternate")).find_map(|link| link.href.as_ref())
    {
        push("URL", &clean(href).0.replace('\n', ""), out);
    }
    if let Some(priority) = item.priority {
        push("PRIORITY", &priority.to_string(), out);
    }
    rest(item, losses, out);
}

/// Lines that a calendar had and that are written where they belong.
const WRITTEN: &[&str] = &["DTSTART", "DTEND", "DTSTAMP", "METHOD", "VTIMEZONE", "RECURRENCE-ID"];

/// What a calendar said beside, as far as it does not say again what the item says.
fn rest(item: &Item, losses: &mut Losses, out: &mut String) {
    let one_line = |text: &str| text.replace(char::is_control, " ");
    let part = |extra: &Extra| if extra.name == "ical/X-PART" { property(&one_line(&extra.value)) } else { None };
    let parts: Vec<Property> = item.extra.iter().filter_map(part).collect();
    let parts_fit = left_open(&parts).is_some();
    for extra in item.extra.iter().filter(|extra| extra.form == Form::Text) {
        let Some(head) = extra.name.strip_prefix("ical/") else { continue };
        let line = match head {
            "X-PART" => part(extra).filter(|_| parts_fit),
            _ => property(&one_line(&format!("{head}:{}", extra.value))).filter(|line| is_beside(&line.name)),
        };
        match line {
            Some(line) => push(&line.head(), &line.value, out),
            None if WRITTEN.iter().any(|known| head.split(';').next() == Some(known)) => {}
            None => losses.kept([extra]),
        }
    }
}

/// Whether a line says something that no field of an item says.
fn is_beside(name: &str) -> bool {
    let is_field =
        matches!(name, "UID" | "SEQUENCE" | "SUMMARY" | "DESCRIPTION" | "X-ALT-DESC" | "LOCATION" | "CATEGORIES")
            || matches!(name, "CREATED" | "LAST-MODIFIED" | "DURATION" | "ORGANIZER" | "URL" | "PRIORITY")
            || matches!(name, "CONTACT" | "COMMENT" | "BEGIN" | "END");
    !is_field && !WRITTEN.contains(&name) && !name.starts_with("X-INTERWIRE-")
}

/// How many components are open behind lines; `None` if they end what they did not begin, as the event itself.
fn left_open(lines: &[Property]) -> Option<usize> {
    let mut open: Vec<String> = Vec::new();
    for line in lines {
        let component = line.value.trim().to_ascii_uppercase();
        match line.name.as_str() {
            "BEGIN" | "END" if matches!(component.as_str(), "VEVENT" | "VCALENDAR") => return None,
            "BEGIN" => open.push(component),
            "END" => open.truncate(open.iter().rposition(|known| *known == component)?),
            _ => {}
        }
    }
    Some(open.len())
}

fn lost(item: &Item, losses: &mut Losses) {
    const CARRIES: Carries = Carries {
        whole: &["kind", "priority", "links", "first_created", "content_created", "content_modified", "expires"],
        words: &["subjects", "places"],
    };
    if item.links.iter().any(|link| link.rel.as_deref() != Some("alternate")) || item.links.len() > 1 {
        losses.add("ical_lacks", "links", "of references an event has that to its page");
    }
    losses.beside(CARRIES, item, "ical_lacks", "an event has no place for it");
    losses.kept(item.extra.iter().filter(|extra| !extra.name.starts_with("ical/") && extra.name != "eventDetails"));
}

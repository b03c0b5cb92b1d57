//! Item to a calendar of one event.

use super::lines::{escape, push};
use crate::layout;
use crate::losses::{Carries, Losses};
use crate::stated_times;
use crate::wire::clean;
use crate::{WriteError, Written};
use interwire_core::item::{Embargo, Extra, Form, Item, ItemType, Markup, Moment, PubStatus, Version, text};
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
    let (start_head, start) = start.ok_or_else(|| missing("the date on which the event begins"))?;
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
        extra
            .value
            .lines()
            .filter_map(|line| line.split_once(':'))
            .for_each(|(head, value)| push(head, value, &mut out));
    }
    push("BEGIN", "VEVENT", &mut out);
    // One date of a series has the name of the series. spec: RFC 5545 section 3.8.4.4.
    let date = line_of(item, "RECURRENCE-ID").map_or_else(String::new, |(_, date)| format!("#{}", date.trim()));
    push("UID", &escape(guid.strip_suffix(&date).unwrap_or(guid)), &mut out);
    push("DTSTAMP", &made, &mut out);
    push(&start_head, &start, &mut out);
    let end = stated_end.or(expected_end);
    if let Some((head, end)) = line_of(item, "DTEND").or_else(|| end.as_deref().and_then(|end| stated("DTEND", end))) {
        push(&head, &end, &mut out);
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

/// A line that a calendar had, head and value.
fn line_of(item: &Item, name: &str) -> Option<(String, String)> {
    let start = format!("ical/{name}");
    let is_it = |head: &str| head == start || head.strip_prefix(&start).is_some_and(|rest| rest.starts_with(';'));
    let found = item.extra.iter().find(|extra| extra.form == Form::Text && is_it(&extra.name))?;
    Some((found.name.strip_prefix("ical/")?.to_owned(), found.value.clone()))
}

/// A date of ninjs as a line: a day, a local time, or UTC.
fn stated(name: &str, text: &str) -> Option<(String, String)> {
    let moment = Moment::new(text);
    if let Some(utc) = utc(&moment) {
        return Some((name.to_owned(), utc));
    }
    moment.roughly()?;
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        8 => Some((format!("{name};VALUE=DATE"), digits)),
        12.. => {
            let (day, clock) = digits.split_at(8);
            Some((name.to_owned(), format!("{day}T{:0<6}", clock.get(..6).unwrap_or(clock))))
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
    if let Some(status) = &item.pub_status {
        push("X-INTERWIRE-STATUS", &escape(status.as_str()), out);
    }
    match &item.times.embargoed {
        Some(Embargo::Until(moment)) => push("X-INTERWIRE-EMBARGO", &escape(moment.as_str()), out),
        Some(Embargo::Indefinite) => push("X-INTERWIRE-EMBARGO", "indefinite", out),
        None => {}
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
    rest(item, out);
}

/// What a calendar said beside.
fn rest(item: &Item, out: &mut String) {
    const WRITTEN: &[&str] = &["DTSTART", "DTEND", "DTSTAMP", "METHOD", "VTIMEZONE"];
    for extra in item.extra.iter().filter(|extra| extra.form == Form::Text) {
        let Some(head) = extra.name.strip_prefix("ical/") else { continue };
        let name = head.split(';').next().unwrap_or_default();
        if name == "X-PART" {
            if let Some((head, value)) = extra.value.split_once(':') {
                push(head, value, out);
            }
        } else if !WRITTEN.contains(&name) {
            push(head, &extra.value.replace(['\n', '\r'], " "), out);
        }
    }
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

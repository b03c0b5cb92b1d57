//! iCalendar: reads the events of a calendar as items of type event, and writes an event. spec: RFC 5545.
//!
//! Dates are kept as ninjs 3 has them (`eventDetails`), local ones with the name of their zone and not turned into
//! UTC, for that needs a database of zones that changes. Everything else is kept verbatim under `ical/`. The lines of
//! the format are few and simple; the parsers of the registry refuse a whole calendar for one bad line.
//! Incomplete: tasks, journals and free times are left out with a note; recurrence is kept, not expanded.

mod lines;
mod read;
mod write;

use crate::table::Format;

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "icalendar",
    title: "iCalendar",
    media_types: &["text/calendar"],
    detect: |sniff| {
        let head = sniff.head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(sniff.head).trim_ascii_start();
        let begins =
            |word: &str| head.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()));
        begins("BEGIN:VCALENDAR") || begins("BEGIN:VEVENT")
    },
    read: read::read,
    write: Some(write::write),
};

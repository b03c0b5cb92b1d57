//! E-mail: reads messages with news in the body or attached, each attachment in whatever format it is, and writes a
//! message with the story as text and HTML. spec: RFC 5322, RFC 2045 to 2047, RFC 2392.
//!
//! Messages are taken apart by a parser of the registry. They are written here: the builders of the registry put the
//! hour and a random boundary into what they write, and the same item must give the same bytes.

mod characters;
mod flowed;
mod letter;
mod read;
mod subject;
mod words;
mod write;

use crate::table::Format;

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "e-mail",
    title: "E-mail",
    media_types: &["message/rfc822"],
    detect: |sniff| begins(sniff.head),
    read: read::read,
    write: Some(write::write),
};

/// Whether a source begins with header fields, among them two that every message has.
fn begins(head: &[u8]) -> bool {
    const USUAL: &[&str] = &[
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "mime-version",
        "received",
        "return-path",
        "delivered-to",
        "content-type",
        "x-received",
        "dkim-signature",
        "arc-seal",
    ];
    let text: String = head.iter().map(|byte| char::from(*byte)).collect();
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == 'ï' || c == '»' || c == '¿');
    let mut found = 0;
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) || (at == 0 && line.starts_with("From ")) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            // What is shown of a source may end inside a line.
            return found >= 2 && text.ends_with(line);
        };
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
        // A calendar may keep any fields after its first line, those of letters too.
        if !is_name || (at == 0 && name.eq_ignore_ascii_case("begin")) {
            return false;
        }
        found += usize::from(USUAL.contains(&name.to_ascii_lowercase().as_str()));
    }
    found >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_begins_with_two_of_its_fields_and_a_calendar_is_none() {
        for (head, expected) in [
            ("From: Vũ Việt Trang <trang@hanoi.example>\nSubject: Cầu\n\n", true),
            ("\nReceived: from a\n by b\nReceived: from c\n", true),
            ("X-Mailer: a\nTo: b\nDate: c", true),
            ("Subject: Cầu\n\nTo: b\n", false),
            ("BEGIN:VCALENDAR\nTO:a\nFROM:b\n", false),
            ("begin:vevent\nTO:a\nTO:b\n", false),
        ] {
            assert_eq!(begins(head.as_bytes()), expected, "{head:?}");
        }
    }
}

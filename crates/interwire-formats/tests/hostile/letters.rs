//! Letters and calendars: parts inside parts, lines that are none.

use super::{one, outcome};
use interwire_core::item::{Item, Limits};
use interwire_formats::{read, write};

/// Holds: `nesting_max` before and inside attachments, and what is counted before the parser sees it.
#[test]
fn messages_inside_messages_are_bounded() {
    let head = "From: a@b.example\r\nSubject: x\r\nMessage-ID: <1@b.example>\r\n";
    let nested = |depth: usize| {
        let level = format!("{head}Content-Type: message/rfc822\r\n\r\n");
        format!("{}{head}\r\ntext\r\n", level.repeat(depth))
    };
    assert_eq!(outcome(nested(4).as_bytes()), "read ");
    assert_eq!(outcome(nested(5).as_bytes()), "nested_too_deep");
    assert_eq!(outcome(nested(100_000).as_bytes()), "mail_too_deep");
    let one_deep = Limits { nesting_max: 1, ..Limits::default() };
    assert!(read(nested(0).as_bytes(), None, &one_deep).is_ok());
    assert_eq!(read(nested(1).as_bytes(), None, &one_deep).unwrap_err().code, "nested_too_deep");
    let boundaries =
        format!("{head}Content-Type: multipart/mixed; boundary=b\r\n\r\n{}", "--b\r\n\r\nx\r\n".repeat(50));
    let few = Limits { nodes_max: 10, ..Limits::default() };
    assert_eq!(read(boundaries.as_bytes(), None, &few).unwrap_err().code, "mail_too_many_parts");
    for (body, code) in [
        ("Content-Transfer-Encoding: base64\r\n\r\n!!!!", "read "),
        ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n", "read "),
        ("Content-Type: multipart/mixed\r\n\r\n", "read attachments_not_carried"),
        ("Content-Type: text/plain; charset=martian\r\n\r\n\u{1}", "read "),
        ("", "read "),
    ] {
        assert_eq!(outcome(format!("{head}{body}").as_bytes()), code, "{body}");
    }
    let broken = format!(
        "{head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/xml\r\n\r\n<newsItem>\r\n--b--\r\n"
    );
    assert!(outcome(broken.as_bytes()).contains("attachment_unreadable"), "{}", outcome(broken.as_bytes()));
}

/// Holds: events, depth and lines of calendars, and that lines which are none are told.
#[test]
fn calendars_are_bounded_and_their_bad_lines_named() {
    let event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261123T030000Z\r\nEND:VEVENT\r\n";
    let calendar = |inside: &str| format!("BEGIN:VCALENDAR\r\n{inside}END:VCALENDAR\r\n");
    for (inside, code) in [
        (event.to_owned(), "read "),
        (event.repeat(10_001), "too_many_items"),
        ("BEGIN:VEVENT\r\n".repeat(3), "read guid_made guid_made guid_made"),
        ("BEGIN:VALARM\r\n".repeat(200), "ical_too_deep"),
        ("bad\r\nX;Y\r\n".to_owned(), "read lines_not_understood no_items"),
        ("END:VEVENT\r\n".repeat(9), "read no_items"),
        (format!("{event}BEGIN:VEVENT\r\nSUMMARY:cut"), "read calendar_cut_off guid_made"),
    ] {
        assert_eq!(outcome(calendar(&inside).as_bytes()), code, "{}", inside.chars().take(40).collect::<String>());
    }
    let few = Limits { nodes_max: 5, ..Limits::default() };
    assert_eq!(read(calendar(event).as_bytes(), None, &few).unwrap_err().code, "ical_too_many_lines");
    assert_eq!(write("icalendar", &Item::default()).unwrap_err().code, "required_missing");
    let secret = calendar(
        &event.replace("END", "SUMMARY:secret\r\nX-INTERWIRE-STATUS:canceled\r\nDTSTART:20261124T030000Z\r\nEND"),
    );
    let written = String::from_utf8(write("icalendar", &one(secret.as_bytes())).unwrap().bytes).unwrap();
    assert!(written.contains("METHOD:CANCEL") && !written.contains("secret"), "{written}");
}

/// Holds: names of files with paths in them are words and nothing else, in every way to write them.
#[test]
fn a_name_with_a_path_in_it_stays_a_name() {
    for (written, name) in [
        ("filename=\"../../etc/passwd\"", "../../etc/passwd"),
        ("filename=\"C:\\\\windows\\\\x\"", "C:\\windows\\x"),
        ("filename*=utf-8''..%2F..%2Fx", "../../x"),
        ("filename=\"/dev/null\"", "/dev/null"),
    ] {
        let letter = format!(
            "From: a@b.example\nSubject: x\nMessage-ID: <1@b.example>\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png\n\
             Content-Disposition: attachment; {written}\n\nx\n--b--\n"
        );
        assert_eq!(outcome(letter.as_bytes()), "read attachments_not_carried");
        let item = one(letter.as_bytes());
        assert_eq!((item.renditions[0].name.as_deref(), item.renditions[0].href.as_deref()), (Some(name), None));
    }
    let calendar =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nATTACH;FILENAME=../x:file:///etc/passwd\nEND:VEVENT\nEND:VCALENDAR\n";
    assert_eq!(
        one(calendar.as_bytes()).renditions[0].href.as_deref(),
        Some("file:///etc/passwd"),
        "kept, never opened"
    );
}

/// Holds: an event ends where the next begins or its calendar ends, and lends nothing to another.
#[test]
fn an_event_that_does_not_end_is_neither_lost_nor_mixed() {
    let guids = |source: &str| -> Vec<String> {
        let found = read(source.as_bytes(), None, &Limits::default()).unwrap();
        found.items.iter().map(|one| one.item.guid.as_ref().map(ToString::to_string).unwrap_or_default()).collect()
    };
    for inside in [
        "BEGIN:VEVENT\nUID:1\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\n",
        "BEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\n",
        "BEGIN:VTIMEZONE\nTZID:Z\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\n",
        "BEGIN:VEVENT\nUID:1\nEND:VCALENDAR\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\n",
        "BEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\n",
    ] {
        assert_eq!(guids(&format!("BEGIN:VCALENDAR\n{inside}END:VCALENDAR\n")), ["1", "2"], "{inside}");
    }
}

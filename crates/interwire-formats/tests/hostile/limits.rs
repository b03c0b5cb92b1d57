//! Every limit of the caller refuses with its own code, in each format that it concerns.

use super::photographs::packet;
use super::{measured, outcome};
use interwire_core::item::Limits;
use interwire_formats::{FORMATS, read};

/// A story in the shape of an agency.
const STORY: &str = "\"urn\":\"urn:x\",\"headline\":\"a\",\"versioncreated\":\"2026-11-23T10:00:00Z\",\
                     \"pubstatus\":\"usable\",\"body_html\":\"<p>b</p>\"";

/// Sources with `count` of what a limit counts, for the formats that know it. A new format says here what it knows; a
/// new limit does not compile before it is here.
fn source(format: &str, limit: &str, count: usize) -> Option<String> {
    let xml = |root: &str| {
        Some(match limit {
            "depth" => format!("<{root}>{}{}</{root}>", "<a>".repeat(count), "</a>".repeat(count)),
            "attributes" => {
                let attributes: String = (0..count).map(|at| format!(" a{at}='1'")).collect();
                format!("<{root}><a{attributes}/></{root}>")
            }
            "nodes" => format!("<{root}>{}</{root}>", "<a/>".repeat(count)),
            _ => return None,
        })
    };
    let json = |start: &str| {
        Some(match limit {
            "depth" => format!("{{{start},\"a\":{}1{}}}", "[".repeat(count), "]".repeat(count)),
            "nodes" => format!("{{{start},\"a\":[{}1]}}", "1,".repeat(count)),
            _ => return None,
        })
    };
    let letter = |inside: &str| format!("From: a@b.example\nSubject: x\nContent-Type: {inside}");
    match (format, limit) {
        ("newsml-g2", "items") => Some(format!("<newsMessage>{}</newsMessage>", "<newsItem guid='urn:x'/>".repeat(count))),
        ("newsml-g2", _) => xml("newsItem"),
        ("newsml-1", "items") => Some(format!("<NewsML>{}</NewsML>", "<NewsItem><Identification><NewsIdentifier><NewsItemId>1</NewsItemId></NewsIdentifier></Identification></NewsItem>".repeat(count))),
        ("newsml-1", _) => xml("NewsML"),
        ("nitf", _) => xml("nitf"),
        ("rss", "items") => Some(format!("<rss>{}</rss>", "<item><title>a</title></item>".repeat(count))),
        ("rss", _) => xml("rss"),
        ("atom", "items") => {
            Some(format!("<feed>{}</feed>", "<entry><title>a</title></entry>".repeat(count)))
        }
        ("atom", _) => xml("feed"),
        ("json-feed", "items") => {
            let start = "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[";
            Some(format!("{start}{}]}}", vec!["{\"id\":\"a\"}"; count].join(",")))
        }
        ("json-feed", _) => json("\"version\":\"https://jsonfeed.org/version/1\",\"items\":[]"),
        ("ninjs", _) => json("\"uri\":\"urn:x\""),
        ("iptc-7901", "items") => {
            Some("\u{1}hna0123 3 pol 96  hna 0456\n\nA/\n\u{2}T =\n\nText.\n\u{3}231015 GMT Nov 26\n\u{4}".repeat(count))
        }
        ("anpa-1312", "items") => Some(
            "\u{1}B1001\u{1f}x\nu i\u{13}\u{11} BC-A 11-23 1\n\u{2}^BC-A,<\n\tText.\n\u{3}A-WF-11-23-26 1012GMT<\n\u{4}"
                .repeat(count),
        ),
        ("icalendar", "items") => {
            Some(format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", "BEGIN:VEVENT\nUID:1\nEND:VEVENT\n".repeat(count)))
        }
        ("icalendar", "depth") => Some(format!("BEGIN:VCALENDAR\n{}", "BEGIN:VALARM\n".repeat(count))),
        ("icalendar", "nodes") => Some(format!("BEGIN:VCALENDAR\n{}", "X-A:b\n".repeat(count))),
        ("html", "attributes") => Some(format!("<html><p{}>", " a".repeat(count))),
        ("html", "nodes") => Some(format!("<html>{}", "<br>x".repeat(count))),
        ("e-mail", "items") => {
            let part = "--b\nContent-Type: application/xml\n\n<newsItem guid='urn:x'/>\n";
            Some(letter(&format!("multipart/mixed; boundary=b\n\n{}--b--\n", part.repeat(count))))
        }
        ("e-mail", "nodes") => Some(letter(&format!("multipart/mixed; boundary=b\n\n{}", "--b\n\nx\n".repeat(count)))),
        ("e-mail", "nesting") => Some(letter(&"message/rfc822\n\nFrom: a@b.example\nContent-Type: ".repeat(count)) + "text/plain\n\nx"),
        ("e-mail", "depth") => Some(letter(&format!("text/plain\n\n{}", "message/".repeat(count)))),
        ("agency-json", "items") => Some(format!("[{}]", vec![format!("{{{STORY}}}"); count].join(","))),
        ("agency-json", _) => json(STORY),
        ("xmp", "items" | "nesting") => None,
        ("xmp", limit) => {
            let inside = source("nitf", limit, count)?.replace("<nitf>", "<xmp:a>").replace("</nitf>", "</xmp:a>");
            Some(String::from_utf8(packet(&inside)).unwrap())
        }
        // Boxes, segments and pixels are counted in tests/hostile_media.rs and tests/hostile_photo.rs.
        ("media" | "photo", _) => None,
        // A document between nodes is bounded by its length and by its one shape.
        ("interwire", _) => None,
        // What has no parts inside parts has nothing to count.
        ("iptc-7901" | "anpa-1312" | "plain-text" | "icalendar" | "html" | "e-mail", _) => None,
        (other, _) => panic!("say here what the limits of {other} count"),
    }
}

/// The code of each limit, one for each thing that is counted.
fn code(format: &str, limit: &str) -> &'static str {
    let family = match format {
        "newsml-g2" | "newsml-1" | "nitf" | "rss" | "atom" | "xmp" => "xml",
        "ninjs" | "json-feed" | "agency-json" => "json",
        other => other,
    };
    match (limit, family) {
        ("items", _) => "too_many_items",
        ("nesting", _) => "nested_too_deep",
        ("depth", "xml") => "xml_too_deep",
        ("depth", "json") => "json_too_deep",
        ("depth", "icalendar") => "ical_too_deep",
        ("depth", "e-mail") => "mail_too_deep",
        ("attributes", "xml") => "xml_too_many_attributes",
        ("attributes", "html") => "html_too_many_attributes",
        ("nodes", "xml") => "xml_too_many_nodes",
        ("nodes", "json") => "json_too_many_values",
        ("nodes", "html") => "html_too_many_nodes",
        ("nodes", "icalendar") => "ical_too_many_lines",
        ("nodes", "e-mail") => "mail_too_many_parts",
        _ => panic!("{family} has no code for {limit}"),
    }
}

/// Holds: each check of a [`Limits`] in each reader, and the one of `bytes_max` before all of them.
#[test]
fn each_limit_refuses_with_its_code_in_each_format() {
    let Limits {
        bytes_max: _,
        depth_max: _,
        items_max: _,
        attributes_max: _,
        nodes_max: _,
        nesting_max: _,
        pixels_max: _,
    } = Limits::default();
    let (mut wrong, mut held) = (String::new(), 0);
    for format in FORMATS.iter().filter(|format| format.is_read()) {
        for limit in ["depth", "items", "attributes", "nodes", "nesting"] {
            let tight = |max| match limit {
                "depth" => Limits { depth_max: max, ..Limits::default() },
                "items" => Limits { items_max: max, ..Limits::default() },
                "attributes" => Limits { attributes_max: max, ..Limits::default() },
                "nodes" => Limits { nodes_max: max, ..Limits::default() },
                _ => Limits { nesting_max: max, ..Limits::default() },
            };
            let Some(bytes) = source(format.name, limit, 30) else { continue };
            let found = |max| {
                measured(bytes.as_bytes(), Some(format.name), &tight(max))
                    .map(|read| read.format)
                    .map_err(|error| error.code)
            };
            held += 1;
            for (max, expected) in [(5, Err(code(format.name, limit))), (100, Ok(format.name))] {
                if found(max) != expected {
                    wrong += &format!("{}, {limit} up to {max}: {:?}\n", format.name, found(max));
                }
            }
        }
        let bytes = vec![b'<'; 100];
        let small = Limits { bytes_max: 99, ..Limits::default() };
        if read(&bytes, Some(format.name), &small).map_err(|error| error.code) != Err("too_large") {
            wrong += &format!("{}, bytes\n", format.name);
        }
    }
    assert_eq!(wrong, "");
    assert!(held >= 30, "{held}");
}

/// Holds: readers of many items stop at the limit and do not first read all of them.
#[test]
fn a_refusal_costs_less_than_the_reading_it_spares() {
    let mut wrong = String::new();
    for format in FORMATS.iter().filter(|format| format.is_read()) {
        let Some(bytes) = source(format.name, "items", 2000) else { continue };
        let cost = |items_max| {
            let limits = Limits { items_max, ..Limits::default() };
            let counted = allocation_counter::measure(|| drop(read(bytes.as_bytes(), Some(format.name), &limits)));
            counted.count_total
        };
        let (refused, whole) = (cost(1), cost(2000));
        if refused * 4 >= whole * 3 {
            wrong += &format!("{}: {refused} allocations to refuse, {whole} to read\n", format.name);
        }
    }
    assert_eq!(wrong, "");
}

/// Holds: the same checks in what mends XML that is broken.
#[test]
fn what_is_mended_is_bounded_too() {
    for limit in ["depth", "attributes", "nodes"] {
        // What is broken comes first, or it would be refused before anything is mended.
        let bytes = source("rss", limit, 30).unwrap().replace("<rss>", "<rss x=y>");
        let tight = Limits { depth_max: 5, attributes_max: 5, nodes_max: 5, ..Limits::default() };
        let only = match limit {
            "depth" => Limits { attributes_max: 99, nodes_max: 99, ..tight },
            "attributes" => Limits { depth_max: 99, nodes_max: 99, ..tight },
            _ => Limits { depth_max: 99, attributes_max: 99, ..tight },
        };
        assert_eq!(measured(bytes.as_bytes(), None, &only).unwrap_err().code, code("rss", limit));
        let loose = Limits::default();
        assert!(measured(bytes.as_bytes(), None, &loose).unwrap().notes.iter().any(|note| note.code == "xml_mended"));
    }
}

/// Holds: the defaults, which nobody may set higher than the stack allows.
#[test]
fn the_defaults_hold_and_depth_has_an_end_whatever_the_caller_says() {
    let million = 1_000_000;
    for (bytes, code) in [
        (format!("<newsItem>{}", "<a>".repeat(million)), "xml_too_deep"),
        (format!("{{\"uri\":{}", "[".repeat(million)), "json_broken"),
        (format!("<newsItem>{}</newsItem>", "<a/>".repeat(2_000_001)), "xml_too_many_nodes"),
        (format!("{{\"uri\":\"x\",\"a\":[{}1]}}", "1,".repeat(2_000_001)), "json_too_many_values"),
        (
            (0..million).fold("<newsItem".to_owned(), |text, at| text + &format!(" a{at}=\"1\"")) + "/>",
            "xml_too_many_attributes",
        ),
        (format!("<newsMessage>{}</newsMessage>", "<newsItem/>".repeat(10_001)), "too_many_items"),
    ] {
        assert_eq!(outcome(bytes.as_bytes()), code, "{}", bytes.chars().take(40).collect::<String>());
    }
    let endless = Limits { depth_max: usize::MAX, ..Limits::default() };
    for (bytes, code) in [
        (format!("<newsItem>{}", "<a>".repeat(million)), "xml_too_deep"),
        (format!("<rss x=y>{}", "<a>".repeat(million)), "xml_too_deep"),
        (format!("{{\"uri\":\"x\",\"a\":{}{}}}", "[".repeat(million), "]".repeat(million)), "json_too_deep"),
    ] {
        assert_eq!(measured(bytes.as_bytes(), None, &endless).unwrap_err().code, code);
    }
    let huge = format!("<newsItem guid=\"{}\" version=\"1\"/>", "x".repeat(10 << 20));
    assert_eq!(outcome(huge.as_bytes()), "read guid_invalid guid_missing");
}

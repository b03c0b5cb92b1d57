//! What is broken in the same way in every format of the table: cut at every seventh byte, in a wrong encoding, with
//! control characters, with base64 that is none and with lengths that are not true. The outcomes are golden text, read by
//! eye; a format without a sample or without its line in the tables here fails by name.

use super::photographs::{XMP, dataset, jpeg, packet, segment, with_iim};
use super::{lies, measured, outcome_of};
use expect_test::expect_file;
use interwire_core::item::Limits;
use interwire_formats::FORMATS;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The shortest own sample of a format.
fn sample(format: &str) -> Vec<u8> {
    // Photographs are made and not kept.
    let packet = packet("<photoshop:Credit>Hanoi Press</photoshop:Credit>");
    match format {
        "xmp" => return packet,
        "photo" => return jpeg(&[with_iim(&[dataset(2, 5, b"A")]), segment(0xe1, &[XMP, &packet])]),
        _ => {}
    }
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    // Documents between nodes are kept beside the samples that they were made of.
    let (folder, is_document) = if format == "interwire" { ("ninjs", true) } else { (format, false) };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(samples.join(folder)).unwrap_or_else(|_| panic!("{format} has no sample")) {
        let path = entry.unwrap().path();
        let name = path.to_string_lossy().into_owned();
        if !name.ends_with(".report.jsonl") && name.ends_with(".document.json") == is_document {
            found.push(std::fs::read(path).unwrap());
        }
    }
    found.sort_by_key(|bytes| (bytes.len(), bytes.clone()));
    found.into_iter().next().unwrap_or_else(|| panic!("{format} has no sample"))
}

/// The outcome of a source that is said to be in a format, each code once.
fn outcome(format: &str, bytes: &[u8]) -> String {
    let read = measured(bytes, Some(format), &Limits::default());
    let as_other = read.as_ref().map_or("", |read| if read.format == format { "" } else { read.format });
    let all = outcome_of(&read);
    let mut codes: Vec<&str> = all.split(' ').filter(|code| !code.is_empty()).collect();
    let mut seen = Vec::new();
    codes.retain(|code| {
        !seen.contains(code) && {
            seen.push(*code);
            true
        }
    });
    if as_other.is_empty() { codes.join(" ") } else { format!("{} as {as_other}", codes.join(" ")) }
}

fn readable() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().filter(|format| format.is_read()).map(|format| format.name)
}

/// Holds: no reader trusts that a source is whole.
#[test]
fn a_source_cut_anywhere_has_a_coded_outcome() {
    let mut golden = String::new();
    for format in readable() {
        let bytes = sample(format);
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for end in (0..bytes.len()).step_by(7) {
            *counts.entry(outcome(format, &bytes[..end])).or_default() += 1;
        }
        let _ = writeln!(golden, "{format}");
        counts.iter().for_each(|(codes, count)| _ = writeln!(golden, "  {count:4} {codes}"));
    }
    expect_file!["../golden/hostile/cut.txt"].assert_eq(&golden);
}

/// What is done to the characters of a whole source.
type Spoil = fn(&[u8]) -> Vec<u8>;

fn wide(bytes: &[u8], mark: &[u8], unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    mark.iter().copied().chain(text.encode_utf16().flat_map(unit)).collect()
}

fn with(bytes: &[u8], inside: &[u8]) -> Vec<u8> {
    // In the middle of the longest piece that is no name and no mark of any format, which is text.
    let pieces = bytes.split(|byte| b"<>{}\"=\r\n".contains(byte));
    let longest = pieces.max_by_key(|piece| piece.len()).unwrap_or_default();
    let begins = bytes.windows(longest.len().max(1)).position(|window| window == longest).unwrap_or(0);
    let mut at = begins + longest.len() / 2;
    while bytes.get(at).is_some_and(|byte| (0x80..0xc0).contains(byte)) {
        at += 1;
    }
    [&bytes[..at], inside, &bytes[at..]].concat()
}

const SPOILED: &[(&str, Spoil)] = &[
    ("UTF-16, little end first, marked", |bytes| wide(bytes, b"\xff\xfe", u16::to_le_bytes)),
    ("UTF-16, big end first, marked", |bytes| wide(bytes, b"\xfe\xff", u16::to_be_bytes)),
    ("UTF-16 without a mark", |bytes| wide(bytes, b"", u16::to_le_bytes)),
    ("UTF-16, an odd number of bytes", |bytes| [wide(bytes, b"\xff\xfe", u16::to_le_bytes), vec![0]].concat()),
    ("UTF-32, marked", |bytes| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        b"\xff\xfe\0\0".iter().copied().chain(text.chars().flat_map(|c| u32::from(c).to_le_bytes())).collect()
    }),
    ("declared as UTF-7", |bytes| [b"<?xml version=\"1.0\" encoding=\"utf-7\"?>", bytes].concat()),
    ("declared as UTF-16, and is not", |bytes| [b"<?xml version=\"1.0\" encoding=\"utf-16\"?>", bytes].concat()),
    ("a mark of UTF-8 twice", |bytes| [b"\xef\xbb\xbf\xef\xbb\xbf", bytes].concat()),
    ("a mark of UTF-16 before UTF-8", |bytes| [b"\xff\xfe", bytes].concat()),
    ("every byte with its highest bit", |bytes| bytes.iter().map(|byte| byte | 0x80).collect()),
    ("half a character", |bytes| with(bytes, b"\xe1\xbb")),
    ("a character too long by a byte", |bytes| with(bytes, b"\xc0\xbc")),
    ("half a pair as UTF-8", |bytes| with(bytes, b"\xed\xa0\x80")),
    ("bytes that are nothing", |bytes| with(bytes, b"\xff\xfe\xfd\xf8")),
];

/// Holds: what decodes a source, and what its readers make of characters that do not belong there.
#[test]
fn a_wrong_encoding_has_a_coded_outcome() {
    let mut golden = String::new();
    for format in readable() {
        let bytes = sample(format);
        let _ = writeln!(golden, "{format}");
        for (what, spoil) in SPOILED {
            let _ = writeln!(golden, "  {what}: {}", outcome(format, &spoil(&bytes)));
        }
    }
    expect_file!["../golden/hostile/encodings.txt"].assert_eq(&golden);
}

/// Holds: control characters, and those that turn the direction of text, stay where they are or are noted.
#[test]
fn control_characters_have_a_coded_outcome() {
    let mut golden = String::new();
    for format in readable() {
        let bytes = sample(format);
        let _ = writeln!(golden, "{format}");
        for c in [
            '\0', '\u{1}', '\u{3}', '\u{4}', '\u{8}', '\u{b}', '\u{1b}', '\u{7f}', '\u{85}', '\u{202e}', '\u{feff}',
            '\u{ffff}',
        ] {
            let spoiled = with(&bytes, c.to_string().as_bytes());
            let _ = writeln!(golden, "  U+{:04X}: {}", u32::from(c), outcome(format, &spoiled));
        }
        let thousands = with(&bytes, &b"\x07".repeat(100_000));
        let _ = writeln!(golden, "  100,000 bells: {}", outcome(format, &thousands));
    }
    expect_file!["../golden/hostile/controls.txt"].assert_eq(&golden);
}

/// Sources with base64 that is none; none for formats that have no bytes inside.
fn base64(format: &str) -> Option<String> {
    let broken = "!!!! not=base64 ====\u{1}";
    Some(match format {
        "newsml-g2" => format!(
            "<newsItem guid='urn:x'><contentSet><inlineData encoding='http://www.iptc.org/base64' contenttype='text/plain'>{broken}\
             </inlineData></contentSet></newsItem>"
        )
        .replace('\u{1}', ""),
        "newsml-1" => format!(
            "<NewsML><NewsItem><NewsComponent><ContentItem><Encoding Notation='base64'><DataContent>{broken}</DataContent></Encoding>\
             </ContentItem></NewsComponent></NewsItem></NewsML>"
        )
        .replace('\u{1}', ""),
        "rss" => "<rss><item><title mode='base64'>!!!!</title></item></rss>".to_owned(),
        "atom" => format!("<feed><entry><content mode='base64' type='image/png'>{broken}</content></entry></feed>"),
        "e-mail" => format!(
            "From: a@b.example\nSubject: =?utf-8?B?!!!?=\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: \
             base64\n\n{broken}\n--b\nContent-Type: application/xml\nContent-Transfer-Encoding: base64\n\nPG5ld3NJd!\n--b--\n"
        ),
        "icalendar" => format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nATTACH;ENCODING=BASE64:{broken}\nEND:VEVENT\nEND:VCALENDAR\n"),
        "html" => "<html><p><img src='data:image/png;base64,!!!!'>".to_owned(),
        "ninjs" => "{\"uri\":\"urn:x\",\"bodies\":[{\"contenttype\":\"image/png\",\"value\":\"!!!!\"}]}".to_owned(),
        "interwire" => String::from_utf8(sample(format)).unwrap().replace("\"salt\":\"", "\"salt\":\"!!!!"),
        "agency-json" => "{\"urn\":\"urn:x\",\"headline\":\"a\",\"versioncreated\":\"2026-11-23T10:00:00Z\",\"pubstatus\":\"usable\",\"body_html\":\"<img src='data:image/png;base64,!!!!'>\"}".to_owned(),
        // Their bytes are bytes.
        "media" | "photo" | "xmp" => return None,
        "nitf" | "json-feed" | "iptc-7901" | "anpa-1312" | "plain-text" => return None,
        other => panic!("say here where {other} has base64"),
    })
}

/// Sources with lengths and numbers that are not true; none for formats that state none.
fn lengths(format: &str, number: &str) -> Option<String> {
    Some(match format {
        "newsml-g2" => format!(
            "<newsItem guid='urn:x' version='{number}'><contentMeta><urgency>{number}</urgency></contentMeta><contentSet><remoteContent \
             href='a' size='{number}' width='{number}' duration='{number}'/><inlineData wordcount='{number}'>a</inlineData></contentSet>\
             </newsItem>"
        ),
        "newsml-1" => format!(
            "<NewsML><NewsItem><Identification><NewsIdentifier><RevisionId PreviousRevision='{number}'>{number}</RevisionId>\
             </NewsIdentifier></Identification><NewsComponent><ContentItem Href='a'><Characteristics><SizeInBytes>{number}</SizeInBytes>\
             </Characteristics></ContentItem></NewsComponent></NewsItem></NewsML>"
        ),
        "nitf" => format!(
            "<nitf version='{number}'><head><docdata><urgency ed-urg='{number}'/><du-key version='{number}'/></docdata></head><body>\
             <body.content><media><media-metadata name='size' value='{number}'/><media-reference source='a' width='{number}' \
             height='{number}'/></media><table><tr><td colspan='{number}'>a</td></tr></table></body.content></body></nitf>"
        ),
        "rss" => format!(
            "<rss xmlns:media='http://search.yahoo.com/mrss/'><item><enclosure url='a' length='{number}'/><media:content url='b' \
             fileSize='{number}' width='{number}' duration='{number}'/></item></rss>"
        ),
        "atom" => format!("<feed><entry><link rel='enclosure' href='a' length='{number}'/></entry></feed>"),
        "json-feed" => format!(
            "{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{{\"id\":\"a\",\"attachments\":[{{\"url\":\"b\",\"size_in_bytes\":\
             {number},\"duration_in_seconds\":{number}}}]}}]}}"
        ),
        "ninjs" => format!(
            "{{\"uri\":\"urn:x\",\"version\":\"{number}\",\"charcount\":{number},\"renditions\":[{{\"name\":\"a\",\"href\":\"b\",\
             \"sizeinbytes\":{number}}}]}}"
        ),
        "interwire" => {
            let document = String::from_utf8(sample(format)).unwrap();
            document.replace("\"version\":\"", &format!("\"charcount\":{number},\"version\":\""))
        }
        "iptc-7901" => format!(
            "\u{1}hna{number} 3 pol {number}  hna {number}\n\n\u{2}T =\n\nText.\n\u{3}{number} GMT Nov {number}\n\u{4}"
        ),
        "anpa-1312" => {
            format!(
                "\u{1}B{number}\u{1f}x\nu i\u{13}\u{11} BC-A {number} {number}\n\u{2}^T<\n\tText.\n\u{3}A-WF-{number} {number}GMT<\n\u{4}"
            )
        }
        "e-mail" => format!(
            "From: a@b.example\nSubject: x\nContent-Length: {number}\nLines: {number}\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\
             Content-Type: image/png; name=a\nContent-Disposition: attachment; size={number}\n\nx\n--b--\n"
        ),
        "icalendar" => format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSEQUENCE:{number}\nPRIORITY:{number}\nGEO:{number};{number}\nDTSTART:{number}\n\
             DURATION:PT{number}S\nRRULE:FREQ=SECONDLY;COUNT={number}\nATTACH;SIZE={number}:a\nEND:VEVENT\nEND:VCALENDAR\n"
        ),
        "html" => format!(
            "<html><meta property='og:image:width' content='{number}'><ol start='{number}'><li value='{number}'>a</ol>"
        ),
        "plain-text" => format!("Title: a\nVersion: {number}\nUrgency: {number}\n\nText."),
        "xmp" => {
            let numbers = ["exif:PixelXDimension", "xmp:Rating", "photoshop:Urgency"];
            let numbers: String = numbers.iter().map(|name| format!("<{name}>{number}</{name}>")).collect();
            String::from_utf8(packet(&numbers)).unwrap()
        }
        "agency-json" => format!(
            "{{\"id\":\"1\",\"headline\":\"a\",\"body\":\"b\",\"version\":{number},\"urgency\":{number},\"wordcount\":{number},\
             \"size\":{number}}}"
        ),
        // Their lengths are bytes.
        "photo" | "media" => return None,
        other => panic!("say here what lengths {other} states"),
    })
}

/// Holds: the decoders of what stands inside, and that no number is taken for granted.
#[test]
fn broken_base64_and_false_lengths_have_coded_outcomes() {
    let mut golden = String::new();
    for format in readable() {
        let _ = writeln!(golden, "{format}");
        let found = base64(format).map_or("has none".to_owned(), |source| outcome(format, source.as_bytes()));
        let _ = writeln!(golden, "  base64: {found}");
        for number in [
            "0",
            "-1",
            "4294967296",
            "1073741824",
            "18446744073709551616",
            "1e400",
            "00000000000000000000000000000001",
            "NaN",
        ] {
            let found =
                lengths(format, number).map_or("has none".to_owned(), |source| outcome(format, source.as_bytes()));
            let _ = writeln!(golden, "  {number}: {found}");
        }
        for (what, bytes) in lies::all(format) {
            let _ = writeln!(golden, "  {what}: {}", outcome(format, &bytes));
        }
    }
    expect_file!["../golden/hostile/lengths.txt"].assert_eq(&golden);
}

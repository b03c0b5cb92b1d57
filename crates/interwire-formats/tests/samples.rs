//! Reads the own samples, which imitate what real agencies send, and compares the reports and the item documents
//! byte for byte. The documents are signed and kept for ever: a change of their bytes is a change of the protocol.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads its samples")]

use expect_test::expect_file;
use interwire_core::ids::ItemId;
use interwire_core::item::Limits;
use interwire_core::protocol::v1::item::write_document;
use interwire_formats::{Report, read, reports};
use std::path::Path;

/// Compares the reports and the documents of a sample with those beside it.
fn check(sample: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let bytes = std::fs::read(folder.join(sample)).unwrap();
    let name = sample.split_once('/').unwrap().1;
    // Plain text is news only where somebody says so; other samples show what they are.
    let hint = name.starts_with("plain-text/").then_some("plain-text");
    let found = read(&bytes, hint, &Limits::default()).unwrap();
    let lines: Vec<String> = reports(name, &found).iter().map(Report::to_json_line).collect();
    let expected = folder.join(sample).with_extension("report.jsonl");
    expect_file![expected].assert_eq(&format!("{}\n", lines.join("\n")));
    for (at, one) in found.items.iter().enumerate() {
        let id = ItemId::from_bytes([u8::try_from(at).unwrap(); 16]);
        let document = write_document(&one.item, &"hanoi".parse().unwrap(), &id, [at as u8; 16]).unwrap();
        let expected = folder.join(sample).with_extension(format!("{at}.document.json"));
        expect_file![expected].assert_eq(std::str::from_utf8(&document).unwrap());
    }
}

#[test]
fn samples_read_as_their_reports_and_documents_say() {
    for sample in [
        "newsml-g2/without-namespace.xml",
        "newsml-g2/message-with-kill.xml",
        "newsml-g2/picture-with-own-status.xml",
        "newsml-g2/event-and-planning.xml",
        "newsml-1/corrected-with-photos.xml",
        "newsml-1/dialects.xml",
        "nitf/old-style.xml",
        "nitf/kill-of-another.xml",
        "nitf/embargoed.xml",
        "ninjs/one.json",
        "ninjs/two.json",
        "ninjs/three.json",
        "iptc-7901/vietnamese.iptc",
        "iptc-7901/stripped-kazakh.iptc",
        "iptc-7901/latin-1-french.iptc",
        "iptc-7901/no-block-azerbaijani.iptc",
        "anpa-1312/story-and-table.anpa",
        "anpa-1312/kill.anpa",
        "html/page.html",
        "html/broken-koi8-r.html",
        "html/json-ld.html",
        "plain-text/facts.txt",
        "icalendar/calendar.ics",
        "icalendar/cut-off.ics",
        "icalendar/event-vi.ics",
        "e-mail/koi8-r.eml",
        "e-mail/attached.eml",
        "e-mail/wire-in-body.eml",
        "rss/modules.xml",
        "rss/broken.xml",
        "rss/rdf.xml",
        "atom/feed.xml",
        "json-feed/feed.json",
        "plain-text/bare.txt",
        "photo/captioned.jpg",
        "xmp/beside.xmp",
        "agency-json/article.json",
        "agency-json/components.json",
        "agency-json/digitalwires.json",
        "agency-json/documents.json",
        "agency-json/feed-with-kill.json",
        "media/aac.m4a",
        "media/broadcast.wav",
        "media/clip.mp4",
        "media/constant.mp3",
        "media/flac.oga",
        "media/keys.mov",
        "media/long-chunks.wav",
        "media/phone.3gp",
        "media/short.flac",
        "media/speech.opus",
        "media/theora.ogv",
        "media/variable.mp3",
        "media/vorbis.ogg",
    ] {
        check(&format!("samples/{sample}"));
    }
}

/// Agencies of the same kind write the same format with other words, nesting, prefixes and line ends. Read by eye: no
/// fact of these files is lost or taken for another.
#[test]
fn habits_of_other_houses_read_as_their_reports_and_documents_say() {
    for sample in [
        "agency-json/content-api.json",
        "agency-json/digitalwires-other-types.json",
        "agency-json/documents-other-order.json",
        "anpa-1312/advance.anpa",
        "anpa-1312/kill-without-agency.anpa",
        "iptc-7901/joined-number.iptc",
        "newsml-1/other-words.xml",
        "newsml-1/patch-and-two-languages.xml",
        "newsml-1/photograph-with-caption.xml",
        "newsml-1/text-in-base64.xml",
        "newsml-g2/prefixes-without-catalog.xml",
        "newsml-g2/signals-without-status.xml",
        "ninjs/one-with-odd-entries.json",
        "ninjs/one-cancelled.json",
        "nitf/blocks-and-media.xml",
        "nitf/prefixed.xml",
        "rss/for-engines.xml",
        "rss/modules-of-others.xml",
    ] {
        check(&format!("habits/{sample}"));
    }
}

//! Bytes that are no characters, and charsets that nobody agreed on.

use super::{g2, one, outcome};
use interwire_core::item::Limits;
use interwire_formats::{read, write};

/// Holds: what `decode` and `json::without_surrogates` make of characters that are none.
#[test]
fn broken_characters_have_a_note_and_a_place() {
    let item = g2("<inlineData>a</inlineData>");
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(item.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!((outcome(&utf16), one(&utf16)), ("read ".to_owned(), one(item.as_bytes())));
    let mut invalid = item.clone().into_bytes();
    let at = item.find(">a<").unwrap() + 1;
    invalid[at] = 0xff;
    assert_eq!(outcome(&invalid), "read undecodable_bytes");
    assert_eq!(one(&invalid).bodies[0].text, "\u{fffd}");
    invalid[at] = 0;
    assert_eq!(one(&invalid).bodies[0].text, "\0");
    let json = |value: &str| format!("{{\"uri\":\"urn:x\",\"slugline\":\"{value}\"}}");
    assert_eq!(outcome(json("\\ud83d \\\\ud83d \\ud83d\\ude00").as_bytes()), "read lone_surrogate");
    let repaired = one(json("\\ud83d \\\\ud83d \\ud83d\\ude00").as_bytes());
    assert_eq!(repaired.sluglines[0].text, "\u{fffd} \\ud83d 😀");
    assert_eq!(one(json("\\u0000").as_bytes()).sluglines[0].text, "\0");
    assert_eq!(outcome(b"{\"uri\":\"urn:x\",\"uri\":\"urn:y\"}"), "read duplicate_key");
    assert_eq!(one(b"{\"uri\":\"urn:x\",\"uri\":\"urn:y\"}").guid.unwrap().as_str(), "urn:y");
}

/// Holds: `charset::detect`, and that a charset to write in lacks nothing of the text.
#[test]
fn a_charset_that_nobody_agreed_on_is_not_guessed() {
    let text = "\u{1}hna0123 3 pol 96  hna 0456\n\n\u{2}Подписано =\n\nСоглашение подписано в Баку.\n\u{3}231015 GMT Nov 26\n\u{4}";
    let koi8: Vec<u8> = encoding_rs::KOI8_R.encode(text).0.into_owned();
    assert_eq!(outcome(&koi8), "read charset_unknown guid_made");
    let unread = one(&koi8);
    assert!(!unread.status().is_usable() && unread.headline().unwrap().contains('\u{fffd}'));
    let kept: Vec<u8> = unread.extra.last().unwrap().value.chars().map(|c| c as u8).collect();
    assert_eq!(kept, koi8);
    let agreed = read(&koi8, Some("iptc-7901; charset=koi8-r"), &Limits::default()).unwrap();
    assert_eq!(agreed.items[0].item.headline(), Some("Подписано"));
    let unknown = read(&koi8, Some("iptc-7901; charset=martian"), &Limits::default()).unwrap();
    assert_eq!(unknown.notes.first().map(|note| note.code), Some("unknown_encoding"));
    let item = &agreed.items[0].item;
    assert_eq!(write("iptc-7901", item).unwrap_err().code, "charset_cannot_carry");
    assert_eq!(write("iptc-7901; charset=martian", item).unwrap_err().code, "unknown_charset");
    assert_eq!(write("iptc-7901; charset=utf-16le", item).unwrap_err().code, "unknown_charset");
    assert_eq!(write("ninjs; charset=koi8-r", item).unwrap_err().code, "charset_fixed");
    let written = write("iptc-7901; charset=koi8-r", item).unwrap();
    let back = read(&written.bytes, Some("iptc-7901; charset=koi8-r"), &Limits::default()).unwrap();
    assert_eq!(back.items[0].item.bodies, item.bodies);
}

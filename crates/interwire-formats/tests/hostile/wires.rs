//! Wires: their ends, bells and brackets.

use super::outcome;
use interwire_core::item::Limits;
use interwire_formats::read;

/// Holds: the number of messages of both wires, and that no control character is needed to find the text.
#[test]
fn wires_are_bounded_and_never_lose_their_end() {
    let message = "\u{1}hna0123 3 pol 96  hna 0456\n\nA/\n\u{2}Title =\n\nText.\n\u{3}231015 GMT Nov 26\n\u{4}";
    assert_eq!(outcome(message.as_bytes()), "read guid_made");
    assert_eq!(outcome(message.repeat(10_001).as_bytes()), "too_many_items");
    let few = Limits { items_max: 1, ..Limits::default() };
    let anpa =
        "\u{1}B1001\u{1f}x\nu i\u{13}\u{11} BC-A 11-23 1\n\u{2}^BC-A,<\n\tText.\n\u{3}A-WF-11-23-26 1012GMT<\n\u{4}";
    for source in [message, anpa] {
        assert_eq!(read(source.repeat(2).as_bytes(), None, &few).unwrap_err().code, "too_many_items");
        // Cut anywhere, it is still read, and nothing of its text is lost.
        for end in (40..source.len()).filter(|end| source.is_char_boundary(*end)) {
            let found = read(&source.as_bytes()[..end], None, &Limits::default()).unwrap();
            let whole = end >= source.find("Text.").unwrap() + 5;
            let bodies = &found.items[0].item.bodies;
            assert_eq!(bodies.iter().any(|body| body.text.contains("Text.")), whole, "{end}");
        }
    }
    let shouting = message.replace("Text.", &"\u{7}\u{5}x".repeat(100_000));
    assert_eq!(outcome(shouting.as_bytes()), "read control_characters guid_made");
    let no_end = format!("\u{1}hna0123 3 pol 96  hna 0456\n{}", "(".repeat(100_000));
    assert_eq!(outcome(no_end.as_bytes()), "read guid_made");
}

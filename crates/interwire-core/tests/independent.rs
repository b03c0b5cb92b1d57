//! A second implementation, as small as can be: it follows the text of docs/protocol.md alone, uses nothing of this
//! crate, and verifies the worked example of section 14. What it cannot verify the document does not say well enough.
#![allow(missing_docs)]

mod second;

use second::{Blocks, verify};

const EXAMPLE: &str = include_str!("golden/example.txt");

#[test]
fn the_worked_example_verifies_by_the_text_of_the_protocol() {
    assert_eq!(verify(&Blocks::read(EXAMPLE)), Ok(()));
}

#[test]
fn one_changed_character_anywhere_in_the_example_is_found() {
    let blocks = Blocks::read(EXAMPLE);
    for name in blocks.names() {
        let text = blocks.get(&name).unwrap_or_default();
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        // A few places in each block, the first and the last among them.
        for at in (0..=6).filter_map(|n| places.get(n * places.len().saturating_sub(1) / 6)) {
            let mut changed = blocks.clone();
            let other = if text[*at..].starts_with('a') { "b" } else { "a" };
            let end = *at + text[*at..].chars().next().map_or(0, char::len_utf8);
            changed.set(&name, format!("{}{other}{}", &text[..*at], &text[end..]));
            assert!(verify(&changed).is_err(), "{name}: a change of character {at} is not found");
        }
    }
}

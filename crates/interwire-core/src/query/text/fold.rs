//! Folding of one word: NFKC, lower case, digits of every script as 0 to 9, no vowel marks.

use super::class::{Class, class};
use icu_normalizer::ComposingNormalizerBorrowed;

/// Writes the folded word into `out`, in place of what was there. Folding twice is folding once.
pub(super) fn fold(word: &str, out: &mut String) {
    let compose = ComposingNormalizerBorrowed::new_nfc();
    let mut plain = String::with_capacity(word.len());
    for char in word.chars().filter(|char| !is_silent(*char)) {
        plain_form(char, &mut plain);
    }
    let mut lower = String::with_capacity(plain.len());
    for char in compose.normalize(&plain).chars() {
        push(char, &mut lower);
    }
    out.clear();
    out.push_str(&compose.normalize(&lower));
}

/// The compatibility form of a character, if that is one character.
pub(super) fn alone(char: char) -> Option<char> {
    let mut buffer = [0; 4];
    let normal = ComposingNormalizerBorrowed::new_nfkc().normalize(char.encode_utf8(&mut buffer));
    let mut chars = normal.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// The compatibility form of a character, unless it would fall into several words.
fn plain_form(char: char, out: &mut String) {
    if char.is_ascii() {
        return out.push(char);
    }
    let mut buffer = [0; 4];
    let normal = ComposingNormalizerBorrowed::new_nfkc().normalize(char.encode_utf8(&mut buffer));
    let is_one = normal.chars().nth(1).is_none();
    if is_one || normal.chars().all(|part| matches!(class(part), Class::Letter | Class::Mark | Class::Drop)) {
        out.push_str(&normal);
    } else {
        out.push(char);
    }
}

/// Writes the folded word into `out` with `ı` where it has a capital `I`.
pub(super) fn dotless(word: &str, out: &mut String) {
    let compose = ComposingNormalizerBorrowed::new_nfc();
    let composed = compose.normalize(word).replace('I', "ı");
    fold(&composed, out);
}

fn push(char: char, lower: &mut String) {
    match char {
        'İ' => lower.push('i'),
        // What other programs make of a small İ.
        '\u{307}' if lower.ends_with('i') => {}
        'ẞ' | 'ß' => lower.push_str("ss"),
        'ς' => lower.push('σ'),
        _ if is_silent(char) || !char.is_alphanumeric() && !is_joining(char) => {}
        _ => match digit(char) {
            Some(digit) => lower.push(digit),
            None => lower.extend(char.to_lowercase()),
        },
    }
}

/// Whether a character that is no letter belongs to one: marks, and vowel signs of the scripts that write them apart.
fn is_joining(char: char) -> bool {
    use icu_properties::CodePointMapData;
    use icu_properties::props::GeneralCategory::{EnclosingMark, NonspacingMark, SpacingMark};
    let category = CodePointMapData::<icu_properties::props::GeneralCategory>::new().get(char);
    matches!(category, NonspacingMark | SpacingMark | EnclosingMark)
}

/// Not written: vowel marks, what only shapes or directs the text, and the soft hyphen.
fn is_silent(char: char) -> bool {
    is_vowel_mark(char)
        || matches!(char, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(char, '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{34f}')
}

/// The vowel and reading marks of Arabic, and its stretching line. Hamza and madda are letters.
pub(super) fn is_vowel_mark(char: char) -> bool {
    matches!(char,
        '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{652}' | '\u{656}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        | '\u{8d3}'..='\u{8e1}' | '\u{8e3}'..='\u{8ff}')
}

/// The ASCII digit of the same value.
fn digit(char: char) -> Option<char> {
    const ZEROS: &[u32] = &[
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
        0x1040, 0x17e0, 0x1810, 0xff10,
    ];
    let code = u32::from(char);
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

//! What a character does in a word, and what it becomes when folded: one table for the first plane, made from the
//! properties of Unicode when first needed (256 KiB); characters beyond it are looked up one by one.

use super::fold;
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, WordBreak};
use std::sync::OnceLock;

/// What a character does in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// It ends a word.
    Break,
    /// It joins the letters beside it.
    Letter,
    /// It is a word of its own, with the marks behind it.
    Single,
    /// It belongs to the character before it and may melt with it.
    Mark,
    /// It belongs to the word and is not written.
    Drop,
}

/// A character's class and flags above the 21 bits of what it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry(u32);

const CLASS: u32 = 24;
/// It cannot be folded on its own.
const SLOW: u32 = 1 << 28;
/// It becomes itself.
const SAME: u32 = 1 << 29;
const TURKIC: u32 = 1 << 30;
const CAPITAL_I: u32 = 1 << 31;
const CHAR: u32 = (1 << 21) - 1;

impl Entry {
    #[inline]
    pub(super) fn class(self) -> Class {
        match self.0 >> CLASS & 7 {
            0 => Class::Break,
            1 => Class::Letter,
            2 => Class::Single,
            3 => Class::Mark,
            _ => Class::Drop,
        }
    }
    /// Nothing needs to be done about it.
    #[inline]
    pub(super) fn is_plain(self) -> bool {
        self.0 & (SLOW | SAME | TURKIC | CAPITAL_I) == SAME
    }
    /// It is a letter that becomes itself, and nothing needs to be done about it.
    #[inline]
    pub(super) fn is_plain_letter(self) -> bool {
        self.0 >> CLASS == (SAME >> CLASS | 1)
    }
    #[inline]
    pub(super) fn is_same(self) -> bool {
        self.0 & SAME != 0
    }
    #[inline]
    pub(super) fn is_slow(self) -> bool {
        self.0 & SLOW != 0
    }
    #[inline]
    pub(super) fn is_turkic(self) -> bool {
        self.0 & TURKIC != 0
    }
    #[inline]
    pub(super) fn is_capital_i(self) -> bool {
        self.0 & CAPITAL_I != 0
    }
    #[inline]
    pub(super) fn folded(self) -> char {
        char::from_u32(self.0 & CHAR).unwrap_or('\u{fffd}')
    }
}

/// The entries of ASCII; the second half is never asked for.
pub(super) static ASCII: [Entry; 256] = ascii();

const fn ascii() -> [Entry; 256] {
    let mut all = [Entry(0); 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            let same = if byte.is_ascii_uppercase() { 0 } else { SAME };
            let capital = if byte == b'I' { CAPITAL_I } else { 0 };
            all[byte as usize] = Entry(1 << CLASS | byte.to_ascii_lowercase() as u32 | same | capital);
        }
        byte += 1;
    }
    all
}

/// Small letters and digits of ASCII.
pub(super) static PLAIN: [bool; 256] = plain();

const fn plain() -> [bool; 256] {
    let mut all = [false; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        all[byte as usize] = byte.is_ascii_lowercase() || byte.is_ascii_digit();
        byte += 1;
    }
    all
}

/// The entries of the first plane.
pub(super) fn plane() -> &'static [Entry] {
    static PLANE: OnceLock<Vec<Entry>> = OnceLock::new();
    PLANE.get_or_init(|| {
        let code = |code: u32| char::from_u32(code).map_or(Entry(0), compute);
        (0..0x1_0000).map(code).collect()
    })
}

/// The entry of a character.
#[inline(always)]
pub(super) fn entry(plane: &[Entry], code: u32) -> Entry {
    match plane.get(code as usize) {
        Some(entry) => *entry,
        None => char::from_u32(code).map_or(Entry(0), compute),
    }
}

fn compute(char: char) -> Entry {
    let class = class(char);
    let mut bits = (class as u32) << CLASS;
    match class {
        Class::Letter | Class::Single => {
            let mut folded = String::new();
            fold::fold(char.encode_utf8(&mut [0; 4]), &mut folded);
            let mut chars = folded.chars();
            match (chars.next(), chars.next()) {
                // The vowels and last consonants of Hangul in parts melt with what stands before them.
                (Some(one), None) if !('\u{1160}'..='\u{11ff}').contains(&char) => {
                    bits |= one as u32 | if one == char { SAME } else { 0 };
                }
                _ => bits |= SLOW,
            }
        }
        Class::Mark => bits |= SLOW,
        Class::Break | Class::Drop => {}
    }
    if matches!(char, 'ı' | 'İ' | 'ğ' | 'Ğ' | 'ş' | 'Ş' | 'ə' | 'Ə') {
        bits |= TURKIC;
    }
    if char == 'I' {
        bits |= CAPITAL_I;
    }
    Entry(bits)
}

/// spec: UAX #29 section 4.1.1, tailored: letters, digits and marks only. What would be folded to a character that ends
/// a word ends it too: the Greek numeral sign is canonically the prime.
pub(super) fn class(char: char) -> Class {
    let own = own_class(char);
    let ends = || fold::alone(char).is_some_and(|folded| own_class(folded) == Class::Break);
    if own != Class::Break && !char.is_ascii() && ends() { Class::Break } else { own }
}

fn own_class(char: char) -> Class {
    match char {
        // Apostrophes that are written as letters separate like the others.
        '\u{2b9}'..='\u{2bf}' | '\u{a78b}' | '\u{a78c}' => return Class::Break,
        _ if fold::is_vowel_mark(char) => return Class::Drop,
        _ => {}
    }
    let is_letter = matches!(
        CodePointMapData::<GeneralCategory>::new().get(char),
        GeneralCategory::UppercaseLetter
            | GeneralCategory::LowercaseLetter
            | GeneralCategory::TitlecaseLetter
            | GeneralCategory::ModifierLetter
            | GeneralCategory::OtherLetter
            | GeneralCategory::LetterNumber
            | GeneralCategory::DecimalNumber
    );
    let breaks = CodePointMapData::<WordBreak>::new().get(char);
    if matches!(breaks, WordBreak::ALetter | WordBreak::HebrewLetter | WordBreak::Numeric | WordBreak::Katakana) {
        return if is_letter { Class::Letter } else { Class::Break };
    }
    match char {
        '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' => Class::Drop,
        _ if breaks == WordBreak::Extend => Class::Mark,
        _ if breaks == WordBreak::Format => Class::Drop,
        _ if is_letter => Class::Single,
        _ => Class::Break,
    }
}

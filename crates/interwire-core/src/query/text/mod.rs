//! Text cut into words and folded, the same for queries, for the matcher and for the search index.
//!
//! A word is what UAX #29 calls one, with one tailoring: nothing but letters, digits and their marks joins, so that
//! apostrophes, dots, commas and underscores always separate. `O’Brien`, `O'Brien` and `Oʼbrien` are the two words `o`
//! and `brien` side by side, and so is `Türkiye'nin` found by `Türkiye`. Scripts without spaces give one word for each
//! character; a query for several of them is a phrase. Diacritics are kept; [`bare`] drops them.

mod bare;
mod class;
mod fold;

pub use bare::bare;
use class::{ASCII, Class, Entry, PLAIN};

/// Whether the character is a word of its own, as in scripts without spaces.
#[must_use]
pub fn is_single(char: char) -> bool {
    class::entry(class::plane(), u32::from(char)).class() == Class::Single
}

/// Which letters `I` may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Capital {
    /// For `i`; in a word with a letter that only Turkic alphabets have, for `ı` too.
    #[default]
    Dotted,
    /// For both in every word: the text is in a Turkic language, or is a query.
    Both,
}

impl Capital {
    /// What it stands for in a text of that language (BCP 47).
    #[must_use]
    pub fn of_language(tag: &str) -> Self {
        let mut parts = tag.split('-');
        let is = |part: &str, all: &[&str]| all.iter().any(|one| part.eq_ignore_ascii_case(one));
        match parts.next().unwrap_or_default() {
            primary if is(primary, &["tr", "az", "crh", "gag", "tur", "aze"]) => Self::Both,
            primary if is(primary, &["kk", "tt", "ba", "ug"]) && parts.any(|part| is(part, &["Latn"])) => Self::Both,
            _ => Self::Dotted,
        }
    }
}

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// Folded: capitals, compatibility forms, vowel marks and digits of other scripts are gone.
    pub word: &'a str,
    /// The same with `ı` for every `I`, where that may be meant.
    pub other: Option<&'a str>,
    /// Its first byte in the text.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
}

/// Room in which words are folded; to be kept from text to text.
#[derive(Debug, Default)]
pub struct Room {
    word: String,
    other: String,
}

/// What is known of the word being read.
#[derive(Clone, Copy)]
struct Reading {
    start: usize,
    /// The word differs from the text, and stands in the room.
    changed: bool,
    /// It must be normalised.
    slow: bool,
    capital_i: bool,
    turkic: bool,
}

/// Hands on the words of a text in their order.
pub fn words(text: &str, capital: Capital, room: &mut Room, mut each: impl FnMut(Token<'_>)) {
    let (bytes, plane) = (text.as_bytes(), class::plane());
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        let (entry, width) = entry_at(plane, bytes, at, *first);
        match entry.class() {
            Class::Letter => at = word(text, plane, at, capital, room, false, &mut each),
            Class::Single => at = word(text, plane, at, capital, room, true, &mut each),
            Class::Break | Class::Mark | Class::Drop => at += width,
        }
    }
}

/// What the character at a place is, and how many bytes it has.
#[inline(always)]
fn entry_at(plane: &[Entry], bytes: &[u8], at: usize, first: u8) -> (Entry, usize) {
    if first < 128 {
        return (ASCII[usize::from(first)], 1);
    }
    let next = |step: usize| u32::from(bytes.get(at + step).copied().unwrap_or_default() & 0x3f);
    let head = u32::from(first);
    if first < 0xe0 {
        return (class::entry(plane, (head & 0x1f) << 6 | next(1)), 2);
    }
    if first < 0xf0 {
        return (class::entry(plane, (head & 0xf) << 12 | next(1) << 6 | next(2)), 3);
    }
    (class::entry(plane, (head & 7) << 18 | next(1) << 12 | next(2) << 6 | next(3)), 4)
}

/// Reads the word that begins at `start`; returns the place after it.
#[inline(always)]
fn word(
    text: &str,
    plane: &[Entry],
    start: usize,
    capital: Capital,
    room: &mut Room,
    single: bool,
    each: &mut impl FnMut(Token<'_>),
) -> usize {
    let bytes = text.as_bytes();
    let mut reading = Reading { start, changed: false, slow: false, capital_i: false, turkic: false };
    let mut at = start;
    while let Some(first) = bytes.get(at) {
        // Most letters of most texts.
        if !single && PLAIN[usize::from(*first)] {
            let from = at;
            at += plain_run(bytes.get(at..).unwrap_or_default());
            if reading.changed {
                room.word.push_str(text.get(from..at).unwrap_or_default());
            }
            continue;
        }
        let (entry, width) = entry_at(plane, bytes, at, *first);
        if entry.is_plain_letter() && !single && !reading.changed {
            at += width;
            continue;
        }
        match entry.class() {
            Class::Break => break,
            Class::Single if at > start => break,
            Class::Letter if single && at > start => break,
            Class::Mark => reading.slow = true,
            Class::Letter | Class::Single | Class::Drop => {}
        }
        take(text, at, entry, &mut reading, room);
        at += width;
    }
    tell(text, at, capital, reading, room, each);
    at
}

/// How many small letters and digits of ASCII some bytes begin with, eight at a time.
#[inline(always)]
fn plain_run(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let mut run = 0;
    let mut rest = bytes;
    while let Some((chunk, behind)) = rest.split_first_chunk::<8>() {
        let value = u64::from_le_bytes(*chunk);
        let low = value & !HIGH;
        // The high bit of each byte: whether it is at least this character.
        let from = |first: u8| low + (0x80 - u64::from(first)) * ONES;
        let letter = from(b'a') & !from(b'z' + 1);
        let digit = from(b'0') & !from(b'9' + 1);
        let other = !((letter | digit) & !value) & HIGH;
        if other != 0 {
            return run + (other.trailing_zeros() / 8) as usize;
        }
        run += 8;
        rest = behind;
    }
    run + rest.iter().take_while(|byte| PLAIN[usize::from(**byte)]).count()
}

#[inline(always)]
fn take(text: &str, at: usize, entry: Entry, reading: &mut Reading, room: &mut Room) {
    if entry.is_plain() && !reading.changed {
        return;
    }
    reading.slow |= entry.is_slow();
    reading.capital_i |= entry.is_capital_i();
    reading.turkic |= entry.is_turkic();
    if reading.slow || entry.is_same() && !reading.changed {
        return;
    }
    if !reading.changed {
        reading.changed = true;
        room.word.clear();
        room.word.push_str(text.get(reading.start..at).unwrap_or_default());
    }
    if entry.class() != Class::Drop {
        room.word.push(entry.folded());
    }
}

fn tell(text: &str, end: usize, capital: Capital, reading: Reading, room: &mut Room, each: &mut impl FnMut(Token<'_>)) {
    let source = text.get(reading.start..end).unwrap_or_default();
    if reading.slow {
        fold::fold(source, &mut room.word);
        // Nothing but marks may be left.
        let first = room.word.chars().next().map(class::class);
        if !matches!(first, Some(Class::Letter | Class::Single)) {
            return;
        }
    }
    let changed = reading.slow || reading.changed;
    if changed && room.word.is_empty() {
        return;
    }
    let capital_i = reading.capital_i || reading.slow && source.contains('I');
    let both = capital_i && (reading.turkic || capital == Capital::Both);
    if both {
        fold::dotless(source, &mut room.other);
    }
    let word = if changed { room.word.as_str() } else { source };
    each(Token { word, other: both.then_some(room.other.as_str()), start: reading.start, end });
}

#[cfg(test)]
mod tests;

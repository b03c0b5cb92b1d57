//! What is wrong with a query: where, what was found, and what was expected.

use std::fmt;
use std::ops::Range;

/// How large a query may be. Time and memory of everything that is done with a query grow with its clauses, so these
/// bound them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of its text.
    pub bytes_max: usize,
    /// Parentheses and NOTs inside one another.
    pub depth_max: usize,
    /// Clauses in all.
    pub clauses_max: usize,
    /// Words of one phrase.
    pub phrase_words_max: usize,
}

impl Default for Limits {
    /// 64 KiB, 32 deep, 4096 clauses, phrases of 32 words.
    fn default() -> Self {
        Self { bytes_max: 1 << 16, depth_max: 32, clauses_max: 4096, phrase_words_max: 32 }
    }
}

/// Which problem; the word is stable, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// Something else was expected here.
    Expected,
    /// No field has that name.
    UnknownField,
    /// The value does not fit the field.
    BadValue,
    /// A quotation mark or parenthesis is alone.
    Unclosed,
    /// A limit is passed.
    TooLarge,
}

impl ProblemKind {
    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Expected => "query_expected",
            Self::UnknownField => "query_unknown_field",
            Self::BadValue => "query_bad_value",
            Self::Unclosed => "query_unclosed",
            Self::TooLarge => "query_too_large",
        }
    }
}

/// Why a text is not a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which problem.
    pub kind: ProblemKind,
    /// Where in the text, in bytes.
    pub at: Range<usize>,
    /// Which character it begins with, from 1.
    pub character: usize,
    /// What is wrong and what was expected, in a sentence without a full stop.
    pub message: String,
}

impl Problem {
    pub(super) fn new(kind: ProblemKind, text: &str, at: Range<usize>, message: impl Into<String>) -> Self {
        let before = text.get(..at.start).unwrap_or(text);
        Self { kind, at, character: before.chars().count() + 1, message: message.into() }
    }

    /// The line of the text with carets under what is wrong, for a terminal, and the message below.
    #[must_use]
    pub fn pointed(&self, text: &str) -> String {
        let line_start = text.get(..self.at.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let rest = text.get(line_start..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        let line_end = line_start + line.len();
        let columns = |from: usize, to: usize| text.get(from..to).unwrap_or_default().chars().map(width).sum::<usize>();
        let indent = columns(line_start, self.at.start.min(line_end));
        let carets = columns(self.at.start.min(line_end), self.at.end.min(line_end)).max(1);
        format!("{line}\n{}{} {}", " ".repeat(indent), "^".repeat(carets), self.message)
    }
}

/// Columns of a character in a terminal.
fn width(char: char) -> usize {
    match char {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{64b}'..='\u{652}' => 0,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff00}'..='\u{ff60}' => 2,
        _ => 1,
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at character {}: {}", self.character, self.message)
    }
}
impl std::error::Error for Problem {}

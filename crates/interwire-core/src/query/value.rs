//! What is written behind a field, as a clause.

use super::field::{Field, Kind};
use super::lex::{Sign, SignKind};
use super::node::{Clause, Word};
use super::problem::{Limits, Problem, ProblemKind};
use super::span;
use super::text::{Capital, Room, bare, is_single, words};
use std::ops::Range;

/// The media that `media-only` may name.
pub const MEDIA: [&str; 8] = ["text", "picture", "video", "audio", "graphic", "composite", "event", "planning"];
/// The words of status that are known in either case.
const STATUS: [&str; 3] = ["usable", "withheld", "canceled"];

/// Reads values of one text.
pub(super) struct Values<'t> {
    text: &'t str,
    limits: &'t Limits,
    room: Room,
}

impl<'t> Values<'t> {
    pub(super) fn new(text: &'t str, limits: &'t Limits) -> Self {
        Self { text, limits, room: Room::default() }
    }

    /// The clause of a value.
    pub(super) fn clause(&mut self, field: Field, sign: &Sign, bare: bool) -> Result<Clause, Problem> {
        let Some((mut range, mut star, quoted)) = parts(sign) else { return Err(self.bad(sign, "expected a value")) };
        let kind = field.kind();
        // Between quotation marks a star is part of a code.
        if kind == Kind::Code && quoted && star && range.end + 1 < sign.at.end {
            (range.end, star) = (range.end + 1, false);
        }
        let value = self.text.get(range.clone()).unwrap_or_default();
        let is_topic = is_topic(field, value) && !bare && !star;
        let is_words = kind == Kind::Words || kind == Kind::Concept && !is_code(value) && !is_topic;
        if is_words {
            return self.words(field, sign, range, star, bare);
        }
        if bare || star && kind != Kind::Code && kind != Kind::Concept {
            return Err(self.bad(sign, format!("{} takes neither ~ nor *", field.name())));
        }
        if star {
            return Err(self.bad(sign, format!("{} takes a whole code; expected no * behind it", field.name())));
        }
        match kind {
            Kind::Concept => Ok(Clause::Code { field, code: concept(field, value) }),
            Kind::Code => self.code(field, sign, value, quoted),
            Kind::Number => self.number(field, sign, value),
            Kind::Date => match span::dates(value) {
                Some((from, to)) if from <= to => Ok(Clause::Range { field, from, to }),
                Some(_) => Err(self.bad(sign, "the range ends before it begins")),
                None => Err(self.bad(sign, EXPECTED_DATE)),
            },
            Kind::Set => Ok(Clause::Only { media: self.medium(sign)?.into_iter().collect() }),
            Kind::Words => self.words(field, sign, range, star, bare),
        }
    }

    /// A word of [`MEDIA`].
    pub(super) fn medium(&self, sign: &Sign) -> Result<Option<String>, Problem> {
        let value = parts(sign).and_then(|(range, ..)| self.text.get(range)).unwrap_or_default();
        match MEDIA.iter().find(|word| **word == medium(value)) {
            Some(word) => Ok(Some((*word).to_owned())),
            None => Err(self.bad(sign, format!("expected one of {}", MEDIA.join(", ")))),
        }
    }

    fn words(
        &mut self,
        field: Field,
        sign: &Sign,
        range: Range<usize>,
        prefix: bool,
        is_bare: bool,
    ) -> Result<Clause, Problem> {
        let value = self.text.get(range).unwrap_or_default();
        let mut found = Vec::new();
        words(value, Capital::Both, &mut self.room, |token| {
            if is_bare {
                let mut plain = String::new();
                bare(token.word, &mut plain);
                found.push(Word::new(&plain, None));
            } else {
                found.push(Word::new(token.word, token.other));
            }
        });
        // A sign that has no letter of its own leaves nothing.
        found.retain(|word| !word.as_str().is_empty());
        let last = found.last().map_or("", Word::as_str);
        if last.is_empty() {
            return Err(self.bad(sign, "there is no word in it to search for"));
        }
        if prefix && last.chars().nth(1).is_none() && !last.chars().all(is_single) {
            return Err(self.bad(sign, "expected at least two letters before the *"));
        }
        // Whatever is written around it, it would be printed as the code of a topic.
        if found.len() == 1 && !is_bare && !prefix && is_topic(field, last) {
            return Ok(Clause::Code { field, code: concept(field, last) });
        }
        if found.len() > self.limits.phrase_words_max {
            let message = format!("the phrase is too long; expected at most {} words", self.limits.phrase_words_max);
            return Err(Problem::new(ProblemKind::TooLarge, self.text, sign.at.clone(), message));
        }
        Ok(Clause::Words { field, bare: is_bare, words: found, prefix })
    }

    fn code(&self, field: Field, sign: &Sign, value: &str, quoted: bool) -> Result<Clause, Problem> {
        let trimmed = value.trim();
        if trimmed.is_empty() || value.len() > 300 {
            return Err(self.bad(sign, format!("expected a code of {}", field.name())));
        }
        let code = match field {
            Field::Language => {
                if trimmed.len() > 35 || !trimmed.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
                    return Err(self.bad(sign, "expected a language tag like vi, az-Latn or en-GB"));
                }
                trimmed.to_ascii_lowercase()
            }
            Field::Source => trimmed.to_ascii_lowercase(),
            Field::Media => medium(trimmed),
            Field::Status => status(trimmed),
            // The name of a service is compared as it stands.
            _ if quoted => value.to_owned(),
            _ => trimmed.to_owned(),
        };
        Ok(Clause::Code { field, code })
    }

    fn number(&self, field: Field, sign: &Sign, value: &str) -> Result<Clause, Problem> {
        let max = if field == Field::Urgency { 9 } else { i64::MAX };
        let name = field.name();
        let expected = format!("expected a number or a range like {name}:1..4 or {name}:<=4");
        match span::numbers(value, max) {
            Some((from, to)) if from <= to => Ok(Clause::Range { field, from, to }),
            Some(_) => Err(self.bad(sign, "the range ends before it begins")),
            None => Err(self.bad(sign, expected)),
        }
    }

    fn bad(&self, sign: &Sign, message: impl Into<String>) -> Problem {
        Problem::new(ProblemKind::BadValue, self.text, sign.at.clone(), message)
    }
}

const EXPECTED_DATE: &str = "expected a day, month, year or moment (2026-11-23, 2026-11, 2026, 2026-11-23T10:00+07:00), \
    or a range like 2026-11-01..2026-11-30 or >=2026-11-01";

fn parts(sign: &Sign) -> Option<(Range<usize>, bool, bool)> {
    match &sign.kind {
        SignKind::Plain { text, star } => Some((text.clone(), *star, false)),
        SignKind::Quoted { text, star } => Some((text.clone(), *star, true)),
        _ => None,
    }
}

/// `scheme:code` or a URI.
pub(super) fn is_code(value: &str) -> bool {
    match value.split_once(':') {
        Some((scheme, code)) => {
            let ok = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
            !scheme.is_empty()
                && scheme.chars().all(ok)
                && !code.is_empty()
                && !code.contains(|c: char| c.is_whitespace() || c == '"')
        }
        None => false,
    }
}

/// The eight digits of a Media Topic.
fn is_topic(field: Field, value: &str) -> bool {
    field == Field::Subject && value.len() == 8 && value.bytes().all(|b| b.is_ascii_digit())
}

/// A concept's code with one spelling: a Media Topic as its qcode, also if it is given as URI or by its digits.
/// spec: NewsML-G2 2.35 "QCodes"
pub(super) fn concept(field: Field, value: &str) -> String {
    if is_topic(field, value) {
        return format!("medtop:{value}");
    }
    let path = value.strip_prefix("http://").or_else(|| value.strip_prefix("https://"));
    match path.and_then(|path| path.strip_prefix("cv.iptc.org/newscodes/mediatopic/")) {
        Some(code) => format!("medtop:{}", code.trim_end_matches('/')),
        None => value.to_owned(),
    }
}

/// A medium by one of its names.
fn medium(value: &str) -> String {
    let lower = value.to_ascii_lowercase();
    match lower.as_str() {
        "photo" | "image" => "picture".to_owned(),
        _ if MEDIA.contains(&lower.as_str()) => lower,
        _ => value.to_owned(),
    }
}

fn status(value: &str) -> String {
    let lower = value.to_ascii_lowercase();
    match lower.as_str() {
        "cancelled" => "canceled".to_owned(),
        _ if STATUS.contains(&lower.as_str()) => lower,
        _ => value.to_owned(),
    }
}

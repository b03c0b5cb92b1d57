//! `credit`: how the source is named when its items are published.

use super::Kind;
use crate::agreement::check::Report;
use crate::agreement::point::{Duty, Point, Ruling};
use crate::agreement::value::{Map, Reader, Value, wording};
use crate::agreement::words::Say;
use crate::agreement::{Agreement, Lang, Wording, lang};
use crate::ids::PartyId;
use std::str::FromStr;

/// Where the credit line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// Before the text, or on the picture's first line of caption.
    Start,
    /// After the text or caption.
    End,
    /// Beside the author's name.
    Byline,
}

impl Position {
    /// Its word in signed bytes.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
            Self::Byline => "byline",
        }
    }
}
impl FromStr for Position {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Start, Self::End, Self::Byline]
            .into_iter()
            .find(|position| position.word() == text)
            .ok_or_else(|| "must be start, end or byline".to_owned())
    }
}

/// Terms of `credit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// Whose items; without it the items of every party, each under its own name.
    pub source: Option<PartyId>,
    /// The line per language of publication; without one, the source's name.
    pub line: Wording,
    /// Where it stands. Default: start.
    pub position: Position,
}

impl Credit {
    /// The line for an item of `source` published in `language`.
    #[must_use]
    pub fn line_for(&self, agreement: &Agreement, source: &PartyId, language: &str) -> String {
        let language = language.parse().unwrap_or_else(|_| Lang::english());
        let line = lang::best(&self.line, &language);
        line.unwrap_or_else(|| agreement.party_name(source, &language)).to_owned()
    }
}

impl Kind for Credit {
    const NAME: &'static str = "credit";
    const COUNT: (usize, usize) = (0, 17);
    const CLASSICAL: bool = true;
    const SENTENCES: &'static [(&'static str, &'static str)] = &[
        ("credit.source", "Whoever publishes an item of {source} names it as {line}, {position}."),
        ("credit.all", "Whoever publishes an item of another party names that party by its name, {position}."),
        ("credit.position.start", "at the beginning"),
        ("credit.position.end", "at the end"),
        ("credit.position.byline", "beside the name of the author"),
    ];

    fn read(terms: &mut Reader) -> Option<Self> {
        Some(Self {
            source: terms.optional("source"),
            line: terms.wording("line"),
            position: terms.or("position", Position::Start),
        })
    }

    fn write(&self) -> Map {
        let mut map = Map::from([("position".to_owned(), self.position.word().into())]);
        if let Some(source) = &self.source {
            map.insert("source".to_owned(), Value::from(source.as_str()));
        }
        if !self.line.is_empty() {
            map.insert("line".to_owned(), wording(&self.line));
        }
        map
    }

    fn say(&self, say: &mut Say<'_>) {
        let position = say.word(&format!("credit.position.{}", self.position.word()));
        let Some(source) = &self.source else {
            return say.add("credit.all", &[("position", position)]);
        };
        let lines: Vec<String> = self.line.iter().map(|(lang, line)| format!("\u{201c}{line}\u{201d} ({lang})")).collect();
        let name = say.party(source);
        let line = if lines.is_empty() { name.clone() } else { lines.join(", ") };
        say.add("credit.source", &[("source", name), ("line", line), ("position", position)]);
    }

    fn check(&self, agreement: &Agreement, report: &mut Report<'_>) {
        match &self.source {
            Some(source) => report.party(agreement, "source", source),
            None if !self.line.is_empty() => {
                report.error("line", "line-without-source", "a credit line needs the source whose items it names");
            }
            None => {}
        }
        if self.line.values().any(|line| line.trim().is_empty()) {
            report.error("line", "empty-line", "a credit line is empty");
        }
        if report.same_kind(agreement, |terms| matches!(terms, super::Terms::Credit(other) if other.source == self.source)) {
            report.error("source", "credited-twice", "another article already says how this source is credited");
        }
    }

    fn enforce(&self, agreement: &Agreement, point: &Point<'_>) -> Ruling {
        match point {
            Point::Publish { source, language } if self.source.as_ref().is_none_or(|own| own == *source) => {
                let line = self.line_for(agreement, source, language);
                Ruling::Demands(vec![Duty::Credit { line, position: self.position.word() }])
            }
            _ => Ruling::Silent,
        }
    }
}

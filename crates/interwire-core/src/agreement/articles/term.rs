//! `term`: from when and how long the agreement runs, how it renews, how it is ended, and what outlasts it.
//! The arithmetic is in `calendar`, the states that follow from it in `life`.

use super::Kind;
use crate::agreement::Agreement;
use crate::agreement::calendar::{self, Zone};
use crate::agreement::check::Report;
use crate::agreement::point::{Duty, Point, Ruling};
use crate::agreement::span::{Span, Unit};
use crate::agreement::value::{Map, Reader, Value, texts};
use crate::agreement::words::Say;
use crate::ids::ArticleId;
use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;

/// How long the agreement runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duration {
    /// Until somebody ends it.
    Open,
    /// A fixed length, counted from the first day.
    Fixed(Span),
}

/// What happens at the end of the duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// It lapses.
    None,
    /// It runs for the same length again, unless a party gave notice in time.
    SameTerm,
}

/// Terms of `term`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// First day. Without it, the day of the last signature.
    pub starts: Option<Date>,
    /// How long. Default: open.
    pub duration: Duration,
    /// What then. Default: lapses.
    pub renewal: Renewal,
    /// How long before the end notice must be given. Default: 3 months.
    pub notice: Span,
    /// Notice ends the agreement when the notice has run, without waiting for the end of the duration. Default: false.
    pub early_end: bool,
    /// Whose days count. Default: UTC.
    pub time_zone: Zone,
    /// A party may suspend the agreement for a while. Default: true.
    pub suspension: bool,
    /// Articles that hold on after the end. Default: none named (recalls hold always).
    pub survives: Vec<ArticleId>,
}

impl Default for Term {
    fn default() -> Self {
        Self {
            starts: None,
            duration: Duration::Open,
            renewal: Renewal::None,
            notice: Span::new(3, Unit::Month),
            early_end: false,
            time_zone: Zone::utc(),
            suspension: true,
            survives: vec![],
        }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("open"),
            Self::Fixed(span) => span.fmt(f),
        }
    }
}
impl FromStr for Duration {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "open" { Ok(Self::Open) } else { text.parse().map(Self::Fixed) }
    }
}
impl Renewal {
    fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::SameTerm => "same-term",
        }
    }
}
impl FromStr for Renewal {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        [Self::None, Self::SameTerm]
            .into_iter()
            .find(|renewal| renewal.word() == text)
            .ok_or_else(|| "must be none or same-term".to_owned())
    }
}

impl Kind for Term {
    const NAME: &'static str = "term";
    const COUNT: (usize, usize) = (1, 1);
    const CLASSICAL: bool = true;
    const SENTENCES: &'static [(&'static str, &'static str)] = &[
        ("term.starts", "This agreement takes effect on {date}, or on the day of the last signature if that is later."),
        ("term.starts.signed", "This agreement takes effect on the day of the last signature."),
        ("term.open", "It runs until it is ended; a party may end it at any time by written notice of {notice}."),
        ("term.fixed", "It runs for {duration}, counted from that day."),
        ("term.fixed.from", "It runs for {duration}, counted from {date} in any case."),
        ("term.renews", "It is renewed for the same term unless a party gives written notice at least {notice} before the end."),
        ("term.lapses", "It then lapses unless the parties agree otherwise."),
        ("term.early_end", "A party may also end it during the term by written notice of {notice}."),
        ("term.time_zone", "Days are counted in the time zone {zone}."),
        ("term.suspension", "A party may suspend it for a while by telling the others."),
        ("term.no_suspension", "It cannot be suspended by one party."),
        ("term.survives", "After its end these articles hold on: {articles}."),
    ];

    fn read(terms: &mut Reader) -> Option<Self> {
        let usual = Self::default();
        Some(Self {
            starts: terms.optional("starts"),
            duration: terms.or("duration", usual.duration),
            renewal: terms.or("renewal", usual.renewal),
            notice: terms.or("notice", usual.notice),
            early_end: terms.flag("early_end", usual.early_end),
            time_zone: terms.or("time_zone", usual.time_zone),
            suspension: terms.flag("suspension", usual.suspension),
            survives: terms.list("survives", usual.survives),
        })
    }

    fn write(&self) -> Map {
        let text = |value: &dyn fmt::Display| Value::Text(value.to_string());
        let mut map = Map::from([
            ("duration".to_owned(), text(&self.duration)),
            ("renewal".to_owned(), self.renewal.word().into()),
            ("notice".to_owned(), text(&self.notice)),
            ("early_end".to_owned(), self.early_end.into()),
            ("time_zone".to_owned(), text(&self.time_zone)),
            ("suspension".to_owned(), self.suspension.into()),
            ("survives".to_owned(), texts(&self.survives)),
        ]);
        if let Some(date) = &self.starts {
            map.insert("starts".to_owned(), text(date));
        }
        map
    }

    fn say(&self, say: &mut Say<'_>) {
        let notice = say.span(self.notice);
        match &self.starts {
            Some(date) => say.add("term.starts", &[("date", date.to_string())]),
            None => say.add("term.starts.signed", &[]),
        }
        match (self.duration, self.renewal) {
            (Duration::Open, _) => say.add("term.open", &[("notice", notice.clone())]),
            (Duration::Fixed(span), renewal) => {
                let duration = say.span(span);
                match &self.starts {
                    Some(date) => say.add("term.fixed.from", &[("duration", duration), ("date", date.to_string())]),
                    None => say.add("term.fixed", &[("duration", duration)]),
                }
                match renewal {
                    Renewal::SameTerm => say.add("term.renews", &[("notice", notice.clone())]),
                    Renewal::None => say.add("term.lapses", &[]),
                }
                if self.early_end {
                    say.add("term.early_end", &[("notice", notice)]);
                }
            }
        }
        say.add("term.time_zone", &[("zone", self.time_zone.to_string())]);
        say.add(if self.suspension { "term.suspension" } else { "term.no_suspension" }, &[]);
        if !self.survives.is_empty() {
            let articles = self.survives.iter().map(ArticleId::as_str).collect::<Vec<_>>().join(", ");
            say.add("term.survives", &[("articles", articles)]);
        }
    }

    fn check(&self, agreement: &Agreement, report: &mut Report<'_>) {
        for id in self.survives.iter().filter(|id| agreement.article(id).is_none()) {
            report.error("survives", "no-such-article", format!("there is no article {id}"));
        }
        if matches!(self.notice.unit, Unit::Minute | Unit::Hour) {
            report.error("notice", "notice-too-short", "notice is counted in days, months or years");
        }
        let Duration::Fixed(span) = self.duration else {
            if self.renewal == Renewal::SameTerm {
                report.error("renewal", "renews-without-end", "an agreement without an end has nothing to renew");
            }
            return;
        };
        if matches!(span.unit, Unit::Minute | Unit::Hour) {
            report.error("duration", "duration-too-short", "the duration is counted in days, months or years");
        }
        if self.renewal == Renewal::SameTerm && self.notice.about_minutes() >= span.about_minutes() {
            report.error("notice", "notice-exceeds-term", "notice is as long as the term, so it could never be given");
        }
    }

    fn enforce(&self, _: &Agreement, point: &Point<'_>) -> Ruling {
        match point {
            Point::Renew { since, now } => match calendar::next_deadline(self, *since, *now) {
                Some(deadline) => Ruling::Demands(vec![Duty::NoticeBefore(deadline.before)]),
                None => Ruling::Silent,
            },
            _ => Ruling::Silent,
        }
    }
}

//! `corrections`: how fast a recall (a correction, a hold, a kill) is answered, what it covers, and how long it is
//! remembered. Absent in the agreements of the past; its defaults are safe.

use super::Kind;
use crate::agreement::Agreement;
use crate::agreement::calendar;
use crate::agreement::check::Report;
use crate::agreement::point::{Duty, Point, Ruling};
use crate::agreement::span::{Span, Unit};
use crate::agreement::value::{Map, Reader, Value};
use crate::agreement::words::Say;
use std::fmt;
use std::str::FromStr;

/// How long a recalled item stays flagged at the receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Memory {
    /// For ever.
    Permanent,
    /// At least so long; the node remembers for ever all the same, the promise is shorter.
    For(Span),
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Permanent => f.write_str("permanent"),
            Self::For(span) => span.fmt(f),
        }
    }
}
impl FromStr for Memory {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "permanent" { Ok(Self::Permanent) } else { text.parse().map(Self::For) }
    }
}

/// Terms of `corrections`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrections {
    /// From the arrival of a recall until the receiver has said that it arrived and the item is stopped.
    /// Default: 15 minutes.
    pub acknowledge_within: Span,
    /// Until the item is gone from everything the receiver published. Default: 2 hours.
    pub remove_within: Span,
    /// A recall also covers translations, summaries, relays and everything else made from the item. Default: true.
    pub derivatives: bool,
    /// How long the recall is remembered. Default: permanent.
    pub memory: Memory,
}

impl Default for Corrections {
    fn default() -> Self {
        Self {
            acknowledge_within: Span::new(15, Unit::Minute),
            remove_within: Span::new(2, Unit::Hour),
            derivatives: true,
            memory: Memory::Permanent,
        }
    }
}

impl Kind for Corrections {
    const NAME: &'static str = "corrections";
    const COUNT: (usize, usize) = (0, 1);
    const CLASSICAL: bool = false;
    const SENTENCES: &'static [(&'static str, &'static str)] = &[
        (
            "corrections.times",
            "When a party corrects, withholds or kills an item, the others confirm within {acknowledge} that they have \
             stopped it, and remove or correct what they have published within {remove}.",
        ),
        ("corrections.derivatives", "This covers translations, summaries, relays and everything else made from it."),
        ("corrections.no_derivatives", "This covers the item itself, not what was made from it."),
        ("corrections.memory.permanent", "The recall is remembered permanently."),
        ("corrections.memory", "The recall is remembered for at least {memory}."),
    ];

    fn read(terms: &mut Reader) -> Option<Self> {
        let usual = Self::default();
        Some(Self {
            acknowledge_within: terms.or("acknowledge_within", usual.acknowledge_within),
            remove_within: terms.or("remove_within", usual.remove_within),
            derivatives: terms.flag("derivatives", usual.derivatives),
            memory: terms.or("memory", usual.memory),
        })
    }

    fn write(&self) -> Map {
        let text = |value: &dyn fmt::Display| Value::Text(value.to_string());
        Map::from([
            ("acknowledge_within".to_owned(), text(&self.acknowledge_within)),
            ("remove_within".to_owned(), text(&self.remove_within)),
            ("derivatives".to_owned(), self.derivatives.into()),
            ("memory".to_owned(), text(&self.memory)),
        ])
    }

    fn say(&self, say: &mut Say<'_>) {
        let (acknowledge, remove) = (say.span(self.acknowledge_within), say.span(self.remove_within));
        say.add("corrections.times", &[("acknowledge", acknowledge), ("remove", remove)]);
        say.add(if self.derivatives { "corrections.derivatives" } else { "corrections.no_derivatives" }, &[]);
        match self.memory {
            Memory::Permanent => say.add("corrections.memory.permanent", &[]),
            Memory::For(span) => {
                let memory = say.span(span);
                say.add("corrections.memory", &[("memory", memory)]);
            }
        }
    }

    fn check(&self, _: &Agreement, report: &mut Report<'_>) {
        if self.remove_within.about_minutes() < self.acknowledge_within.about_minutes() {
            let message = "an item cannot be removed sooner than its recall is acknowledged";
            report.error("remove_within", "removed-before-acknowledged", message);
        }
        if self.acknowledge_within.about_minutes() > 24 * 60 {
            report.warn("acknowledge_within", "slow-acknowledgement", "a kill could stay unanswered for over a day");
        }
    }

    fn enforce(&self, agreement: &Agreement, point: &Point<'_>) -> Ruling {
        let Point::Recall { at } = point else {
            return Ruling::Silent;
        };
        let zone = agreement.term().time_zone;
        Ruling::Demands(vec![
            Duty::AcknowledgeBy(calendar::after(*at, self.acknowledge_within, &zone)),
            Duty::RemoveBy {
                by: calendar::after(*at, self.remove_within, &zone),
                derivatives: self.derivatives,
            },
        ])
    }
}

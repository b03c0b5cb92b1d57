//! Lengths of time as agreements name them: a count of one unit. A month is a month, not thirty days.

use std::fmt;
use std::str::FromStr;

/// The unit of a [`Span`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// A calendar day.
    Day,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

/// A count of one unit. Signed bytes spell it as ISO 8601 does (`PT30M`, `PT1H`, `P30D`, `P3M`, `P2Y`), drafts in
/// words (`30 minutes`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// How many, 1 to 9999.
    pub count: u16,
    /// Of what.
    pub unit: Unit,
}

const UNITS: [(Unit, &str, &str, &str); 5] = [
    (Unit::Minute, "PT", "M", "minute"),
    (Unit::Hour, "PT", "H", "hour"),
    (Unit::Day, "P", "D", "day"),
    (Unit::Month, "P", "M", "month"),
    (Unit::Year, "P", "Y", "year"),
];

impl Unit {
    /// Its English name, singular.
    #[must_use]
    pub fn name(self) -> &'static str {
        UNITS.iter().find(|u| u.0 == self).map_or("", |u| u.3)
    }
}

impl Span {
    /// `count` of `unit`.
    #[must_use]
    pub const fn new(count: u16, unit: Unit) -> Self {
        Self { count, unit }
    }
    /// Its length in milliseconds if it is counted in minutes or hours; days and longer need a calendar.
    #[must_use]
    pub fn clock_ms(self) -> Option<i64> {
        match self.unit {
            Unit::Minute => Some(i64::from(self.count) * 60_000),
            Unit::Hour => Some(i64::from(self.count) * 3_600_000),
            _ => None,
        }
    }
    /// Its length in days, rounded to the usual; only for comparing two lengths with each other.
    #[must_use]
    pub fn about_minutes(self) -> u64 {
        u64::from(self.count)
            * match self.unit {
                Unit::Minute => 1,
                Unit::Hour => 60,
                Unit::Day => 24 * 60,
                Unit::Month => 30 * 24 * 60,
                Unit::Year => 365 * 24 * 60,
            }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, head, tail, _) = UNITS[self.unit as usize];
        write!(f, "{head}{}{tail}", self.count)
    }
}

impl FromStr for Span {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let number = |n: &str| n.parse::<u16>().ok().filter(|c| (1..=9999).contains(c) && c.to_string() == n);
        let iso = UNITS.iter().find_map(|(unit, head, tail, _)| {
            let count = number(text.strip_prefix(head)?.strip_suffix(tail)?)?;
            Some(Self::new(count, *unit))
        });
        let words = || {
            let (count, name) = text.trim().split_once(' ')?;
            let name = name.trim().trim_end_matches('s');
            Some(Self::new(number(count)?, UNITS.iter().find(|u| u.3 == name)?.0))
        };
        iso.or_else(words).ok_or_else(|| "must be a length of time like \"30 minutes\", \"3 months\" or P3M".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_as_iso_8601_and_as_words() {
        for (text, iso) in
            [("30 minutes", "PT30M"), ("1 hour", "PT1H"), ("3 months", "P3M"), ("P2Y", "P2Y"), ("9 days", "P9D")]
        {
            assert_eq!(text.parse::<Span>().unwrap().to_string(), iso);
        }
        for wrong in ["", "P", "P0M", "P03M", "P3W", "3", "months", "P1Y2M", "-3 months", "P10000D", "half a year"] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong}");
        }
    }
}

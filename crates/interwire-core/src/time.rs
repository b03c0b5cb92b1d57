//! Time as told to the core: milliseconds since 1970 in UTC, and its one canonical spelling.

use std::fmt;
use std::str::FromStr;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z; written `2026-11-23T01:02:03.456Z`, always so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(i64);

/// The end of the year 9998: later moments overflow in some zones of the calendar library.
const MAX_MS: i64 = 253_370_764_799_999;

/// Why a text is not a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a time of the form 2026-11-23T01:02:03.456Z: {0:?}")]
pub struct BadTime(pub String);

impl Time {
    /// From milliseconds since 1970, clamped to the years 1970 to 9998.
    #[must_use]
    pub fn from_ms(ms: i64) -> Self {
        Self(ms.clamp(0, MAX_MS))
    }
    /// Milliseconds since 1970.
    #[must_use]
    pub fn ms(self) -> i64 {
        self.0
    }
    /// This moment moved by `ms` milliseconds.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self::from_ms(self.0.saturating_add(ms))
    }
    /// Milliseconds from `earlier` to this; negative if it is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }
    /// The same moment in jiff.
    #[must_use]
    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = jiff::Timestamp::from_second(self.0 / 1000).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let text = whole.strftime("%Y-%m-%dT%H:%M:%S");
        write!(f, "{text}.{:03}Z", self.0 % 1000)
    }
}
impl FromStr for Time {
    type Err = BadTime;
    fn from_str(text: &str) -> Result<Self, BadTime> {
        let refuse = || BadTime(text.chars().take(40).collect());
        let stamp: jiff::Timestamp = text.parse().map_err(|_| refuse())?;
        let time = Self::from_ms(stamp.as_millisecond());
        if time.to_string() == text { Ok(time) } else { Err(refuse()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_one_spelling() {
        let time: Time = "2026-11-23T01:02:03.456Z".parse().unwrap();
        assert_eq!(time.to_string(), "2026-11-23T01:02:03.456Z");
        for wrong in ["2026-11-23T01:02:03Z", "2026-11-23T01:02:03.456+00:00", "2026-11-23t01:02:03.456z", "", "x"] {
            assert!(wrong.parse::<Time>().is_err(), "{wrong}");
        }
        assert_eq!(Time::from_ms(-5).to_string(), "1970-01-01T00:00:00.000Z");
        assert_eq!(Time::from_ms(i64::MAX).to_string(), "9998-12-31T23:59:59.999Z");
    }
}

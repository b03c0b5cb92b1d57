//! Times as sources write them: kept verbatim with their offset, and understood as far as possible.

use crate::time::Time;
use jiff::civil;

/// A time as a source wrote it. Reading never fails: what is not understood stays as text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(String);

/// What of a moment was understood.
struct Parsed {
    local: civil::DateTime,
    /// Seconds east of UTC, if an offset was written.
    offset_s: Option<i64>,
}

impl Moment {
    /// Keeps a time as written, without white space around it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }
    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The exact moment; `None` if the text is not a date and time, or says no offset from UTC.
    #[must_use]
    pub fn time(&self) -> Option<Time> {
        let parsed = parse(&self.0)?;
        moment(&parsed, parsed.offset_s?)
    }
    /// The moment to order by: a time without an offset is taken as UTC, a date as its first moment.
    #[must_use]
    pub fn roughly(&self) -> Option<Time> {
        let parsed = parse(&self.0)?;
        moment(&parsed, parsed.offset_s.unwrap_or(0))
    }
}

/// Until when an item must not be published. A sealed or unclear embargo never ends by itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Embargo {
    /// Until that time.
    Until(Moment),
    /// Until the source releases it (an empty `embargoed`).
    Indefinite,
}

impl Embargo {
    /// Reads the text of an embargo; an empty one is indefinite.
    #[must_use]
    pub fn new(text: &str) -> Self {
        if text.trim().is_empty() { Self::Indefinite } else { Self::Until(Moment::new(text)) }
    }
    /// When it ends by itself; `None` if a person or the source must end it, also when the time written is not
    /// understood or has no offset.
    #[must_use]
    pub fn ends(&self) -> Option<Time> {
        match self {
            Self::Until(moment) => moment.time(),
            Self::Indefinite => None,
        }
    }
}

fn moment(parsed: &Parsed, offset_s: i64) -> Option<Time> {
    let utc = parsed.local.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(Time::from_ms(utc.timestamp().as_millisecond().checked_sub(offset_s.checked_mul(1000)?)?))
}

/// Reads ISO 8601 in the spellings met in the field: with or without separators, seconds, fraction and offset,
/// the offset with or without its colon, white space for the `T`. Every part has all its digits: writers take them apart.
fn parse(text: &str) -> Option<Parsed> {
    let (date, rest) = match text.find(['T', 't', ' ']) {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?.trim_start()),
        None => (text, ""),
    };
    let (year, month, day) = date_of(date)?;
    let split = rest.find(['Z', 'z', '+', '-', '\u{2212}']).unwrap_or(rest.len());
    let (clock, zone) = (rest.get(..split)?.trim_end(), rest.get(split..)?);
    if clock.is_empty() && !zone.is_empty() {
        return None;
    }
    let (hour, minute, second, nanosecond) = if clock.is_empty() { (0, 0, 0, 0) } else { clock_of(clock)? };
    let offset_s = if zone.is_empty() { None } else { Some(offset_of(zone)?) };
    let date = civil::Date::new(year, month, day).ok()?;
    let time = civil::Time::new(hour, minute, second, nanosecond).ok()?;
    Some(Parsed { local: civil::DateTime::from_parts(date, time), offset_s })
}

fn digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) { None } else { text.parse().ok() }
}

fn two(text: &str) -> Option<i8> {
    if text.len() == 2 { digits(text) } else { None }
}

fn date_of(text: &str) -> Option<(i16, i8, i8)> {
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => Some((digits(year)?, two(month)?, two(day)?)),
        [all] if all.len() == 8 => Some((digits(all.get(..4)?)?, digits(all.get(4..6)?)?, digits(all.get(6..)?)?)),
        _ => None,
    }
}

fn clock_of(text: &str) -> Option<(i8, i8, i8, i32)> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let nanosecond = match fraction.get(..fraction.len().min(9))? {
        "" => 0,
        part => digits::<i32>(part)? * 10_i32.pow(9 - u32::try_from(part.len()).ok()?),
    };
    let parts: Vec<&str> = whole.split(':').collect();
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (*hour, *minute, "00"),
        [hour, minute, second] => (*hour, *minute, *second),
        [all] if all.len() == 4 => (all.get(..2)?, all.get(2..)?, "00"),
        [all] if all.len() == 6 => (all.get(..2)?, all.get(2..4)?, all.get(4..)?),
        _ => return None,
    };
    Some((two(hour)?, two(minute)?, two(second)?, nanosecond))
}

fn offset_of(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = if text.starts_with('+') { 1 } else { -1 };
    let body = text.trim_start_matches(['+', '-', '\u{2212}']);
    let (hours, minutes) = match body.split_once(':') {
        Some(pair) => pair,
        None if body.len() == 4 => (body.get(..2)?, body.get(2..)?),
        None => (body, "00"),
    };
    let (hours, minutes) = (i64::from(two(hours)?), i64::from(two(minutes)?));
    if hours > 18 || minutes > 59 { None } else { Some(sign * (hours * 3600 + minutes * 60)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offset_of_the_field_is_understood() {
        for (text, utc) in [
            ("2026-11-23T10:00:00+07:00", "2026-11-23T03:00:00.000Z"),
            ("2026-11-23T10:00:00+0500", "2026-11-23T05:00:00.000Z"),
            ("20261123T100000+0400", "2026-11-23T06:00:00.000Z"),
            ("2026-11-23T10:00:00.25-03:30", "2026-11-23T13:30:00.250Z"),
            (" 2026-11-23 10:00Z ", "2026-11-23T10:00:00.000Z"),
        ] {
            assert_eq!(Moment::new(text).time().map(|t| t.to_string()).as_deref(), Some(utc), "{text}");
        }
    }

    #[test]
    fn a_time_without_offset_orders_but_is_not_exact() {
        for text in ["2026-11-23T10:00:00", "2026-11-23", "20261123"] {
            assert_eq!(Moment::new(text).time(), None);
            assert!(Moment::new(text).roughly().is_some(), "{text}");
        }
        for text in [
            "",
            "Last Tuesday",
            "2026-13-01T00:00:00Z",
            "2026-11-23T25:00:00Z",
            "99999999T999999Z",
            "٢٠٢٦-١١-٢٣",
            "2026-11-23T6:00:0.Z",
            "2026-1-23T06:00:00Z",
            "2026-11-23T+01:00",
            "2026-11-23T06:00+1:30",
        ] {
            assert_eq!(Moment::new(text).roughly(), None, "{text}");
        }
    }

    #[test]
    fn an_empty_or_unclear_embargo_does_not_end_by_itself() {
        for text in ["", " ", "tomorrow", "2026-11-23T10:00:00"] {
            assert_eq!(Embargo::new(text).ends(), None, "{text}");
        }
        assert!(Embargo::new("2026-11-23T10:00:00+05:00").ends().is_some());
    }
}

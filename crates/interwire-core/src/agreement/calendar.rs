//! Calendar arithmetic of agreements: days begin at midnight in the agreement's own time zone, a month is a month, and
//! periods are counted from the first day (so the 31st stays the 31st wherever the month has one).
//! The time-zone data is the one compiled in, so that all nodes of a release compute the same.

use super::articles::term::{Duration, Renewal, Term};
use super::span::{Span, Unit};
use crate::time::Time;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

/// A time zone by its IANA name, spelled exactly so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// Universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }
    /// The day at a moment.
    #[must_use]
    pub fn date(&self, at: Time) -> Date {
        at.timestamp().to_zoned(self.0.clone()).date()
    }
    /// The moment at which a day begins.
    #[must_use]
    pub fn start_of(&self, day: Date) -> Time {
        let begins = day.to_zoned(self.0.clone()).and_then(|noon| noon.start_of_day());
        begins.map_or(Time::from_ms(i64::MAX), |begins| Time::from_ms(begins.timestamp().as_millisecond()))
    }
}

impl FromStr for Zone {
    type Err = String;
    fn from_str(name: &str) -> Result<Self, String> {
        static ZONES: OnceLock<TimeZoneDatabase> = OnceLock::new();
        let found = ZONES.get_or_init(TimeZoneDatabase::bundled).get(name).ok();
        found
            .filter(|zone| zone.iana_name() == Some(name))
            .map(Self)
            .ok_or_else(|| "must be an IANA time zone like Asia/Ho_Chi_Minh".to_owned())
    }
}
impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.iana_name().unwrap_or("UTC"))
    }
}

/// `day` moved by `times` spans; none if that leaves the calendar.
fn moved(day: Date, span: Span, times: i64) -> Option<Date> {
    let count = i64::from(span.count).checked_mul(times)?;
    let empty = jiff::Span::new();
    let by = match span.unit {
        Unit::Minute => empty.try_minutes(count),
        Unit::Hour => empty.try_hours(count),
        Unit::Day => empty.try_days(count),
        Unit::Month => empty.try_months(count),
        Unit::Year => empty.try_years(count),
    };
    day.checked_add(by.ok()?).ok()
}

/// The moment one span after another; days and longer are counted in the zone.
#[must_use]
pub fn after(at: Time, span: Span, zone: &Zone) -> Time {
    match span.clock_ms() {
        Some(ms) => at.plus_ms(ms),
        None => {
            let day = zone.date(at);
            let past_midnight = at.since(zone.start_of(day));
            moved(day, span, 1).map_or(Time::from_ms(i64::MAX), |day| zone.start_of(day).plus_ms(past_midnight))
        }
    }
}

/// From when a version is in force: the later of the named day and the last signature.
#[must_use]
pub fn in_force_from(term: &Term, last_signature: Time) -> Time {
    term.starts.map_or(last_signature, |day| term.time_zone.start_of(day).max(last_signature))
}

/// The day from which periods are counted: the named one, else the day on which it came into force.
#[must_use]
pub fn first_day(term: &Term, in_force: Time) -> Date {
    term.starts.unwrap_or_else(|| term.time_zone.date(in_force))
}

/// The last moment to prevent a renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// Notice given before this moment counts.
    pub before: Time,
    /// The last day on which it can be given.
    pub last_day: Date,
    /// When the running period ends.
    pub period_ends: Time,
}

/// The smallest `k >= 1` whose day, as `day_of` gives it, begins after `at`; days past the calendar count as after.
fn first_after(at: Time, zone: &Zone, day_of: impl Fn(i64) -> Option<Date>) -> i64 {
    let (mut low, mut high) = (1, 4_000_000);
    while low < high {
        let middle = i64::midpoint(low, high);
        if day_of(middle).is_none_or(|day| zone.start_of(day) > at) { high = middle } else { low = middle + 1 }
    }
    low
}

/// The first deadline after `now`, of an agreement that renews itself and came into force at `since`.
#[must_use]
pub fn next_deadline(term: &Term, since: Time, now: Time) -> Option<Deadline> {
    let (Duration::Fixed(span), Renewal::SameTerm) = (term.duration, term.renewal) else {
        return None;
    };
    let first = first_day(term, since);
    let deadline = |k| moved(first, span, k).and_then(|end| moved(end, term.notice, -1));
    let k = first_after(now, &term.time_zone, deadline);
    let before = deadline(k)?;
    Some(Deadline {
        before: term.time_zone.start_of(before),
        last_day: before.yesterday().ok()?,
        period_ends: term.time_zone.start_of(moved(first, span, k)?),
    })
}

/// When the period that runs at `at` ends; none without an end. Without renewal it is the end of the only period.
#[must_use]
pub fn period_end(term: &Term, since: Time, at: Time) -> Option<Time> {
    let Duration::Fixed(span) = term.duration else {
        return None;
    };
    let first = first_day(term, since);
    let k = match term.renewal {
        Renewal::None => 1,
        Renewal::SameTerm => first_after(at, &term.time_zone, |k| moved(first, span, k)),
    };
    moved(first, span, k).map(|day| term.time_zone.start_of(day))
}

/// When an agreement ends by a notice given at `given`; none if notice changes nothing (it lapses by itself anyway).
#[must_use]
pub fn notice_ends(term: &Term, since: Time, given: Time) -> Option<Time> {
    let zone = &term.time_zone;
    let run_out = || moved(zone.date(given), term.notice, 1)?.tomorrow().ok().map(|day| zone.start_of(day));
    if term.duration == Duration::Open {
        return run_out();
    }
    let at_renewal = next_deadline(term, since, given).map(|deadline| deadline.period_ends);
    let early = if term.early_end { run_out() } else { None };
    at_renewal.into_iter().chain(early).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(text: &str) -> Term {
        let mut term = Term { time_zone: "Asia/Ho_Chi_Minh".parse().unwrap(), ..Term::default() };
        for word in text.split(", ") {
            match word.split_once(' ').unwrap() {
                ("starts", day) => term.starts = Some(day.parse().unwrap()),
                ("for", span) => term.duration = span.parse().unwrap(),
                ("notice", span) => term.notice = span.parse().unwrap(),
                ("renewal", word) => term.renewal = word.parse().unwrap(),
                ("early", _) => term.early_end = true,
                other => panic!("{other:?}"),
            }
        }
        term
    }
    fn at(text: &str) -> Time {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_is_a_month_and_the_31st_comes_back() {
        let term = term("starts 2026-01-31, for 1 month, renewal same-term, notice 5 days");
        let since = in_force_from(&term, at("2026-01-01T00:00:00.000Z"));
        let ends = |now| period_end(&term, since, at(now)).unwrap().to_string();
        // Midnight in Hanoi is 17:00 of the day before in UTC.
        assert_eq!(ends("2026-02-01T00:00:00.000Z"), "2026-02-27T17:00:00.000Z");
        assert_eq!(ends("2026-02-28T00:00:00.000Z"), "2026-03-30T17:00:00.000Z");
        assert_eq!(ends("2026-03-31T00:00:00.000Z"), "2026-04-29T17:00:00.000Z");
    }

    #[test]
    fn notice_before_the_window_ends_the_period_and_later_notice_the_next_one() {
        let term = term("starts 2026-03-01, for 2 years, renewal same-term, notice 3 months");
        let since = at("2026-03-01T00:00:00.000Z");
        let deadline = next_deadline(&term, since, at("2026-11-23T00:00:00.000Z")).unwrap();
        assert_eq!(deadline.last_day.to_string(), "2027-11-30");
        assert_eq!(deadline.before, at("2027-11-30T17:00:00.000Z"));
        let ends = |given| notice_ends(&term, since, at(given)).unwrap().to_string();
        assert_eq!(ends("2027-11-30T16:59:59.999Z"), "2028-02-29T17:00:00.000Z");
        assert_eq!(ends("2027-11-30T17:00:00.000Z"), "2030-02-28T17:00:00.000Z");
    }

    #[test]
    fn an_open_agreement_ends_when_its_notice_has_run() {
        let term = term("notice 3 months");
        let given = at("2026-11-29T18:00:00.000Z");
        // 30 November in Hanoi; three months later is 28 February, the last day.
        assert_eq!(notice_ends(&term, given, given).unwrap().to_string(), "2027-02-28T17:00:00.000Z");
    }

    #[test]
    fn terms_past_the_calendar_end_nowhere_and_panic_nowhere() {
        let term = term("starts 9990-01-01, for 9999 years, renewal same-term, notice 9998 years, early yes");
        assert_eq!(period_end(&term, at("2026-01-01T00:00:00.000Z"), Time::from_ms(i64::MAX)), None);
        assert_eq!(notice_ends(&term, Time::default(), Time::from_ms(i64::MAX)), None);
    }
}

//! How often something should come from a partner or by a feed of the house, and whether it does. A wire that fell
//! silent looks exactly like a quiet day; only who knows its rhythm can tell.

use interwire_core::ids::PartyId;
use interwire_core::time::Time;
use jiff::civil;
use jiff::tz::TimeZone;
use std::str::FromStr;

/// Quiet hours are taken off silences of at most so many days; a longer one is an alarm in any case.
const DAYS_MAX: i64 = 60;
const DAY_MS: i64 = 86_400_000;

/// Whose news is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A partner's.
    Partner(PartyId),
    /// What comes by a feed of the house: by its name, or as the path of a watched folder.
    Feed(String, String),
}

/// What is expected of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    /// Of which.
    pub source: Source,
    /// Something comes at least so often, in ms.
    pub every_ms: i64,
    /// Hours that do not count.
    pub quiet: Option<Quiet>,
}

/// Hours of the day in which nothing is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    from: civil::Time,
    until: civil::Time,
}

/// How a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pulse {
    /// Something came in time.
    Well,
    /// It is a quiet hour.
    Quiet,
    /// Nothing came for longer than expected.
    Idle,
}

impl FromStr for Quiet {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let both = text.split_once('-').and_then(|(from, until)| {
            let hour = |text: &str| civil::Time::strptime("%H:%M", text.trim()).ok();
            Some(Self { from: hour(from)?, until: hour(until)? })
        });
        both.filter(|quiet| quiet.from != quiet.until).ok_or_else(|| "quiet hours are like \"22:00-06:00\"".to_owned())
    }
}

/// A length of time like "45m", "2h" or "1d", in ms.
///
/// # Errors
/// If it is none, or shorter than a minute or longer than a month.
pub fn every(text: &str) -> Result<i64, String> {
    let wrong = || "how often is like \"45m\", \"2h\" or \"1d\", from one minute to 31 days".to_owned();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let ms = match unit {
        'm' => 60_000,
        'h' => 3_600_000,
        'd' => DAY_MS,
        _ => return Err(wrong()),
    };
    let count: i64 = text.trim_end_matches(unit).trim().parse().map_err(|_| wrong())?;
    count.checked_mul(ms).filter(|ms| (60_000..=31 * DAY_MS).contains(ms)).ok_or_else(wrong)
}

impl Expect {
    /// How the source is now, if something last came then. Without an arrival, `last` is when the node began to listen.
    #[must_use]
    pub fn pulse(&self, last: Time, now: Time, zone: &TimeZone) -> Pulse {
        let quiet_ms = self.quiet.map_or(0, |quiet| quiet.within(last, now, zone));
        match self.quiet {
            Some(quiet) if quiet.covers(now, zone) => Pulse::Quiet,
            _ if now.since(last) - quiet_ms > self.every_ms => Pulse::Idle,
            _ => Pulse::Well,
        }
    }
}

impl Quiet {
    /// The quiet hours that begin on a day.
    fn on(self, day: civil::Date, zone: &TimeZone) -> Option<(Time, Time)> {
        let ends = if self.until > self.from { day } else { day.tomorrow().ok()? };
        let moment = |day: civil::Date, time| {
            let zoned = zone.to_ambiguous_zoned(day.to_datetime(time)).compatible().ok()?;
            Some(Time::from_ms(zoned.timestamp().as_millisecond()))
        };
        Some((moment(day, self.from)?, moment(ends, self.until)?))
    }

    fn covers(self, now: Time, zone: &TimeZone) -> bool {
        let today = now.timestamp().to_zoned(zone.clone()).date();
        let days = [today.yesterday().ok(), Some(today)];
        days.into_iter().flatten().filter_map(|day| self.on(day, zone)).any(|(from, until)| from <= now && now < until)
    }

    /// How much of a silence they are, in ms.
    fn within(self, last: Time, now: Time, zone: &TimeZone) -> i64 {
        if now.since(last) > DAYS_MAX * DAY_MS {
            return 0;
        }
        let date = |time: Time| time.timestamp().to_zoned(zone.clone()).date();
        let (mut day, end) = (date(last).yesterday().ok(), date(now));
        let mut sum = 0;
        while let Some(one) = day.filter(|day| *day <= end) {
            if let Some((from, until)) = self.on(one, zone) {
                sum += until.min(now).since(from.max(last)).max(0);
            }
            day = one.tomorrow().ok();
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        format!("2027-{text}:00.000Z").parse().unwrap()
    }

    fn expect(quiet: Option<&str>) -> Expect {
        let source = Source::Partner("astana".parse().unwrap());
        Expect { source, every_ms: every("2h").unwrap(), quiet: quiet.map(|quiet| quiet.parse().unwrap()) }
    }

    #[test]
    fn a_silence_longer_than_the_rhythm_is_idle() {
        let plain = expect(None);
        let zone = TimeZone::UTC;
        assert_eq!(plain.pulse(time("03-01T10:00"), time("03-01T12:00"), &zone), Pulse::Well);
        assert_eq!(plain.pulse(time("03-01T10:00"), time("03-01T12:01"), &zone), Pulse::Idle);
        assert_eq!(plain.pulse(time("03-01T10:00"), time("03-01T09:00"), &zone), Pulse::Well, "a clock set back");
    }

    #[test]
    fn quiet_hours_do_not_count_and_are_those_of_the_house() {
        let nightly = expect(Some("22:00-06:00"));
        let hanoi = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        // 21:30 there; the night is from 15:00 to 23:00 in UTC.
        let last = time("03-01T14:30");
        assert_eq!(nightly.pulse(last, time("03-01T16:00"), &hanoi), Pulse::Quiet);
        assert_eq!(nightly.pulse(last, time("03-01T22:59"), &hanoi), Pulse::Quiet);
        assert_eq!(nightly.pulse(last, time("03-01T23:00"), &hanoi), Pulse::Well);
        assert_eq!(nightly.pulse(last, time("03-02T00:30"), &hanoi), Pulse::Well);
        assert_eq!(nightly.pulse(last, time("03-02T00:31"), &hanoi), Pulse::Idle);
        assert_eq!(expect(None).pulse(last, time("03-01T23:00"), &hanoi), Pulse::Idle);
        let noon = expect(Some("12:00-13:00"));
        assert_eq!(noon.pulse(time("03-01T11:00"), time("03-01T14:00"), &TimeZone::UTC), Pulse::Well);
        assert_eq!(noon.pulse(time("03-01T11:00"), time("03-01T14:01"), &TimeZone::UTC), Pulse::Idle);
        assert_eq!(nightly.pulse(Time::from_ms(0), last, &hanoi), Pulse::Idle);
    }

    #[test]
    fn what_is_no_rhythm_is_refused() {
        for wrong in ["", "2", "h", "0h", "-1h", "2 weeks", "40d", "99999999999999999h", "30s"] {
            assert!(every(wrong).is_err(), "{wrong}");
        }
        assert_eq!((every("45m"), every("1 d")), (Ok(2_700_000), Ok(86_400_000)));
        for wrong in ["", "22-06", "22:00", "22:00-22:00", "25:00-06:00", "22:00-06:00-07:00"] {
            assert!(wrong.parse::<Quiet>().is_err(), "{wrong}");
        }
    }
}

//! Dates of feeds, in the order and with the zones met in the field, as ISO 8601 with their offset; and back.
//! spec: RFC 822 section 5, RFC 2822 section 3.3, W3C-DTF.

use crate::wire::month;
use interwire_core::item::Moment;

/// A date taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Date {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    /// Minutes east of UTC, if stated.
    offset: Option<i16>,
}

/// A time as a feed writes it. What is not understood stays as written.
pub(crate) fn moment(text: &str) -> Moment {
    let kept = Moment::new(text);
    if kept.roughly().is_some() {
        return kept;
    }
    letters(text).or_else(|| partial(text)).or_else(|| dotted(text)).map_or(kept, |date| date.moment())
}

/// Days, months and zones in words, in any order.
fn letters(text: &str) -> Option<Date> {
    let spaced = text.replace(',', " ");
    let spaced = if spaced.contains(':') { spaced } else { return date_only(&spaced) };
    let mut found = date_only(&spaced)?;
    let words: Vec<&str> = spaced.split_whitespace().skip_while(|word| !word.contains(':')).collect();
    let (first, rest) = words.split_first()?;
    let (clock, is_afternoon) = of_twelve(first, rest);
    let mut clock = clock.split(':');
    found.hour = hour(clock.next()?.parse().ok()?, is_afternoon);
    found.minute = clock.next()?.parse().ok()?;
    found.second = clock.next().map_or(Some(0), |second| second.split('.').next()?.parse().ok())?;
    found.offset = rest.iter().find_map(|word| zone(word, (found.year, found.month)));
    found.checked()
}

/// A clock without its half of the day, and whether that is the second one, if one is stated behind it.
fn of_twelve<'a>(clock: &'a str, rest: &[&str]) -> (&'a str, Option<bool>) {
    let digits = clock.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
    let half = |word: &str| match word.replace('.', "").to_ascii_lowercase().as_str() {
        "am" => Some(false),
        "pm" => Some(true),
        _ => None,
    };
    match clock.get(digits.len()..).and_then(half) {
        Some(is_afternoon) => (digits, Some(is_afternoon)),
        None => (clock, rest.iter().find_map(|word| half(word))),
    }
}

/// The hour of the day. One beyond twelve says it by itself.
fn hour(stated: u8, is_afternoon: Option<bool>) -> u8 {
    match is_afternoon {
        Some(true) if stated < 12 => stated + 12,
        Some(false) if stated == 12 => 0,
        _ => stated,
    }
}

/// The day, month and year among words.
fn date_only(text: &str) -> Option<Date> {
    let words = || text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/')).filter(|word| !word.contains(':'));
    let month = words().filter(|word| word.chars().count() >= 3).find_map(month)?;
    let number = |word: &str| word.trim_end_matches(|c: char| c.is_alphabetic() || c == '.').parse::<u16>().ok();
    let short = |word: &&str| !word.starts_with('+') && (1..=2).contains(&word.len());
    let day = words().filter(|word| short(word)).find_map(number)?;
    let long = words().filter(|word| word.len() == 4 && !word.starts_with('+')).find_map(number);
    let year = match long {
        Some(year) => year,
        None => {
            let two = words().filter(short).filter_map(number).nth(1)?;
            if two < 70 { 2000 + two } else { 1900 + two }
        }
    };
    Date { year, month, day: u8::try_from(day).ok()?, hour: 0, minute: 0, second: 0, offset: None }.checked()
}

/// Minutes east of UTC, in that year and month.
fn zone(word: &str, at: (u16, u8)) -> Option<i16> {
    let named = match word.to_ascii_uppercase().as_str() {
        "GMT" | "UT" | "UTC" | "Z" | "WET" => 0,
        "EST" => -300,
        "EDT" => -240,
        "CST" => -360,
        "CDT" => -300,
        "MST" => -420,
        "MDT" => -360,
        "PST" => -480,
        "PDT" => -420,
        "CET" | "BST" => 60,
        "CEST" | "EET" => 120,
        "EEST" | "MSK" | "TRT" => 180,
        "AZT" => 240,
        // Kazakhstan went from six hours to five.
        "ALMT" if at < (2024, 3) => 360,
        "ALMT" => 300,
        "ICT" => 420,
        upper => {
            let digits = ["GMT", "UTC"].iter().find_map(|name| upper.strip_prefix(name)).unwrap_or(upper);
            let sign = match digits.chars().next()? {
                '+' => 1,
                '-' => -1,
                _ => return None,
            };
            let digits = digits.get(1..).map(|digits| digits.replace(':', ""))?;
            let is_zone = matches!(digits.len(), 1 | 2 | 4) && digits.bytes().all(|byte| byte.is_ascii_digit());
            let (hours, minutes) = digits.split_at_checked(digits.len().min(2)).filter(|_| is_zone)?;
            let minutes: i16 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
            let hours: i16 = hours.parse().ok().filter(|hours| *hours <= 15)?;
            sign * (hours * 60 + minutes)
        }
    };
    Some(named)
}

/// `23.11.2026 10:15[:30] [zone]`, as in much of Europe and Central Asia: the day comes first.
fn dotted(text: &str) -> Option<Date> {
    let mut words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let mut day = words.next()?.split('.');
    let mut number = |long: usize| day.next().filter(|part| part.len() <= long)?.parse::<u16>().ok();
    let (date, month, year) = (number(2)?, number(2)?, number(4).filter(|year| *year > 999)?);
    let (first, rest) = (words.next().unwrap_or("0:0"), words.collect::<Vec<_>>());
    let (clock, is_afternoon) = of_twelve(first, &rest);
    let mut clock = clock.split(':').map(|part| part.parse::<u8>().ok());
    let (stated, minute, second) = (clock.next()??, clock.next()??, clock.next().unwrap_or(Some(0))?);
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(date).ok()?);
    let offset = rest.iter().find_map(|word| zone(word, (year, month)));
    Date { year, month, day, hour: hour(stated, is_afternoon), minute, second, offset }.checked()
}

/// `2003-12`, `2003`, `20031231T10:14Z`.
fn partial(text: &str) -> Option<Date> {
    let text = text.trim();
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = parts.next().map_or(Some(1), |month| month.parse().ok())?;
    if parts.next().is_some() {
        return None;
    }
    Date { year, month, day: 1, hour: 0, minute: 0, second: 0, offset: None }.checked()
}

impl Date {
    fn checked(self) -> Option<Self> {
        let good = (1..=12).contains(&self.month) && (1..=31).contains(&self.day) && self.hour < 24 && self.minute < 60;
        (good && self.second <= 60 && self.year >= 1000).then_some(self)
    }
    fn moment(&self) -> Moment {
        let Self { year, month, day, hour, minute, second, .. } = self;
        let zone = match self.offset {
            None => String::new(),
            Some(0) => "Z".to_owned(),
            Some(minutes) => {
                format!("{}{:02}:{:02}", if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60)
            }
        };
        Moment::new(&format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}"))
    }
    /// A moment in ISO 8601; `None` if it has no offset.
    fn of(moment: &Moment) -> Option<Self> {
        moment.time()?;
        let text = moment.as_str();
        let digits = |from: usize, to: usize, text: &str| -> Option<u8> { text.get(from..to)?.parse().ok() };
        let (date, clock) = text.split_once(['T', 't', ' '])?;
        let date: String = date.chars().filter(char::is_ascii_digit).collect();
        let zone_at = clock.find(['Z', 'z', '+', '-', '\u{2212}'])?;
        let (clock, zone) = clock.split_at(zone_at);
        let clock: String = clock.split(['.', ',']).next()?.chars().filter(char::is_ascii_digit).collect();
        let body: String = zone.chars().filter(char::is_ascii_digit).collect();
        let minutes = i16::from(digits(0, 2, &body).unwrap_or(0)) * 60 + i16::from(digits(2, 4, &body).unwrap_or(0));
        Self {
            year: date.get(..4)?.parse().ok()?,
            month: digits(4, 6, &date)?,
            day: digits(6, 8, &date)?,
            hour: digits(0, 2, &clock)?,
            minute: digits(2, 4, &clock)?,
            second: digits(4, 6, &clock).unwrap_or(0),
            offset: Some(if zone.starts_with(['-', '\u{2212}']) { -minutes } else { minutes }),
        }
        .checked()
    }
    /// The day of the week, from Sunday. Sakamoto's method.
    fn weekday(&self) -> usize {
        const SHIFT: [usize; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
        let year = usize::from(self.year) - usize::from(self.month < 3);
        let shift = SHIFT.get(usize::from(self.month) - 1).copied().unwrap_or(0);
        (year + year / 4 - year / 100 + year / 400 + shift + usize::from(self.day)) % 7
    }
}

/// A moment as RFC 822 writes it, with its own offset; `None` if it has none.
pub(crate) fn rfc822(moment: &Moment) -> Option<String> {
    const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let date = Date::of(moment)?;
    let offset = date.offset.unwrap_or(0);
    Some(format!(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} {}{:02}{:02}",
        DAYS.get(date.weekday())?,
        date.day,
        MONTHS.get(usize::from(date.month) - 1)?,
        date.year,
        date.hour,
        date.minute,
        date.second,
        if offset < 0 { '-' } else { '+' },
        offset.abs() / 60,
        offset.abs() % 60
    ))
}

/// A moment as RFC 3339 writes it, with its own offset; `None` if it has none.
pub(crate) fn rfc3339(moment: &Moment) -> Option<String> {
    Date::of(moment).map(|date| date.moment().as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_the_field_are_understood() {
        for (text, iso) in [
            ("23.11.2026 10:15", "2026-11-23T10:15:00"),
            ("3.1.2026, 9:05:07 +0500", "2026-01-03T09:05:07+05:00"),
            ("23.11.2026 10:15 PM", "2026-11-23T22:15:00"),
            ("Thu, 12 Nov 2026 10:15 PM +0400", "2026-11-12T22:15:00+04:00"),
            ("Thu, 12 Nov 2026 12:05 a.m. +0400", "2026-11-12T00:05:00+04:00"),
            ("Nov 12, 2026 12:30:01pm GMT+5", "2026-11-12T12:30:01+05:00"),
            ("Thu, 12 Nov 2026 22:15 PM UTC+5", "2026-11-12T22:15:00+05:00"),
            ("Thu, 12 Nov 2026 10:15:00 GMT+0500", "2026-11-12T10:15:00+05:00"),
            ("Thu, 12 Nov 2026 10:15:00 +05", "2026-11-12T10:15:00+05:00"),
            ("Thu, 12 Nov 2026 10:15:00 -3", "2026-11-12T10:15:00-03:00"),
            ("Thu, 12 Nov 2026 10:15:00 ALMT", "2026-11-12T10:15:00+05:00"),
            ("Thu, 29 Feb 2024 10:15:00 ALMT", "2024-02-29T10:15:00+06:00"),
            ("23.11.26", "23.11.26"),
            ("2.0.1 released", "2.0.1 released"),
            ("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"),
            ("Thu, 1 January 04 19:48 EST", "2004-01-01T19:48:00-05:00"),
            ("01 Jan 2004 19:48:21 +0700", "2004-01-01T19:48:21+07:00"),
            ("Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21"),
            ("Пт, 23 ноя 2026 10:00:00 +0500", "2026-11-23T10:00:00+05:00"),
            ("Sat, 07 Sep 2002 09:42:31 UTC+04:00", "2002-09-07T09:42:31+04:00"),
            ("2003-12", "2003-12-01T00:00:00"),
            ("2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z"),
            ("last Tuesday", "last Tuesday"),
            ("Thu, 45 Jan 2004 19:48:21 GMT", "Thu, 45 Jan 2004 19:48:21 GMT"),
        ] {
            assert_eq!(moment(text).as_str(), iso, "{text}");
        }
    }

    #[test]
    fn dates_are_written_with_their_own_offset() {
        let moment = Moment::new("20261123T100000+0700");
        assert_eq!(rfc822(&moment).as_deref(), Some("Mon, 23 Nov 2026 10:00:00 +0700"));
        assert_eq!(rfc3339(&moment).as_deref(), Some("2026-11-23T10:00:00+07:00"));
        assert_eq!(
            rfc822(&Moment::new("2024-02-29T23:59:59.5-03:30")).as_deref(),
            Some("Thu, 29 Feb 2024 23:59:59 -0330")
        );
        assert_eq!((rfc822(&Moment::new("2026-11-23T10:00:00")), rfc822(&Moment::new("soon"))), (None, None));
    }
}

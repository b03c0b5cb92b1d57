//! Ranges of numbers and dates, as written and as printed.

use crate::item::Moment;
use crate::time::Time;
use jiff::civil::Date;
use jiff::tz::TimeZone;

const DAY_MS: i64 = 86_400_000;

/// `3`, `1..4`, `..4`, `4..`, `<4`, `<=4`, `>4`, `>=4`; nothing below 0.
pub(super) fn numbers(text: &str, max: i64) -> Option<(i64, i64)> {
    let number = |text: &str| -> Option<(i64, i64)> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let number = text.parse().ok().filter(|number| digits && *number <= max)?;
        Some((number, number))
    };
    range(text, number, (0, max))
}

/// The same with days, months, years and moments; days are those of UTC.
pub(super) fn dates(text: &str) -> Option<(i64, i64)> {
    range(text, date, (i64::MIN, i64::MAX))
}

/// Reads a range of things that each are a range themselves.
fn range(text: &str, one: impl Fn(&str) -> Option<(i64, i64)>, all: (i64, i64)) -> Option<(i64, i64)> {
    if let Some((from, to)) = text.split_once("..") {
        let from = if from.is_empty() { all.0 } else { one(from)?.0 };
        let bound = if to.is_empty() { all.1 } else { one(to)?.1 };
        return (text.len() > 2).then_some((from, bound));
    }
    let sign = |mark: &str| text.strip_prefix(mark);
    if let Some(value) = sign("<=").or_else(|| sign("≤")) {
        return Some((all.0, one(value)?.1));
    }
    if let Some(value) = sign(">=").or_else(|| sign("≥")) {
        return Some((one(value)?.0, all.1));
    }
    if let Some(value) = sign("<") {
        return Some((all.0, one(value)?.0.checked_sub(1)?));
    }
    if let Some(value) = sign(">") {
        return Some((one(value)?.1.checked_add(1)?, all.1));
    }
    one(text)
}

/// The first and last millisecond of a day, month, year or moment.
fn date(text: &str) -> Option<(i64, i64)> {
    if text.contains(['T', 't', ':']) {
        let at = Moment::new(text).time()?.ms();
        return Some((at, at));
    }
    let part = |text: &str, length: usize| -> Option<i16> {
        (text.len() == length && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
    };
    let month_of = |text: &str| part(text, 2).and_then(|number| i8::try_from(number).ok());
    let parts: Vec<&str> = text.split('-').collect();
    // The record knows no moment before 1970.
    let year = |text: &str| part(text, 4).filter(|year| (1970..=9998).contains(year));
    let (first, last) = match parts.as_slice() {
        [number] => (Date::new(year(number)?, 1, 1).ok()?, Date::new(year(number)?, 12, 31).ok()?),
        [number, month] => {
            let first = Date::new(year(number)?, month_of(month)?, 1).ok()?;
            (first, first.last_of_month())
        }
        [number, month, day] => {
            let day = Date::new(year(number)?, month_of(month)?, month_of(day)?).ok()?;
            (day, day)
        }
        _ => return None,
    };
    Some((start_ms(first)?, start_ms(last)?.checked_add(DAY_MS - 1)?))
}

fn start_ms(date: Date) -> Option<i64> {
    date.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp().as_millisecond())
}

/// A range of numbers as people write it.
pub(super) fn numbers_told(from: i64, to: i64, max: i64) -> String {
    match (from, to) {
        (from, to) if from == to => from.to_string(),
        (from, to) if to == max => format!("{from}.."),
        (from, to) => format!("{from}..{to}"),
    }
}

/// A range of dates, in days where it begins or ends with one.
pub(super) fn dates_told(from: i64, to: i64) -> String {
    let day = |ms: i64| Time::from_ms(ms).to_string().get(..10).unwrap_or_default().to_owned();
    let first = match from {
        i64::MIN => String::new(),
        _ if from.rem_euclid(DAY_MS) == 0 => day(from),
        _ => Time::from_ms(from).to_string(),
    };
    let last = match to {
        i64::MAX => String::new(),
        _ if to.rem_euclid(DAY_MS) == DAY_MS - 1 => day(to),
        _ => Time::from_ms(to).to_string(),
    };
    if first == last { first } else { format!("{first}..{last}") }
}

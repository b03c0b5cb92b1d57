//! The simple types of NewsML-G2 2.35: what may be said in an attribute or a text.

use crate::spell::{is_language, is_ncname, is_nmtoken};
use interwire_core::item::text::collapse;

/// A value as a simple type has it, white space put right; `None` if it is none of the type.
pub(super) fn fit(kind: &str, text: &str) -> Option<String> {
    let trimmed = text.trim();
    if let Some(words) = kind.strip_prefix("enum:") {
        return words.split('|').find(|word| *word == trimmed).map(str::to_owned);
    }
    let list = |good: &dyn Fn(&str) -> bool| !trimmed.is_empty() && trimmed.split_whitespace().all(good);
    let good = match kind {
        "string" | "any" => return Some(text.to_owned()),
        "g2normalizedString" => return Some(collapse(text)),
        "IRIType" | "anyURI" => is_iri(trimmed),
        "IRIListType" => list(&is_iri),
        "QCodeType" => is_qcode(trimmed),
        "QCodeListType" => list(&is_qcode),
        "NMTOKENS" => list(&is_nmtoken),
        "QName" => is_nmtoken(trimmed) && trimmed.split_once(':').is_none_or(|(prefix, _)| PREFIXES.contains(&prefix)),
        "ID" | "IDREF" | "NCName" => is_ncname(trimmed),
        "IDREFS" => list(&is_ncname),
        "language" => is_language(trimmed),
        "boolean" => matches!(trimmed, "true" | "false" | "0" | "1"),
        "nonNegativeInteger" => is_number(trimmed),
        "positiveInteger" => is_number(trimmed) && trimmed.bytes().any(|b| b != b'0'),
        "integer" => is_number(trimmed.strip_prefix(['-', '+']).unwrap_or(trimmed)),
        "Int100Type" => trimmed.parse::<u8>().is_ok_and(|number| number <= 100),
        "Int1to9Type" => trimmed.parse::<u8>().is_ok_and(|number| (1..=9).contains(&number)),
        "decimal" | "double" => is_decimal(trimmed),
        "dateTime" => is_date_time(trimmed),
        "DateOptTimeType" => is_date_time(trimmed) || is_date(trimmed, 3),
        "TruncatedDateTimeType" | "UnionDateTimeType" => {
            is_date_time(trimmed) || (1..=3).any(|parts| is_date(trimmed, parts))
        }
        "UnionDateTimeEmptyStringType" => text.is_empty() || is_date_time(trimmed),
        "duration" => is_duration(trimmed),
        "ByDayListType" => list(&is_week_day),
        "BySecondListType" | "ByMinuteListType" => list(&|word| within(word, 0, 59)),
        "ByHourListType" => list(&|word| within(word, 0, 23)),
        "ByMonthListType" => list(&|word| within(word, 1, 12)),
        "ByMonthDayListType" => list(&|word| within(word, 1, 31)),
        "ByYearDayListType" | "BySetposListType" => list(&|word| within(word, 1, 366)),
        "ByWeekNoListType" => list(&|word| within(word, 1, 53)),
        _ => false,
    };
    good.then(|| collapse(trimmed))
}

/// Whether a simple type is one of those above.
#[cfg(test)]
pub(super) fn is_known(kind: &str) -> bool {
    let samples = ["a:b", "2026-11-23T10:00:00Z", "1", "true", "vi", "a", "PT1H", "MO", "-1", "", "2026"];
    kind.starts_with("enum:") || samples.iter().any(|sample| fit(kind, sample).is_some())
}

/// The prefixes that the documents we write declare for the names of data types.
pub(super) const PREFIXES: [&str; 3] = ["xs", "xsd", "xsi"];

pub(super) fn is_iri(text: &str) -> bool {
    let escaped = |rest: &str| rest.get(..2).is_some_and(|code| code.bytes().all(|b| b.is_ascii_hexdigit()));
    text.split('%').skip(1).all(escaped)
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'))
}

/// spec: NewsML-G2 2.35, QCodeType.
pub(super) fn is_qcode(text: &str) -> bool {
    text.split_once(':').is_some_and(|(alias, code)| !alias.is_empty() && !code.is_empty())
        && !text.contains(char::is_whitespace)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    (is_number(whole) || whole.is_empty()) && is_number(fraction)
}

fn within(word: &str, least: i32, most: i32) -> bool {
    let number = word.parse::<i32>().map(if least == 0 { |n: i32| n } else { i32::abs });
    number.is_ok_and(|number| (least..=most).contains(&number))
}

fn is_week_day(word: &str) -> bool {
    let rest = word.strip_prefix(['-', '+']).unwrap_or(word);
    let day = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() - day.len() <= 2 && ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].contains(&day)
}

/// `2026`, `2026-11` or `2026-11-23`, with an offset perhaps.
fn is_date(text: &str, parts: usize) -> bool {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let digits: Vec<&str> = text.split('-').collect();
    let widths = [4, 2, 2];
    let shaped =
        digits.len() == parts && digits.iter().zip(widths).all(|(word, width)| word.len() == width && is_number(word));
    let number = |at: usize| digits.get(at).and_then(|word| word.parse::<i8>().ok()).unwrap_or(1);
    let year = digits.first().and_then(|word| word.parse::<i16>().ok()).unwrap_or(0);
    shaped
        && year > 0
        && interwire_core::item::Moment::new(&format!("{year:04}-{:02}-{:02}", number(1), number(2)))
            .roughly()
            .is_some()
}

/// spec: XML Schema, xs:dateTime.
fn is_date_time(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let Some(rest) = shape.strip_prefix("0000-00-00T00:00:00") else { return false };
    let rest = match rest.strip_prefix('.') {
        Some(fraction) if fraction.starts_with('0') => fraction.trim_start_matches('0'),
        Some(_) => return false,
        None => rest,
    };
    matches!(rest, "" | "Z" | "+00:00" | "-00:00") && interwire_core::item::Moment::new(text).roughly().is_some()
}

/// spec: XML Schema, xs:duration.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('-').unwrap_or(text).strip_prefix('P') else { return false };
    let (date, time) = rest.split_once('T').map_or((rest, None), |(date, time)| (date, Some(time)));
    let parts = |mut text: &str, units: &str| {
        let mut last = 0;
        let mut count = 0;
        while let Some(at) = text.find(|c: char| !c.is_ascii_digit() && c != '.') {
            let unit = text.get(at..at + 1).and_then(|unit| units.find(unit)).map(|place| place + 1);
            if at == 0 || unit.is_none_or(|unit| unit <= last) {
                return None;
            }
            last = unit.unwrap_or(0);
            count += 1;
            text = text.get(at + 1..).unwrap_or("");
        }
        text.is_empty().then_some(count)
    };
    match (parts(date, "YMD"), time.map(|time| parts(time, "HMS"))) {
        (Some(date), None) => date > 0,
        (Some(_), Some(Some(time))) => time > 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_what_the_schema_says() {
        for (kind, good, bad) in [
            ("QCodeType", "a:b:c", "a b:c"),
            ("QCodeListType", "a:b c:d", "a"),
            ("IRIType", "urn:x%20y", "urn:x%2"),
            ("QName", "xs:string", "own:string"),
            ("TruncatedDateTimeType", "2026-11", "2026-13"),
            ("DateOptTimeType", "2026-11-23", "2026-11"),
            ("dateTime", "2026-11-23T10:00:00.5+07:00", "2026-11-23T10:00"),
            ("duration", "P1DT2H", "P1H"),
            ("duration", "PT90S", "PT"),
            ("ByDayListType", "MO -1SU", "XX"),
            ("positiveInteger", "01", "0"),
            ("language", "zh-Hans", "vi_VN"),
            ("enum:ltr|rtl", "rtl", "up"),
            ("decimal", "-1.5", "1e5"),
            ("ID", "g1", "1g"),
        ] {
            assert!(fit(kind, good).is_some(), "{kind} {good}");
            assert!(fit(kind, bad).is_none(), "{kind} {bad}");
        }
        assert_eq!(fit("g2normalizedString", " Vũ\n Việt "), Some("Vũ Việt".to_owned()));
    }
}

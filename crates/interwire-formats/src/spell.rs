//! Spellings that schemas ask for.

use crate::losses::Losses;
use interwire_core::item::Moment;

/// spec: XML Schema, xs:language.
pub(crate) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let letters = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic());
    let both = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    parts.next().is_some_and(letters) && parts.all(both)
}

/// spec: XML 1.0 production 7, as far as ASCII goes.
pub(crate) fn is_nmtoken(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':'))
}

/// A name for an element of a document. spec: Namespaces in XML 1.0, production 4, as far as ASCII goes.
pub(crate) fn is_ncname(text: &str) -> bool {
    is_nmtoken(text) && !text.contains(':') && !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'))
}

/// A moment with its own offset, as RFC 3339 and XML Schema spell it: `2026-11-23T10:00:00+07:00`, with an optional
/// fraction. `None` if it is not exact.
pub(crate) fn date_time(moment: &Moment) -> Option<String> {
    let exact = moment.time()?;
    if is_date_time(moment.as_str()) {
        return Some(moment.as_str().to_owned());
    }
    Some(respelled(moment).unwrap_or_else(|| exact.to_string()))
}

/// A time in another spelling, its offset kept.
fn respelled(moment: &Moment) -> Option<String> {
    let basic = crate::nitf::basic_time(moment, "", &mut Losses::default())?;
    let (date, clock) = basic.split_once('T')?;
    let (clock, zone) = clock.split_at_checked(6)?;
    let pairs = |digits: &str, between: &str| {
        let pairs: Option<Vec<&str>> = (0..digits.len()).step_by(2).map(|at| digits.get(at..at + 2)).collect();
        pairs.map(|pairs| pairs.join(between))
    };
    let zone = match zone.split_at_checked(1)? {
        ("Z", "") => "Z".to_owned(),
        (sign, offset) => format!("{sign}{}{}", pairs(offset, ":")?, if offset.len() == 2 { ":00" } else { "" }),
    };
    let (year, day) = date.split_at_checked(4)?;
    let fraction = fraction(moment.as_str());
    let text = format!("{year}-{}T{}{fraction}{zone}", pairs(day, "-")?, pairs(clock, ":")?);
    (is_date_time(&text) && Moment::new(&text).time() == moment.time()).then_some(text)
}

/// The parts of a second that a time says, with their point.
fn fraction(text: &str) -> String {
    let rest = text.split_once(['.', ',']).map_or("", |(_, rest)| rest);
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    if digits.is_empty() { String::new() } else { format!(".{digits}") }
}

fn is_date_time(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let Some(rest) = shape.strip_prefix("0000-00-00T00:00:00") else { return false };
    let rest = match rest.strip_prefix('.') {
        Some(fraction) if fraction.starts_with('0') => fraction.trim_start_matches('0'),
        Some(_) => return false,
        None => rest,
    };
    matches!(rest, "Z" | "+00:00" | "-00:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_spelled_as_schemas_ask_with_its_own_offset() {
        for (text, expected) in [
            ("2026-11-24T09:00:00+04:00", Some("2026-11-24T09:00:00+04:00")),
            ("20261124T090000+0400", Some("2026-11-24T09:00:00+04:00")),
            ("2026-11-24 09:00-03", Some("2026-11-24T09:00:00-03:00")),
            ("20261124T090000,25-0330", Some("2026-11-24T09:00:00.25-03:30")),
            ("2026-11-24t09:00:00z", Some("2026-11-24T09:00:00Z")),
            ("2026-11-24T09:00:00\u{2212}05:00", Some("2026-11-24T09:00:00-05:00")),
            ("2026-11-24T09:00:00", None),
            ("2026-11-24", None),
            ("LEVÉ", None),
        ] {
            assert_eq!(date_time(&Moment::new(text)).as_deref(), expected, "{text}");
        }
    }
}

//! Which bytes of a file a browser asks for (RFC 9110, sections 13 and 14): one range, also one that counts from the end,
//! and only if the file is still the one it knows. Several ranges at once are answered with the whole, as the standard
//! permits: they have been used to make servers work hard.

use http::{HeaderMap, HeaderName, header};

/// What to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// All of it.
    Whole,
    /// So many bytes from a first one.
    Part {
        /// The first.
        first: u64,
        /// How many.
        count: u64,
    },
    /// Nothing lies there.
    Nowhere,
    /// The browser has it already.
    Known,
}

/// What a request wants of a file of `size` bytes whose strong tag is `tag`.
#[must_use]
pub fn wanted(headers: &HeaderMap, tag: &str, size: u64) -> Wanted {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    if let Some(known) = text(header::IF_NONE_MATCH) {
        let weak = |one: &str| one.trim().trim_start_matches("W/") == tag;
        if known == "*" || known.split(',').any(weak) {
            return Wanted::Known;
        }
    }
    // A range of what was another file before would be put together with that: then all of it.
    if text(header::IF_RANGE).is_some_and(|same| same != tag) {
        return Wanted::Whole;
    }
    text(header::RANGE).map_or(Wanted::Whole, |range| part(range, size))
}

/// What is no range of bytes counts as none.
fn part(range: &str, size: u64) -> Wanted {
    let Some((unit, bounds)) = range.split_once('=') else { return Wanted::Whole };
    let Some((first, last)) = bounds.trim().split_once('-') else { return Wanted::Whole };
    let number = |text: &str| Some(text).filter(|text| text.bytes().all(|b| b.is_ascii_digit())).map(clamped);
    let (Some(first), Some(last), true) = (number(first), number(last), unit.trim().eq_ignore_ascii_case("bytes"))
    else {
        return Wanted::Whole;
    };
    let (first, end) = match (first, last) {
        (None, None) => return Wanted::Whole,
        (None, Some(count)) => (size.saturating_sub(count), size),
        (Some(first), None) => (first, size),
        (Some(first), Some(last)) if first > last => return Wanted::Whole,
        (Some(first), Some(last)) => (first, last.saturating_add(1).min(size)),
    };
    if first < end { Wanted::Part { first, count: end - first } } else { Wanted::Nowhere }
}

/// Digits as a number, the largest there is if they are too many; nothing for no digits.
fn clamped(digits: &str) -> Option<u64> {
    (!digits.is_empty()).then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAG: &str = "\"abc\"";

    fn ask(lines: &[(HeaderName, &'static str)]) -> Wanted {
        let headers = lines.iter().map(|(name, text)| (name.clone(), http::HeaderValue::from_static(text))).collect();
        wanted(&headers, TAG, 1000)
    }

    #[test]
    fn one_range_is_answered_and_anything_odd_with_the_whole() {
        let part = |first, count| Wanted::Part { first, count };
        for (range, expected) in [
            ("bytes=0-0", part(0, 1)),
            ("bytes=0-", part(0, 1000)),
            ("bytes=999-", part(999, 1)),
            ("BYTES = 10-19", part(10, 10)),
            ("bytes=990-5000", part(990, 10)),
            ("bytes=10-99999999999999999999999", part(10, 990)),
            ("bytes=-10", part(990, 10)),
            ("bytes=-5000", part(0, 1000)),
            ("bytes=1000-", Wanted::Nowhere),
            ("bytes=99999999999999999999999-", Wanted::Nowhere),
            ("bytes=-0", Wanted::Nowhere),
            ("bytes=20-10", Wanted::Whole),
            ("bytes=0-1,5-6", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
            ("bytes=a-b", Wanted::Whole),
            ("bytes=+1-2", Wanted::Whole),
            ("lines=1-2", Wanted::Whole),
            ("bytes", Wanted::Whole),
        ] {
            assert_eq!(ask(&[(header::RANGE, range)]), expected, "{range}");
        }
        assert_eq!(super::part("bytes=0-", 0), Wanted::Nowhere);
    }

    #[test]
    fn a_range_of_another_file_is_not_given_and_a_known_file_not_sent_again() {
        let range = (header::RANGE, "bytes=5-");
        assert_eq!(ask(&[range.clone(), (header::IF_RANGE, TAG)]), Wanted::Part { first: 5, count: 995 });
        assert_eq!(ask(&[range.clone(), (header::IF_RANGE, "\"old\"")]), Wanted::Whole);
        assert_eq!(ask(&[range.clone(), (header::IF_RANGE, "W/\"abc\"")]), Wanted::Whole);
        assert_eq!(ask(&[range, (header::IF_NONE_MATCH, "\"x\", W/\"abc\"")]), Wanted::Known);
        assert_eq!(ask(&[(header::IF_NONE_MATCH, "\"x\"")]), Wanted::Whole);
    }
}

//! Status and times in JSON, whatever the type of the value that states them. What is not understood is never usable.

use crate::json::Json;
use crate::orders;
use interwire_core::item::{Embargo, Moment, PubStatus};
use interwire_core::time::Time;

/// The status that a word, a code of a vocabulary or its address stands for.
pub(crate) fn status(word: &str) -> PubStatus {
    match orders::status(code(word)) {
        PubStatus::Other(_) => PubStatus::parse(word),
        // The yes of a vocabulary that nobody knows is none.
        PubStatus::Usable if !is_of_iptc(word) => PubStatus::parse(word),
        known => known,
    }
}

/// Whether a word is no code, or one of the vocabulary of the IPTC.
fn is_of_iptc(word: &str) -> bool {
    let vocabulary = word.trim().strip_suffix(code(word)).unwrap_or_default().trim_end().to_lowercase();
    vocabulary.is_empty() || vocabulary == "stat:" || vocabulary.contains("//cv.iptc.org/newscodes/pubstatus")
}

/// The code of an address or of a name with a vocabulary before it.
pub(crate) fn code(word: &str) -> &str {
    let word = word.trim();
    if word.contains("://") { orders::bare(word) } else { word.rsplit(':').next().unwrap_or(word).trim() }
}

/// The status that a value states; `None` if it states nothing.
pub(crate) fn status_of(value: &Json) -> Option<PubStatus> {
    match value {
        Json::Null => None,
        Json::Text(word) => Some(status(word)),
        Json::List(list) if let [one] = list.as_slice() => status_of(one),
        other => Some(PubStatus::parse(&other.to_json())),
    }
}

/// A number as a time: seconds or milliseconds since 1970.
pub(crate) fn since_1970(value: &Json) -> Option<Moment> {
    // From 1985 on: a day and an hour written as one number are neither.
    const SECONDS_MIN: u64 = 500_000_000;
    const SECONDS_MAX: u64 = 99_999_999_999;
    const MS_MIN: u64 = SECONDS_MIN * 1000;
    let ms = match value.integer()? {
        ms @ MS_MIN.. => ms,
        seconds @ SECONDS_MIN..=SECONDS_MAX => seconds.checked_mul(1000)?,
        _ => return None,
    };
    let time = i64::try_from(ms).ok().map(Time::from_ms)?;
    Some(Moment::new(&time.to_string()))
}

/// The embargo that a value states; `None` if it states none.
pub(crate) fn embargo(value: &Json) -> Option<Embargo> {
    match value {
        Json::Null | Json::Bool(false) => None,
        // Sealed, but until when is not said.
        Json::Bool(true) => Some(Embargo::Indefinite),
        Json::Text(text) => Some(Embargo::new(text)),
        Json::Number(_) if value.integer() == Some(0) => None,
        Json::List(list) if let [one] = list.as_slice() => embargo(one),
        other => Some(match since_1970(other) {
            Some(at) => Embargo::new(at.as_str()),
            None => Embargo::new(&other.to_json()),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;
    use interwire_core::item::Limits;

    fn json(text: &str) -> Json {
        parse(text, &Limits::default()).unwrap().0
    }

    #[test]
    fn a_status_is_read_from_every_form_and_what_is_none_is_not_usable() {
        for (text, expected) in [
            ("\"usable\"", Some(PubStatus::Usable)),
            ("\"stat:canceled\"", Some(PubStatus::Canceled)),
            ("\"http://cv.iptc.org/newscodes/pubstatusg2/usable\"", Some(PubStatus::Usable)),
            ("\"https://cv.iptc.org/newscodes/pubstatusg2/withheld\"", Some(PubStatus::Withheld)),
            ("[\"canceled\"]", Some(PubStatus::Canceled)),
            ("null", None),
        ] {
            assert_eq!(status_of(&json(text)), expected, "{text}");
        }
        for text in [
            "false",
            "1",
            "[]",
            "[\"usable\",\"canceled\"]",
            "{\"code\":1}",
            "\"replaced\"",
            "\"not/usable\"",
            "\"mystat:usable\"",
        ] {
            assert!(matches!(status_of(&json(text)), Some(PubStatus::Other(_))), "{text}");
        }
    }

    #[test]
    fn an_embargo_is_read_from_every_form_and_what_is_no_time_never_ends_by_itself() {
        let end = Some(Embargo::new("2026-11-12T23:00:00Z"));
        let time = |found: Option<Embargo>| match found {
            Some(Embargo::Until(at)) => at.time(),
            _ => None,
        };
        for text in ["1794524400", "1794524400000", "[1794524400]", "\"2026-11-12T23:00:00Z\""] {
            assert!(time(embargo(&json(text))).is_some(), "{text}");
            assert_eq!(time(embargo(&json(text))), time(end.clone()), "{text}");
        }
        for text in ["false", "null", "0", "[false]"] {
            assert_eq!(embargo(&json(text)), None, "{text}");
        }
        assert_eq!(embargo(&json("true")), Some(Embargo::Indefinite));
        for text in ["12", "202611130001", "20261113", "-1", "1.5", "[]", "[1,2]", "{\"until\":\"x\"}"] {
            assert!(embargo(&json(text)).is_some() && time(embargo(&json(text))).is_none(), "{text}");
        }
    }
}

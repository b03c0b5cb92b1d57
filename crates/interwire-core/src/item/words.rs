//! The closed words of an item, open at one end: type, status and version.

use std::fmt;

/// Numbers up to this one have one spelling in JSON (RFC 8785 section 3.2.2.3).
pub const SAFE_MAX: u64 = (1 << 53) - 1;

/// A word outside the closed list, kept as written. Only [`ItemType::parse`] and [`PubStatus::parse`] make one,
/// so that a known word cannot hide in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OtherWord(String);

impl OtherWord {
    /// The word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What sort of content an item is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemType {
    /// A text.
    Text,
    /// A still photograph.
    Picture,
    /// A drawing, map or chart.
    Graphic,
    /// Sound.
    Audio,
    /// Moving pictures.
    Video,
    /// Several of them.
    Composite,
    /// An event to come or past.
    Event,
    /// Coverage that is planned.
    Planning,
    /// Another word.
    Other(OtherWord),
}

impl ItemType {
    /// Reads a word without its scheme.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "text" => Self::Text,
            "picture" => Self::Picture,
            "graphic" => Self::Graphic,
            "audio" => Self::Audio,
            "video" => Self::Video,
            "composite" => Self::Composite,
            "event" => Self::Event,
            "planning" => Self::Planning,
            other => Self::Other(OtherWord(other.to_owned())),
        }
    }
    /// The word (ninjs 3.1 `type`).
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Text => "text",
            Self::Picture => "picture",
            Self::Graphic => "graphic",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Composite => "composite",
            Self::Event => "event",
            Self::Planning => "planning",
            Self::Other(word) => word.as_str(),
        }
    }
}

impl fmt::Display for ItemType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether an item may be used, as its source says (IPTC `pubstatusg2`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PubStatus {
    /// It may.
    Usable,
    /// Not until further notice.
    Withheld,
    /// Never, under no circumstances.
    Canceled,
    /// Another word: not usable until a person says so.
    Other(OtherWord),
}

impl PubStatus {
    /// Reads a word without its scheme; capitals do not matter for the three known ones.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "usable" => Self::Usable,
            "withheld" => Self::Withheld,
            "canceled" => Self::Canceled,
            _ => Self::Other(OtherWord(word.to_owned())),
        }
    }
    /// The word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Usable => "usable",
            Self::Withheld => "withheld",
            Self::Canceled => "canceled",
            Self::Other(word) => word.as_str(),
        }
    }
    /// Only the one known word for it is a yes.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        *self == Self::Usable
    }
}

impl fmt::Display for PubStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which version of its guid an item is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub enum Version {
    /// The source does not say; counts as 1 (NewsML-G2 `@version`).
    #[default]
    Absent,
    /// A number, at most [`SAFE_MAX`].
    Number(SafeNumber),
    /// Not a number, as written.
    Text(String),
}

/// A number with one spelling in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SafeNumber(u64);

impl SafeNumber {
    /// `None` above [`SAFE_MAX`].
    #[must_use]
    pub fn new(number: u64) -> Option<Self> {
        (number <= SAFE_MAX).then_some(Self(number))
    }
    /// The number.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }
}

impl Version {
    /// Reads a version as written. Only the plain decimal spelling of a number is one: `01` stays a text.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text.parse().ok().and_then(SafeNumber::new) {
            Some(number) if number.get().to_string() == text => Self::Number(number),
            _ => Self::Text(text.to_owned()),
        }
    }
    /// The version of that number; a number above [`SAFE_MAX`] becomes a text.
    #[must_use]
    pub fn of(number: u64) -> Self {
        SafeNumber::new(number).map_or_else(|| Self::Text(number.to_string()), Self::Number)
    }
    /// The number that orders versions: 1 where none is stated; of a text the digits it begins with, else 1.
    /// Two different contents with the same number are a conflict for a person, never a replacement.
    #[must_use]
    pub fn number(&self) -> u64 {
        match self {
            Self::Absent => 1,
            Self::Number(number) => number.get(),
            Self::Text(text) => {
                let digits: String = text.trim().chars().take_while(char::is_ascii_digit).collect();
                digits.parse().ok().filter(|number| *number <= SAFE_MAX).unwrap_or(1)
            }
        }
    }
    /// As the source states it.
    #[must_use]
    pub fn stated(&self) -> Option<String> {
        match self {
            Self::Absent => None,
            Self::Number(number) => Some(number.get().to_string()),
            Self::Text(text) => Some(text.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_status_is_kept_and_not_usable() {
        assert!(PubStatus::parse("Usable").is_usable());
        let status = PubStatus::parse("Gesperrt");
        assert_eq!((status.as_str(), status.is_usable()), ("Gesperrt", false));
    }

    #[test]
    fn a_version_that_is_no_number_is_kept_and_still_ordered() {
        for (text, number) in [("7", 7), ("0", 0), ("1.2", 1), ("07", 7), ("final", 1), ("99999999999999999999", 1)] {
            let version = Version::parse(text);
            assert_eq!((version.stated().as_deref(), version.number()), (Some(text), number));
        }
        assert_eq!(Version::Absent.number(), 1);
    }
}

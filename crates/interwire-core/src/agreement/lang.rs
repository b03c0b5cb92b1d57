//! Language tags (BCP 47) with one spelling each, and text in several languages.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A language tag in its canonical case: `vi`, `az-Latn`, `en-GB`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(String);

/// The same text in several languages.
pub type Wording = BTreeMap<Lang, String>;

/// Why a text is no language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a language tag (like vi, az-Latn, en-GB): {0:?}")]
pub struct BadLang(pub String);

impl Lang {
    /// English: the language of the built-in sentences.
    #[must_use]
    pub fn english() -> Self {
        Self("en".to_owned())
    }
    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The language without script and region: `az` of `az-Latn`.
    #[must_use]
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }
    /// Whether a term that names this tag means `other` too: `en` covers `en-GB`, not the reverse.
    /// spec: RFC 4647 §3.3.1 basic filtering
    #[must_use]
    pub fn covers(&self, other: &str) -> bool {
        let (mine, theirs) = (self.0.as_bytes(), other.as_bytes());
        theirs.len() >= mine.len()
            && theirs[..mine.len()].eq_ignore_ascii_case(mine)
            && (theirs.len() == mine.len() || theirs[mine.len()] == b'-')
    }
}

impl FromStr for Lang {
    type Err = BadLang;
    fn from_str(text: &str) -> Result<Self, BadLang> {
        let mut tag = String::new();
        for (place, part) in text.split('-').enumerate() {
            let alpha = part.bytes().all(|b| b.is_ascii_alphabetic());
            let ok = match place {
                0 => (2..=3).contains(&part.len()) && alpha,
                _ => (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()),
            };
            if !ok || text.len() > 35 {
                return Err(BadLang(text.chars().take(40).collect()));
            }
            if place > 0 {
                tag.push('-');
            }
            tag.push_str(&spelled(place, part, alpha));
        }
        Ok(Self(tag))
    }
}

/// spec: RFC 5646 §2.1.1: language lower case, script with a capital, region upper case.
fn spelled(place: usize, part: &str, alpha: bool) -> String {
    match (place, part.len(), alpha) {
        (1.., 2, true) => part.to_ascii_uppercase(),
        (1.., 4, true) => part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase(),
        _ => part.to_ascii_lowercase(),
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lang({})", self.0)
    }
}

/// The text in `lang`, else in a language of the same primary tag, else in English, else in any.
#[must_use]
pub fn best<'a>(wording: &'a Wording, lang: &Lang) -> Option<&'a str> {
    let near = || wording.iter().find(|(l, _)| l.primary() == lang.primary()).map(|(_, t)| t);
    let any = || wording.values().next();
    wording.get(lang).or_else(near).or_else(|| wording.get(&Lang::english())).or_else(any).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_one_spelling_and_covers_its_narrower_ones() {
        let lang: Lang = "AZ-latn-az".parse().unwrap();
        assert_eq!(lang.as_str(), "az-Latn-AZ");
        let en: Lang = "en".parse().unwrap();
        assert!(en.covers("en") && en.covers("EN-gb") && !en.covers("eng") && !en.covers("e"));
        assert!(!lang.covers("az"));
        for wrong in ["", "e", "english", "en-", "-en", "vi_VN", "қаз"] {
            assert!(wrong.parse::<Lang>().is_err(), "{wrong}");
        }
    }
}

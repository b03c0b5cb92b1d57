//! A subject an exchange covers: a concept of a controlled vocabulary, with everything below it.

use crate::agreement::point::IsBelow;
use std::fmt;
use std::str::FromStr;

/// A concept as a qcode: `medtop:11000000` (IPTC Media Topics). Its hierarchy is told by the caller.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject(String);

impl Subject {
    /// The qcode.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Whether the article that names this subject takes an item with that concept (a qcode or a concept URI).
    #[must_use]
    pub fn covers(&self, concept: &str, is_below: IsBelow<'_>) -> bool {
        let concept = qcode(concept);
        concept == self.0 || is_below(&concept, &self.0)
    }
}

/// The qcode of a Media Topic given as its concept URI; anything else stays as it is.
/// spec: NewsML-G2 2.35 §"QCodes"; the URI is the scheme's URI followed by the code.
fn qcode(concept: &str) -> String {
    let path = concept.strip_prefix("http://").or_else(|| concept.strip_prefix("https://"));
    match path.and_then(|path| path.strip_prefix("cv.iptc.org/newscodes/mediatopic/")) {
        Some(code) => format!("medtop:{}", code.trim_end_matches('/')),
        None => concept.to_owned(),
    }
}

impl FromStr for Subject {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let ok = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_graphic() && b != b'"');
        match text.split_once(':') {
            Some(("medtop", code)) if code.len() != 8 || !code.bytes().all(|b| b.is_ascii_digit()) => {
                Err("a Media Topic has eight digits, like medtop:11000000".to_owned())
            }
            Some((scheme, code)) if ok(scheme) && ok(code) && !code.starts_with("//") && text.len() <= 200 => {
                Ok(Self(text.to_owned()))
            }
            _ => Err("must be a concept like medtop:11000000".to_owned()),
        }
    }
}
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

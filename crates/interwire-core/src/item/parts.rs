//! The smaller parts of an item: lines, bodies, notes, rights, times, hops.

use super::{Concept, Embargo, Extra, Moment};

/// A line of text with its role: a headline, a byline, a caption.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Which line of its sort (`hldrole:subhl`, `drol:caption` ...), as written.
    pub role: Option<String>,
    /// Its language (BCP 47), if stated on the line itself.
    pub lang: Option<String>,
    /// Its media type, if stated.
    pub content_type: Option<String>,
    /// The text.
    pub text: String,
    /// Everything else, verbatim.
    pub extra: Vec<Extra>,
}

impl Line {
    /// A line with nothing but its text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

/// How the text of a body is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Markup {
    /// Characters stand for themselves.
    #[default]
    Plain,
    /// HTML, possibly broken.
    Html,
    /// One well-formed XML element.
    Xml,
}

/// A text of the item. Bodies with the same `part` are the same text in other forms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    /// Which body (`main`, `text` ...), as written.
    pub role: Option<String>,
    /// Media type, as written.
    pub content_type: Option<String>,
    /// Language (BCP 47), if stated on the body itself.
    pub lang: Option<String>,
    /// How to read `text`.
    pub markup: Markup,
    /// Which part of the story: parts are read one after the other, from 0.
    pub part: u32,
    /// The text with its markup, every character of it; not sanitised.
    pub text: String,
    /// Everything else, verbatim.
    pub extra: Vec<Extra>,
}

/// A note to editors.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EdNote {
    /// What it is about (`correction`, `embargo` ...), as written.
    pub role: Option<String>,
    /// Language (BCP 47), if stated.
    pub lang: Option<String>,
    /// Stated to be for the newsroom only. A note without this is still not to be published unasked.
    pub non_public: bool,
    /// The note.
    pub text: String,
    /// Everything else, verbatim.
    pub extra: Vec<Extra>,
}

/// One statement of rights.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rights {
    /// Who holds the copyright.
    pub holder: Option<Concept>,
    /// Copyright notices.
    pub notices: Vec<Line>,
    /// Terms of use in words.
    pub terms: Vec<Line>,
    /// Addresses of rights expressions.
    pub linked: Vec<String>,
    /// Rights expressions for machines.
    pub encoded: Vec<EncodedRights>,
    /// Everything else, verbatim.
    pub extra: Vec<Extra>,
}

/// A rights expression carried inside the item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EncodedRights {
    /// The language of the expression, a URI (`http://www.w3.org/ns/odrl/2/` ...).
    pub lang_id: Option<String>,
    /// Media type of the expression, if stated.
    pub content_type: Option<String>,
    /// The expression.
    pub text: String,
    /// Its notation: XML elements are kept as such.
    pub markup: Markup,
}

/// The times of an item, each with the offset it was written with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Times {
    /// When this version was made.
    pub version_created: Option<Moment>,
    /// When the first version was made.
    pub first_created: Option<Moment>,
    /// When the content was made.
    pub content_created: Option<Moment>,
    /// When the content was last changed.
    pub content_modified: Option<Moment>,
    /// Not to be published before. Holds for all versions of the item.
    pub embargoed: Option<Embargo>,
    /// Not to be used after.
    pub expires: Option<Moment>,
}

/// A name of the item in another system.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AltId {
    /// Which system or use.
    pub role: Option<String>,
    /// The name there.
    pub value: String,
    /// Everything else, verbatim.
    pub extra: Vec<Extra>,
}

/// One of the hands the item went through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hop {
    /// Place in the chain, from 0.
    pub seq: Option<u32>,
    /// When.
    pub at: Option<Moment>,
    /// Who.
    pub party: Option<Concept>,
    /// What was done.
    pub actions: Vec<Concept>,
    /// Everything else, verbatim.
    pub extra: Vec<Extra>,
}

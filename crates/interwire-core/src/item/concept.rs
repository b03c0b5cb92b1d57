//! Concepts (subjects, places, people, genres, signals ...) and what a source says beyond the model.

/// Something named by a URI, a code or a word of a controlled vocabulary, or by words alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Concept {
    /// Its URI, as stated or as resolved from the code through a known catalog.
    pub uri: Option<String>,
    /// Its code `alias:code` exactly as written, also when no catalog is known for the alias.
    pub qcode: Option<String>,
    /// A word without a vocabulary.
    pub literal: Option<String>,
    /// Its names; the main one first.
    pub names: Vec<Name>,
    /// What kind of thing it is (`cpnat:person` ...).
    pub kind: Option<String>,
    /// Its part in the item: rel or role.
    pub rel: Option<String>,
    /// How relevant it is to the content, 0 to 100.
    pub relevance: Option<u8>,
    /// How sure the source is of it, 0 to 100.
    pub confidence: Option<u8>,
    /// Why it is there: chosen by a person, derived by a machine ...
    pub why: Option<String>,
    /// The place on earth (GeoJSON, verbatim).
    pub geo: Option<String>,
    /// Everything else, verbatim.
    pub extra: Vec<Extra>,
}

impl Concept {
    /// A concept known by its URI alone.
    #[must_use]
    pub fn of_uri(uri: &str) -> Self {
        Self { uri: Some(uri.to_owned()), ..Self::default() }
    }
    /// A concept known by a name alone.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        Self { names: vec![Name { lang: None, role: None, text: name.to_owned() }], ..Self::default() }
    }
    /// The best single word for it: code, URI, literal, or name.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        let name = self.names.first().map(|name| &name.text);
        self.qcode.as_ref().or(self.uri.as_ref()).or(self.literal.as_ref()).or(name).map(String::as_str)
    }
}

/// A name in a language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name {
    /// Language (BCP 47), if stated.
    pub lang: Option<String>,
    /// Which name it is (`nrol:full` ...).
    pub role: Option<String>,
    /// The name.
    pub text: String,
}

/// A property the model has no field for, verbatim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Extra {
    /// What it was called there.
    pub name: String,
    /// How `value` is to be read.
    pub form: Form,
    /// Its value.
    pub value: String,
}

/// The notation of an [`Extra`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Form {
    /// Plain text, as of an attribute.
    #[default]
    Text,
    /// A JSON value.
    Json,
    /// An XML element, its name included.
    Xml,
}

impl Extra {
    /// Plain text.
    #[must_use]
    pub fn text(name: &str, value: &str) -> Self {
        Self { name: name.to_owned(), form: Form::Text, value: value.to_owned() }
    }
    /// JSON.
    #[must_use]
    pub fn json(name: &str, value: String) -> Self {
        Self { name: name.to_owned(), form: Form::Json, value }
    }
    /// XML.
    #[must_use]
    pub fn xml(name: &str, value: String) -> Self {
        Self { name: name.to_owned(), form: Form::Xml, value }
    }
    /// The value of the first property of that name in a list.
    #[must_use]
    pub fn find<'a>(list: &'a [Self], name: &str) -> Option<&'a str> {
        list.iter().find(|extra| extra.name == name).map(|extra| extra.value.as_str())
    }
}

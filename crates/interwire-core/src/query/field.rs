//! The fields a query can ask, by the names that people type.

/// A field of an item, as queries see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Field {
    /// Headlines, sluglines, descriptions, bylines, datelines, key words and the story: what words without a field ask.
    Text,
    /// Headlines.
    Headline,
    /// Who wrote it.
    Byline,
    /// What it is about, each concept with everything below it.
    Subject,
    /// Its languages, `en` with `en-GB`.
    Language,
    /// Its medium, and those of the files it carries.
    Media,
    /// All of its media are among these.
    MediaOnly,
    /// Places it is about or was made in.
    Place,
    /// People it is about.
    Person,
    /// Organisations it is about.
    Organisation,
    /// Interview, obituary ...
    Genre,
    /// Key words.
    Keyword,
    /// Editorial urgency, 1 to 9.
    Urgency,
    /// When this version was made.
    Date,
    /// When the first version was made.
    Created,
    /// The party whose item it is.
    Source,
    /// Who provides it, as the item says.
    Provider,
    /// The source's service that carries it.
    Service,
    /// Update, correction ...
    Signal,
    /// usable, withheld, canceled.
    Status,
    /// The number of the version.
    Version,
}

/// What the values of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words of a text.
    Words,
    /// Concepts, by code or by words of their names.
    Concept,
    /// Codes.
    Code,
    /// A number or a range.
    Number,
    /// A day, month, year, moment, or a range of them.
    Date,
    /// A set of media.
    Set,
}

/// Name, field, and the kind of its values, in the order of the language's description.
pub const FIELDS: &[(&str, Field, Kind)] = &[
    ("text", Field::Text, Kind::Words),
    ("headline", Field::Headline, Kind::Words),
    ("byline", Field::Byline, Kind::Words),
    ("subject", Field::Subject, Kind::Concept),
    ("language", Field::Language, Kind::Code),
    ("media", Field::Media, Kind::Code),
    ("media-only", Field::MediaOnly, Kind::Set),
    ("place", Field::Place, Kind::Concept),
    ("person", Field::Person, Kind::Concept),
    ("organisation", Field::Organisation, Kind::Concept),
    ("genre", Field::Genre, Kind::Concept),
    ("keyword", Field::Keyword, Kind::Words),
    ("urgency", Field::Urgency, Kind::Number),
    ("date", Field::Date, Kind::Date),
    ("created", Field::Created, Kind::Date),
    ("source", Field::Source, Kind::Code),
    ("provider", Field::Provider, Kind::Concept),
    ("service", Field::Service, Kind::Code),
    ("signal", Field::Signal, Kind::Concept),
    ("status", Field::Status, Kind::Code),
    ("version", Field::Version, Kind::Number),
];

impl Field {
    /// How many there are.
    pub const COUNT: usize = FIELDS.len();

    /// The field of that name, in either case.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        let name = match () {
            () if name.eq_ignore_ascii_case("organization") => "organisation",
            () if name.eq_ignore_ascii_case("lang") => "language",
            () => name,
        };
        FIELDS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name)).map(|(_, field, _)| *field)
    }
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        FIELDS.get(self as usize).map_or("", |(name, ..)| name)
    }
    /// What its values are.
    #[must_use]
    pub fn kind(self) -> Kind {
        FIELDS.get(self as usize).map_or(Kind::Words, |(.., kind)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands_in_the_order_of_the_fields() {
        for (place, (name, field, _)) in FIELDS.iter().enumerate() {
            assert_eq!((*field as usize, Field::find(name)), (place, Some(*field)));
        }
    }
}

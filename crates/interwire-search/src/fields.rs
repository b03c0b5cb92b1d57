//! The fields of the index, made from those of queries.

use crate::Analyser;
use interwire_core::query::text::Capital;
use interwire_core::query::{FIELDS, Field, Kind};
use tantivy::Index;
use tantivy::schema::{
    FAST, Field as Place, INDEXED, IndexRecordOption, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

/// The name by which the index knows the analyser.
const ANALYSER: &str = "interwire";

/// Where in the index each field of a query is.
#[derive(Debug, Clone)]
pub struct Fields {
    schema: Schema,
    places: Vec<Places>,
}

/// One field of queries in the index; those of its places that its values need.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Places {
    pub words: Option<Place>,
    /// Words without diacritics.
    pub bare: Option<Place>,
    pub codes: Option<Place>,
    pub numbers: Option<Place>,
}

impl Default for Fields {
    fn default() -> Self {
        Self::new()
    }
}

impl Fields {
    /// The fields and their schema.
    #[must_use]
    pub fn new() -> Self {
        Self::with(|_| ()).0
    }

    /// The fields and their schema, with what the owner of the index adds for its own use.
    pub fn with<T>(add: impl FnOnce(&mut SchemaBuilder) -> T) -> (Self, T) {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(ANALYSER)
            .set_fieldnorms(true)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = TextOptions::default().set_indexing_options(indexing);
        let mut schema = Schema::builder();
        let mut places = Vec::new();
        for (name, _, kind) in FIELDS {
            let mut own = Places::default();
            if matches!(kind, Kind::Words | Kind::Concept) {
                own.words = Some(schema.add_text_field(name, text.clone()));
                own.bare = Some(schema.add_text_field(&format!("{name}_bare"), text.clone()));
            }
            if matches!(kind, Kind::Code | Kind::Concept | Kind::Set) {
                own.codes = Some(schema.add_text_field(&format!("{name}_code"), STRING));
            }
            if matches!(kind, Kind::Number | Kind::Date) {
                own.numbers = Some(schema.add_i64_field(name, INDEXED | FAST));
            }
            places.push(own);
        }
        let added = add(&mut schema);
        (Self { schema: schema.build(), places }, added)
    }

    /// The schema for the index.
    #[must_use]
    pub fn schema(&self) -> Schema {
        self.schema.clone()
    }

    /// Makes the analyser known to an index; to be done whenever one is opened.
    pub fn register(&self, index: &Index) {
        index.tokenizers().register(ANALYSER, Analyser(Capital::Dotted));
    }

    pub(crate) fn of(&self, field: Field) -> Places {
        self.places.get(field as usize).copied().unwrap_or_default()
    }
}

/// The term of a set of media: one bit for each medium that `media-only` may name, and one for all others.
pub(crate) fn media_term(mask: u16) -> String {
    format!("{mask:x}")
}

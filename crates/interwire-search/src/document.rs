//! An item becomes a document of the index.

use crate::Fields;
use crate::fields::media_term;
use interwire_core::query::news::{Part, Sink};
use interwire_core::query::text::{Capital, Room, bare, words};
use interwire_core::query::{FIELDS, Field, MEDIA, News};
use tantivy::TantivyDocument;
use tantivy::tokenizer::{PreTokenizedString, Token};

impl Fields {
    /// The document of an item. Its identity and what is shown of it are for the caller to add.
    #[must_use]
    pub fn document(&self, news: &News<'_>) -> TantivyDocument {
        let mut filling = Filling::new(self);
        news.tell(&mut filling);
        filling.finish()
    }
}

/// A document while an item is told.
struct Filling<'f> {
    fields: &'f Fields,
    document: TantivyDocument,
    /// Words and bare words of each field.
    tokens: Vec<[Vec<Token>; 2]>,
    position: usize,
    media: u16,
}

impl<'f> Filling<'f> {
    fn new(fields: &'f Fields) -> Self {
        let tokens = FIELDS.iter().map(|_| [Vec::new(), Vec::new()]).collect();
        Self { fields, document: TantivyDocument::default(), tokens, position: 0, media: 0 }
    }

    fn finish(mut self) -> TantivyDocument {
        for ((_, field, _), [exact, plain]) in FIELDS.iter().zip(self.tokens) {
            let places = self.fields.of(*field);
            for (place, tokens) in [(places.words, exact), (places.bare, plain)] {
                if let Some(place) = place.filter(|_| !tokens.is_empty()) {
                    self.document.add_pre_tokenized_text(place, PreTokenizedString { text: String::new(), tokens });
                }
            }
        }
        if let Some(place) = self.fields.of(Field::MediaOnly).codes {
            self.document.add_text(place, media_term(self.media));
        }
        self.document
    }
}

impl Sink for Filling<'_> {
    fn text(&mut self, fields: &[Field], _: Part, text: &str, capital: Capital) {
        // A phrase does not go from one text into the next.
        self.position += 2;
        let (tokens, position) = (&mut self.tokens, &mut self.position);
        words(text, capital, &mut Room::default(), |word| {
            *position += 1;
            let token = |text: &str| Token {
                offset_from: word.start,
                offset_to: word.end,
                position: *position,
                text: text.to_owned(),
                position_length: 1,
            };
            let mut plain = String::new();
            bare(word.word, &mut plain);
            for field in fields {
                let Some([exact, without]) = tokens.get_mut(*field as usize) else { continue };
                exact.extend(std::iter::once(word.word).chain(word.other).map(token));
                if !plain.is_empty() {
                    without.push(token(&plain));
                }
            }
        });
    }

    fn code(&mut self, field: Field, code: &str) {
        if field == Field::Media {
            self.media |= 1 << MEDIA.iter().position(|known| *known == code).unwrap_or(MEDIA.len());
        }
        if let Some(place) = self.fields.of(field).codes {
            self.document.add_text(place, code);
        }
    }

    fn number(&mut self, field: Field, number: i64) {
        if let Some(place) = self.fields.of(field).numbers {
            self.document.add_i64(place, number);
        }
    }
}

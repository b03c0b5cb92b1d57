//! The analyser of the core as a tokenizer of Tantivy.

use interwire_core::query::text::{Capital, Room, words};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Cuts and folds words as queries do. Where `I` may mean two letters, both words stand at one position.
#[derive(Debug, Clone, Copy, Default)]
pub struct Analyser(pub Capital);

/// The words of one text.
#[derive(Debug)]
pub struct Words {
    tokens: Vec<Token>,
    /// Counted from one; zero is before the first.
    at: usize,
    none: Token,
}

impl Tokenizer for Analyser {
    type TokenStream<'a> = Words;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words {
        let mut tokens = Vec::new();
        let mut position = 0;
        words(text, self.0, &mut Room::default(), |token| {
            for word in std::iter::once(token.word).chain(token.other) {
                tokens.push(Token {
                    offset_from: token.start,
                    offset_to: token.end,
                    position,
                    text: word.to_owned(),
                    position_length: 1,
                });
            }
            position += 1;
        });
        Words { tokens, at: 0, none: Token::default() }
    }
}

impl TokenStream for Words {
    fn advance(&mut self) -> bool {
        self.at += 1;
        self.at <= self.tokens.len()
    }
    fn token(&self) -> &Token {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).unwrap_or(&self.none)
    }
    fn token_mut(&mut self) -> &mut Token {
        self.at.checked_sub(1).and_then(|at| self.tokens.get_mut(at)).unwrap_or(&mut self.none)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tokenizer_gives_the_words_of_the_analyser() {
        let mut analyser = Analyser(Capital::of_language("az"));
        let mut stream = analyser.token_stream("Vũ Việt Trang, Iraq");
        let mut told = Vec::new();
        while stream.advance() {
            let token = stream.token();
            told.push((token.position, token.text.clone(), token.offset_from));
        }
        let wanted = [(0, "vũ", 0), (1, "việt", 4), (2, "trang", 11), (3, "iraq", 18), (3, "ıraq", 18)];
        assert_eq!(told, wanted.map(|(position, word, from)| (position, word.to_owned(), from)));
    }
}

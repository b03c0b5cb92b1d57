//! Seeded news and queries: documents of about 280 words with subjects, places, language, medium, provider, genre and
//! urgency; agreement scopes (fields only) and text alerts (words, mostly with a language). A query is a list of
//! clauses, each any of some terms, and of terms that must not be there.

mod news;
mod queries;
mod words;

pub use news::{Sample, above, news};
pub use queries::{Kind, Spec, constant, specs};
pub use words::{LANGUAGES, spelled};

use std::fmt::Write;

/// A field and one of its values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// A Media Topic by its eight digits.
    Subject(String),
    /// A language.
    Language(&'static str),
    /// A medium.
    Media(&'static str),
    /// A region or country.
    Place(String),
    /// A provider.
    Provider(String),
    /// A genre.
    Genre(String),
    /// Urgency.
    Urgency(u8),
    /// A word of the text.
    Word(String),
    /// Words side by side.
    Phrase(String),
    /// The beginning of a word.
    Prefix(String),
}

impl Term {
    /// The term in the language of queries.
    #[must_use]
    pub fn query(&self) -> String {
        match self {
            Self::Subject(code) => format!("subject:medtop:{code}"),
            Self::Language(tag) => format!("language:{tag}"),
            Self::Media(word) => format!("media:{word}"),
            Self::Place(code) => format!("place:geo:{code}"),
            Self::Provider(code) => format!("provider:prov:{code}"),
            Self::Genre(code) => format!("genre:genre:{code}"),
            Self::Urgency(urgency) => format!("urgency:{urgency}"),
            Self::Word(word) => word.clone(),
            Self::Phrase(words) => format!("\"{words}\""),
            Self::Prefix(start) => format!("{start}*"),
        }
    }

    /// A key for peers.
    #[must_use]
    pub fn key(&self) -> String {
        self.query()
    }
}

/// Random numbers with a seed.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }
    /// Any number.
    pub fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }
    /// From 0 to below 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits")]
    pub fn unit(&mut self) -> f64 {
        (self.throw() >> 11) as f64 / (1_u64 << 53) as f64
    }
    /// Below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.throw() % end.max(1) as u64).unwrap_or(0)
    }
    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }
    /// Whether something of that chance happens.
    pub fn chance(&mut self, chance: f64) -> bool {
        self.unit() < chance
    }
    /// A place by weights.
    pub fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.below(weights.iter().sum::<u32>() as usize);
        for (place, weight) in weights.iter().enumerate() {
            match left.checked_sub(*weight as usize) {
                Some(rest) => left = rest,
                None => return place,
            }
        }
        0
    }
    /// A place below `count`, the first ones far more often: its logarithm is even.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index"
    )]
    pub fn skewed(&mut self, count: usize) -> usize {
        (((count as f64).powf(self.unit()) - 1.0) as usize).min(count - 1)
    }
}

/// A leaf of a tree of 17, 9 and 7 subjects; the order is shuffled, so that the frequent ones lie apart.
fn subject(dice: &mut Dice) -> String {
    let rank = dice.skewed(17 * 9 * 7);
    // 353 has no factor in common with the number of leaves.
    let leaf = rank * 353 % (17 * 9 * 7);
    let mut code = String::with_capacity(8);
    let _ = write!(code, "{:02}{:02}{:02}00", leaf / 63 + 1, leaf / 7 % 9 + 1, leaf % 7 + 1);
    code
}

/// The subject at a level of its leaf: 2, 4 or 6 digits count.
fn broader(leaf: &str, digits: usize) -> String {
    format!("{:0<8}", leaf.get(..digits).unwrap_or(leaf))
}

fn country(dice: &mut Dice) -> String {
    let country = dice.skewed(200) * 77 % 200;
    format!("r{}c{country}", country % 8)
}

fn provider(dice: &mut Dice) -> String {
    format!("p{}", dice.skewed(60))
}

fn genre(dice: &mut Dice) -> String {
    format!("g{}", dice.skewed(40))
}

//! News: the same documents for every peer.

use super::words::{LANGUAGE_WEIGHTS, LANGUAGES, rank, spelled};
use super::{Dice, Term, broader, country, genre, provider, subject};
use interwire_core::item::{Body, Concept, Item, ItemType};
use interwire_core::query::News;
use std::collections::BTreeSet;

const MEDIA: [&str; 6] = ["text", "picture", "video", "audio", "graphic", "composite"];
const MEDIA_WEIGHTS: [u32; 6] = [60, 22, 9, 3, 3, 3];

/// A document: the item, and its terms for those who know no items.
#[derive(Debug)]
pub struct Sample {
    /// The item.
    pub item: Item,
    /// Its terms, words aside.
    pub terms: BTreeSet<Term>,
}

impl Sample {
    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.item.bodies.first().map_or("", |body| &body.text)
    }
    /// The item as queries see it.
    #[must_use]
    pub fn news(&self) -> News<'_> {
        News { above: &above, ..News::of(&self.item) }
    }
}

/// The tree of subjects.
pub fn above(code: &str, each: &mut dyn FnMut(&str)) {
    let Some(digits) = code.strip_prefix("medtop:") else { return };
    let mut buffer = *b"medtop:00000000";
    for length in [2, 4] {
        if let (Some(to), Some(from)) = (buffer.get_mut(7..7 + length), digits.as_bytes().get(..length)) {
            to.copy_from_slice(from);
        }
        each(std::str::from_utf8(&buffer).unwrap_or_default());
    }
}

/// So many documents; in the scripts of their languages, or all in one.
#[must_use]
pub fn news(count: usize, seed: u64, scripts: bool) -> Vec<Sample> {
    let mut dice = Dice::new(seed);
    (0..count).map(|_| document(&mut dice, scripts)).collect()
}

fn document(dice: &mut Dice, scripts: bool) -> Sample {
    let mut terms = BTreeSet::new();
    let leaves: BTreeSet<String> = (0..dice.between(2, 5)).map(|_| subject(dice)).collect();
    for leaf in &leaves {
        terms.extend([2, 4, 6].map(|digits| Term::Subject(broader(leaf, digits))));
    }
    let countries: BTreeSet<String> = (0..dice.between(1, 3)).map(|_| country(dice)).collect();
    let regions: BTreeSet<String> = countries.iter().filter_map(|c| c.split('c').next()).map(str::to_owned).collect();
    terms.extend(countries.iter().chain(&regions).cloned().map(Term::Place));
    let language = LANGUAGES[dice.weighted(&LANGUAGE_WEIGHTS)];
    let medium = MEDIA[dice.weighted(&MEDIA_WEIGHTS)];
    let (provider, genre) = (provider(dice), genre(dice));
    let urgency = u8::try_from(1 + dice.weighted(&[1, 2, 6, 20, 30, 20, 12, 9])).unwrap_or(1);
    terms.extend([Term::Language(language), Term::Media(medium), Term::Urgency(urgency)]);
    terms.extend([Term::Provider(provider.clone()), Term::Genre(genre.clone())]);
    let concept = |code: String| Concept { qcode: Some(code), ..Concept::default() };
    let text = text(dice, if scripts { language } else { "en" });
    let item = Item {
        kind: Some(ItemType::parse(medium)),
        languages: vec![language.to_owned()],
        subjects: leaves.iter().map(|leaf| concept(format!("medtop:{leaf}"))).collect(),
        places: countries.iter().chain(&regions).map(|place| concept(format!("geo:{place}"))).collect(),
        genres: vec![concept(format!("genre:{genre}"))],
        provider: Some(concept(format!("prov:{provider}"))),
        urgency: Some(urgency),
        bodies: vec![Body { text, ..Body::default() }],
        ..Item::default()
    };
    Sample { item, terms }
}

/// About 280 words, their number lognormal.
fn text(dice: &mut Dice, language: &str) -> String {
    let even = (0..12).map(|_| dice.unit()).sum::<f64>() - 6.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    let count = ((5.5 + 0.5 * even).exp() as usize).clamp(40, 1500);
    let mut text = String::new();
    for place in 0..count {
        let word = spelled(rank(dice), language);
        if place % 12 == 0 && place > 0 {
            text.push_str(if place % 60 == 0 { ".\n" } else { ". " });
        } else if place > 0 && !matches!(language, "zh" | "ja") {
            text.push_str(if place % 7 == 0 { ", " } else { " " });
        }
        if place % 12 == 0 {
            let mut chars = word.chars();
            text.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            text.push_str(chars.as_str());
        } else {
            text.push_str(&word);
        }
    }
    text
}

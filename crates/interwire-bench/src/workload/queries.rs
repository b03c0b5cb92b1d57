//! Standing queries: scopes as agreements have them, and alerts as people set them.

use super::words::{LANGUAGE_WEIGHTS, LANGUAGES, rank, spelled};
use super::{Dice, Sample, Term, broader, country, genre, provider, subject};
use interwire_core::query::Query;
use std::collections::{BTreeSet, HashSet};

const MEDIA: [&str; 6] = ["text", "picture", "video", "audio", "graphic", "composite"];
const MEDIA_WEIGHTS: [u32; 6] = [60, 22, 9, 3, 3, 3];

/// Which queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Agreement scopes: fields only.
    Scopes,
    /// Text alerts.
    Alerts,
    /// Text alerts in the scripts of their languages, with phrases and beginnings of words.
    Phrases,
}

impl Kind {
    /// What the table says.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Scopes => "scopes",
            Self::Alerts => "alerts",
            Self::Phrases => "alerts with phrases, our scripts",
        }
    }
}

/// A query: one term of each clause, and none of some.
#[derive(Debug, Clone)]
pub struct Spec {
    /// Any term of each.
    pub must: Vec<Vec<Term>>,
    /// None of these.
    pub not: Vec<Term>,
}

impl Spec {
    /// In the language of queries.
    ///
    /// # Panics
    /// If the workload writes what is no query.
    #[must_use]
    pub fn query(&self) -> Query {
        let any = |clause: &Vec<Term>| {
            let parts: Vec<String> = clause.iter().map(Term::query).collect();
            format!("({})", parts.join(" OR "))
        };
        let not = self.not.iter().map(|term| format!("NOT {}", term.query()));
        let text: Vec<String> = self.must.iter().map(any).chain(not).collect();
        let text = text.join(" AND ");
        text.parse().unwrap_or_else(|problem| unreachable!("{problem}: {text}"))
    }

    fn takes(&self, terms: &HashSet<Term>) -> bool {
        self.must.iter().all(|clause| clause.iter().any(|term| terms.contains(term)))
            && !self.not.iter().any(|term| terms.contains(term))
    }
}

/// So many queries of a kind.
#[must_use]
pub fn specs(kind: Kind, count: usize) -> Vec<Spec> {
    let mut dice = Dice::new(1000 + count as u64 + kind as u64 * 77);
    (0..count).map(|_| spec(kind, &mut dice)).collect()
}

/// So many queries that together match `matches` of the calibration's documents on average, however many they are.
#[must_use]
pub fn constant(kind: Kind, count: usize, matches: f64, calibration: &[Sample]) -> Vec<Spec> {
    let words = |sample: &Sample| -> HashSet<Term> {
        let words = sample.text().split(|c: char| !c.is_alphanumeric()).map(|word| Term::Word(word.to_lowercase()));
        sample.terms.iter().cloned().chain(words).collect()
    };
    let documents: Vec<HashSet<Term>> = calibration.iter().map(words).collect();
    let mut dice = Dice::new(9000 + count as u64 + kind as u64);
    let (mut all, mut sum) = (Vec::with_capacity(count), 0.0);
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    while all.len() < count {
        let spec = spec(kind, &mut dice);
        let share = documents.iter().filter(|terms| spec.takes(terms)).count() as f64 / documents.len() as f64;
        if sum + share <= matches * (all.len() + 1) as f64 / count as f64 {
            sum += share;
            all.push(spec);
        }
    }
    all
}

fn spec(kind: Kind, dice: &mut Dice) -> Spec {
    match kind {
        Kind::Scopes => scope(dice),
        Kind::Alerts => alert(dice, false),
        Kind::Phrases => alert(dice, true),
    }
}

fn once<T: Ord>(terms: impl Iterator<Item = T>) -> Vec<T> {
    terms.collect::<BTreeSet<T>>().into_iter().collect()
}

fn subjects(dice: &mut Dice) -> Vec<Term> {
    let count = dice.between(1, 4);
    once((0..count).map(|_| {
        let digits = [2, 4, 6][dice.weighted(&[15, 45, 40])];
        Term::Subject(broader(&subject(dice), digits))
    }))
}

fn languages(dice: &mut Dice) -> Vec<Term> {
    let count = dice.between(1, 3);
    once((0..count).map(|_| Term::Language(LANGUAGES[dice.weighted(&LANGUAGE_WEIGHTS)])))
}

fn scope(dice: &mut Dice) -> Spec {
    let mut must = vec![subjects(dice), languages(dice)];
    if dice.chance(0.7) {
        let count = dice.between(1, 3);
        must.push(once((0..count).map(|_| Term::Media(MEDIA[dice.weighted(&MEDIA_WEIGHTS)]))));
    }
    if dice.chance(0.5) {
        must.push(if dice.chance(0.8) {
            let count = dice.between(1, 5);
            once((0..count).map(|_| Term::Place(country(dice))))
        } else {
            vec![Term::Place(format!("r{}", dice.below(8)))]
        });
    }
    if dice.chance(0.4) {
        let most = u8::try_from(dice.between(3, 7)).unwrap_or(3);
        must.push((1..=most).map(Term::Urgency).collect());
    }
    if dice.chance(0.2) {
        let count = dice.between(1, 4);
        must.push(once((0..count).map(|_| Term::Genre(genre(dice)))));
    }
    let count = if dice.chance(0.3) { dice.between(1, 2) } else { 0 };
    Spec { must, not: once((0..count).map(|_| Term::Provider(provider(dice)))) }
}

/// The rank of a word that an alert names: not one of the most frequent.
fn rare(dice: &mut Dice) -> usize {
    loop {
        let rank = rank(dice);
        if rank >= 200 {
            return rank;
        }
    }
}

fn alert(dice: &mut Dice, phrases: bool) -> Spec {
    let language = if phrases { LANGUAGES[dice.weighted(&LANGUAGE_WEIGHTS)] } else { "en" };
    let word = |dice: &mut Dice| spelled(rare(dice), language);
    let mut must = Vec::new();
    for _ in 0..dice.between(2, 4) {
        let term = match dice.below(10) {
            0..=2 if phrases => {
                Term::Phrase(format!("{} {}", spelled(rank(dice), language), spelled(rank(dice), language)))
            }
            3 if phrases => {
                let word = word(dice);
                Term::Prefix(word.chars().take(4).collect())
            }
            _ if matches!(language, "zh" | "ja") => Term::Phrase(word(dice)),
            _ => Term::Word(word(dice)),
        };
        must.push(vec![term]);
    }
    if dice.chance(0.6) {
        let count = dice.between(2, 6);
        must.push(once((0..count).map(|_| Term::Word(word(dice)))));
    }
    let count = dice.below(3);
    let not = (0..count).map(|_| Term::Word(word(dice))).collect();
    if dice.chance(0.7) {
        must.push(if phrases { vec![Term::Language(language)] } else { languages(dice) });
    }
    if dice.chance(0.3) {
        must.push(subjects(dice));
    }
    Spec { must, not }
}

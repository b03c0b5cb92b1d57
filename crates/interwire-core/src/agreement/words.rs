//! The sentences in which a person reads the terms of an article. English templates stand beside each kind; every other
//! language is one file of `key = template` lines in `words/` and one line in the table below.

use super::articles::{KINDS, Terms};
use super::span::Span;
use super::{Agreement, Article, Lang, Wording};
use crate::ids::PartyId;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The name of a concept in a language, if the caller has one.
pub type Label<'a> = &'a dyn Fn(&str, &Lang) -> Option<String>;

/// A language of the sentences.
pub struct Tongue {
    /// Its tag.
    pub lang: Lang,
    /// No native speaker of the trade has read it yet; the signing page says so.
    pub awaits_review: bool,
    words: BTreeMap<&'static str, &'static str>,
}

const FILES: &[(&str, &str)] = &[
    ("en", include_str!("words/en.txt")),
    ("az", include_str!("words/az.txt")),
    ("fr", include_str!("words/fr.txt")),
    ("kk", include_str!("words/kk.txt")),
    ("ru", include_str!("words/ru.txt")),
    ("vi", include_str!("words/vi.txt")),
];

/// All languages of the sentences.
pub fn tongues() -> &'static [Tongue] {
    static TONGUES: OnceLock<Vec<Tongue>> = OnceLock::new();
    TONGUES.get_or_init(|| FILES.iter().filter_map(|(tag, text)| read(tag, text)).collect())
}

fn read(tag: &str, text: &'static str) -> Option<Tongue> {
    let lines = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "));
    let mut words: BTreeMap<_, _> = lines.collect();
    let awaits_review = words.remove("reviewed") != Some("yes");
    if tag == "en" {
        words.extend(KINDS.iter().flat_map(|kind| kind.sentences).copied());
    }
    Some(Tongue { lang: tag.parse().ok()?, awaits_review, words })
}

/// The language of the sentences that serves a reader of `lang`, if there is one.
#[must_use]
pub fn tongue(lang: &Lang) -> Option<&'static Tongue> {
    tongues().iter().find(|tongue| tongue.lang.primary() == lang.primary())
}

/// A word of the sentences in that language, if it has it.
#[must_use]
pub fn word(lang: &Lang, key: &str) -> Option<&'static str> {
    tongue(lang).and_then(|tongue| tongue.words.get(key).copied())
}

/// The sentence of an article in each of the languages that have templates; in English if none has.
#[must_use]
pub fn sentences(article: &Article, agreement: &Agreement, languages: &[Lang], label: Label<'_>) -> Wording {
    if matches!(article.terms, Terms::Unknown { .. }) {
        return article.sentence.clone();
    }
    let mut known: Vec<Lang> = languages.iter().filter(|lang| tongue(lang).is_some()).cloned().collect();
    if known.is_empty() {
        known.push(Lang::english());
    }
    known.into_iter().map(|lang| (lang.clone(), sentence(article, agreement, &lang, label))).collect()
}

/// The sentence of an article in one language; words that the language lacks are English.
#[must_use]
pub fn sentence(article: &Article, agreement: &Agreement, lang: &Lang, label: Label<'_>) -> String {
    let mut say = Say { agreement, lang, label, text: String::new() };
    article.terms.say(&mut say);
    say.text
}

/// Puts sentences together, for one article in one language.
pub struct Say<'a> {
    agreement: &'a Agreement,
    lang: &'a Lang,
    label: Label<'a>,
    text: String,
}

impl Say<'_> {
    /// Adds a sentence, its `{names}` filled in.
    pub fn add(&mut self, key: &str, values: &[(&str, String)]) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let filled = fill(&self.word(key), values);
        self.text.push_str(&filled);
    }

    /// A word in the language, else in English, else its key.
    #[must_use]
    pub fn word(&self, key: &str) -> String {
        let english = || tongues().iter().find(|tongue| tongue.lang == Lang::english());
        let find = |tongue: &Tongue| tongue.words.get(key).copied();
        tongue(self.lang).and_then(find).or_else(|| english().and_then(find)).unwrap_or(key).to_owned()
    }

    /// Names of languages, in the order given.
    #[must_use]
    pub fn languages<'t>(&self, tags: impl IntoIterator<Item = &'t str>) -> String {
        let name = |tag: &str| {
            let key = format!("language.{tag}");
            let word = self.word(&key);
            if word == key { tag.to_owned() } else { word }
        };
        tags.into_iter().map(name).collect::<Vec<_>>().join(", ")
    }

    /// The name of a party.
    #[must_use]
    pub fn party(&self, id: &PartyId) -> String {
        self.agreement.party_name(id, self.lang).to_owned()
    }

    /// A concept: its label and code.
    #[must_use]
    pub fn concept(&self, code: &str) -> String {
        (self.label)(code, self.lang).map_or_else(|| code.to_owned(), |label| format!("{label} ({code})"))
    }

    /// A length of time, in the right plural.
    #[must_use]
    pub fn span(&self, span: Span) -> String {
        let forms = self.word(&format!("span.{}", span.unit.name()));
        let forms: Vec<&str> = forms.split('|').collect();
        let form = forms.get(plural(forms.len(), span)).copied().unwrap_or("{n}");
        fill(form, &[("n", span.count.to_string())])
    }
}

/// Which of a word's forms goes with a count: three forms follow the Slavic rule, two the English one.
fn plural(forms: usize, span: Span) -> usize {
    let (ones, tens) = (span.count % 10, span.count / 10 % 10);
    match forms {
        3 if tens == 1 => 2,
        3 => match ones {
            1 => 0,
            2..=4 => 1,
            _ => 2,
        },
        2 => usize::from(span.count != 1),
        _ => 0,
    }
}

/// Replaces each `{name}` once, from left to right, so that a value with braces stays as it is.
fn fill(template: &str, values: &[(&str, String)]) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((head, tail)) = rest.split_once('{') {
        let Some((name, after)) = tail.split_once('}') else { break };
        text.push_str(head);
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => text.push_str(value),
            None => text.push_str(&rest[head.len()..rest.len() - after.len()]),
        }
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::super::span::Unit;
    use super::*;
    use std::collections::BTreeSet;

    fn names(template: &str) -> BTreeSet<&str> {
        template.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn every_language_says_every_sentence_with_the_same_values() {
        let english = &tongues()[0];
        assert!(!english.awaits_review);
        for tongue in tongues() {
            for (key, template) in &english.words {
                let said = tongue.words.get(key).unwrap_or_else(|| panic!("{} lacks {key}", tongue.lang));
                assert_eq!(names(said), names(template), "{} {key}", tongue.lang);
            }
            for key in tongue.words.keys() {
                assert!(english.words.contains_key(key), "{} has {key}, which nobody says", tongue.lang);
            }
        }
        assert_eq!(tongues().len(), FILES.len());
    }

    #[test]
    fn values_with_braces_are_not_filled_again() {
        let values = [("a", "{b}".to_owned()), ("b", "x".to_owned())];
        assert_eq!(fill("{a} {b} {c} {", &values), "{b} x {c} {");
    }

    #[test]
    fn russian_counts_in_three_forms() {
        let of = |count| plural(3, Span::new(count, Unit::Day));
        assert_eq!([1, 2, 5, 11, 12, 21, 24, 111].map(of), [0, 1, 2, 2, 2, 0, 1, 2]);
    }
}

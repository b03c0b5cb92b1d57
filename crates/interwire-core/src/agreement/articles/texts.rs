//! `texts`: in which languages the agreement is authentic, and which text prevails when they differ.

use super::Kind;
use crate::agreement::check::Report;
use crate::agreement::point::{Point, Ruling};
use crate::agreement::value::{Map, Reader, Value, texts};
use crate::agreement::words::Say;
use crate::agreement::{Agreement, Lang};

/// Terms of `texts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// Languages of the authentic texts, at least one.
    pub languages: Vec<Lang>,
    /// All of them have the same force. Default: true.
    pub equally_authentic: bool,
    /// The text that prevails when they differ.
    pub prevails: Option<Lang>,
}

impl Kind for Texts {
    const NAME: &'static str = "texts";
    const COUNT: (usize, usize) = (1, 1);
    const CLASSICAL: bool = true;
    const SENTENCES: &'static [(&'static str, &'static str)] = &[
        ("texts.one", "The authentic text of this agreement is in {languages}."),
        ("texts.equal", "The texts of this agreement in {languages} are equally authentic."),
        ("texts.several", "The texts of this agreement are in {languages}."),
        ("texts.prevails", "If they differ, the text in {language} prevails."),
    ];

    fn read(terms: &mut Reader) -> Option<Self> {
        Some(Self {
            languages: terms.list("languages", vec![Lang::english()]),
            equally_authentic: terms.flag("equally_authentic", true),
            prevails: terms.optional("prevails"),
        })
    }

    fn write(&self) -> Map {
        let mut map = Map::from([
            ("languages".to_owned(), texts(&self.languages)),
            ("equally_authentic".to_owned(), self.equally_authentic.into()),
        ]);
        if let Some(lang) = &self.prevails {
            map.insert("prevails".to_owned(), Value::from(lang.as_str()));
        }
        map
    }

    fn say(&self, say: &mut Say<'_>) {
        let key = match (self.languages.len(), self.equally_authentic) {
            (0 | 1, _) => "texts.one",
            (_, true) => "texts.equal",
            (_, false) => "texts.several",
        };
        let languages = say.languages(self.languages.iter().map(Lang::as_str));
        say.add(key, &[("languages", languages)]);
        if let Some(lang) = &self.prevails {
            let language = say.languages([lang.as_str()]);
            say.add("texts.prevails", &[("language", language)]);
        }
    }

    fn check(&self, agreement: &Agreement, report: &mut Report<'_>) {
        if self.languages.is_empty() {
            report.error("languages", "no-language", "name at least one language");
        }
        if self.prevails.as_ref().is_some_and(|lang| !self.languages.contains(lang)) {
            report.error("prevails", "prevails-elsewhere", "the prevailing text is not among the languages");
        }
        if !self.equally_authentic && self.prevails.is_none() && self.languages.len() > 1 {
            report.error("prevails", "none-prevails", "the texts are not equal, so one must prevail");
        }
        for lang in self.languages.iter().filter(|lang| !agreement.title.contains_key(lang)) {
            report.error("languages", "no-title", format!("the agreement has no title in {lang}"));
        }
        for article in agreement.articles.iter().filter(|article| !article.wording.is_empty()) {
            for lang in self.languages.iter().filter(|lang| !article.wording.contains_key(lang)) {
                let message = format!("the wording of article {} is missing in {lang}", article.id);
                report.error("languages", "wording-missing", message);
            }
        }
    }

    fn enforce(&self, _: &Agreement, _: &Point<'_>) -> Ruling {
        Ruling::Silent
    }
}

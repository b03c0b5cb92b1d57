//! The agreement as a running thing: parties, articles with typed terms, their check, their sentences, their life.
//! It does not know how agreements are spelled in signed bytes (`protocol::v1::agreement`) nor which item goes where
//! (`route`, which asks the articles).

pub mod agenda;
pub mod articles;
pub mod calendar;
pub mod check;
pub mod compare;
pub mod draft;
pub mod lang;
pub mod life;
pub mod point;
pub mod print;
#[cfg(test)]
pub(crate) mod samples;
pub mod span;
pub mod value;
pub mod words;

use crate::ids::{AgreementId, ArticleId, Hash, PartyId};
use crate::keys::PublicKey;
pub use articles::Terms;
pub use lang::{Lang, Wording};
use std::fmt;

/// One version of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// The same for all its versions.
    pub id: AgreementId,
    /// Its title per language.
    pub title: Wording,
    /// The version it amends or answers; none for the first offer.
    pub predecessor: Option<Hash>,
    /// 2 to 16 parties, in the order in which the text names them.
    pub parties: Vec<Party>,
    /// The promises, in the order in which the text numbers them.
    pub articles: Vec<Article>,
}

/// A party as the agreement names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Its id.
    pub id: PartyId,
    /// Its name per language.
    pub name: Wording,
    /// The key that answers for all its other keys.
    pub root_key: PublicKey,
    /// Country, ISO 3166-1 alpha-2, in capitals.
    pub country: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Who is expected to sign.
    pub signatory: Option<Signatory>,
}

/// A person who signs, and the office that entitles them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatory {
    /// Name, as the person writes it.
    pub name: String,
    /// Office, for example "Director General".
    pub office: String,
}

/// One promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its number or short name in this agreement.
    pub id: ArticleId,
    /// Its kind and terms.
    pub terms: Terms,
    /// The sentence computed from the terms when the version was offered, per authentic language. Signed with them.
    pub sentence: Wording,
    /// The parties' own negotiated text, per language. The terms are what runs.
    pub wording: Wording,
}

/// How bad a [`Problem`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It can be signed; a person should look.
    Warning,
    /// It cannot be offered nor signed.
    Error,
}

/// Something wrong in an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// In which article; none if it is about the whole.
    pub article: Option<ArticleId>,
    /// In which term.
    pub term: Option<String>,
    /// A stable code, for translation and for tests.
    pub code: &'static str,
    /// The English sentence.
    pub message: String,
    /// How bad.
    pub severity: Severity,
    /// Line in the draft, from 1, if it came from one.
    pub line: Option<usize>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(article) = &self.article {
            write!(f, "article {article}: ")?;
        }
        let mark = if self.severity == Severity::Error { "error" } else { "warning" };
        write!(f, "{} ({mark} {})", self.message, self.code)
    }
}

impl Agreement {
    /// A party by id.
    #[must_use]
    pub fn party(&self, id: &PartyId) -> Option<&Party> {
        self.parties.iter().find(|party| party.id == *id)
    }

    /// A party's name in a language, else its id.
    #[must_use]
    pub fn party_name<'a>(&'a self, id: &'a PartyId, lang: &Lang) -> &'a str {
        self.party(id).and_then(|party| lang::best(&party.name, lang)).unwrap_or(id.as_str())
    }

    /// An article by id.
    #[must_use]
    pub fn article(&self, id: &ArticleId) -> Option<&Article> {
        self.articles.iter().find(|article| article.id == *id)
    }

    /// Its term article, or the default terms if it lacks one.
    #[must_use]
    pub fn term(&self) -> articles::term::Term {
        let found = self.articles.iter().find_map(|article| match &article.terms {
            Terms::Term(term) => Some(term.clone()),
            _ => None,
        });
        found.unwrap_or_default()
    }

    /// The languages in which its text is authentic; English if it does not say.
    #[must_use]
    pub fn languages(&self) -> Vec<Lang> {
        let found = self.articles.iter().find_map(|article| match &article.terms {
            Terms::Texts(texts) if !texts.languages.is_empty() => Some(texts.languages.clone()),
            _ => None,
        });
        found.unwrap_or_else(|| vec![Lang::english()])
    }

    /// Writes each article's sentence in each authentic language, as it will be signed.
    pub fn write_sentences(&mut self, label: words::Label<'_>) {
        let languages = self.languages();
        let all: Vec<Wording> =
            self.articles.iter().map(|article| words::sentences(article, self, &languages, label)).collect();
        for (article, sentence) in self.articles.iter_mut().zip(all) {
            article.sentence = sentence;
        }
    }
}

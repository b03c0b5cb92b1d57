//! An amendment or counter-offer against what it follows, term by term.

use super::value::{Map, Value};
use super::{Agreement, Article};
use crate::ids::ArticleId;
use std::collections::BTreeSet;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// In which article; none if it is about the whole.
    pub article: Option<ArticleId>,
    /// The term or field.
    pub term: String,
    /// What it was; none if it is new.
    pub was: Option<Value>,
    /// What it becomes; none if it goes away.
    pub becomes: Option<Value>,
}

/// Everything in which `next` differs from `before`: the parties, then the articles in the order of `next`, then those
/// that go away. Sentences are left out, since they follow from the terms.
#[must_use]
pub fn compare(before: &Agreement, next: &Agreement) -> Vec<Difference> {
    let mut all = differ(None, &outline(before), &outline(next));
    for article in &next.articles {
        let was = before.article(&article.id).map(fields).unwrap_or_default();
        all.extend(differ(Some(&article.id), &was, &fields(article)));
    }
    for article in before.articles.iter().filter(|article| next.article(&article.id).is_none()) {
        all.extend(differ(Some(&article.id), &fields(article), &Map::new()));
    }
    all
}

fn differ(article: Option<&ArticleId>, was: &Map, becomes: &Map) -> Vec<Difference> {
    let terms: BTreeSet<&String> = was.keys().chain(becomes.keys()).collect();
    let changed = terms.into_iter().filter(|term| was.get(*term) != becomes.get(*term));
    let difference = |term: &String| Difference {
        article: article.cloned(),
        term: term.clone(),
        was: was.get(term).cloned(),
        becomes: becomes.get(term).cloned(),
    };
    changed.map(difference).collect()
}

fn fields(article: &Article) -> Map {
    let mut map = article.terms.write();
    map.insert("kind".to_owned(), article.terms.kind().into());
    for (lang, text) in &article.wording {
        map.insert(format!("wording.{lang}"), text.as_str().into());
    }
    map
}

fn outline(agreement: &Agreement) -> Map {
    let mut map = Map::new();
    for (lang, text) in &agreement.title {
        map.insert(format!("title.{lang}"), text.as_str().into());
    }
    for party in &agreement.parties {
        let of = |field: &str| format!("{}.{field}", party.id);
        map.insert(of("root_key"), Value::Text(party.root_key.to_string()));
        for (lang, name) in &party.name {
            map.insert(of(&format!("name.{lang}")), name.as_str().into());
        }
        for (field, text) in [("country", &party.country), ("address", &party.address)] {
            text.iter().for_each(|text| _ = map.insert(of(field), text.as_str().into()));
        }
        if let Some(person) = &party.signatory {
            map.insert(of("signatory"), Value::Text(format!("{}, {}", person.name, person.office)));
        }
    }
    map
}

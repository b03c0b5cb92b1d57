//! What of the board somebody wants to see: words of the query language and choices, which together are one query.

use crate::index::Order;
use crate::web::rows::desk::DeskRow;
use interwire_core::query::{Doc, Limits, Node, Problem, Query};
use serde::Deserialize;

/// How large a query in an address may be.
const LIMITS: Limits = crate::ops::desk::search::LIMITS;

/// The address of a view.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub language: String,
    #[serde(default)]
    pub media: String,
    #[serde(default)]
    pub urgency: String,
    #[serde(default)]
    pub status: String,
    #[serde(default)]
    pub signal: String,
    #[serde(default)]
    pub sort: String,
    pub before: Option<i64>,
    pub after: Option<i64>,
}

/// What somebody wants to see.
#[derive(Debug, Clone)]
pub struct View {
    /// Which items; `None` for all.
    pub query: Option<Query>,
    /// What the words ask, by which finds are shown; `None` if only choices were made.
    pub words: Option<Query>,
    /// In which order.
    pub order: Order,
}

/// Choices and the fields of queries that they are.
pub const CHOICES: [&str; 6] = ["source", "language", "media", "urgency", "status", "signal"];

impl Wanted {
    /// What was chosen of a field; empty for all.
    #[must_use]
    pub fn chosen(&self, field: &str) -> &str {
        match field {
            "source" => &self.source,
            "language" => &self.language,
            "media" => &self.media,
            "urgency" => &self.urgency,
            "status" => &self.status,
            "signal" => &self.signal,
            _ => "",
        }
    }

    /// The view. A choice that no page of ours offers and that is no query is not made.
    ///
    /// # Errors
    /// What is wrong with the words.
    pub fn view(&self) -> Result<View, Problem> {
        let text = self.q.trim();
        let words = (!text.is_empty()).then(|| Query::parse(&self.q, &LIMITS)).transpose()?;
        let choice = |field: &&str| {
            let value = self.chosen(field);
            let plain = |c: char| c.is_ascii_alphanumeric() || "._:-".contains(c);
            let usable = !value.is_empty() && value.chars().all(plain);
            usable.then(|| Query::parse(&format!("{field}:{value}"), &LIMITS).ok()).flatten()
        };
        let parts: Vec<Node> =
            words.iter().cloned().chain(CHOICES.iter().filter_map(choice)).map(|query| query.node().clone()).collect();
        let query = (!parts.is_empty()).then(|| Query::of(Node::And(parts)));
        let order = match self.sort.as_str() {
            "urgency" => Order::Urgency,
            "relevance" if words.is_some() => Order::Relevance,
            _ => Order::Arrival,
        };
        Ok(View { query, words, order })
    }

    /// Its address behind `/board?`, without the page.
    #[must_use]
    pub fn address(&self) -> String {
        let mut address = url::form_urlencoded::Serializer::new(String::new());
        let choices = CHOICES.map(|field| (field, self.chosen(field)));
        let all = [("q", self.q.trim())].into_iter().chain(choices).chain([("sort", self.sort.as_str())]);
        for (name, value) in all.filter(|(_, value)| !value.is_empty()) {
            address.append_pair(name, value);
        }
        address.finish()
    }
}

impl View {
    /// Whether an item belongs there, told as queries see it.
    #[must_use]
    pub fn takes(&self, doc: Option<&Doc>) -> bool {
        self.query.as_ref().is_none_or(|query| doc.is_some_and(|doc| doc.matches(query)))
    }

    /// Whether a line would tell somebody who may not see recalled items that their words stand in one.
    #[must_use]
    pub fn hides(&self, row: &DeskRow, sees_recalled: bool) -> bool {
        self.words.is_some() && row.recalled() && !sees_recalled
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn wanted(q: &str) -> Wanted {
        Wanted { q: q.into(), ..Wanted::default() }
    }

    #[test]
    fn words_and_choices_are_one_query() {
        let told = |wanted: &Wanted| wanted.view().unwrap().query.map(|query| query.to_string()).unwrap_or_default();
        let all = Wanted {
            source: "astana".into(),
            language: "vi".into(),
            media: "picture".into(),
            urgency: "..2".into(),
            status: "usable".into(),
            signal: "sig:correction".into(),
            ..wanted("oil OR gas")
        };
        expect![[
            r#"language:vi AND media:picture AND source:astana AND signal:sig:correction AND status:usable AND urgency:0..2 AND (gas OR oil)"#
        ]]
        .assert_eq(&told(&all));
        assert_eq!(told(&Wanted::default()), "");
        let forged = Wanted { source: "a) OR *".into(), ..Wanted::default() };
        assert_eq!((told(&forged), forged.address()), (String::new(), "source=a%29+OR+*".into()));
        assert_eq!(wanted("oil (").view().unwrap_err().character, 6);
    }

    #[test]
    fn relevance_needs_words() {
        let sorted = |q: &str, sort: &str| Wanted { sort: sort.into(), ..wanted(q) }.view().unwrap().order;
        assert_eq!(sorted("", "relevance"), Order::Arrival);
        assert_eq!(sorted("oil", "relevance"), Order::Relevance);
        assert_eq!(sorted("", "urgency"), Order::Urgency);
    }
}

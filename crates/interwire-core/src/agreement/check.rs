//! Is an agreement well formed, and do its articles contradict each other? Asked before it is offered and before it is
//! signed; an error forbids both.

use super::articles::KINDS;
use super::value::Value;
use super::words::{self, Label};
use super::{Agreement, Problem, Severity, Terms, Wording};
use crate::ids::{ArticleId, Hash, PartyId};
use std::collections::BTreeSet;

/// Where the check of one article reports to.
pub struct Report<'a> {
    article: &'a ArticleId,
    problems: Vec<Problem>,
}

impl Problem {
    /// An error about the whole agreement.
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self { article: None, term: None, code, message: message.into(), severity: Severity::Error, line: None }
    }
    /// The same, about an article.
    #[must_use]
    pub fn on(self, article: &ArticleId) -> Self {
        Self { article: Some(article.clone()), ..self }
    }
    /// The same, about a term.
    #[must_use]
    pub fn at(self, term: &str) -> Self {
        Self { term: (!term.is_empty()).then(|| term.to_owned()), ..self }
    }
    /// The same, as a warning.
    #[must_use]
    pub fn warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }
}

impl Report<'_> {
    /// Reports an error about a term (empty: about the article).
    pub fn error(&mut self, term: &str, code: &'static str, message: impl Into<String>) {
        self.problems.push(Problem::error(code, message).on(self.article).at(term));
    }
    /// Reports a warning.
    pub fn warn(&mut self, term: &str, code: &'static str, message: impl Into<String>) {
        self.problems.push(Problem::error(code, message).on(self.article).at(term).warning());
    }
    /// Reports a party that the agreement does not have.
    pub fn party(&mut self, agreement: &Agreement, term: &str, party: &PartyId) {
        if agreement.party(party).is_none() {
            self.error(term, "no-such-party", format!("{party} is not a party of this agreement"));
        }
    }
    /// Whether an earlier article answers to `like`; the earlier one stays unreported.
    pub fn same_kind(&self, agreement: &Agreement, like: impl Fn(&Terms) -> bool) -> bool {
        agreement.articles.iter().take_while(|other| other.id != *self.article).any(|other| like(&other.terms))
    }
}

/// Everything that is wrong with an agreement, articles in their order.
#[must_use]
pub fn check(agreement: &Agreement) -> Vec<Problem> {
    let mut problems = Vec::new();
    parties(agreement, &mut problems);
    whole(agreement, &mut problems);
    for article in &agreement.articles {
        let mut report = Report { article: &article.id, problems: Vec::new() };
        article.terms.check(agreement, &mut report);
        for (what, wording) in [("sentence", &article.sentence), ("wording", &article.wording)] {
            if let Some(problem) = unprintable(wording, what) {
                report.problems.push(problem.on(&article.id).at(what));
            }
        }
        if hides(&Value::Map(article.terms.write())) {
            report.error("", "hidden-character", "the terms have characters that are not seen");
        }
        problems.append(&mut report.problems);
    }
    problems
}

/// What is wrong with a version as the successor of another: it must name it, be of the same agreement and the same
/// parties, and a party's key does not change unnoticed.
#[must_use]
pub fn successor(before: Hash, previous: &Agreement, next: &Agreement) -> Vec<Problem> {
    let mut problems = Vec::new();
    if next.predecessor != Some(before) {
        problems.push(Problem::error("other-predecessor", format!("it must name {before} as its predecessor")));
    }
    if next.id != previous.id {
        problems.push(Problem::error("other-agreement", "it has the number of another agreement"));
    }
    let ids = |agreement: &Agreement| agreement.parties.iter().map(|party| party.id.clone()).collect::<BTreeSet<_>>();
    if ids(previous) != ids(next) {
        let message = "its parties are others; who joins or leaves needs a new epoch";
        problems.push(Problem::error("other-parties", message));
    }
    for party in &next.parties {
        if previous.party(&party.id).is_some_and(|was| was.root_key != party.root_key) {
            let message = format!("the root key of {} is another: compare it with them in person", party.id);
            problems.push(Problem::error("other-key", message).warning());
        }
    }
    problems
}

/// Where the sentences that an offer carries are not those that this program computes from its terms: another version of
/// the program wrote them, or somebody who wants the terms misread. A person compares; the terms are what runs.
#[must_use]
pub fn sentences(agreement: &Agreement, label: Label<'_>) -> Vec<Problem> {
    let languages = agreement.languages();
    let mut problems = Vec::new();
    for article in &agreement.articles {
        for (lang, computed) in words::sentences(article, agreement, &languages, label) {
            let message = match article.sentence.get(&lang) {
                Some(signed) if *signed == computed => continue,
                Some(_) => format!("the sentence in {lang} is not the one computed here: {computed}"),
                None => format!("there is no sentence in {lang}"),
            };
            problems.push(Problem::error("sentence-differs", message).on(&article.id).at("sentence").warning());
        }
    }
    problems
}

/// Whether nothing in the list forbids signing.
#[must_use]
pub fn may_sign(problems: &[Problem]) -> bool {
    problems.iter().all(|problem| problem.severity < Severity::Error)
}

fn parties(agreement: &Agreement, problems: &mut Vec<Problem>) {
    if !(2..=16).contains(&agreement.parties.len()) {
        problems.push(Problem::error("parties", "an agreement has 2 to 16 parties"));
    }
    let ids: BTreeSet<_> = agreement.parties.iter().map(|party| &party.id).collect();
    if ids.len() < agreement.parties.len() {
        problems.push(Problem::error("party-twice", "a party is named twice"));
    }
    let keys: BTreeSet<String> = agreement.parties.iter().map(|party| party.root_key.to_string()).collect();
    if keys.len() < agreement.parties.len() {
        problems.push(Problem::error("key-twice", "two parties have the same root key"));
    }
    for party in &agreement.parties {
        if party.name.values().all(|name| name.trim().is_empty()) {
            problems.push(Problem::error("no-name", format!("{} has no name", party.id)).at("name"));
        }
        let country = |code: &String| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
        if !party.country.as_ref().is_none_or(country) {
            let message = format!("the country of {} must be two capital letters (ISO 3166-1)", party.id);
            problems.push(Problem::error("country", message).at("country"));
        }
        problems.extend(unprintable(&party.name, &format!("the name of {}", party.id)));
        let person = party.signatory.iter().flat_map(|person| [&person.name, &person.office]);
        if party.address.iter().chain(person).any(|text| hidden(text)) {
            problems
                .push(Problem::error("hidden-character", format!("{} is described with hidden characters", party.id)));
        }
    }
}

fn whole(agreement: &Agreement, problems: &mut Vec<Problem>) {
    if agreement.title.values().all(|title| title.trim().is_empty()) {
        problems.push(Problem::error("no-title", "the agreement has no title"));
    }
    problems.extend(unprintable(&agreement.title, "the title"));
    let ids: BTreeSet<_> = agreement.articles.iter().map(|article| &article.id).collect();
    if ids.len() < agreement.articles.len() {
        problems.push(Problem::error("article-twice", "two articles have the same number"));
    }
    for kind in KINDS {
        let found = agreement.articles.iter().filter(|article| article.terms.kind() == kind.name).count();
        let (least, most) = kind.count;
        if found < least {
            let message = format!("an agreement needs an article of kind {}", kind.name);
            problems.push(Problem::error("kind-missing", message));
        } else if found > most {
            let message = format!("an agreement has at most {most} of kind {}, this one {found}", kind.name);
            problems.push(Problem::error("kind-too-often", message));
        }
    }
    if !agreement.articles.iter().any(|article| article.terms.kind() == "corrections") {
        let message = "no article of kind corrections says how fast a kill is answered";
        problems.push(Problem::error("no-corrections", message).warning());
    }
}

/// Characters that make a text look like another one: controls, those that turn the direction of writing, and those
/// that take no room. Joiners stay, since Persian and others are written with them.
fn hidden(text: &str) -> bool {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let empty = |c: char| matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}');
    text.chars().any(|c| (c.is_control() && c != '\n') || turns(c) || empty(c))
}

fn hides(value: &Value) -> bool {
    match value {
        Value::Text(text) => hidden(text),
        Value::Number(_) | Value::Flag(_) => false,
        Value::List(all) => all.iter().any(hides),
        Value::Map(map) => map.iter().any(|(key, value)| hidden(key) || hides(value)),
    }
}

fn unprintable(wording: &Wording, what: &str) -> Option<Problem> {
    let found = wording.values().any(|text| hidden(text));
    found.then(|| Problem::error("hidden-character", format!("{what} has characters that are not seen")))
}

#[cfg(test)]
mod tests;

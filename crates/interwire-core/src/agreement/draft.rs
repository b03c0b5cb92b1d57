//! The draft in which a person writes an agreement: commented TOML. It becomes the same value tree as signed JSON does,
//! so each kind of article reads its terms once. Problems point to lines.

use super::value::{Map, Origin, Reader, Value};
use super::{Agreement, Article, Party, Problem, Signatory, Terms, Wording};
use crate::ids::{AgreementId, ArticleId};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The commented draft; `#@EACH` to `#@END` is repeated for each party.
pub const TEMPLATE: &str = include_str!("draft.toml");

/// A draft between these parties, the drafting one first. Its comments explain every term.
#[must_use]
pub fn template(id: &AgreementId, parties: &[Party]) -> String {
    let mut text = String::new();
    let mut article = 0;
    let mut each: Option<String> = None;
    for line in TEMPLATE.lines() {
        match (line, &mut each) {
            ("#@EACH", _) => each = Some(String::new()),
            ("#@END", Some(block)) => {
                for party in parties {
                    text += &fill(&number(block, &mut article), party, parties);
                }
                each = None;
            }
            (_, Some(block)) => *block += &format!("{line}\n"),
            (_, None) => {
                text += &format!("{}\n", number(line, &mut article).replace("@AGREEMENT@", &quoted(id.as_str())))
            }
        }
    }
    text
}

/// Gives the next number to the article that begins in this part of the template, before any name is filled in.
fn number(part: &str, article: &mut usize) -> String {
    *article += usize::from(part.contains("@N@"));
    part.replace("@N@", &article.to_string())
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn fill(block: &str, party: &Party, parties: &[Party]) -> String {
    let names: Vec<String> =
        party.name.iter().map(|(lang, name)| format!("{} = {}", quoted(lang.as_str()), quoted(name))).collect();
    let others: Vec<String> =
        parties.iter().filter(|other| other.id != party.id).map(|other| quoted(other.id.as_str())).collect();
    let country =
        party.country.as_ref().map_or("#country = \"..\"".to_owned(), |code| format!("country = {}", quoted(code)));
    block
        .replace("@DETAILS@", &country)
        .replace("@KEY@", &quoted(&party.root_key.to_string()))
        .replace("@OTHERS@", &format!("[{}]", others.join(", ")))
        .replace("@PARTY@", &quoted(party.id.as_str()))
        .replace("@NAME@", &format!("{{ {} }}", names.join(", ")))
}

/// Reads a draft.
///
/// # Errors
/// Everything that is wrong with it, each with its line. What is only unwise is found by `check`.
pub fn parse(text: &str) -> Result<Agreement, Vec<Problem>> {
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(cause) => {
            let line = cause.span().map(|span| line_of(text, span.start));
            return Err(vec![Problem { line, ..Problem::error("not-toml", cause.message()) }]);
        }
    };
    let mut draft = Draft { text, problems: Vec::new() };
    let read = draft.agreement(table.get_ref());
    match read {
        Some(agreement) if draft.problems.is_empty() => Ok(agreement),
        _ => Err(draft.problems),
    }
}

/// Checks a draft's agreement, with the line of each problem that has one.
#[must_use]
pub fn check(text: &str, agreement: &Agreement) -> Vec<Problem> {
    let mut problems = super::check::check(agreement);
    let Ok(table) = DeTable::parse(text) else {
        return problems;
    };
    let articles = table.get_ref().get("article").and_then(|all| all.get_ref().as_array());
    for problem in problems.iter_mut() {
        let named = |one: &&Spanned<DeValue<'_>>| {
            let id = one.get_ref().get("id").and_then(|id| id.get_ref().as_str());
            id.is_some_and(|id| problem.article.as_ref().is_some_and(|article| article.as_str() == id))
        };
        let Some(article) = articles.and_then(|all| all.iter().find(named)) else { continue };
        let term = problem.term.as_ref().and_then(|term| article.get_ref().get(term.as_str()));
        problem.line = Some(line_of(text, term.unwrap_or(article).span().start));
    }
    problems
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

struct Draft<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

/// The terms of a table, and the line of each.
struct Lined {
    terms: Map,
    lines: BTreeMap<String, usize>,
    line: usize,
}

impl Draft<'_> {
    fn agreement(&mut self, table: &DeTable<'_>) -> Option<Agreement> {
        let mut top = self.lined(table, 1, &["party", "article"]);
        let (parties, articles) = (self.tables(table, "party"), self.tables(table, "article"));
        let mut id = None;
        let mut predecessor = None;
        let mut title = Wording::new();
        self.take(&mut top, None, |reader| {
            id = reader.required("agreement");
            predecessor = reader.optional("predecessor");
            title = reader.wording("title");
        });
        let parties = parties.into_iter().map(|one| self.party(one)).collect::<Vec<_>>();
        let articles = articles.into_iter().map(|one| self.article(one)).collect::<Vec<_>>();
        Some(Agreement {
            id: id?,
            title,
            predecessor,
            parties: parties.into_iter().collect::<Option<_>>()?,
            articles: articles.into_iter().collect::<Option<_>>()?,
        })
    }

    fn party(&mut self, mut table: Lined) -> Option<Party> {
        let (mut id, mut name, mut root_key, mut country, mut address) = (None, Wording::new(), None, None, None);
        let mut person = None;
        self.take(&mut table, None, |reader| {
            id = reader.required("id");
            name = reader.wording("name");
            root_key = reader.required("root_key");
            country = reader.optional("country");
            address = reader.optional("address");
            person = reader.value("signatory");
        });
        let signatory = match person {
            None => None,
            Some(Value::Map(terms)) => {
                let mut person = Lined { terms, lines: BTreeMap::new(), line: table.line };
                let (mut name, mut office) = (None, None);
                self.take(&mut person, None, |reader| {
                    name = reader.required("name");
                    office = reader.required("office");
                });
                Some(Signatory { name: name?, office: office? })
            }
            Some(_) => {
                let message = "signatory must be { name = \"...\", office = \"...\" }";
                self.problems.push(Problem { line: Some(table.line), ..Problem::error("bad-term", message) });
                None
            }
        };
        Some(Party { id: id?, name, root_key: root_key?, country, address, signatory })
    }

    fn article(&mut self, mut table: Lined) -> Option<Article> {
        let own = ["id", "kind", "wording"];
        let heads = own.into_iter().filter_map(|name| Some((name.to_owned(), table.terms.remove(name)?)));
        let mut head = Lined { terms: heads.collect(), lines: table.lines.clone(), line: table.line };
        let (mut id, mut kind, mut wording) = (None::<ArticleId>, None::<String>, Wording::new());
        self.take(&mut head, None, |reader| {
            id = reader.required("id");
            kind = reader.required("kind");
            wording = reader.wording("wording");
        });
        let (id, kind) = (id?, kind?);
        let (terms, problems) = Terms::read(&kind, &table.terms, Origin::Draft, &id);
        self.report(&table, problems);
        Some(Article { id, terms, sentence: Wording::new(), wording })
    }

    fn take(&mut self, table: &mut Lined, article: Option<ArticleId>, read: impl FnOnce(&mut Reader)) {
        let mut reader = Reader::new(std::mem::take(&mut table.terms), Origin::Draft, article);
        read(&mut reader);
        let problems = reader.finish();
        self.report(table, problems);
    }

    fn report(&mut self, table: &Lined, problems: Vec<Problem>) {
        for problem in problems {
            let line = problem.term.as_ref().and_then(|term| table.lines.get(term)).copied().unwrap_or(table.line);
            self.problems.push(Problem { line: Some(line), ..problem });
        }
    }

    fn tables(&mut self, table: &DeTable<'_>, name: &str) -> Vec<Lined> {
        let Some(value) = table.get(name) else {
            return vec![];
        };
        let line = line_of(self.text, value.span().start);
        let all: Option<Vec<_>> = value.get_ref().as_array().map(|all| all.iter().collect());
        let Some(all) = all else {
            let message = format!("write [[{name}]] in double brackets");
            self.problems.push(Problem { line: Some(line), ..Problem::error("not-a-table", message) });
            return vec![];
        };
        let mut tables = Vec::new();
        for one in all {
            let line = line_of(self.text, one.span().start);
            if let Some(inner) = one.get_ref().as_table() {
                tables.push(self.lined(inner, line, &[]));
            }
        }
        tables
    }

    /// The plain values of a table, but for the tables in it that are read on their own.
    fn lined(&mut self, table: &DeTable<'_>, line: usize, apart: &[&str]) -> Lined {
        let mut lined = Lined { terms: Map::new(), lines: BTreeMap::new(), line };
        for (key, value) in table.iter().filter(|(key, _)| !apart.contains(&&**key.get_ref())) {
            let line = line_of(self.text, key.span().start);
            match plain(value.get_ref()) {
                Some(value) => _ = lined.terms.insert(key.get_ref().to_string(), value),
                None => {
                    let message = format!("{} must be text, a whole number, true, false or a list", key.get_ref());
                    self.problems.push(Problem { line: Some(line), ..Problem::error("bad-value", message) });
                }
            }
            lined.lines.insert(key.get_ref().to_string(), line);
        }
        lined
    }
}

fn plain(value: &DeValue<'_>) -> Option<Value> {
    Some(match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Integer(number) => Value::Number(u64::from_str_radix(number.as_str(), number.radix()).ok()?),
        DeValue::Float(_) => return None,
        DeValue::Array(all) => Value::List(all.iter().map(|one| plain(one.get_ref())).collect::<Option<_>>()?),
        DeValue::Table(table) => {
            let terms = table.iter().map(|(key, one)| Some((key.get_ref().to_string(), plain(one.get_ref())?)));
            Value::Map(terms.collect::<Option<_>>()?)
        }
    })
}

#[cfg(test)]
mod tests;

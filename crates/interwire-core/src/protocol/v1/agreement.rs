//! Agreements, version 1: the canonical JSON that parties sign and keep for ever. A party refuses to sign what it does
//! not understand, yet can always show it. The normative table is docs/protocol.md, section 10; golden files in
//! `tests/golden/agreements.txt`.

use super::fields::{BadField, Fields, SAFE_INTEGER_MAX, Taken, object};
use crate::agreement::check::may_sign;
use crate::agreement::value::{Map as Terms, Origin, Reader, Value as Term, wording as wording_value};
use crate::agreement::{self, Agreement, Article, Party, Problem, Signatory, Wording};
use crate::canonical::{self, NotCanonical};
use crate::ids::{ArticleId, Hash};
use serde_json::{Map, Value, json};

/// An agreement is at most 256 KiB; scans and annexes are blobs of their own.
pub const AGREEMENT_BYTES_MAX: usize = 256 * 1024;
/// An agreement has at most so many articles.
pub const ARTICLES_MAX: usize = 256;
/// Values of terms are nested at most so deep.
const DEPTH_MAX: usize = 4;

/// The bytes of one agreement version, and what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementVersion {
    /// SHA-256 of `bytes`: the name of this version.
    pub hash: Hash,
    /// What is signed and kept.
    pub bytes: Vec<u8>,
    /// What they say.
    pub agreement: Agreement,
}

/// An agreement that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed {
    /// Every article and term is understood.
    Known(AgreementVersion),
    /// It can be shown, but this program must not sign it: the problems say what it does not understand.
    Unknown(AgreementVersion, Vec<Problem>),
}

/// Why bytes are not an agreement of this version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAgreement {
    /// Not canonical JSON, or too long.
    #[error(transparent)]
    Form(#[from] NotCanonical),
    /// A field of the envelope is wrong.
    #[error(transparent)]
    Field(#[from] BadField),
    /// The same agreement has another spelling, which is the one to sign.
    #[error("spelled otherwise than it is to be spelled")]
    Spelling,
}

impl Parsed {
    /// The version, understood or not.
    #[must_use]
    pub fn version(&self) -> &AgreementVersion {
        match self {
            Self::Known(version) | Self::Unknown(version, _) => version,
        }
    }

    /// Everything that is wrong with it or not understood; errors forbid signing.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        match self {
            Self::Known(version) => agreement::check::check(&version.agreement),
            Self::Unknown(version, problems) => {
                let mut all = problems.clone();
                all.extend(agreement::check::check(&version.agreement));
                all
            }
        }
    }

    /// Whether this program may sign it.
    #[must_use]
    pub fn may_sign(&self) -> bool {
        may_sign(&self.problems())
    }
}

impl AgreementVersion {
    /// Spells an agreement.
    ///
    /// # Errors
    /// If it is longer than [`AGREEMENT_BYTES_MAX`].
    pub fn of(agreement: &Agreement) -> Result<Self, NotCanonical> {
        let bytes = canonical::to_bytes(&to_value(agreement))?;
        if bytes.len() > AGREEMENT_BYTES_MAX {
            return Err(NotCanonical::Size { len: bytes.len(), max: AGREEMENT_BYTES_MAX });
        }
        Ok(Self { hash: Hash::of(&bytes), bytes, agreement: agreement.clone() })
    }

    /// Reads an agreement.
    ///
    /// # Errors
    /// If the bytes are not canonical or the envelope is wrong. Unknown kinds and terms, and unknown fields, are no
    /// error: they give [`Parsed::Unknown`].
    pub fn read(bytes: &[u8]) -> Result<Parsed, BadAgreement> {
        let mut fields = object(bytes, AGREEMENT_BYTES_MAX)?;
        let mut problems = Vec::new();
        constant(&mut fields, "v", &json!(1))?;
        constant(&mut fields, "type", &json!("agreement"))?;
        let mut agreement = Agreement {
            id: fields.parsed("agreement")?,
            title: wording(&mut fields, "title")?,
            predecessor: fields.parsed_option("predecessor")?,
            parties: vec![],
            articles: vec![],
        };
        for value in list(&mut fields, "parties", 16)? {
            agreement.parties.push(party(value, &mut problems)?);
        }
        for value in list(&mut fields, "articles", ARTICLES_MAX)? {
            agreement.articles.push(article(value, &mut problems)?);
        }
        leftovers(&fields, &mut problems);
        let version = Self { hash: Hash::of(bytes), bytes: bytes.to_vec(), agreement };
        if !problems.is_empty() {
            return Ok(Parsed::Unknown(version, problems));
        }
        // Text and number have one spelling in canonical JSON; this makes sure that absence has one too.
        if Self::of(&version.agreement)?.bytes == bytes {
            Ok(Parsed::Known(version))
        } else {
            Err(BadAgreement::Spelling)
        }
    }
}

fn to_value(agreement: &Agreement) -> Value {
    let mut map = Map::new();
    map.insert("v".into(), 1.into());
    map.insert("type".into(), "agreement".into());
    map.insert("agreement".into(), agreement.id.as_str().into());
    map.insert("title".into(), json_of(&wording_value(&agreement.title)));
    if let Some(hash) = &agreement.predecessor {
        map.insert("predecessor".into(), hash.to_string().into());
    }
    map.insert("parties".into(), agreement.parties.iter().map(party_value).collect());
    map.insert("articles".into(), agreement.articles.iter().map(article_value).collect());
    Value::Object(map)
}

fn party_value(party: &Party) -> Value {
    let mut map = Map::new();
    map.insert("party".into(), party.id.as_str().into());
    map.insert("name".into(), json_of(&wording_value(&party.name)));
    map.insert("root_key".into(), party.root_key.to_string().into());
    for (name, text) in [("country", &party.country), ("address", &party.address)] {
        if let Some(text) = text {
            map.insert(name.into(), text.as_str().into());
        }
    }
    if let Some(person) = &party.signatory {
        map.insert("signatory".into(), json!({"name": person.name, "office": person.office}));
    }
    Value::Object(map)
}

fn article_value(article: &Article) -> Value {
    let mut map = Map::new();
    map.insert("article".into(), article.id.as_str().into());
    map.insert("kind".into(), article.terms.kind().into());
    map.insert("terms".into(), json_of(&Term::Map(article.terms.write())));
    for (name, texts) in [("sentence", &article.sentence), ("wording", &article.wording)] {
        if !texts.is_empty() {
            map.insert(name.into(), json_of(&wording_value(texts)));
        }
    }
    Value::Object(map)
}

fn party(value: Value, problems: &mut Vec<Problem>) -> Taken<Party> {
    let mut fields = fields_of("parties", value)?;
    let signatory = match fields.option("signatory") {
        None => None,
        Some(value) => {
            let mut person = fields_of("signatory", value)?;
            let read = Signatory { name: person.text("name")?, office: person.text("office")? };
            leftovers(&person, problems);
            Some(read)
        }
    };
    let party = Party {
        id: fields.parsed("party")?,
        name: wording(&mut fields, "name")?,
        root_key: fields.parsed("root_key")?,
        country: fields.parsed_option("country")?,
        address: fields.parsed_option("address")?,
        signatory,
    };
    leftovers(&fields, problems);
    Ok(party)
}

fn article(value: Value, problems: &mut Vec<Problem>) -> Taken<Article> {
    let mut fields = fields_of("articles", value)?;
    let id: ArticleId = fields.parsed("article")?;
    let kind = fields.text("kind")?;
    let Term::Map(terms) = term_of("terms", fields.value("terms")?, 0)? else {
        return Err(bad("terms", "must be an object"));
    };
    let (terms, mut found) = agreement::Terms::read(&kind, &terms, Origin::Signed, &id);
    problems.append(&mut found);
    let sentence = if fields.0.contains_key("sentence") { wording(&mut fields, "sentence")? } else { Wording::new() };
    let wording = if fields.0.contains_key("wording") { wording(&mut fields, "wording")? } else { Wording::new() };
    leftovers(&fields, problems);
    Ok(Article { id, terms, sentence, wording })
}

fn bad(name: &str, expected: &str) -> BadField {
    BadField { name: name.to_owned(), expected: expected.to_owned() }
}

/// Takes a field that always has the same value.
pub(super) fn constant(fields: &mut Fields, name: &str, wanted: &Value) -> Taken<()> {
    if fields.value(name)? == *wanted { Ok(()) } else { Err(bad(name, &format!("must be {wanted}"))) }
}

fn fields_of(name: &str, value: Value) -> Taken<Fields> {
    match value {
        Value::Object(map) => Ok(Fields(map)),
        _ => Err(bad(name, "must hold objects")),
    }
}

fn list(fields: &mut Fields, name: &str, max: usize) -> Taken<Vec<Value>> {
    fields.list(name, max, |_, value| Ok(value.clone()))
}

fn wording(fields: &mut Fields, name: &str) -> Taken<Wording> {
    let value = term_of(name, fields.value(name)?, 0)?;
    let mut reader = Reader::new(Terms::from([(name.to_owned(), value)]), Origin::Signed, None);
    let wording = reader.wording(name);
    match reader.finish().into_iter().next() {
        Some(problem) => Err(bad(name, problem.message.trim_start_matches(name).trim_start())),
        None => Ok(wording),
    }
}

fn leftovers(fields: &Fields, problems: &mut Vec<Problem>) {
    let unknown = |name: String| Problem::error("unknown-field", format!("the field {name} is not known here"));
    problems.extend(fields.left().into_iter().map(unknown));
}

fn term_of(name: &str, value: Value, depth: usize) -> Taken<Term> {
    if depth > DEPTH_MAX {
        return Err(bad(name, "is nested too deep"));
    }
    Ok(match value {
        Value::String(text) => Term::Text(text),
        Value::Bool(flag) => Term::Flag(flag),
        Value::Number(number) => match number.as_u64() {
            Some(n) if n <= SAFE_INTEGER_MAX => Term::Number(n),
            _ => return Err(bad(name, "must hold whole numbers from 0 to 2^53 - 1")),
        },
        Value::Array(all) => {
            Term::List(all.into_iter().map(|one| term_of(name, one, depth + 1)).collect::<Taken<_>>()?)
        }
        Value::Object(map) => {
            let terms = map.into_iter().map(|(key, one)| Ok((key, term_of(name, one, depth + 1)?)));
            Term::Map(terms.collect::<Taken<_>>()?)
        }
        Value::Null => return Err(bad(name, "must not hold null")),
    })
}

fn json_of(term: &Term) -> Value {
    match term {
        Term::Text(text) => text.as_str().into(),
        Term::Number(number) => (*number).into(),
        Term::Flag(flag) => (*flag).into(),
        Term::List(all) => all.iter().map(json_of).collect(),
        Term::Map(map) => Value::Object(map.iter().map(|(key, one)| (key.clone(), json_of(one))).collect()),
    }
}

#[cfg(test)]
mod tests;

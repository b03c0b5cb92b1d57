//! A source whose items an article names, with the root key that answers for them: whoever reads a relayed item must be
//! able to verify it without an agreement with its source.

use crate::agreement::value::{Map, Reader, Value};
use crate::ids::PartyId;
use crate::keys::PublicKey;

/// A source of items, as an exchange article names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The party.
    pub party: PartyId,
    /// The key that answers for its other keys.
    pub root_key: PublicKey,
}

impl Source {
    /// Its value in signed bytes.
    pub(super) fn write(&self) -> Value {
        Value::Map(Map::from([
            ("party".to_owned(), self.party.as_str().into()),
            ("root_key".to_owned(), self.root_key.to_string().as_str().into()),
        ]))
    }
}

/// Takes the term `sources`.
pub(super) fn read(terms: &mut Reader) -> Vec<Source> {
    let all = match terms.stated_value("sources") {
        None => return Vec::new(),
        Some(Value::List(all)) => all,
        Some(_) => {
            terms.wrong("sources", "must be a list");
            return Vec::new();
        }
    };
    let mut read: Vec<Source> = Vec::new();
    for value in &all {
        match from_value(value) {
            Some(source) if read.iter().any(|other| other.party == source.party) => {
                terms.wrong("sources", "names something twice");
            }
            Some(source) => read.push(source),
            None => terms.wrong("sources", "must hold { party = \"...\", root_key = \"...\" }"),
        }
    }
    read
}

fn from_value(value: &Value) -> Option<Source> {
    let Value::Map(map) = value else { return None };
    match (map.len(), map.get("party"), map.get("root_key")) {
        (2, Some(Value::Text(party)), Some(Value::Text(key))) => {
            Some(Source { party: party.parse().ok()?, root_key: key.parse().ok()? })
        }
        _ => None,
    }
}

//! The document that opens the next epoch of an agreement's journals: which heads of the former ones all continuing
//! parties agree on. docs/protocol.md, section 6.
//!
//! Each continuing party begins its journal of the new epoch with an `epoch` statement that names this document and
//! carries its own signature over the document's bytes. The epoch is open for whoever has begun so too.

use super::agreement::constant;
use super::fields::{BadField, Taken, object};
use crate::canonical::{self, NotCanonical};
use crate::ids::{AgreementId, PartyId};
use crate::protocol::v1::statement::{Code, Seen, read_seen, seen_value};
use serde_json::{Value, json};

/// Domain of the parties' signatures over the document's bytes.
pub const EPOCH_DOMAIN: &str = "interwire/v1/epoch";
/// The largest document.
pub const EPOCH_BYTES_MAX: usize = 64 * 1024;

/// What the continuing parties agree on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpochDocument {
    /// The agreement.
    pub agreement: AgreementId,
    /// The epoch that begins, from 1.
    pub epoch: u32,
    /// For each party, the head of its former journal up to which it counts.
    pub heads: Vec<Seen>,
    /// The parties that continue, sorted.
    pub parties: Vec<PartyId>,
    /// Why: fork, lost-disk, compromised-key ...
    pub reason: Code,
}

/// Why bytes are no epoch document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadEpoch {
    /// Not canonical JSON, or too long.
    #[error(transparent)]
    Form(#[from] NotCanonical),
    /// A field is wrong.
    #[error(transparent)]
    Field(#[from] BadField),
}

impl EpochDocument {
    /// The canonical bytes.
    ///
    /// # Errors
    /// If they are more than [`EPOCH_BYTES_MAX`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, NotCanonical> {
        let bytes = canonical::to_bytes(&json!({
            "agreement": self.agreement.as_str(),
            "epoch": self.epoch,
            "heads": self.heads.iter().map(seen_value).collect::<Vec<_>>(),
            "parties": self.parties.iter().map(PartyId::as_str).collect::<Vec<_>>(),
            "reason": self.reason.as_str(),
            "type": "epoch",
            "v": 1,
        }))?;
        if bytes.len() > EPOCH_BYTES_MAX {
            return Err(NotCanonical::Size { len: bytes.len(), max: EPOCH_BYTES_MAX });
        }
        Ok(bytes)
    }

    /// Reads a document.
    ///
    /// # Errors
    /// If the bytes are not canonical, or a field is missing, wrong or unknown.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadEpoch> {
        let mut fields = object(bytes, EPOCH_BYTES_MAX)?;
        constant(&mut fields, "type", &json!("epoch"))?;
        constant(&mut fields, "v", &json!(1))?;
        let document = Self {
            agreement: fields.parsed("agreement")?,
            epoch: fields.number32("epoch")?,
            heads: fields.list("heads", 64, read_seen)?,
            parties: fields.list("parties", 16, read_party)?,
            reason: fields.parsed("reason")?,
        };
        let sorted = document.parties.is_sorted_by(|a, b| a < b);
        let each_once = document.heads.windows(2).all(|w| matches!(w, [a, b] if a.party < b.party));
        match fields.left().into_iter().next() {
            Some(name) => Err(wrong(&name, "is not a field of an epoch document").into()),
            None if document.epoch == 0 => Err(wrong("epoch", "must be at least 1").into()),
            None if !sorted || !each_once => Err(wrong("parties", "and heads must be sorted, each party once").into()),
            None => Ok(document),
        }
    }
}

fn wrong(name: &str, expected: &str) -> BadField {
    BadField { name: name.to_owned(), expected: expected.to_owned() }
}

fn read_party(name: &str, value: &Value) -> Taken<PartyId> {
    value.as_str().and_then(|text| text.parse().ok()).ok_or_else(|| wrong(name, "must hold party ids"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Hash;
    use expect_test::expect;

    fn document() -> EpochDocument {
        let head = |party: &str, size| Seen { party: party.parse().unwrap(), epoch: 0, size, root: Hash::of(b"root") };
        EpochDocument {
            agreement: AgreementId::from_random([9; 16]),
            epoch: 1,
            heads: vec![head("astana", 7), head("hanoi", 12)],
            parties: vec!["astana".parse().unwrap(), "hanoi".parse().unwrap()],
            reason: "lost-disk".parse().unwrap(),
        }
    }

    #[test]
    fn the_bytes_of_an_epoch_document_are_pinned() {
        let bytes = document().to_bytes().unwrap();
        expect![[r#"{"agreement":"09090909090909090909090909090909","epoch":1,"heads":[["astana",0,7,"4813494d137e1631bba301d5acab6e7bb7aa74ce1185d456565ef51d737677b2"],["hanoi",0,12,"4813494d137e1631bba301d5acab6e7bb7aa74ce1185d456565ef51d737677b2"]],"parties":["astana","hanoi"],"reason":"lost-disk","type":"epoch","v":1}"#]].assert_eq(std::str::from_utf8(&bytes).unwrap());
        assert_eq!(EpochDocument::from_bytes(&bytes).unwrap(), document());
    }

    #[test]
    fn what_is_not_exactly_an_epoch_document_is_refused() {
        let text = String::from_utf8(document().to_bytes().unwrap()).unwrap();
        for (from, to) in [
            ("\"epoch\":1", "\"epoch\":0"),
            ("\"v\":1", "\"v\":2"),
            ("\"type\":\"epoch\"", "\"type\":\"page\""),
            ("[\"astana\",\"hanoi\"]", "[\"hanoi\",\"astana\"]"),
            ("[\"astana\",\"hanoi\"]", "[\"hanoi\",\"hanoi\"]"),
            ("\"v\":1", "\"v\":1,\"w\":1"),
            ("[\"hanoi\",0", "[\"astana\",0"),
            ("12,", "-12,"),
        ] {
            let wrong = text.replace(from, to);
            assert_ne!(wrong, text, "{from}");
            assert!(EpochDocument::from_bytes(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}

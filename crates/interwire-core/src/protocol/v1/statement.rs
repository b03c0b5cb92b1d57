//! Statements, version 1: what one entry of a journal says. Reading keeps what it does not understand.
//! The normative table is docs/protocol.md, section 4; golden files in `tests/golden/statements.txt`.

use super::fields::{BadField, BlobRef, Fields, Taken, object};
use crate::canonical::{self, NotCanonical};
use crate::ids::{ArticleId, Hash, ItemId, PartyId};
use crate::keys::PublicKey;
use crate::time::Time;
use serde_json::{Map, Value};
use std::fmt;
use std::str::FromStr;

mod bodies;
pub mod signed;

/// A statement is at most 60 KiB.
pub const STATEMENT_BYTES_MAX: usize = 60 * 1024;
/// Lists inside a statement hold at most so many elements.
pub const LIST_MAX: usize = 1000;
/// The ranges of one acknowledgement cover at most so many statements.
pub const COVERED_MAX: u64 = 100_000;

/// A short word of the protocol's own (a reason, a cause): 1 to 40 of `a-z 0-9 -`. Never free text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

impl Code {
    /// The word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl FromStr for Code {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let ok = (1..=40).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if ok { Ok(Self(text.to_owned())) } else { Err("must be 1 to 40 of a-z 0-9 -".to_owned()) }
    }
}
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// IPTC publishing status of a version (NewsCodes `pubstatusg2`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PubStatus {
    /// May be used, as the agreement says.
    Usable,
    /// Not until further notice.
    Withheld,
    /// Under no circumstances.
    Canceled,
}

/// What a recall orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Versions up to `through` are wrong; a corrected one follows.
    Correct,
    /// Nothing of the item may be used until it is released.
    Withhold,
    /// Nothing of the item may ever be used.
    Kill,
}

macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),+ }) => {
        impl $name {
            /// Its word in statements.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
        impl FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(format!("must be one of: {}", [$($word),+].join(", "))),
                }
            }
        }
    };
}
words!(PubStatus { Usable = "usable", Withheld = "withheld", Canceled = "canceled" });
words!(Action { Correct = "correct", Withhold = "withhold", Kill = "kill" });
words!(AgreementAct { Suspended = "suspended", Resumed = "resumed", Notice = "notice", Ended = "ended" });
words!(Answer { Stopped = "stopped", Removed = "removed", Unused = "unused" });

/// What a party says of an agreement in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgreementAct {
    /// Deliveries pause.
    Suspended,
    /// They go on.
    Resumed,
    /// The agreement shall not renew.
    Notice,
    /// The agreement is over.
    Ended,
}

/// A step of the answer to a recall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// No longer available to the receiver's people.
    Stopped,
    /// Gone from what the receiver published.
    Removed,
    /// The receiver never used it.
    Unused,
}

/// A head of another journal of the agreement, which the author has seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Whose journal.
    pub party: PartyId,
    /// Its epoch.
    pub epoch: u32,
    /// Entries seen.
    pub size: u64,
    /// Root hash at that size.
    pub root: Hash,
}

/// A version of an item made available: `published`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The exchange article under which it is delivered.
    pub article: ArticleId,
    /// The item document.
    pub doc: BlobRef,
    /// The item.
    pub item: ItemId,
    /// The source's node key that made `sig`.
    pub key: PublicKey,
    /// The source's detached signature, see [`signed::version_message`].
    pub sig: [u8; 64],
    /// Whose item, when a relay named in the agreement passes it on; else the author's.
    pub source: Option<PartyId>,
    /// Publishing status of this version.
    pub status: PubStatus,
    /// A test never counts and is never shown as news.
    pub test: bool,
    /// Version number, from 1; greater is newer.
    pub version: u64,
}

/// An order about an item: `recalled`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recalled {
    /// What is ordered.
    pub action: Action,
    /// The item.
    pub item: ItemId,
    /// The source's node key that made `sig`.
    pub key: PublicKey,
    /// Number of the order for this item, from 1, shared with `released`; the highest holds.
    pub order: u64,
    /// The public reason.
    pub reason: Code,
    /// The item that replaces it.
    pub replaced_by: Option<ItemId>,
    /// The source's detached signature, see [`signed::recall_message`].
    pub sig: [u8; 64],
    /// Whose item, for a relay.
    pub source: Option<PartyId>,
    /// The newest version the order is about.
    pub through: u64,
}

/// The end of a recall: `released`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    /// The item.
    pub item: ItemId,
    /// The source's node key that made `sig`.
    pub key: PublicKey,
    /// Number of the order, greater than the recall's.
    pub order: u64,
    /// The source's detached signature, see [`signed::release_message`].
    pub sig: [u8; 64],
    /// Whose item, for a relay.
    pub source: Option<PartyId>,
}

/// Statements of a partner's journal that are meant: `of`, `epoch`, `ranges`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranges {
    /// Whose journal.
    pub of: PartyId,
    /// Its epoch.
    pub epoch: u32,
    /// Inclusive index ranges, ascending and apart.
    pub ranges: Vec<(u64, u64)>,
}

/// That an item was published: `used`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// Where it can be seen (an address, in a blob).
    pub address: Option<BlobRef>,
    /// The item.
    pub item: ItemId,
    /// Language of the use, BCP 47.
    pub language: String,
    /// Where: web, print, broadcast, social ...
    pub medium: Code,
    /// Whose item.
    pub source: PartyId,
    /// Since when.
    pub since: Time,
    /// Which version.
    pub version: u64,
}

/// What a statement says, by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// A party offers an agreement version; `blobs` are the agreement document and the texts it names.
    Offered {
        /// SHA-256 of the agreement document.
        agreement_version: Hash,
        /// The version it amends.
        predecessor: Option<Hash>,
        /// The document and its texts.
        blobs: Vec<BlobRef>,
    },
    /// The offer is taken back; counts only if the countersigner had seen it.
    Withdrawn {
        /// The version.
        agreement_version: Hash,
    },
    /// A party signs.
    Signed {
        /// The version.
        agreement_version: Hash,
        /// The signature page: signatory, office, place, date.
        page: BlobRef,
        /// The seal key's signature over the page's bytes.
        seal: [u8; 64],
    },
    /// A party declines.
    Declined {
        /// The version.
        agreement_version: Hash,
        /// Why.
        reason: Code,
    },
    /// suspended, resumed, notice, ended.
    Agreement {
        /// Which.
        act: AgreementAct,
        /// The version in force.
        agreement_version: Hash,
        /// Why.
        reason: Code,
    },
    /// Opens this epoch: the document names the last agreed heads, each continuing party signs it in its own journal.
    Epoch {
        /// The epoch document.
        doc: BlobRef,
        /// The author's node key that made `sig`.
        key: PublicKey,
        /// Its signature over the document's bytes.
        sig: [u8; 64],
    },
    /// Certificates and revocations of the author's keys, each as its canonical JSON text.
    Keys {
        /// Newly certified.
        certified: Vec<String>,
        /// Revoked from here on.
        revoked: Vec<String>,
    },
    /// An item version is made available.
    Published(Published),
    /// The author holds the blobs and has read the items.
    Received(Ranges),
    /// The author will not take them.
    Refused {
        /// Which.
        what: Ranges,
        /// Why.
        cause: Code,
    },
    /// An order about an item.
    Recalled(Recalled),
    /// Its end.
    Released(Released),
    /// A step of the answer to the `recalled` at (of, epoch, index).
    Answered {
        /// Which step.
        answer: Answer,
        /// Whose recall.
        of: PartyId,
        /// Epoch of that journal.
        epoch: u32,
        /// Index of the recall there.
        index: u64,
    },
    /// An item was published.
    Used(Used),
    /// The use told at `index` of the author's own journal of the same epoch has ended.
    UseEnded {
        /// Index of the `used`.
        index: u64,
        /// When.
        until: Time,
    },
    /// What the statement at (of, epoch, index) names was erased by the author, on purpose.
    Erased {
        /// Whose statement named it.
        of: PartyId,
        /// Epoch of that journal.
        epoch: u32,
        /// Index of the statement there.
        index: u64,
        /// Place in the media of its document; everything that it names if left out.
        media: Option<u64>,
        /// Why.
        why: Code,
    },
    /// A text for the other parties.
    Note {
        /// The text.
        text: BlobRef,
    },
    /// A kind, or fields, that this version does not know. Kept, cosigned, shown.
    Unknown {
        /// Its kind.
        kind: String,
        /// Everything it said besides the envelope.
        fields: Map<String, Value>,
    },
}

/// One entry of a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The author's time.
    pub at: Time,
    /// Heads of the agreement's other journals seen since the author's last statement.
    pub after: Vec<Seen>,
    /// If a reader does not know the kind, what it is about stops and a person is told.
    pub must_understand: bool,
    /// What it says.
    pub body: Body,
}

/// Why bytes are not a statement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadStatement {
    /// Not canonical JSON, or too long.
    #[error(transparent)]
    Form(#[from] NotCanonical),
    /// A field of the envelope or of a known kind is wrong.
    #[error(transparent)]
    Field(#[from] BadField),
}

impl Statement {
    /// A statement of `body` at `at`, with `must_understand` as the table says for its kind.
    #[must_use]
    pub fn new(at: Time, after: Vec<Seen>, body: Body) -> Self {
        Self { at, after, must_understand: body.must_understand(), body }
    }

    /// The canonical bytes: what is hashed into the journal.
    ///
    /// # Errors
    /// If it is longer than [`STATEMENT_BYTES_MAX`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, BadStatement> {
        let mut map = self.body.to_fields();
        map.insert("after".into(), Value::Array(self.after.iter().map(seen_value).collect()));
        map.insert("at".into(), self.at.to_string().into());
        map.insert("kind".into(), self.body.kind().into());
        map.insert("must_understand".into(), self.must_understand.into());
        map.entry("v").or_insert_with(|| 1.into());
        let bytes = canonical::to_bytes(&Value::Object(map))?;
        if bytes.len() > STATEMENT_BYTES_MAX {
            return Err(NotCanonical::Size { len: bytes.len(), max: STATEMENT_BYTES_MAX }.into());
        }
        Ok(bytes)
    }

    /// Reads a statement.
    ///
    /// # Errors
    /// If the bytes are not canonical, or a field of a known kind is wrong. An unknown kind, and unknown fields,
    /// are no error: they give [`Body::Unknown`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadStatement> {
        let mut fields = object(bytes, STATEMENT_BYTES_MAX)?;
        let version = fields.value("v")?;
        let number = super::fields::number("v", &version)?;
        let at = fields.parsed("at")?;
        let after = fields.list("after", 64, read_seen)?;
        let must_understand = match fields.value("must_understand")? {
            Value::Bool(b) => b,
            _ => return Err(BadField { name: "must_understand".into(), expected: "must be true or false".into() })?,
        };
        let kind = fields.text("kind")?;
        let body = if number == 1 {
            Body::from_fields(&kind, fields)?
        } else {
            // Of another version nothing is understood, and which one it was is kept with the rest.
            fields.0.insert("v".into(), version);
            unknown(&kind, fields)
        };
        Ok(Self { at, after, must_understand, body })
    }
}

fn unknown(kind: &str, fields: Fields) -> Body {
    Body::Unknown { kind: kind.to_owned(), fields: fields.0 }
}

pub(super) fn seen_value(seen: &Seen) -> Value {
    let Seen { party, epoch, size, root } = seen;
    Value::Array(vec![party.as_str().into(), (*epoch).into(), (*size).into(), root.to_string().into()])
}

pub(super) fn read_seen(name: &str, value: &Value) -> Taken<Seen> {
    let wrong = || BadField { name: name.to_owned(), expected: "must hold [party, epoch, size, root]".into() };
    let Some([Value::String(party), epoch, size, Value::String(root)]) = value.as_array().map(Vec::as_slice) else {
        return Err(wrong());
    };
    Ok(Seen {
        party: party.parse().map_err(|_| wrong())?,
        epoch: u32::try_from(super::fields::number(name, epoch)?).map_err(|_| wrong())?,
        size: super::fields::number(name, size)?,
        root: root.parse().map_err(|_| wrong())?,
    })
}

#[cfg(test)]
mod tests;

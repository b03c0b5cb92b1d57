//! What a dossier says: claims with their verdicts, and the root keys that all of it rests on.

use crate::ids::{Hash, ItemKey, PartyId, Position};
use crate::keys::PublicKey;
use crate::protocol::v1::statement::Published;
use crate::time::Time;
use std::collections::BTreeMap;

/// What is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The document is the one that the statement names.
    Document,
    /// The source signed item, version and document.
    Item,
    /// The statement stands at its place in its author's journal.
    Place,
    /// The journal's author signed its head.
    Head,
    /// A party holds the journal up to that head.
    Cosigned,
    /// A party's papers are by the root key that the agreement names.
    Keys,
    /// The agreement lets the author make items of the source available by that article.
    Article,
    /// A party signed the agreement.
    Signed,
    /// The source gave an order about the item.
    Order,
    /// Something stands in the dossier that proves nothing.
    Stray,
}

impl Kind {
    /// Its stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Item => "item",
            Self::Place => "place",
            Self::Head => "head",
            Self::Cosigned => "cosigned",
            Self::Keys => "keys",
            Self::Article => "article",
            Self::Signed => "signed",
            Self::Order => "order",
            Self::Stray => "stray",
        }
    }
}

/// One claim and its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What is claimed.
    pub kind: Kind,
    /// Of whom.
    pub party: PartyId,
    /// More of it: a journal's place, a person and an office, an article, an order.
    pub detail: String,
    /// The key that signed.
    pub key: Option<PublicKey>,
    /// When, by the signer's clock.
    pub at: Option<Time>,
    /// Why it does not hold; nothing if it does.
    pub wrong: Option<&'static str>,
}

/// What a dossier says, and whether it is so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// The item.
    pub key: ItemKey,
    /// What the statement says.
    pub published: Published,
    /// When its author wrote it.
    pub at: Time,
    /// Where it stands.
    pub position: Position,
    /// The agreement version.
    pub agreement: Hash,
    /// The root key of each party, and of the source: whoever trusts these may believe the rest.
    pub roots: BTreeMap<PartyId, PublicKey>,
    /// The claims.
    pub claims: Vec<Claim>,
    /// What the source has ordered last, as far as the dossier says: its number, what, when.
    pub order: Option<(u64, &'static str, Time)>,
}

impl Examined {
    /// Whether all claims hold.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.claims.iter().all(|claim| claim.wrong.is_none())
    }
}

/// Why there is nothing to examine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// The agreement cannot be read.
    #[error("the agreement cannot be read")]
    Agreement,
    /// A statement cannot be read.
    #[error("a statement cannot be read")]
    Statement,
    /// Not exactly one statement makes a version available.
    #[error("not exactly one statement makes a version available")]
    Published,
}

//! The papers a root key signs: certificates of node and seal keys, and their revocations. Canonical JSON, at most
//! [`KEY_PAPER_BYTES_MAX`] bytes; the signature is over the same object without `sig`. Both are numbered together,
//! from 1, so that a paper held back leaves a gap that everybody sees.

use super::{BadKey, BadSignature, NodeKey, PublicKey, RootKey, SealKey, Signature};
use crate::canonical::{self, NotCanonical};
use crate::ids::{BadId, PartyId};
use serde::{Deserialize, Serialize};

/// The domain under which certificates are signed.
pub const CERTIFICATE_DOMAIN: &str = "interwire/v1/certificate";
/// The domain under which revocations are signed.
pub const REVOCATION_DOMAIN: &str = "interwire/v1/revocation";
/// The longest certificate or revocation, in bytes.
pub const KEY_PAPER_BYTES_MAX: usize = 1024;

/// What a certified key may sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Checkpoints, cosignatures, requests, items.
    Node,
    /// Agreements and reviews.
    Seal,
}

/// Why a key was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RevocationReason {
    /// Replaced by another in good order.
    Retired,
    /// Nobody has it any more.
    Lost,
    /// Somebody else has it, or may have.
    Compromised,
}

/// Why bytes are not a certificate or revocation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// Not canonical JSON of this shape.
    #[error(transparent)]
    Form(#[from] NotCanonical),
    /// The party's id is none.
    #[error(transparent)]
    Party(#[from] BadId),
    /// A key or signature is none.
    #[error(transparent)]
    Key(#[from] BadKey),
    /// Not signed by the root key it names.
    #[error(transparent)]
    Signature(#[from] BadSignature),
    /// Another kind or version of paper, or a number that cannot be.
    #[error("a paper of another kind or version, or with an impossible number")]
    Kind,
}

/// A root key's word that a key is its party's. Made and read only with a good signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Whose key.
    pub party: PartyId,
    /// What it may sign.
    pub role: Role,
    /// The certified key.
    pub key: PublicKey,
    /// The root key that signed this.
    pub root: PublicKey,
    /// Its place among the papers of this root key, from 1.
    pub number: u64,
    signature: Signature,
}

/// A root key's word that a key is its party's no longer. Made and read only with a good signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// Whose key.
    pub party: PartyId,
    /// The revoked key.
    pub key: PublicKey,
    /// Why.
    pub reason: RevocationReason,
    /// The root key that signed this.
    pub root: PublicKey,
    /// Its place among the papers of this root key, from 1.
    pub number: u64,
    signature: Signature,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CertificateJson {
    key: String,
    kind: String,
    number: u64,
    party: String,
    role: Role,
    root: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sig: Option<String>,
    v: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RevocationJson {
    key: String,
    kind: String,
    number: u64,
    party: String,
    reason: RevocationReason,
    root: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sig: Option<String>,
    v: u32,
}

const VERSION: u32 = 1;
const CERTIFICATE_KIND: &str = "certificate";
const REVOCATION_KIND: &str = "revocation";

impl RootKey {
    /// Certifies a node key as paper `number`.
    #[must_use]
    pub fn certify_node(&self, party: &PartyId, key: &NodeKey, number: u64) -> Certificate {
        self.certify(party, Role::Node, key.public(), number)
    }

    /// Certifies a seal key as paper `number`.
    #[must_use]
    pub fn certify_seal(&self, party: &PartyId, key: &SealKey, number: u64) -> Certificate {
        self.certify(party, Role::Seal, key.public(), number)
    }

    /// Certifies a public key, as when the root key is on another machine, as paper `number`.
    #[must_use]
    pub fn certify(&self, party: &PartyId, role: Role, key: PublicKey, number: u64) -> Certificate {
        let signature = Signature([0; 64]);
        let mut paper = Certificate { party: party.clone(), role, key, root: self.public(), number, signature };
        paper.signature = self.sign(CERTIFICATE_DOMAIN, &written(&paper.json(None)));
        paper
    }

    /// Revokes a key as paper `number`.
    #[must_use]
    pub fn revoke(&self, party: &PartyId, key: PublicKey, reason: RevocationReason, number: u64) -> Revocation {
        let signature = Signature([0; 64]);
        let mut paper = Revocation { party: party.clone(), key, reason, root: self.public(), number, signature };
        paper.signature = self.sign(REVOCATION_DOMAIN, &written(&paper.json(None)));
        paper
    }
}

impl Certificate {
    /// The canonical bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        written(&self.json(Some(&self.signature)))
    }

    /// Reads a certificate and verifies its signature by the root key it names. Whether that root key is the party's
    /// is for the [`KeyRing`](super::KeyRing).
    ///
    /// # Errors
    /// As [`CertificateError`] says.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CertificateError> {
        let json: CertificateJson = canonical::from_bytes(bytes, KEY_PAPER_BYTES_MAX)?;
        check_kind(&json.kind, CERTIFICATE_KIND, json.v, json.number)?;
        let paper = Self {
            party: json.party.parse()?,
            role: json.role,
            key: json.key.parse()?,
            root: json.root.parse()?,
            number: json.number,
            signature: json.sig.unwrap_or_default().parse()?,
        };
        paper.root.verify(CERTIFICATE_DOMAIN, &written(&paper.json(None)), &paper.signature)?;
        Ok(paper)
    }

    fn json(&self, signature: Option<&Signature>) -> CertificateJson {
        CertificateJson {
            key: self.key.to_string(),
            kind: CERTIFICATE_KIND.to_owned(),
            number: self.number,
            party: self.party.to_string(),
            role: self.role,
            root: self.root.to_string(),
            sig: signature.map(ToString::to_string),
            v: VERSION,
        }
    }
}

impl Revocation {
    /// The canonical bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        written(&self.json(Some(&self.signature)))
    }

    /// Reads a revocation and verifies its signature by the root key it names. Whether that root key is the party's
    /// is for the [`KeyRing`](super::KeyRing).
    ///
    /// # Errors
    /// As [`CertificateError`] says.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CertificateError> {
        let json: RevocationJson = canonical::from_bytes(bytes, KEY_PAPER_BYTES_MAX)?;
        check_kind(&json.kind, REVOCATION_KIND, json.v, json.number)?;
        let paper = Self {
            party: json.party.parse()?,
            key: json.key.parse()?,
            reason: json.reason,
            root: json.root.parse()?,
            number: json.number,
            signature: json.sig.unwrap_or_default().parse()?,
        };
        paper.root.verify(REVOCATION_DOMAIN, &written(&paper.json(None)), &paper.signature)?;
        Ok(paper)
    }

    fn json(&self, signature: Option<&Signature>) -> RevocationJson {
        RevocationJson {
            key: self.key.to_string(),
            kind: REVOCATION_KIND.to_owned(),
            number: self.number,
            party: self.party.to_string(),
            reason: self.reason,
            root: self.root.to_string(),
            sig: signature.map(ToString::to_string),
            v: VERSION,
        }
    }
}

/// Whether bytes call themselves a revocation; whether they are one is for [`Revocation::from_bytes`].
pub(super) fn is_revocation(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Kind {
        kind: String,
    }
    bytes.len() <= KEY_PAPER_BYTES_MAX
        && serde_json::from_slice::<Kind>(bytes).is_ok_and(|named| named.kind == REVOCATION_KIND)
}

fn check_kind(kind: &str, expected: &str, version: u32, number: u64) -> Result<(), CertificateError> {
    let good = kind == expected && version == VERSION && (1..1 << 53).contains(&number);
    if good { Ok(()) } else { Err(CertificateError::Kind) }
}

/// Canonical bytes of a shape that always has them: texts and small whole numbers.
fn written<T: Serialize>(json: &T) -> Vec<u8> {
    canonical::to_bytes(json).unwrap_or_default()
}

//! The keys of one party: its root key and the papers that root has signed, in their order. It answers which keys are
//! good now, and which ever were.
//!
//! Validity is by position, not by clock: a ring holds the papers up to some place, and what stood there before a
//! revocation came stays good, whatever time a thief writes into his statements.

use super::{Certificate, CertificateError, PublicKey, Revocation, RevocationReason, Role};
use crate::ids::PartyId;
use std::collections::BTreeMap;

/// The most papers one ring holds; a key change a week lasts twenty years.
pub const RING_PAPERS_MAX: usize = 1024;

/// One paper signed by a root key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyPaper {
    /// A key begins.
    Certificate(Certificate),
    /// A key ends.
    Revocation(Revocation),
}

impl KeyPaper {
    /// Reads either kind and verifies its signature by the root key it names.
    ///
    /// # Errors
    /// If it is neither; [`CertificateError`] says why.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CertificateError> {
        if super::certificate::is_revocation(bytes) {
            Revocation::from_bytes(bytes).map(Self::Revocation)
        } else {
            Certificate::from_bytes(bytes).map(Self::Certificate)
        }
    }

    /// The canonical bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Certificate(paper) => paper.to_bytes(),
            Self::Revocation(paper) => paper.to_bytes(),
        }
    }

    /// Its place among the papers of its root key, from 1.
    #[must_use]
    pub fn number(&self) -> u64 {
        match self {
            Self::Certificate(paper) => paper.number,
            Self::Revocation(paper) => paper.number,
        }
    }

    /// Whose key it is about.
    #[must_use]
    pub fn party(&self) -> &PartyId {
        self.about().0
    }

    /// The party, the root key, and the key it is about.
    fn about(&self) -> (&PartyId, &PublicKey, &PublicKey) {
        match self {
            Self::Certificate(paper) => (&paper.party, &paper.root, &paper.key),
            Self::Revocation(paper) => (&paper.party, &paper.root, &paper.key),
        }
    }
}

impl From<Certificate> for KeyPaper {
    fn from(paper: Certificate) -> Self {
        Self::Certificate(paper)
    }
}

impl From<Revocation> for KeyPaper {
    fn from(paper: Revocation) -> Self {
        Self::Revocation(paper)
    }
}

/// From which paper to which a key is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyState {
    /// What it may sign.
    pub role: Role,
    /// The number of its certificate.
    pub certified: u64,
    /// The number of its revocation.
    pub revoked: Option<u64>,
}

/// Why a ring does not take a paper.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RingError {
    /// About another party, or signed by another root key.
    #[error("the paper is not of {0} and its root key")]
    Stranger(PartyId),
    /// Papers before it are missing.
    #[error("paper {got} came, paper {next} is next")]
    Gap {
        /// The number it has.
        got: u64,
        /// The number that is next.
        next: u64,
    },
    /// The root key has signed two papers with one number: it cannot be trusted.
    #[error("there are two papers {0}: the root key contradicts itself")]
    Contradiction(u64),
    /// A key is certified once, in one role, and is not the root key; a revocation is of a key that is good.
    #[error("paper {0} certifies a key a second time, or revokes one that is not good")]
    Pointless(u64),
    /// More papers than a ring holds.
    #[error("more than {RING_PAPERS_MAX} papers")]
    Full,
}

/// The keys of one party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRing {
    party: PartyId,
    root: PublicKey,
    papers: Vec<KeyPaper>,
    keys: BTreeMap<PublicKey, KeyState>,
}

impl KeyRing {
    /// A ring without papers.
    #[must_use]
    pub fn new(party: PartyId, root: PublicKey) -> Self {
        Self { party, root, papers: Vec::new(), keys: BTreeMap::new() }
    }

    /// Takes the next paper. `false` if the ring had it already.
    ///
    /// # Errors
    /// As [`RingError`] says; the ring is then as before.
    pub fn apply(&mut self, paper: impl Into<KeyPaper>) -> Result<bool, RingError> {
        let (paper, next) = (paper.into(), self.number() + 1);
        let ((party, root, key), number) = (paper.about(), paper.number());
        if *party != self.party || *root != self.root {
            return Err(RingError::Stranger(self.party.clone()));
        }
        // Papers are numbered from 1 without gaps, so a number is a place.
        let place = usize::try_from(number.wrapping_sub(1)).unwrap_or(usize::MAX);
        if let Some(known) = self.papers.get(place) {
            return if *known == paper { Ok(false) } else { Err(RingError::Contradiction(number)) };
        }
        if number != next {
            return Err(RingError::Gap { got: number, next });
        }
        if self.papers.len() >= RING_PAPERS_MAX {
            return Err(RingError::Full);
        }
        let state = match (&paper, self.keys.get(key)) {
            (KeyPaper::Certificate(new), None) if new.key != self.root => {
                KeyState { role: new.role, certified: number, revoked: None }
            }
            (KeyPaper::Revocation(_), Some(state)) if state.revoked.is_none() => {
                KeyState { revoked: Some(number), ..*state }
            }
            _ => return Err(RingError::Pointless(number)),
        };
        self.keys.insert(*key, state);
        self.papers.push(paper);
        Ok(true)
    }

    /// Takes papers that came together in any order, such as those of one `keys` statement; says how many were new.
    ///
    /// # Errors
    /// As [`RingError`] says; the ring is then as before.
    pub fn apply_all(&mut self, papers: impl IntoIterator<Item = KeyPaper>) -> Result<usize, RingError> {
        let mut papers: Vec<_> = papers.into_iter().collect();
        papers.sort_by_key(KeyPaper::number);
        let (mut grown, mut fresh) = (self.clone(), 0);
        for paper in papers {
            fresh += usize::from(grown.apply(paper)?);
        }
        *self = grown;
        Ok(fresh)
    }

    /// Whose keys.
    #[must_use]
    pub fn party(&self) -> &PartyId {
        &self.party
    }

    /// The root key.
    #[must_use]
    pub fn root(&self) -> &PublicKey {
        &self.root
    }

    /// The number of the last paper; 0 before the first.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.papers.len() as u64
    }

    /// All papers, in order.
    #[must_use]
    pub fn papers(&self) -> &[KeyPaper] {
        &self.papers
    }

    /// The keys good now in this role, oldest first.
    pub fn valid(&self, role: Role) -> impl Iterator<Item = &PublicKey> {
        let mut good: Vec<_> = self.keys.iter().filter(|(_, s)| s.role == role && s.revoked.is_none()).collect();
        good.sort_by_key(|(_, state)| state.certified);
        good.into_iter().map(|(key, _)| key)
    }

    /// Every key ever certified in this role, revoked ones too: for evidence and old heads.
    pub fn ever(&self, role: Role) -> impl Iterator<Item = &PublicKey> {
        self.keys.iter().filter(move |(_, state)| state.role == role).map(|(key, _)| key)
    }

    /// What is known of a key.
    #[must_use]
    pub fn state(&self, key: &PublicKey) -> Option<KeyState> {
        self.keys.get(key).copied()
    }

    /// Whether a key is good now in this role.
    #[must_use]
    pub fn is_valid(&self, key: &PublicKey, role: Role) -> bool {
        self.state(key).is_some_and(|state| state.role == role && state.revoked.is_none())
    }

    /// Whether a key was ever certified in this role, revoked or not.
    #[must_use]
    pub fn has_certified(&self, key: &PublicKey, role: Role) -> bool {
        self.state(key).is_some_and(|state| state.role == role)
    }

    /// Why a key was revoked, if it was.
    #[must_use]
    pub fn revocation(&self, key: &PublicKey) -> Option<RevocationReason> {
        let number = self.state(key)?.revoked?;
        match self.papers.get(usize::try_from(number).ok()?.checked_sub(1)?) {
            Some(KeyPaper::Revocation(paper)) => Some(paper.reason),
            _ => None,
        }
    }

    /// Takes the papers that another ring of the same party and root key has beyond these; says whether there were any.
    pub fn catch_up(&mut self, other: &Self) -> bool {
        let mut grown = false;
        for paper in other.papers.iter().skip(self.papers.len()) {
            // Of a root key that contradicts itself each ring keeps what it learnt first.
            grown |= self.apply(paper.clone()) == Ok(true);
        }
        grown
    }
}

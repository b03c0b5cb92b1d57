//! Proof that a party signed two histories of one journal. It can be handed to anybody: whoever has the journal's id
//! and the party's node key verifies it from these bytes alone, and nobody can make one against an honest party.

use super::checkpoint::{CHECKPOINT_BYTES_MAX, CheckpointError, SignedCheckpoint};
use super::proof::{PROOF_HASHES_MAX, consistency, verify_consistency};
use super::tile::{TileError, TileId, root_at};
use crate::canonical::{self, NotCanonical};
use crate::ids::{BadId, Hash, JournalId};
use crate::keys::PublicKey;
use serde::{Deserialize, Serialize};

/// The longest evidence that is read, in bytes: two checkpoints, of which JSON can at most double each byte, a proof.
pub const EVIDENCE_BYTES_MAX: usize = 4 * CHECKPOINT_BYTES_MAX + 8 * 1024;

/// Two heads by one author that no single history has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForkEvidence {
    /// Two heads of one size with different roots.
    SameSize {
        /// One of them.
        a: SignedCheckpoint,
        /// The other.
        b: SignedCheckpoint,
    },
    /// A later head whose tree does not begin with the tree of an earlier one.
    Inconsistent {
        /// The smaller head.
        old: SignedCheckpoint,
        /// The larger head.
        new: SignedCheckpoint,
        /// The root that the tree of `new` has at the size of `old`.
        root_at_old: Hash,
        /// The consistency proof from there to `new`.
        proof: Vec<Hash>,
    },
}

/// Why bytes are not evidence. That they are says nothing yet: see [`ForkEvidence::verify`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadEvidence {
    /// Not canonical JSON of this shape.
    #[error(transparent)]
    Form(#[from] NotCanonical),
    /// One of the notes is no checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// One of the hashes is none.
    #[error(transparent)]
    Hash(#[from] BadId),
    /// Another version, or a proof longer than any.
    #[error("another version, or a proof longer than any")]
    Version,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum EvidenceJson {
    SameSize { a: String, b: String, v: u32 },
    Inconsistent { new: String, old: String, proof: Vec<String>, root_at_old: String, v: u32 },
}

const VERSION: u32 = 1;

impl ForkEvidence {
    /// Whether this proves that the owner of `key` signed two histories of `journal`.
    #[must_use]
    pub fn verify(&self, journal: &JournalId, key: &PublicKey) -> bool {
        self.verify_any(journal, &[*key])
    }

    /// The same for a party that has had several node keys: the two heads may be signed by different ones.
    #[must_use]
    pub fn verify_any(&self, journal: &JournalId, keys: &[PublicKey]) -> bool {
        let head = |note: &SignedCheckpoint| note.verify_any(journal, keys).ok().map(|(head, _)| head);
        match self {
            Self::SameSize { a, b } => match (head(a), head(b)) {
                (Some(a), Some(b)) => a.size == b.size && a.root != b.root,
                _ => false,
            },
            Self::Inconsistent { old, new, root_at_old, proof } => match (head(old), head(new)) {
                (Some(old), Some(new)) => {
                    let proven = verify_consistency(old.size, root_at_old, new.size, &new.root, proof);
                    old.size < new.size && proven.is_ok() && *root_at_old != old.root
                }
                _ => false,
            },
        }
    }

    /// Looks for a lie between two heads of one journal. `read` gives tiles of the tree with the larger head, which
    /// whoever told that head must show. `None` if the heads agree, or the tiles do not lead to the larger head, so
    /// that nothing can be proven. The caller has verified both heads.
    ///
    /// # Errors
    /// If the tiles cannot be read, or do not reach as far as the larger head.
    pub fn between<E>(
        a: &SignedCheckpoint,
        b: &SignedCheckpoint,
        mut read: impl FnMut(TileId) -> Result<Option<Vec<u8>>, E>,
    ) -> Result<Option<Self>, TileError<E>> {
        let (old, new) = if a.unverified().size <= b.unverified().size { (a, b) } else { (b, a) };
        let (old_head, new_head) = (old.unverified(), new.unverified());
        let (old, new) = (old.clone(), new.clone());
        if old_head.origin != new_head.origin {
            return Ok(None);
        }
        if old_head.size == new_head.size {
            return Ok((old_head.root != new_head.root).then_some(Self::SameSize { a: old, b: new }));
        }
        let root_at_old = root_at(old_head.size, &mut read)?;
        let proof = consistency(old_head.size, new_head.size, read)?;
        let proven = verify_consistency(old_head.size, &root_at_old, new_head.size, &new_head.root, &proof);
        let lie = proven.is_ok() && root_at_old != old_head.root;
        Ok(lie.then_some(Self::Inconsistent { old, new, root_at_old, proof }))
    }

    /// The journal that was forked, as the evidence claims.
    #[must_use]
    pub fn journal(&self) -> &JournalId {
        match self {
            Self::SameSize { a: note, .. } | Self::Inconsistent { old: note, .. } => &note.unverified().origin,
        }
    }

    /// The canonical bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let text = |note: &SignedCheckpoint| note.as_str().to_owned();
        let json = match self {
            Self::SameSize { a, b } => EvidenceJson::SameSize { a: text(a), b: text(b), v: VERSION },
            Self::Inconsistent { old, new, root_at_old, proof } => EvidenceJson::Inconsistent {
                new: text(new),
                old: text(old),
                proof: proof.iter().map(Hash::to_string).collect(),
                root_at_old: root_at_old.to_string(),
                v: VERSION,
            },
        };
        // Texts and small numbers always have a canonical form.
        canonical::to_bytes(&json).unwrap_or_default()
    }

    /// Reads evidence. Nothing is verified.
    ///
    /// # Errors
    /// As [`BadEvidence`] says.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadEvidence> {
        match canonical::from_bytes(bytes, EVIDENCE_BYTES_MAX)? {
            EvidenceJson::SameSize { a, b, v: VERSION } => {
                Ok(Self::SameSize { a: SignedCheckpoint::parse(&a)?, b: SignedCheckpoint::parse(&b)? })
            }
            EvidenceJson::Inconsistent { new, old, proof, root_at_old, v: VERSION }
                if proof.len() <= PROOF_HASHES_MAX =>
            {
                Ok(Self::Inconsistent {
                    old: SignedCheckpoint::parse(&old)?,
                    new: SignedCheckpoint::parse(&new)?,
                    root_at_old: root_at_old.parse()?,
                    proof: proof.iter().map(|hash| hash.parse()).collect::<Result<_, _>>()?,
                })
            }
            _ => Err(BadEvidence::Version),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::checkpoint::Checkpoint;
    use crate::journal::checkpoint::tests::{head, journal, key, signed};
    use crate::journal::tile::tests::Memory;
    use crate::journal::tree::tests::leaves;
    use crate::journal::tree::{leaf_hash, root_of};
    use expect_test::expect;
    use proptest::prelude::*;

    fn same_size(a: &Checkpoint, b: &Checkpoint) -> ForkEvidence {
        ForkEvidence::SameSize { a: signed(a), b: signed(b) }
    }

    /// A head of `old` leaves, and one of `new` whose leaf number `changed` is another.
    fn inconsistent(old: u64, new: u64, changed: usize) -> ForkEvidence {
        let mut other = leaves(new);
        other[changed] = leaf_hash(b"rewritten");
        let proof = consistency(old, new, Memory::of(&other).read()).unwrap();
        let forked = signed(&Checkpoint { root: root_of(&other), ..head(new) });
        let root_at_old = root_of(&other[..old as usize]);
        ForkEvidence::Inconsistent { old: signed(&head(old)), new: forked, root_at_old, proof }
    }

    fn convinces(evidence: &ForkEvidence) -> bool {
        evidence.verify(&journal(), &key(2).public())
    }

    #[test]
    fn evidence_keeps_its_bytes_for_ever() {
        let forked = Checkpoint { root: leaf_hash(b"other"), ..head(1) };
        expect![[r#"{"a":"interwire/000102030405060708090a0b0c0d0e0f/hanoi/0\n1\nPnB3/S9m1ongzuanz1s3vy3KfJea81bQoxy8XIVgXH0=\n\n— interwire/000102030405060708090a0b0c0d0e0f/hanoi/0 awRfBjHL+s9dJo+iICtRu0lKcM+Be3GoEY8m3nMcoCN/2ODLLE7Z24hhgHbWZJBketv/rnEanxm/f61FVmzY52fVTgA=\n","b":"interwire/000102030405060708090a0b0c0d0e0f/hanoi/0\n1\nIBJ4cbuYUG/LLrJqsPcmqX/QQHwDFAmKRBjjH0CrdKY=\n\n— interwire/000102030405060708090a0b0c0d0e0f/hanoi/0 awRfButPzlPtgOkMUpJq8OR3Gq4TLHNQwSC0sFazokaAdRJODy/f0eVrR9QkePXhAqULkGZ9HUvIeHXOrmPQXJn9QQs=\n","kind":"same_size","v":1}"#]].assert_eq(&String::from_utf8(same_size(&head(1), &forked).to_bytes()).unwrap());
        expect![[r#"{"kind":"inconsistent","new":"interwire/000102030405060708090a0b0c0d0e0f/hanoi/0\n3\n5+6sxK6NpNzrWHtB6DC1/B9YP99O/j3HHbqVj40iuWI=\n\n— interwire/000102030405060708090a0b0c0d0e0f/hanoi/0 awRfBiGVjqJ1q9+QonlK1BMTbCPWXKOzGpVPNEhsQ6OlWJmmFQR62kJZlYnND2LQGJ2jvVkRv4iLk0wWHRvJ+IhYSwM=\n","old":"interwire/000102030405060708090a0b0c0d0e0f/hanoi/0\n2\np9kYlLYfv0Y3jYjj4bH3rvOVMsUEtIS9MVUdFeCgnf8=\n\n— interwire/000102030405060708090a0b0c0d0e0f/hanoi/0 awRfBtqih83mqLC8+KiaddjwoMZOFuGW3aoa76oxboP3jx8zolzelTUpegW3o2VeAW8QaNCcv6CAJ2mbyCjvADGigg8=\n","proof":["d81f51781eeb8f46a0e112e86ca335896ccc12cee00e6cfcf58a3501129dfc24"],"root_at_old":"55222e0abae237878ca8b62daeb008c5e5befa77f40b2d813524ce50db5fc714","v":1}"#]].assert_eq(&String::from_utf8(inconsistent(2, 3, 0).to_bytes()).unwrap());
    }

    #[test]
    fn two_roots_of_one_size_convict_and_nothing_less() {
        let forked = Checkpoint { root: leaf_hash(b"other"), ..head(5) };
        let evidence = same_size(&head(5), &forked);
        assert!(convinces(&evidence));
        assert_eq!(ForkEvidence::from_bytes(&evidence.to_bytes()), Ok(evidence.clone()));
        assert!(!evidence.verify(&journal(), &key(3).public()));
        assert!(evidence.verify_any(&journal(), &[key(3).public(), key(2).public()]));
        assert!(!evidence.verify(&JournalId { epoch: 1, ..journal() }, &key(2).public()));
        assert!(!convinces(&same_size(&head(5), &head(5))));
        assert!(!convinces(&same_size(&head(5), &head(6))));
        let next_epoch = Checkpoint { origin: JournalId { epoch: 1, ..journal() }, ..forked.clone() };
        assert!(!convinces(&same_size(&head(5), &next_epoch)));
        let by_another = SignedCheckpoint::sign(&forked, &key(3)).unwrap();
        let framed = ForkEvidence::SameSize { a: signed(&head(5)), b: by_another };
        assert!(!convinces(&framed));
        assert!(framed.verify_any(&journal(), &[key(2).public(), key(3).public()]), "a party answers for both keys");
    }

    #[test]
    fn a_rewritten_beginning_convicts_at_every_size_and_an_honest_growth_never() {
        for new in 2..=20u64 {
            for old in 1..new {
                let evidence = inconsistent(old, new, old as usize - 1);
                assert!(convinces(&evidence), "{old} to {new}");
                assert_eq!(ForkEvidence::from_bytes(&evidence.to_bytes()), Ok(evidence));
                let honest = inconsistent(old, new, old as usize);
                assert!(!convinces(&honest), "{old} to {new}");
            }
        }
    }

    #[test]
    fn a_lie_between_two_heads_is_found_from_the_tiles_of_the_larger() {
        let mut other = leaves(300);
        other[7] = leaf_hash(b"rewritten");
        let forked = |size: u64| signed(&Checkpoint { root: root_of(&other[..size as usize]), ..head(size) });
        let (honest, lying) = (Memory::of(&leaves(300)), Memory::of(&other));
        for (a, b) in [(8, 300), (299, 300), (300, 257), (300, 300)] {
            let found =
                ForkEvidence::between(&signed(&head(a)), &forked(b), if a > b { honest.read() } else { lying.read() });
            assert!(convinces(&found.unwrap().unwrap()), "{a} and {b}");
        }
        assert_eq!(ForkEvidence::between(&signed(&head(7)), &forked(300), lying.read()), Ok(None));
        assert_eq!(ForkEvidence::between(&signed(&head(8)), &forked(300), honest.read()), Ok(None), "wrong tiles");
        assert!(ForkEvidence::between(&signed(&head(8)), &forked(300), |_| Ok::<_, ()>(None)).is_err());
    }

    proptest! {
        #[test]
        fn nobody_frames_an_honest_party(old in 1u64..40, more in 0u64..40, root in 0u64..80, count in 0u64..8) {
            let (new, hashes) = (old + more, leaves(80));
            let honest = ForkEvidence::Inconsistent {
                old: signed(&head(old)),
                new: signed(&head(new)),
                root_at_old: hashes[root as usize],
                proof: hashes[..count as usize].to_vec(),
            };
            prop_assert!(!convinces(&honest));
        }

        #[test]
        fn any_bytes_are_evidence_or_an_error(bytes in any::<Vec<u8>>(), at in any::<prop::sample::Index>(), with in any::<u8>()) {
            prop_assert!(ForkEvidence::from_bytes(&bytes).is_err());
            let mut evidence = inconsistent(2, 3, 0).to_bytes();
            let at = at.index(evidence.len());
            if evidence[at] != with {
                evidence[at] = with;
                prop_assert!(ForkEvidence::from_bytes(&evidence).map_or(true, |changed| !convinces(&changed)));
            }
        }
    }
}

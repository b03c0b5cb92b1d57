//! Heads of journals (C2SP tlog-checkpoint): origin, size and root in a note signed by the journal's party, and
//! cosigned by those who hold the same. A [`SignedCheckpoint`] that was only read proves nothing: `verify` gives its
//! [`Checkpoint`].
//!
//! Not supported: extension lines. No cosigner vouches for them, so a checkpoint that has any is refused.

use super::SIZE_MAX;
use super::cosignature;
use super::note::{Note, NoteError, SignatureType, VerifierKey};
use super::tree::empty_root;
use crate::ids::{BadId, Hash, JournalId, PartyId};
use crate::keys::{NodeKey, PublicKey};
use crate::time::Time;
use base64::{Engine, engine::general_purpose::STANDARD};

/// The longest checkpoint that is read, in bytes: room for the author and 99 cosigners.
pub const CHECKPOINT_BYTES_MAX: usize = 32 * 1024;

/// Why a text is not a checkpoint, or does not convince.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a note, or not signed as it should be.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Longer than is read.
    #[error("a checkpoint of {0} bytes, more than {CHECKPOINT_BYTES_MAX}")]
    Size(usize),
    /// The first line names no journal.
    #[error(transparent)]
    Origin(#[from] BadId),
    /// Not the three lines origin, size and root in their one spelling, or an empty tree with another root.
    #[error("not the three lines of a checkpoint")]
    Form,
    /// A fourth line.
    #[error("a checkpoint with extension lines")]
    Extension,
    /// A checkpoint of another journal.
    #[error("a checkpoint of {found}, not of {expected}")]
    Journal {
        /// The journal asked for.
        expected: String,
        /// The journal it is of.
        found: String,
    },
    /// Two notes whose signatures cannot be joined, since they sign different heads.
    #[error("another head")]
    OtherHead,
}

/// A journal's size and root.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Checkpoint {
    /// The journal.
    pub origin: JournalId,
    /// Its entries, at most [`SIZE_MAX`].
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The three lines that are signed.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root.0))
    }

    /// The reverse of [`Checkpoint::to_text`].
    ///
    /// # Errors
    /// If these are not three lines, each in its one spelling.
    pub fn from_text(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.strip_suffix('\n').ok_or(CheckpointError::Form)?.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(CheckpointError::Form);
        };
        if lines.next().is_some() {
            return Err(CheckpointError::Extension);
        }
        let root = STANDARD.decode(root).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(CheckpointError::Form)?;
        let size = size.parse().ok().filter(|size| *size <= SIZE_MAX).ok_or(CheckpointError::Form)?;
        let read = Self { origin: origin.parse()?, size, root: Hash(root) };
        let empty = read.size > 0 || read.root == empty_root();
        if empty && read.to_text() == text { Ok(read) } else { Err(CheckpointError::Form) }
    }
}

/// A checkpoint as a note, with its author's signature and any cosignatures, verified or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: Note,
    text: String,
}

impl SignedCheckpoint {
    /// Signs a head as the journal's party, under the journal's origin as key name.
    ///
    /// # Errors
    /// If no head can be like this: too large, or empty with another root.
    pub fn sign(checkpoint: &Checkpoint, key: &NodeKey) -> Result<Self, CheckpointError> {
        let text = checkpoint.to_text();
        let checkpoint = Checkpoint::from_text(&text)?;
        let mut note = Note::new(&text)?;
        note.sign(&checkpoint.origin.origin(), key)?;
        Ok(Self { checkpoint, text: note.to_string(), note })
    }

    /// Reads a signed checkpoint. Nothing is verified.
    ///
    /// # Errors
    /// If it is too long, not a note, or its text is not a checkpoint.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        if text.len() > CHECKPOINT_BYTES_MAX {
            return Err(CheckpointError::Size(text.len()));
        }
        let note = Note::parse(text)?;
        Ok(Self { checkpoint: Checkpoint::from_text(note.text())?, note, text: text.to_owned() })
    }

    /// The whole note.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The head it claims, which nobody may believe before [`SignedCheckpoint::verify`].
    #[must_use]
    pub fn unverified(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note with all its lines.
    #[must_use]
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// Verifies that it is a head of this journal signed by this key.
    ///
    /// # Errors
    /// If it is of another journal, or not signed by this key, or has a false line in the name of this key.
    pub fn verify(&self, journal: &JournalId, key: &PublicKey) -> Result<Checkpoint, CheckpointError> {
        self.verify_any(journal, [key]).map(|(checkpoint, _)| checkpoint)
    }

    /// Verifies that it is a head of this journal signed by one of these keys, and says by which: for parties with
    /// more than one node key.
    ///
    /// # Errors
    /// If it is of another journal, or signed by none of the keys, or has a false line in the name of one before it.
    pub fn verify_any<'k>(
        &self,
        journal: &JournalId,
        keys: impl IntoIterator<Item = &'k PublicKey>,
    ) -> Result<(Checkpoint, PublicKey), CheckpointError> {
        let (expected, found) = (journal.origin(), self.checkpoint.origin.origin());
        if expected != found {
            return Err(CheckpointError::Journal { expected, found });
        }
        for key in keys {
            match self.note.verify(&VerifierKey::new(&expected, SignatureType::Ed25519, *key)?) {
                Ok(()) => return Ok((self.checkpoint.clone(), *key)),
                Err(NoteError::Unsigned(_)) => {}
                Err(other) => return Err(other.into()),
            }
        }
        Err(NoteError::Unsigned(expected).into())
    }

    /// Cosigns: says that `party` holds this head at `at` and knows no larger one. The caller has verified the
    /// author's signature and the consistency with every head cosigned before. An earlier cosignature by the same
    /// key stays.
    ///
    /// # Errors
    /// If the note is full.
    pub fn cosign(&mut self, party: &PartyId, key: &NodeKey, at: Time) -> Result<(), CheckpointError> {
        if self.cosigned_by(party, &key.public()).is_some() {
            return Ok(());
        }
        let mut note = self.note.clone();
        note.signatures.extend(cosignature::create(&self.note, party, key, at));
        self.settle(note)
    }

    /// When this party's key cosigned this head, to the second; the earliest if several times.
    #[must_use]
    pub fn cosigned_by(&self, party: &PartyId, key: &PublicKey) -> Option<Time> {
        cosignature::find(&self.note, party, key).map(|(time, _)| time)
    }

    /// Who of these cosigned this head, and when.
    #[must_use]
    pub fn cosigners(&self, known: &[(PartyId, PublicKey)]) -> Vec<(PartyId, Time)> {
        let signed = known.iter().filter_map(|(party, key)| Some((party.clone(), self.cosigned_by(party, key)?)));
        let mut signed: Vec<_> = signed.collect();
        signed.sort();
        signed.dedup_by(|later, earlier| later.0 == earlier.0);
        signed
    }

    /// Takes over from another note of the same head the true cosignatures by these keys, and nothing else, so that
    /// nobody can fill a note with rubbish. Per key the earliest stays; merging in any order gives the same note.
    ///
    /// # Errors
    /// If the other is of another head, or the note is full.
    pub fn merge(&mut self, other: &Self, cosigners: &[(PartyId, PublicKey)]) -> Result<(), CheckpointError> {
        if self.checkpoint != other.checkpoint {
            return Err(CheckpointError::OtherHead);
        }
        // A peer tells the same head again and again; only lines that are new are worth verifying.
        let new: Vec<_> = other.note.signatures.iter().filter(|line| !self.note.signatures.contains(line)).collect();
        let mut note = self.note.clone();
        for (party, key) in cosigners.iter().filter(|(party, key)| cosignature::claimed(&new, party, key)) {
            let ours = cosignature::find(&self.note, party, key);
            let theirs = cosignature::find(&other.note, party, key);
            let Some((_, line)) = ours.into_iter().chain(theirs).min() else { continue };
            note.signatures.retain(|old| (&old.name, old.key_id) != (&line.name, line.key_id));
            note.signatures.push(line.clone());
        }
        if note == self.note { Ok(()) } else { self.settle(note) }
    }

    /// This checkpoint with the author's line by this key and the true cosignatures by known keys, and nothing else:
    /// what is worth keeping of a note that came from anybody.
    ///
    /// # Errors
    /// If the author's key did not sign it.
    pub fn cleaned(&self, author: &PublicKey, cosigners: &[(PartyId, PublicKey)]) -> Result<Self, CheckpointError> {
        let key = self.author_key(author)?;
        self.note.verify(&key)?;
        let mut clean = self.only(&key)?;
        clean.merge(self, cosigners)?;
        Ok(clean)
    }

    /// This checkpoint with the author's line by this key and nothing else. The caller has verified that line.
    ///
    /// # Errors
    /// None that a checkpoint which was read can give.
    pub(crate) fn bare(&self, author: &PublicKey) -> Result<Self, CheckpointError> {
        self.only(&self.author_key(author)?)
    }

    fn author_key(&self, author: &PublicKey) -> Result<VerifierKey, CheckpointError> {
        Ok(VerifierKey::new(&self.checkpoint.origin.origin(), SignatureType::Ed25519, *author)?)
    }

    fn only(&self, key: &VerifierKey) -> Result<Self, CheckpointError> {
        let mut note = Note::new(self.note.text())?;
        note.signatures.extend(self.note.signatures.iter().find(|line| line.claims(key)).cloned());
        Ok(Self { checkpoint: self.checkpoint.clone(), text: note.to_string(), note })
    }

    /// Puts the author's line first and the others in order, so that equal notes have equal bytes.
    fn settle(&mut self, mut note: Note) -> Result<(), CheckpointError> {
        let origin = self.checkpoint.origin.origin();
        note.signatures.sort_by_cached_key(|line| (line.name != origin, line.clone()));
        *self = Self::parse(&note.to_string())?;
        Ok(())
    }
}

#[cfg(test)]
pub(crate) mod tests;

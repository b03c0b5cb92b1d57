//! Signed notes (C2SP signed-note): a text and lines that sign it, and the names of the keys that did. The bytes are
//! kept as they came. What the text says is in `checkpoint`; timestamped signatures (type 0x04) in `cosignature`.
//!
//! Incomplete support: of the signature types only Ed25519 (0x01) and timestamped cosignatures (0x04) are verified;
//! lines of any other type are kept and ignored, as the specification demands of unknown keys.

use crate::keys::{NodeKey, PublicKey, SIGNATURE_BYTES, Signature};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// The longest note that is read, in bytes.
pub const NOTE_BYTES_MAX: usize = 1 << 20;
/// The most signature lines a note may have; the specification demands at least 16.
pub const NOTE_SIGNATURES_MAX: usize = 100;

const LINE_START: &str = "\u{2014} ";

/// Why a text is not a note, or is not signed as it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Longer than is read.
    #[error("a note of {0} bytes, more than {NOTE_BYTES_MAX}")]
    Size(usize),
    /// A control character, no blank line before the signatures, or a text that does not end its line.
    #[error("not a note: it needs a text, a blank line and signature lines, and no control characters")]
    Form,
    /// A line after the blank one is not a signature.
    #[error("signature line {0} is not an em dash, a key name and base64")]
    Line(usize),
    /// More signatures than are read.
    #[error("more than {NOTE_SIGNATURES_MAX} signatures")]
    Signatures,
    /// A key name is empty or has a space, a plus or a control character.
    #[error("not a key name: {0:?}")]
    Name(String),
    /// Not signed by the key that is asked for.
    #[error("not signed by {0}")]
    Unsigned(String),
    /// A line in the name of the key that is asked for is false.
    #[error("a signature in the name of {0} is false")]
    False(String),
}

/// What kind of signature a key makes (C2SP signed-note, signature types).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignatureType {
    /// 0x01: Ed25519 over the note's text.
    Ed25519,
    /// 0x04: a timestamped cosignature of a checkpoint.
    Cosignature,
}

impl SignatureType {
    /// Its identifier byte.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::Cosignature => 0x04,
        }
    }
}

/// A key under the name by which notes know it; written `name+keyid+base64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: SignatureType,
    key: PublicKey,
}

/// Why a text is not a verifier key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a verifier key: a name, eight hex digits and base64, joined by plus signs")]
pub struct BadVerifierKey;

impl VerifierKey {
    /// A key under a name.
    ///
    /// # Errors
    /// If it is not a key name.
    pub fn new(name: &str, kind: SignatureType, key: PublicKey) -> Result<Self, NoteError> {
        check_name(name)?;
        Ok(Self { name: name.to_owned(), kind, key })
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public key.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The first four bytes of SHA-256 over the name, a line feed, the type byte and the key.
    #[must_use]
    pub fn id(&self) -> u32 {
        let hasher = Sha256::new().chain_update(&self.name).chain_update([b'\n', self.kind.byte()]);
        let digest: [u8; 32] = hasher.chain_update(self.key.as_bytes()).finalize().into();
        digest.first_chunk().map_or(0, |first| u32::from_be_bytes(*first))
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = STANDARD.encode([&[self.kind.byte()], &self.key.as_bytes()[..]].concat());
        write!(f, "{}+{:08x}+{key}", self.name, self.id())
    }
}

impl FromStr for VerifierKey {
    type Err = BadVerifierKey;
    fn from_str(text: &str) -> Result<Self, BadVerifierKey> {
        let read = || {
            let (name, rest) = text.split_once('+')?;
            let (_, key) = rest.split_once('+')?;
            let bytes = STANDARD.decode(key).ok()?;
            let (kind, key) = bytes.split_first()?;
            let kind = [SignatureType::Ed25519, SignatureType::Cosignature].into_iter().find(|k| k.byte() == *kind)?;
            let key = PublicKey::from_bytes(key.try_into().ok()?).ok()?;
            Self::new(name, kind, key).ok()
        };
        read().filter(|key| key.to_string() == text).ok_or(BadVerifierKey)
    }
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NoteSignature {
    /// Whose key, by name.
    pub name: String,
    /// Which key of that name and of which type ([`VerifierKey::id`]).
    pub key_id: u32,
    /// The signature proper; its form depends on the type.
    pub bytes: Vec<u8>,
}

impl NoteSignature {
    /// Whether the line claims to be by this key.
    #[must_use]
    pub fn claims(&self, key: &VerifierKey) -> bool {
        self.name == key.name && self.key_id == key.id()
    }

    fn parse(line: &str) -> Option<Self> {
        let (name, signature) = line.strip_prefix(LINE_START)?.split_once(' ')?;
        check_name(name).ok()?;
        let bytes = STANDARD.decode(signature).ok()?;
        let (id, bytes) = bytes.split_first_chunk::<4>().filter(|(_, bytes)| !bytes.is_empty())?;
        Some(Self { name: name.to_owned(), key_id: u32::from_be_bytes(*id), bytes: bytes.to_vec() })
    }
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signature = STANDARD.encode([&self.key_id.to_be_bytes(), &self.bytes[..]].concat());
        writeln!(f, "{LINE_START}{} {signature}", self.name)
    }
}

/// A text with its signatures, verified or not. The text must not be believed before one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    /// The signature lines, in their order.
    pub signatures: Vec<NoteSignature>,
}

impl Note {
    /// A note not signed yet. The text ends with a line feed.
    ///
    /// # Errors
    /// If the text does not end its line, or has control characters.
    pub fn new(text: &str) -> Result<Self, NoteError> {
        let control = |c: char| c < ' ' && c != '\n';
        if !text.ends_with('\n') || text.contains(control) {
            return Err(NoteError::Form);
        }
        Ok(Self { text: text.to_owned(), signatures: Vec::new() })
    }

    /// Reads a note. Nothing is verified.
    ///
    /// # Errors
    /// If it is too long, or not in the form of a note.
    pub fn parse(note: &str) -> Result<Self, NoteError> {
        if note.len() > NOTE_BYTES_MAX {
            return Err(NoteError::Size(note.len()));
        }
        let (text, lines) = note.rsplit_once("\n\n").ok_or(NoteError::Form)?;
        let mut read = Self::new(&format!("{text}\n"))?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Form)?;
        for (number, line) in (1..).zip(lines.split('\n')) {
            if number > NOTE_SIGNATURES_MAX {
                return Err(NoteError::Signatures);
            }
            read.signatures.push(NoteSignature::parse(line).ok_or(NoteError::Line(number))?);
        }
        Ok(read)
    }

    /// The text that is signed, with its last line feed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Signs the text under a key name (type 0x01), in place of an earlier signature by the same key.
    ///
    /// # Errors
    /// If `name` is not a key name.
    pub fn sign(&mut self, name: &str, key: &NodeKey) -> Result<(), NoteError> {
        let verifier = VerifierKey::new(name, SignatureType::Ed25519, key.public())?;
        let bytes = key.sign_raw(self.text.as_bytes()).0.to_vec();
        self.signatures.retain(|line| !line.claims(&verifier));
        self.signatures.push(NoteSignature { name: name.to_owned(), key_id: verifier.id(), bytes });
        Ok(())
    }

    /// Verifies that the note is signed by this key of type 0x01. Lines of other keys are ignored; one false line in
    /// the name of this key spoils the note, as the specification advises.
    ///
    /// # Errors
    /// If there is no line by this key, or a false one.
    pub fn verify(&self, key: &VerifierKey) -> Result<(), NoteError> {
        let mut verified = Err(NoteError::Unsigned(key.name.clone()));
        for line in self.signatures.iter().filter(|line| line.claims(key)) {
            let good = key.kind == SignatureType::Ed25519
                && <[u8; SIGNATURE_BYTES]>::try_from(line.bytes.as_slice())
                    .is_ok_and(|bytes| key.key.verify_raw(self.text.as_bytes(), &Signature(bytes)).is_ok());
            if !good {
                return Err(NoteError::False(key.name.clone()));
            }
            verified = Ok(());
        }
        verified
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| line.fmt(f))
    }
}

fn check_name(name: &str) -> Result<(), NoteError> {
    let wrong = |c: char| c.is_whitespace() || c < ' ' || c == '+';
    if name.is_empty() || name.contains(wrong) {
        return Err(NoteError::Name(name.chars().take(80).collect()));
    }
    Ok(())
}

#[cfg(test)]
mod tests;

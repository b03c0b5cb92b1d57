//! Ed25519 keys (RFC 8032): who signs what, and how. A root key, kept offline and named in agreements, certifies node
//! keys (checkpoints, cosignatures, requests, items) and seal keys (agreements, reviews), and revokes them.
//! Certificates are in `certificate`, which keys hold in `ring`. Seal keys under a passphrase are the node's business.
//!
//! Two kinds of messages are signed and cannot be taken for each other:
//! - *named*: `domain`, a line feed, the message. Domains begin with `interwire/v1/`.
//! - *raw*, where a public specification fixes the bytes: notes (ours begin with a journal's origin, `interwire/` and
//!   32 hex digits), cosignatures (`cosignature/v1`), RFC 9421 signature bases (a double quote).

mod certificate;
mod ring;

pub use certificate::{
    CERTIFICATE_DOMAIN, Certificate, CertificateError, KEY_PAPER_BYTES_MAX, REVOCATION_DOMAIN, Revocation,
    RevocationReason, Role,
};
pub use ring::{KeyPaper, KeyRing, KeyState, RING_PAPERS_MAX, RingError};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// The bytes of a public key.
pub const PUBLIC_KEY_BYTES: usize = 32;
/// The bytes of a signature.
pub const SIGNATURE_BYTES: usize = 64;
/// The random bytes of which a secret key is made.
pub const SEED_BYTES: usize = 32;

/// Why a text or bytes are not a public key or signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// Not base64url without padding, or of another length.
    #[error("not {0} bytes in base64url without padding")]
    Text(usize),
    /// Not a point of the curve, or one of the few weak ones, for which anybody can sign.
    #[error("these bytes are no usable ed25519 public key")]
    Point,
}

/// A signature does not belong to this message and key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not belong to this message and key")]
pub struct BadSignature;

/// A public key; written as 43 characters of base64url.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey([u8; PUBLIC_KEY_BYTES]);

impl PublicKey {
    /// From its bytes (RFC 8032 section 5.1.5).
    ///
    /// # Errors
    /// If they are no point of the curve, or a weak one, or its second spelling.
    pub fn from_bytes(bytes: [u8; PUBLIC_KEY_BYTES]) -> Result<Self, BadKey> {
        let usable = |key: &VerifyingKey| !key.is_weak() && key.to_edwards().compress().to_bytes() == bytes;
        VerifyingKey::from_bytes(&bytes).ok().filter(usable).map(|_| Self(bytes)).ok_or(BadKey::Point)
    }

    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; PUBLIC_KEY_BYTES] {
        &self.0
    }

    /// Verifies a signature over a named message, as [`NodeKey::sign`] makes it.
    ///
    /// # Errors
    /// If it is not by this key, or over another message or domain.
    pub fn verify(&self, domain: &str, message: &[u8], signature: &Signature) -> Result<(), BadSignature> {
        self.verify_raw(&named(domain, message), signature)
    }

    /// Verifies a signature over exactly these bytes. Strict: weak keys and second spellings of a signature are
    /// refused, so that two verifiers never disagree.
    ///
    /// # Errors
    /// If it is not by this key, or over other bytes.
    pub fn verify_raw(&self, message: &[u8], signature: &Signature) -> Result<(), BadSignature> {
        let key = VerifyingKey::from_bytes(&self.0).map_err(|_| BadSignature)?;
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        key.verify_strict(message, &signature).map_err(|_| BadSignature)
    }

    /// What two people compare on the telephone: six groups of five digits. SHA-256 of `interwire/v1/fingerprint`, a
    /// line feed and the key; of its first thirty bytes each five, as a big-endian number, modulo 100,000. That is
    /// nearly 100 bits: nobody finds a second key to a given fingerprint.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest: [u8; 32] = Sha256::digest(named("interwire/v1/fingerprint", &self.0)).into();
        let group = |bytes: &[u8; 5]| bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)) % 100_000;
        let groups: Vec<String> = digest.as_chunks().0.iter().map(|bytes| format!("{:05}", group(bytes))).collect();
        groups.join(" ")
    }
}

/// A signature; written as 86 characters of base64url.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Signature(pub [u8; SIGNATURE_BYTES]);

macro_rules! base64url_text {
    ($name:ident, $bytes:expr, $make:expr) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }
        impl FromStr for $name {
            type Err = BadKey;
            fn from_str(text: &str) -> Result<Self, BadKey> {
                let bytes = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
                bytes.ok_or(BadKey::Text($bytes)).and_then($make)
            }
        }
    };
}
base64url_text!(PublicKey, PUBLIC_KEY_BYTES, PublicKey::from_bytes);
base64url_text!(Signature, SIGNATURE_BYTES, |bytes| Ok(Signature(bytes)));

/// The bytes that are signed for a named message.
fn named(domain: &str, message: &[u8]) -> Vec<u8> {
    debug_assert!(domain.starts_with("interwire/v1/") && !domain.contains('\n'), "not a signing domain: {domain}");
    [domain.as_bytes(), b"\n", message].concat()
}

macro_rules! secret_key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        /// It is wiped from memory when dropped and never shown.
        #[derive(Clone)]
        pub struct $name(SigningKey);

        impl $name {
            /// The key made of 32 random bytes, which the caller wipes.
            #[must_use]
            pub fn from_seed(seed: &[u8; SEED_BYTES]) -> Self {
                Self(SigningKey::from_bytes(seed))
            }
            /// The bytes it was made of, to be stored in a secret place.
            #[must_use]
            pub fn seed(&self) -> &[u8; SEED_BYTES] {
                self.0.as_bytes()
            }
            /// The public half.
            #[must_use]
            pub fn public(&self) -> PublicKey {
                PublicKey(self.0.verifying_key().to_bytes())
            }
            /// Signs a message under a domain: over `domain`, a line feed and the message. Domains are constants of
            /// the program that begin with `interwire/v1/`.
            #[must_use]
            pub fn sign(&self, domain: &str, message: &[u8]) -> Signature {
                Signature(self.0.sign(&named(domain, message)).to_bytes())
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({}, secret)"), self.public())
            }
        }
    };
}
secret_key! {
    /// A party's root key: kept offline, named in agreements, signs nothing but certificates and revocations.
    RootKey
}
secret_key! {
    /// A node's key: signs checkpoints, cosignatures, requests and items.
    NodeKey
}
secret_key! {
    /// A signatory's key: seals agreements and reviews.
    SealKey
}

impl NodeKey {
    /// Signs exactly these bytes, for formats of public specifications; the module's head says which.
    #[must_use]
    pub fn sign_raw(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

#[cfg(test)]
mod tests;

//! The file of one secret key, version 1: an object in JSON,
//!
//! ```text
//! {"kind":"interwire-key","v":1,"role":"seal","party":"hanoi","public":"…","sealed":{
//!   "kdf":"argon2id","memory_kib":65536,"passes":3,"lanes":4,"salt":"…",
//!   "cipher":"xchacha20-poly1305","nonce":"…","box":"…"}}
//! ```
//!
//! or, in clear, with `"secret"` in the place of `"sealed"`. `role` is root, node, seal or item; `public` is missing for
//! item. Bytes are base64url without padding. The passphrase in Unicode NFC, as UTF-8, goes through Argon2id (RFC 9106,
//! version 0x13) with a 16 byte salt to 32 bytes, which open the box under a 24 byte nonce; in it are the 32 bytes of
//! the secret. Authenticated with it is the canonical JSON (RFC 8785) of the same object without `box`, so that a box
//! cannot be moved to another party or role.

use super::{Passphrase, unreadable, unusable};
use crate::errors::{Code, Error};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use interwire_core::canonical;
use interwire_core::ids::PartyId;
use interwire_core::keys::{NodeKey, PublicKey, RootKey, SealKey};
use serde::{Deserialize, Serialize};
use std::path::Path;
use zeroize::Zeroizing;

const KIND: &str = "interwire-key";
const VERSION: u32 = 1;
const KDF: &str = "argon2id";
const CIPHER: &str = "xchacha20-poly1305";
/// The second recommendation of RFC 9106 section 4: 64 MiB, three passes, four lanes.
const COST: (u32, u32, u32) = (64 << 10, 3, 4);
/// More than this is not tried: a file from elsewhere must not take the machine's memory.
const COST_MAX: (u32, u32, u32) = (1 << 20, 16, 16);
const BYTES_MAX: u64 = 4096;

/// What a key file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Contents {
    /// The root key.
    Root,
    /// The node's key.
    Node,
    /// The seal key.
    Seal,
    /// The secret of item ids.
    Item,
}

/// A key file as it is written.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFile {
    kind: String,
    v: u32,
    role: Contents,
    party: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    public: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<Zeroizing<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sealed: Option<Sealed>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    kdf: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    cipher: String,
    nonce: String,
    #[serde(rename = "box", skip_serializing_if = "Option::is_none")]
    closed: Option<String>,
}

/// Reads the file of a key of this party and role; the secret is still closed.
///
/// # Errors
/// If it cannot be read, is open to others, or is the file of something else.
pub fn read(path: &Path, party: &PartyId, role: Contents) -> Result<KeyFile, Error> {
    use std::io::Read;
    let mut bytes = Zeroizing::new(Vec::new());
    let file = std::fs::File::open(path).map_err(|cause| unreadable(path).because(cause))?;
    file.take(BYTES_MAX).read_to_end(&mut bytes).map_err(|cause| unreadable(path).because(cause))?;
    let file: KeyFile =
        serde_json::from_slice(&bytes).map_err(|cause| unusable(path, "it is no key file").because(cause))?;
    if file.kind != KIND || file.v != VERSION {
        return Err(unusable(path, "it is a file of another kind, or of a newer version of Interwire"));
    }
    if file.party != party.as_str() || file.role != role {
        return Err(unusable(path, &format!("it is the {:?} key of {}", file.role, file.party)));
    }
    if crate::config::is_open(path) {
        return Err(Error::new(Code::KeyOpen).with("path", path.display()));
    }
    Ok(file)
}

impl KeyFile {
    /// The file of a secret, sealed under a passphrase if there is one.
    ///
    /// # Errors
    /// If the system has no random bytes or not enough memory.
    pub fn new(role: Contents, party: &PartyId, secret: &[u8; 32], under: Option<&Passphrase>) -> Result<Self, Error> {
        let mut file = Self {
            kind: KIND.to_owned(),
            v: VERSION,
            role,
            party: party.to_string(),
            public: public(role, secret).map(|key| key.to_string()),
            secret: None,
            sealed: None,
        };
        match under {
            None => file.secret = Some(Zeroizing::new(URL_SAFE_NO_PAD.encode(secret))),
            Some(passphrase) => file.seal(secret, passphrase)?,
        }
        Ok(file)
    }

    fn seal(&mut self, secret: &[u8; 32], passphrase: &Passphrase) -> Result<(), Error> {
        let (salt, nonce) = (random::<16>()?, random::<24>()?);
        let (memory_kib, passes, lanes) = COST;
        self.sealed = Some(Sealed {
            kdf: KDF.to_owned(),
            memory_kib,
            passes,
            lanes,
            salt: URL_SAFE_NO_PAD.encode(*salt),
            cipher: CIPHER.to_owned(),
            nonce: URL_SAFE_NO_PAD.encode(*nonce),
            closed: None,
        });
        let failed = || Error::new(Code::SealingFailed);
        let key = derive(passphrase, &*salt, COST).ok_or_else(failed)?;
        let payload = Payload { msg: secret, aad: &self.bound() };
        let closed = cipher(&key).encrypt(&XNonce::from(*nonce), payload).map_err(|cause| failed().because(cause))?;
        if let Some(sealed) = &mut self.sealed {
            sealed.closed = Some(URL_SAFE_NO_PAD.encode(closed));
        }
        Ok(())
    }

    /// Whether it needs a passphrase.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.sealed.is_some()
    }

    /// The secret; `path` is for the errors.
    ///
    /// # Errors
    /// If the passphrase is missing or wrong, or the file is damaged.
    pub fn open(&self, path: &Path, passphrase: Option<&Passphrase>) -> Result<Zeroizing<[u8; 32]>, Error> {
        let secret = match (&self.secret, &self.sealed, passphrase) {
            (Some(text), None, _) => Zeroizing::new(URL_SAFE_NO_PAD.decode(text.as_str()).unwrap_or_default()),
            (None, Some(sealed), Some(passphrase)) => self.unseal(path, sealed, passphrase)?,
            (None, Some(_), None) => return Err(Error::new(Code::PassphraseMissing).with("path", path.display())),
            _ => return Err(unusable(path, "it holds no secret")),
        };
        let secret: [u8; 32] =
            secret.as_slice().try_into().map_err(|_| unusable(path, "its secret is not 32 bytes"))?;
        let secret = Zeroizing::new(secret);
        if self.public == public(self.role, &secret).map(|key| key.to_string()) {
            Ok(secret)
        } else {
            Err(unusable(path, "its public key is not that of its secret"))
        }
    }

    fn unseal(&self, path: &Path, sealed: &Sealed, passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>, Error> {
        let cost = (sealed.memory_kib, sealed.passes, sealed.lanes);
        let bearable = cost.0 <= COST_MAX.0 && cost.1 <= COST_MAX.1 && cost.2 <= COST_MAX.2;
        if sealed.kdf != KDF || sealed.cipher != CIPHER || !bearable {
            return Err(unusable(path, "it is sealed in a way that this version does not open"));
        }
        let damaged = || unusable(path, "it is damaged");
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|cause| damaged().because(cause));
        let nonce: [u8; 24] = bytes(&sealed.nonce)?.try_into().map_err(|_| damaged())?;
        let closed = bytes(sealed.closed.as_deref().unwrap_or_default())?;
        let key = derive(passphrase, &bytes(&sealed.salt)?, cost).ok_or_else(damaged)?;
        let payload = Payload { msg: &closed, aad: &self.bound() };
        let opened = cipher(&key).decrypt(&XNonce::from(nonce), payload);
        opened.map(Zeroizing::new).map_err(|_| Error::new(Code::PassphraseWrong).with("path", path.display()))
    }

    /// The bytes that are authenticated with the box: the file without it.
    fn bound(&self) -> Vec<u8> {
        let mut open = self.clone();
        if let Some(sealed) = &mut open.sealed {
            sealed.closed = None;
        }
        canonical::to_bytes(&open).unwrap_or_default()
    }

    /// The bytes of the file.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        Zeroizing::new(bytes)
    }
}

/// The public key of a secret; the secret of item ids has none.
fn public(role: Contents, secret: &[u8; 32]) -> Option<PublicKey> {
    match role {
        Contents::Root => Some(RootKey::from_seed(secret).public()),
        Contents::Node => Some(NodeKey::from_seed(secret).public()),
        Contents::Seal => Some(SealKey::from_seed(secret).public()),
        Contents::Item => None,
    }
}

fn derive(passphrase: &Passphrase, salt: &[u8], cost: (u32, u32, u32)) -> Option<Zeroizing<[u8; 32]>> {
    let params = Params::new(cost.0, cost.1, cost.2, Some(32)).ok()?;
    let mut key = Zeroizing::new([0; 32]);
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.hash_password_into(passphrase.as_bytes(), salt, key.as_mut()).ok()?;
    Some(key)
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*key))
}

/// Random bytes of the system.
///
/// # Errors
/// If it has none.
pub fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, Error> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut()).map_err(|cause| Error::new(Code::SealingFailed).because(cause))?;
    Ok(bytes)
}

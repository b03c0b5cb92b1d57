//! The house's own secrets: its keys, the papers that certify them, and how they are made, kept and opened. Nothing here
//! talks to anybody; what keys sign is in the core.
//!
//! In the folder of keys: `node.key` (in clear: the node starts without a person), `seal.key` (under a passphrase),
//! `item.key` (the secret from which opaque item ids are derived), `root.public`, and `papers/0001.json` and on, the
//! certificates and revocations signed by the root key, whose own file is not there.

pub mod init;
pub mod key_file;
pub mod passphrase;
pub mod replace;

pub use key_file::Contents;
pub use passphrase::Passphrase;

use crate::errors::{Code, Error};
use interwire_core::ids::PartyId;
use interwire_core::keys::{KeyPaper, KeyRing, NodeKey, PublicKey, Role, SealKey};
use std::fs;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const NODE_KEY: &str = "node.key";
const SEAL_KEY: &str = "seal.key";
const ITEM_KEY: &str = "item.key";
const ROOT_PUBLIC: &str = "root.public";
const PAPERS: &str = "papers";

/// What a running node knows of its keys. The seal key is not among them: see [`open_seal`].
pub struct Keys {
    /// The party.
    pub party: PartyId,
    /// Signs checkpoints, requests and items.
    pub node: NodeKey,
    /// The papers of the root key.
    pub ring: KeyRing,
    /// From which opaque item ids are derived.
    pub item_secret: Zeroizing<[u8; 32]>,
}

impl Keys {
    /// Opens the keys of a party in their folder.
    ///
    /// # Errors
    /// If a file is missing, open to others, not a key of that party, or not certified by the root key.
    pub fn open(keys: &Path, party: &PartyId) -> Result<Self, Error> {
        let ring = ring(keys, party)?;
        let path = keys.join(NODE_KEY);
        let node = NodeKey::from_seed(&*secret(&path, party, Contents::Node)?);
        if !ring.is_valid(&node.public(), Role::Node) {
            return Err(unusable(&path, "the root key has not certified it, or has revoked it"));
        }
        let item_secret = secret(&keys.join(ITEM_KEY), party, Contents::Item)?;
        Ok(Self { party: party.clone(), node, ring, item_secret })
    }

    /// The public root key.
    #[must_use]
    pub fn root(&self) -> PublicKey {
        *self.ring.root()
    }

    /// The papers of the root key, as the canonical JSON that statements carry.
    #[must_use]
    pub fn certificates(&self) -> Vec<String> {
        self.ring.papers().iter().map(|paper| String::from_utf8_lossy(&paper.to_bytes()).into_owned()).collect()
    }
}

/// Whether there is a seal key; without it nothing can be signed here.
#[must_use]
pub fn has_seal(keys: &Path) -> bool {
    keys.join(SEAL_KEY).is_file()
}

/// Opens the seal key of a party; the key is wiped when it is dropped, so keep it only while a person signs.
///
/// # Errors
/// If the file is missing or not its key, or the passphrase is not the right one.
pub fn open_seal(keys: &Path, party: &PartyId, passphrase: &Passphrase) -> Result<SealKey, Error> {
    let path = keys.join(SEAL_KEY);
    let seal = SealKey::from_seed(&*key_file::read(&path, party, Contents::Seal)?.open(&path, Some(passphrase))?);
    if ring(keys, party)?.is_valid(&seal.public(), Role::Seal) {
        Ok(seal)
    } else {
        Err(unusable(&path, "the root key has not certified it, or has revoked it"))
    }
}

/// The papers of the root key, in their order.
///
/// # Errors
/// If one is missing or false.
pub fn ring(keys: &Path, party: &PartyId) -> Result<KeyRing, Error> {
    let path = keys.join(ROOT_PUBLIC);
    let root: PublicKey =
        text(&path)?.trim().parse().map_err(|cause| unusable(&path, "it is no public key").because(cause))?;
    let mut ring = KeyRing::new(party.clone(), root);
    for path in papers(keys)? {
        let bytes = fs::read(&path).map_err(|cause| unreadable(&path).because(cause))?;
        let paper = KeyPaper::from_bytes(&bytes).map_err(|cause| unusable(&path, &cause).because(cause.clone()))?;
        ring.apply(paper).map_err(|cause| unusable(&path, &cause).because(cause.clone()))?;
    }
    Ok(ring)
}

fn papers(keys: &Path) -> Result<Vec<PathBuf>, Error> {
    let folder = keys.join(PAPERS);
    let entries = fs::read_dir(&folder).map_err(|cause| unreadable(&folder).because(cause))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|cause| unreadable(&folder).because(cause))?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// When a paper came into the folder, in ms since 1970, as the disk says: papers have no date of their own.
#[must_use]
pub fn paper_since(keys: &Path, number: u64) -> Option<i64> {
    let path = keys.join(PAPERS).join(format!("{number:04}.json"));
    let since = fs::metadata(path).ok()?.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok()
}

fn secret(path: &Path, party: &PartyId, contents: Contents) -> Result<Zeroizing<[u8; 32]>, Error> {
    key_file::read(path, party, contents)?.open(path, None)
}

fn text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|cause| unreadable(path).because(cause))
}

fn unreadable(path: &Path) -> Error {
    Error::new(Code::FileUnreadable).with("path", path.display())
}

fn unusable(path: &Path, reason: &(impl ToString + ?Sized)) -> Error {
    Error::new(Code::KeyUnusable).with("path", path.display()).with("reason", reason.to_string())
}

#[cfg(test)]
mod tests;

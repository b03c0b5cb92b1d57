//! Replaces the node key or the seal key: the root key certifies a new one and revokes all others of its role. Partners
//! learn it from the node's journals, or from the node itself where its key is not known to them any more.

use super::init::{sync_folder_of, unwritable, write};
use super::key_file::{self, KeyFile, random};
use super::{Contents, NODE_KEY, PAPERS, Passphrase, SEAL_KEY, ring, unusable};
use crate::errors::Error;
use interwire_core::ids::PartyId;
use interwire_core::keys::{KeyPaper, KeyRing, NodeKey, PublicKey, RevocationReason, Role, RootKey, SealKey};
use std::fs;
use std::path::Path;

/// The root key, brought to replace others.
pub struct Root<'a> {
    /// Its file.
    pub path: &'a Path,
    /// Its passphrase, if it has one.
    pub passphrase: Option<&'a Passphrase>,
}

/// Whether the root key in a file has a passphrase.
///
/// # Errors
/// If it is not the file of this party's root key.
pub fn is_sealed(path: &Path, party: &PartyId) -> Result<bool, Error> {
    Ok(key_file::read(path, party, Contents::Root)?.is_sealed())
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// The new key.
    pub new: PublicKey,
    /// Those that are revoked now.
    pub revoked: Vec<PublicKey>,
    /// The number of the last paper.
    pub papers: u64,
}

/// Replaces the node key (`under` is `None`) or the seal key, which is kept under a passphrase. The node must not run.
///
/// Each step is on the disk before the next begins: the new key, its certificate, the key in its place, the revocations.
/// Broken off anywhere, the old key or the new one works, and doing it again ends it.
///
/// # Errors
/// If the root key is not the one of this party, or something cannot be read or written.
pub fn replace(
    keys: &Path,
    party: &PartyId,
    root: &Root<'_>,
    under: Option<&Passphrase>,
    reason: RevocationReason,
) -> Result<Replaced, Error> {
    let mut ring = ring(keys, party)?;
    let seed = key_file::read(root.path, party, Contents::Root)?.open(root.path, root.passphrase)?;
    let root_key = RootKey::from_seed(&seed);
    if root_key.public() != *ring.root() {
        return Err(unusable(root.path, "it is not the root key of this node"));
    }
    let seed = random::<32>()?;
    let (role, contents, name, new) = match under {
        None => (Role::Node, Contents::Node, NODE_KEY, NodeKey::from_seed(&seed).public()),
        Some(_) => (Role::Seal, Contents::Seal, SEAL_KEY, SealKey::from_seed(&seed).public()),
    };
    let old: Vec<PublicKey> = ring.valid(role).copied().collect();
    let (place, beside) = (keys.join(name), keys.join(format!("{name}.new")));
    // Left behind where this was broken off; nothing certifies it, or it is revoked below.
    let _ = fs::remove_file(&beside);
    write(&beside, &KeyFile::new(contents, party, &seed, under)?.to_bytes())?;
    add(keys, &mut ring, |number| root_key.certify(party, role, new, number).into())?;
    fs::rename(&beside, &place).and_then(|()| sync_folder_of(&place)).map_err(|cause| unwritable(&place, cause))?;
    for key in &old {
        add(keys, &mut ring, |number| root_key.revoke(party, *key, reason, number).into())?;
    }
    Ok(Replaced { new, revoked: old, papers: ring.number() })
}

/// Puts the next paper on the disk.
fn add(keys: &Path, ring: &mut KeyRing, paper: impl FnOnce(u64) -> KeyPaper) -> Result<(), Error> {
    let paper = paper(ring.number() + 1);
    let path = keys.join(PAPERS).join(format!("{:04}.json", paper.number()));
    let bytes = paper.to_bytes();
    ring.apply(paper).map_err(|cause| unusable(&path, &cause).because(cause.clone()))?;
    write(&path, &bytes)?;
    sync_folder_of(&path).map_err(|cause| unwritable(&path, cause))
}

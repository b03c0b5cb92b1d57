//! A journal as an append-only Merkle tree with signed heads: hashing, tiles, proofs, notes, checkpoints, and the
//! evidence that an author signed two histories. What the entries say is in `protocol`, who may sign in `keys`.
//!
//! Formats: RFC 6962 section 2.1 (hashing, proofs), C2SP tlog-tiles, signed-note, tlog-checkpoint, tlog-cosignature.

pub mod bundle;
pub mod checkpoint;
pub mod cosignature;
pub mod evidence;
pub mod note;
pub mod proof;
pub mod tile;
pub mod tile_path;
pub mod tree;

/// The largest number of entries a journal may hold: sizes travel in canonical JSON, whose numbers are exact only
/// up to 2^53 - 1 (RFC 8785 section 3.2.2.3). At a thousand statements a second this lasts 285,000 years.
pub const SIZE_MAX: u64 = (1 << 53) - 1;

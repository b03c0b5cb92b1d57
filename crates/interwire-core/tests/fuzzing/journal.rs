//! Any bytes as what a journal is made of: notes, signed heads, cosignatures, evidence, bundles, frontiers, paths of
//! tiles; and any bytes as the leaves of a tree, whose proofs convince as they are and no longer with one bit turned.

use interwire_core::ids::{Hash, JournalId, PartyId};
use interwire_core::journal::bundle;
use interwire_core::journal::checkpoint::{Checkpoint, SignedCheckpoint};
use interwire_core::journal::evidence::ForkEvidence;
use interwire_core::journal::note::{Note, VerifierKey};
use interwire_core::journal::proof::{consistency, inclusion, verify_consistency, verify_inclusion};
use interwire_core::journal::tile::{TileError, TileId, append};
use interwire_core::journal::tile_path::{BundlePath, TilePath};
use interwire_core::journal::tree::{Frontier, leaf_hash, root_of};
use interwire_core::keys::NodeKey;
use interwire_core::time::Time;
use std::collections::BTreeMap;
use std::convert::Infallible;

const EXAMPLE: &str = include_str!("../golden/example.txt");
/// Leaves of the tree: enough for three tiles in a row.
const LEAVES_MAX: usize = 600;

/// Reads the bytes as everything, and grows a tree of them.
pub fn run(data: &[u8]) -> bool {
    proofs(data);
    let mut is_read = false;
    if let Ok(entries) = bundle::decode(data) {
        assert_eq!(bundle::encode(&entries).unwrap(), data);
        is_read = !data.is_empty();
    }
    if let Ok(frontier) = Frontier::from_bytes(data) {
        assert_eq!(frontier.to_bytes(), data);
        let _ = frontier.root();
        is_read = true;
    }
    if let Ok(evidence) = ForkEvidence::from_bytes(data) {
        assert_eq!(evidence.to_bytes(), data);
        let key = NodeKey::from_seed(&[2; 32]).public();
        let _ = evidence.verify(&evidence.journal().clone(), &key);
        is_read = true;
    }
    match std::str::from_utf8(data) {
        Ok(text) => texts(text) || is_read,
        Err(_) => is_read,
    }
}

fn texts(text: &str) -> bool {
    let mut is_read = false;
    if let Ok(path) = text.parse::<TilePath>() {
        assert_eq!(path.to_string(), text);
        is_read = true;
    }
    if let Ok(path) = text.parse::<BundlePath>() {
        assert_eq!(path.to_string(), text);
        is_read = true;
    }
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string(), text);
        is_read = true;
    }
    if let Ok(note) = Note::parse(text) {
        assert_eq!(note.to_string(), text, "a note has one spelling");
        is_read = true;
    }
    if let Ok(checkpoint) = Checkpoint::from_text(text) {
        assert_eq!(checkpoint.to_text(), text, "a head has one spelling");
        is_read = true;
    }
    if let Ok(head) = SignedCheckpoint::parse(text) {
        heads(&head);
        is_read = true;
    }
    is_read
}

/// A head from anybody: what is false about it is found, and what is added to it stays readable.
fn heads(head: &SignedCheckpoint) {
    let (party, key): (PartyId, NodeKey) = ("astana".parse().unwrap(), NodeKey::from_seed(&[2; 32]));
    let journal = head.unverified().origin.clone();
    let known = [(party.clone(), key.public())];
    if head.verify(&journal, &key.public()).is_ok() {
        assert!(head.cleaned(&key.public(), &known).is_ok());
    }
    let _ = head.cosigners(&known);
    let mut signed = head.clone();
    let at = Time::from_ms(1_700_000_000_000);
    if signed.cosign(&party, &key, at).is_ok() && head.cosigned_by(&party, &key.public()).is_none() {
        assert_eq!(signed.cosigned_by(&party, &key.public()), Some(at));
        assert_eq!(SignedCheckpoint::parse(signed.as_str()).as_ref(), Ok(&signed));
        let mut merged = head.clone();
        if merged.merge(&signed, &known).is_ok() {
            assert_eq!(merged.cosigned_by(&party, &key.public()), Some(at));
        }
    }
}

/// The first bytes choose the tree, two of its sizes, a leaf and the bit that is turned; the rest are hashes for a proof
/// of nothing.
fn proofs(data: &[u8]) {
    let number = |at: usize| data.get(at..at + 2).map_or(0, |two| usize::from(two[0]) << 8 | usize::from(two[1]));
    let new = 1 + number(0) % LEAVES_MAX;
    let (old, index, bit) = (number(2) % (new + 1), number(4) % new, number(6));
    let leaves: Vec<Hash> = (0..new).map(|leaf| leaf_hash(&leaf.to_be_bytes())).collect();
    let mut tiles: BTreeMap<TileId, Vec<u8>> = BTreeMap::new();
    let grown = append(0, &leaves, |id| Ok::<_, Infallible>(tiles.get(&id).cloned())).unwrap();
    tiles.extend(grown.tiles);
    let read = |id: TileId| Ok::<_, Infallible>(tiles.get(&id).cloned());
    let (root, old_root) = (root_of(&leaves), root_of(&leaves[..old]));
    let (old, index, new) = (old as u64, index as u64, new as u64);
    let leaf = &leaves[index as usize];

    let mut path = inclusion(index, new, read).unwrap();
    assert_eq!(verify_inclusion(leaf, index, new, &path, &root), Ok(()));
    if turn(&mut path, bit) {
        assert!(verify_inclusion(leaf, index, new, &path, &root).is_err());
    }
    let mut growth = consistency(old, new, read).unwrap();
    assert_eq!(verify_consistency(old, &old_root, new, &root, &growth), Ok(()));
    if turn(&mut growth, bit) {
        assert!(verify_consistency(old, &old_root, new, &root, &growth).is_err());
    }
    // Tiles that are not what they should be are told.
    let torn = |_: TileId| Ok::<_, Infallible>(Some(data.to_vec()));
    let told = |error: TileError<Infallible>| drop(error.to_string());
    let _ = inclusion(index, new, torn).map_err(told);
    let _ = append(old, &leaves[..1], torn).map_err(told);

    let hashes: Vec<Hash> =
        data.get(24..).unwrap_or_default().as_chunks::<32>().0.iter().map(|bytes| Hash(*bytes)).collect();
    let big = |at: usize| data.get(at..at + 8).map_or(0, |eight| u64::from_be_bytes(eight.try_into().unwrap()));
    let _ = verify_inclusion(leaf, big(0), big(8), &hashes, &root);
    let _ = verify_consistency(big(0), &old_root, big(8), &root, &hashes);
}

/// Turns one bit of one hash.
fn turn(path: &mut [Hash], bit: usize) -> bool {
    let count = path.len();
    let Some(hash) = path.get_mut(bit / 256 % count.max(1)) else { return false };
    hash.0[bit / 8 % 32] ^= 1 << (bit % 8);
    true
}

/// The notes and papers of the worked example, a bundle, a frontier, paths.
pub fn seeds() -> Vec<Vec<u8>> {
    let journal: JournalId = format!("interwire/{}/hanoi/0", "0a".repeat(16)).parse().unwrap();
    let key = NodeKey::from_seed(&[2; 32]);
    let head = |root: &[u8]| {
        let checkpoint = Checkpoint { origin: journal.clone(), size: 3, root: Hash::of(root) };
        SignedCheckpoint::sign(&checkpoint, &key).unwrap()
    };
    let (a, b) = (head(b"a"), head(b"b"));
    let mut cosigned = a.clone();
    cosigned.cosign(&"astana".parse().unwrap(), &key, Time::from_ms(1_700_000_000_000)).unwrap();
    let mut frontier = Frontier::empty();
    frontier.extend((0..7_u8).map(|leaf| leaf_hash(&[leaf])));
    let mut seeds: Vec<Vec<u8>> = EXAMPLE
        .split("\n# ")
        .map(|part| {
            let note = part.split_once('\n').map_or(part, |(_, note)| note);
            note.as_bytes().to_vec()
        })
        .collect();
    seeds.extend([
        a.as_str().as_bytes().to_vec(),
        a.unverified().to_text().into_bytes(),
        cosigned.as_str().as_bytes().to_vec(),
        ForkEvidence::SameSize { a, b }.to_bytes(),
        frontier.to_bytes(),
        bundle::encode(&[&b"one"[..], b"", b"three"]).unwrap(),
        b"tile/0/x001/x234/067.p/8".to_vec(),
        b"tile/entries/000.p/3".to_vec(),
    ]);
    seeds
}

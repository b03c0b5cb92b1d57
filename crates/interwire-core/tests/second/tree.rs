//! Section 6: roots, heads, cosignatures, proofs, and what each author had seen of the other.

use super::{Blocks, Checked, Keys, check, hex, sha, verify_raw};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

type Hash = [u8; 32];
type Entries = Vec<Map<String, Value>>;

fn node(left: &Hash, right: &Hash) -> Hash {
    sha(&[&[1], &left[..], &right[..]].concat())
}

/// RFC 6962 section 2.1.
fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => sha(b""),
        [one] => *one,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node(&root(left), &root(right))
        }
    }
}

fn leaves(entries: &Entries) -> Vec<Hash> {
    entries.iter().map(|entry| sha(&[&[0], Value::Object(entry.clone()).to_string().as_bytes()].concat())).collect()
}

fn hashes(blocks: &Blocks, name: &str) -> Checked<Vec<Hash>> {
    let hash = |line: &str| {
        let byte = |at: usize| line.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
        let bytes: Option<Vec<u8>> = (0..32).map(|n| byte(n * 2)).collect();
        let bytes = bytes.filter(|bytes| hex(bytes) == line).ok_or("not a hash")?;
        bytes.try_into().map_err(|_| "not a hash".to_owned())
    };
    blocks.get(name)?.lines().map(hash).collect()
}

/// RFC 9162 section 2.1.3.2.
fn inclusion(index: usize, size: usize, leaf: Hash, path: &[Hash], expected: Hash) -> Checked<()> {
    let (mut at, mut last, mut found) = (index, size - 1, leaf);
    for step in path {
        check(last > 0, "the proof is too long")?;
        if at % 2 == 1 || at == last {
            found = node(step, &found);
            while at % 2 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            found = node(&found, step);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    check(last == 0 && found == expected, "the entry is not in the tree")
}

/// RFC 9162 section 2.1.4.2, for an older size that is no power of two.
fn consistency(old: usize, new: usize, old_root: Hash, path: &[Hash], new_root: Hash) -> Checked<()> {
    let (first, rest) = path.split_first().ok_or("an empty proof")?;
    let (mut at, mut last) = (old - 1, new - 1);
    while at % 2 == 1 {
        (at, last) = (at >> 1, last >> 1);
    }
    let (mut older, mut newer) = (*first, *first);
    for step in rest {
        check(last > 0, "the proof is too long")?;
        if at % 2 == 1 || at == last {
            (older, newer) = (node(step, &older), node(step, &newer));
            while at % 2 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            newer = node(&newer, step);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    check(last == 0 && older == old_root && newer == new_root, "the trees are not consistent")
}

/// 6.3 and 6.4: a note is signed under a key name by a key, with a signature type.
fn line(
    note: &str,
    name: &str,
    kind: u8,
    key: &str,
    message: impl Fn(&[u8]) -> Checked<(Vec<u8>, Vec<u8>)>,
) -> Checked<()> {
    let bytes = URL_SAFE_NO_PAD.decode(key).map_err(|e| e.to_string())?;
    let id = sha(&[name.as_bytes(), &[b'\n', kind], &bytes].concat());
    let lines = note.lines().filter_map(|line| line.strip_prefix("\u{2014} ")?.split_once(' '));
    for (signer, signature) in lines {
        let signature = STANDARD.decode(signature).map_err(|e| e.to_string())?;
        if let Some(signature) = signature.strip_prefix(&id[..4]).filter(|_| signer == name) {
            let (message, signature) = message(signature)?;
            return verify_raw(key, &message, &signature);
        }
    }
    Err(format!("no line of {name}"))
}

/// The head of a journal: its three lines, signed by its author.
fn head<'a>(note: &'a str, who: &Keys, entries: &Entries, agreement: &str) -> Checked<&'a str> {
    let (text, _) = note.split_once("\n\n").ok_or("not a note")?;
    let origin = format!("interwire/{agreement}/{}/0", who.party);
    let root = STANDARD.encode(root(&leaves(entries)));
    check(text == format!("{origin}\n{}\n{root}", entries.len()), "another head")?;
    let signed = format!("{text}\n").into_bytes();
    line(note, &origin, 1, &who.node, |signature| Ok((signed.clone(), signature.to_vec())))?;
    Ok(text)
}

/// 6.6: whatever `after` names is a head of the other's journal.
fn seen(entries: &Entries, other: &Keys, theirs: &Entries) -> Checked<()> {
    let named = entries.iter().filter_map(|entry| entry.get("after")?.as_array()).flatten();
    for told in named {
        let size =
            told.get(2).and_then(Value::as_u64).and_then(|size| usize::try_from(size).ok()).unwrap_or(usize::MAX);
        let held = theirs.get(..size).map(|some| hex(&root(&leaves(&some.to_vec()))));
        let expected = held.map(|root| serde_json::json!([other.party, 0, size, root]));
        check(Some(told) == expected.as_ref(), "after names another head")?;
    }
    Ok(())
}

pub fn verify(blocks: &Blocks, [hanoi, astana]: [&Keys; 2], [ours, theirs]: [&Entries; 2]) -> Checked<()> {
    let agreement = "0a".repeat(16);
    let note = blocks.get("hanoi: head of 5 entries, cosigned by astana")?;
    let text = head(note, hanoi, ours, &agreement)?;
    line(note, "interwire/astana", 4, &astana.node, |bytes| {
        let (seconds, signature) = bytes.split_first_chunk::<8>().ok_or("too short")?;
        let message = format!("cosignature/v1\ntime {}\n{text}\n", u64::from_be_bytes(*seconds));
        Ok((message.into_bytes(), signature.to_vec()))
    })?;
    check(note.lines().filter(|line| line.starts_with('\u{2014}')).count() == 2, "a line that nobody signed")?;
    let own = blocks.get("astana: head of 4 entries")?;
    head(own, astana, theirs, &agreement)?;
    check(own.lines().count() == 5, "a line that nobody signed")?;
    seen(ours, astana, theirs)?;
    seen(theirs, hanoi, ours)?;
    let all = leaves(ours);
    let path = hashes(blocks, "hanoi: inclusion proof of entry 3 in 5")?;
    inclusion(3, 5, all.get(3).copied().unwrap_or_default(), &path, root(&all))?;
    let old = hashes(blocks, "hanoi: root at 3 entries")?;
    let [old] = old[..] else { return Err("not one root".into()) };
    let path = hashes(blocks, "hanoi: consistency proof from 3 to 5")?;
    consistency(3, 5, old, &path, root(&all))
}

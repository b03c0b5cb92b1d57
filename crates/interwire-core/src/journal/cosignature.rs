//! Cosignatures of checkpoints (C2SP tlog-cosignature, type 0x04): "at this time I hold this head, it is consistent
//! with every earlier one, and I have seen no larger". Signed by a party's node key under the name
//! `interwire/<party>`. The signed message does not name the cosigner, so a node key cosigns for one party only.

use super::note::{Note, NoteSignature, SignatureType, VerifierKey};
use crate::ids::PartyId;
use crate::keys::{NodeKey, PublicKey, SIGNATURE_BYTES, Signature};
use crate::time::Time;

/// The bytes of a cosignature: eight of POSIX seconds, big-endian, then the Ed25519 signature.
pub const COSIGNATURE_BYTES: usize = 8 + SIGNATURE_BYTES;

/// The key name under which a party cosigns.
#[must_use]
pub fn cosigner_name(party: &PartyId) -> String {
    format!("interwire/{party}")
}

/// The signed message: two lines and the checkpoint's whole text.
fn message(seconds: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

/// A party's key as notes know it. `None` cannot come of a party id: its characters are fit for a key name.
fn verifier(party: &PartyId, key: &PublicKey) -> Option<VerifierKey> {
    VerifierKey::new(&cosigner_name(party), SignatureType::Cosignature, *key).ok()
}

/// A cosignature line for the note's text; the time is cut to whole seconds.
pub(crate) fn create(note: &Note, party: &PartyId, key: &NodeKey, at: Time) -> Option<NoteSignature> {
    let (verifier, seconds) = (verifier(party, &key.public())?, u64::try_from(at.ms() / 1000).ok()?);
    let signature = key.sign_raw(message(seconds, note.text()).as_bytes());
    let bytes = [&seconds.to_be_bytes()[..], &signature.0].concat();
    Some(NoteSignature { name: verifier.name().to_owned(), key_id: verifier.id(), bytes })
}

/// The earliest true cosignature of the note by this key. False lines are passed over: unlike the author's own
/// signature they are collected from several hands, and one bad hand must not be able to hide a good line.
pub(crate) fn find<'n>(note: &'n Note, party: &PartyId, key: &PublicKey) -> Option<(Time, &'n NoteSignature)> {
    let verifier = verifier(party, key)?;
    let claimed = note.signatures.iter().filter(|line| line.claims(&verifier));
    claimed.filter_map(|line| Some((verify(note.text(), key, &line.bytes)?, line))).min()
}

/// Whether any of these lines claims to be by this key.
pub(crate) fn claimed(lines: &[&NoteSignature], party: &PartyId, key: &PublicKey) -> bool {
    !lines.is_empty() && verifier(party, key).is_some_and(|verifier| lines.iter().any(|line| line.claims(&verifier)))
}

fn verify(text: &str, key: &PublicKey, bytes: &[u8]) -> Option<Time> {
    let (seconds, signature) = bytes.split_first_chunk::<8>()?;
    let (seconds, signature) = (u64::from_be_bytes(*seconds), Signature(signature.try_into().ok()?));
    let time = Time::from_ms(i64::try_from(seconds).ok()?.checked_mul(1000)?);
    // A time beyond the calendar would be clamped and so not be the one that was signed.
    let exact = time.ms() / 1000 == i64::try_from(seconds).ok()?;
    (exact && key.verify_raw(message(seconds, text).as_bytes(), &signature).is_ok()).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

    #[test]
    fn the_example_of_the_specification_has_the_time_and_message_told_there() {
        let note = Note::parse(EXAMPLE).unwrap();
        assert_eq!(note.to_string(), EXAMPLE);
        let line = &note.signatures[1];
        assert_eq!((line.key_id, line.bytes.len()), (0x8d66_cf3f, COSIGNATURE_BYTES));
        let seconds = u64::from_be_bytes(line.bytes[..8].try_into().unwrap());
        assert_eq!(
            message(seconds, note.text()),
            "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
        );
    }

    #[test]
    fn a_cosignature_of_another_text_time_or_key_is_none() {
        let (astana, key) = ("astana".parse().unwrap(), NodeKey::from_seed(&[5; 32]));
        let mut note = Note::new("origin\n1\nroot\n").unwrap();
        let at = Time::from_ms(1_795_395_723_456);
        let line = create(&note, &astana, &key, at).unwrap();
        note.signatures.push(line.clone());
        assert_eq!(find(&note, &astana, &key.public()), Some((Time::from_ms(1_795_395_723_000), &line)));
        assert_eq!(find(&note, &"baku".parse().unwrap(), &key.public()), None);
        assert_eq!(find(&note, &astana, &NodeKey::from_seed(&[6; 32]).public()), None);
        for (at, change) in [(0, 0x80), (7, 1), (8, 1), (71, 0x80)] {
            let mut changed = Note::new(note.text()).unwrap();
            changed.signatures.push(line.clone());
            changed.signatures[0].bytes[at] ^= change;
            assert_eq!(find(&changed, &astana, &key.public()), None, "byte {at}");
            changed.signatures.push(line.clone());
            assert!(find(&changed, &astana, &key.public()).is_some(), "a false line hides no true one");
        }
    }

    #[test]
    fn of_two_times_the_earlier_counts() {
        let (astana, key) = ("astana".parse().unwrap(), NodeKey::from_seed(&[5; 32]));
        let mut note = Note::new("origin\n1\nroot\n").unwrap();
        for ms in [7_000, 3_000, 5_000] {
            note.signatures.extend(create(&note, &astana, &key, Time::from_ms(ms)));
        }
        assert_eq!(find(&note, &astana, &key.public()).map(|(time, _)| time), Some(Time::from_ms(3_000)));
    }
}

//! Checkpoints: their bytes, who signed them, and how cosignatures come together.

use super::*;
use crate::journal::tree::root_of;
use crate::journal::tree::tests::leaves;
use expect_test::expect;
use proptest::prelude::*;

pub(crate) fn journal() -> JournalId {
    "interwire/000102030405060708090a0b0c0d0e0f/hanoi/0".parse().unwrap()
}

pub(crate) fn key(n: u8) -> NodeKey {
    NodeKey::from_seed(&[n; 32])
}

pub(crate) fn head(size: u64) -> Checkpoint {
    Checkpoint { origin: journal(), size, root: root_of(&leaves(size)) }
}

pub(crate) fn signed(checkpoint: &Checkpoint) -> SignedCheckpoint {
    SignedCheckpoint::sign(checkpoint, &key(2)).unwrap()
}

fn party(name: &str) -> PartyId {
    name.parse().unwrap()
}

fn time(seconds: i64) -> Time {
    Time::from_ms(seconds * 1000)
}

#[test]
fn a_signed_and_cosigned_checkpoint_keeps_its_bytes_for_ever() {
    let mut note = signed(&head(3));
    note.cosign(&party("baku"), &key(5), "2026-11-23T01:02:03.456Z".parse().unwrap()).unwrap();
    note.cosign(&party("astana"), &key(4), "2026-11-23T01:02:04.000Z".parse().unwrap()).unwrap();
    expect![[r#"
        interwire/000102030405060708090a0b0c0d0e0f/hanoi/0
        3
        m0ll+LIgukL3A5rQeByWbPkLsa6hWoBYbWNLMiqx9M4=

        — interwire/000102030405060708090a0b0c0d0e0f/hanoi/0 awRfBlyfsZqc0cd9j0jTUe3NpFfd3dRhWWAsQyBBl6xf/EzJgDnbX7xkYqhMa7XjdKdwy8pPdlpnv1S/wSD6gLYThA4=
        — interwire/astana CtqKKgAAAABrA5CMQ4Sq+sWMpUjYdcO3uRsJ1XgY0OplRtq4Mm7dwI0vCMIafHEfptfWVRr8en0A6fCLh9+u7x3G68KJB2bLBZtdCg==
        — interwire/baku kEG0BAAAAABrA5CLWeUwiDWgWTd+0a2GxWN0H97Z1AVp3QFxHDXwBgJRCMaF/loQ9oG61MHFf0qhdBs/7neIyJzWHf+7n9xsylqaAQ==
    "#]].assert_eq(note.as_str());
    let read = SignedCheckpoint::parse(note.as_str()).unwrap();
    assert_eq!(read, note);
    assert_eq!(read.verify(&journal(), &key(2).public()), Ok(head(3)));
    let times = read.cosigned_by(&party("baku"), &key(5).public()).map(|at| at.to_string());
    assert_eq!(times.as_deref(), Some("2026-11-23T01:02:03.000Z"));
}

#[test]
fn the_head_of_another_journal_key_or_size_does_not_verify() {
    let note = signed(&head(3));
    assert_eq!(note.verify_any(&journal(), [&key(9).public(), &key(2).public()]), Ok((head(3), key(2).public())));
    let unsigned = NoteError::Unsigned(journal().origin());
    assert_eq!(note.verify(&journal(), &key(9).public()), Err(unsigned.into()));
    let other = JournalId { epoch: 1, ..journal() };
    assert!(matches!(note.verify(&other, &key(2).public()), Err(CheckpointError::Journal { .. })));
    let forged = SignedCheckpoint::parse(&note.as_str().replace("\n3\n", "\n4\n")).unwrap();
    assert_eq!(forged.verify(&journal(), &key(2).public()), Err(NoteError::False(journal().origin()).into()));
}

#[test]
fn a_cosigner_is_not_an_author_and_an_author_no_cosigner() {
    let mut note = signed(&head(3));
    assert_eq!(note.cosigned_by(&party("hanoi"), &key(2).public()), None);
    note.cosign(&party("hanoi"), &key(2), time(7)).unwrap();
    assert_eq!(note.cosigned_by(&party("hanoi"), &key(2).public()), Some(time(7)));
    assert_eq!(note.verify(&journal(), &key(2).public()), Ok(head(3)));
    let own_line_gone = note.as_str().lines().enumerate().filter(|(n, _)| *n != 4).map(|(_, line)| format!("{line}\n"));
    let rest = SignedCheckpoint::parse(&own_line_gone.collect::<String>()).unwrap();
    assert!(rest.verify(&journal(), &key(2).public()).is_err());
}

#[test]
fn texts_in_another_form_are_refused() {
    let good = head(3).to_text();
    assert_eq!(Checkpoint::from_text(&good), Ok(head(3)));
    let (origin, root) = (journal().origin(), good.lines().last().unwrap().to_owned());
    let form = [
        format!("{origin}\n03\n{root}\n"),
        format!("{origin}\n+3\n{root}\n"),
        format!("{origin}\n-3\n{root}\n"),
        format!("{origin}\n 3\n{root}\n"),
        format!("{origin}\n9007199254740992\n{root}\n"),
        format!("{origin}\n99999999999999999999999\n{root}\n"),
        format!("{origin}\n0\n{root}\n"),
        format!("{origin}\n3\n{}\n", root.trim_end_matches('=')),
        format!("{origin}\n3\n{}\n", &root[4..]),
        format!("{origin}\n3\n"),
        format!("{origin}\n3\n{root}"),
        String::new(),
    ];
    for text in form {
        assert_eq!(Checkpoint::from_text(&text), Err(CheckpointError::Form), "{text:?}");
    }
    assert_eq!(Checkpoint::from_text(&format!("{good}more\n")), Err(CheckpointError::Extension));
    assert_eq!(Checkpoint::from_text(&format!("{good}\n")), Err(CheckpointError::Extension));
    assert!(matches!(Checkpoint::from_text(&format!("example.com/log\n3\n{root}\n")), Err(CheckpointError::Origin(_))));
    let impossible = Checkpoint { size: SIZE_MAX + 1, ..head(3) };
    assert_eq!(SignedCheckpoint::sign(&impossible, &key(2)), Err(CheckpointError::Form));
    let long = "x".repeat(CHECKPOINT_BYTES_MAX + 1);
    assert_eq!(SignedCheckpoint::parse(&long), Err(CheckpointError::Size(long.len())));
    assert!(SignedCheckpoint::sign(&head(0), &key(2)).is_ok());
}

#[test]
fn merging_takes_true_cosignatures_by_known_keys_and_nothing_else() {
    let known = [(party("astana"), key(4).public()), (party("baku"), key(5).public())];
    let (mut ours, mut theirs) = (signed(&head(3)), signed(&head(3)));
    ours.cosign(&party("astana"), &key(4), time(9)).unwrap();
    theirs.cosign(&party("astana"), &key(4), time(8)).unwrap();
    theirs.cosign(&party("baku"), &key(5), time(7)).unwrap();
    theirs.cosign(&party("stranger"), &key(6), time(6)).unwrap();
    let mut line = theirs.note.signatures[1].clone();
    line.bytes[7] ^= 1;
    theirs.note.signatures.push(line);
    ours.merge(&theirs, &known).unwrap();
    assert_eq!(ours.cosigners(&known), [(party("astana"), time(8)), (party("baku"), time(7))]);
    assert_eq!(ours.note().signatures.len(), 3);
    assert_eq!(ours.merge(&signed(&head(4)), &known), Err(CheckpointError::OtherHead));
    let clean = theirs.cleaned(&key(2).public(), &known).unwrap();
    assert_eq!(clean.cosigners(&known), [(party("astana"), time(8)), (party("baku"), time(7))]);
    assert_eq!(clean.as_str(), ours.as_str());
    assert!(theirs.cleaned(&key(3).public(), &known).is_err());
}

#[test]
fn cosigning_twice_changes_nothing_and_a_full_note_says_so() {
    let mut note = signed(&head(3));
    note.cosign(&party("baku"), &key(5), time(7)).unwrap();
    let before = note.clone();
    note.cosign(&party("baku"), &key(5), time(8)).unwrap();
    assert_eq!(note, before);
    for n in 6..104 {
        note.cosign(&party("baku"), &key(n), time(7)).unwrap();
    }
    assert!(note.as_str().len() < CHECKPOINT_BYTES_MAX);
    let full = note.clone();
    assert_eq!(note.cosign(&party("baku"), &key(104), time(7)), Err(NoteError::Signatures.into()));
    assert_eq!(note, full);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn merging_in_any_order_gives_the_same_note(signers in prop::collection::vec((0u8..3, 0u8..4, 1i64..9), 0..10)) {
        let known: Vec<_> = (0..4u8).map(|n| (party(&format!("p{n}")), key(10 + n).public())).collect();
        let mut notes = [signed(&head(3)), signed(&head(3)), signed(&head(3))];
        for (note, n, at) in signers {
            notes[usize::from(note)].cosign(&party(&format!("p{n}")), &key(10 + n), time(at)).unwrap();
        }
        let merged = |order: [usize; 3]| {
            let mut note = notes[order[0]].clone();
            order.iter().for_each(|n| note.merge(&notes[*n], &known).unwrap());
            note
        };
        prop_assert_eq!(merged([0, 1, 2]), merged([2, 0, 1]));
        prop_assert_eq!(merged([0, 1, 2]), merged([1, 2, 0]));
    }

    #[test]
    fn any_checkpoint_reads_back(size in 1..=SIZE_MAX, root in any::<[u8; 32]>(), epoch in any::<u32>()) {
        let checkpoint = Checkpoint { origin: JournalId { epoch, ..journal() }, size, root: Hash(root) };
        prop_assert_eq!(Checkpoint::from_text(&checkpoint.to_text()), Ok(checkpoint.clone()));
        let note = signed(&checkpoint);
        prop_assert_eq!(SignedCheckpoint::parse(note.as_str()), Ok(note));
    }

    #[test]
    fn a_checkpoint_with_any_byte_changed_never_verifies(at in any::<prop::sample::Index>(), with in any::<char>()) {
        let note = signed(&head(3));
        let mut text: Vec<char> = note.as_str().chars().collect();
        let at = at.index(text.len());
        prop_assume!(text[at] != with);
        text[at] = with;
        let read = SignedCheckpoint::parse(&text.iter().collect::<String>());
        prop_assert!(read.is_err() || read.unwrap().verify(&journal(), &key(2).public()).is_err());
    }
}

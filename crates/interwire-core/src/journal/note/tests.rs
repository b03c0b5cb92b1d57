//! Notes against the published examples of the specification and of its first implementation (Go's sumdb/note).

use super::*;
use proptest::prelude::*;

const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const ENOCH: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
/// The 32 bytes after the type byte of the published signing key `PRIVATE+KEY+PeterNeumann+c74f20a3+AYEK...`.
const PETER_SEED: &str = "gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM=";
const TEXT: &str =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER_LINE: &str =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCH_LINE: &str =
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

fn key(text: &str) -> VerifierKey {
    text.parse().unwrap()
}

fn peter_secret() -> NodeKey {
    NodeKey::from_seed(&STANDARD.decode(PETER_SEED).unwrap().try_into().unwrap())
}

#[test]
fn the_published_key_signs_the_published_note() {
    let mut note = Note::new(TEXT).unwrap();
    note.sign("PeterNeumann", &peter_secret()).unwrap();
    assert_eq!(note.to_string(), format!("{TEXT}\n{PETER_LINE}"));
    note.sign("PeterNeumann", &peter_secret()).unwrap();
    assert_eq!(note.signatures.len(), 1);
}

#[test]
fn the_published_note_is_signed_by_both_its_keys() {
    let note = Note::parse(&format!("{TEXT}\n{PETER_LINE}{ENOCH_LINE}")).unwrap();
    assert_eq!(note.text(), TEXT);
    assert_eq!((note.verify(&key(PETER)), note.verify(&key(ENOCH))), (Ok(()), Ok(())));
    let one = Note::parse(&format!("{TEXT}\n{PETER_LINE}")).unwrap();
    assert_eq!(one.verify(&key(ENOCH)), Err(NoteError::Unsigned("EnochRoot".into())));
}

#[test]
fn a_false_line_in_the_name_of_a_key_spoils_the_note() {
    let longer = format!("{}ABCD{}", &PETER_LINE[..60], &PETER_LINE[60..]);
    for lines in [longer.clone(), format!("{PETER_LINE}{longer}"), PETER_LINE.replace("x08go/Z", "x08go/Y")] {
        let note = Note::parse(&format!("{TEXT}\n{lines}")).unwrap();
        assert_eq!(note.verify(&key(PETER)), Err(NoteError::False("PeterNeumann".into())), "{lines}");
    }
    let other_text = Note::parse(&format!("Another.\n\n{PETER_LINE}")).unwrap();
    assert_eq!(other_text.verify(&key(PETER)), Err(NoteError::False("PeterNeumann".into())));
    for stranger in [PETER_LINE.replace("PeterNeumann", "CarmenSandiego"), PETER_LINE.replace("x08g", "xxxx")] {
        let note = Note::parse(&format!("{TEXT}\n{stranger}")).unwrap();
        assert_eq!(note.verify(&key(PETER)), Err(NoteError::Unsigned("PeterNeumann".into())));
    }
}

#[test]
fn the_example_of_the_specification_reads_back_byte_for_byte() {
    let example = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n\
        — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";
    let note = Note::parse(example).unwrap();
    assert!(note.text().ends_with("sole:\n\ned è subito sera.\n"));
    assert_eq!((note.signatures[0].key_id, note.signatures[0].bytes.len()), (0x367b_a04b, 64));
    assert_eq!(note.to_string(), example);
}

#[test]
fn a_mangled_verifier_key_is_refused() {
    for whole in [PETER, ENOCH] {
        assert_eq!(key(whole).to_string(), whole);
        let cuts = (0..=whole.len()).flat_map(|from| (from..=whole.len()).map(move |to| &whole[from..to]));
        for part in cuts.filter(|part| part.len() < whole.len()) {
            assert!(part.parse::<VerifierKey>().is_err(), "{part}");
        }
        for at in 0..whole.len() {
            let mut bytes = whole.as_bytes().to_vec();
            bytes[at] += 1;
            assert!(String::from_utf8(bytes).unwrap().parse::<VerifierKey>().is_err(), "byte {at}");
        }
    }
    for wrong in [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        &PETER.replace("c74f20a3", "C74F20A3"),
    ] {
        assert!(wrong.parse::<VerifierKey>().is_err(), "{wrong}");
    }
}

#[test]
fn published_cosigner_keys_have_their_published_ids() {
    assert_eq!(key("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2").id(), 0xda77_ade7);
    assert_eq!(key("TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6").id(), 0x7997_405c);
}

#[test]
fn what_is_not_a_note_is_refused() {
    let whole = format!("{TEXT}\n{PETER_LINE}");
    let cases = [
        (String::new(), NoteError::Form),
        (TEXT.to_owned(), NoteError::Form),
        (format!("{TEXT}\n"), NoteError::Form),
        (whole.trim_end().to_owned(), NoteError::Form),
        (format!("\u{1}{whole}"), NoteError::Form),
        (whole.replace('\n', "\r\n"), NoteError::Form),
        (format!("{TEXT}\n{}", PETER_LINE.replace("PeterNeumann", "Bad Name")), NoteError::Line(1)),
        (format!("{TEXT}\n{}", PETER_LINE.replace("PeterNeumann", "Bad+Name")), NoteError::Line(1)),
        (format!("{TEXT}\n{}", PETER_LINE.replace("PeterNeumann", "Bad\u{2003}Name")), NoteError::Line(1)),
        (format!("{TEXT}\n{}", PETER_LINE.replace("— ", "- ")), NoteError::Line(1)),
        (format!("{TEXT}\n{}", PETER_LINE.replace('=', "")), NoteError::Line(1)),
        (format!("{TEXT}\n— name AAAAAA==\n"), NoteError::Line(1)),
        (format!("{whole}Unexpected line.\n"), NoteError::Line(2)),
        (format!("{TEXT}\n{}", PETER_LINE.repeat(101)), NoteError::Signatures),
        ("a".repeat(NOTE_BYTES_MAX + 1), NoteError::Size(NOTE_BYTES_MAX + 1)),
    ];
    for (text, error) in cases {
        assert_eq!(Note::parse(&text), Err(error), "{}", text.chars().take(200).collect::<String>());
    }
    assert!(Note::parse(&format!("{TEXT}\n{}", PETER_LINE.repeat(100))).is_ok());
    assert!(Note::new("no line feed").is_err() && Note::new("").is_err());
}

proptest! {
    #[test]
    fn a_signed_text_reads_back_and_verifies(text in "[\\PC\n]{0,80}", name in "[a-zəğұ./0-9]{1,20}") {
        let mut note = Note::new(&format!("{text}\n")).unwrap();
        note.sign(&name, &peter_secret()).unwrap();
        let read = Note::parse(&note.to_string()).unwrap();
        let verifier = VerifierKey::new(&name, SignatureType::Ed25519, peter_secret().public()).unwrap();
        prop_assert_eq!(read.verify(&verifier), Ok(()));
        prop_assert_eq!(read, note);
    }

    #[test]
    fn any_text_is_one_note_or_an_error(text in "([a—\n ]{0,8}|\n\n— [a ]{1,3} [A-D=]{4,12}\n){1,4}") {
        if let Ok(note) = Note::parse(&text) {
            prop_assert_eq!(note.to_string(), text);
        }
    }
}

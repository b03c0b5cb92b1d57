//! Any bytes as an agreement, in the canonical JSON that is signed and as the draft that people write. What reads has
//! one spelling, can always be shown, and what was drafted reads back as it was drafted.

use interwire_core::agreement::{Agreement, Lang, Party, Wording, check, compare, draft, print};
use interwire_core::ids::{AgreementId, Hash};
use interwire_core::keys::RootKey;
use interwire_core::protocol::v1::agreement::{AgreementVersion, Parsed};

const GOLDEN: &str = include_str!("../golden/agreements.txt");

/// The canonical JSON.
pub fn run(data: &[u8]) -> bool {
    let Ok(parsed) = AgreementVersion::read(data) else { return false };
    let version = parsed.version();
    assert_eq!((version.hash, version.bytes.as_slice()), (Hash::of(data), data));
    if let Parsed::Known(version) = &parsed {
        assert_eq!(AgreementVersion::of(&version.agreement).unwrap().bytes, data);
    }
    parsed.problems().iter().map(ToString::to_string).for_each(drop);
    shown(&version.agreement);
    true
}

/// The draft.
pub fn run_draft(data: &[u8]) -> bool {
    let text = String::from_utf8_lossy(data);
    let mut agreement = match draft::parse(&text) {
        Ok(agreement) => agreement,
        Err(problems) => {
            assert!(!problems.is_empty(), "refused without a reason");
            problems.iter().map(ToString::to_string).for_each(drop);
            return false;
        }
    };
    let problems = draft::check(&text, &agreement);
    problems.iter().map(ToString::to_string).for_each(drop);
    shown(&agreement);
    agreement.write_sentences(&|_, _| None);
    let Ok(version) = AgreementVersion::of(&agreement) else { return true };
    match AgreementVersion::read(&version.bytes) {
        Ok(parsed) => {
            assert_eq!(parsed.version().agreement, agreement);
            assert!(matches!(parsed, Parsed::Known(_)), "drafted here and not known here");
        }
        Err(error) => assert!(!check::may_sign(&problems), "it may be signed and does not read: {error}"),
    }
    true
}

/// In words, beside itself and as its own successor.
fn shown(agreement: &Agreement) {
    for lang in agreement.languages().into_iter().take(4).chain([Lang::english()]) {
        let _ = print::print(agreement, &lang, &|_, _| None);
    }
    let differences = compare::compare(agreement, agreement);
    let is_clear = check::may_sign(&check::check(agreement));
    assert!(!is_clear || differences.is_empty(), "it differs from itself");
    let _ = check::successor(Hash::of(b"before"), agreement, agreement);
    let _ = check::sentences(agreement, &|_, _| None);
}

/// The golden agreements.
pub fn seeds() -> Vec<Vec<u8>> {
    super::lines(GOLDEN).into_iter().filter(|line| line.starts_with(b"{")).collect()
}

/// The template, with some of its terms changed.
pub fn seeds_of_drafts() -> Vec<Vec<u8>> {
    let party = |id: &str, name: &str, seed: u8| Party {
        id: id.parse().unwrap(),
        name: Wording::from([(Lang::english(), name.to_owned())]),
        root_key: RootKey::from_seed(&[seed; 32]).public(),
        country: None,
        address: None,
        signatory: None,
    };
    let id: AgreementId = "0a".repeat(16).parse().unwrap();
    let template = draft::template(&id, &[party("hanoi", "Hanoi Press", 1), party("astana", "Астана", 2)]);
    // Without its comments it is a quarter as long.
    let bare: String = template.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    let free = bare
        .replace("price = \"reciprocity\"", "price = { amount = \"1200.00\", currency = \"EUR\", per = \"month\" }")
        .replace("time_zone = \"UTC\"", "time_zone = \"Asia/Ho_Chi_Minh\"")
        .replace("languages = []", "languages = [\"en\", \"ru\"]");
    vec![template.into_bytes(), bare.into_bytes(), free.into_bytes()]
}

//! Parties and an agreement for tests.

use super::{Agreement, Party, Wording, draft};
use crate::ids::AgreementId;
use crate::keys::RootKey;

/// The id of the sample agreement.
pub(crate) fn id() -> AgreementId {
    AgreementId::from_random([10; 16])
}

/// A party with its name in two languages and a key made of `seed`.
pub(crate) fn party(id: &str, english: &str, own: (&str, &str), country: &str, seed: u8) -> Party {
    Party {
        id: id.parse().unwrap(),
        name: Wording::from([("en".parse().unwrap(), english.to_owned()), (own.0.parse().unwrap(), own.1.to_owned())]),
        root_key: RootKey::from_seed(&[seed; 32]).public(),
        country: Some(country.to_owned()),
        address: None,
        signatory: None,
    }
}

/// hanoi and astana.
pub(crate) fn parties() -> Vec<Party> {
    vec![
        party("hanoi", "Hanoi Press", ("vi", "Hãng tin Hà Nội"), "VN", 1),
        party("astana", "Astana Press", ("kk", "Астана агенттігі"), "KZ", 2),
    ]
}

/// The template between them, with its sentences.
pub(crate) fn agreement() -> Agreement {
    let mut agreement = draft::parse(&draft::template(&id(), &parties())).unwrap();
    agreement.write_sentences(&|_, _| None);
    agreement
}

/// Every term of every kind, with a value other than its default.
/// The parties themselves, and baku, which is none.
fn sources(parties: &[Party]) -> String {
    let baku = ("baku".to_owned(), RootKey::from_seed(&[3; 32]).public());
    let all = parties.iter().map(|party| (party.id.to_string(), party.root_key)).chain([baku]);
    let written = all.map(|(party, key)| format!("{{ party = \"{party}\", root_key = \"{key}\" }}"));
    written.collect::<Vec<_>>().join(", ")
}

pub(crate) fn everything() -> Agreement {
    let mut parties = parties();
    parties[0].address = Some("5 Lý Thường Kiệt, Hà Nội".to_owned());
    parties[0].signatory =
        Some(super::Signatory { name: "Vũ Việt Trang".to_owned(), office: "Director General".to_owned() });
    let text = draft::template(&id(), &parties)
        .replace("#address = \"...\"", "")
        .replace("#predecessor = \"...\"", &format!("predecessor = \"{}\"", crate::ids::Hash::of(b"before")))
        .replace("supersedes = []", "supersedes = [\"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b\"]")
        .replace("#framework = \"...\"", "framework = \"0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c\"")
        .replace("#annual_plan_of = \"...\"", "annual_plan_of = \"0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d\"")
        .replace("[title]\n", "[title]\nvi = \"Thỏa thuận hợp tác trao đổi thông tin\"\n")
        .replace("languages = [\"en\"]", "languages = [\"en\", \"vi\"]")
        .replace("equally_authentic = true\n#prevails", "equally_authentic = false\nprevails")
        .replace("#starts", "starts")
        .replace("early_end = false", "early_end = true")
        .replace("time_zone = \"UTC\"", "time_zone = \"Asia/Ho_Chi_Minh\"")
        .replace("suspension = true", "suspension = false")
        .replace("survives = []", "survives = [\"8\"]")
        .replace("languages = []", "languages = [\"en\", \"ru\"]")
        .replace("subjects = []", "subjects = [\"medtop:04000000\", \"medtop:11000000\"]")
        .replace("services = []", "services = [\"Main wire\"]")
        .replace("sources = []", &format!("sources = [{}]", sources(&parties)))
        .replace("originals = false", "originals = true")
        .replacen("price = \"reciprocity\"", "price = { amount = \"1200.00\", currency = \"EUR\", per = \"month\" }", 1)
        .replace("position = \"start\"", "position = \"byline\"")
        .replace(
            "derivatives = true",
            "derivatives = false\nwording = { en = \"Kills are obeyed.\", vi = \"Lệnh hủy được tuân thủ.\" }",
        )
        .replace("memory = \"permanent\"", "memory = \"10 years\"");
    let mut agreement = draft::parse(&text).unwrap();
    agreement.parties = parties;
    agreement.write_sentences(&|_, _| None);
    agreement
}

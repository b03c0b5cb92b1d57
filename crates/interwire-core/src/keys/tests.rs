//! Keys against RFC 8032, the papers of a root key, and the ring.

use super::*;
use crate::ids::PartyId;
use expect_test::expect;
use proptest::prelude::*;

fn root() -> RootKey {
    RootKey::from_seed(&[1; 32])
}

fn node(n: u8) -> NodeKey {
    NodeKey::from_seed(&[n; 32])
}

fn hanoi() -> PartyId {
    "hanoi".parse().unwrap()
}

fn hex<const N: usize>(text: &str) -> [u8; N] {
    let mut bytes = [0; N];
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    }
    bytes
}

/// RFC 8032 section 7.1, tests 1 to 3.
#[test]
fn the_vectors_of_rfc_8032() {
    let vectors: [(&str, &str, &[u8], &str); 3] = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            b"",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            b"\x72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            b"\xaf\x82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ];
    for (seed, public, message, signature) in vectors {
        let key = NodeKey::from_seed(&hex(seed));
        assert_eq!(key.public().as_bytes(), &hex(public));
        assert_eq!(key.sign_raw(message), Signature(hex(signature)));
        assert_eq!(key.public().verify_raw(message, &Signature(hex(signature))), Ok(()));
        assert_eq!(key.public().verify_raw(b"other", &Signature(hex(signature))), Err(BadSignature));
    }
}

#[test]
fn weak_and_impossible_public_keys_are_refused() {
    let mut identity = [0; 32];
    identity[0] = 1;
    assert_eq!(PublicKey::from_bytes(identity), Err(BadKey::Point));
    assert_eq!(PublicKey::from_bytes([0; 32]), Err(BadKey::Point));
    assert_eq!(PublicKey::from_bytes([2; 32]), Err(BadKey::Point));
    // y = p + n for the small n: second spellings of the point with y = n, where there is one.
    for n in 0..19 {
        let mut above = [0xff; 32];
        (above[0], above[31]) = (0xed + n, 0x7f);
        assert_eq!(PublicKey::from_bytes(above), Err(BadKey::Point), "p + {n}");
    }
    assert_eq!("AAAA".parse::<PublicKey>(), Err(BadKey::Text(32)));
    assert_eq!(format!("{}=", node(2).public()).parse::<PublicKey>(), Err(BadKey::Text(32)));
}

#[test]
fn a_signature_holds_only_under_its_domain() {
    let (key, message) = (node(2), "Vũ Việt Trang".as_bytes());
    let signature = key.sign("interwire/v1/item", message);
    assert_eq!(key.public().verify("interwire/v1/item", message, &signature), Ok(()));
    assert_eq!(key.public().verify("interwire/v1/order", message, &signature), Err(BadSignature));
    assert_eq!(key.public().verify_raw(message, &signature), Err(BadSignature));
    assert_eq!(node(3).public().verify("interwire/v1/item", message, &signature), Err(BadSignature));
    assert_eq!(signature.to_string().parse(), Ok(signature));
}

#[test]
fn a_secret_key_does_not_show_itself() {
    expect!["NodeKey(gTl3Dqh9F19Wo1Rmw0x-zMuNipG07jeiXfYPW4_Js5Q, secret)"].assert_eq(&format!("{:?}", node(2)));
}

#[test]
fn the_fingerprint_can_be_read_over_the_telephone() {
    expect!["14945 12216 17057 55374 84080 46071"].assert_eq(&node(2).public().fingerprint());
}

#[test]
fn a_certificate_and_a_revocation_keep_their_bytes_for_ever() {
    let certificate = root().certify_node(&hanoi(), &node(2), 1);
    expect![[r#"{"key":"gTl3Dqh9F19Wo1Rmw0x-zMuNipG07jeiXfYPW4_Js5Q","kind":"certificate","number":1,"party":"hanoi","role":"node","root":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w","sig":"trHB3ztkCWIlxsvobjKcQpqrthD_0ksuFumPq6P9WTdHN1T4J0-kdS4TR2VmbIGD8rQWRaMMyYKdSd7peb1yAA","v":1}"#]].assert_eq(&String::from_utf8(certificate.to_bytes()).unwrap());
    let revocation = root().revoke(&hanoi(), node(2).public(), RevocationReason::Compromised, 2);
    expect![[r#"{"key":"gTl3Dqh9F19Wo1Rmw0x-zMuNipG07jeiXfYPW4_Js5Q","kind":"revocation","number":2,"party":"hanoi","reason":"compromised","root":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w","sig":"uixeTaoukkGoOSuQQZb4h0D5j1eNMpgeaamdds7S4JIZplH0C2tKhUI9BsMg3KaEPqPZOMG9Q9uwgaSpKfZIDA","v":1}"#]].assert_eq(&String::from_utf8(revocation.to_bytes()).unwrap());
    assert_eq!(KeyPaper::from_bytes(&certificate.to_bytes()), Ok(certificate.into()));
    assert_eq!(KeyPaper::from_bytes(&revocation.to_bytes()), Ok(revocation.into()));
}

#[test]
fn a_certificate_with_any_field_changed_is_refused() {
    let text = String::from_utf8(root().certify_node(&hanoi(), &node(2), 1).to_bytes()).unwrap();
    let changes = [
        ("\"number\":1", "\"number\":2"),
        ("\"number\":1", "\"number\":0"),
        ("hanoi", "baku"),
        ("\"role\":\"node\"", "\"role\":\"seal\""),
        ("\"v\":1", "\"v\":2"),
        ("\"kind\":\"certificate\"", "\"kind\":\"revocation\""),
        ("\"key\":\"", "\"extra\":0,\"key\":\""),
        ("\"sig\":\"", "\"sig\":\"A"),
        (&node(2).public().to_string(), &node(3).public().to_string()),
        (&root().public().to_string(), &node(3).public().to_string()),
    ];
    for (from, to) in changes {
        let changed = text.replace(from, to);
        assert_ne!(changed, text, "{from}");
        assert!(KeyPaper::from_bytes(changed.as_bytes()).is_err(), "{changed}");
    }
    assert!(Certificate::from_bytes(&[b'{'; KEY_PAPER_BYTES_MAX + 1]).is_err());
}

#[test]
fn a_revoked_key_is_remembered_and_good_no_more() {
    let (old, new) = (node(2).public(), node(3).public());
    let mut ring = KeyRing::new(hanoi(), root().public());
    assert_eq!(ring.apply(root().certify_node(&hanoi(), &node(2), 1)), Ok(true));
    assert!(ring.is_valid(&old, Role::Node) && !ring.has_certified(&new, Role::Node));
    let before = ring.clone();
    assert_eq!(ring.apply(root().certify_node(&hanoi(), &node(3), 2)), Ok(true));
    assert_eq!(ring.apply(root().revoke(&hanoi(), old, RevocationReason::Compromised, 3)), Ok(true));
    assert!(ring.has_certified(&old, Role::Node) && !ring.has_certified(&old, Role::Seal));
    assert_eq!(ring.revocation(&old), Some(RevocationReason::Compromised));
    assert_eq!(ring.revocation(&new), None);
    let mut late = before;
    assert!(late.catch_up(&ring) && late == ring && !late.catch_up(&ring));
    assert_eq!(ring.valid(Role::Node).collect::<Vec<_>>(), [&new]);
    assert_eq!(ring.ever(Role::Node).count(), 2);
    assert_eq!(ring.state(&old), Some(KeyState { role: Role::Node, certified: 1, revoked: Some(3) }));
    assert!(!ring.is_valid(&old, Role::Node) && !ring.is_valid(&new, Role::Seal));
}

#[test]
fn a_ring_refuses_gaps_strangers_contradictions_and_second_lives() {
    let mut ring = KeyRing::new(hanoi(), root().public());
    let first = root().certify_node(&hanoi(), &node(2), 1);
    assert_eq!(ring.apply(root().certify_node(&hanoi(), &node(2), 2)), Err(RingError::Gap { got: 2, next: 1 }));
    assert_eq!(ring.apply(first.clone()), Ok(true));
    assert_eq!(ring.apply(first), Ok(false));
    assert_eq!(ring.apply(root().certify_node(&hanoi(), &node(3), 1)), Err(RingError::Contradiction(1)));
    let stranger = RootKey::from_seed(&[9; 32]).certify_node(&hanoi(), &node(3), 2);
    assert_eq!(ring.apply(stranger), Err(RingError::Stranger(hanoi())));
    let baku = "baku".parse().unwrap();
    assert_eq!(ring.apply(root().certify_node(&baku, &node(3), 2)), Err(RingError::Stranger(hanoi())));
    let again = root().certify(&hanoi(), Role::Seal, node(2).public(), 2);
    assert_eq!(ring.apply(again), Err(RingError::Pointless(2)));
    let own = root().certify(&hanoi(), Role::Node, root().public(), 2);
    assert_eq!(ring.apply(own), Err(RingError::Pointless(2)));
    let unknown = root().revoke(&hanoi(), node(3).public(), RevocationReason::Lost, 2);
    assert_eq!(ring.apply(unknown), Err(RingError::Pointless(2)));
    assert_eq!(ring.apply(root().revoke(&hanoi(), node(2).public(), RevocationReason::Retired, 2)), Ok(true));
    assert_eq!(ring.apply(root().certify_node(&hanoi(), &node(2), 3)), Err(RingError::Pointless(3)));
    assert_eq!((ring.number(), ring.papers().len()), (2, 2));
}

#[test]
fn papers_of_one_statement_are_taken_whole_or_not_at_all() {
    let mut ring = KeyRing::new(hanoi(), root().public());
    let first: KeyPaper = root().certify_node(&hanoi(), &node(2), 1).into();
    let second: KeyPaper = root().revoke(&hanoi(), node(2).public(), RevocationReason::Lost, 2).into();
    let third: KeyPaper = root().certify_seal(&hanoi(), &SealKey::from_seed(&[4; 32]), 3).into();
    assert_eq!(ring.apply_all([first.clone(), third.clone()]), Err(RingError::Gap { got: 3, next: 2 }));
    assert_eq!(ring.number(), 0);
    assert_eq!(ring.apply_all([third.clone(), first.clone(), second]), Ok(3));
    assert_eq!(ring.apply_all([third, first]), Ok(0));
    assert_eq!((ring.valid(Role::Node).count(), ring.valid(Role::Seal).count()), (0, 1));
}

proptest! {
    #[test]
    fn keys_and_signatures_read_back_from_their_text(seed in any::<[u8; 32]>(), message in any::<Vec<u8>>()) {
        let key = NodeKey::from_seed(&seed);
        let signature = key.sign("interwire/v1/test", &message);
        prop_assert_eq!(key.public().to_string().parse(), Ok(key.public()));
        prop_assert_eq!(signature.to_string().parse(), Ok(signature));
        prop_assert_eq!(key.public().verify("interwire/v1/test", &message, &signature), Ok(()));
    }

    #[test]
    fn any_bytes_are_a_paper_or_an_error(bytes in any::<Vec<u8>>(), at in 0usize..300, with in any::<u8>()) {
        prop_assert!(KeyPaper::from_bytes(&bytes).is_err());
        let mut paper = root().certify_node(&hanoi(), &node(2), 1).to_bytes();
        let at = at % paper.len();
        if paper[at] != with {
            paper[at] = with;
            prop_assert!(KeyPaper::from_bytes(&paper).is_err());
        }
    }
}

//! Signatures against the vectors of RFC 9421, and every way of bending them.

use super::*;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

fn rfc_key() -> NodeKey {
    let seed = URL_SAFE_NO_PAD.decode("n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU").unwrap();
    NodeKey::from_seed(&seed.try_into().unwrap())
}

#[test]
fn the_signature_base_and_signature_are_those_of_rfc_9421_b_2_6() {
    let params = concat!(
        r#"("date" "@method" "@path" "@authority" "content-type" "content-length")"#,
        r#";created=1618884473;keyid="test-key-ed25519""#
    );
    let components = [
        (r#""date""#, "Tue, 20 Apr 2021 02:07:55 GMT"),
        (r#""@method""#, "POST"),
        (r#""@path""#, "/foo"),
        (r#""@authority""#, "example.com"),
        (r#""content-type""#, "application/json"),
        (r#""content-length""#, "18"),
    ];
    let base = base(&components, params);
    expect_test::expect![[r#"
        "date": Tue, 20 Apr 2021 02:07:55 GMT
        "@method": POST
        "@path": /foo
        "@authority": example.com
        "content-type": application/json
        "content-length": 18
        "@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519""#]]
    .assert_eq(&base);
    let key = rfc_key();
    let point = URL_SAFE_NO_PAD.decode("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs").unwrap();
    let public = PublicKey::from_bytes(point.try_into().unwrap()).unwrap();
    assert_eq!(key.public(), public);
    let signature = key.sign_raw(base.as_bytes());
    assert_eq!(
        STANDARD.encode(signature.0),
        "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
    );
    assert!(public.verify_raw(base.as_bytes(), &signature).is_ok());
}

fn party(name: &str) -> PartyId {
    name.parse().unwrap()
}

const NOW_S: i64 = 1_795_000_000;
const TARGET: Target<'_> = Target { method: "PUT", path: "/v1/heads", query: Some("wait_s=25") };

fn signed_request() -> HeaderMap {
    let (hanoi, key) = (party("hanoi"), rfc_key());
    let signer = Signer { party: &hanoi, key: &key, now: Time::from_ms(NOW_S * 1000 + 999) };
    let signed = signer.request(&TARGET, &party("baku"), &Hash::of(b"Vu Viet Trang"), Nonce([7; 16]));
    signed.headers.into_iter().collect()
}

fn verify(headers: &HeaderMap, target: Target<'_>, me: &str, now_s: i64, key: &NodeKey) -> Result<Claim, Refusal> {
    let claim = Claim::read(headers)?;
    claim.check(&party(me), Time::from_ms(now_s * 1000))?;
    claim.verify(&target, &[key.public()])?;
    Ok(claim)
}

fn cause(headers: &HeaderMap) -> Option<Cause> {
    verify(headers, TARGET, "baku", NOW_S, &rfc_key()).err().map(|refusal| refusal.cause())
}

#[test]
fn a_request_is_signed_in_one_spelling() {
    let headers = signed_request();
    let text: String = headers.iter().map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap())).collect();
    expect_test::expect![[r#"
        content-digest: sha-256=:a9/5n9/zWCIwLO6sY8Ux7J2bFMsmizRWS8Snmc7RujU=:
        interwire-to: baku
        signature-input: interwire=("@method" "@path" "@query" "content-digest" "interwire-to");created=1795000000;nonce="BwcHBwcHBwcHBwcHBwcHBw";keyid="hanoi/b16c2d1bead12626";alg="ed25519";tag="interwire-v1"
        signature: interwire=:YzhEgSM6n99oMrxcF9lrkqh8cfNU69qCnxSMYsg2MBdRve3fb/Jvqn4XukaN7ReOcOzGY7syq6XUcrYHbTUYBg==:
    "#]].assert_eq(&text);
    let claim = verify(&headers, TARGET, "baku", NOW_S, &rfc_key()).unwrap();
    assert_eq!((claim.party, claim.nonce, claim.created_s), (party("hanoi"), Nonce([7; 16]), NOW_S));
    assert_eq!(claim.digest, Hash::of(b"Vu Viet Trang"));
}

#[test]
fn the_time_may_differ_by_five_minutes_and_not_by_a_second_more() {
    let headers = signed_request();
    let at = |now_s| verify(&headers, TARGET, "baku", now_s, &rfc_key()).err();
    assert_eq!(at(NOW_S + WINDOW_S), None);
    assert_eq!(at(NOW_S - WINDOW_S), None);
    let late = at(NOW_S + WINDOW_S + 1).unwrap();
    assert_eq!(late.cause(), Cause::Expired);
    expect_test::expect![
        "The request is too old. (signed at 2026-11-18T11:06:40.000Z, here it is 2026-11-18T11:11:41.000Z)"
    ]
    .assert_eq(&late.message());
    assert_eq!(at(NOW_S - WINDOW_S - 1).unwrap().cause(), Cause::Future);
}

#[test]
fn whatever_is_covered_cannot_be_changed() {
    let headers = signed_request();
    let cause = |target, me| verify(&headers, target, me, NOW_S, &rfc_key()).unwrap_err().cause();
    assert_eq!(cause(Target { method: "POST", ..TARGET }, "baku"), Cause::Signature);
    assert_eq!(cause(Target { path: "/v1/Heads", ..TARGET }, "baku"), Cause::Signature);
    assert_eq!(cause(Target { query: None, ..TARGET }, "baku"), Cause::Signature);
    assert_eq!(cause(Target { query: Some("wait_s=26"), ..TARGET }, "baku"), Cause::Signature);
    assert_eq!(cause(TARGET, "astana"), Cause::Recipient);
    let other = NodeKey::from_seed(&[9; 32]);
    assert_eq!(verify(&headers, TARGET, "baku", NOW_S, &other).unwrap_err().cause(), Cause::Key);
}

#[test]
fn no_other_spelling_of_the_signature_headers_is_read() {
    let good = signed_request();
    let edits: &[(&str, &str, &str, Cause)] = &[
        (SIGNATURE_INPUT, "interwire=", "sig1=", Cause::Form),
        (SIGNATURE_INPUT, "interwire=", " interwire=", Cause::Form),
        (SIGNATURE_INPUT, "interwire=", "a=(), interwire=", Cause::Form),
        (SIGNATURE_INPUT, "-v1\"", "-v1\", b=()", Cause::Form),
        (SIGNATURE_INPUT, r#""@query" "#, "", Cause::Form),
        (SIGNATURE_INPUT, r#" "interwire-to""#, "", Cause::Form),
        (SIGNATURE_INPUT, r#""@method" "@path""#, r#""@path" "@method""#, Cause::Form),
        (SIGNATURE_INPUT, r#""interwire-to")"#, r#""interwire-to" "x-new")"#, Cause::Form),
        (SIGNATURE_INPUT, r#""interwire-to")"#, r#""interwire-to";sf)"#, Cause::Form),
        (SIGNATURE_INPUT, r#""@method" "#, r#""@method"  "#, Cause::Form),
        (SIGNATURE_INPUT, r#""@path""#, r#""@Path""#, Cause::Form),
        (SIGNATURE_INPUT, "created=1795000000", "created=01795000000", Cause::Form),
        (SIGNATURE_INPUT, "created=1795000000", "created=+1795000000", Cause::Form),
        (SIGNATURE_INPUT, "created=1795000000", "created=1795000000.0", Cause::Form),
        (SIGNATURE_INPUT, "created=1795000000", "created=\"1795000000\"", Cause::Form),
        (SIGNATURE_INPUT, "created=1795000000", "created=99999999999999999999", Cause::Form),
        (SIGNATURE_INPUT, "created=1795000000", "created=9223372036854775807", Cause::Future),
        (SIGNATURE_INPUT, "created=1795000000", "created=-9223372036854775808", Cause::Expired),
        (SIGNATURE_INPUT, "created=1795000000", "created=1795000000;expires=1795000001", Cause::Form),
        (SIGNATURE_INPUT, "created=1795000000", "created=1795000001", Cause::Signature),
        (SIGNATURE_INPUT, "BwcHBwcHBwcHBwcHBwcHBw", "BwcHBwcHBwcHBwcHBwcHBx", Cause::Form),
        (SIGNATURE_INPUT, "BwcHBwcHBwcHBwcHBwcHBw", "BwcHBwcHBwcHBwcHBwcHBw==", Cause::Form),
        (SIGNATURE_INPUT, "BwcHBwcHBwcHBwcHBwcHBw", "", Cause::Form),
        (SIGNATURE_INPUT, "BwcHBwcHBwcHBwcHBwcHBw", "CwcHBwcHBwcHBwcHBwcHBw", Cause::Signature),
        (SIGNATURE_INPUT, "keyid=\"hanoi/", "keyid=\"astana/", Cause::Signature),
        (SIGNATURE_INPUT, "keyid=\"hanoi/", "keyid=\"Hanoi/", Cause::Form),
        (SIGNATURE_INPUT, "keyid=\"hanoi/", "keyid=\"", Cause::Form),
        (SIGNATURE_INPUT, "keyid=\"hanoi/", "keyid=\"hanoi/0", Cause::Key),
        (SIGNATURE_INPUT, "alg=\"ed25519\"", "alg=\"hmac-sha256\"", Cause::Algorithm),
        (SIGNATURE_INPUT, "alg=\"ed25519\"", "alg=\"\"", Cause::Algorithm),
        (SIGNATURE_INPUT, ";alg=\"ed25519\"", "", Cause::Form),
        (SIGNATURE_INPUT, "-v1\"", "-v1-response\"", Cause::Form),
        (SIGNATURE_INPUT, "-v1\"", "-v2\"", Cause::Form),
        (SIGNATURE_INPUT, "-v1\"", "-v1\";x", Cause::Form),
        (SIGNATURE, "interwire=:", "sig1=:", Cause::Form),
        (SIGNATURE, "interwire=:", "interwire=:AAAA", Cause::Form),
        (SIGNATURE, "==:", "==:, x=:AA==:", Cause::Form),
        (CONTENT_DIGEST, "sha-256", "sha-512", Cause::Form),
        (CONTENT_DIGEST, "sha-256", "SHA-256", Cause::Form),
        (INTERWIRE_TO, "baku", "Baku", Cause::Recipient),
        (INTERWIRE_TO, "baku", "baku, baku", Cause::Recipient),
    ];
    assert_eq!(cause(&good), None);
    for (name, from, to, expected) in edits {
        let mut headers = good.clone();
        let text = headers[*name].to_str().unwrap().to_owned();
        assert!(text.contains(from), "{from} is not in {text}");
        headers.insert(*name, text.replacen(from, to, 1).parse().unwrap());
        assert_eq!(cause(&headers), Some(*expected), "{name}: {from} -> {to}");
    }
}

#[test]
fn each_signature_header_is_there_once() {
    let good = signed_request();
    for name in [SIGNATURE, SIGNATURE_INPUT, CONTENT_DIGEST, INTERWIRE_TO] {
        let mut without = good.clone();
        without.remove(name);
        assert_eq!(cause(&without), Some(Cause::Unsigned), "{name}");
        let mut twice = good.clone();
        twice.append(name, good[name].clone());
        assert_eq!(cause(&twice), Some(Cause::Duplicate), "{name}");
        let mut foreign = good.clone();
        foreign.insert(name, HeaderValue::from_bytes("سفير".as_bytes()).unwrap());
        assert_eq!(cause(&foreign), Some(Cause::Form), "{name}");
    }
}

#[test]
fn a_flipped_bit_of_the_signature_is_noticed() {
    let good = signed_request();
    let text = good[SIGNATURE].to_str().unwrap().to_owned();
    let bytes = signature_bytes(&text).unwrap();
    for bit in (0..512).step_by(7) {
        let mut bent = bytes.0;
        bent[bit / 8] ^= 1 << (bit % 8);
        let mut headers = good.clone();
        headers.insert(SIGNATURE, format!("interwire=:{}:", STANDARD.encode(bent)).parse().unwrap());
        assert_eq!(cause(&headers), Some(Cause::Signature), "bit {bit}");
    }
}

#[test]
fn an_answer_answers_one_request_only() {
    let (baku, key) = (party("baku"), rfc_key());
    let signer = Signer { party: &baku, key: &key, now: Time::from_ms(NOW_S * 1000) };
    let request = "interwire=:AAAA:";
    let headers: HeaderMap =
        signer.response(200, &Hash::of(b"{}"), Nonce([7; 16]), request).headers.into_iter().collect();
    let read = |status, nonce, request, from: &str, key: &NodeKey| {
        verify_response(status, &headers, Nonce(nonce), request, &party(from), &[key.public()])
            .map(|answered| (answered.digest, answered.created_s))
            .map_err(|refusal| refusal.cause())
    };
    assert_eq!(read(200, [7; 16], request, "baku", &key), Ok((Hash::of(b"{}"), NOW_S)));
    assert_eq!(read(201, [7; 16], request, "baku", &key), Err(Cause::Signature));
    assert_eq!(read(200, [8; 16], request, "baku", &key), Err(Cause::Signature));
    assert_eq!(read(200, [7; 16], "interwire=:AAAB:", "baku", &key), Err(Cause::Signature));
    assert_eq!(read(200, [7; 16], request, "hanoi", &key), Err(Cause::Key));
    assert_eq!(read(200, [7; 16], request, "baku", &NodeKey::from_seed(&[1; 32])), Err(Cause::Key));
}

#[test]
fn a_request_is_never_taken_for_an_answer() {
    let request = signed_request();
    let taken = verify_response(200, &request, Nonce([7; 16]), "x", &party("hanoi"), &[rfc_key().public()]);
    assert_eq!(taken.unwrap_err().cause(), Cause::Form);
}

//! Golden bytes of every kind, and what is refused or kept as unknown.

use super::*;
use crate::protocol::v1::fields::BlobRef;
use expect_test::expect_file;

fn item(n: u8) -> ItemId {
    ItemId::from_bytes([n; 16])
}
fn blob_ref(text: &str) -> BlobRef {
    BlobRef { hash: Hash::of(text.as_bytes()), size: text.len() as u64 }
}
fn code(text: &str) -> Code {
    text.parse().unwrap()
}
fn party(text: &str) -> PartyId {
    text.parse().unwrap()
}

/// One of every kind, with and without each optional field.
fn samples() -> Vec<Body> {
    let version = Hash::of(b"agreement");
    let ranges = || Ranges { of: party("hanoi"), epoch: 0, ranges: vec![(0, 4), (7, 7)] };
    let published = Published {
        article: "news".parse().unwrap(),
        doc: blob_ref("doc"),
        item: item(1),
        media: vec![blob_ref("photo")],
        sig: [7; 64],
        source: None,
        status: PubStatus::Usable,
        test: false,
        version: 3,
    };
    let recalled = Recalled {
        action: Action::Kill,
        item: item(1),
        order: 1,
        reason: code("false-report"),
        replaced_by: None,
        sig: [8; 64],
        source: None,
        through: 1_542_761_538,
    };
    let mut all = vec![
        Body::Offered { agreement_version: version, predecessor: None, blobs: vec![blob_ref("agreement")] },
        Body::Offered { agreement_version: version, predecessor: Some(Hash::of(b"old")), blobs: vec![] },
        Body::Withdrawn { agreement_version: version },
        Body::Signed { agreement_version: version, page: blob_ref("page"), seal: [1; 64] },
        Body::Declined { agreement_version: version, reason: code("terms") },
        Body::Epoch { doc: blob_ref("epoch"), sigs: vec![(party("hanoi"), [2; 64]), (party("astana"), [3; 64])] },
        Body::Keys { certified: vec!["{}".into()], revoked: vec![] },
        Body::Published(published.clone()),
        Body::Published(Published {
            source: Some(party("baku")),
            test: true,
            media: vec![],
            status: PubStatus::Canceled,
            version: (1 << 53) - 1,
            ..published
        }),
        Body::Received(ranges()),
        Body::Refused { what: ranges(), cause: code("unreadable") },
        Body::Recalled(recalled.clone()),
        Body::Recalled(Recalled {
            replaced_by: Some(item(2)),
            source: Some(party("baku")),
            action: Action::Correct,
            ..recalled
        }),
        Body::Released(Released { item: item(1), order: 2, sig: [9; 64], source: None }),
        Body::Used(Used {
            address: Some(blob_ref("address")),
            item: item(1),
            language: "az-Latn".into(),
            medium: code("web"),
            source: party("hanoi"),
            since: Time::from_ms(1),
            version: 3,
        }),
        Body::UseEnded { index: 4, until: Time::from_ms(2) },
        Body::Opened { item: item(3), key: [4; 32] },
        Body::Erased { blob: Hash::of(b"gone"), why: code("personal-data") },
        Body::Note { text: blob_ref("note") },
    ];
    for act in [AgreementAct::Suspended, AgreementAct::Resumed, AgreementAct::Notice, AgreementAct::Ended] {
        all.push(Body::Agreement { act, agreement_version: version, reason: code("by-consent") });
    }
    for answer in [Answer::Stopped, Answer::Removed, Answer::Unused] {
        all.push(Body::Answered { answer, of: party("hanoi"), epoch: 0, index: 12 });
    }
    all
}

fn statement(body: Body) -> Statement {
    let seen = Seen { party: party("astana"), epoch: 0, size: 9, root: Hash::of(b"root") };
    Statement::new("2026-11-23T01:02:03.456Z".parse().unwrap(), vec![seen], body)
}

#[test]
fn every_kind_has_its_golden_bytes_and_reads_back() {
    let mut golden = String::new();
    for body in samples() {
        let written = statement(body);
        let bytes = written.to_bytes().unwrap();
        assert_eq!(Statement::from_bytes(&bytes).unwrap(), written);
        golden.push_str(std::str::from_utf8(&bytes).unwrap());
        golden.push('\n');
    }
    expect_file!["../../../../tests/golden/statements.txt"].assert_eq(&golden);
}

#[test]
fn a_published_story_with_a_picture_stays_near_400_bytes() {
    let body = samples().into_iter().find(|b| matches!(b, Body::Published(_))).unwrap();
    let Body::Published(mut story) = body else { unreachable!() };
    story.media.clear();
    let seen = vec![];
    let bytes = Statement::new(Time::from_ms(0), seen, Body::Published(story)).to_bytes().unwrap();
    assert!(bytes.len() <= 400, "{}", bytes.len());
}

#[test]
fn an_unknown_kind_or_field_is_kept_and_not_understood() {
    for text in [
        r#"{"after":[],"at":"2026-11-23T01:02:03.456Z","kind":"invited","must_understand":true,"to":"x","v":1}"#,
        r#"{"after":[],"at":"2026-11-23T01:02:03.456Z","kind":"erased","must_understand":false,"v":2,"x":1}"#,
    ] {
        let read = Statement::from_bytes(text.as_bytes()).unwrap();
        assert!(matches!(read.body, Body::Unknown { .. }), "{text}");
    }
    let mut bytes = statement(samples().remove(2)).to_bytes().unwrap();
    let text = String::from_utf8(bytes.split_off(0)).unwrap().replace("\"v\":1", "\"v\":1,\"zone\":2");
    assert!(matches!(Statement::from_bytes(text.as_bytes()).unwrap().body, Body::Unknown { .. }));
}

#[test]
fn wrong_fields_of_known_kinds_are_refused() {
    let good = String::from_utf8(
        statement(Body::Received(Ranges { of: party("hanoi"), epoch: 0, ranges: vec![(0, 4), (7, 7)] }))
            .to_bytes()
            .unwrap(),
    )
    .unwrap();
    for (from, to) in [
        ("[[0,4],[7,7]]", "[]"),
        ("[[0,4],[7,7]]", "[[4,0]]"),
        ("[[0,4],[7,7]]", "[[0,4],[5,7]]"),
        ("[[0,4],[7,7]]", "[[0,4],[4,7]]"),
        ("[[0,4],[7,7]]", "[[0,4.5]]"),
        ("\"hanoi\"", "\"Hanoi\""),
        ("\"epoch\":0", "\"epoch\":4294967296"),
        ("01:02:03.456Z", "01:02:03Z"),
        ("\"after\":[[", "\"after\":[[1,"),
        ("\"must_understand\":false", "\"must_understand\":0"),
        ("[[0,4],[7,7]]", "[[0,9007199254740992]]"),
    ] {
        let wrong = good.replace(from, to);
        assert_ne!(wrong, good);
        assert!(Statement::from_bytes(wrong.as_bytes()).is_err(), "{wrong}");
    }
}

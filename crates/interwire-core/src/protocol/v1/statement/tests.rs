//! Golden bytes of every kind, and what is refused or kept as unknown.

use super::*;
use crate::keys::NodeKey;
use crate::protocol::v1::epoch::EPOCH_BYTES_MAX;
use crate::protocol::v1::fields::BlobRef;
use crate::protocol::v1::limits::{OFFERED_BYTES_MAX, OFFERED_MAX, TEXT_BYTES_MAX};
use crate::protocol::v1::page::PAGE_BYTES_MAX;
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
fn key(n: u8) -> PublicKey {
    NodeKey::from_seed(&[n; 32]).public()
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
        key: key(1),
        sig: [7; 64],
        source: None,
        status: PubStatus::Usable,
        test: false,
        version: 3,
    };
    let recalled = Recalled {
        action: Action::Kill,
        item: item(1),
        key: key(1),
        order: 1,
        reason: code("false-report"),
        replaced_by: None,
        sig: [8; 64],
        source: None,
        through: 1_542_761_538,
    };
    let released = Released { item: item(1), key: key(1), order: 2, sig: [9; 64], source: None };
    let used = Used {
        address: Some(blob_ref("address")),
        item: item(1),
        language: "az-Latn".into(),
        medium: code("web"),
        source: party("hanoi"),
        since: Time::from_ms(1),
        version: 3,
    };
    let mut all = vec![
        Body::Offered { agreement_version: version, predecessor: None, blobs: vec![blob_ref("agreement")] },
        Body::Offered { agreement_version: version, predecessor: Some(Hash::of(b"old")), blobs: vec![] },
        Body::Withdrawn { agreement_version: version },
        Body::Signed { agreement_version: version, page: blob_ref("page"), seal: [1; 64] },
        Body::Declined { agreement_version: version, reason: code("terms") },
        Body::Epoch { doc: blob_ref("epoch"), key: key(1), sig: [2; 64] },
        Body::Keys { certified: vec!["{}".into()], revoked: vec![] },
        Body::Keys { certified: vec!["{}".into(), "{}".into()], revoked: vec!["{}".into()] },
        Body::Published(published.clone()),
        Body::Published(Published {
            source: Some(party("baku")),
            test: true,
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
        Body::Released(released.clone()),
        Body::Released(Released { source: Some(party("baku")), ..released }),
        Body::Used(used.clone()),
        Body::Used(Used { address: None, ..used }),
        Body::UseEnded { index: 4, until: Time::from_ms(2) },
        Body::Erased { of: party("hanoi"), epoch: 0, index: 3, media: None, why: code("personal-data") },
        Body::Erased { of: party("hanoi"), epoch: 0, index: 3, media: Some(1), why: code("personal-data") },
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
fn a_published_story_stays_near_400_bytes_whatever_media_it_has() {
    let story = samples().into_iter().find(|b| matches!(b, Body::Published(_))).unwrap();
    let bytes = Statement::new(Time::from_ms(0), vec![], story).to_bytes().unwrap();
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
        assert_eq!(read.to_bytes().unwrap(), text.as_bytes());
    }
    let mut bytes = statement(samples().remove(2)).to_bytes().unwrap();
    let text = String::from_utf8(bytes.split_off(0)).unwrap().replace("\"v\":1", "\"v\":1,\"zone\":2");
    assert!(matches!(Statement::from_bytes(text.as_bytes()).unwrap().body, Body::Unknown { .. }));
}

#[test]
fn a_statement_that_names_more_than_the_limits_allow_does_not_read() {
    let large = |size| BlobRef { hash: Hash::of(b""), size };
    let version = Hash::of(b"agreement");
    let offered = |blobs| Body::Offered { agreement_version: version, predecessor: None, blobs };
    let signed = |page| Body::Signed { agreement_version: version, page, seal: [1; 64] };
    let epoch = |doc| Body::Epoch { doc, key: key(1), sig: [1; 64] };
    let note = |text| Body::Note { text };
    let reads = |body: Body| Statement::from_bytes(&statement(body).to_bytes().unwrap()).is_ok();
    for (most, body) in [
        (OFFERED_BYTES_MAX, &(|size| offered(vec![large(size)])) as &dyn Fn(u64) -> Body),
        (PAGE_BYTES_MAX as u64, &|size| signed(large(size))),
        (EPOCH_BYTES_MAX as u64, &|size| epoch(large(size))),
        (TEXT_BYTES_MAX, &|size| note(large(size))),
    ] {
        assert!(reads(body(most)) && !reads(body(most + 1)), "{:?}", body(most));
    }
    assert!(reads(offered(vec![large(1); OFFERED_MAX])) && !reads(offered(vec![large(1); OFFERED_MAX + 1])));
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

//! What the node keeps besides the exchange: every row reads back as it was put, and lists page.

mod door_tests;

use super::desk::DeskRow;
use super::offers::{Direction, OfferRow, OfferState};
use super::peers::PeerRow;
use super::testing::*;
use super::tx::Tx;
use super::users::UserRow;
use interwire_core::exchange::store::{Ack, AnswerRow, RecallRow, Store, Verdict};
use interwire_core::ids::Hash;
use interwire_core::keys::NodeKey;
use interwire_core::protocol::v1::statement::*;
use interwire_core::time::Time;

fn time(ms: i64) -> Time {
    Time::from_ms(ms)
}

/// A transaction, committed.
fn write<T>(bench: &Bench, act: impl FnOnce(&mut Tx) -> T) -> T {
    let mut writer = bench.writer();
    let mut tx = writer.begin().unwrap();
    let value = act(&mut tx);
    tx.commit().unwrap();
    value
}

fn desk_row(n: u32, version: u64) -> DeskRow {
    DeskRow {
        key: item(if n.is_multiple_of(2) { "hanoi" } else { "astana" }, n),
        version,
        guid: format!("urn:newsml:{n}").parse().unwrap(),
        doc: blob(n).hash,
        kind: "text".into(),
        pub_status: PubStatus::Usable,
        headline: Some("Қазақстан — Əliyev: سفير".into()),
        slug: None,
        language: Some("kk".into()),
        service: Some("world".into()),
        urgency: Some(4),
        embargo_until: Some(time(1000)),
        embargo_unclear: false,
        version_created: Some(time(5)),
        arrived_at: time(10 + i64::from(n)),
        feed: None,
        intake: None,
        original: Some(blob(99).hash),
        original_format: Some("newsml-g2".into()),
        test: false,
        notes: "[]".into(),
    }
}

#[test]
fn the_desk_keeps_versions_in_the_order_of_their_arrival() {
    let bench = Bench::new();
    write(&bench, |tx| {
        for n in 0..10 {
            assert_eq!(tx.put_desk(&desk_row(n, 1)).unwrap(), i64::from(n) + 1);
            tx.put_item(&item_row(&desk_row(n, 1).key, None, Some(if n == 4 { 2 } else { 1 }))).unwrap();
        }
        let changed = DeskRow { slug: Some("talks".into()), ..desk_row(3, 1) };
        assert_eq!(tx.put_desk(&changed).unwrap(), 4);
        assert_eq!(tx.desk(&changed.key, 1).unwrap(), Some(changed));
        assert_eq!(tx.put_desk(&desk_row(4, 2)).unwrap(), 11);
        assert_eq!(tx.desk(&desk_row(4, 3).key, 3).unwrap(), None);
    });
    let listed = bench.runtime.block_on(bench.db().desk_of_item(&desk_row(4, 1).key)).unwrap();
    assert_eq!(listed.iter().map(|listed| &listed.row).collect::<Vec<_>>(), [&desk_row(4, 2), &desk_row(4, 1)]);
    assert!(listed[0].is_usable(time(1000)) && !listed[0].is_usable(time(999)));
    assert_eq!(bench.runtime.block_on(bench.db().desk_of_guid(&desk_row(7, 1).guid)).unwrap().len(), 1);
}

#[test]
fn a_recalled_item_is_listed_as_not_usable() {
    let bench = Bench::new();
    write(&bench, |tx| {
        tx.put_desk(&desk_row(1, 1)).unwrap();
        let at = time(20);
        let recall = RecallRow { order: 1, action: Some(Action::Kill), through: 1, at, ..RecallRow::default() };
        tx.put_item(&interwire_core::exchange::store::ItemRow {
            recall: Some(recall),
            ..item_row(&desk_row(1, 1).key, None, Some(1))
        })
        .unwrap();
    });
    let listed = bench.runtime.block_on(bench.db().desk_of_item(&desk_row(1, 1).key)).unwrap();
    assert!(listed[0].recall.is_some() && !listed[0].is_usable(time(5000)));
}

#[test]
fn statements_about_an_item_are_found_with_who_answered() {
    let (bench, key) = (Bench::new(), item("hanoi", 1));
    let id = journal(&agreement(1), "hanoi", 0);
    let signer = NodeKey::from_seed(&[1; 32]).public();
    let published = |version| {
        Body::Published(Published {
            article: "a1".parse().unwrap(),
            doc: blob(1),
            item: key.item.clone(),
            key: signer,
            sig: [0; 64],
            source: None,
            status: PubStatus::Usable,
            test: false,
            version,
        })
    };
    let released =
        Body::Released(Released { item: key.item.clone(), key: signer, order: 2, sig: [0; 64], source: None });
    let bodies = [published(1), Body::Note { text: blob(3) }, published(7), released.clone()];
    let entries: Vec<_> =
        bodies.into_iter().map(|body| Statement::new(time(1), Vec::new(), body).to_bytes().unwrap()).collect();
    write(&bench, |tx| {
        tx.append(&id, 0, &entries).unwrap();
        tx.append(&id, 4, &[b"not a statement".to_vec()]).unwrap();
        let ack = Ack { by: party("baku"), verdict: Verdict::Received, at: Some(time(2)) };
        tx.put_ack(&position(&id, 2), &ack).unwrap();
        let answer = AnswerRow { by: party("baku"), answer: Answer::Stopped, at: time(3) };
        tx.put_answer(&position(&id, 3), &answer).unwrap();
    });
    let found = bench.runtime.block_on(bench.db().said_about(&key)).unwrap();
    let places: Vec<_> = found.iter().map(|said| (said.position.index, said.statement.body.clone())).collect();
    assert_eq!(places, [(0, published(1)), (2, published(7)), (3, released)]);
    assert_eq!(found[1].acks, [(party("baku"), None, time(2))]);
    assert_eq!(found[2].answers, [(party("baku"), Answer::Stopped, time(3))]);
}

#[test]
fn peers_and_offers_read_back() {
    let bench = Bench::new();
    let peer = PeerRow {
        title: "Azərbaycan".into(),
        allow_plain_http: true,
        failures: 3,
        failure_code: Some("timeout".into()),
        retry_at: Some(time(9)),
        skew_ms: Some(-400),
        ..PeerRow::new(party("baku"))
    };
    let offer = OfferRow {
        agreement: agreement(1),
        party: party("baku"),
        endpoint: Some("https://baku.example".into()),
        direction: Direction::In,
        state: OfferState::Open,
        at: time(1),
        note: None,
    };
    let moved = PeerRow { endpoint: Some("https://new.example".into()), endpoint_at: Some(time(3)), ..peer.clone() };
    write(&bench, |tx| {
        tx.put_peer(&peer).unwrap();
        tx.put_endpoint(&party("baku"), "https://new.example", time(3)).unwrap();
        assert_eq!(tx.peer(&party("baku")).unwrap(), Some(moved.clone()));
        assert_eq!(tx.peer(&party("astana")).unwrap(), None);
        tx.put_offer(&offer).unwrap();
        assert_eq!(tx.offer(&agreement(1), &offer.party).unwrap(), Some(offer.clone()));
        assert_eq!(tx.offer(&agreement(2), &offer.party).unwrap(), None);
    });
    assert_eq!(bench.runtime.block_on(bench.db().peers()).unwrap(), [moved]);
    assert_eq!(bench.runtime.block_on(bench.db().offers()).unwrap(), [offer]);
}

#[test]
fn people_log_in_until_they_are_disabled_or_the_session_is_over() {
    let bench = Bench::new();
    let user = UserRow {
        name: "trang".into(),
        password: "$argon2id$".into(),
        role: "editor".into(),
        language: "vi".into(),
        created_at: time(1),
        disabled: false,
    };
    let token = Hash::of(b"cookie");
    write(&bench, |tx| {
        tx.put_user(&user).unwrap();
        tx.put_session(&token, "trang", time(1), time(100)).unwrap();
        tx.put_session(&Hash::of(b"other"), "trang", time(1), time(10)).unwrap();
        tx.audit(time(2), "trang", "login", "trang").unwrap();
        tx.put_setting("name", "Hanoi").unwrap();
        assert_eq!(tx.setting("name").unwrap().as_deref(), Some("Hanoi"));
        assert_eq!((tx.user("trang").unwrap(), tx.user("anar").unwrap()), (Some(user.clone()), None));
    });
    let session = |now| bench.runtime.block_on(bench.db().session(&token, time(now))).unwrap();
    assert_eq!((session(99), session(100)), (Some(user.clone()), None));
    write(&bench, |tx| tx.remove_sessions(None, time(50)).unwrap());
    assert!(session(99).is_some());
    write(&bench, |tx| tx.put_user(&UserRow { disabled: true, ..user.clone() }).unwrap());
    assert_eq!(session(99), None);
    write(&bench, |tx| tx.remove_session(&token).unwrap());
    let db = bench.db();
    assert_eq!(bench.runtime.block_on(db.users()).unwrap().len(), 1);
    assert!(bench.runtime.block_on(db.user("trang")).unwrap().unwrap().disabled);
    assert_eq!(bench.runtime.block_on(db.audits(None, 9)).unwrap()[0].what, "login");
    assert_eq!(bench.runtime.block_on(db.setting("name")).unwrap().as_deref(), Some("Hanoi"));
}

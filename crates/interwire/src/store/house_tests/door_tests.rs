//! What comes in and goes out by the doors of the house.

use super::super::decisions::{DecisionRow, DecisionWord, HoldRow};
use super::super::intake::{DeadLetter, IntakeRow, IntakeState, LetterState};
use super::super::outlet::{OutletEvent, OutletKind};
use super::super::testing::*;
use super::{time, write};
use interwire_core::protocol::v1::statement::Action;

#[test]
fn arrivals_and_dead_letters_read_back_and_page() {
    let bench = Bench::new();
    let arrival = IntakeRow {
        id: 0,
        feed: "folder".into(),
        path: "in/Vũ Việt Trang.xml".into(),
        blob: blob(1).hash,
        size: 7,
        at: time(1),
        service: Some("Ana lent".into()),
        hint: None,
        media: Some("uploaded".into()),
        test: false,
        state: IntakeState::Arrived,
        format: None,
        items: 0,
        notes: "[]".into(),
    };
    let letter = DeadLetter {
        id: 0,
        intake: Some(2),
        party: Some(party("baku")),
        blob: Some(blob(1).hash),
        code: "I0005".into(),
        message: "cannot be read".into(),
        next_step: "ask the sender".into(),
        attempts: 1,
        first_at: time(1),
        last_at: time(2),
        state: LetterState::Open,
        closed_by: None,
        closed_at: None,
    };
    write(&bench, |tx| {
        assert_eq!([1, 2].map(|_| tx.put_intake(&arrival).unwrap()), [1, 2]);
        let dead = IntakeRow { id: 2, state: IntakeState::Dead, format: Some("nitf".into()), ..arrival.clone() };
        assert_eq!(tx.put_intake(&dead).unwrap(), 2);
        assert_eq!(tx.intake(2).unwrap(), Some(dead.clone()));
        assert_eq!(tx.intake_of("folder", &blob(1).hash).unwrap(), Some(dead));
        assert_eq!(tx.intake_of("api", &blob(1).hash).unwrap(), None);
        assert_eq!(tx.intake_waiting(9).unwrap(), [IntakeRow { id: 1, ..arrival.clone() }]);
        assert_eq!([1, 2].map(|_| tx.put_dead_letter(&letter).unwrap()), [1, 2]);
        let closed = DeadLetter {
            id: 2,
            state: LetterState::Dropped,
            closed_by: Some("anar".into()),
            closed_at: Some(time(9)),
            ..letter.clone()
        };
        tx.put_dead_letter(&closed).unwrap();
        assert_eq!(tx.dead_letter(2).unwrap(), Some(closed));
    });
    let db = bench.db();
    assert_eq!(bench.runtime.block_on(db.intakes(Some(2), 9)).unwrap(), [IntakeRow { id: 1, ..arrival }]);
    assert_eq!(bench.runtime.block_on(db.dead_letters(true, None, 9)).unwrap(), [DeadLetter { id: 1, ..letter }]);
    assert_eq!(bench.runtime.block_on(db.dead_letters(false, None, 9)).unwrap().len(), 2);
}

#[test]
fn decisions_and_holds_read_back_and_end() {
    let (bench, key) = (Bench::new(), item("hanoi", 1));
    let decision = |agreement_of, name: &str| DecisionRow {
        key: key.clone(),
        version: 1,
        agreement: agreement(agreement_of),
        party: party(name),
        verdict: DecisionWord::Hold,
        article: Some("photos".parse().unwrap()),
        reasons: r#"[{"term":"embargo"}]"#.into(),
        until: Some(time(50)),
        at: time(1),
    };
    let hold =
        |version, until| HoldRow { key: key.clone(), version, agreement: agreement(1), until, cause: "embargo".into() };
    write(&bench, |tx| {
        for row in [decision(2, "baku"), decision(1, "baku"), decision(1, "astana"), decision(1, "astana")] {
            tx.put_decision(&row).unwrap();
        }
        for row in [hold(1, Some(time(50))), hold(2, Some(time(40))), hold(3, None)] {
            tx.put_hold(&row).unwrap();
        }
        assert_eq!(tx.next_hold().unwrap(), Some(time(40)));
        assert_eq!(tx.holds_due(time(49), 9).unwrap(), [hold(2, Some(time(40)))]);
        tx.remove_hold(&key, 2, &agreement(1)).unwrap();
        assert_eq!(tx.next_hold().unwrap(), Some(time(50)));
    });
    let expected = [decision(1, "astana"), decision(1, "baku"), decision(2, "baku")];
    assert_eq!(bench.runtime.block_on(bench.db().decisions(&key)).unwrap(), expected);
    assert_eq!(bench.runtime.block_on(bench.db().holds(9)).unwrap(), [hold(1, Some(time(50))), hold(3, None)]);
}

#[test]
fn the_outlet_tells_events_in_order_after_a_cursor() {
    let bench = Bench::new();
    let event = |seq, kind| OutletEvent {
        seq,
        kind,
        key: item("astana", 1),
        version: Some(2),
        action: (kind == OutletKind::Recalled).then_some(Action::Withhold),
        reason: (kind == OutletKind::Recalled).then(|| "rights".parse().unwrap()),
        at: time(seq),
    };
    let all = [event(1, OutletKind::Version), event(2, OutletKind::Recalled), event(3, OutletKind::Released)];
    write(&bench, |tx| {
        all.iter().for_each(|event| assert_eq!(tx.put_outlet_event(event).unwrap(), event.seq));
        assert_eq!(tx.outlet_cursor("cms").unwrap(), 0);
        tx.put_outlet_cursor("cms", 2, time(9)).unwrap();
        assert_eq!(tx.outlet_cursor("cms").unwrap(), 2);
    });
    assert_eq!(bench.runtime.block_on(bench.db().outlet_events(1, 9)).unwrap(), all[1..]);
    assert_eq!(bench.runtime.block_on(bench.db().outlet_cursors()).unwrap(), [("cms".into(), 2, time(9))]);
}

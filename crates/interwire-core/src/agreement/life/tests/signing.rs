//! From the first offer to the last signature: withdrawing, declining, countering, and who may sign what.

use super::*;
use expect_test::expect;

#[test]
fn an_agreement_is_offered_signed_and_in_force_from_the_named_day() {
    check(
        "starts=2027-01-01 for=P1Y renewal=none",
        "
        2026-11-20 ?
        2026-11-20 hanoi offers v1
        2026-11-20 ?
        2026-11-20 hanoi signs v1
        2026-11-21 ?
        2026-11-22 astana signs v1
        2026-11-23 ?
        2027-01-01 ?
        2028-01-01 ?
        ",
        &expect![[r#"
            2026-11-20 Draft
            2026-11-20 Offered { version: (v1), by: (hanoi) }
            2026-11-21 Signed { version: (v1), by: {(hanoi)}, missing: {(astana)}, from: None }
            2026-11-23 Signed { version: (v1), by: {(astana), (hanoi)}, missing: {}, from: Some(2027-01-01T00:00:00.000Z) }
            2027-01-01 InForce { version: (v1), since: 2027-01-01T00:00:00.000Z, until: Some(2028-01-01T00:00:00.000Z), renews: false }
            2028-01-01 Lapsed { version: (v1), at: 2028-01-01T00:00:00.000Z }
        "#]],
    );
}

#[test]
fn the_last_signature_counts_when_it_is_later_than_the_named_day() {
    check(
        "starts=2026-11-01 for=P1Y renewal=same-term",
        "
        2026-10-20 hanoi offers v1
        2026-10-20 hanoi signs v1
        2026-11-22 astana signs v1
        2026-11-21 ?
        2026-11-22 ?
        2027-11-01 ?
        ",
        &expect![[r#"
            2026-11-21 Signed { version: (v1), by: {(astana), (hanoi)}, missing: {}, from: Some(2026-11-22T00:00:00.000Z) }
            2026-11-22 InForce { version: (v1), since: 2026-11-22T00:00:00.000Z, until: Some(2027-11-01T00:00:00.000Z), renews: true }
            2027-11-01 InForce { version: (v1), since: 2026-11-22T00:00:00.000Z, until: Some(2028-11-01T00:00:00.000Z), renews: true }
        "#]],
    );
}

#[test]
fn a_withdrawal_counts_only_if_the_countersigner_had_seen_it() {
    let unseen = "
        2026-11-20 hanoi offers v1
        2026-11-20 hanoi signs v1
        2026-11-21 astana declines v9
        2026-11-22 hanoi withdraws v1
        2026-11-22 ?
        2026-11-23 astana blind signs v1
        2026-11-23 ?
        2026-11-24 hanoi withdraws v1
        ";
    check(
        "",
        unseen,
        &expect![[r#"
            2026-11-21 astana declines v9: its author had not seen that version offered
            2026-11-22 Withdrawn { version: (v1) }
            2026-11-23 InForce { version: (v1), since: 2026-11-23T00:00:00.000Z, until: None, renews: false }
            2026-11-24 hanoi withdraws v1: the offer had been withdrawn, and its author had seen that
        "#]],
    );
    check(
        "",
        &unseen.replace("blind ", ""),
        &expect![[r#"
            2026-11-21 astana declines v9: its author had not seen that version offered
            2026-11-22 Withdrawn { version: (v1) }
            2026-11-23 astana signs v1: the offer had been withdrawn, and its author had seen that
            2026-11-23 Withdrawn { version: (v1) }
            2026-11-24 hanoi withdraws v1: the offer had been withdrawn, and its author had seen that
        "#]],
    );
}

#[test]
fn a_declined_offer_is_answered_by_a_counter_offer() {
    check(
        "",
        "
        2026-11-20 hanoi offers v1
        2026-11-20 hanoi signs v1
        2026-11-21 astana declines v1
        2026-11-21 ?
        2026-11-22 astana offers v2 after v1
        2026-11-22 astana signs v2
        2026-11-22 ?
        2026-11-23 hanoi signs v2
        2026-11-23 ?
        2026-11-24 astana signs v1
        ",
        &expect![[r#"
            2026-11-21 Declined { version: (v1), by: {(astana)} }
            2026-11-22 Signed { version: (v2), by: {(astana)}, missing: {(hanoi)}, from: None }
            2026-11-23 InForce { version: (v2), since: 2026-11-23T00:00:00.000Z, until: None, renews: false }
            2026-11-24 astana signs v1: its author had declined that version
        "#]],
    );
}

#[test]
fn a_party_signs_at_most_one_successor_until_the_other_cannot_come_to_life() {
    check(
        "",
        "
        2026-11-20 hanoi offers v1
        2026-11-20 hanoi signs v1
        2026-11-20 astana signs v1
        2026-11-21 hanoi offers v2 after v1
        2026-11-21 hanoi signs v2
        2026-11-21 astana blind offers v3 after v1
        2026-11-21 astana blind signs v3
        2026-11-22 hanoi signs v3
        2026-11-22 astana signs v2
        2026-11-23 astana declines v2
        2026-11-23 hanoi signs v3
        2026-11-23 ?
        ",
        &expect![[r#"
            2026-11-22 hanoi signs v3: its author had signed another version that this one does not follow
            2026-11-22 astana signs v2: its author had signed another version that this one does not follow
            2026-11-23 InForce { version: (v3), since: 2026-11-23T00:00:00.000Z, until: None, renews: false }
        "#]],
    );
}

#[test]
fn who_is_no_party_or_repeats_itself_changes_nothing() {
    check(
        "",
        "
        2026-01-01 baku offers v1
        2026-01-01 hanoi offers v1
        2026-01-01 baku signs v1
        2026-01-01 hanoi signs v1
        2026-01-01 hanoi signs v1
        2026-01-01 hanoi declines v1
        2026-01-01 astana withdraws v1
        2026-01-01 astana offers v1
        2026-01-01 astana offers v2
        2026-01-01 astana offers v2 after v3
        2026-01-01 astana ends v1
        2026-01-02 ?
        ",
        &expect![[r#"
            2026-01-01 baku offers v1: its author is not a party of that version
            2026-01-01 baku signs v1: its author is not a party of that version
            2026-01-01 hanoi signs v1: its author had signed that version
            2026-01-01 hanoi declines v1: its author had signed that version
            2026-01-01 astana withdraws v1: only the party that offered a version can withdraw it
            2026-01-01 astana offers v1: that version was offered before
            2026-01-01 astana offers v2: it does not follow a version that its author had seen offered
            2026-01-01 astana offers v2 after v3: it does not follow a version that its author had seen offered
            2026-01-01 astana ends v1: its author had not seen that version signed by all
            2026-01-02 Signed { version: (v1), by: {(hanoi)}, missing: {(astana)}, from: None }
        "#]],
    );
}

#[test]
fn an_entry_is_applied_once() {
    let mut script = Script::default();
    let offer = script.offer("v1", None);
    script.say("hanoi", time("2026-01-01"), offer);
    let mut life = Life::new();
    assert_eq!(life.apply(script.events[0].clone()), Ok(Change::Offered(version("v1"))));
    assert_eq!(life.apply(script.events[0].clone()), Err(Refusal::Replayed));
}

#[test]
fn a_signature_that_a_withdrawal_may_have_missed_binds_until_the_other_side_has_seen_it() {
    let script = "
        2026-11-20 hanoi offers v1
        2026-11-20 hanoi offers v2 after v1
        2026-11-20 hanoi offers v3 after v1
        2026-11-20 hanoi signs v2
        2026-11-21 astana declines v9
        2026-11-22 hanoi withdraws v2
        2026-11-22 hanoi signs v3
        2026-11-23 astana blind signs v2
        2026-11-24 astana signs v3
        2026-11-24 ?
        ";
    check(
        "",
        script,
        &expect![[r#"
        2026-11-21 astana declines v9: its author had not seen that version offered
        2026-11-22 hanoi signs v3: its author had signed another version that this one does not follow
        2026-11-24 astana signs v3: its author had signed another version that this one does not follow
        2026-11-24 InForce { version: (v2), since: 2026-11-23T00:00:00.000Z, until: None, renews: false }
    "#]],
    );
    // Once astana has said something after the withdrawal, nothing can revive v2.
    let told = script.replace("2026-11-22 hanoi signs v3", "2026-11-22 astana declines v1\n2026-11-22 hanoi signs v3");
    check(
        "",
        &told,
        &expect![[r#"
        2026-11-21 astana declines v9: its author had not seen that version offered
        2026-11-23 astana blind signs v2: the offer had been withdrawn, and its author had seen that
        2026-11-24 InForce { version: (v3), since: 2026-11-24T00:00:00.000Z, until: None, renews: false }
    "#]],
    );
}

//! In force and after: amendments, renewal, notice, suspension, the end.

use super::*;
use expect_test::expect;

#[test]
fn an_amendment_takes_over_on_its_first_moment_and_the_text_before_it_runs_until_then() {
    check(
        "for=P1Y renewal=same-term",
        "
        2026-01-01 hanoi offers v1
        2026-01-01 hanoi signs v1
        2026-01-01 astana signs v1
        2026-05-01 hanoi offers v2 after v1
        2026-05-01 hanoi signs v2
        2026-06-01 ?
        2026-06-02 astana signs v2
        2026-06-02 ?
        2026-06-01T23:59:59.999Z ?
        ",
        &expect![[r#"
            2026-06-01 InForce { version: (v1), since: 2026-01-01T00:00:00.000Z, until: Some(2027-01-01T00:00:00.000Z), renews: true }
            2026-06-02 InForce { version: (v2), since: 2026-06-02T00:00:00.000Z, until: Some(2027-06-02T00:00:00.000Z), renews: true }
            2026-06-01T23:59:59.999Z InForce { version: (v1), since: 2026-01-01T00:00:00.000Z, until: Some(2027-01-01T00:00:00.000Z), renews: true }
        "#]],
    );
}

#[test]
fn it_renews_unless_notice_is_given_before_the_window() {
    let script = "
        2026-01-01 hanoi offers v1
        2026-01-01 hanoi signs v1
        2026-01-01 astana signs v1
        2027-09-30 astana notice v1
        2027-10-01 ?
        2028-01-01 ?
        2029-01-01 ?
        ";
    let terms = "starts=2026-01-01 for=P2Y renewal=same-term notice=P3M";
    check(
        terms,
        script,
        &expect![[r#"
            2027-10-01 InForce { version: (v1), since: 2026-01-01T00:00:00.000Z, until: Some(2028-01-01T00:00:00.000Z), renews: false }
            2028-01-01 Ended { version: (v1), at: 2028-01-01T00:00:00.000Z, ending: Notice }
            2029-01-01 Ended { version: (v1), at: 2028-01-01T00:00:00.000Z, ending: Notice }
        "#]],
    );
    check(
        terms,
        &script.replace("2027-09-30", "2027-10-01"),
        &expect![[r#"
            2027-10-01 InForce { version: (v1), since: 2026-01-01T00:00:00.000Z, until: Some(2030-01-01T00:00:00.000Z), renews: false }
            2028-01-01 InForce { version: (v1), since: 2026-01-01T00:00:00.000Z, until: Some(2030-01-01T00:00:00.000Z), renews: false }
            2029-01-01 InForce { version: (v1), since: 2026-01-01T00:00:00.000Z, until: Some(2030-01-01T00:00:00.000Z), renews: false }
        "#]],
    );
    check(
        "for=P2Y",
        script,
        &expect![[r#"
            2027-09-30 astana notice v1: notice changes nothing: the agreement lapses by itself
            2027-10-01 InForce { version: (v1), since: 2026-01-01T00:00:00.000Z, until: Some(2028-01-01T00:00:00.000Z), renews: false }
            2028-01-01 Lapsed { version: (v1), at: 2028-01-01T00:00:00.000Z }
            2029-01-01 Lapsed { version: (v1), at: 2028-01-01T00:00:00.000Z }
        "#]],
    );
}

#[test]
fn a_signature_on_a_later_version_takes_notice_back() {
    check(
        "notice=P1M",
        "
        2026-01-01 hanoi offers v1
        2026-01-01 hanoi signs v1
        2026-01-01 astana signs v1
        2026-02-01 astana notice v1
        2026-02-10 hanoi offers v2 after v1
        2026-02-10 hanoi signs v2
        2026-02-11 ?
        2026-02-12 astana signs v2
        2026-06-01 ?
        ",
        &expect![[r#"
            2026-02-11 InForce { version: (v1), since: 2026-01-01T00:00:00.000Z, until: Some(2026-03-02T00:00:00.000Z), renews: false }
            2026-06-01 InForce { version: (v2), since: 2026-02-12T00:00:00.000Z, until: None, renews: false }
        "#]],
    );
}

#[test]
fn each_party_takes_back_its_own_suspension() {
    check(
        "",
        "
        2026-01-01 hanoi offers v1
        2026-01-01 hanoi signs v1
        2026-01-01 hanoi suspends v1
        2026-01-02 astana signs v1
        2026-01-03 hanoi suspends v1
        2026-01-03 astana suspends v1
        2026-01-04 hanoi resumes v1
        2026-01-03 ?
        2026-01-04 ?
        2026-01-05 hanoi resumes v1
        2026-01-05 astana resumes v1
        2026-01-05 ?
        ",
        &expect![[r#"
            2026-01-01 hanoi suspends v1: its author had not seen that version signed by all
            2026-01-03 Suspended { version: (v1), by: {(astana), (hanoi)} }
            2026-01-04 Suspended { version: (v1), by: {(astana)} }
            2026-01-05 hanoi resumes v1: its author had not suspended the agreement
            2026-01-05 InForce { version: (v1), since: 2026-01-02T00:00:00.000Z, until: None, renews: false }
        "#]],
    );
    check(
        "suspension=no",
        "
        2026-01-01 hanoi offers v1
        2026-01-01 hanoi signs v1
        2026-01-02 astana signs v1
        2026-01-03 astana suspends v1
        ",
        &expect![[r#"
                    2026-01-03 astana suspends v1: the agreement does not allow suspension
        "#]],
    );
}

#[test]
fn it_ends_at_once_when_all_consent() {
    check(
        "for=P2Y",
        "
        2026-01-01 hanoi offers v1
        2026-01-01 hanoi signs v1
        2026-01-02 astana signs v1
        2026-02-01 hanoi ends v1
        2026-02-02 ?
        2026-02-03 astana ends v1
        2026-02-03 ?
        ",
        &expect![[r#"
            2026-02-02 InForce { version: (v1), since: 2026-01-02T00:00:00.000Z, until: Some(2028-01-02T00:00:00.000Z), renews: false }
            2026-02-03 Ended { version: (v1), at: 2026-02-03T00:00:00.000Z, ending: Consent }
        "#]],
    );
}

#[test]
fn another_agreement_replaces_it_and_reminders_stop() {
    let mut script = Script {
        term: Term {
            duration: Duration::Fixed(Span::new(1, Unit::Year)),
            renewal: Renewal::SameTerm,
            ..Term::default()
        },
        ..Script::default()
    };
    let offer = script.offer("v1", None);
    script.say("hanoi", time("2026-01-01"), offer);
    script.say("hanoi", time("2026-01-01"), What::Signed(version("v1")));
    script.sync("astana");
    script.say("astana", time("2026-01-01"), What::Signed(version("v1")));
    let mut life = Life::new();
    for event in script.events {
        life.apply(event).unwrap();
    }
    let due = |life: &Life, day| readable(&format!("{:?}", life.due(time(day))));
    let reminder = "[Notice(Deadline { before: 2027-10-01T00:00:00.000Z, last_day: 2027-09-30, \
                    period_ends: 2028-01-01T00:00:00.000Z })]";
    assert_eq!(due(&life, "2026-11-23"), reminder, "the deadline of the running year has passed");
    assert_eq!(life.in_force_version(time("2026-11-23")), Some(version("v1")));
    assert!(life.deliveries_allowed(time("2026-11-23")));
    life.supersede(AgreementId::from_random([1; 16]), time("2026-11-20"));
    assert_eq!(due(&life, "2026-11-23"), "[]");
    assert!(!life.deliveries_allowed(time("2026-11-23")) && life.deliveries_allowed(time("2026-11-19")));
}

//! What becomes of agreements besides being signed: an offer is taken back, journals are begun anew.
#![allow(missing_docs, clippy::unwrap_used)]

mod house;

use house::{Agency, partners};
use serde_json::Value;

/// An offer of hanoi's that baku has and has not signed.
fn offered() -> (Agency, Agency) {
    let mut hanoi = Agency::new("hanoi", "Hãng tin Hà Nội");
    let mut baku = Agency::new("baku", "Əliyev və سفير");
    hanoi.serve();
    baku.serve();
    let draft = hanoi.dir.path().join("with-baku.toml");
    let (draft, key) = (draft.to_str().unwrap(), baku.made["root_key"].as_str().unwrap().to_owned());
    hanoi.ok(&["agreement", "new", "--partner", "baku", "--name", "Bakı", "--key", &key, "-o", draft]);
    hanoi.ok(&["agreement", "offer", draft, "--to", &baku.base]);
    baku.until("the offer has come", &["agreement", "list", "--json"], |one| one["waits_for_us"] == true);
    (hanoi, baku)
}

const SIGN: [&str; 6] = ["--signatory", "İlham", "--office", "Director", "--place", "Bakı"];

#[test]
fn an_offer_is_taken_back_before_it_is_signed() {
    let (hanoi, baku) = offered();
    assert!(baku.fails(&["agreement", "withdraw", "hanoi", "--yes"]).contains("no offer of yours is open"));
    assert!(hanoi.fails(&["agreement", "withdraw", "baku"]).contains("I0219"));
    let told = hanoi.ok(&["agreement", "withdraw", "baku", "--yes"]);
    assert!(told.contains("the offer was taken back"), "{told}");
    baku.until("baku knows", &["agreement", "list", "--json"], |one| one["standing"]["state"] == "withdrawn");
    let late = baku.fails(&[&["agreement", "sign", "hanoi"], &SIGN[..]].concat());
    assert!(late.contains("the last offer was taken back"), "{late}");
    assert!(hanoi.fails(&["agreement", "withdraw", "baku", "--yes"]).contains("no offer of yours is open"));
}

#[test]
fn an_offer_taken_back_while_no_node_runs_is_taken_back_when_they_do() {
    let (mut hanoi, mut baku) = offered();
    hanoi.stop();
    baku.stop();
    let waits = hanoi.ok(&["agreement", "withdraw", "baku", "--yes"]);
    assert!(waits.contains("what you said waits until the partners are in touch: withdrawn"), "{waits}");
    hanoi.serve();
    baku.serve();
    baku.until("baku knows", &["agreement", "list", "--json"], |one| one["standing"]["state"] == "withdrawn");
    hanoi.until("and hanoi", &["agreement", "list", "--json"], |one| one["standing"]["state"] == "withdrawn");
}

#[test]
fn new_journals_are_proposed_by_one_party_and_begun_when_the_other_accepts() {
    let (mut hanoi, mut astana) = partners();
    let before = hanoi.publish("tag:hanoi.example,2026:1", "Trước");
    astana.until_held(&before);
    assert!(astana.fails(&["agreement", "epoch", "accept", "hanoi", "--yes"]).contains("no other party proposes"));
    assert!(hanoi.fails(&["agreement", "epoch", "propose", "astana"]).contains("I0219"));
    let begun = hanoi.json(&["agreement", "epoch", "propose", "astana", "--reason", "lost-disk", "--yes", "--json"]);
    assert_eq!(begun["epoch"], 1, "{begun}");
    let between = hanoi.publish("tag:hanoi.example,2026:2", "Giữa");
    let proposed = |one: &Value| one["proposed"][0]["reason"] == "lost-disk";
    astana.until("the proposal has come", &["agreement", "list", "--json"], proposed);
    let text = astana.ok(&["agreement", "list"]);
    assert!(
        text.contains("hanoi proposes new journals, epoch 1 (lost-disk): interwire agreement epoch accept"),
        "{text}"
    );
    let own = astana.fails(&["agreement", "epoch", "propose", "hanoi", "--yes"]);
    assert!(own.contains("hanoi has proposed epoch 1 already: accept that"), "{own}");
    assert!(!astana.run(&["why", &between]).status.success(), "nothing of it counts before astana has accepted");

    let text = astana.ok(&["agreement", "epoch", "accept", "hanoi", "--yes"]);
    assert!(text.contains("journal 0 of hanoi: ") && text.contains("in force since"), "{text}");
    astana.until_held(&between);
    let after = hanoi.publish("tag:hanoi.example,2026:3", "Sau");
    astana.until_held(&after);
    hanoi.until_received(&after);
    let nothing = Value::Array(Vec::new());
    for agency in [&hanoi, &astana] {
        agency.until("nothing to do", &["status", "--json"], |status| status["to_do"] == nothing);
    }
    for agency in [&mut hanoi, &mut astana] {
        agency.stop();
        let report = agency.json(&["verify", "--json"]);
        assert_eq!((&report["whole"], &report["journals_verified"]), (&true.into(), &4.into()), "{report}");
    }
}

/// Nothing is written into a journal that is over. A use that was told there ends all the same, and one that nobody was
/// told of yet is taken back as if it had never been.
#[test]
fn a_use_told_in_a_journal_that_is_over_ends_in_the_next() {
    let (mut hanoi, mut astana) = partners();
    let item = hanoi.publish("tag:hanoi.example,2026:1", "Cầu mới");
    astana.until_held(&item);
    astana.ok(&["used", &item, "--outlet", "Портал"]);
    astana.ok(&["used", &item, "--outlet", "Газет", "--medium", "print"]);
    let uses = |one: &Value| one["holders"][0]["uses"].as_array().cloned().unwrap_or_default();
    let ended = |one: &Value| uses(one).iter().filter(|one| one["until"].is_string()).count();
    hanoi.until("both are told", &["recall", &item, "--json"], |one| uses(one).len() == 2);
    hanoi.json(&["agreement", "epoch", "propose", "astana", "--reason", "lost-disk", "--yes", "--json"]);
    let proposed = |one: &Value| one["proposed"][0]["reason"] == "lost-disk";
    astana.until("the proposal has come", &["agreement", "list", "--json"], proposed);
    astana.ok(&["agreement", "epoch", "accept", "hanoi", "--yes"]);
    let told = astana.ok(&["use-ended", &item, "--which", "Портал"]);
    assert!(told.contains("astana used version 1 from"), "{told}");
    hanoi.until("one has ended", &["recall", &item, "--json"], |one| uses(one).len() == 2 && ended(one) == 1);
    astana.ok(&["use-ended", &item, "--which", "Газет"]);
    hanoi.until("and the other", &["recall", &item, "--json"], |one| uses(one).len() == 2 && ended(one) == 2);
    for agency in [&mut hanoi, &mut astana] {
        agency.stop();
        let report = agency.json(&["verify", "--json"]);
        assert_eq!((&report["whole"], &report["journals_verified"]), (&true.into(), &4.into()), "{report}");
    }
    // No node runs: what is said waits, and is taken out again.
    let waiting = astana.ok(&["used", &item, "--outlet", "Радио", "--medium", "broadcast"]);
    assert!(waiting.contains("Радио"), "{waiting}");
    let gone = astana.ok(&["use-ended", &item, "--which", "Радио", "--mistake"]);
    assert!(!gone.contains("Радио"), "{gone}");
    hanoi.serve();
    astana.serve();
    let after = hanoi.publish("tag:hanoi.example,2026:2", "Sau");
    astana.until_held(&after);
    astana.ok(&["used", &after]);
    hanoi.until("later ones are told", &["recall", &after, "--json"], |one| uses(one).len() == 1);
    assert_eq!(uses(&hanoi.json(&["recall", &item, "--json"])).len(), 2);
}

/// What the old journals told is not told again in the new ones: whoever computes everything anew from the files must
/// still come to the same.
#[test]
fn journals_begun_while_a_story_is_on_its_way_verify() {
    let (mut hanoi, mut astana) = partners();
    let before = hanoi.publish("tag:hanoi.example,2026:1", "Trước");
    hanoi.json(&["agreement", "epoch", "propose", "astana", "--reason", "lost-disk", "--yes", "--json"]);
    let between = hanoi.publish("tag:hanoi.example,2026:2", "Giữa");
    let proposed = |one: &Value| one["proposed"][0]["reason"] == "lost-disk";
    astana.until("the proposal has come", &["agreement", "list", "--json"], proposed);
    astana.ok(&["agreement", "epoch", "accept", "hanoi", "--yes"]);
    for item in [&before, &between] {
        astana.until_held(item);
        hanoi.until_received(item);
    }
    for agency in [&mut hanoi, &mut astana] {
        agency.stop();
        let report = agency.json(&["verify", "--json"]);
        assert_eq!((&report["whole"], &report["journals_verified"]), (&true.into(), &4.into()), "{report}");
    }
}

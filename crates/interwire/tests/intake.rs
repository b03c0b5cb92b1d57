//! Our own house's items on their way into agreements: scripts of versions, and what became of each, as text.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::{ASTANA, HANOI, free_port, partners, until};
use expect_test::{Expect, expect};
use interwire::intake::media::MediaFrom;
use interwire::intake::recall::{self, Asked};
use interwire::intake::take::{Source, Taken, take};
use interwire::intake::{holds, letters};
use interwire::running::Running;
use interwire_core::exchange::store::Store;
use interwire_core::ids::{ItemId, ItemKey};
use interwire_core::protocol::v1::statement::{Action, PubStatus};
use serde_json::{Value, json};
use std::fmt::Write;

/// Two nodes under an agreement; the second one only receives.
struct Pair {
    a: Running,
    b: Running,
    _dirs: [tempfile::TempDir; 2],
}

impl Pair {
    async fn new() -> Self {
        let dirs = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let a = HANOI.start_at(dirs[0].path(), free_port()).await;
        let b = ASTANA.start_at(dirs[1].path(), free_port()).await;
        partners((&HANOI, &a), (&ASTANA, &b), 1).await;
        Self { a, b, _dirs: dirs }
    }

    async fn stop(self) {
        self.a.stop().await;
        self.b.stop().await;
    }

    async fn take(&self, bytes: Vec<u8>) -> Taken {
        let source = Source {
            feed: "test".to_owned(),
            path: "test.json".to_owned(),
            service: None,
            hint: None,
            bytes,
            media: MediaFrom::Nowhere,
            test: false,
        };
        take(&self.a.node, source).await.unwrap()
    }

    /// Takes each line (`guid version key=value ...`) and says what became of it.
    async fn check(&self, script: &str, expected: Expect) {
        let mut told = String::new();
        for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let taken = self.take(ninjs(line)).await;
            writeln!(told, "{line} -> {}", say(&taken)).unwrap();
        }
        expected.assert_eq(&told);
    }
}

fn ninjs(line: &str) -> Vec<u8> {
    let mut words = line.split(' ');
    let (guid, version) = (words.next().unwrap(), words.next().unwrap());
    let mut item = json!({
        "standard": {"name": "ninjs", "version": "3.1"}, "uri": guid, "type": "text", "version": version,
        "headlines": [{"value": "Vũ Việt Trang gặp Əliyev"}], "language": "vi",
    });
    for (key, value) in words.map(|word| word.split_once('=').unwrap()) {
        item[key] = match key {
            "headlines" => json!([{"value": value}]),
            _ => Value::from(value),
        };
    }
    serde_json::to_vec(&item).unwrap()
}

fn say(taken: &Taken) -> String {
    if let Some((why, _)) = &taken.unreadable {
        return format!("unreadable: {}", why.code);
    }
    let one = taken.outcomes.first().unwrap();
    let mut text = one.fate.word().to_owned();
    for decision in &one.decisions {
        write!(text, ", {}", decision.verdict.word()).unwrap();
        if decision.verdict.word() != "deliver" {
            let reasons: Vec<Value> = serde_json::from_str(&decision.reasons).unwrap();
            let first = &reasons[0];
            write!(text, " ({}: {})", first["field"].as_str().unwrap(), first["value"].as_str().unwrap()).unwrap();
        }
    }
    if let Some(action) = one.ordered {
        write!(text, ", ordered {}", action.word()).unwrap();
    }
    if one.released {
        text += ", released";
    }
    if one.dead_letter.is_some() {
        text += ", dead letter";
    }
    text
}

fn key(guid: &str) -> ItemKey {
    let guid = guid.parse().unwrap();
    ItemKey { source: HANOI.id(), item: ItemId::derive(&[HANOI.n; 32], &guid) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn versions_are_delivered_compared_held_recalled_and_released() {
    let pair = Pair::new().await;
    pair.check(
        "urn:a 1
         urn:a 1
         urn:a 1 headlines=Khác
         urn:a 3
         urn:a 2
         urn:b 1 pubStatus=withheld
         urn:b 2 pubStatus=usable
         urn:c 1
         urn:c 2 pubStatus=canceled
         urn:c 3 pubStatus=usable
         urn:d 1 pubStatus=canceled
         urn:e 1 embargoedUntil=2098-01-01T00:00:00Z
         urn:e 2
         urn:f 1 embargoedUntil=tomorrow
         urn:g 1 pubStatus=gesperrt
         urn:h 1 type=graphic",
        expect![[r#"
            urn:a 1 -> new, deliver
            urn:a 1 -> known, deliver
            urn:a 1 headlines=Khác -> conflict, dead letter
            urn:a 3 -> new, deliver
            urn:a 2 -> older
            urn:b 1 pubStatus=withheld -> new, deliver, ordered withhold
            urn:b 2 pubStatus=usable -> new, deliver, released
            urn:c 1 -> new, deliver
            urn:c 2 pubStatus=canceled -> new, deliver, ordered kill
            urn:c 3 pubStatus=usable -> new, deliver
            urn:d 1 pubStatus=canceled -> new, deliver, ordered kill
            urn:e 1 embargoedUntil=2098-01-01T00:00:00Z -> new, hold (embargoed: 2098-01-01T00:00:00.000Z)
            urn:e 2 -> new, hold (embargoed: 2098-01-01T00:00:00.000Z)
            urn:f 1 embargoedUntil=tomorrow -> new, hold (embargoed: tomorrow)
            urn:g 1 pubStatus=gesperrt -> new, hold (pub_status: gesperrt)
            urn:h 1 type=graphic -> new, exclude (medium: graphic)
        "#]],
    )
    .await;
    assert_eq!(say(&pair.take(b"Vu Viet Trang".to_vec()).await), "unreadable: unknown_format");
    let without_guid = r#"<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" version="1"><itemMeta/></newsItem>"#;
    assert_eq!(say(&pair.take(without_guid.as_bytes().to_vec()).await), "dead, dead letter");
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_lets_a_held_version_go_and_it_arrives_usable() {
    let pair = Pair::new().await;
    pair.check(
        "urn:g 1 pubStatus=gesperrt",
        expect![[r#"
        urn:g 1 pubStatus=gesperrt -> new, hold (pub_status: gesperrt)
    "#]],
    )
    .await;
    let (node, house_key) = (pair.a.node.clone(), key("urn:g"));
    let approved = {
        let (inner, key) = (node.clone(), house_key.clone());
        node.step(move |step| holds::approve(step, inner.house(), &key, 1, "Ainur")).await.unwrap().unwrap()
    };
    assert_eq!(approved[0].verdict.word(), "deliver");
    until("it arrived", || async {
        let key = house_key.clone();
        pair.b
            .node
            .step(move |step| Ok(step.tx.desk(&key, 1)?.is_some_and(|row| row.pub_status == PubStatus::Usable)))
            .await
            .unwrap()
    })
    .await;
    pair.check(
        "urn:g 1 pubStatus=gesperrt",
        expect![[r#"
        urn:g 1 pubStatus=gesperrt -> known, deliver
    "#]],
    )
    .await;
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_embargo_ends_by_itself_and_a_killed_item_stays() {
    let pair = Pair::new().await;
    let soon = pair.a.node.now().plus_ms(1500);
    let script = format!("urn:x 1 embargoedUntil={soon}\nurn:y 1 embargoedUntil={soon}");
    for line in script.lines() {
        assert!(say(&pair.take(ninjs(line)).await).starts_with("new, hold (embargoed: "), "{line}");
    }
    let asked =
        Asked { action: Action::Kill, reason: "false-report".parse().unwrap(), through: None, replaced_by: None };
    let item = key("urn:y").item;
    pair.a.node.step(move |step| recall::order(step, &item, &asked, "Ainur")).await.unwrap().unwrap();
    let at_partner = |guid: &'static str| {
        let (node, key) = (pair.b.node.clone(), key(guid));
        async move { node.step(move |step| Ok(step.tx.desk(&key, 1)?.is_some())).await.unwrap() }
    };
    assert_eq!(holds::end_due(&pair.a.node).await.unwrap(), 0);
    tokio::time::sleep(std::time::Duration::from_millis(1600)).await;
    assert_eq!(holds::end_due(&pair.a.node).await.unwrap(), 2);
    until("the embargo has ended", || at_partner("urn:x")).await;
    assert!(!at_partner("urn:y").await);
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recall_is_previewed_given_and_answered() {
    let pair = Pair::new().await;
    let said = |n: usize| {
        let (node, key) = (pair.a.node.clone(), key("urn:a"));
        async move {
            let parties = |_: &_| vec![HANOI.id(), ASTANA.id()];
            let holders = recall::holders(node.db(), &key, parties).await.unwrap();
            let told: Vec<_> = holders
                .iter()
                .map(|one| {
                    let versions: Vec<_> = one.versions.iter().map(|v| (v.version, v.word.is_some())).collect();
                    let order = one.order.as_ref().map(|order| (order.action.map(Action::word), order.answers.len()));
                    format!("{} {versions:?} {order:?}", one.party)
                })
                .collect();
            (n, told.join("\n"))
        }
    };
    pair.take(ninjs("urn:a 1")).await;
    pair.take(ninjs("urn:a 2")).await;
    until("received", || async { said(0).await.1 == "astana [(1, true), (2, true)] None" }).await;
    let asked =
        Asked { action: Action::Kill, reason: "unspecified".parse().unwrap(), through: None, replaced_by: None };
    let item = key("urn:a").item;
    let told = pair.a.node.step(move |step| recall::order(step, &item, &asked, "Ainur")).await.unwrap().unwrap();
    assert_eq!(told.len(), 1);
    until("answered", || async { said(1).await.1 == "astana [(1, true), (2, true)] Some((Some(\"kill\"), 1))" }).await;
    let events = pair.b.node.db().outlet_events(0, 10).await.unwrap();
    let kinds: Vec<_> = events.iter().map(|event| event.kind.word()).collect();
    assert_eq!(kinds, ["version", "version", "recalled"]);
    let item = key("urn:a").item;
    pair.a.node.step(move |step| recall::release(step, &item, "Ainur")).await.unwrap().unwrap();
    until("released", || async { pair.b.node.db().outlet_events(3, 10).await.unwrap().len() == 1 }).await;
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_letter_is_listed_tried_again_and_put_away() {
    let pair = Pair::new().await;
    let taken = pair.take(b"{\"no\":\"news\"}".to_vec()).await;
    let letter = taken.unreadable.clone().unwrap().1;
    let again = letters::retry(&pair.a.node, letter, Some("Ainur")).await.unwrap().unwrap();
    assert_eq!(again, taken);
    let open = pair.a.node.db().dead_letters(true, None, 10).await.unwrap();
    assert_eq!(open.iter().map(|one| (one.id, one.attempts)).collect::<Vec<_>>(), [(letter, 2)]);
    assert!(pair.a.node.step(move |step| letters::drop_letter(step, letter, "Ainur")).await.unwrap());
    assert!(pair.a.node.db().dead_letters(true, None, 10).await.unwrap().is_empty());
    assert_eq!(letters::retry(&pair.a.node, letter, Some("Ainur")).await.unwrap(), None);
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_word_of_a_canceled_item_arrives_and_recalls() {
    let pair = Pair::new().await;
    pair.take(ninjs("urn:d 1 pubStatus=canceled")).await;
    let key = key("urn:d");
    until("it arrived recalled", || async {
        let key = key.clone();
        let row = pair.b.node.step(move |step| step.tx.item(&key)).await.unwrap();
        row.is_some_and(|row| row.current == Some(1) && row.recall.is_some_and(|r| r.action == Some(Action::Kill)))
    })
    .await;
    pair.stop().await;
}

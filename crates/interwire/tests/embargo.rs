//! A partner's items under an embargo at the receiving house: people see them marked, the house's own systems get them
//! when the moment has come, unless they are to have them marked.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::doors::{Pair, TOKEN, ask, ask_as, key, names};
use common::pages::give;
use common::{HANOI, until};
use interwire::config::Embargoed;
use interwire::intake::holds::{approve, end_due};
use interwire::outlet::folder::write_some;
use interwire_core::ids::ItemKey;
use interwire_core::item::{Embargo, Item, ItemType, Line};
use interwire_core::time::Time;
use serde_json::{Value, json};

fn item(guid: &str, headline: &str, embargo: Option<&str>) -> Item {
    let mut item = Item {
        guid: Some(guid.parse().unwrap()),
        kind: Some(ItemType::Text),
        headlines: vec![Line::of(headline)],
        languages: vec!["vi".to_owned()],
        ..Item::default()
    };
    item.times.embargoed = embargo.map(Embargo::new);
    item
}

/// The first node sends early, as one whose operator has decided so does.
async fn send(pair: &Pair, item: Item, version: u64) -> ItemKey {
    let guid = item.guid.as_ref().unwrap().to_string();
    let key = give((&HANOI, &pair.a), &pair.agreement, item, version, vec![]).await;
    pair.arrived(&guid, version).await;
    key
}

fn soon(pair: &Pair, ms: i64) -> (Time, String) {
    let at = pair.b.node.now().plus_ms(ms);
    (at, at.to_string())
}

async fn after(pair: &Pair, moment: Time) {
    until("the moment has come", || async { pair.b.node.now() > moment }).await;
    end_due(&pair.b.node).await.unwrap();
}

async fn kinds(pair: &Pair, mode: Embargoed) -> Vec<String> {
    let (_, told) = ask_as(mode, &pair.b, "GET", "/api/v1/events?after=0", TOKEN, Vec::new()).await;
    let kinds = told["events"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap().to_owned());
    kinds.collect()
}

/// The files of items in the folder, without the numbers before them.
fn written(pair: &Pair) -> Vec<String> {
    names(pair.outbox()).into_iter().map(|name| name[26..].to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_embargoed_item_reaches_the_houses_systems_at_its_moment_and_not_before() {
    let pair = Pair::new().await;
    let guid = "urn:hanoi:embargo";
    let (moment, text) = soon(&pair, 3_000);
    send(&pair, item(guid, "Lễ ký kết", Some(&text)), 1).await;
    // A later version that does not state it is no release.
    let corrected = send(&pair, item(guid, "Lễ ký kết tại Hà Nội", None), 2).await;
    let (hold, path) = (pair.outlet(Embargoed::Hold), format!("/api/v1/items/hanoi/{}", corrected.item));
    assert_eq!(write_some(&pair.b.node, &hold).await.unwrap(), 2);
    assert_eq!(written(&pair), [""; 0]);
    assert_eq!(kinds(&pair, Embargoed::Hold).await, [""; 0]);
    let (status, told) = ask(&pair.b, "GET", &format!("{path}/document"), TOKEN, Vec::new()).await;
    assert_eq!((status, &told["error"]["code"]), (403, &json!("embargoed")), "{told}");
    let (_, told) = ask(&pair.b, "GET", &path, TOKEN, Vec::new()).await;
    assert_eq!((&told["embargoed"], &told["versions"][0]["usable"]), (&json!(true), &json!(false)), "{told}");
    assert!(pair.b.node.now() < moment, "the test was too slow to see anything");
    after(&pair, moment).await;
    assert_eq!(kinds(&pair, Embargoed::Hold).await, ["freed"]);
    while write_some(&pair.b.node, &hold).await.unwrap() > 0 {}
    assert_eq!(written(&pair), ["v2.ninjs.json"]);
    let (status, document) = ask(&pair.b, "GET", &format!("{path}/document"), TOKEN, Vec::new()).await;
    assert_eq!((status, &document["uri"]), (200, &json!(guid)));
    let (_, told) = ask(&pair.b, "GET", &path, TOKEN, Vec::new()).await;
    assert_eq!((&told["embargoed"], &told["versions"][0]["usable"]), (&json!(false), &json!(true)), "{told}");
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn systems_that_may_have_embargoed_items_get_them_marked_and_again_when_they_are_free() {
    let pair = Pair::new().await;
    let (moment, text) = soon(&pair, 2_500);
    let sent = send(&pair, item("urn:hanoi:early", "Əliyev", Some(&text)), 1).await;
    let marked = pair.outlet(Embargoed::Marked);
    write_some(&pair.b.node, &marked).await.unwrap();
    assert_eq!(written(&pair), ["v1-embargoed.ninjs.json"]);
    assert_eq!(kinds(&pair, Embargoed::Marked).await, ["embargoed"]);
    let path = format!("/api/v1/items/hanoi/{}/document", sent.item);
    assert_eq!(ask_as(Embargoed::Marked, &pair.b, "GET", &path, TOKEN, Vec::new()).await.0, 200);
    let file: Value = serde_json::from_slice(&std::fs::read(first(&pair)).unwrap()).unwrap();
    assert_eq!(file["embargoedUntil"], json!(text), "{file}");
    after(&pair, moment).await;
    write_some(&pair.b.node, &marked).await.unwrap();
    assert_eq!(written(&pair), ["v1-embargoed.ninjs.json", "v1.ninjs.json"]);
    pair.stop().await;
}

fn first(pair: &Pair) -> std::path::PathBuf {
    pair.outbox().join(&names(pair.outbox())[0])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_embargo_without_a_known_end_waits_for_a_person() {
    let pair = Pair::new().await;
    let sent = send(&pair, item("urn:hanoi:unclear", "Сұхбат", Some("2026-11-23")), 1).await;
    let hold = pair.outlet(Embargoed::Hold);
    end_due(&pair.b.node).await.unwrap();
    write_some(&pair.b.node, &hold).await.unwrap();
    assert_eq!(written(&pair), [""; 0]);
    let (node, about) = (pair.b.node.clone(), sent.clone());
    let let_go = |version| {
        let (house, about) = (node.clone(), about.clone());
        async move { house.clone().step(move |step| approve(step, house.house(), &about, version, "Vũ")).await.unwrap() }
    };
    assert!(let_go(2).await.is_err(), "there is no such version");
    assert!(let_go(1).await.is_ok());
    write_some(&pair.b.node, &hold).await.unwrap();
    assert_eq!(written(&pair), ["v1.ninjs.json"]);
    let audit = pair.b.node.db().audits(None, 1).await.unwrap();
    assert_eq!((audit[0].who.as_str(), audit[0].what.as_str()), ("Vũ", "approved"));
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_item_killed_under_its_embargo_never_becomes_usable() {
    let pair = Pair::new().await;
    let (moment, text) = soon(&pair, 2_000);
    let sent = send(&pair, item("urn:hanoi:killed", "Báo cáo", Some(&text)), 1).await;
    common::news::kill(&pair.a, &sent).await;
    until("the kill came", || async { kinds(&pair, Embargoed::Hold).await == ["recalled"] }).await;
    after(&pair, moment).await;
    assert_eq!(kinds(&pair, Embargoed::Marked).await, ["embargoed", "recalled"]);
    while write_some(&pair.b.node, &pair.outlet(Embargoed::Marked)).await.unwrap() > 0 {}
    let left = names(pair.outbox());
    assert!(left.len() == 1 && left[0].contains("-kill-"), "{left:?}");
    assert_eq!(key("urn:hanoi:killed"), sent);
    pair.stop().await;
}

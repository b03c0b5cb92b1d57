//! What the settings say the intake bears: more becomes a dead letter that has everything, or a refusal that says so.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::doors::{Pair, TOKEN, ask, names, picture, story};
use interwire::intake::{Limits, letters};
use serde_json::json;

async fn narrow(bytes_max: usize, media_bytes_max: u64) -> Pair {
    Pair::with(|settings| {
        let source = interwire_core::item::Limits { bytes_max, depth_max: 6, items_max: 1, ..Default::default() };
        settings.intake = Limits { source, media_bytes_max, ..Limits::default() };
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_that_is_too_large_is_kept_whole_and_refused_by_http() {
    let pair = narrow(2_000, 100).await;
    let mut long = story("urn:hanoi:long", "1", "usable");
    long["bodies"] = json!([{"value": "ạ".repeat(100_000)}]);
    let bytes = long.to_string().into_bytes();
    std::fs::write(pair.inbox().join("long.json"), &bytes).unwrap();
    assert_eq!(pair.watcher().look().await.unwrap(), 1);
    assert_eq!(names(&pair.inbox().join("failed")), ["long.json"]);
    let letter = pair.a.node.db().dead_letters(true, None, 9).await.unwrap().remove(0);
    assert_eq!(letter.code, "too_large");
    let kept = pair.a.node.db().read_blob(&letter.blob.unwrap()).await.unwrap().unwrap();
    assert_eq!(kept.bytes(1 << 20).await.unwrap(), bytes);
    let again = letters::retry(&pair.a.node, letter.id, None).await.unwrap().unwrap();
    assert_eq!(again.unreadable.unwrap().0.code, "too_large", "the limit is what it was");
    let (status, told) = ask(&pair.a, "POST", "/api/v1/items", TOKEN, bytes).await;
    assert_eq!((status, &told["error"]["code"]), (413, &json!("too_large")), "{told}");
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_too_deep_or_with_too_many_items_is_a_dead_letter() {
    let pair = narrow(1 << 20, 100).await;
    let deep = "[".repeat(20) + &"]".repeat(20);
    let (status, told) = ask(&pair.a, "POST", "/api/v1/items", TOKEN, format!("{{\"uri\":{deep}}}").into_bytes()).await;
    assert!(status == 422 && told["error"]["code"].as_str().unwrap().contains("deep"), "{told}");
    let item = |guid| format!("<newsItem guid='{guid}' version='1'><contentMeta/></newsItem>");
    let both = item("urn:hanoi:1") + &item("urn:hanoi:2");
    let two =
        format!("<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet>{both}</itemSet></newsMessage>");
    let (status, told) = ask(&pair.a, "POST", "/api/v1/items", TOKEN, two.into_bytes()).await;
    assert_eq!((status, &told["error"]["code"]), (422, &json!("too_many_items")), "{told}");
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_item_waits_for_a_person_if_its_picture_is_too_large() {
    let pair = narrow(1 << 20, 100).await;
    std::fs::write(pair.inbox().join("ảnh.jpg"), vec![7; 101]).unwrap();
    std::fs::write(pair.inbox().join("anh.json"), picture("urn:hanoi:large").to_string()).unwrap();
    assert_eq!(pair.watcher().look().await.unwrap(), 1);
    let letter = pair.a.node.db().dead_letters(true, None, 9).await.unwrap().remove(0);
    assert_eq!(letter.code, "media_too_large");
    assert!(letter.message.contains("urn:hanoi:large") && letter.message.contains("ảnh.jpg"), "{}", letter.message);
    assert_eq!(names(&pair.inbox().join("failed")), ["anh.json"]);
    let (status, told) = ask(&pair.a, "PUT", "/api/v1/media/anh.jpg", TOKEN, vec![7; 101]).await;
    assert_eq!((status, &told["error"]["code"]), (413, &json!("too_large")), "{told}");
    assert_eq!(ask(&pair.a, "PUT", "/api/v1/media/anh.jpg", TOKEN, vec![7; 100]).await.0, 200);
    pair.stop().await;
}

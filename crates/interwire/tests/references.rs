//! Files that items of the house name elsewhere: fetched from listed hosts before the item goes out, waited for when they
//! are late, given up as the settings say; and never fetched because a partner names them.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use axum::Router;
use axum::routing::get;
use common::doors::{Pair, key, story};
use common::{ASTANA, until};
use http::{StatusCode, header};
use interwire::config::{Fetch, Missing};
use interwire::intake::outcome::Fate;
use interwire::intake::take::{Source, Taken, take};
use interwire::intake::{fetch, letters};
use interwire::running::Running;
use interwire_core::ids::{Hash, ItemId, ItemKey};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio_util::sync::CancellationToken;

/// A server of pictures: one is there, one comes at the third request, one is a page, one leads elsewhere.
struct Pictures {
    base: String,
    asked: Arc<AtomicUsize>,
    late: Arc<AtomicUsize>,
}

const PICTURE: &[u8] = &[0xff; 100_000];

impl Pictures {
    async fn open() -> Self {
        let (asked, late) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(2)));
        let (count, failing) = (Arc::clone(&asked), Arc::clone(&late));
        let late_one = move || {
            let failing = Arc::clone(&failing);
            async move {
                let left = failing.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
                if left.is_ok() { Err(StatusCode::NOT_FOUND) } else { Ok(PICTURE) }
            }
        };
        let router = Router::new()
            .route("/there.jpg", get(|| async { PICTURE }))
            .route("/late.jpg", get(late_one))
            .route("/page.jpg", get(|| async { ([(header::CONTENT_TYPE, "text/html")], "<h1>Log in</h1>") }))
            .route("/away.jpg", get(|| async { (StatusCode::FOUND, [(header::LOCATION, "http://169.254.169.254/")]) }))
            .layer(axum::middleware::map_request(move |request: axum::extract::Request| {
                count.fetch_add(1, Ordering::SeqCst);
                std::future::ready(request)
            }));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { base, asked, late }
    }
}

/// A pair of which the first fetches from the host of the pictures, and what fetches.
async fn pair(missing: Missing) -> (Pair, CancellationToken) {
    let pair = Pair::with(|settings| {
        settings.intake.fetch = Fetch { hosts: vec!["127.0.0.1".to_owned()], missing };
    });
    let (pair, stop) = (pair.await, CancellationToken::new());
    tokio::spawn(fetch::run(pair.a.node.clone(), pair.a.client.clone(), stop.clone()));
    (pair, stop)
}

fn photo(guid: &str, href: &str) -> Value {
    let mut item = story(guid, "1", "usable");
    item["type"] = "picture".into();
    item["renditions"] = json!([{"name": "main", "href": href, "contentType": "image/jpeg"}]);
    item
}

async fn bring(pair: &Pair, item: &Value) -> Taken {
    bring_to(&pair.a, item).await
}

async fn bring_to(at: &Running, item: &Value) -> Taken {
    let source = Source {
        feed: "test".into(),
        path: "story.json".into(),
        service: None,
        hint: None,
        bytes: item.to_string().into_bytes(),
        media: interwire::intake::media::MediaFrom::Nowhere,
        test: false,
    };
    take(&at.node, source).await.unwrap()
}

async fn waiting(pair: &Pair) -> Vec<String> {
    let all = fetch::waiting(&pair.a.node, 100).await.unwrap();
    all.into_iter().map(|row| format!("{} {}", row.attempts, row.cause.unwrap_or_default())).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_item_goes_out_with_the_file_that_it_names() {
    let (pictures, (pair, _stop)) = (Pictures::open().await, pair(Missing::Hold).await);
    let photo = photo("urn:hanoi:photo", &format!("{}/there.jpg", pictures.base));
    let taken = bring(&pair, &photo).await;
    assert_eq!(taken.outcomes[0].fate, Fate::Waiting);
    pair.arrived("urn:hanoi:photo", 1).await;
    let held = pair.b.node.db().read_blob(&Hash::of(PICTURE)).await.unwrap().unwrap();
    assert_eq!(held.size(), PICTURE.len() as u64);
    // The same source again changes nothing and asks nobody.
    assert_eq!(bring(&pair, &photo).await.outcomes[0].fate, Fate::Known);
    assert_eq!(pictures.asked.load(Ordering::SeqCst), 1);
    assert_eq!(waiting(&pair).await, Vec::<String>::new());
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_item_waits_for_a_late_file_and_nothing_else_waits_with_it() {
    let (pictures, (pair, _stop)) = (Pictures::open().await, pair(Missing::Hold).await);
    bring(&pair, &photo("urn:hanoi:late", &format!("{}/late.jpg", pictures.base))).await;
    until("a person sees why it waits", async || waiting(&pair).await == ["1 status 404 (IW-send-refused)"]).await;
    let kill = photo_with_status("urn:hanoi:killed", &format!("{}/late.jpg", pictures.base), "canceled");
    assert_eq!(bring(&pair, &kill).await.outcomes[0].fate, Fate::New, "an order waits for no picture");
    bring(&pair, &story("urn:hanoi:story", "1", "usable")).await;
    pair.arrived("urn:hanoi:story", 1).await;
    assert!(pair.b.node.db().desk_of_item(&key("urn:hanoi:late")).await.unwrap().is_empty());
    pair.arrived("urn:hanoi:late", 1).await;
    assert_eq!(pictures.late.load(Ordering::SeqCst), 0);
    pair.stop().await;
}

fn photo_with_status(guid: &str, href: &str, status: &str) -> Value {
    let mut item = photo(guid, href);
    item["pubStatus"] = status.into();
    item
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_not_be_fetched_is_a_dead_letter_until_a_person_has_it_tried_again() {
    let (pictures, (pair, _stop)) = (Pictures::open().await, pair(Missing::Hold).await);
    bring(&pair, &photo("urn:hanoi:away", &format!("{}/away.jpg", pictures.base))).await;
    let open = async || pair.a.node.db().dead_letters(true, None, 10).await.unwrap();
    until("it is given up", async || !open().await.is_empty()).await;
    let letter = open().await.remove(0);
    assert_eq!(letter.code, "media_not_fetched");
    assert!(letter.message.contains("169.254.169.254 is not a public address"), "{}", letter.message);
    let again = letters::retry(&pair.a.node, letter.id, None).await.unwrap().unwrap();
    assert_eq!(again.outcomes[0].fate, Fate::Waiting);
    until("it is tried and given up again", async || open().await[0].attempts == 2).await;
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_the_settings_say_so_an_item_goes_out_without_its_file() {
    let (pictures, (pair, _stop)) = (Pictures::open().await, pair(Missing::Publish).await);
    bring(&pair, &photo("urn:hanoi:away", &format!("{}/away.jpg", pictures.base))).await;
    pair.arrived("urn:hanoi:away", 1).await;
    let ours = pair.a.node.db().desk_of_item(&key("urn:hanoi:away")).await.unwrap();
    assert!(ours[0].row.notes.contains("media_not_fetched"), "{}", ours[0].row.notes);
    bring(&pair, &photo("urn:hanoi:page", &format!("{}/page.jpg", pictures.base))).await;
    until("a page is no picture", async || {
        waiting(&pair).await == ["1 a page came instead of a file (IW-send-garbage)"]
    })
    .await;
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_fetched_from_a_host_that_is_not_listed_or_because_a_partner_names_it() {
    let (pictures, (pair, _stop)) = (Pictures::open().await, pair(Missing::Hold).await);
    // Astana lists no host, and Hanoi, which lists this one, has the item from Astana.
    let item = photo("urn:astana:elsewhere", &format!("{}/there.jpg", pictures.base));
    assert_eq!(bring_to(&pair.b, &item).await.outcomes[0].fate, Fate::New);
    let key = ItemKey {
        source: ASTANA.id(),
        item: ItemId::derive(&[ASTANA.n; 32], &"urn:astana:elsewhere".parse().unwrap()),
    };
    until("it arrived", async || !pair.a.node.db().desk_of_item(&key).await.unwrap().is_empty()).await;
    let named = photo("urn:hanoi:elsewhere", "http://localhost:1/there.jpg");
    assert_eq!(bring(&pair, &named).await.outcomes[0].fate, Fate::New);
    assert_eq!(waiting(&pair).await, Vec::<String>::new());
    assert_eq!(pictures.asked.load(Ordering::SeqCst), 0);
    pair.stop().await;
}

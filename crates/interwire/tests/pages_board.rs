//! The board as people work at it: searching, choosing, taking, what is new to whom, saved searches and their alerts,
//! and all of it live.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use axum::body::Body as Sent;
use common::pages::{Page, Visitor, give, item, start, until_shown};
use common::{ASTANA, HANOI, free_port, partners};
use futures::StreamExt;
use http::{Request, StatusCode, header};
use interwire::running::Running;
use interwire::users::Role;
use interwire_core::ids::{AgreementId, ItemKey};
use interwire_core::item::{Body, Concept, Item, Markup};
use std::pin::Pin;
use std::time::Duration;
use tower::ServiceExt;

/// A house with pages, a partner, and the agreement between them.
struct Stage {
    a: Running,
    b: Running,
    pages: axum::Router,
    id: AgreementId,
    _dirs: [tempfile::TempDir; 2],
}

impl Stage {
    async fn new() -> Self {
        let dirs = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let (a, pages) = start(&HANOI, dirs[0].path(), free_port()).await;
        let b = ASTANA.start_at(dirs[1].path(), free_port()).await;
        let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
        Self { a, b, pages, id, _dirs: dirs }
    }

    async fn give(&self, item: Item, version: u64) -> ItemKey {
        give((&ASTANA, &self.b), &self.id, item, version, vec![]).await
    }

    async fn visitor(&self, role: Role) -> Visitor {
        Visitor::logged_in(&self.pages, role).await
    }

    async fn stop(self) {
        self.a.stop().await;
        self.b.stop().await;
    }
}

fn story(n: u32, headline: &str, body: &str, urgency: Option<u8>) -> Item {
    Item {
        languages: vec!["vi".into()],
        urgency,
        bodies: vec![Body { markup: Markup::Html, text: format!("<p>{body}</p>"), ..Body::default() }],
        ..item(&format!("urn:astana:{n}"), headline)
    }
}

fn query(words: &str) -> String {
    url::form_urlencoded::Serializer::new("/board?".to_owned()).append_pair("q", words).finish()
}

fn address(key: &ItemKey) -> String {
    format!("/items/{}/{}", key.source, key.item)
}

/// Where texts stand in a page: in this order.
fn in_order(page: &Page, texts: &[&str]) {
    let places: Vec<_> = texts.iter().map(|text| page.text.find(text)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{texts:?} at {places:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn words_are_found_with_and_without_diacritics_and_mistakes_are_pointed_at() {
    let stage = Stage::new().await;
    stage.give(story(1, "Lễ ký kết tại Hà Nội", "Sáng nay.", None), 1).await;
    stage.give(story(2, "Thời tiết", "Trời mưa ở <b>Hà Nội</b>.", None), 1).await;
    let killed = stage.give(story(3, "Giá dầu", "Bí mật.", None), 1).await;
    let mut editor = stage.visitor(Role::Editor).await;
    let page = until_shown(&mut editor, &query("\"hà nội\""), "<mark>Hà Nội</mark>").await;
    in_order(&page, &["2 items", "Thời tiết", "Trời mưa ở", "Lễ ký kết tại <mark>Hà Nội</mark>"]);
    assert!(!page.text.contains("Giá dầu"));
    let bare = editor.get(&query("~\"ha noi\"")).await;
    assert!(bare.text.contains("2 items") && bare.text.contains("<mark>Hà Nội</mark>"));
    assert!(editor.get(&query("\"ha noi\"")).await.text.contains("0 items"));
    let wrong = editor.get(&query("dầu sujbect:oil")).await;
    assert_eq!(wrong.status, StatusCode::OK);
    assert!(wrong.text.contains("dầu <mark>sujbect"), "{}", wrong.text);
    assert!(wrong.text.contains("at character 5"));
    let hostile = editor.get(&query("<script>alert(1)</script>")).await;
    assert!(!hostile.text.contains("<script>alert"));

    until_shown(&mut editor, &query("bí mật"), "1 item").await;
    common::news::kill(&stage.b, &killed).await;
    until_shown(&mut editor, "/board", "mark killed").await;
    until_shown(&mut editor, &query("bí mật"), "0 items").await;
    let chosen = editor.get("/board?source=astana").await;
    assert!(chosen.text.contains("mark killed"), "a choice without words shows the kill");
    let mut auditor = stage.visitor(Role::Auditor).await;
    until_shown(&mut auditor, &query("bí mật"), "1 item").await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_list_is_narrowed_and_sorted_and_goes_on_where_it_ended() {
    let stage = Stage::new().await;
    for n in 1..=60_u32 {
        let mut item = story(n, &format!("Number {n:02} of many"), "", Some(if n == 7 { 1 } else { 4 }));
        if n == 9 {
            item.signals = vec![Concept { qcode: Some("sig:correction".into()), ..Concept::default() }];
            item.languages = vec!["kk".into()];
        }
        stage.give(item, 1).await;
    }
    let mut reader = stage.visitor(Role::ReadOnly).await;
    until_shown(&mut reader, "/board", "Number 60").await;
    until_shown(&mut reader, &query("many"), "60 items").await;
    for path in ["/board?sort=urgency", "/board?sort=urgency&q=many"] {
        let page = reader.get(path).await;
        in_order(&page, &["Number 07", "Number 60", "Number 59"]);
        let (_, rest) = page.text.split_once("&amp;before=").unwrap();
        let next = reader.get(&format!("{path}&before={}", rest.split('"').next().unwrap())).await;
        in_order(&next, &["Number 11", "Number 10", "Number 01"]);
        assert!(!next.text.contains("Number 07") && !next.text.contains("Number 12"), "{path}");
    }
    for (choice, other) in
        [("language=kk", "language=vi"), ("signal=sig:correction", "signal=sig:update"), ("urgency=5..", "")]
    {
        let page = reader.get(&format!("/board?{choice}")).await;
        assert_eq!(page.text.contains("Number 09"), choice != "urgency=5..", "{choice}");
        assert!(!page.text.contains("Number 10"), "{choice}");
        assert!(other.is_empty() || !reader.get(&format!("/board?{other}")).await.text.contains("Number 09"));
    }
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_item_is_taken_by_one_person_at_a_time_and_lines_are_new_until_they_are_seen() {
    let stage = Stage::new().await;
    let mut editor = stage.visitor(Role::Editor).await;
    let mut admin = stage.visitor(Role::Admin).await;
    let mut reader = stage.visitor(Role::ReadOnly).await;
    for visitor in [&mut editor, &mut admin, &mut reader] {
        assert!(visitor.get("/board").await.text.contains("Nothing has arrived yet"));
    }
    let key = stage.give(story(1, "Lễ ký kết", "Sáng nay.", None), 1).await;
    until_shown(&mut editor, "/board", "mark new").await;
    assert!(editor.get(&address(&key)).await.text.contains("Take it"));
    assert!(!editor.get("/board").await.text.contains("mark new"), "whoever opens it has seen it");
    assert!(admin.get("/board").await.text.contains("mark new"));
    let (newest, _) = stage.a.node.db().newest_of_desk().await.unwrap();
    admin.submit("/board/seen", &[("through", &newest.to_string())]).await;
    assert!(!admin.get("/board").await.text.contains("mark new"));
    // A later version is new again, to everybody.
    stage.give(story(1, "Lễ ký kết hoãn", "Sáng mai.", None), 2).await;
    until_shown(&mut admin, "/board", "mark new").await;

    let take = format!("{}/take", address(&key));
    assert_eq!(reader.submit(&take, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(editor.submit(&take, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(reader.get("/board").await.text.contains("Taken by editor"));
    let refused = admin.submit(&take, &[]).await;
    assert!(refused.status == StatusCode::CONFLICT && refused.text.contains("I0401"), "{}", refused.text);
    let let_go = format!("{}/let-go", address(&key));
    assert_eq!(admin.submit(&let_go, &[]).await.status, StatusCode::SEE_OTHER);
    let nobody = editor.submit(&let_go, &[]).await;
    assert!(nobody.status == StatusCode::CONFLICT && nobody.text.contains("I0402"));
    let audit = admin.get("/audit").await;
    in_order(&audit, &["item let go", "item taken"]);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn searches_are_kept_counted_and_tell_their_owners_of_what_arrives() {
    let stage = Stage::new().await;
    let mut editor = stage.visitor(Role::Editor).await;
    let mut admin = stage.visitor(Role::Admin).await;
    let mut reader = stage.visitor(Role::ReadOnly).await;
    let own = [("name", "Dầu khí"), ("query", "~dau OR ~khi"), ("on_board", "yes")];
    assert_eq!(editor.submit("/searches", &own).await.status, StatusCode::SEE_OTHER);
    let hook = "https://hooks.hanoi.example/in";
    let shared = [("name", "Everything"), ("query", "*"), ("shared", "yes"), ("on_board", "yes"), ("hook", hook)];
    assert_eq!(reader.submit("/searches", &shared).await.status, StatusCode::SEE_OTHER);
    let kept = reader.get("/searches").await;
    assert!(kept.text.contains("Everything") && !kept.text.contains("whsec_") && !kept.text.contains("hooks.hanoi"));
    assert!(!admin.get("/searches").await.text.contains("Everything"), "a reader shares nothing");
    assert_eq!(editor.submit("/searches", &shared).await.status, StatusCode::SEE_OTHER);
    assert!(editor.get("/searches").await.text.contains("whsec_"));
    let seen = admin.get("/searches").await;
    assert!(seen.text.contains("Everything") && !seen.text.contains("whsec_") && !seen.text.contains("Dầu khí"));
    let wrong = editor.submit("/searches", &[("name", "x"), ("query", "oil (")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains("at character"));
    let private =
        editor.submit("/searches", &[("name", "x"), ("query", "oil"), ("hook", "https://169.254.1.1/")]).await;
    assert!(private.status == StatusCode::UNPROCESSABLE_ENTITY && private.text.contains("169.254.1.1"));

    stage.give(story(1, "Giá dầu tăng", "Hôm nay.", None), 1).await;
    let alert = until_shown(&mut editor, "/alerts", "Giá dầu tăng").await;
    assert!(alert.text.contains("Dầu khí"));
    let others = until_shown(&mut admin, "/alerts", "Giá dầu tăng").await;
    assert!(others.text.contains("Everything") && !others.text.contains("Dầu khí"));
    let board = until_shown(&mut editor, "/board", "data-count=\"1\">1<").await;
    assert!(board.text.contains("Dầu khí"));
    // Its webhook has no public name to go to: the attempt is visible, with its cause, and only to its owner.
    let waiting = until_shown(&mut editor, "/alerts?state=waiting", "IW-send-").await;
    assert!(waiting.text.contains("Next attempt"));
    assert!(!admin.get("/alerts?state=waiting").await.text.contains("Giá dầu"));
    let (_, rest) = waiting.text.split_once("action=\"/alerts/").unwrap();
    let number = rest.split('/').next().unwrap().to_owned();
    let theirs = admin.submit(&format!("/alerts/{number}/drop"), &[]).await;
    assert!(theirs.status == StatusCode::CONFLICT && theirs.text.contains("I0405"));
    editor.submit(&format!("/alerts/{number}/drop"), &[]).await;
    assert!(!editor.get("/alerts?state=waiting").await.text.contains("Giá dầu"));

    assert!(admin.submit("/searches/1/remove", &[]).await.text.contains("I0403"));
    assert_eq!(editor.submit("/searches/1/remove", &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!editor.get("/searches").await.text.contains("Dầu khí"));
    stage.stop().await;
}

/// The events of a live board, one at a time.
struct Live {
    stream: Pin<Box<dyn futures::Stream<Item = Result<bytes::Bytes, axum::Error>> + Send>>,
    text: String,
}

impl Live {
    async fn open(visitor: &Visitor, path: &str) -> Self {
        let cookie = visitor.cookie.clone().unwrap();
        let request = Request::get(path).header(header::COOKIE, cookie).body(Sent::empty()).unwrap();
        let response = visitor.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        Self { stream: Box::pin(response.into_body().into_data_stream()), text: String::new() }
    }

    /// The next event of this name whose data has a text; whatever comes before it is passed over.
    async fn until(&mut self, name: &str, text: &str) -> String {
        let found = async {
            loop {
                while let Some((event, rest)) = self.text.split_once("\n\n") {
                    let (event, rest) = (event.to_owned(), rest.to_owned());
                    self.text = rest;
                    if event.starts_with(&format!("event: {name}\n")) && event.contains(text) {
                        return event;
                    }
                }
                let more = self.stream.next().await.unwrap().unwrap();
                self.text.push_str(std::str::from_utf8(&more).unwrap());
            }
        };
        let found = tokio::time::timeout(Duration::from_secs(60), found).await;
        found.unwrap_or_else(|_| panic!("no {name} with {text}"))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everybody_sees_at_once_what_arrives_for_them_who_takes_it_and_what_is_killed() {
    let stage = Stage::new().await;
    let mut editor = stage.visitor(Role::Editor).await;
    let reader = stage.visitor(Role::ReadOnly).await;
    let own = [("name", "Dầu khí"), ("query", "~dau"), ("on_board", "yes")];
    editor.submit("/searches", &own).await;
    let mut all = Live::open(&editor, "/events").await;
    let mut searching = Live::open(&reader, "/events?q=~dau").await;
    stage.give(story(1, "Thời tiết", "Trời mưa.", None), 1).await;
    let key = stage.give(story(2, "Giá dầu tăng", "Hôm nay.", Some(1)), 1).await;
    all.until("line", "Thời tiết").await;
    let flash = all.until("line", "Giá dầu tăng").await;
    assert!(flash.contains("data-call=\"flash\"") && flash.contains("unread"));
    all.until("alert", "Dầu khí").await;
    all.until("counts", "\"1\":\"1\"").await;
    let first = searching.until("line", "").await;
    assert!(first.contains("Giá dầu tăng"), "what does not fit the search is not told: {first}");
    editor.submit(&format!("{}/take", address(&key)), &[]).await;
    searching.until("touch", "Taken by editor").await;
    common::news::kill(&stage.b, &key).await;
    let killed = all.until("line", "data-call=\"kill\"").await;
    assert!(killed.contains("mark killed"));
    // Whoever searches for words is only told to strike out a line that they have.
    searching.until("touch", "mark killed").await;
    all.until("counts", "\"1\":\"0\"").await;
    stage.stop().await;
}

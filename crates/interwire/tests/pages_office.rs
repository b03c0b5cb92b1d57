//! The office: people and their passwords, what is due of agreements, health, storage, keys.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::pages::{PASSWORD, Page, Visitor, start, start_with};
use common::{ASTANA, HANOI, agreement};
use http::StatusCode;
use interwire::care::Care;
use interwire::config::Retention;
use interwire::config::rhythm::{Expect, Source as From, every};
use interwire::index::Index;
use interwire::intake::media::MediaFrom;
use interwire::intake::take::{Source, take};
use interwire::node::NodeError;
use interwire::ops::fault;
use interwire::preview::Previews;
use interwire::store::let_go::Rule;
use interwire::store::room::Quota;
use interwire::transport::system_clock;
use interwire::users::Role;
use interwire_core::ids::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio_util::sync::CancellationToken;

const OWN: &str = "một câu mà chỉ mình tôi biết";

/// The path of the link that a page shows.
fn link(page: &Page) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let (_, rest) = page.text.split_once("class=\"secret\">").unwrap();
    rest.split('<').next().unwrap().to_owned()
}

/// Somebody who holds a link sets a password with it.
async fn set(visitor: &mut Visitor, link: &str, password: &str, again: &str) -> Page {
    let page = visitor.get(link).await;
    if page.status != StatusCode::OK {
        return page;
    }
    let (csrf, secret) = (page.csrf(), link.rsplit('/').next().unwrap());
    let fields = [("csrf", csrf.as_str()), ("link", secret), ("password", password), ("again", again)];
    visitor.post("/welcome", &fields).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_sets_the_first_password_by_a_link_that_works_once() {
    let dir = tempfile::tempdir().unwrap();
    let (node, pages) = start(&HANOI, dir.path(), 0).await;
    let mut admin = Visitor::logged_in(&pages, Role::Admin).await;
    let name = "Vũ Việt Trang";
    let add = [("name", name), ("role", "read-only")];
    let first = link(&admin.submit("/users", &add).await);
    let again = admin.submit("/users", &add).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("there is a user of that name"), "{}", again.text);
    let people = admin.get("/users").await;
    assert!(people.text.contains("link open until") && !people.text.contains(first.rsplit('/').next().unwrap()));

    let mut person = Visitor::new(&pages);
    assert_eq!(person.login(name, "").await.status, StatusCode::FORBIDDEN);
    let page = person.get(&first).await;
    assert!(page.text.contains(name) && page.text.contains("At least 12 characters"), "{}", page.text);
    let differ = set(&mut person, &first, OWN, PASSWORD).await;
    assert!(differ.status == StatusCode::UNPROCESSABLE_ENTITY && differ.text.contains("not the same"));
    let short = set(&mut person, &first, "short", "short").await;
    assert!(short.text.contains("at least 12 characters"), "{}", short.text);
    let foreign = person.post("/welcome", &[("csrf", "AAAA"), ("password", OWN), ("again", OWN)]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let done = set(&mut person, &first, OWN, OWN).await;
    assert_eq!(done.headers.get("location").unwrap(), "/login", "{}", done.text);
    assert_eq!(person.login(name, OWN).await.status, StatusCode::SEE_OTHER);
    let mut thief = Visitor::new(&pages);
    let used = set(&mut thief, &first, PASSWORD, PASSWORD).await;
    assert!(used.status == StatusCode::GONE && !used.text.contains(name), "{}", used.text);
    for wrong in ["/welcome/x", &format!("/welcome/{}", "A".repeat(43))] {
        assert_eq!(thief.get(wrong).await.status, StatusCode::GONE, "{wrong}");
    }
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reset_ends_the_password_the_sessions_and_the_link_before() {
    let dir = tempfile::tempdir().unwrap();
    let (node, pages) = start(&HANOI, dir.path(), 0).await;
    let mut admin = Visitor::logged_in(&pages, Role::Admin).await;
    let mut editor = Visitor::logged_in(&pages, Role::Editor).await;
    let first = link(&admin.submit("/users/reset", &[("name", "editor")]).await);
    assert_eq!(editor.get("/board").await.status, StatusCode::SEE_OTHER, "the session is over");
    assert_eq!(editor.login("editor", PASSWORD).await.status, StatusCode::FORBIDDEN);
    let second = link(&admin.submit("/users/reset", &[("name", "editor")]).await);
    let mut person = Visitor::new(&pages);
    assert_eq!(person.get(&first).await.status, StatusCode::GONE, "the newer link ends the older");
    admin.submit("/users/disable", &[("name", "editor")]).await;
    assert_eq!(person.get(&second).await.status, StatusCode::GONE, "who is shut out has no way in");
    admin.submit("/users/disable", &[("name", "editor"), ("enable", "yes")]).await;
    assert_eq!(set(&mut person, &second, OWN, OWN).await.status, StatusCode::SEE_OTHER);
    assert_eq!(person.login("editor", OWN).await.status, StatusCode::SEE_OTHER);

    admin.submit("/users/role", &[("name", "editor"), ("role", "auditor")]).await;
    assert_eq!(person.get("/board").await.status, StatusCode::SEE_OTHER, "another role is another session");
    person.login("editor", OWN).await;
    assert_eq!(person.get("/audit").await.status, StatusCode::OK);
    assert!(admin.get("/users").await.text.contains("logged in 1 time"));
    admin.submit("/users/logout", &[("name", "editor")]).await;
    assert_eq!(person.get("/audit").await.status, StatusCode::SEE_OTHER);
    admin.submit("/users/disable", &[("name", "editor")]).await;
    assert_eq!(person.login("editor", OWN).await.status, StatusCode::FORBIDDEN);
    assert!(admin.get("/users").await.text.contains("shut out"));
    for (path, role) in [("/users/disable", ""), ("/users/role", "editor"), ("/users/reset", "")] {
        let own = admin.submit(path, &[("name", "admin"), ("role", role)]).await;
        assert!(own.text.contains("it is your own"), "{path}: {}", own.text);
    }
    let audit = admin.get("/audit").await.text;
    for what in [
        "link for a new password made",
        "password set by a link",
        "role changed",
        "logged out everywhere",
        "person shut out",
        "editor: editor",
    ] {
        assert!(audit.contains(what), "{what}: {audit}");
    }
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_changes_the_own_password_and_logs_out_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    let (node, pages) = start(&HANOI, dir.path(), 0).await;
    let mut here = Visitor::logged_in(&pages, Role::Technician).await;
    let mut there = Visitor::logged_in(&pages, Role::Technician).await;
    assert!(here.get("/me").await.text.contains("Log out everywhere else"));
    here.submit("/me/logout", &[]).await;
    assert_eq!(there.get("/me").await.status, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/me").await.status, StatusCode::OK);
    there.login("technician", PASSWORD).await;
    let change = |current, password| [("current", current), ("password", password), ("again", password)];
    let wrong = here.submit("/me/password", &change("a wrong password", OWN)).await;
    assert!(wrong.text.contains("that is not your password") && !wrong.text.contains(OWN), "{}", wrong.text);
    let short = here.submit("/me/password", &change(PASSWORD, "short")).await;
    assert!(short.text.contains("at least 12 characters"), "{}", short.text);
    let done = here.submit("/me/password", &change(PASSWORD, OWN)).await;
    assert_eq!(done.headers.get("location").unwrap(), "/me?saved=yes", "{}", done.text);
    assert_eq!(there.get("/me").await.status, StatusCode::SEE_OTHER, "other sessions are over");
    assert_eq!(here.get("/me").await.status, StatusCode::OK, "this one goes on");
    assert_eq!(there.login("technician", PASSWORD).await.status, StatusCode::FORBIDDEN);
    for _ in 0..5 {
        here.submit("/me/password", &change("a wrong password", OWN)).await;
    }
    let slowed = here.submit("/me/password", &change(OWN, PASSWORD)).await;
    assert!(slowed.text.contains("Too many failed attempts"), "{}", slowed.text);
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn agreements_are_listed_by_what_is_due_and_can_be_printed() {
    let dir = tempfile::tempdir().unwrap();
    let (node, pages) = start(&HANOI, dir.path(), 0).await;
    let mut head = Visitor::logged_in(&pages, Role::Cooperation).await;
    assert!(head.get("/agreements").await.text.contains("There is no agreement yet."));
    let version = agreement(1, &[HANOI, ASTANA]);
    let (bytes, id) = (version.bytes.clone(), version.agreement.id.clone());
    node.node.exchange(move |m, t| m.offer(t, &bytes, &[], None)).await.unwrap().unwrap();
    let list = head.get("/agreements").await.text;
    let (_, due) = list.split_once("What is due").unwrap();
    let (due, all) = due.split_once("All agreements").unwrap();
    assert!(due.contains("mark bad\">Now<") && due.contains("it waits for our signature"), "{due}");
    assert!(all.contains(id.as_str()), "{all}");
    let one = head.get(&format!("/agreements/{id}")).await.text;
    assert!(one.contains("it waits for our signature") && one.contains(&format!("/agreements/{id}/text?version=")));
    let text = head.get(&format!("/agreements/{id}/text")).await;
    assert_eq!(text.status, StatusCode::OK);
    assert!(text.text.contains(&Hash::of(&version.bytes).to_string()), "{}", text.text);
    for who in [HANOI, ASTANA] {
        assert!(text.text.contains(&who.root().public().fingerprint()), "{}", text.text);
    }
    assert_eq!(text.text.matches("<article").count(), version.agreement.languages().len());
    assert!(text.text.contains("Nobody has signed yet."));
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_source_is_an_alarm_on_every_page_of_those_whom_it_concerns() {
    let dir = tempfile::tempdir().unwrap();
    let ahead = Arc::new(AtomicI64::new(0));
    let own = Arc::clone(&ahead);
    let (node, pages) = start_with(&HANOI, dir.path(), 0, move |node, pages| {
        let clock = system_clock();
        node.clock = Arc::new(move || clock().plus_ms(own.load(Ordering::SeqCst)));
        let expect = |source| Expect { source, every_ms: every("2h").unwrap(), quiet: None };
        let desk = From::Feed("desk".to_owned(), "folder:desk".to_owned());
        pages.expect = vec![expect(From::Partner(ASTANA.id())), expect(desk)];
    })
    .await;
    let mut editor = Visitor::logged_in(&pages, Role::Editor).await;
    let mut reader = Visitor::logged_in(&pages, Role::ReadOnly).await;
    let page = editor.get("/health").await.text;
    assert!(page.contains("Nothing has come yet.") && page.contains("expected every 2 h"), "{page}");
    assert!(!page.contains("silent for too long") && !page.contains("class=\"alarm\""), "{page}");
    ahead.store(3 * 3_600_000, Ordering::SeqCst);
    take(&node.node, source("desk")).await.unwrap();
    let page = editor.get("/health").await.text;
    assert!(page.contains("Nothing for 3 h.") && page.contains("ask its desk"), "{page}");
    assert_eq!(page.matches("silent for too long").count(), 1, "the feed is in time: {page}");
    assert!(editor.get("/board").await.text.contains("1 source is silent"));
    assert!(!reader.get("/board").await.text.contains("class=\"alarm\""));
    let mut technician = Visitor::logged_in(&pages, Role::Technician).await;
    let metrics = technician.get("/metrics").await.text;
    assert!(metrics.contains("interwire_feed_idle{kind=\"partner\",source=\"astana\"} 1"), "{metrics}");
    assert!(metrics.contains("interwire_feed_idle{kind=\"feed\",source=\"desk\"} 0"), "{metrics}");
    node.stop().await;
}

fn source(feed: &str) -> Source {
    Source {
        feed: feed.to_owned(),
        path: "a.txt".to_owned(),
        service: None,
        hint: None,
        bytes: b"Something that is no news".to_vec(),
        media: MediaFrom::Nowhere,
        test: false,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_node_refuses_in_words_and_keeps_nothing_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let narrow = Quota { bytes_max: Some(1), free_bytes_min: 0, reserve_bytes: 64 << 20 };
    let (node, pages) = start_with(&HANOI, dir.path(), 0, |node, _| node.intake.quota = narrow).await;
    let refused = take(&node.node, source("desk")).await.unwrap_err();
    assert_eq!(refused, NodeError::Full { bytes: 25, left: 0 });
    let told = fault::store(refused).to_string();
    assert!(told.contains("I0113") && told.contains("25 bytes came, 0 may still come"), "{told}");
    let counts = node.node.db().counts("hanoi").await.unwrap();
    assert_eq!((counts.dead_letters, counts.items), (0, 0));
    let mut technician = Visitor::logged_in(&pages, Role::Technician).await;
    let page = technician.get("/storage").await.text;
    assert!(page.contains("There is no room") && page.contains("The node may take</dt><dd>1 B"), "{page}");
    assert!(page.contains("Never written into</dt><dd>67.1 MB"), "{page}");
    node.stop().await;
    let closed = tempfile::tempdir().unwrap();
    let quota = Quota { bytes_max: None, free_bytes_min: 0, reserve_bytes: 1 << 60 };
    let (node, pages) = start_with(&HANOI, closed.path(), 0, |node, _| node.intake.quota = quota).await;
    let mut technician = Visitor::logged_in(&pages, Role::Technician).await;
    for path in ["/storage", "/health"] {
        let page = technician.get(path).await.text;
        assert!(page.contains("The reserve is reached") && page.contains("Orders to stop still arrive"), "{page}");
    }
    let metrics = technician.get("/metrics").await.text;
    assert!(metrics.contains("interwire_storage_full{kind=\"small\"} 1"), "{metrics}");
    node.stop().await;
    let roomy = tempfile::tempdir().unwrap();
    let (node, pages) = start(&HANOI, roomy.path(), 0).await;
    take(&node.node, source("desk")).await.unwrap();
    let mut technician = Visitor::logged_in(&pages, Role::Technician).await;
    let page = technician.get("/storage").await.text;
    assert!(!page.contains("There is no room") && page.contains("as much as there is"), "{page}");
    assert!(page.contains("retention.texts_days") && page.contains("for ever"), "{page}");
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn storage_says_what_goes_next_and_an_item_on_what_day_it_went_by_which_rule() {
    let dir = tempfile::tempdir().unwrap();
    let ahead = Arc::new(AtomicI64::new(0));
    let own = Arc::clone(&ahead);
    let keep = Retention::default().with(Rule::Texts, 10);
    let rules = keep.clone();
    let (node, pages) = start_with(&HANOI, dir.path(), 0, move |node, pages| {
        let clock = system_clock();
        node.clock = Arc::new(move || clock().plus_ms(own.load(Ordering::SeqCst)));
        pages.retention = rules;
    })
    .await;
    let story =
        r#"{"uri": "urn:hanoi:old", "type": "text", "version": "1", "headlines": [{"value": "Сәлем: Əliyev"}]}"#;
    let source = Source { path: "a.json".to_owned(), bytes: story.as_bytes().to_vec(), ..source("desk") };
    let taken = take(&node.node, source).await.unwrap();
    let path = format!("/items/hanoi/{}", taken.outcomes[0].item.as_ref().unwrap());
    let mut technician = Visitor::logged_in(&pages, Role::Technician).await;
    let page = technician.get("/storage").await.text;
    let row = page.split("retention.texts_days").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(row.contains("<td>10</td>") && row.contains("<td>0</td><td>1</td><td><time"), "{row}");
    assert!(technician.get(&path).await.text.contains("Сәлем: Əliyev"));
    ahead.store(11 * 24 * 3600 * 1000, Ordering::SeqCst);
    let stop = CancellationToken::new();
    let previews = Previews::start(&node.node, Default::default(), stop.clone());
    let care = Care { node: node.node.clone(), keep, index: Index::new(dir.path()), previews };
    assert_eq!(care.pass(&stop).await.unwrap().0[&Rule::Texts].0, 2);
    stop.cancel();
    // The session has ended meanwhile.
    let mut technician = Visitor::logged_in(&pages, Role::Technician).await;
    let page = technician.get(&path).await.text;
    assert!(page.contains("Erased on ") && page.contains("retention.texts_days = 10"), "{page}");
    let page = technician.get("/storage").await.text;
    let row = page.split("retention.texts_days").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(row.contains("<td>0</td><td>0</td>") && row.contains("2 files ("), "{row}");
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_keys_of_the_house_are_shown_by_their_fingerprints() {
    let dir = tempfile::tempdir().unwrap();
    let (node, pages) = start(&HANOI, dir.path(), 0).await;
    let mut admin = Visitor::logged_in(&pages, Role::Admin).await;
    let page = admin.get("/keys").await.text;
    assert!(page.contains(&HANOI.root().public().fingerprint()), "{page}");
    assert!(
        page.contains("Node key") && page.contains("Seal key") && page.contains("paper 1 of the root key"),
        "{page}"
    );
    assert!(page.contains(&node.node.house().key.public().fingerprint()), "{page}");
    let health = admin.get("/health").await.text;
    assert!(health.contains("href=\"/keys\"") && health.contains("href=\"/storage\""), "{health}");
    node.stop().await;
}

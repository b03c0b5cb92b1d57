//! What becomes of an item after it has gone out: who uses it, who has it, what was ordered about it, and the proof of
//! where it came from.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::doors::{key as own_key, story as own_story};
use common::pages::{Visitor, give, item, start, until_shown};
use common::{ASTANA, HANOI, copy_dir, free_port, partners, until};
use http::StatusCode;
use interwire::intake::media::MediaFrom;
use interwire::intake::take::{Source, take};
use interwire::running::Running;
use interwire::store::decisions::DecisionWord;
use interwire::store::uses::SaidUse;
use interwire::users::Role;
use interwire_core::dossier::{examine, from_bytes};
use interwire_core::ids::ItemKey;
use interwire_core::protocol::v1::salted;

async fn uses(at: &Running, key: &ItemKey) -> Vec<SaidUse> {
    at.node.db().uses(key, &at.node.house().me).await.unwrap()
}

/// A story of the house, taken in.
async fn taken(at: &Running, guid: &str) -> ItemKey {
    let source = Source {
        feed: "test".to_owned(),
        path: "tin.json".to_owned(),
        service: None,
        hint: None,
        bytes: own_story(guid, "1", "usable").to_string().into_bytes(),
        media: MediaFrom::Nowhere,
        test: false,
    };
    take(&at.node, source).await.unwrap();
    own_key(guid)
}

const USED: [(&str, &str); 8] = [
    ("version", "1"),
    ("medium", "web"),
    ("language", "kk"),
    ("address", "https://astana.example/жаңалық/1"),
    ("since", "2026-11-30T14:00"),
    ("outlet", "Portal of the house"),
    ("credit", "Hanoi desk"),
    ("note", "front page, <b>Əliyev</b>"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_use_is_told_seen_by_its_source_ended_and_nothing_of_the_house_goes_out() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, pages_a) = start(&HANOI, dir_a.path(), free_port()).await;
    let (b, pages_b) = start(&ASTANA, dir_b.path(), free_port()).await;
    partners((&HANOI, &a), (&ASTANA, &b), 1).await;
    let key = taken(&a, "urn:hanoi:1").await;
    let path = format!("/items/{}/{}", key.source, key.item);
    let mut editor = Visitor::logged_in(&pages_b, Role::Editor).await;
    let page = until_shown(&mut editor, &path, "Mark as used").await;
    assert!(page.text.contains("What hanoi is told") && page.text.contains("For this house alone"));
    assert!(!Visitor::logged_in(&pages_b, Role::ReadOnly).await.get(&path).await.text.contains("Mark as used"));

    let done = editor.submit(&format!("{path}/used"), &USED).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let again = editor.submit(&format!("{path}/used"), &USED).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "told twice by one mistake");
    let page = editor.get(&path).await;
    for shown in ["Portal of the house", "&#60;b&#62;Əliyev", "href=\"https://astana.example/жаңалық/1\"", "in use"]
    {
        assert!(page.text.contains(shown), "{shown}\n{}", page.text);
    }

    let mut source = Visitor::logged_in(&pages_a, Role::Editor).await;
    let page = until_shown(&mut source, &path, "https://astana.example/жаңалық/1").await;
    for hidden in ["Portal of the house", "Hanoi desk", "front page", "Mark as used"] {
        assert!(!page.text.contains(hidden), "{hidden}");
    }
    assert!(source.get("/sent").await.text.contains("used by astana"));
    let told = uses(&a, &key).await;
    assert_eq!((told.len(), told[0].used.language.as_str()), (1, "kk"));
    let blob = told[0].used.address.unwrap();
    let bytes = a.node.db().read_blob(&blob.hash).await.unwrap().unwrap().bytes(blob.size).await.unwrap();
    assert_eq!(salted::read(&bytes), Some("https://astana.example/жаңалық/1"), "behind a salt");
    assert_eq!(told[0].used.since.to_string(), "2026-11-30T07:00:00.000Z", "14:00 in the reader's zone");

    let mark = told[0].mark().to_string();
    let done = editor.submit(&format!("{path}/use-ended"), &[("mark", &mark)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let again = editor.submit(&format!("{path}/use-ended"), &[("mark", &mark)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    until_shown(&mut source, "/sent", "was used by astana").await;

    let wrong = USED.map(|(name, value)| if name == "outlet" { (name, "Radio") } else { (name, value) });
    assert_eq!(editor.submit(&format!("{path}/used"), &wrong).await.status, StatusCode::SEE_OTHER);
    let mark = uses(&b, &key).await.iter().find(|one| one.runs()).unwrap().mark().to_string();
    editor.submit(&format!("{path}/use-ended"), &[("mark", &mark), ("mistake", "yes")]).await;
    until_shown(&mut source, &path, "told by mistake, taken back").await;
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recall_shows_the_chain_asks_for_the_end_of_uses_and_waits_until_all_is_gone() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, pages_a) = start(&HANOI, dir_a.path(), free_port()).await;
    let (b, pages_b) = start(&ASTANA, dir_b.path(), free_port()).await;
    partners((&HANOI, &a), (&ASTANA, &b), 1).await;
    let key = taken(&a, "urn:hanoi:1").await;
    let path = format!("/items/{}/{}", key.source, key.item);
    let mut there = Visitor::logged_in(&pages_b, Role::Editor).await;
    until_shown(&mut there, &path, "Mark as used").await;
    assert_eq!(there.submit(&format!("{path}/used"), &USED).await.status, StatusCode::SEE_OTHER);

    let mut editor = Visitor::logged_in(&pages_a, Role::Editor).await;
    let page = until_shown(&mut editor, &format!("{path}/recall"), "https://astana.example/жаңалық/1").await;
    assert!(page.text.contains("version 1: has it") && !page.text.contains("again.js"), "{}", page.text);
    let order = [("action", "kill"), ("reason", "false-report"), ("note", "the caller was not the ministry")];
    let sure = editor.submit(&format!("{path}/recall"), &order).await;
    assert!(sure.text.contains("the caller was not the ministry"), "{}", sure.text);
    let confirmed = [&order[..], &[("confirmed", "yes")]].concat();
    let given = editor.submit(&format!("{path}/recall"), &confirmed).await;
    assert_eq!(given.headers.get("location").unwrap().to_str().unwrap(), format!("{path}/recall"));
    let page = until_shown(&mut editor, &format!("{path}/recall"), "All have answered.").await;
    for shown in ["1 still uses it.", "again.js", "the caller was not the ministry", "stopped it"] {
        assert!(page.text.contains(shown), "{shown}\n{}", page.text);
    }

    let page = until_shown(&mut there, &path, "Still used here: 1 place").await;
    assert!(!page.text.contains("the caller was not the ministry"), "a note of the house is never sent");
    let gone = there.submit(&format!("{path}/removed"), &[]).await;
    assert_eq!(gone.status, StatusCode::CONFLICT, "a use still runs");
    let more = there.submit(&format!("{path}/used"), &[("version", "1"), ("language", "kk")]).await;
    assert!(more.status == StatusCode::CONFLICT && more.text.contains("I0228"), "{}", more.text);
    let mark = uses(&b, &key).await[0].mark().to_string();
    there.submit(&format!("{path}/use-ended"), &[("mark", &mark)]).await;
    assert!(there.get(&path).await.text.contains("Is it gone from everything?"));
    assert_eq!(there.submit(&format!("{path}/removed"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!there.get(&path).await.text.contains("Is it gone from everything?"));
    let page = until_shown(&mut editor, &format!("{path}/recall"), "removed it everywhere").await;
    assert!(!page.text.contains("again.js") && !page.text.contains("still uses"), "{}", page.text);

    let although = [("version", "1"), ("language", "kk"), ("although", "yes")];
    assert_eq!(there.submit(&format!("{path}/used"), &although).await.status, StatusCode::SEE_OTHER);
    until_shown(&mut editor, &path, "Partners still use it: 1 place").await;
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_step_is_proven_on_a_page_and_in_a_file_that_needs_no_node() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, _) = start(&HANOI, dir_a.path(), free_port()).await;
    let (b, pages) = start(&ASTANA, dir_b.path(), free_port()).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    let key = give((&HANOI, &a), &id, item("urn:hanoi:1", "Qazaxıstan"), 1, vec![]).await;
    let path = format!("/items/{}/{}", key.source, key.item);
    let mut reader = Visitor::logged_in(&pages, Role::ReadOnly).await;
    until_shown(&mut reader, &path, &format!("{path}/1/proof")).await;
    let page = until_shown(&mut reader, &format!("{path}/1/proof"), "Every step holds").await;
    assert!(page.text.contains(&HANOI.root().public().fingerprint()), "{}", page.text);
    assert!(!page.text.contains("does not hold") && !page.text.contains("/proof/file"), "{}", page.text);
    assert_eq!(
        reader.get(&format!("{path}/1/proof/file")).await.status,
        StatusCode::FORBIDDEN,
        "the agreement is in it"
    );
    assert_eq!(reader.get(&format!("{path}/2/proof")).await.status, StatusCode::NOT_FOUND);

    let mut editor = Visitor::logged_in(&pages, Role::Editor).await;
    let file = editor.get(&format!("{path}/1/proof/file")).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text);
    let name = format!("attachment; filename=\"hanoi-{}-v1.dossier.txt\"", key.item);
    assert_eq!(file.headers.get("content-disposition").unwrap(), &name);
    let examined = examine(&from_bytes(file.text.as_bytes()).unwrap()).unwrap();
    assert!(examined.holds() && examined.order.is_none(), "{:#?}", examined.claims);

    common::news::kill(&a, &key).await;
    until_shown(&mut editor, &path, "a false report").await;
    assert_eq!(editor.get(&format!("{path}/1/proof/file")).await.status, StatusCode::NOT_FOUND, "its content is in it");
    let mut auditor = Visitor::logged_in(&pages, Role::Auditor).await;
    let file = auditor.get(&format!("{path}/1/proof/file")).await;
    let examined = examine(&from_bytes(file.text.as_bytes()).unwrap()).unwrap();
    assert!(examined.holds() && examined.order.is_some_and(|(_, what, _)| what == "kill"), "{:#?}", examined.claims);
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_to_be_written_is_stopped_and_what_is_written_is_overtaken() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (port_a, port_b) = (free_port(), free_port());
    let (a, pages) = start(&HANOI, dir_a.path(), port_a).await;
    let b = ASTANA.start_at(dir_b.path(), port_b).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    b.stop().await;
    let written = taken(&a, "urn:hanoi:1").await;
    let path = format!("/items/{}/{}", written.source, written.item);
    let mut editor = Visitor::logged_in(&pages, Role::Editor).await;
    let page = editor.get(&path).await;
    assert!(page.text.contains("On its way") && page.text.contains("recall?action=withhold"), "{}", page.text);
    assert!(editor.submit(&format!("{path}/stop"), &[("version", "1")]).await.status == StatusCode::CONFLICT);
    let page = editor.get(&format!("{path}/recall?action=withhold")).await;
    assert!(page.text.contains("value=\"withhold\" required checked"), "{}", page.text);
    let order = [("action", "withhold"), ("reason", "unspecified"), ("confirmed", "yes")];
    assert_eq!(editor.submit(&format!("{path}/recall"), &order).await.status, StatusCode::SEE_OTHER);
    a.stop().await;
    // The visitor's browser still holds the pages of the node that was.
    let dir_a = {
        let moved = tempfile::tempdir().unwrap();
        copy_dir(dir_a.path(), moved.path());
        moved
    };

    // Since this start no partner has told what it holds of our journal: nothing is written into it.
    let a = HANOI.start_at(dir_a.path(), port_a).await;
    let waiting = taken(&a, "urn:hanoi:2").await;
    assert_eq!(a.node.db().unwritten(&waiting).await.unwrap(), [(id.clone(), 1)]);
    assert_eq!(a.node.db().unwritten(&written).await.unwrap(), []);
    let key = waiting.clone();
    let stop = a.node.step(move |step| interwire::intake::unsent::keep_back(step, &key, 1, "an editor"));
    let decided = stop.await.unwrap();
    assert!(decided.iter().all(|one| one.verdict == DecisionWord::Exclude) && decided.len() == 1, "{decided:?}");
    assert_eq!(a.node.db().unwritten(&waiting).await.unwrap(), []);
    assert_eq!(a.node.db().sent_under(&waiting).await.unwrap(), []);
    assert_eq!(a.node.db().sent_under(&written).await.unwrap(), [id]);

    let b = ASTANA.start_at(dir_b.path(), port_b).await;
    until("what was written has come", || async { !b.node.db().said_about(&written).await.unwrap().is_empty() }).await;
    assert_eq!(common::news::shown(&b, &written).await, None, "the order came with it");
    assert_eq!(common::news::shown(&b, &waiting).await, None);
    a.stop().await;
    b.stop().await;
}

//! What the settings keep no longer goes, and nothing that anybody needs; when there is no room, partners wait and orders
//! arrive.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::doors::{Pair, key, picture, story};
use common::news::{kill, publish, shown};
use common::{ASTANA, HANOI, Who, free_port, partners, until};
use interwire::care::{Care, Gone};
use interwire::config::{Previews as Made, Retention};
use interwire::fsck::fsck;
use interwire::index::Index;
use interwire::intake::document::read_binding;
use interwire::preview::Previews;
use interwire::running::Running;
use interwire::store::intake::{DeadLetter, LetterState};
use interwire::store::let_go::Rule;
use interwire::store::room::Quota;
use interwire::verify::{Whose, verify};
use interwire_core::exchange::store::Store;
use interwire_core::ids::{Hash, ItemKey};
use interwire_core::protocol::v1::statement::{Body, Statement};
use interwire_core::time::Time;
use std::path::Path;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

const DAY_MS: i64 = 24 * 3600 * 1000;

/// A node whose clock is so many days ahead: nobody speaks to it any more.
async fn days_later(who: &Who, dir: &Path, days: i64) -> Running {
    who.start_as(dir, 0, None, |settings| {
        let clock = interwire::transport::system_clock();
        settings.clock = Arc::new(move || clock().plus_ms(days * DAY_MS));
    })
    .await
}

async fn pass(running: &Running, keep: Retention) -> Gone {
    let stop = CancellationToken::new();
    let node = running.node.clone();
    let previews = Previews::start(&node, Made::default(), stop.clone());
    let care = Care { index: Index::new(node.db().dir()), node, keep, previews };
    let gone = care.pass(&stop).await.unwrap();
    stop.cancel();
    gone
}

async fn held(at: &Running, hash: &Hash) -> bool {
    at.node.db().read_blob(hash).await.unwrap().is_some()
}

async fn doc_of(at: &Running, key: &ItemKey) -> Hash {
    at.node.db().desk_of_item(key).await.unwrap().first().unwrap().row.doc
}

fn whose(who: &Who) -> Whose {
    Whose { party: who.id(), reader: read_binding }
}

async fn problems(who: &Who, dir: &Path) -> Vec<String> {
    let report = verify(dir, &whose(who), Arc::new(|_, _| ())).await.unwrap();
    report.problems.iter().map(|problem| format!("{problem:?}")).collect()
}

/// Waits until the partner has said that it has the item: before, it needs it.
async fn answered(pair: &Pair, guid: &str) {
    until("the partner says so", || async {
        let said = pair.a.node.db().said_about(&key(guid)).await.unwrap();
        said.iter().any(|said| !said.acks.is_empty())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_too_old_goes_with_its_proof_kept_and_what_a_partner_waits_for_stays() {
    let pair = Pair::new().await;
    let bytes = vec![7; 100_000];
    std::fs::write(pair.inbox().join("ảnh.jpg"), &bytes).unwrap();
    let (given, waiting) = ("urn:hanoi:given", "urn:hanoi:waiting");
    std::fs::write(pair.inbox().join("anh.json"), picture(given).to_string()).unwrap();
    pair.watcher().look().await.unwrap();
    pair.arrived(given, 1).await;
    answered(&pair, given).await;
    let folder = pair.inbox().to_owned();
    let (a, b, dirs) = pair.apart();
    b.stop().await;
    std::fs::write(folder.join("cho.json"), story(waiting, "1", "usable").to_string()).unwrap();
    let intake = interwire::intake::folder::Folder { path: folder, service: None, hint: None, stable_for_s: 0 };
    interwire::intake::folder::Watcher::new(a.node.clone(), intake).look().await.unwrap();
    a.stop().await;

    let keep = Retention::default().with(Rule::Texts, 365);
    for (who, dir) in [(&HANOI, dirs[0].path()), (&ASTANA, dirs[1].path())] {
        let node = days_later(who, dir, 364).await;
        assert_eq!(pass(&node, keep.clone()).await, Gone::default(), "{}: a day too early", who.name);
        node.stop().await;
        let node = days_later(who, dir, 366).await;
        let doc = doc_of(&node, &key(given)).await;
        let gone = pass(&node, keep.clone()).await.0;
        assert_eq!(gone[&Rule::Media], (1, 100_000), "{}", who.name);
        // The house also has the file from which the text was read.
        assert_eq!(gone[&Rule::Texts].0, if who.name == "hanoi" { 2 } else { 1 }, "{}", who.name);
        assert!(!held(&node, &doc).await && !held(&node, &Hash::of(&bytes)).await);
        assert!(!node.node.db().blobs().path(&Hash::of(&bytes)).exists());
        let told = node.node.db().gone(&doc).await.unwrap().unwrap();
        assert_eq!((told.rule, told.days), (Rule::Texts, 365));
        if who.name == "hanoi" {
            assert!(held(&node, &doc_of(&node, &key(waiting)).await).await, "nobody has answered for it");
        }
        let audit = node.node.db().audits(None, 9).await.unwrap();
        let lines: Vec<_> = audit.iter().filter(|line| line.what == "let go").map(|line| line.about.as_str()).collect();
        assert!(lines.iter().any(|line| line.starts_with("retention.media_days = 365: 1, 100000 bytes")), "{lines:?}");
        let erased = node.node.step(|step| {
            let ids: Vec<_> = step.machine.deals().keys().cloned().collect();
            let waits: Vec<Vec<u8>> = step.tx.unqueue(&ids[0], 99)?;
            waits.iter().try_for_each(|bytes| step.tx.queue(&ids[0], bytes))?;
            Ok(waits)
        });
        let erased = erased.await.unwrap();
        let bodies = erased.iter().map(|bytes| Statement::from_bytes(bytes).unwrap().body);
        let said: Vec<_> = bodies.filter(|body| matches!(body, Body::Erased { media: None, .. })).collect();
        assert_eq!(said.len(), 1, "{}: the journals say so, once they may be written", who.name);
        assert_eq!(pass(&node, keep.clone()).await, Gone::default(), "nothing goes twice");
        node.stop().await;
        assert_eq!(problems(who, dir).await, [""; 0], "{}", who.name);
        let repair = fsck(dir, &whose(who), Arc::new(|_, _| ())).await.unwrap();
        assert!(repair.lost.is_empty() && repair.to_fetch.is_empty() && repair.repaired.is_empty(), "{repair:?}");
    }
    // Without the rows that say so it is damage.
    let path = dirs[1].path().join("interwire.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
    let mut raw = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::query("DELETE FROM let_go").execute(&mut raw).await.unwrap();
    sqlx::Connection::close(raw).await.unwrap();
    assert!(!problems(&ASTANA, dirs[1].path()).await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_go_before_texts_and_not_while_a_younger_item_names_them() {
    let pair = Pair::new().await;
    let bytes = vec![9; 1000];
    for (name, guid) in [("cu", "urn:hanoi:old"), ("moi", "urn:hanoi:young")] {
        std::fs::write(pair.inbox().join("ảnh.jpg"), &bytes).unwrap();
        std::fs::write(pair.inbox().join(format!("{name}.json")), picture(guid).to_string()).unwrap();
        pair.watcher().look().await.unwrap();
        pair.arrived(guid, 1).await;
        answered(&pair, guid).await;
    }
    let (a, b, dirs) = pair.apart();
    a.stop().await;
    b.stop().await;
    let keep = Retention::default().with(Rule::Texts, 1000).with(Rule::Media, 10);
    let node = days_later(&ASTANA, dirs[1].path(), 20).await;
    let young = key("urn:hanoi:young");
    let at = node.node.now();
    let taken = interwire::store::taken::Taken { user: "trang".into(), at };
    let add = move |step: &mut interwire::node::Step| {
        let user = interwire::users::without_password("trang", interwire::users::Role::Editor, at).unwrap();
        step.tx.put_user(&user)?;
        step.tx.put_taken(&key("urn:hanoi:young"), &taken)
    };
    node.node.step(add).await.unwrap();
    assert_eq!(pass(&node, keep.clone()).await, Gone::default(), "somebody works with the file");
    node.node.step(move |step| step.tx.remove_taken(&young)).await.unwrap();
    assert_eq!(pass(&node, keep).await.0[&Rule::Media], (1, 1000));
    let docs = [doc_of(&node, &key("urn:hanoi:old")).await, doc_of(&node, &key("urn:hanoi:young")).await];
    assert!(held(&node, &docs[0]).await && held(&node, &docs[1]).await, "texts stay longer");
    node.stop().await;
    assert_eq!(problems(&ASTANA, dirs[1].path()).await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closed_letters_and_old_lines_go_and_open_letters_stay() {
    let dir = tempfile::tempdir().unwrap();
    let node = HANOI.start_at(dir.path(), 0).await;
    let blobs: Vec<Vec<u8>> = (0..3).map(|n| vec![n; 100]).collect();
    let put = move |step: &mut interwire::node::Step| {
        for (bytes, state) in blobs.iter().zip([LetterState::Dropped, LetterState::Open, LetterState::Solved]) {
            step.tx.put_blob(&Hash::of(bytes), bytes)?;
            let letter = DeadLetter {
                id: 0,
                intake: None,
                party: None,
                blob: Some(Hash::of(bytes)),
                code: "xml_broken".into(),
                message: "Əliyev".into(),
                next_step: "سفير".into(),
                attempts: 1,
                first_at: Time::from_ms(1),
                last_at: Time::from_ms(1),
                state,
                closed_by: None,
                closed_at: None,
            };
            step.tx.put_dead_letter(&letter)?;
        }
        (0..1200).try_for_each(|n| step.tx.audit(Time::from_ms(n), "trang", "login", ""))
    };
    node.node.step(put).await.unwrap();
    let keep = Retention::default().with(Rule::DeadLetters, 30).with(Rule::Audit, 30);
    let gone = pass(&node, keep).await.0;
    // The newest line and letter stay, so that no number is given twice.
    assert_eq!((gone[&Rule::DeadLetters], gone[&Rule::Audit]), ((1, 100), (1199, 0)));
    let left = node.node.db().dead_letters(false, None, 9).await.unwrap();
    assert_eq!(left.iter().map(|letter| letter.id).collect::<Vec<_>>(), [3, 2]);
    assert!(!held(&node, &Hash::of(&[0; 100])).await && held(&node, &Hash::of(&[1; 100])).await);
    node.stop().await;
}

/// Starts the second party's node again with a reserve that leaves room for its record alone.
async fn full(dir: &Path, port: u16) -> Running {
    let base = Some(format!("http://127.0.0.1:{port}"));
    let free = free_of(dir).await;
    let quota = Quota { bytes_max: None, free_bytes_min: 0, reserve_bytes: free.saturating_mul(2) };
    ASTANA.start_as(dir, port, base, |settings| settings.intake.quota = quota).await
}

async fn free_of(dir: &Path) -> u64 {
    let db = interwire::store::Db::open(dir).await.unwrap();
    let free = db.disk().free.unwrap();
    db.close().await;
    free
}

/// What a partner publishes waits while there is no room, is told so, and its orders arrive.
async fn waits(hanoi_port: u16, code: &str, who_sees: fn(&Running, &Running) -> Option<String>) {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let port = free_port();
    let a = HANOI.start_at(dir_a.path(), hanoi_port).await;
    let b = ASTANA.start_at(dir_b.path(), port).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    b.stop().await;
    let b = full(dir_b.path(), port).await;
    let (bad, good) = (
        publish((&HANOI, &a), &id, "urn:hanoi:bad", 1, Some(vec![7; 30_000])).await,
        publish((&HANOI, &a), &id, "urn:hanoi:good", 1, Some(vec![8; 30_000])).await,
    );
    until("somebody is told", || async { who_sees(&a, &b).as_deref() == Some(code) }).await;
    kill(&a, &bad).await;
    until("the order has arrived", || async {
        let key = bad.clone();
        let recall = b.node.step(move |step| Ok(step.tx.item(&key)?.and_then(|item| item.recall))).await.unwrap();
        recall.is_some()
    })
    .await;
    assert_eq!((shown(&b, &bad).await, shown(&b, &good).await), (None, None));
    b.stop().await;
    let b = ASTANA.start_at(dir_b.path(), port).await;
    until("what waited comes when there is room", || async { shown(&b, &good).await == Some(1) }).await;
    assert_eq!(shown(&b, &bad).await, None);
    a.stop().await;
    b.stop().await;
}

fn trouble(at: &Running, with: &Who) -> Option<String> {
    at.peers.all().get(&with.id())?.trouble.as_ref().map(|trouble| trouble.code.clone())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_partner_that_brings_more_than_there_is_room_for_is_told_and_its_orders_arrive() {
    waits(0, "IW-507-no-room", |a, _| trouble(a, &ASTANA)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_without_room_fetches_nothing_but_the_record() {
    waits(free_port(), "IW-send-local", |_, b| trouble(b, &HANOI)).await;
}

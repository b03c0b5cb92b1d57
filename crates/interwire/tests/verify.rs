//! A data directory checked offline: whole after real work, and with one byte flipped anywhere either named or, where
//! no byte of it matters, with every row as it was.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::news::{kill, publish, shown};
use common::{ASTANA, HANOI, free_port, partners, until};
use interwire::fsck::fsck;
use interwire::intake::answers::{self, Use};
use interwire::intake::document::read_binding;
use interwire::running::Running;
use interwire::store::tables;
use interwire::store::uses::HouseUse;
use interwire::verify::{Report, Whose, verify};
use interwire_core::exchange::store::Store;
use interwire_core::ids::{ItemKey, PartyId};
use interwire_core::time::Time;
use rand::{RngExt, SeedableRng};
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions, Row, ValueRef};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

fn whose(me: &PartyId) -> Whose {
    Whose { party: me.clone(), reader: read_binding }
}

async fn check(dir: &Path, me: &PartyId) -> Report {
    verify(dir, &whose(me), Arc::new(|_, _| ())).await.unwrap()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else if !path.ends_with("interwire.db-shm") && !path.ends_with("lock") {
            all.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    all
}

/// Every row of every table as text; what SQLite refuses to read is its message.
async fn dump(dir: &Path) -> Vec<String> {
    let mut all = Vec::new();
    let open = SqliteConnectOptions::new().filename(dir.join("interwire.db")).read_only(true).connect().await;
    let mut connection = match open {
        Ok(connection) => connection,
        Err(e) => return vec![e.to_string()],
    };
    for table in tables::ALL {
        let mut rows = Vec::new();
        match sqlx::query(AssertSqlSafe(format!("SELECT * FROM {}", table.name))).fetch_all(&mut connection).await {
            Ok(found) => rows.extend(found.iter().map(show)),
            Err(e) => rows.push(e.to_string()),
        }
        rows.sort();
        all.push(table.name.to_owned());
        all.extend(rows);
    }
    all
}

fn show(row: &SqliteRow) -> String {
    let value = |column| {
        let raw = row.try_get_raw(column).unwrap();
        let text = row.try_get::<String, _>(column).map(|text| format!("{text:?}"));
        let int = || row.try_get::<i64, _>(column).map(|n| n.to_string());
        let bytes = || row.try_get::<Vec<u8>, _>(column).map(|bytes| format!("{bytes:?}"));
        if raw.is_null() { "null".into() } else { text.or_else(|_| int()).or_else(|_| bytes()).unwrap_or_default() }
    };
    (0..row.len()).map(value).collect::<Vec<_>>().join("|")
}

/// Hanoi uses what Astana has sent in two places, and in one of them no longer.
async fn use_twice(a: &Running, b: &Running, item: &ItemKey) {
    for outlet in ["vtv.example", "giay.example"] {
        let item = item.clone();
        let what = Use {
            version: 1,
            language: "vi".to_owned(),
            medium: "web".parse().unwrap(),
            address: Some(format!("https://{outlet}/1")),
            since: None,
            although_recalled: false,
            house: HouseUse { outlet: outlet.to_owned(), note: "Vũ Việt Trang".to_owned(), ..HouseUse::default() },
        };
        a.node.step(move |step| answers::used(step, &item, &what, "trang")).await.unwrap().unwrap();
    }
    let told = a.node.db().uses(item, &HANOI.id()).await.unwrap().remove(0);
    a.node.step(move |step| answers::use_ended(step, &told, step.now, "trang")).await.unwrap().unwrap();
    until("Astana has heard of both, and of the end", async || {
        let heard = b.node.db().uses(item, &ASTANA.id()).await.unwrap();
        heard.len() == 2 && heard.iter().filter(|one| one.until.is_some()).count() == 1
    })
    .await;
}

/// Two nodes that have done something of everything. The copy is taken while they run, as a crash would leave it: the
/// log holds most of it.
async fn work() -> (TempDir, TempDir, TempDir) {
    let (dir_a, dir_b, crashed) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let a = HANOI.start_at(dir_a.path(), free_port()).await;
    let b = ASTANA.start_at(dir_b.path(), free_port()).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    let mut stories = Vec::new();
    for n in 0..20 {
        stories.push(publish((&HANOI, &a), &id, &format!("urn:hanoi:{n}"), 1, None).await);
    }
    publish((&HANOI, &a), &id, "urn:hanoi:1", 2, None).await;
    let picture = publish((&ASTANA, &b), &id, "urn:astana:1", 1, Some(vec![7; 30_000])).await;
    let film = publish((&ASTANA, &b), &id, "urn:astana:2", 1, Some(vec![8; 200_000])).await;
    until("the picture is shown", || async { shown(&a, &picture).await == Some(1) }).await;
    until("the film is shown", || async { shown(&a, &film).await == Some(1) }).await;
    use_twice(&a, &b, &picture).await;
    kill(&a, &stories[3]).await;
    until("the story is gone", || async { shown(&b, &stories[3]).await.is_none() }).await;
    let write = |step: &mut interwire::node::Step| {
        step.tx.audit(Time::from_ms(1), "trang", "login", "trang")?;
        step.tx.put_setting("name", "Hà Nội")
    };
    a.node.step(write).await.unwrap();
    common::audit::settled(&a, &b, &id).await;
    copy(dir_a.path(), crashed.path());
    a.stop().await;
    b.stop().await;
    // SQLite folds the log into the database when its last connection has gone, on a thread of its own.
    let log = |dir: &TempDir| dir.path().join("interwire.db-wal").exists();
    until("the logs are folded", || async { !log(&dir_a) && !log(&dir_b) }).await;
    (dir_a, dir_b, crashed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_data_directory_is_found_whole_and_is_not_changed_by_the_check() {
    let (dir_a, dir_b, crashed) = work().await;
    for (dir, me) in [(&dir_a, HANOI), (&dir_b, ASTANA), (&crashed, HANOI)] {
        let before = files(dir.path());
        let report = check(dir.path(), &me.id()).await;
        assert_eq!(report.problems, [], "{}", me.name);
        assert_eq!(report.journals_verified, 2);
        assert!(report.entries > 20 && report.blobs > 20 && report.rows > 100, "{report:?}");
        let after = files(dir.path());
        assert!(before == after, "the check has changed {:?}", before.keys().zip(after.keys()).find(|(a, b)| a != b));
    }
    assert!(std::fs::metadata(crashed.path().join("interwire.db-wal")).unwrap().len() > 100_000);
}

/// Flips one byte at each of many places of a file and checks.
async fn flip(source: &Path, file: &Path, count: u32, seed: u64) -> (u32, Vec<String>) {
    let mut random = rand::rngs::StdRng::seed_from_u64(seed);
    let whole = std::fs::read(source.join(file)).unwrap();
    let expected = dump(source).await;
    let (mut named, mut missed) = (0, Vec::new());
    for _ in 0..count {
        let dir = tempfile::tempdir().unwrap();
        copy(source, dir.path());
        let place = random.random_range(0..whole.len());
        let mut bytes = whole.clone();
        bytes[place] ^= random.random_range(1..=255u8);
        std::fs::write(dir.path().join(file), bytes).unwrap();
        let report = check(dir.path(), &HANOI.id()).await;
        if !report.is_whole() {
            named += 1;
            continue;
        }
        let found = dump(dir.path()).await;
        if found != expected {
            let other = expected.iter().zip(&found).find(|(ours, theirs)| ours != theirs);
            missed.push(format!("{} at {place}: {} {} {other:?}", file.display(), expected.len(), found.len()));
        }
    }
    (named, missed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_flipped_byte_anywhere_is_named_or_changes_nothing() {
    let (dir, _b, crashed) = work().await;
    let database = Path::new("interwire.db");
    let large: Vec<_> = files(&dir.path().join("blobs")).into_keys().collect();
    let large = large[0].strip_prefix(dir.path()).unwrap();
    let rounds = [
        (dir.path(), database, 150, 1),
        (dir.path(), large, 5, 2),
        (crashed.path(), Path::new("interwire.db-wal"), 60, 3),
        (crashed.path(), database, 20, 4),
    ];
    // A longer run: FLIPS=20 for twenty times as many places.
    let times: u32 = std::env::var("FLIPS").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    for (source, file, count, seed) in rounds {
        let count = count * times;
        let (named, missed) = flip(source, file, count, seed).await;
        println!("{}: {named} of {count} named, the others change nothing", file.display());
        assert_eq!(missed, Vec::<String>::new());
        assert!(file == database || named > 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_derived_row_changed_with_its_checksum_is_named_by_the_replay() {
    let (dir, _b, _crashed) = work().await;
    let db = interwire::store::Db::open(dir.path()).await.unwrap();
    let forge = |tx: &mut interwire::store::tx::Tx| {
        let item = interwire_core::ids::ItemKey {
            source: HANOI.id(),
            item: interwire_core::ids::ItemId::derive(&[HANOI.n; 32], &"urn:hanoi:3".parse().unwrap()),
        };
        let mut row = tx.item(&item)?.unwrap();
        assert!(row.recall.take().is_some());
        tx.put_item(&row)
    };
    db.write(forge).await.unwrap();
    db.close().await;
    drop(db);
    let report = check(dir.path(), &HANOI.id()).await;
    let named: Vec<_> = report.problems.iter().map(ToString::to_string).collect();
    assert_eq!(named.len(), 1, "{named:?}");
    assert!(named[0].starts_with("interwire.db, table items, row hanoi/"), "{named:?}");
}

/// Damages a closed data directory by SQL, as no node does.
async fn damage(dir: &Path, sql: &'static str) {
    let options = SqliteConnectOptions::new().filename(dir.join("interwire.db"));
    let mut connection = options.connect().await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    sqlx::Connection::close(connection).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_follows_from_the_journals_is_repaired() {
    let (dir, _b, _crashed) = work().await;
    for sql in [
        "UPDATE items SET recall_action = 'correct' WHERE recall_action IS NOT NULL",
        "DELETE FROM versions WHERE idx % 3 = 0",
        "DELETE FROM acks WHERE idx % 2 = 0",
        "UPDATE tiles SET bytes = zeroblob(length(bytes))",
        "DELETE FROM about",
        "UPDATE journal_state SET folded = folded - 1, seen = ''",
        "DELETE FROM answers; DELETE FROM life; DELETE FROM grants",
    ] {
        damage(dir.path(), sql).await;
    }
    assert!(!check(dir.path(), &HANOI.id()).await.is_whole());
    let repair = fsck(dir.path(), &whose(&HANOI.id()), Arc::new(|_, _| ())).await.unwrap();
    assert_eq!(repair.lost, Vec::<String>::new());
    assert!(!repair.repaired.is_empty());
    let left: Vec<_> = repair.after.problems.iter().map(ToString::to_string).collect();
    assert_eq!(left, Vec::<String>::new(), "{repair:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn damaged_entries_and_blobs_are_fetched_back_from_the_partner() {
    let (dir_a, dir_b, _crashed) = work().await;
    let entries = "UPDATE entries SET bytes = zeroblob(9) WHERE idx = 9";
    damage(dir_a.path(), entries).await;
    damage(dir_a.path(), "UPDATE blobs SET bytes = zeroblob(9) WHERE size > 20000 AND bytes IS NOT NULL").await;
    let repair = fsck(dir_a.path(), &whose(&HANOI.id()), Arc::new(|_, _| ())).await.unwrap();
    assert!(repair.to_fetch.iter().any(|what| what.ends_with("entries from 9")), "{repair:#?}");
    assert!(repair.to_fetch.iter().any(|what| what.starts_with("blob ")), "{repair:#?}");
    assert_eq!(repair.after.problems, []);
    let ports = [free_port(), free_port()];
    let a = HANOI.start_at(dir_a.path(), ports[0]).await;
    let b = ASTANA.start_at(dir_b.path(), ports[1]).await;
    let put = |to: &'static str, port: u16| {
        move |step: &mut interwire::node::Step| {
            let now = step.now;
            step.tx.put_endpoint(&to.parse().unwrap(), &format!("http://127.0.0.1:{port}"), now)
        }
    };
    a.node.step(put("astana", ports[1])).await.unwrap();
    b.node.step(put("hanoi", ports[0])).await.unwrap();
    a.stop().await;
    b.stop().await;
    let a = HANOI.start_at(dir_a.path(), ports[0]).await;
    let b = ASTANA.start_at(dir_b.path(), ports[1]).await;
    let id = common::agreement(1, &[HANOI, ASTANA]).agreement.id;
    common::audit::settled(&a, &b, &id).await;
    a.stop().await;
    b.stop().await;
    assert_eq!(check(dir_a.path(), &HANOI.id()).await.problems, []);
}

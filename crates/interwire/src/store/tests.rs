//! The database opens, migrates, refuses what is not its own, and keeps what was committed.

use super::testing::*;
use super::value::{Value, row_of, sum};
use super::{DATABASE, Db, DbError, migrate, options, tables};
use crate::errors::{Code, Error};
use interwire_core::exchange::store::{Ack, JournalRow, Store, Verdict, VersionState};
use interwire_core::ids::Hash;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, SqliteConnection};

async fn schema(connection: &mut SqliteConnection) -> Vec<String> {
    let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name";
    let texts: Vec<String> = sqlx::query_scalar(sql).fetch_all(connection).await.unwrap();
    texts.iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[tokio::test]
async fn schema_sql_is_what_the_migrations_add_up_to() {
    let mut migrated = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    migrate::migrate(&mut migrated).await.unwrap();
    let mut written = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    written.execute(include_str!("schema.sql")).await.unwrap();
    assert_eq!(schema(&mut written).await, schema(&mut migrated).await);
}

#[tokio::test]
async fn the_list_of_tables_has_every_table_with_its_columns_and_key() {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    migrate::migrate(&mut connection).await.unwrap();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    let mut names: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap();
    let mut ours: Vec<_> = tables::ALL.iter().map(|table| table.name.to_owned()).collect();
    ours.sort();
    names.retain(|name| !name.starts_with("sqlite_"));
    assert_eq!(names, ours);
    for table in tables::ALL {
        let sql = "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid";
        let columns: Vec<(String, i64)> =
            sqlx::query_as(sql).bind(table.name).fetch_all(&mut connection).await.unwrap();
        let names: Vec<_> = columns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, table.stored().collect::<Vec<_>>(), "{}", table.name);
        let key: Vec<_> = columns.iter().map(|(_, place)| *place).take_while(|place| *place > 0).collect();
        assert_eq!(key, (1..=table.key as i64).collect::<Vec<_>>(), "{}", table.name);
    }
}

#[tokio::test]
async fn a_database_of_a_newer_or_another_program_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    drop(Db::open(dir.path()).await.unwrap());
    let mut connection = options(dir.path()).connect().await.unwrap();
    connection.execute("UPDATE schema_version SET checksum = zeroblob(32)").await.unwrap();
    assert!(matches!(Db::open(dir.path()).await, Err(DbError::Version(_))));
    let newer = "INSERT INTO schema_version VALUES (99, '0099_later.sql', zeroblob(32), 0, 0)";
    connection.execute(newer).await.unwrap();
    assert!(matches!(Db::open(dir.path()).await, Err(DbError::Version(_))));
    connection.execute("PRAGMA application_id = 1").await.unwrap();
    assert!(matches!(Db::open(dir.path()).await, Err(DbError::Version(_))));
    let empty = tempfile::tempdir().unwrap();
    assert!(matches!(Db::open_existing(empty.path()).await, Err(DbError::Absent(_))));
}

#[tokio::test]
async fn two_nodes_never_open_one_data_directory() {
    let dir = tempfile::tempdir().unwrap();
    let first = Db::open(dir.path()).await.unwrap();
    let second = Db::open(dir.path()).await.err().unwrap();
    assert_eq!(second, DbError::Locked(dir.path().to_owned()));
    assert_eq!(Error::from(second).code(), Code::DirectoryLocked);
    drop(first);
    assert!(Db::open(dir.path()).await.is_ok());
}

#[test]
fn what_was_not_committed_is_gone_and_what_was_is_in_a_copy_taken_as_a_crash_would_leave_it() {
    let bench = Bench::new();
    let mut writer = bench.writer();
    let mut tx = writer.begin().unwrap();
    tx.put_blob(&Hash::of(b"kept"), b"kept").unwrap();
    tx.commit().unwrap();
    let mut tx = writer.begin().unwrap();
    tx.put_blob(&Hash::of(b"lost"), b"lost").unwrap();
    assert!(tx.has_blob(&Hash::of(b"lost")).unwrap());
    // The files as they are now, in the middle of a transaction, are what a killed process leaves.
    let copy = tempfile::tempdir().unwrap();
    for name in [DATABASE.to_owned(), format!("{DATABASE}-wal")] {
        std::fs::copy(bench.path().join(&name), copy.path().join(&name)).unwrap();
    }
    drop(tx);
    let db = bench.runtime.block_on(Db::open(copy.path())).unwrap();
    for mut writer in [writer, bench.runtime.block_on(db.writer()).unwrap()] {
        let mut tx = writer.begin().unwrap();
        assert_eq!(tx.blob(&Hash::of(b"kept")).unwrap(), Some(b"kept".to_vec()));
        assert!(!tx.has_blob(&Hash::of(b"lost")).unwrap());
    }
}

#[test]
fn every_sealed_row_carries_the_checksum_of_its_values() {
    let bench = Bench::new();
    let mut writer = bench.writer();
    let mut tx = writer.begin().unwrap();
    for n in 0..100 {
        tx.put_item(&item_row(&item("hanoi", n), Some(&format!("urn:{n}")), Some(1))).unwrap();
    }
    tx.put_journal(&JournalRow::new(journal(&agreement(1), "astana", 0))).unwrap();
    tx.commit().unwrap();
    let mut rows = 0;
    for table in tables::ALL.iter().filter(|table| table.sealed) {
        let sql = AssertSqlSafe(format!("SELECT * FROM {}", table.name));
        for row in bench.runtime.block_on(sqlx::query(sql).fetch_all(bench.db().reader())).unwrap() {
            let mut row = row_of(&row).unwrap();
            let stored = row.pop().unwrap();
            assert_eq!(stored, Value::Int(sum(table.name, &row)), "{}", table.name);
            rows += 1;
        }
    }
    assert!(rows > 200, "{rows}");
}

/// What a page of 2,000 published statements costs when it is folded, with their blobs after it.
#[test]
fn a_statement_and_its_blob_cost_few_calls_to_sqlite() {
    let bench = Bench::new();
    let mut writer = bench.writer();
    let id = journal(&agreement(1), "astana", 0);
    let before = writer.statements();
    let entries: Vec<_> = (0..2000u32).map(|n| [n.to_be_bytes().as_slice(), &[9; 396]].concat()).collect();
    let started = std::time::Instant::now();
    let mut tx = writer.begin().unwrap();
    tx.append(&id, 0, &entries).unwrap();
    for n in 0..2000 {
        let (key, place, doc) = (item("astana", n), position(&id, u64::from(n)), blob(n));
        assert_eq!(tx.version(&key, 1).unwrap(), None);
        tx.put_version(&version_row(&key, 1, place.clone())).unwrap();
        assert_eq!(tx.item(&key).unwrap(), None);
        tx.put_item(&item_row(&key, None, None)).unwrap();
        assert!(!tx.has_blob(&doc.hash).unwrap());
        tx.put_want(&place, &doc).unwrap();
        assert!(tx.waits(&place).unwrap());
    }
    tx.commit().unwrap();
    let folded = (writer.statements() - before, started.elapsed());
    let (before, started) = (writer.statements(), std::time::Instant::now());
    let mut tx = writer.begin().unwrap();
    for n in 0..2000 {
        let (key, place, doc) = (item("astana", n), position(&id, u64::from(n)), blob(n));
        assert!(tx.is_wanted(&agreement(1), &doc.hash).unwrap());
        tx.put_blob(&doc.hash, &[1; 4000]).unwrap();
        tx.grant(&agreement(1), &doc.hash).unwrap();
        assert_eq!(tx.satisfy(&doc.hash).unwrap(), std::slice::from_ref(&place));
        assert!(!tx.waits(&place).unwrap());
        assert_eq!(tx.entries(&id, place.index, 1, 0).unwrap().len(), 1);
        let mut version = tx.version(&key, 1).unwrap().unwrap();
        assert!(tx.blob(&doc.hash).unwrap().is_some());
        let guid = format!("urn:astana:{n}");
        assert!(tx.item(&key).unwrap().is_some());
        assert_eq!(tx.item_by_guid(&key.source, &guid.parse().unwrap()).unwrap(), None);
        tx.put_item(&item_row(&key, Some(&guid), Some(1))).unwrap();
        version.state = VersionState::Held;
        tx.put_version(&version).unwrap();
        assert_eq!(tx.acks(&place).unwrap(), []);
        tx.put_ack(&place, &Ack { by: party("hanoi"), verdict: Verdict::Received, at: None }).unwrap();
    }
    tx.commit().unwrap();
    let blobs = (writer.statements() - before, started.elapsed());
    println!("2000 statements: {} calls in {:?}; their blobs: {} calls in {:?}", folded.0, folded.1, blobs.0, blobs.1);
    assert!(folded.0 + blobs.0 < 2000 * 14, "{folded:?} {blobs:?}");
}

#[test]
fn a_hundred_thousand_items_are_written_and_found() {
    let bench = Bench::new();
    let mut writer = bench.writer();
    let id = journal(&agreement(1), "astana", 0);
    for batch in 0..50u32 {
        let mut tx = writer.begin().unwrap();
        for n in batch * 2000..(batch + 1) * 2000 {
            let key = item("astana", n);
            tx.put_item(&item_row(&key, Some(&format!("urn:astana:{n}")), Some(1))).unwrap();
            tx.put_version(&version_row(&key, 1, position(&id, u64::from(n)))).unwrap();
        }
        tx.commit().unwrap();
    }
    let mut tx = writer.begin().unwrap();
    for n in [0, 31, 50_000, 99_999] {
        let guid = format!("urn:astana:{n}").parse().unwrap();
        assert_eq!(tx.item_by_guid(&party("astana"), &guid).unwrap(), Some(item("astana", n)));
        assert_eq!(tx.version(&item("astana", n), 1).unwrap().unwrap().position.index, u64::from(n));
    }
    let sql = "SELECT count(*) FROM items";
    let count: i64 = bench.runtime.block_on(sqlx::query_scalar(sql).fetch_one(bench.db().reader())).unwrap();
    assert_eq!(count, 100_000);
}

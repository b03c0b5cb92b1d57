//! Numbered migrations, forward only, each in one transaction. Table `schema_version` keeps which have run and their
//! checksums: a migration that was released is never edited. `schema.sql` is what they add up to, and a test says so.

use super::tables::SCHEMA_VERSION;
use super::value::{Columns, arguments, row_of, sum};
use super::{DbError, row};
use interwire_core::ids::Hash;
use sqlx::{AssertSqlSafe, Executor, SqliteConnection};

/// A migration: its number, name and text.
pub struct Migration {
    /// From 1, without gaps.
    pub version: i64,
    /// The file's name.
    pub name: &'static str,
    /// SQL statements.
    pub sql: &'static str,
}

/// All of them, oldest first. A new one is one file and one line here.
pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "0001_first.sql", sql: include_str!("migrations/0001_first.sql") },
    Migration { version: 2, name: "0002_people.sql", sql: include_str!("migrations/0002_people.sql") },
    Migration { version: 3, name: "0003_desk.sql", sql: include_str!("migrations/0003_desk.sql") },
    Migration { version: 4, name: "0004_media.sql", sql: include_str!("migrations/0004_media.sql") },
    Migration { version: 5, name: "0005_office.sql", sql: include_str!("migrations/0005_office.sql") },
    Migration { version: 6, name: "0006_used.sql", sql: include_str!("migrations/0006_used.sql") },
    Migration { version: 7, name: "0007_care.sql", sql: include_str!("migrations/0007_care.sql") },
];

/// Marks the file as a node's database ("IWN1"), for `file` and for us.
pub const APPLICATION_ID: i64 = 0x4957_4e31;

/// The table that the runner itself needs.
const OWN_TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_version (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum BLOB NOT NULL,
    at INTEGER NOT NULL,
    sum INTEGER NOT NULL
) STRICT";

/// Brings a database to the newest version.
///
/// # Errors
/// [`DbError::Version`] if it is another program's, newer than this one, or was made by other migrations.
pub async fn migrate(connection: &mut SqliteConnection) -> Result<(), DbError> {
    let id: i64 = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *connection).await?;
    if id != 0 && id != APPLICATION_ID {
        return Err(DbError::Version(format!("its application id is {id:#x}")));
    }
    connection.execute(OWN_TABLE).await?;
    let done = check_history(connection).await?;
    for migration in MIGRATIONS.iter().filter(|migration| migration.version > done) {
        run(connection, migration).await?;
    }
    if id == 0 {
        connection.execute(AssertSqlSafe(format!("PRAGMA application_id = {APPLICATION_ID}"))).await?;
    }
    Ok(())
}

/// Holds the migrations that have run against ours; returns the newest number.
pub(super) async fn check_history(connection: &mut SqliteConnection) -> Result<i64, DbError> {
    let sql = format!("{} ORDER BY version", SCHEMA_VERSION.select(0));
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut *connection).await?;
    let mut done = 0;
    for row in &rows {
        let mut columns = Columns::of(SCHEMA_VERSION.name, row_of(row)?);
        let (version, name, checksum) = (columns.int()?, columns.text()?, columns.hash()?);
        let ours = MIGRATIONS.iter().find(|migration| migration.version == version);
        let Some(ours) = ours else {
            return Err(DbError::Version(format!("it has migration {name}, which this program does not know")));
        };
        if version != done + 1 || ours.checksum() != checksum {
            return Err(DbError::Version(format!("its migration {name} is not ours")));
        }
        done = version;
    }
    Ok(done)
}

async fn run(connection: &mut SqliteConnection, migration: &Migration) -> Result<(), DbError> {
    connection.execute("BEGIN IMMEDIATE").await?;
    let done = async {
        connection.execute(migration.sql).await?;
        let now = now_ms();
        let mut row = row![migration.version, migration.name, migration.checksum(), now];
        row.push(sum(SCHEMA_VERSION.name, &row).into());
        let insert = sqlx::query_with(AssertSqlSafe(SCHEMA_VERSION.upsert(1)), arguments(&row)?);
        insert.execute(&mut *connection).await?;
        connection.execute("COMMIT").await?;
        Ok(())
    };
    let done: Result<(), DbError> = done.await;
    if done.is_err() {
        // The error that matters is the first; a failed rollback ends with the connection.
        let _ = connection.execute("ROLLBACK").await;
    }
    done
}

/// When a migration ran is for people only, so the machine's clock is good enough.
fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

impl Migration {
    /// SHA-256 of its text.
    #[must_use]
    pub fn checksum(&self) -> Hash {
        Hash::of(self.sql.as_bytes())
    }
}

//! The writing connection and what it remembers between transactions: integer ids of names, rows it has read or
//! written, prepared SQL. All of it is forgotten when a transaction fails. It is driven from a thread that is not one
//! of the runtime's: every call waits for SQLite.

use super::DbError;
use super::names::Names;
use super::rows::{AMONG, Remembered};
use super::tables::{BLOBS, Table};
use super::tx::Tx;
use super::value::{Row, Value, arguments, row_of};
use super::wants::Wanted;
use crate::blobs::Blobs;
use interwire_core::exchange::store::JournalRow;
use interwire_core::exchange::store::StoreError;
use interwire_core::ids::{AgreementId, JournalId};
use sqlx::{AssertSqlSafe, Connection, Executor, SqlSafeStr, SqlStr, SqliteConnection};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use tokio::runtime::Handle;

/// Bytes of rows remembered between transactions.
const REMEMBERED_BYTES_MAX: usize = 8 << 20;

/// The shapes of SQL that are made from a [`Table`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    Select(usize),
    Among(usize),
    Upsert(usize),
    Delete,
}

/// The one connection that writes.
pub struct Writer {
    connection: SqliteConnection,
    handle: Handle,
    pub(super) blobs: Blobs,
    pub(super) names: Names,
    pub(super) rows: Remembered,
    pub(super) wanted: Wanted,
    pub(super) journals: HashMap<JournalId, Option<JournalRow>>,
    pub(super) journals_of: HashMap<AgreementId, Vec<JournalId>>,
    pub(super) sizes: HashMap<i64, u64>,
    /// Journals of which nothing is said beyond their ends.
    pub(super) unheard: HashSet<i64>,
    pub(super) sequences: BTreeMap<&'static str, i64>,
    made: HashMap<(&'static str, Shape), Arc<str>>,
    statements: u64,
}

impl Writer {
    pub(crate) fn new(connection: SqliteConnection, handle: Handle, blobs: Blobs) -> Self {
        Self {
            connection,
            handle,
            blobs,
            names: Names::default(),
            rows: Remembered::default(),
            wanted: Wanted::default(),
            journals: HashMap::new(),
            journals_of: HashMap::new(),
            sizes: HashMap::new(),
            unheard: HashSet::new(),
            sequences: BTreeMap::new(),
            made: HashMap::new(),
            statements: 0,
        }
    }

    /// Begins the one transaction there can be; dropping it undoes it.
    ///
    /// # Errors
    /// If SQLite refuses.
    pub fn begin(&mut self) -> Result<Tx<'_>, StoreError> {
        self.run("BEGIN IMMEDIATE")?;
        Ok(Tx::new(self))
    }

    /// The runtime that its queries wait on.
    pub(crate) fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// The folder of large blobs.
    pub(crate) fn files(&self) -> Blobs {
        self.blobs.clone()
    }

    /// Holds the migrations that have run against ours.
    pub(crate) async fn check_history(&mut self) -> Result<i64, DbError> {
        super::migrate::check_history(&mut self.connection).await
    }

    /// Forgets blobs, which are large and not read twice by a reader of all.
    pub(crate) fn forget_blobs(&mut self) {
        if !self.rows.is_dirty(&BLOBS) {
            self.rows.forget_table(&BLOBS);
        }
    }

    /// Statements given to SQLite so far.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements
    }

    /// Closes the connection.
    ///
    /// # Errors
    /// If SQLite refuses.
    pub fn close(self) -> Result<(), StoreError> {
        let Self { connection, handle, .. } = self;
        handle.block_on(connection.close()).map_err(|e| StoreError(e.to_string()))
    }

    /// Ends the transaction so that it is durable.
    pub(super) fn commit(&mut self) -> Result<(), DbError> {
        self.flush_all()?;
        self.run("COMMIT")?;
        // Blobs are large, and seldom asked for twice.
        self.rows.forget_table(&BLOBS);
        self.wanted = Wanted::default();
        if self.rows.weight() > REMEMBERED_BYTES_MAX {
            self.rows.forget();
        }
        Ok(())
    }

    /// Undoes the transaction and forgets what was remembered.
    pub(super) fn rollback(&mut self) {
        // If this fails the connection is lost, and so is the transaction.
        let _ = self.run("ROLLBACK");
        self.names = Names::default();
        self.rows.forget();
        self.wanted = Wanted::default();
        self.journals.clear();
        self.journals_of.clear();
        self.sizes.clear();
        self.unheard.clear();
        self.sequences.clear();
    }

    /// The SQL of a shape for a table, made once.
    pub(super) fn sql(&mut self, table: &'static Table, shape: Shape) -> SqlStr {
        let make = || match shape {
            Shape::Select(fixed) => table.select(fixed).into(),
            Shape::Among(fixed) => table.select_among(fixed, AMONG).into(),
            Shape::Upsert(rows) => table.upsert(rows).into(),
            Shape::Delete => table.delete().into(),
        };
        let made = self.made.entry((table.name, shape)).or_insert_with(make);
        AssertSqlSafe(Arc::clone(made)).into_sql_str()
    }

    fn run(&mut self, sql: &'static str) -> Result<(), DbError> {
        self.statements += 1;
        self.handle.block_on(self.connection.execute(sql))?;
        Ok(())
    }

    /// Runs a statement that returns nothing; the number of rows it touched.
    pub(crate) fn execute(&mut self, sql: impl SqlSafeStr, values: &[Value]) -> Result<u64, DbError> {
        self.statements += 1;
        let query = sqlx::query_with(sql, arguments(values)?);
        Ok(self.handle.block_on(query.execute(&mut self.connection))?.rows_affected())
    }

    /// All rows of a result.
    pub(crate) fn fetch(&mut self, sql: impl SqlSafeStr, values: &[Value]) -> Result<Vec<Row>, DbError> {
        self.statements += 1;
        let query = sqlx::query_with(sql, arguments(values)?);
        let rows = self.handle.block_on(query.fetch_all(&mut self.connection))?;
        rows.iter().map(row_of).collect()
    }

    /// The first row of a result.
    pub(super) fn first(&mut self, sql: impl SqlSafeStr, values: &[Value]) -> Result<Option<Row>, DbError> {
        self.statements += 1;
        let query = sqlx::query_with(sql, arguments(values)?);
        let row = self.handle.block_on(query.fetch_optional(&mut self.connection))?;
        row.as_ref().map(row_of).transpose()
    }

    /// Every row of a result, one by one; a row that cannot be read is given as its error.
    pub(crate) fn each(
        &mut self,
        sql: impl SqlSafeStr,
        values: &[Value],
        mut take: impl FnMut(Result<Row, DbError>),
    ) -> Result<(), DbError> {
        use futures::TryStreamExt;
        self.statements += 1;
        let query = sqlx::query_with(sql, arguments(values)?);
        let connection = &mut self.connection;
        self.handle.block_on(async {
            let mut rows = query.fetch(connection);
            while let Some(row) = rows.try_next().await? {
                take(row_of(&row));
            }
            Ok(())
        })
    }

    /// Rows of a result as long as `take` says so: a long result is not read to its end.
    pub(super) fn fetch_while(
        &mut self,
        sql: impl SqlSafeStr,
        values: &[Value],
        mut take: impl FnMut(&Row) -> bool,
    ) -> Result<Vec<Row>, DbError> {
        use futures::TryStreamExt;
        self.statements += 1;
        let query = sqlx::query_with(sql, arguments(values)?);
        let connection = &mut self.connection;
        self.handle.block_on(async {
            let (mut taken, mut rows) = (Vec::new(), query.fetch(connection));
            while let Some(row) = rows.try_next().await? {
                let row = row_of(&row)?;
                if !take(&row) {
                    break;
                }
                taken.push(row);
            }
            Ok(taken)
        })
    }
}

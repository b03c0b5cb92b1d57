//! What pages read from the database: one file for each thing they list. Nothing here writes, and nothing decides.

pub mod arrivals;
pub mod desk;
pub mod findings;
pub mod given;
pub mod health;
pub mod holds;
pub mod journals;
pub mod letters;
pub mod versions;

use crate::store::value::{Columns, row_of};
use crate::store::{Db, DbError};
use sqlx::sqlite::{SqliteArguments, SqliteRow};

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, SqliteArguments>;

/// All rows of a query, each read by `read`; `table` names them in errors.
async fn all<T>(
    db: &Db,
    table: &'static str,
    query: Query<'_>,
    read: impl Fn(&mut Columns) -> Result<T, DbError>,
) -> Result<Vec<T>, DbError> {
    let rows = query.fetch_all(db.reader()).await?;
    rows.iter().map(|row| read(&mut columns(table, row)?)).collect()
}

/// The first row of a query.
async fn first<T>(
    db: &Db,
    table: &'static str,
    query: Query<'_>,
    read: impl Fn(&mut Columns) -> Result<T, DbError>,
) -> Result<Option<T>, DbError> {
    let row = query.fetch_optional(db.reader()).await?;
    row.map(|row| read(&mut columns(table, &row)?)).transpose()
}

fn columns(table: &'static str, row: &SqliteRow) -> Result<Columns, DbError> {
    Ok(Columns::of(table, row_of(row)?))
}

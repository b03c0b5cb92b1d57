//! SQLite's own structure, the schema, and the checksum of every row that has one.

use super::Examiner;
use crate::store::tables::{self, Table};
use crate::store::value::{Row, Value, sum};
use crate::store::{DATABASE, migrate};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

/// Checks all of it.
pub fn check(examiner: &mut Examiner) {
    integrity(examiner);
    schema(examiner);
    for table in tables::ALL.iter().filter(|table| table.sealed) {
        sealed(examiner, table);
    }
}

fn integrity(examiner: &mut Examiner) {
    (examiner.progress)("structure", 0);
    for pragma in ["PRAGMA integrity_check(100)", "PRAGMA foreign_key_check"] {
        match examiner.writer.fetch(pragma, &[]) {
            Err(e) => examiner.file(DATABASE, format!("{pragma}: {e}")),
            Ok(rows) => {
                for row in rows {
                    let words: Vec<_> = row.iter().map(show).collect();
                    if words != ["\"ok\""] {
                        examiner.file(DATABASE, format!("{pragma}: {}", words.join(" ")));
                    }
                }
            }
        }
    }
}

const SCHEMA: &str = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name";

/// The schema must be what our migrations make.
fn schema(examiner: &mut Examiner) {
    let handle = examiner.writer.handle();
    let ours = handle.block_on(async {
        let mut memory = SqliteConnection::connect("sqlite::memory:").await?;
        migrate::migrate(&mut memory).await?;
        let rows = sqlx::query(SCHEMA).fetch_all(&mut memory).await?;
        rows.iter().map(crate::store::value::row_of).collect::<Result<Vec<Row>, _>>()
    });
    match (ours, examiner.writer.fetch(SCHEMA, &[])) {
        (Ok(ours), Ok(theirs)) => {
            let name = |row: &Row| row.get(1).map(show).unwrap_or_default();
            for row in theirs.iter().filter(|row| !ours.contains(row)) {
                examiner.row("sqlite_schema", name(row), "it is not of this program's schema");
            }
            for row in ours.iter().filter(|row| !theirs.contains(row)) {
                examiner.row("sqlite_schema", name(row), "it is missing or changed");
            }
        }
        (Err(e), _) | (_, Err(e)) => examiner.table("sqlite_schema", e.to_string()),
    }
    match examiner.writer.fetch("PRAGMA application_id", &[]).as_deref() {
        Ok([row]) if row.as_slice() == [Value::Int(migrate::APPLICATION_ID)] => {}
        _ => examiner.file(DATABASE, "its application id is not ours"),
    }
    if let Err(e) = handle.block_on(examiner.writer.check_history()) {
        examiner.table("schema_version", e.to_string());
    }
}

/// Checks the checksum of every row of a table.
fn sealed(examiner: &mut Examiner, table: &'static Table) {
    (examiner.progress)(table.name, 0);
    let columns: Vec<_> = table.stored().collect();
    let sql = format!("SELECT {} FROM {}", columns.join(", "), table.name);
    let (mut wrong, mut rows) = (Vec::new(), 0);
    let read = examiner.writer.each(AssertSqlSafe(sql), &[], |row| {
        rows += 1;
        match row {
            Err(e) => wrong.push((format!("number {rows}"), e.to_string())),
            Ok(mut row) => {
                let stored = row.pop();
                if stored != Some(Value::Int(sum(table.name, &row))) {
                    let what = "its checksum does not match".to_owned();
                    wrong.push((key(&row, table), what));
                }
            }
        }
    });
    examiner.report.rows += rows;
    wrong.into_iter().for_each(|(row, what)| examiner.row(table.name, row, what));
    if let Err(e) = read {
        examiner.table(table.name, e.to_string());
    }
}

/// The key of a row, for people.
pub fn key(row: &[Value], table: &Table) -> String {
    let key: Vec<_> = row.iter().take(table.key).map(show).collect();
    format!("({})", key.join(", "))
}

/// A value, for people.
pub fn show(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Int(n) => n.to_string(),
        Value::Text(text) => format!("{text:?}"),
        Value::Blob(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

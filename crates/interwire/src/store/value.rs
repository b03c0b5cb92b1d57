//! Database values and rows, converted by hand in both directions: a value that is not what its column promises is an
//! error with the table's name, never a panic. Every sealed row carries a checksum over its other values.

mod columns;

use super::DbError;
pub use columns::Columns;
use interwire_core::ids::Hash;
use interwire_core::time::Time;
use sha2::{Digest, Sha256};
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteRow};
use sqlx::{Arguments, Row as _, TypeInfo, ValueRef};

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Nothing.
    Null,
    /// A number; unsigned ones as the signed number of the same bits.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// The values of one row, in the order of the table's columns.
pub type Row = Vec<Value>;

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}
impl From<u32> for Value {
    fn from(n: u32) -> Self {
        Self::Int(i64::from(n))
    }
}
impl From<u64> for Value {
    fn from(n: u64) -> Self {
        Self::Int(n.cast_signed())
    }
}
impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Int(i64::from(yes))
    }
}
impl From<Time> for Value {
    fn from(time: Time) -> Self {
        Self::Int(time.ms())
    }
}
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Blob(bytes.to_vec())
    }
}
impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Blob(bytes)
    }
}
impl From<Hash> for Value {
    fn from(hash: Hash) -> Self {
        Self::Blob(hash.0.to_vec())
    }
}
impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A [`Row`] from anything that converts into values.
macro_rules! row {
    ($($value:expr),* $(,)?) => { $crate::store::value::Row::from([$($crate::store::value::Value::from($value)),*]) };
}
pub(crate) use row;

impl Value {
    /// Bytes it takes in memory, about.
    #[must_use]
    pub fn weight(&self) -> usize {
        32 + match self {
            Self::Null | Self::Int(_) => 0,
            Self::Text(text) => text.len(),
            Self::Blob(bytes) => bytes.len(),
        }
    }

    /// Adds it to the arguments of a statement.
    pub(super) fn bind(&self, arguments: &mut SqliteArguments) -> Result<(), DbError> {
        let bound = match self {
            Self::Null => arguments.add(Option::<i64>::None),
            Self::Int(n) => arguments.add(*n),
            Self::Text(text) => arguments.add(text.clone()),
            Self::Blob(bytes) => arguments.add(bytes.clone()),
        };
        bound.map_err(|e| DbError::Sql(e.to_string()))
    }
}

/// The arguments of a statement.
pub(super) fn arguments(values: &[Value]) -> Result<SqliteArguments, DbError> {
    let mut arguments = SqliteArguments::default();
    values.iter().try_for_each(|value| value.bind(&mut arguments))?;
    Ok(arguments)
}

/// All values of a row of a result.
///
/// # Errors
/// If a value is a floating-point number, which no table has, or text that is not UTF-8.
pub fn row_of(row: &SqliteRow) -> Result<Row, DbError> {
    (0..row.len()).map(|column| value_of(row, column)).collect()
}

fn value_of(row: &SqliteRow, column: usize) -> Result<Value, DbError> {
    let raw = row.try_get_raw(column).map_err(DbError::from)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    let info = raw.type_info().into_owned();
    let read = |e: sqlx::error::BoxDynError| DbError::Row(format!("column {column}: {e}"));
    match info.name() {
        "INTEGER" => <i64 as sqlx::Decode<Sqlite>>::decode(raw).map(Value::Int).map_err(read),
        "TEXT" => <String as sqlx::Decode<Sqlite>>::decode(raw).map(Value::Text).map_err(read),
        "BLOB" => <Vec<u8> as sqlx::Decode<Sqlite>>::decode(raw).map(Value::Blob).map_err(read),
        other => Err(DbError::Row(format!("column {column} is {other}"))),
    }
}

/// The checksum of a row: the first eight bytes of SHA-256 over the table's name and each value with its kind and
/// length.
#[must_use]
pub fn sum(table: &str, values: &[Value]) -> i64 {
    let mut hasher = Sha256::new();
    let mut add = |kind: u8, bytes: &[u8]| {
        hasher.update([kind]);
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    add(b'n', table.as_bytes());
    for value in values {
        match value {
            Value::Null => add(b'0', &[]),
            Value::Int(n) => add(b'i', &n.to_be_bytes()),
            Value::Text(text) => add(b't', text.as_bytes()),
            Value::Blob(bytes) => add(b'b', bytes),
        }
    }
    let digest: [u8; 32] = hasher.finalize().into();
    digest.first_chunk().map_or(0, |head| i64::from_be_bytes(*head))
}

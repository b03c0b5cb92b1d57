//! A row read column by column, each value as what its column promises.

use super::{Row, Value};
use crate::store::DbError;
use interwire_core::ids::Hash;
use interwire_core::time::Time;
use std::fmt::Display;
use std::str::FromStr;

/// Takes the values of a row one after the other, each as what its column promises.
pub struct Columns {
    table: &'static str,
    at: usize,
    values: std::vec::IntoIter<Value>,
}

impl Columns {
    /// Of a row of this table.
    #[must_use]
    pub fn of(table: &'static str, row: Row) -> Self {
        Self { table, at: 0, values: row.into_iter() }
    }

    fn wrong<T>(&self, expected: &str) -> Result<T, DbError> {
        Err(DbError::Row(format!("table {}, column {}: expected {expected}", self.table, self.at)))
    }

    fn next(&mut self) -> Result<Value, DbError> {
        self.at += 1;
        self.values.next().map_or_else(|| self.wrong("a value"), Ok)
    }

    /// Passes over a value.
    ///
    /// # Errors
    /// If there is none.
    pub fn skip(&mut self) -> Result<(), DbError> {
        self.next().map(|_| ())
    }

    /// A number or nothing.
    ///
    /// # Errors
    /// If it is neither.
    pub fn int_option(&mut self) -> Result<Option<i64>, DbError> {
        match self.next()? {
            Value::Null => Ok(None),
            Value::Int(n) => Ok(Some(n)),
            _ => self.wrong("a number or nothing"),
        }
    }

    /// A number.
    ///
    /// # Errors
    /// If it is none.
    pub fn int(&mut self) -> Result<i64, DbError> {
        self.int_option()?.map_or_else(|| self.wrong("a number"), Ok)
    }

    /// An unsigned number.
    ///
    /// # Errors
    /// If it is none.
    pub fn unsigned(&mut self) -> Result<u64, DbError> {
        self.int().map(i64::cast_unsigned)
    }

    /// An unsigned number or nothing.
    ///
    /// # Errors
    /// If it is neither.
    pub fn unsigned_option(&mut self) -> Result<Option<u64>, DbError> {
        Ok(self.int_option()?.map(i64::cast_unsigned))
    }

    /// A number of 32 bits.
    ///
    /// # Errors
    /// If it is none.
    pub fn number32(&mut self) -> Result<u32, DbError> {
        u32::try_from(self.int()?).or_else(|_| self.wrong("a number of 32 bits"))
    }

    /// 0 or 1.
    ///
    /// # Errors
    /// If it is neither.
    pub fn flag(&mut self) -> Result<bool, DbError> {
        match self.int()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => self.wrong("0 or 1"),
        }
    }

    /// A moment.
    ///
    /// # Errors
    /// If it is none.
    pub fn time(&mut self) -> Result<Time, DbError> {
        self.int().map(Time::from_ms)
    }

    /// A moment or nothing.
    ///
    /// # Errors
    /// If it is neither.
    pub fn time_option(&mut self) -> Result<Option<Time>, DbError> {
        Ok(self.int_option()?.map(Time::from_ms))
    }

    /// Text or nothing.
    ///
    /// # Errors
    /// If it is neither.
    pub fn text_option(&mut self) -> Result<Option<String>, DbError> {
        match self.next()? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            _ => self.wrong("text or nothing"),
        }
    }

    /// Text.
    ///
    /// # Errors
    /// If it is none.
    pub fn text(&mut self) -> Result<String, DbError> {
        self.text_option()?.map_or_else(|| self.wrong("text"), Ok)
    }

    /// Text that reads as `T`.
    ///
    /// # Errors
    /// If it does not.
    pub fn parsed<T: FromStr<Err: Display>>(&mut self) -> Result<T, DbError> {
        let text = self.text()?;
        text.parse().or_else(|e: T::Err| self.wrong(&e.to_string()))
    }

    /// Text that reads as `T`, or nothing.
    ///
    /// # Errors
    /// If it is neither.
    pub fn parsed_option<T: FromStr<Err: Display>>(&mut self) -> Result<Option<T>, DbError> {
        match self.text_option()? {
            None => Ok(None),
            Some(text) => text.parse().map(Some).or_else(|e: T::Err| self.wrong(&e.to_string())),
        }
    }

    /// Bytes or nothing.
    ///
    /// # Errors
    /// If it is neither.
    pub fn bytes_option(&mut self) -> Result<Option<Vec<u8>>, DbError> {
        match self.next()? {
            Value::Null => Ok(None),
            Value::Blob(bytes) => Ok(Some(bytes)),
            _ => self.wrong("bytes or nothing"),
        }
    }

    /// Bytes.
    ///
    /// # Errors
    /// If they are none.
    pub fn bytes(&mut self) -> Result<Vec<u8>, DbError> {
        self.bytes_option()?.map_or_else(|| self.wrong("bytes"), Ok)
    }

    /// Bytes of a certain number: a hash, an item's id.
    ///
    /// # Errors
    /// If they are others.
    pub fn exactly<const N: usize>(&mut self) -> Result<[u8; N], DbError> {
        let bytes = self.bytes()?;
        <[u8; N]>::try_from(bytes).or_else(|_| self.wrong(&format!("{N} bytes")))
    }

    /// A hash.
    ///
    /// # Errors
    /// If it is none.
    pub fn hash(&mut self) -> Result<Hash, DbError> {
        self.exactly().map(Hash)
    }

    /// A hash or nothing.
    ///
    /// # Errors
    /// If it is neither.
    pub fn hash_option(&mut self) -> Result<Option<Hash>, DbError> {
        match self.bytes_option()? {
            None => Ok(None),
            Some(bytes) => <[u8; 32]>::try_from(bytes).map(|hash| Some(Hash(hash))).or_else(|_| self.wrong("32 bytes")),
        }
    }
}

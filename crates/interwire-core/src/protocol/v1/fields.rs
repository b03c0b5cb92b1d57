//! Taking typed fields out of a JSON object, and putting them in: the one way statements are read and written.
//! A field that nobody took is a field that nobody understood.

use crate::canonical;
use crate::ids::Hash;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};
use std::fmt::Display;
use std::str::FromStr;

/// A blob as statements name it: `[sha-256 hex, size in bytes]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobRef {
    /// SHA-256 of the bytes.
    pub hash: Hash,
    /// Their number.
    pub size: u64,
}

/// The largest whole number that JSON carries exactly everywhere (RFC 7493): 2^53 - 1.
pub const SAFE_INTEGER_MAX: u64 = (1 << 53) - 1;

/// Why a field is not what its place demands: its name and what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("field {name:?} {expected}")]
pub struct BadField {
    /// The field.
    pub name: String,
    /// What was expected of it.
    pub expected: String,
}

/// The result of taking a field.
pub type Taken<T> = Result<T, BadField>;

/// The fields of an object that have not been taken yet.
#[derive(Debug)]
pub struct Fields(pub Map<String, Value>);

fn bad<T>(name: &str, expected: impl Into<String>) -> Taken<T> {
    Err(BadField { name: name.to_owned(), expected: expected.into() })
}

impl Fields {
    /// Takes an optional value.
    pub fn option(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    /// Takes a value that must be there.
    ///
    /// # Errors
    /// If it is missing.
    pub fn value(&mut self, name: &str) -> Taken<Value> {
        self.option(name).map_or_else(|| bad(name, "is missing"), Ok)
    }

    /// Takes a text.
    ///
    /// # Errors
    /// If it is missing or no text.
    pub fn text(&mut self, name: &str) -> Taken<String> {
        match self.value(name)? {
            Value::String(text) => Ok(text),
            _ => bad(name, "must be text"),
        }
    }

    /// Takes a text that reads as `T`.
    ///
    /// # Errors
    /// If it is missing or does not read.
    pub fn parsed<T: FromStr<Err: Display>>(&mut self, name: &str) -> Taken<T> {
        let text = self.text(name)?;
        text.parse().or_else(|e: T::Err| bad(name, e.to_string()))
    }

    /// Takes a text that reads as `T`, if it is there.
    ///
    /// # Errors
    /// If it is there and does not read.
    pub fn parsed_option<T: FromStr<Err: Display>>(&mut self, name: &str) -> Taken<Option<T>> {
        if self.0.contains_key(name) { self.parsed(name).map(Some) } else { Ok(None) }
    }

    /// Takes a whole number from 0 to 2^53 - 1.
    ///
    /// # Errors
    /// If it is missing or no such number.
    pub fn number(&mut self, name: &str) -> Taken<u64> {
        number(name, &self.value(name)?)
    }

    /// Takes a whole number that fits 32 bits.
    ///
    /// # Errors
    /// If it is missing or no such number.
    pub fn number32(&mut self, name: &str) -> Taken<u32> {
        u32::try_from(self.number(name)?).or_else(|_| bad(name, "must fit 32 bits"))
    }

    /// Takes a whole number from 0 to 2^53 - 1 written as text without leading zeros.
    ///
    /// # Errors
    /// If it is missing or not so written.
    pub fn decimal(&mut self, name: &str) -> Taken<u64> {
        let text = self.text(name)?;
        match text.parse::<u64>() {
            Ok(n) if n.to_string() == text && n <= SAFE_INTEGER_MAX => Ok(n),
            _ => bad(name, "must be a whole number up to 2^53 - 1 as text, without leading zeros"),
        }
    }

    /// Takes `true`; absent means false, and `false` is never written.
    ///
    /// # Errors
    /// If it is there and not `true`.
    pub fn flag(&mut self, name: &str) -> Taken<bool> {
        match self.option(name) {
            None => Ok(false),
            Some(Value::Bool(true)) => Ok(true),
            Some(_) => bad(name, "must be true or absent"),
        }
    }

    /// Takes bytes of a fixed length in base64url without padding.
    ///
    /// # Errors
    /// If missing or not so written.
    pub fn base64<const N: usize>(&mut self, name: &str) -> Taken<[u8; N]> {
        let text = self.text(name)?;
        let bytes = URL_SAFE_NO_PAD.decode(&text).ok().and_then(|b| <[u8; N]>::try_from(b).ok());
        bytes.map_or_else(|| bad(name, format!("must be {N} bytes in base64url without padding")), Ok)
    }

    /// Takes a list of at most `max` elements, each read by `read`.
    ///
    /// # Errors
    /// If missing, no list, too long, or an element does not read.
    pub fn list<T>(&mut self, name: &str, max: usize, read: impl Fn(&str, &Value) -> Taken<T>) -> Taken<Vec<T>> {
        match self.value(name)? {
            Value::Array(all) if all.len() <= max => all.iter().map(|v| read(name, v)).collect(),
            Value::Array(all) => bad(name, format!("has {} elements, at most {max} are allowed", all.len())),
            _ => bad(name, "must be a list"),
        }
    }

    /// Takes one blob reference.
    ///
    /// # Errors
    /// If missing or not `[hash, size]`.
    pub fn blob(&mut self, name: &str) -> Taken<BlobRef> {
        blob(name, &self.value(name)?)
    }

    /// Takes one blob reference of at most `max` bytes.
    ///
    /// # Errors
    /// If missing, not `[hash, size]`, or larger.
    pub fn blob_up_to(&mut self, name: &str, max: u64) -> Taken<BlobRef> {
        blob_up_to(name, &self.value(name)?, max)
    }

    /// Takes a whole number from 0 to 2^53 - 1, if it is there.
    ///
    /// # Errors
    /// If it is there and no such number.
    pub fn number_option(&mut self, name: &str) -> Taken<Option<u64>> {
        self.option(name).map(|value| number(name, &value)).transpose()
    }

    /// The names of the fields nobody took.
    #[must_use]
    pub fn left(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }
}

/// Reads a whole number from 0 to 2^53 - 1.
///
/// # Errors
/// If it is none.
pub fn number(name: &str, value: &Value) -> Taken<u64> {
    match value.as_u64() {
        Some(n) if n <= SAFE_INTEGER_MAX => Ok(n),
        _ => bad(name, "must be a whole number from 0 to 2^53 - 1"),
    }
}

/// Reads `[hash, size]`.
///
/// # Errors
/// If it is none.
pub fn blob(name: &str, value: &Value) -> Taken<BlobRef> {
    match value.as_array().map(Vec::as_slice) {
        Some([Value::String(hash), size]) => match hash.parse() {
            Ok(hash) => Ok(BlobRef { hash, size: number(name, size)? }),
            Err(e) => bad(name, e.to_string()),
        },
        _ => bad(name, "must be [sha-256, size]"),
    }
}

/// Reads `[hash, size]` of a blob of at most `max` bytes.
///
/// # Errors
/// If it is none, or larger.
pub fn blob_up_to(name: &str, value: &Value, max: u64) -> Taken<BlobRef> {
    match blob(name, value)? {
        blob if blob.size <= max => Ok(blob),
        blob => bad(name, format!("names {} bytes, at most {max} are allowed", blob.size)),
    }
}

/// Reads `[first, last]` with first <= last.
///
/// # Errors
/// If it is none.
pub fn range(name: &str, value: &Value) -> Taken<(u64, u64)> {
    match value.as_array().map(Vec::as_slice) {
        Some([first, last]) => match (number(name, first)?, number(name, last)?) {
            (a, b) if a <= b => Ok((a, b)),
            _ => bad(name, "must be [first, last] with first <= last"),
        },
        _ => bad(name, "must be [first, last]"),
    }
}

/// Writes a blob reference.
#[must_use]
pub fn blob_value(blob: &BlobRef) -> Value {
    Value::Array(vec![Value::String(blob.hash.to_string()), Value::from(blob.size)])
}

/// Writes bytes as base64url without padding.
#[must_use]
pub fn base64_value(bytes: &[u8]) -> Value {
    Value::String(URL_SAFE_NO_PAD.encode(bytes))
}

/// Reads the object at the root of canonical bytes.
///
/// # Errors
/// If the bytes are not canonical, too long, or no object.
pub fn object(bytes: &[u8], max: usize) -> Result<Fields, canonical::NotCanonical> {
    match canonical::from_bytes::<Value>(bytes, max)? {
        Value::Object(map) => Ok(Fields(map)),
        _ => Err(canonical::NotCanonical::Shape("not an object".into())),
    }
}

//! What each person has seen on the desk: everything up to a place, and single places after it. The single ones are
//! few: when there are more, the oldest of them and all before it count as seen.

use super::tables::READING;
use super::tx::Tx;
use super::value::{Columns, row};
use super::{Db, DbError};
use interwire_core::exchange::store::Stored;
use std::collections::BTreeSet;

/// Single places that are remembered of a person.
pub const SINGLE_MAX: usize = 500;

/// What a person has seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// Everything up to this place of the desk.
    pub through: i64,
    /// Places after it.
    pub single: BTreeSet<i64>,
}

impl Reading {
    /// Whether the person has seen what is at a place.
    #[must_use]
    pub fn has(&self, seq: i64) -> bool {
        seq <= self.through || self.single.contains(&seq)
    }

    /// The person sees what is at a place; `false` if it was seen before.
    pub fn see(&mut self, seq: i64) -> bool {
        if self.has(seq) {
            return false;
        }
        self.single.insert(seq);
        while self.single.len() > SINGLE_MAX {
            self.through = self.single.pop_first().unwrap_or(self.through);
        }
        true
    }

    /// The person has seen everything up to a place.
    pub fn see_through(&mut self, seq: i64) {
        self.through = self.through.max(seq);
        self.single = self.single.split_off(&(self.through + 1));
    }
}

fn reading_of(mut columns: Columns) -> Result<Reading, DbError> {
    columns.skip()?;
    let (through, seen) = (columns.int()?, columns.text()?);
    let single = serde_json::from_str(&seen).map_err(|e| DbError::Row(format!("table {}: {e}", READING.name)))?;
    Ok(Reading { through, single })
}

impl Tx<'_> {
    /// What a person has seen; `None` if that was never noted.
    ///
    /// # Errors
    /// If the store fails.
    pub fn reading(&mut self, user: &str) -> Stored<Option<Reading>> {
        Ok(self.get(&READING, &row![user])?.map(reading_of).transpose()?)
    }

    /// Notes what a person has seen.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_reading(&mut self, user: &str, reading: &Reading) -> Stored<()> {
        let seen = serde_json::Value::from_iter(reading.single.iter().copied()).to_string();
        self.put(&READING, row![user, reading.through, seen]);
        Ok(())
    }
}

impl Db {
    /// What a person has seen; `None` if that was never noted.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn reading(&self, user: &str) -> Result<Option<Reading>, DbError> {
        let sql = "SELECT user, through, seen FROM reading WHERE user = ?";
        self.rows(READING.name, sql, &row![user]).await?.into_iter().next().map(reading_of).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_is_remembered_in_bounded_room() {
        let mut reading = Reading { through: 10, ..Reading::default() };
        assert!(reading.has(10) && !reading.has(11));
        assert!(reading.see(13) && !reading.see(13) && !reading.see(4));
        assert!(reading.has(13) && !reading.has(12));
        reading.see_through(12);
        assert!(reading.has(11) && reading.has(13) && !reading.has(14));
        for seq in 0..2000 {
            reading.see(100 + seq * 2);
        }
        assert_eq!(reading.single.len(), SINGLE_MAX);
        assert!(reading.has(101) && reading.has(4098) && !reading.has(4097));
        reading.see_through(9999);
        assert!(reading.single.is_empty() && reading.has(9999));
    }
}

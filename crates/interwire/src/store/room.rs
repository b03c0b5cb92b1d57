//! How much room there is: what the data directory takes, what the disk has left, and the least that must stay free. The
//! record must go on being written when media no longer are, so what is large stops first, then everything that partners
//! publish, and the record last.

use super::value::Columns;
use super::{DATABASE, Db, DbError};

/// What the node may take of its disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Bytes of the data directory; none for as many as there are.
    pub bytes_max: Option<u64>,
    /// Bytes of the disk that stay free.
    pub free_bytes_min: u64,
    /// The reserve: bytes of the disk that no blob of a partner is written into, however small, and by how much small
    /// ones may go beyond `bytes_max`.
    pub reserve_bytes: u64,
}

/// What asks for room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Files of the house, and partners' large ones.
    Large,
    /// Documents and small files of partners.
    Small,
    /// Journals: orders to stop come by them.
    Record,
}

/// The record may use all of the reserve but this part.
const LAST_PART: u64 = 4;

impl Default for Quota {
    /// As the default settings.
    fn default() -> Self {
        Self { bytes_max: None, free_bytes_min: 1 << 30, reserve_bytes: 256 << 20 }
    }
}

/// What is taken, and what is left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Bytes of the database, with its log.
    pub database: u64,
    /// Large blobs in the folder of blobs, and their bytes.
    pub files: (u64, u64),
    /// Bytes that the disk has left; none where the system does not tell.
    pub free: Option<u64>,
    /// Bytes of the whole disk.
    pub disk: Option<u64>,
}

impl Usage {
    /// Bytes that the node takes.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.database + self.files.1
    }

    /// How many more bytes may come.
    #[must_use]
    pub fn left(&self, quota: &Quota, share: Share) -> u64 {
        let (stays_free, beyond) = match share {
            Share::Large => (quota.free_bytes_min.max(quota.reserve_bytes), Some(0)),
            Share::Small => (quota.reserve_bytes, Some(quota.reserve_bytes)),
            Share::Record => (quota.reserve_bytes / LAST_PART, None),
        };
        let of_disk = self.free.map_or(u64::MAX, |free| free.saturating_sub(stays_free));
        let of_quota = quota.bytes_max.zip(beyond);
        let of_quota = of_quota.map_or(u64::MAX, |(max, more)| max.saturating_add(more).saturating_sub(self.taken()));
        of_disk.min(of_quota)
    }
}

impl Db {
    /// What is taken, and what is left.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn usage(&self) -> Result<Usage, DbError> {
        let sql = "SELECT count(*), coalesce(sum(size), 0) FROM blobs WHERE bytes IS NULL";
        let rows = self.rows("blobs", sql, &[]).await?;
        let read = |mut columns: Columns| Ok::<_, DbError>((columns.unsigned()?, columns.unsigned()?));
        let files = rows.into_iter().next().map(read).transpose()?.unwrap_or_default();
        let bytes = |name: String| std::fs::metadata(self.dir().join(name)).map_or(0, |file| file.len());
        let database = bytes(DATABASE.to_owned()) + bytes(format!("{DATABASE}-wal"));
        Ok(Usage { database, files, ..self.disk() })
    }

    /// What the disk has left.
    #[must_use]
    pub fn disk(&self) -> Usage {
        let disk = rustix::fs::statvfs(self.dir()).ok();
        Usage {
            free: disk.as_ref().map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize)),
            disk: disk.as_ref().map(|disk| disk.f_blocks.saturating_mul(disk.f_frsize)),
            ..Usage::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_still_come_is_the_lesser_of_disk_and_quota() {
        let usage = Usage { database: 100, files: (2, 300), free: Some(1000), disk: Some(5000) };
        let quota = |bytes_max, free_bytes_min| Quota { bytes_max, free_bytes_min, reserve_bytes: 0 };
        let left = |quota: Quota| usage.left(&quota, Share::Large);
        assert_eq!(left(quota(None, 0)), 1000);
        assert_eq!(left(quota(None, 900)), 100);
        assert_eq!(left(quota(None, 2000)), 0);
        assert_eq!(left(quota(Some(450), 0)), 50);
        assert_eq!(left(quota(Some(399), 0)), 0);
        assert_eq!(Usage { free: None, ..usage }.left(&quota(None, 1), Share::Large), u64::MAX);
    }

    #[test]
    fn what_is_large_stops_first_and_the_record_last() {
        let shares = [Share::Large, Share::Small, Share::Record];
        let left = |free, taken| {
            let usage = Usage { database: taken, files: (0, 0), free: Some(free), disk: None };
            let quota = Quota { bytes_max: Some(1000), free_bytes_min: 300, reserve_bytes: 100 };
            shares.map(|share| usage.left(&quota, share))
        };
        assert_eq!(left(1000, 500), [500, 600, 975]);
        assert_eq!(left(300, 500), [0, 200, 275]);
        assert_eq!(left(100, 500), [0, 0, 75]);
        assert_eq!(left(25, 500), [0, 0, 0]);
        assert_eq!(left(1000, 1050), [0, 50, 975]);
        assert_eq!(left(1000, 1100), [0, 0, 975]);
    }
}

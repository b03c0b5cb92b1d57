//! How much room there is: what the data directory takes, what the disk has left, and the least that must stay free. The
//! record must go on being written when media no longer are, so what is large stops before the disk is full.

use super::value::Columns;
use super::{DATABASE, Db, DbError};

/// What the node may take of its disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Bytes of the data directory; none for as many as there are.
    pub bytes_max: Option<u64>,
    /// Bytes of the disk that stay free.
    pub free_bytes_min: u64,
}

impl Default for Quota {
    /// As the default settings.
    fn default() -> Self {
        Self { bytes_max: None, free_bytes_min: 1 << 30 }
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
    pub fn left(&self, quota: &Quota) -> u64 {
        let of_disk = self.free.map_or(u64::MAX, |free| free.saturating_sub(quota.free_bytes_min));
        let of_quota = quota.bytes_max.map_or(u64::MAX, |max| max.saturating_sub(self.taken()));
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
        let quota = |bytes_max, free_bytes_min| Quota { bytes_max, free_bytes_min };
        assert_eq!(usage.left(&quota(None, 0)), 1000);
        assert_eq!(usage.left(&quota(None, 900)), 100);
        assert_eq!(usage.left(&quota(None, 2000)), 0);
        assert_eq!(usage.left(&quota(Some(450), 0)), 50);
        assert_eq!(usage.left(&quota(Some(399), 0)), 0);
        assert_eq!(Usage { free: None, ..usage }.left(&quota(None, 1)), u64::MAX);
    }
}

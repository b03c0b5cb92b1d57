//! The index's folder and its one writer. Every commit carries the cursor, so that after a crash the index and its
//! cursor are of one moment: nothing is missed, and what is read twice replaces itself.

use super::entry::{Entry, Shape};
use super::search::Opened;
use super::{IndexError, Progress, failed};
use interwire_core::ids::ItemKey;
use interwire_core::item::Item;
use std::fs;
use std::path::Path;
use tantivy::indexer::LogMergePolicy;
use tantivy::{Index, IndexWriter, ReloadPolicy, TantivyError};

/// Another number means another meaning of the fields: the index is made again.
const VERSION: u64 = 1;
/// Bytes of documents that are gathered before they become a segment.
const BUFFER_BYTES: usize = 40_000_000;
/// Segments of about the same size that are joined.
const SEGMENTS_JOINED: usize = 6;

/// Writes the index.
pub struct Pen {
    writer: IndexWriter,
    opened: Opened,
    shape: Shape,
    at: Progress,
    changes: usize,
}

/// Why an index that is there is not used.
#[derive(Debug)]
enum Unfit {
    /// Another process, or the last task of this one, still writes.
    Busy(String),
    /// It must be made again.
    Useless(String),
}

impl From<TantivyError> for Unfit {
    fn from(e: TantivyError) -> Self {
        match e {
            TantivyError::LockFailure(..) => Self::Busy(e.to_string()),
            other => Self::Useless(other.to_string()),
        }
    }
}

impl Pen {
    /// Opens the index, or makes it again if it cannot be used or is ahead of the database (`newest`).
    ///
    /// # Errors
    /// If somebody else writes it, or the folder cannot be written.
    pub fn open(folder: &Path, newest: Progress) -> Result<Self, IndexError> {
        if folder.exists() {
            match Self::existing(folder, newest) {
                Ok(pen) => return Ok(pen),
                Err(Unfit::Busy(cause)) => return Err(failed(cause)),
                Err(Unfit::Useless(cause)) => tracing::warn!(%cause, "the search index is made again"),
            }
            fs::remove_dir_all(folder).map_err(failed)?;
        }
        fs::create_dir_all(folder).map_err(failed)?;
        let shape = Shape::new();
        let index = Index::create_in_dir(folder, shape.schema()).map_err(failed)?;
        Self::with(index, shape, Progress::default()).map_err(|e| match e {
            Unfit::Busy(cause) | Unfit::Useless(cause) => failed(cause),
        })
    }

    fn existing(folder: &Path, newest: Progress) -> Result<Self, Unfit> {
        let (index, shape) = (Index::open_in_dir(folder)?, Shape::new());
        // The lock comes first: what somebody else writes is not judged.
        let mut pen = Self::with(index.clone(), shape.clone(), Progress::default())?;
        if index.schema() != shape.schema() {
            return Err(Unfit::Useless("it has other fields".to_owned()));
        }
        let payload = index.load_metas()?.payload.unwrap_or_default();
        let at = read(&payload).ok_or_else(|| Unfit::Useless(format!("its cursor is {payload:?}")))?;
        if at.desk > newest.desk || at.events > newest.events {
            return Err(Unfit::Useless("it knows more than the database".to_owned()));
        }
        let damaged = index.validate_checksum()?;
        if let Some(file) = damaged.iter().next() {
            return Err(Unfit::Useless(format!("{} is damaged", file.display())));
        }
        pen.at = at;
        Ok(pen)
    }

    fn with(index: Index, shape: Shape, at: Progress) -> Result<Self, Unfit> {
        shape.fields.register(&index);
        let writer: IndexWriter = index.writer_with_num_threads(1, BUFFER_BYTES)?;
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(SEGMENTS_JOINED);
        writer.set_merge_policy(Box::new(policy));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let opened = Opened { reader, shape: shape.clone() };
        Ok(Self { writer, opened, shape, at, changes: 0 })
    }

    /// What searches ask.
    pub fn opened(&self) -> Opened {
        self.opened.clone()
    }

    /// How far it has come, with what is not committed yet.
    pub fn at(&self) -> Progress {
        self.at
    }

    /// Whether a commit would change anything.
    pub fn is_dirty(&self) -> bool {
        self.changes > 0
    }

    /// Writes items in the place of what is known of them; those without an entry are only taken out.
    ///
    /// # Errors
    /// If the index cannot be written.
    pub fn write(&mut self, items: &[(ItemKey, Option<(Entry, Item)>)], at: Progress) -> Result<(), IndexError> {
        for (key, found) in items {
            self.writer.delete_term(self.shape.key(key));
            if let Some((entry, item)) = found {
                self.writer.add_document(self.shape.document(entry, item)).map_err(failed)?;
            }
        }
        self.changes += items.len().max(usize::from(self.at != at));
        self.at = at;
        Ok(())
    }

    /// Makes durable and visible what was written, with the cursor.
    ///
    /// # Errors
    /// If the index cannot be written; then it is as at the last commit.
    pub fn commit(&mut self) -> Result<(), IndexError> {
        let mut commit = self.writer.prepare_commit().map_err(failed)?;
        commit.set_payload(&format!("{VERSION} {} {}", self.at.desk, self.at.events));
        commit.commit().map_err(failed)?;
        self.opened.reader.reload().map_err(failed)?;
        self.changes = 0;
        Ok(())
    }
}

/// The cursor of a commit; none if it is of another version.
fn read(payload: &str) -> Option<Progress> {
    let numbers: Vec<i64> = payload.split(' ').map(str::parse).collect::<Result<_, _>>().ok()?;
    match numbers.as_slice() {
        [version, desk, events] if u64::try_from(*version) == Ok(VERSION) => {
            Some(Progress { desk: *desk, events: *events, whole: false })
        }
        _ => None,
    }
}

//! Which statements are about an item, so that pages and recalls can say who was sent it, who has it and who answered.
//! The index is made when an entry is kept, ours or a partner's, before it takes effect.

use super::DbError;
use super::items::{bytes_of_item, item_of};
use super::tables::ABOUT;
use super::value::{Columns, row};
use super::words::words;
use super::writer::Writer;
use interwire_core::ids::{ItemId, ItemKey, JournalId, PartyId};
use interwire_core::protocol::v1::statement::{Body, Statement};

words! {
    /// What a statement does with an item.
    About {
        /// Makes a version available.
        Published = "published",
        /// Orders it stopped.
        Recalled = "recalled",
        /// Ends the order.
        Released = "released",
    }
}

impl Writer {
    /// Indexes the entries of a journal from `first` on.
    pub(crate) fn note_about(
        &mut self,
        id: &JournalId,
        journal: i64,
        first: u64,
        entries: &[Vec<u8>],
    ) -> Result<(), DbError> {
        for (bytes, index) in entries.iter().zip(first..) {
            // What cannot be read is kept all the same; it is about nothing that we know.
            let Ok(statement) = Statement::from_bytes(bytes) else { continue };
            let Some((source, item, kind, version)) = subject(&statement.body) else { continue };
            let source = self.party(source.unwrap_or(&id.party))?;
            self.put(&ABOUT, row![source, bytes_of_item(item)?, journal, index, kind.word(), version]);
        }
        Ok(())
    }

    /// Whether the index has this row.
    pub(crate) fn is_about(
        &mut self,
        source: &PartyId,
        item: &ItemId,
        journal: i64,
        index: u64,
        kind: About,
        version: Option<u64>,
    ) -> Result<bool, DbError> {
        let Some(source) = self.find_party(source)? else { return Ok(false) };
        let sql = "SELECT 1 FROM about
            WHERE source = ? AND item = ? AND journal = ? AND idx = ? AND kind = ? AND version IS ?";
        let values = row![source, bytes_of_item(item)?, journal, index, kind.word(), version];
        Ok(self.first(sql, &values)?.is_some())
    }
}

/// The item that a statement is about.
pub(crate) fn subject(body: &Body) -> Option<(Option<&PartyId>, &ItemId, About, Option<u64>)> {
    match body {
        Body::Published(of) => Some((of.source.as_ref(), &of.item, About::Published, Some(of.version))),
        Body::Recalled(of) => Some((of.source.as_ref(), &of.item, About::Recalled, Some(of.through))),
        Body::Released(of) => Some((of.source.as_ref(), &of.item, About::Released, None)),
        _ => None,
    }
}

/// The item that the columns `source name, item` mean.
pub(super) fn key_of(columns: &mut Columns) -> Result<ItemKey, DbError> {
    Ok(ItemKey { source: columns.parsed()?, item: item_of(columns)? })
}

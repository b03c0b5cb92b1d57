//! Which statements are about an item, so that pages and recalls can say who was sent it, who has it and who answered.
//! The index is made when an entry is kept, ours or a partner's, before it takes effect.

use super::items::{bytes_of_item, item_of};
use super::tables::ABOUT;
use super::value::{Columns, row};
use super::words::words;
use super::writer::Writer;
use super::{Db, DbError};
use interwire_core::ids::{AgreementId, ItemId, ItemKey, JournalId, PartyId, Position};
use interwire_core::protocol::v1::statement::{Answer, Body, Code, Statement};
use interwire_core::time::Time;

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

/// A statement about an item, and what receivers said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The statement.
    pub position: Position,
    /// What it does.
    pub kind: About,
    /// The version published, or the newest one recalled.
    pub version: Option<u64>,
    /// Who received or refused it (with the cause), and when they said so; `None` while we have not said it.
    pub acks: Vec<(PartyId, Option<Code>, Option<Time>)>,
    /// Who answered the recall, how and when, in order.
    pub answers: Vec<(PartyId, Answer, Time)>,
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

impl Db {
    /// All statements about an item with their acknowledgements and answers, by agreement, journal and index.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn mentions(&self, key: &ItemKey) -> Result<Vec<Mention>, DbError> {
        let sql = "SELECT agreements.name, author.name, journals.epoch, about.journal, about.idx, kind, version
            FROM about JOIN parties source ON source.id = about.source JOIN journals ON journals.id = about.journal
            JOIN agreements ON agreements.id = journals.agreement JOIN parties author ON author.id = journals.party
            WHERE source.name = ? AND item = ? ORDER BY 1, 2, 3, 5";
        let mut all = Vec::new();
        for mut columns in self.rows(ABOUT.name, sql, &row![key.source.as_str(), bytes_of_item(&key.item)?]).await? {
            let agreement: AgreementId = columns.parsed()?;
            let id = JournalId { agreement, party: columns.parsed()?, epoch: columns.number32()? };
            let (journal, index) = (columns.int()?, columns.unsigned()?);
            all.push(Mention {
                position: Position { journal: id, index },
                kind: columns.parsed()?,
                version: columns.unsigned_option()?,
                acks: self.acks_of(journal, index).await?,
                answers: self.answers_of(journal, index).await?,
            });
        }
        Ok(all)
    }

    async fn acks_of(&self, journal: i64, index: u64) -> Result<Vec<(PartyId, Option<Code>, Option<Time>)>, DbError> {
        let sql = "SELECT name, cause, at FROM acks JOIN parties ON parties.id = by
            WHERE journal = ? AND idx = ? ORDER BY name";
        let rows = self.rows("acks", sql, &row![journal, index]).await?;
        rows.into_iter()
            .map(|mut columns| Ok((columns.parsed()?, columns.parsed_option()?, columns.time_option()?)))
            .collect()
    }

    async fn answers_of(&self, journal: i64, index: u64) -> Result<Vec<(PartyId, Answer, Time)>, DbError> {
        let sql = "SELECT name, answer, at FROM answers JOIN parties ON parties.id = by
            WHERE journal = ? AND idx = ? ORDER BY seq";
        let rows = self.rows("answers", sql, &row![journal, index]).await?;
        rows.into_iter().map(|mut columns| Ok((columns.parsed()?, columns.parsed()?, columns.time()?))).collect()
    }
}

/// The item that the columns `source name, item` mean.
pub(super) fn key_of(columns: &mut Columns) -> Result<ItemKey, DbError> {
    Ok(ItemKey { source: columns.parsed()?, item: item_of(columns)? })
}

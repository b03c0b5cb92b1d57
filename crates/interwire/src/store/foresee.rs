//! Reading what will soon be asked for with few questions: a question to SQLite costs far more than its answer.

use super::items::bytes_of_item;
use super::tables::{ACKS, BLOBS, DESK, ENTRIES, GRANTS, GUIDS, ITEMS, VERSIONS, WANTS};
use super::value::{Columns, Row};
use super::writer::Writer;
use super::{DbError, about, row};
use interwire_core::exchange::store::Soon;
use interwire_core::ids::Hash;
use interwire_core::protocol::v1::statement::Statement;

impl Writer {
    /// Remembers what these will need. One alone costs the same without.
    pub(super) fn foresee(&mut self, soon: &[Soon<'_>]) -> Result<(), DbError> {
        if soon.len() < 2 {
            return Ok(());
        }
        self.relieve()?;
        let (mut grants, mut blobs, mut guids, mut items, mut wanted) = (vec![], vec![], vec![], vec![], vec![]);
        for one in soon {
            match *one {
                Soon::Served(agreement, hash) => {
                    grants.extend(self.find_agreement(agreement)?.map(|agreement| row![agreement, *hash]));
                    blobs.push(row![*hash]);
                }
                Soon::Wanted(agreement, hash) => {
                    grants.extend(self.find_agreement(agreement)?.map(|agreement| row![agreement, *hash]));
                    wanted.push(*hash);
                }
                Soon::Item(key) => items.extend(self.find_item(key)?),
                Soon::Guid(source, guid) => {
                    guids.extend(self.find_party(source)?.map(|source| row![source, guid.as_str()]));
                }
            }
        }
        self.remember_all(&GRANTS, grants)?;
        self.remember_all(&BLOBS, blobs)?;
        self.remember_all(&GUIDS, guids)?;
        self.remember_waiting(&wanted)?;
        self.remember_items(items)
    }

    fn remember_items(&mut self, items: Vec<Row>) -> Result<(), DbError> {
        self.remember_all(&VERSIONS, items.clone())?;
        self.remember_all(&DESK, items.clone())?;
        self.remember_all(&ITEMS, items)
    }

    /// The statements that wait for these blobs, what was said of them, and the items they are about.
    fn remember_waiting(&mut self, blobs: &[Hash]) -> Result<(), DbError> {
        let places = self.remember_wanted(blobs)?;
        self.remember_all(&WANTS, places.clone())?;
        self.remember_all(&ACKS, places.clone())?;
        self.remember_all(&ENTRIES, places.clone())?;
        let mut items = Vec::new();
        for place in places {
            let position = self.position(&mut Columns::of(WANTS.name, place))?;
            let entry = self.entries(&position.journal, position.index, 1, 0)?;
            let Some(Ok(statement)) = entry.first().map(|bytes| Statement::from_bytes(bytes)) else { continue };
            let Some((source, item, ..)) = about::subject(&statement.body) else { continue };
            let source = self.find_party(source.unwrap_or(&position.journal.party))?;
            let item = bytes_of_item(item)?;
            items.extend(source.map(|source| row![source, item]));
        }
        self.remember_items(items)
    }
}

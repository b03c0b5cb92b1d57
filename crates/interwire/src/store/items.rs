//! Items, their versions, and under which agreements ours were sent.

use super::tables::{GUIDS, ITEMS, SENT, VERSIONS};
use super::value::{Columns, Row, Value};
use super::writer::Writer;
use super::{DbError, row};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use interwire_core::exchange::store::{ItemRow, RecallRow, VersionRow, VersionState};
use interwire_core::ids::{AgreementId, Guid, ItemId, ItemKey, PartyId};
use interwire_core::protocol::v1::fields::BlobRef;

/// The sixteen bytes of an item's id.
pub(crate) fn bytes_of_item(item: &ItemId) -> Result<Vec<u8>, DbError> {
    URL_SAFE_NO_PAD.decode(item.as_str()).map_err(|e| DbError::Row(format!("item id {item}: {e}")))
}

/// The item id in the next column.
pub(crate) fn item_of(columns: &mut Columns) -> Result<ItemId, DbError> {
    columns.exactly().map(ItemId::from_bytes)
}

impl Writer {
    /// The key columns of an item, if its source has a number.
    pub(super) fn find_item(&mut self, key: &ItemKey) -> Result<Option<Row>, DbError> {
        let Some(source) = self.find_party(&key.source)? else { return Ok(None) };
        Ok(Some(row![source, bytes_of_item(&key.item)?]))
    }

    /// The key columns of an item, its source's number given now if it has none.
    pub(super) fn item_columns(&mut self, key: &ItemKey) -> Result<Row, DbError> {
        Ok(row![self.party(&key.source)?, bytes_of_item(&key.item)?])
    }

    /// The item that two columns mean.
    pub(crate) fn item_key(&mut self, columns: &mut Columns) -> Result<ItemKey, DbError> {
        let source = columns.int()?;
        Ok(ItemKey { source: self.party_named(source)?, item: item_of(columns)? })
    }

    pub(crate) fn item(&mut self, key: &ItemKey) -> Result<Option<ItemRow>, DbError> {
        let Some(columns) = self.find_item(key)? else { return Ok(None) };
        let Some(mut row) = self.get(&ITEMS, &columns)? else { return Ok(None) };
        let mut columns = Columns::of(ITEMS.name, row.split_off(ITEMS.key));
        let (guid, current) = (columns.parsed_option()?, columns.unsigned_option()?);
        let recall = recall_of(&mut columns)?;
        Ok(Some(ItemRow { key: key.clone(), guid, current, recall }))
    }

    /// The first by id, if several items claim the guid.
    pub(super) fn item_by_guid(&mut self, source: &PartyId, guid: &Guid) -> Result<Option<ItemKey>, DbError> {
        let Some(number) = self.find_party(source)? else { return Ok(None) };
        let mut keys = Vec::new();
        for row in self.under(&GUIDS, &row![number, guid.as_str()])? {
            let mut columns = Columns::of(GUIDS.name, row);
            columns.skip()?;
            columns.skip()?;
            keys.push(ItemKey { source: source.clone(), item: item_of(&mut columns)? });
        }
        Ok(keys.into_iter().min())
    }

    pub(super) fn put_item(&mut self, item: &ItemRow) -> Result<(), DbError> {
        let key = self.item_columns(&item.key)?;
        let before = self.item(&item.key)?.and_then(|known| known.guid);
        if before != item.guid {
            let (source, id) = (key.first().cloned(), key.get(1).cloned());
            let row = |guid: &Guid| -> Row {
                source.iter().cloned().chain([guid.as_str().into()]).chain(id.iter().cloned()).collect()
            };
            if let Some(guid) = &before {
                self.remove(&GUIDS, row(guid));
            }
            if let Some(guid) = &item.guid {
                self.put(&GUIDS, row(guid));
            }
        }
        let recall = item.recall.as_ref();
        let rest = row![
            item.guid.as_ref().map(Guid::as_str),
            item.current,
            recall.map(|recall| recall.order),
            recall.and_then(|recall| recall.action).map(interwire_core::protocol::v1::statement::Action::word),
            recall.map(|recall| recall.through),
            recall.and_then(|recall| recall.reason.as_ref()).map(|reason| reason.as_str()),
            recall.map(|recall| recall.at),
            recall.map(|recall| recall.stopped),
            recall.map(|recall| recall.corrected),
            recall.map(|recall| recall.released),
        ];
        self.put(&ITEMS, key.into_iter().chain(rest).collect());
        Ok(())
    }

    pub(crate) fn version(&mut self, key: &ItemKey, version: u64) -> Result<Option<VersionRow>, DbError> {
        let Some(mut columns) = self.find_item(key)? else { return Ok(None) };
        columns.push(version.into());
        let Some(mut row) = self.get(&VERSIONS, &columns)? else { return Ok(None) };
        let mut columns = Columns::of(VERSIONS.name, row.split_off(VERSIONS.key));
        let doc = BlobRef { hash: columns.hash()?, size: columns.unsigned()? };
        let status = columns.parsed()?;
        let (state, cause) = (columns.text()?, columns.parsed_option()?);
        let state = match (state.as_str(), cause) {
            ("waiting", None) => VersionState::Waiting,
            ("held", None) => VersionState::Held,
            ("refused", Some(cause)) => VersionState::Refused(cause),
            (other, _) => return Err(DbError::Row(format!("table versions, {key:?} {version}: state {other:?}"))),
        };
        let position = self.position(&mut columns)?;
        let (conflict, test) = (columns.flag()?, columns.flag()?);
        Ok(Some(VersionRow { key: key.clone(), version, doc, status, state, position, conflict, test }))
    }

    /// By number.
    pub(crate) fn versions_of(&mut self, key: &ItemKey) -> Result<Vec<VersionRow>, DbError> {
        let Some(columns) = self.find_item(key)? else { return Ok(Vec::new()) };
        let mut versions = Vec::new();
        for row in self.under(&VERSIONS, &columns)? {
            let mut columns = Columns::of(VERSIONS.name, row);
            (0..ITEMS.key).try_for_each(|_| columns.skip())?;
            let number = columns.unsigned()?;
            versions.extend(self.version(key, number)?);
        }
        Ok(versions)
    }

    pub(super) fn put_version(&mut self, row: &VersionRow) -> Result<(), DbError> {
        let (state, cause) = match &row.state {
            VersionState::Waiting => ("waiting", None),
            VersionState::Held => ("held", None),
            VersionState::Refused(cause) => ("refused", Some(cause.as_str())),
        };
        let mut columns = self.item_columns(&row.key)?;
        columns.extend(row![row.version, row.doc.hash, row.doc.size, row.status.word(), state, cause]);
        columns.extend(self.place(&row.position)?);
        columns.extend(row![row.conflict, row.test]);
        self.put(&VERSIONS, columns);
        Ok(())
    }

    pub(super) fn put_sent(&mut self, key: &ItemKey, agreement: &AgreementId) -> Result<(), DbError> {
        let mut row = self.item_columns(key)?;
        row.push(self.agreement(agreement)?.into());
        self.put(&SENT, row);
        Ok(())
    }

    pub(super) fn remove_sent(&mut self, key: &ItemKey, agreement: &AgreementId) -> Result<(), DbError> {
        let mut columns = self.item_columns(key)?;
        columns.push(Value::Int(self.agreement(agreement)?));
        self.remove(&SENT, columns);
        Ok(())
    }

    /// By agreement.
    pub(crate) fn sent(&mut self, key: &ItemKey) -> Result<Vec<AgreementId>, DbError> {
        let Some(columns) = self.find_item(key)? else { return Ok(Vec::new()) };
        let mut agreements = Vec::new();
        for row in self.under(&SENT, &columns)? {
            if let Some(Value::Int(agreement)) = row.last() {
                agreements.push(self.agreement_named(*agreement)?);
            }
        }
        agreements.sort();
        Ok(agreements)
    }
}

/// The columns of a recall.
pub(super) fn recall_of(columns: &mut Columns) -> Result<Option<RecallRow>, DbError> {
    let (order, action) = (columns.unsigned_option()?, columns.parsed_option()?);
    let (through, reason, at) = (columns.unsigned_option()?, columns.parsed_option()?, columns.time_option()?);
    let numbers = (columns.unsigned_option()?, columns.unsigned_option()?, columns.unsigned_option()?);
    match (order, through, at, numbers) {
        (None, None, None, (None, None, None)) if action.is_none() && reason.is_none() => Ok(None),
        (Some(order), Some(through), Some(at), (Some(stopped), Some(corrected), Some(released))) => {
            Ok(Some(RecallRow { order, action, through, reason, at, stopped, corrected, released }))
        }
        _ => Err(DbError::Row("table items: half a recall".to_owned())),
    }
}

//! A store in memory: what the simulation crashes, and what unit tests use. It has no transactions of its own:
//! whoever needs one works on a clone, which is cheap since bytes are shared.

use super::store::{
    Ack, AnswerRow, Finding, ItemRow, JournalRow, LifeRow, Store, StoreError, Stored, Verdict, VersionRow,
};
use crate::ids::{AgreementId, Guid, Hash, ItemKey, JournalId, PartyId, Position};
use crate::journal::tile_path::TileId;
use crate::protocol::v1::fields::BlobRef;
use crate::time::Time;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Everything a node keeps, in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    agreements: BTreeMap<AgreementId, Vec<Hash>>,
    journals: BTreeMap<JournalId, JournalRow>,
    entries: BTreeMap<JournalId, Vec<Arc<[u8]>>>,
    tiles: BTreeMap<(JournalId, TileId), Arc<[u8]>>,
    life: Vec<LifeRow>,
    blobs: BTreeMap<Hash, Arc<[u8]>>,
    grants: BTreeSet<(AgreementId, Hash)>,
    wants: Vec<(Position, BlobRef)>,
    items: BTreeMap<ItemKey, ItemRow>,
    versions: BTreeMap<(ItemKey, u64), VersionRow>,
    sent: BTreeSet<(ItemKey, AgreementId)>,
    acks: BTreeMap<(Position, PartyId), Ack>,
    answers: BTreeMap<Position, Vec<AnswerRow>>,
    queue: Vec<(AgreementId, Vec<u8>)>,
    findings: BTreeSet<Finding>,
}

impl MemoryStore {
    /// All items.
    pub fn items(&self) -> impl Iterator<Item = &ItemRow> {
        self.items.values()
    }
    /// All versions.
    pub fn versions(&self) -> impl Iterator<Item = &VersionRow> {
        self.versions.values()
    }
    /// All findings.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter()
    }
    /// All journals with their entries.
    pub fn all_journals(&self) -> impl Iterator<Item = (&JournalRow, &[Arc<[u8]>])> {
        self.journals.values().map(|row| (row, self.entries.get(&row.id).map_or(&[][..], Vec::as_slice)))
    }
    /// Statements that wait to be written.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.queue.len()
    }
    /// Statements that wait to be written, with their agreements.
    pub fn all_queued(&self) -> impl Iterator<Item = (&AgreementId, &[u8])> {
        self.queue.iter().map(|(agreement, bytes)| (agreement, bytes.as_slice()))
    }
    /// Statements that wait to be written under an agreement.
    #[must_use]
    pub fn queued_under(&self, agreement: &AgreementId) -> usize {
        self.queue.iter().filter(|(under, _)| under == agreement).count()
    }
    /// Words about partners' publications under an agreement that no statement says yet.
    #[must_use]
    pub fn unsaid_under(&self, agreement: &AgreementId) -> usize {
        let unsaid = |((about, _), ack): &(&(Position, PartyId), &Ack)| {
            about.journal.agreement == *agreement && ack.at.is_none()
        };
        self.acks.iter().filter(unsaid).count()
    }
    /// Loses every statement that waits to be written: what a driver that keeps them in memory would do.
    pub fn drop_queue(&mut self) {
        self.queue.clear();
    }
    /// Loses every blob that `other` does not have: what a disk does that was not told to sync.
    pub fn keep_blobs_of(&mut self, other: &Self) {
        self.blobs.retain(|hash, _| other.blobs.contains_key(hash));
    }
    /// Blobs that are wanted.
    #[must_use]
    pub fn wanted(&self) -> usize {
        self.wants.len()
    }
    /// All blobs.
    pub fn all_blobs(&self) -> impl Iterator<Item = (&Hash, &[u8])> {
        self.blobs.iter().map(|(hash, bytes)| (hash, &**bytes))
    }
    /// All answers to recalls.
    pub fn all_answers(&self) -> impl Iterator<Item = (&Position, &AnswerRow)> {
        self.answers.iter().flat_map(|(position, all)| all.iter().map(move |answer| (position, answer)))
    }
}

impl Store for MemoryStore {
    fn journal(&mut self, id: &JournalId) -> Stored<Option<JournalRow>> {
        Ok(self.journals.get(id).cloned())
    }
    fn journals(&mut self, agreement: &AgreementId) -> Stored<Vec<JournalRow>> {
        Ok(self.journals.values().filter(|row| row.id.agreement == *agreement).cloned().collect())
    }
    fn put_journal(&mut self, row: &JournalRow) -> Stored<()> {
        self.journals.insert(row.id.clone(), row.clone());
        Ok(())
    }
    fn append(&mut self, id: &JournalId, first: u64, entries: &[Vec<u8>]) -> Stored<()> {
        let all = self.entries.entry(id.clone()).or_default();
        if all.len() as u64 != first {
            return Err(StoreError(format!("{id} has {} entries, not {first}", all.len())));
        }
        all.extend(entries.iter().map(|bytes| Arc::from(bytes.as_slice())));
        Ok(())
    }
    fn entries(&mut self, id: &JournalId, first: u64, count: u64, bytes_max: usize) -> Stored<Vec<Vec<u8>>> {
        let mut total = 0;
        let all = self.entries.get(id).into_iter().flatten();
        let from = usize::try_from(first).unwrap_or(usize::MAX);
        let some = all.skip(from).take(usize::try_from(count).unwrap_or(usize::MAX)).enumerate();
        let fitting = some.take_while(|(nth, bytes)| {
            total += bytes.len();
            *nth == 0 || total <= bytes_max
        });
        Ok(fitting.map(|(_, bytes)| bytes.to_vec()).collect())
    }
    fn tile(&mut self, id: &JournalId, tile: TileId) -> Stored<Option<Vec<u8>>> {
        Ok(self.tiles.get(&(id.clone(), tile)).map(|bytes| bytes.to_vec()))
    }
    fn put_tile(&mut self, id: &JournalId, tile: TileId, hashes: &[u8]) -> Stored<()> {
        self.tiles.insert((id.clone(), tile), Arc::from(hashes));
        Ok(())
    }
    fn put_life(&mut self, row: &LifeRow) -> Stored<()> {
        if !self.life.iter().any(|known| known.position == row.position) {
            self.life.push(row.clone());
        }
        Ok(())
    }
    fn life(&mut self, agreement: &AgreementId) -> Stored<Vec<LifeRow>> {
        Ok(self.life.iter().filter(|row| row.position.journal.agreement == *agreement).cloned().collect())
    }
    fn agreements(&mut self) -> Stored<Vec<AgreementId>> {
        Ok(self.agreements.keys().cloned().collect())
    }
    fn put_agreement(&mut self, id: &AgreementId) -> Stored<()> {
        self.agreements.entry(id.clone()).or_default();
        Ok(())
    }
    fn agreement_documents(&mut self, id: &AgreementId) -> Stored<Vec<Hash>> {
        Ok(self.agreements.get(id).cloned().unwrap_or_default())
    }
    fn put_agreement_document(&mut self, id: &AgreementId, version: &Hash) -> Stored<()> {
        let all = self.agreements.entry(id.clone()).or_default();
        if !all.contains(version) {
            all.push(*version);
        }
        Ok(())
    }
    fn has_blob(&mut self, hash: &Hash) -> Stored<bool> {
        Ok(self.blobs.contains_key(hash))
    }
    fn blob(&mut self, hash: &Hash) -> Stored<Option<Vec<u8>>> {
        Ok(self.blobs.get(hash).map(|bytes| bytes.to_vec()))
    }
    fn put_blob(&mut self, hash: &Hash, bytes: &[u8]) -> Stored<()> {
        self.blobs.insert(*hash, Arc::from(bytes));
        Ok(())
    }
    fn grant(&mut self, agreement: &AgreementId, hash: &Hash) -> Stored<()> {
        self.grants.insert((agreement.clone(), *hash));
        Ok(())
    }
    fn granted(&mut self, agreement: &AgreementId, hash: &Hash) -> Stored<bool> {
        Ok(self.grants.contains(&(agreement.clone(), *hash)))
    }
    fn put_want(&mut self, position: &Position, blob: &BlobRef) -> Stored<()> {
        let want = (position.clone(), *blob);
        if !self.wants.contains(&want) {
            self.wants.push(want);
        }
        Ok(())
    }
    fn wants(&mut self, agreement: &AgreementId, sizes: RangeInclusive<u64>, limit: usize) -> Stored<Vec<BlobRef>> {
        let mut once = BTreeSet::new();
        let under = self.wants.iter().filter(|(position, _)| position.journal.agreement == *agreement);
        Ok(under
            .map(|(_, blob)| *blob)
            .filter(|blob| sizes.contains(&blob.size) && once.insert(blob.hash))
            .take(limit)
            .collect())
    }
    fn is_wanted(&mut self, agreement: &AgreementId, hash: &Hash) -> Stored<bool> {
        Ok(self.wants.iter().any(|(position, blob)| position.journal.agreement == *agreement && blob.hash == *hash))
    }
    fn satisfy(&mut self, hash: &Hash) -> Stored<Vec<Position>> {
        let waited: BTreeSet<_> =
            self.wants.iter().filter(|(_, blob)| blob.hash == *hash).map(|(position, _)| position.clone()).collect();
        self.wants.retain(|(_, blob)| blob.hash != *hash);
        Ok(waited.into_iter().collect())
    }
    fn waits(&mut self, position: &Position) -> Stored<bool> {
        Ok(self.wants.iter().any(|(waiting, _)| waiting == position))
    }
    fn item(&mut self, key: &ItemKey) -> Stored<Option<ItemRow>> {
        Ok(self.items.get(key).cloned())
    }
    fn item_by_guid(&mut self, source: &PartyId, guid: &Guid) -> Stored<Option<ItemKey>> {
        let same = |row: &&ItemRow| row.key.source == *source && row.guid.as_ref() == Some(guid);
        Ok(self.items.values().find(same).map(|row| row.key.clone()))
    }
    fn put_item(&mut self, row: &ItemRow) -> Stored<()> {
        self.items.insert(row.key.clone(), row.clone());
        Ok(())
    }
    fn version(&mut self, key: &ItemKey, version: u64) -> Stored<Option<VersionRow>> {
        Ok(self.versions.get(&(key.clone(), version)).cloned())
    }
    fn put_version(&mut self, row: &VersionRow) -> Stored<()> {
        self.versions.insert((row.key.clone(), row.version), row.clone());
        Ok(())
    }
    fn put_sent(&mut self, key: &ItemKey, agreement: &AgreementId) -> Stored<()> {
        self.sent.insert((key.clone(), agreement.clone()));
        Ok(())
    }
    fn sent(&mut self, key: &ItemKey) -> Stored<Vec<AgreementId>> {
        Ok(self.sent.iter().filter(|(sent, _)| sent == key).map(|(_, agreement)| agreement.clone()).collect())
    }
    fn put_ack(&mut self, position: &Position, ack: &Ack) -> Stored<()> {
        self.acks.insert((position.clone(), ack.by.clone()), ack.clone());
        Ok(())
    }
    fn acks(&mut self, position: &Position) -> Stored<Vec<Ack>> {
        Ok(self.acks.iter().filter(|((about, _), _)| about == position).map(|(_, ack)| ack.clone()).collect())
    }
    fn unsaid(&mut self, agreement: &AgreementId, limit: usize) -> Stored<Vec<(Position, Verdict)>> {
        let unsaid =
            self.acks.iter().filter(|((about, _), ack)| about.journal.agreement == *agreement && ack.at.is_none());
        Ok(unsaid.map(|((about, _), ack)| (about.clone(), ack.verdict.clone())).take(limit).collect())
    }
    fn put_answer(&mut self, position: &Position, answer: &AnswerRow) -> Stored<()> {
        let all = self.answers.entry(position.clone()).or_default();
        if !all.iter().any(|known| known.by == answer.by && known.answer == answer.answer) {
            all.push(answer.clone());
        }
        Ok(())
    }
    fn answers(&mut self, position: &Position) -> Stored<Vec<AnswerRow>> {
        Ok(self.answers.get(position).cloned().unwrap_or_default())
    }
    fn queue(&mut self, agreement: &AgreementId, statement: &[u8]) -> Stored<()> {
        self.queue.push((agreement.clone(), statement.to_vec()));
        Ok(())
    }
    fn unqueue(&mut self, agreement: &AgreementId, limit: usize) -> Stored<Vec<Vec<u8>>> {
        let mut taken = Vec::new();
        self.queue.retain(|(under, bytes)| {
            let take = under == agreement && taken.len() < limit;
            if take {
                taken.push(bytes.clone());
            }
            !take
        });
        Ok(taken)
    }
    fn put_finding(&mut self, finding: &Finding, _now: Time) -> Stored<bool> {
        Ok(self.findings.insert(finding.clone()))
    }
}

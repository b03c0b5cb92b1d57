//! The way of a source: its bytes are kept and durable before anything reads them; then it is read, apart from the
//! writer; then its items become versions. After a crash between two of these it goes on where it was: the same bytes
//! again change nothing.

use super::disk::{Disk, unreadable};
use super::fetch::{self, Fetches};
use super::letters;
use super::media::{self, Found, MediaFrom};
use super::outcome::Outcome;
use super::publish::{Arrival, publish, without_its_fetched_file, without_its_file};
use super::row::notes_json;
use super::{Limits, sidecar};
use crate::blobs::{BYTES_IN_ROW_MAX, StoredBlob};
use crate::node::{Node, NodeError, Step};
use crate::store::fetches::FetchRow;
use crate::store::intake::{IntakeRow, IntakeState};
use crate::store::tx::failed;
use interwire_core::exchange::store::{StoreError, Stored};
use interwire_core::ids::Hash;
use interwire_core::item::Blob;
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::time::Time;
use interwire_formats::{Read, ReadError, ReadItem};
use std::path::{Path, PathBuf};

/// Items that become versions in one transaction.
const ITEMS_IN_STEP: usize = 100;
/// Arrivals picked up at a time after a start.
const UNREAD: usize = 100;

/// Bytes that came, and all that is known of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// By which feed: a folder's name, `api`, `command`.
    pub feed: String,
    /// Under which name, for people.
    pub path: String,
    /// The service of ours that carries its items.
    pub service: Option<String>,
    /// What the sender says the format is; decides only where the bytes do not tell.
    pub hint: Option<String>,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Where the files of its items are.
    pub media: MediaFrom,
    /// Tests, never news.
    pub test: bool,
}

/// What became of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its number at our intake.
    pub intake: i64,
    /// Its format; none if it could not be read.
    pub format: Option<&'static str>,
    /// What became of its items, in its order.
    pub outcomes: Vec<Outcome>,
    /// Why it could not be read, and the dead letter about it.
    pub unreadable: Option<(ReadError, i64)>,
}

/// Takes a source in.
///
/// # Errors
/// If the store fails or the node is stopping; then the sender keeps it and comes again.
pub async fn take(node: &Node, source: Source) -> Result<Taken, NodeError> {
    let blob = BlobRef { hash: Hash::of(&source.bytes), size: source.bytes.len() as u64 };
    node.make_room(blob.size).await?;
    let mut writer = node.db().blobs().writer(u64::MAX);
    writer.write(&source.bytes).await.map_err(failed)?;
    let stored = writer.finish(Some(blob.hash)).await.map_err(failed)?;
    let row = arrive(node, arrival(&source, blob), stored).await?;
    let (held, source) = (Held::Bytes(source.bytes), Source { bytes: Vec::new(), ..source });
    read_and_publish(node, row, source, held).await
}

/// Takes a source in whose bytes go from the file to the disk, never whole into memory: video or audio, which is read in
/// parts, or what is too large to be read and waits for a person. Of `source` the bytes are not looked at.
///
/// # Errors
/// As [`take`].
pub async fn take_file(node: &Node, source: Source, path: &Path) -> Result<Taken, NodeError> {
    node.make_room(tokio::fs::metadata(path).await.map_or(0, |file| file.len())).await?;
    let stored = media::keep_file(node, path, u64::MAX).await.map_err(failed)?;
    let blob = BlobRef { hash: stored.hash, size: stored.size };
    let row = arrive(node, arrival(&source, blob), stored).await?;
    let held = held(node, &row).await?.unwrap_or_else(|| Held::File(node.db().blobs().path(&row.blob)));
    read_and_publish(node, row, source, held).await
}

/// Makes it durable that a source has come; one that came before by the same feed is that one.
async fn arrive(node: &Node, row: IntakeRow, stored: StoredBlob) -> Result<IntakeRow, NodeError> {
    let arrived = move |step: &mut Step| {
        step.tx.put_stored_blob(stored);
        if let Some(known) = step.tx.intake_of(&row.feed, &row.blob)? {
            return Ok(known);
        }
        let id = step.tx.put_intake(&IntakeRow { at: step.now, ..row.clone() })?;
        Ok::<_, StoreError>(IntakeRow { id, at: step.now, ..row })
    };
    node.step(arrived).await
}

/// Where the bytes of a source are, to be read.
enum Held {
    Bytes(Vec<u8>),
    File(PathBuf),
}

impl Held {
    fn read(&self, blob: Blob, hint: Option<&str>, limits: &Limits) -> Result<Read, ReadError> {
        match self {
            Self::Bytes(bytes) => interwire_formats::read(bytes, hint, &limits.source),
            Self::File(path) => Disk::open(path).map_err(|cause| unreadable(&cause))?.read(Some(blob), hint, limits),
        }
    }
}

/// The kept bytes of an arrival; `None` if they are not here.
async fn held(node: &Node, row: &IntakeRow) -> Result<Option<Held>, NodeError> {
    let Some(reader) = node.db().read_blob(&row.blob).await? else { return Ok(None) };
    let path = node.db().blobs().path(&row.blob);
    if row.size > BYTES_IN_ROW_MAX as u64 && path.is_file() {
        return Ok(Some(Held::File(path)));
    }
    Ok(Some(Held::Bytes(reader.bytes(BYTES_IN_ROW_MAX as u64).await.map_err(failed)?)))
}

/// The row of a source that has just come.
fn arrival(source: &Source, blob: BlobRef) -> IntakeRow {
    IntakeRow {
        id: 0,
        feed: source.feed.clone(),
        path: source.path.clone(),
        blob: blob.hash,
        size: blob.size,
        at: Time::default(),
        service: source.service.clone(),
        hint: source.hint.clone(),
        media: source.media.to_column(),
        test: source.test,
        state: IntakeState::Arrived,
        format: None,
        items: 0,
        notes: "[]".to_owned(),
    }
}

/// Reads the kept bytes of an arrival again, as they came; `None` if they are not here.
///
/// # Errors
/// As [`take`].
pub async fn again(node: &Node, row: IntakeRow) -> Result<Option<Taken>, NodeError> {
    let Some(held) = held(node, &row).await? else { return Ok(None) };
    let IntakeRow { feed, path, service, hint, test, .. } = row.clone();
    let media = MediaFrom::of_column(row.media.as_deref());
    let source = Source { feed, path, service, hint, bytes: Vec::new(), media, test };
    Ok(Some(read_and_publish(node, row, source, held).await?))
}

/// After a start: reads what was kept and not read.
///
/// # Errors
/// As [`take`].
pub async fn finish_unread(node: &Node) -> Result<usize, NodeError> {
    let mut count = 0;
    loop {
        let unread = node.step(|step| step.tx.intake_waiting(UNREAD)).await?;
        let mut moved = false;
        for row in unread {
            moved |= again(node, row).await?.is_some();
            count += 1;
        }
        if !moved {
            return Ok(count);
        }
    }
}

async fn read_and_publish(node: &Node, row: IntakeRow, source: Source, held: Held) -> Result<Taken, NodeError> {
    let (hint, limits) = (source.hint.clone(), node.limits().clone());
    let (from, path) = (source.media.clone(), source.path.clone());
    let blob = Blob { hash: row.blob, size_bytes: row.size };
    let reading = move || {
        let mut read = held.read(blob, hint.as_deref(), &limits)?;
        sidecar::complete(&mut read, &from, Path::new(&path), &limits);
        Ok(read)
    };
    let read = tokio::task::spawn_blocking(reading).await.map_err(failed)?;
    match read {
        Ok(read) => take_items(node, row, source, read).await,
        Err(why) => bury(node, row, why).await,
    }
}

async fn bury(node: &Node, row: IntakeRow, why: ReadError) -> Result<Taken, NodeError> {
    let (intake, cause) = (row.id, why.clone());
    let letter = node
        .step(move |step| {
            step.tx.put_intake(&IntakeRow { state: IntakeState::Dead, ..row.clone() })?;
            letters::unreadable(step, row.id, row.blob, &cause)
        })
        .await?;
    Ok(Taken { intake, format: None, outcomes: Vec::new(), unreadable: Some((why, letter)) })
}

async fn take_items(node: &Node, row: IntakeRow, source: Source, read: Read) -> Result<Taken, NodeError> {
    let Read { format, items, notes } = read;
    let found = media::find(node, &source.media, items.iter().map(|one| &one.item)).await?;
    let fetches = fetch::begin(node, row.id, items.iter().map(|one| &one.item)).await?;
    let (intake, count) = (row.id, items.len() as u64);
    let mut outcomes = Vec::with_capacity(items.len());
    let mut items = items.into_iter();
    loop {
        let some: Vec<ReadItem> = items.by_ref().take(ITEMS_IN_STEP).collect();
        let is_last = items.len() == 0;
        let batch =
            Batch { row: row.clone(), source: source.clone(), found: found.clone(), fetches: fetches.clone(), format };
        let (inner, notes) = (node.clone(), notes_json(&notes));
        let work = move |step: &mut Step| {
            let outcomes = batch.publish(step, &inner, some)?;
            if is_last {
                batch.close(step, count, notes)?;
            }
            Ok::<_, StoreError>(outcomes)
        };
        outcomes.extend(node.step(work).await?);
        if is_last {
            return Ok(Taken { intake, format: Some(format), outcomes, unreadable: None });
        }
    }
}

/// What the items of one source share.
struct Batch {
    row: IntakeRow,
    source: Source,
    found: Found,
    fetches: Fetches,
    format: &'static str,
}

impl Batch {
    fn publish(&self, step: &mut Step, node: &Node, items: Vec<ReadItem>) -> Stored<Vec<Outcome>> {
        for stored in self.found.held() {
            step.tx.put_stored_blob(stored.clone());
        }
        let mut outcomes = Vec::with_capacity(items.len());
        for ReadItem { mut item, mut notes } in items {
            let (waits, given_up) = (self.fetches.waits(&item), self.fetches.given_up(&item).cloned());
            notes.extend(media::attach(step, &mut item, &self.source.media, &self.found, &self.fetches)?);
            let arrival = Arrival {
                item,
                notes,
                service: self.source.service.clone(),
                feed: self.source.feed.clone(),
                intake: Some(self.row.id),
                original: Some((self.row.blob, self.format)),
                test: self.source.test,
            };
            outcomes.push(self.one(step, node, &arrival, waits, given_up)?);
        }
        Ok(outcomes)
    }

    /// What becomes of one item, which may wait for a file or for a person.
    fn one(
        &self,
        step: &mut Step,
        node: &Node,
        arrival: &Arrival,
        waits: bool,
        given_up: Option<FetchRow>,
    ) -> Stored<Outcome> {
        if let Some(file) = self.found.too_large(&arrival.item) {
            return without_its_file(step, node.house(), arrival, file, node.limits().media_bytes_max);
        }
        if waits {
            return Ok(without_its_fetched_file(node.house(), arrival, None));
        }
        match given_up.filter(|_| fetch::is_held_without(node)) {
            Some(row) => {
                let cause = row.cause.unwrap_or_default();
                let letter = letters::media_not_fetched(step, arrival, &row.href, &cause)?;
                Ok(without_its_fetched_file(node.house(), arrival, Some(letter)))
            }
            None => publish(step, node.house(), arrival),
        }
    }

    fn close(&self, step: &mut Step, items: u64, notes: String) -> Stored<()> {
        let was_dead = self.row.state == IntakeState::Dead;
        let settled = self.fetches.are_settled();
        // The last file may have come since, and all of it been read again.
        if !settled && step.tx.intake(self.row.id)?.is_some_and(|row| row.state == IntakeState::Read) {
            return Ok(());
        }
        // What waits for files is read again when they are here.
        let state = if settled { IntakeState::Read } else { IntakeState::Arrived };
        let format = Some(self.format.to_owned());
        if self.fetches.are_held() {
            letters::fetched(step, self.row.id)?;
        }
        step.tx.put_intake(&IntakeRow { state, format, items, notes, ..self.row.clone() })?;
        if was_dead { letters::solved(step, self.row.id) } else { Ok(()) }
    }
}

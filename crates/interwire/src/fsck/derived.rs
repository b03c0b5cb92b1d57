//! Derived rows: what a replay of the journals comes to takes the place of what differs.

use super::Repair;
use crate::store::tx::Tx;
use crate::verify::{Mismatch, Scratch, Subject, compare, replay_into};
use interwire_core::exchange::machine::Identity;
use interwire_core::exchange::store::{JournalRow, Store, Stored};
use interwire_core::ids::{AgreementId, Hash};
use interwire_core::item::Limits;
use interwire_core::protocol::v1::item::read_head;
use interwire_core::protocol::v1::statement::{Body, Statement};

/// Replays, compares, and writes what differs.
pub fn mend(tx: &mut Tx, identity: Identity, repair: &mut Repair) -> Stored<()> {
    tx.flush()?;
    let me = identity.me.clone();
    let handle = tx.database().handle();
    let scratch = Scratch::new(&handle)?;
    let mut writer = scratch.writer(&handle)?;
    let mut derived = writer.begin()?;
    let folded = replay_into(tx.database(), &mut derived, identity)?;
    for agreement in &folded {
        for row in derived.journals(agreement)? {
            let Some(ours) = tx.journal(&row.id)? else { continue };
            let JournalRow { folded, seen, last_at, .. } = row;
            tx.put_journal(&JournalRow { folded, seen, last_at, ..ours })?;
        }
        let life = derived.life(agreement)?;
        if tx.life(agreement)? != life {
            tx.database().forget_life(agreement)?;
            life.iter().try_for_each(|row| tx.put_life(row))?;
        }
    }
    tx.flush()?;
    for mismatch in compare(tx.database(), &mut derived, &me, &folded)? {
        let Mismatch { table, row, subject, .. } = mismatch;
        if take(&subject, tx, &mut derived)? {
            repair.repaired.push(format!("table {table}, row {row}"));
        }
    }
    grants(tx, &folded)
}

/// Puts the replay's row in the place of ours; returns whether anything was to be done.
fn take(subject: &Subject, tx: &mut Tx, derived: &mut Tx) -> Stored<bool> {
    match subject {
        // Done before the comparison; what still differs is told by the check that follows.
        Subject::Journal(_) | Subject::Life(_) => return Ok(false),
        Subject::Item(key) => match derived.item(key)? {
            Some(row) => tx.put_item(&row)?,
            None => tx.database().remove_item(key)?,
        },
        Subject::Version(key, version) => match derived.version(key, *version)? {
            Some(row) => tx.put_version(&row)?,
            None => tx.database().remove_version(key, *version)?,
        },
        Subject::Acks(place) => {
            let (ours, theirs) = (tx.acks(place)?, derived.acks(place)?);
            for ack in ours.iter().filter(|ack| theirs.iter().all(|other| other.by != ack.by)) {
                tx.database().remove_ack(place, &ack.by)?;
            }
            theirs.iter().try_for_each(|ack| tx.put_ack(place, ack))?;
        }
        Subject::Answers(place) => {
            tx.database().remove_answers(place)?;
            derived.answers(place)?.iter().try_for_each(|answer| tx.put_answer(place, answer))?;
        }
        Subject::Want(place, hash) => match derived.database().want(place, hash)? {
            Some(blob) => tx.put_want(place, &blob)?,
            None => tx.database().remove_want(place, hash)?,
        },
        Subject::Sent(key) => {
            derived.sent(key)?.iter().try_for_each(|agreement| tx.put_sent(key, agreement))?;
        }
    }
    Ok(true)
}

/// The blobs that a statement names, and the media that its item document names.
fn named(tx: &mut Tx, body: &Body) -> Stored<Vec<Hash>> {
    let mut all: Vec<Hash> = body.blobs().iter().map(|blob| blob.hash).collect();
    if let Body::Published(published) = body
        && let Some(bytes) = tx.blob(&published.doc.hash)?
        && let Ok(head) = read_head(&bytes, &Limits::default())
    {
        all.extend(head.media.into_iter().map(|(hash, _)| hash));
    }
    Ok(all)
}

/// Whatever is held of what the statements under an agreement name is served under it.
fn grants(tx: &mut Tx, agreements: &[AgreementId]) -> Stored<()> {
    for agreement in agreements {
        for journal in tx.journals(agreement)? {
            let mut first = 0;
            while first < journal.folded {
                let entries = tx.entries(&journal.id, first, 500.min(journal.folded - first), usize::MAX)?;
                let statements = entries.iter().filter_map(|bytes| Statement::from_bytes(bytes).ok());
                for statement in statements {
                    for hash in named(tx, &statement.body)? {
                        if tx.has_blob(&hash)? && !tx.granted(agreement, &hash)? {
                            tx.grant(agreement, &hash)?;
                        }
                    }
                }
                first += entries.len().max(1) as u64;
            }
        }
    }
    Ok(())
}

//! Journals: entries rehashed into their tree, tiles and frontier held against it, heads against it and against the
//! keys that the root key in the agreement has certified, and the index of statements about items against the entries.

use super::Examiner;
use crate::store::DbError;
use crate::store::tables::{ABOUT, ENTRIES, JOURNAL_STATE, TILES};
use crate::store::value::{Columns, Value, row};
use interwire_core::exchange::store::JournalRow;
use interwire_core::ids::{AgreementId, Hash, JournalId, PartyId};
use interwire_core::journal::checkpoint::SignedCheckpoint;
use interwire_core::journal::tile_path::{TileId, WIDTH_MAX};
use interwire_core::journal::tree::{Frontier, leaf_hash, root_of};
use interwire_core::keys::{KeyPaper, KeyRing, Role};
use interwire_core::protocol::v1::agreement::AgreementVersion;
use interwire_core::protocol::v1::statement::{Body, Statement};
use std::collections::BTreeMap;

/// Checks every journal.
pub fn check(examiner: &mut Examiner) {
    (examiner.progress)("journals", 0);
    let ids = match examiner.writer.fetch("SELECT id FROM journals ORDER BY id", &[]) {
        Ok(rows) => rows,
        Err(e) => return examiner.table("journals", e.to_string()),
    };
    let mut about = 0;
    for row in ids {
        let Some(Value::Int(number)) = row.first() else { continue };
        match check_one(examiner, *number, &mut about) {
            Ok(()) => {}
            Err(e) => examiner.row("journals", number.to_string(), e.to_string()),
        }
    }
    match examiner.writer.fetch("SELECT count(*) FROM about", &[]).as_deref() {
        Ok([row]) if row.as_slice() == [Value::from(about)] => {}
        Ok(_) => examiner.table(ABOUT.name, "it has rows of no statement"),
        Err(e) => {
            let what = e.to_string();
            examiner.table(ABOUT.name, what);
        }
    }
}

/// What the entries of a journal come to.
struct Rehashed {
    tree: Frontier,
    at_head: Option<Hash>,
    papers: Vec<KeyPaper>,
}

fn check_one(examiner: &mut Examiner, number: i64, about: &mut u64) -> Result<(), DbError> {
    let id = examiner.writer.journal_named(number)?;
    let state = examiner.writer.journal(&id)?.unwrap_or_else(|| JournalRow::new(id.clone()));
    let before = examiner.report.problems.len();
    let rehashed = rehash(examiner, number, &state, about)?;
    let mut wrong = |what: &str| examiner.row(JOURNAL_STATE.name, id.to_string(), what);
    if rehashed.tree != state.frontier {
        wrong("its entries do not make its tree");
    }
    if state.folded > state.size() || state.head_size > state.size() {
        wrong("it says more than it holds");
    }
    if state.head.is_none() && state.head_size > 0 || state.newest.is_none() && state.newest_size > 0 {
        wrong("it has the size of a head and no head");
    }
    heads(examiner, &id, &state, &rehashed)?;
    if examiner.report.problems.len() == before {
        examiner.report.journals_verified += 1;
        examiner.report.entries += state.size();
    }
    (examiner.progress)("journals", examiner.report.entries);
    Ok(())
}

/// Reads all entries of a journal once: their tree, their tiles, their index, the key papers among them.
fn rehash(examiner: &mut Examiner, number: i64, state: &JournalRow, about: &mut u64) -> Result<Rehashed, DbError> {
    let mut done = Rehashed { tree: Frontier::empty(), at_head: None, papers: Vec::new() };
    let (mut tiles, mut subjects, mut gap) = (Tiles::default(), Vec::new(), None);
    let sql = "SELECT idx, bytes FROM entries WHERE journal = ? ORDER BY idx";
    examiner.writer.each(sql, &row![number], |row| {
        let entry = row.and_then(|row| {
            let mut columns = Columns::of(ENTRIES.name, row);
            Ok((columns.unsigned()?, columns.bytes()?))
        });
        let index = done.tree.size();
        let Ok((found, bytes)) = entry else {
            gap.get_or_insert(index);
            return;
        };
        if found != index {
            gap.get_or_insert(index);
        }
        let leaf = leaf_hash(&bytes);
        tiles.push(leaf);
        done.tree.push(leaf);
        if done.tree.size() == state.head_size {
            done.at_head = Some(done.tree.root());
        }
        if let Ok(statement) = Statement::from_bytes(&bytes) {
            let subject = crate::store::about::subject(&statement.body).map(|(source, item, kind, version)| {
                (source.unwrap_or(&state.id.party).clone(), item.clone(), kind, version, index)
            });
            subjects.extend(subject);
            if let Body::Keys { certified, revoked } = &statement.body {
                let texts = certified.iter().chain(revoked);
                done.papers.extend(texts.filter_map(|text| KeyPaper::from_bytes(text.as_bytes()).ok()));
            }
        }
    })?;
    if let Some(index) = gap {
        examiner.row(ENTRIES.name, format!("({}, {index})", state.id), "it is missing or cannot be read");
    }
    *about += subjects.len() as u64;
    for (source, item, kind, version, index) in subjects {
        if !examiner.writer.is_about(&source, &item, number, index, kind, version)? {
            let row = format!("({source}, {item}, {}, {index})", state.id);
            examiner.row(ABOUT.name, row, "it is missing or not what the statement says");
        }
    }
    check_tiles(examiner, number, &state.id, tiles.finish())?;
    Ok(done)
}

/// The tiles that a sequence of leaves makes.
#[derive(Default)]
struct Tiles {
    open: Vec<(u64, Vec<Hash>)>,
    done: BTreeMap<TileId, Hash>,
}

/// The hash by which a stored tile is compared, so that a long journal's tiles need not all be in memory.
fn digest(hashes: &[Hash]) -> Hash {
    Hash::of(&hashes.iter().flat_map(|hash| hash.0).collect::<Vec<u8>>())
}

impl Tiles {
    fn push(&mut self, leaf: Hash) {
        let mut carry = Some(leaf);
        let mut level = 0;
        while let Some(hash) = carry.take() {
            if self.open.len() == level {
                self.open.push((0, Vec::new()));
            }
            let Some((index, row)) = self.open.get_mut(level) else { return };
            row.push(hash);
            if row.len() == usize::from(WIDTH_MAX) {
                let id = TileId { level: level as u8, index: *index };
                self.done.insert(id, digest(row));
                carry = Some(root_of(row));
                *index += 1;
                row.clear();
            }
            level += 1;
        }
    }

    fn finish(mut self) -> BTreeMap<TileId, Hash> {
        for (level, (index, row)) in self.open.iter().enumerate().filter(|(_, (_, row))| !row.is_empty()) {
            self.done.insert(TileId { level: level as u8, index: *index }, digest(row));
        }
        self.done
    }
}

fn check_tiles(
    examiner: &mut Examiner,
    number: i64,
    id: &JournalId,
    mut expected: BTreeMap<TileId, Hash>,
) -> Result<(), DbError> {
    let mut wrong = Vec::new();
    examiner.writer.each("SELECT level, idx, bytes FROM tiles WHERE journal = ?", &row![number], |row| {
        let tile = row.and_then(|row| {
            let mut columns = Columns::of(TILES.name, row);
            let level = u8::try_from(columns.int()?).map_err(|e| DbError::Row(e.to_string()))?;
            Ok((TileId { level, index: columns.unsigned()? }, columns.bytes()?))
        });
        match tile {
            Ok((tile, bytes)) if expected.remove(&tile) == Some(Hash::of(&bytes)) => {}
            Ok((tile, _)) => wrong.push((format!("({id}, {}, {})", tile.level, tile.index), "it is not of the tree")),
            Err(_) => wrong.push((format!("({id})"), "it cannot be read")),
        }
    })?;
    wrong.extend(expected.keys().map(|tile| (format!("({id}, {}, {})", tile.level, tile.index), "it is missing")));
    wrong.into_iter().for_each(|(row, what)| examiner.row(TILES.name, row, what));
    Ok(())
}

/// Holds the signed heads against the tree and the author's keys.
fn heads(examiner: &mut Examiner, id: &JournalId, state: &JournalRow, rehashed: &Rehashed) -> Result<(), DbError> {
    let Some(mut ring) = ring_of(examiner, &id.agreement, &id.party)? else {
        if state.head.is_some() {
            examiner.row(JOURNAL_STATE.name, id.to_string(), "no agreement document that is held names its author");
        }
        return Ok(());
    };
    let mut papers = rehashed.papers.clone();
    papers.sort_by_key(KeyPaper::number);
    for paper in papers {
        // As when it came: a paper that does not follow changes nothing.
        let _ = ring.apply(paper);
    }
    let keys: Vec<_> = ring.ever(Role::Node).copied().collect();
    let mut wrong = |what: &str| examiner.row(JOURNAL_STATE.name, id.to_string(), what);
    let mut signed = |head: &Option<SignedCheckpoint>, size: u64, which: &str| {
        let head = head.as_ref()?;
        match head.verify_any(id, keys.iter()) {
            Ok((checkpoint, _)) if checkpoint.size == size => Some(checkpoint.root),
            Ok(_) => {
                wrong(&format!("its {which} head is of another size"));
                None
            }
            Err(e) => {
                wrong(&format!("its {which} head: {e}"));
                None
            }
        }
    };
    let head = signed(&state.head, state.head_size, "complete");
    signed(&state.newest, state.newest_size, "newest");
    let root = if state.head_size == 0 { Some(Frontier::empty().root()) } else { rehashed.at_head };
    if head.is_some() && head != root {
        wrong("its signed head is not of its entries");
    }
    Ok(())
}

/// The keys of a party of an agreement, before its journal has certified any.
fn ring_of(examiner: &mut Examiner, agreement: &AgreementId, party: &PartyId) -> Result<Option<KeyRing>, DbError> {
    for hash in examiner.writer.agreement_documents(agreement)? {
        let Some(bytes) = examiner.writer.blob(&hash)? else { continue };
        let Ok(parsed) = AgreementVersion::read(&bytes) else { continue };
        if let Some(party) = parsed.version().agreement.party(party) {
            return Ok(Some(KeyRing::new(party.id.clone(), party.root_key)));
        }
    }
    Ok(None)
}

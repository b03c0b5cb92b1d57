//! What a person must see of partners: findings with evidence, and how far behind each journal is.

use super::{all, first};
use crate::store::value::Columns;
use crate::store::{Db, DbError};
use interwire_core::ids::{Hash, PartyId};
use interwire_core::time::Time;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingLine {
    /// Its name.
    pub key: Hash,
    /// Whom it is about.
    pub about: PartyId,
    /// Its code, see docs/protocol.md section 9.
    pub code: String,
    /// The agreement it was found under.
    pub agreement: String,
    /// The entry it is about.
    pub index: Option<u64>,
    /// When it was found.
    pub at: Time,
    /// Whether there is evidence that others can check.
    pub has_evidence: bool,
}

/// Open findings, the newest first.
///
/// # Errors
/// If the database cannot be read.
pub async fn open(db: &Db) -> Result<Vec<FindingLine>, DbError> {
    let sql = "SELECT f.key, p.name, f.code, a.name, f.idx, f.at, length(f.evidence) > 0 FROM findings f
        JOIN parties p ON p.id = f.about JOIN journals j ON j.id = f.journal JOIN agreements a ON a.id = j.agreement
        WHERE f.closed_at IS NULL ORDER BY f.at DESC LIMIT 500";
    let read = |columns: &mut Columns| {
        Ok(FindingLine {
            key: columns.hash()?,
            about: columns.parsed()?,
            code: columns.text()?,
            agreement: columns.text()?,
            index: columns.unsigned_option()?,
            at: columns.time()?,
            has_evidence: columns.flag()?,
        })
    };
    all(db, "findings", sqlx::query(sql), read).await
}

/// The evidence of a finding.
///
/// # Errors
/// If the database cannot be read.
pub async fn evidence(db: &Db, key: &Hash) -> Result<Option<Vec<u8>>, DbError> {
    let query = sqlx::query("SELECT evidence FROM findings WHERE key = ?").bind(key.0.to_vec());
    first(db, "findings", query, Columns::bytes).await
}

/// How far a partner's journals are ahead of what we hold, and we ahead of what it has acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Backlog {
    /// Entries that it has announced and we do not hold.
    pub entries: i64,
    /// Blobs of its statements that we still want.
    pub blobs: i64,
    /// Their bytes.
    pub bytes: i64,
    /// Entries of it that we refused.
    pub refused: i64,
    /// Journals of it that are forked or lost.
    pub broken: i64,
}

/// The backlog of each party.
///
/// # Errors
/// If the database cannot be read.
pub async fn backlog(db: &Db) -> Result<Vec<(PartyId, Backlog)>, DbError> {
    let sql = "SELECT p.name,
        (SELECT coalesce(sum(max(s.newest_size - s.head_size, 0)), 0) FROM journal_state s
            JOIN journals j ON j.id = s.journal WHERE j.party = p.id),
        (SELECT count(DISTINCT w.hash) FROM wants w JOIN journals j ON j.id = w.journal WHERE j.party = p.id),
        (SELECT coalesce(sum(w.size), 0) FROM wants w JOIN journals j ON j.id = w.journal WHERE j.party = p.id),
        (SELECT count(*) FROM versions v JOIN journals j ON j.id = v.journal
            WHERE j.party = p.id AND v.state = 'refused'),
        (SELECT count(*) FROM journal_state s JOIN journals j ON j.id = s.journal
            WHERE j.party = p.id AND s.standing <> 'open')
        FROM parties p WHERE EXISTS (SELECT 1 FROM journals j WHERE j.party = p.id) ORDER BY p.name";
    let read = |columns: &mut Columns| {
        let party = columns.parsed()?;
        let (entries, blobs, bytes) = (columns.int()?, columns.int()?, columns.int()?);
        Ok((party, Backlog { entries, blobs, bytes, refused: columns.int()?, broken: columns.int()? }))
    };
    all(db, "journal_state", sqlx::query(sql), read).await
}

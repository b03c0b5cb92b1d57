//! What a partner has of ours: how far it has taken our journals over, versions it has not answered for, and what it
//! refused and why; and what we refused of its.

use super::all;
use crate::store::value::Columns;
use crate::store::{Db, DbError};
use interwire_core::ids::PartyId;
use interwire_core::time::Time;

/// What was refused, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Whose refusal it is about.
    pub party: PartyId,
    /// The partner refused something of ours; else we refused something of the partner's.
    pub by_partner: bool,
    /// The cause, as the protocol says it.
    pub cause: String,
    /// How often.
    pub count: i64,
    /// When it was last said, if that is known.
    pub last: Option<Time>,
}

/// Refusals by party and cause, the most frequent first.
///
/// # Errors
/// If the database cannot be read.
pub async fn refusals(db: &Db, me: &PartyId) -> Result<Vec<Refused>, DbError> {
    let sql = "SELECT p.name, 1, a.cause, count(*) AS times, max(a.at) FROM acks a JOIN parties p ON p.id = a.by
            WHERE a.cause IS NOT NULL AND p.name <> ?1 GROUP BY p.name, a.cause
        UNION ALL SELECT p.name, 0, coalesce(v.cause, '?'), count(*) AS times, NULL FROM versions v
            JOIN parties p ON p.id = v.source WHERE v.state = 'refused' AND p.name <> ?1 GROUP BY p.name, v.cause
        ORDER BY 1, 2, times DESC, 3 LIMIT 500";
    let read = |columns: &mut Columns| {
        Ok(Refused {
            party: columns.parsed()?,
            by_partner: columns.flag()?,
            cause: columns.text()?,
            count: columns.int()?,
            last: columns.time_option()?,
        })
    };
    all(db, "acks", sqlx::query(sql).bind(me.as_str().to_owned()), read).await
}

/// How many published versions of ours each party has not answered for, and since when the oldest waits.
///
/// # Errors
/// If the database cannot be read.
pub async fn unanswered(db: &Db, me: &PartyId) -> Result<Vec<(PartyId, i64, Option<Time>)>, DbError> {
    let sql = "SELECT p.name, count(*), min(d.at) FROM decisions d
        JOIN parties p ON p.id = d.party JOIN parties m ON m.id = d.source
        JOIN about b ON b.source = d.source AND b.item = d.item AND b.kind = 'published' AND b.version = d.version
        JOIN journals j ON j.id = b.journal AND j.agreement = d.agreement AND j.party = d.source
        WHERE m.name = ?1 AND d.verdict = 'deliver'
            AND NOT EXISTS (SELECT 1 FROM acks a WHERE a.journal = b.journal AND a.idx = b.idx AND a.by = d.party)
        GROUP BY p.name";
    let read = |columns: &mut Columns| Ok((columns.parsed()?, columns.int()?, columns.time_option()?));
    all(db, "decisions", sqlx::query(sql).bind(me.as_str().to_owned()), read).await
}

//! Versions that wait, with what to call them.

use super::all;
use crate::store::items::item_of;
use crate::store::value::Columns;
use crate::store::{Db, DbError};
use interwire_core::ids::{AgreementId, ItemKey};
use interwire_core::time::Time;

/// A version that waits under an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldLine {
    /// Which item.
    pub key: ItemKey,
    /// Which version.
    pub version: u64,
    /// Under which agreement.
    pub agreement: AgreementId,
    /// Until when; `None` until a person says so.
    pub until: Option<Time>,
    /// Why, as `field: value`.
    pub cause: String,
    /// Its headline, else its slug line, else its guid.
    pub title: String,
    /// The language of the title.
    pub language: Option<String>,
}

/// What waits: first for a person, then for a moment, the next first.
///
/// # Errors
/// If the database cannot be read.
pub async fn list(db: &Db, limit: u32) -> Result<Vec<HoldLine>, DbError> {
    let sql = "SELECT p.name, h.item, h.version, a.name, h.until, h.cause,
            coalesce(d.headline, d.slug, d.guid, ''), d.language
        FROM holds h JOIN parties p ON p.id = h.source JOIN agreements a ON a.id = h.agreement
        LEFT JOIN desk d ON d.source = h.source AND d.item = h.item AND d.version = h.version
        ORDER BY h.until IS NOT NULL, h.until, d.seq DESC LIMIT ?";
    let read = |columns: &mut Columns| {
        Ok(HoldLine {
            key: ItemKey { source: columns.parsed()?, item: item_of(columns)? },
            version: columns.unsigned()?,
            agreement: columns.parsed()?,
            until: columns.time_option()?,
            cause: columns.text()?,
            title: columns.text()?,
            language: columns.text_option()?,
        })
    };
    all(db, "holds", sqlx::query(sql).bind(limit), read).await
}

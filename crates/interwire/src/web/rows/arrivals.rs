//! When something last came: from a partner, by a feed of the house.

use super::first;
use crate::config::rhythm::Source;
use crate::store::value::Columns;
use crate::store::{Db, DbError};
use interwire_core::time::Time;

/// When something last came from a source.
///
/// # Errors
/// If the database cannot be read.
pub async fn last(db: &Db, source: &Source) -> Result<Option<Time>, DbError> {
    let query = match source {
        Source::Partner(party) => sqlx::query(
            "SELECT arrived_at FROM desk WHERE source = (SELECT id FROM parties WHERE name = ?) ORDER BY seq DESC LIMIT 1",
        )
        .bind(party.as_str().to_owned()),
        Source::Feed(name, folder) => sqlx::query(
            "SELECT max(at) FROM (SELECT * FROM (SELECT at FROM intake WHERE feed = ?1 ORDER BY id DESC LIMIT 1)
                UNION ALL SELECT * FROM (SELECT at FROM intake WHERE feed = ?2 ORDER BY id DESC LIMIT 1))",
        )
        .bind(name.clone())
        .bind(folder.clone()),
    };
    Ok(first(db, "intake", query, Columns::time_option).await?.flatten())
}

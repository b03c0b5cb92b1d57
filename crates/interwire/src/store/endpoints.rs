//! Where partners' nodes are.

use super::tables::PEERS;
use super::tx::Tx;
use super::value::{Columns, row_of};
use super::{Db, DbError, row};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::PartyId;
use interwire_core::time::Time;

impl Tx<'_> {
    /// A partner's node is at `endpoint` from now on.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_endpoint(&mut self, party: &PartyId, endpoint: &str, now: Time) -> Stored<()> {
        let party = self.writer.party(party)?;
        let none = || Option::<i64>::None;
        let words = || Option::<&str>::None;
        let row = row![
            party,
            "",
            endpoint,
            now,
            false,
            false,
            false,
            none(),
            none(),
            0_i64,
            words(),
            words(),
            none(),
            none(),
            none(),
        ];
        self.put(&PEERS, row);
        Ok(())
    }
}

/// All partners with a known address.
///
/// # Errors
/// If the database cannot be read.
pub async fn endpoints(db: &Db) -> Result<Vec<(PartyId, String)>, DbError> {
    let sql = "SELECT parties.name, endpoint FROM peers JOIN parties ON parties.id = peers.party
        WHERE endpoint IS NOT NULL ORDER BY parties.name";
    let rows = sqlx::query(sql).fetch_all(db.reader()).await?;
    let read = |row| {
        let mut columns = Columns::of(PEERS.name, row_of(row)?);
        Ok((columns.parsed()?, columns.text()?))
    };
    rows.iter().map(read).collect()
}

//! Where partners' nodes are: what the pump needs of them.

use super::{Db, DbError};
use interwire_core::ids::PartyId;

/// All partners with a known address.
///
/// # Errors
/// If the database cannot be read.
pub async fn endpoints(db: &Db) -> Result<Vec<(PartyId, String)>, DbError> {
    let peers = db.peers().await?;
    Ok(peers.into_iter().filter_map(|peer| peer.endpoint.map(|endpoint| (peer.party, endpoint))).collect())
}

//! Partners' nodes: where they are, what we let them do, and how the last contacts went.

use super::tables::PEERS;
use super::tx::Tx;
use super::value::{Columns, row};
use super::{Db, DbError};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::PartyId;
use interwire_core::time::Time;

/// A partner's node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerRow {
    /// Whose.
    pub party: PartyId,
    /// Its name, for people.
    pub title: String,
    /// Where it can be reached.
    pub endpoint: Option<String>,
    /// Since when.
    pub endpoint_at: Option<Time>,
    /// Its address may be a private one.
    pub allow_private_address: bool,
    /// It may be spoken to without TLS.
    pub allow_plain_http: bool,
    /// A person has stopped us speaking to it.
    pub paused: bool,
    /// When we last had a good answer from it.
    pub contact_at: Option<Time>,
    /// When it last asked us something.
    pub heard_at: Option<Time>,
    /// Consecutive failures.
    pub failures: u64,
    /// The last failure's code.
    pub failure_code: Option<String>,
    /// The last failure, for people.
    pub failure_text: Option<String>,
    /// When.
    pub failed_at: Option<Time>,
    /// When we try again.
    pub retry_at: Option<Time>,
    /// How far its clock is ahead of ours, in ms.
    pub skew_ms: Option<i64>,
}

impl PeerRow {
    /// A partner of whom only the name is known.
    #[must_use]
    pub fn new(party: PartyId) -> Self {
        Self {
            title: party.as_str().to_owned(),
            party,
            endpoint: None,
            endpoint_at: None,
            allow_private_address: false,
            allow_plain_http: false,
            paused: false,
            contact_at: None,
            heard_at: None,
            failures: 0,
            failure_code: None,
            failure_text: None,
            failed_at: None,
            retry_at: None,
            skew_ms: None,
        }
    }
}

fn peer_of(party: PartyId, columns: &mut Columns) -> Result<PeerRow, DbError> {
    Ok(PeerRow {
        party,
        title: columns.text()?,
        endpoint: columns.text_option()?,
        endpoint_at: columns.time_option()?,
        allow_private_address: columns.flag()?,
        allow_plain_http: columns.flag()?,
        paused: columns.flag()?,
        contact_at: columns.time_option()?,
        heard_at: columns.time_option()?,
        failures: columns.unsigned()?,
        failure_code: columns.text_option()?,
        failure_text: columns.text_option()?,
        failed_at: columns.time_option()?,
        retry_at: columns.time_option()?,
        skew_ms: columns.int_option()?,
    })
}

impl Tx<'_> {
    /// A partner's node, if it is known.
    ///
    /// # Errors
    /// If the store fails.
    pub fn peer(&mut self, party: &PartyId) -> Stored<Option<PeerRow>> {
        let Some(number) = self.writer.find_party(party)? else { return Ok(None) };
        let Some(mut columns) = self.get(&PEERS, &row![number])? else { return Ok(None) };
        columns.skip()?;
        Ok(Some(peer_of(party.clone(), &mut columns)?))
    }

    /// Writes what is known of a partner's node.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_peer(&mut self, peer: &PeerRow) -> Stored<()> {
        let row = row![
            self.writer.party(&peer.party)?,
            peer.title.as_str(),
            peer.endpoint.clone(),
            peer.endpoint_at,
            peer.allow_private_address,
            peer.allow_plain_http,
            peer.paused,
            peer.contact_at,
            peer.heard_at,
            peer.failures,
            peer.failure_code.clone(),
            peer.failure_text.clone(),
            peer.failed_at,
            peer.retry_at,
            peer.skew_ms,
        ];
        self.put(&PEERS, row);
        Ok(())
    }

    /// A partner's node is at `endpoint` from now on.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_endpoint(&mut self, party: &PartyId, endpoint: &str, now: Time) -> Stored<()> {
        let mut peer = self.peer(party)?.unwrap_or_else(|| PeerRow::new(party.clone()));
        (peer.endpoint, peer.endpoint_at) = (Some(endpoint.to_owned()), Some(now));
        self.put_peer(&peer)
    }
}

impl Db {
    /// All partners' nodes, by party.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn peers(&self) -> Result<Vec<PeerRow>, DbError> {
        let sql = "SELECT parties.name, title, endpoint, endpoint_at, allow_private_address, allow_plain_http, paused,
                contact_at, heard_at, failures, failure_code, failure_text, failed_at, retry_at, skew_ms
            FROM peers JOIN parties ON parties.id = party ORDER BY parties.name";
        let rows = self.rows(PEERS.name, sql, &[]).await?;
        let read = |mut columns: Columns| {
            let party = columns.parsed()?;
            peer_of(party, &mut columns)
        };
        rows.into_iter().map(read).collect()
    }
}

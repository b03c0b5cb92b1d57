//! Offers of agreements, in and out: those of strangers wait until a person has looked.

use super::tables::OFFERS;
use super::tx::Tx;
use super::value::{Columns, row};
use super::words::words;
use super::{Db, DbError};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::{AgreementId, PartyId};
use interwire_core::time::Time;

words! {
    /// Who offers.
    Direction {
        /// The partner.
        In = "in",
        /// We.
        Out = "out",
    }
}

words! {
    /// What became of an offer.
    OfferState {
        /// Nobody has looked, or it has not been delivered.
        Open = "open",
        /// The partner's node has it.
        Delivered = "delivered",
        /// Signed.
        Signed = "signed",
        /// Declined by a person.
        Declined = "declined",
        /// The partner's node does not take it.
        Refused = "refused",
    }
}

/// An offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferRow {
    /// The agreement.
    pub agreement: AgreementId,
    /// The other party.
    pub party: PartyId,
    /// Its node's address.
    pub endpoint: Option<String>,
    /// Who offers.
    pub direction: Direction,
    /// What became of it.
    pub state: OfferState,
    /// When that was.
    pub at: Time,
    /// A word for people: why it was refused.
    pub note: Option<String>,
}

/// The note of an offer that has arrived once, and is brought again with what was said since.
pub const MORE_SAID: &str = "more was said since, and follows";

impl OfferRow {
    /// Whether this party's node is still to get it from us.
    #[must_use]
    pub fn waits_for(&self, party: &PartyId) -> bool {
        self.party == *party && self.waits()
    }

    /// Whether a node is still to get it from us.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.direction == Direction::Out && self.state == OfferState::Open && self.endpoint.is_some()
    }

    /// Whether it was tried, and has never arrived.
    #[must_use]
    pub fn never_arrived(&self) -> bool {
        self.waits() && self.note.as_deref().is_some_and(|note| note != MORE_SAID)
    }
}

impl Tx<'_> {
    /// Writes what became of an offer.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_offer(&mut self, offer: &OfferRow) -> Stored<()> {
        let row = row![
            self.writer.agreement(&offer.agreement)?,
            self.writer.party(&offer.party)?,
            offer.endpoint.clone(),
            offer.direction.word(),
            offer.state.word(),
            offer.at,
            offer.note.clone(),
        ];
        self.put(&OFFERS, row);
        Ok(())
    }

    /// What became of an offer.
    ///
    /// # Errors
    /// If the store fails.
    pub fn offer(&mut self, agreement: &AgreementId, party: &PartyId) -> Stored<Option<OfferRow>> {
        let Some(number) = self.writer.find_agreement(agreement)? else { return Ok(None) };
        let Some(other) = self.writer.find_party(party)? else { return Ok(None) };
        let Some(mut columns) = self.get(&OFFERS, &row![number, other])? else { return Ok(None) };
        columns.skip()?;
        columns.skip()?;
        Ok(Some(offer_of(agreement.clone(), party.clone(), &mut columns)?))
    }
}

fn offer_of(agreement: AgreementId, party: PartyId, columns: &mut Columns) -> Result<OfferRow, DbError> {
    Ok(OfferRow {
        agreement,
        party,
        endpoint: columns.text_option()?,
        direction: columns.parsed()?,
        state: columns.parsed()?,
        at: columns.time()?,
        note: columns.text_option()?,
    })
}

impl Db {
    /// All offers, newest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn offers(&self) -> Result<Vec<OfferRow>, DbError> {
        let sql = "SELECT agreements.name, parties.name, endpoint, direction, state, at, note FROM offers
            JOIN agreements ON agreements.id = agreement JOIN parties ON parties.id = party ORDER BY at DESC, 1";
        let rows = self.rows(OFFERS.name, sql, &[]).await?;
        let read = |mut columns: Columns| {
            let (agreement, party) = (columns.parsed()?, columns.parsed()?);
            offer_of(agreement, party, &mut columns)
        };
        rows.into_iter().map(read).collect()
    }
}

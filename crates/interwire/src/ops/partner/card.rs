//! `partner-card`: what a node says of itself to strangers. It proves nothing before two people have compared the
//! fingerprint by telephone or at the table.

use crate::errors::{Code, Error};
use crate::ops::{Ctx, fault};
use crate::pump::carry;
use interwire_core::ids::PartyId;
use interwire_core::keys::PublicKey;
use serde::{Deserialize, Serialize};

/// Where.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Where {
    /// The base address of the node, as `https://wire.astana.example`.
    pub address: String,
}

/// What a node says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Where it was read.
    pub address: String,
    /// Its party.
    pub party: String,
    /// The party's name.
    pub name: String,
    /// The party's root key.
    pub root_key: String,
    /// What two people compare.
    pub fingerprint: String,
}

/// Reads the card of the node at an address.
///
/// # Errors
/// If nobody answers there, or not as a node does.
pub async fn card(ctx: &Ctx, input: Where) -> Result<Shown, Error> {
    let address = input.address.trim().trim_end_matches('/').to_owned();
    let card = carry::card_at(&ctx.client, &address).await.map_err(|e| fault::partner(&address, e))?;
    let read = (card.party.parse::<PartyId>(), card.root_key.parse::<PublicKey>());
    let (Ok(party), Ok(root)) = read else {
        return Err(Error::new(Code::NoNodeThere).with("address", &address));
    };
    Ok(Shown {
        address,
        party: party.to_string(),
        name: card.name,
        root_key: root.to_string(),
        fingerprint: root.fingerprint(),
    })
}

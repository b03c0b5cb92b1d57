//! From what a person typed to the agreement, and the version of it, that is meant.

use super::list::{answers, said};
use crate::errors::{Code, Error};
use crate::node::Step;
use interwire_core::agreement::life::VersionStand;
use interwire_core::exchange::deal::Deal;
use interwire_core::exchange::machine::Machine;
use interwire_core::exchange::store::Stored;
use interwire_core::ids::{AgreementId, Hash, PartyId};
use interwire_core::protocol::v1::statement::Body;

/// The agreement whose id begins so; or the only one there is with the party of that id.
///
/// # Errors
/// If none or several are meant.
pub fn agreement(machine: &Machine, given: &str) -> Result<AgreementId, Error> {
    let deals = machine.deals();
    let given = given.trim();
    let begins = |deal: &&Deal| deal.id.as_str().starts_with(given);
    let with = |deal: &&Deal| deal.rings.keys().any(|party| party.as_str() == given && party != machine.me());
    let mut found: Vec<_> = deals.values().filter(begins).collect();
    if found.is_empty() {
        found = deals.values().filter(with).collect();
    }
    match found.as_slice() {
        [one] if !given.is_empty() => Ok(one.id.clone()),
        [] => Err(Error::new(Code::AgreementUnknown).with("given", given)),
        several => {
            let names: Vec<&str> = several.iter().map(|deal| deal.id.as_str()).collect();
            Err(Error::new(Code::Ambiguous).with("given", given).with("candidates", names.join(", ")))
        }
    }
}

/// The agreement and the version of it that a person means to sign or decline.
///
/// # Errors
/// If the store fails; the inner result if none or several are meant.
pub fn to_sign(step: &mut Step, given: &str, version: Option<&str>) -> Stored<Result<(AgreementId, Hash), Error>> {
    let id = match agreement(step.machine, given) {
        Ok(id) => id,
        Err(e) => return Ok(Err(e)),
    };
    let said = said(step, &id)?;
    let deal = step.machine.deals().get(&id).ok_or_else(|| Error::new(Code::AgreementUnknown).with("given", given));
    let version = deal.and_then(|deal| version_to_sign(deal, step.machine.me(), &said, version));
    Ok(version.map(|version| (id, version)))
}

/// The version whose hash begins so, or, if none was named, the only one that waits for `me`; `said` is what we have said
/// and is not in our journal yet.
///
/// # Errors
/// If none or several are meant, or the version can no longer be signed.
fn version_to_sign(deal: &Deal, me: &PartyId, said: &[Body], given: Option<&str>) -> Result<Hash, Error> {
    let stands = deal.life.versions();
    let answered = |stand: &VersionStand| said.iter().any(|body| answers(body, &stand.version));
    let waits = |stand: &&VersionStand| stand.open() && stand.missing.contains(me) && !answered(stand);
    let named = |stand: &&VersionStand| given.is_none_or(|text| stand.version.to_string().starts_with(text));
    let found: Vec<_> = stands.iter().filter(waits).filter(named).collect();
    match found.as_slice() {
        [one] => Ok(one.version),
        [] => {
            Err(Error::new(Code::NothingToSign).with("agreement", &deal.id).with("state", why_not(&stands, me, said)))
        }
        several => {
            let names: Vec<String> = several.iter().map(|stand| stand.version.short()).collect();
            Err(Error::new(Code::VersionChoice).with("agreement", &deal.id).with("candidates", names.join(", ")))
        }
    }
}

/// Why nothing waits for our signature.
fn why_not(stands: &[VersionStand], me: &PartyId, said: &[Body]) -> &'static str {
    let answered = |stand: &VersionStand| said.iter().any(|body| answers(body, &stand.version));
    match stands.last() {
        None => "nothing has been offered under it",
        Some(stand) if stand.withdrawn => "the last offer was taken back",
        Some(stand) if !stand.declined.is_empty() => "the last offer was declined",
        Some(stand) if stand.signed.iter().any(|(party, _)| party == me) => "you have signed it already",
        Some(stand) if answered(stand) => "your answer waits until the partner is in touch",
        Some(_) => "no version of that name waits",
    }
}

//! What a person must know of each party that was sent an item, before and after an order about it: who uses it and
//! passed it on, who is silent and since when, whom to call there, and by when the agreement wants an answer.

use super::using::OneUse;
use crate::errors::Error;
use crate::node::Step;
use crate::ops::Ctx;
use crate::ops::agreement::show::pages;
use interwire_core::agreement::point::{Duty, Point, Ruling};
use interwire_core::agreement::{Agreement, lang};
use interwire_core::exchange::store::{JournalRow, Store, Stored};
use interwire_core::ids::{AgreementId, PartyId};
use interwire_core::time::Time;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A partner without contact for longer is silent, in milliseconds: one that is in touch asks at least every half minute.
const SILENT_MS: i64 = 300_000;

/// What the journals and the agreement say of a party, besides what it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its name in the agreement.
    pub name: String,
    /// Its postal address in the agreement.
    pub address: Option<String>,
    /// Who signed for it, or is to sign: name and office. The agreement names nobody else.
    pub people: Vec<(String, String)>,
    /// When it was last in touch, since this node started.
    pub last_contact: Option<String>,
    /// It has not been in touch for minutes, or cannot be reached.
    pub silent: bool,
    /// Why it cannot be reached.
    pub trouble: Option<String>,
    /// Statements of ours that it has not taken over.
    pub behind: u64,
    /// Where it has told that it uses the item.
    pub uses: Vec<OneUse>,
    /// Versions that it made available itself, as far as our journals tell, each with the agreement.
    pub passed_on: Vec<(String, u64)>,
}

/// By when the agreement wants a recall answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Due {
    /// That it arrived and the item is stopped.
    pub stopped: Option<Time>,
    /// That it is gone from everything.
    pub removed: Option<Time>,
}

/// What is known of the parties of an agreement.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The parties, ourselves too.
    pub parties: BTreeMap<PartyId, Link>,
    /// The agreement that runs, else the newest version known.
    pub agreement: Option<Agreement>,
}

impl Known {
    /// By when an order of a moment is to be answered.
    #[must_use]
    pub fn due(&self, at: Time) -> Due {
        let mut due = Due::default();
        let Some(agreement) = &self.agreement else { return due };
        for article in &agreement.articles {
            let Ruling::Demands(duties) = article.terms.enforce(agreement, &Point::Recall { at }) else { continue };
            for duty in duties {
                match duty {
                    Duty::AcknowledgeBy(by) => due.stopped = Some(by),
                    Duty::RemoveBy { by, .. } => due.removed = Some(by),
                    _ => {}
                }
            }
        }
        due
    }
}

/// The parties of every agreement, with what the agreement and the line to them tell.
///
/// # Errors
/// If the store fails.
pub async fn known(ctx: &Ctx) -> Result<BTreeMap<AgreementId, Known>, Error> {
    let health = ctx.peers.all();
    let now = ctx.node.now();
    let mut all = ctx.step(|step| Ok(Ok(agreements(step)?))).await?;
    for (party, link) in all.values_mut().flat_map(|known| known.parties.iter_mut()) {
        let health = health.get(party).cloned().unwrap_or_default();
        let last = health.reached_at.max(health.heard_at);
        link.last_contact = last.map(|at| at.to_string());
        link.trouble = health.trouble.map(|trouble| trouble.message);
        link.silent = ctx.runs && (link.trouble.is_some() || last.is_none_or(|last| now.since(last) > SILENT_MS));
    }
    Ok(all)
}

fn agreements(step: &mut Step) -> Stored<BTreeMap<AgreementId, Known>> {
    let mut all = BTreeMap::new();
    let ids: Vec<AgreementId> = step.machine.deals().keys().cloned().collect();
    for id in ids {
        let (behind, signed) = (behind(step, &id)?, pages(step.tx, &id)?);
        let Some(deal) = step.machine.deals().get(&id) else { continue };
        let agreement = deal.agreement_at(step.now).cloned();
        let link = |party: &PartyId| Link {
            people: people(party, &signed, agreement.as_ref()),
            behind: behind.get(party).copied().unwrap_or(0),
            ..agreement.as_ref().map(|agreement| named(party, agreement)).unwrap_or_default()
        };
        let parties = deal.rings.keys().map(|party| (party.clone(), link(party))).collect();
        all.insert(id, Known { parties, agreement });
    }
    Ok(all)
}

/// How many statements of ours each party has not taken over.
fn behind(step: &mut Step, id: &AgreementId) -> Stored<BTreeMap<PartyId, u64>> {
    let me = step.machine.me().clone();
    let Some(epoch) = step.machine.deals().get(id).map(|deal| deal.epoch) else { return Ok(BTreeMap::new()) };
    let rows = step.tx.journals(id)?;
    let of_epoch = || rows.iter().filter(|row| row.id.epoch == epoch);
    let ours = of_epoch().find(|row| row.id.party == me).map_or(0, JournalRow::size);
    let lag = |row: &JournalRow| ours.saturating_sub(row.seen.get(&(me.clone(), epoch)).copied().unwrap_or(0));
    Ok(of_epoch().filter(|row| row.id.party != me).map(|row| (row.id.party.clone(), lag(row))).collect())
}

fn named(party: &PartyId, agreement: &Agreement) -> Link {
    let Some(own) = agreement.party(party) else { return Link::default() };
    let english = interwire_core::agreement::Lang::english();
    let place: Vec<&str> = [own.address.as_deref(), own.country.as_deref()].into_iter().flatten().collect();
    Link {
        name: lang::best(&own.name, &english).unwrap_or(party.as_str()).to_owned(),
        address: Some(place.join(", ")).filter(|place| !place.is_empty()),
        ..Link::default()
    }
}

/// Who signed for a party, else who is expected to.
fn people(
    party: &PartyId,
    signed: &crate::ops::agreement::show::Pages,
    agreement: Option<&Agreement>,
) -> Vec<(String, String)> {
    let pages = signed.iter().filter(|((_, by), _)| by == party.as_str());
    let mut people: Vec<_> = pages.map(|(_, page)| (page.signatory.clone(), page.office.clone())).collect();
    if people.is_empty() {
        let expected = agreement.and_then(|agreement| agreement.party(party)?.signatory.clone());
        people.extend(expected.map(|person| (person.name, person.office)));
    }
    people.sort();
    people.dedup();
    people
}

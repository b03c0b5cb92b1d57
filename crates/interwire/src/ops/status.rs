//! `status`: how the node is, on one screen: its agreements, its partners, what waits and what needs a person.

use super::agreement::list::{self, Listed};
use super::agreement::show::standing;
use super::partner::{self, Partner};
use super::{Ctx, Nothing};
use crate::errors::Error;
use crate::node::Step;
use crate::store::counts::Waiting;
use crate::store::offers::OfferRow;
use interwire_core::exchange::store::{Store, Stored};
use serde::{Deserialize, Serialize};

/// How the node is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Status {
    /// Its party.
    pub party: String,
    /// The party's name.
    pub name: String,
    /// The fingerprint of the party's root key.
    pub fingerprint: String,
    /// Where partners reach it, if they can.
    pub base_url: Option<String>,
    /// Its agreements.
    pub agreements: Vec<Listed>,
    /// Its partners.
    pub partners: Vec<Partner>,
    /// What it holds of the journals of each agreement.
    pub journals: Vec<Journals>,
    /// How much there is of what.
    pub counts: Counts,
    /// What a person should do, the most urgent first.
    pub to_do: Vec<String>,
}

/// The journals of an agreement.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Journals {
    /// The agreement.
    pub agreement: String,
    /// Each as `party`, entries held, entries its owner has signed, and open, forked or lost.
    pub journals: Vec<(String, u64, u64, String)>,
    /// Whether ours may be written.
    pub confirmed: bool,
    /// Statements of ours that wait until it may.
    pub queued: u64,
    /// Blobs that are announced and not held.
    pub wanted: u64,
}

/// How much there is of what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Items, ours and partners'.
    pub items: u64,
    /// Statements of ours that wait until a journal may be written.
    pub queued: u64,
    /// Blobs that are announced and not held.
    pub wanted: u64,
    /// Versions of ours that wait for a moment or a person.
    pub held_back: u64,
    /// Versions of ours for which no receiver has answered yet.
    pub unanswered: u64,
    /// Open dead letters.
    pub dead_letters: u64,
    /// Open findings: lies, breaches, things not understood.
    pub findings: u64,
}

/// How the node is.
///
/// # Errors
/// If the store cannot be read.
pub async fn status(ctx: &Ctx, _: Nothing) -> Result<Status, Error> {
    let house = ctx.node.house();
    let counts = ctx.node.db().counts(house.me.as_str()).await?;
    let waiting = ctx.node.db().waiting().await?;
    let agreements = list::list(ctx, Nothing {}).await?;
    let partners = partner::list(ctx, Nothing {}).await?;
    let journals = ctx.step(move |step| Ok(Ok(journals(step, &waiting)?))).await?;
    let offers = ctx.node.db().offers().await?;
    let counts = Counts {
        items: counts.items,
        queued: counts.queued,
        wanted: counts.wanted,
        held_back: counts.held_back,
        unanswered: counts.unanswered,
        dead_letters: counts.dead_letters,
        findings: counts.findings,
    };
    Ok(Status {
        party: house.me.to_string(),
        name: house.name.clone(),
        fingerprint: house.root.fingerprint(),
        base_url: house.base_url.clone(),
        to_do: to_do(&agreements, &partners, &journals, &offers, counts),
        agreements,
        partners,
        journals,
        counts,
    })
}

fn journals(step: &mut Step, waiting: &[Waiting]) -> Stored<Vec<Journals>> {
    let ids: Vec<_> = step.machine.deals().keys().cloned().collect();
    let mut all = Vec::new();
    for id in ids {
        let rows = step.tx.journals(&id)?;
        let of = |row: &interwire_core::exchange::store::JournalRow| {
            (row.id.party.to_string(), row.size(), row.newest_size, standing(&row.standing).to_owned())
        };
        let waits = waiting.iter().find(|one| one.agreement == id);
        all.push(Journals {
            confirmed: step.machine.is_confirmed(&id),
            agreement: id.to_string(),
            journals: rows.iter().map(of).collect(),
            queued: waits.map_or(0, |one| one.queued),
            wanted: waits.map_or(0, |one| one.wanted),
        });
    }
    Ok(all)
}

fn to_do(
    agreements: &[Listed],
    partners: &[Partner],
    journals: &[Journals],
    offers: &[OfferRow],
    counts: Counts,
) -> Vec<String> {
    let mut all = Vec::new();
    for one in journals {
        for (party, ..) in one.journals.iter().filter(|(.., standing)| standing != "open") {
            all.push(format!("the journal of {party} under {} has broken: call the partner", one.agreement));
        }
    }
    for one in agreements.iter().filter(|one| one.halted) {
        all.push(format!(
            "{}: a partner said something that this version does not understand; update the node",
            one.agreement
        ));
    }
    for one in agreements.iter().filter(|one| one.waits_for_us) {
        all.push(format!("read and sign, or decline: interwire agreement show {}", one.agreement));
    }
    for one in offers.iter().filter(|one| one.never_arrived()) {
        let (at, note) = (one.endpoint.as_deref().unwrap_or_default(), one.note.as_deref().unwrap_or_default());
        let (agreement, party) = (&one.agreement, &one.party);
        all.push(format!(
            "the offer of {agreement} has not arrived at {party}, {at}: {note} If the address is wrong: interwire partner \
             address {party} URL"
        ));
    }
    for (one, proposed) in agreements.iter().flat_map(|one| one.proposed.iter().map(move |proposed| (one, proposed))) {
        let (by, agreement) = (&proposed.by, &one.agreement);
        all.push(format!("{by} proposes new journals: interwire agreement epoch accept {agreement}"));
    }
    let count = |number: u64, what: &str| (number > 0).then(|| format!("{number} {what}"));
    all.extend(count(counts.findings, "findings need a person: they are on the page Partners"));
    all.extend(count(counts.dead_letters, "dead letters: interwire dead-letter list"));
    for one in partners.iter().filter(|one| one.trouble.is_some()) {
        let next = one.trouble.as_ref().map_or("", |trouble| trouble.next_step.as_str());
        all.push(format!("{}: {}. {next}", one.party, one.words));
    }
    for one in journals.iter().filter(|one| !one.confirmed && one.queued > 0) {
        all.push(format!(
            "{}: {} statements wait until a partner has told which head of our journal it holds",
            one.agreement, one.queued
        ));
    }
    all
}

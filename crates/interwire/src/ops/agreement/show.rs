//! `agreement-show`: everything a person needs to read before signing, and to know afterwards.

use super::list::{Listed, listed};
use super::{find, no_label};
use crate::errors::{Code, Error};
use crate::node::Step;
use crate::ops::{Ctx, fault};
use interwire_core::agreement::life::VersionStand;
use interwire_core::agreement::{Lang, Severity, check, print};
use interwire_core::exchange::deal::Deal;
use interwire_core::exchange::store::{Standing, Store, Stored};
use interwire_core::ids::{AgreementId, Hash, PartyId};
use interwire_core::keys::KeyRing;
use interwire_core::protocol::v1::agreement::AgreementVersion;
use interwire_core::protocol::v1::page::SignaturePage;
use interwire_core::protocol::v1::statement::{Body, Statement};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which agreement, and in which language its articles are read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Show {
    /// The agreement: its id, the beginning of it, or the partner's.
    pub agreement: String,
    /// A language tag; English if none.
    pub language: Option<String>,
}

/// An agreement in full.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Shown {
    /// What the list says of it.
    pub head: Listed,
    /// Its parties.
    pub parties: Vec<Party>,
    /// Its versions, each after the one it follows.
    pub versions: Vec<Version>,
    /// What this node holds of its journals.
    pub journals: Vec<Journal>,
    /// Whether our journal under it may be written: a counterparty has told its head since the start.
    pub confirmed: bool,
}

/// A party.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Party {
    /// Its id.
    pub party: String,
    /// Its name.
    pub name: String,
    /// Its root key.
    pub root_key: String,
    /// What two people compare by telephone.
    pub fingerprint: String,
    /// It is us.
    pub is_us: bool,
}

/// An offered version.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Version {
    /// Its hash.
    pub version: String,
    /// The one it follows.
    pub predecessor: Option<String>,
    /// Who offered it.
    pub offered_by: String,
    /// When.
    pub offered_at: String,
    /// The signatures.
    pub signed: Vec<Signed>,
    /// Who has not signed.
    pub missing: Vec<String>,
    /// Who declined.
    pub declined: Vec<String>,
    /// It was taken back.
    pub withdrawn: bool,
    /// The first moment in force, if all have signed.
    pub in_force_from: Option<String>,
    /// Title, parties and articles in words.
    pub text: String,
    /// What is wrong with it or should be looked at.
    pub problems: Vec<String>,
    /// Whether this program can sign it.
    pub may_be_signed: bool,
}

/// A signature.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Signed {
    /// Whose.
    pub party: String,
    /// When the statement was written.
    pub at: String,
    /// Who signed.
    pub signatory: Option<String>,
    /// In which office.
    pub office: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// On which day, at that place.
    pub date: Option<String>,
}

/// What is held of a journal.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Journal {
    /// Whose.
    pub party: String,
    /// Its epoch.
    pub epoch: u32,
    /// Entries held.
    pub size: u64,
    /// Entries that have taken effect.
    pub taken_effect: u64,
    /// The greatest size its owner has signed, as far as known.
    pub signed_size: u64,
    /// open, forked or lost.
    pub standing: String,
}

/// An agreement in full.
///
/// # Errors
/// If there is no such agreement, or the language is none.
pub async fn show(ctx: &Ctx, input: Show) -> Result<Shown, Error> {
    let tag = input.language.as_deref().unwrap_or("en");
    let language: Lang = tag.parse().map_err(|e| fault::unreadable("the language", tag, &e))?;
    ctx.step(move |step| {
        let id = match find::agreement(step.machine, &input.agreement) {
            Ok(id) => id,
            Err(e) => return Ok(Err(e)),
        };
        let shown = shown(step, &id, &language)?;
        Ok(shown.ok_or_else(|| Error::new(Code::AgreementUnknown).with("given", &input.agreement)))
    })
    .await
}

fn shown(step: &mut Step, id: &AgreementId, language: &Lang) -> Stored<Option<Shown>> {
    let me = step.machine.me().clone();
    let confirmed = step.machine.is_confirmed(id);
    let Some(head) = listed(step, id)? else { return Ok(None) };
    let Some(deal) = step.machine.deals().get(id) else { return Ok(None) };
    let pages = pages(step.tx, id)?;
    let mut versions = Vec::new();
    for stand in deal.life.versions() {
        versions.push(version(step.tx, &stand, &pages, language)?);
    }
    let journals = step.tx.journals(id)?.into_iter().map(|row| Journal {
        party: row.id.party.to_string(),
        epoch: row.id.epoch,
        size: row.size(),
        taken_effect: row.folded,
        signed_size: row.newest_size,
        standing: standing(&row.standing).to_owned(),
    });
    Ok(Some(Shown { head, parties: parties(deal, &me, language), versions, journals: journals.collect(), confirmed }))
}

fn parties(deal: &Deal, me: &PartyId, language: &Lang) -> Vec<Party> {
    let newest = deal.versions.values().next_back();
    let named = |party: &PartyId| newest.map_or_else(String::new, |a| a.party_name(party, language).to_owned());
    let of = |(id, ring): (&PartyId, &KeyRing)| Party {
        party: id.to_string(),
        name: named(id),
        root_key: ring.root().to_string(),
        fingerprint: ring.root().fingerprint(),
        is_us: id == me,
    };
    deal.rings.iter().map(of).collect()
}

/// Signature pages by version and party.
pub(in crate::ops) type Pages = BTreeMap<(Hash, String), SignaturePage>;

/// The signature pages of an agreement, as far as they have come.
///
/// # Errors
/// If the store fails.
pub(in crate::ops) fn pages(store: &mut dyn Store, id: &AgreementId) -> Stored<Pages> {
    let mut pages = Pages::new();
    for row in store.life(id)? {
        let Ok(Statement { body: Body::Signed { agreement_version, page, .. }, .. }) =
            Statement::from_bytes(&row.bytes)
        else {
            continue;
        };
        let read = store.blob(&page.hash)?.and_then(|bytes| SignaturePage::from_bytes(&bytes).ok());
        pages.extend(read.map(|page| ((agreement_version, row.position.journal.party.to_string()), page)));
    }
    Ok(pages)
}

fn version(store: &mut dyn Store, stand: &VersionStand, pages: &Pages, language: &Lang) -> Stored<Version> {
    let parsed = store.blob(&stand.version)?.and_then(|bytes| AgreementVersion::read(&bytes).ok());
    let (mut text, mut problems, mut may_be_signed) = (String::new(), Vec::new(), false);
    if let Some(parsed) = &parsed {
        let agreement = &parsed.version().agreement;
        text = print::print(agreement, language, &no_label);
        let mut all = parsed.problems();
        all.extend(check::sentences(agreement, &no_label));
        may_be_signed = all.iter().all(|problem| problem.severity < Severity::Error);
        problems = all.iter().map(ToString::to_string).collect();
    }
    let signed = stand.signed.iter().map(|(party, at)| {
        let page = pages.get(&(stand.version, party.to_string()));
        Signed {
            party: party.to_string(),
            at: at.to_string(),
            signatory: page.map(|page| page.signatory.clone()),
            office: page.map(|page| page.office.clone()),
            place: page.map(|page| page.place.clone()),
            date: page.map(|page| page.date.to_string()),
        }
    });
    Ok(Version {
        version: stand.version.to_string(),
        predecessor: stand.predecessor.map(|hash| hash.to_string()),
        offered_by: stand.by.to_string(),
        offered_at: stand.at.to_string(),
        signed: signed.collect(),
        missing: stand.missing.iter().map(ToString::to_string).collect(),
        declined: stand.declined.iter().map(ToString::to_string).collect(),
        withdrawn: stand.withdrawn,
        in_force_from: stand.from.map(|at| at.to_string()),
        text,
        problems,
        may_be_signed,
    })
}

/// A journal's standing in a word.
#[must_use]
pub fn standing(standing: &Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::Forked => "forked",
        Standing::Lost => "lost",
    }
}

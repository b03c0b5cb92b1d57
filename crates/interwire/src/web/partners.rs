//! Partners: when each was last in touch, how far behind it is, what is wrong and what to do, and what was found about
//! its journals, with evidence to keep.

use super::access::Access;
use super::failure::Failure;
use super::headers::FILE_POLICY;
use super::page::{Frame, When, show};
use super::rows::findings::{self, Backlog, FindingLine};
use super::rows::given::{self, Refused};
use super::{Web, causes};
use crate::pump::peers::{Health, Trouble};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{Method, header};
use interwire_core::exchange::store::{JournalRow, Store};
use interwire_core::ids::{Hash, PartyId};
use std::collections::{BTreeMap, BTreeSet};

/// Clocks that differ by more seconds are shown as a trouble.
const SKEW_S_MAX: i64 = 60;

struct Partner {
    id: PartyId,
    name: String,
    fingerprint: Option<String>,
    agreements: usize,
    base: Option<String>,
    reached: Option<When>,
    heard: Option<When>,
    retry: Option<When>,
    failures: u32,
    trouble: Option<(Trouble, When)>,
    /// What its code means and what to do, in the reader's language.
    said: Option<&'static str>,
    awaited: bool,
    skew_s: i64,
    backlog: Backlog,
    wanted: String,
    /// Entries of ours that it has not taken over, as its own statements tell.
    ahead: u64,
    /// Entries of its journals that we hold and have not worked off.
    unfolded: u64,
    /// Versions of ours that it has not answered for, and since when.
    unanswered: Option<(i64, Option<When>)>,
    refusals: Vec<Refusal>,
}

/// How often versions were refused for one cause, by the partner or by us.
struct Refusal {
    by_partner: bool,
    count: i64,
    what: String,
    next: Option<String>,
}

impl Partner {
    fn skewed(&self) -> bool {
        self.skew_s.abs() > SKEW_S_MAX
    }

    /// The word for how it is.
    fn state(&self) -> &'static str {
        match () {
            () if self.backlog.broken > 0 => "broken",
            () if self.trouble.is_some() => "trouble",
            () if self.awaited => "awaited",
            () if self.base.is_none() => "no-address",
            () if self.reached.is_none() && self.heard.is_none() => "silent",
            () if self.backlog.entries > 0 || self.backlog.blobs > 0 => "behind",
            () => "well",
        }
    }

    /// The key of what a person should do next; nothing if nothing need be done.
    fn next(&self) -> Option<&'static str> {
        match self.state() {
            "broken" => Some("partner.next-broken"),
            // The trouble itself says what to do.
            "trouble" => None,
            "awaited" => Some("partner.next-awaited"),
            "no-address" => Some("partner.next-no-address"),
            "silent" => Some("partner.next-silent"),
            _ if self.refusals.iter().any(|refused| refused.by_partner) => Some("partner.next-refused"),
            _ if self.skewed() => Some("partner.next-skew"),
            "behind" => Some("partner.next-behind"),
            _ if self.ahead > 0 || self.unanswered.is_some() => Some("partner.next-ahead"),
            _ => None,
        }
    }

    /// What is next is a person's to do; the rest goes on by itself.
    fn calls(&self) -> bool {
        !matches!(self.next(), None | Some("partner.next-behind" | "partner.next-ahead"))
    }
}

struct Found {
    line: FindingLine,
    at: When,
}

#[derive(Template)]
#[template(path = "partners.html")]
struct PartnersPage {
    f: Frame,
    partners: Vec<Partner>,
    findings: Vec<Found>,
    may_try: bool,
}

/// `GET /partners`
pub async fn page(State(web): State<Web>, access: Access) -> Result<Response, Failure> {
    let frame = Frame::new(&web, &access, "/partners");
    let db = web.node().db();
    let mut backlogs: BTreeMap<PartyId, Backlog> = findings::backlog(db).await?.into_iter().collect();
    let me = web.node().house().me.clone();
    let mut lags = lags(&web).await?;
    let refusals = given::refusals(db, &me).await?;
    let unanswered = given::unanswered(db, &me).await?;
    let health = web.peers().all();
    let directory = web.node().directory();
    let known: BTreeSet<PartyId> =
        directory.parties().map(|(id, _)| id.clone()).chain(health.keys().cloned()).collect();
    let refusal = |refused: &Refused| {
        let (what, next) = causes::of_version(&frame, &refused.cause);
        Refusal { by_partner: refused.by_partner, count: refused.count, what, next }
    };
    let partner = |id: PartyId| {
        let entry = directory.party(&id);
        let health = health.get(&id).cloned().unwrap_or_default();
        let backlog = backlogs.remove(&id).unwrap_or_default();
        let waits = unanswered.iter().find(|(party, ..)| *party == id);
        let own = Partner {
            unanswered: waits.map(|(_, count, since)| (*count, since.map(|since| frame.when(since)))),
            refusals: refusals.iter().filter(|refused| refused.party == id).map(refusal).collect(),
            ..partner(&frame, id.clone(), entry, &health, backlog)
        };
        let (ahead, unfolded) = lags.remove(&id).unwrap_or_default();
        Partner { ahead, unfolded, ..own }
    };
    let partners = known.into_iter().filter(|id| *id != me).map(partner).collect();
    let found = |line: FindingLine| Found { at: frame.when(line.at), line };
    let findings = findings::open(db).await?.into_iter().map(found).collect();
    let may_try = access.may(&Method::POST, "/partners/{party}/try");
    Ok(show(&PartnersPage { partners, findings, may_try, f: frame })?.into_response())
}

fn partner(
    frame: &Frame,
    id: PartyId,
    entry: Option<&crate::node::directory::Entry>,
    health: &Health,
    backlog: Backlog,
) -> Partner {
    let when = |time: Option<_>| time.map(|time| frame.when(time));
    Partner {
        name: entry.and_then(|entry| entry.name.clone()).unwrap_or_else(|| id.to_string()),
        fingerprint: entry.and_then(|entry| entry.root).map(|root| root.fingerprint()),
        agreements: entry.map_or(0, |entry| entry.agreements.len()),
        base: health.base.clone(),
        reached: when(health.reached_at),
        heard: when(health.heard_at),
        retry: when(health.retry_at.into_iter().flatten().min()),
        failures: health.failures.into_iter().max().unwrap_or(0),
        trouble: health.trouble.clone().map(|trouble| (trouble.clone(), frame.when(trouble.at))),
        said: health.trouble.as_ref().and_then(|trouble| causes::of_request(frame, &trouble.code)),
        awaited: health.awaited,
        skew_s: health.skew_s,
        wanted: frame.bytes(backlog.bytes.unsigned_abs()),
        backlog,
        ahead: 0,
        unfolded: 0,
        unanswered: None,
        refusals: Vec::new(),
        id,
    }
}

/// Of each party: entries of ours that it has not taken over, and entries of its that we hold and have not worked off.
async fn lags(web: &Web) -> Result<BTreeMap<PartyId, (u64, u64)>, Failure> {
    let lags = web.node().step(|step| {
        let (me, mut lags) = (step.machine.me().clone(), BTreeMap::<PartyId, (u64, u64)>::new());
        let deals: Vec<_> = step.machine.deals().values().map(|deal| (deal.id.clone(), deal.epoch)).collect();
        for (agreement, epoch) in deals {
            let rows = step.tx.journals(&agreement)?;
            let of_epoch = || rows.iter().filter(|row| row.id.epoch == epoch);
            let ours = of_epoch().find(|row| row.id.party == me).map_or(0, JournalRow::size);
            for row in of_epoch().filter(|row| row.id.party != me) {
                let seen = row.seen.get(&(me.clone(), epoch)).copied().unwrap_or(0);
                let lag = lags.entry(row.id.party.clone()).or_default();
                lag.0 += ours.saturating_sub(seen);
                lag.1 += row.size().saturating_sub(row.folded);
            }
        }
        Ok(lags)
    });
    Ok(lags.await?)
}

/// `POST /partners/{party}/try`
pub async fn try_now(State(web): State<Web>, Path(party): Path<String>) -> Result<Response, Failure> {
    let party: PartyId = party.parse().map_err(|_| Failure::NotFound)?;
    if web.node().directory().party(&party).is_none() && !web.peers().all().contains_key(&party) {
        return Err(Failure::NotFound);
    }
    web.peers().nudge(&party);
    Ok(Redirect::to(&format!("{}/partners", web.settings().root)).into_response())
}

/// `GET /findings/{key}/evidence`
pub async fn evidence(State(web): State<Web>, Path(key): Path<String>) -> Result<Response, Failure> {
    let key: Hash = key.parse().map_err(|_| Failure::NotFound)?;
    let evidence = findings::evidence(web.node().db(), &key).await?;
    let evidence = evidence.filter(|bytes| !bytes.is_empty()).ok_or(Failure::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"evidence-{}.json\"", key.short())),
        (header::CONTENT_SECURITY_POLICY, FILE_POLICY.to_owned()),
    ];
    Ok((headers, evidence).into_response())
}

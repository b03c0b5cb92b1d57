//! Partners: when each was last in touch, how far behind it is, what is wrong and what to do, and what was found about
//! its journals, with evidence to keep.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::headers::FILE_POLICY;
use super::page::{Frame, When, show};
use super::rows::findings::{self, Backlog, FindingLine};
use super::story::bytes_in_words;
use crate::pump::peers::{Health, Trouble};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{Method, header};
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
    awaited: bool,
    skew_s: i64,
    backlog: Backlog,
    wanted: String,
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
    let health = web.peers().all();
    let directory = web.node().directory();
    let me = &web.node().house().me;
    let known: BTreeSet<PartyId> =
        directory.parties().map(|(id, _)| id.clone()).chain(health.keys().cloned()).collect();
    let partner = |id: PartyId| {
        let entry = directory.party(&id);
        let health = health.get(&id).cloned().unwrap_or_default();
        let backlog = backlogs.remove(&id).unwrap_or_default();
        partner(&frame, id, entry, &health, backlog)
    };
    let partners = known.into_iter().filter(|id| id != me).map(partner).collect();
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
        awaited: health.awaited,
        skew_s: health.skew_s,
        wanted: bytes_in_words(backlog.bytes.unsigned_abs()),
        backlog,
        id,
    }
}

/// `POST /partners/{party}/try`
pub async fn try_now(State(web): State<Web>, Path(party): Path<String>) -> Result<Response, Failure> {
    let party = party.parse().map_err(|_| Failure::NotFound)?;
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

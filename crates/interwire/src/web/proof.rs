//! Where a version came from, step by step: a dossier is made and examined while the page is shown, so every verdict is
//! of now; and the dossier itself, to be kept and verified elsewhere.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::headers::FILE_POLICY;
use super::item::Found;
use super::page::{Frame, When, show};
use crate::errors::{Code, Error};
use crate::ops::item::proof::{dossier, file_name};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{Method, header};
use interwire_core::dossier::{Claim, Dossier, Examined, Kind, examine, to_bytes};
use interwire_core::ids::{Hash, ItemKey};
use interwire_core::journal::proof::{Climbed, climb};
use interwire_core::journal::tree::leaf_hash;
use interwire_core::protocol::v1::statement::{Body, Statement};

/// The steps of the page, in the order in which one rests on the other.
const STEPS: [Kind; 8] =
    [Kind::Document, Kind::Item, Kind::Place, Kind::Head, Kind::Cosigned, Kind::Keys, Kind::Article, Kind::Signed];

/// One claim for a reader.
struct ClaimView {
    claim: Claim,
    /// What is claimed, in words.
    words: String,
    fingerprint: Option<String>,
    at: Option<When>,
}

/// A step: what it proves, and the claims that it consists of.
struct Step {
    word: &'static str,
    holds: bool,
    claims: Vec<ClaimView>,
}

#[derive(Template)]
#[template(path = "proof.html")]
struct ProofPage {
    f: Frame,
    key: ItemKey,
    version: u64,
    examined: Examined,
    written: When,
    /// The statement's bytes.
    statement: String,
    leaf: Hash,
    /// The way from the statement to the root of the head.
    path: Vec<Climbed>,
    size: u64,
    root: Hash,
    steps: Vec<Step>,
    orders: Vec<ClaimView>,
    /// The root keys: whose, fingerprint.
    roots: Vec<(String, String)>,
    may_download: bool,
}

/// `GET /items/{source}/{item}/{version}/proof`
pub async fn page(
    State(web): State<Web>,
    access: Access,
    Path((source, item, version)): Path<(String, String, u64)>,
) -> Result<Response, Failure> {
    let found = Found::at(&web, &source, &item).await?;
    let line = found.version(Some(version)).cloned().ok_or(Failure::NotFound)?;
    let own = found.key.source == web.node().house().me;
    let frame = Frame::new(&web, &access, if own { "/sent" } else { "/board" });
    let dossier = dossier(&web.ctx(&access), &found.key, Some(version)).await?;
    let examined = examine(&dossier).map_err(|why| unfit(&found.key, &why))?;
    let may = access.may(&Method::GET, "/items/{source}/{item}/{version}/proof/file");
    let may_download = may && found.may_see(&line, &access);
    Ok(show(&view(frame, &dossier, examined, may_download))?.into_response())
}

/// `GET /items/{source}/{item}/{version}/proof/file`
pub async fn file(
    State(web): State<Web>,
    access: Access,
    Path((source, item, version)): Path<(String, String, u64)>,
) -> Result<Response, Failure> {
    let found = Found::at(&web, &source, &item).await?;
    let line = found.version(Some(version)).filter(|line| found.may_see(line, &access));
    line.ok_or(Failure::NotFound)?;
    let dossier = dossier(&web.ctx(&access), &found.key, Some(version)).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file_name(&found.key, version))),
        (header::CONTENT_SECURITY_POLICY, FILE_POLICY.to_owned()),
    ];
    Ok((headers, to_bytes(&dossier)).into_response())
}

fn unfit(key: &ItemKey, why: &interwire_core::dossier::Unfit) -> Error {
    Error::new(Code::NoDossier).with("item", &key.item).with("reason", why.to_string())
}

fn view(f: Frame, dossier: &Dossier, examined: Examined, may_download: bool) -> ProofPage {
    let is_main =
        |bytes: &[u8]| Statement::from_bytes(bytes).is_ok_and(|statement| matches!(statement.body, Body::Published(_)));
    let main = dossier.entries.iter().find(|entry| is_main(&entry.statement));
    let leaf = leaf_hash(main.map(|entry| entry.statement.as_slice()).unwrap_or_default());
    let head = main.map(|entry| entry.head.unverified().clone());
    let size = head.as_ref().map_or(0, |head| head.size);
    let path = main.map(|entry| climb(&leaf, entry.index, size, &entry.path)).unwrap_or_default();
    let claim = |claim: &Claim| ClaimView {
        words: words(claim, &f),
        fingerprint: claim.key.map(|key| key.fingerprint()),
        at: claim.at.map(|at| f.when(at)),
        claim: claim.clone(),
    };
    let of = |kind: Kind| examined.claims.iter().filter(move |one| one.kind == kind).map(claim).collect::<Vec<_>>();
    let step = |kind: Kind| Step {
        word: kind.word(),
        holds: examined.claims.iter().filter(|one| one.kind == kind).all(|one| one.wrong.is_none()),
        claims: of(kind),
    };
    ProofPage {
        steps: STEPS.into_iter().map(step).filter(|step| !step.claims.is_empty()).collect(),
        orders: of(Kind::Order),
        roots: examined.roots.iter().map(|(party, key)| (party.to_string(), key.fingerprint())).collect(),
        statement: main.map(|entry| String::from_utf8_lossy(&entry.statement).into_owned()).unwrap_or_default(),
        root: head.map_or_else(|| Hash::of(b""), |head| head.root),
        written: f.when(examined.at),
        key: examined.key.clone(),
        version: examined.published.version,
        size,
        leaf,
        path,
        may_download,
        examined,
        f,
    }
}

/// What is claimed, in words; the details of a claim are numbers and names in a fixed order.
fn words(claim: &Claim, f: &Frame) -> String {
    let Claim { kind, detail, .. } = claim;
    let (first, rest) = detail.split_once(' ').unwrap_or((detail, ""));
    match kind {
        Kind::Keys => f.count("proof.papers", detail),
        Kind::Article => f.with("item.article", "article", detail),
        Kind::Head => format!("{} {rest}", f.count("partner.entries", first)),
        Kind::Cosigned => f.fill("proof.held", &[("party", first), ("count", rest)]),
        Kind::Place => {
            let (index, size) = rest.split_once('/').unwrap_or((rest, ""));
            f.fill("proof.entry", &[("kind", f.word("act", first).as_str()), ("index", index), ("count", size)])
        }
        Kind::Item => f.fill("proof.version", &[("item", first), ("version", rest)]),
        _ => detail.clone(),
    }
}

//! Signing and declining an offered agreement version, and what else a party says of an agreement. The passphrase of the
//! seal key goes from the form to the key and nowhere else: it is never logged and never stored.

use super::Web;
use super::access::Access;
use super::deal::{self, View};
use super::failure::Failure;
use super::page::{Frame, show};
use crate::errors::Code as ErrorCode;
use crate::house;
use crate::ops::agreement::seal::{Seal, Secret};
use crate::ops::agreement::{act, sign as op};
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use interwire_core::agreement::Lang;
use interwire_core::ids::{AgreementId, Hash};
use serde::Deserialize;
use zeroize::Zeroizing;

/// Reasons to choose from: public words of the protocol.
pub const REASONS: [&str; 4] = ["terms", "not-authorised", "unknown-party", "unspecified"];

/// The form. It holds a secret, so it cannot be printed.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    version: String,
    #[serde(default)]
    signatory: String,
    #[serde(default)]
    office: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    compared: String,
    #[serde(default, deserialize_with = "super::login::secret")]
    passphrase: Zeroizing<String>,
}

/// The form to decline, or to say something else of an agreement.
#[derive(Debug, Deserialize)]
pub struct Said {
    #[serde(default)]
    version: String,
    #[serde(default)]
    act: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    sure: String,
}

#[derive(Template)]
#[template(path = "sign.html")]
struct SignPage {
    f: Frame,
    view: View,
    signatory: String,
    office: String,
    place: String,
    problem: Option<String>,
    has_seal: bool,
    reasons: [&'static str; 4],
}

/// `GET /agreements/{agreement}/sign`
pub async fn form(State(web): State<Web>, access: Access, Path(agreement): Path<String>) -> Result<Response, Failure> {
    let view = offered(&web, &agreement, None).await?;
    let me = view.parties.iter().find(|party| party.me).and_then(|party| party.signatory.clone());
    let (signatory, office) = me.as_deref().and_then(|both| both.split_once(", ")).unwrap_or_default();
    let words = [signatory.to_owned(), office.to_owned(), String::new()];
    ask(&web, &access, view, words, None)
}

fn ask(
    web: &Web,
    access: &Access,
    view: View,
    [signatory, office, place]: [String; 3],
    problem: Option<String>,
) -> Result<Response, Failure> {
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let f = Frame::new(web, access, "/agreements");
    let has_seal = house::has_seal(&web.inner.ctx.keys);
    let page = SignPage { f, view, signatory, office, place, problem, has_seal, reasons: REASONS };
    Ok((status, show(&page)?).into_response())
}

/// A version that waits for the signature of this house.
async fn offered(web: &Web, agreement: &str, version: Option<Hash>) -> Result<View, Failure> {
    let id: AgreementId = agreement.parse().map_err(|_| Failure::NotFound)?;
    let view = deal::one(web, id, version, Lang::english()).await?.ok_or(Failure::NotFound)?;
    if view.waits_for_us && version.is_none_or(|version| version == view.version) {
        Ok(view)
    } else {
        Err(Failure::Status(StatusCode::CONFLICT))
    }
}

/// `POST /agreements/{agreement}/sign`
pub async fn sign(
    State(web): State<Web>,
    access: Access,
    Path(agreement): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    let version: Hash = asked.version.parse().map_err(|_| Failure::NotFound)?;
    let view = offered(&web, &agreement, Some(version)).await?;
    let words = [asked.signatory, asked.office, asked.place];
    let frame = Frame::new(&web, &access, "/agreements");
    if asked.compared != "yes" {
        return ask(&web, &access, view, words, Some(frame.t("sign.compare-first").to_owned()));
    }
    // Wrong passphrases are slowed down as wrong passwords are.
    let (guesser, now) = (format!("seal {}", access.name()), web.node().now());
    let wait_ms = web.inner.throttle.wait_ms(&guesser, None, now);
    if wait_ms > 0 {
        return ask(&web, &access, view, words, Some(frame.with("login.wait", "seconds", wait_ms / 1000 + 1)));
    }
    let _place = web.inner.passwords.acquire().await.map_err(|e| Failure::Store(e.to_string()))?;
    let [signatory, office, place] = words.clone();
    let seal = Seal { signatory, office, place, date: None, passphrase: Secret::new(&asked.passphrase) };
    let input = op::Sign { agreement: view.id.to_string(), version: Some(version.to_string()), seal };
    match op::sign(&web.ctx(&access), input).await {
        Ok(_) => Ok(web.go(&format!("/agreements/{}", view.id))),
        Err(e) if e.code() == ErrorCode::StoreFailed => Err(e.into()),
        Err(e) if e.code() == ErrorCode::PassphraseWrong => {
            web.inner.throttle.failed(&guesser, None, now);
            ask(&web, &access, view, words, Some(frame.t("sign.wrong-passphrase").to_owned()))
        }
        Err(e) => ask(&web, &access, view, words, Some(format!("{} {}", e.sentence(), e.next_step()))),
    }
}

/// `POST /agreements/{agreement}/decline`
pub async fn decline(
    State(web): State<Web>,
    access: Access,
    Path(agreement): Path<String>,
    Form(said): Form<Said>,
) -> Result<Response, Failure> {
    let (version, reason) = (Some(said.version), reason(&said.reason)?);
    act::decline(&web.ctx(&access), act::Decline { agreement: agreement.clone(), version, reason }).await?;
    Ok(web.go(&format!("/agreements/{agreement}")))
}

/// `POST /agreements/{agreement}/act`: suspends, resumes, gives notice, or consents to the end.
pub async fn act(
    State(web): State<Web>,
    access: Access,
    Path(agreement): Path<String>,
    Form(said): Form<Said>,
) -> Result<Response, Failure> {
    if said.sure != "yes" {
        return Err(Failure::Status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let (act, reason) = (said.act, reason(&said.reason)?);
    act::act(&web.ctx(&access), act::Act { agreement: agreement.clone(), act, reason }).await?;
    Ok(web.go(&format!("/agreements/{agreement}")))
}

fn reason(given: &str) -> Result<Option<String>, Failure> {
    let known = REASONS.iter().find(|word| **word == given);
    known.map(|word| Some((*word).to_owned())).ok_or(Failure::Status(StatusCode::UNPROCESSABLE_ENTITY))
}

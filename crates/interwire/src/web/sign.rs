//! Signing and declining an offered agreement version. The passphrase of the seal key goes from the form to the key
//! and nowhere else: it is never logged and never stored.

use super::Web;
use super::access::Access;
use super::deal::{self, View};
use super::failure::Failure;
use super::page::{Frame, show};
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use interwire_core::agreement::Lang;
use interwire_core::exchange::offer::Sealed;
use interwire_core::ids::{AgreementId, Hash};
use interwire_core::keys::SealKey;
use interwire_core::protocol::v1::page::SignaturePage;
use interwire_core::protocol::v1::statement::Code;
use serde::Deserialize;
use zeroize::Zeroizing;

/// The longest name, office or place, in characters.
const WORDS_CHARS_MAX: usize = 200;
/// Reasons to decline with: public words of the protocol.
const REASONS: [&str; 4] = ["terms", "not-authorised", "unknown-party", "unspecified"];

/// The form. It holds a secret, so it cannot be printed.
#[derive(Deserialize)]
pub struct Asked {
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

/// The form to decline.
#[derive(Debug, Deserialize)]
pub struct Declined {
    version: String,
    reason: String,
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
    let has_seal = web.settings().seal.is_some();
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
    let words = [asked.signatory, asked.office, asked.place].map(|text| text.trim().to_owned());
    let frame = Frame::new(&web, &access, "/agreements");
    let fits = |text: &String| !text.is_empty() && text.chars().count() <= WORDS_CHARS_MAX;
    if !words.iter().all(fits) || words.iter().any(|text| text.chars().any(char::is_control)) {
        return ask(&web, &access, view, words, Some(frame.t("sign.words").to_owned()));
    }
    if asked.compared != "yes" {
        return ask(&web, &access, view, words, Some(frame.t("sign.compare-first").to_owned()));
    }
    if !view.problems.is_empty() {
        return ask(&web, &access, view, words, Some(frame.t("sign.not-understood").to_owned()));
    }
    let key = match open_seal(&web, &access, &frame, asked.passphrase).await? {
        Ok(key) => key,
        Err(problem) => return ask(&web, &access, view, words, Some(problem)),
    };
    let sealed = seal(&web, &view, words, &key)?;
    give(&web, &access, &view, sealed).await?;
    Ok(Redirect::to(&format!("{}/agreements/{}", web.settings().root, view.id)).into_response())
}

/// The seal key, or what to tell the person. Wrong passphrases are slowed down as wrong passwords are.
async fn open_seal(
    web: &Web,
    access: &Access,
    frame: &Frame,
    passphrase: Zeroizing<String>,
) -> Result<Result<SealKey, String>, Failure> {
    let Some(open) = web.settings().seal.clone() else { return Ok(Err(frame.t("sign.no-seal").to_owned())) };
    let (guesser, now) = (format!("seal {}", access.name()), web.node().now());
    let wait_ms = web.inner.throttle.wait_ms(&guesser, None, now);
    if wait_ms > 0 {
        return Ok(Err(frame.with("login.wait", "seconds", wait_ms / 1000 + 1)));
    }
    let _place = web.inner.passwords.acquire().await.map_err(|e| Failure::Store(e.to_string()))?;
    let opened = tokio::task::spawn_blocking(move || open(passphrase)).await;
    let opened = opened.map_err(|_| Failure::Store("the seal key could not be opened".to_owned()))?;
    if opened.is_err() {
        web.inner.throttle.failed(&guesser, None, now);
    }
    Ok(opened)
}

fn seal(web: &Web, view: &View, [signatory, office, place]: [String; 3], key: &SealKey) -> Result<Sealed, Failure> {
    let today = web.node().now().timestamp().to_zoned(web.settings().zone.clone()).date();
    let page = SignaturePage {
        agreement: view.id.clone(),
        agreement_version: view.version,
        party: web.node().house().me.clone(),
        signatory,
        office,
        place,
        date: today,
        seal_key: key.public(),
    };
    let too_long = |_| Failure::Status(StatusCode::UNPROCESSABLE_ENTITY);
    Ok(Sealed { seal: page.seal(key).map_err(too_long)?.0, page: page.to_bytes().map_err(too_long)? })
}

async fn give(web: &Web, access: &Access, view: &View, sealed: Sealed) -> Result<(), Failure> {
    let (who, id, version) = (access.name().to_owned(), view.id.clone(), view.version);
    let done = web.node().step(move |step| {
        step.tx.audit(step.now, &who, "agreement signed", &format!("{id} {version}"))?;
        step.exchange(|machine, turn| machine.sign(turn, &id, version, &sealed))
    });
    done.await?.map_err(|_| Failure::Status(StatusCode::CONFLICT))?;
    // A stranger told with its offer where it is.
    for offer in web.node().db().offers().await?.iter().filter(|offer| offer.agreement == view.id) {
        let known = web.peers().all().get(&offer.party).is_some_and(|health| health.base.is_some());
        if !known {
            web.peers().learn_endpoint(web.node(), &offer.party, offer.endpoint.as_deref()).await;
        }
    }
    Ok(())
}

/// `POST /agreements/{agreement}/decline`
pub async fn decline(
    State(web): State<Web>,
    access: Access,
    Path(agreement): Path<String>,
    Form(declined): Form<Declined>,
) -> Result<Response, Failure> {
    let version: Hash = declined.version.parse().map_err(|_| Failure::NotFound)?;
    let reason = REASONS.iter().find(|word| **word == declined.reason).and_then(|word| word.parse::<Code>().ok());
    let reason = reason.ok_or(Failure::Status(StatusCode::UNPROCESSABLE_ENTITY))?;
    let view = offered(&web, &agreement, Some(version)).await?;
    let (who, id) = (access.name().to_owned(), view.id.clone());
    let done = web.node().step(move |step| {
        step.tx.audit(step.now, &who, "agreement declined", &format!("{id} {version}"))?;
        step.exchange(|machine, turn| machine.decline(turn, &id, version, reason))
    });
    done.await?.map_err(|_| Failure::Status(StatusCode::CONFLICT))?;
    Ok(Redirect::to(&format!("{}/agreements/{}", web.settings().root, view.id)).into_response())
}

//! Recalling an item of the house: first who has it, then, on a second page of its own, the order.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::item::Found;
use super::page::{Frame, show};
use super::sent::{self, Holding};
use crate::errors::Code as ErrorCode;
use crate::ops::item::recall as op;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use interwire_core::ids::{ItemKey, PartyId};
use interwire_core::protocol::v1::statement::{Action, Code};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Reasons to choose from: public words of the protocol, never free text.
const REASONS: [&str; 6] = ["error-of-fact", "wrong-source", "legal", "safety", "withdrawn-by-source", "unspecified"];

/// The form.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    action: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    confirmed: String,
}

#[derive(Template)]
#[template(path = "recall.html")]
struct RecallPage {
    f: Frame,
    key: ItemKey,
    through: u64,
    /// Each partner that was given it, and whether it has confirmed to hold it.
    holders: Vec<(PartyId, bool)>,
    actions: [&'static str; 3],
    reasons: [&'static str; 6],
    asked: Option<Asked>,
    wrong: bool,
}

/// `GET /items/{source}/{item}/recall`
pub async fn form(
    State(web): State<Web>,
    access: Access,
    Path((source, item)): Path<(String, String)>,
) -> Result<Response, Failure> {
    show_form(&web, &access, &own(&web, &source, &item).await?, None, false).await
}

/// `POST /items/{source}/{item}/recall`: the preview, and when confirmed the order.
pub async fn order(
    State(web): State<Web>,
    access: Access,
    Path((source, item)): Path<(String, String)>,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    let found = own(&web, &source, &item).await?;
    let action: Option<Action> = asked.action.parse().ok();
    let reason: Option<Code> = REASONS.iter().find(|word| **word == asked.reason).and_then(|word| word.parse().ok());
    let (Some(action), Some(reason)) = (action, reason) else {
        return show_form(&web, &access, &found, None, true).await;
    };
    if asked.confirmed != "yes" {
        return show_form(&web, &access, &found, Some(asked), false).await;
    }
    let (action, reason) = (Some(action.word().to_owned()), Some(reason.to_string()));
    let order = op::Recall { item: found.key.item.to_string(), action, reason, ..op::Recall::default() };
    match op::recall(&web.ctx(&access), order).await {
        Ok(_) => Ok(web.go(&format!("/items/{source}/{item}"))),
        Err(e) if e.code() == ErrorCode::OrderNotPossible => show_form(&web, &access, &found, None, true).await,
        Err(e) => Err(e.into()),
    }
}

/// `POST /items/{source}/{item}/release`
pub async fn release(
    State(web): State<Web>,
    access: Access,
    Path((source, item)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let found = own(&web, &source, &item).await?;
    op::release(&web.ctx(&access), op::Release { item: found.key.item.to_string() }).await?;
    Ok(web.go(&format!("/items/{source}/{item}")))
}

/// An item of the house.
async fn own(web: &Web, source: &str, item: &str) -> Result<Found, Failure> {
    let found = Found::at(web, source, item).await?;
    if found.key.source == web.node().house().me { Ok(found) } else { Err(Failure::NotFound) }
}

async fn show_form(
    web: &Web,
    access: &Access,
    found: &Found,
    asked: Option<Asked>,
    wrong: bool,
) -> Result<Response, Failure> {
    let frame = Frame::new(web, access, "/sent");
    let holdings = sent::holdings(web, &frame, &found.key).await?;
    let page = RecallPage {
        through: found.versions.iter().map(|line| line.version).max().unwrap_or(0),
        holders: holders(&holdings),
        key: found.key.clone(),
        actions: ["correct", "withhold", "kill"],
        reasons: REASONS,
        f: frame,
        asked,
        wrong,
    };
    Ok(show(&page)?.into_response())
}

fn holders(holdings: &[Holding]) -> Vec<(PartyId, bool)> {
    let given = holdings.iter().filter(|holding| holding.told == "published");
    let parties: BTreeSet<&PartyId> = given.clone().map(|holding| &holding.partner).collect();
    let confirmed = |party: &PartyId| {
        given
            .clone()
            .any(|holding| holding.partner == *party && holding.words.iter().any(|(_, cause, _)| cause.is_none()))
    };
    parties.into_iter().map(|party| (party.clone(), confirmed(party))).collect()
}

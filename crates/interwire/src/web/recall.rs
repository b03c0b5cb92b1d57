//! Recalling an item of the house: first the chain of those who have it, then, on a second page of its own, the order,
//! and after it who has answered, until all have.

use super::Web;
use super::access::Access;
use super::chain::LinkView;
use super::failure::Failure;
use super::item::{Found, Order, standing};
use super::page::{Frame, When, show};
use super::rows::desk;
use crate::errors::Code as ErrorCode;
use crate::ops::item::recall as op;
use crate::ops::item::spread::spread;
use crate::store::order_notes::OrderNote;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use interwire_core::ids::ItemKey;
use interwire_core::protocol::v1::statement::{Action, Code};
use serde::Deserialize;

/// Reasons to choose from: public words of the protocol, never free text.
const REASONS: [&str; 7] =
    ["error-of-fact", "false-report", "wrong-source", "legal", "safety", "withdrawn-by-source", "unspecified"];

/// What can be ordered.
const ACTIONS: [&str; 3] = ["correct", "withhold", "kill"];

/// What is chosen when the form opens.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    action: String,
}

/// How the form is shown.
#[derive(Debug, Clone, Copy, Default)]
struct Shown {
    /// An action that is chosen beforehand.
    chosen: Option<&'static str>,
    /// What was given could not be ordered.
    wrong: bool,
}

const WRONG: Shown = Shown { chosen: None, wrong: true };

/// The form.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    action: String,
    #[serde(default)]
    reason: String,
    /// Why, for the house alone.
    #[serde(default)]
    note: String,
    #[serde(default)]
    confirmed: String,
}

#[derive(Template)]
#[template(path = "recall.html")]
struct RecallPage {
    f: Frame,
    key: ItemKey,
    /// What it is called.
    headline: String,
    through: u64,
    /// The order that stands.
    order: Option<Order>,
    /// Something is ordered, so that answers are awaited.
    ordered: bool,
    /// Each party that was sent it.
    chain: Vec<LinkView>,
    /// What the house noted beside its orders.
    notes: Vec<(OrderNote, When)>,
    actions: [&'static str; 3],
    reasons: [&'static str; 7],
    asked: Option<Asked>,
    /// What is chosen beforehand.
    chosen: Option<&'static str>,
    wrong: bool,
}

impl RecallPage {
    /// How many have not answered.
    fn unanswered(&self) -> usize {
        self.chain.iter().filter(|link| link.unanswered()).count()
    }

    /// How many use it.
    fn in_use(&self) -> usize {
        self.chain.iter().filter(|link| link.uses_it()).count()
    }

    /// Something may still come: the page asks again by itself.
    fn waits(&self) -> bool {
        self.ordered && self.asked.is_none() && (self.unanswered() > 0 || self.in_use() > 0)
    }
}

/// `GET /items/{source}/{item}/recall`
pub async fn form(
    State(web): State<Web>,
    access: Access,
    Path((source, item)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let chosen = ACTIONS.into_iter().find(|action| *action == wanted.action);
    show_form(&web, &access, &own(&web, &source, &item).await?, None, Shown { chosen, wrong: false }).await
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
        return show_form(&web, &access, &found, None, WRONG).await;
    };
    if asked.confirmed != "yes" {
        return show_form(&web, &access, &found, Some(asked), Shown::default()).await;
    }
    let (action, reason) = (Some(action.word().to_owned()), Some(reason.to_string()));
    let (item_id, note) = (found.key.item.to_string(), asked.note);
    let order = op::Recall { item: item_id, action, reason, note, ..op::Recall::default() };
    match op::recall(&web.ctx(&access), order).await {
        Ok(_) => Ok(web.go(&format!("/items/{source}/{item}/recall"))),
        Err(e) if e.code() == ErrorCode::OrderNotPossible => show_form(&web, &access, &found, None, WRONG).await,
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
    shown: Shown,
) -> Result<Response, Failure> {
    let frame = Frame::new(web, access, "/sent");
    let chain = spread(&web.ctx(access), &found.key).await?;
    let notes = web.node().db().order_notes(&found.key).await?;
    let newest = found.versions.first();
    let headline = desk::one(web.node().db(), &found.key).await?.and_then(|row| row.headline);
    let page = RecallPage {
        headline: headline.unwrap_or_else(|| frame.t("recall.item").to_owned()),
        through: newest.map_or(0, |line| line.version),
        order: newest.and_then(|line| standing(found, line, &frame)),
        ordered: found.recall.as_ref().is_some_and(|recall| recall.action.is_some()),
        chain: chain.into_iter().map(|has| LinkView::of(has, &frame)).collect(),
        notes: notes.into_iter().map(|note| (note.clone(), frame.when(note.at))).collect(),
        key: found.key.clone(),
        actions: ACTIONS,
        reasons: REASONS,
        f: frame,
        asked,
        chosen: shown.chosen,
        wrong: shown.wrong,
    };
    Ok(show(&page)?.into_response())
}

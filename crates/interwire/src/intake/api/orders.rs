//! What the house's systems say about items: orders and approvals about our own; use and removal of partners'.

use super::items::{decision_json, key};
use super::{Api, Caller, Fault};
use crate::intake::answers::{self, NotSaid, Use};
use crate::intake::holds::{self, NotApproved};
use crate::intake::recall::{self, Asked, NotOrdered};
use crate::store::uses::HouseUse;
use axum::Json;
use axum::extract::{Extension, Path, State};
use interwire_core::ids::{AgreementId, ItemId};
use interwire_core::protocol::v1::statement::{Action, Answer};
use interwire_core::time::Time;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Deserialize)]
pub(super) struct RecallBody {
    action: String,
    reason: Option<String>,
    through: Option<u64>,
    replaced_by: Option<String>,
}

/// `POST .../recall`
pub(super) async fn recall(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Path(path): Path<(String, String)>,
    Json(body): Json<RecallBody>,
) -> Result<Json<Value>, Fault> {
    let item = own(&api, &path)?;
    let action: Action = body.action.parse().map_err(|e: String| Fault::malformed(format!("action {e}")))?;
    let reason = body.reason.as_deref().unwrap_or("unspecified");
    let reason = reason.parse().map_err(|e: String| Fault::malformed(format!("reason {e}")))?;
    let replaced_by = body.replaced_by.map(|item| item.parse::<ItemId>()).transpose();
    let replaced_by = replaced_by.map_err(|e| Fault::malformed(e.to_string()))?;
    let asked = Asked { action, reason, through: body.through, replaced_by };
    let told = api.node.step(move |step| recall::order(step, &item, &asked, &caller.0)).await?;
    told.map(|told| told_json(&told)).map_err(not_ordered)
}

/// `POST .../release`
pub(super) async fn release(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Path(path): Path<(String, String)>,
) -> Result<Json<Value>, Fault> {
    let item = own(&api, &path)?;
    let told = api.node.step(move |step| recall::release(step, &item, &caller.0)).await?;
    told.map(|told| told_json(&told)).map_err(not_ordered)
}

fn told_json(told: &[AgreementId]) -> Json<Value> {
    Json(json!({"told_under": told.iter().map(AgreementId::as_str).collect::<Vec<_>>()}))
}

fn not_ordered(why: NotOrdered) -> Fault {
    match why {
        NotOrdered::Unknown => Fault::unknown("item"),
        NotOrdered::Killed => Fault::conflict("killed", why.to_string()),
        NotOrdered::NoSuchVersion { .. } => Fault::conflict("no_such_version", why.to_string()),
        NotOrdered::NothingOrdered => Fault::conflict("nothing_ordered", why.to_string()),
    }
}

/// Orders are about our own items only.
fn own(api: &Api, path: &(String, String)) -> Result<ItemId, Fault> {
    let key = key(path)?;
    if key.source == api.node.house().me { Ok(key.item) } else { Err(Fault::unknown("item of this house")) }
}

#[derive(Debug, Deserialize)]
pub(super) struct ApproveBody {
    version: u64,
}

/// `POST .../approve`: lets a version go that waits for a person.
pub(super) async fn approve(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Path(path): Path<(String, String)>,
    Json(body): Json<ApproveBody>,
) -> Result<Json<Value>, Fault> {
    own(&api, &path)?;
    let (key, node) = (key(&path)?, api.node.clone());
    let done = api.node.step(move |step| holds::approve(step, node.house(), &key, body.version, &caller.0)).await?;
    let decisions = done.map_err(|why| match why {
        NotApproved::NotHeld => Fault::conflict("not_held", why.to_string()),
        NotApproved::Recalled => Fault::conflict("recalled", why.to_string()),
    })?;
    Ok(Json(json!({"decisions": decisions.iter().map(decision_json).collect::<Vec<_>>()})))
}

#[derive(Debug, Deserialize)]
pub(super) struct UsedBody {
    version: u64,
    language: String,
    medium: String,
    address: Option<String>,
    since: Option<String>,
    /// Told although its source has recalled the item.
    #[serde(default)]
    although_recalled: bool,
    /// For the house alone.
    #[serde(default)]
    outlet: String,
    #[serde(default)]
    credit: String,
    #[serde(default)]
    note: String,
}

/// `POST .../used`: we have published a partner's item.
pub(super) async fn used(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Path(path): Path<(String, String)>,
    Json(body): Json<UsedBody>,
) -> Result<Json<Value>, Fault> {
    let key = key(&path)?;
    let since = body.since.as_deref().map(|text| interwire_core::item::Moment::new(text).time().ok_or(text));
    let since: Option<Time> = since.transpose().map_err(|text| Fault::malformed(format!("since {text:?}")))?;
    let what = Use {
        version: body.version,
        language: body.language,
        medium: body.medium.parse().map_err(|e: String| Fault::malformed(format!("medium {e}")))?,
        address: body.address,
        since,
        although_recalled: body.although_recalled,
        house: HouseUse { outlet: body.outlet, credit: body.credit, note: body.note, ..HouseUse::default() },
    };
    let said = api.node.step(move |step| answers::used(step, &key, &what, &caller.0)).await?;
    said.map(|(under, _)| told_json(&[under])).map_err(not_said)
}

#[derive(Debug, Deserialize)]
pub(super) struct RemovedBody {
    #[serde(default)]
    unused: bool,
}

/// `POST .../removed`: a recalled item is gone from what we published, or never was in it.
pub(super) async fn removed(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Path(path): Path<(String, String)>,
    Json(body): Json<RemovedBody>,
) -> Result<Json<Value>, Fault> {
    let answer = if body.unused { Answer::Unused } else { Answer::Removed };
    let said = answers::removed(&api.node, &key(&path)?, answer, &caller.0).await?;
    said.map(|told| told_json(&told)).map_err(not_said)
}

fn not_said(why: NotSaid) -> Fault {
    match why {
        NotSaid::Unknown => Fault::unknown("item of a partner, or no such version of it"),
        NotSaid::NotRecalled => Fault::conflict("not_recalled", why.to_string()),
        NotSaid::NotUsable => Fault::conflict("recalled", why.to_string()),
        NotSaid::NoSuchUse => Fault::conflict("no_such_use", why.to_string()),
        NotSaid::JournalWaits | NotSaid::NoRandomBytes => Fault::conflict("try_again", why.to_string()),
        NotSaid::BadLanguage | NotSaid::BadAddress | NotSaid::TooLong | NotSaid::EndsBeforeItBegan => {
            Fault::malformed(why.to_string())
        }
    }
}

//! Items in and out: bytes of any format that is read, files that they name, and what is known of an item.

use super::{Api, Caller, Fault};
use crate::config::Embargoed;
use crate::intake::media::{self, MediaFrom};
use crate::intake::outcome::{Fate, Outcome};
use crate::intake::take::{Source, Taken, take};
use crate::store::decisions::DecisionRow;
use crate::store::desk::Listed;
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{Extension, Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::{Json, extract};
use http::{HeaderMap, StatusCode, header};
use interwire_core::exchange::fold::usable;
use interwire_core::ids::{Hash, ItemKey};
use interwire_core::item::Limits;
use interwire_core::protocol::v1::item::{DOCUMENT_BYTES_MAX, read_head};
use interwire_core::protocol::v1::statement::Action;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Deserialize)]
pub(super) struct Brought {
    service: Option<String>,
    name: Option<String>,
    #[serde(default)]
    test: bool,
}

/// `POST /api/v1/items`
pub(super) async fn bring(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Query(brought): Query<Brought>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Fault> {
    let max = api.node.limits().source.bytes_max as u64;
    let bytes = bytes.map_err(|refused| match refused.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Fault::too_large(max),
        _ => Fault::malformed(refused.to_string()),
    })?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let source = Source {
        feed: caller.0,
        path: brought.name.unwrap_or_else(|| "POST".to_owned()),
        service: brought.service,
        hint: kind.and_then(|kind| kind.split(';').next()).map(|kind| kind.trim().to_owned()),
        bytes: bytes.to_vec(),
        media: MediaFrom::Uploaded,
        test: brought.test,
    };
    let taken = take(&api.node, source).await?;
    Ok((status_of(&taken), Json(taken_json(&api, &taken))).into_response())
}

/// A refusal if a person must look at anything of it; the other items of the source were taken all the same.
fn status_of(taken: &Taken) -> StatusCode {
    let any = |fate: Fate| taken.outcomes.iter().any(|outcome| outcome.fate == fate);
    if taken.unreadable.is_some() || any(Fate::Dead) {
        StatusCode::UNPROCESSABLE_ENTITY
    } else if any(Fate::Conflict) {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    }
}

fn taken_json(api: &Api, taken: &Taken) -> Value {
    let me = api.node.house().me.as_str();
    let error = taken
        .unreadable
        .as_ref()
        .map(|(why, letter)| json!({"code": why.code, "message": why.message, "dead_letter": letter}));
    let items: Vec<Value> = taken.outcomes.iter().map(|outcome| outcome_json(me, outcome)).collect();
    match error {
        Some(error) => json!({"intake": taken.intake, "error": error}),
        None => json!({"intake": taken.intake, "format": taken.format, "items": items}),
    }
}

fn outcome_json(me: &str, outcome: &Outcome) -> Value {
    json!({
        "outcome": outcome.fate.word(),
        "source": me,
        "item": outcome.item.as_ref().map(|item| item.as_str()),
        "guid": outcome.guid.as_ref().map(|guid| guid.as_str()),
        "version": outcome.version,
        "decisions": outcome.decisions.iter().map(decision_json).collect::<Vec<_>>(),
        "ordered": outcome.ordered.map(Action::word),
        "released": outcome.released,
        "dead_letter": outcome.dead_letter,
    })
}

pub(super) fn decision_json(decision: &DecisionRow) -> Value {
    json!({
        "version": decision.version,
        "agreement": decision.agreement.as_str(),
        "party": decision.party.as_str(),
        "verdict": decision.verdict.word(),
        "article": decision.article.as_ref().map(|article| article.as_str()),
        "until": decision.until.map(|until| until.to_string()),
        "reasons": serde_json::from_str(&decision.reasons).unwrap_or(Value::Null),
    })
}

/// `PUT /api/v1/media/{name}`: before the item that names it.
pub(super) async fn upload(State(api): State<Api>, Path(name): Path<String>, body: Body) -> Result<Json<Value>, Fault> {
    if media::file_of(&name).is_none_or(|file| file.components().count() != 1) || name.len() > 255 {
        return Err(Fault::malformed("a media file has a plain name, without folders"));
    }
    let blob = media::upload(&api.node, &name, body.into_data_stream()).await?;
    let blob = blob.ok_or_else(|| Fault::too_large(api.node.limits().media_bytes_max))?;
    Ok(Json(json!({"name": name, "hash": blob.hash.to_string(), "size_bytes": blob.size_bytes})))
}

/// The item that a path means.
pub(super) fn key(path: &(String, String)) -> Result<ItemKey, Fault> {
    match (path.0.parse(), path.1.parse()) {
        (Ok(source), Ok(item)) => Ok(ItemKey { source, item }),
        _ => Err(Fault::unknown("item")),
    }
}

async fn versions(api: &Api, key: &ItemKey) -> Result<Vec<Listed>, Fault> {
    let versions = api.node.db().desk_of_item(key).await?;
    if versions.is_empty() { Err(Fault::unknown("item")) } else { Ok(versions) }
}

/// `GET /api/v1/items/{source}/{item}`
pub(super) async fn show(State(api): State<Api>, Path(path): Path<(String, String)>) -> Result<Json<Value>, Fault> {
    let key = key(&path)?;
    let versions = versions(&api, &key).await?;
    let (now, held) = (api.node.now(), is_embargoed(&api, &key).await?);
    let recall = versions.first().and_then(|one| one.recall.clone());
    let version = |one: &Listed| {
        json!({
            "version": one.row.version,
            "pub_status": one.row.pub_status.word(),
            "usable": one.is_usable(now) && !held,
            "type": one.row.kind,
            "headline": one.row.headline,
            "language": one.row.language,
            "arrived_at": one.row.arrived_at.to_string(),
            "embargo_until": one.row.embargo_until.map(|until| until.to_string()),
            "embargo_unclear": one.row.embargo_unclear,
            "test": one.row.test,
            "notes": serde_json::from_str(&one.row.notes).unwrap_or(Value::Null),
        })
    };
    let decisions = api.node.db().decisions(&key).await?;
    Ok(Json(json!({
        "source": key.source.as_str(),
        "item": key.item.as_str(),
        "guid": versions.first().map(|one| one.row.guid.as_str()),
        "embargoed": held,
        "recalled": recall.as_ref().and_then(|recall| recall.action).map(Action::word),
        "versions": versions.iter().map(version).collect::<Vec<_>>(),
        "decisions": decisions.iter().map(decision_json).collect::<Vec<_>>(),
    })))
}

#[derive(Debug, Deserialize)]
pub(super) struct Which {
    version: Option<u64>,
}

/// Whether an embargo stands about a partner's item.
async fn is_embargoed(api: &Api, key: &ItemKey) -> Result<bool, Fault> {
    Ok(key.source != api.node.house().me && api.node.db().is_held(key).await?)
}

/// Refuses what the settings hold back until its embargo is over.
async fn check_embargo(api: &Api, key: &ItemKey) -> Result<(), Fault> {
    let closed = api.embargoed == Embargoed::Hold && is_embargoed(api, key).await?;
    if closed { Err(Fault::embargoed()) } else { Ok(()) }
}

/// The version asked for, else the newest. Of a partner's item that is recalled nothing is given out.
async fn chosen(api: &Api, key: &ItemKey, which: &Which) -> Result<Listed, Fault> {
    let mut versions = versions(api, key).await?.into_iter();
    check_embargo(api, key).await?;
    let found = versions.find(|one| which.version.is_none_or(|version| version == one.row.version));
    let one = found.ok_or_else(|| Fault::unknown("version"))?;
    let open = key.source == api.node.house().me || usable(one.row.pub_status, one.row.version, one.recall.as_ref());
    if open { Ok(one) } else { Err(Fault::gone()) }
}

/// `GET .../document?version=`: ninjs 3.1 with the extension object.
pub(super) async fn document(
    State(api): State<Api>,
    Path(path): Path<(String, String)>,
    Query(which): Query<Which>,
) -> Result<Response, Fault> {
    let one = chosen(&api, &key(&path)?, &which).await?;
    blob(&api, &one.row.doc, "application/json").await
}

/// `GET .../original?version=`: the bytes as they came to our own intake.
pub(super) async fn original(
    State(api): State<Api>,
    Path(path): Path<(String, String)>,
    Query(which): Query<Which>,
) -> Result<Response, Fault> {
    let one = chosen(&api, &key(&path)?, &which).await?;
    let original = one.row.original.ok_or_else(|| Fault::unknown("original; a partner's stays with the partner"))?;
    blob(&api, &original, "application/octet-stream").await
}

/// `GET .../media/{hash}`: a file that a version of the item which may be used names.
pub(super) async fn media(
    State(api): State<Api>,
    extract::Path((source, item, hash)): Path<(String, String, String)>,
) -> Result<Response, Fault> {
    let key = key(&(source, item))?;
    let hash: Hash = hash.parse().map_err(|_| Fault::unknown("file"))?;
    let me = &api.node.house().me;
    check_embargo(&api, &key).await?;
    for one in versions(&api, &key).await? {
        let open = key.source == *me || usable(one.row.pub_status, one.row.version, one.recall.as_ref());
        if open && names(&api, &one.row.doc, &hash).await? {
            return blob(&api, &hash, "application/octet-stream").await;
        }
    }
    Err(Fault::unknown("file"))
}

async fn names(api: &Api, doc: &Hash, hash: &Hash) -> Result<bool, Fault> {
    let Some(reader) = api.node.db().read_blob(doc).await? else { return Ok(false) };
    let bytes = reader.bytes(DOCUMENT_BYTES_MAX as u64).await.map_err(crate::store::tx::failed)?;
    let head = read_head(&bytes, &Limits::default());
    Ok(head.is_ok_and(|head| head.media.iter().any(|(one, _)| one == hash)))
}

async fn blob(api: &Api, hash: &Hash, kind: &'static str) -> Result<Response, Fault> {
    let reader = api.node.db().read_blob(hash).await?.ok_or_else(|| Fault::unknown("file"))?;
    let size = reader.size();
    let stream = reader.stream(0, size).await.map_err(crate::store::tx::failed)?;
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_LENGTH, size.to_string()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, Body::from_stream(stream)).into_response())
}

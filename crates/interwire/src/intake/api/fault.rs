//! Refusals of the house's HTTP door: a status, a stable word and a sentence.

use crate::node::NodeError;
use crate::store::DbError;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use interwire_core::exchange::store::StoreError;
use serde_json::json;

/// Why a request was refused: `{"error":{"code","message"}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl Fault {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }
    pub(super) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", "show a token: Authorization: Bearer TOKEN")
    }
    pub(super) fn unknown(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("there is no such {what}"))
    }
    pub(super) fn malformed(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", message)
    }
    pub(super) fn conflict(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }
    pub(super) fn too_large(max: u64) -> Self {
        let message = format!("more than the {max} bytes that the settings allow; nothing of it was kept");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message)
    }
    pub(super) fn embargoed() -> Self {
        Self::new(StatusCode::FORBIDDEN, "embargoed", "an embargo stands; the event `freed` tells when it is over")
    }
    pub(super) fn gone() -> Self {
        Self::new(StatusCode::GONE, "recalled", "its source has recalled the item; nothing of it may be used")
    }
}

/// The sender keeps what it has and comes again.
impl From<NodeError> for Fault {
    fn from(e: NodeError) -> Self {
        if matches!(e, NodeError::Full { .. }) {
            tracing::warn!(cause = %e, "a file was refused");
            return Self::new(
                StatusCode::INSUFFICIENT_STORAGE,
                "disk_full",
                format!("I0113: {e}; nothing of it was kept"),
            );
        }
        tracing::error!(cause = %e, "a request of the house's own systems failed");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "try_again", "the node cannot do this now; try again")
    }
}
impl From<StoreError> for Fault {
    fn from(e: StoreError) -> Self {
        NodeError::from(e).into()
    }
}
impl From<DbError> for Fault {
    fn from(e: DbError) -> Self {
        StoreError::from(e).into()
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let body = json!({"error": {"code": self.code, "message": self.message}});
        (self.status, Json(body)).into_response()
    }
}

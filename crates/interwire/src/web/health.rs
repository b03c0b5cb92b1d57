//! `GET /healthz`: whether the node can do its work, for whoever starts and watches it. It says nothing else.

use super::Web;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use std::time::Duration;
use tokio::time::timeout;

/// Slower than this is not alive.
const PATIENCE: Duration = Duration::from_secs(5);

/// Takes the writer through an empty transaction and reads once.
pub async fn healthz(State(web): State<Web>) -> Response {
    let node = web.node();
    let writer = matches!(timeout(PATIENCE, node.step(|_| Ok(()))).await, Ok(Ok(())));
    let read = sqlx::query("SELECT 1").execute(node.db().reader());
    let database = matches!(timeout(PATIENCE, read).await, Ok(Ok(_)));
    let word = |well: bool| if well { "ok" } else { "failing" };
    let body = serde_json::json!({
        "database": word(database),
        "status": word(writer && database),
        "version": env!("CARGO_PKG_VERSION"),
        "writer": word(writer),
    });
    let status = if writer && database { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

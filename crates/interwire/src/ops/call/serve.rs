//! The node's side: `POST /admin/{op}` on a socket of the loopback of its own, so that no reverse proxy of
//! the public address ever leads to it.

use super::{BYTES_MAX, NOTE, Note};
use crate::ops::fault::Told;
use crate::ops::{Ctx, find};
use crate::transport::listen::{self, Limits};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{StatusCode, header};
use std::fs;
use std::future::Future;
use std::io::{self, Write};
use std::net::Ipv4Addr;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use subtle::ConstantTimeEq;
use tokio::net::TcpListener;

/// An operation may work this long before its first byte of answer.
const SILENCE: Duration = Duration::from_secs(3600);

/// Listens and leaves the note; what is returned serves it until `stop` is ready, and takes the note away.
///
/// # Errors
/// If the loopback cannot be listened on, or the note not be written.
pub async fn open(ctx: Ctx, stop: impl Future<Output = ()> + Send) -> io::Result<impl Future<Output = ()> + Send> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(io::Error::other)?;
    let token = URL_SAFE_NO_PAD.encode(secret);
    let path = ctx.node.db().dir().join(NOTE);
    let note = Note { address: listener.local_addr()?, token: token.clone(), pid: std::process::id() };
    write(&path, &serde_json::to_vec(&note).map_err(io::Error::other)?)?;
    let router = router(ctx, &token);
    let limits = Limits { connections_max: 32, silence: SILENCE, ..Limits::default() };
    Ok(async move {
        listen::serve(listener, None, router, limits, stop).await;
        remove(&path);
    })
}

fn router(ctx: Ctx, token: &str) -> Router {
    let expected: Arc<str> = format!("Bearer {token}").into();
    let check = move |request: Request, next: Next| {
        let expected = Arc::clone(&expected);
        async move { if is_allowed(&request, &expected) { next.run(request).await } else { refused() } }
    };
    Router::new()
        .route("/admin/{op}", post(run))
        .layer(DefaultBodyLimit::max(BYTES_MAX))
        .layer(middleware::from_fn(check))
        .with_state(ctx)
}

fn is_allowed(request: &Request, expected: &str) -> bool {
    let shown = request.headers().get(header::AUTHORIZATION).map(http::HeaderValue::as_bytes);
    shown.is_some_and(|shown| shown.ct_eq(expected.as_bytes()).into())
}

fn refused() -> Response {
    (StatusCode::UNAUTHORIZED, "the token of the data directory is needed").into_response()
}

async fn run(State(ctx): State<Ctx>, Path(name): Path<String>, body: Bytes) -> Response {
    let Some(op) = find(&name) else { return (StatusCode::NOT_FOUND, "no such operation").into_response() };
    let input = match serde_json::from_slice(&body) {
        Ok(input) => input,
        Err(e) => return (StatusCode::BAD_REQUEST, e.to_string()).into_response(),
    };
    // A command that is interrupted does not leave its operation half done.
    let done = tokio::spawn((op.run)(ctx, input)).await;
    let (status, body) = match done {
        Ok(Ok(output)) => (StatusCode::OK, serde_json::to_vec(&output)),
        Ok(Err(error)) => {
            tracing::info!(op = name, error = %error.log(), "an operation was refused");
            (StatusCode::UNPROCESSABLE_ENTITY, serde_json::to_vec(&Told::from(&error)))
        }
        Err(failed) => {
            tracing::error!(op = name, cause = %failed, "an operation failed");
            (StatusCode::INTERNAL_SERVER_ERROR, Ok(Vec::new()))
        }
    };
    (status, [(header::CONTENT_TYPE, "application/json")], body.unwrap_or_default()).into_response()
}

/// Puts the note there in one step, for its owner only.
fn write(path: &FilePath, bytes: &[u8]) -> io::Result<()> {
    let part = PathBuf::from(format!("{}.part", path.display()));
    // One of an earlier run may be left, with who knows which permissions.
    match fs::remove_file(&part) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&part)?.write_all(bytes)?;
    fs::rename(&part, path)
}

fn remove(path: &FilePath) {
    if let Err(e) = fs::remove_file(path) {
        tracing::warn!(cause = %e, "the note for commands could not be taken away");
    }
}

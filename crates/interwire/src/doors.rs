//! The doors of the house as the settings open them: watched folders and HTTP in, folders and events out, and what runs
//! beside them. `interwire serve` opens them around a running node.

use crate::alerts::mail::{self, Server};
use crate::config::{Config, Outlet};
use crate::errors::{Code, Error};
use crate::intake::api::{self, Tokens};
use crate::intake::{fetch, folder, holds, take};
use crate::node::Node;
use crate::outlet;
use crate::transport::client::Client;
use axum::Router;
use std::sync::Arc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

/// The tokens of the house's own systems; none if the settings name no file of them.
///
/// # Errors
/// If the file cannot be read, or a line of it is no token.
pub fn tokens(config: &Config) -> Result<Option<Tokens>, Error> {
    let Some(path) = &config.token_file else { return Ok(None) };
    let unreadable = || Error::new(Code::FileUnreadable).with("path", path.display());
    let text = std::fs::read_to_string(path).map_err(|cause| unreadable().because(cause))?;
    let wrong = |line| unreadable().because(format!("line {line} is not a token of 16 or more characters and a name"));
    Ok(Some(Tokens::read(&text).map_err(wrong)?))
}

/// The token with which a machine reads the metrics; none if the settings name no file of it.
///
/// # Errors
/// If the file cannot be read, or holds no token.
pub fn metrics_token(config: &Config) -> Result<Option<String>, Error> {
    let Some(path) = &config.metrics.token_file else { return Ok(None) };
    let unreadable = || Error::new(Code::FileUnreadable).with("path", path.display());
    let text = std::fs::read_to_string(path).map_err(|cause| unreadable().because(cause))?;
    let token = text.trim();
    if token.chars().count() < api::TOKEN_CHARS_MIN || token.contains(char::is_whitespace) {
        let wrong = format!("it must hold one token of {} or more characters", api::TOKEN_CHARS_MIN);
        return Err(unreadable().because(wrong));
    }
    Ok(Some(token.to_owned()))
}

/// The mail server of the house; none if the settings name none.
///
/// # Errors
/// If the file of its password cannot be read.
pub fn mail(config: &Config) -> Result<Option<Arc<Server>>, Error> {
    let Some(settings) = &config.mail else { return Ok(None) };
    let login = match settings.user.as_ref().zip(settings.password_file.as_ref()) {
        None => None,
        Some((user, path)) => {
            let text = std::fs::read_to_string(path).map(Zeroizing::new);
            let text =
                text.map_err(|cause| Error::new(Code::FileUnreadable).with("path", path.display()).because(cause))?;
            Some((user.clone(), Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned())))
        }
    };
    let (host, from) = (settings.host.clone(), settings.from.clone());
    let server = Server::new(&mail::Settings { host, port: settings.port, tls: settings.tls, from, login });
    Ok(Some(Arc::new(server.map_err(|cause| Error::new(Code::StartFailed).because(cause))?)))
}

/// The routes for the house's own systems.
pub fn routes(node: &Node, config: &Config, tokens: Option<Tokens>) -> Router {
    tokens.map_or_else(Router::new, |tokens| api::router(node.clone(), tokens, config.embargoed))
}

/// Starts what takes in and writes out until `stop`.
#[must_use]
pub fn open(node: &Node, client: &Client, config: &Config, stop: &CancellationToken) -> Vec<JoinHandle<()>> {
    let mut tasks = vec![
        tokio::spawn(finish(node.clone())),
        tokio::spawn(holds::run(node.clone(), stop.clone())),
        tokio::spawn(fetch::run(node.clone(), client.clone(), stop.clone())),
    ];
    for watch in &config.watch {
        let folder = folder::Folder {
            path: watch.path.clone(),
            service: watch.service.clone(),
            hint: watch.format.clone(),
            stable_for_s: u32::try_from(watch.stable_for_s).unwrap_or(u32::MAX),
        };
        tasks.push(tokio::spawn(folder::run(node.clone(), folder, stop.clone())));
    }
    for outlet in &config.outlets {
        let Outlet { name, path, formats, embargoed } = outlet.clone();
        let folder = outlet::folder::Folder { name, path, formats, embargoed };
        tasks.push(tokio::spawn(outlet::folder::run(node.clone(), folder, stop.clone())));
    }
    tasks
}

/// Reads what a crash left unread.
async fn finish(node: Node) {
    match take::finish_unread(&node).await {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "sources that were kept before the last stop are read now"),
        Err(e) => tracing::error!(cause = %e, "sources that were kept before the last stop are not read yet"),
    }
}

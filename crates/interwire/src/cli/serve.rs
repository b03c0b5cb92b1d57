//! `interwire serve`: runs the node until it is told to stop.

use super::node::{NodeArgs, not_started, settings};
use super::{Done, Out};
use crate::config::{Config, Log, LogFormat};
use crate::doors;
use crate::errors::{Code, Error};
use crate::node::Node;
use crate::ops::{self, Ctx, call};
use crate::pump::peers::Peers;
use crate::running::{Running, Settings};
use crate::transport::client::Client;
use crate::web::{self, Web};
use std::io::IsTerminal;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tracing_subscriber::EnvFilter;

/// Run the node until it is told to stop (Ctrl-C, or SIGTERM from the service manager).
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
}

/// The whole of a stop takes at most this long.
const STOP: Duration = Duration::from_secs(30);

const EXAMPLE: &str = "\
Example:
  interwire serve --node hanoi

The log goes to the standard error. The node ends its work in order: what it has taken it keeps.";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the node cannot start.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let config = self.node.config()?;
        let settings = settings(&config)?;
        log(&config.log);
        let runtime = Runtime::new().map_err(|cause| Error::new(Code::StartFailed).because(cause))?;
        runtime.block_on(serve(&config, settings, out))
    }
}

async fn serve(config: &Config, settings: Settings, out: &mut Out) -> Result<Done, Error> {
    let tokens = doors::tokens(config)?;
    let metrics_token = doors::metrics_token(config)?;
    let pages = web::Settings { metrics_token, ..web::Settings::of(config) };
    let pages_end = pages.stop.clone();
    let mount = |node: &Node, peers: &Arc<Peers>, client: &Client| {
        Web::new(ctx(config, node, peers, client), pages).router().merge(doors::routes(node, config, tokens))
    };
    let running = Running::start(settings, mount).await.map_err(not_started)?;
    let stop = running.stopping();
    let mut doors = doors::open(&running.node, config, &stop);
    match call::open(ctx(config, &running.node, &running.peers, &running.client), stop.clone().cancelled_owned()).await
    {
        Ok(serving) => doors.push(tokio::spawn(serving)),
        Err(cause) => {
            running.stop().await;
            return Err(Error::new(Code::StartFailed).because(cause));
        }
    }
    say_where(config, &running, out)?;
    told_to_stop().await;
    tracing::info!("stopping");
    pages_end.cancel();
    stop.cancel();
    let stopped = async {
        for door in doors {
            // A door that failed has said so; what it had not finished comes again after the next start.
            let _ = door.await;
        }
        running.stop().await;
    };
    if tokio::time::timeout(STOP, stopped).await.is_err() {
        tracing::warn!("something did not end in time; what was taken is on the disk");
    }
    Ok(Done::Fine)
}

fn ctx(config: &Config, node: &Node, peers: &Arc<Peers>, client: &Client) -> Ctx {
    Ctx {
        node: node.clone(),
        peers: Arc::clone(peers),
        client: client.clone(),
        keys: config.files.keys.clone(),
        runs: true,
        who: ops::CONSOLE.to_owned(),
    }
}

/// Tells the addresses, also to whatever started the node and reads its output.
fn say_where(config: &Config, running: &Running, out: &mut Out) -> Result<(), Error> {
    let scheme = if config.listen.tls.is_some() { "https" } else { "http" };
    out.line(&format!("{} listens on {scheme}://{}", config.party, running.address))?;
    match &config.listen.base_url {
        Some(url) => out.line(&format!("partners reach it at {url}"))?,
        None => out.line("partners cannot reach it: set listen.base_url; until then it reaches them")?,
    }
    out.finish()
}

fn log(log: &Log) {
    let level = EnvFilter::new(&log.level);
    let colours = std::io::stderr().is_terminal();
    let builder = tracing_subscriber::fmt().with_env_filter(level).with_writer(std::io::stderr).with_ansi(colours);
    match log.format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().init(),
    }
}

/// Waits for Ctrl-C or SIGTERM.
pub(super) async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

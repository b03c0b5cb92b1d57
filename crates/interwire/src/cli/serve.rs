//! `interwire serve`: runs the node until it is told to stop.

use super::node::{NodeArgs, settings};
use super::{Done, Out};
use crate::config::{Log, LogFormat};
use crate::doors;
use crate::errors::{Code, Error};
use crate::node::Node;
use crate::ops::{CONSOLE, Ctx, door};
use crate::pump::peers::Peers;
use crate::running::{Running, StartError};
use crate::web::{self, Web};
use std::io::IsTerminal;
use std::sync::Arc;
use tokio::runtime::Runtime;
use tracing_subscriber::EnvFilter;

/// Run the node until it is told to stop (Ctrl-C, or SIGTERM from the service manager).
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
}

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
        runtime.block_on(async {
            let pages = web::Settings { retry: Some(doors::retry()), ..web::Settings::of(&config) };
            let pages_end = pages.stop.clone();
            let tokens = doors::tokens(&config)?;
            let mount = |node: &Node, peers: &Arc<Peers>, _: &_| {
                Web::new(node.clone(), Arc::clone(peers), pages).router().merge(doors::routes(node, tokens))
            };
            let running = Running::start(settings, mount).await.map_err(not_started)?;
            let doors = doors::open(&running.node, &config, &running.stopping());
            let ctx = Ctx {
                node: running.node.clone(),
                peers: Arc::clone(&running.peers),
                client: running.client.clone(),
                keys: config.files.keys.clone(),
                who: CONSOLE.to_owned(),
            };
            let admin = door::open(ctx, running.stopping().cancelled_owned()).await;
            let admin = tokio::spawn(admin.map_err(|cause| Error::new(Code::StartFailed).because(cause))?);
            out.line(&format!("{} listens on {}", config.party, running.address))?;
            out.finish()?;
            told_to_stop().await;
            tracing::info!("stopping");
            pages_end.cancel();
            running.stopping().cancel();
            for door in doors {
                // A door that failed has said so; what it had not finished comes again after the next start.
                let _ = door.await;
            }
            let _ = admin.await;
            running.stop().await;
            Ok(Done::Fine)
        })
    }
}

fn not_started(cause: StartError) -> Error {
    match cause {
        StartError::Db(cause) => cause.into(),
        other => Error::new(Code::StartFailed).because(other),
    }
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
async fn told_to_stop() {
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

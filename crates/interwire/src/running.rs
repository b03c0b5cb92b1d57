//! A whole node put together: store, writer, partners, listener, pump. Commands, tests and the demo start nodes here.

use crate::intake;
use crate::node::{House, Node, NodeError};
use crate::pump::{self, peers::Peers};
use crate::store::{Db, DbError};
use crate::transport::client::{self, Client};
use crate::transport::keys::Keyring;
use crate::transport::listen::{self, Limits, Tls};
use crate::transport::send_error::SendError;
use crate::transport::verify::Gate;
use crate::transport::{Clock, system_clock};
use crate::web::wire::{self, WireState};
use axum::Router;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// What a node needs to run.
pub struct Settings {
    /// Who it is.
    pub house: House,
    /// Where it keeps everything.
    pub data_dir: PathBuf,
    /// How it makes requests.
    pub client: client::Settings,
    /// Where it listens.
    pub listen: SocketAddr,
    /// Its certificate, unless a reverse proxy speaks TLS for it.
    pub tls: Option<Arc<Tls>>,
    /// What its listener bears.
    pub limits: Limits,
    /// What its intake bears.
    pub intake: intake::Limits,
    /// Its clock.
    pub clock: Clock,
}

impl Settings {
    /// Settings with the defaults for all that is not given.
    #[must_use]
    pub fn new(house: House, data_dir: PathBuf, listen: SocketAddr) -> Self {
        Self {
            house,
            data_dir,
            client: client::Settings::default(),
            listen,
            tls: None,
            limits: Limits::default(),
            intake: intake::Limits::default(),
            clock: system_clock(),
        }
    }
}

/// Why a node did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The writer.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// The client's settings.
    #[error(transparent)]
    Client(#[from] SendError),
    /// The address to listen on.
    #[error("it cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
}

/// A running node and what stops it.
pub struct Running {
    /// The node.
    pub node: Node,
    /// Its partners.
    pub peers: Arc<Peers>,
    /// Its client.
    pub client: Client,
    /// Where it listens.
    pub address: SocketAddr,
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
}

impl Running {
    /// Starts a node; `more` adds routes that are not the protocol's, given the node.
    ///
    /// # Errors
    /// If anything it needs is missing or broken.
    pub async fn start(
        settings: Settings,
        more: impl FnOnce(&Node, &Arc<Peers>, &Client) -> Router,
    ) -> Result<Self, StartError> {
        let Settings { house, data_dir, client, listen, tls, limits, intake, clock } = settings;
        let prefix = house.base_url.as_deref().map_or_else(String::new, path_prefix);
        let (node, peers, client) = parts(house, &data_dir, client, intake, &clock).await?;
        let gate = Gate::new(node.house().me.clone(), Arc::new(node.clone()), clock, &prefix);
        let stop = CancellationToken::new();
        let state = WireState { node: node.clone(), peers: Arc::clone(&peers), stop: stop.clone() };
        let router = wire::router(state, &gate).merge(more(&node, &peers, &client));
        let listener = TcpListener::bind(listen).await.map_err(|e| StartError::Listen(listen, e))?;
        let address = listener.local_addr().map_err(|e| StartError::Listen(listen, e))?;
        let stopped = stop.clone().cancelled_owned();
        let mut tasks: Vec<_> =
            tls.iter().map(|tls| tokio::spawn(listen::renew(Arc::clone(tls), listen::RENEWAL, stop.clone()))).collect();
        tasks.extend([
            tokio::spawn(async move {
                listen::serve(listener, tls, router, limits, stopped).await;
            }),
            tokio::spawn(pump::run(node.clone(), client.clone(), Arc::clone(&peers), stop.clone())),
        ]);
        Ok(Self { node, peers, client, address, stop, tasks })
    }

    /// Opens a node that listens nowhere and speaks to nobody by itself, for the time of one command.
    ///
    /// # Errors
    /// As [`Running::start`].
    pub async fn quiet(settings: Settings) -> Result<Self, StartError> {
        let Settings { house, data_dir, client, listen, intake, clock, .. } = settings;
        let (node, peers, client) = parts(house, &data_dir, client, intake, &clock).await?;
        Ok(Self { node, peers, client, address: listen, stop: CancellationToken::new(), tasks: Vec::new() })
    }

    /// Told when the node stops.
    #[must_use]
    pub fn stopping(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Stops taking requests, ends the pump, writes what waits, closes the store.
    pub async fn stop(self) {
        self.stop.cancel();
        for task in self.tasks {
            if let Err(e) = task.await {
                tracing::error!(cause = %e, "a part of the node failed while stopping");
            }
        }
        self.node.stop().await;
    }
}

/// The store, the writer, the partners and the client.
async fn parts(
    house: House,
    data_dir: &Path,
    client: client::Settings,
    limits: intake::Limits,
    clock: &Clock,
) -> Result<(Node, Arc<Peers>, Client), StartError> {
    let db = Db::open(data_dir).await?;
    let node = Node::start(house, db, Arc::clone(clock), limits).await?;
    let peers = Arc::new(Peers::load(&node).await?);
    let keyring: Arc<dyn Keyring> = Arc::new(node.clone());
    let client = Client::new(client, node.house().me.clone(), keyring, Arc::clone(clock))?;
    Ok((node, peers, client))
}

/// The path of the base address, which a reverse proxy cuts off.
fn path_prefix(base: &str) -> String {
    url::Url::parse(base).map_or_else(|_| String::new(), |url| url.path().trim_end_matches('/').to_owned())
}

//! A stage for the demo and the benchmarks: example agencies with fresh keys, each a whole node on loopback with a real
//! disk. What they agree on is in [`super::agree`].

use super::port::free_port;
use super::secrets::{Secrets, seed};
use crate::intake::holds;
use crate::node::{House, Node, NodeError};
use crate::ops::Ctx;
use crate::pump::peers::Peers;
use crate::running::{Running, Settings, StartError};
use crate::transport::client::Client;
use crate::transport::guard::Guard;
use crate::transport::pace::Slowest;
use crate::transport::send_error::SendError;
use crate::users::{self, Role};
use crate::web::{self, Web};
use axum::Router;
use interwire_core::ids::{BadId, Hash, PartyId};
use interwire_core::keys::{PublicKey, SealKey};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// An example agency: id, name, who signs for it, and where.
#[derive(Debug, Clone, Copy)]
pub struct Agency {
    /// Its id.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Who signs.
    pub signatory: &'static str,
    /// Where.
    pub place: &'static str,
}

/// The example agencies. They do not exist.
pub const AGENCIES: [Agency; 3] = [
    Agency { id: "hanoi", name: "Example Agency Hanoi", signatory: "Nguyễn Thị Mẫu", place: "Hà Nội" },
    Agency {
        id: "astana", name: "Example Agency Astana", signatory: "Үлгі Мысалұлы", place: "Астана"
    },
    Agency { id: "baku", name: "Example Agency Baku", signatory: "Nümunə Əliyev", place: "Bakı" },
];

/// The passphrase of every seal key on a stage with pages: the keys live as long as the demo does.
pub const PASSPHRASE: &str = "example passphrase";

/// Why a stage cannot be set.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// A node did not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// A node did not do what it was asked.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// A request between nodes failed.
    #[error(transparent)]
    Send(#[from] SendError),
    /// An operation was refused.
    #[error(transparent)]
    Op(#[from] crate::errors::Error),
    /// An example is wrong.
    #[error(transparent)]
    Id(#[from] BadId),
    /// The system has no port, no disk or no randomness.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// Whether an agency's node shows its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// Only the protocol; its keys are nowhere but in memory.
    None,
    /// The pages too, for one person named `demo`, who can sign: its keys are in files, as `interwire init` makes them.
    Pages,
}

/// How partners find an agency's node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It tells them its address, as nodes do.
    Told,
    /// Each partner is told by hand, perhaps another address, behind which is a line that fails at times; and it gives up
    /// a request soon, so that a person need not wait to see it fail.
    ByHand,
}

/// One agency on the stage.
pub struct Player {
    /// The agency.
    pub agency: Agency,
    /// Its node.
    pub running: Running,
    place: Place,
    pages_end: CancellationToken,
    /// Ends embargoes whose moment has come.
    holds: JoinHandle<()>,
}

/// What outlasts a restart of its node.
struct Place {
    secrets: Secrets,
    port: u16,
    dir: PathBuf,
    newsroom: PathBuf,
    keys: PathBuf,
    desk: Desk,
    reach: Reach,
    password: String,
}

impl Player {
    /// Starts an agency's node with fresh keys in a folder of its own below `below`.
    ///
    /// # Errors
    /// If the system has no randomness or no port, or the node does not start.
    pub async fn start(agency: Agency, below: &Path, desk: Desk, reach: Reach) -> Result<Self, StageError> {
        let home = below.join(agency.id);
        let (secrets, dir) = match desk {
            Desk::None => (Secrets::fresh(agency)?, home.clone()),
            Desk::Pages => (Secrets::in_files(agency, &home).await?, home.join("data")),
        };
        let place = Place {
            secrets,
            port: free_port()?,
            dir,
            newsroom: below.join(format!("{}-newsroom", agency.id)),
            keys: home.join("keys"),
            desk,
            reach,
            password: Hash(seed()?).to_string().chars().take(12).collect(),
        };
        tokio::fs::create_dir_all(&place.newsroom).await?;
        let player = Self::at(agency, place).await?;
        if desk == Desk::Pages {
            player.admit().await?;
        }
        Ok(player)
    }

    /// Stops the node, lets something happen, and starts it again on the same folder and address.
    ///
    /// # Errors
    /// If it does not start, or what should happen does not.
    pub async fn restart(self, while_down: impl AsyncFnOnce() -> Result<(), StageError>) -> Result<Self, StageError> {
        let (agency, place) = self.stop().await;
        while_down().await?;
        Self::at(agency, place).await
    }

    /// Stops the node; its folder stays.
    async fn stop(self) -> (Agency, Place) {
        self.pages_end.cancel();
        self.running.stopping().cancel();
        // What it was about to let go waits on the disk.
        let _ = self.holds.await;
        self.running.stop().await;
        (self.agency, self.place)
    }

    /// Stops the node for good; returns its folder.
    pub async fn end(self) -> PathBuf {
        self.stop().await.1.dir
    }

    async fn at(agency: Agency, place: Place) -> Result<Self, StageError> {
        let address = format!("http://127.0.0.1:{}", place.port);
        let pages = web::Settings::new(Some(&address));
        let pages_end = pages.stop.clone();
        let house = house(agency, &place, address)?;
        let mut settings = Settings::new(house, place.dir.clone(), ([127, 0, 0, 1], place.port).into());
        settings.client.guard = Guard { allow_private: true, allow_plain: true };
        if place.reach == Reach::ByHand {
            let soon = Duration::from_secs(3);
            (settings.client.connect, settings.client.header, settings.client.body) = (soon, soon, soon);
            settings.client.slowest = Slowest { bytes: 4096, stretch: Duration::from_secs(1) };
        }
        let mount = |node: &Node, peers: &Arc<Peers>, client: &Client| match place.desk {
            Desk::None => Router::new(),
            Desk::Pages => Web::new(ctx(node, peers, client, &place), pages).router(),
        };
        let running = Running::start(settings, mount).await?;
        let holds = tokio::spawn(holds::run(running.node.clone(), running.stopping()));
        Ok(Self { agency, running, place, pages_end, holds })
    }

    /// Lets the one person of the demo in.
    async fn admit(&self) -> Result<(), StageError> {
        let user = users::new("demo", &self.place.password, Role::Admin, self.node().now());
        let user = user.map_err(|e| StageError::Other(e.to_string()))?;
        Ok(self.node().step(move |step| users::add(step.tx, &user, "demo", step.now)).await?)
    }

    /// What operations need to work on this node.
    #[must_use]
    pub fn ctx(&self) -> Ctx {
        ctx(self.node(), &self.running.peers, &self.running.client, &self.place)
    }

    /// The password of the person `demo`.
    #[must_use]
    pub fn password(&self) -> &str {
        &self.place.password
    }

    /// The node.
    #[must_use]
    pub fn node(&self) -> &Node {
        &self.running.node
    }

    /// The folder where its newsroom lays down stories and their media files.
    #[must_use]
    pub fn newsroom(&self) -> &Path {
        &self.place.newsroom
    }

    /// The party.
    #[must_use]
    pub fn id(&self) -> &PartyId {
        &self.node().house().me
    }

    /// Where its pages and its protocol are.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}", self.running.address)
    }

    pub(super) fn root_key(&self) -> PublicKey {
        self.place.secrets.root
    }

    pub(super) fn seal_key(&self) -> &SealKey {
        &self.place.secrets.seal
    }
}

fn house(agency: Agency, place: &Place, address: String) -> Result<House, StageError> {
    Ok(House {
        me: agency.id.parse()?,
        name: agency.name.to_owned(),
        key: place.secrets.key.clone(),
        root: place.secrets.root,
        certificates: place.secrets.papers.clone(),
        item_secret: place.secrets.item_secret,
        base_url: (place.reach == Reach::Told).then_some(address),
    })
}

fn ctx(node: &Node, peers: &Arc<Peers>, client: &Client, place: &Place) -> Ctx {
    let (node, peers, client, keys) = (node.clone(), Arc::clone(peers), client.clone(), place.keys.clone());
    Ctx { node, peers, client, keys, runs: true, who: "demo".to_owned() }
}

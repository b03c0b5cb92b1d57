//! A stage for the demo and the benchmarks: example agencies with fresh keys, each a whole node on loopback with a real
//! disk, and agreements that they offered and signed through the real protocol.

use super::port::free_port;
use crate::node::{House, Node, NodeError};
use crate::ops::Ctx;
use crate::pump::carry;
use crate::pump::peers::Peers;
use crate::running::{Running, Settings, StartError};
use crate::transport::client::Client;
use crate::transport::guard::Guard;
use crate::transport::send_error::SendError;
use crate::users::{self, Role};
use crate::web::{self, Web};
use axum::Router;
use interwire_core::agreement::{Lang, Party, Wording, draft};
use interwire_core::exchange::offer::Sealed;
use interwire_core::ids::{AgreementId, BadId, Hash, PartyId};
use interwire_core::keys::{NodeKey, PublicKey, RootKey, SealKey};
use interwire_core::protocol::v1::agreement::AgreementVersion;
use interwire_core::protocol::v1::page::SignaturePage;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
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
    /// Only the protocol.
    None,
    /// The pages too, for one person named `demo`.
    Pages,
}

/// One agency on the stage.
pub struct Player {
    /// The agency.
    pub agency: Agency,
    /// Its node.
    pub running: Running,
    place: Place,
    pages_end: CancellationToken,
}

/// What outlasts a restart of its node.
struct Place {
    root: RootKey,
    seal: SealKey,
    key: NodeKey,
    item_secret: [u8; 32],
    port: u16,
    dir: PathBuf,
    desk: Desk,
    password: String,
}

impl Player {
    /// Starts an agency's node with fresh keys in a folder of its own below `below`.
    ///
    /// # Errors
    /// If the system has no randomness or no port, or the node does not start.
    pub async fn start(agency: Agency, below: &Path, desk: Desk) -> Result<Self, StageError> {
        let place = Place {
            root: RootKey::from_seed(&seed()?),
            seal: SealKey::from_seed(&seed()?),
            key: NodeKey::from_seed(&seed()?),
            item_secret: seed()?,
            port: free_port()?,
            dir: below.join(agency.id),
            desk,
            password: Hash(seed()?).to_string().chars().take(12).collect(),
        };
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
        self.running.stop().await;
        (self.agency, self.place)
    }

    /// Stops the node for good; returns its folder.
    pub async fn end(self) -> PathBuf {
        self.stop().await.1.dir
    }

    async fn at(agency: Agency, place: Place) -> Result<Self, StageError> {
        let house = house(agency, &place)?;
        let pages = web::Settings::new(house.base_url.as_deref());
        let pages_end = pages.stop.clone();
        let mut settings = Settings::new(house, place.dir.clone(), ([127, 0, 0, 1], place.port).into());
        settings.client.guard = Guard { allow_private: true, allow_plain: true };
        // There are no key files: nothing can be signed on the pages of the demo.
        let keys = place.dir.with_extension("keys");
        let ctx = |node: &Node, peers: &Arc<Peers>, client: &Client| {
            let (node, peers, client, who) = (node.clone(), Arc::clone(peers), client.clone(), "demo".to_owned());
            Ctx { node, peers, client, keys, runs: true, who }
        };
        let mount = |node: &Node, peers: &Arc<Peers>, client: &Client| match place.desk {
            Desk::None => Router::new(),
            Desk::Pages => Web::new(ctx(node, peers, client), pages).router(),
        };
        let running = Running::start(settings, mount).await?;
        Ok(Self { agency, running, place, pages_end })
    }

    /// Lets the one person of the demo in.
    async fn admit(&self) -> Result<(), StageError> {
        let user = users::new("demo", &self.place.password, Role::Admin, self.node().now());
        let user = user.map_err(|e| StageError::Other(e.to_string()))?;
        Ok(self.node().step(move |step| users::add(step.tx, &user, "demo", step.now)).await?)
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

    /// Its folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.place.dir
    }

    /// The party.
    #[must_use]
    pub fn id(&self) -> &PartyId {
        &self.node().house().me
    }

    /// Where its pages and its protocol are.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.place.port)
    }

    fn root_key(&self) -> PublicKey {
        self.place.root.public()
    }

    fn party(&self) -> Result<Party, StageError> {
        Ok(Party {
            id: self.agency.id.parse()?,
            name: Wording::from([(Lang::english(), self.agency.name.to_owned())]),
            root_key: self.root_key(),
            country: None,
            address: None,
            signatory: None,
        })
    }

    fn signature(&self, version: &AgreementVersion) -> Result<Sealed, StageError> {
        let page = SignaturePage {
            agreement: version.agreement.id.clone(),
            agreement_version: version.hash,
            party: self.agency.id.parse()?,
            signatory: self.agency.signatory.to_owned(),
            office: "Director General".to_owned(),
            place: self.agency.place.to_owned(),
            date: self.node().now().timestamp().to_zoned(jiff::tz::TimeZone::UTC).date(),
            seal_key: self.place.seal.public(),
        };
        let other = |e: interwire_core::canonical::NotCanonical| StageError::Other(e.to_string());
        Ok(Sealed { page: page.to_bytes().map_err(other)?, seal: page.seal(&self.place.seal).map_err(other)?.0 })
    }
}

fn seed() -> Result<[u8; 32], StageError> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|e| StageError::Other(e.to_string()))?;
    Ok(seed)
}

fn house(agency: Agency, place: &Place) -> Result<House, StageError> {
    let me: PartyId = agency.id.parse()?;
    let papers = [place.root.certify_node(&me, &place.key, 1), place.root.certify_seal(&me, &place.seal, 2)];
    Ok(House {
        name: agency.name.to_owned(),
        key: place.key.clone(),
        root: place.root.public(),
        certificates: papers.iter().map(|paper| String::from_utf8_lossy(&paper.to_bytes()).into_owned()).collect(),
        item_secret: place.item_secret,
        base_url: Some(format!("http://127.0.0.1:{}", place.port)),
        me,
    })
}

/// The first of two offers and signs, the second signs; returns when both may deliver.
///
/// # Errors
/// If any step of it fails, or it is not in force after a minute.
pub async fn agree(a: &Player, b: &Player) -> Result<AgreementId, StageError> {
    let mut number = [0; 16];
    getrandom::fill(&mut number).map_err(|e| StageError::Other(e.to_string()))?;
    let text = draft::template(&AgreementId::from_random(number), &[a.party()?, b.party()?]);
    let wrong = |problems: Vec<interwire_core::agreement::Problem>| {
        StageError::Other(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    };
    let mut agreement = draft::parse(&text).map_err(wrong)?;
    agreement.write_sentences(&|_, _| None);
    let version = AgreementVersion::of(&agreement).map_err(|e| StageError::Other(e.to_string()))?;
    let (bytes, signature) = (version.bytes.clone(), a.signature(&version)?);
    let offered = a.node().exchange(move |m, t| m.offer(t, &bytes, &[], Some(&signature))).await?;
    let id = offered.map_err(|e| StageError::Other(e.to_string()))?;
    let asked = id.clone();
    let request = a.node().exchange(move |m, t| m.offer_request(t, &asked)).await?;
    let (client, peers) = (&a.running.client, &a.running.peers);
    carry::offer(a.node(), client, peers, b.id(), b.root_key(), &b.address(), request).await?;
    let (hash, signature, asked) = (version.hash, b.signature(&version)?, id.clone());
    let signed = b.node().exchange(move |m, t| m.sign(t, &asked, hash, &signature)).await?;
    signed.map_err(|e| StageError::Other(e.to_string()))?;
    for player in [a, b] {
        in_force(player.node(), &id).await?;
    }
    Ok(id)
}

async fn in_force(node: &Node, id: &AgreementId) -> Result<(), StageError> {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        let (asked, now) = (id.clone(), node.now());
        let runs = move |deals: &std::collections::BTreeMap<AgreementId, interwire_core::exchange::deal::Deal>| {
            deals.get(&asked).is_some_and(|deal| deal.deliveries_allowed(now))
        };
        if node.exchange(move |machine, _| Ok(runs(machine.deals()))).await? {
            return Ok(());
        }
        if Instant::now() > end {
            return Err(StageError::Other("the agreement did not come into force".to_owned()));
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

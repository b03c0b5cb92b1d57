//! Real nodes on loopback for the tests: real files, real sockets, keys from seeds.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "shared by several test binaries; each uses a part")]

pub mod audit;
pub mod axe;
pub mod chromium;
pub mod doors;
pub mod exhibit;
pub mod markup;
pub mod news;
pub mod pages;
pub mod proxy;
pub mod raw;
pub mod siege;
pub mod stage;
pub mod watch;

use interwire::node::House;
use interwire::running::{Running, Settings};
use interwire::transport::guard::Guard;
use interwire_core::agreement::articles::exchange::{Exchange, Price};
use interwire_core::agreement::articles::term::Term;
use interwire_core::agreement::articles::texts::Texts;
use interwire_core::agreement::{Agreement, Article, Party, Terms, Wording};
use interwire_core::exchange::offer::Sealed;
use interwire_core::ids::{AgreementId, PartyId};
use interwire_core::keys::{NodeKey, RootKey, SealKey};
use interwire_core::protocol::v1::agreement::AgreementVersion;
use interwire_core::protocol::v1::page::SignaturePage;
use interwire_core::time::Time;
use std::collections::BTreeMap;
use std::future::Future;
use std::path::Path;
use std::time::{Duration, Instant};

/// A party of the tests: everything about it follows from its name and number.
#[derive(Clone)]
pub struct Who {
    pub name: &'static str,
    pub n: u8,
}

pub const HANOI: Who = Who { name: "hanoi", n: 1 };
pub const ASTANA: Who = Who { name: "astana", n: 2 };
pub const BAKU: Who = Who { name: "baku", n: 3 };

impl Who {
    pub fn id(&self) -> PartyId {
        self.name.parse().unwrap()
    }
    pub fn root(&self) -> RootKey {
        RootKey::from_seed(&[self.n; 32])
    }
    pub fn key(&self) -> NodeKey {
        NodeKey::from_seed(&[self.n + 50; 32])
    }
    pub fn seal(&self) -> SealKey {
        SealKey::from_seed(&[self.n + 100; 32])
    }

    pub fn house(&self, base_url: Option<String>) -> House {
        let (me, root) = (self.id(), self.root());
        let papers = [root.certify_node(&me, &self.key(), 1), root.certify_seal(&me, &self.seal(), 2)];
        House {
            me,
            name: format!("News agency of {}", self.name),
            key: self.key(),
            root: root.public(),
            certificates: papers.iter().map(|paper| String::from_utf8(paper.to_bytes()).unwrap()).collect(),
            item_secret: [self.n; 32],
            base_url,
        }
    }

    /// This party's signature on a version.
    pub fn sealed(&self, version: &AgreementVersion) -> Sealed {
        let page = SignaturePage {
            agreement: version.agreement.id.clone(),
            agreement_version: version.hash,
            party: self.id(),
            signatory: "Vũ Việt Trang".into(),
            office: "Director General".into(),
            place: "Hà Nội".into(),
            date: "2026-05-06".parse().unwrap(),
            seal_key: self.seal().public(),
        };
        Sealed { page: page.to_bytes().unwrap(), seal: page.seal(&self.seal()).unwrap().0 }
    }

    /// Starts this party's node in `dir` on `port` (0: any), telling partners that address.
    pub async fn start_at(&self, dir: &Path, port: u16) -> Running {
        let base = (port > 0).then(|| format!("http://127.0.0.1:{port}"));
        self.start_as(dir, port, base, |_| ()).await
    }

    /// Starts this party's node in `dir` on `port` (0: any), telling partners `base`, with `change`d settings.
    pub async fn start_as(
        &self,
        dir: &Path,
        port: u16,
        base: Option<String>,
        change: impl FnOnce(&mut Settings),
    ) -> Running {
        // Shown when a test is run with RUST_LOG.
        let filter = tracing_subscriber::EnvFilter::from_default_env();
        let _ = tracing_subscriber::fmt().with_env_filter(filter).with_test_writer().try_init();
        let listen = ([127, 0, 0, 1], port).into();
        let mut settings = Settings::new(self.house(base), dir.to_owned(), listen);
        settings.client.guard = Guard { allow_private: true, allow_plain: true };
        change(&mut settings);
        Running::start(settings, |_, _, _| axum::Router::new()).await.unwrap()
    }
}

/// Copies a data directory as it is on disk.
pub fn copy_dir(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_dir(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), &place).unwrap();
        }
    }
}

/// Puts an old copy of a data directory in its place.
pub fn put_back(copy: &Path, dir: &Path) {
    std::fs::remove_dir_all(dir).unwrap();
    copy_dir(copy, dir);
}

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    interwire::demo::port::free_port().unwrap()
}

/// An agreement by which each of the parties gives the others all text and pictures.
pub fn agreement(number: u8, parties: &[Who]) -> AgreementVersion {
    let english = |text: &str| Wording::from([("en".parse().unwrap(), text.to_owned())]);
    let party = |who: &Who| Party {
        id: who.id(),
        name: english(who.name),
        root_key: who.root().public(),
        country: None,
        address: None,
        signatory: None,
    };
    let article = |id: &str, terms| Article {
        id: id.parse().unwrap(),
        terms,
        sentence: BTreeMap::new(),
        wording: BTreeMap::new(),
    };
    let texts = Texts { languages: vec!["en".parse().unwrap()], equally_authentic: true, prevails: None };
    let mut articles = vec![article("texts", Terms::Texts(texts)), article("term", Terms::Term(Term::default()))];
    for from in parties {
        let exchange = Exchange {
            from: from.id(),
            to: parties.iter().filter(|to| to.n != from.n).map(Who::id).collect(),
            media: ["text", "picture", "video", "audio", "composite"].map(|word| word.parse().unwrap()).to_vec(),
            languages: vec![],
            subjects: vec![],
            services: vec![],
            sources: vec![],
            originals: false,
            price: Price::Free,
        };
        articles.push(article(&format!("news-{}", from.name), Terms::Exchange(exchange)));
    }
    let agreement = Agreement {
        id: AgreementId::from_random([number; 16]),
        title: english("Exchange of news"),
        predecessor: None,
        parties: parties.iter().map(party).collect(),
        articles,
    };
    AgreementVersion::of(&agreement).unwrap()
}

/// Waits until `done`, and fails with `what` after a minute.
pub async fn until<F: Future<Output = bool>>(what: &str, mut done: impl FnMut() -> F) {
    let end = Instant::now() + Duration::from_secs(60);
    while !done().await {
        assert!(Instant::now() < end, "still not: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// `a` offers and signs, `b` signs; returns when both may deliver.
pub async fn partners(a: (&Who, &Running), b: (&Who, &Running), number: u8) -> AgreementVersion {
    let base = format!("http://{}", b.1.address);
    partners_at(a, b, number, &base).await
}

/// As [`partners`], where `a` reaches `b` at `base`.
pub async fn partners_at(a: (&Who, &Running), b: (&Who, &Running), number: u8, base: &str) -> AgreementVersion {
    let version = agreement(number, &[a.0.clone(), b.0.clone()]);
    let (bytes, sealed) = (version.bytes.clone(), a.0.sealed(&version));
    let id = a.1.node.exchange(move |m, t| m.offer(t, &bytes, &[], Some(&sealed))).await.unwrap().unwrap();
    let asked = id.clone();
    let request = a.1.node.exchange(move |m, t| m.offer_request(t, &asked)).await.unwrap();
    interwire::pump::carry::offer(&a.1.node, &a.1.client, &a.1.peers, &b.0.id(), b.0.root().public(), base, request)
        .await
        .unwrap();
    let (hash, sealed, asked) = (version.hash, b.0.sealed(&version), id.clone());
    b.1.node.exchange(move |m, t| m.sign(t, &asked, hash, &sealed)).await.unwrap().unwrap();
    for running in [a.1, b.1] {
        until("in force", || {
            let (node, id) = (running.node.clone(), id.clone());
            async move {
                let now: Time = node.now();
                node.exchange(move |m, _| Ok(m.deals().get(&id).is_some_and(|d| d.deliveries_allowed(now))))
                    .await
                    .unwrap()
            }
        })
        .await;
    }
    version
}

//! Three nodes of which one is reached only through a line that can misbehave.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "shared by several test binaries; each uses a part")]

use super::audit::{findings, memory_mb, settled, trouble};
use super::news::{publish, shown};
use super::proxy::{Mode, Proxy};
use super::{ASTANA, BAKU, HANOI, partners, partners_at, until};
use interwire::running::Running;
use interwire::store::DATABASE;
use interwire::transport::pace::Slowest;
use interwire_core::exchange::machine::Effect;
use interwire_core::ids::{AgreementId, Hash, ItemKey};
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::broadcast::Receiver;

/// Hanoi reaches Astana only through the proxy, and Baku directly; nobody reaches Hanoi.
pub struct Stage {
    pub hanoi: Running,
    pub astana: Option<Running>,
    pub baku: Running,
    pub proxy: Proxy,
    pub with_astana: AgreementId,
    pub with_baku: AgreementId,
    pub arrived: Receiver<Effect>,
    pub stories: u32,
    pub sent: Vec<ItemKey>,
    pub received: Vec<ItemKey>,
    pub dirs: [TempDir; 3],
}

impl Stage {
    pub async fn set() -> Self {
        let dirs = [(); 3].map(|()| tempfile::tempdir().unwrap());
        let hanoi = HANOI
            .start_as(dirs[0].path(), 0, None, |settings| {
                settings.client.header = Duration::from_secs(3);
                settings.client.body = Duration::from_secs(3);
                settings.client.slowest = Slowest { bytes: 4096, stretch: Duration::from_secs(1) };
            })
            .await;
        let astana = ASTANA.start_as(dirs[1].path(), 0, None, |_| ()).await;
        let baku = BAKU.start_as(dirs[2].path(), 0, None, |_| ()).await;
        let proxy = Proxy::before(astana.address).await;
        let (version, other) = (
            partners_at((&HANOI, &hanoi), (&ASTANA, &astana), 1, &proxy.base()).await,
            partners((&HANOI, &hanoi), (&BAKU, &baku), 2).await,
        );
        Self {
            arrived: astana.node.effects(),
            with_astana: version.agreement.id.clone(),
            with_baku: other.agreement.id.clone(),
            hanoi,
            astana: Some(astana),
            baku,
            proxy,
            stories: 0,
            sent: Vec::new(),
            received: Vec::new(),
            dirs,
        }
    }

    pub fn astana(&self) -> &Running {
        self.astana.as_ref().unwrap()
    }

    /// A story each way between Hanoi and Astana, one with a picture; they arrive when they can.
    pub async fn stories(&mut self) -> [ItemKey; 2] {
        self.stories += 1;
        let picture = vec![self.stories as u8; 20_000];
        let guids = ["hanoi", "astana"].map(|who| format!("urn:{who}:{}", self.stories));
        let there = publish((&HANOI, &self.hanoi), &self.with_astana, &guids[0], 1, None).await;
        let here = publish((&ASTANA, self.astana()), &self.with_astana, &guids[1], 1, Some(picture)).await;
        self.sent.push(there.clone());
        [there, here]
    }

    /// A story each way between Hanoi and Baku, which must arrive now.
    pub async fn baku_goes_on(&mut self) {
        self.stories += 1;
        let guids = ["hanoi", "baku"].map(|who| format!("urn:{who}:{}", self.stories));
        let there = publish((&HANOI, &self.hanoi), &self.with_baku, &guids[0], 1, None).await;
        let here = publish((&BAKU, &self.baku), &self.with_baku, &guids[1], 1, None).await;
        let both = async {
            until("Baku has Hanoi's story", || async { shown(&self.baku, &there).await.is_some() }).await;
            until("Hanoi has Baku's story", || async { shown(&self.hanoi, &here).await.is_some() }).await;
        };
        tokio::time::timeout(Duration::from_secs(10), both).await.expect("one partner's fault delays another");
    }

    pub async fn delivered(&self, [there, here]: &[ItemKey; 2]) {
        until("delivered to Astana", || async { shown(self.astana(), there).await.is_some() }).await;
        until("delivered to Hanoi", || async { shown(&self.hanoi, here).await.is_some() }).await;
    }

    pub fn trouble(&self) -> Option<String> {
        trouble(&self.hanoi, &ASTANA.id())
    }

    /// The whole of one fault: seen, named, bounded, of no weight for others, and over when it is over.
    pub async fn fault(&mut self, mode: Mode, codes: &[&str]) {
        let (memory, asked) = (memory_mb(), self.proxy.requests());
        self.proxy.be(mode).await;
        let stories = self.stories().await;
        let named = || async { self.trouble().is_some_and(|code| codes.contains(&code.as_str())) };
        until(&format!("{mode:?} is named as one of {codes:?}, not {:?}", self.trouble()), named).await;
        self.baku_goes_on().await;
        assert!(trouble(&self.hanoi, &BAKU.id()).is_none(), "{mode:?} is laid to another's charge");
        let asked = self.proxy.requests() - asked;
        assert!(asked < 30, "{asked} requests hammer a partner that is {mode:?}");
        let grown = memory_mb().saturating_sub(memory);
        assert!(grown < 100, "{mode:?} took {grown} MB of memory");
        self.proxy.be(Mode::Honest).await;
        self.delivered(&stories).await;
        until(&format!("{mode:?} is over"), || async { self.trouble().is_none() }).await;
        eprintln!("{mode:?}: {grown} MB");
    }

    /// A partner that says when to come again is not asked before.
    pub async fn waits_as_long_as_it_is_told(&mut self) {
        self.proxy.be(Mode::TooMany(3600)).await;
        let named = || async { self.trouble().is_some_and(|code| code == "IW-send-busy") };
        until("too many requests", named).await;
        let stories = self.stories().await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let asked = self.proxy.requests();
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(self.proxy.requests(), asked, "asked again in spite of Retry-After");
        let health = self.hanoi.peers.all().remove(&ASTANA.id()).unwrap();
        let wait = health.retry_at[0].unwrap().since(self.hanoi.node.now());
        assert!((3_500_000..=3_600_000).contains(&wait), "a person is told when: {wait} ms");
        self.proxy.be(Mode::Honest).await;
        // A person knows better and lets the node try now.
        self.hanoi.peers.nudge(&ASTANA.id());
        self.delivered(&stories).await;
        until("it is over", || async { self.trouble().is_none() }).await;
    }

    pub fn note_arrivals(&mut self) {
        while let Ok(effect) = self.arrived.try_recv() {
            if let Effect::Arrived(key, _) = effect {
                self.received.push(key);
            }
        }
    }

    /// Everything was delivered once, and both sides hold the same record.
    pub async fn end(mut self) {
        settled(&self.hanoi, self.astana(), &self.with_astana).await;
        settled(&self.hanoi, &self.baku, &self.with_baku).await;
        self.note_arrivals();
        self.received.sort();
        self.sent.sort();
        assert_eq!(self.received, self.sent, "each story arrives once");
        assert!(findings(&self.hanoi).await.is_empty(), "a bad line is no lie");
        for node in [self.hanoi, self.astana.unwrap(), self.baku] {
            node.stop().await;
        }
    }
}

impl Stage {
    /// Writes other bytes in the place of a small blob of Astana's, as a damaged disk would.
    pub async fn damage(&mut self, hash: Hash, bytes: &[u8]) {
        let port = self.astana().address.port();
        self.restart_astana(port, || ()).await;
        let options = SqliteConnectOptions::new().filename(self.dirs[1].path().join(DATABASE));
        let mut connection = options.connect().await.unwrap();
        let damaged = sqlx::query("UPDATE blobs SET bytes = ? WHERE hash = ?").bind(bytes).bind(hash.0.to_vec());
        assert_eq!(damaged.execute(&mut connection).await.unwrap().rows_affected(), 1);
    }

    /// Stops Astana, does something with its disk, and starts it at the same address.
    pub async fn restart_astana(&mut self, port: u16, meanwhile: impl FnOnce()) {
        self.astana.take().unwrap().stop().await;
        self.note_arrivals();
        meanwhile();
        self.astana = Some(ASTANA.start_as(self.dirs[1].path(), port, None, |_| ()).await);
        self.arrived = self.astana().node.effects();
    }
}

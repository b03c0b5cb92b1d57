//! A partner, or the line to it, misbehaves in every way: the node stays healthy and bounded, says what is wrong,
//! delivers to others meanwhile, and once it is over has lost nothing and doubled nothing.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::audit::{memory_mb, settled, trouble};
use common::news::{publish, shown};
use common::proxy::{Mode, Proxy};
use common::{ASTANA, BAKU, HANOI, partners, partners_at, until};
use interwire::running::Running;
use interwire::transport::pace::Slowest;
use interwire_core::exchange::machine::Effect;
use interwire_core::ids::{AgreementId, ItemKey};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::broadcast::Receiver;

/// Hanoi reaches Astana only through the proxy, and Baku directly; nobody reaches Hanoi.
struct Stage {
    hanoi: Running,
    astana: Running,
    baku: Running,
    proxy: Proxy,
    with_astana: AgreementId,
    with_baku: AgreementId,
    arrived: Receiver<Effect>,
    stories: u32,
    sent: Vec<ItemKey>,
    _dirs: [TempDir; 3],
}

impl Stage {
    async fn set() -> Self {
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
            astana,
            baku,
            proxy,
            stories: 0,
            sent: Vec::new(),
            _dirs: dirs,
        }
    }

    /// A story each way between Hanoi and Astana, one with a picture; they arrive when they can.
    async fn stories(&mut self) -> [ItemKey; 2] {
        self.stories += 1;
        let picture = vec![self.stories as u8; 20_000];
        let guids = ["hanoi", "astana"].map(|who| format!("urn:{who}:{}", self.stories));
        let there = publish((&HANOI, &self.hanoi), &self.with_astana, &guids[0], 1, None).await;
        let here = publish((&ASTANA, &self.astana), &self.with_astana, &guids[1], 1, Some(picture)).await;
        self.sent.push(there.clone());
        [there, here]
    }

    /// A story each way between Hanoi and Baku, which must arrive now.
    async fn baku_goes_on(&mut self) {
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

    async fn delivered(&self, [there, here]: &[ItemKey; 2]) {
        until("delivered to Astana", || async { shown(&self.astana, there).await.is_some() }).await;
        until("delivered to Hanoi", || async { shown(&self.hanoi, here).await.is_some() }).await;
    }

    fn trouble(&self) -> Option<String> {
        trouble(&self.hanoi, &ASTANA.id())
    }

    /// The whole of one fault: seen, named, bounded, of no weight for others, and over when it is over.
    async fn fault(&mut self, mode: Mode, codes: &[&str]) {
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
    async fn waits_as_long_as_it_is_told(&mut self) {
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

    /// Everything was delivered once, and both sides hold the same record.
    async fn end(mut self) {
        settled(&self.hanoi, &self.astana, &self.with_astana).await;
        settled(&self.hanoi, &self.baku, &self.with_baku).await;
        let mut arrived = Vec::new();
        while let Ok(effect) = self.arrived.try_recv() {
            if let Effect::Arrived(key, _) = effect {
                arrived.push(key);
            }
        }
        arrived.sort();
        self.sent.sort();
        assert_eq!(arrived, self.sent, "each story arrives once");
        assert!(common::audit::findings(&self.hanoi).await.is_empty(), "a bad line is no lie");
        for node in [self.hanoi, self.astana, self.baku] {
            node.stop().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_partner_that_is_away_or_says_no_is_named_and_served_later() {
    let mut stage = Stage::set().await;
    stage.fault(Mode::Down, &["IW-send-unreachable"]).await;
    stage.fault(Mode::Status(500), &["IW-send-failing"]).await;
    stage.fault(Mode::Status(404), &["IW-send-refused"]).await;
    stage.fault(Mode::TooMany(2), &["IW-send-busy"]).await;
    stage.waits_as_long_as_it_is_told().await;
    let hits = Arc::new(AtomicUsize::new(0));
    let trap = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let (address, count) = (trap.local_addr().unwrap(), Arc::clone(&hits));
    tokio::spawn(async move {
        while trap.accept().await.is_ok() {
            count.fetch_add(1, Ordering::SeqCst);
        }
    });
    stage.fault(Mode::Redirect(address), &["IW-send-redirect"]).await;
    assert_eq!(hits.load(Ordering::SeqCst), 0, "a redirect was followed");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_are_broken_forged_or_old_are_named_and_asked_for_again() {
    let mut stage = Stage::set().await;
    let stories = stage.stories().await;
    stage.delivered(&stories).await;
    stage.fault(Mode::Garbage, &["IW-send-signature", "IW-send-garbage"]).await;
    stage.fault(Mode::Half, &["IW-send-truncated"]).await;
    stage.fault(Mode::ForgedBody, &["IW-send-signature"]).await;
    stage.fault(Mode::ForgedSignature, &["IW-send-signature"]).await;
    stage.fault(Mode::Replay, &["IW-send-signature"]).await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_partner_that_drips_floods_or_keeps_silent_is_cut_off() {
    let mut stage = Stage::set().await;
    stage.fault(Mode::Slow, &["IW-send-too-slow"]).await;
    stage.fault(Mode::Endless, &["IW-send-too-large"]).await;
    stage.fault(Mode::Silent, &["IW-send-timeout"]).await;
    stage.end().await;
}

//! A partner, or the line to it, misbehaves in every way: the node stays healthy and bounded, says what is wrong,
//! delivers to others meanwhile, and once it is over has lost nothing and doubled nothing.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::audit::{findings, memory_mb, settled, trouble};
use common::news::{publish, shown};
use common::proxy::{Mode, Proxy};
use common::{ASTANA, BAKU, HANOI, copy_dir, partners, partners_at, put_back, until};
use interwire::running::Running;
use interwire::store::DATABASE;
use interwire::transport::pace::Slowest;
use interwire_core::exchange::machine::Effect;
use interwire_core::ids::{AgreementId, Hash, ItemKey};
use interwire_core::journal::evidence::ForkEvidence;
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::broadcast::Receiver;

/// Hanoi reaches Astana only through the proxy, and Baku directly; nobody reaches Hanoi.
struct Stage {
    hanoi: Running,
    astana: Option<Running>,
    baku: Running,
    proxy: Proxy,
    with_astana: AgreementId,
    with_baku: AgreementId,
    arrived: Receiver<Effect>,
    stories: u32,
    sent: Vec<ItemKey>,
    received: Vec<ItemKey>,
    dirs: [TempDir; 3],
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
            astana: Some(astana),
            baku,
            proxy,
            stories: 0,
            sent: Vec::new(),
            received: Vec::new(),
            dirs,
        }
    }

    fn astana(&self) -> &Running {
        self.astana.as_ref().unwrap()
    }

    /// A story each way between Hanoi and Astana, one with a picture; they arrive when they can.
    async fn stories(&mut self) -> [ItemKey; 2] {
        self.stories += 1;
        let picture = vec![self.stories as u8; 20_000];
        let guids = ["hanoi", "astana"].map(|who| format!("urn:{who}:{}", self.stories));
        let there = publish((&HANOI, &self.hanoi), &self.with_astana, &guids[0], 1, None).await;
        let here = publish((&ASTANA, self.astana()), &self.with_astana, &guids[1], 1, Some(picture)).await;
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
        until("delivered to Astana", || async { shown(self.astana(), there).await.is_some() }).await;
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

    fn note_arrivals(&mut self) {
        while let Ok(effect) = self.arrived.try_recv() {
            if let Effect::Arrived(key, _) = effect {
                self.received.push(key);
            }
        }
    }

    /// Everything was delivered once, and both sides hold the same record.
    async fn end(mut self) {
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_bytes_are_never_taken_and_fetched_again() {
    let mut stage = Stage::set().await;
    // A picture whose bytes have changed on the partner's disk; whatever else it sends arrives.
    stage.proxy.be(Mode::Down).await;
    let picture = vec![200; 20_000];
    let hash = Hash::of(&picture);
    let guid = "urn:astana:damaged";
    let damaged = publish((&ASTANA, stage.astana()), &stage.with_astana, guid, 1, Some(picture.clone())).await;
    stage.damage(hash, &[201; 20_000]).await;
    stage.proxy.be(Mode::Honest).await;
    let stories = stage.stories().await;
    stage.delivered(&stories).await;
    until("the wrong picture is named", || async { stage.trouble().as_deref() == Some("IW-send-forged") }).await;
    stage.baku_goes_on().await;
    assert_eq!(shown(&stage.hanoi, &damaged).await, None);
    stage.damage(hash, &picture).await;
    stage.hanoi.peers.nudge(&ASTANA.id());
    until("the picture is shown", || async { shown(&stage.hanoi, &damaged).await.is_some() }).await;
    let film = vec![7; 1_200_000];
    stage.proxy.be(Mode::WrongBlob).await;
    let with_film = publish((&ASTANA, stage.astana()), &stage.with_astana, "urn:astana:film", 1, Some(film)).await;
    let named = || async { stage.trouble().as_deref() == Some("IW-send-wrong-bytes") };
    until("the wrong film is named", named).await;
    stage.proxy.be(Mode::Honest).await;
    stage.hanoi.peers.nudge(&ASTANA.id());
    until("the film is shown", || async { shown(&stage.hanoi, &with_film).await.is_some() }).await;
    until("it is over", || async { stage.trouble().is_none() }).await;
    stage.end().await;
}

/// Astana's disk is put back from an old copy, and a person there lets the node write on, against all advice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rewritten_history_is_proven_and_shown_and_harms_nobody_else() {
    let mut stage = Stage::set().await;
    let copies = tempfile::tempdir().unwrap();
    let (dir, copy) = (stage.dirs[1].path().to_owned(), copies.path().join("copy"));
    let port = stage.astana().address.port();
    settled(&stage.hanoi, stage.astana(), &stage.with_astana).await;
    stage.restart_astana(port, || copy_dir(&dir, &copy)).await;
    let stories = stage.stories().await;
    stage.delivered(&stories).await;
    settled(&stage.hanoi, stage.astana(), &stage.with_astana).await;
    stage.proxy.be(Mode::Down).await;
    stage.restart_astana(port, || put_back(&copy, &dir)).await;
    let under = stage.with_astana.clone();
    stage
        .astana()
        .node
        .exchange(move |machine, _| {
            machine.confirm_by_person(&under);
            Ok(())
        })
        .await
        .unwrap();
    for n in 0..4 {
        publish((&ASTANA, stage.astana()), &stage.with_astana, &format!("urn:astana:other-{n}"), 1, None).await;
    }
    stage.proxy.be(Mode::Honest).await;
    until("the fork is found", || async { !findings(&stage.hanoi).await.is_empty() }).await;
    stage.baku_goes_on().await;
    let found = findings(&stage.hanoi).await;
    let [fork] = &found[..] else { panic!("{found:?}") };
    assert_eq!((fork.code.as_str(), &fork.about), ("fork", &ASTANA.id()));
    let evidence = ForkEvidence::from_bytes(&fork.evidence).unwrap();
    assert!(evidence.verify(&fork.journal, &ASTANA.key().public()), "anybody can check it");
    // What Hanoi holds stays as it was signed first, and Hanoi still delivers to Astana.
    let first = shown(&stage.hanoi, &stories[1]).await;
    assert_eq!(first, Some(1));
    for node in [stage.hanoi, stage.astana.unwrap(), stage.baku] {
        node.stop().await;
    }
}

impl Stage {
    /// Writes other bytes in the place of a small blob of Astana's, as a damaged disk would.
    async fn damage(&mut self, hash: Hash, bytes: &[u8]) {
        let port = self.astana().address.port();
        self.restart_astana(port, || ()).await;
        let options = SqliteConnectOptions::new().filename(self.dirs[1].path().join(DATABASE));
        let mut connection = options.connect().await.unwrap();
        let damaged = sqlx::query("UPDATE blobs SET bytes = ? WHERE hash = ?").bind(bytes).bind(hash.0.to_vec());
        assert_eq!(damaged.execute(&mut connection).await.unwrap().rows_affected(), 1);
    }

    /// Stops Astana, does something with its disk, and starts it at the same address.
    async fn restart_astana(&mut self, port: u16, meanwhile: impl FnOnce()) {
        self.astana.take().unwrap().stop().await;
        self.note_arrivals();
        meanwhile();
        self.astana = Some(ASTANA.start_as(self.dirs[1].path(), port, None, |_| ()).await);
        self.arrived = self.astana().node.effects();
    }
}

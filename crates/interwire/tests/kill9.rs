//! Two nodes in processes of their own, killed with SIGKILL at random moments under load and started again: whatever
//! was acknowledged is delivered, once, and both journals are what their heads sign.
//!
//! This binary starts itself again as the node: see [`node_in_a_process`].
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::audit::{findings, published, settled};
use common::news::{publication, shown, write};
use common::{ASTANA, HANOI, Who, free_port, partners};
use interwire::node::Node;
use interwire::running::Running;
use interwire_core::exchange::store::Store;
use interwire_core::ids::{AgreementId, Hash, ItemKey};
use interwire_core::item::Blob;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const KILLS: usize = 24;
const SEED: u64 = 9;
/// Directory, port and agreement of the node that a child process runs.
const ROLE: &str = "INTERWIRE_TEST_NODE";

fn who(name: &str) -> Who {
    if name == HANOI.name { HANOI } else { ASTANA }
}

/// A node that publishes what it is told to on its standard input, one guid and size a line, and says each guid on
/// its standard output once the step that published it has returned.
#[test]
fn node_in_a_process() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let [name, port, under, dir] = role.splitn(4, ' ').collect::<Vec<_>>()[..] else { panic!("{role}") };
    let (who, port, under, dir) = (who(name), port.parse().unwrap(), under.parse().unwrap(), PathBuf::from(dir));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let running = who.start_at(&dir, port).await;
        let (sender, mut orders) = tokio::sync::mpsc::unbounded_channel();
        std::thread::spawn(move || {
            std::io::stdin().lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        while let Some(order) = orders.recv().await {
            let (guid, bytes) = order.split_once(' ').unwrap();
            publish_once(&who, &running.node, &under, guid, bytes.parse().unwrap()).await;
            println!("\nheld {guid}");
        }
        running.stop().await;
    });
}

/// What an intake does: a guid that has been published, or waits to be, is not published again.
async fn publish_once(who: &Who, node: &Node, under: &AgreementId, guid: &str, bytes: usize) {
    let media = media(guid, bytes);
    let picture = media.as_ref().map(|bytes| Blob { hash: Hash::of(bytes), size_bytes: bytes.len() as u64 });
    let (publication, doc) = publication(who, node, under, guid, 1, picture);
    let key = ItemKey { source: who.id(), item: publication.item.clone() };
    let step = node.step(move |step| match step.tx.sent(&key)?.is_empty() {
        true => write(step, &publication, &doc, media.as_deref()),
        false => Ok(()),
    });
    step.await.unwrap();
}

/// The medium of an item: noise that its guid names.
fn media(guid: &str, bytes: usize) -> Option<Vec<u8>> {
    let seed = Hash::of(guid.as_bytes()).0;
    (bytes > 0).then(|| seed.iter().copied().cycle().take(bytes).collect())
}

/// A child process and what it has acknowledged.
struct Process {
    who: Who,
    role: String,
    child: Child,
    orders: Option<ChildStdin>,
    held: Arc<Mutex<BTreeSet<String>>>,
    asked: Vec<String>,
}

impl Process {
    fn start(who: Who, role: &str, held: Arc<Mutex<BTreeSet<String>>>, asked: Vec<String>) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "node_in_a_process", "--nocapture", "--test-threads=1"])
            .env(ROLE, role)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let orders = child.stdin.take();
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        let told = Arc::clone(&held);
        std::thread::spawn(move || {
            for line in said.map_while(Result::ok) {
                if let Some(guid) = line.strip_prefix("held ") {
                    told.lock().unwrap().insert(guid.to_owned());
                }
            }
        });
        Self { who, role: role.to_owned(), child, orders, held, asked }
    }

    /// Orders a publication; a process that is gone is asked again after its next start.
    fn order(&mut self, line: String) {
        self.tell(&line);
        self.asked.push(line);
    }

    fn tell(&mut self, line: &str) {
        if let Some(orders) = &mut self.orders {
            // A broken pipe is a process that was killed.
            let _ = writeln!(orders, "{line}");
        }
    }

    fn kill_and_start(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let (held, asked) = (Arc::clone(&self.held), std::mem::take(&mut self.asked));
        *self = Self::start(self.who.clone(), &self.role, held, asked);
        let unheld: Vec<_> = self.asked.iter().filter(|line| !self.is_held(line)).cloned().collect();
        for line in unheld {
            self.tell(&line);
        }
    }

    fn is_held(&self, line: &str) -> bool {
        line.split_once(' ').is_some_and(|(guid, _)| self.held.lock().unwrap().contains(guid))
    }

    /// Waits until all orders are acknowledged, then lets the process end by itself.
    async fn end(mut self) -> Vec<String> {
        for _ in 0..1500 {
            if self.asked.iter().all(|line| self.is_held(line)) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert!(self.asked.iter().all(|line| self.is_held(line)), "{} does not answer any more", self.who.name);
        // The end of its orders is the end of its work.
        let (child, asked) = (&mut self.child, std::mem::take(&mut self.asked));
        self.orders = None;
        for _ in 0..1000 {
            if child.try_wait().unwrap().is_some() {
                return asked;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{} does not stop", self.who.name);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A test that failed leaves no process behind.
        let _ = self.child.kill();
    }
}

/// An agreement in force between two fresh data directories.
async fn sign(dirs: [&Path; 2], ports: [u16; 2]) -> AgreementId {
    let a = HANOI.start_at(dirs[0], ports[0]).await;
    let b = ASTANA.start_at(dirs[1], ports[1]).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id;
    settled(&a, &b, &id).await;
    a.stop().await;
    b.stop().await;
    id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_killed_at_random_moments_lose_nothing_and_double_nothing() {
    let temp = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let (dirs, ports) = ([temp[0].path(), temp[1].path()], [free_port(), free_port()]);
    let id = sign(dirs, ports).await;
    let start = |who: Who, n: usize| {
        let role = format!("{} {} {id} {}", who.name, ports[n], dirs[n].display());
        Process::start(who, &role, Arc::default(), Vec::new())
    };
    let mut processes = [start(HANOI, 0), start(ASTANA, 1)];
    let mut rng = StdRng::seed_from_u64(SEED);
    let mut number = 0;
    for kill in 0..KILLS {
        for _ in 0..rng.random_range(1..12) {
            number += 1;
            let n = rng.random_range(0..2);
            let bytes = match rng.random_range(0..10) {
                0 => 1_500_000,
                1 | 2 => 120_000,
                3 | 4 => 9_000,
                _ => 0,
            };
            let process = &mut processes[n];
            process.order(format!("urn:{}:{number} {bytes}", process.who.name));
        }
        tokio::time::sleep(Duration::from_millis(rng.random_range(5..700))).await;
        // Now and then both at once, so that neither has the other to lean on.
        let both = kill % 6 == 5;
        let n = rng.random_range(0..2);
        processes[n].kill_and_start();
        if both {
            processes[1 - n].kill_and_start();
        }
    }
    let mut orders = Vec::new();
    for process in processes {
        orders.push(process.end().await);
    }
    let a = HANOI.start_at(dirs[0], ports[0]).await;
    let b = ASTANA.start_at(dirs[1], ports[1]).await;
    let journals = settled(&a, &b, &id).await;
    assert_eq!(published(&journals).len(), number, "each order is published once");
    verify((&HANOI, &a), &b, &id, &orders[0]).await;
    verify((&ASTANA, &b), &a, &id, &orders[1]).await;
    for node in [a, b] {
        assert!(findings(&node).await.is_empty(), "a crash is no lie");
        node.stop().await;
    }
}

/// Every order of `from` is shown at `to`, with the very bytes of its medium.
async fn verify(from: (&Who, &Running), to: &Running, id: &AgreementId, orders: &[String]) {
    for order in orders {
        let (guid, bytes) = order.split_once(' ').unwrap();
        let (publication, _) = publication(from.0, &from.1.node, id, guid, 1, None);
        let key = ItemKey { source: from.0.id(), item: publication.item };
        assert_eq!(shown(to, &key).await, Some(1), "{guid} was lost");
        if let Some(bytes) = media(guid, bytes.parse().unwrap()) {
            let reader = to.node.db().read_blob(&Hash::of(&bytes)).await.unwrap().unwrap();
            assert!(reader.bytes(u64::MAX).await.unwrap() == bytes, "the medium of {guid} has other bytes");
        }
    }
}

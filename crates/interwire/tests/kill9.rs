//! Two nodes as people run them, `interwire serve`, killed with SIGKILL at random moments while both take news in and
//! exchange it, and started again: whatever was acknowledged is kept, everything is delivered, once, and the record of
//! both verifies offline.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;
mod house;

use common::audit::{Journals, journals_in, once, published};
use house::{Agency, partners, story};
use interwire::store::Db;
use interwire_core::exchange::machine::Turn;
use interwire_core::exchange::store::StoreError;
use interwire_core::ids::{AgreementId, Hash};
use interwire_core::time::Time;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const ROUNDS: usize = 22;
const SEED: u64 = 9;
/// The sizes of pictures: one that stays in the database, one in a file, one that travels alone.
const SIZES: [usize; 3] = [9_000, 120_000, 1_500_000];

/// An agency, the folders of files it was given, and what its node has acknowledged.
struct Player {
    agency: Agency,
    folders: Vec<PathBuf>,
    held: BTreeSet<String>,
    media: Vec<Vec<u8>>,
    files: usize,
    running: Option<JoinHandle<Output>>,
    /// Stories without a picture that may be recalled, and those that were, as the node has acknowledged.
    plain: Vec<String>,
    recalled: BTreeSet<String>,
    recalling: Option<(String, JoinHandle<Output>)>,
}

impl Player {
    fn new(agency: Agency) -> Self {
        let (folders, media, plain) = (Vec::new(), Vec::new(), Vec::new());
        let (held, recalled) = (BTreeSet::new(), BTreeSet::new());
        Self { agency, folders, held, media, files: 0, running: None, plain, recalled, recalling: None }
    }

    /// Begins to take a folder of new stories in, some with a picture.
    fn begin(&mut self, rng: &mut StdRng) {
        let folder = self.agency.dir.path().join(format!("round{}", self.folders.len()));
        std::fs::create_dir(&folder).unwrap();
        for _ in 0..rng.random_range(3..9) {
            self.files += 1;
            let guid = format!("tag:{},2026:{}", self.agency.base, self.files);
            let mut text: Value = serde_json::from_str(&story(&guid, "Vũ Việt Trang")).unwrap();
            if rng.random_range(0..3) == 0 {
                let (name, size) = (format!("{}.jpg", self.files), SIZES[rng.random_range(0..3)]);
                let noise: Vec<u8> = Hash::of(guid.as_bytes()).0.iter().copied().cycle().take(size).collect();
                std::fs::write(folder.join(&name), &noise).unwrap();
                text["renditions"] = serde_json::json!([{"name": "main", "href": name, "contentType": "image/jpeg"}]);
                self.media.push(noise);
            } else {
                self.plain.push(guid);
            }
            std::fs::write(folder.join(format!("{:04}.json", self.files)), text.to_string()).unwrap();
        }
        let mut command = self.agency.command(&["ingest", "--json", folder.to_str().unwrap()]);
        self.running = Some(std::thread::spawn(move || command.output().unwrap()));
        self.folders.push(folder);
        // A story that is out is killed at the same time.
        let known: Vec<&String> = self.plain.iter().filter(|guid| self.held.contains(*guid)).collect();
        if !known.is_empty() {
            let guid = known[rng.random_range(0..known.len())].clone();
            let mut command = self.agency.command(&["recall", &guid, "--kill", "--yes", "--json"]);
            self.recalling = Some((guid, std::thread::spawn(move || command.output().unwrap())));
        }
    }

    /// Waits for the command that takes files in, and keeps what its node has acknowledged; whether it took them all.
    fn end(&mut self) -> bool {
        if let Some((guid, recalling)) = self.recalling.take()
            && recalling.join().unwrap().status.success()
        {
            self.recalled.insert(guid);
        }
        let Some(running) = self.running.take() else { return true };
        let output = running.join().unwrap();
        self.hear(&output);
        output.status.success()
    }

    /// What was acknowledged before is known, not new: it was not lost.
    fn hear(&mut self, output: &Output) {
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let taken: Value = serde_json::from_str(line).unwrap();
            let one = &taken["items"][0];
            let (guid, fate) = (one["guid"].as_str().unwrap().to_owned(), one["fate"].as_str().unwrap());
            let expected = if self.held.contains(&guid) { ["known", "known"] } else { ["new", "known"] };
            assert!(expected.contains(&fate), "{guid} was acknowledged and is {fate}");
            self.held.insert(guid);
        }
    }

    /// Kills the node; the command that spoke with it fails, or ends its work without it.
    fn kill(&mut self) -> bool {
        self.agency.kill();
        self.end()
    }

    /// Starts the node again, and gives it once more what it has not acknowledged, together with what it has.
    fn start(&mut self, all_taken: bool) {
        self.agency.serve();
        if !all_taken {
            self.again(self.folders.len() - 1);
        }
    }

    fn again(&mut self, folder: usize) {
        let output = self.agency.run(&["ingest", "--json", self.folders[folder].to_str().unwrap()]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        self.hear(&output);
    }

    /// Nothing that was killed may be used at the partner.
    fn is_stopped_at(&self, partner: &Agency) {
        assert!(!self.recalled.is_empty(), "no kill was acknowledged");
        let listed = partner.ok(&["match", "--held", "--json", "--query", "language:vi"]);
        let mut stopped = 0;
        for line in listed.lines() {
            let one: Value = serde_json::from_str(line).unwrap();
            let guid = one["guid"].as_str().unwrap();
            if self.recalled.contains(guid) {
                assert_eq!(one["usable"], false, "{guid} was killed");
                stopped += 1;
            }
        }
        assert!(stopped > 0, "the partner had some of them");
    }

    /// Waits until the partner has answered for everything, and nothing is left to say or to fetch.
    fn settle(&self) {
        let rests = |status: &Value| {
            let none = |name: &str| status["counts"][name] == 0;
            none("unanswered") && none("queued") && none("wanted") && none("held_back")
        };
        let status = self.agency.until("everything is answered", &["status", "--json"], rests);
        for wrong in ["findings", "dead_letters"] {
            assert_eq!(status["counts"][wrong], 0, "a crash is no lie: {status}");
        }
    }
}

#[test]
fn nodes_killed_at_random_moments_lose_nothing_and_double_nothing() {
    let (hanoi, astana) = partners();
    let under: AgreementId =
        hanoi.json(&["agreement", "list", "--json"])["agreement"].as_str().unwrap().parse().unwrap();
    let mut players = [Player::new(hanoi), Player::new(astana)];
    let mut rng = StdRng::seed_from_u64(SEED);
    let began = Instant::now();
    for round in 0..ROUNDS {
        players.iter_mut().for_each(|player| player.begin(&mut rng));
        std::thread::sleep(Duration::from_millis(rng.random_range(5..700)));
        let n = rng.random_range(0..2);
        let taken = players[n].kill();
        // Now and then both at once, so that neither has the other to lean on.
        if round % 6 == 5 {
            let other = players[1 - n].kill();
            players[1 - n].start(other);
        } else {
            assert!(players[1 - n].end(), "a node that was not killed takes everything");
        }
        players[n].start(taken);
    }
    for player in &mut players {
        (0..player.folders.len()).for_each(|folder| player.again(folder));
        assert_eq!(player.held.len(), player.files);
    }
    players.iter().for_each(Player::settle);
    let recalled: Vec<usize> = players.iter().map(|player| player.recalled.len()).collect();
    println!("{ROUNDS} rounds in {} s, recalled {recalled:?}", began.elapsed().as_secs());
    for (n, player) in players.iter().enumerate() {
        player.is_stopped_at(&players[1 - n].agency);
    }
    for player in &mut players {
        player.agency.stop();
        let report = player.agency.json(&["verify", "--json"]);
        assert_eq!((&report["whole"], &report["journals_verified"]), (&true.into(), &2.into()), "{report}");
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let held: Vec<Journals> =
        players.iter().map(|player| runtime.block_on(open(&player.agency.home().join("data"), &under))).collect();
    assert_eq!(held[0], held[1], "both hold the same journals");
    once(&held[0]);
    assert_eq!(published(&held[0]).len(), players[0].files + players[1].files, "each story is published once");
    for (n, player) in players.iter().enumerate() {
        let data = players[1 - n].agency.home().join("data");
        runtime.block_on(has_all(&data, &player.media));
    }
}

/// The journals of a data directory that no node has open.
async fn open(data: &Path, under: &AgreementId) -> Journals {
    let db = Db::open_existing(data).await.unwrap();
    let under = under.clone();
    let read = move |tx: &mut interwire::store::tx::Tx| {
        journals_in(&mut Turn::new(tx, Time::default()), &under).map_err(|e| StoreError(e.to_string()))
    };
    let journals = db.write(read).await.unwrap();
    db.close().await;
    journals
}

/// The partner has the very bytes of every picture.
async fn has_all(data: &Path, media: &[Vec<u8>]) {
    let db = Db::open_existing(data).await.unwrap();
    for bytes in media {
        let reader = db.read_blob(&Hash::of(bytes)).await.unwrap().expect("a picture was lost");
        assert!(reader.bytes(u64::MAX).await.unwrap() == *bytes, "a picture has other bytes");
    }
    db.close().await;
}

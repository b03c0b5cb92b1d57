//! An agency of a test: its node's folder, its running program, and its commands.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "shared by several test binaries; each uses a part")]

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const PASSPHRASE: &str = "cá chép hóa rồng";

/// One agency. Its node is stopped when it goes.
pub struct Agency {
    pub dir: tempfile::TempDir,
    pub base: String,
    /// What `init` said of its keys.
    pub made: Value,
    party: &'static str,
    child: Option<Child>,
}

impl Agency {
    /// Makes a node with `interwire init`.
    pub fn new(party: &'static str, name: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let port = interwire::demo::port::free_port().unwrap();
        let base = format!("http://127.0.0.1:{port}");
        let mut agency = Self { dir, base, made: Value::Null, party, child: None };
        let (listen, home) = (format!("127.0.0.1:{port}"), agency.home());
        let home = home.to_str().unwrap();
        let words = ["init", home, "--party", party, "--name", name, "--listen", &listen, "--base-url", &agency.base];
        let made = agency.run(&[&words[..], &["--json"]].concat());
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        agency.made = serde_json::from_slice(&made.stdout).unwrap();
        agency
    }

    /// The folder of the node.
    pub fn home(&self) -> PathBuf {
        self.dir.path().join(self.party)
    }

    /// A command of the program about this node.
    pub fn command(&self, words: &[&str]) -> Command {
        // Told at run time too, where another build may have replaced the program since.
        let program = std::env::var_os("CARGO_BIN_EXE_interwire");
        let mut command = Command::new(program.unwrap_or_else(|| env!("CARGO_BIN_EXE_interwire").into()));
        command
            .args(words)
            .env("INTERWIRE_NODE", self.home())
            .env("INTERWIRE_PASSPHRASE", PASSPHRASE)
            // Both nodes are on this machine.
            .env("INTERWIRE_NETWORK__ALLOW_PRIVATE", "true")
            .env("INTERWIRE_NETWORK__ALLOW_PLAIN", "true")
            .stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// Starts the node and waits until it listens.
    pub fn serve(&mut self) {
        let mut child = self.command(&["serve"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.contains("listens on http://127.0.0.1:"), "{line}");
        self.child = Some(child);
    }

    /// Stops the node as a service manager does.
    pub fn stop(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
        assert!(told.success());
        assert!(child.wait().unwrap().success());
    }

    /// Kills the node as a power cut does.
    pub fn kill(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// What a command prints.
    pub fn ok(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let (told, stdout) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
        assert!(output.status.success(), "{} {words:?} ended with {}: {told}{stdout}", self.party, output.status);
        stdout.into_owned()
    }

    /// What it says when it fails.
    pub fn fails(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    /// The first line of what it prints as JSON; null if it prints nothing.
    pub fn json(&self, words: &[&str]) -> Value {
        let text = self.ok(words);
        text.lines().next().map_or(Value::Null, |line| serde_json::from_str(line).unwrap())
    }

    /// Runs a command until its first line is as it should be, and returns that; fails with `what` after 30 s.
    pub fn until(&self, what: &str, words: &[&str], done: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + Duration::from_secs(30);
        loop {
            let value = self.json(words);
            if done(&value) {
                return value;
            }
            assert!(Instant::now() < end, "still not: {what}: {value}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Agency {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // The test may have failed; nothing is left running.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Two nodes with an agreement that is drafted, offered, read and signed by commands; both run all the time.
pub fn partners() -> (Agency, Agency) {
    let mut hanoi = Agency::new("hanoi", "Hãng tin Hà Nội");
    let mut astana = Agency::new("astana", "Қазақстан ақпарат агенттігі");
    hanoi.serve();
    astana.serve();
    let card = hanoi.json(&["partner", "card", &astana.base, "--json"]);
    assert_eq!(card["party"], "astana");
    let draft = hanoi.dir.path().join("with-astana.toml");
    let (draft, key) = (draft.to_str().unwrap(), card["root_key"].as_str().unwrap());
    hanoi.ok(&["agreement", "new", "--partner", "astana", "--name", "Astana", "--key", key, "-o", draft]);
    let offered = hanoi.json(&[
        "agreement",
        "offer",
        draft,
        "--to",
        &astana.base,
        "--signatory",
        "Vũ Việt Trang",
        "--office",
        "Director General",
        "--place",
        "Hà Nội",
        "--json",
    ]);
    assert_eq!(offered["delivered"][0]["delivered"], true, "{offered}");
    assert_eq!(offered["head"]["standing"]["state"], "signed");
    let text = astana.ok(&["agreement", "show", "hanoi"]);
    assert!(text.contains("signed for hanoi by Vũ Việt Trang, Director General, in Hà Nội"), "{text}");
    assert!(text.contains(card["fingerprint"].as_str().unwrap()), "{text}");
    let signed = astana.json(&[
        "agreement",
        "sign",
        "hanoi",
        "--signatory",
        "Айгүл Сейітова",
        "--office",
        "Director",
        "--place",
        "Астана",
        "--json",
    ]);
    assert_eq!(signed["standing"]["state"], "in-force", "{signed}");
    hanoi.until("in force", &["agreement", "list", "--json"], |one| one["standing"]["state"] == "in-force");
    (hanoi, astana)
}

/// A story of hanoi as ninjs.
pub fn story(uri: &str, headline: &str) -> String {
    serde_json::json!({
        "uri": uri, "version": "1", "type": "text", "pubStatus": "usable", "language": "vi",
        "versionCreated": "2026-11-23T01:02:03Z", "headlines": [{"value": headline}],
        "bodies": [{"role": "main", "contentType": "text/html", "value": "<p>Hà Nội và Қазақстан theo dõi.</p>"}],
    })
    .to_string()
}

impl Agency {
    /// Takes a story in and returns the name of its item.
    pub fn publish(&self, uri: &str, headline: &str) -> String {
        let path = self.dir.path().join("story.json");
        std::fs::write(&path, story(uri, headline)).unwrap();
        let taken = self.json(&["ingest", path.to_str().unwrap(), "--json"]);
        assert_eq!(taken["items"][0]["fate"], "new", "{taken}");
        taken["items"][0]["item"].as_str().unwrap().to_owned()
    }

    /// Waits until the one partner has answered for an item of the node's.
    pub fn until_received(&self, item: &str) {
        let received = |why: &Value| why["holders"][0]["versions"][0]["received_at"].is_string();
        self.until("received", &["why", item, "--json"], received);
    }

    /// Waits until the node holds a version of an item.
    pub fn until_held(&self, item: &str) {
        let end = Instant::now() + Duration::from_secs(30);
        while !self.run(&["why", item]).status.success() {
            let state = || ["status", "partner list"].map(|words| self.ok(&words.split(' ').collect::<Vec<_>>()));
            assert!(Instant::now() < end, "{} still has no {item}: {:#?}", self.party, state());
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

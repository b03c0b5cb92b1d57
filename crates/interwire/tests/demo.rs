//! The demo as a person and as a program run it: by the binary, to its end.
#![allow(missing_docs, clippy::unwrap_used)]

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};

fn demo(words: &[&str]) -> Command {
    // Told at run time too, where another build may have replaced the program since.
    let program = std::env::var_os("CARGO_BIN_EXE_interwire");
    let mut command = Command::new(program.unwrap_or_else(|| env!("CARGO_BIN_EXE_interwire").into()));
    command.arg("demo").args(words).stdin(Stdio::null()).stderr(Stdio::inherit());
    command
}

fn once(words: &[&str]) -> Value {
    let output = demo(&[&["--once", "--json"], words].concat()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    assert_eq!(output.status.code(), Some(0), "{text}");
    serde_json::from_str(&text).unwrap()
}

/// What the agreements ask for: the first two agencies give one another everything, the others what their articles let
/// through. One version is held back, and is not expected anywhere.
const EXPECTED: u64 = 69;

/// What must be so whatever went wrong on the way.
fn check(summary: &Value) {
    let counts = ["nodes", "agreements", "published", "corrections", "held_back", "lost", "duplicated"];
    let counts: Vec<&Value> = counts.iter().map(|name| &summary[*name]).collect();
    assert_eq!(json!(counts), json!([3, 3, 42, 2, 1, 0, 0]), "{summary}");
    assert_eq!(summary["delivered"], summary["expected_deliveries"], "{summary}");
    assert_eq!(summary["delivered"], EXPECTED, "{summary}");
    assert_eq!((&summary["kills"]["sent"], &summary["kills"]["acknowledged"]), (&json!(2), &json!(2)), "{summary}");
    let stopped = summary["kills"]["stopped_ms"].as_array().unwrap();
    assert!(stopped.len() == 2 && stopped.iter().all(|ms| ms.as_f64().unwrap() > 0.0), "{summary}");
    let (p50, p99) = (&summary["latency_ms"]["p50"], &summary["latency_ms"]["p99"]);
    assert!(0.0 < p50.as_f64().unwrap() && p50.as_f64() <= p99.as_f64(), "{summary}");
    assert_eq!(summary["journals_verified"], true, "{summary}");
}

#[test]
fn everything_that_the_agreements_ask_for_arrives_once() {
    let summary = once(&[]);
    check(&summary);
    assert!(summary.get("troubles").is_none(), "{summary}");
}

#[test]
fn a_line_in_trouble_is_seen_and_nothing_is_lost() {
    let summary = once(&["--trouble", "slow,refuse,partition"]);
    check(&summary);
    let bouts = summary["troubles"].as_array().unwrap();
    let names: Vec<&Value> = bouts.iter().map(|bout| &bout["trouble"]).collect();
    assert_eq!(json!(names), json!(["slow", "refuse", "partition"]));
    for bout in bouts {
        assert!(bout["waited"].as_u64().unwrap() > 0, "{bout}");
        assert!(bout["recovered_ms"].is_f64(), "{bout}");
    }
    let seen = |nth: usize, codes: &[&str]| codes.contains(&bouts[nth]["seen_as"].as_str().unwrap());
    assert!(seen(0, &["IW-send-timeout", "IW-send-too-slow"]), "{summary}");
    assert!(seen(1, &["IW-send-busy"]) && seen(2, &["IW-send-timeout"]), "{summary}");
}

/// A demo that is being watched; it is told to stop when it goes.
struct Watched {
    child: Child,
    said: BufReader<ChildStdout>,
    heard: String,
}

impl Watched {
    fn begin() -> Self {
        let mut child = demo(&["--pause", "0"]).stdout(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        Self { child, said, heard: String::new() }
    }

    /// Reads until it says this.
    fn until(&mut self, text: &str) {
        while !self.heard.contains(text) {
            let count = self.said.read_line(&mut self.heard).unwrap();
            assert!(count > 0, "it ended before it said {text:?}:\n{}", self.heard);
        }
    }

    /// The address and the password of the desk of an agency.
    fn desk(&self, name: &str) -> (String, String) {
        let line = self.heard.lines().find(|line| line.contains(name)).unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        let address = words.iter().find(|word| word.starts_with("http://")).unwrap();
        ((*address).to_owned(), (*words.last().unwrap()).to_owned())
    }

    fn stop(mut self) -> String {
        let told = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        self.said.read_to_string(&mut self.heard).unwrap();
        let ended = self.child.wait().unwrap();
        assert_eq!(ended.code(), Some(0), "{}", self.heard);
        std::mem::take(&mut self.heard)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Somebody at a desk, with cookies.
struct Person {
    client: reqwest::Client,
    base: String,
    cookie: String,
}

impl Person {
    #[allow(clippy::disallowed_methods, reason = "it stands for a browser and speaks to the nodes of the test only")]
    async fn at((base, password): (String, String)) -> Self {
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        let mut person = Self { client: client.build().unwrap(), base, cookie: String::new() };
        let csrf = csrf(&person.get("/login").await);
        person.post("/login", &[("csrf", &csrf), ("name", "demo"), ("password", &password)]).await;
        person
    }

    async fn get(&mut self, path: &str) -> String {
        let request = self.client.get(format!("{}{path}", self.base));
        self.send(request).await
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> String {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.client.post(format!("{}{path}", self.base)).header("origin", &self.base);
        self.send(request.header("content-type", "application/x-www-form-urlencoded").body(form)).await
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> String {
        let answer = request.header("cookie", &self.cookie).send().await.unwrap();
        let cookies = answer.headers().get_all("set-cookie").iter();
        let pairs = cookies.filter_map(|value| value.to_str().ok()?.split(';').next().map(str::to_owned));
        if let Some(pair) = pairs.into_iter().find(|pair| !pair.ends_with('=')) {
            self.cookie = pair;
        }
        answer.text().await.unwrap()
    }
}

fn csrf(page: &str) -> String {
    after(page, "name=\"csrf\" value=\"")
}

/// What stands between `mark` and the next quotation mark.
fn after(page: &str, mark: &str) -> String {
    let (_, rest) = page.split_once(mark).unwrap_or_else(|| panic!("no {mark} in {page}"));
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_person_sees_three_boards_and_signs_what_is_offered() {
    let mut watched = Watched::begin();
    watched.until("That was all.");
    for name in ["Agency Hanoi", "Agency Astana", "Agency Baku"] {
        let board = Person::at(watched.desk(name)).await.get("/board").await;
        assert!(board.contains("/items/"), "{name} has no story: {board}");
    }
    let mut hanoi = Person::at(watched.desk("Agency Hanoi")).await;
    let agreements = hanoi.get("/agreements").await;
    assert!(agreements.contains("Yearly plan for sports pictures and video"), "{agreements}");
    let (before, _) = agreements.split_once("Yearly plan for sports pictures and video").unwrap();
    let (_, rest) = before.rsplit_once("/agreements/").unwrap();
    let agreement = format!("/agreements/{}", rest.split('"').next().unwrap());
    let path = format!("{agreement}/sign");
    let form = hanoi.get(&path).await;
    let (csrf, version) = (csrf(&form), after(&form, "name=\"version\" value=\""));
    let words = [
        ("csrf", csrf.as_str()),
        ("version", &version),
        ("signatory", "Nguyễn Thị Mẫu"),
        ("office", "Director General"),
        ("place", "Hà Nội"),
        ("compared", "yes"),
        ("passphrase", "example passphrase"),
    ];
    let answer = hanoi.post(&path, &words).await;
    assert!(answer.is_empty(), "it is not signed: {answer}");
    while !hanoi.get(&agreement).await.contains("In force") {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let said = watched.stop();
    assert!(said.contains("every node's folder verifies") && said.contains(" 0 lost, 0 twice"), "{said}");
}

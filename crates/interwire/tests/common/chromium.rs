//! A headless Chromium, driven through its DevTools pipe: no further program, crate or port.
#![allow(
    dead_code,
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "shared by several test binaries; each uses a part"
)]

use super::watch::{TRAP, Watch};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

pub struct Chromium {
    child: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
    session: Option<String>,
    number: u64,
    watch: Watch,
    _profile: tempfile::TempDir,
}

/// The browser of `INTERWIRE_CHROMIUM`, or where Debian puts it. Without one the test says that it skips, but not where
/// everything must be tested, which is where the samples of real news are.
pub fn find() -> Option<PathBuf> {
    let named = std::env::var_os("INTERWIRE_CHROMIUM").map(PathBuf::from);
    let found = [named, Some(PathBuf::from("/usr/bin/chromium"))].into_iter().flatten().find(|path| path.is_file());
    if found.is_none() {
        let cure = "no browser at INTERWIRE_CHROMIUM or /usr/bin/chromium: apt-get install -y chromium fonts-noto-core";
        assert!(std::env::var_os("INTERWIRE_CORPUS").is_none(), "{cure}");
        println!("skipped: {cure}");
    }
    found
}

impl Chromium {
    pub fn open(program: &Path) -> Self {
        let profile = tempfile::tempdir().unwrap();
        // The pipe is on the file descriptors 3 and 4, which only a shell can give without unsafe code.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", "sh"])
            .arg(program)
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe"])
            .args(["--disable-dev-shm-usage", "--no-first-run", "--lang=en"])
            // It speaks with nobody but the node.
            .args(["--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (commands, answers) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut browser =
            Self { child, commands, answers, session: None, number: 0, watch: Watch::default(), _profile: profile };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}));
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        let session = browser.call("Target.attachToTarget", attach);
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        browser.call("Page.addScriptToEvaluateOnNewDocument", json!({"source": TRAP}));
        browser
    }

    pub fn call(&mut self, method: &str, params: Value) -> Value {
        let number = self.send(method, params);
        loop {
            let message = self.receive();
            if message["id"] == number {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].clone();
            }
            if let Some((method, params)) = self.watch.note(&message) {
                self.send(method, params);
            }
        }
    }

    fn send(&mut self, method: &str, params: Value) -> u64 {
        self.number += 1;
        let mut message = json!({"id": self.number, "method": method, "params": params});
        if let Some(session) = &self.session {
            message["sessionId"] = session.as_str().into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.commands.write_all(&bytes).unwrap();
        self.number
    }

    fn receive(&mut self) -> Value {
        let mut bytes = Vec::new();
        assert!(self.answers.read_until(0, &mut bytes).unwrap() > 0, "the browser is gone");
        bytes.pop();
        serde_json::from_slice(&bytes).unwrap()
    }

    pub fn eval(&mut self, script: &str) -> Value {
        self.evaluated(json!({"expression": script, "returnByValue": true}))
    }

    /// What a promise comes to.
    pub fn eval_later(&mut self, script: &str) -> Value {
        self.evaluated(json!({"expression": script, "returnByValue": true, "awaitPromise": true}))
    }

    fn evaluated(&mut self, asked: Value) -> Value {
        let result = self.call("Runtime.evaluate", asked);
        assert!(result["exceptionDetails"].is_null(), "{result}");
        result["result"]["value"].clone()
    }

    /// What was noticed since this was asked last.
    pub fn noticed(&mut self) -> Watch {
        std::mem::take(&mut self.watch)
    }

    pub fn size(&mut self, width: u32, height: u32, dark: bool) {
        let phone = width < 600;
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone});
        self.call("Emulation.setDeviceMetricsOverride", metrics);
        let scheme = json!([{"name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" }}]);
        self.call("Emulation.setEmulatedMedia", json!({"features": scheme}));
    }

    pub fn cookie(&mut self, base: &str, pair: &str) {
        let (name, value) = pair.split_once('=').unwrap();
        self.call("Network.setCookie", json!({"url": base, "name": name, "value": value, "httpOnly": true}));
    }

    pub fn go(&mut self, address: &str) {
        self.call("Page.navigate", json!({"url": address}));
        self.until("document.readyState === 'complete'");
    }

    /// Fills fields of a form and presses its button, and waits for the page that follows.
    pub fn submit(&mut self, form: &str, fields: &[(&str, &str)]) {
        self.eval(&format!(
            "{{ const form = document.querySelector({form});
            for (const [name, value] of {fields}) {{
              const field = form.elements[name];
              if (field.type === 'checkbox') field.checked = true; else field.value = value;
            }}
            window.__left = false;
            form.requestSubmit(); }}",
            form = json!(form),
            fields = json!(fields)
        ));
        self.until("window.__left === undefined && document.readyState === 'complete'");
    }

    /// Waits until a condition holds in the page.
    pub fn until(&mut self, condition: &str) {
        let end = Instant::now() + Duration::from_secs(60);
        let asked = json!({"expression": condition, "returnByValue": true});
        // What it asks about may not be there yet: that is no error.
        while self.call("Runtime.evaluate", asked.clone())["result"]["value"] != true {
            assert!(Instant::now() < end, "never true: {condition}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn shot(&mut self, path: &Path) {
        let shot = self.call("Page.captureScreenshot", json!({"format": "png", "captureBeyondViewport": true}));
        std::fs::write(path, STANDARD.decode(shot["data"].as_str().unwrap()).unwrap()).unwrap();
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

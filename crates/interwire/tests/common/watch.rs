//! What a browser tells of the pages that it shows: errors, dialogs, requests, what the policy of a page refused.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "shared by several test binaries; each uses a part")]

use serde_json::{Value, json};

/// Runs in every page before anything else: counts what the policy of the page refuses.
pub const TRAP: &str = "window.__refused = [];
    addEventListener('securitypolicyviolation', (event) =>
        window.__refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`), true);";

/// What was noticed since it was asked last.
#[derive(Debug, Default)]
pub struct Watch {
    /// Errors in the console, with their address.
    pub errors: Vec<String>,
    /// What a script asked or said to the person.
    pub dialogs: Vec<String>,
    /// The addresses of all requests.
    pub requests: Vec<String>,
}

impl Watch {
    /// Notes an event; returns what must be answered to it.
    pub fn note(&mut self, event: &Value) -> Option<(&'static str, Value)> {
        let params = &event["params"];
        match event["method"].as_str()? {
            "Runtime.exceptionThrown" => self.errors.push(params["exceptionDetails"].to_string()),
            "Runtime.consoleAPICalled" if ["error", "assert"].contains(&params["type"].as_str()?) => {
                self.errors.push(params["args"].to_string());
            }
            "Log.entryAdded" if params["entry"]["level"] == "error" => {
                let entry = &params["entry"];
                self.errors.push(format!("{} at {}", entry["text"], entry["url"]));
            }
            "Network.requestWillBeSent" => self.requests.push(params["request"]["url"].as_str()?.to_owned()),
            "Page.javascriptDialogOpening" => {
                self.dialogs.push(params["message"].to_string());
                return Some(("Page.handleJavaScriptDialog", json!({"accept": false})));
            }
            _ => {}
        }
        None
    }

    /// Requests to anybody but the node. Browsers draw the buttons of their players from `data:`, which asks nobody.
    pub fn foreign(&self, base: &str) -> Vec<&String> {
        let ours = |url: &&String| url.strip_prefix(base).is_some_and(|rest| rest.starts_with('/'));
        self.requests.iter().filter(|url| !ours(url) && *url != "about:blank" && !url.starts_with("data:")).collect()
    }

    /// Fails unless the pages were quiet and spoke with nobody but the node.
    pub fn check(&self, base: &str, what: &str) {
        let none: &[String] = &[];
        assert_eq!((self.errors.as_slice(), self.dialogs.as_slice()), (none, none), "{what}");
        assert!(self.foreign(base).is_empty(), "{what}: {:?}", self.foreign(base));
        assert!(!self.requests.is_empty(), "{what}: no request was noticed at all");
    }
}

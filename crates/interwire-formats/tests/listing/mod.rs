//! A line of facts about an item of the corpus: figures and fingerprints instead of other people's texts.
#![allow(dead_code, clippy::unwrap_used, reason = "shared by tests that read samples")]

use interwire_core::ids::Hash;
use interwire_core::item::{Embargo, Item, Line, text};
use std::fmt::Write as _;

/// How long a text is, and which.
pub fn print(text: &str) -> String {
    let text = text::collapse(text);
    format!("{}:{}", text.chars().count(), &Hash::of(text.as_bytes()).to_string()[..8])
}

/// The line: `name=value`, of what is stated.
pub struct FactLine {
    text: String,
    /// Whether it leaves out what the formats of the listing hardly ever say: kind and dateline.
    is_brief: bool,
}

impl FactLine {
    pub fn brief(text: String) -> Self {
        Self { text, is_brief: true }
    }

    pub fn whole() -> Self {
        Self { text: String::new(), is_brief: false }
    }

    pub fn done(self) -> String {
        self.text
    }

    /// What is empty or none is left out.
    pub fn add(&mut self, name: &str, value: String) {
        if !value.is_empty() && value != "0" {
            let _ = write!(self.text, " {name}={value}");
        }
    }

    /// What the item is called and whether it may be used.
    pub fn named(&mut self, item: &Item) {
        self.add("guid", item.guid.as_ref().map(|guid| print(guid.as_str())).unwrap_or_default());
        self.add("version", item.version.stated().unwrap_or_default());
        let kind = item.kind.as_ref().filter(|_| !self.is_brief);
        self.add("kind", kind.map(ToString::to_string).unwrap_or_default());
        self.add("status", item.pub_status.as_ref().map(ToString::to_string).unwrap_or_default());
        self.add("lang", item.languages.join("+"));
    }

    /// The lines around the story, as `shown` shows a list of them.
    pub fn lines(&mut self, item: &Item, shown: impl Fn(&[Line]) -> String) {
        for (name, list) in [
            ("head", &item.headlines),
            ("slug", &item.sluglines),
            ("by", &item.bylines),
            ("credit", &item.creditlines),
            ("dateline", &item.datelines),
            ("desc", &item.descriptions),
        ] {
            if name != "dateline" || !self.is_brief {
                self.add(name, shown(list));
            }
        }
        self.add("urgency", item.urgency.map(|urgency| urgency.to_string()).unwrap_or_default());
    }

    /// The times of these names, and the embargo.
    pub fn times(&mut self, item: &Item, names: &[&str]) {
        let times = &item.times;
        for name in names {
            let moment = match *name {
                "first" => &times.first_created,
                "made" => &times.content_created,
                "expires" => &times.expires,
                _ => &times.version_created,
            };
            self.add(name, moment.as_ref().map(|moment| moment.as_str().replace(' ', "_")).unwrap_or_default());
        }
        let embargo = match &times.embargoed {
            None => String::new(),
            Some(Embargo::Indefinite) => "indefinite".to_owned(),
            Some(Embargo::Until(moment)) => moment.as_str().replace(' ', "_"),
        };
        self.add("embargo", embargo);
    }

    pub fn story(&mut self, item: &Item) {
        self.add("body", text::body_chars(item).map(|chars| chars.to_string()).unwrap_or_default());
        self.add("sha", text::body_sha(item).map(|sha| sha[..8].to_owned()).unwrap_or_default());
    }
}

//! Orders in words: wires say kill, hold, release and embargo as text, in capitals, often three times.

mod embargo;
mod fold;
mod words;

use crate::orders;
use interwire_core::item::{Concept, Embargo, Item, PubStatus, text::collapse};

/// Where a line stands, which says how much a word in it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In a note to editors: nothing there is news, so small letters count as well.
    Note,
    /// At the head of a message of a wire: one word that begins or ends it is enough.
    Head,
    /// The headline of an item that has a place of its own for orders. Houses write headlines in capitals, and what is
    /// annulled or under an embargo may be a match or a country.
    Headline,
}

/// What a wire orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Kill,
    Hold,
    Release,
}

impl Order {
    fn status(self) -> PubStatus {
        match self {
            Self::Kill => PubStatus::Canceled,
            Self::Hold => PubStatus::Withheld,
            Self::Release => PubStatus::Usable,
        }
    }
    /// Gives the message its own status, if it states none.
    fn give(self, item: &mut Item) {
        if item.pub_status.is_none() && self != Self::Release {
            item.pub_status = Some(self.status());
        }
    }
}

/// The orders found so far in a message.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    order: Option<Order>,
    embargo: Option<Embargo>,
}

impl Orders {
    /// Looks at a line of a note to editors.
    pub fn note(&mut self, line: &str) {
        self.look(line, Place::Note);
    }
    /// Looks at a line of the head of a message: slug, tag or headline.
    pub fn line(&mut self, line: &str) {
        self.look(line, Place::Head);
    }
    /// Looks at a headline or a slug of an item that has a place of its own for orders.
    pub fn headline(&mut self, line: &str) {
        self.look(line, Place::Headline);
    }
    fn look(&mut self, line: &str, place: Place) {
        let line = collapse(line);
        let bare = line.trim_start_matches(|c: char| c == ' ' || "([*-/!+=#>".contains(c));
        let bare = bare.trim_end_matches(|c: char| c == ' ' || ")]*=</!+".contains(c));
        self.order = self.order.or_else(|| words::order(bare, place));
        self.embargo = self.embargo.take().or_else(|| embargo::embargo(bare, place));
    }
    /// Whether nothing was found.
    pub fn are_none(&self) -> bool {
        self.order.is_none() && self.embargo.is_none()
    }
    /// Says what was found in the item. An order is about another item, if the text names one: that becomes a link
    /// as other formats have it, with its name, or with the number of a wire instead. The message that carries an
    /// order is no news itself.
    pub fn settle(self, item: &mut Item, agency: &str, text: &str) {
        item.times.embargoed = item.times.embargoed.take().or(self.embargo);
        let Some(order) = self.order else { return };
        let status = order.status();
        let named = names(text).into_iter().map(|name| orders::link(name, None, status.as_str()));
        let numbered = references(agency, text).into_iter().map(|name| orders::numbered(&name, status.as_str()));
        for link in named.chain(numbered) {
            let is_own = link.guid.is_some() && link.guid.as_deref() == item.guid.as_ref().map(|guid| guid.as_str());
            if !is_own && !item.links.contains(&link) {
                item.links.push(link);
            }
        }
        order.give(item);
    }
    /// Says what was found in an item that names itself in its message, as ours do: there an order is about the item
    /// itself, and those about others are facts of their own.
    pub fn settle_own(self, item: &mut Item) {
        item.times.embargoed = item.times.embargoed.take().or(self.embargo);
        if let Some(order) = self.order {
            order.give(item);
        }
    }
}

/// The words at the top of a text, where a reference stands.
fn top(text: &str) -> impl Iterator<Item = &str> {
    const LINES: usize = 12;
    text.lines().filter(|line| !line.trim().is_empty()).take(LINES).flat_map(str::split_whitespace)
}

/// At most so many references are taken.
const NAMES_MAX: usize = 20;

/// Names of other items in a text: `urn:newsml:...`, `tag:...`.
fn names(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for word in top(text) {
        let name = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_name = ["urn:", "tag:"].iter().any(|start| name.starts_with(start)) && name.matches(':').count() > 1;
        if is_name && !found.contains(&name) && found.len() < NAMES_MAX {
            found.push(name);
        }
    }
    found
}

/// Numbers of other messages in a text: `dpa 0123`, `bdt0123`. At most a few, for a reference stands at the top.
fn references(agency: &str, text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let words: Vec<&str> = top(text).collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let is_number = |word: &str| (3..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    for (at, word) in words.iter().enumerate() {
        let word = bare(word);
        let next = words.get(at + 1).map(|next| bare(next)).unwrap_or_default();
        let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let letters = word.len() - digits.len();
        let name = if !agency.is_empty() && word.eq_ignore_ascii_case(agency) && is_number(&next) {
            format!("{word} {next}")
        } else if (1..=3).contains(&letters) && is_number(digits) && letters + digits.len() >= 5 {
            word
        } else {
            continue;
        };
        if !found.contains(&name) && found.len() < NAMES_MAX {
            found.push(name);
        }
    }
    found
}

/// Whether a line of the head of a message gives an order.
pub(crate) fn is_order(line: &str) -> bool {
    let mut orders = Orders::default();
    orders.line(line);
    orders.order.is_some()
}

/// The signal that a tag stands for: a correction, or an update of what was sent before.
pub(crate) fn signal(tag: &str) -> Option<Concept> {
    const CORRECTIONS: &[&str] = &[
        "CORRECT",
        "CORRECTION",
        "BERICHTIGUNG",
        "KORREKTUR",
        "RECTIFICATION",
        "CORRECCIÓN",
        "ИСПРАВЛЕНИЕ",
        "SỬA LẠI",
        "ТҮЗЕТУ",
        "DÜZƏLİŞ",
        // As it becomes where the language is not known: the small letter has a dot, too.
        "DÜZƏLIŞ",
        "تصحيح",
    ];
    let upper = tag.trim_start_matches('(').to_uppercase();
    let is_correction = CORRECTIONS.iter().any(|word| upper.starts_with(word));
    let is_update = upper.starts_with("UPDATE")
        || upper.split_whitespace().any(|word| matches!(word, "LEAD" | "LD" | "WRITETHRU"))
        || ["STLD", "NDLD", "RDLD", "THLD", "LD-WRITETHRU"].iter().any(|part| upper.contains(part));
    let code = if is_correction {
        "sig:correction"
    } else if is_update {
        "sig:update"
    } else {
        return None;
    };
    Some(Concept { qcode: Some(code.to_owned()), ..Concept::default() })
}

#[cfg(test)]
mod tests;

//! Orders in words: wires say kill, hold, release and embargo as text, in capitals, often three times.

use crate::orders;
use interwire_core::item::{Concept, Embargo, Extra, Item, Link, PubStatus, text::collapse};

/// Words that stand for an order when a line in capitals begins or ends with them: in English, French, Spanish,
/// Italian, Russian, Vietnamese, Kazakh and Azerbaijani. What is held begins like what is released, so the
/// releases stand first.
const ORDERS: &[(&str, Order)] = &[
    ("HOLD RELEASED", Order::Release),
    ("HOLD LIFTED", Order::Release),
    ("RELEASE RELEASE", Order::Release),
    ("KILL KILL", Order::Kill),
    ("MANDATORY KILL", Order::Kill),
    ("KILL MANDATORY", Order::Kill),
    ("BULLETIN KILL", Order::Kill),
    ("STORY WITHDRAWN", Order::Kill),
    ("STORY KILLED", Order::Kill),
    ("ANNULATION", Order::Kill),
    ("ANULACIÓN", Order::Kill),
    ("ANNULLAMENTO", Order::Kill),
    ("АННУЛИРОВАНО", Order::Kill),
    ("АННУЛИРУЕТСЯ", Order::Kill),
    ("THU HỒI TIN", Order::Kill),
    ("ХАБАР ЖОЙЫЛДЫ", Order::Kill),
    ("ХАБАРДЫҢ КҮШІ ЖОЙЫЛДЫ", Order::Kill),
    ("ХАБАР КЕРІ ҚАЙТАРЫЛДЫ", Order::Kill),
    ("XƏBƏR LƏĞV EDİLDİ", Order::Kill),
    ("XƏBƏR LƏĞV EDİLİR", Order::Kill),
    ("XƏBƏR GERİ ÇAĞIRILDI", Order::Kill),
    ("HOLD HOLD", Order::Hold),
    ("HOLD FOR GUIDANCE", Order::Hold),
    ("TẠM DỪNG PHÁT TIN", Order::Hold),
    ("ХАБАР КІДІРТІЛДІ", Order::Hold),
    ("ХАБАР ТОҚТАТЫЛА ТҰРАДЫ", Order::Hold),
    ("XƏBƏR GÖZLƏMƏDƏ", Order::Hold),
    ("XƏBƏR DAYANDIRILDI", Order::Hold),
];

/// Words that are an order only where they are all that is said: headlines begin with them too, or have no capitals.
const ALONE: &[(&str, Order)] =
    &[("KILL", Order::Kill), ("HOLD", Order::Hold), ("ПРИОСТАНОВЛЕНО", Order::Hold), ("إلغاء الخبر", Order::Kill)];

/// Where a line stands, which says how much a word in it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the head of a message of a wire or in a note: one word that begins or ends it is enough.
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
}

/// The orders found so far in a message.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    order: Option<Order>,
    embargo: Option<Embargo>,
}

impl Orders {
    /// Looks at a line of the head of a message: slug, tag, note or headline.
    pub fn line(&mut self, line: &str) {
        self.look(line, Place::Head);
    }
    /// Looks at a headline or a slug of an item that has a place of its own for orders.
    pub fn headline(&mut self, line: &str) {
        self.look(line, Place::Headline);
    }
    fn look(&mut self, line: &str, place: Place) {
        let bare = line.trim().trim_start_matches(['(', '*', '-', ' ']).trim_end_matches([')', '=', '<', '*', ' ']);
        self.order = self.order.or_else(|| order(bare, place));
        self.embargo = self.embargo.take().or_else(|| embargo(bare, place));
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
        let numbered = references(agency, text).into_iter().map(|name| {
            let extra = vec![Extra::text("status", status.as_str())];
            Link { rel: Some(orders::REL.to_owned()), name: Some(name), extra, ..Link::default() }
        });
        for link in named.chain(numbered) {
            let is_own = link.guid.is_some() && link.guid.as_deref() == item.guid.as_ref().map(|guid| guid.as_str());
            if !is_own && !item.links.contains(&link) {
                item.links.push(link);
            }
        }
        if item.pub_status.is_none() && order != Order::Release {
            item.pub_status = Some(status);
        }
    }
}

/// The order that a line gives in capitals. Behind it the headline of what it is about may follow.
fn order(line: &str, place: Place) -> Option<Order> {
    let end = [":", "/", " - ", " – "].iter().filter_map(|end| line.find(end)).min();
    let before = end.and_then(|end| line.get(..end));
    let capital = |said: &&str| !said.chars().any(char::is_lowercase);
    [Some(line), before].into_iter().flatten().filter(capital).find_map(|said| {
        let words = collapse(said);
        let may_go_on = |order: &str| place == Place::Head || order.contains(' ');
        let begins = |order: &str| may_go_on(order) && (words.starts_with(order) || words.ends_with(order));
        let alone = ALONE.iter().chain(ORDERS).find(|(order, _)| words == *order);
        alone.or_else(|| ORDERS.iter().find(|(order, _)| begins(order))).map(|(_, order)| *order)
    })
}

/// `EMBARGO ...`, `Sperrfrist: ...`: until when, as written. What is not a time never ends by itself.
fn embargo(line: &str, place: Place) -> Option<Embargo> {
    const WORDS: &[&str] = &["EMBARGO", "SPERRFRIST", "ЭМБАРГО", "CẤM PHÁT", "EMBARQO", "حظر النشر"];
    const UNTIL: &[&str] = &["UNTIL", "BIS", "TILL", "JUSQU'AU", "JUSQU'À", "HASTA", "FINO AL", "ДО", "ĐẾN"];
    for word in WORDS {
        let Some(head) = line.get(..word.len()).filter(|head| head.to_uppercase() == *word) else { continue };
        let rest = line.get(word.len()..).unwrap_or_default();
        // In a sentence the word is not an order: it must stand in capitals or before a colon.
        if head != *word && !rest.trim_start().starts_with(':') {
            continue;
        }
        if rest.starts_with(char::is_alphabetic) {
            continue;
        }
        let is_named = rest.trim_start().starts_with(':');
        let mut rest = rest.trim_start_matches([':', ' ', '-']).trim();
        let said = rest;
        for until in UNTIL {
            if rest.get(..until.len()).is_some_and(|start| start.to_uppercase() == *until) {
                rest = rest.get(until.len()..).unwrap_or_default().trim_start_matches([':', ' ']);
            }
        }
        // Some languages say it behind the time.
        for until in ["QƏDƏR", "DƏK", "ДЕЙІН"] {
            let at = rest.char_indices().rev().nth(until.chars().count() - 1).map_or(0, |(at, _)| at);
            if rest.get(at..).is_some_and(|end| end.to_uppercase() == until) {
                rest = rest.get(..at).unwrap_or_default().trim_end_matches(['-', ' ']);
            }
        }
        let is_time = rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit());
        if place == Place::Headline && !is_named && !is_time && !is_until(said, UNTIL) {
            continue;
        }
        return Some(Embargo::new(rest));
    }
    None
}

/// Whether a text begins with one of these words.
fn is_until(text: &str, words: &[&str]) -> bool {
    let first = text.split([' ', ':']).next().unwrap_or_default().to_uppercase();
    words.iter().any(|word| text.to_uppercase().starts_with(&format!("{word} ")) || first == *word)
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

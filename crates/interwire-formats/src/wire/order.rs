//! Orders in words: wires say kill, hold, release and embargo as text, in capitals, often three times.

use crate::orders::REL;
use interwire_core::item::{Concept, Embargo, Extra, Item, Link, PubStatus};

/// Words that stand for an order when a line in capitals begins with them or repeats them.
const ORDERS: &[(&str, Order)] = &[
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
    ("HOLD HOLD", Order::Hold),
    ("HOLD FOR GUIDANCE", Order::Hold),
    ("HOLD RELEASED", Order::Release),
    ("HOLD LIFTED", Order::Release),
    ("RELEASE RELEASE", Order::Release),
];

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
        let bare = line.trim().trim_start_matches(['(', '*', '-', ' ']).trim_end_matches([')', '=', '<', '*', ' ']);
        let is_capital = !bare.chars().any(char::is_lowercase);
        let words = bare.split_whitespace().collect::<Vec<_>>().join(" ");
        if is_capital && self.order.is_none() {
            let known = ORDERS.iter().find(|(start, _)| words.starts_with(start) || words.ends_with(start));
            self.order = known.map(|(_, order)| *order).or(match words.as_str() {
                "KILL" => Some(Order::Kill),
                "HOLD" => Some(Order::Hold),
                _ => None,
            });
        }
        if self.embargo.is_none() {
            self.embargo = embargo(bare);
        }
    }
    /// Says what was found in the item. An order is about another item, if the text names one: that becomes a link
    /// as other formats have it, but with the number of a wire instead of a guid. The message that carries an order is no news itself.
    pub fn settle(self, item: &mut Item, agency: &str, text: &str) {
        item.times.embargoed = item.times.embargoed.take().or(self.embargo);
        let Some(order) = self.order else { return };
        let status = order.status();
        for name in references(agency, text) {
            let extra = vec![Extra::text("status", status.as_str())];
            item.links.push(Link { rel: Some(REL.to_owned()), name: Some(name), extra, ..Link::default() });
        }
        if item.pub_status.is_none() && order != Order::Release {
            item.pub_status = Some(status);
        }
    }
}

/// `EMBARGO ...`, `Sperrfrist: ...`: until when, as written. What is not a time never ends by itself.
fn embargo(line: &str) -> Option<Embargo> {
    const WORDS: &[&str] = &["EMBARGO", "SPERRFRIST", "ЭМБАРГО", "CẤM PHÁT", "حظر النشر"];
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
        let mut rest = rest.trim_start_matches([':', ' ', '-']).trim();
        for until in UNTIL {
            if rest.get(..until.len()).is_some_and(|start| start.to_uppercase() == *until) {
                rest = rest.get(until.len()..).unwrap_or_default().trim_start_matches([':', ' ']);
            }
        }
        return Some(Embargo::new(rest));
    }
    None
}

/// Numbers of other messages in a text: `dpa 0123`, `bdt0123`. At most a few, for a reference stands at the top.
fn references(agency: &str, text: &str) -> Vec<String> {
    const LINES: usize = 12;
    const NAMES_MAX: usize = 20;
    let mut found: Vec<String> = Vec::new();
    let words: Vec<&str> =
        text.lines().filter(|line| !line.trim().is_empty()).take(LINES).flat_map(str::split_whitespace).collect();
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
mod tests {
    use super::*;

    fn settled(lines: &[&str], text: &str) -> Item {
        let (mut orders, mut item) = (Orders::default(), Item::default());
        lines.iter().for_each(|line| orders.line(line));
        orders.settle(&mut item, "dpa", text);
        item
    }

    #[test]
    fn an_order_in_capitals_makes_the_message_unusable_and_names_its_target() {
        let kill = settled(&["KILL KILL KILL"], "Please kill the item bdt0123 (dpa 0456) of today.");
        assert_eq!(kill.pub_status, Some(PubStatus::Canceled));
        let targets: Vec<_> =
            kill.links.iter().map(|link| (link.extra[0].value.as_str(), link.name.as_deref())).collect();
        assert_eq!(targets, [("canceled", Some("bdt0123")), ("canceled", Some("dpa 0456"))]);
        assert!(kill.links.iter().all(|link| link.rel.as_deref() == Some(REL)));
        assert_eq!(settled(&["(HOLD HOLD HOLD) ="], "").pub_status, Some(PubStatus::Withheld));
        let release = settled(&["HOLD RELEASED"], "dpa 0456 may be used");
        assert_eq!((release.pub_status, release.links.len()), (None, 1));
        for line in ["Kill Bill returns", "Hold hold hold", "KILLED IN ACTION", "HOLDING COMPANY"] {
            assert_eq!(settled(&[line], "").pub_status, None, "{line}");
        }
    }

    #[test]
    fn an_embargo_in_words_never_ends_by_itself_unless_it_is_a_time() {
        let embargo = |line| settled(&[line], "").times.embargoed;
        assert_eq!(embargo("EMBARGO UNTIL 2026-11-23T19:00:00+07:00"), Some(Embargo::new("2026-11-23T19:00:00+07:00")));
        assert_eq!(embargo("(Sperrfrist: Montag 18 Uhr)"), Some(Embargo::new("Montag 18 Uhr")));
        assert_eq!(embargo("EMBARGO"), Some(Embargo::Indefinite));
        assert_eq!((embargo("Embargo on oil extended"), embargo("EMBARGOES LIFTED")), (None, None));
    }
}

//! Orders in words: wires say kill, hold, release and embargo as text, in capitals, often three times.

use crate::orders;
use interwire_core::item::{Concept, Embargo, Extra, Item, Link, PubStatus};

/// Words that stand for an order when a line in capitals begins or ends with them: in English, French, Spanish,
/// Italian, Russian, Vietnamese, Kazakh, Azerbaijani and Arabic. What is held begins like what is released, so the
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
    ("إلغاء الخبر", Order::Kill),
    ("HOLD HOLD", Order::Hold),
    ("HOLD FOR GUIDANCE", Order::Hold),
    ("TẠM DỪNG PHÁT TIN", Order::Hold),
    ("ПРИОСТАНОВЛЕНО", Order::Hold),
    ("ХАБАР КІДІРТІЛДІ", Order::Hold),
    ("ХАБАР ТОҚТАТЫЛА ТҰРАДЫ", Order::Hold),
    ("XƏBƏR GÖZLƏMƏDƏ", Order::Hold),
    ("XƏBƏR DAYANDIRILDI", Order::Hold),
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
        let is_capital = |text: &str| !text.chars().any(char::is_lowercase);
        // Behind an order the headline of what it is about may follow.
        let before = bare.split_once([':', '-', '–', '/']).map_or(bare, |(before, _)| before);
        let said = if is_capital(bare) { bare } else { before };
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        if is_capital(said) && self.order.is_none() {
            let known = ORDERS.iter().find(|(order, _)| stands(&words, order));
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
    /// Whether nothing was found.
    pub fn are_none(&self) -> bool {
        self.order.is_none() && self.embargo.is_none()
    }
    /// Says what was found in the item. An order is about another item, if the text names one: that becomes a link
    /// as other formats have it, with its name, or with the number of a wire instead. The message that carries an order is no news itself.
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

/// Whether a line gives an order. Where there are no capitals to tell it from a sentence, it must be all of the line.
fn stands(line: &str, order: &str) -> bool {
    let has_capitals = order.chars().any(char::is_uppercase);
    line == order || has_capitals && (line.starts_with(order) || line.ends_with(order))
}

/// `EMBARGO ...`, `Sperrfrist: ...`: until when, as written. What is not a time never ends by itself.
fn embargo(line: &str) -> Option<Embargo> {
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
        let mut rest = rest.trim_start_matches([':', ' ', '-']).trim();
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
        return Some(Embargo::new(rest));
    }
    None
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

/// Whether a line says nothing but an order.
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
        assert!(kill.links.iter().all(|link| link.rel.as_deref() == Some(orders::REL)));
        assert_eq!(settled(&["(HOLD HOLD HOLD) ="], "").pub_status, Some(PubStatus::Withheld));
        let release = settled(&["HOLD RELEASED"], "dpa 0456 may be used");
        assert_eq!((release.pub_status, release.links.len()), (None, 1));
        for line in ["Kill Bill returns", "Hold hold hold", "KILLED IN ACTION", "HOLDING COMPANY", "إلغاء الخبر الكاذب"]
        {
            assert_eq!(settled(&[line], "").pub_status, None, "{line}");
        }
    }

    #[test]
    fn orders_are_understood_in_the_languages_of_the_wires() {
        for (line, status) in [
            ("THU HỒI TIN: Đại sứ", PubStatus::Canceled),
            ("АННУЛИРОВАНО - МОСТ", PubStatus::Canceled),
            ("KILL KILL KILL - Bridge opens", PubStatus::Canceled),
            ("ХАБАР ЖОЙЫЛДЫ", PubStatus::Canceled),
            ("ХАБАРДЫҢ КҮШІ ЖОЙЫЛДЫ: КӨПІР", PubStatus::Canceled),
            ("XƏBƏR LƏĞV EDİLDİ", PubStatus::Canceled),
            ("XƏBƏR GERİ ÇAĞIRILDI: KÖRPÜ", PubStatus::Canceled),
            ("إلغاء الخبر", PubStatus::Canceled),
            ("ХАБАР КІДІРТІЛДІ", PubStatus::Withheld),
            ("XƏBƏR DAYANDIRILDI", PubStatus::Withheld),
            ("ПРИОСТАНОВЛЕНО", PubStatus::Withheld),
        ] {
            assert_eq!(settled(&[line], "").pub_status, Some(status), "{line}");
        }
        for tag in ["Түзету: аты", "Düzəliş: ad", "DÜZƏLİŞ", "Sửa lại tên", "تصحيح"] {
            assert_eq!(signal(tag).and_then(|one| one.qcode).as_deref(), Some("sig:correction"), "{tag}");
        }
    }

    #[test]
    fn an_order_names_items_by_their_names_too() {
        let kill =
            settled(&["KILL KILL KILL"], "Kill urn:newsml:hanoi.example:20261123:7, please (tag:baku.example,2026:9).");
        let names: Vec<_> = orders::status_orders(&kill).into_iter().map(|order| order.guid).collect();
        assert_eq!(names, ["urn:newsml:hanoi.example:20261123:7", "tag:baku.example,2026:9"]);
    }

    #[test]
    fn an_embargo_in_words_never_ends_by_itself_unless_it_is_a_time() {
        let embargo = |line| settled(&[line], "").times.embargoed;
        assert_eq!(embargo("EMBARGO UNTIL 2026-11-23T19:00:00+07:00"), Some(Embargo::new("2026-11-23T19:00:00+07:00")));
        assert_eq!(embargo("(Sperrfrist: Montag 18 Uhr)"), Some(Embargo::new("Montag 18 Uhr")));
        assert_eq!(embargo("EMBARQO: 2026-11-23T19:00:00+04:00-dək"), Some(Embargo::new("2026-11-23T19:00:00+04:00")));
        assert_eq!(embargo("ЭМБАРГО 2026-11-23T19:00:00+05:00 дейін"), Some(Embargo::new("2026-11-23T19:00:00+05:00")));
        assert_eq!(embargo("EMBARGO"), Some(Embargo::Indefinite));
        assert_eq!((embargo("Embargo on oil extended"), embargo("EMBARGOES LIFTED")), (None, None));
    }
}

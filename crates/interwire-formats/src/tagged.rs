//! Words before a headline or a note that say what it is: `CORRECTION: ...`, `Düzəliş: ...`.

use crate::wire;
use interwire_core::item::{Concept, Item};

/// A tag is so many words at most.
const WORDS_MAX: usize = 3;

/// Adds the signal that the words before the first colon of a line stand for. An update says so in capitals, for what
/// leads or is updated may be anything.
pub(crate) fn heed(line: &str, item: &mut Item) {
    let Some((tag, _)) = line.split_once(':') else { return };
    let tag = tag.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '(' | '*' | '-')).trim_end();
    if tag.split_whitespace().count() > WORDS_MAX {
        return;
    }
    let in_capitals = !tag.chars().any(char::is_lowercase);
    let signal = wire::signal(tag).filter(|signal| in_capitals || signal.qcode.as_deref() == Some("sig:correction"));
    add(item, signal);
}

/// Adds a signal that the item does not have yet.
pub(crate) fn add(item: &mut Item, signal: Option<Concept>) {
    let new = signal.filter(|signal| item.signals.iter().all(|known| known.code() != signal.code()));
    item.signals.extend(new);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_says_what_the_line_is_and_a_sentence_does_not() {
        let of = |line: &str| {
            let mut item = Item::default();
            heed(line, &mut item);
            item.signals.into_iter().find_map(|signal| signal.qcode)
        };
        for line in ["CORRECTION: fixes name", "Correction: Cầu", "(Düzəliş: ad)", "ИСПРАВЛЕНИЕ: имя"]
        {
            assert_eq!(of(line).as_deref(), Some("sig:correction"), "{line}");
        }
        assert_eq!(of("UPDATE 2: Cầu").as_deref(), Some("sig:update"));
        for line in [
            "Teams in the lead: Hanoi",
            "Corrections officers strike",
            "Update your phone: now",
            "Who may correct them all: x",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
    }
}

//! Words before a headline or a note that say what it is: `CORRECTION: ...`, `Düzəliş: ...`; and orders that stand at
//! the top of a text, where press releases have them.

use crate::wire::{self, Orders};
use interwire_core::item::{Concept, Item, text};

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

/// Looks for orders in the first lines of a text, as in those of a story on a wire.
pub(crate) fn top(story: &str, orders: &mut Orders) {
    const LINES: usize = 2;
    story.lines().filter(|line| !line.trim().is_empty()).take(LINES).for_each(|line| orders.headline(line));
}

/// Heeds orders at the top of the story of an item.
pub(crate) fn heed_top(item: &mut Item) {
    let story = story(item);
    let mut orders = Orders::default();
    top(&story, &mut orders);
    orders.settle(item, "", &story);
}

/// The story of an item as plain text.
pub(crate) fn story(item: &Item) -> String {
    text::story(item).into_iter().map(text::plain).collect::<Vec<_>>().join("\n")
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

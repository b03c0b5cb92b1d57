//! Status and embargo of an item as words, for formats that have a vocabulary of our own beside theirs. What reaches the
//! other side must never say more than the item does, although formats leave characters out and collapse white space.

use crate::charset::is_left_out;
use crate::xml::is_xml;
use interwire_core::item::{Embargo, Item, PubStatus, text::collapse};

/// The word of an embargo without end.
pub(crate) const INDEFINITE: &str = "indefinite";

/// The status that is stated. A word that would arrive as another one, which might be a yes, is told as withheld.
pub(crate) fn status(item: &Item) -> Option<&str> {
    match item.pub_status.as_ref()? {
        PubStatus::Other(word) if !arrives(word.as_str()) => Some("withheld"),
        status => Some(status.as_str()),
    }
}

/// Whether the status is told by another word than its own.
pub(crate) fn is_status_reworded(item: &Item) -> bool {
    status(item) != item.pub_status.as_ref().map(PubStatus::as_str)
}

/// Until when it must not be published. A text of which nothing would arrive is an embargo without end.
pub(crate) fn embargo(item: &Item) -> Option<&str> {
    match item.times.embargoed.as_ref()? {
        Embargo::Until(moment) if moment.as_str().contains(|c: char| is_kept(c) && !c.is_whitespace()) => {
            Some(moment.as_str())
        }
        Embargo::Until(_) | Embargo::Indefinite => Some(INDEFINITE),
    }
}

fn arrives(word: &str) -> bool {
    !word.is_empty() && word.chars().all(is_kept) && collapse(word) == word
}

/// Whether every format carries that character, in every charset.
fn is_kept(c: char) -> bool {
    is_xml(c) && !c.is_control() && !is_left_out(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_becomes_a_yes_on_its_way() {
        for (word, told) in [
            ("usable", "usable"),
            ("Withheld", "withheld"),
            ("đang chờ duyệt", "đang chờ duyệt"),
            ("usa\u{3}ble", "withheld"),
            ("usable\u{ffff}", "withheld"),
            ("usable\u{feff}", "withheld"),
            ("us\u{ad}able", "withheld"),
            ("usable ", "withheld"),
            ("usable  x", "withheld"),
            ("usable\u{a0}", "withheld"),
            ("", "withheld"),
        ] {
            let item = Item { pub_status: Some(PubStatus::parse(word)), ..Item::default() };
            assert_eq!(status(&item), Some(told), "{word:?}");
            assert_eq!(is_status_reworded(&item), !word.eq_ignore_ascii_case(told), "{word:?}");
        }
        assert_eq!(status(&Item::default()), None);
        for (text, told) in [("", "indefinite"), ("\u{3}", "indefinite"), ("mai sau\u{3}", "mai sau\u{3}")] {
            let mut item = Item::default();
            item.times.embargoed = Some(Embargo::new(text));
            assert_eq!(embargo(&item), Some(told), "{text:?}");
        }
    }
}

//! Words that an item says to those who receive it, in fields made for that: instructions of NewsML 1, types of messages
//! to editors in NITF. An order among them counts for more than a status that says usable.

use crate::orders::{status_orders, turn};
use interwire_core::item::{Item, Note, PubStatus};

/// Heeds what these words order of the item itself; an item that orders something of another says its words of that.
pub(crate) fn heed(item: &mut Item, words: impl Iterator<Item = String>) -> Option<Note> {
    let ordered = words.filter_map(|word| turn(&word).0).max()?;
    let open = item.pub_status.as_ref().is_none_or(PubStatus::is_usable);
    if !open || !status_orders(item).is_empty() {
        return None;
    }
    item.pub_status = Some(ordered);
    Some(Note::new("order_over_status", "an instruction orders that it is not usable; the order counts"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use interwire_core::item::Limits;

    #[test]
    fn an_instruction_counts_for_more_than_usable_and_for_nothing_more_than_canceled() {
        let told = |status: Option<PubStatus>, words: &[&str]| {
            let mut item = Item { pub_status: status, ..Item::default() };
            let note = heed(&mut item, words.iter().map(|word| (*word).to_owned()));
            (item.pub_status, note.is_some())
        };
        for word in ["Elimination", "Withdraw", "Retract", "Cancel", "kill"] {
            assert_eq!(told(Some(PubStatus::Usable), &[word]), (Some(PubStatus::Canceled), true), "{word}");
        }
        assert_eq!(told(None, &["Update", "hold"]), (Some(PubStatus::Withheld), true));
        assert_eq!(told(Some(PubStatus::Canceled), &["hold"]), (Some(PubStatus::Canceled), false));
        assert_eq!(told(Some(PubStatus::Usable), &["Update", "Rights released"]), (Some(PubStatus::Usable), false));
        let nitf = r#"<nitf><head><docdata management-status="usable"><doc-id id-string="urn:baku:3"/>
            <ed-msg msg-type="kill" info="It is killed by the editor"/></docdata></head><body/></nitf>"#;
        let read = crate::read(nitf.as_bytes(), None, &Limits::default()).unwrap();
        assert_eq!(read.items[0].item.pub_status, Some(PubStatus::Canceled));
        let mut other = Item { links: vec![crate::orders::link("urn:x", None, "canceled")], ..Item::default() };
        assert_eq!(heed(&mut other, std::iter::once("kill".to_owned())), None);
    }
}

//! What stands above the headline of a message of ours: that the item must not be published, or not yet. Its facts say
//! the same at the end, but systems and people publish from the top.

use super::clean;
use interwire_core::item::{Embargo, Item, PubStatus, text::collapse};

/// The line for an item that is withdrawn or held.
pub(crate) fn order_line(item: &Item, kill: &'static str) -> Option<&'static str> {
    match item.status() {
        PubStatus::Usable => None,
        PubStatus::Canceled => Some(kill),
        PubStatus::Withheld | PubStatus::Other(_) => Some("HOLD HOLD HOLD"),
    }
}

/// The line for an item under an embargo. An end that is not clear is none.
pub(crate) fn embargo_line(item: &Item) -> Option<String> {
    let embargo = item.times.embargoed.as_ref()?;
    Some(match embargo {
        Embargo::Until(at) if embargo.ends().is_some() => {
            format!("EMBARGO UNTIL {}", collapse(&clean(at.as_str()).0))
        }
        Embargo::Until(_) | Embargo::Indefinite => "EMBARGO".to_owned(),
    })
}

/// Takes the lines at the head of a message of ours back out of the item: its facts say them. `own` gives a line as it
/// is read.
pub(crate) fn take_head(item: &mut Item, kill: &'static str, own: impl Fn(&str) -> String) {
    let lines = order_line(item, kill).map(str::to_owned).into_iter().chain(embargo_line(item));
    for line in lines.collect::<Vec<_>>() {
        let text = own(&line);
        if let Some(at) = item.ed_notes.iter().position(|note| !note.non_public && note.text == text) {
            item.ed_notes.remove(at);
        } else {
            // Without a headline the last line of the head stands for it.
            item.headlines.retain(|headline| headline.text != line && headline.text != format!("({line})"));
        }
    }
}

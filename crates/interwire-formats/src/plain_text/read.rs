//! Text to item.

use crate::wire::{self, Facts, Orders};
use crate::{Read, ReadError, ReadItem, tagged};
use interwire_core::item::{Body, EdNote, Item, ItemType, Limits, Line, Note};

/// Reads a text: one item.
pub(super) fn read(bytes: &[u8], _: &Limits) -> Result<Read, ReadError> {
    let wire::Characters { text, mut notes, kept } = wire::decode(bytes);
    let (clean, left_out) = wire::clean(&text);
    if left_out > 0 {
        notes.push(Note::new("control_characters", format!("{left_out} control characters are left out")));
    }
    let mut item = Item { kind: Some(ItemType::Text), ..Item::default() };
    let mut orders = Orders::default();
    let found = facts(&clean, &mut item);
    let story = found.unwrap_or_else(|| headline(&clean, &mut item));
    item.headlines.iter().for_each(|line| orders.line(&line.text));
    // The notes at the top of a release may stand below its headline.
    tagged::top(story, &mut orders);
    item.ed_notes.iter().for_each(|note| orders.note(&note.text));
    // An order in words is not about what the facts name.
    let notes_said: Vec<&str> = item.ed_notes.iter().map(|note| note.text.as_str()).collect();
    let said = found.map(|story| format!("{}\n{story}", notes_said.join("\n")));
    orders.settle(&mut item, "", said.as_deref().unwrap_or(&clean));
    let blank = |line: &&str| line.trim().is_empty();
    let begins = story.split_inclusive('\n').take_while(blank).map(str::len).sum::<usize>();
    let story = story.get(begins..).unwrap_or_default().trim_end();
    if !story.is_empty() {
        let content_type = Some("text/plain".to_owned());
        item.bodies.push(Body { content_type, text: story.to_owned(), ..Body::default() });
    }
    let mut own = Vec::new();
    wire::finish(&mut item, &mut own, super::FORMAT.name, "text", &clean, kept);
    Ok(Read { format: super::FORMAT.name, items: vec![ReadItem { item, notes: own }], notes })
}

/// The lines of facts at the top: `Title: ...`, `Item: ...`. Gives the rest if the first line is one.
fn facts<'a>(text: &'a str, item: &mut Item) -> Option<&'a str> {
    let mut at = 0;
    let mut found = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        if bare.is_empty() && found {
            return text.get(at..);
        }
        let taken = match bare.split_once(':') {
            Some(("Title", title)) => {
                item.headlines.extend(Some(title.trim()).filter(|title| !title.is_empty()).map(Line::of));
                true
            }
            Some(("By", by)) => {
                item.bylines.push(Line::of(by.trim()));
                true
            }
            Some(("Note", note)) => {
                item.ed_notes.push(EdNote { text: note.trim().to_owned(), ..EdNote::default() });
                true
            }
            _ => Facts::take(item, bare),
        };
        if !taken {
            return found.then(|| text.get(at..)).flatten();
        }
        found = true;
        at += line.len();
    }
    found.then_some("")
}

/// The first line is the headline; the rest is the story.
fn headline<'a>(text: &'a str, item: &mut Item) -> &'a str {
    let trimmed = text.trim_start();
    let (first, rest) = trimmed.split_once('\n').unwrap_or((trimmed, ""));
    item.headlines.extend(Some(first.trim()).filter(|line| !line.is_empty()).map(Line::of));
    rest
}

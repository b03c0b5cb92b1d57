//! Item to text, for people.

use crate::layout;
use crate::losses::Losses;
use crate::wire::{clean, facts_lines};
use crate::{WriteError, Written};
use interwire_core::item::{Item, Markup, text};
use std::fmt::Write as _;

/// Writes an item.
pub(super) fn write(item: &Item) -> Result<Written, WriteError> {
    let mut losses = Losses::default();
    let mut out = String::new();
    let line = |text: &str| clean(&text::collapse(text)).0;
    let _ = writeln!(out, "Title: {}", line(item.headline().unwrap_or_default()));
    for byline in &item.bylines {
        let _ = writeln!(out, "By: {}", line(&byline.text));
    }
    for fact in facts_lines(item, super::FORMAT.name, &mut losses) {
        let _ = writeln!(out, "{}", clean(&fact).0);
    }
    for note in &item.ed_notes {
        let _ = writeln!(out, "Note: {}", line(&note.text));
    }
    let bodies = text::story(item);
    if bodies.iter().any(|body| body.markup != Markup::Plain) {
        losses.add("markup_flattened", "bodies", "headings, lists, links and emphasis become plain lines");
    }
    if item.bodies.len() > bodies.len() {
        losses.add("text_lacks", "bodies", "other forms of the same text are left out");
    }
    for text in layout::texts(&bodies) {
        let (plain, left_out) = clean(&text);
        if left_out > 0 {
            losses.add("characters_forbidden", "bodies", "control characters are left out");
        }
        let _ = writeln!(out, "\n{plain}");
    }
    Ok(Written { bytes: out.into_bytes(), losses: losses.done() })
}

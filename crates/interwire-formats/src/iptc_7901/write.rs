//! Item to message. The text leaves in UTF-8 here; the charset agreed is applied to the whole message behind it.

use super::KILL;
use super::block::Block;
use crate::layout;
use crate::losses::Losses;
use crate::wire::{BEL, EOT, ETX, SOH, STX, Stamp, clean, embargo_line, facts_lines, order_line, wrap};
use crate::{WriteError, Written};
use interwire_core::ids::Hash;
use interwire_core::item::{Extra, Item, Markup, text};
use std::fmt::Write as _;

/// Characters of a line, as teleprinters had them.
const COLUMNS: usize = 69;

/// Writes an item.
pub(super) fn write(item: &Item) -> Result<Written, WriteError> {
    let mut losses = Losses::default();
    let time = item.times.version_created.as_ref().and_then(Stamp::of);
    let stamp = time.ok_or_else(|| {
        WriteError::new("required_missing", "IPTC 7901 requires the time its version was created, with its offset")
    })?;
    let story = story(item, &mut losses);
    let mut out = String::new();
    let _ = write!(out, "{SOH}{}\n\n", header(item, &story));
    let slug = item.sluglines.first().map_or_else(String::new, |line| one_line(&line.text));
    let _ = write!(
        out,
        "{}{STX}",
        if slug.is_empty() { String::new() } else { format!("{}/\n", slug.trim_end_matches('/')) }
    );
    if item.sluglines.len() > 1 || !slug.is_empty() && !slug.ends_with('/') {
        losses.add("slugline_reworded", "sluglines", "a message has one slugline, which ends with a stroke");
    }
    if item.provider.as_ref().and_then(crate::feed::shown).is_some_and(|name| name != agency(item)) {
        losses.add("wire_lacks", "provider", "an agency is named by three letters");
    }
    block(item, &mut losses, &mut out);
    let _ = write!(out, "\n{story}\n\n");
    notes(item, &mut losses, &mut out);
    let _ = write!(
        out,
        "\n{ETX}{:02}{:02}{:02} GMT {} {:02}\n\u{7f}\n\u{7f}{EOT}\n",
        stamp.day,
        stamp.hour,
        stamp.minute,
        stamp.month_name(),
        stamp.year % 100
    );
    Ok(Written { bytes: out.replace('\n', "\r\n").into_bytes(), losses: losses.done() })
}

fn one_line(line: &str) -> String {
    clean(&text::collapse(line)).0
}

/// Service, number, urgency, category, words, agency. What the item does not know is made from its name.
fn header(item: &Item, story: &str) -> String {
    let kept = Extra::find(&item.extra, "iptc-7901/header").map(one_line);
    let kept = kept.as_deref().and_then(super::header::Header::parse);
    let hash = Hash::of(item.guid.as_ref().map_or("", |guid| guid.as_str()).as_bytes()).to_string();
    let number = u32::from_str_radix(hash.get(..6).unwrap_or("0"), 16).unwrap_or(0) % 10_000;
    let letters = agency(item);
    let kept = kept.unwrap_or_default();
    let service = if kept.service.is_empty() { format!("{letters:x<3}{number:04}") } else { kept.service };
    let is_word = !kept.agency.is_empty() && kept.agency.chars().all(char::is_alphanumeric);
    let agency = if is_word { kept.agency } else { letters };
    let priority = item.urgency.unwrap_or(4).clamp(1, 6);
    let category = kept.category.unwrap_or_else(|| "i".to_owned());
    let words = story.split_whitespace().count();
    format!(
        "{service} {priority} {category} {words}  {agency} {}",
        kept.number.unwrap_or_else(|| format!("{number:04}"))
    )
}

/// The letters of the agency that sends.
fn agency(item: &Item) -> String {
    let code = item.provider.as_ref().and_then(|provider| provider.code()).unwrap_or("iwn");
    let letters: String = code.chars().filter(char::is_ascii_alphabetic).take(3).collect();
    if letters.is_empty() { "iwn".to_owned() } else { letters.to_ascii_lowercase() }
}

/// Orders and embargo, headline and byline, ended by ` =`.
fn block(item: &Item, losses: &mut Losses, out: &mut String) {
    let mut lines = Vec::new();
    if let Some(order) = order_line(item, KILL) {
        let bells = if order == KILL { String::from(BEL).repeat(5) } else { String::new() };
        lines.push(format!("{order}{bells}"));
    }
    lines.extend(embargo_line(item).map(|line| format!("({line})")));
    let headline = one_line(item.headline().unwrap_or_default());
    if !headline.is_empty() {
        lines.extend(wrap(&headline, COLUMNS, |line| line.ends_with('=')));
    }
    if item.headlines.len() > 1 {
        losses.add("wire_lacks", "headlines", "a message has one headline");
    }
    let byline = item.bylines.first().map(|line| one_line(&line.text)).filter(|text| !text.is_empty());
    if byline.is_some() && headline.ends_with('=') {
        losses.add("wire_lacks", "bylines", "behind a headline that ends with = there is no room for a byline");
    } else if let Some(byline) = byline {
        let is_known = ["By ", "Von ", "Par "].iter().any(|word| byline.starts_with(word));
        if !is_known {
            losses.add("byline_reworded", "bylines", "a byline begins with By");
        }
        let byline = if is_known { byline } else { format!("By {byline}") };
        lines.extend(wrap(&byline, COLUMNS, |line| line.ends_with('=')));
    }
    if item.bylines.len() > 1 {
        losses.add("wire_lacks", "bylines", "a message has one byline");
    }
    let text = format!("{} =\n", lines.join("\n"));
    let again = Block::of(&super::block::split(&clean(&text).0).0).headline.unwrap_or_default();
    if again != headline {
        losses.add("headline_ambiguous", "headlines", "a reader may take the headline, or a part of it, for a note");
    }
    out.push_str(&text);
}

/// The story in lines, paragraphs apart.
fn story(item: &Item, losses: &mut Losses) -> String {
    let bodies = text::story(item);
    if bodies.iter().any(|body| body.markup != Markup::Plain) {
        losses.add("markup_flattened", "bodies", "headings, lists, links and emphasis become plain lines");
    }
    if item.bodies.len() > bodies.len() {
        losses.add("wire_lacks", "bodies", "other forms of the same text are left out");
    }
    let (mut left_out, is_alone) = (0, bodies.len() == 1);
    let parts = bodies.into_iter().map(|body| {
        let mut blocks = layout::blocks(body);
        for block in &mut blocks {
            let lines: Vec<String> = block.lines.drain(..).collect();
            for line in lines {
                let (line, controls) = clean(&line);
                left_out += controls;
                let wrapped = if block.is_in_columns { vec![line] } else { wrap(&line, COLUMNS, |_| false) };
                block.lines.extend(wrapped.iter().map(|line| line.trim_end().to_owned()));
            }
        }
        // Lines that are paragraphs stay close together, as they were, if no other body comes between.
        if is_alone && body.markup == Markup::Plain && blocks.len() > 1 && !body.text.contains("\n\n") {
            return blocks.iter().map(|block| block.lines.join("\n")).collect::<Vec<_>>().join("\n");
        }
        layout::apart(&blocks)
    });
    let parts: Vec<String> = parts.collect();
    if left_out > 0 {
        losses.add("characters_forbidden", "bodies", format!("{left_out} control characters are left out"));
    }
    parts.join("\n\n").trim_matches('\n').to_owned()
}

/// Notes to editors, and the facts a message has no place for.
fn notes(item: &Item, losses: &mut Losses, out: &mut String) {
    let mut lines: Vec<String> = Vec::new();
    for note in &item.ed_notes {
        let plain = clean(&note.text).0;
        lines.extend(plain.lines().flat_map(|line| wrap(line, COLUMNS, |_| false)));
        lines.push(String::new());
    }
    if !item.ed_notes.is_empty() {
        losses.add(
            "note_reworded",
            "ed_notes",
            "the notes become one, behind a sentence that keeps it in the newsroom",
        );
    }
    let facts = facts_lines(item, super::FORMAT.name, losses);
    if lines.is_empty() && facts.is_empty() {
        return;
    }
    out.push_str("* * * *\nThe following information is not intended for publication\n\n");
    for line in lines.iter().chain(&facts) {
        let _ = writeln!(out, "{line}");
    }
}

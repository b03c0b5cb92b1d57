//! Item to message. The text leaves in UTF-8 here; the charset agreed is applied to the whole message behind it.

use super::KILL;
use super::header::Header;
use super::lines::{is_note, row as read_row, signs, wire_row, wire_signs};
use crate::layout;
use crate::losses::Losses;
use crate::wire::{EOT, ETX, SOH, STX, Stamp, clean, embargo_line, facts_lines, order_line};
use crate::{WriteError, Written};
use interwire_core::ids::Hash;
use interwire_core::item::{Extra, Item, Markup, text};
use std::fmt::Write as _;

/// Writes an item.
pub(super) fn write(item: &Item) -> Result<Written, WriteError> {
    let mut losses = Losses::default();
    let time = item.times.version_created.as_ref().and_then(Stamp::of);
    let stamp = time.ok_or_else(|| {
        WriteError::new("required_missing", "ANPA 1312 requires the time its version was created, with its offset")
    })?;
    let story = story(item, &mut losses);
    if item.provider.as_ref().and_then(crate::feed::shown).is_some_and(|name| name != agency(item)) {
        losses.add("wire_lacks", "provider", "an agency is named by eight letters and digits");
    }
    let mut out = header(item, &stamp, story.split_whitespace().count());
    head(item, &mut losses, &mut out);
    let _ = write!(
        out,
        "{story}\n\t   {ETX}{}-WF-{:02}-{:02}-{:02} {:02}{:02}GMT<\n\n\u{c}\n{EOT}\n",
        agency(item),
        stamp.month,
        stamp.day,
        stamp.year % 100,
        stamp.hour,
        stamp.minute
    );
    Ok(Written { bytes: out.replace('\n', "\r\n").into_bytes(), losses: losses.done() })
}

/// The agency that sends.
fn agency(item: &Item) -> String {
    let code = item.provider.as_ref().and_then(|provider| provider.code()).unwrap_or("IW");
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    if letters.is_empty() { "IW".to_owned() } else { letters }
}

fn header(item: &Item, stamp: &Stamp, words: usize) -> String {
    let kept = |name: &str| Extra::find(&item.extra, name).unwrap_or_default();
    let kept = Header::parse(kept("anpa-1312/header"), kept("anpa-1312/copy")).unwrap_or_default();
    let hash = Hash::of(item.guid.as_ref().map_or("", |guid| guid.as_str()).as_bytes()).to_string();
    let number = u32::from_str_radix(hash.get(..6).unwrap_or("0"), 16).unwrap_or(0) % 10_000;
    let service = if kept.service.is_empty() { format!("i{number:04}") } else { kept.service };
    let category = if kept.category.is_empty() { "i" } else { &kept.category };
    let letter = match item.urgency {
        Some(1) => 'f',
        Some(2) => 'b',
        Some(3) => 'u',
        Some(4) | None => 'r',
        Some(_) => 'd',
    };
    format!(
        "\u{16}\u{16}{SOH}{service}\u{1f}{}\n{letter} {category}\u{13}\u{11} {:<24} {:02}-{:02} {words:04}\n{STX}",
        if kept.selector.is_empty() { "_-----" } else { &kept.selector },
        keyword(item).chars().take(24).collect::<String>(),
        stamp.month,
        stamp.day
    )
}

/// `BC-` and the slugline, in letters that every line printer has.
fn keyword(item: &Item) -> String {
    let slug = item.sluglines.first().map_or("", |line| line.text.as_str());
    let slug = slug.strip_prefix("BC-").unwrap_or(slug);
    let slug: String = slug
        .split([',', '/'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    format!("BC-{}", if slug.is_empty() { "Item" } else { &slug })
}

/// A line of the head: on one line, without control characters.
fn line(text: &str, end: char, losses: &mut Losses, field: &str, out: &mut String) {
    let (text, left_out) = clean(&text::collapse(text));
    if left_out > 0 {
        losses.add("characters_forbidden", field, "control characters are left out");
    }
    // Where a line of the head has the end of one and the beginning of another in it, readers see two.
    let written = wire_signs(&text).replace("< ^", "<^");
    if signs(&written) != text || text.contains("< ^") || text.starts_with('^') {
        losses.add(
            "signs_ambiguous",
            field,
            "doubled quotes, lone underscores and < ^ have another meaning on the wire",
        );
    }
    let _ = writeln!(out, "^{written}{end}");
}

/// Key word, orders and embargo, headline, notes and byline.
fn head(item: &Item, losses: &mut Losses, out: &mut String) {
    let slug = item.sluglines.first().map(|line| text::collapse(&line.text)).filter(|slug| slug.starts_with("BC-"));
    line(&slug.unwrap_or_else(|| keyword(item)), '<', losses, "sluglines", out);
    if item.sluglines.iter().any(|slug| !slug.text.starts_with("BC-")) || item.sluglines.len() > 1 {
        losses.add("slugline_reworded", "sluglines", "the key word of a message begins with BC- and is one");
    }
    if let Some(order) = order_line(item, KILL) {
        line(&format!("Eds: {order}"), '<', losses, "pub_status", out);
    }
    if let Some(embargo) = embargo_line(item) {
        line(&format!("Eds: {embargo}"), '<', losses, "embargoed", out);
    }
    for headline in item.headlines.iter().filter(|headline| !headline.text.trim().is_empty()) {
        let begins = |words: &[&str]| words.iter().any(|word| headline.text.starts_with(word));
        let upper = headline.text.trim_start_matches('(').to_uppercase();
        let ambiguous = begins(&["By ", "BC-", "*", "$"])
            || ["EDS", "EDITOR", "FOR RELEASE"].iter().any(|word| upper.starts_with(word));
        if ambiguous
            || headline
                .text
                .split([' ', ':'])
                .nth(1)
                .is_some_and(|word| word.starts_with("Photo") || word.starts_with("Video"))
        {
            losses.add("headline_ambiguous", "headlines", "a reader may take the headline for a note");
        }
        line(&headline.text, '<', losses, "headlines", out);
    }
    for note in &item.ed_notes {
        let own = note.text.trim_start_matches('(').starts_with("Eds");
        if !own {
            losses.add("note_reworded", "ed_notes", "a note to editors begins with Eds:");
        }
        line(&if own { note.text.clone() } else { format!("Eds: {}", note.text) }, '<', losses, "ed_notes", out);
    }
    for fact in facts_lines(item, super::FORMAT.name, losses) {
        line(&format!("Eds: {fact}"), '<', losses, "facts", out);
    }
    for (at, byline) in item.bylines.iter().filter(|byline| !byline.text.trim().is_empty()).enumerate() {
        let known = at > 0 && !is_note(&byline.text) || byline.text.starts_with("By ");
        if !known {
            losses.add("byline_reworded", "bylines", "a byline begins with By");
        }
        line(&if known { byline.text.clone() } else { format!("By {}", byline.text) }, '=', losses, "bylines", out);
    }
}

/// The paragraphs, each on a line.
fn story(item: &Item, losses: &mut Losses) -> String {
    let bodies = text::story(item);
    if bodies.iter().any(|body| body.markup != Markup::Plain) {
        losses.add("markup_flattened", "bodies", "headings, lists, links and emphasis become plain lines");
    }
    if item.bodies.len() > bodies.len() {
        losses.add("wire_lacks", "bodies", "other forms of the same text are left out");
    }
    let (mut out, mut left_out) = (String::new(), 0);
    for block in bodies.into_iter().flat_map(layout::blocks) {
        let is_table = block.is_in_columns;
        if is_table {
            out.push('\n');
        }
        for line in if is_table { block.lines } else { unwrapped(&block.lines) } {
            let (line, controls) = clean(&line);
            left_out += controls;
            if is_table {
                row(&line, losses, &mut out);
            } else {
                paragraph(&text::collapse(&line), losses, &mut out);
            }
        }
    }
    if left_out > 0 {
        losses.add("characters_forbidden", "bodies", "control characters are left out");
    }
    out
}

/// The lines of a paragraph as one, but what begins with a mark of lists on a line of its own.
fn unwrapped(lines: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in lines {
        match out.last_mut() {
            Some(before) if !line.trim_start().starts_with(['-', '–', '—', '•', '*']) => {
                before.push(' ');
                before.push_str(line);
            }
            _ => out.push(line.clone()),
        }
    }
    out
}

const AMBIGUOUS: &str = "doubled quotes, lone underscores, < at the end and ^ have another meaning on the wire";

fn paragraph(text: &str, losses: &mut Losses, out: &mut String) {
    if text.is_empty() {
        return;
    }
    let written = wire_signs(text);
    if signs(&written) != text || written.ends_with('<') || written.starts_with('^') {
        losses.add("signs_ambiguous", "bodies", AMBIGUOUS);
    }
    let _ = writeln!(out, "\t   {written}");
}

/// A line in columns: behind its mark, and with the marks of its columns.
fn row(line: &str, losses: &mut Losses, out: &mut String) {
    let written = wire_row(line);
    if read_row(&written) != line {
        losses.add("signs_ambiguous", "bodies", AMBIGUOUS);
    }
    let _ = writeln!(out, "{written}");
}

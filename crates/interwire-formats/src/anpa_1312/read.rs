//! Messages to items.

use super::header::Header;
use super::lines::{self, Piece};
use crate::wire::{self, EOT, ETX, Facts, Orders, STX, Stamp};
use crate::xml::push_text;
use crate::{Read, ReadError, ReadItem};
use interwire_core::item::{AltId, Body, Concept, EdNote, Embargo, Extra, Item, ItemType, Limits, Line, Markup, Note};

const NAME: &str = "anpa-1312";

/// Reads a source: one message or several.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    let source = wire::decode(bytes);
    let messages = wire::messages(&source);
    if messages.len() > limits.items_max {
        let message = format!("{} messages, more than the {} allowed", messages.len(), limits.items_max);
        return Err(ReadError::new("too_many_items", message));
    }
    let items = messages.into_iter().filter_map(|(message, kept)| one(message, kept)).collect();
    Ok(Read { format: NAME, items, notes: source.notes })
}

fn one(whole: &str, kept: Option<Extra>) -> Option<ReadItem> {
    let whole = whole.split(EOT).next().unwrap_or_default();
    let bare = whole.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let (first, rest) = bare.split_once('\n')?;
    let (second, rest) = rest.split_once('\n').unwrap_or((rest, ""));
    let (text, trailer) = rest.split_once(ETX).unwrap_or((rest, ""));
    let text = text.trim_start_matches([STX, '\n']);
    let header = Header::parse(first, second).unwrap_or_default();
    let mut reader = Reader { item: Item::default(), notes: Vec::new(), orders: Orders::default() };
    reader.header(&header, first, second);
    let agency = reader.trailer(trailer);
    reader.text(&header, text);
    let Reader { mut item, mut notes, orders } = reader;
    // Wires have no names: an item that has one was written by one of our nodes.
    if item.guid.is_some() {
        orders.settle_own(&mut item);
        wire::take_head(&mut item, super::KILL, |line| format!("Eds: {line}"));
    } else {
        orders.settle(&mut item, &agency, text);
    }
    wire::finish(&mut item, &mut notes, NAME, &header.service, whole, kept);
    Some(ReadItem { item, notes })
}

struct Reader {
    item: Item,
    notes: Vec<Note>,
    orders: Orders,
}

impl Reader {
    fn header(&mut self, header: &Header, first: &str, second: &str) {
        let item = &mut self.item;
        item.kind = Some(ItemType::Text);
        item.urgency = header.urgency();
        if !header.category.is_empty() {
            item.subjects.push(Concept { literal: Some(header.category.clone()), ..Concept::default() });
        }
        let ids = [("anpa-1312/service", &header.service), ("anpa-1312/keyword", &header.keyword)];
        for (role, value) in ids.into_iter().filter(|(_, value)| !value.is_empty()) {
            item.alt_ids.push(AltId { role: Some(role.to_owned()), value: value.clone(), extra: Vec::new() });
        }
        for (name, line) in [("anpa-1312/header", first), ("anpa-1312/copy", second)] {
            item.extra.push(Extra::text(name, line.replace(|c: char| c.is_control(), " ").trim()));
        }
        if header.is_tabular {
            item.extra.push(Extra::text("anpa-1312/tabular", "true"));
        }
        if !header.take.is_empty() {
            item.extra.push(Extra::text("anpa-1312/take", &header.take));
            item.signals.extend(wire::signal(&header.take));
        }
    }

    /// `AP-WF-11-13-13 1509GMT<`: agency, wire, date, time. Gives the agency.
    fn trailer(&mut self, trailer: &str) -> String {
        let (trailer, _) = wire::clean(trailer);
        let trailer = trailer.trim().trim_end_matches('<').trim();
        let (origin, clock) = trailer.split_once(' ').unwrap_or((trailer, ""));
        // The date is the last three parts; some leave the agency out, or its wire.
        let date = origin.rmatch_indices('-').nth(2).map_or(origin, |(at, _)| origin.get(at + 1..).unwrap_or_default());
        let who = origin.strip_suffix(date).unwrap_or_default().trim_end_matches('-');
        let (agency, wire) = who.split_once('-').map_or((who, None), |(agency, wire)| (agency, Some(wire)));
        match Stamp::of_anpa(date, clock) {
            Some(stamp) => {
                self.item.times.version_created = Some(stamp.moment());
                self.item.provider = Some(Concept::of_name(agency)).filter(|_| !agency.is_empty());
                let wire = wire.map(|wire| Extra::text("anpa-1312/wire", wire));
                self.item.extra.extend(wire);
                agency.to_owned()
            }
            None => {
                if !trailer.is_empty() {
                    self.item.extra.push(Extra::text("anpa-1312/trailer", trailer));
                }
                String::new()
            }
        }
    }

    fn text(&mut self, header: &Header, text: &str) {
        let (head, story) = lines::head(text);
        let mut in_byline = false;
        let mut opening = Vec::new();
        for (line, end) in &head {
            let (line, _) = wire::clean(line);
            in_byline = self.head_line(header, &line, *end, in_byline, &mut opening);
        }
        let (story, left_out) = without_controls(story);
        if left_out > 0 {
            let message = format!("{left_out} control characters in the text are left out");
            self.notes.push(Note::new("control_characters", message));
        }
        let mut pieces: Vec<Piece> = opening.into_iter().map(Piece::Paragraph).collect();
        pieces.extend(lines::pieces(&story, header.is_tabular));
        for piece in pieces.iter().take(2) {
            if let Piece::Paragraph(line) = piece {
                self.orders.line(line);
            }
        }
        if !pieces.is_empty() {
            let content_type = Some("text/html".to_owned());
            let text = pieces.iter().map(html).collect::<Vec<_>>().join("\n");
            self.item.bodies.push(Body { content_type, markup: Markup::Html, text, ..Body::default() });
        }
    }

    /// Takes a line of the head; says whether a byline goes on in the next.
    fn head_line(
        &mut self,
        header: &Header,
        line: &str,
        end: char,
        in_byline: bool,
        opening: &mut Vec<String>,
    ) -> bool {
        let upper = line.to_uppercase();
        let note = line.trim_start_matches('(');
        let second = line.split([' ', ':']).nth(1).unwrap_or_default();
        let is_media = matches!(second, "Photo" | "Photos" | "Video" | "Videos" | "Graphic" | "Graphics" | "Audio");
        self.orders.line(line);
        if line.is_empty() {
            return in_byline;
        }
        if lines::is_note(line) {
            self.ed_note(note, line);
        } else if end == '='
            && (in_byline || line.starts_with("By ") || self.item.headlines.is_empty())
            && !wire::is_order(line)
        {
            self.item.bylines.push(Line::of(&lines::signs(line)));
            return true;
        } else if line.starts_with('*') && !line.contains(' ') {
            self.item.extra.push(Extra::text("anpa-1312/mark", line));
        } else if self.advance(line) {
        } else if self.item.sluglines.is_empty() && is_keyword(header, line) {
            self.item.sluglines.push(Line::of(line));
        } else if is_media {
            self.item.ed_notes.push(EdNote {
                role: Some("media".to_owned()),
                text: line.to_owned(),
                ..EdNote::default()
            });
        } else if upper.starts_with("EDITOR'S NOTE") || in_byline {
            opening.push(lines::signs(line));
        } else {
            self.item.headlines.push(Line::of(&lines::signs(line)));
        }
        false
    }

    /// A story sent in advance: `$adv14`, and until when in a line of its own, `For Release Saturday, Nov. 14`. It is
    /// under an embargo without an end that a program could tell.
    fn advance(&mut self, line: &str) -> bool {
        let small = line.to_lowercase();
        let is_mark = small.strip_prefix("$adv").is_some_and(|rest| !rest.contains(char::is_whitespace));
        let is_day = self.item.times.embargoed.is_some() && small.starts_with("for release");
        if is_mark {
            self.item.extra.push(Extra::text("anpa-1312/mark", line));
            self.item.times.embargoed.get_or_insert(Embargo::Indefinite);
        } else if is_day {
            self.item.ed_notes.push(EdNote { text: lines::signs(line), ..EdNote::default() });
        }
        is_mark || is_day
    }

    /// A note to editors; one that states a fact of the item becomes that.
    fn ed_note(&mut self, note: &str, line: &str) {
        let text = note.split_once([':', '.']).map_or(note, |(_, text)| text).trim();
        if Facts::take(&mut self.item, text) {
            return;
        }
        self.orders.note(text);
        let signal = wire::signal(text);
        let role = signal.as_ref().and_then(|signal| Some(signal.qcode.as_ref()?.replace("sig:", "")));
        if let Some(signal) = signal.filter(|signal| !self.item.signals.contains(signal)) {
            self.item.signals.push(signal);
        }
        self.item.ed_notes.push(EdNote { role, text: lines::signs(line), ..EdNote::default() });
    }
}

/// The key word line: `BC-LT--Argentina-Cancer Beauty,466`.
fn is_keyword(header: &Header, line: &str) -> bool {
    let start = |text: &str| text.split('-').next().unwrap_or_default().to_owned();
    line.contains('-') && !header.keyword.is_empty() && start(line) == start(&header.keyword)
}

/// A story without control characters other than those of tables.
fn without_controls(text: &str) -> (String, usize) {
    let mut left_out = 0;
    let kept = text.chars().filter(|c| {
        let steers = c.is_control() && !matches!(c, '\n' | '\t' | '\u{8}' | '\u{10}' | '\u{1e}' | '\u{1f}');
        left_out += usize::from(steers);
        !steers
    });
    let kept = kept.collect();
    (kept, left_out)
}

fn html(piece: &Piece) -> String {
    let mut out = String::new();
    let (name, text) = match piece {
        Piece::Paragraph(text) => ("p", text.clone()),
        Piece::Table(rows) => ("pre", rows.join("\n")),
    };
    push_text(&text, &mut out);
    format!("<{name}>{out}</{name}>")
}

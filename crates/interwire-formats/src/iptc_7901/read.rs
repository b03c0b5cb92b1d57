//! Messages to items.

use super::block::{self, Block};
use super::header::Header;
use crate::wire::{self, BEL, EOT, ETX, Facts, Orders, STX, Stamp};
use crate::{Read, ReadError, ReadItem};
use interwire_core::item::{AltId, Body, Concept, EdNote, Extra, Item, ItemType, Limits, Line, Note};

const NAME: &str = "iptc-7901";

/// So many lines of the notes behind a story are looked at for orders.
const NOTE_LINES: usize = 3;

/// Reads a source: one message or several.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    let source = wire::decode(bytes);
    let messages = wire::messages(&source);
    if messages.len() > limits.items_max {
        let message = format!("{} messages, more than the {} allowed", messages.len(), limits.items_max);
        return Err(ReadError::new("too_many_items", message));
    }
    let items = messages.into_iter().filter_map(|(message, kept)| Some(Message::cut(message)?.read(kept))).collect();
    Ok(Read { format: NAME, items, notes: source.notes })
}

/// A message cut into its parts.
struct Message<'a> {
    whole: &'a str,
    header_line: &'a str,
    slugs: Vec<&'a str>,
    text: &'a str,
    trailer: &'a str,
}

impl<'a> Message<'a> {
    fn cut(whole: &'a str) -> Option<Self> {
        let whole = whole.split(EOT).next().unwrap_or_default();
        let bare = whole.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
        let (front, trailer) = match bare.split_once(ETX) {
            Some(parts) => parts,
            None => stamp_line(bare).map_or((bare, ""), |at| bare.split_at(at)),
        };
        let (header_line, rest) = front.split_once('\n').unwrap_or((front, ""));
        if header_line.trim().is_empty() {
            return None;
        }
        let (slugs, text) = rest.split_once(STX).map_or_else(|| slugs(rest), |(slugs, text)| (slugs, text));
        let slugs = slugs.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        Some(Self { whole, header_line: header_line.trim(), slugs, text, trailer })
    }

    fn read(&self, kept: Option<Extra>) -> ReadItem {
        let header = Header::parse(self.header_line).unwrap_or_default();
        let mut reader =
            Reader { header: &header, item: Item::default(), notes: Vec::new(), orders: Orders::default() };
        reader.header(self.header_line);
        for slug in &self.slugs {
            reader.orders.line(slug);
            let (slug, _) = wire::clean(slug);
            reader.item.sluglines.push(Line::of(&slug));
        }
        reader.trailer(self.trailer);
        let bells = self.text.matches(BEL).count();
        if bells > 0 {
            reader.item.extra.push(Extra::text("iptc-7901/bells", &bells.to_string()));
            if bells >= 5 && reader.item.urgency.is_none() {
                reader.item.urgency = Some(1);
            }
        }
        let (text, left_out) = wire::clean(self.text);
        if left_out > bells {
            let message = format!("{} control characters in the text are left out", left_out - bells);
            reader.notes.push(Note::new("control_characters", message));
        }
        reader.text(&text);
        let Reader { mut item, mut notes, orders, .. } = reader;
        // Wires have no names: an item that has one was written by one of our nodes.
        if item.guid.is_some() {
            orders.settle_own(&mut item);
            wire::take_head(&mut item, super::KILL, str::to_owned);
        } else {
            orders.settle(&mut item, header.signer(), &text);
        }
        let id = format!("{}-{}", header.service, header.number.as_deref().unwrap_or("0"));
        wire::finish(&mut item, &mut notes, NAME, &id, self.whole, kept);
        ReadItem { item, notes }
    }
}

/// Where the stamp begins in a message without control characters: its last line.
fn stamp_line(text: &str) -> Option<usize> {
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || c.is_control());
    let at = end.rfind('\n')? + 1;
    Stamp::of_7901(end.get(at..)?).map(|_| at)
}

/// The slug lines of a message without control characters: those before the text that end with a slash.
fn slugs(text: &str) -> (&str, &str) {
    let mut end = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        match line.trim() {
            "" => {}
            slug if slug.ends_with('/') => end = at,
            _ => break,
        }
    }
    text.split_at(end)
}

struct Reader<'a> {
    header: &'a Header,
    item: Item,
    notes: Vec<Note>,
    orders: Orders,
}

impl Reader<'_> {
    fn header(&mut self, line: &str) {
        let header = self.header;
        if !header.is_whole {
            self.notes.push(Note::new("header_incomplete", "the header line lacks parts that IPTC 7901 requires"));
        }
        let item = &mut self.item;
        item.kind = Some(ItemType::Text);
        item.urgency = header.priority;
        item.subjects.extend(
            header.category.as_ref().map(|category| Concept { literal: Some(category.clone()), ..Concept::default() }),
        );
        if !header.agency.is_empty() {
            item.provider = Some(Concept::of_name(&header.agency));
        }
        let alt_id =
            |role: &str, value: &str| AltId { role: Some(role.to_owned()), value: value.to_owned(), extra: Vec::new() };
        if !header.service.is_empty() {
            item.alt_ids.push(alt_id("iptc-7901/service", &header.service));
        }
        if let Some(number) = &header.number {
            item.alt_ids.push(alt_id("iptc-7901/agency", &format!("{} {number}", header.agency)));
        }
        item.extra.push(Extra::text("iptc-7901/header", &wire::clean(line).0));
    }

    fn trailer(&mut self, trailer: &str) {
        let (trailer, _) = wire::clean(trailer);
        let trailer = trailer.trim();
        match Stamp::of_7901(trailer) {
            Some(stamp) => self.item.times.version_created = Some(stamp.moment()),
            None if trailer.is_empty() => {}
            None => self.item.extra.push(Extra::text("iptc-7901/stamp", trailer)),
        }
    }

    /// The text between its start and end: block, story, notes.
    fn text(&mut self, text: &str) {
        let (lines, rest) = block::split(text);
        lines.iter().for_each(|line| self.orders.line(line));
        let Block { tags, notes, headline, byline } = Block::of(&lines);
        for note in tags.iter().chain(&notes) {
            self.orders.note(note);
            let signal = wire::signal(note);
            let role = signal.as_ref().and_then(|signal| Some(signal.qcode.as_ref()?.replace("sig:", "")));
            if let Some(signal) = signal.filter(|signal| !self.item.signals.contains(signal)) {
                self.item.signals.push(signal);
            }
            self.item.ed_notes.push(EdNote { role, text: note.clone(), ..EdNote::default() });
        }
        self.item.headlines.extend(headline.as_deref().map(Line::of));
        self.item.bylines.extend(byline.as_deref().map(Line::of));
        let story = self.signed(rest);
        let story = self.non_public(&story);
        let story = self.notebook(&story);
        for line in story.lines().filter(|line| !line.trim().is_empty()).take(2) {
            self.orders.line(line);
        }
        let blank = |line: &&str| line.trim().is_empty();
        let begins = story.split_inclusive('\n').take_while(blank).map(str::len).sum::<usize>();
        let story = story.get(begins..).unwrap_or_default().trim_end();
        if !story.is_empty() {
            let content_type = Some("text/plain".to_owned());
            self.item.bodies.push(Body { content_type, text: story.to_owned(), ..Body::default() });
        }
    }

    /// Takes the last line, if the agency signs there: `dpa abc yydd n1 sku`.
    fn signed(&mut self, text: &str) -> String {
        let text = text.trim_end();
        let (before, last) = text.rsplit_once('\n').unwrap_or(("", text));
        let signer = self.header.signer();
        let words: Vec<&str> = last.split_whitespace().collect();
        let signs = !signer.is_empty()
            && words.first().is_some_and(|word| word.eq_ignore_ascii_case(signer))
            && (2..=8).contains(&words.len())
            && !last.contains(['.', ',', '!', '?', '"'])
            && (before.is_empty() || before.ends_with('\n'));
        if !signs {
            return text.to_owned();
        }
        self.item.creditlines.push(Line::of(last.trim()));
        before.to_owned()
    }

    /// Takes what stands behind `* * * *` and is said not to be for publication.
    fn non_public(&mut self, text: &str) -> String {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let behind = || text.get(at + line.len()..).unwrap_or_default().trim_start();
            if is_stars(line)
                && let rest = behind()
                && is_not_for_publication(rest.lines().next().unwrap_or_default())
            {
                let own: Vec<&str> = rest.lines().filter(|line| !Facts::take(&mut self.item, line)).collect();
                let said = own.iter().skip(1).filter(|line| !line.trim().is_empty()).take(NOTE_LINES);
                said.for_each(|line| self.orders.note(line));
                let note = own.join("\n").trim().to_owned();
                self.item.ed_notes.push(EdNote { non_public: true, text: note, ..EdNote::default() });
                return text.get(..at).unwrap_or_default().to_owned();
            }
            at += line.len();
        }
        text.to_owned()
    }

    /// Takes the notebook that follows a story.
    fn notebook(&mut self, text: &str) -> String {
        const WORDS: &[&str] = &["# Notizblock", "# Notebook", "# Notepad", "# Bloc-notes"];
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if WORDS.contains(&line.trim_end()) {
                let note = text.get(at..).unwrap_or_default().trim().to_owned();
                self.item.ed_notes.push(EdNote { role: Some("notebook".to_owned()), text: note, ..EdNote::default() });
                return text.get(..at).unwrap_or_default().to_owned();
            }
            at += line.len();
        }
        text.to_owned()
    }
}

fn is_stars(line: &str) -> bool {
    line.matches('*').count() >= 3 && line.chars().all(|c| c == '*' || c.is_whitespace())
}

/// The sentence that keeps a note inside the newsroom, in the languages of the wires.
fn is_not_for_publication(line: &str) -> bool {
    const SENTENCES: &[&str] = &[
        "not intended for publication",
        "not for publication",
        "nicht zur veröffentlichung",
        "nicht für die veröffentlichung",
        "ne sont pas destinées à la publication",
        "no destinada a la publicación",
        "non destinate alla pubblicazione",
        "не для публикации",
        "не предназначен",
        "không để phát hành",
        "dərc üçün deyil",
        "жариялауға арналмаған",
        "ليست للنشر",
    ];
    let line = line.to_lowercase();
    SENTENCES.iter().any(|sentence| line.contains(sentence))
}

//! Message to items: the letter itself, or the news attached to it.

use super::characters;
use super::letter::Letter;
use crate::detect;
use crate::{Read, ReadError, ReadItem};
use interwire_core::item::{EdNote, Limits, Note, Rendition, text};
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

/// Reads a message.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    bounded(bytes, limits)?;
    let broken = || ReadError::new("mail_broken", "it has no header fields of a message");
    let message = MessageParser::default().parse(bytes).ok_or_else(broken)?;
    let mut reader = Reader { limits, items: Vec::new(), notes: Vec::new() };
    reader.message(&message, limits.nesting_max)?;
    Ok(Read { format: super::FORMAT.name, items: reader.items, notes: reader.notes })
}

/// The parser walks messages inside messages by recursion, so their number is bounded before it sees them.
fn bounded(bytes: &[u8], limits: &Limits) -> Result<(), ReadError> {
    const MARK: &[u8] = b"message/";
    let inside = bytes.windows(MARK.len()).filter(|window| window.eq_ignore_ascii_case(MARK)).count();
    if inside > limits.depth_max {
        let message = format!("{inside} messages inside it, more than the {} allowed", limits.depth_max);
        return Err(ReadError::new("mail_too_deep", message));
    }
    let parts = bytes.windows(3).filter(|window| *window == b"\n--").count();
    if parts > limits.nodes_max {
        return Err(ReadError::new("mail_too_many_parts", format!("more than {} parts", limits.nodes_max)));
    }
    Ok(())
}

struct Reader<'a> {
    limits: &'a Limits,
    items: Vec<ReadItem>,
    notes: Vec<Note>,
}

impl Reader<'_> {
    fn message(&mut self, message: &Message<'_>, nesting: usize) -> Result<(), ReadError> {
        if nesting == 0 {
            let message = format!("attachments are more than {} deep inside one another", self.limits.nesting_max);
            return Err(ReadError::new("nested_too_deep", message));
        }
        let mut letter = Letter::of(message);
        let before = self.items.len();
        let mut files = Vec::new();
        for at in &message.attachments {
            self.bounded()?;
            let Some(part) = usize::try_from(*at).ok().and_then(|at| message.parts.get(at)) else { continue };
            let name = part.attachment_name().map(str::to_owned);
            let kind = part.content_type().map(|kind| match kind.subtype() {
                Some(subtype) => format!("{}/{subtype}", kind.ctype()),
                None => kind.ctype().to_owned(),
            });
            match &part.body {
                PartType::Message(inner) => self.message(inner, nesting - 1)?,
                PartType::Multipart(_) => {}
                PartType::Text(text) | PartType::Html(text) => {
                    let found = characters::of_part(message, part, text);
                    let bytes = found.kept.as_deref().unwrap_or(found.text.as_bytes());
                    if !self.attached(bytes, kind.as_deref(), nesting)? {
                        letter.text(message, part, text, name.as_deref());
                    }
                }
                PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
                    if !self.attached(bytes, kind.as_deref(), nesting)? {
                        let href = part.content_id().map(|id| format!("cid:{id}"));
                        let size_bytes = Some(bytes.len() as u64);
                        files.push(Rendition { name, href, content_type: kind, size_bytes, ..Rendition::default() });
                    }
                }
            }
        }
        if self.items.len() == before && letter.is_in_another_format() {
            let text = letter.whole_text();
            self.attached(&text, None, nesting)?;
        }
        if self.items.len() > before {
            self.cover(&letter, before, &files);
        } else {
            let mut one = letter.done();
            if !files.is_empty() {
                let message = format!("{} attached files are named, not carried", files.len());
                one.notes.push(Note::new("attachments_not_carried", message));
            }
            one.item.renditions.extend(files);
            self.items.push(one);
        }
        self.bounded()
    }

    fn bounded(&self) -> Result<(), ReadError> {
        if self.items.len() <= self.limits.items_max {
            return Ok(());
        }
        let message = format!("{} items, more than the {} allowed", self.items.len(), self.limits.items_max);
        Err(ReadError::new("too_many_items", message))
    }

    /// Reads an attachment in the format it shows or says; false if it is none that carries news by itself.
    fn attached(&mut self, bytes: &[u8], kind: Option<&str>, nesting: usize) -> Result<bool, ReadError> {
        let hint = kind.filter(|kind| !kind.starts_with("text/")).and_then(|kind| crate::Named::new(kind).format());
        let Ok(format) = detect::format(bytes, hint) else { return Ok(false) };
        // A photograph, a film or a sound is a file of the letter, and not the news instead of it.
        if matches!(format.name, "html" | "plain-text" | "photo" | "media" | "xmp") {
            return Ok(false);
        }
        let limits = Limits { nesting_max: nesting - 1, ..*self.limits };
        if limits.nesting_max == 0 {
            let message = format!("attachments are more than {} deep inside one another", self.limits.nesting_max);
            return Err(ReadError::new("nested_too_deep", message));
        }
        match (format.read)(bytes, &limits) {
            Ok(read) if read.items.is_empty() => Ok(false),
            Ok(read) => {
                self.notes.push(Note::new("attached", format!("news in {} is attached", format.title)));
                self.notes.extend(read.notes);
                self.items.extend(read.items);
                Ok(true)
            }
            Err(error) if matches!(error.code, "nested_too_deep" | "too_many_items") => Err(error),
            Err(error) => {
                let message = format!("an attachment in {} cannot be read: {}", format.title, error.message);
                self.notes.push(Note::new("attachment_unreadable", message));
                Ok(false)
            }
        }
    }

    /// What a letter says above the news attached to it is a note to editors.
    fn cover(&mut self, letter: &Letter, first: usize, files: &[Rendition]) {
        let cover = letter.item();
        let words: Vec<String> = text::story(cover).into_iter().map(text::plain).collect();
        let subject = cover.headline().unwrap_or_default();
        let words = format!("{subject}\n{}", words.join("\n"));
        if let Some(one) = self.items.get_mut(first) {
            if !words.trim().is_empty() {
                let note = EdNote {
                    role: Some("e-mail".to_owned()),
                    non_public: true,
                    text: words.trim().to_owned(),
                    ..EdNote::default()
                };
                one.item.ed_notes.push(note);
            }
            one.notes.extend(letter.notes().iter().cloned());
            for file in files {
                let name = file.name.clone().unwrap_or_default();
                one.notes
                    .push(Note::new("attachments_not_carried", format!("the attached file {name:?} is not carried")));
            }
        }
    }
}

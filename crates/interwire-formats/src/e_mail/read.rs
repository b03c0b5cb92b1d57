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

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{KOI8_R, WINDOWS_1251, WINDOWS_1254};
    use interwire_core::item::{Extra, Item, PubStatus};

    const TEXT: &str = "Президенты подписали соглашение в Баку.";

    fn letter(fields: &[u8], body: &[u8]) -> (Item, Vec<&'static str>) {
        let source = [b"From: a@hanoi.example\nMessage-ID: <7@hanoi.example>\n", fields, b"\n\n", body, b"\n"].concat();
        let mut read = read(&source, &Limits::default()).unwrap();
        let one = read.items.pop().unwrap();
        let codes = one.notes.iter().map(|note| note.code).collect();
        (one.item, codes)
    }

    fn body(item: &Item) -> &str {
        item.bodies.first().map(|body| body.text.as_str()).unwrap_or_default()
    }

    #[test]
    fn a_text_in_no_charset_that_is_known_is_withheld_and_its_bytes_are_kept() {
        let (koi8, _, _) = KOI8_R.encode(TEXT);
        let start = b"Subject: Test\nContent-Type: text/plain".as_slice();
        for charset in [b"".as_slice(), b"; charset=unknown-8bit", b"; charset=us-ascii", b"; charset=utf-8"] {
            let (item, codes) = letter(&[start, charset].concat(), &koi8);
            assert_eq!((item.pub_status.clone(), codes), (Some(PubStatus::Withheld), vec!["charset_unknown"]));
            let kept: Vec<u8> = Extra::find(&item.extra, "source/latin1").unwrap().chars().map(|c| c as u8).collect();
            assert_eq!(kept.trim_ascii_end(), &*koi8);
        }
        let (item, codes) = letter(start, TEXT.as_bytes());
        assert_eq!((body(&item), item.pub_status.as_ref(), codes), (TEXT, None, vec![]));
        let (item, codes) = letter(b"Content-Type: text/plain; charset=us-ascii", TEXT.as_bytes());
        assert_eq!((body(&item), item.pub_status.as_ref(), codes), (TEXT, None, vec![]));
    }

    #[test]
    fn a_charset_is_known_by_odd_names_and_from_the_page_itself() {
        let (turkish, _, _) = WINDOWS_1254.encode("Dışişleri Bakanı Iğdır'da.");
        let (item, codes) = letter(b"Content-Type: text/plain; charset=cp-1254", &turkish);
        assert_eq!((body(&item), item.pub_status.as_ref(), codes), ("Dışişleri Bakanı Iğdır'da.", None, vec![]));
        let page = format!("<html><head><meta charset=windows-1251></head><body><p>{TEXT}</p></body></html>");
        let (page, _, _) = WINDOWS_1251.encode(&page);
        let (item, codes) = letter(b"Content-Type: text/html", &page);
        assert_eq!((body(&item), item.pub_status.as_ref(), codes), (format!("<p>{TEXT}</p>").as_str(), None, vec![]));
    }

    #[test]
    fn a_raw_subject_is_in_the_charset_of_the_text_or_the_letter_is_withheld() {
        let (subject, _, _) = WINDOWS_1251.encode("Subject: Мост открыт\nContent-Type: text/plain; charset=");
        let (text, _, _) = WINDOWS_1251.encode(TEXT);
        let (item, codes) = letter(&[&subject, b"windows-1251".as_slice()].concat(), &text);
        assert_eq!((item.headline(), body(&item), codes), (Some("Мост открыт"), TEXT, vec![]));
        let (item, codes) = letter(&[&subject, b"utf-8".as_slice()].concat(), TEXT.as_bytes());
        assert_eq!((item.pub_status, codes), (Some(PubStatus::Withheld), vec!["charset_unknown"]));
        let (item, codes) = letter(b"Organization: \xcc\xee\xf1\xf2", b"Text.");
        assert_eq!((item.pub_status, codes), (None, vec!["charset_unknown"]));
        let (item, codes) = letter(b"Subject: =?win-1251?Q?=CC=EE=F1=F2?=", b"Text.");
        assert_eq!((item.headline(), item.pub_status.as_ref(), codes), (Some("Мост"), None, vec![]));
        let (item, codes) = letter(b"Subject: =?martian?Q?=CC=EE=F1=F2?=", b"Text.");
        assert_eq!((item.pub_status, codes), (Some(PubStatus::Withheld), vec!["charset_unknown"]));
    }

    #[test]
    fn a_character_parted_between_two_words_of_a_field_is_whole() {
        let fields = "From: =?utf-8?B?0JzQ?= =?utf-8?B?vtGB0YI=?= <b@baku.example>\nSubject: =?utf-8?B?0JzQ?=\n =?utf-8?B?vtGB0YI?=";
        let (item, codes) = letter(fields.as_bytes(), b"Text.");
        assert_eq!((item.headline(), codes), (Some("Мост"), vec![]));
        assert_eq!(item.creators.last().and_then(|one| one.names.first()).map(|name| name.text.as_str()), Some("Мост"));
    }

    #[test]
    fn what_flows_is_put_together() {
        let (item, _) = letter(b"Content-Type: text/plain; charset=utf-8; format=flowed", b"One \ntwo.\n\n From");
        assert_eq!(body(&item), "One two.\n\nFrom");
    }
}

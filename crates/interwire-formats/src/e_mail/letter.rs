//! A message that is itself the news: its header fields and its texts.

use super::characters::{self, Characters};
use super::flowed;
use super::subject::{Mark, Subject};
use crate::percent::unpercent;
use crate::wire::Orders;
use crate::{ReadItem, stated_times, tagged};
use encoding_rs::Encoding;
use interwire_core::ids::Hash;
use interwire_core::item::{
    Body, Concept, Embargo, Extra, Item, ItemType, Limits, Line, Link, Markup, Moment, Note, PubStatus, Version, text,
};
use mail_parser::{Address, Header, HeaderValue, Message, MessagePart, PartType};
use std::borrow::Cow;

/// A message being read.
pub(super) struct Letter {
    item: Item,
    notes: Vec<Note>,
    /// Whether it names its item as our own letters do.
    is_ours: bool,
    /// The bytes of its fields and texts whose characters are not understood.
    kept: Vec<Extra>,
    /// Those of the last of its texts that is not understood.
    unread: Option<Vec<u8>>,
}

/// Header fields that say how a message came, not what it is.
const TRANSPORT: &[&str] = &[
    "received",
    "return-path",
    "delivered-to",
    "dkim-signature",
    "authentication-results",
    "received-spf",
    "arc-",
    "x-received",
    "x-google-",
    "x-gm-",
    "x-spam",
    "mime-version",
    "content-",
    "to",
    "cc",
    "bcc",
    "x-ms-",
    "x-mailer",
    "user-agent",
    "thread-",
    "list-",
    "precedence",
    "x-original",
    "x-forwarded",
    "feedback-id",
    "autocrypt",
    "envelope-",
];

impl Letter {
    /// Reads the header fields and the body.
    pub fn of(message: &Message<'_>) -> Self {
        let item = Item { kind: Some(ItemType::Text), ..Item::default() };
        let mut letter = Self { item, notes: Vec::new(), is_ours: false, kept: Vec::new(), unread: None };
        let encoding = characters::of_text(message);
        let headers = message.parts.first().map(|part| part.headers.as_slice()).unwrap_or_default();
        for header in headers {
            let mended = letter.mended(message, header, encoding);
            let value = mended.as_ref().unwrap_or(header.value());
            letter.header(&header.name().to_ascii_lowercase(), header.name(), value);
        }
        letter.bodies(message);
        letter.status();
        letter
    }

    /// The value of a field whose characters the parser could not read, read again.
    fn mended(
        &mut self,
        message: &Message<'_>,
        header: &Header<'_>,
        encoding: Option<&'static Encoding>,
    ) -> Option<HeaderValue<'static>> {
        let lower = header.name().to_ascii_lowercase();
        let broken = |text: &str| text.contains(char::REPLACEMENT_CHARACTER);
        let is_read = match header.value() {
            _ if is_transport(&lower) => true,
            HeaderValue::Text(text) => !broken(text),
            HeaderValue::TextList(list) => !list.iter().any(|text| broken(text)),
            HeaderValue::Address(_) if lower != "from" => true,
            HeaderValue::Address(address) => !address.iter().any(|one| one.name.as_deref().is_some_and(broken)),
            _ => true,
        };
        if is_read {
            return None;
        }
        let mut found = characters::of_field(message, header, encoding)?;
        // Fields that are no news and give no orders keep nobody from using it.
        if !matches!(lower.as_str(), "subject" | "from" | "keywords") {
            self.item.extra.extend(found.extra());
            found.kept = None;
        }
        let value = match header.value() {
            HeaderValue::Address(_) => characters::addresses(&found.text),
            _ => characters::words(&found.text),
        };
        self.noticed(found);
        Some(value)
    }

    /// Keeps what was noticed about the characters of a field or a text; gives the text.
    fn noticed<'a>(&mut self, found: Characters<'a>) -> Cow<'a, str> {
        self.kept.extend(found.extra());
        let new = |note: &Note| !self.notes.iter().any(|known| known.code == note.code);
        let notes: Vec<Note> = found.notes.into_iter().filter(new).collect();
        self.notes.extend(notes);
        found.text
    }

    pub fn item(&self) -> &Item {
        &self.item
    }

    fn header(&mut self, lower: &str, name: &str, value: &HeaderValue<'_>) {
        let texts: Vec<String> = match value {
            HeaderValue::Text(text) => vec![text.to_string()],
            HeaderValue::TextList(list) => list.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        };
        let text = text::collapse(&texts.join(" "));
        let item = &mut self.item;
        match lower {
            "subject" if !text.is_empty() => item.headlines.push(Line::of(&text)),
            "date" => {
                if let HeaderValue::DateTime(date) = value {
                    let made = date.to_rfc3339();
                    item.times.version_created = Some(Moment::new(&made));
                }
            }
            "from" => {
                if let HeaderValue::Address(address) = value {
                    item.creators.extend(people(address));
                    item.bylines.extend(
                        item.creators.iter().filter_map(|one| one.names.first()).map(|name| Line::of(&name.text)),
                    );
                }
            }
            "message-id" if item.guid.is_none() && !text.is_empty() => item.guid = format!("mid:{text}").parse().ok(),

            "in-reply-to" | "references" => {
                let rel = Some(lower.to_owned());
                let links = texts.iter().map(|id| Link {
                    rel: rel.clone(),
                    guid: Some(format!("mid:{id}")),
                    ..Link::default()
                });
                item.links.extend(links);
            }
            "content-language" => item
                .languages
                .extend(text.split(',').map(|lang| lang.trim().to_owned()).filter(|lang| !lang.is_empty())),
            "keywords" => item
                .keywords
                .extend(text.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()).map(Line::of)),
            "x-priority" => {
                item.priority = text
                    .chars()
                    .next()
                    .and_then(|c| c.to_digit(10))
                    .and_then(|n| u8::try_from(n).ok())
                    .filter(|n| (1..=9).contains(n))
            }
            "x-interwire-item" => {
                let named = unpercent(&text).and_then(|guid| guid.parse().ok());
                self.is_ours = named.is_some();
                item.guid = named.or(item.guid.take());
            }
            "x-interwire-version" => {
                item.version = unpercent(&text).map_or(Version::Absent, |version| Version::parse(&version))
            }
            "x-interwire-status" => {
                item.pub_status = Some(PubStatus::parse(&unpercent(&text).unwrap_or(text)));
            }
            "x-interwire-embargo" => {
                item.times.embargoed =
                    unpercent(&text).map(|until| Embargo::new(until.trim_start_matches("indefinite")))
            }
            name if let Some(name) = name.strip_prefix("x-interwire-")
                && unpercent(&text).is_some_and(|at| stated_times::take(&mut item.times, name, &at)) => {}
            _ if text.is_empty() || is_transport(lower) => {}
            _ => item.extra.push(Extra::text(name, &text)),
        }
    }

    /// The marks of our own subjects are no part of the headline, and say what they say also where the fields behind
    /// them were lost on the way. Other letters say orders in words, in the subject or at the top of their text.
    fn status(&mut self) {
        let item = &mut self.item;
        let ours = item.pub_status.is_some() || item.times.embargoed.is_some();
        let mut orders = Orders::default();
        let subjects: Vec<String> = item.headlines.iter().map(|line| line.text.clone()).collect();
        for text in &subjects {
            let Subject { marks, tags, words } = Subject::of(text);
            // What names its item and states nothing has a headline that looks so.
            for mark in marks.into_iter().filter(|_| !self.is_ours || ours) {
                item.pub_status = item.pub_status.take().or(mark.status());
                if mark == Mark::Embargo && item.times.embargoed.is_none() {
                    item.times.embargoed = Some(Embargo::Indefinite);
                }
            }
            tags.into_iter().for_each(|tag| orders.headline(tag));
            orders.line(words.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '*' | '-')));
            tagged::heed(words, item);
        }
        for line in item.headlines.iter_mut().filter(|_| !self.is_ours || ours) {
            for mark in ["[KILL]", "[HOLD]", "[EMBARGO]"] {
                if let Some(rest) = line.text.strip_prefix(mark) {
                    line.text = rest.trim_start().to_owned();
                    break;
                }
            }
        }
        item.headlines.retain(|line| !line.text.is_empty());
        let story = tagged::story(item);
        tagged::top(&story, &mut orders);
        orders.settle(item, "", &story);
    }

    /// The texts of the body: forms of the same part stand side by side, parts one after the other.
    fn bodies(&mut self, message: &Message<'_>) {
        for (part, list) in [&message.text_body, &message.html_body].into_iter().enumerate() {
            for (at, id) in list.iter().enumerate() {
                let Some(found) = usize::try_from(*id).ok().and_then(|id| message.parts.get(id)) else { continue };
                // The parser lists a text without its other form in both.
                let (text, is_html) = match (&found.body, part) {
                    (PartType::Text(text), 0) => (text, false),
                    (PartType::Html(text), 1) => (text, true),
                    _ => continue,
                };
                let text = self.read(message, found, text);
                self.push(&text, is_html, u32::try_from(at).unwrap_or(u32::MAX), None);
            }
        }
    }

    /// The text of a part as its sender wrote it.
    fn read(&mut self, message: &Message<'_>, part: &MessagePart<'_>, text: &str) -> String {
        let found = characters::of_part(message, part, text);
        self.unread = found.kept.clone().or(self.unread.take());
        let text = self.noticed(found);
        match flowed::of_part(part) {
            Some(deletes_space) if matches!(part.body, PartType::Text(_)) => flowed::unflowed(&text, deletes_space),
            _ => text.into_owned(),
        }
    }

    fn push(&mut self, text: &str, is_html: bool, part: u32, role: Option<&str>) {
        let text = text.replace("\r\n", "\n");
        if text.trim().is_empty() {
            return;
        }
        let (markup, kind) = if is_html { (Markup::Html, "text/html") } else { (Markup::Plain, "text/plain") };
        let text = text.trim_end().trim_start_matches('\n').to_owned();
        let framed = is_html.then(|| crate::html::story(&text, &Limits::default())).flatten();
        let text = framed.unwrap_or(text);
        let role = role.map(str::to_owned);
        self.item.bodies.push(Body {
            role,
            content_type: Some(kind.to_owned()),
            markup,
            part,
            text,
            ..Body::default()
        });
    }

    /// Adds an attached text behind the body.
    pub fn text(&mut self, message: &Message<'_>, found: &MessagePart<'_>, text: &str, name: Option<&str>) {
        let is_html = matches!(found.body, PartType::Html(_));
        let text = self.read(message, found, text);
        // The parts of the body come first, so the last text has the highest number.
        let part = self.item.bodies.last().map_or(0, |body| body.part + 1);
        self.push(&text, is_html, part, name);
    }

    /// Whether the whole of the body may be news in another format: it is one plain text, and its sender does not name
    /// the item that the letter itself is.
    pub fn is_in_another_format(&self) -> bool {
        !self.is_ours && matches!(self.item.bodies.as_slice(), [only] if only.markup == Markup::Plain)
    }

    /// The bytes of that text: as they came, if they are not understood.
    pub fn whole_text(&self) -> Vec<u8> {
        let text = self.item.bodies.first().map(|body| body.text.as_bytes().to_vec()).unwrap_or_default();
        self.unread.clone().unwrap_or(text)
    }

    /// What was noticed about the letter.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The letter as an item.
    pub fn done(mut self) -> ReadItem {
        let fits = text::body_sha(&self.item).unwrap_or_default();
        if self.item.guid.is_none() {
            let hash = Hash::of(format!("{}{fits}", self.item.headline().unwrap_or_default()).as_bytes()).to_string();
            self.item.guid = format!("urn:interwire:e-mail:{}", hash.get(..32).unwrap_or_default()).parse().ok();
            self.notes.push(Note::new("guid_made", "the message has no name; the guid is made of its content"));
        }
        // What was killed stays so.
        if !self.kept.is_empty() && self.item.pub_status != Some(PubStatus::Canceled) {
            self.item.pub_status = Some(PubStatus::Withheld);
        }
        self.item.extra.append(&mut self.kept);
        ReadItem { item: self.item, notes: self.notes }
    }
}

/// Whether a field, its name in small letters, says how a message came.
fn is_transport(lower: &str) -> bool {
    TRANSPORT
        .iter()
        .any(|known| lower == *known || (known.ends_with('-') || known.starts_with("x-")) && lower.starts_with(known))
}

fn people(address: &Address<'_>) -> Vec<Concept> {
    address
        .iter()
        .filter_map(|one| {
            let email = one.address.as_ref().map(ToString::to_string);
            let name = one.name.as_ref().map(ToString::to_string).or_else(|| email.clone())?;
            let extra = email.map(|email| Extra::text("email", &email)).into_iter().collect();
            Some(Concept { extra, ..Concept::of_name(&name) })
        })
        .collect()
}

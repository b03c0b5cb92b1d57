//! A message that is itself the news: its header fields and its texts.

use crate::ReadItem;
use crate::percent::unpercent;
use crate::stated_times;
use crate::wire::Orders;
use interwire_core::ids::Hash;
use interwire_core::item::{
    Body, Concept, Embargo, Extra, Item, ItemType, Limits, Line, Link, Markup, Moment, Note, PubStatus, Version, text,
};
use mail_parser::{Address, HeaderValue, Message, PartType};

/// A message being read.
pub(super) struct Letter {
    item: Item,
    notes: Vec<Note>,
    /// Whether it names its item as our own letters do.
    is_ours: bool,
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
        let mut letter = Self { item, notes: Vec::new(), is_ours: false };
        let headers = message.parts.first().map(|part| part.headers.as_slice()).unwrap_or_default();
        for header in headers {
            letter.header(&header.name().to_ascii_lowercase(), header.name(), header.value());
        }
        letter.status(&message.body_text(0).unwrap_or_default());
        letter.bodies(message);
        letter
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
            _ if text.is_empty()
                || TRANSPORT.iter().any(|known| {
                    lower == *known || (known.ends_with('-') || known.starts_with("x-")) && lower.starts_with(known)
                }) => {}
            _ => item.extra.push(Extra::text(name, &text)),
        }
    }

    /// The marks of our own subjects are no part of the headline; other letters say orders in words.
    fn status(&mut self, text: &str) {
        let ours = self.item.pub_status.is_some() || self.item.times.embargoed.is_some();
        for line in &mut self.item.headlines {
            for mark in ["[KILL]", "[HOLD]", "[EMBARGO]"].into_iter().filter(|_| ours) {
                if let Some(rest) = line.text.strip_prefix(mark) {
                    line.text = rest.trim_start().to_owned();
                    break;
                }
            }
        }
        self.item.headlines.retain(|line| !line.text.is_empty());
        let mut orders = Orders::default();
        self.item.headlines.iter().for_each(|line| orders.line(&line.text));
        orders.settle(&mut self.item, "", text);
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
                self.push(text, is_html, u32::try_from(at).unwrap_or(u32::MAX), None);
            }
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
    pub fn text(&mut self, text: &str, is_html: bool, name: Option<&str>) {
        // The parts of the body come first, so the last text has the highest number.
        let part = self.item.bodies.last().map_or(0, |body| body.part + 1);
        self.push(text, is_html, part, name);
    }

    /// Whether the whole of the body may be news in another format: it is one plain text, and its sender does not name
    /// the item that the letter itself is.
    pub fn is_in_another_format(&self) -> bool {
        !self.is_ours && matches!(self.item.bodies.as_slice(), [only] if only.markup == Markup::Plain)
    }

    pub fn whole_text(&self) -> String {
        self.item.bodies.first().map(|body| body.text.clone()).unwrap_or_default()
    }

    /// The letter as an item.
    pub fn done(mut self) -> ReadItem {
        let fits = text::body_sha(&self.item).unwrap_or_default();
        if self.item.guid.is_none() {
            let hash = Hash::of(format!("{}{fits}", self.item.headline().unwrap_or_default()).as_bytes()).to_string();
            self.item.guid = format!("urn:interwire:e-mail:{}", hash.get(..32).unwrap_or_default()).parse().ok();
            self.notes.push(Note::new("guid_made", "the message has no name; the guid is made of its content"));
        }
        ReadItem { item: self.item, notes: self.notes }
    }
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

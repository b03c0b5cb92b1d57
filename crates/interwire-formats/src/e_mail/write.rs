//! Item to message: the story in plain text, and in HTML too where it has markup.

use super::words::{base64, encoded};
use crate::feed::rfc822;
use crate::html::section;
use crate::layout;
use crate::losses::{Carries, Losses};
use crate::percent::percent;
use crate::stated_times::stated;
use crate::wire::clean;
use crate::{WriteError, Written};
use interwire_core::ids::Hash;
use interwire_core::item::{Embargo, Extra, Item, Markup, PubStatus, text};
use std::fmt::Write as _;

/// Writes an item.
pub(super) fn write(item: &Item) -> Result<Written, WriteError> {
    let missing = |what: &str| WriteError::new("required_missing", format!("a message requires {what}"));
    let guid = item.guid.as_ref().ok_or_else(|| missing("a guid"))?.as_str();
    let date = item.times.version_created.as_ref().and_then(rfc822);
    let date = date.ok_or_else(|| missing("the time its version was created, with its offset"))?;
    let mut losses = Losses::default();
    let version = item.version.stated();
    let name = Hash::of(format!("{guid} {}", version.clone().unwrap_or_default()).as_bytes()).to_string();
    let name = name.get(..32).unwrap_or_default();
    let mut out = String::new();
    let mut field = |name: &str, value: &str| {
        let _ = write!(out, "{name}: {value}\r\n");
    };
    field("MIME-Version", "1.0");
    field("Date", &date);
    field("Message-ID", &format!("<{name}@item.invalid>"));
    field("From", &from(item, &mut losses));
    field("Subject", &encoded(&subject(item)));
    field("X-Interwire-Item", &percent(guid));
    for (name, at) in stated(&item.times) {
        field(&format!("X-Interwire-{name}"), &percent(at));
    }
    if let Some(version) = version {
        field("X-Interwire-Version", &percent(&version));
    }
    if let Some(status) = &item.pub_status {
        field("X-Interwire-Status", &percent(status.as_str()));
    }
    match &item.times.embargoed {
        Some(Embargo::Until(moment)) => field("X-Interwire-Embargo", &percent(moment.as_str())),
        Some(Embargo::Indefinite) => field("X-Interwire-Embargo", "indefinite"),
        None => {}
    }
    if let Some(language) = item
        .language()
        .map(str::trim)
        .filter(|language| !language.is_empty() && language.is_ascii() && !language.contains(char::is_control))
    {
        field("Content-Language", language);
    }
    if let Some(priority) = item.priority {
        field("X-Priority", &priority.to_string());
    }
    body(item, name, &mut losses, &mut out);
    lost(item, &mut losses);
    Ok(Written { bytes: out.into_bytes(), losses: losses.done() })
}

/// Who sends: the provider, else the first creator. The address that delivers it puts its own in the envelope.
fn from(item: &Item, losses: &mut Losses) -> String {
    let sender = item.creators.first().or(item.provider.as_ref());
    let email = sender.and_then(|one| Extra::find(&one.extra, "email")).filter(|email| {
        email.is_ascii()
            && email.contains('@')
            && !email.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>'))
    });
    if email.is_none() {
        losses.add(
            "sender_made",
            "creators",
            "a message requires a sender's address; one that leads nowhere stands in",
        );
    }
    if item.creators.len() > 1 || (item.provider.is_some() && !item.creators.is_empty()) {
        losses.add("mail_lacks", "creators", "a message names one sender");
    }
    let name = sender.and_then(crate::feed::shown).unwrap_or_else(|| "Interwire".to_owned());
    let shown = encoded(&name);
    let shown = if shown.starts_with("=?") { shown } else { format!("\"{}\"", shown.replace(['"', '\\'], "'")) };
    format!("{shown} <{}>", email.unwrap_or("news@item.invalid"))
}

/// The headline, marked for people if it must not be used.
fn subject(item: &Item) -> String {
    let headline = text::collapse(item.headline().unwrap_or_default());
    let mark = match item.status() {
        PubStatus::Canceled => "[KILL] ",
        PubStatus::Withheld | PubStatus::Other(_) => "[HOLD] ",
        PubStatus::Usable if item.times.embargoed.is_some() => "[EMBARGO] ",
        PubStatus::Usable => "",
    };
    format!("{mark}{headline}")
}

fn body(item: &Item, name: &str, losses: &mut Losses, out: &mut String) {
    let bodies = text::story(item);
    if item.bodies.len() > bodies.len() {
        losses.add("mail_lacks", "bodies", "other forms of the same text are left out");
    }
    let mut left_out = 0;
    let texts: Vec<String> = layout::texts(&bodies)
        .iter()
        .map(|text| {
            let (text, controls) = clean(text);
            left_out += controls;
            text
        })
        .collect();
    if left_out > 0 {
        losses.add("characters_forbidden", "bodies", format!("{left_out} control characters are left out"));
    }
    let part = |kind: &str, text: &str| {
        let encoded = base64(&text.replace('\n', "\r\n"));
        format!("Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}\r\n")
    };
    let plain = part("text/plain", &texts.join("\n\n"));
    if bodies.iter().all(|body| body.markup == Markup::Plain) {
        out.push_str(&plain);
        return;
    }
    let html: Vec<String> = bodies.iter().map(|body| section(body, losses)).collect();
    let lang = item.language().map_or_else(String::new, |lang| {
        format!(" lang=\"{}\"", crate::html::tokens::escaped(lang).replace('"', "&quot;"))
    });
    let page = format!("<html{lang}><body>\n{}\n</body></html>", clean(&html.join("\n")).0);
    let boundary = format!("=_{name}");
    let _ = write!(
        out,
        "Content-Type: multipart/alternative; boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n{plain}--{boundary}\r\n{}--{boundary}--\r\n",
        part("text/html", &page)
    );
}

fn lost(item: &Item, losses: &mut Losses) {
    const CARRIES: Carries = Carries {
        whole: &["bodies", "priority", "first_created", "content_created", "content_modified", "expires"],
        words: &["creators"],
    };
    losses.beside(CARRIES, item, "mail_lacks", "a message carries the story only");
    losses.kept(item.extra.iter().filter(|extra| !extra.name.is_empty()));
}

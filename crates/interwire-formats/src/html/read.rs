//! Page to item.

use super::tokens::{self, Token, tokens};
use super::{head, json_ld};
use crate::{Read, ReadError, ReadItem, charset, decode, json, tagged};
use encoding_rs::Encoding;
use interwire_core::ids::Hash;
use interwire_core::item::{Body, Extra, Item, ItemType, Limits, Line, Markup, Note, text};

/// Reads a page: one item.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    let (text, notes) = characters(bytes);
    let all = tokens(&text, limits)?;
    let (item, mut own) = read_page(&all, limits);
    let mut one = ReadItem { item, notes: Vec::new() };
    if one.item.guid.is_none() {
        let hash = Hash::of(text.as_bytes()).to_string();
        one.item.guid = format!("urn:interwire:html:{}", hash.get(..32).unwrap_or_default()).parse().ok();
        own.push(Note::new("guid_made", "the page has no name and no address; the guid is made of its content"));
    }
    one.notes = own;
    Ok(Read { format: super::FORMAT.name, items: vec![one], notes })
}

/// The characters of a page: byte order mark, declaration, meta element, or what they look like.
fn characters(bytes: &[u8]) -> (String, Vec<Note>) {
    let declares = Encoding::for_bom(bytes).is_some()
        || bytes.trim_ascii_start().starts_with(b"<?xml")
        || matches!(bytes, [0, ..] | [_, 0, ..]);
    if declares {
        let decode::Decoded { text, notes } = decode::decode(bytes);
        return (text.into_owned(), notes);
    }
    match meta_charset(bytes).and_then(|label| Encoding::for_label(label.as_bytes())) {
        Some(encoding) if encoding != encoding_rs::UTF_8 && encoding.is_ascii_compatible() => {
            let (text, broken) = decode::characters(encoding, bytes);
            let message = || format!("some bytes are not {}; U+FFFD stands in their place", encoding.name());
            (
                decode::line_ends(text).into_owned(),
                broken.then(|| Note::new("undecodable_bytes", message())).into_iter().collect(),
            )
        }
        Some(_) => {
            let decode::Decoded { text, notes } = decode::decode(bytes);
            (text.into_owned(), notes)
        }
        None => {
            let found = charset::detect(bytes);
            (decode::line_ends(found.text.into()).into_owned(), found.notes)
        }
    }
}

/// The label in a meta element among the first bytes. spec: WHATWG HTML, section 13.2.3.2.
pub(crate) fn meta_charset(bytes: &[u8]) -> Option<String> {
    const PRESCAN_BYTES: usize = 4096;
    let head: String = bytes.iter().take(PRESCAN_BYTES).map(|byte| char::from(*byte).to_ascii_lowercase()).collect();
    let metas = head.match_indices("<meta").filter_map(|(at, _)| head.get(at..)?.split('>').next());
    metas.filter_map(|meta| meta.split_once("charset")).find_map(|(_, value)| {
        let value = value.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/')).unwrap_or(value.len());
        value.get(..end).filter(|label| !label.is_empty()).map(str::to_owned)
    })
}

/// The story of a page that is a part of something else, without what frames it; `None` if it is out of proportion.
pub(crate) fn story(page: &str, limits: &Limits) -> Option<String> {
    let all = tokens(page, limits).ok()?;
    let head_end = all.iter().position(|token| *token == Token::Close("head".to_owned())).map_or(0, |at| at + 1);
    Some(tokens::html(&body(all.get(head_end..).unwrap_or_default())).trim().to_owned())
}

/// Reads a page that is cut already.
fn read_page(all: &[Token], limits: &Limits) -> (Item, Vec<Note>) {
    let (mut item, notes, is_exact) = facts(all, limits);
    // Our own pages say by themselves whether they may be used.
    if !is_exact {
        tagged::heed_top(&mut item);
    }
    (item, notes)
}

/// What a page says, and whether it tells by their names which times it knows.
fn facts(all: &[Token], limits: &Limits) -> (Item, Vec<Note>, bool) {
    let mut item = Item { kind: Some(ItemType::Text), ..Item::default() };
    let mut notes = Vec::new();
    let is_exact = head::read(all, &mut item);
    let mut stated = None;
    let mut rest = Vec::new();
    let (start, end, is_marked) = article(all);
    for (at, token) in all.iter().enumerate() {
        match token {
            Token::Raw(code) if is_json_ld(all, at) => match json::parse(code, limits) {
                Ok((json, _)) => {
                    stated = stated.or(json_ld::read(&json, &mut item).map(str::to_owned));
                    item.extra.push(Extra::json("html/json-ld", json.to_json()));
                }
                Err(error) => notes.push(Note::new("json_ld_broken", error.message)),
            },
            Token::Raw(_) => {}
            _ if (start..end).contains(&at) => {}
            _ => rest.push(token.clone()),
        }
    }
    let body = body(all.get(start..end).unwrap_or_default());
    if item.headlines.is_empty() && !all.iter().any(|token| token.opens() == Some("title")) {
        item.headlines.extend(first_heading(&body).map(|text| Line::of(&text)));
    }
    // What was published once and never changed is as it was then. Some pages say which times they know.
    if item.times.version_created.is_none() && !is_exact {
        item.times.version_created.clone_from(&item.times.first_created);
    }
    if let Some(stated) = stated.filter(|stated| !is_marked && !shows(&body, stated)) {
        rest.extend(body);
        outside(&rest, &mut item);
        item.bodies.push(plain_body(&stated));
        return (item, notes, is_exact);
    }
    outside(&rest, &mut item);
    let text = tokens::html(&body);
    if !tokens::line(&body).is_empty() {
        let content_type = Some("text/html".to_owned());
        item.bodies.push(Body { content_type, markup: Markup::Html, text: text.trim().to_owned(), ..Body::default() });
    }
    (item, notes, is_exact)
}

/// Whether the page itself shows the text that its data has, told from the beginning of it.
fn shows(body: &[Token], stated: &str) -> bool {
    const CHARACTERS: usize = 60;
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let start: String = letters(stated).chars().take(CHARACTERS).collect();
    letters(&tokens::line(body)).contains(&start)
}

fn plain_body(text: &str) -> Body {
    let text = decode::line_ends(text.into()).trim().to_owned();
    Body { content_type: Some("text/plain".to_owned()), text, ..Body::default() }
}

fn is_json_ld(all: &[Token], at: usize) -> bool {
    let opens = at.checked_sub(1).and_then(|before| all.get(before));
    opens
        .and_then(|token| token.attribute("type"))
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
}

/// Where the story stands: the one article, the article's body, the main part, else the whole body; and whether the
/// page marks it as such.
fn article(all: &[Token]) -> (usize, usize, bool) {
    let is_body =
        |token: &Token| token.attribute("itemprop").is_some_and(|name| name.eq_ignore_ascii_case("articleBody"));
    let inside = |at: usize| {
        let end = tokens::end_of(all, at);
        let name = all.get(at).and_then(Token::opens).unwrap_or_default();
        let closed = matches!(all.get(end.saturating_sub(1)), Some(Token::Close(close)) if close == name);
        (at + 1, if closed { end - 1 } else { end })
    };
    let places = |wanted: &dyn Fn(&Token) -> bool| -> Vec<usize> {
        all.iter().enumerate().filter(|(_, token)| wanted(token)).map(|(at, _)| at).collect()
    };
    if let [at] = places(&is_body).as_slice() {
        let (start, end) = inside(*at);
        return (start, end, true);
    }
    for name in ["article", "main", "body"] {
        if let [at] = places(&|token| token.opens() == Some(name)).as_slice() {
            let (start, end) = inside(*at);
            // What follows the end of the body is part of it. spec: WHATWG HTML, section 13.2.6.4.19.
            return (start, if name == "body" { all.len() } else { end }, name != "body");
        }
    }
    let head_end = all.iter().position(|token| *token == Token::Close("head".to_owned())).map_or(0, |at| at + 1);
    (head_end, all.len(), false)
}

/// The pieces of the story, without scripts, style sheets and what frames a document.
fn body(all: &[Token]) -> Vec<Token> {
    const FRAME: &[&str] = &["html", "head", "body", "script", "style", "meta", "link", "base"];
    let mut body = Vec::new();
    let mut at = 0;
    while let Some(token) = all.get(at) {
        let (opens, closes) = (token.opens(), matches!(token, Token::Close(name) if FRAME.contains(&name.as_str())));
        if opens == Some("title") {
            at = tokens::end_of(all, at);
            continue;
        }
        at += 1;
        if closes || opens.is_some_and(|name| FRAME.contains(&name)) || matches!(token, Token::Raw(_)) {
            continue;
        }
        body.push(token.clone());
    }
    body
}

fn first_heading(body: &[Token]) -> Option<String> {
    let at = body.iter().position(|token| matches!(token.opens(), Some("h1" | "h2")))?;
    let text = tokens::line(body.get(at..tokens::end_of(body, at))?);
    Some(text).filter(|text| !text.is_empty())
}

/// What stands around the story is kept, unless it only repeats what is known.
fn outside(rest: &[Token], item: &mut Item) {
    let rest = body(rest);
    let mut left = tokens::line(&rest);
    let known = item.headlines.iter().chain(&item.bylines).chain(&item.descriptions).chain(&item.creditlines);
    for line in known.take(8) {
        left = left.replace(&text::collapse(&line.text), "");
    }
    if left.chars().any(char::is_alphanumeric) {
        item.extra.push(Extra::text("html/outside", tokens::html(&rest).trim()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(source: &str) -> Item {
        read(source.as_bytes(), &Limits::default()).unwrap().items.pop().unwrap().item
    }

    #[test]
    fn facts_that_are_marked_in_the_text_are_read_and_those_of_others_are_not() {
        let item = page(
            "<html><head><title>Báo</title><meta itemprop='inLanguage' content='vi'></head><body>\
             <div itemprop=comment itemscope itemtype='https://schema.org/Comment'><b itemprop=author>Ai</b></div>\
             <h1 itemprop='headline'>Cầu <i>mới</i></h1><time itemprop='datePublished' datetime='2026-11-12T10:15:00+07:00'>\
             12/11</time><span itemprop='author' itemscope><a itemprop='name'>Lan</a>, Hà Nội</span>\
             <h2 itemprop='headline'>Tin khác</h2><div itemprop='articleBody'><p>Một.</p></div></body></html>",
        );
        assert_eq!((item.headline(), item.language()), (Some("Cầu mới"), Some("vi")));
        assert_eq!(item.bylines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["Lan"]);
        let times = item.times;
        assert_eq!(times.first_created.as_ref().map(|at| at.as_str()), Some("2026-11-12T10:15:00+07:00"));
        assert_eq!(times.version_created, times.first_created);
        assert_eq!(item.bodies.first().map(|body| body.text.as_str()), Some("<p>Một.</p>"));
    }

    #[test]
    fn the_article_in_the_data_is_the_story_of_a_page_that_does_not_show_it() {
        let of = |body: &str| {
            let data = "{\"@type\":\"NewsArticle\",\"headline\":\"Көпір\",\"articleBody\":\"Бір.\\r\\n\\r\\nЕкі.\"}";
            let item = page(&format!(
                "<html><head><script type='application/ld+json'>{data}</script></head><body>{body}</body></html>"
            ));
            item.bodies.first().map(|body| body.text.clone()).unwrap_or_default()
        };
        assert_eq!(of("<nav>Menu</nav><p>Subscribe</p>"), "Бір.\n\nЕкі.");
        assert_eq!(of(""), "Бір.\n\nЕкі.");
        assert_eq!(of("<p>Бір.</p><p>Екі.</p>"), "<p>Бір.</p><p>Екі.</p>");
        assert_eq!(of("<article><p>Other</p></article>"), "<p>Other</p>");
    }

    #[test]
    fn a_page_with_many_marks_is_read_in_time() {
        let deep = "<div itemprop=author>".repeat(20_000);
        assert!(page(&format!("<html><body>{deep}Əliyev</body></html>")).bylines.len() <= 50);
    }
}

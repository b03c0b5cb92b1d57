//! A page as a row of tags and texts. Nothing is moved, closed or left out, as building a tree would.

use super::guard;
use crate::ReadError;
use crate::xml::{Attribute, Child, Element};
use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use interwire_core::item::{Limits, text::collapse};
use std::cell::{Cell, RefCell};

/// A piece of a page. Names are in lower case, entities are characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    Open {
        name: String,
        attributes: Vec<Attribute>,
        closes_itself: bool,
    },
    Close(String),
    Text(String),
    /// The text of a script or style sheet, where no character is escaped.
    Raw(String),
    Comment(String),
}

/// Elements without content.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements whose content is not text for people.
const CODE: &[&str] = &["script", "style"];

impl Token {
    /// The name of an opening tag.
    pub fn opens(&self) -> Option<&str> {
        match self {
            Self::Open { name, .. } => Some(name),
            _ => None,
        }
    }
    /// An attribute of an opening tag.
    pub fn attribute(&self, wanted: &str) -> Option<&str> {
        match self {
            Self::Open { attributes, .. } => {
                attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
            }
            _ => None,
        }
    }
    /// Adds the piece as HTML.
    pub fn push(&self, out: &mut String) {
        match self {
            Self::Open { name, attributes, closes_itself } => {
                out.push('<');
                out.push_str(name);
                for (name, value) in attributes {
                    out.push(' ');
                    out.push_str(name);
                    out.push_str("=\"");
                    out.push_str(&escaped(value).replace('"', "&quot;"));
                    out.push('"');
                }
                out.push_str(if *closes_itself { "/>" } else { ">" });
            }
            Self::Close(name) => {
                out.push_str("</");
                out.push_str(name);
                out.push('>');
            }
            Self::Text(text) => out.push_str(&escaped(text)),
            Self::Raw(text) => out.push_str(text),
            Self::Comment(text) => {
                out.push_str("<!--");
                out.push_str(&text.replace("--", "- -"));
                out.push_str("-->");
            }
        }
    }
}

/// Text as HTML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Pieces as HTML.
pub(crate) fn html(tokens: &[Token]) -> String {
    let mut out = String::new();
    tokens.iter().for_each(|token| token.push(&mut out));
    out
}

/// The text of pieces, tags as spaces where they part lines, white space collapsed.
pub(crate) fn line(tokens: &[Token]) -> String {
    const INLINE: &[&str] = &[
        "a", "abbr", "b", "cite", "code", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "u",
        "wbr",
    ];
    let mut out = String::new();
    for token in tokens {
        match token {
            Token::Text(text) => out.push_str(text),
            Token::Open { name, .. } | Token::Close(name) if !INLINE.contains(&name.as_str()) => out.push(' '),
            _ => {}
        }
    }
    collapse(&out)
}

/// The place behind the end of the element that opens at `at`.
pub(crate) fn end_of(tokens: &[Token], at: usize) -> usize {
    let Some(name) = tokens.get(at).and_then(Token::opens) else { return at };
    if VOID.contains(&name) {
        return at + 1;
    }
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token {
            Token::Open { name: other, .. } if other == name => depth += 1,
            Token::Close(other) if other == name => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    tokens.len()
}

/// An XML element, its own tags included, as a row of tags and texts: what is empty is closed.
pub(crate) fn of_xml(element: &Element, out: &mut Vec<Token>) {
    let name = element.local().to_ascii_lowercase();
    let is_void = VOID.contains(&name.as_str()) && element.children.is_empty();
    let attributes = element.attributes.iter().filter(|(name, _)| !name.starts_with("xmlns")).cloned().collect();
    out.push(Token::Open { name: name.clone(), attributes, closes_itself: false });
    for child in &element.children {
        match child {
            Child::Element(child) => of_xml(child, out),
            Child::Text(text) => out.push(Token::Text(text.to_string())),
        }
    }
    if !is_void {
        out.push(Token::Close(name));
    }
}

/// Cuts a page, or a piece of one.
pub(crate) fn tokens(text: &str, limits: &Limits) -> Result<Vec<Token>, ReadError> {
    const CHUNK_BYTES: usize = 64 << 10;
    let Some((page, _)) = guard::mended(text, limits.attributes_max) else {
        let message = format!("a tag has more than {} attributes", limits.attributes_max);
        return Err(ReadError::new("html_too_many_attributes", message));
    };
    let sink = Sink { tokens: RefCell::default(), in_code: Cell::new(false), max: limits.nodes_max };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = page.as_ref();
    while !rest.is_empty() {
        let mut end = rest.len().min(CHUNK_BYTES);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (chunk, after) = rest.split_at(end);
        queue.push_back(StrTendril::from_slice(chunk));
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
        if tokenizer.sink.tokens.borrow().len() > limits.nodes_max {
            let message = format!("more than {} tags and texts", limits.nodes_max);
            return Err(ReadError::new("html_too_many_nodes", message));
        }
        rest = after;
    }
    tokenizer.end();
    Ok(tokenizer.sink.tokens.take())
}

struct Sink {
    tokens: RefCell<Vec<Token>>,
    in_code: Cell<bool>,
    max: usize,
}

impl Sink {
    fn text(&self, text: &str) {
        let mut tokens = self.tokens.borrow_mut();
        match tokens.last_mut() {
            Some(Token::Text(before) | Token::Raw(before)) => before.push_str(text),
            _ if self.in_code.get() => tokens.push(Token::Raw(text.to_owned())),
            _ => tokens.push(Token::Text(text.to_owned())),
        }
    }

    fn tag(&self, tag: Tag) -> TokenSinkResult<()> {
        let name = tag.name.to_string();
        let mut tokens = self.tokens.borrow_mut();
        if tag.kind == TagKind::EndTag {
            self.in_code.set(false);
            tokens.push(Token::Close(name));
            return TokenSinkResult::Continue;
        }
        let attributes =
            tag.attrs.iter().map(|attribute| ((&*attribute.name.local).into(), (&*attribute.value).into())).collect();
        let kind = match name.as_str() {
            "script" => Some(RawKind::ScriptData),
            "style" => Some(RawKind::Rawtext),
            "title" | "textarea" => Some(RawKind::Rcdata),
            _ => None,
        };
        if kind.is_some() && tag.self_closing {
            // In XHTML it is empty; a reader of HTML would take the rest of the page for its content.
            tokens.push(Token::Open { name: name.clone(), attributes, closes_itself: false });
            tokens.push(Token::Close(name));
            return TokenSinkResult::Continue;
        }
        self.in_code.set(CODE.contains(&name.as_str()));
        tokens.push(Token::Open { name, attributes, closes_itself: tag.self_closing });
        kind.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: html5ever::tokenizer::Token, _: u64) -> TokenSinkResult<()> {
        use html5ever::tokenizer::Token as Found;
        if self.tokens.borrow().len() > self.max {
            return TokenSinkResult::Continue;
        }
        match token {
            Found::TagToken(tag) => return self.tag(tag),
            Found::CharacterTokens(text) => self.text(&text),
            Found::NullCharacterToken => self.text("\u{fffd}"),
            Found::CommentToken(text) => self.tokens.borrow_mut().push(Token::Comment(text.to_string())),
            Found::DoctypeToken(_) | Found::EOFToken | Found::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }

    /// Sections of XHTML that stand for themselves are text in HTML pages too.
    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(text: &str) -> String {
        html(&tokens(text, &Limits::default()).unwrap())
    }

    #[test]
    fn every_character_stays_in_its_order() {
        for (text, written) in [
            ("<P CLASS=x>Vũ&nbsp;Việt <1> &amp; 5 < 7", "<p class=\"x\">Vũ\u{a0}Việt &lt;1&gt; &amp; 5 &lt; 7"),
            ("<table>text<tr><td>1</table>", "<table>text<tr><td>1</table>"),
            ("<script>a<b && c</script>d", "<script>a<b && c</script>d"),
            ("<title>a<b></title>", "<title>a&lt;b&gt;</title>"),
            ("<![CDATA[<x>]]><!-- a--b -->", "&lt;x&gt;<!-- a- -b -->"),
            ("<p title='\"'>&#1178;&notAName;</b>", "<p title=\"&quot;\">Қ¬AName;</b>"),
            ("<p title=\"open>a</p>b<i", "<p title=\"open\">a</p>b&lt;i"),
        ] {
            assert_eq!(again(text), written);
        }
    }

    #[test]
    fn elements_end_where_their_own_end_stands() {
        let tokens = tokens("<div><p><div>a</div></div>b", &Limits::default()).unwrap();
        assert_eq!((line(&tokens[..end_of(&tokens, 0)]), end_of(&tokens, 1)), ("a".to_owned(), tokens.len()));
    }
}

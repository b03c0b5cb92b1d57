//! Any story as valid content of `body.content`: NITF of any age, XHTML, HTML however broken, plain text. Every
//! character stays, in order; markup that has no place becomes the nearest that has, or goes, which is a loss.

use super::grammar::{self, Holds};
use super::kinds::{BREAKING, has_block, is_container, is_emphasis, is_inline, with_breaks};
use super::shape_parts;
use crate::html;
use crate::layout::{Paragraph, paragraphs};
use crate::losses::Losses;
use crate::spell::is_ncname;
use crate::story;
use crate::xml::{self, Child, Element};
use interwire_core::item::{Body, Limits, Markup};
use std::collections::HashSet;

/// The content of `body.content` for a body.
pub(crate) fn body_content(body: &Body, shaper: &mut Shaper<'_>) -> Vec<Child> {
    match body.markup {
        Markup::Plain => plain(&body.text),
        Markup::Html => shaper.blocks(&html::parse(&body.text).children, true),
        Markup::Xml => match xml::parse(&body.text, &Limits::default()) {
            Ok((root, _)) => match story::holders(&root).as_slice() {
                // Nothing stands around the story.
                [] => shaper.blocks(std::slice::from_ref(&Child::Element(root.clone())), true),
                found => found.iter().flat_map(|one| shaper.blocks(&one.children, true)).collect(),
            },
            Err(_) => shaper.blocks(&html::parse(&body.text).children, true),
        },
    }
}

/// The paragraphs of plain text; columns stay columns.
fn plain(text: &str) -> Vec<Child> {
    let one = |paragraph: Paragraph<'_>| match paragraph {
        Paragraph::Columns(lines) => element("pre", vec![Child::Text(lines.join("\n").into())]),
        Paragraph::Lines(lines) => {
            let mut content = Vec::new();
            for (at, line) in lines.into_iter().enumerate() {
                content.extend((at > 0).then(|| element("br", Vec::new())));
                content.push(Child::Text(line.into()));
            }
            element("p", content)
        }
    };
    paragraphs(text).into_iter().map(one).collect()
}

pub(super) fn element(name: &str, children: Vec<Child>) -> Child {
    Child::Element(Element::holding(name, children))
}

/// Brings a story into shape.
pub(crate) struct Shaper<'l> {
    pub losses: &'l mut Losses,
    /// Names must be unique in a document.
    ids: HashSet<String>,
    /// The addresses of the files that the story shows.
    pub shown: Vec<String>,
}

impl<'l> Shaper<'l> {
    pub fn new(losses: &'l mut Losses) -> Self {
        Self { losses, ids: HashSet::new(), shown: Vec::new() }
    }

    /// Blocks; text and what stands in a line become paragraphs.
    pub fn blocks(&mut self, children: &[Child], block_allowed: bool) -> Vec<Child> {
        let (mut out, mut run) = (Vec::new(), Vec::new());
        for child in children {
            match child {
                Child::Text(_) => run.push(child.clone()),
                Child::Element(one) if is_inline(one) && !has_block(one) => run.push(child.clone()),
                Child::Element(one) => {
                    self.paragraph(&mut run, &mut out);
                    self.block(one, block_allowed, &mut out);
                }
            }
        }
        self.paragraph(&mut run, &mut out);
        out
    }

    fn paragraph(&mut self, run: &mut Vec<Child>, out: &mut Vec<Child>) {
        let says = |child: &Child| match child {
            Child::Text(text) => !text.trim().is_empty(),
            Child::Element(one) => one.local() != "br",
        };
        if run.iter().any(says) {
            let content = self.inline(run);
            out.push(element("p", content));
        }
        run.clear();
    }

    /// One element where blocks stand.
    fn block(&mut self, one: &Element, block_allowed: bool, out: &mut Vec<Child>) {
        let name = one.local().to_ascii_lowercase();
        match name.as_str() {
            "p" if has_block(one) => {
                self.gone(one);
                out.extend(self.blocks(&one.children, block_allowed));
            }
            "p" => {
                let content = self.inline(&one.children);
                out.push(self.kept("p", one, content));
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hl1" | "hl2" => {
                let content = self.inline(&one.children);
                let mut heading = self.keep("hl2", one, content);
                if heading.attribute("class").is_none() && name.starts_with('h') && name != "h2" && name.len() == 2 {
                    heading = heading.with("class", &name);
                }
                out.push(Child::Element(heading));
            }
            "block" if block_allowed => {
                let content = self.blocks(&one.children, false);
                out.push(self.kept("block", one, content));
            }
            "hr" => {
                out.push(self.kept("hr", one, Vec::new()));
                out.extend(self.blocks(&one.children, block_allowed));
            }
            "pre" => {
                let mut text = String::new();
                with_breaks(one, &mut text);
                if one.elements().any(|child| child.local() != "br") {
                    self.losses.add("markup_lost", "bodies", "preformatted text has no markup inside");
                }
                out.push(self.kept("pre", one, vec![Child::Text(text.into())]));
            }
            _ if shape_parts::part(self, &name, one, out) => {}
            _ => {
                self.gone(one);
                out.extend(self.blocks(&one.children, block_allowed));
            }
        }
    }

    /// Characters and enriched text.
    pub fn inline(&mut self, children: &[Child]) -> Vec<Child> {
        let mut out = Vec::new();
        for child in children {
            match child {
                Child::Text(_) => out.push(child.clone()),
                Child::Element(one) => self.inline_element(one, &mut out),
            }
        }
        out
    }

    fn inline_element(&mut self, one: &Element, out: &mut Vec<Child>) {
        let name = one.local();
        let lower = name.to_ascii_lowercase();
        if grammar::is_enriched(name) {
            let holds = grammar::holds(name).unwrap_or(Holds::Inline);
            let content = self.held(holds, one);
            out.push(self.kept(name, one, content));
            out.extend(left_by(holds, one));
        } else if is_emphasis(&lower) {
            let content = self.inline(&one.children);
            let mut em = self.keep("em", one, content);
            if em.attribute("class").is_none() && lower != "em" {
                em = em.with("class", &lower);
            }
            out.push(Child::Element(em));
        } else if matches!(lower.as_str(), "sub" | "sup") {
            let content = vec![element(&lower, vec![Child::Text(one.text().into())])];
            out.push(element("num", content));
        } else {
            if BREAKING.contains(&lower.as_str()) && !out.is_empty() {
                out.push(element("br", Vec::new()));
            }
            self.gone(one);
            let content = self.inline(&one.children);
            out.extend(content);
        }
    }

    fn held(&mut self, holds: Holds, one: &Element) -> Vec<Child> {
        match holds {
            Holds::Inline => self.inline(&one.children),
            Holds::Nothing => Vec::new(),
            Holds::Text => text_of(one),
            Holds::Named(names) => {
                let mut out = Vec::new();
                for child in &one.children {
                    match child {
                        Child::Element(inner) if names.contains(&inner.local()) && !is_bare_code(inner) => {
                            let holds = grammar::holds(inner.local()).unwrap_or(Holds::Text);
                            let content = self.held(holds, inner);
                            out.push(self.kept(inner.local(), inner, content));
                            out.extend(left_by(holds, inner));
                        }
                        Child::Element(inner) => {
                            self.gone(inner);
                            out.extend(text_of(inner));
                        }
                        Child::Text(_) => out.push(child.clone()),
                    }
                }
                out
            }
        }
    }

    /// Characters, enriched text and blocks: cells, list items, captions.
    pub fn flow(&mut self, children: &[Child]) -> Vec<Child> {
        let mut out = Vec::new();
        for child in children {
            match child {
                Child::Text(_) => out.push(child.clone()),
                Child::Element(one) if is_inline(one) && !has_block(one) => self.inline_element(one, &mut out),
                Child::Element(one) if is_container(one) => {
                    self.gone(one);
                    let content = self.flow(&one.children);
                    out.extend(content);
                }
                Child::Element(one) => self.block(one, false, &mut out),
            }
        }
        out
    }

    /// An element of ours with the attributes of another that it may have.
    pub fn keep(&mut self, name: &str, from: &Element, children: Vec<Child>) -> Element {
        let mut kept = Element::holding(name, children);
        for (attribute, value) in &from.attributes {
            let is_id = attribute == "id" && is_ncname(value) && self.ids.insert(value.to_string());
            if is_id || grammar::allows(name, attribute, value) {
                kept = kept.with(attribute, value);
            } else if !attribute.starts_with("xmlns") {
                let message = format!("{attribute} of <{}> has no place", from.local());
                self.losses.add("attribute_lost", "bodies", message);
            }
        }
        kept
    }
    pub fn kept(&mut self, name: &str, from: &Element, children: Vec<Child>) -> Child {
        Child::Element(self.keep(name, from, children))
    }

    /// Notes that an element goes and its content stays; those that only hold others say nothing themselves.
    pub fn gone(&mut self, one: &Element) {
        const SILENT: &[&str] =
            &["article", "body", "body.content", "div", "html", "main", "section", "span", "figure"];
        let name = one.local();
        if !SILENT.contains(&name) {
            self.losses.add("markup_lost", "bodies", format!("<{name}> has no place; its content stays"));
        } else if one.attributes.iter().any(|(name, _)| !name.starts_with("xmlns")) {
            self.losses.add("attribute_lost", "bodies", format!("the attributes of <{name}> have no place"));
        }
    }
}

/// The text of an element that may hold none: it comes after it.
fn left_by(holds: Holds, one: &Element) -> Vec<Child> {
    if holds == Holds::Nothing { text_of(one) } else { Vec::new() }
}

fn text_of(one: &Element) -> Vec<Child> {
    let text = one.text();
    if text.is_empty() { Vec::new() } else { vec![Child::Text(text.into())] }
}

/// spec: nitf-3-6.xsd, alt-code: both are required.
fn is_bare_code(one: &Element) -> bool {
    one.local() == "alt-code" && (one.attribute("idsrc").is_none() || one.attribute("value").is_none())
}

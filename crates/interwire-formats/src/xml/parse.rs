//! Text to tree.

use super::{Child, Element};
use crate::ReadError;
use interwire_core::item::{Limits, Note, text::unescape};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// No limit of the caller may be deeper: the tree is walked and dropped by recursion.
const DEPTH_MAX: usize = 500;

/// Reads a document.
pub(crate) fn parse(text: &str, limits: &Limits) -> Result<(Element, Vec<Note>), ReadError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut parser = Parser { limits, open: Vec::new(), root: None, nodes: 0, notes: Vec::new() };
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => parser.take(event)?,
            Err(error) => {
                let message = format!("not well-formed at byte {}: {error}", reader.error_position());
                return Err(ReadError::new("xml_broken", message));
            }
        }
    }
    match (parser.root, parser.open.is_empty()) {
        (Some(root), true) => Ok((root, parser.notes)),
        (_, false) => Err(ReadError::new("xml_broken", "it ends inside an element")),
        (None, true) => Err(ReadError::new("xml_broken", "it has no element")),
    }
}

struct Parser<'a> {
    limits: &'a Limits,
    open: Vec<Element>,
    root: Option<Element>,
    nodes: usize,
    notes: Vec<Note>,
}

impl Parser<'_> {
    fn take(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        match event {
            Event::Start(start) => self.start(&start),
            Event::Empty(start) => {
                self.start(&start)?;
                self.end();
                Ok(())
            }
            Event::End(_) => {
                self.end();
                Ok(())
            }
            Event::Text(text) => self.text(&text.into_inner()),
            Event::CData(data) => self.text(&data.into_inner()),
            Event::GeneralRef(name) => self.reference(&name.into_inner()),
            Event::DocType(doctype) => {
                if doctype.into_inner().contains("<!ENTITY") {
                    self.note("entities_not_expanded", "it declares entities of its own; they are left as written");
                }
                Ok(())
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), ReadError> {
        if self.open.len() >= self.limits.depth_max.min(DEPTH_MAX) {
            return Err(ReadError::new("xml_too_deep", format!("more than {} elements deep", self.open.len())));
        }
        if self.root.is_some() && self.open.is_empty() {
            return Err(ReadError::new("xml_broken", "there is a second outermost element"));
        }
        self.count()?;
        check_name(start.name().into_inner())?;
        let mut element = Element { name: start.name().into_inner().into(), ..Element::default() };
        for attribute in start.attributes().with_checks(false) {
            let attribute =
                attribute.map_err(|e| ReadError::new("xml_broken", format!("in <{}>: {e}", element.name)))?;
            if element.attributes.len() >= self.limits.attributes_max {
                let message = format!("<{}> has more than {} attributes", element.name, self.limits.attributes_max);
                return Err(ReadError::new("xml_too_many_attributes", message));
            }
            let name = attribute.key.into_inner();
            check_name(name)?;
            if element.attribute(name).is_some() {
                self.note("duplicate_attribute", format!("<{}> has {name} twice; the first counts", element.name));
                continue;
            }
            // Nearly every value stands for itself.
            let is_plain = !attribute.value.bytes().any(|byte| matches!(byte, b'&' | b'\n' | b'\t'));
            let value = match is_plain {
                true => attribute.value.into(),
                false => unescape(&attribute.value.replace(['\n', '\t'], " ")).into(),
            };
            element.attributes.push((name.into(), value));
        }
        self.open.push(element);
        Ok(())
    }

    fn end(&mut self) {
        if let Some(done) = self.open.pop() {
            match self.open.last_mut() {
                Some(parent) => parent.children.push(Child::Element(done)),
                None => self.root = Some(done),
            }
        }
    }

    fn reference(&mut self, name: &str) -> Result<(), ReadError> {
        let written = format!("&{name};");
        let text = unescape(&written);
        if text == written {
            self.note("unknown_entity", format!("{written} is not known; it is left as written"));
        }
        self.text(&text)
    }

    fn text(&mut self, text: &str) -> Result<(), ReadError> {
        let Some(open) = self.open.last_mut() else {
            return if text.trim().is_empty() {
                Ok(())
            } else {
                Err(ReadError::new("xml_broken", "there is text outside the outermost element"))
            };
        };
        match open.children.last_mut() {
            Some(Child::Text(before)) => {
                before.push_str(text);
                Ok(())
            }
            _ => {
                open.children.push(Child::Text(text.into()));
                self.count()
            }
        }
    }

    fn count(&mut self) -> Result<(), ReadError> {
        self.nodes += 1;
        if self.nodes > self.limits.nodes_max {
            let message = format!("more than {} elements and texts", self.limits.nodes_max);
            return Err(ReadError::new("xml_too_many_nodes", message));
        }
        Ok(())
    }

    /// Each sort of deviation is noted once.
    fn note(&mut self, code: &'static str, message: impl Into<String>) {
        if !self.notes.iter().any(|note| note.code == code) {
            self.notes.push(Note::new(code, message));
        }
    }
}

/// Names must be fit to be written again. spec: Namespaces in XML 1.0, production 7.
fn check_name(name: &str) -> Result<(), ReadError> {
    // The names of all our formats are such.
    let (prefix, local) = name.split_once(':').unwrap_or(("x", name));
    let is_usual =
        |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric()) && !part.starts_with(|c: char| c.is_ascii_digit());
    if !prefix.is_empty() && !local.is_empty() && is_usual(prefix) && is_usual(local) {
        return Ok(());
    }
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && part
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '\u{b7}' | '\u{300}'..='\u{36f}'))
    };
    let good = match name.split_once(':') {
        Some((prefix, local)) => part(prefix) && part(local),
        None => part(name),
    };
    if good { Ok(()) } else { Err(ReadError::new("xml_broken", format!("{name:?} is not a name"))) }
}

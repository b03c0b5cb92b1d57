//! `tobject`: what kind of news it is and what about.

use super::read::{Reader, own, rest};
use crate::xml::Element;
use interwire_core::item::{Concept, Extra, Name};

pub(super) fn tobject(reader: &mut Reader<'_>, element: &Element) {
    if let Some(kind) = own(element, "tobject.type") {
        reader.item.extra.push(Extra::text("tobject.type", &kind));
    }
    for child in element.elements() {
        match child.local() {
            "tobject.property" => {
                let word = own(child, "tobject.property.type");
                reader.item.genres.extend(word.map(|word| Concept { literal: Some(word), ..Concept::default() }));
            }
            "tobject.subject" => {
                let known = subject(child);
                match known.code() {
                    Some(_) => reader.item.subjects.push(known),
                    // It names a vocabulary, and nothing of it.
                    None => reader.keep("tobject/", child),
                }
            }
            _ => reader.keep("tobject/", child),
        }
    }
}

/// Eight digits of the IPTC are a Subject Code; a number of another vocabulary is a word of it. The names are those of
/// the three levels, the narrowest first.
fn subject(element: &Element) -> Concept {
    let refnum = own(element, "tobject.subject.refnum");
    let is_code = refnum.is_none();
    // Before the numbers there were words of three letters.
    let number = refnum.or_else(|| own(element, "tobject.subject.code"));
    let iptc = own(element, "tobject.subject.ipr").is_none_or(|owner| owner.eq_ignore_ascii_case("IPTC"));
    let code = number.as_deref().filter(|number| iptc && is_subject_code(number));
    let name = |level: &str| {
        let text = own(element, &format!("tobject.subject.{level}"))?;
        Some(Name { lang: None, role: Some(level.to_owned()), text })
    };
    let known = ["refnum", "type", "matter", "detail", "code"].map(|part| format!("tobject.subject.{part}"));
    let known: Vec<&str> = known.iter().map(String::as_str).take(if is_code { 5 } else { 4 }).collect();
    Concept {
        uri: code.map(|code| format!("http://cv.iptc.org/newscodes/subjectcode/{code}")),
        qcode: code.map(|code| format!("subj:{code}")),
        literal: number.clone().filter(|_| code.is_none()),
        names: ["detail", "matter", "type"].into_iter().filter_map(name).collect(),
        extra: rest(element, &known),
        ..Concept::default()
    }
}

/// spec: IPTC Subject NewsCodes: two digits of subject, three of matter, three of detail.
pub(super) fn is_subject_code(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit())
}

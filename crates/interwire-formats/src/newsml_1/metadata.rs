//! Administrative, rights and descriptive metadata of a component.

use super::lines::line;
use super::read::{Reader, formal, own, rest};
use crate::newsml_g2::iptc_uri;
use crate::xml::Element;
use interwire_core::ids::Guid;
use interwire_core::item::{AltId, Concept, Extra, Line, Moment, Name, Rights};

pub(super) fn administrative(reader: &mut Reader<'_>, element: &Element) {
    for child in element.elements() {
        match child.local() {
            "Provider" => {
                let mut parties = parties(reader, child);
                if reader.item.provider.is_none() && !parties.is_empty() {
                    reader.item.provider = Some(parties.remove(0));
                }
                reader.item.contributors.extend(parties);
            }
            "Creator" => {
                let found = parties(reader, child);
                reader.item.creators.extend(found);
            }
            "Source" => {
                let found = parties(reader, child);
                reader.item.info_sources.extend(found);
            }
            "Contributor" => {
                let found = parties(reader, child);
                reader.item.contributors.extend(found);
            }
            "SystemIdentifier" => {
                let (role, value) = (Some("SystemIdentifier".to_owned()), child.line());
                reader.item.alt_ids.push(AltId { role, value, extra: Vec::new() });
            }
            "Property" => property(reader, "AdministrativeMetadata/", child),
            _ if child.line().is_empty() && child.attributes.is_empty() && !child.has_elements() => {}
            _ => reader.keep("AdministrativeMetadata/", child),
        }
    }
}

/// Those who say nothing of themselves are left out.
fn parties(reader: &Reader<'_>, element: &Element) -> Vec<Concept> {
    let party = |party: &Element| {
        let topic = own(party, "Topic").and_then(|topic| reader.topic(&topic)).cloned();
        let name = formal(party);
        if name.is_none() && topic.is_none() {
            return None;
        }
        let mut concept = topic.unwrap_or_default();
        if let Some(text) = name {
            concept.names.insert(0, Name { text, ..Name::default() });
        }
        concept.extra = rest(party, &["FormalName", "Duid", "Euid"]);
        concept.extra.extend(party.elements().map(|child| Extra::xml(child.local(), reader.xml(child))));
        Some(concept)
    };
    element.all("Party").filter_map(party).collect()
}

/// A property of any name. Key words, software and people in pictures have fields.
fn property(reader: &mut Reader<'_>, section: &str, element: &Element) {
    let (name, value) = (own(element, "FormalName"), own(element, "Value"));
    let (Some(name), Some(value)) = (name, value) else {
        let empty = element.attributes.iter().all(|(name, value)| name == "FormalName" || value.trim().is_empty());
        if !empty || element.has_elements() {
            reader.keep(section, element);
        }
        return;
    };
    let extra = rest(element, &["FormalName", "Value", "Duid", "Euid"]);
    let person = Extra::find(&extra, "Role") == Some("PersonInImage");
    match name.as_str() {
        "Keyword" if person => reader.item.people.push(Concept { extra, ..Concept::of_name(&value) }),
        "Keyword" => reader.item.keywords.push(Line { extra, ..Line::of(&value) }),
        "GeneratorSoftware" => reader.item.generators.push(Line { extra, ..Line::of(&value) }),
        _ if extra.is_empty() && !element.has_elements() => {
            reader.item.extra.push(Extra::text(&format!("{section}{name}"), &value));
        }
        _ => reader.keep(section, element),
    }
}

pub(super) fn rights(reader: &mut Reader<'_>, element: &Element) {
    for child in element.elements() {
        let mut rights = Rights::default();
        match child.local() {
            "Copyright" => {
                for part in child.elements() {
                    let text = part.line();
                    let origin = part.first("Origin").and_then(|origin| own(origin, "Href"));
                    let topic = origin.as_deref().and_then(|href| reader.topic(href)).cloned();
                    match part.local() {
                        "CopyrightHolder" if !text.is_empty() => rights.holder = Some(Concept::of_name(&text)),
                        "CopyrightHolder" if topic.is_some() => rights.holder = topic,
                        "CopyrightDate" if !text.is_empty() => rights.extra.push(Extra::text("year", &text)),
                        _ if text.is_empty() && !part.has_elements() => {}
                        name => rights.extra.push(Extra::xml(name, reader.xml(part))),
                    }
                }
            }
            "UsageRights" => usage(reader, child, &mut rights),
            _ => {
                reader.keep("RightsMetadata/", child);
                continue;
            }
        }
        if rights != Rights::default() {
            reader.item.rights.push(rights);
        }
    }
}

/// Kind of use and its limits are terms in words; place, time and holder are kept by their names.
fn usage(reader: &Reader<'_>, element: &Element, rights: &mut Rights) {
    for part in element.elements() {
        let text = part.line();
        match part.local() {
            _ if text.is_empty() && !part.has_elements() => {}
            name @ ("UsageType" | "Limitations") => {
                rights.terms.push(Line { role: Some(name.to_owned()), ..line(reader, part) });
            }
            name if !part.has_elements() => rights.extra.push(Extra::text(name, &text)),
            name => rights.extra.push(Extra::xml(name, reader.xml(part))),
        }
    }
}

pub(super) fn descriptive(reader: &mut Reader<'_>, element: &Element) {
    for child in element.elements() {
        match child.local() {
            "Language" => {
                let tag = own(child, "FormalName");
                reader.item.languages.extend(tag);
            }
            "Genre" => {
                let word = formal(child);
                let extra = rest(child, &["FormalName", "Duid", "Euid"]);
                let genre = word.map(|word| Concept { literal: Some(word), extra, ..Concept::default() });
                reader.item.genres.extend(genre);
            }
            "SubjectCode" => {
                for code in child.elements() {
                    let subject = subject(reader, code);
                    reader.item.subjects.extend(subject);
                }
            }
            "TopicOccurrence" => {
                let topic = topic(reader, child);
                let item = &mut reader.item;
                match topic.kind.as_deref().map(str::to_lowercase).as_deref() {
                    Some("person") => item.people.push(topic),
                    Some("organisation" | "organization" | "company") => item.organisations.push(topic),
                    Some("location" | "place") => item.places.push(topic),
                    _ => item.subjects.push(topic),
                }
            }
            "Location" => location(reader, child),
            "DateLineDate" => {
                let text = child.line();
                reader.item.times.content_created = (!text.is_empty()).then(|| Moment::new(&text));
            }
            "OfInterestTo" if !child.has_elements() => {
                let word = formal(child);
                reader.item.extra.extend(word.map(|word| Extra::text("OfInterestTo", &word)));
            }
            "Property" => property(reader, "DescriptiveMetadata/", child),
            // Some have the name of the item here.
            "guid" if reader.item.guid.is_none() && child.name_inside().parse::<Guid>().is_ok() => {
                reader.item.guid = child.name_inside().parse().ok();
            }
            _ => reader.keep("DescriptiveMetadata/", child),
        }
    }
}

/// A code of the IPTC or of any other vocabulary; its level is kept.
fn subject(reader: &Reader<'_>, element: &Element) -> Option<Concept> {
    let word = formal(element)?;
    let foreign = own(element, "Vocabulary").is_some_and(|vocabulary| !vocabulary.contains("iptc"));
    let is_code = word.len() == 8 && word.bytes().all(|b| b.is_ascii_digit()) && !foreign;
    let mut extra = vec![Extra::text("level", element.local())];
    extra.extend(rest(element, &["FormalName", "Duid", "Euid"]));
    // A scheme in small letters is an alias of today's.
    let is_alias = |scheme: &str| scheme.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let qcode = match own(element, "Scheme").filter(|scheme| is_alias(scheme)) {
        Some(alias) => Some(format!("{alias}:{word}")),
        None => is_code.then(|| format!("subj:{word}")),
    };
    let is_uri = word.starts_with("http://") || word.starts_with("https://");
    let uri = qcode.as_deref().and_then(iptc_uri).or_else(|| is_uri.then(|| word.clone()));
    let names = reader.names(&word);
    let literal = (qcode.is_none() && uri.is_none()).then_some(word);
    Some(Concept { uri, qcode, names, literal, extra, ..Concept::default() })
}

fn topic(reader: &Reader<'_>, element: &Element) -> Concept {
    let reference = own(element, "Topic").unwrap_or_default();
    let mut concept = reader.topic(&reference).cloned().unwrap_or_default();
    if concept == Concept::default() {
        concept.literal = Some(reference);
    }
    concept.extra = rest(element, &["Topic", "Duid", "Euid"]);
    concept.extra.push(Extra::text("level", "TopicOccurrence"));
    concept
}

/// How wide a place may be, the narrowest first.
pub(super) const LEVELS: &[&str] =
    &["Name", "SubLocation", "City", "Area", "CountryArea", "CountryName", "Country", "WorldRegion"];

/// Where it was made, or what it is about: the narrowest name first.
fn location(reader: &mut Reader<'_>, element: &Element) {
    let properties: Vec<(String, String)> = element
        .all("Property")
        .filter_map(|property| Some((own(property, "FormalName")?, own(property, "Value")?)))
        .collect();
    let value = |wanted: &str| {
        let found = properties.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value.clone())
    };
    let named = |role: &str, text: String| Name { lang: None, role: Some(role.to_owned()), text };
    let mut names: Vec<Name> = LEVELS.iter().filter_map(|level| Some(named(level, value(level)?))).collect();
    let known =
        |name: &str| LEVELS.iter().chain(&["Latitude", "Longitude"]).any(|known| known.eq_ignore_ascii_case(name));
    let others = properties.iter().filter(|(name, _)| !known(name));
    let mut extra: Vec<Extra> = Vec::new();
    if names.is_empty() {
        // A house with words of its own for the levels: better its words than no name.
        names.extend(others.map(|(name, value)| named(name, value.clone())));
    } else {
        extra.extend(others.map(|(name, value)| Extra::text(name, value)));
    }
    let codes = element.all("Property").filter_map(|property| {
        let code = own(property, "Code")?;
        Some(Extra::text(&format!("Code/{}", own(property, "FormalName")?), &code))
    });
    extra.extend(codes);
    let text = element.children.iter().filter_map(crate::xml::Child::as_text).collect::<String>();
    let bare = interwire_core::item::text::collapse(&text);
    let mut place = Concept { names, geo: point(value("Latitude"), value("Longitude")), extra, ..Concept::default() };
    place.names.extend((!bare.is_empty()).then(|| Name { text: bare, ..Name::default() }));
    if place == Concept::default() {
        return;
    }
    let how = own(element, "HowPresent");
    place.extra.extend(how.iter().filter(|how| *how != "Origin").map(|how| Extra::text("HowPresent", how)));
    match how.as_deref() {
        Some("Origin") => reader.item.located.push(place),
        _ => reader.item.places.push(place),
    }
}

/// spec: RFC 7946 section 3.1.2: longitude first.
fn point(latitude: Option<String>, longitude: Option<String>) -> Option<String> {
    let (latitude, longitude): (f64, f64) = (latitude?.parse().ok()?, longitude?.parse().ok()?);
    let valid = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    valid.then(|| format!("{{\"type\":\"Point\",\"coordinates\":[{longitude},{latitude}]}}"))
}

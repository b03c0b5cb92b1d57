//! What a writer could not carry, each sort once.

use crate::may_be_used::is_status_reworded;
use crate::subject_codes::is_explanation;
use interwire_core::item::{Concept, Extra, Item, ItemType, Line, Loss, Rendition, Rights};
use std::collections::BTreeSet;

/// The losses of one writing.
#[derive(Debug, Default)]
pub(crate) struct Losses {
    seen: BTreeSet<(&'static str, String)>,
    list: Vec<Loss>,
}

impl Losses {
    pub fn add(&mut self, code: &'static str, field: &str, message: impl Into<String>) {
        if self.seen.insert((code, field.to_owned())) {
            self.list.push(Loss::new(code, field, message));
        }
    }
    /// Names every field in which an item says something that a format does not carry. Guid, version, status, embargo
    /// and the time of the version are each format's own affair, and so are the first headline, language and body.
    pub fn beside(&mut self, carries: Carries, item: &Item, code: &'static str, message: &str) {
        if is_status_reworded(item) {
            self.add("status_unknown", "pub_status", "a word that would not arrive as it is is written as withheld");
        }
        for (field, count, details) in said(item) {
            if carries.words.contains(&field) {
                if details {
                    self.add(code, field, "the words are written; role, language, codes and other details are not");
                }
            } else if count > 0 && !carries.whole.contains(&field) {
                self.add(code, field, message);
            }
        }
    }
    /// Names rights if a statement says more than the `count` of things in it that a format writes.
    pub fn rights_beside(&mut self, item: &Item, count: fn(&Rights) -> usize, code: &'static str, message: &str) {
        let says = |one: &Rights| {
            usize::from(one.holder.is_some())
                + one.notices.len()
                + one.terms.len()
                + one.linked.len()
                + one.encoded.len()
        };
        if item.rights.iter().any(|one| says(one) > count(one) || !one.extra.is_empty()) {
            self.add(code, "rights", message);
        }
    }
    /// Names everything: of an item that is withdrawn, readers get the withdrawal and nothing else.
    pub fn withdrawn(&mut self, item: &Item, message: &str) {
        for (field, is_said) in [
            ("headlines", item.headline().is_some()),
            ("languages", item.language().is_some()),
            ("bodies", !item.bodies.is_empty()),
            ("embargoed", item.times.embargoed.is_some()),
        ] {
            if is_said {
                self.add("withdrawn", field, message);
            }
        }
        for (field, count, _) in said(item) {
            if count > 0 {
                self.add("withdrawn", field, message);
            }
        }
        self.kept(&item.extra);
    }
    /// Names properties that were kept from another source.
    pub fn kept<'a>(&mut self, extra: impl IntoIterator<Item = &'a Extra>) {
        for extra in extra {
            self.add("not_understood", &extra.name, "a property kept from another source");
        }
    }
    pub fn done(self) -> Vec<Loss> {
        self.list
    }
}

/// What a format carries: fields with everything said in them, and fields of which only the words are written.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Carries {
    pub whole: &'static [&'static str],
    pub words: &'static [&'static str],
}

/// How often an item says something in each field, and whether it says more there than words.
fn said(item: &Item) -> Vec<(&'static str, usize, bool)> {
    let (times, one) = (&item.times, |is_there: bool| usize::from(is_there));
    let of_lines = |field, lines: &[Line]| (field, lines.len(), lines.iter().any(has_details));
    let of_concepts = |field, list: &[Concept]| (field, list.len(), list.iter().any(is_more_than_a_word));
    vec![
        of_lines("headlines", item.headlines.get(1..).unwrap_or_default()),
        of_lines("sluglines", &item.sluglines),
        of_lines("bylines", &item.bylines),
        of_lines("creditlines", &item.creditlines),
        of_lines("datelines", &item.datelines),
        of_lines("descriptions", &item.descriptions),
        of_lines("keywords", &item.keywords),
        of_lines("generators", &item.generators),
        of_concepts("located", &item.located),
        of_concepts("subjects", &item.subjects),
        of_concepts("places", &item.places),
        of_concepts("people", &item.people),
        of_concepts("organisations", &item.organisations),
        of_concepts("genres", &item.genres),
        of_concepts("signals", &item.signals),
        of_concepts("creators", &item.creators),
        of_concepts("contributors", &item.contributors),
        of_concepts("info_sources", &item.info_sources),
        of_concepts("provider", item.provider.as_slice()),
        of_concepts("digital_source", item.digital_source.as_slice()),
        ("kind", one(item.kind.as_ref().is_some_and(|kind| *kind != ItemType::Text)), false),
        ("languages", item.languages.len().saturating_sub(1), false),
        ("bodies", item.bodies.len().saturating_sub(1), false),
        ("urgency", one(item.urgency.is_some()), false),
        ("priority", one(item.priority.is_some()), false),
        ("renditions", item.renditions.len(), item.renditions.iter().any(is_more_than_an_address)),
        ("links", item.links.len(), !item.links.is_empty()),
        ("rights", item.rights.len(), false),
        ("ed_notes", item.ed_notes.len(), item.ed_notes.iter().any(|note| note.role.is_some())),
        ("alt_ids", item.alt_ids.len(), false),
        ("hops", item.hops.len(), false),
        ("first_created", one(times.first_created.is_some()), false),
        ("content_created", one(times.content_created.is_some()), false),
        ("content_modified", one(times.content_modified.is_some()), false),
        ("expires", one(times.expires.is_some()), false),
    ]
}

fn has_details(line: &Line) -> bool {
    line.role.is_some() || line.lang.is_some() || line.content_type.is_some() || !line.extra.is_empty()
}

fn is_more_than_a_word(one: &Concept) -> bool {
    let codes = [&one.qcode, &one.uri, &one.literal].into_iter().flatten().count();
    one.names.len() + codes > 1
        || [&one.kind, &one.rel, &one.why, &one.geo].into_iter().any(|detail| detail.is_some())
        || one.relevance.is_some()
        || one.confidence.is_some()
        || one.extra.iter().any(|extra| !is_explanation(extra))
}

fn is_more_than_an_address(file: &Rendition) -> bool {
    let bare = Rendition { href: file.href.clone(), ..Rendition::default() };
    *file != bare
}

#[cfg(test)]
mod tests {
    use interwire_core::item::{Body, Concept, Extra, Item, ItemType, Line, Moment, Times};

    #[test]
    fn what_a_format_has_no_place_for_is_named() {
        let mut item = Item {
            guid: Some("urn:hanoi:1".parse().unwrap()),
            languages: vec!["vi".to_owned()],
            headlines: vec![Line::of("Lũ lớn")],
            bodies: vec![Body { text: "Flood.".to_owned(), ..Body::default() }],
            datelines: vec![Line::of("Huế")],
            subjects: vec![Concept::of_uri("urn:flood")],
            signals: vec![Concept::of_uri("urn:update")],
            times: Times {
                version_created: Some(Moment::new("2026-11-23T10:00:00+07:00")),
                expires: Some(Moment::new("2026-11-24T10:00:00+07:00")),
                ..Times::default()
            },
            ..Item::default()
        };
        let named = |item: &Item, format: &str, fields: &[&str]| {
            let losses = crate::write(format, item).unwrap().losses;
            let lost: Vec<&str> = losses.iter().map(|loss| loss.field.as_str()).collect();
            fields.iter().for_each(|field| assert!(lost.contains(field), "{format}: {field} is not among {lost:?}"));
        };
        named(&item, "iptc-7901; charset=utf-8", &["subjects", "signals", "datelines"]);
        named(&item, "anpa-1312; charset=utf-8", &["subjects", "signals", "datelines"]);
        named(&item, "e-mail", &["subjects", "signals", "datelines"]);
        named(&item, "html", &["signals", "datelines"]);
        named(&item, "rss", &["signals", "datelines"]);
        item.kind = Some(ItemType::parse("event"));
        item.extra = vec![Extra::json("eventDetails", r#"{"dates":{"startDate":"2026-11-25T10:00:00Z"}}"#.to_owned())];
        named(&item, "icalendar", &["signals", "datelines"]);
    }
}

//! What a writer could not carry, each sort once.

use interwire_core::item::{Extra, Item, Loss};
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
    /// Names every field in which an item says something and that is not among those that a format `carries`. Guid,
    /// version, type, status, embargo and the time of the version are each format's own affair, and so are the first
    /// headline, language and body.
    pub fn beside(&mut self, carries: &[&str], item: &Item, code: &'static str, message: &str) {
        let lost = said(item).into_iter().filter(|(field, count)| *count > 0 && !carries.contains(field));
        lost.for_each(|(field, _)| self.add(code, field, message));
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

/// How often an item says something in each field.
fn said(item: &Item) -> [(&'static str, usize); 34] {
    let (times, one) = (&item.times, |is_there: bool| usize::from(is_there));
    [
        ("headlines", item.headlines.len().saturating_sub(1)),
        ("languages", item.languages.len().saturating_sub(1)),
        ("bodies", item.bodies.len().saturating_sub(1)),
        ("sluglines", item.sluglines.len()),
        ("bylines", item.bylines.len()),
        ("creditlines", item.creditlines.len()),
        ("datelines", item.datelines.len()),
        ("located", item.located.len()),
        ("descriptions", item.descriptions.len()),
        ("subjects", item.subjects.len()),
        ("places", item.places.len()),
        ("people", item.people.len()),
        ("organisations", item.organisations.len()),
        ("genres", item.genres.len()),
        ("keywords", item.keywords.len()),
        ("urgency", one(item.urgency.is_some())),
        ("priority", one(item.priority.is_some())),
        ("renditions", item.renditions.len()),
        ("links", item.links.len()),
        ("rights", item.rights.len()),
        ("ed_notes", item.ed_notes.len()),
        ("signals", item.signals.len()),
        ("provider", one(item.provider.is_some())),
        ("creators", item.creators.len()),
        ("contributors", item.contributors.len()),
        ("info_sources", item.info_sources.len()),
        ("alt_ids", item.alt_ids.len()),
        ("digital_source", one(item.digital_source.is_some())),
        ("hops", item.hops.len()),
        ("generators", item.generators.len()),
        ("first_created", one(times.first_created.is_some())),
        ("content_created", one(times.content_created.is_some())),
        ("content_modified", one(times.content_modified.is_some())),
        ("expires", one(times.expires.is_some())),
    ]
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
        named(&item, "iptc-7901; charset=utf-8", &["subjects", "signals", "datelines", "expires"]);
        named(&item, "anpa-1312; charset=utf-8", &["subjects", "signals", "datelines", "expires"]);
        named(&item, "e-mail", &["subjects", "signals", "datelines", "expires"]);
        named(&item, "html", &["signals", "datelines"]);
        named(&item, "rss", &["signals", "datelines", "expires"]);
        item.kind = Some(ItemType::parse("event"));
        item.extra = vec![Extra::json("eventDetails", r#"{"dates":{"startDate":"2026-11-25T10:00:00Z"}}"#.to_owned())];
        named(&item, "icalendar", &["signals", "datelines", "expires"]);
    }
}

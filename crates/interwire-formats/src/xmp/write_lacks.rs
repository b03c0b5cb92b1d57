//! What XMP has no place for, named exactly: of most things it says the word, and of some a code or a language too.

use super::fields::{FOR_THE_BLIND, JOB_TITLE};
use super::names::code_of;
use super::write_concepts::called;
use super::write_parts::{alt, named};
use crate::losses::Losses;
use interwire_core::item::{Concept, Item, Line};

/// What XMP says of the concepts in a field, beside a word for each.
#[derive(Clone, Copy)]
struct Place {
    field: &'static str,
    /// A code beside the name.
    code: bool,
    /// The name in several languages.
    languages: bool,
}

const fn place(field: &'static str, code: bool, languages: bool) -> Place {
    Place { field, code, languages }
}

/// Names the details that are lost with fields of which XMP carries the rest.
pub(super) fn name(item: &Item, losses: &mut Losses) {
    for (place, concepts) in [
        (place("subjects", true, true), item.subjects.as_slice()),
        (place("genres", true, true), &item.genres),
        (place("people", true, true), &item.people),
        (place("places", true, true), &item.places),
        (place("located", true, true), &item.located),
        (place("organisations", true, false), &item.organisations),
        (place("contributors", true, true), &item.contributors),
        (place("creators", false, false), &item.creators),
        (place("info_sources", false, false), &item.info_sources),
        (place("provider", true, false), item.provider.as_slice()),
        (place("digital_source", true, false), item.digital_source.as_slice()),
    ] {
        if concepts.iter().any(|one| says_more(one, place)) {
            losses.add(
                "xmp_lacks",
                place.field,
                "it says a name and at most one code; the other details have no place",
            );
        }
    }
    for (field, lines, has_languages) in [
        ("headlines", item.headlines.as_slice(), false),
        ("sluglines", &item.sluglines, true),
        ("bylines", &item.bylines, false),
        ("creditlines", &item.creditlines, false),
        ("keywords", &item.keywords, false),
        ("generators", &item.generators, false),
    ] {
        let is_more = |line: &Line| {
            line.role.is_some()
                || line.content_type.is_some()
                || !line.extra.is_empty()
                || line.lang.is_some() && !has_languages
        };
        if lines.iter().any(is_more) {
            losses.add("xmp_lacks", field, "the words are written; role, language and other details have no place");
        }
    }
    let is_known = |role: &str| role == super::CAPTION || FOR_THE_BLIND.contains(&role);
    if item.descriptions.iter().filter_map(|line| line.role.as_deref()).any(|role| !is_known(role)) {
        losses.add("xmp_lacks", "descriptions", "a caption has no other role");
    }
    if item.ed_notes.len() > 1 || item.ed_notes.iter().any(|note| note.role.is_some() || note.lang.is_some()) {
        losses.add("xmp_lacks", "ed_notes", "all notes become one text, without role and language");
    }
}

fn says_more(one: &Concept, place: Place) -> bool {
    let codes = [&one.qcode, &one.uri, &one.literal].into_iter().flatten().count();
    // The code of a list of the IPTC is made again of its address.
    let derived = one.uri.as_deref().and_then(code_of).is_some_and(|code| Some(code) == one.qcode);
    let codes = codes - usize::from(derived);
    let is_named = !one.names.is_empty() && place.field != "digital_source";
    let has_place = if place.code || !is_named { 1 } else { 0 };
    let names = if place.languages {
        !alt("Iptc4xmpExt:Name", named(&one.names)).1
    } else {
        one.names.len() > 1 || one.names.iter().any(|name| name.lang.is_some())
    };
    let is_only_code = place.field == "digital_source" && !one.names.is_empty();
    let geo = one.geo.is_some() && !matches!(place.field, "places" | "located");
    let rel = one.rel.is_some() && place.field != "contributors";
    let in_lists = matches!(place.field, "creators" | "info_sources");
    let extra = in_lists && one.extra.iter().any(|extra| extra.name != JOB_TITLE);
    let graded = one.relevance.is_some() || one.confidence.is_some() || one.why.is_some() || one.kind.is_some();
    let roles = one.names.iter().any(|name| name.role.is_some());
    codes > has_place || names || is_only_code || geo || rel || extra || graded || roles || called(one).is_none()
}

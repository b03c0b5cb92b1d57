//! Subjects, places, people and parties as XMP has them.

use super::fields::{CAPTION_WRITER, CATEGORY, JOB_TITLE};
use super::names::SOURCE_TYPES;
use super::places::{CORE, PARTS};
use super::write::{CATEGORIES, Sheet, core_of};
use super::write_parts::{alt, bag, entry, named, seq, structure, text};
use crate::losses::Losses;
use crate::newsml_g2::iptc_uri;
use crate::xml::Tag;
use interwire_core::item::{Concept, Extra, Item};

pub(super) fn write(item: &Item, sheet: &mut Sheet, losses: &mut Losses) {
    subjects(item, sheet);
    genres(item, sheet);
    parties(item, sheet, losses);
    people(item, sheet, losses);
    located(item, sheet, losses);
    let origin = item.digital_source.as_ref().and_then(|source| address(source, SOURCE_TYPES));
    sheet.add(text("Iptc4xmpExt:DigitalSourceType", origin.as_deref()));
}

/// The address of a concept: stated, of its code, or of its word under `scheme`.
fn address(concept: &Concept, scheme: &str) -> Option<String> {
    let code = concept.qcode.as_deref();
    let word = concept.literal.as_deref().filter(|_| !scheme.is_empty()).map(|word| format!("{scheme}{word}"));
    concept.uri.clone().or_else(|| code.and_then(iptc_uri)).or_else(|| code.map(str::to_owned)).or(word)
}

/// Puts the properties of a structure back that the model has no field for.
fn rest(concept: &Concept, but: &[&str]) -> String {
    let mut fields = Sheet::default();
    for extra in concept.extra.iter().filter(|extra| !but.contains(&extra.name.as_str())) {
        fields.put_back(extra);
    }
    fields.xml()
}

/// The names of a concept, or its word where it has none.
fn worded(property: &'static str, concept: &Concept) -> Option<Tag> {
    let word = concept.literal.as_deref().filter(|_| concept.names.is_empty());
    alt(property, named(&concept.names).chain(word.map(|word| (word, None)))).0
}

fn term(concept: &Concept) -> Tag {
    let id = address(concept, "");
    let names = worded("Iptc4xmpExt:CvTermName", concept);
    structure(text("Iptc4xmpExt:CvTermId", id.as_deref()).into_iter().chain(names)).raw(&rest(concept, &[]))
}

/// The list of before the Subject Codes that a subject is from.
pub(crate) fn category_of(subject: &Concept) -> Option<&'static str> {
    let list = Extra::find(&subject.extra, "list")?;
    CATEGORIES.into_iter().find(|known| *known == list)
}

fn subjects(item: &Item, sheet: &mut Sheet) {
    let (mut codes, mut terms, mut main, mut more) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for subject in &item.subjects {
        let word = subject.literal.as_deref().unwrap_or_default();
        match (category_of(subject), subject.qcode.as_deref().and_then(|code| code.strip_prefix("subj:"))) {
            (Some(list), _) if list == CATEGORY && main.is_empty() => main.push(word),
            (Some(_), _) => more.push(entry(word)),
            (None, Some(code)) if subject.names.is_empty() => codes.push(entry(code)),
            (None, _) => terms.push(term(subject)),
        }
    }
    sheet.add(bag("Iptc4xmpCore:SubjectCode", codes));
    sheet.add(bag("Iptc4xmpExt:AboutCvTerm", terms));
    sheet.add(text("photoshop:Category", main.first().copied()));
    sheet.add(bag("photoshop:SupplementalCategories", more));
}

fn genres(item: &Item, sheet: &mut Sheet) {
    let (mut scenes, mut terms, mut word) = (Vec::new(), Vec::new(), None);
    for genre in &item.genres {
        let scene = genre.qcode.as_deref().and_then(|code| code.strip_prefix("scn:"));
        let bare = genre.literal.as_deref().filter(|_| genre.names.is_empty() && address(genre, "").is_none());
        match (scene, bare) {
            (Some(code), _) => scenes.push(entry(code)),
            (None, Some(bare)) if word.is_none() => word = Some(bare),
            _ => terms.push(term(genre)),
        }
    }
    sheet.add(text("Iptc4xmpCore:IntellectualGenre", word));
    sheet.add(bag("Iptc4xmpExt:Genre", terms));
    sheet.add(bag("Iptc4xmpCore:Scene", scenes));
}

/// What a person or party is called.
pub(crate) fn called(concept: &Concept) -> Option<&str> {
    concept.names.first().map(|name| name.text.as_str()).or_else(|| concept.code())
}

/// Who made it, as printed: the creators, or the bylines where there are none.
pub(crate) fn creators(item: &Item) -> Vec<&str> {
    let creators: Vec<&str> = item.creators.iter().filter_map(called).collect();
    if creators.is_empty() { item.bylines.iter().map(|line| line.text.trim()).collect() } else { creators }
}

fn parties(item: &Item, sheet: &mut Sheet, losses: &mut Losses) {
    let creators = creators(item);
    if item.bylines.iter().any(|line| !creators.contains(&line.text.trim())) {
        losses.add("xmp_lacks", "bylines", "it names creators, not bylines");
    }
    sheet.add(seq("dc:creator", creators.iter().map(|name| entry(name))));
    let title = item.creators.first().and_then(|first| Extra::find(&first.extra, JOB_TITLE));
    sheet.add(text("photoshop:AuthorsPosition", title));
    let mut sources = item.info_sources.iter().filter_map(called);
    sheet.add(text("photoshop:Source", sources.next()));
    if sources.next().is_some() {
        losses.add("xmp_lacks", "info_sources", "there is a place for one source only");
    }
    let (mut writer, mut plain, mut roles) = (None, Vec::new(), Vec::new());
    for one in &item.contributors {
        let is_plain = one.rel.is_none() && one.uri.is_none() && one.extra.is_empty();
        match one.rel.as_deref() {
            Some(CAPTION_WRITER) if writer.is_none() => writer = called(one),
            None if is_plain => plain.extend(called(one).map(entry)),
            rel => {
                let id = text("Iptc4xmpExt:Identifier", address(one, "").as_deref()).into_iter();
                let name = worded("Iptc4xmpExt:Name", one);
                let role = bag("Iptc4xmpExt:Role", rel.map(entry));
                roles.push(structure(id.chain(name).chain(role)).raw(&rest(one, &[])));
            }
        }
    }
    sheet.add(text("photoshop:CaptionWriter", writer));
    sheet.add(bag("dc:contributor", plain));
    sheet.add(bag("Iptc4xmpExt:Contributor", roles));
    let provider = item.provider.as_ref().map(|provider| {
        let id = provider.literal.clone().or_else(|| address(provider, ""));
        let name = text("plus:ImageSupplierName", called(provider));
        structure(name.into_iter().chain(text("plus:ImageSupplierID", id.as_deref()))).raw(&rest(provider, &[]))
    });
    sheet.add(seq("plus:ImageSupplier", provider));
}

fn people(item: &Item, sheet: &mut Sheet, losses: &mut Losses) {
    sheet.add(bag("Iptc4xmpExt:PersonInImage", item.people.iter().filter_map(called).map(entry)));
    let detailed =
        item.people.iter().filter(|one| address(one, "").is_some() || !one.extra.is_empty() || one.names.len() > 1);
    let detailed = detailed.map(|one| {
        let more = one.extra.iter().filter(|extra| extra.name == "Iptc4xmpExt:PersonId").map(|id| entry(&id.value));
        let ids = bag("Iptc4xmpExt:PersonId", address(one, "").iter().map(|id| entry(id)).chain(more));
        let name = worded("Iptc4xmpExt:PersonName", one);
        structure(ids.into_iter().chain(name)).raw(&rest(one, &["Iptc4xmpExt:PersonId"]))
    });
    sheet.add(bag("Iptc4xmpExt:PersonInImageWDetails", detailed));
    let names = item.organisations.iter().filter_map(called).map(entry);
    sheet.add(bag("Iptc4xmpExt:OrganisationInImageName", names));
    let code = |one: &Concept| one.literal.clone().or_else(|| address(one, "")).filter(|_| !one.names.is_empty());
    let codes: Vec<String> = item.organisations.iter().filter_map(code).collect();
    // Names and codes belong together only by their places.
    if codes.len() == item.organisations.len() {
        sheet.add(bag("Iptc4xmpExt:OrganisationInImageCode", codes.iter().map(|code| entry(code))));
    } else if !codes.is_empty() {
        losses.add("xmp_lacks", "organisations", "codes are written only if every organisation has one");
    }
}

fn located(item: &Item, sheet: &mut Sheet, losses: &mut Losses) {
    let in_core = |place: &&Concept| place.extra.iter().any(|extra| CORE.contains(&extra.name.as_str()));
    let structures = item.located.iter().filter(|place| !in_core(place)).map(|one| place(one, losses));
    let structures: Vec<Tag> = structures.collect();
    sheet.add(bag("Iptc4xmpExt:LocationCreated", structures));
    for (name, part) in [
        ("Iptc4xmpCore:Location", 0),
        ("photoshop:City", 1),
        ("photoshop:State", 2),
        ("photoshop:Country", 3),
        ("Iptc4xmpCore:CountryCode", 4),
    ] {
        sheet.add(text(name, core_of(item).get(part).and_then(Option::as_deref)));
    }
    let shown: Vec<Tag> = item.places.iter().map(|one| place(one, losses)).collect();
    sheet.add(bag("Iptc4xmpExt:LocationShown", shown));
}

fn place(place: &Concept, losses: &mut Losses) -> Tag {
    let part = |at: usize| PARTS.get(at).and_then(|name| Extra::find(&place.extra, name));
    let more = place.extra.iter().filter(|extra| extra.name == "Iptc4xmpExt:LocationId").map(|id| entry(&id.value));
    let ids = bag("Iptc4xmpExt:LocationId", address(place, "").iter().map(|id| entry(id)).chain(more));
    // A name that is one of the parts is not said twice.
    let is_part = |text: &str| (0..PARTS.len()).any(|at| part(at) == Some(text));
    let own = place.names.len() > 1 || place.names.iter().any(|name| !is_part(&name.text));
    let names = worded("Iptc4xmpExt:LocationName", place).filter(|_| own || place.names.is_empty());
    let point = place.geo.as_deref().map(|geo| (geo, gps(geo)));
    if matches!(point, Some((_, None))) {
        losses.add("xmp_lacks", "places", "of a place on earth only a point can be told");
    }
    let (latitude, longitude) = point.and_then(|(_, gps)| gps).unzip();
    let parts = [
        text("Iptc4xmpExt:Sublocation", part(0)),
        text("Iptc4xmpExt:City", part(1)),
        text("Iptc4xmpExt:ProvinceState", part(2)),
        text("Iptc4xmpExt:CountryName", part(3)),
        text("Iptc4xmpExt:CountryCode", part(4)),
        text("Iptc4xmpExt:WorldRegion", part(5)),
        text("exif:GPSLatitude", latitude.as_deref()),
        text("exif:GPSLongitude", longitude.as_deref()),
    ];
    let known: Vec<&str> = PARTS.into_iter().chain(["Iptc4xmpExt:LocationId"]).collect();
    structure(ids.into_iter().chain(names).chain(parts.into_iter().flatten())).raw(&rest(place, &known))
}

/// A point of GeoJSON as the coordinates of XMP.
fn gps(geo: &str) -> Option<(String, String)> {
    let value: serde_json::Value = serde_json::from_str(geo).ok()?;
    let list = value.get("coordinates").filter(|_| value.get("type").is_some_and(|kind| kind == "Point"))?;
    let coordinate = |at: usize, max: f64, marks: [char; 2]| {
        let number = list.get(at)?.as_f64().filter(|number| number.abs() <= max)?;
        let mark = if number < 0.0 { marks[1] } else { marks[0] };
        Some(format!("{},{:.6}{mark}", number.abs().trunc(), number.abs().fract() * 60.0))
    };
    Some((coordinate(1, 90.0, ['N', 'S'])?, coordinate(0, 180.0, ['E', 'W'])?))
}

//! Properties to an item. spec: IPTC Photo Metadata Standard 2025.1, Core and Extension.
//!
//! The caption is a description, the title a slugline, the job a name of the item elsewhere. Everything that is not
//! named here is kept under its name in `extra`.

use super::names;
use super::packet::Property;
use super::places::{self, legacy};
use super::rights;
use super::take::Fields;
use interwire_core::item::{
    AltId, Concept, EdNote, Embargo, Extra, Item, ItemType, Line, Moment, Name, PubStatus, Version,
};

/// The role of the caption among the descriptions.
pub(crate) const CAPTION: &str = "drol:caption";
/// Texts for those who do not see the photograph, by the names of their properties.
pub(super) const FOR_THE_BLIND: [&str; 2] = ["Iptc4xmpCore:AltTextAccessibility", "Iptc4xmpCore:ExtDescrAccessibility"];
/// The role of the name that the job gives the item.
pub(crate) const JOB: &str = "photoshop:TransmissionReference";
/// What a person is called who wrote the caption.
pub(crate) const CAPTION_WRITER: &str = "photoshop:CaptionWriter";
/// The title of the first creator.
pub(crate) const JOB_TITLE: &str = "photoshop:AuthorsPosition";
/// A property of subjects that come from the old lists of categories.
pub(crate) const CATEGORY: &str = "photoshop:Category";
/// Likewise, for the second level.
pub(crate) const MORE_CATEGORIES: &str = "photoshop:SupplementalCategories";

/// The item that a packet describes.
pub(crate) fn item(properties: Vec<Property<'_>>) -> Item {
    let (mut fields, mut item) = (Fields::new(properties), Item::default());
    item.guid = ["Iptc4xmpExt:DigImageGUID", "Iptc4xmpExt:DigitalImageGUID"]
        .iter()
        .find_map(|name| fields.text(name).and_then(|guid| guid.parse().ok()));
    texts(&mut fields, &mut item);
    subjects(&mut fields, &mut item);
    parties(&mut fields, &mut item);
    people(&mut fields, &mut item);
    item.located = places::list(&mut fields, "Iptc4xmpExt:LocationCreated");
    item.places = places::list(&mut fields, "Iptc4xmpExt:LocationShown");
    legacy(&mut fields, &mut item);
    item.rights.extend(rights::read(&mut fields));
    times(&mut fields, &mut item);
    own(&mut fields, &mut item);
    item.extra = fields.rest();
    item
}

fn texts(fields: &mut Fields<'_>, item: &mut Item) {
    item.headlines = fields.lines("photoshop:Headline");
    item.sluglines = fields.lines("dc:title");
    let roles = [("dc:description", CAPTION)].into_iter().chain(FOR_THE_BLIND.map(|name| (name, name)));
    for (name, role) in roles {
        let lines = fields.lines(name).into_iter();
        item.descriptions.extend(lines.map(|line| Line { role: Some(role.to_owned()), ..line }));
    }
    item.keywords = fields.lines("dc:subject");
    item.languages = fields.texts("dc:language");
    item.creditlines = fields.lines("photoshop:Credit");
    item.generators = fields.lines("xmp:CreatorTool");
    let notes = fields.lines("photoshop:Instructions").into_iter();
    item.ed_notes = notes.map(|line| EdNote { text: line.text, lang: line.lang, ..EdNote::default() }).collect();
    for (name, role) in [("photoshop:TransmissionReference", JOB), ("dc:identifier", "dc:identifier")] {
        let ids = fields.texts(name).into_iter();
        item.alt_ids.extend(ids.map(|value| AltId { role: Some(role.to_owned()), value, ..AltId::default() }));
    }
    if let Some(urgency) = fields.text("photoshop:Urgency") {
        match urgency.parse() {
            Ok(number) if (1..=9).contains(&number) => item.urgency = Some(number),
            _ => item.extra.push(Extra::text("photoshop:Urgency", &urgency)),
        }
    }
    item.digital_source = fields.text("Iptc4xmpExt:DigitalSourceType").map(|uri| {
        let qcode = names::code_of(&uri);
        Concept { qcode, ..Concept::of_uri(&uri) }
    });
}

/// A code of a list that the IPTC has an alias for.
fn coded(alias: &str, code: &str) -> Concept {
    match code.len() {
        len if (len == 8 && alias == "subj" || len == 6 && alias == "scn")
            && code.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            let qcode = format!("{alias}:{code}");
            Concept { uri: crate::newsml_g2::iptc_uri(&qcode), qcode: Some(qcode), ..Concept::default() }
        }
        _ => Concept { literal: Some(code.to_owned()), ..Concept::default() },
    }
}

fn subjects(fields: &mut Fields<'_>, item: &mut Item) {
    item.subjects = fields.texts("Iptc4xmpCore:SubjectCode").iter().map(|code| coded("subj", code)).collect();
    item.subjects.extend(terms(fields, "Iptc4xmpExt:AboutCvTerm"));
    for name in [CATEGORY, MORE_CATEGORIES] {
        item.subjects.extend(fields.texts(name).iter().map(|word| category(name, word)));
    }
    let genre = |word: &String| Concept { literal: Some(word.clone()), ..Concept::default() };
    item.genres = fields.texts("Iptc4xmpCore:IntellectualGenre").iter().map(genre).collect();
    item.genres.extend(terms(fields, "Iptc4xmpExt:Genre"));
    item.genres.extend(fields.texts("Iptc4xmpCore:Scene").iter().map(|code| coded("scn", code)));
}

/// A subject from the lists of before the Subject Codes.
pub(crate) fn category(list: &str, word: &str) -> Concept {
    Concept { literal: Some(word.to_owned()), extra: vec![Extra::text("list", list)], ..Concept::default() }
}

/// Terms of controlled vocabularies.
fn terms(fields: &mut Fields<'_>, name: &str) -> Vec<Concept> {
    let one = |mut term: Fields<'_>| {
        let uri = term.text("Iptc4xmpExt:CvTermId");
        let qcode = uri.as_deref().and_then(names::code_of);
        let names = names(term.lines("Iptc4xmpExt:CvTermName"));
        Concept { uri, qcode, names, extra: term.rest(), ..Concept::default() }
    };
    let terms = fields.structs(name).into_iter().filter(|term| !term.is_empty());
    terms.map(one).collect()
}

/// Lines as the names of a concept.
pub(super) fn names(lines: Vec<Line>) -> Vec<Name> {
    lines.into_iter().map(|line| Name { lang: line.lang, role: None, text: line.text }).collect()
}

fn parties(fields: &mut Fields<'_>, item: &mut Item) {
    let named = |name: &String| Concept::of_name(name);
    item.creators = fields.texts("dc:creator").iter().map(named).collect();
    item.bylines = item.creators.iter().filter_map(Concept::code).map(Line::of).collect();
    if let Some(first) = item.creators.first_mut() {
        first.extra.extend(fields.text(JOB_TITLE).map(|title| Extra::text(JOB_TITLE, &title)));
    }
    item.info_sources = fields.texts("photoshop:Source").iter().map(named).collect();
    let writer = |name: &String| Concept { rel: Some(CAPTION_WRITER.to_owned()), ..Concept::of_name(name) };
    item.contributors = fields.texts(CAPTION_WRITER).iter().map(writer).collect();
    item.contributors.extend(fields.texts("dc:contributor").iter().map(named));
    for mut one in fields.structs("Iptc4xmpExt:Contributor").into_iter().filter(|one| !one.is_empty()) {
        item.contributors.push(Concept {
            uri: one.text("Iptc4xmpExt:Identifier"),
            names: names(one.lines("Iptc4xmpExt:Name")),
            rel: one.text("Iptc4xmpExt:Role"),
            extra: one.rest(),
            ..Concept::default()
        });
    }
    let mut suppliers = fields.structs("plus:ImageSupplier").into_iter().filter(|one| !one.is_empty());
    item.provider = suppliers.next().map(|one| rights::party(one, "plus:ImageSupplier"));
    for other in suppliers {
        item.info_sources.push(rights::party(other, "plus:ImageSupplier"));
    }
}

fn people(fields: &mut Fields<'_>, item: &mut Item) {
    item.people = fields.texts("Iptc4xmpExt:PersonInImage").iter().map(|name| Concept::of_name(name)).collect();
    for mut one in fields.structs("Iptc4xmpExt:PersonInImageWDetails").into_iter().filter(|one| !one.is_empty()) {
        let mut ids = one.texts("Iptc4xmpExt:PersonId").into_iter();
        let person = Concept {
            uri: ids.next(),
            names: names(one.lines("Iptc4xmpExt:PersonName")),
            extra: ids.map(|id| Extra::text("Iptc4xmpExt:PersonId", &id)).chain(one.rest()).collect(),
            ..Concept::default()
        };
        // Those with details are usually listed by their names too.
        let same = |known: &Concept| known.uri.is_none() && known.names.first() == person.names.first();
        match item.people.iter_mut().find(|known| same(known)) {
            Some(known) => *known = person,
            None => item.people.push(person),
        }
    }
    let organisations = fields.texts("Iptc4xmpExt:OrganisationInImageName");
    let codes = fields.texts("Iptc4xmpExt:OrganisationInImageCode");
    let paired = organisations.len() == codes.len();
    for (at, name) in organisations.iter().enumerate() {
        let literal = codes.get(at).filter(|_| paired).cloned();
        item.organisations.push(Concept { literal, ..Concept::of_name(name) });
    }
    let apart = codes.into_iter().filter(|_| !paired);
    item.organisations.extend(apart.map(|code| Concept { literal: Some(code), ..Concept::default() }));
}

fn times(fields: &mut Fields<'_>, item: &mut Item) {
    let mut moment = |name: &str| fields.text(name).map(|text| Moment::new(&dashed(&text)));
    let times = &mut item.times;
    times.content_created = moment("photoshop:DateCreated").or_else(|| moment("exif:DateTimeOriginal"));
    times.first_created = moment("xmp:CreateDate");
    times.content_modified = moment("xmp:ModifyDate");
    times.version_created = moment("xmp:MetadataDate").or_else(|| times.content_modified.clone());
}

/// Some write days as EXIF does: `2026:11:23`.
fn dashed(text: &str) -> String {
    let is_exif = matches!(text.as_bytes(), [_, _, _, _, b':', _, _, b':', ..]) && text.is_ascii();
    if is_exif { text.replacen(':', "-", 2) } else { text.to_owned() }
}

/// What we say ourselves, for XMP has no place for it.
fn own(fields: &mut Fields<'_>, item: &mut Item) {
    // The name of a packet's second part is of this one file only.
    fields.text("xmpNote:HasExtendedXMP");
    item.version = fields.text("iw:version").map_or(Version::Absent, |version| Version::parse(&version));
    item.pub_status = fields.text("iw:status").map(|status| PubStatus::parse(&status));
    item.times.embargoed = fields.text("iw:embargoed").map(|until| match until.as_str() {
        "indefinite" => Embargo::Indefinite,
        until => Embargo::new(until),
    });
    item.kind = fields.text("iw:kind").map(|kind| ItemType::parse(&kind));
    item.times.expires = fields.text("iw:expires").map(|at| Moment::new(&at));
}

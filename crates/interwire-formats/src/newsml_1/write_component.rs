//! The outermost `NewsComponent`: lines, descriptive metadata, and the topics that these name.

use super::metadata::LEVELS;
use super::write::formal;
use super::write_meta::{administrative, dateline_date, properties, rights, word};
use super::{write_content, write_meta};
use crate::losses::Losses;
use crate::newsml_g2::iptc_uri;
use crate::xml::Tag;
use interwire_core::item::{Concept, EdNote, Extra, Item, Line, Name};

/// Words that topics have, as this format has them.
#[derive(Default)]
struct Topics {
    list: Vec<Tag>,
}

impl Topics {
    fn names(&mut self, kind: &'static str, code: &str, names: &[Name], id: Option<&str>) {
        let description = |name: &Name| {
            let tag = Tag::new("Description").with_some("xml:lang", name.lang.as_deref());
            tag.with_some("Variant", name.role.as_deref()).text(&name.text)
        };
        let topic = Tag::new("Topic").with_some("Duid", id).child(formal("TopicType", kind));
        let topic = topic.child(Tag::new("FormalName").text(code));
        self.list.push(topic.children(names.iter().map(description)));
    }
}

pub(super) fn root(item: &Item, losses: &mut Losses) -> Tag {
    let mut topics = Topics::default();
    let descriptive = descriptive(item, &mut topics, losses);
    let mut tag = Tag::new("NewsComponent");
    let comments = item.ed_notes.iter().filter(|note| is_comment(note));
    tag = tag.children(
        comments.map(|note| Tag::new("Comment").with_some("xml:lang", note.lang.as_deref()).text(&note.text)),
    );
    if !topics.list.is_empty() {
        tag = tag.child(formal("TopicSet", "NewsSubjects").children(topics.list));
    }
    let sections = [lines(item, losses), administrative(item, losses), rights(&item.rights, losses), descriptive];
    tag = sections.into_iter().filter(|section| !section.is_empty()).fold(tag, Tag::child);
    tag.children(write_content::components(item, losses))
}

fn is_comment(note: &EdNote) -> bool {
    note.role.as_deref() == Some("Comment")
}

fn line(name: &'static str, one: &Line, field: &str, losses: &mut Losses) -> Tag {
    if one.extra.iter().any(|extra| extra.name == "markup") {
        losses.add("markup_lost", field, "a line is plain text");
    }
    if one.content_type.is_some() || one.extra.iter().any(|extra| extra.name != "markup") {
        losses.add("not_understood", field, "properties kept from another source");
    }
    Tag::new(name).with_some("xml:lang", one.lang.as_deref()).text(&one.text)
}

fn lines(item: &Item, losses: &mut Losses) -> Tag {
    let mut tag = Tag::new("NewsLines");
    for (at, one) in item.headlines.iter().enumerate() {
        let sub = at > 0 && one.role.as_deref().is_some();
        if sub && one.role.as_deref() != Some("SubHeadLine") {
            losses.add("newsml_1_lacks", "headlines", "a headline has no role but that of a subordinate one");
        }
        // spec: a subordinate headline follows a main one, at most one each.
        let follows = sub && item.headlines.get(at - 1).is_some_and(|before| at == 1 || before.role.is_none());
        tag = tag.child(line(if follows { "SubHeadLine" } else { "HeadLine" }, one, "headlines", losses));
    }
    let is_title = |one: &&Line| one.role.as_deref() == Some("ByLineTitle");
    for one in item.bylines.iter().filter(|one| !is_title(one)) {
        if one.role.is_some() {
            losses.add("newsml_1_lacks", "bylines", "a byline has no role");
        }
        tag = tag.child(line("ByLine", one, "bylines", losses));
    }
    tag = tag.children(item.bylines.iter().find(is_title).map(|one| line("ByLineTitle", one, "bylines", losses)));
    let series = |one: &&Line| one.role.as_deref() == Some("SeriesLine");
    let label = |one: &&Line| one.role.as_deref() == Some("NameLabel");
    for (name, field, list) in [
        ("DateLine", "datelines", item.datelines.iter().collect::<Vec<_>>()),
        ("CreditLine", "creditlines", item.creditlines.iter().collect()),
        ("CopyrightLine", "rights", item.rights.iter().flat_map(|rights| &rights.notices).collect()),
        (
            "RightsLine",
            "rights",
            item.rights.iter().flat_map(|rights| &rights.terms).filter(|one| !is_usage(one)).collect(),
        ),
        ("SeriesLine", "descriptions", item.descriptions.iter().filter(series).collect()),
        ("SlugLine", "sluglines", item.sluglines.iter().filter(|one| !label(one)).collect()),
    ] {
        for one in list {
            if one.role.is_some() && name != "SeriesLine" {
                losses.add("newsml_1_lacks", field, "a line of this sort has no role");
            }
            tag = tag.child(line(name, one, field, losses));
        }
    }
    for one in item.descriptions.iter().filter(|one| !series(one)) {
        tag = tag.child(description(one, losses));
    }
    let notes = item.ed_notes.iter().filter(|note| !is_comment(note));
    tag.children(notes.map(|note| advisory(note, losses)).collect::<Vec<_>>())
}

fn is_usage(one: &Line) -> bool {
    matches!(one.role.as_deref(), Some("UsageType" | "Limitations"))
}

fn news_line(kind: &str, text: Tag) -> Tag {
    Tag::new("NewsLine").child(formal("NewsLineType", kind)).child(text)
}

fn description(one: &Line, losses: &mut Losses) -> Tag {
    let role = one.role.as_deref().unwrap_or_default();
    let kind = if role.to_lowercase().contains("caption") { "caption" } else { "summary" };
    if !role.is_empty() && !role.eq_ignore_ascii_case(kind) {
        losses.add("newsml_1_lacks", "descriptions", format!("the role {role:?} is written as {kind}"));
    }
    news_line(kind, line("NewsLineText", one, "descriptions", losses))
}

fn advisory(note: &EdNote, losses: &mut Losses) -> Tag {
    if note.non_public || !note.extra.is_empty() {
        losses.add("newsml_1_lacks", "ed_notes", "that a note is not public, and its markup, have no place");
    }
    let role = note.role.as_deref().filter(|role| !["caption", "summary"].contains(&role.to_lowercase().as_str()));
    let text = Tag::new("NewsLineText").with_some("xml:lang", note.lang.as_deref()).text(&note.text);
    news_line(role.unwrap_or("AdvisoryLine"), text)
}

fn descriptive(item: &Item, topics: &mut Topics, losses: &mut Losses) -> Tag {
    let mut tag = Tag::new("DescriptiveMetadata");
    tag = tag.children(item.languages.iter().map(|tag| formal("Language", tag)));
    tag = tag.children(item.genres.iter().map(word).filter(|word| !word.is_empty()).map(|word| formal("Genre", word)));
    tag =
        tag.children(item.subjects.iter().filter(|one| !is_topic(one)).filter_map(|one| subject(one, topics, losses)));
    let interest = item.extra.iter().filter(|extra| extra.name == "OfInterestTo");
    tag = tag.children(interest.map(|extra| formal("OfInterestTo", &extra.value)));
    tag = tag.children(dateline_date(item, losses));
    tag = tag.children(item.located.iter().map(|place| location(place, Some("Origin"), losses)));
    let is_location = |place: &&Concept| place.names.iter().any(|name| name.role.is_some());
    for place in item.places.iter().filter(is_location) {
        tag = tag.child(location(place, Extra::find(&place.extra, "HowPresent"), losses));
    }
    let places = item.places.iter().filter(|place| !is_location(place)).map(|one| ("Location", one));
    let people = item.people.iter().map(|one| ("Person", one));
    let organisations = item.organisations.iter().map(|one| ("Organisation", one));
    let subjects = item.subjects.iter().filter(|one| is_topic(one)).map(|one| ("Topic", one));
    for (kind, one) in places.chain(people).chain(organisations).chain(subjects) {
        if word(one).trim().is_empty() {
            losses.add("concept_unnamed", "subjects", "what has neither code nor name is left out");
            continue;
        }
        let id = format!("topic{}", topics.list.len() + 1);
        let code = one.qcode.as_deref().or(one.uri.as_deref()).or(one.literal.as_deref()).unwrap_or_else(|| word(one));
        topics.names(kind, code, &one.names, Some(&id));
        tag = tag.child(Tag::new("TopicOccurrence").with("Topic", &format!("#{id}")));
    }
    for (name, list) in [("Keyword", &item.keywords), ("GeneratorSoftware", &item.generators)] {
        tag = tag.children(list.iter().map(|one| formal("Property", name).with("Value", &one.text)));
        if list.iter().any(|one| one.role.is_some() || one.lang.is_some() || !one.extra.is_empty()) {
            losses.add("newsml_1_lacks", "keywords", "role, language and other properties have no place");
        }
    }
    tag.children(properties("DescriptiveMetadata", item))
}

fn is_topic(concept: &Concept) -> bool {
    Extra::find(&concept.extra, "level") == Some("TopicOccurrence")
}

/// A code with its vocabulary; the level of a Subject Code follows from its zeros.
fn subject(one: &Concept, topics: &mut Topics, losses: &mut Losses) -> Option<Tag> {
    let by_code = one.qcode.as_deref().and_then(|qcode| qcode.split_once(':'));
    let codes = [by_code.map(|(_, code)| code), one.uri.as_deref(), one.literal.as_deref()];
    let code = codes.into_iter().flatten().find(|code| !code.trim().is_empty()).unwrap_or_else(|| word(one));
    if code.trim().is_empty() {
        losses.add("concept_unnamed", "subjects", "what has neither code nor name is left out");
        return None;
    }
    let name = match by_code {
        Some(("subj", code)) if code.ends_with("000000") => "Subject",
        Some(("subj", code)) if code.ends_with("000") => "SubjectMatter",
        Some(("subj", _)) => "SubjectDetail",
        _ => match Extra::find(&one.extra, "level") {
            Some("SubjectMatter") => "SubjectMatter",
            Some("SubjectDetail") => "SubjectDetail",
            Some("SubjectQualifier") => "SubjectQualifier",
            _ => "Subject",
        },
    };
    // A qualifier stands behind what it qualifies.
    let name = if name == "SubjectQualifier" { "Subject" } else { name };
    let kept = |name: &str| Extra::find(&one.extra, name);
    let scheme = match by_code {
        Some(("subj", _)) => Some("IptcSubjectCodes"),
        Some((alias, _)) => Some(alias),
        None => kept("Scheme"),
    };
    let implied = one.qcode.as_deref().and_then(iptc_uri);
    if by_code.is_some() && one.uri.is_some() && one.uri != implied {
        losses.add("newsml_1_lacks", "subjects/uri", "of code and URI the code is written");
    }
    if one.relevance.is_some() || one.confidence.is_some() || one.why.is_some() || one.kind.is_some() {
        losses.add("newsml_1_lacks", "subjects", "type, relevance and confidence have no place");
    }
    if !one.names.is_empty() && code != word(one) {
        topics.names("Subject", code, &one.names, None);
    }
    let tag =
        Tag::new(name).with("FormalName", code).with_some("Vocabulary", kept("Vocabulary")).with_some("Scheme", scheme);
    Some(Tag::new("SubjectCode").child(tag))
}

fn location(place: &Concept, how: Option<&str>, losses: &mut Losses) -> Tag {
    let mut tag = Tag::new("Location").with_some("HowPresent", how);
    for name in &place.names {
        let level = match name.role.as_deref() {
            Some("city") => "City",
            Some("county-dist") => "Area",
            Some("state-prov") => "CountryArea",
            Some(level) if LEVELS.contains(&level) => level,
            _ => "Name",
        };
        tag = tag.child(formal("Property", level).with("Value", &name.text));
    }
    if place.names.is_empty() {
        tag = tag.child(formal("Property", "Name").with("Value", write_meta::word(place)));
    }
    let point = place.geo.as_deref().and_then(point);
    for (name, degrees) in
        point.iter().flat_map(|(latitude, longitude)| [("Latitude", latitude), ("Longitude", longitude)])
    {
        tag = tag.child(formal("Property", name).with("Value", degrees));
    }
    let known = ["HowPresent"];
    let unknown = place.extra.iter().any(|extra| !known.contains(&extra.name.as_str()));
    if place.geo.is_some() && point.is_none() || place.uri.is_some() || unknown {
        losses.add("newsml_1_lacks", "places", "of a place the names are written");
    }
    tag
}

/// Latitude and longitude of a GeoJSON point. spec: RFC 7946 section 3.1.2.
fn point(geo: &str) -> Option<(String, String)> {
    let json: serde_json::Value = serde_json::from_str(geo).ok()?;
    let coordinates = json.get("coordinates").filter(|_| json.get("type").is_some_and(|kind| kind == "Point"))?;
    Some((coordinates.get(1)?.as_f64()?.to_string(), coordinates.get(0)?.as_f64()?.to_string()))
}

//! Subjects in the head, and what is printed around the story.

use super::subjects::is_subject_code;
use super::write_docdata::{is_evloc, norm};
use crate::losses::Losses;
use crate::newsml_g2::iptc_uri;
use crate::spell::{is_language, is_nmtoken};
use crate::xml::Tag;
use interwire_core::item::text::collapse;
use interwire_core::item::{Concept, Extra, Item, Line};

/// The best word for somebody or something.
pub(super) fn word(concept: &Concept) -> &str {
    let name = concept.names.first().map(|name| name.text.as_str());
    let code = concept.literal.as_deref().or(concept.qcode.as_deref()).or(concept.uri.as_deref());
    name.filter(|name| !name.trim().is_empty()).or(code).unwrap_or_default()
}

/// Its Subject Code of eight digits.
fn subject_code(concept: &Concept) -> Option<&str> {
    let coded = concept.qcode.as_deref().and_then(|qcode| qcode.strip_prefix("subj:"));
    let by_uri = || concept.uri.as_deref()?.strip_prefix("http://cv.iptc.org/newscodes/subjectcode/");
    coded.or_else(by_uri).filter(|code| is_subject_code(code))
}

/// The number of a subject in another vocabulary, as NITF itself states it.
fn foreign_number(concept: &Concept) -> Option<(&str, &str)> {
    let owner = Extra::find(&concept.extra, "tobject.subject.ipr")?;
    let number = concept.literal.as_deref().filter(|number| is_nmtoken(number))?;
    Some((owner, number))
}

pub(super) fn tobject(item: &Item) -> Tag {
    let mut tag = Tag::new("tobject").with_some("tobject.type", Extra::find(&item.extra, "tobject.type"));
    for genre in &item.genres {
        tag = tag.child(Tag::new("tobject.property").with("tobject.property.type", word(genre)));
    }
    for subject in &item.subjects {
        let (owner, number) = match (subject_code(subject), foreign_number(subject)) {
            (Some(code), _) => (None, code),
            (None, Some((owner, number))) => (Some(owner), number),
            (None, None) => continue,
        };
        let owner = owner.or(Extra::find(&subject.extra, "tobject.subject.ipr"));
        let name = |level: &str| {
            let name = subject.names.iter().find(|name| name.role.as_deref() == Some(level))?;
            Some(name.text.as_str())
        };
        let bare = subject.names.first().filter(|name| name.role.is_none()).map(|name| name.text.as_str());
        let level = if number.ends_with("000000") {
            "type"
        } else if number.ends_with("000") {
            "matter"
        } else {
            "detail"
        };
        let mut one = Tag::new("tobject.subject").with_some("tobject.subject.ipr", owner);
        one = one.with("tobject.subject.refnum", number);
        one = one.with_some("tobject.subject.code", Extra::find(&subject.extra, "tobject.subject.code"));
        for each in ["type", "matter", "detail"] {
            let text = name(each).or(bare.filter(|_| each == level));
            one = one.with_some(&format!("tobject.subject.{each}"), text);
        }
        tag = tag.child(one);
    }
    tag
}

/// What the content is about, beyond Subject Codes.
pub(super) fn identified(item: &Item, losses: &mut Losses) -> Tag {
    let people = item.people.iter().map(|person| ("person", person));
    let organisations = item.organisations.iter().map(|organisation| ("org", organisation));
    let places = item.places.iter().filter(|place| !is_evloc(place)).map(|place| ("location", place));
    let others = |one: &&Concept| subject_code(one).is_none() && foreign_number(one).is_none();
    let subjects = item.subjects.iter().filter(others).map(|subject| ("classifier", subject));
    let mut tag = Tag::new("identified-content");
    for (name, concept) in people.chain(organisations).chain(places).chain(subjects) {
        if word(concept).trim().is_empty() {
            losses.add("concept_unnamed", "subjects", "what has neither code nor name is left out");
        } else {
            tag = tag.child(named(name, concept, losses));
        }
    }
    tag
}

fn named(name: &'static str, concept: &Concept, losses: &mut Losses) -> Tag {
    let (source, code) = if name == "location" { ("code-source", "location-code") } else { ("idsrc", "value") };
    let kept = |name: &str| Extra::find(&concept.extra, name);
    let by_code = concept.qcode.as_deref().and_then(|qcode| qcode.split_once(':'));
    let by_uri = concept.uri.as_deref();
    let (stated_source, stated) = match (by_code, kept(code)) {
        (Some((alias, code)), _) => (Some(alias), Some(code)),
        (None, Some(code)) => (kept(source), Some(code)),
        (None, None) => (None, by_uri.or(concept.qcode.as_deref()).or(concept.literal.as_deref())),
    };
    let implied = concept.qcode.as_deref().and_then(iptc_uri);
    if by_code.is_some() && by_uri.is_some_and(|uri| implied.as_deref() != Some(uri)) {
        losses.add("nitf_lacks", "subjects/uri", "of code and URI the code is written");
    }
    if concept.relevance.is_some() || concept.confidence.is_some() || concept.why.is_some() || concept.rel.is_some() {
        losses.add("nitf_lacks", "subjects", "relevance, confidence and relation have no place");
    }
    if concept.names.len() > 1 {
        losses.add("nitf_lacks", "subjects/names", "there is place for one name");
    }
    let kind = (name == "classifier").then(|| concept.kind.as_deref().unwrap_or("subject"));
    let lang = concept.names.first().and_then(|name| name.lang.as_deref()).filter(|lang| is_language(lang));
    let tag = Tag::new(name).with_some("xml:lang", lang).with_some("type", kind);
    let tag = tag.with_some(code, stated).with_some(source, stated_source);
    tag.text(&concept.names.first().map(|name| collapse(&name.text)).unwrap_or_default())
}

pub(super) fn body_head(item: &Item, losses: &mut Losses) -> Tag {
    let mut tag = Tag::new("body.head");
    let mut headlines = item.headlines.iter();
    if let Some(main) = headlines.next() {
        let mut headline = Tag::new("hedline").child(line("hl1", main, &[], losses));
        headline = headline.children(headlines.map(|one| line("hl2", one, &["hl2"], losses)).collect::<Vec<_>>());
        tag = tag.child(headline);
    }
    tag = bylines(tag, item, losses);
    let mut credits = item.creditlines.iter();
    tag = tag.children(credits.next().map(|credit| line("distributor", credit, &[], losses)));
    if credits.next().is_some() {
        losses.add("nitf_lacks", "creditlines", "there is place for one distributor");
    }
    tag = datelines(tag, item, losses);
    for description in &item.descriptions {
        let paragraphs = description.text.split('\n').map(|text| Tag::new("p").text(text));
        if description.role.as_deref().is_some_and(|role| role != "drol:summary") {
            losses.add("nitf_lacks", "descriptions", "an abstract has no role");
        }
        markup(description, "descriptions", losses);
        tag = tag.child(Tag::new("abstract").children(paragraphs));
    }
    tag
}

/// Markup inside a line is not written again, its text is.
fn markup(line: &Line, field: &str, losses: &mut Losses) {
    if Extra::find(&line.extra, "markup").is_some() {
        losses.add("markup_lost", field, "markup inside the line is not written");
    }
    if line.extra.iter().any(|extra| !["markup", "id", "class"].contains(&extra.name.as_str()))
        || line.content_type.is_some()
    {
        losses.add("not_understood", field, "properties kept from another source");
    }
}

fn line(name: &'static str, line: &Line, roles: &[&str], losses: &mut Losses) -> Tag {
    let field = match name {
        "hl1" | "hl2" => "headlines",
        "distributor" => "creditlines",
        _ => "bylines",
    };
    if line.role.as_deref().is_some_and(|role| !roles.contains(&role)) {
        losses.add(
            "nitf_lacks",
            field,
            format!("the role {:?} has no place", line.role.as_deref().unwrap_or_default()),
        );
    }
    markup(line, field, losses);
    let lang = line.lang.as_deref().filter(|lang| is_language(lang));
    Tag::new(name).with_some("xml:lang", lang).text(&line.text)
}

fn is_tagline(line: &Line) -> bool {
    line.role.as_deref() == Some("tagline")
}

fn bylines(mut tag: Tag, item: &Item, losses: &mut Losses) -> Tag {
    let mut printed = String::new();
    for one in item.bylines.iter().filter(|line| !is_tagline(line)) {
        tag = tag.child(line("byline", one, &[], losses));
        printed += &one.text;
    }
    for creator in &item.creators {
        if printed.contains(word(creator)) && !word(creator).is_empty() {
            losses.add("nitf_lacks", "creators", "who is in the byline is not named beside it");
            continue;
        }
        if printed.is_empty() {
            tag = tag.child(Tag::new("byline").child(Tag::new("person").text(word(creator))));
        } else {
            losses.add("nitf_lacks", "creators", "who is not in the byline has no place");
        }
    }
    tag
}

/// The first dateline has the place where and the time when it was written marked up in it.
fn datelines(mut tag: Tag, item: &Item, losses: &mut Losses) -> Tag {
    let created = item.times.content_created.as_ref().and_then(|at| norm(at, "content_created", losses));
    let mut date = created.map(|at| Tag::new("story.date").with("norm", &at));
    let mut located = item.located.first();
    if item.located.len() > 1 {
        losses.add("nitf_lacks", "located", "there is place for one location");
    }
    for one in &item.datelines {
        markup(one, "datelines", losses);
        let place = located.map(word).filter(|place| !place.is_empty());
        let marked = place.and_then(|place| one.text.split_once(place).map(|(before, after)| (before, place, after)));
        let line = match marked {
            Some((before, place, after)) => {
                located = None;
                Tag::new("dateline").text(before).child(Tag::new("location").text(place)).text(after)
            }
            None => Tag::new("dateline").text(&one.text),
        };
        tag = tag.child(line.children(date.take()));
    }
    match located {
        Some(place) if item.datelines.is_empty() => {
            let line = Tag::new("dateline").child(Tag::new("location").text(word(place)));
            tag = tag.child(line.children(date.take()));
        }
        Some(_) => losses.add("nitf_lacks", "located", "a place that is not in the dateline has no place"),
        None => {}
    }
    tag.children(date.map(|date| Tag::new("dateline").child(date)))
}

pub(super) fn body_end(item: &Item, losses: &mut Losses) -> Option<Tag> {
    let mut taglines = item.bylines.iter().filter(|line| is_tagline(line));
    let first = taglines.next()?;
    if taglines.next().is_some() {
        losses.add("nitf_lacks", "bylines", "there is place for one tagline");
    }
    Some(Tag::new("body.end").child(line("tagline", first, &["tagline"], losses)))
}

//! `NewsManagement`, and the metadata of the outermost component.

use super::write::{formal, time};
use crate::losses::Losses;
use crate::orders;
use crate::xml::Tag;
use interwire_core::item::{Concept, Embargo, Extra, Form, Item, Moment, PubStatus, Rights};

/// The best word for somebody or something.
pub(super) fn word(concept: &Concept) -> &str {
    let name = concept.names.first().map(|name| name.text.as_str()).filter(|name| !name.trim().is_empty());
    let code = concept.literal.as_deref().or(concept.qcode.as_deref()).or(concept.uri.as_deref());
    name.or(code).unwrap_or_default()
}

pub(super) fn management(item: &Item, guid: &str, created: &str, losses: &mut Losses) -> Tag {
    let kind = Extra::find(&item.extra, "NewsItemType").unwrap_or("News");
    let first = item.times.first_created.as_ref().and_then(|at| time(at, "first_created", losses));
    if first.is_none() {
        losses.add("required_filled", "first_created", "the time of the version stands for that of the first");
    }
    let mut tag = Tag::new("NewsManagement")
        .child(formal("NewsItemType", kind))
        .child(Tag::new("FirstCreated").text(first.as_deref().unwrap_or(created)))
        .child(Tag::new("ThisRevisionCreated").text(created));
    tag = tag.children(status(item, losses));
    tag = tag.children(item.urgency.map(|urgency| formal("Urgency", &urgency.to_string())));
    let related =
        |rel: &str| item.links.iter().filter(move |link| link.rel.as_deref() == Some(rel)).collect::<Vec<_>>();
    let history = related("RevisionHistory").into_iter().filter_map(|link| link.href.as_deref()).next();
    tag = tag.children(history.map(|href| Tag::new("RevisionHistory").with("Href", href)));
    for (rel, name) in [("irel:derivedFrom", "DerivedFrom"), ("irel:associatedWith", "AssociatedWith")] {
        for link in related(rel) {
            if !link.extra.is_empty() {
                losses.add("not_understood", "links", "properties kept from another source");
            }
            tag = tag.child(Tag::new(name).with_some("NewsItem", link.guid.as_deref().or(link.href.as_deref())));
        }
    }
    instructions(tag, item, guid, losses)
}

/// The status now, and how it will change. spec: an embargo is a status that will change.
fn status(item: &Item, losses: &mut Losses) -> Vec<Tag> {
    let stated = item.status();
    let word = match &stated {
        PubStatus::Usable => "Usable",
        PubStatus::Withheld => "Withheld",
        PubStatus::Canceled => "Canceled",
        PubStatus::Other(word) => {
            losses.add("status_unknown", "pub_status", format!("{:?} is written as Withheld", word.as_str()));
            "Withheld"
        }
    };
    let change = |future: &str, at: &str| {
        let change = Tag::new("StatusWillChange").child(formal("FutureStatus", future));
        change.child(Tag::new("DateAndTime").text(at))
    };
    let expires = item.times.expires.as_ref();
    let (word, will_change) = match &item.times.embargoed {
        Some(embargo) if word == "Usable" => {
            let until = match embargo {
                Embargo::Until(at) if at.time().is_some() => time(at, "embargoed", losses),
                _ => {
                    losses.add("embargo_unclear", "embargoed", "an embargo without a clear end is written as a status");
                    None
                }
            };
            ("Embargoed", until.map(|at| change("Usable", &at)))
        }
        Some(_) => {
            losses.add("newsml_1_lacks", "embargoed", "what may not be used anyway has no embargo");
            (word, None)
        }
        None => {
            let at = expires.and_then(|at| time(at, "expires", losses)).filter(|_| word == "Usable");
            let future = Extra::find(&item.extra, "FutureStatus");
            let future = if future == Some("canceled") { "Canceled" } else { "Withheld" };
            (word, at.map(|at| change(future, &at)))
        }
    };
    if expires.is_some() && (item.times.embargoed.is_some() || word != "Usable") {
        losses.add("newsml_1_lacks", "expires", "there is place for one change of status");
    }
    std::iter::once(formal("Status", word)).chain(will_change).collect()
}

/// Signals, and orders about earlier revisions; those about other items have no place.
fn instructions(mut tag: Tag, item: &Item, guid: &str, losses: &mut Losses) -> Tag {
    let base = guid.rsplit_once(':').map_or(guid, |(base, _)| base);
    let mut revisions = Vec::new();
    for order in item.links.iter().filter_map(orders::of_link) {
        let about = order.guid.strip_prefix(base).map(|rest| rest.trim_start_matches(':'));
        let known = match &order.status {
            PubStatus::Usable => Some("Usable"),
            PubStatus::Withheld => Some("Withheld"),
            PubStatus::Canceled => Some("Canceled"),
            PubStatus::Other(_) => None,
        };
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        match (about, known) {
            (Some(number), Some(status)) if number.is_empty() || is_number(number) => {
                let number = Some(number).filter(|number| !number.is_empty());
                let revision = Tag::new("RevisionStatus").with_some("Revision", number);
                revisions.push(revision.child(formal("Status", status)));
            }
            _ => losses.add("order_lost", "links", "an order about another item has no place"),
        }
    }
    let mut words: Vec<&str> = item.signals.iter().map(word).filter(|word| !word.is_empty()).collect();
    if words.is_empty() && !revisions.is_empty() {
        words.push("Update");
    }
    for (at, word) in words.into_iter().enumerate() {
        let mut instruction = formal("Instruction", word);
        if at == 0 {
            instruction = instruction.children(std::mem::take(&mut revisions));
        }
        tag = tag.child(instruction);
    }
    for link in &item.links {
        let rel = link.rel.as_deref().unwrap_or_default();
        let known =
            ["irel:derivedFrom", "irel:associatedWith", "irel:previousVersion", "RevisionHistory", "NewsItemRef"];
        if rel != orders::REL && !known.contains(&rel) {
            losses.add("newsml_1_lacks", "links", format!("a reference {rel:?} has no place"));
        }
    }
    tag
}

fn parties(name: &'static str, list: &[Concept], losses: &mut Losses) -> Option<Tag> {
    let said: Vec<&Concept> = list.iter().filter(|one| !word(one).trim().is_empty()).collect();
    for one in &said {
        if one.names.len() > 1 || !one.extra.is_empty() || one.rel.is_some() || one.kind.is_some() {
            losses.add("newsml_1_lacks", "parties", "of a party the name is written");
        }
    }
    (!said.is_empty()).then(|| Tag::new(name).children(said.into_iter().map(|one| formal("Party", word(one)))))
}

/// The name of a property that was kept from a document of this format.
pub(super) fn property_name(extra: &Extra) -> Option<(&'static str, &str)> {
    ["AdministrativeMetadata", "DescriptiveMetadata"]
        .into_iter()
        .find_map(|section| Some((section, extra.name.strip_prefix(section)?.strip_prefix('/')?)))
}

pub(super) fn properties(section: &str, item: &Item) -> Vec<Tag> {
    let kept = item.extra.iter().filter(|extra| extra.form == Form::Text);
    kept.filter_map(|extra| property_name(extra).map(|(of, name)| (of, name, &extra.value)))
        .filter(|(of, ..)| *of == section)
        .map(|(_, name, value)| formal("Property", name).with("Value", value))
        .collect()
}

pub(super) fn administrative(item: &Item, losses: &mut Losses) -> Tag {
    let mut tag = Tag::new("AdministrativeMetadata");
    let system = item.alt_ids.iter().find(|id| id.role.as_deref() == Some("SystemIdentifier"));
    tag = tag.children(system.map(|id| Tag::new("SystemIdentifier").text(&id.value)));
    tag = tag.children(parties("Provider", item.provider.as_slice(), losses));
    tag = tag.children(parties("Creator", &item.creators, losses));
    tag = tag.children(parties("Source", &item.info_sources, losses));
    tag = tag.children(parties("Contributor", &item.contributors, losses));
    tag.children(properties("AdministrativeMetadata", item))
}

/// Holder and year, and the terms that are said of use; terms without a sort of their own are lines.
pub(super) fn rights(list: &[Rights], losses: &mut Losses) -> Tag {
    let mut tag = Tag::new("RightsMetadata");
    let copyright = |rights: &Rights| {
        let holder = rights.holder.as_ref()?;
        let year = Extra::find(&rights.extra, "year").unwrap_or_default();
        let holder = Tag::new("CopyrightHolder").text(word(holder));
        Some(Tag::new("Copyright").child(holder).child(Tag::new("CopyrightDate").text(year)))
    };
    tag = tag.children(list.iter().filter_map(copyright));
    for rights in list {
        let said = |name: &str| rights.terms.iter().find(|line| line.role.as_deref() == Some(name));
        let kept = |name: &str| Extra::find(&rights.extra, name);
        let part = |name: &'static str, text: Option<&str>| text.map(|text| Tag::new(name).text(text));
        let usage = Tag::new("UsageRights")
            .children(part("UsageType", said("UsageType").map(|line| line.text.as_str())))
            .children(part("Geography", kept("Geography")))
            .children(part("RightsHolder", kept("RightsHolder")))
            .children(part("Limitations", said("Limitations").map(|line| line.text.as_str())))
            .children(part("StartDate", kept("StartDate")))
            .children(part("EndDate", kept("EndDate")));
        if !usage.is_empty() {
            tag = tag.child(usage);
        }
        let known = ["year", "Geography", "RightsHolder", "StartDate", "EndDate"];
        if !rights.linked.is_empty() || !rights.encoded.is_empty() {
            losses.add("newsml_1_lacks", "rights/encoded", "rights expressions for machines have no place");
        }
        if rights.extra.iter().any(|extra| !known.contains(&extra.name.as_str())) {
            losses.add("not_understood", "rights", "properties kept from another source");
        }
    }
    tag
}

pub(super) fn dateline_date(item: &Item, losses: &mut Losses) -> Option<Tag> {
    let at: &Moment = item.times.content_created.as_ref()?;
    Some(Tag::new("DateLineDate").text(&time(at, "content_created", losses)?))
}

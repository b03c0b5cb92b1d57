//! An item as small facts, by field: what it says, however it is spelled. White space and control characters do not
//! count, nor whether a code is called code, URI or literal. Roles, kinds, languages of lines, further codes and the like
//! are the details of a field.

use super::structure;
use interwire_core::item::{Concept, Embargo, Extra, Form, Item, Line, Moment, PubStatus, text};
use std::collections::{BTreeMap, BTreeSet};

/// The facts of each field in which an item says something.
pub type Facts = BTreeMap<&'static str, BTreeSet<String>>;

/// The words for somebody or something, in the list that it is in: names and codes.
pub type Thing = (&'static str, Vec<String>);

/// Everybody and everything that an item names. A word is a fact of the one that it stands for: the same word for
/// another does not make up for it.
pub fn things(item: &Item) -> Vec<Thing> {
    let mut all = Vec::new();
    for (field, concepts) in concepts(item) {
        all.extend(concepts.iter().map(|one| (field, words(one).map(|word| plain(&word)).collect())));
    }
    all
}

fn concepts(item: &Item) -> [(&'static str, &[Concept]); 12] {
    [
        ("located", &item.located),
        ("subjects", &item.subjects),
        ("places", &item.places),
        ("people", &item.people),
        ("organisations", &item.organisations),
        ("genres", &item.genres),
        ("signals", &item.signals),
        ("creators", &item.creators),
        ("contributors", &item.contributors),
        ("info_sources", &item.info_sources),
        ("provider", item.provider.as_slice()),
        ("digital_source", item.digital_source.as_slice()),
    ]
}

/// Names and codes, the one it is best known by first.
fn words(one: &Concept) -> impl Iterator<Item = String> {
    let names = one.names.iter().map(|name| name.text.clone());
    let codes = [&one.qcode, &one.uri, &one.literal].into_iter().flatten().cloned();
    names.chain(codes).filter(|word| !word.trim().is_empty())
}

/// The fields of which nothing may be lost where a format has a place for them: headline and language are the first.
pub const VITAL: &[&str] = &[
    "guid",
    "version",
    "pub_status",
    "headline",
    "language",
    "bodies",
    "embargoed",
    "expires",
    "version_created",
    "first_created",
    "content_created",
    "content_modified",
];

pub fn facts(item: &Item) -> Facts {
    let mut all = Collector(Facts::new());
    all.vital(item);
    all.one("kind", item.kind.as_ref().map(ToString::to_string));
    all.list("languages", item.languages.iter().skip(1).map(|tag| tag.to_lowercase()));
    for (field, lines) in [
        ("headlines", item.headlines.get(1..).unwrap_or_default()),
        ("sluglines", &item.sluglines),
        ("bylines", &item.bylines),
        ("creditlines", &item.creditlines),
        ("datelines", &item.datelines),
        ("descriptions", &item.descriptions),
        ("keywords", &item.keywords),
        ("generators", &item.generators),
    ] {
        lines.iter().for_each(|one| all.line(field, one));
    }
    for (field, concepts) in concepts(item) {
        concepts.iter().for_each(|one| all.concept(field, one));
    }
    all.one("urgency", item.urgency.map(|n| n.to_string()));
    all.one("priority", item.priority.map(|n| n.to_string()));
    all.parts(item);
    // The envelope of a wire, and when a calendar was made, are of the message and made anew.
    let envelope =
        |name: &str| matches!(name, "iptc-7901/header" | "anpa-1312/header" | "anpa-1312/copy" | "ical/DTSTAMP");
    let kept = item.extra.iter().filter(|extra| !envelope(&extra.name));
    let spelled = |extra: &Extra| match serde_json::from_str::<serde_json::Value>(&extra.value) {
        Ok(json) if extra.form == Form::Json => json.to_string(),
        _ => extra.value.clone(),
    };
    all.list("extra", kept.map(|extra| format!("{} {}", extra.name, spelled(extra))));
    structure::facts(item).into_iter().for_each(|(field, fact)| all.list(field, [fact]));
    all.0
}

struct Collector(Facts);

impl Collector {
    fn list(&mut self, field: &'static str, facts: impl IntoIterator<Item = String>) {
        let said = facts.into_iter().map(|fact| plain(&fact)).filter(|fact| !fact.is_empty()).collect::<Vec<_>>();
        if !said.is_empty() {
            self.0.entry(field).or_default().extend(said);
        }
    }
    fn one(&mut self, field: &'static str, fact: Option<String>) {
        self.list(field, fact);
    }

    fn vital(&mut self, item: &Item) {
        self.one("guid", item.guid.as_ref().map(ToString::to_string));
        let version = item.version.stated().map(|_| item.version.number().max(1).to_string());
        self.one("version", version);
        // A status that nobody knows is written as the known one that it amounts to.
        let status = match item.status() {
            PubStatus::Other(_) => PubStatus::Withheld,
            known => known,
        };
        self.one("pub_status", Some(status.to_string()));
        self.one("headline", item.headline().map(str::to_owned));
        self.one("language", item.language().map(str::to_lowercase));
        // A text of nothing is none; control characters are no text.
        let story = text::story(item).into_iter().map(text::plain).collect::<String>();
        let story: String = story.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        self.one("bodies", (!story.is_empty()).then_some(story));
        let times = &item.times;
        for (field, moment) in [
            ("version_created", &times.version_created),
            ("first_created", &times.first_created),
            ("content_created", &times.content_created),
            ("content_modified", &times.content_modified),
            ("expires", &times.expires),
        ] {
            self.list(field, moment.iter().flat_map(time));
        }
        let embargo = times.embargoed.as_ref().map(|embargo| match embargo {
            Embargo::Until(_) => embargo.ends().map_or("without end".to_owned(), |end| (end.ms() / 1000).to_string()),
            Embargo::Indefinite => "without end".to_owned(),
        });
        self.one("embargoed", embargo);
    }

    fn line(&mut self, field: &'static str, line: &Line) {
        self.one(field, Some(line.text.clone()));
        let role = line.role.as_ref().map(|role| format!("role {role}"));
        let lang = line.lang.as_ref().map(|lang| format!("in {}", lang.to_lowercase()));
        self.list(details(field), [role, lang].into_iter().flatten());
    }

    /// The word for it, and the rest of what is said of it.
    fn concept(&mut self, field: &'static str, one: &Concept) {
        let mut words = words(one);
        self.one(field, words.next());
        self.list(details(field), words);
        for (what, value) in [("kind", &one.kind), ("rel", &one.rel), ("why", &one.why), ("geo", &one.geo)] {
            self.one(details(field), value.as_ref().map(|value| format!("{what} {value}")));
        }
        for (what, value) in [("relevance", one.relevance), ("confidence", one.confidence)] {
            self.one(details(field), value.map(|value| format!("{what} {value}")));
        }
    }

    fn parts(&mut self, item: &Item) {
        for one in &item.renditions {
            self.one("renditions", one.href.clone());
            let words = [&one.name, &one.content_type, &one.duration].into_iter().flatten().cloned();
            self.list("renditions.details", words);
            let numbers = [one.size_bytes, one.width.map(u64::from), one.height.map(u64::from)];
            self.list("renditions.details", numbers.into_iter().flatten().map(|n| n.to_string()));
        }
        for one in &item.links {
            self.one("links", one.guid.clone().or(one.href.clone()));
            self.list("links.details", [&one.rel, &one.version, &one.title].into_iter().flatten().cloned());
        }
        for one in &item.rights {
            one.holder.iter().for_each(|holder| self.concept("rights", holder));
            one.notices.iter().chain(&one.terms).for_each(|line| self.line("rights", line));
            self.list("rights", one.linked.iter().cloned());
            self.list("rights", one.encoded.iter().map(|encoded| encoded.text.clone()));
        }
        for one in &item.ed_notes {
            self.one("ed_notes", Some(one.text.clone()));
            self.one("ed_notes.details", one.role.as_ref().map(|role| format!("role {role}")));
        }
        self.list("alt_ids", item.alt_ids.iter().map(|one| one.value.clone()));
        for one in &item.hops {
            one.party.iter().chain(&one.actions).for_each(|who| self.concept("hops", who));
            self.list("hops.details", one.at.iter().flat_map(time));
        }
    }
}

/// The name of the details of a field.
fn details(field: &'static str) -> &'static str {
    const DETAILS: &[(&str, &str)] = &[
        ("headlines", "headlines.details"),
        ("sluglines", "sluglines.details"),
        ("bylines", "bylines.details"),
        ("creditlines", "creditlines.details"),
        ("datelines", "datelines.details"),
        ("descriptions", "descriptions.details"),
        ("keywords", "keywords.details"),
        ("generators", "generators.details"),
        ("located", "located.details"),
        ("subjects", "subjects.details"),
        ("places", "places.details"),
        ("people", "people.details"),
        ("organisations", "organisations.details"),
        ("genres", "genres.details"),
        ("signals", "signals.details"),
        ("creators", "creators.details"),
        ("contributors", "contributors.details"),
        ("info_sources", "info_sources.details"),
        ("provider", "provider.details"),
        ("digital_source", "digital_source.details"),
        ("rights", "rights.details"),
        ("hops", "hops.details"),
    ];
    DETAILS.iter().find(|(known, _)| *known == field).map(|(_, details)| *details).unwrap()
}

/// The moment to the second, and the offset from UTC that it was written with.
fn time(moment: &Moment) -> Vec<String> {
    let Some(roughly) = moment.roughly() else { return vec![format!("not a time: {}", moment.as_str())] };
    let second = (roughly.ms() / 1000).to_string();
    if moment.time().is_none() {
        return vec![format!("{second} without offset")];
    }
    let text = moment.as_str();
    let zone = text.rfind(['+', '-']).filter(|at| *at > 7).and_then(|at| text.get(at..)).unwrap_or("Z");
    let zone = zone.replace(':', "");
    let zone = if zone.len() == 3 { format!("{zone}00") } else { zone };
    let zone = if zone.trim_start_matches(['+', '-']) == "0000" { "Z".to_owned() } else { zone };
    vec![second, format!("offset {zone}")]
}

fn plain(fact: &str) -> String {
    let kept: String = fact.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    text::collapse(&kept)
}

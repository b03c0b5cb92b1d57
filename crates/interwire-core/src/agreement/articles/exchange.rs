//! `exchange`: one party makes a part of its wire available to others. The one kind that speaks at routing.

use super::Kind;
use crate::agreement::check::Report;
use crate::agreement::point::{Ground, IsBelow, Point, RouteItem, Ruling};
use crate::agreement::value::{Map, Reader, Value, texts};
use crate::agreement::words::Say;
use crate::agreement::{Agreement, Lang};
use crate::ids::PartyId;
use crate::keys::PublicKey;

mod price;
mod source;
mod subject;
pub use price::{Per, Price};
pub use source::Source;
pub use subject::Subject;

/// IPTC item classes (NewsCodes `ninat`) an article may name.
pub const MEDIA: [&str; 6] = ["text", "picture", "video", "audio", "graphic", "composite"];

/// Terms of `exchange`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// Who sends.
    pub from: PartyId,
    /// Who receives: every other party. All of them read the same journal, so nobody can be left out.
    pub to: Vec<PartyId>,
    /// What: IPTC item classes. Default: text.
    pub media: Vec<Medium>,
    /// In which languages; empty means all. `en` covers `en-GB`.
    pub languages: Vec<Lang>,
    /// On which subjects, each with everything below it; empty means all.
    pub subjects: Vec<Subject>,
    /// From which of the sender's services; empty means all.
    pub services: Vec<String>,
    /// Whose items; empty means the sender's own only. Naming others makes the sender a relay of theirs.
    pub sources: Vec<Source>,
    /// The bytes as the sender received them travel along. Default: false.
    pub originals: bool,
    /// What it costs. Default: free.
    pub price: Price,
}

/// One of [`MEDIA`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Medium(&'static str);

impl Medium {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.0
    }
}
impl std::str::FromStr for Medium {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let found = MEDIA.iter().find(|word| **word == text);
        found.map(|word| Self(word)).ok_or_else(|| format!("must be one of {}", MEDIA.join(", ")))
    }
}
impl std::fmt::Display for Medium {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl Exchange {
    /// Why the article takes the item, or the first thing about it that it does not take.
    fn scope(&self, item: &RouteItem, is_below: IsBelow<'_>) -> Result<Vec<Ground>, Ground> {
        let mut grounds = vec![self.source(item)?];
        let names: Vec<&str> = self.media.iter().map(|medium| medium.0).collect();
        for medium in std::iter::once(&item.medium).chain(&item.carries) {
            let ground = Ground { term: "media", field: "medium", value: medium.clone(), wanted: names.join(", ") };
            if !names.contains(&medium.as_str()) {
                return Err(ground);
            }
            grounds.push(ground);
        }
        let languages: Vec<&str> = self.languages.iter().map(Lang::as_str).collect();
        let covered = |tag: &String| self.languages.iter().any(|lang| lang.covers(tag));
        grounds.extend(any_of("languages", "language", &item.languages, &languages, covered)?);
        let subjects: Vec<&str> = self.subjects.iter().map(Subject::as_str).collect();
        let covered = |concept: &String| self.subjects.iter().any(|subject| subject.covers(concept, is_below));
        grounds.extend(any_of("subjects", "subject", &item.subjects, &subjects, covered)?);
        let services: Vec<&str> = self.services.iter().map(String::as_str).collect();
        grounds.extend(any_of("services", "service", &item.services, &services, |s| self.services.contains(s))?);
        Ok(grounds)
    }

    fn source(&self, item: &RouteItem) -> Result<Ground, Ground> {
        let named: Vec<_> = self.sources.iter().map(|source| source.party.as_str()).collect();
        let wanted = if named.is_empty() { self.from.to_string() } else { named.join(", ") };
        let ground = Ground { term: "sources", field: "source", value: item.source.to_string(), wanted };
        if self.takes_items_of(&item.source) { Ok(ground) } else { Err(ground) }
    }

    /// Whether the sender makes items of a source available under it: its own, if it names nobody.
    #[must_use]
    pub fn takes_items_of(&self, source: &PartyId) -> bool {
        if self.sources.is_empty() { *source == self.from } else { self.root_of(source).is_some() }
    }

    /// The root key under which it names a source.
    #[must_use]
    pub fn root_of(&self, source: &PartyId) -> Option<&PublicKey> {
        self.sources.iter().find(|named| named.party == *source).map(|named| &named.root_key)
    }

    /// A root key stands for one party, and a party has one.
    fn check_sources(&self, agreement: &Agreement, report: &mut Report<'_>) {
        let parties = agreement.parties.iter().map(|party| (&party.id, &party.root_key));
        let known: Vec<_> = parties.chain(self.sources.iter().map(|source| (&source.party, &source.root_key))).collect();
        for source in &self.sources {
            let others = |id: &PartyId, key: &PublicKey| (*id == source.party) != (*key == source.root_key);
            if known.iter().any(|(id, key)| others(id, key)) {
                let message = format!("the root key of {} is not the one it has elsewhere here", source.party);
                report.error("sources", "other-key", message);
            }
        }
    }
}

/// A term that names nothing takes everything, and gives no ground. The first covered value of the item is the ground.
fn any_of(
    term: &'static str,
    field: &'static str,
    values: &[String],
    wanted: &[&str],
    covered: impl Fn(&String) -> bool,
) -> Result<Option<Ground>, Ground> {
    if wanted.is_empty() {
        return Ok(None);
    }
    let ground = |value: String| Ground { term, field, value, wanted: wanted.join(", ") };
    match values.iter().find(|value| covered(value)) {
        Some(value) => Ok(Some(ground(value.clone()))),
        None if values.is_empty() => Err(ground("not stated".to_owned())),
        None => Err(ground(values.join(", "))),
    }
}

impl Kind for Exchange {
    const NAME: &'static str = "exchange";
    const COUNT: (usize, usize) = (1, 64);
    const CLASSICAL: bool = true;
    const SENTENCES: &'static [(&'static str, &'static str)] = &[
        ("exchange.main", "{from} makes its news available to {to}: {media}."),
        ("exchange.languages", "Languages: {languages}."),
        ("exchange.languages.all", "In all languages in which it works."),
        ("exchange.subjects", "Subjects, each with everything below it: {subjects}."),
        ("exchange.subjects.all", "On all subjects."),
        ("exchange.services", "From these services: {services}."),
        ("exchange.sources", "Items of these sources: {sources}."),
        ("exchange.originals", "Files travel also in the form in which they were received."),
        ("exchange.price.free", "Free of charge."),
        ("exchange.price.reciprocity", "Free of charge, on the basis of reciprocity."),
        ("exchange.price.paid", "Price: {amount} {currency} per {per}."),
    ];

    fn read(terms: &mut Reader) -> Option<Self> {
        let from = terms.required("from");
        Some(Self {
            to: terms.list("to", vec![]),
            media: terms.list("media", vec![Medium("text")]),
            languages: terms.list("languages", vec![]),
            subjects: terms.list("subjects", vec![]),
            services: terms.list("services", vec![]),
            sources: source::read(terms),
            originals: terms.flag("originals", false),
            price: price::read(terms),
            from: from?,
        })
    }

    fn write(&self) -> Map {
        Map::from([
            ("from".to_owned(), Value::from(self.from.as_str())),
            ("to".to_owned(), texts(&self.to)),
            ("media".to_owned(), texts(&self.media)),
            ("languages".to_owned(), texts(&self.languages)),
            ("subjects".to_owned(), texts(&self.subjects)),
            ("services".to_owned(), texts(&self.services)),
            ("sources".to_owned(), Value::List(self.sources.iter().map(Source::write).collect())),
            ("originals".to_owned(), self.originals.into()),
            ("price".to_owned(), self.price.write()),
        ])
    }

    fn say(&self, say: &mut Say<'_>) {
        let parties = |say: &Say<'_>, all: &[PartyId]| all.iter().map(|p| say.party(p)).collect::<Vec<_>>().join(", ");
        let media = self.media.iter().map(|m| say.word(&format!("medium.{m}"))).collect::<Vec<_>>().join(", ");
        let (from, to) = (say.party(&self.from), parties(say, &self.to));
        say.add("exchange.main", &[("from", from), ("to", to), ("media", media)]);
        if self.languages.is_empty() {
            say.add("exchange.languages.all", &[]);
        } else {
            let languages = say.languages(self.languages.iter().map(Lang::as_str));
            say.add("exchange.languages", &[("languages", languages)]);
        }
        if self.subjects.is_empty() {
            say.add("exchange.subjects.all", &[]);
        } else {
            let subjects = self.subjects.iter().map(|s| say.concept(s.as_str())).collect::<Vec<_>>().join(", ");
            say.add("exchange.subjects", &[("subjects", subjects)]);
        }
        if !self.services.is_empty() {
            say.add("exchange.services", &[("services", self.services.join(", "))]);
        }
        if !self.sources.is_empty() {
            let named = |source: &Source| format!("{} ({})", say.party(&source.party), source.root_key.fingerprint());
            let sources = self.sources.iter().map(named).collect::<Vec<_>>().join(", ");
            say.add("exchange.sources", &[("sources", sources)]);
        }
        if self.originals {
            say.add("exchange.originals", &[]);
        }
        self.price.say(say);
    }

    fn check(&self, agreement: &Agreement, report: &mut Report<'_>) {
        report.party(agreement, "from", &self.from);
        self.to.iter().for_each(|to| report.party(agreement, "to", to));
        if self.to.contains(&self.from) {
            report.error("to", "sends-to-itself", "the sender is among the receivers");
        }
        for party in agreement.parties.iter().filter(|party| party.id != self.from && !self.to.contains(&party.id)) {
            let message = format!("{} reads the same journal and must be named; else make it an agreement of its own", party.id);
            report.error("to", "leaves-a-party-out", message);
        }
        if self.media.is_empty() {
            report.error("media", "no-media", "name at least one of text, picture, video, audio, graphic, composite");
        }
        if self.services.iter().any(|service| service.trim().is_empty()) {
            report.error("services", "empty-service", "a service has no name");
        }
        self.check_sources(agreement, report);
        if report.same_kind(agreement, |terms| matches!(terms, super::Terms::Exchange(other) if other == self)) {
            report.warn("", "same-twice", "another article has the same terms");
        }
    }

    fn enforce(&self, _: &Agreement, point: &Point<'_>) -> Ruling {
        match point {
            Point::Route { item, from, to, is_below } if self.from == **from && self.to.contains(to) => {
                match self.scope(item, is_below) {
                    Ok(grounds) => Ruling::Allows(grounds),
                    Err(ground) => Ruling::Forbids(vec![ground]),
                }
            }
            _ => Ruling::Silent,
        }
    }
}

//! What an item tells to queries: its texts, codes and numbers by field. Every reader of items (the naive one, the
//! matcher, the search index) is a [`Sink`], so that all of them see the same.

use super::field::Field;
use super::text::Capital;
use super::value;
use crate::agreement::point::{RouteItem, Status};
use crate::item::{Concept, Item, Line, Markup, text};
use crate::route::facts;
use std::borrow::Cow;

/// Hands on a concept's code and those of everything above it in its vocabulary; both as qcodes.
pub type Above<'a> = &'a dyn Fn(&str, &mut dyn FnMut(&str));

/// An item with what its source and its vocabularies add to it.
#[derive(Clone, Copy)]
pub struct News<'a> {
    /// The item.
    pub item: &'a Item,
    /// Whose it is, as a party id.
    pub source: Option<&'a str>,
    /// The source's services that carry it.
    pub services: &'a [String],
    /// The subject tree.
    pub above: Above<'a>,
}

/// Which text of the item a word stands in; numbered from 0 as in the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A headline.
    Headline(usize),
    /// A slugline.
    Slugline(usize),
    /// A summary or caption.
    Description(usize),
    /// A byline.
    Byline(usize),
    /// A dateline.
    Dateline(usize),
    /// A key word.
    Keyword(usize),
    /// A part of the story without its markup, as [`text::story`] and [`text::plain`] give it.
    Story(usize),
    /// A name of a concept: which of the field's concepts, and which of its names.
    Name(Field, usize, usize),
}

/// Takes what an item tells.
pub trait Sink {
    /// A text; its words belong to all of these fields.
    fn text(&mut self, fields: &[Field], part: Part, text: &str, capital: Capital);
    /// A code.
    fn code(&mut self, field: Field, code: &str);
    /// A number.
    fn number(&mut self, field: Field, number: i64);
}

/// Nothing is above anything.
pub fn no_tree(code: &str, each: &mut dyn FnMut(&str)) {
    each(code);
}

impl<'a> News<'a> {
    /// An item of which nothing else is known.
    #[must_use]
    pub fn of(item: &'a Item) -> Self {
        Self { item, source: None, services: &[], above: &no_tree }
    }

    /// Tells everything.
    pub fn tell(&self, sink: &mut impl Sink) {
        let item = self.item;
        self.codes(sink);
        let lines = |all: &[Line], fields: &[Field], part: fn(usize) -> Part, sink: &mut _| {
            for (place, line) in all.iter().enumerate() {
                self.line(fields, part(place), &line.text, line.lang.as_deref(), sink);
            }
        };
        lines(&item.headlines, &[Field::Text, Field::Headline], Part::Headline, sink);
        lines(&item.sluglines, &[Field::Text], Part::Slugline, sink);
        lines(&item.descriptions, &[Field::Text], Part::Description, sink);
        lines(&item.bylines, &[Field::Text, Field::Byline], Part::Byline, sink);
        lines(&item.datelines, &[Field::Text], Part::Dateline, sink);
        lines(&item.keywords, &[Field::Text, Field::Keyword], Part::Keyword, sink);
        self.story(|place, text, lang| self.line(&[Field::Text], Part::Story(place), text, lang, sink));
        self.concepts(|field, place, concept| self.names(field, place, concept, sink));
    }

    /// A text of the item, for people to look at; `None` if there is none.
    #[must_use]
    pub fn part(&self, part: Part) -> Option<Cow<'a, str>> {
        let line = |all: &'a [Line], place: usize| all.get(place).map(|line| Cow::Borrowed(line.text.as_str()));
        match part {
            Part::Headline(place) => line(&self.item.headlines, place),
            Part::Slugline(place) => line(&self.item.sluglines, place),
            Part::Description(place) => line(&self.item.descriptions, place),
            Part::Byline(place) => line(&self.item.bylines, place),
            Part::Dateline(place) => line(&self.item.datelines, place),
            Part::Keyword(place) => line(&self.item.keywords, place),
            Part::Story(wanted) => {
                let mut found = None;
                self.story(|place, text, _| {
                    if place == wanted {
                        found = Some(Cow::Owned(text.to_owned()));
                    }
                });
                found
            }
            Part::Name(wanted, place, name) => {
                let mut found = None;
                self.concepts(|field, at, concept| {
                    if (field, at) == (wanted, place) {
                        found = names(concept).nth(name).map(|(text, _)| Cow::Owned(text.to_owned()));
                    }
                });
                found
            }
        }
    }

    fn codes(&self, sink: &mut impl Sink) {
        let item = self.item;
        for tag in &item.languages {
            language(tag, sink);
        }
        sink.code(Field::Media, &facts::medium(item));
        for medium in facts::carries(item) {
            sink.code(Field::Media, &medium);
        }
        if let Some(source) = self.source {
            sink.code(Field::Source, source);
        }
        for service in self.services {
            sink.code(Field::Service, service);
        }
        sink.code(Field::Status, item.pub_status.as_ref().map_or("usable", |status| status.as_str()));
        if let Some(urgency) = item.urgency {
            sink.number(Field::Urgency, i64::from(urgency));
        }
        sink.number(Field::Version, i64::try_from(item.version.number()).unwrap_or(i64::MAX));
        let date = item.times.version_created.as_ref().and_then(|moment| moment.roughly());
        if let Some(date) = date {
            sink.number(Field::Date, date.ms());
        }
        if let Some(date) = item.times.first_created.as_ref().and_then(|moment| moment.roughly()) {
            sink.number(Field::Created, date.ms());
        }
        self.concepts(|field, _, concept| {
            for code in [concept.qcode.as_deref(), concept.uri.as_deref()].into_iter().flatten() {
                code_of(field, code, self.above, sink);
            }
        });
    }

    fn line(&self, fields: &[Field], part: Part, text: &str, lang: Option<&str>, sink: &mut impl Sink) {
        let lang = lang.or(self.item.languages.first().map(String::as_str));
        sink.text(fields, part, text, lang.map_or(Capital::Dotted, Capital::of_language));
    }

    fn story(&self, mut each: impl FnMut(usize, &str, Option<&str>)) {
        let mut one = |place: usize, body: &crate::item::Body| match body.markup {
            Markup::Plain => each(place, &body.text, body.lang.as_deref()),
            Markup::Html | Markup::Xml => each(place, &text::plain(body), body.lang.as_deref()),
        };
        match self.item.bodies.as_slice() {
            [body] => one(0, body),
            _ => text::story(self.item).into_iter().enumerate().for_each(|(place, body)| one(place, body)),
        }
    }

    /// Every concept with its field; what a format mixes among the subjects counts as what it is too.
    fn concepts(&self, mut each: impl FnMut(Field, usize, &'a Concept)) {
        let item = self.item;
        let mut next = [0_usize; Field::COUNT];
        let mut tell = |field: Field, concept: &'a Concept| {
            let place = &mut next[field as usize];
            each(field, *place, concept);
            *place += 1;
        };
        item.subjects.iter().for_each(|concept| {
            tell(Field::Subject, concept);
            if let Some(field) = concept.kind.as_deref().and_then(of_kind) {
                tell(field, concept);
            }
        });
        let lists = [
            (Field::Place, &item.places),
            (Field::Place, &item.located),
            (Field::Person, &item.people),
            (Field::Organisation, &item.organisations),
            (Field::Genre, &item.genres),
            (Field::Signal, &item.signals),
        ];
        for (field, list) in lists {
            list.iter().for_each(|concept| tell(field, concept));
        }
        item.provider.iter().for_each(|concept| tell(Field::Provider, concept));
    }

    fn names(&self, field: Field, place: usize, concept: &Concept, sink: &mut impl Sink) {
        for (number, (text, lang)) in names(concept).enumerate() {
            self.line(&[field], Part::Name(field, place, number), text, lang, sink);
        }
    }
}

/// What routing knows of an item, told to queries; words are not among it.
pub fn tell_route(item: &RouteItem, above: Above<'_>, sink: &mut impl Sink) {
    for tag in &item.languages {
        language(tag, sink);
    }
    for medium in std::iter::once(&item.medium).chain(&item.carries) {
        sink.code(Field::Media, medium);
    }
    for subject in &item.subjects {
        code_of(Field::Subject, subject, above, sink);
    }
    for service in &item.services {
        sink.code(Field::Service, service);
    }
    sink.code(Field::Source, item.source.as_str());
    sink.code(
        Field::Status,
        match &item.status {
            Status::Usable => "usable",
            Status::Withheld => "withheld",
            Status::Canceled => "canceled",
            Status::Unknown(word) => word,
        },
    );
}

/// A language with those that it is a kind of: `en-GB` is `en`. spec: RFC 4647 section 3.3.1
fn language(tag: &str, sink: &mut impl Sink) {
    let tag = tag.to_ascii_lowercase();
    for (at, _) in tag.match_indices('-') {
        sink.code(Field::Language, tag.get(..at).unwrap_or_default());
    }
    sink.code(Field::Language, &tag);
}

fn code_of(field: Field, code: &str, above: Above<'_>, sink: &mut impl Sink) {
    let code = value::concept(field, code);
    if field == Field::Subject {
        above(&code, &mut |broader| sink.code(field, broader));
    }
    sink.code(field, &code);
}

/// The words of a concept: its names and its literal, with their languages.
fn names(concept: &Concept) -> impl Iterator<Item = (&str, Option<&str>)> {
    let names = concept.names.iter().map(|name| (name.text.as_str(), name.lang.as_deref()));
    names.chain(concept.literal.iter().map(|literal| (literal.as_str(), None)))
}

/// The field of a concept by its kind (`cpnat:person`, `person` ...).
fn of_kind(kind: &str) -> Option<Field> {
    match kind.rsplit([':', '/']).next()? {
        "person" => Some(Field::Person),
        "organisation" | "organization" => Some(Field::Organisation),
        "geoArea" | "place" | "poi" => Some(Field::Place),
        _ => None,
    }
}

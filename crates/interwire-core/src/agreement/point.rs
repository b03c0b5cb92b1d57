//! The decision points at which articles are asked, what they are told there, and what they may answer.

use crate::ids::PartyId;
use crate::time::Time;

/// Whether the concept (first) lies below the other (second) in its vocabulary; both as qcodes, `medtop:04000000`.
pub type IsBelow<'a> = &'a dyn Fn(&str, &str) -> bool;

/// Publishing status of the version, as the item states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// May be used.
    Usable,
    /// Not until further notice.
    Withheld,
    /// Never.
    Canceled,
    /// A status this program does not know: not usable until a person says so.
    Unknown(String),
}

/// The embargo of the item. It holds for all its versions: a later version without one is no release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Embargo {
    /// None.
    None,
    /// Not to be used before this moment.
    Until(Time),
    /// Until its source releases it.
    Indefinite,
    /// One is stated that cannot be understood.
    Unknown(String),
}

/// What routing needs to know of an item version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteItem {
    /// Whose item.
    pub source: PartyId,
    /// IPTC item class (`ninat`): text, picture, video, audio, graphic, composite.
    pub medium: String,
    /// Media of its parts, besides its own. The source's signature covers the whole, so all of it goes or nothing.
    pub carries: Vec<String>,
    /// Language tags.
    pub languages: Vec<String>,
    /// Subjects, as qcodes or concept URIs.
    pub subjects: Vec<String>,
    /// The source's services (wires, products) that carry it.
    pub services: Vec<String>,
    /// Publishing status.
    pub status: Status,
    /// Embargo.
    pub embargo: Embargo,
    /// It carries a right or restriction that could not be understood.
    pub has_unknown_right: bool,
}

/// A decision point, with its facts.
#[derive(Clone, Copy)]
pub enum Point<'a> {
    /// Does this item version go from one party to another?
    Route {
        /// The item version.
        item: &'a RouteItem,
        /// The sender.
        from: &'a PartyId,
        /// The receiver.
        to: &'a PartyId,
        /// The subject hierarchy.
        is_below: IsBelow<'a>,
    },
    /// A receiver publishes an item of `source` in a language.
    Publish {
        /// Whose item.
        source: &'a PartyId,
        /// Language of the publication.
        language: &'a str,
    },
    /// A recall was given at a moment.
    Recall {
        /// When it was received.
        at: Time,
    },
    /// The agreement has been in force since a moment.
    Renew {
        /// Since when.
        since: Time,
        /// Now.
        now: Time,
    },
}

/// A fact of the item against a term: why an article takes it or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// The term that decided; empty if no term but a rule of the record did.
    pub term: &'static str,
    /// The item's field.
    pub field: &'static str,
    /// Its value.
    pub value: String,
    /// What the term wants.
    pub wanted: String,
}

/// A duty that follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Duty {
    /// Name the source with this line at this place.
    Credit {
        /// The line.
        line: String,
        /// start, end or byline.
        position: &'static str,
    },
    /// Say by this moment that the recall arrived and the item is stopped.
    AcknowledgeBy(Time),
    /// Say by this moment that it is gone from everything published.
    RemoveBy {
        /// The moment.
        by: Time,
        /// Translations, summaries, relays and other derivatives too.
        derivatives: bool,
    },
    /// Whoever does not want the agreement renewed gives notice before this moment.
    NoticeBefore(Time),
}

/// An article's answer at a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    /// The article has no say here.
    Silent,
    /// It allows, because of these.
    Allows(Vec<Ground>),
    /// It does not cover or forbids, because of these.
    Forbids(Vec<Ground>),
    /// It demands these.
    Demands(Vec<Duty>),
}

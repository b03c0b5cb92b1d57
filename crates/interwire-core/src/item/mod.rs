//! A piece of news as every part of Interwire sees it: one item, one version, and all that its source said of it.
//!
//! The model is pure: formats fill it, the item document ([`crate::protocol`]) carries it, and nothing here knows
//! how it is written. What a format knows and the model has no field for is kept verbatim in an `extra` list, so
//! that nothing of a source is lost.

pub mod concept;
pub mod media;
pub mod moment;
pub mod note;
pub mod parts;
pub mod text;
pub mod words;

pub use concept::{Concept, Extra, Form, Name};
pub use media::{Blob, Link, Rendition};
pub use moment::{Embargo, Moment};
pub use note::{Limits, Loss, Note};
pub use parts::{AltId, Body, EdNote, EncodedRights, Hop, Line, Markup, Rights, Times};
pub use words::{ItemType, PubStatus, Version};

use crate::ids::{Guid, Hash};
use std::collections::BTreeSet;

/// One version of one piece of news. An empty field means that the source states nothing there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    /// The globally unique name its source gave it; the same for all versions.
    pub guid: Option<Guid>,
    /// Which version of the guid this is.
    pub version: Version,
    /// Text, picture, video and so on (IPTC item class).
    pub kind: Option<ItemType>,
    /// May it be used? Absent counts as usable, an unknown word does not: see [`Item::status`].
    pub pub_status: Option<PubStatus>,
    /// Language of the content (BCP 47), the main one first.
    pub languages: Vec<String>,
    /// Headlines, the main one first.
    pub headlines: Vec<Line>,
    /// Sluglines, as written.
    pub sluglines: Vec<Line>,
    /// Who wrote it, as printed.
    pub bylines: Vec<Line>,
    /// Whom to credit, as printed.
    pub creditlines: Vec<Line>,
    /// Place and date as printed before the story.
    pub datelines: Vec<Line>,
    /// Where the content was made.
    pub located: Vec<Concept>,
    /// The texts.
    pub bodies: Vec<Body>,
    /// Summaries and captions, told apart by role.
    pub descriptions: Vec<Line>,
    /// What the content is about, in the order of the source; persons and places too where the format mixes them.
    pub subjects: Vec<Concept>,
    /// Places the content is about, where the format lists them apart.
    pub places: Vec<Concept>,
    /// People, likewise.
    pub people: Vec<Concept>,
    /// Organisations, likewise.
    pub organisations: Vec<Concept>,
    /// Nature of the content: interview, obituary ...
    pub genres: Vec<Concept>,
    /// Free key words.
    pub keywords: Vec<Line>,
    /// Editorial urgency, 1 (most) to 9.
    pub urgency: Option<u8>,
    /// Priority of handling, 1 (highest) to 9.
    pub priority: Option<u8>,
    /// The media files.
    pub renditions: Vec<Rendition>,
    /// Other items and resources this one refers to, and those it is derived from or replaces.
    pub links: Vec<Link>,
    /// Rights, one entry for each statement of the source.
    pub rights: Vec<Rights>,
    /// Notes to editors. Never for publication unless a note says otherwise.
    pub ed_notes: Vec<EdNote>,
    /// Instructions to the receiver's system (IPTC signals: update, correction ...).
    pub signals: Vec<Concept>,
    /// When it was created, when it may be published, when it expires.
    pub times: Times,
    /// Who provides the item.
    pub provider: Option<Concept>,
    /// Who created the content; parts in it by role.
    pub creators: Vec<Concept>,
    /// Who else had a part in it.
    pub contributors: Vec<Concept>,
    /// Where the information comes from.
    pub info_sources: Vec<Concept>,
    /// Its names in other systems.
    pub alt_ids: Vec<AltId>,
    /// How the content came to be (IPTC digital source type): camera, person, machine.
    pub digital_source: Option<Concept>,
    /// The hands it went through.
    pub hops: Vec<Hop>,
    /// The software that made the file.
    pub generators: Vec<Line>,
    /// Everything else, verbatim.
    pub extra: Vec<Extra>,
}

impl Item {
    /// Whether it may be used: what the source says, and usable where it says nothing.
    #[must_use]
    pub fn status(&self) -> PubStatus {
        self.pub_status.clone().unwrap_or(PubStatus::Usable)
    }
    /// The main headline, as printed; empty ones do not count.
    #[must_use]
    pub fn headline(&self) -> Option<&str> {
        self.headlines.first().map(|line| line.text.as_str()).filter(|text| !text.trim().is_empty())
    }
    /// The main language (BCP 47, as written).
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        self.languages.first().map(String::as_str)
    }
    /// The blobs of its renditions with their sizes in bytes, each once, in the order of the renditions.
    #[must_use]
    pub fn media(&self) -> Vec<(Hash, u64)> {
        let mut seen = BTreeSet::new();
        let blobs = self.renditions.iter().filter_map(|rendition| rendition.blob);
        blobs.filter(|blob| seen.insert(*blob)).map(|blob| (blob.hash, blob.size_bytes)).collect()
    }
}

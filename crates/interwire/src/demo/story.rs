//! A story of the demo as its file in `stories/` has it, and the item that a newsroom makes of it. All of it is our own
//! writing, about events that never happened, at agencies that do not exist.

use super::picture::{self, Scene};
use interwire_core::ids::{BadId, Guid};
use interwire_core::item::words::SafeNumber;
use interwire_core::item::{
    Body, Concept, EdNote, Embargo, Item, ItemType, Line, Link, Markup, Moment, Name, Rendition, Rights, Version,
};
use interwire_core::time::Time;
use serde::Deserialize;

/// The files of stories, one for each language.
const FILES: &[&str] = &[
    include_str!("stories/vi.toml"),
    include_str!("stories/kk.toml"),
    include_str!("stories/az.toml"),
    include_str!("stories/ru.toml"),
    include_str!("stories/en.toml"),
    include_str!("stories/fr.toml"),
    include_str!("stories/ar.toml"),
    include_str!("stories/media.toml"),
];

/// Our own small video: a ferry on a river in the evening.
const VIDEO: &[u8] = include_bytes!("stories/ferry.mp4");
/// Our own small sound: bells and a chord.
const SOUND: &[u8] = include_bytes!("stories/bells.mp3");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    story: Vec<Story>,
}

/// A version of a story.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// Last part of its guid; the same for all versions.
    pub slug: String,
    /// Its version.
    #[serde(default = "one")]
    pub version: u64,
    /// Which agency publishes it.
    pub from: String,
    /// In which format its newsroom hands it in.
    pub format: String,
    /// What it is; a text if it does not say.
    #[serde(default = "text")]
    kind: String,
    /// Language, BCP 47.
    pub language: String,
    /// Headline.
    pub headline: String,
    /// Slugline.
    slugline: Option<String>,
    /// Urgency, 1 for a flash.
    pub urgency: u8,
    /// Its genre, from the NewsCodes of the IPTC.
    genre: Option<String>,
    /// Media Topics, each with its name.
    #[serde(default)]
    subjects: Vec<String>,
    #[serde(default)]
    places: Vec<String>,
    #[serde(default)]
    people: Vec<String>,
    #[serde(default)]
    organisations: Vec<String>,
    #[serde(default)]
    keywords: Vec<String>,
    byline: Option<String>,
    dateline: Option<String>,
    credit: Option<String>,
    rights: Option<String>,
    summary: Option<String>,
    /// The story; an empty line ends a paragraph.
    #[serde(default)]
    text: String,
    /// To editors.
    note: Option<String>,
    /// Not to be published yet.
    pub embargo: Option<Wait>,
    /// A picture that is drawn for it.
    picture: Option<Scene>,
    /// What the picture, the clip or the sound shows.
    caption: Option<String>,
    /// What those hear who cannot see it.
    alt: Option<String>,
    /// One of our own clips.
    clip: Option<Clip>,
    /// The story that it continues.
    follows: Option<String>,
    /// The stories that are packed together in it.
    #[serde(default)]
    contains: Vec<String>,
}

/// How long a story waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wait {
    /// For a moment that comes while the demo runs.
    Soon,
    /// Until a person lets it go.
    Open,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Clip {
    Video,
    Sound,
}

fn one() -> u64 {
    1
}
fn text() -> String {
    "text".to_owned()
}

/// A file that lies beside a story.
pub struct MediaFile {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// All stories, in no order that matters.
///
/// # Errors
/// If a file of stories does not read.
pub fn all() -> Result<Vec<Story>, toml::de::Error> {
    let mut all = Vec::new();
    for file in FILES {
        all.append(&mut toml::from_str::<File>(file)?.story);
    }
    Ok(all)
}

/// The guid of the stories of that slug.
///
/// # Errors
/// Never, for the stories of the demo.
pub fn guid(from: &str, slug: &str) -> Result<Guid, BadId> {
    format!("tag:{from}.example,2026:{slug}").parse()
}

impl Story {
    /// What it is, and the medium of the file with it, in a word or two.
    #[must_use]
    pub fn what(&self) -> String {
        match self.picture {
            Some(_) if self.kind == "text" => "text with a picture".to_owned(),
            _ => self.kind.clone(),
        }
    }

    /// The file that lies beside it.
    ///
    /// # Errors
    /// If its picture cannot be encoded.
    pub fn file(&self) -> Result<Option<MediaFile>, image::ImageError> {
        let Some(name) = self.file_name() else { return Ok(None) };
        let bytes = match (self.picture, self.clip) {
            (Some(scene), _) => scene.draw(self.seed())?,
            (None, Some(Clip::Video)) => VIDEO.to_vec(),
            (None, _) => SOUND.to_vec(),
        };
        Ok(Some(MediaFile { name, bytes }))
    }

    fn file_name(&self) -> Option<String> {
        let ending = match (self.picture, self.clip) {
            (Some(scene), _) => scene.ending(),
            (None, Some(Clip::Video)) => "mp4",
            (None, Some(Clip::Sound)) => "mp3",
            (None, None) => return None,
        };
        Some(format!("{}.{ending}", self.slug))
    }

    /// Other light and other hills for each story.
    fn seed(&self) -> u32 {
        self.slug.bytes().fold(17, |seed, byte| seed.wrapping_mul(31).wrapping_add(u32::from(byte)))
    }

    /// The item; its media file is named, and lies beside it.
    ///
    /// # Errors
    /// Never, for the stories of the demo.
    pub fn item(&self, now: Time, soon_ms: i64) -> Result<Item, BadId> {
        let lines = |text: &Option<String>| text.iter().map(|text| Line::of(text)).collect::<Vec<_>>();
        let mut item = Item {
            guid: Some(guid(&self.from, &self.slug)?),
            version: SafeNumber::new(self.version).map_or(Version::Absent, Version::Number),
            kind: Some(ItemType::parse(&self.kind)),
            languages: vec![self.language.clone()],
            headlines: vec![Line::of(&self.headline)],
            sluglines: lines(&self.slugline),
            bylines: lines(&self.byline),
            creditlines: lines(&self.credit),
            datelines: lines(&self.dateline),
            descriptions: self.descriptions(),
            subjects: self.subjects.iter().map(|subject| topic(subject)).collect(),
            places: concepts(&self.places, "cpnat:poi"),
            people: concepts(&self.people, "cpnat:person"),
            organisations: concepts(&self.organisations, "cpnat:organisation"),
            genres: self.genre.iter().map(|genre| code("genre", genre, genre)).collect(),
            keywords: self.keywords.iter().map(|word| Line::of(word)).collect(),
            urgency: Some(self.urgency),
            renditions: self.rendition().into_iter().collect(),
            links: self.links()?,
            ..Item::default()
        };
        if !self.text.is_empty() {
            item.bodies = vec![Body { markup: Markup::Html, text: self.html(), ..Body::default() }];
        }
        item.ed_notes = self.note.iter().map(|note| EdNote { text: note.clone(), ..EdNote::default() }).collect();
        item.rights = self.rights.iter().map(|terms| rights(terms)).collect();
        item.times.version_created = Some(Moment::new(&now.to_string()));
        item.times.embargoed = self.embargo.map(|wait| match wait {
            Wait::Soon => Embargo::Until(Moment::new(&now.plus_ms(soon_ms).to_string())),
            Wait::Open => Embargo::Indefinite,
        });
        Ok(item)
    }

    fn descriptions(&self) -> Vec<Line> {
        let roles = [("drol:caption", &self.caption), ("drol:summary", &self.summary), ("drol:altText", &self.alt)];
        let said = roles.into_iter().filter_map(|(role, text)| text.as_ref().map(|text| (role, text)));
        said.map(|(role, text)| Line { role: Some(role.to_owned()), ..Line::of(text) }).collect()
    }

    fn rendition(&self) -> Option<Rendition> {
        let href = Some(self.file_name()?);
        let size = |width, height| (Some(width), Some(height));
        let (kind, (width, height), duration) = match (self.picture, self.clip) {
            (Some(scene), _) => (scene.media_type(), size(picture::WIDTH, picture::HEIGHT), None),
            (None, Some(Clip::Video)) => ("video/mp4", size(480, 270), Some("8".to_owned())),
            (None, _) => ("audio/mpeg", (None, None), Some("12".to_owned())),
        };
        let name = if self.kind == "text" { "rnd:preview" } else { "rnd:highRes" };
        let (name, content_type) = (Some(name.to_owned()), Some(kind.to_owned()));
        Some(Rendition { name, href, content_type, width, height, duration, ..Rendition::default() })
    }

    fn links(&self) -> Result<Vec<Link>, BadId> {
        let link = |rel: &str, slug: &String| {
            let guid = Some(guid(&self.from, slug)?.to_string());
            Ok(Link { rel: Some(rel.to_owned()), guid, ..Link::default() })
        };
        let before = self.follows.iter().map(|slug| link("irel:evolvedFrom", slug));
        before.chain(self.contains.iter().map(|slug| link("irel:hasPart", slug))).collect()
    }

    fn html(&self) -> String {
        let escaped = self.text.trim().replace('&', "&amp;").replace('<', "&lt;");
        escaped.split("\n\n").map(|paragraph| format!("<p>{}</p>", paragraph.replace('\n', " ").trim())).collect()
    }
}

/// A code of a vocabulary of the IPTC.
fn code(scheme: &str, code: &str, name: &str) -> Concept {
    let (cv, alias) = if scheme == "medtop" { ("mediatopic", "medtop") } else { (scheme, scheme) };
    Concept {
        uri: Some(format!("http://cv.iptc.org/newscodes/{cv}/{code}")),
        qcode: Some(format!("{alias}:{code}")),
        names: vec![Name { lang: Some("en".to_owned()), role: None, text: name.to_owned() }],
        ..Concept::default()
    }
}

/// A Media Topic, as a story's file names it: its code, a space, its name.
fn topic(written: &str) -> Concept {
    let (number, name) = written.split_once(' ').unwrap_or((written, ""));
    code("medtop", number, name)
}

fn concepts(names: &[String], kind: &str) -> Vec<Concept> {
    names.iter().map(|name| Concept { kind: Some(kind.to_owned()), ..Concept::of_name(name) }).collect()
}

fn rights(terms: &str) -> Rights {
    Rights { terms: vec![Line::of(terms)], ..Rights::default() }
}

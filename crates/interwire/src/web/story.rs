//! What a document says, as its page shows it.

use super::markup::{self, Clean};
use super::page::{Frame, When};
use interwire_core::ids::Hash;
use interwire_core::item::text::story;
use interwire_core::item::{Concept, Item, Line, Rendition};

/// Pictures that a browser may show in a page.
pub const SHOWN: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];
/// The largest picture put into a page, in bytes; larger ones are a link.
const SHOWN_BYTES_MAX: u64 = 8 << 20;

/// A text in its language.
pub struct Spoken {
    /// The language tag, or nothing.
    pub language: String,
    /// The text.
    pub text: String,
}

/// A body.
pub struct Part {
    /// The language tag, or nothing.
    pub language: String,
    /// The body.
    pub html: Clean,
}

/// A media file.
pub struct File {
    /// What it is.
    pub name: String,
    /// Its media type, as stated.
    pub kind: String,
    /// Size, width and height in words.
    pub size: String,
    /// Its hash, if the file itself travels with the item.
    pub hash: Option<Hash>,
    /// It may be shown in the page.
    pub shown: bool,
    /// Its size in bytes.
    bytes: u64,
}

/// What a document says.
pub struct Story {
    /// The main language.
    pub language: String,
    /// Headlines, the main one first.
    pub headlines: Vec<Spoken>,
    /// Sluglines.
    pub slugs: Vec<Spoken>,
    /// Who wrote it.
    pub bylines: Vec<Spoken>,
    /// Place and date before the story.
    pub datelines: Vec<Spoken>,
    /// Whom to credit.
    pub credits: Vec<Spoken>,
    /// Captions and summaries.
    pub descriptions: Vec<Spoken>,
    /// The story.
    pub parts: Vec<Part>,
    /// The picture to show.
    pub picture: Option<File>,
    /// All media files.
    pub files: Vec<File>,
    /// Notes to editors.
    pub notes: Vec<Spoken>,
    /// Rights, in the source's words.
    pub rights: Vec<Spoken>,
    /// Subjects, places, people, organisations, key words.
    pub subjects: Vec<String>,
    /// Links to other items.
    pub links: Vec<String>,
    /// When the source made this version, if it says so exactly; else as written.
    pub made: Option<Result<When, String>>,
    /// After when it must not be used, as written.
    pub expires: Option<String>,
}

/// Reads an item for a page.
#[must_use]
pub fn of(item: &Item, frame: &Frame) -> Story {
    let main = markup::language(item.language());
    let lines = |all: &[Line]| all.iter().map(|line| spoken(line.lang.as_deref(), &line.text, main)).collect();
    let part = |body: &interwire_core::item::Body| Part {
        language: tag(body.lang.as_deref(), main),
        html: markup::body(body),
    };
    let files: Vec<File> = item.renditions.iter().map(file).collect();
    Story {
        language: main.to_owned(),
        headlines: lines(&item.headlines),
        slugs: lines(&item.sluglines),
        bylines: lines(&item.bylines),
        datelines: lines(&item.datelines),
        credits: lines(&item.creditlines),
        descriptions: lines(&item.descriptions),
        parts: story(item).into_iter().map(part).collect(),
        picture: picture(item),
        files,
        notes: item.ed_notes.iter().map(|note| spoken(note.lang.as_deref(), &note.text, main)).collect(),
        rights: rights(item, main),
        subjects: subjects(item),
        links: item.links.iter().filter_map(link).collect(),
        made: item.times.version_created.as_ref().map(|moment| match moment.time() {
            Some(time) => Ok(frame.when(time)),
            None => Err(moment.as_str().to_owned()),
        }),
        expires: item.times.expires.as_ref().map(|moment| moment.as_str().to_owned()),
    }
}

fn tag(own: Option<&str>, main: &str) -> String {
    let own = markup::language(own);
    if own.is_empty() { main.to_owned() } else { own.to_owned() }
}

fn spoken(own: Option<&str>, text: &str, main: &str) -> Spoken {
    Spoken { language: tag(own, main), text: text.to_owned() }
}

fn name(concept: &Concept) -> Option<String> {
    let name = concept.names.first().map(|name| name.text.as_str());
    name.or(concept.literal.as_deref()).or(concept.code()).map(str::to_owned)
}

pub fn rights(item: &Item, main: &str) -> Vec<Spoken> {
    let mut all = Vec::new();
    for rights in &item.rights {
        all.extend(rights.holder.as_ref().and_then(name).map(|text| spoken(None, &text, main)));
        let lines = rights.notices.iter().chain(&rights.terms);
        all.extend(lines.map(|line| spoken(line.lang.as_deref(), &line.text, main)));
        all.extend(rights.linked.iter().map(|address| spoken(None, address, "")));
    }
    all
}

pub fn subjects(item: &Item) -> Vec<String> {
    let concepts = [&item.subjects, &item.places, &item.people, &item.organisations, &item.genres];
    let mut all: Vec<String> = concepts.into_iter().flatten().filter_map(name).collect();
    all.extend(item.keywords.iter().map(|line| line.text.clone()));
    all.dedup();
    all
}

pub fn link(link: &interwire_core::item::Link) -> Option<String> {
    let what = link.title.as_ref().or(link.guid.as_ref()).or(link.href.as_ref())?;
    Some(link.rel.as_ref().map_or_else(|| what.clone(), |rel| format!("{rel}: {what}")))
}

/// The largest picture that may be shown and is not too large.
fn picture(item: &Item) -> Option<File> {
    let shown = item.renditions.iter().map(file).filter(|file| file.shown && file.bytes <= SHOWN_BYTES_MAX);
    shown.max_by_key(|file| file.bytes)
}

fn file(rendition: &Rendition) -> File {
    let kind = rendition.content_type.clone().unwrap_or_default().to_ascii_lowercase();
    let mut size = Vec::new();
    if let (Some(width), Some(height)) = (rendition.width, rendition.height) {
        size.push(format!("{width} \u{d7} {height}"));
    }
    let bytes = rendition.blob.map(|blob| blob.size_bytes).or(rendition.size_bytes);
    size.extend(bytes.map(bytes_in_words));
    size.extend(rendition.duration.as_ref().map(|duration| format!("{duration} s")));
    File {
        name: rendition.name.clone().unwrap_or_else(|| kind.clone()),
        shown: SHOWN.contains(&kind.as_str()) && rendition.blob.is_some(),
        size: size.join(", "),
        hash: rendition.blob.map(|blob| blob.hash),
        bytes: bytes.unwrap_or(0),
        kind,
    }
}

/// A number of bytes for people.
#[must_use]
pub fn bytes_in_words(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{} kB", bytes / 1000),
        1_000_000..1_000_000_000 => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10),
    }
}

//! The media of an item as its page shows them: one picture, one player, and a list of all files with what is known of
//! each. Renditions are forms of one content, so the best of each sort is shown and the others are in the list.

use super::failure::Failure;
use super::page::Frame;
use super::texts::Texts;
use super::{Web, media};
use crate::config::Retention;
use crate::preview::kind::{Kind, Shown};
use crate::store::let_go::LetGo;
use crate::store::media::{MediaCause, MediaRow};
use interwire_core::ids::Hash;
use interwire_core::item::{Extra, Item, Line, Rendition};

/// Files whose bytes are looked at for one page; of others only what their source states is told.
const LOOKED_AT_MAX: usize = 50;

/// What stands in the place of a picture for those who do not see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// The text.
    pub text: String,
    /// Its source wrote it for this purpose; if not, the headline does in its place.
    pub stated: bool,
}

/// What is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Player {
    /// The file.
    pub hash: Hash,
    /// Its media type.
    pub media_type: &'static str,
    /// It has a picture.
    pub film: bool,
    /// What is shown of it before it is played.
    pub poster: Option<Hash>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What it is called: its role, else its media type.
    pub name: String,
    /// Its media type, by its bytes, else as stated.
    pub kind: String,
    /// Width and height, duration, bytes and codecs, in words.
    pub size: String,
    /// Its hash, if the file itself travels with the item.
    pub hash: Option<Hash>,
    /// Why there is no preview of it, if there should be one.
    pub cause: Option<&'static str>,
    /// It was let go: when, by which rule.
    pub gone: Option<String>,
    /// It would be looked at if ffmpeg were here.
    pub lacks_tools: bool,
    pixels: u64,
    kind_of: Option<Kind>,
}

/// The media of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// The picture to show: a preview of it.
    pub picture: Option<Hash>,
    /// What is said in its place.
    pub alternative: Alternative,
    /// The film or sound to play.
    pub player: Option<Player>,
    /// All files.
    pub files: Vec<File>,
}

/// Looks at the media of an item. What is not known yet is not found out for the page, which would wait for it: it
/// names the preview, and the browser asks for that by itself.
///
/// # Errors
/// If the store fails.
pub async fn of(web: &Web, f: &Frame, item: &Item) -> Result<Media, Failure> {
    let mut files = Vec::with_capacity(item.renditions.len());
    for (number, rendition) in item.renditions.iter().enumerate() {
        let hash = rendition.blob.map(|blob| blob.hash).filter(|_| number < LOOKED_AT_MAX);
        let (kind, known) = match hash {
            Some(hash) => (media::kind(web, &hash).await?, web.node().db().media(&hash).await?),
            None => (None, None),
        };
        let mut one = file(f.looks().texts, rendition, kind, known.as_ref(), web.previews().has_tools());
        if let Some(hash) = hash.filter(|_| kind.is_none()) {
            one.gone = web.node().db().gone(&hash).await?.map(|gone| self::gone(f, &gone));
        }
        files.push(one);
    }
    Ok(arrange(files, alternative(item)))
}

/// When something was let go, and by which rule, in words.
#[must_use]
pub fn gone(f: &Frame, gone: &LetGo) -> String {
    let rule = format!("{} = {}", Retention::setting(gone.rule), gone.days);
    f.fill("item.gone", &[("at", &f.when(gone.at).full), ("rule", &rule)])
}

fn arrange(files: Vec<File>, alternative: Alternative) -> Media {
    let is_shown = |file: &&File, how: Shown| file.kind_of.is_some_and(|kind| kind.shown == Some(how));
    let best = |how: Shown| files.iter().filter(|file| is_shown(file, how)).max_by_key(|file| file.pixels);
    // A TIFF is shown by its preview, as every picture is.
    let pictures = files.iter().filter(|file| file.kind_of.is_some_and(|kind| kind.picture.is_some()));
    let picture =
        pictures.filter(|file| file.cause.is_none()).max_by_key(|file| file.pixels).and_then(|file| file.hash);
    let film = best(Shown::Film).or_else(|| best(Shown::Sound));
    let player = film.and_then(|file| {
        let (hash, kind) = file.hash.zip(file.kind_of)?;
        let film = kind.shown == Some(Shown::Film);
        // A film without a size has not been looked at, or has no picture.
        let still = (film && file.cause.is_none() && file.pixels > 0 && !file.lacks_tools).then_some(hash);
        Some(Player { hash, media_type: kind.media_type, film, poster: picture.or(still) })
    });
    let is_film = player.is_some_and(|player| player.film);
    Media { picture: picture.filter(|_| !is_film), alternative, player, files }
}

fn file(
    texts: &'static Texts,
    rendition: &Rendition,
    kind: Option<Kind>,
    known: Option<&MediaRow>,
    has_tools: bool,
) -> File {
    let stated = rendition.content_type.clone().unwrap_or_default();
    let sides = known.and_then(|known| known.width.zip(known.height)).or(rendition.width.zip(rendition.height));
    let bytes = rendition.blob.map(|blob| blob.size_bytes).or(rendition.size_bytes);
    let mut size = Vec::new();
    size.extend(sides.map(|(width, height)| format!("{width}\u{202f}\u{d7}\u{202f}{height}")));
    let duration = known.and_then(|known| known.duration_ms).map(clock);
    size.extend(duration.or_else(|| rendition.duration.as_ref().map(|duration| format!("{duration} s"))));
    size.extend(bytes.map(|bytes| texts.bytes(bytes)));
    size.extend(known.and_then(|known| known.codecs.clone()).filter(|codecs| !codecs.is_empty()));
    let kind_words = kind.map_or(stated, |kind| kind.media_type.to_owned());
    let held = rendition.blob.map(|blob| blob.hash.to_string());
    let names = [rendition.name.clone(), Some(kind_words.clone()), rendition.href.clone(), held];
    File {
        // A link without words could not be read out, nor be seen.
        name: names.into_iter().flatten().find(|name| !name.trim().is_empty()).unwrap_or_default(),
        kind: kind_words,
        size: size.join(", "),
        hash: rendition.blob.map(|blob| blob.hash),
        cause: known.and_then(|known| known.cause).map(MediaCause::word),
        gone: None,
        lacks_tools: !has_tools && known.is_none() && kind.is_some_and(|kind| kind.demuxer.is_some()),
        pixels: sides.map_or(0, |(width, height)| u64::from(width) * u64::from(height)),
        kind_of: kind,
    }
}

/// Minutes and seconds.
fn clock(ms: u64) -> String {
    let seconds = ms.div_ceil(1000);
    match seconds / 3600 {
        0 => format!("{}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
    }
}

/// Whether a role or name means alternative text, however its format spells that.
#[must_use]
pub fn is_alternative(name: &str) -> bool {
    let word: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let word = word.to_ascii_lowercase();
    ["alttext", "alternatetext", "alternativetext", "alttextaccessibility"].iter().any(|known| word.ends_with(known))
}

fn alternative(item: &Item) -> Alternative {
    let line = |line: &Line| line.role.as_deref().is_some_and(is_alternative).then(|| line.text.clone());
    let extra = |extra: &Extra| is_alternative(&extra.name).then(|| extra.value.clone());
    let of_files = item.renditions.iter().flat_map(|rendition| &rendition.extra);
    let mut all = item.descriptions.iter().filter_map(line).chain(of_files.chain(&item.extra).filter_map(extra));
    match all.find(|text| !text.trim().is_empty()) {
        Some(text) => Alternative { text, stated: true },
        None => Alternative { text: item.headline().unwrap_or_default().to_owned(), stated: false },
    }
}

#[cfg(test)]
mod tests {
    use super::super::texts;
    use super::*;
    use crate::preview::kind;
    use interwire_core::item::Blob;

    fn rendition(name: &str, width: u32, bytes: u64) -> Rendition {
        Rendition {
            name: Some(name.to_owned()),
            width: Some(width),
            height: Some(width / 2),
            blob: Some(Blob { hash: Hash::of(name.as_bytes()), size_bytes: bytes }),
            ..Rendition::default()
        }
    }

    fn row(name: &str, cause: Option<MediaCause>) -> MediaRow {
        MediaRow {
            hash: Hash::of(name.as_bytes()),
            recipe: 1,
            media_type: None,
            width: Some(640),
            height: Some(360),
            duration_ms: Some(61_500),
            codecs: Some("h264, aac".to_owned()),
            preview: cause.is_none(),
            cause,
            at: interwire_core::time::Time::default(),
        }
    }

    fn seen(name: &str, width: u32, head: &[u8], known: Option<MediaRow>) -> File {
        file(texts::best("en"), &rendition(name, width, 1_500_000), kind::Kind::of(head), known.as_ref(), true)
    }

    const JPEG: &[u8] = &[0xff, 0xd8, 0xff];
    const MP4: &[u8] = b"\0\0\0\x20ftypisom";
    const NONE: Alternative = Alternative { text: String::new(), stated: false };

    #[test]
    fn the_largest_picture_that_can_be_shown_is_shown() {
        let bomb = row("bomb", Some(MediaCause::PictureTooLarge));
        let files =
            [seen("web", 800, JPEG, None), seen("main", 4000, JPEG, None), seen("bomb", 1, JPEG, Some(bomb))].to_vec();
        let media = arrange(files, NONE);
        assert_eq!((media.picture, media.player), (Some(Hash::of(b"main")), None));
        assert_eq!(media.files[2].cause, Some("picture-too-large"));
        assert_eq!(media.files[0].size, "800\u{202f}\u{d7}\u{202f}400, 1.5 MB");
    }

    #[test]
    fn a_film_is_played_with_a_picture_of_its_own_before_it_or_its_still() {
        let film = || seen("film", 0, MP4, Some(row("film", None)));
        assert_eq!(film().size, "640\u{202f}\u{d7}\u{202f}360, 1:02, 1.5 MB, h264, aac");
        let media = arrange(vec![film()], NONE);
        assert_eq!(media.player.unwrap().poster, Some(Hash::of(b"film")));
        let media = arrange(vec![film(), seen("poster", 100, JPEG, None)], NONE);
        assert_eq!((media.picture, media.player.unwrap().poster), (None, Some(Hash::of(b"poster"))));
        let sound = seen("sound", 0, b"ID3", None);
        let media = arrange(vec![sound, seen("cover", 100, JPEG, None)], NONE);
        assert!(media.picture.is_some() && !media.player.unwrap().film);
    }

    #[test]
    fn alternative_text_is_known_by_its_role_and_else_the_headline_stands_in() {
        for name in ["drol:altText", "Iptc4xmpCore:AltTextAccessibility", "alternate-text", "alt_text"] {
            assert!(is_alternative(name), "{name}");
        }
        assert!(!is_alternative("drol:caption") && !is_alternative("salt"));
        let mut item = Item { headlines: vec![Line::of("Hội nghị")], ..Item::default() };
        assert_eq!(alternative(&item), Alternative { text: "Hội nghị".to_owned(), stated: false });
        item.descriptions.push(Line { role: Some("drol:altText".to_owned()), ..Line::of("Hai người bắt tay") });
        assert_eq!(alternative(&item), Alternative { text: "Hai người bắt tay".to_owned(), stated: true });
    }
}

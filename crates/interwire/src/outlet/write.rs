//! Files of an outlet: written under another name, synced, then named; so nobody ever reads half of one.

use crate::node::Node;
use futures::StreamExt;
use interwire_core::ids::Hash;
use interwire_core::item::{Item, Loss, Moment};
use interwire_core::time::Time;
use interwire_formats::{WriteError, Written};
use std::io;
use std::path::Path;
use tokio::io::AsyncWriteExt;

/// Why an item was not written.
#[derive(Debug)]
pub(super) enum WriteFailed {
    /// The folder; it may be better later.
    File(io::Error),
    /// These formats cannot carry the item; it was written in the others.
    Format(Vec<WriteError>),
}

impl From<io::Error> for WriteFailed {
    fn from(e: io::Error) -> Self {
        Self::File(e)
    }
}

/// An item in a format. Most formats require the time of the version. Where its source does not state it, or not as a
/// moment, the time at which it came here stands in, which is a loss.
///
/// # Errors
/// If the format cannot carry the item.
pub fn written(format: &str, item: &Item, came: Time) -> Result<Written, WriteError> {
    let refused = match interwire_formats::write(format, item) {
        Err(refused) if refused.code == "required_missing" => refused,
        done => return done,
    };
    if item.times.version_created.as_ref().is_some_and(|moment| moment.time().is_some()) {
        return Err(refused);
    }
    let mut timed = item.clone();
    timed.times.version_created = Some(Moment::new(&came.to_string()));
    let mut written = interwire_formats::write(format, &timed)?;
    let message = "the source states no moment; the time at which it came here stands in";
    written.losses.push(Loss::new("required_filled", "version_created", message));
    Ok(written)
}

/// Writes a version: its media first, then the item in each format, with the media's names as addresses.
pub(super) async fn item(
    node: &Node,
    folder: &Path,
    stem: &str,
    formats: &[String],
    mut item: Item,
    came: Time,
) -> Result<(), WriteFailed> {
    for (number, rendition) in item.renditions.iter_mut().enumerate() {
        let Some(blob) = rendition.blob else { continue };
        let ending = ending(rendition.content_type.as_deref(), rendition.href.as_deref());
        let name = format!("{stem}-m{number}-{}.{ending}", blob.hash.short());
        if media(node, &folder.join(&name), &blob.hash).await? {
            rendition.href = Some(name);
        }
    }
    let mut refused = Vec::new();
    for format in formats {
        let written = match written(format, &item, came) {
            Ok(written) => written,
            Err(cause) => {
                refused.push(cause);
                continue;
            }
        };
        for loss in &written.losses {
            tracing::debug!(file = stem, format, field = loss.field, "{}", loss.message);
        }
        let name = interwire_formats::Named::new(format).name;
        let ending = text_ending(name, &written.bytes);
        whole(&folder.join(format!("{stem}.{name}.{ending}")), &written.bytes).await?;
    }
    if refused.is_empty() { Ok(()) } else { Err(WriteFailed::Format(refused)) }
}

/// Writes a file whole.
pub(super) async fn whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = part_of(path);
    let mut file = tokio::fs::File::create(&part).await?;
    file.write_all(bytes).await?;
    file.sync_all().await?;
    tokio::fs::rename(&part, path).await
}

/// Writes a media file; `false` if it is not held.
async fn media(node: &Node, path: &Path, hash: &Hash) -> io::Result<bool> {
    let Some(reader) = node.db().read_blob(hash).await.map_err(io::Error::other)? else { return Ok(false) };
    let part = part_of(path);
    let mut file = tokio::fs::File::create(&part).await?;
    let mut stream = reader.stream(0, u64::MAX).await?;
    while let Some(piece) = stream.next().await {
        file.write_all(&piece?).await?;
    }
    file.sync_all().await?;
    tokio::fs::rename(&part, path).await?;
    Ok(true)
}

/// The name of a file while it is written: no reader of the folder takes it.
fn part_of(path: &Path) -> std::path::PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.part"))
}

/// The ending of an item's file, from its format and first byte.
#[must_use]
pub fn text_ending(format: &str, bytes: &[u8]) -> &'static str {
    match (format, bytes.first()) {
        ("html", _) => "html",
        ("e-mail", _) => "eml",
        ("icalendar", _) => "ics",
        (_, Some(b'<')) => "xml",
        (_, Some(b'{')) => "json",
        _ => "txt",
    }
}

/// The ending of a media file: letters and digits only, whatever its source wrote.
fn ending(content_type: Option<&str>, href: Option<&str>) -> String {
    let named = href.and_then(|href| href.rsplit_once('.')).map(|(_, ending)| ending.to_lowercase());
    let plain = |text: &String| (1..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
    let known = match content_type.unwrap_or_default() {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "video/mp4" => "mp4",
        "audio/mpeg" => "mp3",
        _ => "bin",
    };
    named.filter(plain).unwrap_or_else(|| known.to_owned())
}

/// Removes the files of a folder in whose names this stands.
pub(super) async fn remove_files(folder: &Path, part: &str) -> io::Result<()> {
    let mut entries = tokio::fs::read_dir(folder).await?;
    while let Some(entry) = entries.next_entry().await? {
        if entry.file_name().to_string_lossy().contains(part) {
            tokio::fs::remove_file(entry.path()).await?;
        }
    }
    Ok(())
}

/// Makes the names in a folder durable.
pub(super) async fn sync_folder(folder: &Path) -> io::Result<()> {
    tokio::fs::File::open(folder).await?.sync_all().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use interwire_core::item::{Line, Times};

    #[test]
    fn an_item_without_a_moment_is_written_with_the_time_at_which_it_came() {
        let mut item = Item {
            guid: Some("urn:baku:1".parse().unwrap()),
            headlines: vec![Line::of("Əliyev Astanaya gəldi")],
            languages: vec!["az".to_owned()],
            ..Item::default()
        };
        let came: Time = "2026-11-23T10:00:00.000Z".parse().unwrap();
        let mut filled = 0;
        for stated in [None, Some(Moment::new("2026-11-23T09:00:00")), Some(Moment::new("soon"))] {
            item.times = Times { version_created: stated, ..Times::default() };
            for format in ["newsml-g2", "newsml-1", "iptc-7901; charset=utf-8", "anpa-1312; charset=utf-8", "atom"] {
                if interwire_formats::write(format, &item).is_ok() {
                    continue;
                }
                filled += 1;
                let written = written(format, &item, came).unwrap();
                let told = |loss: &Loss| (loss.code, loss.field.as_str()) == ("required_filled", "version_created");
                assert!(written.losses.iter().any(told), "{format}");
                let name = interwire_formats::Named::new(format).name;
                let read = interwire_formats::read(&written.bytes, Some(name), &Default::default()).unwrap();
                let time = read.items[0].item.times.version_created.as_ref().and_then(Moment::time).unwrap();
                assert!((time.ms() - came.ms()).abs() < 60_000, "{format}: {time}");
            }
            assert!(filled >= 5, "each of these formats requires a time");
            let bare = written("ninjs", &item, came).unwrap();
            assert_eq!(bare.losses.iter().find(|loss| loss.code == "required_filled"), None, "it requires none");
        }
    }
}

//! Media files of an item: found beside the source or uploaded before it, streamed to the blobs, named in the
//! renditions. An address that is no file of ours stays a reference.

use super::fetch::Fetches;
use crate::blobs::{BlobError, StoredBlob};
use crate::node::{Node, NodeError, Step};
use crate::store::tx::failed;
use bytes::Bytes;
use futures::{Stream, StreamExt};
use interwire_core::exchange::store::{Store, Stored};
use interwire_core::item::{Blob, Item, Note};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use tokio::io::AsyncReadExt;

/// Bytes read from a file at once.
const PIECE_BYTES: usize = 256 * 1024;

/// Where the files of a source are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaFrom {
    /// There are none.
    Nowhere,
    /// In this folder and below it.
    Folder(PathBuf),
    /// Uploaded before, by name.
    Uploaded,
}

impl MediaFrom {
    /// As an arrival keeps it.
    #[must_use]
    pub fn to_column(&self) -> Option<String> {
        match self {
            Self::Nowhere => None,
            Self::Folder(path) => Some(format!("folder:{}", path.display())),
            Self::Uploaded => Some("uploaded".to_owned()),
        }
    }

    /// As an arrival kept it.
    #[must_use]
    pub fn of_column(column: Option<&str>) -> Self {
        match column {
            Some("uploaded") => Self::Uploaded,
            Some(other) => other.strip_prefix("folder:").map_or(Self::Nowhere, |path| Self::Folder(path.into())),
            None => Self::Nowhere,
        }
    }
}

/// Files found for a source: by the address its renditions give them; `None` for one that is too large.
#[derive(Debug, Clone, Default)]
pub struct Found(BTreeMap<String, Option<StoredBlob>>);

impl Found {
    /// Those that are held.
    pub fn held(&self) -> impl Iterator<Item = &StoredBlob> {
        self.0.values().flatten()
    }

    /// The file that an item names and that is too large, if there is one.
    #[must_use]
    pub fn too_large<'a>(&self, item: &'a Item) -> Option<&'a str> {
        hrefs(item).find(|href| matches!(self.0.get(*href), Some(None)))
    }

    fn at(&self, href: &str) -> Option<&StoredBlob> {
        self.0.get(href)?.as_ref()
    }
}

/// The address of a file: relative, and nowhere but below its folder.
#[must_use]
pub fn file_of(href: &str) -> Option<PathBuf> {
    let decoded = match url::Url::parse(href) {
        Ok(_) => return None,
        // Relative: the path may have escapes, and nothing after it.
        Err(_) => url::Url::parse("file:///").ok()?.join(href).ok()?,
    };
    let path = decoded.to_file_path().ok()?;
    let inside = path.strip_prefix("/").ok()?;
    let plain = Path::new(href).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    (plain && inside.components().next().is_some()).then(|| inside.to_owned())
}

/// The addresses of an item's renditions that can be files.
pub fn hrefs(item: &Item) -> impl Iterator<Item = &str> {
    let lacking = item.renditions.iter().filter(|rendition| rendition.blob.is_none());
    lacking.filter_map(|rendition| rendition.href.as_deref()).filter(|href| file_of(href).is_some())
}

/// Brings the files of these items in.
///
/// # Errors
/// If a file cannot be read or kept, or there is no room for it. A file that is not there is none.
pub async fn find<'a>(
    node: &Node,
    from: &MediaFrom,
    items: impl Iterator<Item = &'a Item>,
) -> Result<Found, NodeError> {
    let (mut found, max) = (Found::default(), node.limits().media_bytes_max);
    let MediaFrom::Folder(folder) = from else { return Ok(found) };
    for href in items.flat_map(hrefs) {
        if found.0.contains_key(href) {
            continue;
        }
        let Some(file) = file_of(href) else { continue };
        // A picture that an earlier source of a watched folder used is in `done` by now.
        for path in [folder.join(&file), folder.join(super::folder::DONE).join(&file)] {
            if is_below(folder, &path).await {
                let size = tokio::fs::metadata(&path).await.map_or(0, |file| file.len());
                node.make_room(size.min(max)).await?;
                let kept = match keep_file(node, &path, max).await {
                    Err(BlobError::TooLarge { .. }) => None,
                    kept => Some(kept.map_err(failed)?),
                };
                found.0.insert(href.to_owned(), kept);
                break;
            }
        }
    }
    Ok(found)
}

/// Whether a path is a file that is truly below the folder, whatever links there are.
async fn is_below(folder: &Path, path: &Path) -> bool {
    let (Ok(folder), Ok(path)) = (tokio::fs::canonicalize(folder).await, tokio::fs::canonicalize(path).await) else {
        return false;
    };
    path.starts_with(&folder) && tokio::fs::metadata(&path).await.is_ok_and(|found| found.is_file())
}

/// Brings a file to the blobs, at most `max` bytes of it.
///
/// # Errors
/// [`BlobError::TooLarge`] if it has more; or if it cannot be read or kept.
pub(super) async fn keep_file(node: &Node, path: &Path, max: u64) -> Result<StoredBlob, BlobError> {
    let read = |cause| BlobError::File { path: path.to_owned(), cause };
    let mut file = tokio::fs::File::open(path).await.map_err(read)?;
    let mut writer = node.db().blobs().writer(max);
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let count = file.read(&mut piece).await.map_err(read)?;
        if count == 0 {
            return writer.finish(None).await;
        }
        writer.write(piece.get(..count).unwrap_or_default()).await?;
    }
}

/// Keeps an uploaded file under a name; a later one of the same name replaces it for items that come after.
///
/// # Errors
/// If it breaks off, or cannot be kept. `None` if it is too large.
pub async fn upload<E: std::fmt::Display>(
    node: &Node,
    name: &str,
    mut stream: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> Result<Option<Blob>, NodeError> {
    let mut writer = node.db().blobs().writer(node.limits().media_bytes_max);
    while let Some(piece) = stream.next().await {
        let piece = piece.map_err(failed)?;
        // How much comes is not known before it has come.
        node.make_room(piece.len() as u64).await?;
        match writer.write(&piece).await {
            Err(BlobError::TooLarge { .. }) => return Ok(None),
            written => written.map_err(failed)?,
        }
    }
    let stored = writer.finish(None).await.map_err(failed)?;
    let blob = Blob { hash: stored.hash, size_bytes: stored.size };
    let setting = setting_of(name);
    node.step(move |step| {
        step.tx.put_stored_blob(stored);
        step.tx.put_setting(&setting, &format!("{} {}", blob.hash, blob.size_bytes))?;
        Ok(Some(blob))
    })
    .await
}

fn setting_of(name: &str) -> String {
    format!("media/{name}")
}

/// Names the files in the item's renditions. A blob that the item names and the node does not hold is none.
///
/// # Errors
/// If the store fails.
pub(super) fn attach(
    step: &mut Step,
    item: &mut Item,
    from: &MediaFrom,
    found: &Found,
    fetches: &Fetches,
) -> Stored<Vec<Note>> {
    let mut notes = Vec::new();
    for rendition in &mut item.renditions {
        if let Some(blob) = rendition.blob {
            if !step.tx.has_blob(&blob.hash)? {
                rendition.blob = None;
                notes.push(Note::new("media_not_held", format!("the file {} is not here", blob.hash)));
            }
            continue;
        }
        let Some(href) = rendition.href.as_deref() else { continue };
        if let Some(fetched) = fetches.get(href) {
            rendition.blob = fetched.blob;
            if let Some(cause) = fetched.cause.as_deref().filter(|_| fetched.blob.is_none()) {
                notes.push(Note::new("media_not_fetched", format!("{href:?} stays a reference: {cause}")));
            }
            continue;
        }
        let Some(file) = file_of(href) else { continue };
        let blob = match found.at(href) {
            Some(stored) => Some(Blob { hash: stored.hash, size_bytes: stored.size }),
            None if *from == MediaFrom::Uploaded => uploaded(step, &file)?,
            None => None,
        };
        if blob.is_none() {
            notes.push(Note::new("media_missing", format!("there is no file {href:?}; it stays a reference")));
        }
        rendition.blob = blob;
    }
    Ok(notes)
}

fn uploaded(step: &mut Step, file: &Path) -> Stored<Option<Blob>> {
    let Some(name) = file.file_name().and_then(|name| name.to_str()) else { return Ok(None) };
    let Some(value) = step.tx.setting(&setting_of(name))? else { return Ok(None) };
    let parts = value.split_once(' ').and_then(|(hash, size)| Some((hash.parse().ok()?, size.parse().ok()?)));
    Ok(parts.map(|(hash, size_bytes)| Blob { hash, size_bytes }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_relative_path_below_the_folder_is_a_file() {
        for (href, file) in [
            ("ảnh.jpg", Some("ảnh.jpg")),
            ("media/a%20b.jpg", Some("media/a b.jpg")),
            ("./a.jpg", Some("a.jpg")),
            ("../a.jpg", None),
            ("media/../../a.jpg", None),
            ("%2e%2e/a.jpg", Some("a.jpg")),
            ("/etc/passwd", None),
            ("//host/a.jpg", None),
            ("https://hanoi.example/a.jpg", None),
            ("file:///etc/passwd", None),
            ("urn:newsml:x", None),
            ("", None),
        ] {
            assert_eq!(file_of(href).as_deref(), file.map(Path::new), "{href}");
        }
    }
}

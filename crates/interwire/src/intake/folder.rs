//! Watched folders. A file is read once it has stopped growing, and moved to `done` or `failed` beside it only after
//! everything that follows from it is durable; so a crash in between makes it come twice, which changes nothing.

use super::Limits;
use super::disk::Disk;
use super::media::{MediaFrom, hrefs};
use super::outcome::Fate;
use super::sidecar::{self, SIDECAR};
use super::take::{Source, Taken, take, take_file};
use crate::node::{Node, NodeError};
use crate::store::tx::failed;
use interwire_core::time::Time;
use interwire_formats::media::Source as _;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tokio_util::sync::CancellationToken;

/// Where files go that were taken.
pub const DONE: &str = "done";
/// Where files go of which something became a dead letter.
pub const FAILED: &str = "failed";
/// Files that are looked at in one round; the rest waits for the next.
const FILES_MAX: usize = 5000;
/// Files that are taken in one round.
const TAKEN_MAX: usize = 200;
/// After a failure of the folder or the store, look again after this.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// How often the folder is looked at.
const ROUND: Duration = Duration::from_millis(500);
/// How long a source waits for the files it names, after it has itself stopped growing.
const MEDIA_WAIT_MS: i64 = 60_000;
/// Files that are no sources: they wait for an item that names them.
const MEDIA: [&str; 3] = ["gif", "svg", "pdf"];
/// Likewise, and they can say themselves what they show.
const SPEAKING: [&str; 19] = [
    "jpg", "jpeg", "png", "tif", "tiff", "webp", "mp4", "m4v", "mov", "3gp", "ogv", "mp3", "m4a", "wav", "bwf", "ogg",
    "oga", "opus", "flac",
];
/// Endings of files that somebody is still writing.
const UNFINISHED: [&str; 4] = ["tmp", "part", "filepart", "writing"];

/// A folder to watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// The service of ours that carries what comes in it.
    pub service: Option<String>,
    /// The format, where the bytes do not tell.
    pub hint: Option<String>,
    /// How long a file must not have changed, in seconds.
    pub stable_for_s: u32,
}

/// What was last seen of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sight {
    size: u64,
    modified: Option<SystemTime>,
    since: Time,
    /// It was taken and could not be moved, or is a picture that waits for an item to name it.
    taken: bool,
}

/// Watches one folder.
pub struct Watcher {
    node: Node,
    folder: Folder,
    seen: BTreeMap<PathBuf, Sight>,
}

/// Watches a folder until `stop`.
pub async fn run(node: Node, folder: Folder, stop: CancellationToken) {
    let mut watcher = Watcher::new(node, folder);
    let mut wait = ROUND;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
        wait = match watcher.look().await {
            Ok(TAKEN_MAX) => Duration::ZERO,
            Ok(_) => ROUND,
            Err(e) => {
                let folder = watcher.folder.path.display();
                tracing::warn!(%folder, cause = %e, "a watched folder could not be taken in");
                AFTER_FAILURE
            }
        };
    }
}

impl Watcher {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(node: Node, folder: Folder) -> Self {
        Self { node, folder, seen: BTreeMap::new() }
    }

    /// Looks once; returns how many files were taken.
    ///
    /// # Errors
    /// If the folder cannot be read, or the store fails; files stay where they are.
    pub async fn look(&mut self) -> Result<usize, NodeError> {
        let folder = self.folder.path.clone();
        let files = tokio::task::spawn_blocking(move || list(&folder)).await.map_err(failed)?.map_err(failed)?;
        let now = self.node.now();
        let mut seen = BTreeMap::new();
        for (path, size, modified) in files {
            let fresh = Sight { size, modified, since: now, taken: false };
            let known = self.seen.get(&path).filter(|known| known.size == size && known.modified == modified);
            seen.insert(path, known.copied().unwrap_or(fresh));
        }
        self.seen = seen;
        let stable_ms = i64::from(self.folder.stable_for_s) * 1000;
        let is_due = |sight: &Sight| !sight.taken && now.since(sight.since) >= stable_ms;
        let is_waited = |sight: &Sight| now.since(sight.since) - stable_ms >= MEDIA_WAIT_MS;
        // A picture waits for the item that names it; in a folder of photographs or films there is none to wait for.
        let alone = self.is_for_files_alone();
        let is_ours = |path: &Path, sight: &Sight| {
            is_source(path) || can_speak(path) && (alone || is_waited(sight)) && !self.has_sidecar(path)
        };
        let due: Vec<_> = self.seen.iter().filter(|(path, sight)| is_due(sight) && is_ours(path, sight)).collect();
        let due: Vec<(PathBuf, Sight)> = due.into_iter().map(|(path, sight)| (path.clone(), *sight)).collect();
        let mut count = 0;
        for (path, sight) in due {
            let waited = is_waited(&sight);
            count += usize::from(self.take_file(&path, waited, stable_ms).await?);
            if count == TAKEN_MAX {
                break;
            }
        }
        Ok(count)
    }

    /// Takes a file that has stopped growing, unless it must wait for the files that it names.
    async fn take_file(&mut self, path: &Path, waited: bool, stable_ms: i64) -> Result<bool, NodeError> {
        let (from, hint, limits) = (path.to_owned(), self.folder.hint.clone(), self.node.limits().clone());
        let opened =
            tokio::task::spawn_blocking(move || open(&from, hint.as_deref(), &limits)).await.map_err(failed)?;
        // Gone, or not ours to read: the next round looks again.
        let Ok(Opened { bytes, named, speaks, lone }) = opened else { return Ok(false) };
        if can_speak(path) && !speaks && !self.is_for_files_alone() {
            if let Some(sight) = self.seen.get_mut(path) {
                sight.taken = true;
            }
            return Ok(false);
        }
        let now = self.node.now();
        let ready = |file: &PathBuf| match self.seen.get(&self.folder.path.join(file)) {
            Some(sight) => now.since(sight.since) >= stable_ms,
            // Below the folder, or used before.
            None => self.folder.path.join(file).is_file() || self.folder.path.join(DONE).join(file).is_file(),
        };
        if !waited && (lone || !named.iter().all(ready)) {
            return Ok(false);
        }
        let source = Source {
            feed: format!("folder:{}", self.folder.path.display()),
            path: path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            service: self.folder.service.clone(),
            hint: self.folder.hint.clone(),
            bytes: Vec::new(),
            media: MediaFrom::Folder(self.folder.path.clone()),
            test: false,
        };
        let taken = match bytes {
            Some(bytes) => take(&self.node, Source { bytes, ..source }).await?,
            None => take_file(&self.node, source, path).await?,
        };
        let to = if is_well(&taken) { DONE } else { FAILED };
        self.move_away(path, to);
        for file in &named {
            let path = self.folder.path.join(file);
            if path.is_file() && file.components().count() == 1 {
                self.move_away(&path, DONE);
            }
        }
        Ok(true)
    }

    fn is_for_files_alone(&self) -> bool {
        sidecar::are_alone(self.folder.hint.as_deref())
    }

    fn has_sidecar(&self, path: &Path) -> bool {
        let names = sidecar::names_of(path);
        names.iter().any(|name| self.seen.contains_key(&path.with_file_name(name)))
    }

    /// A file that cannot be moved is remembered; after a start it comes again, which changes nothing.
    fn move_away(&mut self, path: &Path, to: &str) {
        if let Err(e) = move_file(path, &self.folder.path.join(to)) {
            tracing::warn!(file = %path.display(), cause = %e, "a file was taken in and cannot be moved");
            if let Some(sight) = self.seen.get_mut(path) {
                sight.taken = true;
            }
        }
    }
}

fn is_well(taken: &Taken) -> bool {
    let bad = |fate: Fate| matches!(fate, Fate::Dead | Fate::Conflict);
    taken.unreadable.is_none() && !taken.outcomes.iter().any(|outcome| bad(outcome.fate))
}

/// The plain files of a folder, with size and time of change.
type Files = Vec<(PathBuf, u64, Option<SystemTime>)>;

fn list(folder: &Path) -> io::Result<Files> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(about) = entry.metadata() else { continue };
        if about.is_file() && !entry.file_name().as_encoded_bytes().starts_with(b".") {
            files.push((entry.path(), about.len(), about.modified().ok()));
        }
        if files.len() >= FILES_MAX {
            break;
        }
    }
    Ok(files)
}

fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Whether a file is a picture, film or sound that can be an item by itself.
fn can_speak(path: &Path) -> bool {
    SPEAKING.contains(&ending(path).as_str())
}

/// Whether a file is a picture, a film or the like, which comes with the source that names it.
#[must_use]
pub fn is_media(path: &Path) -> bool {
    can_speak(path) || MEDIA.contains(&ending(path).as_str())
}

fn is_source(path: &Path) -> bool {
    !is_media(path) && !UNFINISHED.contains(&ending(path).as_str())
}

/// A file of a folder, before it is taken.
struct Opened {
    /// None if they are not to be in memory: a film, or too many.
    bytes: Option<Vec<u8>>,
    /// The files that its items name.
    named: Vec<PathBuf>,
    /// Whether it says what it shows.
    speaks: bool,
    /// Whether it is a sidecar whose file is not here.
    lone: bool,
}

/// The bytes of a source, and what its items name.
fn open(path: &Path, hint: Option<&str>, limits: &Limits) -> io::Result<Opened> {
    let mut disk = Disk::open(path)?;
    let is_whole = !disk.is_media()? && disk.size_bytes() <= limits.source.bytes_max as u64;
    let bytes = is_whole.then(|| disk.bytes(limits.source.bytes_max)).transpose()?;
    let read = match &bytes {
        Some(bytes) => interwire_formats::read(bytes, hint, &limits.source),
        None => disk.read(None, hint, limits),
    };
    let mut opened = Opened { bytes, named: Vec::new(), speaks: false, lone: false };
    if let Ok(mut read) = read {
        let from = MediaFrom::Folder(path.parent().unwrap_or(path).to_owned());
        sidecar::complete(&mut read, &from, path, limits);
        opened.lone = read.format == SIDECAR && read.items.iter().all(|one| one.item.renditions.is_empty());
        let items = || read.items.iter().map(|one| &one.item);
        opened.speaks = items().any(|item| item.headline().is_some() || !item.descriptions.is_empty());
        opened.named.extend(items().flat_map(hrefs).filter_map(super::media::file_of));
    }
    Ok(opened)
}

/// Moves a file into a folder, under its own name or the first free one after it.
fn move_file(path: &Path, folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy().into_owned();
    let names = std::iter::once(name.clone()).chain((2..).map(|n| format!("{name}.{n}")));
    let free = names.map(|name| folder.join(name)).find(|to| !to.exists());
    std::fs::rename(path, free.ok_or(io::ErrorKind::AlreadyExists)?)
}

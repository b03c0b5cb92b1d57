//! Previews of media files, and what is known of a file from its own bytes: [`kind`] says what it is, [`picture`] makes
//! pictures small, [`film`] asks ffmpeg as a [`child`], [`folder`] keeps what was made, [`work`] makes it when a version
//! comes. Whatever a page asks for and is not there is made then.
//!
//! What cannot be made is noted with its cause and not tried again. Above it: web. Below: node, store, blobs.

mod child;
mod film;
pub mod folder;
mod jpeg;
pub mod kind;
pub mod picture;
mod work;

use crate::blobs::BYTES_IN_ROW_MAX;
use crate::config::Previews as Settings;
use crate::node::{Node, NodeError};
use crate::store::media::{MediaCause, MediaRow};
use crate::store::tx::failed;
use film::Tools;
use folder::{Folder, RECIPE, Size};
use interwire_core::ids::{Hash, ItemKey};
use interwire_core::time::Time;
use kind::{HEAD_BYTES, Kind};
use picture::Made;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::runtime::Handle;
use tokio::sync::{OnceCell, Semaphore, broadcast};
use tokio_util::sync::CancellationToken;

/// The folder's name in a data directory.
pub const DERIVED: &str = "derived";
/// Files that are worked on at once.
const AT_ONCE: usize = 2;
/// Items of which somebody who listens may have missed that they have a picture now.
const PICTURED_MAX: usize = 256;
/// The unit in which memory for decoding is shared out, in bytes.
const MEMORY_UNIT: u64 = 1 << 20;

/// Makes previews. Clones are the same.
#[derive(Clone)]
pub struct Previews {
    inner: Arc<Inner>,
}

struct Inner {
    node: Node,
    settings: Settings,
    tools: Option<Tools>,
    /// Opened when first needed: a node without pages has none.
    folder: OnceCell<Arc<Folder>>,
    at_once: Semaphore,
    memory: Arc<Semaphore>,
    under_way: Mutex<HashMap<Hash, Weak<tokio::sync::Mutex<()>>>>,
    pictured: broadcast::Sender<ItemKey>,
}

/// Where the bytes of a blob are.
enum Held {
    File(PathBuf),
    Row(Vec<u8>),
}

trait Picture: BufRead + Seek + Send {}
impl<T: BufRead + Seek + Send> Picture for T {}

impl Held {
    fn head(&self) -> std::io::Result<Vec<u8>> {
        let mut head = Vec::new();
        match self {
            Self::Row(bytes) => head.extend(bytes.iter().take(HEAD_BYTES)),
            Self::File(path) => {
                std::fs::File::open(path)?.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
            }
        }
        Ok(head)
    }

    fn open(self) -> std::io::Result<Box<dyn Picture>> {
        Ok(match self {
            Self::Row(bytes) => Box::new(Cursor::new(bytes)),
            Self::File(path) => Box::new(BufReader::new(std::fs::File::open(path)?)),
        })
    }
}

impl Previews {
    /// Previews of a node's files, made as versions come, until `stop`.
    #[must_use]
    pub fn start(node: &Node, settings: Settings, stop: CancellationToken) -> Self {
        let films = &settings.films;
        let tools = Tools::find(films.ffmpeg.as_deref(), films.ffprobe.as_deref()).filter(|_| films.enabled);
        if films.enabled && tools.is_none() {
            tracing::info!("there is no ffmpeg: films and sounds are shown without stills, durations and sizes");
        }
        let inner = Inner {
            node: node.clone(),
            settings,
            tools,
            folder: OnceCell::new(),
            at_once: Semaphore::new(AT_ONCE),
            memory: Arc::new(Semaphore::new(usize::try_from(picture::MEMORY_BYTES_MAX / MEMORY_UNIT).unwrap_or(1))),
            under_way: Mutex::default(),
            pictured: broadcast::Sender::new(PICTURED_MAX),
        };
        let previews = Self { inner: Arc::new(inner) };
        tokio::spawn(work::run(previews.clone(), stop));
        previews
    }

    /// Items for which a small picture stands in lists from now on.
    #[must_use]
    pub fn pictured(&self) -> broadcast::Receiver<ItemKey> {
        self.inner.pictured.subscribe()
    }

    /// Whether films and sounds are looked at.
    #[must_use]
    pub fn has_tools(&self) -> bool {
        self.inner.tools.is_some()
    }

    /// Where a preview of a file is; `None` if there can be none. It is made if need be.
    ///
    /// # Errors
    /// If the store or the folder fails.
    pub async fn get(&self, hash: &Hash, size: Size) -> Result<Option<PathBuf>, NodeError> {
        let seen = self.see(hash).await?;
        match seen {
            Some(seen) if seen.preview => Ok(Some(self.folder().await?.path(hash, size))),
            _ => Ok(None),
        }
    }

    /// What is known of a file, found out if need be; `None` if it is not here.
    ///
    /// # Errors
    /// If the store or the folder fails.
    pub async fn see(&self, hash: &Hash) -> Result<Option<MediaRow>, NodeError> {
        if let Some(known) = self.known(hash).await? {
            return Ok(Some(known));
        }
        // A reader who goes away meanwhile leaves the work to be done: its bounds hold only while somebody waits for it.
        let (previews, hash) = (self.clone(), *hash);
        tokio::spawn(async move { previews.find_out(&hash).await }).await.map_err(failed)?
    }

    async fn find_out(&self, hash: &Hash) -> Result<Option<MediaRow>, NodeError> {
        let alone = self.alone(hash);
        let _alone = alone.lock().await;
        // Somebody else may have made it while we waited.
        if let Some(known) = self.known(hash).await? {
            return Ok(Some(known));
        }
        let _turn = self.inner.at_once.acquire().await.map_err(failed)?;
        let Some(held) = self.held(hash).await? else { return Ok(None) };
        let row = self.look(hash, held).await?;
        // Without its programs a film may be looked at another time.
        if row.cause.is_none() && !row.preview && row.codecs.is_none() {
            return Ok(Some(row));
        }
        let kept = row.clone();
        self.inner.node.step(move |step| step.tx.put_media(&kept)).await?;
        Ok(Some(row))
    }

    /// Deletes the previews of files that are here no more.
    ///
    /// # Errors
    /// If the folder fails.
    pub async fn forget(&self, files: Vec<Hash>) -> Result<(), NodeError> {
        if files.is_empty() {
            return Ok(());
        }
        let folder = Arc::clone(self.folder().await?);
        let delete = move || files.iter().try_for_each(|hash| folder.remove(hash));
        tokio::task::spawn_blocking(delete).await.map_err(failed)?.map_err(|e| failed(e).into())
    }

    /// Deletes previews that were made before a moment; returns how many files.
    ///
    /// # Errors
    /// If the folder fails.
    pub async fn forget_older(&self, before: Time) -> Result<u64, NodeError> {
        let folder = Arc::clone(self.folder().await?);
        let ms = u64::try_from(before.ms()).unwrap_or_default();
        let made_before = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_millis(ms);
        let delete = move || folder.remove_older(made_before);
        tokio::task::spawn_blocking(delete).await.map_err(failed)?.map_err(|e| failed(e).into())
    }

    /// What was found out before, if all that belongs to it is still there.
    async fn known(&self, hash: &Hash) -> Result<Option<MediaRow>, NodeError> {
        let row = self.inner.node.db().media(hash).await.map_err(failed)?.filter(|row| row.recipe == RECIPE);
        let folder = self.folder().await?;
        Ok(row.filter(|row| !row.preview || folder.has(hash)))
    }

    async fn folder(&self) -> Result<&Arc<Folder>, NodeError> {
        let (dir, max) = (self.inner.node.db().dir().join(DERIVED), self.inner.settings.disk_bytes_max);
        let open = || async move {
            let opened = tokio::task::spawn_blocking(move || Folder::open(&dir, max)).await;
            Ok::<_, NodeError>(Arc::new(opened.map_err(failed)?.map_err(failed)?))
        };
        self.inner.folder.get_or_try_init(open).await
    }

    /// A lock for this file alone.
    fn alone(&self, hash: &Hash) -> Arc<tokio::sync::Mutex<()>> {
        let mut all = self.inner.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, lock| lock.strong_count() > 0);
        if let Some(lock) = all.get(hash).and_then(Weak::upgrade) {
            return lock;
        }
        let lock = Arc::default();
        all.insert(*hash, Arc::downgrade(&lock));
        lock
    }

    async fn held(&self, hash: &Hash) -> Result<Option<Held>, NodeError> {
        let db = self.inner.node.db();
        let Some(reader) = db.read_blob(hash).await.map_err(failed)? else { return Ok(None) };
        if reader.size() > BYTES_IN_ROW_MAX as u64 {
            return Ok(Some(Held::File(db.blobs().path(hash))));
        }
        let bytes = reader.bytes(BYTES_IN_ROW_MAX as u64).await.map_err(failed)?;
        Ok(Some(Held::Row(bytes)))
    }

    async fn look(&self, hash: &Hash, held: Held) -> Result<MediaRow, NodeError> {
        let kind = Kind::of(&held.head().map_err(failed)?);
        let mut row = MediaRow {
            hash: *hash,
            recipe: RECIPE,
            media_type: kind.map(|kind| kind.media_type.to_owned()),
            width: None,
            height: None,
            duration_ms: None,
            codecs: None,
            preview: false,
            cause: None,
            at: self.inner.node.now(),
        };
        match kind {
            Some(kind) if kind.picture.is_some() => self.look_at_picture(&mut row, held, kind).await?,
            Some(kind) => self.look_at_film(&mut row, held, kind).await?,
            None => row.cause = Some(MediaCause::Unsupported),
        }
        Ok(row)
    }

    async fn look_at_picture(&self, row: &mut MediaRow, held: Held, kind: Kind) -> Result<(), NodeError> {
        let Some(format) = kind.picture else { return Ok(()) };
        let (memory, handle) = (Arc::clone(&self.inner.memory), Handle::current());
        let work = move || -> Result<_, MediaCause> {
            let file = held.open().map_err(|_| MediaCause::PictureBroken)?;
            let opened = picture::open(file, format)?;
            let units = u32::try_from(opened.memory_bytes.div_ceil(MEMORY_UNIT)).unwrap_or(u32::MAX);
            // The semaphore is never closed.
            let _memory = handle.block_on(memory.acquire_many(units)).map_err(|_| MediaCause::PictureTooLarge)?;
            let size = (opened.width, opened.height);
            Ok((size, opened.make()))
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(Ok((size, made))) => {
                (row.width, row.height) = (Some(size.0), Some(size.1));
                self.keep(row, made).await
            }
            Ok(Err(cause)) => {
                row.cause = Some(cause);
                Ok(())
            }
            // A decoder that stumbles over a picture would stumble again.
            Err(stumbled) => {
                tracing::warn!(blob = %row.hash, cause = %stumbled, "a picture could not be decoded");
                row.cause = Some(MediaCause::PictureBroken);
                Ok(())
            }
        }
    }

    async fn look_at_film(&self, row: &mut MediaRow, held: Held, kind: Kind) -> Result<(), NodeError> {
        let Some(tools) = &self.inner.tools else { return Ok(()) };
        // What lies in a row has to be a file for as long as it is looked at.
        let (path, _lent) = match held {
            Held::File(path) => (path, None),
            Held::Row(bytes) => {
                let lent = self.folder().await?.lend(&bytes).map_err(failed)?;
                (lent.path().to_owned(), Some(lent))
            }
        };
        // A path in a folder of the node's is absolute for the child, which works elsewhere.
        let path = std::path::absolute(&path).map_err(failed)?;
        let facts = match tools.probe(&path, kind).await {
            Ok(facts) => facts,
            Err(cause) => {
                row.cause = Some(cause);
                return Ok(());
            }
        };
        row.duration_ms = facts.duration_ms;
        row.codecs = Some(facts.codecs.join(", "));
        let Some((width, height)) = facts.size else { return Ok(()) };
        (row.width, row.height) = (Some(width), Some(height));
        let made = match tools.still(&path, kind, &facts).await {
            Ok(still) => self.made_of(still).await,
            Err(cause) => Err(cause),
        };
        self.keep(row, made).await
    }

    /// A still goes the way of every picture: what ffmpeg made of a partner's bytes is no more to be trusted than they.
    async fn made_of(&self, still: Vec<u8>) -> Result<Made, MediaCause> {
        let work = move || picture::open(Cursor::new(still), image::ImageFormat::Jpeg)?.make();
        tokio::task::spawn_blocking(work).await.unwrap_or(Err(MediaCause::FilmBroken))
    }

    async fn keep(&self, row: &mut MediaRow, made: Result<Made, MediaCause>) -> Result<(), NodeError> {
        let made = match made {
            Ok(made) => made,
            Err(cause) => {
                row.cause = Some(cause);
                return Ok(());
            }
        };
        let (folder, hash) = (Arc::clone(self.folder().await?), row.hash);
        let put = move || {
            folder.put(&hash, Size::Small, &made.small)?;
            folder.put(&hash, Size::Large, &made.large)
        };
        tokio::task::spawn_blocking(put).await.map_err(failed)?.map_err(failed)?;
        row.preview = true;
        Ok(())
    }
}

/// The path of a preview below the root of the pages, for a file that a version of an item names.
#[must_use]
pub fn path(key: &ItemKey, version: u64, file: &Hash, size: Size) -> String {
    format!("/items/{}/{}/{version}/media/{file}/{}", key.source, key.item, size.word())
}

/// Opens a preview for reading; `None` if it has just gone.
///
/// # Errors
/// If it is there and cannot be read.
pub async fn open(path: &Path) -> std::io::Result<Option<(tokio::fs::File, u64)>> {
    match tokio::fs::File::open(path).await {
        Ok(file) => {
            let size = file.metadata().await?.len();
            Ok(Some((file, size)))
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

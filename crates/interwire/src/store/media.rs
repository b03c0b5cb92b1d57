//! What is known of media files from their own bytes, and which picture stands for a version in lists. All of it is
//! found out again from the blobs if it is lost.

use super::tables::{MEDIA, THUMBNAILS};
use super::tx::Tx;
use super::value::{Columns, Row, row};
use super::words::words;
use super::{Db, DbError};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::{Hash, ItemKey};
use interwire_core::time::Time;

/// The setting that remembers up to which version thumbnails were made: without it all are made again.
pub const CURSOR: &str = "previews/seq";

words! {
    /// Why no preview can be made of a file.
    MediaCause {
        /// No kind of picture, film or sound that is read here.
        Unsupported = "unsupported",
        /// Decoding it would take too much memory or time.
        PictureTooLarge = "picture-too-large",
        /// It says that it is a picture and cannot be decoded.
        PictureBroken = "picture-broken",
        /// ffmpeg cannot read it.
        FilmBroken = "film-broken",
        /// ffmpeg took too much time or memory.
        FilmTooCostly = "film-too-costly",
    }
}

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaRow {
    /// Which.
    pub hash: Hash,
    /// By which version of the program's recipe this was found out; by another it is found out anew.
    pub recipe: u32,
    /// Its media type, as its bytes say; none if they say nothing.
    pub media_type: Option<String>,
    /// Its width in pixels, as it is looked at.
    pub width: Option<u32>,
    /// Its height.
    pub height: Option<u32>,
    /// How long it lasts, in milliseconds.
    pub duration_ms: Option<u64>,
    /// Its codecs, as `h264, aac`.
    pub codecs: Option<String>,
    /// There is a preview of it.
    pub preview: bool,
    /// Why there is none, if there should be one.
    pub cause: Option<MediaCause>,
    /// When this was found out.
    pub at: Time,
}

fn media_of(mut columns: Columns) -> Result<MediaRow, DbError> {
    let narrow = |number: Option<u64>| number.and_then(|number| u32::try_from(number).ok());
    Ok(MediaRow {
        hash: columns.hash()?,
        recipe: columns.number32()?,
        media_type: columns.text_option()?,
        width: narrow(columns.unsigned_option()?),
        height: narrow(columns.unsigned_option()?),
        duration_ms: columns.unsigned_option()?,
        codecs: columns.text_option()?,
        preview: columns.flag()?,
        cause: columns.parsed_option()?,
        at: columns.time()?,
    })
}

fn row_of(media: &MediaRow) -> Row {
    row![
        media.hash,
        u64::from(media.recipe),
        media.media_type.clone(),
        media.width.map(u64::from),
        media.height.map(u64::from),
        media.duration_ms,
        media.codecs.clone(),
        media.preview,
        media.cause.map(MediaCause::word),
        media.at,
    ]
}

impl Tx<'_> {
    /// Notes what is known of a file.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_media(&mut self, media: &MediaRow) -> Stored<()> {
        self.put(&MEDIA, row_of(media));
        Ok(())
    }

    /// Names the file whose preview stands for a version in lists.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_thumbnail(&mut self, key: &ItemKey, version: u64, blob: &Hash) -> Stored<()> {
        let mut row = self.writer.item_columns(key)?;
        row.extend(row![version, *blob]);
        self.put(&THUMBNAILS, row);
        Ok(())
    }
}

impl Db {
    /// What is known of a file.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn media(&self, hash: &Hash) -> Result<Option<MediaRow>, DbError> {
        let sql = "SELECT hash, recipe, media_type, width, height, duration_ms, codecs, preview, cause, at FROM media
            WHERE hash = ?";
        self.rows(MEDIA.name, sql, &row![*hash]).await?.pop().map(media_of).transpose()
    }

    /// The file whose preview stands for a version in lists.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn thumbnail(&self, key: &ItemKey, version: u64) -> Result<Option<Hash>, DbError> {
        let sql = "SELECT blob FROM thumbnails JOIN parties ON parties.id = source
            WHERE parties.name = ? AND item = ? AND version = ?";
        let values = row![key.source.as_str(), super::items::bytes_of_item(&key.item)?, version];
        self.rows(THUMBNAILS.name, sql, &values).await?.pop().map(|mut columns| columns.hash()).transpose()
    }
}

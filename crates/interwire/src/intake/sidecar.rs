//! Sidecars: what is said of a photograph, film or sound in a file beside it (`a.xmp` or `a.jpg.xmp` of `a.jpg`). Only the names tell
//! that the two belong together, so it is found here and not by the formats.

use super::Limits;
use super::disk::Disk;
use super::folder::{DONE, is_media};
use super::media::MediaFrom;
use interwire_formats::{Named, Read, photo};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The format of sidecars.
pub const SIDECAR: &str = "xmp";
/// The formats of files that are items of their own: photographs, and video and audio.
const ALONE: [&str; 2] = ["photo", "media"];
/// Files of a folder that are looked at for the one beside a sidecar.
const FILES_MAX: usize = 5000;

/// Whether files of the format that is hinted at are items of their own, and nothing that an item names.
#[must_use]
pub fn are_alone(hint: Option<&str>) -> bool {
    hint.and_then(|hint| Named::new(hint).format()).is_some_and(|format| ALONE.contains(&format.name))
}

/// The names that a sidecar of this file can have.
#[must_use]
pub fn names_of(file: &Path) -> [OsString; 4] {
    let name = |stem: &std::ffi::OsStr, ending: &str| {
        let mut name = stem.to_owned();
        name.push(ending);
        name
    };
    let (stem, whole) = (file.file_stem().unwrap_or_default(), file.file_name().unwrap_or_default());
    [name(stem, ".xmp"), name(whole, ".xmp"), name(stem, ".XMP"), name(whole, ".XMP")]
}

/// Gives a sidecar the file beside it as its rendition, and what that says of itself where the sidecar is silent.
pub fn complete(read: &mut Read, from: &MediaFrom, path: &Path, limits: &Limits) {
    let MediaFrom::Folder(folder) = from else { return };
    if read.format != SIDECAR {
        return;
    }
    let Some(file) = beside(folder, path) else { return };
    let Some(name) = file.file_name().and_then(|name| name.to_str()) else { return };
    let found = Disk::open(&file).ok().and_then(|mut disk| disk.read(None, None, limits).ok());
    photo::beside(read, &escaped(name), found);
}

/// A name as the address that it is.
fn escaped(name: &str) -> String {
    name.replace('%', "%25").replace('?', "%3F").replace('#', "%23")
}

/// The file that a sidecar is about: in its folder, or used before.
fn beside(folder: &Path, sidecar: &Path) -> Option<PathBuf> {
    let own = sidecar.file_name()?;
    let is_its = |file: &Path| is_media(file) && names_of(file).iter().any(|name| name == own);
    [folder.to_owned(), folder.join(DONE)].iter().find_map(|folder| {
        // A link may lead out of the folder.
        let plain = |entry: &std::fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_file());
        let files = std::fs::read_dir(folder).ok()?.take(FILES_MAX).flatten().filter(plain);
        let mut found: Vec<PathBuf> = files.map(|entry| entry.path()).filter(|file| is_its(file)).collect();
        found.sort();
        found.into_iter().next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_tell_what_belongs_together() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("Đại sứ.jpg"), b"x").unwrap();
        std::fs::write(folder.path().join("b.txt"), b"x").unwrap();
        let file =
            |sidecar: &str| beside(folder.path(), Path::new(sidecar)).map(|path| path.file_name().unwrap().to_owned());
        assert_eq!(file("Đại sứ.xmp"), Some("Đại sứ.jpg".into()));
        assert_eq!(file("Đại sứ.jpg.xmp"), Some("Đại sứ.jpg".into()));
        assert_eq!((file("b.xmp"), file("c.xmp")), (None, None));
        assert_eq!(escaped("a 100%?.jpg"), "a 100%25%3F.jpg");
    }
}

//! Files named on the command line: folders opened to all their files, in order, and each read whole but never beyond
//! the limit of a source. What cannot be read becomes a [`ReadError`], so that one bad file does not stop the others.

use crate::intake::disk::{Disk, unreadable};
use interwire_formats::{FORMATS, Format, Named, ReadError};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Folders inside one another; beyond, something links in a circle.
const DEPTH_MAX: usize = 64;

/// Hands on every file at or below `path`, folders in the order of their names. Links in a folder are followed to
/// files, not to folders. `-` is the standard input.
///
/// # Errors
/// Those of `each`; it is also told of what cannot be opened.
pub fn files<E>(path: &Path, each: &mut impl FnMut(&Path, Result<(), ReadError>) -> Result<(), E>) -> Result<(), E> {
    below(path, 0, each)
}

fn below<E>(
    path: &Path,
    depth: usize,
    each: &mut impl FnMut(&Path, Result<(), ReadError>) -> Result<(), E>,
) -> Result<(), E> {
    if path.as_os_str() == "-" {
        return each(path, Ok(()));
    }
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => match names(path, depth) {
            Ok(names) => names.iter().try_for_each(|name| below(name, depth + 1, each)),
            Err(error) => each(path, Err(error)),
        },
        Ok(found) if found.is_file() => each(path, Ok(())),
        Ok(_) => each(path, Err(fault("not_a_file", "it is neither a file nor a folder"))),
        Err(cause) => each(path, Err(unreadable(&cause))),
    }
}

fn names(folder: &Path, depth: usize) -> Result<Vec<PathBuf>, ReadError> {
    if depth >= DEPTH_MAX {
        return Err(fault("too_deep", format!("more than {DEPTH_MAX} folders inside one another")));
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(|cause| unreadable(&cause))? {
        let entry = entry.map_err(|cause| unreadable(&cause))?;
        let linked_folder = entry.path().is_symlink() && entry.path().is_dir();
        if !linked_folder {
            names.push(entry.path());
        }
    }
    names.sort();
    Ok(names)
}

/// The bytes of a source, at most one more than `bytes_max`, so that the reader sees that it is too large.
///
/// # Errors
/// If it cannot be read.
pub fn bytes(path: &Path, bytes_max: usize) -> Result<Vec<u8>, ReadError> {
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    read.map_err(|cause| unreadable(&cause))?;
    Ok(bytes)
}

/// A file of video or audio, which is read in parts however long it is; none if it is something else.
///
/// # Errors
/// If it cannot be read.
pub fn film(path: &Path) -> Result<Option<Disk>, ReadError> {
    if path.as_os_str() == "-" {
        return Ok(None);
    }
    let opened = Disk::open(path).and_then(|mut disk| Ok(disk.is_media()?.then_some(disk)));
    opened.map_err(|cause| unreadable(&cause))
}

fn fault(code: &'static str, message: impl Into<String>) -> ReadError {
    ReadError { code, message: message.into() }
}

/// The name, or a media type, of a format that is read, with its charset if one was agreed.
///
/// # Errors
/// If it is none, with those that there are.
pub fn known_format(text: &str) -> Result<String, String> {
    if Named::new(text).format().is_some_and(Format::is_read) {
        return Ok(text.to_owned());
    }
    let names: Vec<&str> = FORMATS.iter().filter(|format| format.is_read()).map(|format| format.name).collect();
    Err(format!("no format has that name or media type; there are {}", names.join(", ")))
}

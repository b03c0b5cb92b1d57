//! Sources made to hurt: each has an outcome with a code, and none takes memory out of proportion to its length. How long
//! a reader takes is bounded by what it allocates and by the fuzzer (docs/how-to/fuzz.md), never by a clock.
//!
//! | class | where |
//! | --- | --- |
//! | entities, outside references, DTDs, depth, attributes, namespaces, duplicate names | `xml` |
//! | UTF-7, UTF-16, UTF-32, NUL, bytes that are no characters | `characters`, `every_format` |
//! | JSON: depth, numbers, duplicate names, half characters, lengths that are not true | `json` |
//! | messages inside messages, boundaries, base64, paths as names | `letters` |
//! | what is said once and meant of all | `copies` |
//! | cuts, wrong encodings, control characters, broken base64, false lengths, in each format of the table | `every_format` |
//! | false lengths that are bytes: boxes, segments, chunks, directories, tags | `lies` |
//! | each limit of the caller | `limits` |
//! | each cap of the readers themselves, and which case stands for it | `guards`, `searched` |
//! | odd names, statuses and embargoes, written in each format and read again | `names`, `steering` |
//!
//! No reader opens archives, so there is nothing for a bomb of them to do; a name with a path in it stays a name, for
//! nothing here opens or writes a file.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads its samples")]

mod characters;
mod copies;
mod every_format;
mod feeds;
mod guards;
mod json;
mod letters;
mod lies;
mod limits;
mod names;
mod news;
mod pages;
mod searched;
mod steering;
mod wires;
mod xml;

#[path = "../photographs/mod.rs"]
mod photographs;

use interwire_core::item::{Item, Limits};
use interwire_formats::{Read, ReadError, read};

/// The most memory that reading may hold at a time: this, and so many times the source.
const BYTES_MAX: u64 = 32 << 20;
const BYTES_MAX_PER_BYTE: u64 = 64;

/// Reads a source, and fails if that takes more memory than it may.
fn measured(bytes: &[u8], hint: Option<&str>, limits: &Limits) -> Result<Read, ReadError> {
    let mut found = None;
    let memory = allocation_counter::measure(|| found = Some(read(bytes, hint, limits)));
    let most = BYTES_MAX + BYTES_MAX_PER_BYTE * bytes.len() as u64;
    let begins = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
    assert!(memory.bytes_max <= most, "{} bytes of memory for {} bytes: {begins}", memory.bytes_max, bytes.len());
    found.unwrap()
}

/// The code of the error, or the codes of all notes.
fn outcome(bytes: &[u8]) -> String {
    outcome_of(&measured(bytes, None, &Limits::default()))
}

fn outcome_of(read: &Result<Read, ReadError>) -> String {
    match read {
        Err(error) => error.code.to_owned(),
        Ok(read) => {
            let notes = read.notes.iter().chain(read.items.iter().flat_map(|one| &one.notes));
            format!("read {}", notes.map(|note| note.code).collect::<Vec<_>>().join(" "))
        }
    }
}

fn g2(inside: &str) -> String {
    format!("<newsItem guid=\"urn:x\" version=\"1\"><contentSet>{inside}</contentSet></newsItem>")
}

fn one(bytes: &[u8]) -> Item {
    measured(bytes, None, &Limits::default()).unwrap().items.remove(0).item
}

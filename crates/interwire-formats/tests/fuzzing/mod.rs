//! What holds of a reader for any bytes whatever: it tells or it reads, within its limits, and what it read can be
//! written in every format and read again. The fuzzer in `fuzz/` makes the bytes up; `fuzz_found.rs` replays what it
//! found. A format has its target by its line in the table.

#[path = "../photographs/mod.rs"]
mod photographs;

use interwire_core::ids::{ItemId, PartyId};
use interwire_core::item::{Embargo, Item, Limits, Moment};
use interwire_core::protocol::v1::item::{read_document, write_document};
use interwire_formats::{FORMATS, Report, Written, read, reports, write};
use std::path::{Path, PathBuf};

/// Items of one source that are written; the others are only read.
const WRITTEN_MAX: usize = 2;

/// Tight, so that a short source can pass every one of them.
pub const LIMITS: Limits = Limits {
    bytes_max: 1 << 16,
    depth_max: 40,
    items_max: 40,
    attributes_max: 30,
    nodes_max: 4000,
    nesting_max: 3,
    pixels_max: 1 << 20,
};

/// The formats that are read.
pub fn targets() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().filter(|format| format.is_read()).map(|format| format.name)
}

/// The own samples of a format and what the fuzzer found in it, each with its name.
pub fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let top = top();
    // Documents between nodes are kept beside the samples that they were made of.
    let (folder, is_document) = if target == "interwire" { ("", true) } else { (target, false) };
    let mut found = Vec::new();
    files(&top.join("crates/interwire-formats/tests/samples").join(folder), &mut found);
    found.retain(|path| {
        let name = path.to_string_lossy();
        !name.ends_with(".report.jsonl") && name.ends_with(".document.json") == is_document
    });
    files(&top.join("fuzz/found").join(target), &mut found);
    found.sort();
    let named = found.into_iter().map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()));
    named.chain(made(target).into_iter().map(|bytes| ("made here".to_owned(), bytes))).collect()
}

/// Photographs are made and not kept.
fn made(target: &str) -> Vec<Vec<u8>> {
    use photographs::{chunk, dataset, jpeg, packet, plain_tiff, png, riff, webp, with_iim, with_xmp, words};
    let properties = "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Vũ</rdf:li></rdf:Alt></dc:title>\
                      <photoshop:Credit>Hanoi Press</photoshop:Credit><dc:subject><rdf:Bag><rdf:li>a</rdf:li></rdf:Bag></dc:subject>";
    match target {
        "xmp" => vec![packet(properties)],
        "photo" => {
            let iim = with_iim(&[dataset(1, 90, b"\x1b%G"), dataset(2, 5, b"A"), dataset(2, 120, "Қ".as_bytes())]);
            vec![
                jpeg(&[iim, with_xmp(properties)]),
                png(&[chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", &packet(properties)[..]].concat())]),
                webp(&[riff(b"XMP ", &packet(properties))]),
                plain_tiff(&[words(270, "caption"), words(33432, "rights")]),
            ]
        }
        _ => Vec::new(),
    }
}

/// The folder of everything, above whichever crate this is built into.
fn top() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().find(|folder| folder.join("ARCHITECTURE.md").exists()).unwrap()
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}

/// Runs the target of a format; tells whether the bytes were read as that format.
pub fn run(target: &str, data: &[u8]) -> bool {
    let found = match read(data, Some(target), &LIMITS) {
        Ok(found) => found,
        Err(error) => {
            assert_is_code(error.code);
            return false;
        }
    };
    let notes = found.notes.iter().chain(found.items.iter().flat_map(|one| &one.notes));
    notes.for_each(|note| assert_is_code(note.code));
    reports("source", &found).iter().map(Report::to_json_line).for_each(drop);
    found.items.iter().take(WRITTEN_MAX).for_each(|one| travels(&one.item));
    found.format == target
}

/// The item goes into its document and into every format, and comes back.
fn travels(item: &Item) {
    let (source, id): (PartyId, ItemId) = ("baku".parse().unwrap(), ItemId::from_bytes([1; 16]));
    if let Ok(document) = write_document(item, &source, &id, [0; 16]) {
        assert_eq!(&read_document(&document, &Limits::default()).unwrap().item, item, "its document says otherwise");
    }
    for format in FORMATS.iter().filter(|format| format.is_written()) {
        match write(format.name, item) {
            Err(error) => assert_is_code(error.code),
            Ok(written) => comes_back(format.name, item, &written),
        }
    }
}

fn comes_back(format: &str, item: &Item, written: &Written) {
    let shown = String::from_utf8_lossy(&written.bytes);
    let back = match read(&written.bytes, Some(format), &Limits::default()) {
        Ok(back) => back,
        Err(error) => panic!("{format}: {error}\n{shown}"),
    };
    assert!(format.starts_with(back.format), "{format} is read as {}\n{shown}", back.format);
    assert_eq!(back.items.len(), 1, "{format}: one item was written\n{shown}");
    let back = &back.items[0].item;
    // A text that names nothing global is given a name when it is written.
    if item.guid.is_some() && back.guid.is_some() {
        assert_eq!(back.guid, item.guid, "{format}\n{shown}");
    }
    // What may not be used never comes back as what may.
    assert!(
        item.status().is_usable() || !back.status().is_usable(),
        "{format}: {} came back usable\n{shown}",
        item.status()
    );
    assert!(
        item.times.embargoed.is_none()
            || back.times.embargoed.is_some()
            || !back.status().is_usable()
            || is_embargo_over(item, written),
        "{format}: the embargo is gone\n{shown}"
    );
}

/// NITF knows no embargo that ended before the issue; that it did is said, and is so.
fn is_embargo_over(item: &Item, written: &Written) -> bool {
    let ends = item.times.embargoed.as_ref().and_then(Embargo::ends);
    let issue = item.times.version_created.as_ref().and_then(Moment::roughly);
    written.losses.iter().any(|loss| loss.code == "embargo_over") && ends.is_some() && ends <= issue
}

fn assert_is_code(code: &str) {
    assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'), "{code:?}");
}

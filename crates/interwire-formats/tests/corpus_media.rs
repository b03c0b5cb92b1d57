//! Reads the video and audio of the corpus and compares them with a listing: one line for each file, with figures, and
//! fingerprints instead of other people's texts. `INTERWIRE_CORPUS` names the folder; `UPDATE_EXPECT=1` writes the
//! listing anew, to be held against another program's account of the same files.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, reason = "a test reads its samples")]

mod manifest;

use expect_test::expect_file;
use interwire_core::ids::Hash;
use interwire_core::item::{Extra, Limits, Line, text};
use interwire_formats::{ReadItem, media, read};
use manifest::corpus;
use std::fmt::Write as _;
use std::path::Path;

fn print(text: &str) -> String {
    let text = text::collapse(text);
    format!("{}:{}", text.chars().count(), &Hash::of(text.as_bytes()).to_string()[..8])
}

fn facts(one: &ReadItem) -> String {
    let item = &one.item;
    let rendition = item.renditions.first().unwrap();
    let mut out = String::new();
    let mut add = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = write!(out, " {name}={value}");
        }
    };
    let lines = |lines: &[Line]| lines.iter().map(|line| print(&line.text)).collect::<Vec<_>>().join("+");
    let extra = |list: &[Extra]| list.iter().map(|extra| format!("{}:{}", extra.name, extra.value)).collect::<Vec<_>>();
    add("kind", item.kind.as_ref().unwrap().to_string());
    add("type", rendition.content_type.clone().unwrap());
    add("bytes", rendition.size_bytes.unwrap().to_string());
    add("seconds", rendition.duration.clone().unwrap_or_default());
    add("size", rendition.width.zip(rendition.height).map(|(w, h)| format!("{w}x{h}")).unwrap_or_default());
    add("technical", extra(&rendition.extra).join(",").replace(' ', ""));
    add("lang", item.languages.join("+"));
    add("head", lines(&item.headlines));
    add("desc", lines(&item.descriptions));
    add("creators", item.creators.len().to_string());
    add("made", item.times.content_created.as_ref().map(|at| at.as_str().to_owned()).unwrap_or_default());
    add("generators", item.generators.iter().map(|line| line.text.replace(' ', "_")).collect::<Vec<_>>().join("+"));
    add(
        "extra",
        item.extra.iter().map(|extra| format!("{}={}", extra.name, print(&extra.value))).collect::<Vec<_>>().join(","),
    );
    add("notes", one.notes.iter().map(|note| note.code).collect::<Vec<_>>().join(","));
    out
}

#[test]
fn video_and_audio_read_as_their_listing_says() {
    let Some((folder, rows)) = corpus() else { return };
    let (mut listing, mut files) = (String::new(), 0);
    for row in rows {
        let path = row.cell("path");
        let bytes = match std::fs::read(folder.join(path)) {
            Ok(bytes) if media::is_media(bytes.get(..4096).unwrap_or(&bytes)) => bytes,
            _ => continue,
        };
        match read(&bytes, None, &Limits { bytes_max: usize::MAX, ..Limits::default() }) {
            Ok(found) => {
                files += 1;
                assert_eq!(found.format, "media", "{path}");
                let _ = writeln!(listing, "{path}{}", facts(&found.items[0]));
            }
            Err(error) => drop(writeln!(listing, "{path} {}", error.code)),
        }
    }
    println!("media: {files} files");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/media.txt");
    expect_file![path].assert_eq(&listing);
}

//! EXIF: what the camera says. It fills what XMP and IIM leave open; the rest is kept under the names that XMP has for
//! it. spec: CIPA DC-008 (EXIF 3.0).

use super::charset;
use super::tiff::{Directory, Tags};
use crate::xmp::{CAPTION, point};
use interwire_core::item::{Concept, Extra, Item, Line, Moment, Note, Rights};

const EXIF: u16 = 0x8769;
const GPS: u16 = 0x8825;
const ORIENTATION: u16 = 0x0112;
/// Longest text that is looked at.
const TEXT_BYTES_MAX: usize = 64 << 10;

/// The tags that are read as texts.
const READ: [u16; 11] = [0x010e, 0x010f, 0x0110, 0x0131, 0x0132, 0x013b, 0x8298, 0x9003, 0x9004, 0xa420, 0xa434];
/// Texts by tag, and what they are called.
const TEXTS: [(u16, &str); 4] =
    [(0x010f, "tiff:Make"), (0x0110, "tiff:Model"), (0xa434, "exifEX:LensModel"), (0xa420, "exif:ImageUniqueID")];
/// Fractions, likewise.
const FRACTIONS: [(u16, &str); 3] =
    [(0x829a, "exif:ExposureTime"), (0x829d, "exif:FNumber"), (0x920a, "exif:FocalLength")];
/// Numbers, likewise.
const NUMBERS: [(u16, &str); 2] = [(0x8827, "exifEX:PhotographicSensitivity"), (ORIENTATION, "tiff:Orientation")];

/// What a camera says, and whether the image stands on its side.
pub(super) fn item(bytes: &[u8], notes: &mut Vec<Note>) -> (Item, bool) {
    let mut item = Item::default();
    let Some(tags) = Tags::new(bytes) else {
        notes.push(Note::new("exif_broken", "the EXIF block is not one; it is left out"));
        return (item, false);
    };
    let Some(main) = tags.first() else {
        notes.push(Note::new("exif_broken", "the EXIF block has no directory; it is left out"));
        return (item, false);
    };
    let below = |tag: u16| main.number(tag).and_then(|at| tags.directory(at));
    let (camera, gps) = (below(EXIF), below(GPS));
    let mut text = |directory: &Directory<'_>, tag: u16| {
        let bytes = directory.text(tag).filter(|bytes| bytes.len() <= TEXT_BYTES_MAX)?;
        let text = charset::undeclared(bytes, notes).trim().to_owned();
        Some(text).filter(|text| !text.is_empty())
    };
    if let Some(caption) = text(&main, 0x010e) {
        item.descriptions.push(Line { role: Some(CAPTION.to_owned()), ..Line::of(&caption) });
    }
    if let Some(artist) = text(&main, 0x013b) {
        item.creators = artist.split(';').map(str::trim).filter(|one| !one.is_empty()).map(Concept::of_name).collect();
        item.bylines = item.creators.iter().filter_map(Concept::code).map(Line::of).collect();
    }
    // The photographer's notice may be followed by the editor's.
    if let Some(notice) = text(&main, 0x8298) {
        item.rights.push(Rights { notices: vec![Line::of(&notice)], ..Rights::default() });
    }
    item.generators.extend(text(&main, 0x0131).map(|software| Line::of(&software)));
    item.times.content_modified = moment(text(&main, 0x0132), None);
    let directories: Vec<&Directory<'_>> = std::iter::once(&main).chain(&camera).collect();
    let torn = directories.iter().any(|directory| directory.is_torn(&READ));
    for directory in &directories {
        for (tag, name) in TEXTS {
            item.extra.extend(text(directory, tag).map(|value| Extra::text(name, &value)));
        }
        for (tag, name) in FRACTIONS {
            let value = directory.fractions(tag).into_iter().next().map(|(top, bottom)| format!("{top}/{bottom}"));
            item.extra.extend(value.map(|value| Extra::text(name, &value)));
        }
        for (tag, name) in NUMBERS {
            item.extra.extend(directory.number(tag).map(|number| Extra::text(name, &number.to_string())));
        }
    }
    if let Some(camera) = &camera {
        item.times.content_created = moment(text(camera, 0x9003), text(camera, 0x9011));
        item.times.first_created = moment(text(camera, 0x9004), text(camera, 0x9012));
    }
    if let Some(geo) = gps.as_ref().and_then(place) {
        item.located.push(Concept { geo: Some(geo), ..Concept::default() });
    }
    if torn {
        let message = "some of its values lie outside of the file, or its directory does; they are left out";
        notes.push(Note::new("exif_cut_off", message));
    }
    (item, main.number(ORIENTATION).is_some_and(|turned| (5..=8).contains(&turned)))
}

/// `2026:11:23 10:00:00` and its offset, which cameras seldom know.
fn moment(text: Option<String>, offset: Option<String>) -> Option<Moment> {
    let text = text?;
    let (date, time) = text.split_once(' ')?;
    let is_set = date.bytes().any(|byte| byte.is_ascii_digit() && byte != b'0');
    let moment = format!("{}T{time}{}", date.replace(':', "-"), offset.unwrap_or_default());
    is_set.then(|| Moment::new(&moment))
}

fn place(gps: &Directory<'_>) -> Option<String> {
    let side = |tag: u16, mark: u16, negative: u8, max: f64| {
        let parts = gps.fractions(tag);
        let mut degrees = 0.0;
        for ((top, bottom), weight) in parts.iter().zip([1.0, 60.0, 3600.0]) {
            if *bottom == 0 {
                return None;
            }
            degrees += f64::from(*top) / f64::from(*bottom) / weight;
        }
        let is_negative = gps.text(mark)?.first()?.eq_ignore_ascii_case(&negative);
        (!parts.is_empty() && degrees <= max).then_some(if is_negative { -degrees } else { degrees })
    };
    Some(point(side(2, 1, b'S', 90.0)?, side(4, 3, b'W', 180.0)?))
}

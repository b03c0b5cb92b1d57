//! Films in boxes: the walk through them. spec: ISO 14496-12 sections 4.2 and 8, Apple QuickTime File Format.

use super::facts::{Duration, Facts};
use super::mp4_tags;
use super::mp4_track::Track;
use super::source::{File, be32, be64};
use crate::ReadError;
use interwire_core::item::{Limits, Moment};
use interwire_core::time::Time;
use std::ops::Range;

/// Boxes of one film.
const BOXES_MAX: usize = 100_000;
/// The most of a box that is looked at, but for those of texts.
const BOX_BYTES_MAX: u64 = 4 << 10;
/// From 1904, when films begin, to 1970.
const EPOCH_S: u64 = 2_082_844_800;
/// The mark of a box with XMP. spec: XMP part 3 section 1.1.5.
const XMP: [u8; 16] = [0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac];

/// One box: its name, and where its inside lies.
#[derive(Debug, Clone)]
pub(super) struct Box4 {
    pub name: [u8; 4],
    pub inside: Range<u64>,
}

pub(super) fn read(file: &mut File<'_>, facts: &mut Facts, limits: &Limits) -> Result<(), ReadError> {
    let whole = 0..file.size;
    let mut walk = Walk { file, facts, limits, boxes: 0, tracks: Vec::new(), brand: None, is_in_parts: false };
    walk.boxes_in(whole, *b"    ", 0)?;
    walk.settle();
    Ok(())
}

pub(super) struct Walk<'w, 's> {
    pub file: &'w mut File<'s>,
    pub facts: &'w mut Facts,
    limits: &'w Limits,
    boxes: usize,
    tracks: Vec<Track>,
    brand: Option<[u8; 4]>,
    is_in_parts: bool,
}

impl Walk<'_, '_> {
    /// The boxes in a part of the file, in their order.
    pub fn list(&mut self, range: Range<u64>) -> Result<Vec<Box4>, ReadError> {
        let (mut at, mut list) = (range.start, Vec::new());
        while at + 8 <= range.end {
            let head = self.file.bytes(at, 16)?;
            let (Some(size), Some(name)) = (be32(&head, 0), head.get(4..8).and_then(|name| name.try_into().ok()))
            else {
                break;
            };
            let (head_len, size) = match size {
                // To the end of what it is in. Four zeros alone end a list of QuickTime.
                0 if name == [0; 4] => break,
                0 => (8, range.end - at),
                1 => (16, be64(&head, 8).unwrap_or(0)),
                size => (8, u64::from(size)),
            };
            if size < head_len {
                self.facts
                    .note("box_broken", "a box says that it is shorter than its own head; what follows is not read");
                break;
            }
            let end = at.saturating_add(size);
            if end > range.end {
                self.facts.note("box_cut_off", "a box says that it is longer than what it is in");
            }
            self.boxes += 1;
            if self.boxes > BOXES_MAX {
                let message = format!("more than {BOXES_MAX} boxes in one film");
                return Err(ReadError::new("media_too_many_boxes", message));
            }
            let end = end.min(range.end);
            list.push(Box4 { name, inside: (at + head_len).min(end)..end });
            at = end;
        }
        Ok(list)
    }

    fn boxes_in(&mut self, range: Range<u64>, parent: [u8; 4], depth: usize) -> Result<(), ReadError> {
        if depth > self.limits.depth_max {
            let message = format!("boxes are more than {} deep inside one another", self.limits.depth_max);
            return Err(ReadError::new("media_too_deep", message));
        }
        for one in self.list(range)? {
            self.take(&one, parent, depth)?;
        }
        Ok(())
    }

    /// The beginning of a box.
    pub fn start_of(&mut self, one: &Box4, most: u64) -> Result<Vec<u8>, ReadError> {
        self.file.bytes(one.inside.start, most.min(one.inside.end - one.inside.start))
    }

    fn take(&mut self, one: &Box4, parent: [u8; 4], depth: usize) -> Result<(), ReadError> {
        match &one.name {
            b"moov" | b"mdia" | b"minf" | b"stbl" | b"mvex" => {
                self.boxes_in(one.inside.clone(), one.name, depth + 1)?;
            }
            b"udta" => {
                self.boxes_in(one.inside.clone(), one.name, depth + 1)?;
            }
            b"trak" => {
                self.tracks.push(Track::default());
                self.boxes_in(one.inside.clone(), one.name, depth + 1)?;
            }
            b"meta" => mp4_tags::meta(self, one)?,
            b"mdat" => self.facts.media.push(one.inside.clone()),
            b"moof" => self.is_in_parts = true,
            b"ftyp" => {
                self.brand = self.start_of(one, 4)?.try_into().ok();
            }
            b"mvhd" | b"mehd" => {
                let bytes = self.start_of(one, BOX_BYTES_MAX)?;
                self.head(&one.name, &bytes);
            }
            b"tkhd" | b"mdhd" | b"stsd" | b"stsz" | b"stz2" => {
                let bytes = self.start_of(one, BOX_BYTES_MAX)?;
                if let Some(track) = self.tracks.last_mut() {
                    track.take(&one.name, &bytes);
                }
            }
            b"hdlr" if parent == *b"mdia" => {
                let bytes = self.start_of(one, BOX_BYTES_MAX)?;
                if let Some(track) = self.tracks.last_mut() {
                    track.take(&one.name, &bytes);
                }
            }
            b"uuid" if self.start_of(one, 16)? == XMP => {
                let packet =
                    self.file.bytes(one.inside.start + 16, one.inside.end.saturating_sub(one.inside.start + 16))?;
                self.facts.packet(packet);
            }
            b"XMP_" => {
                let packet = self.file.bytes(one.inside.start, one.inside.end - one.inside.start)?;
                self.facts.packet(packet);
            }
            _ if parent == *b"udta" => mp4_tags::of_user(self, one)?,
            _ => {}
        }
        Ok(())
    }

    /// The head of the film, or of its later parts.
    fn head(&mut self, name: &[u8; 4], bytes: &[u8]) {
        let (created, per_second, units) = match (name, bytes.first()) {
            (b"mvhd", Some(1)) => (be64(bytes, 4), be32(bytes, 20), be64(bytes, 24)),
            (b"mvhd", _) => (be32(bytes, 4).map(u64::from), be32(bytes, 12), known(be32(bytes, 16))),
            (_, Some(1)) => (None, None, be64(bytes, 4)),
            (_, _) => (None, None, known(be32(bytes, 4))),
        };
        let before = self.facts.duration;
        let per_second = per_second.map(u64::from).or(before.map(|duration| duration.per_second));
        if let (Some(per_second), Some(units)) = (per_second, units.filter(|units| *units != u64::MAX)) {
            let is_longer = before.is_none_or(|before| before.units < units);
            self.facts.duration = if is_longer { Some(Duration { units, per_second }) } else { before };
        }
        let since_1970 = created.and_then(|seconds| seconds.checked_sub(EPOCH_S)).filter(|seconds| *seconds > 0);
        if let Some(ms) = since_1970.and_then(|seconds| i64::try_from(seconds.checked_mul(1000)?).ok()) {
            let whole = Time::from_ms(ms).to_string().replace(".000Z", "Z");
            self.facts.created = Some(Moment::new(&whole));
        }
    }

    /// What follows from all tracks.
    fn settle(&mut self) {
        let tracks = std::mem::take(&mut self.tracks);
        let facts = &mut *self.facts;
        let pictures = tracks.iter().filter(|track| track.is_video());
        // A film whose tracks are not there is still none of sound alone.
        facts.is_video = pictures.clone().next().is_some() || !tracks.iter().any(Track::is_audio);
        facts.content_type = match self.brand {
            _ if !facts.is_video => "audio/mp4",
            Some([b'q', b't', ..]) | None => "video/quicktime",
            Some([b'3', b'g', ..]) => "video/3gpp",
            Some(_) => "video/mp4",
        };
        if tracks.is_empty() {
            facts.note("no_tracks", "it does not say what pictures and sound there are in it");
        }
        if let Some(track) = pictures.max_by_key(|track| u64::from(track.width) * u64::from(track.height)) {
            (facts.width, facts.height) = track.shown();
        }
        let longest = tracks
            .iter()
            .filter_map(|track| track.duration)
            .max_by_key(|duration| u128::from(duration.units) * 1000 / u128::from(duration.per_second.max(1)));
        if facts.duration.and_then(Duration::seconds).is_none() {
            facts.duration = longest;
        }
        for track in &tracks {
            track.tell(facts);
        }
        if self.is_in_parts {
            facts.technical("fragmented", "true");
            if facts.duration.and_then(Duration::seconds).is_none() {
                facts.note("duration_unknown", "the film is in fragments, and its head does not say how long they are");
            }
        }
        let bytes = facts.media.iter().map(|range| range.end - range.start).fold(0, u64::saturating_add);
        facts.bitrate(bytes);
    }
}

/// All ones say that it is not known.
fn known(units: Option<u32>) -> Option<u64> {
    units.filter(|units| *units != u32::MAX).map(u64::from)
}

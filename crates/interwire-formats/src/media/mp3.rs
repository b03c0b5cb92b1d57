//! MPEG audio with tags before and behind it.

use super::facts::{Duration, Facts};
use super::mp3_frames::Frame;
use super::source::File;
use super::{flac, id3};
use crate::ReadError;
use interwire_core::item::Limits;

/// How far the frames are counted; beyond, the rest is taken to be like what was counted.
const COUNTED_BYTES_MAX: u64 = 64 << 20;
/// How much is looked through for the first frame.
const SEARCHED_BYTES_MAX: u64 = 1 << 20;
const WINDOW_BYTES: u64 = 256 << 10;

pub(super) fn read(file: &mut File<'_>, facts: &mut Facts, limits: &Limits) -> Result<(), ReadError> {
    let mut start = 0;
    // Tags may stand one behind the other.
    for _ in 0..limits.nesting_max {
        match id3::at(file, start, facts)? {
            Some(end) => start = end,
            None => break,
        }
    }
    let end = id3::at_end(file, start, facts)?;
    if file.bytes(start, 4)? == b"fLaC" {
        return flac::read(file, start, facts);
    }
    facts.content_type = "audio/mpeg";
    facts.media.push(start..end);
    let found = file.bytes(start, SEARCHED_BYTES_MAX)?;
    let first = (0..found.len()).find_map(|at| {
        let frame = Frame::at(&found, at)?;
        let next = Frame::at(&found, at + frame.len);
        let is_last = start + (at + frame.len) as u64 >= end;
        (next.is_some_and(|next| frame.is_like(&next)) || is_last).then_some((at, frame))
    });
    let Some((at, frame)) = first else {
        facts.note("no_sound", "there is no frame of MPEG audio in it");
        return Ok(());
    };
    facts.technical("audioCodec", if frame.layer == 3 { "mp3" } else { "mp2" });
    facts.technical("audioSampleRate", &frame.rate.to_string());
    facts.technical("audioChannels", &frame.channels.to_string());
    let from = start + at as u64;
    let bytes = end.saturating_sub(from);
    let stated = frame.count_stated(found.get(at..).unwrap_or_default()).map(u64::from);
    let count = match stated {
        Some(count) if count.saturating_mul(8) > bytes => {
            facts.note("count_wrong", "it states more frames than there is room for; they are counted");
            counted(file, from, end, &frame, facts)?
        }
        Some(count) => count,
        None => counted(file, from, end, &frame, facts)?,
    };
    let units = count.saturating_mul(u64::from(frame.samples));
    facts.duration = Some(Duration { units, per_second: u64::from(frame.rate) });
    facts.bitrate(bytes);
    Ok(())
}

/// The number of frames.
fn counted(file: &mut File<'_>, from: u64, end: u64, like: &Frame, facts: &mut Facts) -> Result<u64, ReadError> {
    let stop = end.min(from + COUNTED_BYTES_MAX);
    let (mut at, mut count, mut window_at, mut window) = (from, 0_u64, from, Vec::new());
    while at + 4 <= stop {
        let mut inside = usize::try_from(at - window_at).unwrap_or(usize::MAX);
        if inside.saturating_add(4) > window.len() {
            window = file.bytes(at, WINDOW_BYTES)?;
            (window_at, inside) = (at, 0);
            if window.len() < 4 {
                break;
            }
        }
        match Frame::at(&window, inside).filter(|frame| frame.is_like(like)) {
            Some(frame) => {
                count += 1;
                at += frame.len.max(4) as u64;
            }
            None => {
                facts.note("frames_broken", "between frames of sound stands something else");
                at += 1;
            }
        }
    }
    let (all, seen) = (u128::from(end.saturating_sub(from)), u128::from(stop.saturating_sub(from)).max(1));
    Ok(u64::try_from(u128::from(count) * all / seen).unwrap_or(u64::MAX))
}

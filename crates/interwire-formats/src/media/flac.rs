//! FLAC: blocks of facts before the sound. spec: RFC 9639 section 8.

use super::comments;
use super::facts::{Duration, Facts};
use super::source::{File, be32, be64};
use crate::ReadError;

/// Blocks before the sound.
const BLOCKS_MAX: usize = 1_000;

/// Reads the file from `start`, where its mark stands.
pub(super) fn read(file: &mut File<'_>, start: u64, facts: &mut Facts) -> Result<(), ReadError> {
    facts.content_type = "audio/flac";
    let mut at = start + 4;
    for _ in 0..BLOCKS_MAX {
        let Some(head) = be32(&file.bytes(at, 4)?, 0) else { break };
        let (is_last, kind, len) = (head >> 31 == 1, head >> 24 & 0x7f, u64::from(head & 0xff_ffff));
        if at + 4 + len > file.size {
            facts.note("tag_cut_off", "a block says that it is longer than the file");
        }
        match kind {
            0 => stream(&file.bytes(at + 4, len)?, facts),
            4 => comments::read(&file.bytes(at + 4, len)?, facts),
            _ => {}
        }
        at = (at + 4 + len).min(file.size);
        if is_last {
            break;
        }
    }
    facts.media.push(at..file.size);
    facts.bitrate(file.size - at);
    Ok(())
}

/// What the sound is.
pub(super) fn stream(block: &[u8], facts: &mut Facts) {
    let Some(bits) = be64(block, 10) else { return };
    let (rate, channels, samples) = (bits >> 44, (bits >> 41 & 7) + 1, bits & 0xf_ffff_ffff);
    facts.technical("audioCodec", "flac");
    facts.technical("audioSampleRate", &rate.to_string());
    facts.technical("audioChannels", &channels.to_string());
    facts.duration = Some(Duration { units: samples, per_second: rate });
}

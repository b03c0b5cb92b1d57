//! Ogg: pages of streams, each of which begins with what it is and its comments. spec: RFC 3533; Vorbis I; RFC 7845;
//! the mappings of FLAC and Theora.

use super::comments;
use super::facts::{Duration, Facts, thousandths};
use super::flac;
use super::source::{File, be32, le16, le32, le64};
use crate::ReadError;

/// Pages before the sound; a comment with a picture in it takes some hundreds.
const PAGES_MAX: usize = 2_000;
/// Streams side by side.
const STREAMS_MAX: usize = 32;
/// The second packet of a stream, in bytes.
const PACKET_BYTES_MAX: usize = 8 << 20;
/// How far from the end the last page is looked for: a page has 65,307 bytes at the most.
const TAIL_BYTES: u64 = 256 << 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Codec {
    Vorbis,
    Opus,
    Flac,
    Theora,
    Speex,
    Other,
}

/// A stream, and the packets of its beginning.
struct Stream {
    serial: u32,
    codec: Codec,
    /// Samples, or frames, in a second, as a fraction.
    rate: (u64, u64),
    /// What is counted but not played, and how far the number of a frame is shifted.
    skipped: u64,
    shift: u32,
    /// The packet that is being put together; the first says what the stream is, the second has the comments.
    packet: Vec<u8>,
    packets: usize,
}

/// A page: where its body lies, and how it is cut into packets.
struct Page {
    flags: u8,
    serial: u32,
    lens: Vec<u8>,
    body: u64,
    end: u64,
}

fn page(file: &mut File<'_>, at: u64) -> Result<Option<Page>, ReadError> {
    let head = file.bytes(at, 27)?;
    let ([b'O', b'g', b'g', b'S', 0, flags, ..], Some(serial), Some(count)) =
        (head.as_slice(), le32(&head, 14), head.get(26))
    else {
        return Ok(None);
    };
    let lens = file.bytes(at + 27, u64::from(*count))?;
    let body = at + 27 + lens.len() as u64;
    let end = body + lens.iter().map(|len| u64::from(*len)).sum::<u64>();
    Ok(Some(Page { flags: *flags, serial, lens, body, end }))
}

pub(super) fn read(file: &mut File<'_>, facts: &mut Facts) -> Result<(), ReadError> {
    let (mut at, mut streams) = (0, Vec::<Stream>::new());
    for _ in 0..PAGES_MAX {
        let Some(page) = page(file, at)? else {
            if at < file.size {
                facts.note("page_broken", "between pages stands something else; what follows is not read");
            }
            break;
        };
        if page.flags & 2 != 0 && streams.len() < STREAMS_MAX {
            streams.push(Stream::new(page.serial));
        }
        if let Some(stream) = streams.iter_mut().find(|stream| stream.serial == page.serial) {
            let body = if stream.packets < 2 { file.bytes(page.body, page.end - page.body)? } else { Vec::new() };
            stream.take(&page, &body, facts);
        }
        at = page.end;
        if !streams.is_empty() && streams.iter().all(|stream| stream.packets >= 2) {
            break;
        }
    }
    let at = at.min(file.size);
    facts.media.push(at..file.size);
    facts.is_video = streams.iter().any(|stream| stream.codec == Codec::Theora);
    facts.content_type = if facts.is_video { "video/ogg" } else { "audio/ogg" };
    duration(file, &streams, facts)?;
    facts.bitrate(file.size - at);
    Ok(())
}

/// From the number on the last page of each stream; the longest counts.
fn duration(file: &mut File<'_>, streams: &[Stream], facts: &mut Facts) -> Result<(), ReadError> {
    let start = file.size.saturating_sub(TAIL_BYTES);
    let tail = file.bytes(start, TAIL_BYTES)?;
    let mut longest = 0;
    for at in (0..tail.len()).rev().filter(|at| tail.get(*at..*at + 5) == Some(b"OggS\0")) {
        let Some((granule, serial)) = le64(&tail, at + 6).zip(le32(&tail, at + 14)) else { continue };
        let stream = streams.iter().find(|stream| stream.serial == serial);
        // All ones stand on a page on which no packet ends.
        let Some(stream) = stream.filter(|stream| stream.rate.0 > 0 && granule < u64::MAX >> 1) else { continue };
        let ms = stream.ms(granule);
        if ms > longest {
            longest = ms;
            facts.duration = Some(Duration { units: ms, per_second: 1000 });
        }
    }
    if longest == 0 {
        facts.note("duration_unknown", "no page at its end says how long it is");
    }
    Ok(())
}

impl Stream {
    fn new(serial: u32) -> Self {
        Self { serial, codec: Codec::Other, rate: (0, 1), skipped: 0, shift: 0, packet: Vec::new(), packets: 0 }
    }

    /// Where a page says that playing has come to, in milliseconds.
    fn ms(&self, granule: u64) -> u64 {
        let count = match self.codec {
            Codec::Theora => (granule >> self.shift) + (granule & ((1 << self.shift) - 1)),
            _ => granule.saturating_sub(self.skipped),
        };
        let (above, below) = (u128::from(self.rate.0), u128::from(self.rate.1));
        u64::try_from(u128::from(count) * 1000 * below / above.max(1)).unwrap_or(0)
    }

    /// Takes the packets of a page, as long as they are the first two.
    fn take(&mut self, page: &Page, body: &[u8], facts: &mut Facts) {
        let mut rest = body;
        for len in &page.lens {
            if self.packets >= 2 {
                return;
            }
            let part = rest.get(..usize::from(*len)).unwrap_or(rest);
            rest = rest.get(part.len()..).unwrap_or_default();
            if self.packet.len() + part.len() <= PACKET_BYTES_MAX {
                self.packet.extend_from_slice(part);
            } else {
                facts.note("tag_too_large", "only the beginning of very long comments is read");
            }
            if *len < 255 {
                let packet = std::mem::take(&mut self.packet);
                if self.packets == 0 {
                    self.begin(&packet, facts)
                } else {
                    self.comments(&packet, facts)
                }
                self.packets += 1;
            }
        }
    }

    /// The packet that says what the stream is.
    fn begin(&mut self, packet: &[u8], facts: &mut Facts) {
        let number = |number: Option<u32>| number.unwrap_or(0);
        let sound = |facts: &mut Facts, codec: &str, rate: u32, channels: u32| {
            facts.technical("audioCodec", codec);
            facts.technical("audioSampleRate", &rate.to_string());
            facts.technical("audioChannels", &channels.to_string());
        };
        if packet.starts_with(b"\x01vorbis") {
            let rate = number(le32(packet, 12));
            (self.codec, self.rate) = (Codec::Vorbis, (rate.into(), 1));
            sound(facts, "vorbis", rate, packet.get(11).copied().unwrap_or(0).into());
        } else if packet.starts_with(b"OpusHead") {
            (self.codec, self.rate) = (Codec::Opus, (48_000, 1));
            self.skipped = le16(packet, 10).unwrap_or(0).into();
            sound(facts, "opus", 48_000, packet.get(9).copied().unwrap_or(0).into());
        } else if packet.starts_with(b"\x7fFLAC") {
            self.codec = Codec::Flac;
            flac::stream(packet.get(17..).unwrap_or_default(), facts);
            self.rate = (facts.duration.map_or(0, |duration| duration.per_second), 1);
        } else if packet.starts_with(b"\x80theora") {
            self.codec = Codec::Theora;
            self.rate = (number(be32(packet, 22)).into(), number(be32(packet, 26)).max(1).into());
            let bits =
                packet.get(40..42).map_or(0, |bytes| bytes.iter().fold(0, |all, byte| all << 8 | u32::from(*byte)));
            self.shift = bits >> 5 & 31;
            let pixels = |at: usize| be32(packet, at).map(|bits| bits >> 8);
            (facts.width, facts.height) = (pixels(14), pixels(17));
            facts.technical("videoCodec", "theora");
            if self.rate.0 > 0 {
                facts.technical("frameRate", &thousandths(u128::from(self.rate.0) * 1000 / u128::from(self.rate.1)));
            }
        } else if packet.starts_with(b"Speex   ") {
            let rate = number(le32(packet, 36));
            (self.codec, self.rate) = (Codec::Speex, (rate.into(), 1));
            sound(facts, "speex", rate, number(le32(packet, 48)));
        }
    }

    fn comments(&mut self, packet: &[u8], facts: &mut Facts) {
        let mark: &[u8] = match self.codec {
            Codec::Vorbis => b"\x03vorbis",
            Codec::Opus => b"OpusTags",
            Codec::Theora => b"\x81theora",
            Codec::Speex => b"",
            // A block as in the format itself, with its head.
            Codec::Flac => packet.get(..4).unwrap_or_default(),
            Codec::Other => return,
        };
        match packet.strip_prefix(mark) {
            Some(list) => comments::read(list, facts),
            None => facts.note("tag_broken", "the comments are not where they belong"),
        }
    }
}

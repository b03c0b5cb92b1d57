//! WAV in chunks, RF64 with long ones, and BWF with the facts of broadcasters. spec: EBU Tech 3285 and 3306, iXML,
//! XMP part 3 section 1.1.3.

use super::facts::{Duration, Facts, TAG_BYTES_MAX};
use super::id3;
use super::source::{File, le16, le32, le64};
use crate::ReadError;
use interwire_core::item::{Extra, Limits, Moment};

/// Chunks of one file.
const CHUNKS_MAX: usize = 10_000;

pub(super) fn read(file: &mut File<'_>, facts: &mut Facts, _limits: &Limits) -> Result<(), ReadError> {
    facts.content_type = "audio/wav";
    let is_long = file.bytes(0, 4)? != b"RIFF";
    let (mut at, mut long, mut bytes_per_second, mut rate) = (12_u64, None, 0_u32, 0_u32);
    let (mut sound, mut samples) = (None, None);
    for chunks in 0.. {
        let head = file.bytes(at, 8)?;
        let (Some(name), Some(stated)) = (head.get(..4), le32(&head, 4)) else { break };
        if chunks >= CHUNKS_MAX {
            return Err(ReadError::new("media_too_many_boxes", format!("more than {CHUNKS_MAX} chunks in one file")));
        }
        let inside = at + 8;
        let mut size = u64::from(stated);
        if name == b"data" && is_long && stated == u32::MAX {
            size = long.unwrap_or(size);
        }
        let rest = file.size.saturating_sub(inside);
        if size > rest {
            facts.note("box_cut_off", "a chunk says that it is longer than the file");
            size = rest;
        }
        match name {
            b"ds64" => {
                let bytes = file.bytes(inside, size.min(24))?;
                long = le64(&bytes, 8);
            }
            b"fmt " => {
                let bytes = file.bytes(inside, size.min(40))?;
                rate = le32(&bytes, 4).unwrap_or(0);
                bytes_per_second = le32(&bytes, 8).unwrap_or(0);
                format(&bytes, facts);
            }
            b"fact" => samples = le32(&file.bytes(inside, 4)?, 0).filter(|count| *count != u32::MAX),
            b"data" => {
                sound.get_or_insert(size);
                facts.media.push(inside..inside + size);
            }
            b"PAD " | b"JUNK" | b"junk" | b"FLLR" => {}
            _ if size > TAG_BYTES_MAX as u64 => {
                if matches!(name, b"bext" | b"iXML" | b"_PMX" | b"LIST" | b"axml") {
                    facts.note("tag_too_large", "a tag is larger than a tag may be; it is not read");
                }
            }
            _ => {
                let bytes = file.bytes(inside, size)?;
                chunk(name, &bytes, facts);
            }
        }
        at = inside + size + size % 2;
    }
    // The number of samples is stated where bytes do not tell it, as in compressed sound.
    let coded = samples.filter(|_| rate > 0).map(|samples| Duration { units: samples.into(), per_second: rate.into() });
    let plain = sound.filter(|_| bytes_per_second > 0);
    let plain = plain.map(|bytes| Duration { units: bytes, per_second: bytes_per_second.into() });
    let is_plain = Extra::find(&facts.technical, "audioCodec").is_some_and(|codec| codec.starts_with("pcm"));
    facts.duration = if is_plain { plain.or(coded) } else { coded.or(plain) };
    facts.bitrate(sound.unwrap_or(0));
    if sound.is_none() {
        facts.note("no_sound", "there is no sound in it");
    }
    Ok(())
}

fn format(bytes: &[u8], facts: &mut Facts) {
    let word = |at: usize| le16(bytes, at).unwrap_or(0);
    // The real kind of an extensible one stands further behind.
    let tag = if word(0) == 0xfffe { word(24) } else { word(0) };
    let bits = word(14);
    let codec = match tag {
        1 => format!("pcm{bits}"),
        3 => format!("pcm{bits}float"),
        6 => "alaw".to_owned(),
        7 => "ulaw".to_owned(),
        0x50 => "mp2".to_owned(),
        0x55 => "mp3".to_owned(),
        other => format!("0x{other:04x}"),
    };
    facts.technical("audioCodec", &codec);
    facts.technical("audioSampleRate", &le32(bytes, 4).unwrap_or(0).to_string());
    facts.technical("audioChannels", &word(2).to_string());
}

fn chunk(name: &[u8], bytes: &[u8], facts: &mut Facts) {
    match name {
        b"LIST" if bytes.starts_with(b"INFO") => info(bytes.get(4..).unwrap_or_default(), facts),
        b"bext" => broadcast(bytes, facts),
        b"iXML" | b"axml" => {
            let text = crate::decode::decode(bytes).text;
            let text = text.trim_end_matches('\0').trim();
            if !text.is_empty() {
                facts.extra.push(Extra::text(&String::from_utf8_lossy(name), text));
            }
        }
        b"_PMX" => facts.packet(bytes.to_vec()),
        b"id3 " | b"ID3 " => id3::whole(bytes, facts),
        _ => {}
    }
}

/// The texts of RIFF: a name and a text that ends with a zero.
fn info(bytes: &[u8], facts: &mut Facts) {
    let mut rest = bytes;
    while let (Some(name), Some(size)) = (rest.get(..4), le32(rest, 4).map(|size| size as usize)) {
        let behind = rest.get(8..).unwrap_or_default();
        if size > behind.len() {
            facts.note("tag_cut_off", "a text says that it is longer than its list");
        }
        let text = facts.text_of(behind.get(..size).unwrap_or(behind));
        facts.tag(&String::from_utf8_lossy(name), &text);
        rest = behind.get(size.saturating_add(size % 2)..).unwrap_or_default();
    }
}

/// The facts of a broadcaster, in fields of fixed lengths.
fn broadcast(bytes: &[u8], facts: &mut Facts) {
    for (name, from, to) in
        [("bext.Description", 0, 256), ("bext.Originator", 256, 288), ("bext.OriginatorReference", 288, 320)]
    {
        let field = bytes.get(from..to).unwrap_or_default();
        let field = field.split(|byte| *byte == 0).next().unwrap_or_default();
        let text = facts.text_of(field);
        facts.tag(name, &text);
    }
    let field = |from: usize, to: usize| {
        let text = bytes.get(from..to).map(|field| String::from_utf8_lossy(field).into_owned()).unwrap_or_default();
        text.trim_matches(['\0', ' ']).to_owned()
    };
    // Separators may be any sign; a clock of where it was made, without its distance from UTC.
    let spelled = |text: String, sign: char| -> String {
        text.chars().map(|c| if c.is_ascii_digit() { c } else { sign }).collect()
    };
    let (date, time) = (spelled(field(320, 330), '-'), spelled(field(330, 338), ':'));
    if date.len() == 10 && date != "0000-00-00" {
        let clock = if time.len() == 8 { format!("T{time}") } else { String::new() };
        facts.created = Some(Moment::new(&format!("{date}{clock}")));
    }
    if let Some(history) = bytes.get(602..) {
        let text = facts.text_of(history);
        let text = text.trim();
        if !text.is_empty() {
            facts.extra.push(Extra::text("bext.CodingHistory", text));
        }
    }
}

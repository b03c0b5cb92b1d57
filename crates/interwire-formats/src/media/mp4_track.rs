//! One track of a film: what it is, how long, in which codec and language.

use super::facts::{Duration, Facts, thousandths};
use super::source::{be16, be32, be64};

#[derive(Debug, Clone, Default)]
pub(super) struct Track {
    /// `vide`, `soun`, or something else.
    handler: [u8; 4],
    codec: Option<String>,
    pub width: u16,
    pub height: u16,
    /// It is shown on its side.
    is_turned: bool,
    channels: u32,
    rate: u32,
    samples: Option<u32>,
    pub duration: Option<Duration>,
    language: Option<String>,
}

impl Track {
    pub fn take(&mut self, name: &[u8; 4], bytes: &[u8]) {
        match name {
            b"hdlr" => self.handler = bytes.get(8..12).and_then(|name| name.try_into().ok()).unwrap_or_default(),
            b"tkhd" => {
                let matrix = if bytes.first() == Some(&1) { 52 } else { 40 };
                let part = |at: usize| be32(bytes, matrix + 4 * at);
                self.is_turned = part(0) == Some(0) && part(4) == Some(0) && part(1) != Some(0);
            }
            b"mdhd" => {
                let is_long = bytes.first() == Some(&1);
                let (per_second, units, language) = if is_long {
                    (be32(bytes, 20), be64(bytes, 24), be16(bytes, 32))
                } else {
                    (be32(bytes, 12), be32(bytes, 16).map(u64::from), be16(bytes, 20))
                };
                let unknown = if is_long { u64::MAX } else { u64::from(u32::MAX) };
                self.duration = match (per_second, units.filter(|units| *units != unknown)) {
                    (Some(per_second), Some(units)) => Some(Duration { units, per_second: per_second.into() }),
                    _ => None,
                };
                self.language = language.and_then(packed_language);
            }
            b"stsz" | b"stz2" => self.samples = be32(bytes, 8),
            b"stsd" => self.entry(bytes.get(8..).unwrap_or_default()),
            _ => {}
        }
    }

    /// The first description of samples.
    fn entry(&mut self, entry: &[u8]) {
        let name = entry.get(4..8).map(|name| name.iter().map(|byte| char::from(*byte)).collect::<String>());
        self.codec = name.map(|name| name.trim().to_owned()).filter(|name| !name.contains(char::is_control));
        (self.width, self.height) = (be16(entry, 32).unwrap_or(0), be16(entry, 34).unwrap_or(0));
        (self.channels, self.rate) = match be16(entry, 16) {
            // QuickTime keeps a number with a fraction there.
            Some(2) => {
                let rate = be64(entry, 40).map_or(0.0, f64::from_bits);
                (be32(entry, 48).unwrap_or(0), if (1.0..1e7).contains(&rate) { rate as u32 } else { 0 })
            }
            _ => (be16(entry, 24).unwrap_or(0).into(), be16(entry, 32).unwrap_or(0).into()),
        };
    }

    pub fn is_video(&self) -> bool {
        self.handler == *b"vide"
    }

    pub fn is_audio(&self) -> bool {
        self.handler == *b"soun"
    }

    /// Width and height as it is shown.
    pub fn shown(&self) -> (Option<u32>, Option<u32>) {
        let size = |pixels: u16| (pixels > 0).then(|| u32::from(pixels));
        let (width, height) = (size(self.width), size(self.height));
        if self.is_turned { (height, width) } else { (width, height) }
    }

    /// Says what the track is.
    pub fn tell(&self, facts: &mut Facts) {
        let codec = self.codec.as_deref().unwrap_or_default();
        match &self.handler {
            b"vide" => {
                facts.technical("videoCodec", codec);
                let rate = self.samples.zip(self.duration.filter(|duration| duration.units > 0));
                if let Some((samples, duration)) = rate.filter(|(samples, _)| *samples > 1) {
                    let per_second = u128::from(samples) * 1000 * u128::from(duration.per_second);
                    let units = u128::from(duration.units);
                    facts.technical("frameRate", &thousandths((per_second + units / 2) / units));
                }
            }
            b"soun" => {
                facts.technical("audioCodec", codec);
                let number = |number: u32| if number > 0 { number.to_string() } else { String::new() };
                facts.technical("audioSampleRate", &number(self.rate));
                facts.technical("audioChannels", &number(self.channels));
                facts.languages.extend(self.language.clone().filter(|known| !facts.languages.contains(known)));
            }
            // Subtitles, chapters, time code.
            _ => {}
        }
    }
}

/// Three letters of five bits; small numbers are languages of the old Macintosh, and `und` says nothing.
pub(super) fn packed_language(packed: u16) -> Option<String> {
    if !(0x400..0x7fff).contains(&packed) {
        return None;
    }
    let letter = |shift: u16| char::from((packed >> shift & 31) as u8 + 0x60);
    let text: String = [letter(10), letter(5), letter(0)].iter().collect();
    (text.bytes().all(|byte| byte.is_ascii_lowercase()) && text != "und").then_some(text)
}

//! Frames of MPEG audio. spec: ISO 11172-3 section 2.4.1, ISO 13818-3; the headers of Xing and Fraunhofer (VBRI).

use super::source::be32;

/// The header of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    /// 1, 2, or 3 for what is called 2.5.
    version: u8,
    pub layer: u8,
    pub rate: u32,
    pub channels: u8,
    /// The whole frame in bytes.
    pub len: usize,
    pub samples: u32,
}

const LAYER_3: [u32; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const LAYER_2: [u32; 15] = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
const LOW: [u32; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

impl Frame {
    /// The frame whose header stands at `at`. Layer I and frames of free length are none that is met.
    pub fn at(bytes: &[u8], at: usize) -> Option<Self> {
        let bits = be32(bytes, at)?;
        if bits >> 21 != 0x7ff {
            return None;
        }
        let version = match bits >> 19 & 3 {
            3 => 1,
            2 => 2,
            0 => 3,
            _ => return None,
        };
        let layer = match bits >> 17 & 3 {
            1 => 3,
            2 => 2,
            _ => return None,
        };
        let rates = match (version, layer) {
            (1, 3) => LAYER_3,
            (1, _) => LAYER_2,
            _ => LOW,
        };
        let kbps = *rates.get((bits >> 12 & 15) as usize).filter(|kbps| **kbps > 0)?;
        let base: u32 = *[44_100, 48_000, 32_000].get((bits >> 10 & 3) as usize)?;
        let rate = base >> (version - 1);
        let samples: u32 = if version > 1 && layer == 3 { 576 } else { 1152 };
        let len = samples / 8 * kbps * 1000 / rate + (bits >> 9 & 1);
        let channels = if bits >> 6 & 3 == 3 { 1 } else { 2 };
        Some(Self { version, layer, rate, channels, len: usize::try_from(len).ok()?, samples })
    }
    /// Whether another frame belongs to the same sound.
    pub fn is_like(&self, other: &Self) -> bool {
        (self.version, self.layer, self.rate) == (other.version, other.layer, other.rate)
    }
    /// How many frames there are, as the first of them says.
    pub fn count_stated(&self, frame: &[u8]) -> Option<u32> {
        let side = match (self.version, self.channels) {
            (1, 1) => 17,
            (1, _) => 32,
            (_, 1) => 9,
            (_, _) => 17,
        };
        let at = 4 + side;
        match frame.get(at..at + 4) {
            Some(b"Xing" | b"Info") if be32(frame, at + 4)? & 1 == 1 => be32(frame, at + 8),
            _ if frame.get(36..40) == Some(b"VBRI") => be32(frame, 36 + 14),
            _ => None,
        }
        .filter(|count| *count > 0)
    }
}

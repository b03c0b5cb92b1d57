//! What a media file is: its own first bytes say, never its source. The list is closed. What is not in it is a download
//! that may do nothing, and nothing reads it: SVG, HTML and PDF are documents that can act, so they are never shown.

use image::ImageFormat;

/// Bytes from which a kind is known.
pub const HEAD_BYTES: usize = 512;

/// How a page may show a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// As a picture.
    Picture,
    /// In a player with a picture.
    Film,
    /// In a player.
    Sound,
}

/// A kind of media file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Its media type.
    pub media_type: &'static str,
    /// How its names end.
    pub ending: &'static str,
    /// How a browser shows it, if one does.
    pub shown: Option<Shown>,
    /// What reads it as a picture here.
    pub picture: Option<ImageFormat>,
    /// The one reader of ffmpeg that may have it.
    pub demuxer: Option<&'static str>,
}

const fn picture(media_type: &'static str, ending: &'static str, shown: bool, format: ImageFormat) -> Kind {
    let shown = if shown { Some(Shown::Picture) } else { None };
    Kind { media_type, ending, shown, picture: Some(format), demuxer: None }
}

const fn stream(media_type: &'static str, ending: &'static str, shown: Option<Shown>, demuxer: &'static str) -> Kind {
    Kind { media_type, ending, shown, picture: None, demuxer: Some(demuxer) }
}

const FILM: Option<Shown> = Some(Shown::Film);
const SOUND: Option<Shown> = Some(Shown::Sound);

const JPEG: Kind = picture("image/jpeg", "jpg", true, ImageFormat::Jpeg);
const PNG: Kind = picture("image/png", "png", true, ImageFormat::Png);
const GIF: Kind = picture("image/gif", "gif", true, ImageFormat::Gif);
const WEBP: Kind = picture("image/webp", "webp", true, ImageFormat::WebP);
const TIFF: Kind = picture("image/tiff", "tif", false, ImageFormat::Tiff);
const MP4: Kind = stream("video/mp4", "mp4", FILM, "mov");
const QUICKTIME: Kind = stream("video/quicktime", "mov", FILM, "mov");
const M4A: Kind = stream("audio/mp4", "m4a", SOUND, "mov");
const WEBM: Kind = stream("video/webm", "webm", FILM, "matroska");
const MATROSKA: Kind = stream("video/matroska", "mkv", None, "matroska");
const OGG: Kind = stream("audio/ogg", "ogg", SOUND, "ogg");
const OGV: Kind = stream("video/ogg", "ogv", FILM, "ogg");
const MP3: Kind = stream("audio/mpeg", "mp3", SOUND, "mp3");
const AAC: Kind = stream("audio/aac", "aac", SOUND, "aac");
const FLAC: Kind = stream("audio/flac", "flac", SOUND, "flac");
const WAV: Kind = stream("audio/wav", "wav", SOUND, "wav");
const AVI: Kind = stream("video/x-msvideo", "avi", None, "avi");
const MPEG_TS: Kind = stream("video/mp2t", "ts", None, "mpegts");
const MPEG_PS: Kind = stream("video/mpeg", "mpg", None, "mpeg");
const MXF: Kind = stream("application/mxf", "mxf", None, "mxf");

impl Kind {
    /// The kind of a file that begins with these bytes, at best [`HEAD_BYTES`] of them.
    #[must_use]
    pub fn of(head: &[u8]) -> Option<Self> {
        Some(match head {
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => PNG,
            [0xff, 0xd8, 0xff, ..] => JPEG,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => GIF,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => WEBP,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => WAV,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', b' ', ..] => AVI,
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => TIFF,
            [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => of_brand(brand.get(..4)?)?,
            [0x1a, 0x45, 0xdf, 0xa3, rest @ ..] => {
                if says(rest, 64, b"webm") {
                    WEBM
                } else {
                    MATROSKA
                }
            }
            [b'O', b'g', b'g', b'S', rest @ ..] => {
                if says(rest, 96, b"\x80theora") {
                    OGV
                } else {
                    OGG
                }
            }
            [b'f', b'L', b'a', b'C', ..] => FLAC,
            [b'I', b'D', b'3', ..] => MP3,
            // Eleven bits of sync; then the layer, which is 0 for AAC and III for MP3.
            [0xff, second, ..] if second & 0xf6 == 0xf0 => AAC,
            [0xff, second, ..] if second & 0xe6 == 0xe2 => MP3,
            [0, 0, 1, 0xba, ..] => MPEG_PS,
            [0x47, rest @ ..] if rest.get(187) == Some(&0x47) => MPEG_TS,
            [0x06, 0x0e, 0x2b, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0d, 0x01, 0x02, ..] => MXF,
            _ => return None,
        })
    }
}

/// What the brand of a file of the MPEG-4 family says; still pictures (HEIF, AVIF) are not read.
fn of_brand(brand: &[u8]) -> Option<Kind> {
    match brand {
        b"qt  " => Some(QUICKTIME),
        b"M4A " | b"M4B " | b"M4P " => Some(M4A),
        b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"mif1" | b"msf1" | b"avif" | b"avis" => None,
        _ => Some(MP4),
    }
}

fn says(bytes: &[u8], within: usize, word: &[u8]) -> bool {
    bytes.get(..within.min(bytes.len())).unwrap_or_default().windows(word.len()).any(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(head: &[u8]) -> &'static str {
        Kind::of(head).map_or("nothing", |kind| kind.media_type)
    }

    #[test]
    fn the_bytes_say_what_a_file_is_whatever_it_is_called() {
        let mut ts = vec![0; 376];
        (ts[0], ts[188]) = (0x47, 0x47);
        for (head, expected) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], "image/png"),
            (&[0xff, 0xd8, 0xff, 0xe0], "image/jpeg"),
            (b"RIFF1234WEBPVP8 ", "image/webp"),
            (b"II*\0\x08\0\0\0", "image/tiff"),
            (b"\0\0\0\x20ftypisom", "video/mp4"),
            (b"\0\0\0\x14ftypqt  ", "video/quicktime"),
            (b"\0\0\0\x14ftypM4A ", "audio/mp4"),
            (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", "video/webm"),
            (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska", "video/matroska"),
            (b"OggS\0\x02.....................OpusHead", "audio/ogg"),
            (b"OggS\0\x02....................\x80theora", "video/ogg"),
            (b"ID3\x04", "audio/mpeg"),
            (&[0xff, 0xfb, 0x90, 0], "audio/mpeg"),
            (&[0xff, 0xf1, 0x50, 0x80], "audio/aac"),
            (b"RIFF1234WAVEfmt ", "audio/wav"),
            (&ts, "video/mp2t"),
        ] {
            assert_eq!(kind(head), expected);
        }
    }

    #[test]
    fn what_could_act_in_a_browser_or_is_a_list_of_other_files_is_nothing() {
        let others = [
            &b"<svg xmlns="[..],
            b"<?xml version='1.0'?><svg/>",
            b"<html>",
            b"<!doctype html>",
            b"%PDF-1.7",
            b"#EXTM3U\nfile:///etc/passwd",
            b"ffconcat version 1.0",
            b"\0\0\0\x20ftypavif",
            b"PK\x03\x04",
            b"GIF",
            b"\0\0\0\x20ftyp",
            b"",
        ];
        for other in others {
            assert_eq!(kind(other), "nothing", "{other:?}");
        }
    }
}

//! Films and sounds, by ffmpeg where it is present: how long, how large, in which codecs, and a still. The first bytes of
//! the file choose the one reader that ffmpeg may use, and it may open nothing but files; so a list of other files that
//! pretends to be a film is not followed.

use super::child::{self, Bounds, Broken};
use super::kind::Kind;
use super::picture::LARGE;
use crate::store::media::MediaCause;
use serde::Deserialize;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The two programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tools {
    ffmpeg: PathBuf,
    ffprobe: PathBuf,
}

const PROBE: Bounds =
    Bounds { time: Duration::from_secs(30), processor_s: 15, memory_bytes: 1 << 30, output_bytes_max: 256 << 10 };
const STILL: Bounds =
    Bounds { time: Duration::from_secs(60), processor_s: 30, memory_bytes: 2 << 30, output_bytes_max: 16 << 20 };
/// A still is taken where so much of the film has passed: the first pictures are often black.
const TENTH: u64 = 10;
/// Streams of which the codecs are told.
const STREAMS_MAX: usize = 16;

/// What is known of a film or sound.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// How long it lasts, in milliseconds.
    pub duration_ms: Option<u64>,
    /// Width and height in pixels, as it is looked at; none for a sound.
    pub size: Option<(u32, u32)>,
    /// Its codecs, each once.
    pub codecs: Vec<String>,
}

impl Tools {
    /// The programs that are named, else those on the path; none unless both are there.
    #[must_use]
    pub fn find(ffmpeg: Option<&Path>, ffprobe: Option<&Path>) -> Option<Self> {
        if !cfg!(unix) {
            // The bounds are set by a shell.
            return None;
        }
        let there = |named: Option<&Path>, name: &str| match named {
            Some(path) => path.is_file().then(|| path.to_owned()),
            None => {
                std::env::split_paths(&std::env::var_os("PATH")?).map(|dir| dir.join(name)).find(|path| path.is_file())
            }
        };
        Some(Self { ffmpeg: there(ffmpeg, "ffmpeg")?, ffprobe: there(ffprobe, "ffprobe")? })
    }

    /// Looks at a file.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub async fn probe(&self, file: &Path, kind: Kind) -> Result<Facts, MediaCause> {
        let mut words = input(kind)?;
        words.extend(["-print_format", "json", "-show_entries"].map(OsString::from));
        words.push("format=duration:stream=codec_type,codec_name,width,height:stream_disposition=attached_pic:stream_side_data=rotation".into());
        words.push(address(file));
        let output = child::run(&self.ffprobe, &words, PROBE).await.map_err(|e| cause(&e, file))?;
        read(&output).ok_or(MediaCause::FilmBroken)
    }

    /// A still of a film, as a JPEG file.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn still(&self, file: &Path, kind: Kind, facts: &Facts) -> Result<Vec<u8>, MediaCause> {
        let at_ms = facts.duration_ms.unwrap_or(0) / TENTH;
        let still = self.still_at(file, kind, at_ms).await?;
        if !still.is_empty() || at_ms == 0 {
            return if still.is_empty() { Err(MediaCause::FilmBroken) } else { Ok(still) };
        }
        // A film that ends before it says has a beginning all the same.
        let first = self.still_at(file, kind, 0).await?;
        if first.is_empty() { Err(MediaCause::FilmBroken) } else { Ok(first) }
    }

    async fn still_at(&self, file: &Path, kind: Kind, at_ms: u64) -> Result<Vec<u8>, MediaCause> {
        let mut words = vec!["-nostdin".into(), "-threads".into(), "1".into()];
        words.extend(input(kind)?);
        words.extend(["-ss".into(), format!("{}.{:03}", at_ms / 1000, at_ms % 1000).into(), "-i".into()]);
        words.push(address(file));
        let scale = format!("scale=w='min({LARGE},iw)':h=-2");
        words.extend(["-map", "0:v:0", "-frames:v", "1", "-vf", &scale, "-map_metadata", "-1"].map(OsString::from));
        words.extend(["-f", "image2pipe", "-c:v", "mjpeg", "-q:v", "3", "pipe:1"].map(OsString::from));
        child::run(&self.ffmpeg, &words, STILL).await.map_err(|e| cause(&e, file))
    }
}

/// What both programs are told of the file that they read.
fn input(kind: Kind) -> Result<Vec<OsString>, MediaCause> {
    let demuxer = kind.demuxer.ok_or(MediaCause::Unsupported)?;
    let words =
        ["-v", "error", "-hide_banner", "-protocol_whitelist", "file", "-format_whitelist", demuxer, "-f", demuxer];
    Ok(words.map(OsString::from).to_vec())
}

fn address(file: &Path) -> OsString {
    let mut address = OsString::from("file:");
    address.push(file);
    address
}

fn cause(broken: &Broken, file: &Path) -> MediaCause {
    match broken {
        Broken::TooCostly => MediaCause::FilmTooCostly,
        Broken::NotStarted(_) | Broken::Failed(_) => {
            tracing::debug!(file = %file.display(), cause = %broken, "ffmpeg could not read a file");
            MediaCause::FilmBroken
        }
    }
}

#[derive(Deserialize)]
struct Probed {
    #[serde(default)]
    streams: Vec<Stream>,
    format: Option<Format>,
}

#[derive(Deserialize)]
struct Format {
    duration: Option<String>,
}

#[derive(Deserialize)]
struct Stream {
    codec_type: Option<String>,
    codec_name: Option<String>,
    width: Option<u32>,
    height: Option<u32>,
    disposition: Option<Disposition>,
    #[serde(default)]
    side_data_list: Vec<SideData>,
}

#[derive(Deserialize)]
struct Disposition {
    attached_pic: Option<u8>,
}

#[derive(Deserialize)]
struct SideData {
    rotation: Option<i32>,
}

/// What ffprobe says.
fn read(output: &[u8]) -> Option<Facts> {
    let probed: Probed = serde_json::from_slice(output).ok()?;
    let mut facts = Facts::default();
    // The picture on the cover of a sound is no film.
    let is_cover = |stream: &Stream| stream.disposition.as_ref().is_some_and(|said| said.attached_pic == Some(1));
    for stream in probed.streams.iter().take(STREAMS_MAX).filter(|stream| !is_cover(stream)) {
        let is_film = stream.codec_type.as_deref() == Some("video");
        if !is_film && stream.codec_type.as_deref() != Some("audio") {
            continue;
        }
        facts.codecs.extend(stream.codec_name.clone().filter(|name| !facts.codecs.contains(name)));
        if is_film && facts.size.is_none() {
            let turned = stream.side_data_list.iter().filter_map(|data| data.rotation).any(|angle| angle % 180 != 0);
            let size = stream.width.zip(stream.height).filter(|(width, height)| *width > 0 && *height > 0);
            facts.size = size.map(|(width, height)| if turned { (height, width) } else { (width, height) });
        }
    }
    facts.duration_ms = probed.format.and_then(|format| format.duration).and_then(|text| milliseconds(&text));
    Some(facts)
}

/// `12.345000`, in seconds.
fn milliseconds(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(part.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ffprobe_says_is_read_as_far_as_it_says_it() {
        let json = br#"{"streams": [
            {"codec_type": "audio", "codec_name": "aac", "disposition": {"attached_pic": 0}},
            {"codec_type": "video", "codec_name": "mjpeg", "width": 9, "height": 9, "disposition": {"attached_pic": 1}},
            {"codec_type": "video", "codec_name": "h264", "width": 1920, "height": 1080,
             "side_data_list": [{"rotation": -90}]},
            {"codec_type": "data"}], "format": {"duration": "12.3456"}}"#;
        let codecs = vec!["aac".to_owned(), "h264".to_owned()];
        assert_eq!(read(json), Some(Facts { duration_ms: Some(12_345), size: Some((1080, 1920)), codecs }));
        assert_eq!(read(b"{}"), Some(Facts::default()));
        assert_eq!(read(b"no"), None);
        for (text, expected) in [("7", Some(7000)), ("0.5", Some(500)), ("N/A", None), ("-1", None), ("1e9", None)] {
            assert_eq!(milliseconds(text), expected, "{text}");
        }
    }

    #[test]
    fn a_program_that_is_named_and_not_there_is_not_looked_for_elsewhere() {
        assert_eq!(Tools::find(Some(Path::new("/nowhere/ffmpeg")), None), None);
    }
}

//! A picture made small twice, for lists and for pages. Its header says what it costs before anything of it is decoded;
//! what costs too much is refused. Of the original's metadata only the direction in which it is looked at and a small
//! colour profile have an effect; nothing else of it is in what is made.

use super::jpeg;
use crate::store::media::MediaCause;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage};
use std::io::{BufRead, Seek, SeekFrom};

/// Memory for decoding all pictures that are made at a time, in bytes.
pub const MEMORY_BYTES_MAX: u64 = 256 << 20;
/// A JPEG is read as a whole, beside what is decoded of it.
const JPEG_BYTES_MAX: u64 = 64 << 20;
/// A progressive JPEG of a camera has about ten scans.
const SCANS_MAX: u32 = 100;
/// How large a colour profile is copied.
const PROFILE_BYTES_MAX: usize = 16 * 1024;
/// The quality of what is made.
const QUALITY: u8 = 82;
/// The longer side of the larger one, in pixels.
pub const LARGE: u32 = 1280;
/// The longer side of the smaller one.
pub const SMALL: u32 = 320;

/// A picture whose header has been read, ready to be decoded.
pub struct Opened<'a> {
    decoder: Box<dyn ImageDecoder + 'a>,
    orientation: Orientation,
    profile: Option<Vec<u8>>,
    /// Its width as it is looked at, in pixels.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// What decoding it takes, in bytes.
    pub memory_bytes: u64,
}

/// What was made of a picture: JPEG files.
#[derive(Debug)]
pub struct Made {
    /// For lists.
    pub small: Vec<u8>,
    /// For pages.
    pub large: Vec<u8>,
}

/// Reads the header.
///
/// # Errors
/// [`MediaCause::PictureTooLarge`] before anything is decoded; [`MediaCause::PictureBroken`] if it is no such picture.
pub fn open<'a>(mut file: impl BufRead + Seek + 'a, format: ImageFormat) -> Result<Opened<'a>, MediaCause> {
    let read = |_: std::io::Error| MediaCause::PictureBroken;
    let size = file.seek(SeekFrom::End(0)).map_err(read)?;
    file.rewind().map_err(read)?;
    let mut cost = jpeg::Cost::default();
    if format == ImageFormat::Jpeg {
        if size > JPEG_BYTES_MAX {
            return Err(MediaCause::PictureTooLarge);
        }
        cost = jpeg::cost(&mut file).map_err(read)?;
        file.rewind().map_err(read)?;
    }
    let mut reader = ImageReader::with_format(file, format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|e| cause(&e))?;
    let pixels = decoder.total_bytes();
    let memory_bytes = match format {
        ImageFormat::Jpeg => size + pixels.saturating_mul(if cost.progressive { 3 } else { 1 }),
        ImageFormat::WebP => pixels.saturating_mul(3),
        // A TIFF may be one strip, and a GIF keeps its canvas.
        ImageFormat::Tiff | ImageFormat::Gif => pixels.saturating_mul(2),
        _ => pixels.saturating_add(pixels / 4),
    };
    if memory_bytes > MEMORY_BYTES_MAX || cost.scans > SCANS_MAX {
        return Err(MediaCause::PictureTooLarge);
    }
    // A picture without these is one.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| is_small_rgb(profile));
    let (mut width, mut height) = decoder.dimensions();
    if is_turned(orientation) {
        std::mem::swap(&mut width, &mut height);
    }
    Ok(Opened { decoder: Box::new(decoder), orientation, profile, width, height, memory_bytes })
}

impl Opened<'_> {
    /// Decodes it and makes both. It takes a while: never on a thread of the runtime.
    ///
    /// # Errors
    /// [`MediaCause::PictureBroken`] if it cannot be decoded.
    pub fn make(self) -> Result<Made, MediaCause> {
        let whole = DynamicImage::from_decoder(self.decoder).map_err(|e| cause(&e))?;
        let mut large = within(whole, LARGE);
        large.apply_orientation(self.orientation);
        let large = on_white(&large);
        let small = within(DynamicImage::ImageRgb8(large.clone()), SMALL).into_rgb8();
        Ok(Made { small: write(&small, self.profile.clone())?, large: write(&large, self.profile)? })
    }
}

fn cause(error: &ImageError) -> MediaCause {
    match error {
        ImageError::Limits(_) => MediaCause::PictureTooLarge,
        ImageError::Unsupported(_) => MediaCause::Unsupported,
        _ => MediaCause::PictureBroken,
    }
}

/// A profile for anything but RGB would be wrong for what is made.
fn is_small_rgb(profile: &[u8]) -> bool {
    profile.len() <= PROFILE_BYTES_MAX && profile.get(16..20) == Some(b"RGB ")
}

fn is_turned(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

fn within(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width() <= side && picture.height() <= side { picture } else { picture.thumbnail(side, side) }
}

/// Without transparency, which a JPEG has not.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let blended = picture.to_rgba8();
    RgbImage::from_fn(blended.width(), blended.height(), |x, y| {
        let [red, green, blue, alpha] = blended.get_pixel(x, y).0;
        let over = |colour: u8| {
            let (colour, alpha) = (u16::from(colour), u16::from(alpha));
            u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([over(red), over(green), over(blue)])
    })
}

fn write(picture: &RgbImage, profile: Option<Vec<u8>>) -> Result<Vec<u8>, MediaCause> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    if let Some(profile) = profile {
        // Colours are a little off without it; the picture is one all the same.
        let _ = encoder.set_icc_profile(profile);
    }
    encoder.encode_image(picture).map_err(|e| cause(&e))?;
    Ok(bytes)
}

#[cfg(test)]
#[path = "picture_tests.rs"]
mod tests;

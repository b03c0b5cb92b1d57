//! Pictures of many kinds made small: turned, transparent, wide, broken, and larger than memory.

use super::*;
use image::{ExtendedColorType, Rgb, Rgba, RgbaImage};
use std::io::Cursor;

/// Red in its left half, blue in its right.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) })
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

fn made(bytes: &[u8], format: ImageFormat) -> Result<(RgbImage, RgbImage), MediaCause> {
    let made = open(Cursor::new(bytes.to_vec()), format)?.make()?;
    let read = |bytes: &[u8]| image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).unwrap().into_rgb8();
    Ok((read(&made.small), read(&made.large)))
}

/// A JPEG whose EXIF says how it is to be turned, and where it was taken.
fn turned(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    let jpeg = written(&DynamicImage::ImageRgb8(picture.clone()), ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"taken at a secret place");
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1];
    bytes.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&jpeg[2..]);
    bytes
}

#[test]
fn every_kind_becomes_two_small_pictures_of_the_same_shape() {
    let picture = DynamicImage::ImageRgb8(halves(2000, 1000));
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Tiff] {
        let (small, large) = made(&written(&picture, format), format).unwrap();
        assert_eq!((small.dimensions(), large.dimensions()), ((320, 160), (1280, 640)), "{format:?}");
        let [red, _, blue] = small.get_pixel(20, 80).0;
        assert!(red > 150 && blue < 60, "{format:?}: {:?}", small.get_pixel(20, 80));
    }
}

#[test]
fn a_small_picture_is_not_blown_up() {
    let bytes = written(&DynamicImage::ImageRgb8(halves(100, 50)), ImageFormat::Png);
    let (small, large) = made(&bytes, ImageFormat::Png).unwrap();
    assert_eq!((small.dimensions(), large.dimensions()), ((100, 50), (100, 50)));
}

#[test]
fn a_picture_stands_as_its_camera_was_held_and_tells_nothing_else() {
    let bytes = turned(&halves(400, 200), 6);
    let opened = open(Cursor::new(bytes.clone()), ImageFormat::Jpeg).unwrap();
    assert_eq!((opened.width, opened.height), (200, 400));
    let made = opened.make().unwrap();
    let secret = |bytes: &[u8]| bytes.windows(6).any(|window| window == b"secret" || window == b"Exif\0\0");
    assert!(secret(&bytes) && !secret(&made.large) && !secret(&made.small));
    let large = image::load_from_memory(&made.large).unwrap().into_rgb8();
    assert_eq!(large.dimensions(), (200, 400));
    let (top, bottom) = (large.get_pixel(100, 20).0, large.get_pixel(100, 380).0);
    assert!(top[0] > 150 && bottom[2] > 150, "the left side is now on top: {top:?} {bottom:?}");
}

#[test]
fn what_is_transparent_is_seen_on_white() {
    let clear = RgbaImage::from_pixel(10, 10, Rgba([0, 0, 0, 0]));
    let (small, _) = made(&written(&DynamicImage::ImageRgba8(clear), ImageFormat::Png), ImageFormat::Png).unwrap();
    assert!(small.get_pixel(5, 5).0.iter().all(|colour| *colour > 250));
}

/// The header of a PNG of this size, and hardly anything behind it.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut bytes);
    encoder.write_image(&[7], 1, 1, ExtendedColorType::L8).unwrap();
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

#[test]
fn what_would_not_fit_into_memory_is_refused_by_its_header() {
    for (width, height) in [(60_000, 60_000), (u32::MAX / 2, 1), (300_000, 1000)] {
        let refused = open(Cursor::new(bomb(width, height)), ImageFormat::Png).map(|_| ()).unwrap_err();
        assert_eq!(refused, MediaCause::PictureTooLarge, "{width} x {height}");
    }
    let fits = open(Cursor::new(bomb(8000, 5000)), ImageFormat::Png).unwrap();
    assert!(fits.memory_bytes < MEMORY_BYTES_MAX);
    assert_eq!(fits.make().unwrap_err(), MediaCause::PictureBroken, "it has the pixels of another");
}

#[test]
fn a_picture_that_is_gone_over_a_thousand_times_is_refused() {
    let mut bytes = written(&DynamicImage::ImageRgb8(halves(16, 16)), ImageFormat::Jpeg);
    bytes.truncate(bytes.len() - 2);
    for _ in 0..1000 {
        bytes.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 3]);
    }
    let refused = open(Cursor::new(bytes), ImageFormat::Jpeg).map(|_| ()).unwrap_err();
    assert_eq!(refused, MediaCause::PictureTooLarge);
}

#[test]
fn what_only_begins_like_a_picture_is_broken() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Tiff] {
        let whole = written(&DynamicImage::ImageRgb8(halves(64, 64)), format);
        for end in [0, 4, 10, 20] {
            let opened = open(Cursor::new(whole[..end].to_vec()), format);
            assert!(opened.and_then(Opened::make).is_err(), "{format:?} to {end}");
        }
    }
}

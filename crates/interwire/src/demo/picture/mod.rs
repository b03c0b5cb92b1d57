//! The pictures of the demo, drawn by arithmetic: nobody's photograph is needed, and each story has another one. What is
//! drawn is a scene and a seed; what comes out is a file as a newsroom has it.

mod canvas;
mod chart;
mod land;
mod scenes;

use canvas::Canvas;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder, ImageError};
use serde::Deserialize;

/// Width of every picture, in pixels.
pub const WIDTH: u32 = 800;
/// Height of every picture, in pixels.
pub const HEIGHT: u32 = 450;
/// Quality of the JPEG files, of 100.
const QUALITY: u8 = 82;

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scene {
    /// Mountains behind mountains.
    Hills,
    /// Rice terraces.
    Terraces,
    /// Grass up to the horizon, with wind turbines.
    Steppe,
    /// A city in the evening, by the water.
    Skyline,
    /// A harbour with cranes.
    Harbour,
    /// A cable-stayed bridge.
    Bridge,
    /// Firs in the snow.
    Snow,
    /// A football ground.
    Stadium,
    /// A chart of bars.
    Bars,
    /// A chart of a line.
    Curve,
}

impl Scene {
    /// Charts are drawings, all else stands for a photograph.
    #[must_use]
    pub fn is_graphic(self) -> bool {
        matches!(self, Self::Bars | Self::Curve)
    }

    /// The media type of its file.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        if self.is_graphic() { "image/png" } else { "image/jpeg" }
    }

    /// The ending of its file's name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        if self.is_graphic() { "png" } else { "jpg" }
    }

    /// Draws it; another `seed` gives another light, other hills, other houses.
    ///
    /// # Errors
    /// If the encoder fails.
    pub fn draw(self, seed: u32) -> Result<Vec<u8>, ImageError> {
        let mut canvas = Canvas::new(WIDTH, HEIGHT);
        match self {
            Self::Hills => scenes::hills(&mut canvas, seed),
            Self::Terraces => scenes::terraces(&mut canvas, seed),
            Self::Steppe => scenes::steppe(&mut canvas, seed),
            Self::Skyline => scenes::skyline(&mut canvas, seed),
            Self::Harbour => scenes::harbour(&mut canvas, seed),
            Self::Bridge => scenes::bridge(&mut canvas, seed),
            Self::Snow => scenes::snow(&mut canvas, seed),
            Self::Stadium => scenes::stadium(&mut canvas, seed),
            Self::Bars => chart::bars(&mut canvas, seed),
            Self::Curve => chart::curve(&mut canvas, seed),
        }
        if !self.is_graphic() {
            canvas.as_film(seed);
        }
        let (bytes, mut file) = (canvas.bytes(), Vec::new());
        if self.is_graphic() {
            PngEncoder::new(&mut file).write_image(&bytes, WIDTH, HEIGHT, ExtendedColorType::Rgb8)?;
        } else {
            let encoder = JpegEncoder::new_with_quality(&mut file, QUALITY);
            encoder.write_image(&bytes, WIDTH, HEIGHT, ExtendedColorType::Rgb8)?;
        }
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Scene; 10] = [
        Scene::Hills,
        Scene::Terraces,
        Scene::Steppe,
        Scene::Skyline,
        Scene::Harbour,
        Scene::Bridge,
        Scene::Snow,
        Scene::Stadium,
        Scene::Bars,
        Scene::Curve,
    ];

    #[test]
    fn every_scene_is_a_file_of_its_type_and_size() {
        for scene in ALL {
            let file = scene.draw(7).unwrap();
            let kind = image::guess_format(&file).unwrap();
            assert_eq!(kind.to_mime_type(), scene.media_type(), "{scene:?}");
            let read = image::load_from_memory(&file).unwrap();
            assert_eq!((read.width(), read.height()), (WIDTH, HEIGHT), "{scene:?}");
            assert!(file.len() < 300_000, "{scene:?} has {} bytes", file.len());
        }
    }

    #[test]
    fn a_seed_gives_one_picture_and_another_seed_another() {
        assert_eq!(Scene::Skyline.draw(1).unwrap(), Scene::Skyline.draw(1).unwrap());
        assert_ne!(Scene::Skyline.draw(1).unwrap(), Scene::Skyline.draw(2).unwrap());
    }
}

//! Points of light and what is drawn with them: colours, noise, shapes. Coordinates go from the upper left corner.

/// A colour: red, green, blue, from 0 to 1.
pub type Rgb = [f32; 3];

/// A picture that is being drawn.
pub struct Canvas {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    points: Vec<Rgb>,
}

/// A colour from its bytes, as `0xRRGGBB`.
pub const fn rgb(hex: u32) -> Rgb {
    #[expect(clippy::cast_precision_loss, reason = "a byte")]
    const fn part(byte: u32) -> f32 {
        (byte & 0xff) as f32 / 255.0
    }
    [part(hex >> 16), part(hex >> 8), part(hex)]
}

/// Between two colours: `share` of the second.
pub fn mix(one: Rgb, other: Rgb, share: f32) -> Rgb {
    let share = share.clamp(0.0, 1.0);
    let [a, b, c] = one;
    let [x, y, z] = other;
    [a + (x - a) * share, b + (y - b) * share, c + (z - c) * share]
}

/// A number as a coordinate.
#[expect(clippy::cast_precision_loss, reason = "pixels")]
pub fn real(number: u32) -> f32 {
    number as f32
}

/// A coordinate as a pixel, not below 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels, cut off at both ends")]
pub fn whole(coordinate: f32) -> u32 {
    coordinate.clamp(0.0, 65_535.0) as u32
}

/// From 0 to 1, the same for the same place and seed.
pub fn chance(x: i32, y: i32, seed: u32) -> f32 {
    let mut n = x.cast_unsigned().wrapping_mul(0x9e37_79b1)
        ^ y.cast_unsigned().wrapping_mul(0x85eb_ca77)
        ^ seed.wrapping_mul(0xc2b2_ae3d);
    n = (n ^ (n >> 15)).wrapping_mul(0x2c1b_3c6d);
    n = (n ^ (n >> 12)).wrapping_mul(0x297a_2d39);
    real((n ^ (n >> 15)) >> 8) / 16_777_216.0
}

/// Smooth noise from 0 to 1.
#[expect(clippy::cast_possible_truncation, reason = "a cell of the grid")]
fn smooth(x: f32, y: f32, seed: u32) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (u, v) = (ease(x - left), ease(y - top));
    let (i, j) = (left as i32, top as i32);
    let upper = chance(i, j, seed) * (1.0 - u) + chance(i + 1, j, seed) * u;
    let lower = chance(i, j + 1, seed) * (1.0 - u) + chance(i + 1, j + 1, seed) * u;
    upper * (1.0 - v) + lower * v
}

/// Noise of several sizes on one another, from 0 to 1.
pub fn noise(x: f32, y: f32, seed: u32, sizes: u32) -> f32 {
    let (mut sum, mut all, mut weight, mut scale) = (0.0, 0.0, 1.0, 1.0);
    for size in 0..sizes {
        sum += weight * smooth(x * scale, y * scale, seed.wrapping_add(size * 101));
        all += weight;
        weight *= 0.5;
        scale *= 2.0;
    }
    sum / all
}

impl Canvas {
    /// A black canvas.
    pub fn new(width: u32, height: u32) -> Self {
        let count = usize::try_from(width * height).unwrap_or_default();
        Self { width, height, points: vec![[0.0; 3]; count] }
    }

    /// The pixels as bytes, row by row.
    pub fn bytes(&self) -> Vec<u8> {
        let byte = |part: &f32| u8::try_from(whole(part.clamp(0.0, 1.0) * 255.0 + 0.5)).unwrap_or(u8::MAX);
        self.points.iter().flatten().map(byte).collect()
    }

    fn at(&mut self, x: u32, y: u32) -> Option<&mut Rgb> {
        let inside = x < self.width && y < self.height;
        let place = usize::try_from(y * self.width + x).ok().filter(|_| inside)?;
        self.points.get_mut(place)
    }

    /// The colour of a point; black outside.
    pub fn colour(&mut self, x: u32, y: u32) -> Rgb {
        self.at(x, y).map_or([0.0; 3], |point| *point)
    }

    /// Lays a colour over a point.
    pub fn dab(&mut self, x: u32, y: u32, colour: Rgb, share: f32) {
        if let Some(point) = self.at(x, y) {
            *point = mix(*point, colour, share);
        }
    }

    /// Gives each point from row `top` on the colour that a function says, or leaves it.
    pub fn paint(&mut self, top: u32, colour: impl Fn(f32, f32) -> Option<Rgb>) {
        for y in top..self.height {
            for x in 0..self.width {
                if let (Some(new), Some(point)) = (colour(real(x), real(y)), self.at(x, y)) {
                    *point = new;
                }
            }
        }
    }

    /// A rectangle.
    pub fn rectangle(&mut self, [left, top, right, bottom]: [f32; 4], colour: Rgb, share: f32) {
        for y in whole(top)..whole(bottom).min(self.height) {
            for x in whole(left)..whole(right).min(self.width) {
                self.dab(x, y, colour, share);
            }
        }
    }

    /// A disc with a soft edge.
    pub fn disc(&mut self, (x, y): (f32, f32), radius: f32, colour: Rgb, share: f32) {
        for row in whole(y - radius - 1.0)..whole(y + radius + 2.0).min(self.height) {
            for column in whole(x - radius - 1.0)..whole(x + radius + 2.0).min(self.width) {
                let far = (real(column) - x).hypot(real(row) - y);
                self.dab(column, row, colour, share * (radius + 0.5 - far).clamp(0.0, 1.0));
            }
        }
    }

    /// A line of some width.
    pub fn line(&mut self, (x, y): (f32, f32), (to_x, to_y): (f32, f32), width: f32, colour: Rgb) {
        let steps = whole((to_x - x).hypot(to_y - y)).max(1);
        for step in 0..=steps {
            let share = real(step) / real(steps);
            self.disc((x + (to_x - x) * share, y + (to_y - y) * share), width / 2.0, colour, 0.9);
        }
    }

    /// Darker corners and grain, as film has them.
    pub fn as_film(&mut self, seed: u32) {
        let (width, height) = (real(self.width), real(self.height));
        let columns = usize::try_from(self.width).unwrap_or(1);
        for (place, point) in self.points.iter_mut().enumerate() {
            let (x, y) = (u32::try_from(place % columns), u32::try_from(place / columns));
            let (x, y) = (x.unwrap_or_default(), y.unwrap_or_default());
            let (across, down) = (real(x) / width - 0.5, real(y) / height - 0.5);
            let light = 1.0 - 0.55 * (across * across + down * down);
            let grain = (chance(x.cast_signed(), y.cast_signed(), seed ^ 0xf11f) - 0.5) * 0.035;
            *point = point.map(|part| part * light + grain);
        }
    }
}

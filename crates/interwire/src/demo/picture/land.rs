//! What most pictures of the demo begin with: a light, a sky with its sun and clouds, ridges in the haze, water.

use super::canvas::{Canvas, Rgb, chance, mix, noise, real, rgb, whole};

/// The light of a time of day: the sky above and at the horizon, and what far hills fade into.
pub(super) struct Light {
    pub above: Rgb,
    pub horizon: Rgb,
    pub sun: Rgb,
    pub land: Rgb,
}

const LIGHTS: [Light; 4] = [
    Light { above: rgb(0x2d_5c_9e), horizon: rgb(0xc9_de_ee), sun: rgb(0xff_fd_f0), land: rgb(0x3f_6b_45) },
    Light { above: rgb(0x39_44_7a), horizon: rgb(0xf6_b0_78), sun: rgb(0xff_e2_a8), land: rgb(0x4a_3f_52) },
    Light { above: rgb(0x6d_86_9a), horizon: rgb(0xd8_dc_da), sun: rgb(0xf4_f4_ee), land: rgb(0x4f_60_58) },
    Light { above: rgb(0x1e_4f_80), horizon: rgb(0xf3_d9_b4), sun: rgb(0xff_f0_c4), land: rgb(0x54_6b_3a) },
];
/// The light after sunset.
pub(super) const EVENING: Light =
    Light { above: rgb(0x14_1c_40), horizon: rgb(0xe9_83_5a), sun: rgb(0xff_d9_8f), land: rgb(0x24_22_38) };

/// One of the lights.
pub(super) fn light(seed: u32) -> &'static Light {
    let place = usize::try_from(seed).unwrap_or_default() % LIGHTS.len();
    LIGHTS.get(place).unwrap_or(&EVENING)
}

/// The sky down to `horizon`, with the sun and clouds.
pub(super) fn sky(canvas: &mut Canvas, light: &Light, horizon: f32, seed: u32) {
    let sun_x = real(canvas.width) * (0.2 + 0.6 * chance(1, 1, seed));
    let sun_y = horizon * (0.35 + 0.4 * chance(2, 1, seed));
    canvas.paint(0, |x, y| {
        let height = (y / horizon).min(1.0);
        let clear = mix(light.above, light.horizon, height.powf(1.4));
        let cloud = noise(x / 170.0, y / 55.0, seed ^ 0xc10d, 4);
        let veiled = mix(clear, mix(light.horizon, [1.0; 3], 0.4), ((cloud - 0.52) * 3.2).clamp(0.0, 0.75));
        let far = (x - sun_x).hypot(y - sun_y);
        let glow = (1.0 - far / 330.0).max(0.0).powi(3) * 0.75 + ((19.0 - far) / 2.0).clamp(0.0, 1.0);
        Some(mix(veiled, light.sun, glow))
    });
}

/// A ridge: everything below its line.
pub(super) fn ridge(canvas: &mut Canvas, base: f32, rise: f32, width: f32, colour: Rgb, seed: u32) {
    let line: Vec<f32> =
        (0..canvas.width).map(|x| base - rise * (noise(real(x) / width, 0.5, seed, 5) - 0.3)).collect();
    canvas.paint(whole(base - rise), |x, y| {
        let top = line.get(usize::try_from(whole(x)).unwrap_or_default()).copied().unwrap_or(base);
        let shade = 0.86 + 0.22 * noise(x / 9.0, y / 14.0, seed ^ 5, 3);
        (y >= top).then(|| colour.map(|part| part * shade))
    });
}

/// Ridge behind ridge, the far ones in the haze.
pub(super) fn ridges(canvas: &mut Canvas, light: &Light, bases: &[f32], seed: u32) {
    let count = u32::try_from(bases.len()).unwrap_or(1).max(1);
    for (nth, base) in (0..count).zip(bases) {
        let near = real(nth + 1) / real(count);
        let colour = mix(light.horizon, light.land, 0.25 + 0.75 * near);
        ridge(canvas, *base, 120.0 - 55.0 * near, 210.0 - 60.0 * near, colour, seed.wrapping_add(nth * 31));
    }
}

/// Still water below `top`: what stands above it, upside down, in ripples.
pub(super) fn water(canvas: &mut Canvas, top: u32, tint: Rgb, seed: u32) {
    for y in top..canvas.height {
        let depth = real(y - top);
        for x in 0..canvas.width {
            let ripple = (noise(real(x) / 46.0, depth / 2.6, seed ^ 0x3a7e, 3) - 0.5) * (4.0 + depth * 0.22);
            let from_y = whole(real(top) - 1.0 - depth * 0.95 + ripple);
            let from_x = whole(real(x) + ripple * 1.3).min(canvas.width - 1);
            let mirrored = canvas.colour(from_x, from_y.min(top.saturating_sub(1)));
            let colour = mix(mirrored, tint, 0.28 + depth / 900.0);
            canvas.dab(x, y, colour, 1.0);
        }
    }
}

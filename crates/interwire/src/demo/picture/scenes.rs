//! What the photographs of the demo show: land and sky, and what stands before them.

use super::canvas::{Canvas, Rgb, chance, mix, noise, real, rgb, whole};
use super::land::{EVENING, light, ridge, ridges, sky, water};

/// Mountains behind mountains.
pub fn hills(canvas: &mut Canvas, seed: u32) {
    let light = light(seed);
    sky(canvas, light, 270.0, seed);
    ridges(canvas, light, &[250.0, 285.0, 325.0, 375.0, 430.0], seed);
}

/// Rice terraces: steps along the lines of equal height, water in some of them.
pub fn terraces(canvas: &mut Canvas, seed: u32) {
    let light = light(seed);
    sky(canvas, light, 170.0, seed);
    ridges(canvas, light, &[160.0, 190.0], seed);
    let (rice, ripe, pond) = (rgb(0x5f_8f_2e), rgb(0xc2_a8_3c), mix(light.horizon, rgb(0x7f_a8_b8), 0.4));
    canvas.paint(175, |x, y| {
        let edge = 190.0 + 30.0 * (x / 190.0 + real(seed % 7)).sin();
        let height = y - edge + 34.0 * noise(x / 150.0, y / 210.0, seed, 3) + 9.0 * (x / 74.0 + y / 60.0).sin();
        if y < edge {
            return None;
        }
        let step = (height / (9.0 + (y - 170.0) * 0.075)).max(0.0);
        let (nth, within) = (step.floor(), step.fract());
        // The fields of a step end elsewhere than those above it.
        let row = whole(nth).cast_signed();
        let field = whole((x + 260.0 * chance(row, 7, seed) + 8.0 * within) / 260.0).cast_signed();
        let kind = chance(row, field, seed);
        let field = if kind < 0.25 { pond } else { mix(rice, ripe, (kind - 0.25) * 1.1) };
        let blades = 0.88 + 0.24 * noise(x / 3.0, y / 2.0, seed ^ 9, 2);
        let wall = if within < 0.16 { 0.52 } else { 1.0 - 0.16 * within };
        Some(field.map(|part| part * blades * wall))
    });
}

/// Grass up to the horizon, with wind turbines.
pub fn steppe(canvas: &mut Canvas, seed: u32) {
    let light = light(seed);
    sky(canvas, light, 300.0, seed);
    ridge(canvas, 296.0, 26.0, 320.0, mix(light.horizon, light.land, 0.5), seed);
    let (dry, green) = (rgb(0xb8_9a_55), light.land);
    canvas.paint(300, |x, y| {
        let depth = (y - 296.0) / 154.0;
        let patch = noise(x / (30.0 + depth * 160.0), y / (3.0 + depth * 30.0), seed, 4);
        let blades = 0.8 + 0.4 * noise(x / (1.0 + depth * 2.0), y / (2.0 + depth * 7.0), seed ^ 3, 2);
        Some(mix(dry, green, patch * 1.5 - 0.4).map(|part| part * blades * (1.0 - 0.25 * depth)))
    });
    for nth in 0..6_i32 {
        let near = 0.45 + 0.55 * chance(nth, 3, seed);
        let foot =
            (60.0 + 135.0 * (f32::from(i16::try_from(nth).unwrap_or_default()) + 0.6 * chance(nth, 4, seed)), 308.0);
        let hub = (foot.0, foot.1 - 165.0 * near);
        canvas.line(foot, hub, 3.4 * near, rgb(0xf2_f3_f0));
        for blade in 0..3_u8 {
            let turn = 2.0 * chance(nth, 5, seed) + f32::from(blade) * std::f32::consts::TAU / 3.0;
            let tip = (hub.0 + 66.0 * near * turn.cos(), hub.1 + 66.0 * near * turn.sin());
            canvas.line(hub, tip, 2.2 * near, rgb(0xf7_f7_f5));
        }
    }
}

/// Houses from the left to the right, with light in their windows.
fn houses(canvas: &mut Canvas, ground: f32, tallest: f32, colour: Rgb, lit: f32, seed: u32) {
    let (mut left, mut nth) = (-12.0, 0);
    while left < real(canvas.width) {
        let width = 26.0 + 44.0 * chance(nth, 1, seed);
        let centre = 1.0 - ((left / real(canvas.width)) - 0.5).abs();
        let top = ground - tallest * (0.3 + 0.7 * chance(nth, 2, seed)) * centre;
        canvas.rectangle([left, top, left + width, ground], colour, 1.0);
        if chance(nth, 3, seed) > 0.72 {
            canvas.line((left + width / 2.0, top), (left + width / 2.0, top - 24.0), 1.6, colour);
        }
        let (mut y, mut row) = (top + 6.0, 0);
        while y < ground - 7.0 {
            let (mut x, mut column) = (left + 4.0, 0);
            while x < left + width - 5.0 {
                if chance(nth * 977 + column, row, seed) < lit {
                    let warm = chance(column, row * 3 + nth, seed);
                    let glass = mix(rgb(0xff_d2_7a), rgb(0xcf_e4_f5), warm * 0.7);
                    canvas.rectangle([x, y, x + 3.0, y + 4.0], glass, 0.85);
                }
                (x, column) = (x + 6.0, column + 1);
            }
            (y, row) = (y + 8.0, row + 1);
        }
        (left, nth) = (left + width + 2.0 + 9.0 * chance(nth, 6, seed), nth + 1);
    }
}

/// A city in the evening, by the water.
pub fn skyline(canvas: &mut Canvas, seed: u32) {
    sky(canvas, &EVENING, 320.0, seed);
    for (nth, (tallest, haze)) in (0..).zip([(250.0, 0.62), (190.0, 0.35), (120.0, 0.08)]) {
        let colour = mix(EVENING.land, EVENING.horizon, haze);
        houses(canvas, 322.0, tallest, colour, 0.2 + 0.13 * real(nth), seed.wrapping_add(nth * 77));
    }
    water(canvas, 322, rgb(0x1a_20_3c), seed);
}

/// A harbour with cranes.
pub fn harbour(canvas: &mut Canvas, seed: u32) {
    let light = light(seed);
    sky(canvas, light, 280.0, seed);
    ridge(canvas, 288.0, 60.0, 240.0, mix(light.horizon, light.land, 0.45), seed);
    let steel = rgb(0xa8_3f_2c);
    for nth in 0..4_i32 {
        let at = 90.0 + 190.0 * f32::from(i16::try_from(nth).unwrap_or_default()) + 50.0 * chance(nth, 1, seed);
        for side in [0.0, 34.0] {
            canvas.line((at + side, 292.0), (at + side, 175.0), 4.0, steel);
        }
        canvas.line((at - 70.0, 182.0), (at + 78.0, 182.0), 5.0, steel);
        canvas.line((at + 17.0, 140.0), (at - 66.0, 180.0), 2.0, steel);
        canvas.line((at + 17.0, 140.0), (at + 74.0, 180.0), 2.0, steel);
        canvas.line((at + 17.0, 178.0), (at + 17.0, 138.0), 4.0, steel);
        canvas.line((at - 48.0, 184.0), (at - 48.0, 236.0), 1.2, rgb(0x30_30_34));
        canvas.rectangle([at - 62.0, 236.0, at - 34.0, 250.0], rgb(0x2d_66_8c), 1.0);
    }
    for nth in 0..30_i32 {
        let colours = [0x9c_3b_2e, 0x2f_5f_7f, 0xc7_8f_36, 0x4c_6b_4a, 0x77_77_79];
        let pick = usize::try_from(whole(chance(nth, 8, seed) * 4.99)).unwrap_or_default();
        let (column, row) = (nth % 15, nth / 15);
        let left = 20.0 + 52.0 * f32::from(i16::try_from(column).unwrap_or_default());
        let top = 278.0 - 15.0 * f32::from(i16::try_from(row).unwrap_or_default());
        if row == 0 || chance(nth, 9, seed) > 0.4 {
            let colour = colours.get(pick).map_or(steel, |hex| rgb(*hex));
            canvas.rectangle([left, top, left + 48.0, top + 14.0], colour, 1.0);
        }
    }
    canvas.rectangle([0.0, 292.0, real(canvas.width), 299.0], rgb(0x6a_66_60), 1.0);
    water(canvas, 299, mix(light.above, rgb(0x1d_3a_46), 0.6), seed);
}

/// A cable-stayed bridge.
pub fn bridge(canvas: &mut Canvas, seed: u32) {
    let light = light(seed);
    sky(canvas, light, 300.0, seed);
    ridges(canvas, light, &[285.0, 312.0], seed);
    let (deck, stone, cable) = (268.0, rgb(0xe6_e2_da), rgb(0xf2_f0_ea));
    for tower in [235.0, 565.0] {
        for reach in 1..=9_u8 {
            let (out, up) = (17.0 * f32::from(reach), 13.0 * f32::from(reach));
            for side in [-1.0, 1.0] {
                canvas.line((tower, 118.0 + (126.0 - up)), (tower + side * out, deck), 0.9, cable);
            }
        }
        canvas.line((tower - 13.0, 318.0), (tower, 105.0), 7.0, stone);
        canvas.line((tower + 13.0, 318.0), (tower, 105.0), 7.0, stone);
    }
    canvas.rectangle([0.0, deck, real(canvas.width), deck + 8.0], rgb(0xc9_c4_ba), 1.0);
    canvas.rectangle([0.0, deck + 8.0, real(canvas.width), deck + 12.0], rgb(0x77_73_6d), 1.0);
    water(canvas, 318, mix(light.above, rgb(0x24_48_52), 0.5), seed);
}

/// Firs in the snow.
pub fn snow(canvas: &mut Canvas, seed: u32) {
    let light = light(2);
    sky(canvas, light, 260.0, seed);
    for (nth, base) in (0..).zip([235.0, 275.0, 330.0]) {
        let colour = mix(rgb(0xa9_b9_c8), rgb(0xee_f2_f6), real(nth) / 2.0);
        ridge(canvas, base, 130.0 - 30.0 * real(nth), 200.0, colour, seed.wrapping_add(nth * 13));
    }
    for nth in 0..46_i32 {
        let near = 0.35 + 0.65 * f32::from(i16::try_from(nth).unwrap_or_default()) / 46.0;
        let (x, foot) = (820.0 * chance(nth, 1, seed) - 10.0, 275.0 + 165.0 * near);
        let tall = 105.0 * near * (0.7 + 0.5 * chance(nth, 2, seed));
        for step in 0..whole(tall) {
            let down = real(step) / tall;
            let half = tall * 0.24 * down * (0.72 + 0.28 * (down * 5.0).fract());
            let snowy = (down * 5.0).fract() < 0.34;
            let colour = if snowy { rgb(0xf1_f5_f8) } else { mix(rgb(0x24_3b_34), light.horizon, 0.5 - near / 2.0) };
            let y = foot - tall + real(step);
            canvas.rectangle([x - half, y, x + half + 1.0, y + 1.0], colour, 0.95);
        }
    }
    for flake in 0..420_i32 {
        let place = (real(canvas.width) * chance(flake, 11, seed), real(canvas.height) * chance(flake, 12, seed));
        canvas.disc(place, 0.6 + 1.5 * chance(flake, 13, seed), [1.0; 3], 0.8);
    }
}

/// A football ground, from the stand.
pub fn stadium(canvas: &mut Canvas, seed: u32) {
    sky(canvas, light(seed), 150.0, seed);
    // The far stand, with its people as dots of colour.
    canvas.paint(95, |x, y| {
        let roof = 108.0 + 14.0 * ((x - 400.0) / 400.0).powi(2);
        if y < roof - 10.0 || y > 205.0 {
            return None;
        }
        if y < roof {
            return Some(rgb(0x5a_60_66));
        }
        let (column, row) = (whole(x / 3.0).cast_signed(), whole(y / 3.0).cast_signed());
        let dot = chance(column, row, seed);
        let shirt = if dot > 0.66 {
            rgb(0xc8_3a_33)
        } else if dot > 0.33 {
            rgb(0xe6_e2_d4)
        } else {
            rgb(0x2c_4a_7c)
        };
        Some(mix(rgb(0x3a_3c_42), shirt, 0.25 + 0.5 * chance(row, column, seed)))
    });
    canvas.paint(205, |x, y| {
        let depth = (y - 195.0) / 255.0;
        let across = (x - 400.0) / (170.0 + 430.0 * depth);
        let along = 1.0 / (depth + 0.22);
        let stripe = if whole(along * 5.0).is_multiple_of(2) { rgb(0x3f_8a_3b) } else { rgb(0x4b_9a_45) };
        let blades = 0.92 + 0.16 * noise(x / 2.0, y / 2.0, seed, 2);
        let is_line = (across.abs() - 0.98).abs() < 0.012
            || (along - 1.9).abs() < 0.018
            || ((across / 0.34).hypot((along - 1.9) / 0.42) - 1.0).abs() < 0.03;
        let grass = stripe.map(|part| part * blades);
        Some(if across.abs() > 1.1 {
            rgb(0x8a_5a_48)
        } else if is_line {
            mix(grass, [1.0; 3], 0.85)
        } else {
            grass
        })
    });
    for nth in 0..14_i32 {
        let depth = 0.12 + 0.8 * chance(nth, 1, seed);
        let place = 400.0 + (chance(nth, 2, seed) - 0.5) * 1.7 * (170.0 + 430.0 * depth);
        let (foot, tall) = (195.0 + 255.0 * depth, 12.0 + 40.0 * depth);
        let shirt = if nth % 2 == 0 { rgb(0xd0_2f_2c) } else { rgb(0xf4_f4_f0) };
        canvas.line((place, foot + 2.0), (place + tall * 0.5, foot + 3.0), tall * 0.12, rgb(0x2c_5c_2c));
        canvas.line((place, foot), (place, foot - tall * 0.45), tall * 0.2, rgb(0x26_28_30));
        canvas.line((place, foot - tall * 0.45), (place, foot - tall * 0.8), tall * 0.3, shirt);
        canvas.disc((place, foot - tall * 0.95), tall * 0.12, rgb(0xb0_82_62), 1.0);
    }
}

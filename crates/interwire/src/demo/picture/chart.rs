//! The graphics of the demo: bars and a curve over a grid, with numbers written in a raster of three by five.

use super::canvas::{Canvas, Rgb, chance, real, rgb, whole};

const PAPER: Rgb = rgb(0xfb_fa_f7);
const INK: Rgb = rgb(0x2b_2f_36);
const GRID: Rgb = rgb(0xd9_d7_d0);
const BLUE: Rgb = rgb(0x2f_6f_a8);
const RED: Rgb = rgb(0xc8_4a_35);

/// Rows of the digits 0 to 9, three bits each.
const DIGITS: [[u8; 5]; 10] = [
    [7, 5, 5, 5, 7],
    [2, 6, 2, 2, 7],
    [7, 1, 7, 4, 7],
    [7, 1, 7, 1, 7],
    [5, 5, 7, 1, 1],
    [7, 4, 7, 1, 7],
    [7, 4, 7, 5, 7],
    [7, 1, 1, 1, 1],
    [7, 5, 7, 5, 7],
    [7, 5, 7, 1, 7],
];
/// Pixels for one point of a digit.
const POINT: f32 = 3.0;

/// Writes a number with its last digit ending at `right`.
fn number(canvas: &mut Canvas, number: u32, right: f32, top: f32) {
    for (nth, digit) in (1..).zip(number.to_string().bytes().rev()) {
        let left = right - POINT * 4.0 * real(nth) + POINT;
        let rows = DIGITS.get(usize::from(digit - b'0')).copied().unwrap_or_default();
        for (row, bits) in (0_u32..).zip(rows) {
            for column in 0..3_u32 {
                if bits >> (2 - column) & 1 == 1 {
                    let (x, y) = (left + POINT * real(column), top + POINT * real(row));
                    canvas.rectangle([x, y, x + POINT, y + POINT], INK, 1.0);
                }
            }
        }
    }
}

/// Paper, a grid, and the numbers of its lines.
fn paper(canvas: &mut Canvas) {
    canvas.paint(0, |_, _| Some(PAPER));
    for nth in 0..=5_u32 {
        let y = 390.0 - 68.0 * real(nth);
        canvas.rectangle([80.0, y, 770.0, y + 2.0], if nth == 0 { INK } else { GRID }, 1.0);
        number(canvas, nth * 20, 66.0, y - 7.0);
    }
}

/// Ten years as bars, the last one in another colour.
pub fn bars(canvas: &mut Canvas, seed: u32) {
    paper(canvas);
    for nth in 0..10_u32 {
        let value = 25.0 + 4.5 * real(nth) + 22.0 * chance(nth.cast_signed(), 1, seed);
        let (left, colour) = (100.0 + 67.0 * real(nth), if nth == 9 { RED } else { BLUE });
        canvas.rectangle([left, 390.0 - value * 3.4, left + 46.0, 390.0], colour, 1.0);
        number(canvas, 2017 + nth, left + 46.0, 406.0);
        number(canvas, whole(value), left + 38.0, 390.0 - value * 3.4 - 22.0);
    }
}

/// Thirty days as a curve, with the level that matters as a line.
pub fn curve(canvas: &mut Canvas, seed: u32) {
    paper(canvas);
    canvas.rectangle([80.0, 390.0 - 75.0 * 3.4, 770.0, 393.0 - 75.0 * 3.4], RED, 0.8);
    let value = |day: u32| {
        let swell = 45.0 * (-((real(day) - 17.0) / 6.0).powi(2)).exp();
        38.0 + swell + 7.0 * chance(day.cast_signed(), 2, seed)
    };
    let place = |day: u32| (96.0 + 22.6 * real(day), 390.0 - value(day) * 3.4);
    for day in 0..30_u32 {
        if day > 0 {
            canvas.line(place(day - 1), place(day), 4.0, BLUE);
        }
        canvas.disc(place(day), 5.0, BLUE, 1.0);
        if day % 5 == 4 {
            number(canvas, day + 1, place(day).0 + 10.0, 406.0);
        }
    }
}

//! The picture of somebody who has none: the first letter of their name on a colour of their own.
//!
//! Letters are strokes with round ends, drawn by their distance from each pixel; no font is needed for 36 of them.

use image::{DynamicImage, Rgb, RgbImage};

use crate::Picture;

/// The side of the picture.
const SIDE: u32 = 128;
/// Half the width of a stroke, in units of the letters' grid: 4 wide, 6 high.
const PEN: f32 = 0.42;
const UNIT: f32 = 11.0;

/// Backgrounds on which white reads well.
const COLOURS: [[u8; 3]; 16] = [
    [0x1f, 0x6f, 0x8b],
    [0x2d, 0x6a, 0x4f],
    [0x5a, 0x4f, 0xa3],
    [0x8e, 0x44, 0x6b],
    [0xb0, 0x4a, 0x2f],
    [0x7a, 0x5c, 0x1e],
    [0x3b, 0x5b, 0x92],
    [0x9c, 0x3d, 0x54],
    [0x36, 0x6b, 0x6b],
    [0x6b, 0x4e, 0x3d],
    [0x4c, 0x6b, 0x22],
    [0x71, 0x3f, 0x8c],
    [0x24, 0x5a, 0x78],
    [0x8a, 0x52, 0x18],
    [0x55, 0x5f, 0x6e],
    [0xa3, 0x36, 0x7a],
];

/// Draws the picture for a name; `seed` (an id, which names do not change) chooses the colour.
pub fn draw(name: &str, seed: &str) -> Picture {
    let hash = seed.bytes().fold(5381u32, |hash, byte| hash.wrapping_mul(33) ^ u32::from(byte));
    let colour = COLOURS[hash as usize % COLOURS.len()];
    let strokes = name.chars().next().map_or(&[][..], |letter| strokes(letter.to_ascii_uppercase()));
    let middle = SIDE as f32 / 2.0;
    let picture = RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let at = ((x as f32 + 0.5 - middle) / UNIT + 2.0, (y as f32 + 0.5 - middle) / UNIT + 3.0);
        let distance = strokes.iter().map(|stroke| stroke.distance(at)).fold(f32::MAX, f32::min);
        let cover = ((PEN - distance) * UNIT + 0.5).clamp(0.0, 1.0);
        Rgb(colour.map(|channel| (f32::from(channel) * (1.0 - cover) + 255.0 * cover) as u8))
    });
    Picture(DynamicImage::from(picture))
}

/// A piece of a letter.
enum Stroke {
    /// From point to point.
    Line(&'static [(f32, f32)]),
    /// Around a middle with a radius, from one angle to another in degrees, clockwise from the right.
    Arc((f32, f32), f32, f32, f32),
}

impl Stroke {
    fn distance(&self, at: (f32, f32)) -> f32 {
        match self {
            Self::Line(points) => {
                points.windows(2).map(|pair| to_segment(at, pair[0], pair[1])).fold(f32::MAX, f32::min)
            }
            Self::Arc(middle, radius, from, to) => {
                let (x, y) = (at.0 - middle.0, at.1 - middle.1);
                let angle = (y.atan2(x).to_degrees() - from).rem_euclid(360.0);
                if angle <= to - from {
                    return (x.hypot(y) - radius).abs();
                }
                let end = |degrees: f32| {
                    let (sin, cos) = degrees.to_radians().sin_cos();
                    (x - radius * cos).hypot(y - radius * sin)
                };
                end(*from).min(end(*to))
            }
        }
    }
}

fn to_segment(at: (f32, f32), from: (f32, f32), to: (f32, f32)) -> f32 {
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let along = ((at.0 - from.0) * x + (at.1 - from.1) * y) / (x * x + y * y).max(f32::EPSILON);
    let along = along.clamp(0.0, 1.0);
    (at.0 - from.0 - along * x).hypot(at.1 - from.1 - along * y)
}

fn strokes(letter: char) -> &'static [Stroke] {
    use Stroke::{Arc, Line};
    match letter {
        'A' => &[Line(&[(0.0, 6.0), (2.0, 0.0), (4.0, 6.0)]), Line(&[(0.75, 4.0), (3.25, 4.0)])],
        'B' => &[
            Line(&[(2.3, 2.8), (0.3, 2.8), (0.3, 0.0), (2.3, 0.0)]),
            Arc((2.3, 1.4), 1.4, -90.0, 90.0),
            Line(&[(2.3, 2.8), (0.3, 2.8), (0.3, 6.0), (2.3, 6.0)]),
            Arc((2.3, 4.4), 1.6, -90.0, 90.0),
        ],
        'C' => &[
            Arc((2.0, 2.0), 2.0, 180.0, 330.0),
            Line(&[(0.0, 2.0), (0.0, 4.0)]),
            Arc((2.0, 4.0), 2.0, 30.0, 180.0),
        ],
        'D' => &[
            Line(&[(1.5, 0.0), (0.2, 0.0), (0.2, 6.0), (1.5, 6.0)]),
            Arc((1.5, 2.4), 2.4, -90.0, 0.0),
            Line(&[(3.9, 2.4), (3.9, 3.6)]),
            Arc((1.5, 3.6), 2.4, 0.0, 90.0),
        ],
        'E' => &[Line(&[(3.6, 0.0), (0.4, 0.0), (0.4, 6.0), (3.6, 6.0)]), Line(&[(0.4, 2.9), (3.0, 2.9)])],
        'F' => &[Line(&[(3.6, 0.0), (0.4, 0.0), (0.4, 6.0)]), Line(&[(0.4, 2.9), (3.0, 2.9)])],
        'G' => &[
            Arc((2.0, 2.0), 2.0, 180.0, 330.0),
            Line(&[(0.0, 2.0), (0.0, 4.0)]),
            Arc((2.0, 4.0), 2.0, 0.0, 180.0),
            Line(&[(4.0, 4.0), (4.0, 3.2), (2.4, 3.2)]),
        ],
        'H' => &[
            Line(&[(0.2, 0.0), (0.2, 6.0)]),
            Line(&[(3.8, 0.0), (3.8, 6.0)]),
            Line(&[(0.2, 2.9), (3.8, 2.9)]),
        ],
        'I' => &[Line(&[(2.0, 0.0), (2.0, 6.0)])],
        'J' => &[Line(&[(3.2, 0.0), (3.2, 4.4)]), Arc((1.7, 4.4), 1.5, 0.0, 160.0)],
        'K' => &[
            Line(&[(0.3, 0.0), (0.3, 6.0)]),
            Line(&[(3.7, 0.0), (0.3, 3.6)]),
            Line(&[(1.5, 2.4), (3.9, 6.0)]),
        ],
        'L' => &[Line(&[(0.5, 0.0), (0.5, 6.0), (3.6, 6.0)])],
        'M' => &[Line(&[(-0.2, 6.0), (-0.2, 0.0), (2.0, 4.2), (4.2, 0.0), (4.2, 6.0)])],
        'N' => &[Line(&[(0.2, 6.0), (0.2, 0.0), (3.8, 6.0), (3.8, 0.0)])],
        'O' => &[
            Arc((2.0, 2.1), 2.1, 180.0, 360.0),
            Line(&[(-0.1, 2.1), (-0.1, 3.9)]),
            Line(&[(4.1, 2.1), (4.1, 3.9)]),
            Arc((2.0, 3.9), 2.1, 0.0, 180.0),
        ],
        'P' => &[
            Line(&[(2.2, 3.2), (0.4, 3.2), (0.4, 0.0), (2.2, 0.0)]),
            Line(&[(0.4, 3.2), (0.4, 6.0)]),
            Arc((2.2, 1.6), 1.6, -90.0, 90.0),
        ],
        'Q' => &[
            Arc((2.0, 2.1), 2.1, 180.0, 360.0),
            Line(&[(-0.1, 2.1), (-0.1, 3.9)]),
            Line(&[(4.1, 2.1), (4.1, 3.9)]),
            Arc((2.0, 3.9), 2.1, 0.0, 180.0),
            Line(&[(2.6, 4.4), (4.2, 6.3)]),
        ],
        'R' => &[
            Line(&[(2.2, 3.1), (0.4, 3.1), (0.4, 0.0), (2.2, 0.0)]),
            Line(&[(0.4, 3.1), (0.4, 6.0)]),
            Arc((2.2, 1.55), 1.55, -90.0, 90.0),
            Line(&[(2.2, 3.1), (3.8, 6.0)]),
        ],
        'S' => &[Arc((2.0, 1.5), 1.5, 90.0, 330.0), Arc((2.0, 4.5), 1.5, -90.0, 150.0)],
        'T' => &[Line(&[(0.0, 0.0), (4.0, 0.0)]), Line(&[(2.0, 0.0), (2.0, 6.0)])],
        'U' => &[
            Line(&[(0.1, 0.0), (0.1, 4.1)]),
            Line(&[(3.9, 0.0), (3.9, 4.1)]),
            Arc((2.0, 4.1), 1.9, 0.0, 180.0),
        ],
        'V' => &[Line(&[(0.0, 0.0), (2.0, 6.0), (4.0, 0.0)])],
        'W' => &[Line(&[(-0.8, 0.0), (0.6, 6.0), (2.0, 1.2), (3.4, 6.0), (4.8, 0.0)])],
        'X' => &[Line(&[(0.1, 0.0), (3.9, 6.0)]), Line(&[(3.9, 0.0), (0.1, 6.0)])],
        'Y' => &[Line(&[(0.0, 0.0), (2.0, 3.1), (4.0, 0.0)]), Line(&[(2.0, 3.1), (2.0, 6.0)])],
        'Z' => &[Line(&[(0.2, 0.0), (3.8, 0.0), (0.2, 6.0), (3.8, 6.0)])],
        '0' => &[
            Arc((2.0, 1.8), 1.8, 180.0, 360.0),
            Line(&[(0.2, 1.8), (0.2, 4.2)]),
            Line(&[(3.8, 1.8), (3.8, 4.2)]),
            Arc((2.0, 4.2), 1.8, 0.0, 180.0),
        ],
        '1' => &[Line(&[(0.9, 1.3), (2.2, 0.0), (2.2, 6.0)])],
        '2' => &[Arc((2.0, 1.8), 1.8, 190.0, 400.0), Line(&[(3.38, 2.96), (0.3, 6.0), (3.9, 6.0)])],
        '3' => &[Arc((2.0, 1.5), 1.5, 200.0, 450.0), Arc((2.0, 4.5), 1.5, -90.0, 160.0)],
        '4' => &[Line(&[(3.0, 6.0), (3.0, 0.0), (0.0, 4.2), (4.0, 4.2)])],
        '5' => {
            &[Line(&[(3.5, 0.0), (0.7, 0.0), (0.5, 2.8), (1.9, 2.3)]), Arc((1.9, 4.15), 1.85, -90.0, 155.0)]
        }
        '6' => &[Line(&[(2.9, 0.0), (0.5, 3.2)]), Arc((2.0, 4.2), 1.8, 0.0, 360.0)],
        '7' => &[Line(&[(0.2, 0.0), (3.8, 0.0), (1.4, 6.0)])],
        '8' => &[Arc((2.0, 1.4), 1.4, 0.0, 360.0), Arc((2.0, 4.4), 1.6, 0.0, 360.0)],
        '9' => &[Arc((2.0, 1.8), 1.8, 0.0, 360.0), Line(&[(3.5, 2.8), (1.1, 6.0)])],
        '-' => &[Line(&[(0.8, 3.0), (3.2, 3.0)])],
        '_' => &[Line(&[(0.3, 5.6), (3.7, 5.6)])],
        '.' => &[Line(&[(2.0, 5.4), (2.0, 5.5)])],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_a_name_is_drawn_and_none_like_another() {
        let mut known: Vec<Vec<u8>> = Vec::new();
        for letter in "abcdefghijklmnopqrstuvwxyz0123456789.-_".chars() {
            let png = draw(&letter.to_string(), "seed").to_png();
            assert!(!known.contains(&png), "{letter}");
            known.push(png);
        }
        assert_eq!(draw("a", "seed").to_png(), draw("Ann", "seed").to_png());
    }
}

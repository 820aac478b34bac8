//! Growth as a picture: cost over size, both logarithmic, as plain SVG that any browser shows.

use std::fmt::Write as _;

use crate::growth::{Curve, Point};
use crate::report::number;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 440.0;
const MARGIN: f64 = 60.0;
/// Told apart by those who see colours differently too.
const COLOURS: [&str; 6] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

pub fn svg(axis: &str, curves: &[Curve]) -> String {
    let points = || curves.iter().flat_map(|curve| &curve.points);
    let across = Scale::over(points().map(|point| point.0), MARGIN, WIDTH - MARGIN);
    let up = Scale::over(points().map(|point| point.1), HEIGHT - MARGIN, MARGIN);
    let mut svg = String::new();
    let mut add = |line: std::fmt::Arguments<'_>| writeln!(svg, "{line}").expect("a string takes everything");

    let height = HEIGHT + 20.0 * curves.len() as f64;
    add(format_args!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12">"##
    ));
    add(format_args!(r##"<rect width="100%" height="100%" fill="#fff"/>"##));
    for (value, x) in across.ticks() {
        let (top, bottom) = (MARGIN, HEIGHT - MARGIN);
        add(format_args!(r##"<line x1="{x:.1}" x2="{x:.1}" y1="{top}" y2="{bottom}" stroke="#ddd"/>"##));
        let below = bottom + 18.0;
        add(format_args!(r##"<text x="{x:.1}" y="{below}" text-anchor="middle">{}</text>"##, number(value)));
    }
    for (value, y) in up.ticks() {
        let (left, right) = (MARGIN, WIDTH - MARGIN);
        add(format_args!(r##"<line x1="{left}" x2="{right}" y1="{y:.1}" y2="{y:.1}" stroke="#ddd"/>"##));
        let beside = left - 6.0;
        add(format_args!(r##"<text x="{beside}" y="{y:.1}" text-anchor="end">{}</text>"##, number(value)));
    }
    let (middle, below) = (WIDTH / 2.0, HEIGHT - 20.0);
    add(format_args!(r##"<text x="{middle}" y="{below}" text-anchor="middle">{}</text>"##, escaped(axis)));
    for (index, curve) in curves.iter().enumerate() {
        let colour = COLOURS[index % COLOURS.len()];
        let place = |(size, cost): &Point| format!("{:.1},{:.1}", across.at(*size), up.at(*cost));
        let line: Vec<String> = curve.points.iter().map(place).collect();
        let line = line.join(" ");
        add(format_args!(r##"<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>"##));
        let y = HEIGHT + 20.0 * index as f64;
        add(format_args!(
            r##"<text x="{MARGIN}" y="{y}" fill="{colour}">{} (exponent {:.3})</text>"##,
            escaped(&curve.name),
            curve.exponent
        ));
    }
    add(format_args!("</svg>"));
    svg
}

/// Values of one axis, from the power of ten below the least to that above the greatest.
struct Scale {
    least: f64,
    most: f64,
    start: f64,
    end: f64,
}

impl Scale {
    fn over(values: impl Iterator<Item = f64>, start: f64, end: f64) -> Self {
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values {
            least = least.min(value.log10());
            most = most.max(value.log10());
        }
        let least = if least.is_finite() { least.floor() } else { 0.0 };
        let most = if most.is_finite() { most.ceil().max(least + 1.0) } else { least + 1.0 };
        Self { least, most, start, end }
    }

    fn at(&self, value: f64) -> f64 {
        self.start + (value.log10() - self.least) / (self.most - self.least) * (self.end - self.start)
    }

    fn ticks(&self) -> impl Iterator<Item = (f64, f64)> {
        (self.least as i32..=self.most as i32).map(|power| {
            let value = 10_f64.powi(power);
            (value, self.at(value))
        })
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_of_nothing_is_still_a_picture() {
        assert!(svg("members", &[]).ends_with("</svg>\n"));
    }

    #[test]
    fn names_cannot_break_the_picture() {
        let curve =
            Curve { name: "<a> & b".to_owned(), points: vec![(1.0, 1.0), (10.0, 2.0)], exponent: 0.3 };

        assert!(svg("x", &[curve]).contains("&lt;a&gt; &amp; b"));
    }

    #[test]
    fn scales_are_logarithmic() {
        let scale = Scale::over([1.0, 100.0].into_iter(), 0.0, 200.0);

        assert!((scale.at(10.0) - 100.0).abs() < 1e-9);
        assert_eq!(scale.ticks().count(), 3);
    }
}

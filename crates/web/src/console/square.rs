//! The square on a printed paper that a telephone reads (二维码, ISO/IEC 18004), drawn as one path.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// White around the square, in modules: the standard asks for four.
const QUIET: usize = 4;

/// The square of this text as an SVG; `None` if the text is longer than a square holds. Medium correction: a paper is folded
/// and gets spots.
pub(crate) fn drawn(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let (width, modules) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (row, line) in modules.chunks(width).enumerate() {
        let mut column = 0;
        for run in line.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                let (x, y, length) = (column + QUIET, row + QUIET, run.len());
                let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
            }
            column += run.len();
        }
    }
    let side = width + 2 * QUIET;
    Some(format!(
        "<svg viewBox=\"0 0 {side} {side}\" role=\"img\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" \
         d=\"M0 0h{side}v{side}h-{side}z\"/><path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pixels a module is drawn with for the reader.
    const SCALE: usize = 4;

    /// The dark modules of a drawing, read off its path.
    fn modules(svg: &str) -> (usize, Vec<bool>) {
        let between = |text: &str, begin: &str, end: char| {
            let from = text.find(begin).map(|at| at + begin.len()).unwrap();
            text[from..].split(end).next().unwrap().to_owned()
        };
        let side: usize = between(svg, "viewBox=\"0 0 ", ' ').parse().unwrap();
        let path = between(svg, "<path d=\"", '"');
        let mut dark = vec![false; side * side];
        for run in path.split('z').filter(|run| !run.is_empty()) {
            let (place, rest) = run.trim_start_matches('M').split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = rest.split('v').next().unwrap().parse().unwrap();
            dark[y * side + x..][..length].fill(true);
        }
        (side, dark)
    }

    /// What a telephone reads off a drawing.
    fn read(svg: &str) -> String {
        let (side, dark) = modules(svg);
        let pixel = |x: usize, y: usize| if dark[y / SCALE * side + x / SCALE] { 0 } else { 255 };
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side * SCALE, side * SCALE, pixel);
        let grids = picture.detect_grids();
        assert_eq!(grids.len(), 1, "one square");
        grids[0].decode().unwrap().1
    }

    #[test]
    fn a_telephone_reads_what_was_drawn() {
        let address = "https://tiaojie.example.cn/progress#YD-2026-00123-6.018f0000-0000-7000-8000-000000000001";
        for text in ["1", address, "某县社会治理中心"] {
            assert_eq!(read(&drawn(text).unwrap()), text);
        }
        assert_eq!(drawn(&"x".repeat(10_000)), None, "more than a square holds");
    }
}

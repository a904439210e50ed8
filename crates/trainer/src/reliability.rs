//! A reliability diagram: how often verdicts were right, by how sure they were.

use crate::metrics::Metrics;
use std::fmt::Write;

const SIDE: f64 = 360.0;
const LEFT: f64 = 60.0;
const TOP: f64 = 20.0;

/// The diagram as SVG: a bar for each range of confidence with its share of right verdicts, a dot at
/// its mean confidence, the number of verdicts, and the diagonal on which a calibrated model lies.
#[must_use]
pub fn svg(metrics: &Metrics) -> String {
    let x = |share: f64| LEFT + share * SIDE;
    let y = |share: f64| TOP + (1.0 - share) * SIDE;
    let (width, height) = (LEFT + SIDE + 20.0, TOP + SIDE + 70.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n\
         <title>Reliability: {} messages, expected calibration error {:.3}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n",
        metrics.rows, metrics.calibration_error.value
    );
    let mut put = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    for step in 0..=5 {
        let share = f64::from(step) / 5.0;
        put(format!(
            "<path d=\"M{:.1} {:.1}H{:.1}\" stroke=\"#ddd\"/><text x=\"{:.1}\" y=\"{:.1}\" \
             text-anchor=\"end\">{share:.1}</text><text x=\"{:.1}\" y=\"{:.1}\" \
             text-anchor=\"middle\">{share:.1}</text>",
            x(0.0),
            y(share),
            x(1.0),
            x(0.0) - 6.0,
            y(share) + 4.0,
            x(share),
            y(0.0) + 16.0,
        ));
    }
    for bin in &metrics.reliability {
        put(format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"#9dbcd9\"/>\
             <circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"#1f4e79\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-size=\"10\">{}</text>",
            x(bin.up_to - 0.1) + 1.0,
            y(bin.right),
            SIDE / 10.0 - 2.0,
            bin.right * SIDE,
            x(bin.confidence),
            y(bin.right),
            x(bin.up_to - 0.05),
            y(0.0) - 4.0,
            bin.of,
        ));
    }
    put(format!(
        "<path d=\"M{:.1} {:.1}L{:.1} {:.1}\" stroke=\"#b03030\" stroke-dasharray=\"5 4\"/>",
        x(0.0),
        y(0.0),
        x(1.0),
        y(1.0)
    ));
    put(format!(
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">confidence</text>\
         <text transform=\"translate(16 {:.1}) rotate(-90)\" text-anchor=\"middle\">share right</text>",
        x(0.5),
        y(0.0) + 36.0,
        y(0.5)
    ));
    let _ = writeln!(
        out,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">expected calibration error {:.3} ({:.3} to {:.3}), {} messages</text>\n</svg>",
        x(0.5),
        y(0.0) + 56.0,
        metrics.calibration_error.value,
        metrics.calibration_error.low,
        metrics.calibration_error.high,
        metrics.rows
    );
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::metrics::{Outcome, measure};
    use handrail::analysis::Band;

    #[track_caller]
    fn check(confidences: &[(f64, bool)], bars: usize) {
        let outcomes: Vec<Outcome> = confidences
            .iter()
            .map(|(confidence, right)| Outcome {
                truth: "a".to_owned(),
                predicted: if *right { "a" } else { "b" }.to_owned(),
                confidence: *confidence,
                band: Band::Low,
                abstained: None,
                scope: 0.0,
                group: None,
            })
            .collect();
        let svg = svg(&measure(&outcomes));
        assert_eq!(svg.matches("<circle").count(), bars);
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>\n"));
        assert!(!svg.contains("NaN"));
    }

    #[test]
    fn a_bar_for_each_range_that_has_verdicts() {
        check(&[], 0);
        check(&[(0.05, false), (0.06, true), (0.95, true)], 2);
        check(&[(1.0, true), (0.0, false)], 2);
    }
}

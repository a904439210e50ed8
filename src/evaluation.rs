//! The eval set: tickets that a lead has labelled, how the engine does on them, and what a change of the settings
//! flips. For the settings page and for `handrail evaluate --labelled` and `handrail settings diff --tickets`,
//! which run the same functions.

mod calibration;
mod figures;
mod flips;
mod judged;
mod samples;

pub use calibration::{Bin, Calibration, Threshold};
pub use figures::{Confusion, Figures, GradeCount, IntentFigures, KindFigures, figures};
pub use flips::{Flip, FlipCount, FlipSummary, TicketFlips, flips, summary};
pub use judged::{Expectation, Judged, Reference, Review, Verdict, judge, review};
pub use samples::{ReadSample, ReadSamples, read_samples, sample_line};

use crate::json::{self, Plain};

/// The word that the data contract has for a value, such as `specialist`.
fn word(value: &dyn Plain) -> String {
    json::text(value).trim_matches('"').to_owned()
}

/// Canonical JSON of figures.
#[must_use]
pub fn figures_json(figures: &Figures) -> String {
    json::text(figures)
}

/// Canonical JSON of a ticket's flips.
#[must_use]
pub fn flips_json(flips: &TicketFlips) -> String {
    json::text(flips)
}

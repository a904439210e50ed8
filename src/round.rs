//! Rounding of every figure that leaves the engine.

/// Rounds to four decimals, half away from zero, and turns `-0` and what is not a number into `0`,
/// so that native and wasm write the same bytes.
#[must_use]
pub fn round4(value: f64) -> f64 {
    if !value.is_finite() {
        return 0.0;
    }
    let rounded = libm::round(value * 10_000.0) / 10_000.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}

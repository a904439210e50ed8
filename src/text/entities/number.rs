//! Numbers as people write them, in figures and in words.

mod figures;
mod words;

pub(super) use figures::figures;
pub(super) use words::words;

/// A number in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte, a multiplier such as `k` included.
    pub(super) end: usize,
    /// What it says.
    pub(super) value: f64,
    /// Written with decimals, or with `,-` for none.
    pub(super) decimals: bool,
    /// Written with a multiplier such as `k`.
    pub(super) multiplied: bool,
    /// Groups were parted by spaces: only believable beside a currency.
    pub(super) spaced: bool,
}

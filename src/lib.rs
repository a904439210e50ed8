//! The Handrail engine: a ticket in, an analysis out.
//!
//! No IO, no clock, no randomness: what goes in decides what comes out, to the byte.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice
    )
)]

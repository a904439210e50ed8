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

pub mod analysis;
pub mod autonomy;
pub mod bytes;
mod calendar;
mod conditions;
mod decimal;
pub mod engine;
pub mod escalation;
pub mod evaluation;
pub mod evidence;
pub mod fingerprint;
pub mod handoff;
pub mod identity;
pub mod intent;
mod json;
mod key_index;
pub mod knowledge;
pub mod log;
pub mod panel;
pub mod phrases;
pub mod policy;
pub mod priority;
pub mod resolution;
pub mod retrieval;
pub mod round;
pub mod sentiment;
pub mod settings;
mod shipped;
pub mod sorted;
pub mod summary;
mod table;
pub mod text;
pub mod ticket;
pub mod time_zones;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

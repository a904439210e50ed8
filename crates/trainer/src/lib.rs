//! Fits and measures the models that the engine loads. Reads files; draws no random numbers but from
//! fixed seeds, so that the same rows give the same bytes.

pub mod added;
pub mod calibrate;
pub mod choose;
pub mod cross_validation;
pub mod dataset;
pub mod fit;
pub mod language;
pub mod metrics;
pub mod reliability;
pub mod report;
pub mod seeded;
pub mod sentiment;
pub mod sources;
pub mod svm;
pub mod triggers;
pub mod unlike;

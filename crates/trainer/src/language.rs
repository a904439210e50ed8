//! Fits the model of languages: a linear classifier over runs of letters.

pub mod fit;
pub mod measure;
pub mod samples;

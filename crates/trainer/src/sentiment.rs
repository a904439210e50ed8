//! The model that tells how a customer feels: reading what it is fitted to, fitting, measuring.

pub mod fit;
pub mod measure;
pub mod samples;
pub mod words;

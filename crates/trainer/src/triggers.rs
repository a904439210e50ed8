//! The sentence model of the escalation triggers: fitted on sentences that the project wrote, measured
//! on sentences that the fit has not seen.

pub mod fit;
pub mod measure;
pub mod platt;
pub mod sentences;

//! What an assistant might resolve alone, once phase 3 is earned.

use crate::ticket::Money;
use serde::{Deserialize, Serialize};

/// Limits of autonomy; in phases 1 and 2 they only feed its shadow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AutonomySettings {
    /// Intents on the allowlist.
    pub allowlist: Vec<String>,
    /// Least calibrated confidence, 0 to 1.
    pub min_confidence: f64,
    /// No refund dispute above this sum.
    pub max_refund: Option<Money>,
}

impl Default for AutonomySettings {
    fn default() -> Self {
        Self {
            allowlist: Vec::new(),
            min_confidence: 0.9,
            max_refund: None,
        }
    }
}

//! How the panel looks; the only section that an agent may change for himself.

use crate::json::Plain;

/// Density of the panel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Plain)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// With rationale.
    #[default]
    Full,
    /// For experts.
    Compact,
}

/// Settings of the display.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct Display {
    /// Density.
    pub density: Density,
}

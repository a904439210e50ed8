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
    /// Language of the pages, as the code of a file of `www/data/words/`; the browser's where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

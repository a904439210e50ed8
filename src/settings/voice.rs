//! How drafts sound (phase 2).

use crate::json::Plain;

/// The brand's voice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct BrandVoice {
    /// Name of the brand.
    pub brand: String,
    /// Words that are never used.
    pub forbidden_words: Vec<String>,
}

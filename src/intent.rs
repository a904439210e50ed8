//! What the customer wants: a linear model over the conversation, calibrated, that abstains.

use crate::analysis::{Abstention, IntentVerdict, LanguageVerdict};
use crate::settings::SettingsError;
use crate::settings::intents::IntentSetting;
use crate::text::Conversation;
use std::fmt;
use std::sync::Arc;

/// Version of the model file that this engine reads.
pub const FORMAT: u32 = 1;

/// A trained model.
#[derive(Debug, Clone, PartialEq)]
pub struct IntentModel {}

/// Why a model file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelError {
    /// The bytes are no model file.
    NotAModel,
    /// The file is of another format version.
    Version {
        /// Version of the file.
        found: u32,
        /// Version that this engine reads.
        expected: u32,
    },
    /// The file ends early or its checksum is wrong.
    Damaged,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAModel => f.write_str("this is no Handrail model file"),
            Self::Version { found, expected } => {
                write!(
                    f,
                    "the model file is of version {found}, this engine reads version {expected}"
                )
            }
            Self::Damaged => f.write_str("the model file is damaged"),
        }
    }
}

impl std::error::Error for ModelError {}

impl ModelError {
    /// The way out, in the user's words.
    #[must_use]
    pub fn help(&self) -> &'static str {
        "take the model files of this version of Handrail, or train anew with `handrail train`"
    }
}

impl IntentModel {
    /// Reads a model file.
    ///
    /// # Errors
    /// When the bytes are no model file, of another version, or damaged.
    pub fn from_bytes(_bytes: &[u8]) -> Result<Self, ModelError> {
        Err(ModelError::NotAModel)
    }

    /// Name and fingerprint.
    #[must_use]
    pub fn version(&self) -> String {
        String::new()
    }
}

/// A model with the lead's settings.
#[derive(Debug, Clone)]
pub struct IntentClassifier {
    _model: Option<Arc<IntentModel>>,
}

impl IntentClassifier {
    /// A classifier; without a model it abstains.
    ///
    /// # Errors
    /// When a setting is out of range.
    pub fn new(
        model: Option<Arc<IntentModel>>,
        _settings: &[IntentSetting],
    ) -> Result<Self, SettingsError> {
        Ok(Self { _model: model })
    }

    /// What the customer wants. The current ask decides; earlier ones are candidates.
    #[must_use]
    pub fn classify(
        &self,
        _conversation: &Conversation,
        _language: &LanguageVerdict,
    ) -> IntentVerdict {
        IntentVerdict {
            abstained: Some(Abstention::NoModel),
            ..IntentVerdict::default()
        }
    }
}

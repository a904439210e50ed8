//! Why a model file cannot be used.

use std::fmt;

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
    /// The file ends early, its checksum is wrong, or its content contradicts itself.
    Damaged,
}

impl ModelError {
    /// Stable code for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAModel => "not_a_model",
            Self::Version { .. } => "model_version",
            Self::Damaged => "model_damaged",
        }
    }

    /// The way out.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotAModel => {
                "give a file that `handrail train` wrote, such as the `intent.dat` that Handrail ships"
            }
            Self::Version { found, expected } if found > expected => {
                "update Handrail, or train the model again with this version of `handrail train`"
            }
            Self::Version { .. } => {
                "train the model again with this version of `handrail train`, or use the `intent.dat` that it ships"
            }
            Self::Damaged => "copy or download the file again, or train the model again",
        }
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAModel => f.write_str("this is no Handrail model file"),
            Self::Version { found, expected } => {
                write!(
                    f,
                    "the model file is of format {found}, this Handrail reads format {expected}"
                )
            }
            Self::Damaged => f.write_str("the model file is damaged"),
        }
    }
}

impl std::error::Error for ModelError {}

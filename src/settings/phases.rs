//! What the assistant may do.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The phase, overall and by intent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Phases {
    /// 1 read-only, 2 drafts, 3 narrow autonomy.
    pub mode: u8,
    /// Lower phases for some intents.
    pub categories: BTreeMap<String, u8>,
}

impl Default for Phases {
    fn default() -> Self {
        Self {
            mode: 1,
            categories: BTreeMap::new(),
        }
    }
}

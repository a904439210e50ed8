//! How the customer feels about the service.

use crate::analysis::{LanguageVerdict, SentimentVerdict};
use crate::text::Conversation;

/// The sentiment of each customer message, its trend, and the words that weighed most.
#[must_use]
pub fn read(_conversation: &Conversation, _language: &LanguageVerdict) -> SentimentVerdict {
    SentimentVerdict {
        label: "neutral".to_owned(),
        ..SentimentVerdict::default()
    }
}

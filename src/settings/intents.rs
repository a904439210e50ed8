//! Intents that the desk knows.

use super::{SettingsError, defaults};
use crate::json::Plain;
use serde_json::Value;

/// An intent: how it is called, and from which confidence it is believed.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct IntentSetting {
    /// Label, as the model knows it.
    pub id: String,
    /// What an agent reads.
    pub name: String,
    /// Whether it is left out: its messages then go to the next best intent.
    pub disabled: bool,
    /// Below this calibrated confidence the classifier abstains (0 to 1); `None` takes the model's.
    pub min_confidence: Option<f64>,
    /// Taken away by a layer above.
    pub removed: bool,
}

impl IntentSetting {
    /// Checks the ranges.
    ///
    /// # Errors
    /// When the id is empty or `min_confidence` is no share between 0 and 1.
    pub fn validate(&self) -> Result<(), SettingsError> {
        if self.id.trim().is_empty() {
            return Err(SettingsError::new(
                "intent_without_id",
                "an intent has no id",
                "give it the label that the model knows, such as `refund_request`",
                "intents",
            ));
        }
        match self.min_confidence {
            Some(least) if !(0.0..=1.0).contains(&least) => Err(SettingsError::new(
                "confidence_out_of_range",
                format!("`min_confidence` is {least}, which is no share between 0 and 1"),
                "write 0.6 for 60 percent, or leave it out to take the model's own",
                format!("intents[{}].min_confidence", self.id),
            )),
            _ => Ok(()),
        }
    }
}

/// Ids of the intents that the shipped settings hold.
pub(crate) fn shipped_ids() -> Vec<String> {
    let shipped = defaults::value().unwrap_or_default();
    let intents = shipped.get("intents").and_then(Value::as_array);
    let ids = intents
        .into_iter()
        .flatten()
        .filter_map(|intent| intent.get("id")?.as_str());
    ids.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: Result<(), &str>) {
        let setting: IntentSetting = serde_json::from_str(json).unwrap();
        assert_eq!(
            setting.validate().map_err(|error| error.path),
            expected.map_err(str::to_owned)
        );
    }

    #[test]
    fn ranges_are_checked() {
        check(r#"{"id":"praise"}"#, Ok(()));
        check(r#"{"id":"praise","min_confidence":1}"#, Ok(()));
        check(r#"{"id":""}"#, Err("intents"));
        let path = "intents[praise].min_confidence";
        check(r#"{"id":"praise","min_confidence":60}"#, Err(path));
        check(r#"{"id":"praise","min_confidence":-0.1}"#, Err(path));
    }

    #[test]
    fn every_shipped_intent_has_a_name() {
        let settings = crate::settings::Settings::read("").unwrap();
        assert_eq!(settings.intents.len(), 32);
        assert_eq!(shipped_ids().len(), 32);
        for intent in settings.intents {
            intent.validate().unwrap();
            assert!(!intent.name.is_empty() && !intent.disabled, "{}", intent.id);
        }
    }
}

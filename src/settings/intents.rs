//! Intents that the desk knows.

use super::references::unknown;
use super::{SettingsError, defaults};
use crate::json::Plain;
use crate::sorted::Map;
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
    /// The intent as which this one counts, wherever it is found: two are merged into one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts_as: Option<String>,
    /// Messages of customers by which it is known, without training: [`FEWEST_EXAMPLES`] to
    /// [`MOST_EXAMPLES`]. `None` for an intent that the model knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub examples: Option<Vec<String>>,
    /// Taken away by a layer above.
    pub removed: bool,
}

/// With fewer examples nobody can tell an intent from the others.
pub const FEWEST_EXAMPLES: usize = 5;
/// More examples than these belong into a model of one's own (`handrail train`).
pub const MOST_EXAMPLES: usize = 20;

/// Checks all intents: each by itself, and what they say of one another.
///
/// # Errors
/// As [`IntentSetting::validate`]; when two intents have an example in common; when one counts as an intent that
/// is not there or switched off, or as itself in the end.
pub fn check(all: &[IntentSetting]) -> Result<(), SettingsError> {
    let mut seen: Map<String, &str> = Map::new();
    for setting in all {
        setting.validate()?;
        for (at, example) in setting.examples.iter().flatten().enumerate() {
            let words: Vec<&str> = example.split_whitespace().collect();
            let key = words.join(" ").to_lowercase();
            if let Some(other) = seen.get(&key) {
                return Err(SettingsError::new(
                    "duplicate_example",
                    format!("the example `{example}` stands under `{other}` already"),
                    "keep it where it belongs, and write another message here",
                    format!("intents[{}].examples[{at}]", setting.id),
                ));
            }
            seen.insert(key, &setting.id);
        }
        target(all, setting)?;
    }
    Ok(())
}

/// The intent as which another one counts in the end; itself where it is not merged.
///
/// # Errors
/// As [`check`], for what it says of merging.
pub fn target<'a>(
    all: &'a [IntentSetting],
    setting: &'a IntentSetting,
) -> Result<&'a IntentSetting, SettingsError> {
    let mut at = setting;
    for _ in 0..=all.len() {
        let Some(next) = &at.counts_as else {
            return Ok(at);
        };
        let path = format!("intents[{}].counts_as", at.id);
        at = all.iter().find(|one| one.id == *next).ok_or_else(|| {
            let ids: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
            unknown(next, &ids, "intent", path.clone())
        })?;
        if at.disabled || at.removed {
            return Err(SettingsError::new(
                "merged_into_disabled",
                format!("`{next}` is switched off, so that nothing can count as it"),
                "switch it on, name another intent, or leave `counts_as` out",
                path,
            ));
        }
    }
    Err(SettingsError::new(
        "merge_cycle",
        format!("`{}` counts as itself in the end", setting.id),
        "leave out `counts_as` of the intent under which the others shall be found",
        format!("intents[{}].counts_as", setting.id),
    ))
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
        self.check_examples()?;
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

    fn check_examples(&self) -> Result<(), SettingsError> {
        let Some(examples) = &self.examples else {
            return Ok(());
        };
        let count = examples.len();
        if !(FEWEST_EXAMPLES..=MOST_EXAMPLES).contains(&count) {
            return Err(SettingsError::new(
                "number_of_examples",
                format!(
                    "`{}` has {count} example messages, an intent needs {FEWEST_EXAMPLES} to {MOST_EXAMPLES}",
                    self.id
                ),
                if count < FEWEST_EXAMPLES {
                    "add messages as customers write them, each in other words"
                } else {
                    "keep the most different ones, or train a model of your own with `handrail train`"
                },
                format!("intents[{}].examples", self.id),
            ));
        }
        match examples
            .iter()
            .position(|example| !example.contains(char::is_alphabetic))
        {
            Some(at) => Err(SettingsError::new(
                "empty_example",
                format!("an example of `{}` has no words", self.id),
                "write a message as a customer would, or take the example away",
                format!("intents[{}].examples[{at}]", self.id),
            )),
            None => Ok(()),
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
    use crate::settings::Settings;

    /// `json` is the lead's document; the error by its code, line and column.
    #[track_caller]
    fn check(json: &str, expected: Result<(), (&str, usize, usize)>) {
        let read = Settings::read(json).and_then(|settings| super::check(&settings.intents));
        let found = read.map_err(|error| {
            let error = error.locate(json);
            assert!(!error.help.is_empty());
            let at = (error.line.unwrap_or(0), error.column.unwrap_or(0));
            (error.code, at.0, at.1)
        });
        let expected = expected.map_err(|(code, line, column)| (code.to_owned(), line, column));
        assert_eq!(found, expected, "{json}");
    }

    fn five(word: &str) -> String {
        let all: Vec<String> = (0..5).map(|n| format!("\"{word} {n}\"")).collect();
        all.join(",")
    }

    #[test]
    fn ranges_are_checked() {
        check(r#"{"intents":[{"id":"other","min_confidence":1}]}"#, Ok(()));
        let least =
            |value| format!("{{\"intents\":\n[{{\"id\":\"other\",\"min_confidence\":{value}}}]}}");
        check(&least("60"), Err(("confidence_out_of_range", 2, 33)));
        check(&least("-0.1"), Err(("confidence_out_of_range", 2, 33)));
        check(
            r#"{"intents":[{"id":""}]}"#,
            Err(("intent_without_id", 1, 12)),
        );
    }

    #[test]
    fn examples_are_checked() {
        let with = |examples: &str| {
            format!("{{\"intents\":[{{\"id\":\"gym\",\n\"examples\":[{examples}]}}]}}")
        };
        check(&with(&five("a class")), Ok(()));
        check(&with(""), Err(("number_of_examples", 2, 12)));
        check(&with("\"one\",\"two\""), Err(("number_of_examples", 2, 12)));
        let many: Vec<String> = (0..21).map(|n| format!("\"a {n}\"")).collect();
        check(&with(&many.join(",")), Err(("number_of_examples", 2, 12)));
        let blank = format!("\" 1 \",{}", five("a"));
        check(&with(&blank), Err(("empty_example", 2, 13)));
        let twice = format!("{},\"A  class 3\"", five("a class"));
        check(&with(&twice), Err(("duplicate_example", 2, 73)));
        let two = format!(
            "{{\"intents\":[{{\"id\":\"gym\",\"examples\":[{}]}},\n{{\"id\":\"spa\",\"examples\":[{},\"a 2\"]}}]}}",
            five("a"),
            five("b")
        );
        check(&two, Err(("duplicate_example", 2, 55)));
    }

    #[test]
    fn merges_are_checked() {
        let one =
            |id: &str, target: &str| format!("{{\"id\":\"{id}\",\"counts_as\":\"{target}\"}}");
        let document = |items: &[String]| format!("{{\"intents\":[\n{}]}}", items.join(",\n"));
        let merged = one("return_policy", "return_request");
        check(&document(std::slice::from_ref(&merged)), Ok(()));
        let chain = one("return_request", "exchange_request");
        check(&document(&[merged.clone(), chain]), Ok(()));
        let unknown = one("return_policy", "return_requst");
        check(&document(&[unknown]), Err(("unknown_name", 2, 35)));
        let back = one("return_request", "return_policy");
        check(
            &document(&[merged.clone(), back]),
            Err(("merge_cycle", 3, 36)),
        );
        let itself = one("return_policy", "return_policy");
        check(&document(&[itself]), Err(("merge_cycle", 2, 35)));
        let off = "{\"id\":\"return_request\",\"disabled\":true}".to_owned();
        check(
            &document(&[merged, off]),
            Err(("merged_into_disabled", 2, 35)),
        );
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

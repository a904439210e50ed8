//! Everything that is wrong with a settings document, not only the first thing.

use super::{Assets, Engine};
use crate::identity::{IdentityRules, check_lookup};
use crate::log::GateSettings;
use crate::policy;
use crate::settings::{Settings, SettingsError};

/// Most faults that are told at once.
const MOST: usize = 20;

/// What is wrong with a document, with line and column; empty when an engine can be built from it and
/// these assets. What keeps the document from being read as settings is told alone; of the rules, each
/// that is wrong is told once.
#[must_use]
pub fn faults(text: &str, assets: &Assets) -> Vec<SettingsError> {
    let mut settings = match Settings::read(text) {
        Ok(settings) => settings,
        Err(error) => return vec![error],
    };
    let mut faults: Vec<SettingsError> = Vec::new();
    if let Err(message) = GateSettings::read(&settings.phases.gates) {
        let help =
            "the gates are numbers by name, such as \"draft_days\": 90; docs/LOG.md lists them";
        let error = SettingsError::new("wrong_gates", message, help, "phases.gates");
        faults.push(error.locate(text));
    }
    // Of the whole, before a rule that is wrong is left out.
    let covered = policy::cover(&settings.policies);
    while faults.len() < MOST {
        let error = match Engine::new(settings.clone(), assets.clone()) {
            Err(error) => error,
            Ok(engine) => {
                let failing = engine.failing_trigger_examples();
                faults.extend(failing.into_iter().map(|error| error.locate(text)));
                break;
            }
        };
        // The rest is looked at without the rule that was told.
        let more = leave_out(&mut settings, &error.path);
        faults.push(error.locate(text));
        if !more {
            break;
        }
    }
    if let Err(error) = check_lookup(&settings.identity.order_lookup) {
        faults.push(error.locate(text));
    }
    let identity = IdentityRules::compile(&settings.identity);
    let zones = assets.time_zones.as_deref();
    let examples = policy::examples(&settings.policies, &identity, zones);
    faults.extend(
        examples
            .into_iter()
            .chain(covered)
            .map(|error| error.locate(text)),
    );
    faults.truncate(MOST);
    faults
}

/// Switches the rule off in which a path begins; `false` when it is no rule, or is off already.
fn leave_out(settings: &mut Settings, path: &str) -> bool {
    let Some((section, rest)) = path.split_once('[') else {
        return false;
    };
    let id = rest.split(']').next().unwrap_or("");
    let disabled = match section {
        "triggers" => settings
            .triggers
            .iter_mut()
            .find(|rule| rule.id == id && !rule.disabled)
            .map(|rule| &mut rule.disabled),
        "policies" => settings
            .policies
            .iter_mut()
            .find(|rule| rule.id == id && !rule.disabled)
            .map(|rule| &mut rule.disabled),
        _ => None,
    };
    disabled.map(|disabled| *disabled = true).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The faults of a document as their codes, with the lines on which they stand.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, usize)]) {
        let found = faults(text, &Assets::default());
        let shown: Vec<(&str, usize)> = found
            .iter()
            .map(|fault| (fault.code.as_str(), fault.line.unwrap_or(0)))
            .collect();
        assert_eq!(shown, expected, "{found:?}");
    }

    #[test]
    fn every_wrong_rule_is_told_once() {
        check("{}", &[]);
        check("{\n\"triggers\": 7}", &[("not_settings", 2)]);
        check(
            "{\"identity\": {\"order_lookup\":\n{\"path\": \"https://shop.example.com/{order_number}\"}}}",
            &[("broken_lookup", 2)],
        );
        check(
            "{\"phases\": {\n\"gates\": {\"draft_dayz\": 30}}}",
            &[("wrong_gates", 2)],
        );
        check(
            r#"{"triggers": [
                {"id": "a", "kind": "churn_risk", "why": "w", "fires": {"en": ["(open"]}},
                {"id": "b", "kind": "churn_risk", "why": "w"},
                {"id": "c", "kind": "churn_risk", "why": "w", "fires": {"en": ["leaving"]},
                    "examples": {"fires": ["I stay."], "stays_quiet": ["I am leaving."]}},
                {"id": "d", "kind": "churn_risk", "why": "w", "fires": {"en": ["fine"]}}]}"#,
            &[
                ("broken_phrase", 2),
                ("empty_rule", 3),
                ("example_fails", 5),
            ],
        );
    }
}

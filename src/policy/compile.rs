//! Refuses rules that cannot be meant.

use crate::conditions::{self, Reader};
use crate::settings::SettingsError;
use crate::settings::policies::PolicyRule;
use jiff::civil::Date;

/// Checks a rule; `rules` are all that there are.
///
/// # Errors
/// For the first thing that is wrong, with its path.
pub(crate) fn check(rule: &PolicyRule, rules: &[PolicyRule]) -> Result<(), SettingsError> {
    let at = |field: &str| format!("policies[{}].{field}", rule.id);
    let error = |code: &str, message: String, help: &str, field: &str| {
        Err(SettingsError::new(code, message, help, at(field)))
    };
    if rule.policy.trim().is_empty() {
        return error(
            "policy_missing",
            format!("the rule `{}` belongs to no policy", rule.id),
            "name the policy, such as `returns` or `warranty`",
            "policy",
        );
    }
    let ways = [
        ("days", rule.days.is_some()),
        ("months", rule.months.is_some()),
        ("unlimited", rule.unlimited),
    ];
    let mut first = "";
    for (way, given) in ways {
        if given && !first.is_empty() {
            return error(
                "policy_period",
                format!("the rule `{}` has both `{first}` and `{way}`", rule.id),
                "keep one of the two",
                way,
            );
        }
        if given {
            first = way;
        }
    }
    if first.is_empty() && !rule.excluded && rule.requires.is_empty() {
        return error(
            "policy_period",
            format!("the rule `{}` has no period", rule.id),
            "give `days` or `months`, set `unlimited` or `excluded` to true, or say what it `requires`",
            "days",
        );
    }
    if rule.days.is_some_and(|days| rule.expiring_days > days) {
        return error(
            "policy_expiring",
            format!(
                "the rule `{}` warns earlier than its period starts",
                rule.id
            ),
            "make `expiring_days` no longer than the period",
            "expiring_days",
        );
    }
    for (field, day) in [
        ("from", &rule.from),
        ("until", &rule.until),
        ("open_until", &rule.open_until),
    ] {
        if !day.is_empty() && (day.len() != 10 || day.parse::<Date>().is_err()) {
            return error(
                "bad_date",
                format!("`{day}` is no day"),
                "write it as 2026-11-30",
                field,
            );
        }
    }
    if !rule.from.is_empty() && !rule.until.is_empty() && rule.from > rule.until {
        return error(
            "bad_date",
            format!("nothing is from {} until {}", rule.from, rule.until),
            "swap the two days",
            "from",
        );
    }
    for (position, id) in rule.over.iter().enumerate() {
        let known = rules
            .iter()
            .any(|other| other.id == *id && other.policy == rule.policy && other.id != rule.id);
        if !known {
            return error(
                "unknown_name",
                format!("the policy `{}` has no other rule `{id}`", rule.policy),
                "write the id of a rule of the same policy",
                &format!("over[{position}]"),
            );
        }
    }
    for (field, condition) in [("when", &rule.when), ("waived_when", &rule.waived_when)] {
        if let Some(condition) = condition {
            conditions::check(condition, Reader::Policy, &at(field))?;
        }
    }
    for (number, required) in rule.requires.iter().enumerate() {
        let path = at(&format!("requires[{number}].that"));
        conditions::check(&required.that, Reader::Policy, &path)?;
    }
    Ok(())
}

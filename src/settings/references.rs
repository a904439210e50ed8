//! Names that one section uses and another defines: a mistyped one would silently never match.

use super::{Settings, SettingsError};

impl Settings {
    /// Checks that intents, kinds of triggers and ids of rules that other sections name are there.
    ///
    /// # Errors
    /// For the first name that is not.
    pub(super) fn check_references(&self) -> Result<(), SettingsError> {
        let intents: Vec<&str> = self.intents.iter().map(|one| one.id.as_str()).collect();
        let mut triggers: Vec<&str> = Vec::new();
        for rule in &self.triggers {
            triggers.extend([rule.kind.as_str(), rule.id.as_str()]);
        }
        let intent = |name: &str, path: String| find(name, &intents, "intent", path);
        let trigger = |name: &str, path: String| find(name, &triggers, "trigger", path);
        for rule in &self.routing.rules {
            let path = |key: &str, at: usize| format!("routing.rules[{}].{key}[{at}]", rule.id);
            for (at, name) in rule.triggers.iter().enumerate() {
                trigger(name, path("triggers", at))?;
            }
            for (at, name) in rule.intents.iter().enumerate() {
                intent(name, path("intents", at))?;
            }
        }
        for (at, name) in self.autonomy.allowlist.iter().enumerate() {
            intent(name, format!("autonomy.allowlist[{at}]"))?;
        }
        for name in self.phases.categories.keys() {
            intent(name, format!("phases.categories.{name}"))?;
        }
        for rule in &self.triggers {
            for (at, name) in rule.intents.iter().enumerate() {
                // A kind of trigger may stand here too.
                if triggers.contains(&name.as_str()) {
                    continue;
                }
                intent(name, format!("triggers[{}].intents[{at}]", rule.id))?;
            }
        }
        let least = self.identity.vip.min_lifetime_value.as_ref();
        if least.is_some_and(|money| money.number().is_none_or(|value| value <= 0.0)) {
            return Err(SettingsError::new(
                "bad_value",
                "a lifetime value from zero on would make everybody a VIP",
                "write a sum above zero, or `null` to leave the value out of the rule",
                "identity.vip.min_lifetime_value",
            ));
        }
        Ok(())
    }
}

fn find(name: &str, known: &[&str], what: &str, path: String) -> Result<(), SettingsError> {
    if known.contains(&name) {
        return Ok(());
    }
    Err(unknown(name, known, what, path))
}

/// The error for a name that is not known.
pub(super) fn unknown(name: &str, known: &[&str], what: &str, path: String) -> SettingsError {
    let near = known
        .iter()
        .map(|candidate| (distance(name, candidate), *candidate))
        .min()
        .filter(|(steps, _)| *steps <= 3);
    let help = match near {
        Some((_, candidate)) => format!("did you mean `{candidate}`?"),
        None => format!("use the id of {what}s that the settings hold, or add one of this name"),
    };
    SettingsError::new(
        "unknown_name",
        format!("there is no {what} `{name}`"),
        help,
        path,
    )
}

/// Levenshtein's distance in bytes.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, a) in one.bytes().enumerate() {
        let mut diagonal = at;
        let mut left = at + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(other.bytes()) {
            let above = *cell;
            let best = (diagonal + usize::from(a != b)).min(above.min(left) + 1);
            diagonal = above;
            *cell = best;
            left = best;
        }
    }
    row.last().copied().unwrap_or(one.len())
}

//! From the settings' rules to compiled ones.

use crate::analysis::Severity;
use crate::conditions;
use crate::phrases::{PhraseBook, PhraseBookBuilder};
use crate::settings::SettingsError;
use crate::settings::conditions::Condition;
use crate::settings::triggers::{ModelUse, Phrases, Sense, TriggerRule};
use crate::sorted::Map;
use crate::ticket::Money;

use super::context;

/// The kinds that the taxonomy names.
pub const KINDS: [&str; 18] = [
    "vip",
    "amount_threshold",
    "legal_language",
    "review_threat",
    "repeat_ai_contact",
    "repeat_contact",
    "frustration",
    "human_requested",
    "regulated_topic",
    "product_harm",
    "third_party_claim",
    "churn_risk",
    "staff_complaint",
    "security_fraud",
    "safety_crisis",
    "payment_dispute",
    "low_confidence",
    "complex_issue",
];

/// Most phrases of one rule.
const MOST_PHRASES: usize = 3000;

/// How a rule reads the ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// What the customer says.
    Text,
    /// Who the customer is.
    Vip,
    /// Sums.
    Amount,
    /// Contacts that an assistant handled.
    AiContact,
    /// What the customer says, and earlier tickets.
    History,
    /// What the classifier says of itself.
    Confidence,
    /// What the sentence model says of the customer's sentences.
    Model,
    /// The ticket's data alone.
    Data,
}

/// What a phrase is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Fires,
    Notices,
    Harmless,
    Unless,
    Settled,
    Matters,
}

/// What a phrase of the book means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A phrase of the rule at this position.
    Rule(usize, Role),
    /// A word that shades the meaning of others.
    Context(context::Shade),
}

/// A compiled rule.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) why: String,
    pub(crate) severity: Severity,
    pub(crate) when: Option<Condition>,
    pub(crate) form: Form,
    pub(crate) negated: Sense,
    pub(crate) hypothetical: Sense,
    pub(crate) joking: Sense,
    pub(crate) intents: Vec<String>,
    pub(crate) threshold: Money,
    pub(crate) rates: Map<String, f64>,
    pub(crate) count: u32,
    pub(crate) within_days: u32,
    pub(crate) below: Option<f64>,
    pub(crate) model: Option<ModelUse>,
    /// For text rules: what the model's rule of the kind says of phrases in improbable sentences.
    pub(crate) doubted_below: Option<f64>,
}

/// All rules.
#[derive(Debug, Clone, Default)]
pub(crate) struct Compiled {
    pub(crate) rules: Vec<Rule>,
    pub(crate) book: PhraseBook,
    /// What each phrase of the book means.
    pub(crate) marks: Vec<Mark>,
}

/// Compiles the rules that are switched on.
pub(crate) fn compile(rules: &[TriggerRule]) -> Result<Compiled, SettingsError> {
    let mut book = PhraseBookBuilder::default();
    let mut marks = Vec::new();
    let mut compiled = Vec::new();
    context::add(&mut book, &mut marks)?;
    for rule in rules.iter().filter(|rule| !rule.disabled && !rule.removed) {
        let index = compiled.len();
        compiled.push(compile_rule(rule)?);
        let groups: [(&str, &Phrases, Role); 6] = [
            ("fires", &rule.fires, Role::Fires),
            ("notices", &rule.notices, Role::Notices),
            ("harmless", &rule.harmless, Role::Harmless),
            ("unless", &rule.unless, Role::Unless),
            ("settled", &rule.settled, Role::Settled),
            ("matters", &rule.matters, Role::Matters),
        ];
        let mut count = 0;
        for (key, phrases, role) in groups {
            for (language, list) in phrases {
                for (position, phrase) in list.iter().enumerate() {
                    count += 1;
                    let path = format!("triggers[{}].{key}.{language}[{position}]", rule.id);
                    if count > MOST_PHRASES {
                        return Err(SettingsError::new(
                            "too_many_phrases",
                            format!("the rule has more than {MOST_PHRASES} phrases"),
                            "split it into two rules of the same kind",
                            path,
                        ));
                    }
                    book.add(phrase, &rule.lists).map_err(|error| {
                        SettingsError::new("broken_phrase", error.message, error.help, path)
                    })?;
                    marks.push(Mark::Rule(index, role));
                }
            }
        }
    }
    let doubts: Vec<(String, f64)> = compiled
        .iter()
        .filter_map(|rule: &Rule| Some((rule.kind.clone(), rule.model.as_ref()?.doubted_below)))
        .filter(|(_, below)| *below > 0.0)
        .collect();
    for rule in compiled.iter_mut().filter(|rule| rule.form != Form::Model) {
        let doubt = doubts.iter().find(|(kind, _)| *kind == rule.kind);
        rule.doubted_below = doubt.map(|(_, below)| *below);
    }
    Ok(Compiled {
        rules: compiled,
        book: book.finish(),
        marks,
    })
}

fn compile_rule(rule: &TriggerRule) -> Result<Rule, SettingsError> {
    let at = |key: &str| format!("triggers[{}].{key}", rule.id);
    if !KINDS.contains(&rule.kind.as_str()) {
        return Err(SettingsError::new(
            "unknown_kind",
            format!("there is no kind of trigger `{}`", rule.kind),
            format!("use one of: {}", KINDS.join(", ")),
            at("kind"),
        ));
    }
    if let Some(when) = &rule.when {
        conditions::check(when, conditions::Reader::Trigger, &at("when"))?;
    }
    let speaks = !rule.fires.is_empty() || !rule.notices.is_empty() || rule.below.is_some();
    let form = match rule.kind.as_str() {
        _ if rule.model.is_some() => Form::Model,
        "vip" => Form::Vip,
        "amount_threshold" => Form::Amount,
        "repeat_ai_contact" => Form::AiContact,
        "repeat_contact" => Form::History,
        "low_confidence" => Form::Confidence,
        _ if rule.when.is_some() && !speaks => Form::Data,
        _ => Form::Text,
    };
    let needs_threshold = form == Form::Amount;
    let threshold = rule.threshold.clone().unwrap_or_default();
    let code = &threshold.currency;
    let is_code = code.len() == 3 && code.chars().all(|letter| letter.is_ascii_uppercase());
    if needs_threshold && !is_code {
        return Err(SettingsError::new(
            "bad_currency",
            format!("`{code}` is no currency code"),
            "write the ISO 4217 code, such as {\"amount\": \"200\", \"currency\": \"USD\"}",
            at("threshold"),
        ));
    }
    if needs_threshold && !threshold.number().is_some_and(|sum| sum >= 0.0) {
        return Err(SettingsError::new(
            "bad_threshold",
            "the rule needs a threshold: a sum of zero or more with its currency",
            "write it as {\"amount\":\"200\",\"currency\":\"USD\"}",
            at("threshold"),
        ));
    }
    if let Some((currency, _)) = rule
        .rates
        .iter()
        .find(|(_, rate)| !(rate.is_finite() && **rate > 0.0))
    {
        return Err(SettingsError::new(
            "bad_rate",
            format!("the rate of {currency} is not above zero"),
            "write how many units make one unit of the threshold's currency",
            at(&format!("rates.{currency}")),
        ));
    }
    if rule.count == Some(0) {
        return Err(SettingsError::new(
            "bad_count",
            "a count of zero would fire on every ticket",
            "write 1 or more, or switch the rule off with \"disabled\": true",
            at("count"),
        ));
    }
    let range = if form == Form::Confidence {
        0.0..=1.0
    } else {
        -1.0..=0.0
    };
    if rule.below.is_some_and(|below| !range.contains(&below)) {
        return Err(SettingsError::new(
            "bad_below",
            format!(
                "`below` must lie between {} and {}",
                range.start(),
                range.end()
            ),
            "a confidence runs from 0 to 1, a sentiment from -1 to 1",
            at("below"),
        ));
    }
    if let Some(model) = &rule.model {
        check_model(rule, model)?;
    }
    if form == Form::Text && !speaks {
        return Err(SettingsError::new(
            "empty_rule",
            "the rule has neither phrases nor a condition, so it could never fire",
            "write phrases into `fires` or a condition into `when`, or switch the rule off with \"disabled\": true",
            at("fires"),
        ));
    }
    Ok(Rule {
        id: rule.id.clone(),
        kind: rule.kind.clone(),
        why: rule.why.clone(),
        severity: rule.severity.unwrap_or(Severity::Escalate),
        when: rule.when.clone(),
        form,
        negated: rule.negated,
        hypothetical: rule.hypothetical,
        joking: rule.joking,
        intents: rule.intents.clone(),
        threshold,
        rates: rule.rates.clone(),
        count: rule.count.unwrap_or(2),
        within_days: rule.within_days.unwrap_or(30),
        below: rule.below,
        model: rule.model.clone(),
        doubted_below: None,
    })
}

/// A rule of the model has probabilities that do not contradict each other, and only phrases that it
/// uses.
fn check_model(rule: &TriggerRule, model: &ModelUse) -> Result<(), SettingsError> {
    let at = |key: &str| format!("triggers[{}].{key}", rule.id);
    let values = [model.doubted_below, model.with_words, model.alone];
    if values.iter().any(|value| !(0.0..=1.0).contains(value)) || !values.is_sorted() {
        return Err(SettingsError::new(
            "bad_model_thresholds",
            "the probabilities must lie between 0 and 1 and rise: `doubted_below`, `with_words`, `alone`",
            "write for example {\"alone\": 0.9, \"with_words\": 0.5, \"doubted_below\": 0}",
            at("model"),
        ));
    }
    let phrases = [
        ("notices", &rule.notices),
        ("harmless", &rule.harmless),
        ("settled", &rule.settled),
    ];
    if let Some((key, _)) = phrases.iter().find(|(_, phrases)| !phrases.is_empty()) {
        return Err(SettingsError::new(
            "model_with_phrases",
            format!("a rule of the sentence model has no `{key}`"),
            "write it into a text rule of the same kind; here `fires` and `unless` may stand",
            at(key),
        ));
    }
    Ok(())
}

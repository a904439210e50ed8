//! Escalation rules as data.
//!
//! Every rule has a kind of the taxonomy. Most kinds read text: their phrases, by language, are in
//! [`TriggerRule::fires`] and its neighbours, in the notation of [`crate::phrases`]. All languages
//! are looked for in every ticket. Four kinds read data: `vip` the identity section,
//! `amount_threshold` sums, `repeat_ai_contact` the assistants' turns and earlier tickets,
//! `low_confidence` the classifier. A rule with [`TriggerRule::model`] asks the sentence model.

use super::conditions::Condition;
use crate::analysis::Severity;
use crate::json::Plain;
use crate::sorted::Map;
use crate::ticket::Money;
use serde_json::Value;

/// Phrases by language code.
pub type Phrases = Map<String, Vec<String>>;

/// What becomes of words that stand in a doubtful sense.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Plain)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// They count as they stand.
    #[default]
    Fires,
    /// The agent is told, no more.
    Notice,
    /// They count for nothing.
    Quiet,
}

/// How a rule of the sentence model uses its probabilities, each from 0 to 1.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct ModelUse {
    /// A sentence with this probability fires the rule.
    pub alone: f64,
    /// A sentence with this probability fires the rule if one of the rule's own phrases
    /// ([`TriggerRule::fires`]) stands in it: turns of speech that mean something only where the model
    /// agrees.
    pub with_words: f64,
    /// In a sentence below this probability the phrases of the kind's text rules are only noticed; 0
    /// where a phrase must always suffice.
    pub doubted_below: f64,
}

/// An escalation rule.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct TriggerRule {
    /// Id of the rule.
    pub id: String,
    /// Kind, as the taxonomy names it.
    pub kind: String,
    /// Why a person must own such a ticket, in words for the agent.
    pub why: String,
    /// How serious it is.
    pub severity: Option<Severity>,
    /// Switched off.
    pub disabled: bool,
    /// Why it is switched off or taken away: asked for where a miss would be worst (injury, crisis,
    /// legal threats).
    pub off_reason: String,
    /// What must hold of the ticket's data for the rule to fire. A rule that has neither phrases nor reads
    /// data by its kind fires where it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Word lists that this rule's phrases name with `@`.
    pub lists: Map<String, Vec<String>>,
    /// What the customer says that fires the rule. For `amount_threshold`: words that make a sum in
    /// the same sentence one that is claimed.
    pub fires: Phrases,
    /// What only gives `notice`.
    pub notices: Phrases,
    /// Turns of speech in which the words above mean nothing (`court shoes`). For
    /// `repeat_ai_contact`: an assistant's lines that are no answer (greeting, hand-over).
    pub harmless: Phrases,
    /// What keeps the rule quiet in the whole sentence. For `repeat_ai_contact`: what opens another
    /// matter.
    pub unless: Phrases,
    /// What ends the matter when the customer says it in a later message.
    pub settled: Phrases,
    /// For `amount_threshold`: what shows that the ticket is about a refund, a return or a charge.
    pub matters: Phrases,
    /// For `amount_threshold`: intents that are about a refund, a return or a charge, and kinds of
    /// trigger that are when they fire (`payment_dispute`): then the sums that the customer names count.
    pub intents: Vec<String>,
    /// Words after a negation (`no need to call me`).
    pub negated: Sense,
    /// Words in a question about what might happen (`could it burn me?`).
    pub hypothetical: Sense,
    /// Words said in jest (`lol`, `just kidding`).
    pub joking: Sense,
    /// For `amount_threshold`: from this sum on.
    pub threshold: Option<Money>,
    /// For `amount_threshold`: units of a currency that make one unit of the threshold's currency;
    /// a currency that is not listed is compared by number.
    pub rates: Map<String, f64>,
    /// For rules that count: from this count on.
    pub count: Option<u32>,
    /// For rules that look back: so many days.
    pub within_days: Option<u32>,
    /// For `low_confidence`: below this confidence (0 to 1). For `frustration`: a message whose
    /// sentiment is at or below this (-1 to 0) fires without a phrase.
    pub below: Option<f64>,
    /// Asks the sentence model instead of phrases.
    pub model: Option<ModelUse>,
    /// Sentences or ticket fragments that must, or must not, fire the rule; checked when settings
    /// are saved.
    pub examples: Examples,
    /// Taken away by a layer above.
    pub removed: bool,
}

/// Examples of a rule.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct Examples {
    /// Must fire: a sentence, or a ticket fragment.
    pub fires: Vec<Value>,
    /// Must not fire.
    pub stays_quiet: Vec<Value>,
}

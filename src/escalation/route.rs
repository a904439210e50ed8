//! Tier, team and time by the routing table.

use crate::analysis::{
    Abstention, Band, Escalation, IntentVerdict, LanguageVerdict, Severity, Tier, Trigger,
};
use crate::settings::routing::{Routing, RoutingRule};

/// Tier, route and time. The tier is the highest that a fitting rule gives; team and time come from
/// the first rule that gives that tier, the shortest time of all fitting rules counts. Without any
/// trigger and with a sure intent that the table leaves to the knowledge base the tier is
/// self-service; otherwise a person answers.
#[must_use]
pub fn route(
    routing: &Routing,
    triggers: &[Trigger],
    intent: &IntentVerdict,
    language: &LanguageVerdict,
) -> Escalation {
    let required = triggers
        .iter()
        .any(|trigger| trigger.severity == Severity::Escalate);
    let fitting: Vec<&RoutingRule> = routing
        .rules
        .iter()
        .filter(|rule| !rule.removed && fits(rule, triggers, intent, language))
        .filter(|rule| rule.tier != Some(Tier::SelfService) || may_serve_itself(triggers, intent))
        .collect();
    let raised = fitting
        .iter()
        .filter_map(|rule| rule.tier)
        .filter(|tier| *tier >= Tier::AiAssisted)
        .max();
    let lowered = fitting
        .iter()
        .any(|rule| rule.tier == Some(Tier::SelfService));
    let tier = match raised {
        Some(tier) => tier,
        None if lowered && !required => Tier::SelfService,
        None => Tier::AiAssisted,
    };
    let decides = fitting
        .iter()
        .find(|rule| rule.tier == Some(tier) && !rule.route.is_empty())
        .or_else(|| {
            fitting
                .iter()
                .find(|rule| rule.tier.is_none() && !rule.route.is_empty())
        });
    let sla_minutes = fitting
        .iter()
        .filter(|rule| rule.tier.is_none() || rule.tier == Some(tier))
        .filter_map(|rule| rule.sla_minutes)
        .min()
        .or(routing.default_sla_minutes);
    Escalation {
        tier,
        required,
        route: decides.map_or_else(|| routing.default_route.clone(), |rule| rule.route.clone()),
        sla_minutes,
        reasons: reasons(triggers, &fitting, tier),
    }
}

/// The knowledge base alone may answer when the intent is sure and nothing at all was noticed.
fn may_serve_itself(triggers: &[Trigger], intent: &IntentVerdict) -> bool {
    triggers.is_empty() && intent.abstained.is_none() && intent.band == Band::High
}

fn fits(
    rule: &RoutingRule,
    triggers: &[Trigger],
    intent: &IntentVerdict,
    language: &LanguageVerdict,
) -> bool {
    let by_trigger = rule.triggers.is_empty()
        || triggers.iter().any(|trigger| {
            trigger.severity == rule.severity.unwrap_or(Severity::Escalate)
                && rule.triggers.contains(&trigger.kind)
        });
    let known = matches!(intent.abstained, None | Some(Abstention::Tie));
    let by_intent = rule.intents.is_empty() || (known && rule.intents.contains(&intent.label));
    let by_language = rule.languages.is_empty() || rule.languages.contains(&language.code);
    by_trigger && by_intent && by_language
}

/// Each reason names what decided: the triggers that ask for a person, then the routing rules.
fn reasons(triggers: &[Trigger], fitting: &[&RoutingRule], tier: Tier) -> Vec<String> {
    let mut reasons: Vec<String> = triggers
        .iter()
        .filter(|trigger| trigger.severity == Severity::Escalate)
        .map(|trigger| {
            if trigger.reason.is_empty() {
                trigger.kind.clone()
            } else {
                format!("{}: {}", trigger.kind, trigger.reason)
            }
        })
        .collect();
    for rule in fitting
        .iter()
        .filter(|rule| rule.tier.is_none() || rule.tier == Some(tier))
    {
        let route = if rule.route.is_empty() {
            String::new()
        } else {
            format!(" to {}", rule.route)
        };
        reasons.push(format!("routing rule {}{route}", rule.id));
    }
    if reasons.is_empty() {
        reasons.push("no trigger fired and no routing rule applies".to_owned());
    }
    reasons.dedup();
    reasons
}

//! Policies of the settings as articles, so that claims are held against them as against each other.

use crate::knowledge::Article;
use crate::settings::policies::{PolicyRule, Start};

/// A policy rule in words.
pub(super) struct Stated<'p> {
    pub(super) rule: &'p PolicyRule,
    pub(super) article: Article,
}

/// The rules that name a time, each as an article: its words, or a sentence made of its values where
/// the words do not name them.
pub(super) fn stated<'p>(rules: &'p [PolicyRule], locale: Option<&str>) -> Vec<Stated<'p>> {
    rules
        .iter()
        .filter(|rule| !rule.disabled && !rule.removed)
        .filter_map(|rule| {
            let time = match (rule.days, rule.months) {
                (Some(days), _) => format!("{days} days"),
                (None, Some(months)) => format!("{months} months"),
                (None, None) => return None,
            };
            let mut body = rule.why.clone();
            let named = super::quantity::find(&rule.why).iter().any(|found| {
                super::quantity::find(&time)
                    .iter()
                    .any(|wanted| super::quantity::agree(found, wanted))
            });
            if !named {
                body = format!(
                    "{} {}: within {time} of {}{}.",
                    rule.tiers.join(", "),
                    rule.policy.replace(['_', '.'], " "),
                    match rule.counts_from {
                        Start::DeliveredAt => "delivery",
                        Start::PlacedAt => "the order",
                    },
                    if rule.categories.is_empty() {
                        String::new()
                    } else {
                        format!(" for {}", rule.categories.join(", "))
                    }
                );
            }
            Some(Stated {
                rule,
                article: Article {
                    id: format!("policies.{}", rule.id),
                    title: rule.policy.replace(['_', '.'], " "),
                    body,
                    locale: locale.map(str::to_owned),
                    ..Article::default()
                },
            })
        })
        .collect()
}

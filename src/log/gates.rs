//! The gates of the phases: what a team has to have on record before the assistant may do more.

use super::figures::{Figures, csat};
use super::interval::{Difference, Proportion};
use super::merge::Merged;
use crate::decimal;
use crate::json::{self, Plain};
use crate::ticket::Time;
use serde_json::Value;
use std::collections::BTreeMap;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// A draft counts as lightly edited when so much of it was left standing.
const LIGHT: f64 = 0.8;

/// What the gates ask for.
#[derive(Debug, Clone, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct GateSettings {
    /// Drafts: days on record.
    pub draft_days: usize,
    /// Drafts: tickets that were analysed.
    pub draft_tickets: usize,
    /// Drafts: tickets whose intent was judged.
    pub draft_labelled: usize,
    /// Drafts: above this must the interval of the routing agreement lie, 0 to 1.
    pub draft_agreement: f64,
    /// Autonomy: days on record.
    pub autonomy_days: usize,
    /// Autonomy: drafts of the category that were sent.
    pub autonomy_drafts: usize,
    /// Autonomy: the share of them that was accepted or lightly edited, 0 to 1.
    pub autonomy_accepted: f64,
    /// Autonomy: by so much may CSAT be worse than the baseline, 0 to 1.
    pub autonomy_csat_margin: f64,
}

impl Default for GateSettings {
    fn default() -> Self {
        Self {
            draft_days: 90,
            draft_tickets: 500,
            draft_labelled: 200,
            draft_agreement: 0.9,
            autonomy_days: 180,
            autonomy_drafts: 300,
            autonomy_accepted: 0.8,
            autonomy_csat_margin: 0.02,
        }
    }
}

impl GateSettings {
    /// Reads what a settings document says of the gates; `null` leaves the shipped ones.
    ///
    /// # Errors
    /// When the value is not of the shape, in words.
    pub fn read(value: &Value) -> Result<Self, String> {
        if value.is_null() {
            return Ok(Self::default());
        }
        json::shape(value.clone(), None).map_err(|error| error.to_string())
    }
}

/// A gate.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Gate {
    /// The phase behind it.
    pub phase: u8,
    /// The intent; empty for all.
    pub category: String,
    /// Whether every condition is met.
    pub met: bool,
    /// The lead who opened it all the same.
    pub opened_by: Option<Override>,
    /// What it asks for.
    pub conditions: Vec<Condition>,
}

/// A gate that somebody opened with a reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Override {
    /// Who.
    pub actor: String,
    /// When, RFC 3339.
    pub at: String,
    /// Why, as he typed it.
    pub reason: String,
}

/// A condition of a gate.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Condition {
    /// `days`, `tickets`, `labelled`, `agreement`, `drafts`, `accepted` or `csat`.
    pub name: String,
    /// Whether it is met.
    pub met: bool,
    /// What is wanted.
    pub wanted: f64,
    /// What there is.
    pub have: f64,
    /// What it says, for people.
    pub words: String,
    /// The share that it rests on.
    pub share: Option<Proportion>,
    /// The difference that it rests on.
    pub difference: Option<Difference>,
}

/// The gate of phase 2.
pub(super) fn drafts(merged: &Merged, figures: &Figures, wanted: &GateSettings, now: i64) -> Gate {
    let agreement = figures.agreement;
    let conditions = vec![
        days(merged, wanted.draft_days, now),
        count(
            "tickets",
            "analysed tickets",
            figures.tickets,
            wanted.draft_tickets,
        ),
        count(
            "labelled",
            "labelled tickets",
            figures.labelled,
            wanted.draft_labelled,
        ),
        Condition {
            name: "agreement".to_owned(),
            met: agreement.of > 0 && agreement.low > wanted.draft_agreement,
            wanted: wanted.draft_agreement,
            have: agreement.low,
            words: format!(
                "routing agreement: {}; the interval has to lie above {}",
                told(agreement),
                percent(wanted.draft_agreement)
            ),
            share: Some(agreement),
            difference: None,
        },
    ];
    gate(merged, 2, "", conditions)
}

/// The gates of phase 3, one for each intent.
pub(super) fn autonomy(
    merged: &Merged,
    figures: &Figures,
    wanted: &GateSettings,
    now: i64,
) -> Vec<Gate> {
    let mut sent: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (_, reply) in merged.of_kind("reply_sent") {
        let (light, all) = sent.entry(&reply.intent).or_default();
        *light += usize::from(reply.survival >= LIGHT);
        *all += 1;
    }
    let named = figures.intents.iter().filter(|one| !one.intent.is_empty());
    named
        .map(|one| {
            let (light, all) = sent.get(one.intent.as_str()).copied().unwrap_or_default();
            let accepted = Proportion::of(light, all);
            let conditions = vec![
                days(merged, wanted.autonomy_days, now),
                count("drafts", "sent drafts", all, wanted.autonomy_drafts),
                Condition {
                    name: "accepted".to_owned(),
                    met: all > 0 && accepted.share >= wanted.autonomy_accepted,
                    wanted: wanted.autonomy_accepted,
                    have: accepted.share,
                    words: format!(
                        "drafts accepted or lightly edited: {}; {} are wanted",
                        told(accepted),
                        percent(wanted.autonomy_accepted)
                    ),
                    share: Some(accepted),
                    difference: None,
                },
                satisfaction(merged, &one.intent, wanted.autonomy_csat_margin),
            ];
            gate(merged, 3, &one.intent, conditions)
        })
        .collect()
}

/// CSAT with the assistant's part is not worse than without by more than the margin: the lower end of the
/// difference's interval lies above it (non-inferiority).
fn satisfaction(merged: &Merged, intent: &str, margin: f64) -> Condition {
    let human = csat(merged, false, Some(intent));
    let ai = csat(merged, true, Some(intent));
    let rated = human.of > 0 && ai.of > 0;
    let difference = Difference::between(ai, human);
    let points = |share: f64| decimal::fixed(share * 100.0, 1);
    let words = if rated {
        format!(
            "CSAT against the baseline: {} points ({} to {}); not below -{}",
            points(difference.value),
            points(difference.low),
            points(difference.high),
            points(margin)
        )
    } else {
        format!(
            "CSAT against the baseline: no ratings yet ({} with drafts, {} without)",
            ai.of, human.of
        )
    };
    Condition {
        name: "csat".to_owned(),
        met: rated && difference.low > -margin,
        wanted: -margin,
        have: if rated { difference.low } else { 0.0 },
        words,
        share: None,
        difference: rated.then_some(difference),
    }
}

fn days(merged: &Merged, wanted: usize, now: i64) -> Condition {
    let since = merged.first_analysis.as_deref().map(Time::new);
    let have = since
        .and_then(|time| time.millis())
        .map_or(0, |first| usize::try_from((now - first) / DAY).unwrap_or(0));
    count("days", "days on record", have, wanted)
}

fn count(name: &str, what: &str, have: usize, wanted: usize) -> Condition {
    Condition {
        name: name.to_owned(),
        met: have >= wanted,
        wanted: wanted as f64,
        have: have as f64,
        words: format!("{what}: {have} of {wanted}"),
        share: None,
        difference: None,
    }
}

fn gate(merged: &Merged, phase: u8, category: &str, conditions: Vec<Condition>) -> Gate {
    let opened_by = merged
        .of_kind("override")
        .filter(|(_, content)| content.phase == phase && content.category == category)
        .last()
        .filter(|(_, content)| !content.withdrawn)
        .map(|(entry, content)| Override {
            actor: entry.actor.clone(),
            at: entry.at.clone(),
            reason: content.reason.clone(),
        });
    Gate {
        phase,
        category: category.to_owned(),
        met: conditions.iter().all(|condition| condition.met),
        opened_by,
        conditions,
    }
}

fn percent(share: f64) -> String {
    format!("{} %", decimal::fixed(share * 100.0, 1))
}

fn told(share: Proportion) -> String {
    if share.of == 0 {
        return "none yet".to_owned();
    }
    format!(
        "{} ({} of {}; {} to {})",
        percent(share.share),
        share.part,
        share.of,
        percent(share.low),
        percent(share.high)
    )
}

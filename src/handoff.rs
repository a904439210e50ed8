//! The hand-off: one package with the full picture, for whoever takes a ticket over, so that nobody asks
//! the customer again. A pure function of ticket and analysis.

mod markdown;
mod timeline;
mod words;

pub use markdown::markdown;

use crate::analysis::{
    AccountFact, Analysis, PolicyFlag, ResolutionPath, Severity, Summary, Tier, Versions,
};
use crate::decimal;
use crate::evidence::Evidence;
use crate::json::{self, Plain};
use crate::text::masking::Masker;
use crate::text::{Conversation, Passage};
use crate::ticket::{Role, Ticket, Time, Visibility};

/// How the package is made.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct HandoffOptions {
    /// Whether personal data are hidden.
    pub masked: bool,
    /// `json`; anything else is Markdown.
    pub format: String,
    /// The intent's display name.
    pub intent_name: String,
}

/// The package.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Handoff {
    /// The ticket's id.
    pub ticket_id: String,
    /// The number that agents see.
    pub number: String,
    /// Subject line.
    pub subject: String,
    /// Where the ticket is.
    pub url: String,
    /// The moment for which this holds, RFC 3339.
    pub now: String,
    /// Whether personal data are hidden.
    pub masked: bool,
    /// Who should own it.
    pub tier: Tier,
    /// Team or queue.
    pub route: String,
    /// Minutes to the first reply.
    pub sla_minutes: Option<u32>,
    /// What to do first: in the specialist and manager tiers.
    pub recommended_action: Option<ResolutionPath>,
    /// The summary, each clause with its sources.
    pub summary: Summary,
    /// What the verdicts rest on, in words, with the messages.
    pub reasoning: Vec<Reason>,
    /// What the policies say.
    pub policies: Vec<PolicyFlag>,
    /// Ways to resolve it.
    pub resolution_paths: Vec<ResolutionPath>,
    /// Articles that fit.
    pub articles: Vec<Pointer>,
    /// What happened when, oldest first: in the specialist and manager tiers.
    pub timeline: Vec<Moment>,
    /// Every message, by its id.
    pub transcript: Vec<Turn>,
    /// What computed it.
    pub versions: Versions,
}

/// A verdict and what it rests on.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Reason {
    /// The verdict in words.
    pub text: String,
    /// Words of the ticket, each with its place.
    pub evidence: Vec<AccountFact>,
}

/// A title and where it leads.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Pointer {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Address, if it has one.
    pub url: Option<String>,
}

/// Something that happened.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Moment {
    /// When, as the ticket writes it.
    pub at: String,
    /// What.
    pub text: String,
    /// Message id or path in the ticket.
    pub source: String,
}

/// A message of the transcript.
#[derive(Debug, Clone, PartialEq, Plain)]
pub struct Turn {
    /// The message.
    pub message_id: String,
    /// When, as the ticket writes it.
    pub at: String,
    /// In which role it was written.
    pub role: Role,
    /// By whom.
    pub name: String,
    /// Whether only the team can read it.
    pub internal: bool,
    /// How it begins.
    pub starts: String,
    /// How many files came with it.
    pub files: usize,
}

/// The package of a ticket.
#[must_use]
pub fn package(ticket: &Ticket, analysis: &Analysis, options: &HandoffOptions) -> Handoff {
    let masker = if options.masked {
        Masker::of(ticket)
    } else {
        Masker::default()
    };
    let conversation = Conversation::read(ticket);
    let escalated = matches!(analysis.escalation.tier, Tier::Specialist | Tier::Manager);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let messages = ticket.messages.iter().zip(&conversation.messages);
    let transcript: Vec<Turn> = messages
        .map(|(message, passage)| Turn {
            message_id: message.id.clone(),
            at: time(message.at.as_ref()),
            role: message.author.role,
            name: text(&message.author.name),
            internal: message.visibility == Visibility::Internal,
            starts: starts(&masker.hide(&own_words(passage))),
            files: message.attachments.len(),
        })
        .collect();
    let mut package = Handoff {
        ticket_id: analysis.ticket_id.clone(),
        number: text(&ticket.number),
        subject: text(&ticket.subject),
        url: ticket
            .source
            .as_ref()
            .map_or_else(String::new, |source| text(&source.url)),
        now: analysis.now.clone(),
        masked: options.masked,
        tier: analysis.escalation.tier,
        route: analysis.escalation.route.clone(),
        sla_minutes: analysis.escalation.sla_minutes,
        recommended_action: analysis
            .resolution_paths
            .first()
            .filter(|_| escalated)
            .cloned(),
        summary: analysis.summary.clone(),
        reasoning: reasoning(analysis, &options.intent_name),
        policies: analysis.policy_flags.clone(),
        resolution_paths: analysis.resolution_paths.clone(),
        articles: analysis
            .knowledge
            .iter()
            .map(|hit| Pointer {
                id: hit.article_id.clone(),
                title: hit.title.clone(),
                url: hit.url.clone(),
            })
            .collect(),
        timeline: Vec::new(),
        transcript,
        versions: analysis.versions.clone(),
    };
    if escalated {
        package.timeline = timeline::of(ticket, analysis, &package.transcript);
    }
    if options.masked {
        let mut value = serde_json::from_str(&json::text(&package)).unwrap_or_default();
        masker.hide_in(&mut value);
        // What was just written can be read.
        package = json::shape(value, None).unwrap_or_default();
    }
    package
}

/// The package as the options want it: JSON in one line, or Markdown.
#[must_use]
pub fn written(ticket: &Ticket, analysis: &Analysis, options: &HandoffOptions) -> String {
    let package = package(ticket, analysis, options);
    if options.format == "json" {
        json::text(&package)
    } else {
        markdown(&package)
    }
}

fn time(at: Option<&Time>) -> String {
    at.map_or_else(String::new, |at| at.text().to_owned())
}

/// What the writer wrote himself, in one line.
fn own_words(passage: &Passage) -> String {
    let own = passage.own_text();
    own.split_whitespace()
        .take(40)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The first words.
fn starts(text: &str) -> String {
    const LONGEST: usize = 90;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => {
            let head = text.get(..end).unwrap_or("");
            let words = head.rsplit_once(' ').map_or(head, |(words, _)| words);
            format!("{words}…")
        }
        None => text.to_owned(),
    }
}

/// What the verdicts rest on: triggers first, then the intent, the sentiment and the route.
fn reasoning(analysis: &Analysis, intent_name: &str) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for trigger in &analysis.triggers {
        let notice = match trigger.severity {
            Severity::Escalate => "",
            Severity::Notice => " (notice)",
        };
        let mut text = format!(
            "{}{notice}, rule {}",
            words::trigger(&trigger.kind),
            trigger.rule
        );
        if let (Some(value), Some(threshold)) = (&trigger.value, &trigger.threshold) {
            text.push_str(&format!(
                ": {}, threshold {}",
                words::value(value),
                words::value(threshold)
            ));
        }
        if !trigger.reason.is_empty() {
            text.push_str(&format!(": {}", trigger.reason));
        }
        reasons.push(Reason {
            text,
            evidence: facts(&trigger.evidence),
        });
    }
    let intent = &analysis.intent;
    let text = match intent.abstained {
        Some(reason) => format!("Intent unsure: {}", words::abstention(reason)),
        None => format!(
            "Intent: {intent_name}, confidence {} ({} %)",
            words::band(intent.band),
            decimal::fixed(intent.confidence * 100.0, 0)
        ),
    };
    reasons.push(Reason {
        text,
        evidence: facts(&intent.evidence),
    });
    let sentiment = &analysis.sentiment;
    if !sentiment.label.is_empty() {
        reasons.push(Reason {
            text: format!(
                "Sentiment: {}, {}",
                sentiment.label,
                words::trend(sentiment.trend)
            ),
            evidence: facts(&sentiment.evidence),
        });
    }
    // What routed the ticket, beside the triggers' own reasons.
    let routed = analysis.escalation.reasons.iter().filter(|reason| {
        let kind = reason.split(':').next().unwrap_or("");
        analysis.triggers.iter().all(|trigger| trigger.kind != kind)
    });
    reasons.extend(routed.map(|text| Reason {
        text: text.clone(),
        evidence: Vec::new(),
    }));
    reasons
}

/// Evidence as words and place.
fn facts(evidence: &[Evidence]) -> Vec<AccountFact> {
    const MOST: usize = 5;
    let fact = |evidence: &Evidence| {
        let (label, source) = match evidence {
            Evidence::Message { message_id, .. } => ("message", message_id.clone()),
            Evidence::Subject { .. } => ("subject", "subject".to_owned()),
            Evidence::Field { path, .. } => ("field", path.clone()),
            Evidence::Settings { path, .. } => ("settings", path.clone()),
            Evidence::Order { order_id, path, .. } => ("order", format!("{order_id}, {path}")),
            Evidence::Ticket {
                ticket_id, path, ..
            } => ("ticket", format!("{ticket_id}, {path}")),
            Evidence::Article { article_id, .. } => ("article", article_id.clone()),
        };
        AccountFact {
            label: label.to_owned(),
            value: words::quoted(evidence),
            source,
        }
    };
    evidence.iter().take(MOST).map(fact).collect()
}

#[cfg(test)]
mod tests;

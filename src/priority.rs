//! How urgent a ticket is: a sum of factors, each with its evidence.
//!
//! Each signal is brought to 0..1 (the trend to -1..1) and multiplied by its weight of the settings;
//! intents and triggers add their own points. The score is the sum, clamped to 0..100.

use crate::analysis::{
    IntentVerdict, LanguageVerdict, PriorityFactor, PriorityLevel, PriorityVerdict,
    SentimentVerdict, Severity, Trend, Trigger,
};
use crate::evidence::Evidence;
use crate::identity::KnownTicket;
use crate::round::round4;
use crate::settings::priority::PriorityWeights;
use crate::ticket::{Message, Role, Status, Time, Visibility};
use serde_json::{Value, json};

const HOUR: f64 = 3_600_000.0;
const DAY: f64 = 24.0 * HOUR;
/// Years after which tenure counts in full.
const LONG_TENURE: f64 = 5.0;
/// Values of a contract and of all purchases that count in full.
const HIGH_CONTRACT: f64 = 10_000.0;
const HIGH_LIFETIME: f64 = 5_000.0;
/// Hours of waiting that count in full where the helpdesk sets no service level.
const LONG_WAIT: f64 = 48.0;
/// Earlier tickets that count in full, and the days in which they count as recent.
const MANY_TICKETS: f64 = 4.0;
const RECENT_DAYS: f64 = 30.0;

/// The priority as of `now` (milliseconds since 1970 UTC).
#[must_use]
pub fn score(
    weights: &PriorityWeights,
    known: &KnownTicket,
    intent: &IntentVerdict,
    _language: &LanguageVerdict,
    sentiment: &SentimentVerdict,
    triggers: &[Trigger],
    now: i64,
) -> PriorityVerdict {
    let mut sum = Sum {
        weights,
        factors: Vec::new(),
    };
    customer(&mut sum, known, now);
    feeling(&mut sum, sentiment);
    earlier_tickets(&mut sum, known, now);
    waiting(&mut sum, known, now);
    if intent.abstained.is_none() {
        let points = weights.intents.get(&intent.label).copied().unwrap_or(0.0);
        sum.points(
            "intent",
            points,
            json!(intent.label),
            intent.evidence.clone(),
        );
    }
    for trigger in triggers
        .iter()
        .filter(|trigger| trigger.severity == Severity::Escalate)
    {
        let points = weights.triggers.get(&trigger.kind).copied().unwrap_or(0.0);
        sum.points(
            "trigger",
            points,
            json!(trigger.kind),
            trigger.evidence.clone(),
        );
    }
    sum.finish()
}

struct Sum<'a> {
    weights: &'a PriorityWeights,
    factors: Vec<PriorityFactor>,
}

impl Sum<'_> {
    /// Adds a signal of strength -1..1.
    fn signal(&mut self, signal: &str, strength: f64, value: Value, evidence: Vec<Evidence>) {
        let weight = self.weights.weights.get(signal).copied().unwrap_or(0.0);
        self.points(signal, weight * strength.clamp(-1.0, 1.0), value, evidence);
    }

    /// Adds points; what adds nothing is left out.
    fn points(&mut self, signal: &str, points: f64, value: Value, evidence: Vec<Evidence>) {
        let contribution = round4(points);
        if contribution != 0.0 {
            self.factors.push(PriorityFactor {
                signal: signal.to_owned(),
                contribution,
                value,
                evidence,
            });
        }
    }

    fn finish(self) -> PriorityVerdict {
        let sum: f64 = self.factors.iter().map(|factor| factor.contribution).sum();
        let score = round4(sum.clamp(0.0, 100.0));
        let from =
            |level: &str, default: f64| self.weights.levels.get(level).copied().unwrap_or(default);
        let level = if score >= from("urgent", 60.0) {
            PriorityLevel::Urgent
        } else if score >= from("high", 30.0) {
            PriorityLevel::High
        } else if score >= from("normal", 10.0) {
            PriorityLevel::Normal
        } else {
            PriorityLevel::Low
        };
        PriorityVerdict {
            score,
            level,
            factors: self.factors,
        }
    }
}

fn customer(sum: &mut Sum<'_>, known: &KnownTicket, now: i64) {
    if !known.vip.is_empty() {
        sum.signal("vip", 1.0, json!(true), known.vip.clone());
    }
    let Some(requester) = &known.ticket.requester else {
        return;
    };
    if let Some(since) = requester.created_at.as_ref().and_then(Time::millis) {
        let years = round4((now - since) as f64 / DAY / 365.25);
        let path = "requester.created_at";
        let text = requester.created_at.as_ref().map_or("", Time::text);
        let evidence = vec![known.evidence(path, json!(text))];
        sum.signal(
            "tenure",
            years.max(0.0) / LONG_TENURE,
            json!(years),
            evidence,
        );
    }
    let values = [
        ("contract_value", &requester.contract_value, HIGH_CONTRACT),
        ("lifetime_value", &requester.lifetime_value, HIGH_LIFETIME),
    ];
    for (signal, money, high) in values {
        if let Some((money, number)) = money
            .as_ref()
            .and_then(|money| Some((money, money.number()?)))
        {
            let evidence = vec![known.evidence(&format!("requester.{signal}"), json!(money))];
            sum.signal(signal, number.max(0.0) / high, json!(money), evidence);
        }
    }
}

fn feeling(sum: &mut Sum<'_>, sentiment: &SentimentVerdict) {
    if sentiment.score < 0.0 {
        sum.signal(
            "sentiment",
            -sentiment.score,
            json!(sentiment.score),
            sentiment.evidence.clone(),
        );
    }
    let trend = match sentiment.trend {
        Trend::Worsening => 1.0,
        Trend::Improving => -0.5,
        Trend::Steady => 0.0,
    };
    sum.signal("trend", trend, json!(sentiment.trend), Vec::new());
}

fn earlier_tickets(sum: &mut Sum<'_>, known: &KnownTicket, now: i64) {
    let mut open = Vec::new();
    let mut recent = Vec::new();
    for previous in &known.ticket.previous_tickets {
        let evidence = |path: &str, value: Value| Evidence::Ticket {
            ticket_id: previous.id.clone(),
            path: path.to_owned(),
            value,
        };
        if let Some(status) = previous
            .status
            .filter(|status| !matches!(status, Status::Solved | Status::Closed))
        {
            open.push(evidence("status", json!(status)));
        }
        if let Some(at) = &previous.created_at
            && at
                .millis()
                .is_some_and(|at| at <= now && (now - at) as f64 <= RECENT_DAYS * DAY)
        {
            recent.push(evidence("created_at", json!(at.text())));
        }
    }
    for (signal, evidence) in [("open_tickets", open), ("recent_tickets", recent)] {
        let count = evidence.len();
        sum.signal(signal, count as f64 / MANY_TICKETS, json!(count), evidence);
    }
}

/// How long the customer has waited for an answer, against the service level where there is one.
fn waiting(sum: &mut Sum<'_>, known: &KnownTicket, now: i64) {
    let ticket = &known.ticket;
    if matches!(ticket.status, Some(Status::Solved | Status::Closed)) {
        return;
    }
    let unanswered: Vec<&Message> = ticket
        .messages
        .iter()
        .rev()
        .filter(|message| {
            message.visibility == Visibility::Public && message.author.role != Role::System
        })
        .take_while(|message| message.author.role == Role::Customer)
        .collect();
    let Some(since) = unanswered
        .last()
        .and_then(|message| message.at.as_ref())
        .and_then(Time::millis)
        .filter(|since| *since <= now)
    else {
        return;
    };
    let waited = (now - since) as f64;
    let due = ticket
        .sla
        .as_ref()
        .and_then(|sla| sla.first_reply_at.as_ref().or(sla.resolve_at.as_ref()))
        .map(|due| ("sla.first_reply_at", due))
        .or_else(|| ticket.due_at.as_ref().map(|due| ("due_at", due)));
    let by_level = due.and_then(|(path, due)| {
        let span = (due.millis()? - since) as f64;
        let strength = if span <= 0.0 { 1.0 } else { waited / span };
        Some((strength, vec![known.evidence(path, json!(due.text()))]))
    });
    let (strength, evidence) = by_level.unwrap_or((waited / HOUR / LONG_WAIT, Vec::new()));
    sum.signal(
        "waiting",
        strength,
        json!(format!("{} h", round4(waited / HOUR).round())),
        evidence,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    const NOW: &str = "2026-11-20T12:00:00Z";

    /// Signals with their contributions, and the level.
    #[track_caller]
    fn check(ticket: Value, score_of: f64, triggers: &[&str], expected: &str) {
        let settings = Settings::read("").expect("sound defaults");
        let mut ticket = ticket;
        ticket["id"] = json!("1");
        ticket["messages"] = ticket.get("messages").cloned().unwrap_or(json!([]));
        let known = KnownTicket {
            ticket: serde_json::from_value(ticket).expect("a ticket"),
            ..KnownTicket::default()
        };
        let triggers: Vec<Trigger> = triggers
            .iter()
            .map(|kind| Trigger {
                kind: (*kind).to_owned(),
                severity: Severity::Escalate,
                ..Trigger::default()
            })
            .collect();
        let sentiment = SentimentVerdict {
            score: score_of,
            ..SentimentVerdict::default()
        };
        let verdict = score(
            &settings.priority,
            &known,
            &IntentVerdict::default(),
            &LanguageVerdict::default(),
            &sentiment,
            &triggers,
            Time::new(NOW).millis().expect("a moment"),
        );
        let sum: f64 = verdict
            .factors
            .iter()
            .map(|factor| factor.contribution)
            .sum();
        assert_eq!(verdict.score, round4(sum.clamp(0.0, 100.0)));
        let factors: Vec<String> = verdict
            .factors
            .iter()
            .map(|factor| format!("{} {}", factor.signal, factor.contribution))
            .collect();
        assert_eq!(
            format!("{} {:?}", factors.join(", "), verdict.level),
            expected
        );
    }

    #[test]
    fn sums_factors() {
        check(json!({}), 0.0, &[], " Low");
        check(json!({}), -1.0, &[], "sentiment 15 Normal");
        check(json!({}), 0.0, &["safety_crisis"], "trigger 70 Urgent");
        check(
            json!({"requester": {"lifetime_value": {"amount": "9000", "currency": "USD"}}}),
            0.0,
            &[],
            "lifetime_value 8 Low",
        );
        check(
            json!({"previous_tickets": [{"id": "a", "status": "open", "created_at": "2026-11-10T00:00:00Z"}]}),
            0.0,
            &[],
            "open_tickets 1.25, recent_tickets 1.25 Low",
        );
    }

    #[test]
    fn waiting_counts_from_the_first_unanswered_message() {
        let at = |role: &str, at: &str| json!({"id": at, "at": at, "author": {"role": role}, "body": "x"});
        check(
            json!({"messages": [at("customer", "2026-11-18T12:00:00Z"), at("customer", "2026-11-20T11:00:00Z")]}),
            0.0,
            &[],
            "waiting 20 Normal",
        );
        check(
            json!({"messages": [at("customer", "2026-11-18T12:00:00Z"), at("agent", "2026-11-19T12:00:00Z")]}),
            0.0,
            &[],
            " Low",
        );
        check(
            json!({"messages": [at("customer", "2026-11-20T10:00:00Z")], "sla": {"first_reply_at": "2026-11-20T14:00:00Z"}}),
            0.0,
            &[],
            "waiting 10 Normal",
        );
    }
}

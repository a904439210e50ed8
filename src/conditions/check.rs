//! Refuses conditions that could never hold, or not as they look.

use super::{Reader, split};
use crate::analysis::{IntentVerdict, LanguageVerdict, SentimentVerdict};
use crate::json::{self, Plain, View};
use crate::settings::SettingsError;
use crate::settings::conditions::Condition;
use crate::ticket::Ticket;

/// How deep conditions may stand in conditions.
const DEEPEST: usize = 6;

/// A ticket that has everything: what a path may name.
const WHOLE_TICKET: &str = r#"{"id":"","source":{},"sla":{},"assignee":{},"participants":[{}],
    "current_agent":{},"requester":{"organization":{},"lifetime_value":{"amount":"","currency":""},
    "contract_value":{"amount":"","currency":""}},"orders":[{"id":"","total":{"amount":"","currency":""},
    "shipping_address":{},"tracking":{},"payments":[{"amount":{"amount":"","currency":""}}],
    "items":[{"price":{"amount":"","currency":""}}]}],
    "messages":[{"id":"","author":{},"body":"","attachments":[{}]}],"previous_tickets":[{"id":""}],
    "rating":{}}"#;

/// Refuses conditions that could never hold, or not as they look. `path` is where the condition stands.
///
/// # Errors
/// When a path names nothing that a ticket has, a test is missing its fact, or bounds contradict each other.
pub(crate) fn check(
    condition: &Condition,
    reader: Reader,
    path: &str,
) -> Result<(), SettingsError> {
    if condition.is_empty() {
        return Err(empty(path));
    }
    let scope = Scope {
        whole: json::read(WHOLE_TICKET).unwrap_or_default(),
        reader,
    };
    check_inner(condition, path, &scope, "", 0)
}

/// What paths may name.
struct Scope {
    whole: Ticket,
    reader: Reader,
}

fn empty(path: &str) -> SettingsError {
    SettingsError::new(
        "empty_condition",
        "a condition asks nothing",
        "write a `field` into it, or take it out",
        path,
    )
}

fn check_inner(
    condition: &Condition,
    path: &str,
    scope: &Scope,
    within: &str,
    depth: usize,
) -> Result<(), SettingsError> {
    let refuse = |code: &'static str, message: String, help: &str, key: &str| {
        Err(SettingsError::new(
            code,
            message,
            help,
            format!("{path}{key}"),
        ))
    };
    if depth > DEEPEST {
        return refuse(
            "condition_too_deep",
            format!("conditions stand more than {DEEPEST} deep in each other"),
            "write two rules",
            "",
        );
    }
    if condition.field.is_empty() && condition.tests() {
        return refuse(
            "condition_without_field",
            "a condition tests something, but does not say what".to_owned(),
            "write a `field` beside it, such as \"requester.tags\"",
            "",
        );
    }
    for (key, field) in [
        (".field", &condition.field),
        (".same_as", &condition.same_as),
        (".covers", &condition.covers),
    ] {
        if !field.is_empty() && !scope.exists(field, within) {
            return refuse(
                "unknown_field",
                format!("a ticket has no `{field}`"),
                "write a path such as `requester.tags`, `fields.NAME`, `requester.fields.NAME`, `orders.status`, \
                 `previous_tickets.created_at`, `intent.label`, `language.code`, `sentiment.score` or `tier`",
                key,
            );
        }
    }
    if let (Some(least), Some(most)) = (condition.at_least, condition.at_most)
        && least > most
    {
        return refuse(
            "contradiction",
            format!(
                "nothing is at least {} and at most {}",
                json::text(&least),
                json::text(&most)
            ),
            "swap the two bounds, or take one out",
            ".at_least",
        );
    }
    if condition.times == Some(0) {
        return refuse(
            "bad_count",
            "a count of zero always holds".to_owned(),
            "write 1 or more; for \"none\" put the condition into `not`",
            ".times",
        );
    }
    let groups = [
        ("all", &condition.all),
        ("any", &condition.any),
        ("not", &condition.not),
        ("has", &condition.has),
    ];
    for (key, group) in groups {
        let within = if key == "has" {
            &condition.field
        } else {
            within
        };
        for (at, one) in group.iter().enumerate() {
            if one.is_empty() {
                return Err(empty(&format!("{path}.{key}[{at}]")));
            }
            check_inner(
                one,
                &format!("{path}.{key}[{at}]"),
                scope,
                within,
                depth + 1,
            )?;
        }
    }
    Ok(())
}

impl Scope {
    /// Whether there may be a fact under a path; `within` is what a leading point stands for.
    fn exists(&self, path: &str, within: &str) -> bool {
        if path.starts_with('.') {
            return !within.is_empty() && self.exists(&format!("{within}{path}"), "");
        }
        let (root, rest) = split(path);
        let under = |list: &str| {
            let path = format!("{list}.{rest}");
            self.reader == Reader::Policy && names(&self.whole, path.trim_end_matches('.'))
        };
        match root {
            "tier" | "country" => rest.is_empty(),
            "order" => under("orders"),
            "item" => under("orders.items"),
            "intent" => names(&IntentVerdict::default(), rest),
            "language" => {
                self.reader == Reader::Trigger && names(&LanguageVerdict::default(), rest)
            }
            "sentiment" => {
                self.reader == Reader::Trigger && names(&SentimentVerdict::default(), rest)
            }
            _ => names(&self.whole, path),
        }
    }
}

/// Whether data of this shape may have a fact under a path.
fn names(plain: &dyn Plain, path: &str) -> bool {
    match plain.view() {
        View::List(list) => list.item(0).is_some_and(|item| names(item, path)) || path.is_empty(),
        View::Record(record) if !path.is_empty() => {
            let (name, rest) = split(path);
            let mut fields = record.shape().fields.iter();
            let number = fields.position(|field| field.name == name);
            number
                .and_then(|number| record.field(number))
                .is_some_and(|field| names(field, rest))
        }
        View::Map(_) | View::Value(_) => true,
        _ => path.is_empty(),
    }
}

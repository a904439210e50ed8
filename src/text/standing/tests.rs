//! Standings of whole conversations.

use crate::text::{Conversation, Standing};
use crate::ticket::Ticket;

/// `messages`: role, visibility, body. `expected`: the sentences with at least the standing.
fn check(channel: &str, messages: &[(&str, &str, &str)], least: Standing, expected: &[&str]) {
    let messages: Vec<serde_json::Value> = messages
        .iter()
        .enumerate()
        .map(|(at, (role, visibility, body))| {
            serde_json::json!({"id": format!("m{at}"), "author": {"role": role}, "visibility": visibility, "body": body})
        })
        .collect();
    let ticket: Ticket = serde_json::from_value(
        serde_json::json!({"id": "1", "channel": channel, "messages": messages}),
    )
    .unwrap();
    let conversation = Conversation::read(&ticket);
    let found: Vec<&str> = conversation
        .passages()
        .flat_map(|passage| {
            passage
                .sentences
                .iter()
                .map(move |sentence| (passage, sentence))
        })
        .filter(|(_, sentence)| sentence.standing == least)
        .map(|(passage, sentence)| passage.text(&sentence.visible))
        .collect();
    assert_eq!(found, expected, "{messages:?}");
}

#[test]
fn a_quote_that_stands_nowhere_else_is_reported() {
    let quote = "Thanks for nothing.\n\nOn Tue, Nov 17, 2026 at 8:14 PM Rob <rob@example.com> wrote:\n> Still nothing here after all of these weeks.\n> I will call my lawyer about\n> the sleeping bag.";
    check(
        "email",
        &[("customer", "public", quote)],
        Standing::Reported,
        &[
            "Still nothing here after all of these weeks.",
            "I will call my lawyer about\n> the sleeping bag.",
        ],
    );
    check(
        "email",
        &[
            (
                "customer",
                "public",
                "Still nothing here after all of these weeks. I will call my lawyer about the sleeping bag.",
            ),
            ("customer", "public", quote),
        ],
        Standing::Reported,
        &[],
    );
    check(
        "email",
        &[("customer", "public", "Is it?\n> No way\nYes way")],
        Standing::Customer,
        &["Is it?", "Yes way"],
    );
}

#[test]
fn an_agents_report_of_the_customer_is_reported() {
    check(
        "email",
        &[(
            "agent",
            "internal",
            "Checked the order. Customer says the kettle burned her hand. Wants a refund.",
        )],
        Standing::Reported,
        &[
            "Customer says the kettle burned her hand.",
            "Wants a refund.",
        ],
    );
    check(
        "email",
        &[("agent", "internal", "Phone note: lid broke, will sue.")],
        Standing::Reported,
        &["Phone note: lid broke, will sue."],
    );
    check(
        "email",
        &[(
            "agent",
            "internal",
            "Kundin gibt an, dass der Akku gebrannt hat.",
        )],
        Standing::Reported,
        &["Kundin gibt an, dass der Akku gebrannt hat."],
    );
    check(
        "email",
        &[(
            "agent",
            "public",
            "Our legal team says hello. We take safety seriously.",
        )],
        Standing::Reported,
        &[],
    );
    check(
        "email",
        &[("agent", "public", "Customer service is open daily.")],
        Standing::Reported,
        &[],
    );
    check(
        "phone",
        &[("agent", "public", "Kettle caught fire. Photos follow.")],
        Standing::Reported,
        &["Kettle caught fire.", "Photos follow."],
    );
}

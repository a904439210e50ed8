//! Size and hostility: a conversation is read whatever is in it, and what comes out stays within the
//! size of what went in.

use super::*;
use crate::text::entities::{OrderPatterns, extract, money};

/// Reads a message, and returns how many sentences and entities there are.
fn check(body: &str, format: &str) -> (usize, usize) {
    let ticket: Ticket = serde_json::from_value(serde_json::json!({
        "id": "1", "subject": body.chars().take(200).collect::<String>(),
        "messages": [{"id": "m1", "at": "2026-11-18T09:00:00Z", "author": {"role": "customer"}, "format": format, "body": body}],
    }))
    .unwrap();
    let conversation = Conversation::read(&ticket);
    let mut sentences = 0;
    for passage in conversation.passages() {
        assert!(passage.visible.len() <= body.len() * 3 + 200);
        for sentence in &passage.sentences {
            sentences += 1;
            assert!(sentence.visible.len() <= 2004, "{}", sentence.visible.len());
            assert!(passage.visible.get(sentence.visible.clone()).is_some());
            let whole = 0..sentence.normal.text.len();
            let _ = passage.evidence_of(sentence, &whole);
        }
    }
    let sums = money::mentions(&conversation);
    let entities = extract(&conversation, &sums, &OrderPatterns::default());
    let _ = language::detect(&conversation, None, None);
    (sentences, entities.len())
}

#[test]
fn long_repetitions_of_anything_are_read() {
    for part in [
        "a",
        "<",
        "&",
        ">",
        "<b>",
        "<div>",
        "</x>",
        "1",
        "$",
        "1,",
        "1 ",
        "a@",
        ". ",
        "\n",
        "> ",
        "-\n",
        "On 1, x@y wrote\n",
        "l a w y e r ",
        "@",
        "http://",
        "order ",
        "一",
        "😀",
        "\u{301}",
        "<p style='",
        "customer ",
        "From: a\nTo: b\n",
    ] {
        for format in ["text", "html"] {
            let body = part.repeat(40_000 / part.len());
            check(&body, format);
        }
    }
}

proptest::proptest! {
    #[test]
    fn any_message_is_read(body in "(\\PC|[<>&;/a-z0-9$€.,:@ \n-]){0,200}", html in proptest::bool::ANY) {
        check(&body, if html { "html" } else { "text" });
    }
}

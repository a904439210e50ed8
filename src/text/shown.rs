//! The regions of messages as the panel shows them: what was not read as the writer's own new words.

use super::{Conversation, RegionKind, first_chars};
use crate::analysis::MessageRegion;

/// Regions that an analysis lists; a thread with more is no letter to read.
const MOST: usize = 60;
/// Characters of a region that are quoted.
const BEGINNING: usize = 60;

/// Every region but new text, in the order of the messages; at most 60.
#[must_use]
pub fn regions(conversation: &Conversation) -> Vec<MessageRegion> {
    let mut shown = Vec::new();
    for passage in &conversation.messages {
        for region in &passage.regions {
            let text = passage.text(&region.visible).trim();
            if region.kind == RegionKind::New || text.is_empty() || shown.len() >= MOST {
                continue;
            }
            shown.push(MessageRegion {
                message_id: passage.id().to_owned(),
                kind: region.kind.id().to_owned(),
                span: passage.body_span(&region.visible),
                beginning: first_chars(text.lines().next().unwrap_or(text), BEGINNING),
            });
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::ReadTicket;

    #[track_caller]
    fn check(body: &str, expected: &[(&str, &str)]) {
        let ticket = serde_json::json!({"id": "1", "messages": [{"id": "m1", "body": body}]});
        let ticket = ReadTicket::from_json(&ticket.to_string()).unwrap().ticket;
        let found = regions(&Conversation::read(&ticket));
        let told: Vec<(&str, &str)> = found
            .iter()
            .map(|region| (region.kind.as_str(), region.beginning.as_str()))
            .collect();
        assert_eq!(told, expected);
        for region in &found {
            let units: Vec<u16> = body.encode_utf16().collect();
            let own = String::from_utf16(&units[region.span.start..region.span.end]).unwrap();
            assert!(own.trim_start().starts_with(&region.beginning), "{own}");
        }
    }

    #[test]
    fn what_is_no_new_text_is_told() {
        check("Where is it?", &[]);
        check(
            "Où est-il ?\n\nSent from my iPhone\n",
            &[("mobile_footer", "Sent from my iPhone")],
        );
        check(
            "Still broken.\n\nOn Mon, 2 Nov 2026 at 10:00, Support wrote:\n> Try again.\n",
            &[("reply_quote", "On Mon, 2 Nov 2026 at 10:00, Support wrote:")],
        );
        check(
            "Still broken.\n\n-- \nAnn Lee\nBrightwell Ltd\n",
            &[("signature", "-- ")],
        );
    }
}

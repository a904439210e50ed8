//! A ticket as a query: what is asked counts most, then the subject, then what stands around it.

use crate::analysis::{Abstention, Entity, EntityKind, IntentVerdict};
use crate::knowledge::ranking::Part;
use crate::text::{Conversation, Passage, Standing};

/// Words of an ask beyond the question mark, in the languages that the engine reads.
const ASK_CUES: &[&str] = &[
    "how ",
    "can i",
    "can you",
    "could you",
    "would you",
    "please",
    "i need",
    "i want",
    "i would like",
    "i'd like",
    "where",
    "when ",
    "what ",
    "is there",
    "wie ",
    "kann ich",
    "können sie",
    "bitte",
    "möchte",
    "wann",
    "wo ",
    "comment",
    "pouvez",
    "je voudrais",
    "je souhaite",
    "où ",
    "quand",
    "cómo",
    "puedo",
    "pueden",
    "quiero",
    "quisiera",
    "dónde",
    "cuándo",
    "como posso",
    "posso",
    "gostaria",
    "quero",
    "onde",
    "quando",
    "come posso",
    "vorrei",
    "potete",
    "dove",
    "hoe ",
    "kan ik",
    "kunt u",
    "graag",
    "wil ik",
    "waar",
    "wanneer",
];
/// Only so much of a message's end and start is looked at.
const MOST_SENTENCES: usize = 40;

/// The query's parts.
pub(crate) fn parts(
    conversation: &Conversation,
    entities: &[Entity],
    intent: &IntentVerdict,
) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut add = |text: String, weight: f64| parts.push(Part { text, weight });
    if let Some(subject) = &conversation.subject {
        add(plain(subject, entities, &subject.visible), 0.8);
    }
    for (age, passage) in conversation.customer_messages().rev().take(3).enumerate() {
        let recent = if age == 0 { 1.0 } else { 0.4 };
        for sentence in passage
            .sentences
            .iter()
            .filter(|sentence| sentence.standing == Standing::Customer)
            .take(MOST_SENTENCES)
        {
            let text = passage.text(&sentence.visible);
            let asks = text.trim_end().ends_with('?')
                || ASK_CUES
                    .iter()
                    .any(|cue| sentence.normal.text.contains(cue));
            let weight = if asks { recent } else { 0.4 * recent };
            add(plain(passage, entities, text), weight);
        }
    }
    // The label's words help where the customer found none; they are English, as such bases mostly are.
    let sure = intent.abstained.is_none() || intent.abstained == Some(Abstention::Tie);
    if sure && !intent.label.is_empty() && intent.label != "other" {
        add(
            intent.label.replace('_', " "),
            0.4 * intent.confidence.clamp(0.0, 1.0),
        );
    }
    parts
}

/// Text without what names this case alone: order numbers, sums, addresses and the like.
fn plain(passage: &Passage, entities: &[Entity], text: &str) -> String {
    let mut text = text.to_owned();
    for entity in entities {
        let own = entity.message_id == passage.id()
            && !matches!(entity.kind, EntityKind::Product | EntityKind::Date);
        if own && entity.text.len() > 2 && text.contains(&entity.text) {
            text = text.replace(&entity.text, " ");
        }
    }
    text
}

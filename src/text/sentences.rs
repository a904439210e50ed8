//! Sentences by Unicode rules, ending at line breaks too.

use super::regions::{self, Region};
use super::{Normal, Sentence};
use crate::ticket::Role;
use unicode_segmentation::UnicodeSegmentation;

/// The sentences of a text, in order; blank ones are left out.
pub(crate) fn split(
    visible: &str,
    regions: &[Region],
    role: Role,
    _internal: bool,
) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for region in regions {
        let text = visible.get(region.visible.clone()).unwrap_or("");
        for (at, sentence) in text.split_sentence_bound_indices() {
            let trimmed = sentence.trim();
            if trimmed.is_empty() {
                continue;
            }
            let lead = sentence.len() - sentence.trim_start().len();
            let start = region.visible.start + at + lead;
            let range = start..start + trimmed.len();
            sentences.push(Sentence {
                normal: Normal::of(visible, &range),
                visible: range,
                region: region.kind,
                standing: regions::standing(region.kind, role == Role::Customer),
            });
        }
    }
    sentences
}

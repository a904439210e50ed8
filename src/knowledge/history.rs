//! Solved tickets, searched with the same index as articles.

mod closed;
pub mod import;

use super::{Article, IndexBuilder, IndexError, KnowledgeIndex, Search};
use crate::analysis::{Entity, IntentVerdict, SimilarTicket};
use crate::fingerprint::fnv1a;
use crate::json::{self, Plain};
use crate::sorted::Map;
use crate::text::Conversation;
use crate::text::vectors::Vectors;
use std::collections::BTreeMap;

/// A solved ticket of the team's history. Other keys are ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct SolvedTicket {
    /// Identifier.
    pub id: String,
    /// Subject.
    pub subject: String,
    /// What the customer wrote.
    pub text: String,
    /// Intent, where it was recorded.
    pub intent: Option<String>,
    /// How it was resolved.
    pub resolution: String,
    /// When, RFC 3339.
    pub solved_at: Option<String>,
}

impl SolvedTicket {
    /// Tells versions of its content apart: FNV-1a of its JSON.
    #[must_use]
    pub fn digest(&self) -> u64 {
        fnv1a(json::text(self).as_bytes())
    }
}

/// First bytes of a history file.
const MAGIC: &[u8; 4] = b"HRST";

/// The team's solved tickets.
#[derive(Debug, Clone)]
pub struct SolvedTickets {
    index: KnowledgeIndex,
    resolutions: Map<String, String>,
}

impl SolvedTickets {
    /// Indexes solved tickets. Those without an id or a resolution teach nothing and are left out.
    #[must_use]
    pub fn build(tickets: &[SolvedTicket], vectors: Option<&Vectors>) -> Self {
        let mut builder = HistoryBuilder::default();
        for ticket in tickets {
            builder.add(ticket, vectors);
        }
        builder.finish()
    }

    /// As bytes: `HRST`, the length of the index as little-endian `u32`, the index, and the
    /// resolutions by id as JSON.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let index = self.index.to_bytes();
        let mut bytes = MAGIC.to_vec();
        bytes.extend(u32::try_from(index.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend(index);
        bytes.extend(json::text(&self.resolutions).into_bytes());
        bytes
    }

    /// Reads what [`SolvedTickets::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are no history, or its index is of another version or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, IndexError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(IndexError::NotAnIndex)?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or(IndexError::Damaged)?;
        let length = u32::from_le_bytes(*length) as usize;
        let (index, resolutions) = rest.split_at_checked(length).ok_or(IndexError::Damaged)?;
        Ok(Self {
            index: KnowledgeIndex::from_bytes(index.to_vec())?,
            resolutions: std::str::from_utf8(resolutions)
                .ok()
                .and_then(|text| json::read(text).ok())
                .ok_or(IndexError::Damaged)?,
        })
    }

    /// Solved tickets like this one, best first.
    #[must_use]
    pub fn similar(
        &self,
        conversation: &Conversation,
        entities: &[Entity],
        intent: &IntentVerdict,
        search: Search<'_>,
    ) -> Vec<SimilarTicket> {
        self.index
            .for_ticket(conversation, entities, intent, search)
            .into_iter()
            .map(|hit| SimilarTicket {
                resolution: self
                    .resolutions
                    .get(&hit.article_id)
                    .cloned()
                    .unwrap_or_default(),
                ticket_id: hit.article_id,
                subject: hit.title,
                score: hit.score,
            })
            .collect()
    }
}

/// Indexes solved tickets one by one.
#[derive(Debug, Default)]
pub struct HistoryBuilder {
    index: IndexBuilder,
    resolutions: BTreeMap<String, String>,
}

impl HistoryBuilder {
    /// A builder that holds the tickets of a history, as [`IndexBuilder::resume`] does of articles.
    #[must_use]
    pub fn resume(history: &SolvedTickets, vectors: Option<&Vectors>) -> Option<Self> {
        let resolutions = history.resolutions.iter();
        Some(Self {
            index: IndexBuilder::resume(&history.index, vectors)?,
            resolutions: resolutions
                .map(|(id, text)| (id.clone(), text.clone()))
                .collect(),
        })
    }

    /// As [`IndexBuilder::keep`]: tickets by id, with their digests.
    pub fn keep<'a>(&mut self, wanted: impl IntoIterator<Item = (&'a str, u64)>) -> Vec<usize> {
        let missing = self.index.keep(wanted);
        self.resolutions.retain(|id, _| self.index.holds(id));
        missing
    }

    /// Adds a ticket. One without an id or a resolution teaches nothing and is left out.
    pub fn add(&mut self, ticket: &SolvedTicket, vectors: Option<&Vectors>) {
        if ticket.id.is_empty() || ticket.resolution.is_empty() {
            return;
        }
        let article = Article {
            id: ticket.id.clone(),
            title: ticket.subject.clone(),
            body: ticket.text.clone(),
            intents: ticket.intent.iter().cloned().collect(),
            updated_at: ticket.solved_at.clone(),
            ..Article::default()
        };
        self.index.add_version(&article, ticket.digest(), vectors);
        self.resolutions
            .insert(ticket.id.clone(), ticket.resolution.clone());
    }

    /// The tickets that were added.
    #[must_use]
    pub fn finish(self) -> SolvedTickets {
        let mut resolutions = Map::new();
        for (id, resolution) in self.resolutions {
            resolutions.insert(id, resolution);
        }
        SolvedTickets {
            index: KnowledgeIndex::from_builder(&self.index),
            resolutions,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::knowledge::KnowledgeSettings;
    use crate::ticket::ReadTicket;

    fn tickets(lines: &str) -> Vec<SolvedTicket> {
        lines
            .lines()
            .map(|line| json::read(line).unwrap())
            .collect()
    }

    #[track_caller]
    fn check(history: &str, body: &str, expected: &[(&str, &str)]) {
        // By way of bytes, as the browser gets it.
        let built = SolvedTickets::build(&tickets(history), None).to_bytes();
        let history = SolvedTickets::from_bytes(&built).unwrap();
        let ticket = serde_json::json!({"id": "1", "messages": [{"body": body}]}).to_string();
        let conversation = Conversation::read(&ReadTicket::from_json(&ticket).unwrap().ticket);
        let found = history.similar(
            &conversation,
            &[],
            &IntentVerdict::default(),
            Search {
                settings: &KnowledgeSettings::default(),
                vectors: None,
                now: 0,
            },
        );
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|s| (s.ticket_id.as_str(), s.resolution.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    const HISTORY: &str = r#"{"id":"9","subject":"Zipper of the tent broke","text":"The zipper of my tent is torn after one night.","resolution":"Sent a repair kit."}
{"id":"10","subject":"Invoice","text":"Please send the invoice again.","resolution":"Sent the invoice."}
{"id":"11","subject":"No end","text":"The zipper of the tent hangs.","resolution":""}
"#;

    #[test]
    fn finds_how_the_like_was_resolved() {
        check(
            HISTORY,
            "My tent zipper is broken.",
            &[("9", "Sent a repair kit.")],
        );
        check(HISTORY, "Do you ship to Iceland?", &[]);
        check("", "My tent zipper is broken.", &[]);
    }

    #[test]
    fn builds_on_what_is_there() {
        let before = SolvedTickets::build(&tickets(HISTORY), None);
        let after = tickets(HISTORY).into_iter().skip(1);
        let mut after: Vec<SolvedTicket> = after.collect();
        // What the index does not hold changes all the same.
        after[0].resolution = "Sent it by post.".to_owned();
        let mut builder = HistoryBuilder::resume(&before, None).unwrap();
        let digests: Vec<u64> = after.iter().map(SolvedTicket::digest).collect();
        let wanted = after.iter().map(|ticket| ticket.id.as_str()).zip(digests);
        // The second one has no resolution: it is offered each time, and left out.
        let missing = builder.keep(wanted);
        assert_eq!(missing, [0, 1]);
        for at in missing {
            builder.add(&after[at], None);
        }
        let built = SolvedTickets::build(&after, None).to_bytes();
        assert_eq!(builder.finish().to_bytes(), built);
    }

    #[test]
    fn refuses_other_bytes() {
        let built = SolvedTickets::build(&tickets(HISTORY), None).to_bytes();
        for end in 0..built.len() {
            assert!(
                SolvedTickets::from_bytes(&built[..end]).is_err(),
                "{end} bytes"
            );
        }
    }
}

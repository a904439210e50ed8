//! Solved tickets, searched with the same index as articles.

use super::{Article, IndexError, KnowledgeIndex, Search};
use crate::analysis::{Entity, IntentVerdict, SimilarTicket};
use crate::json::{self, Plain};
use crate::sorted::Map;
use crate::text::Conversation;
use crate::text::vectors::Vectors;
use std::fmt;

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

/// Why a history cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryError {
    /// What is wrong.
    pub message: String,
    /// Line in the file, from 1.
    pub line: usize,
}

impl fmt::Display for HistoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {} is no solved ticket: {}",
            self.line, self.message
        )
    }
}

impl std::error::Error for HistoryError {}

impl HistoryError {
    /// The way out, in the user's words.
    #[must_use]
    pub fn help(&self) -> &'static str {
        "a line is {\"id\", \"subject\", \"text\", \"resolution\", \"intent\"?, \"solved_at\"?}"
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
        let useful = || {
            tickets
                .iter()
                .filter(|t| !t.id.is_empty() && !t.resolution.is_empty())
        };
        let articles: Vec<Article> = useful()
            .map(|ticket| Article {
                id: ticket.id.clone(),
                title: ticket.subject.clone(),
                body: ticket.text.clone(),
                intents: ticket.intent.iter().cloned().collect(),
                updated_at: ticket.solved_at.clone(),
                ..Article::default()
            })
            .collect();
        Self {
            index: KnowledgeIndex::build(&articles, vectors),
            resolutions: useful()
                .map(|t| (t.id.clone(), t.resolution.clone()))
                .collect(),
        }
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

    /// Reads JSON Lines, one [`SolvedTicket`] a line.
    ///
    /// # Errors
    /// For the first line that is none.
    pub fn from_json_lines(text: &str, vectors: Option<&Vectors>) -> Result<Self, HistoryError> {
        let mut tickets = Vec::new();
        for (index, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
        {
            tickets.push(json::read(line).map_err(|error| HistoryError {
                message: error.to_string(),
                line: index + 1,
            })?);
        }
        Ok(Self::build(&tickets, vectors))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::knowledge::KnowledgeSettings;
    use crate::ticket::ReadTicket;

    #[track_caller]
    fn check(history: &str, body: &str, expected: &[(&str, &str)]) {
        // By way of bytes, as the browser gets it.
        let built = SolvedTickets::from_json_lines(history, None)
            .unwrap()
            .to_bytes();
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
    fn refuses_other_bytes() {
        let built = SolvedTickets::from_json_lines(HISTORY, None)
            .unwrap()
            .to_bytes();
        for end in 0..built.len() {
            assert!(
                SolvedTickets::from_bytes(&built[..end]).is_err(),
                "{end} bytes"
            );
        }
    }

    #[test]
    fn names_the_broken_line() {
        let error = SolvedTickets::from_json_lines("{}\n\n{\"id\":1}", None).unwrap_err();
        assert_eq!(error.line, 3);
        assert!(error.to_string().contains("line 3"));
    }
}

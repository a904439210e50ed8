//! Many agents' logs as one: each entry once, in the order of time, and what stands of the feedback.

use super::KindCount;
use super::entry::{Content, Entry};
use std::collections::{BTreeMap, BTreeSet};

/// A ticket, of one helpdesk among several.
pub(super) type TicketKey = (String, String);

/// A judgement that nobody took back.
#[derive(Debug, Clone)]
pub(super) struct Judgement {
    pub(super) about: String,
    pub(super) subject: String,
    pub(super) verdict: String,
}

/// What is known of a ticket.
#[derive(Debug, Clone, Default)]
pub(super) struct TicketRecord {
    /// Its newest analysis.
    pub(super) analysis: Option<Content>,
    /// Month of its first analysis, such as `2026-11`.
    pub(super) month: String,
    /// Judgements of agents: the newest by what is judged.
    pub(super) judged: BTreeMap<(String, String), Judgement>,
    /// Whether a lead's review agrees; the newest.
    pub(super) reviewed: Option<bool>,
    /// The right intent, by the newest judgement or review that names one.
    pub(super) corrected: Option<String>,
    /// Articles that were opened.
    pub(super) opened: BTreeSet<String>,
    /// The newest outcome.
    pub(super) outcome: Option<Content>,
    /// Whether it was open again after it had been solved.
    pub(super) reopened: bool,
}

/// The logs as one.
#[derive(Debug, Clone, Default)]
pub(super) struct Merged {
    entries: Vec<Entry>,
    pub(super) actors: usize,
    pub(super) analyses: usize,
    /// When the first analysis was written, RFC 3339.
    pub(super) first_analysis: Option<String>,
    pub(super) tickets: BTreeMap<TicketKey, TicketRecord>,
}

impl Merged {
    /// Merges logs; an entry that stands in several counts once.
    pub(super) fn of(logs: Vec<Vec<Entry>>) -> Self {
        // Numbers are unique within a log alone, so what is taken back is known by its hash.
        let mut undone = BTreeSet::new();
        for log in &logs {
            let hashes: BTreeMap<usize, &String> =
                log.iter().map(|entry| (entry.seq, &entry.hash)).collect();
            let taken_back = log
                .iter()
                .filter_map(|entry| entry.content.as_ref()?.undoes)
                .filter_map(|seq| hashes.get(&seq));
            undone.extend(taken_back.map(|hash| (*hash).clone()));
        }
        let mut seen = BTreeSet::new();
        let mut entries: Vec<Entry> = logs
            .into_iter()
            .flatten()
            .filter(|entry| seen.insert(entry.hash.clone()))
            .collect();
        entries.sort_by(|a, b| (&a.at, a.seq, &a.hash).cmp(&(&b.at, b.seq, &b.hash)));
        let mut merged = Self::default();
        merged.walk(&entries, &undone);
        merged.entries = entries;
        merged
    }

    fn walk(&mut self, entries: &[Entry], undone: &BTreeSet<String>) {
        let mut actors = BTreeSet::new();
        for entry in entries {
            actors.insert(entry.actor.as_str());
            if entry.kind == "analyzed" {
                self.analyses += 1;
                self.first_analysis.get_or_insert_with(|| entry.at.clone());
            }
            if let Some(content) = &entry.content
                && !content.ticket.is_empty()
                && content.undoes.is_none()
                && !undone.contains(&entry.hash)
            {
                let key = (content.desk.clone(), content.ticket.clone());
                self.tickets.entry(key).or_default().take(entry, content);
            }
        }
        self.actors = actors.len();
    }

    /// How many entries of each kind there are, by name.
    pub(super) fn kinds(&self) -> Vec<KindCount> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in &self.entries {
            *counts.entry(&entry.kind).or_default() += 1;
        }
        counts
            .into_iter()
            .map(|(kind, count)| KindCount {
                kind: kind.to_owned(),
                count,
            })
            .collect()
    }

    /// Entries of a kind whose content is there, oldest first.
    pub(super) fn of_kind<'a>(
        &'a self,
        kind: &'a str,
    ) -> impl Iterator<Item = (&'a Entry, &'a Content)> {
        self.entries
            .iter()
            .filter(move |entry| entry.kind == kind)
            .filter_map(|entry| Some((entry, entry.content.as_ref()?)))
    }
}

impl TicketRecord {
    fn take(&mut self, entry: &Entry, content: &Content) {
        match entry.kind.as_str() {
            "analyzed" => {
                if self.month.is_empty() {
                    self.month = entry.at.get(..7).unwrap_or_default().to_owned();
                }
                self.analysis = Some(content.clone());
            }
            "feedback" => {
                let judgement = Judgement {
                    about: content.about.clone(),
                    subject: content.subject.clone(),
                    verdict: content.verdict.clone(),
                };
                if content.about == "intent" {
                    self.corrected.clone_from(&content.corrected);
                }
                // Of the intent and the summary there is one; of rules and articles there are many.
                let subject = match content.about.as_str() {
                    "intent" | "summary" => String::new(),
                    _ => content.subject.clone(),
                };
                self.judged
                    .insert((content.about.clone(), subject), judgement);
            }
            "sample_reviewed" => {
                self.reviewed = Some(content.agrees);
                if content.corrected.is_some() {
                    self.corrected.clone_from(&content.corrected);
                }
            }
            "article_opened" => {
                self.opened.insert(content.subject.clone());
            }
            "outcome" => {
                self.reopened |= content.reopened;
                self.outcome = Some(content.clone());
            }
            _ => {}
        }
    }

    /// Whether agents or leads said that the intent was right; `None` when nobody judged it.
    pub(super) fn intent_right(&self) -> Option<bool> {
        self.judged
            .get(&("intent".to_owned(), String::new()))
            .map(|judgement| judgement.verdict == "right")
            .or(self.reviewed)
    }

    /// Whether the ticket was routed as a person would: the intent was right, and no trigger was wrong or missed.
    /// `None` when nobody judged the intent; a lead's review decides before agents' feedback.
    pub(super) fn routed_right(&self) -> Option<bool> {
        if let Some(agrees) = self.reviewed {
            return Some(agrees);
        }
        let right = self.intent_right()?;
        let trigger = |judgement: &Judgement| {
            judgement.about == "trigger" && matches!(judgement.verdict.as_str(), "wrong" | "missed")
        };
        Some(right && !self.judged.values().any(trigger))
    }
}

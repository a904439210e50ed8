//! Whether an earlier ticket was about the same matter.

use super::Facts;
use super::scan::Scan;
use crate::phrases::{PhraseBook, Reading};
use crate::sorted::Set;
use crate::ticket::PreviousTicket;
use std::sync::LazyLock;

/// Letters by which two forms of a word are known as the same word.
const STEM: usize = 5;

/// Words that say nothing about the matter, by their stem, in the seven languages.
const COMMON: &str = "order orders quest probl issue help suppo custo servi reque conta messa email ticke \
    about again still pleas thank hello reply respo answe updat statu anoth first secon third after \
    since there which where would could shoul their other thing anyth someth produ items purch bough \
    didn wasn doesn haven isn't don't can't couldn never alway today yeste tomor week weeks month \
    bestel auftr frage hilfe kunde servi bitte danke immer noch wiede seit nicht nach meine meinen \
    comma client merci bonjo encor toujo depui proble aide deman pedid ayuda hola graci clien sigue \
    ordin aiuto grazi salve ancor richi ajuda obrig ainda vraag hulp bedan graag steed";

/// The words that carry the matter of the ticket.
#[derive(Debug, Default)]
pub(crate) struct Topic {
    stems: Set<String>,
}

impl Topic {
    /// From the customer's words, the subject's among them.
    pub(crate) fn of(scan: &Scan<'_>) -> Self {
        let stems = scan
            .voiced()
            .flat_map(|line| stems_of(&line.reading))
            .collect();
        Self { stems }
    }

    /// Whether an earlier ticket shares the intent, or a word that says what the matter is.
    pub(crate) fn is_shared_with(
        &self,
        previous: &PreviousTicket,
        facts: &Facts<'_>,
        book: &PhraseBook,
    ) -> bool {
        let sure = facts.intent.abstained.is_none() && !facts.intent.label.is_empty();
        let earlier = previous.intent.as_deref().unwrap_or("");
        if sure && earlier == facts.intent.label {
            return true;
        }
        let subject = previous.subject.as_deref().unwrap_or("");
        let lower = subject.to_lowercase();
        stems_of(&book.read(&lower)).any(|stem| self.stems.contains(&stem))
    }
}

fn stems_of(reading: &Reading) -> impl Iterator<Item = String> {
    reading
        .tokens
        .iter()
        .filter(|token| token.folded.chars().count() >= 4)
        .map(|token| token.folded.chars().take(STEM).collect::<String>())
        .filter(|stem| !COMMON_STEMS.contains(stem.as_str()))
}

static COMMON_STEMS: LazyLock<Set<&str>> =
    LazyLock::new(|| COMMON.split_ascii_whitespace().collect());

/// Whether a moment lies at most so many days before `now`; an unknown moment counts as recent.
pub(crate) fn is_recent(previous: &PreviousTicket, now: i64, days: u32) -> bool {
    const DAY: i64 = 86_400_000;
    previous
        .created_at
        .as_ref()
        .and_then(crate::ticket::Time::millis)
        .is_none_or(|at| at <= now && now - at <= i64::from(days) * DAY)
}

//! What the customer has given already, so that nobody asks again.

use super::Facts;
use super::clause::{Clause, counted};
use super::cues::Cue;
use super::lines::Line;
use super::turns::tells;
use crate::analysis::EntityKind;
use crate::shipped::PhraseList;
use crate::sorted::Set;
use crate::text::entities::street;
use crate::ticket::{Attachment, Role};

const MOST: usize = 12;
const LONGEST: usize = 120;
const MOST_SENTENCES: usize = 1000;

/// Entries such as `order number A-1001 (m1)`, each with the message in which it stands.
pub(crate) fn already_given(facts: &Facts<'_>, lines: &[Line<'_>]) -> Vec<Clause> {
    let mut given: Vec<Clause> = Vec::new();
    let mut add = |entry: Clause| {
        if given.len() < MOST && !given.contains(&entry) {
            given.push(entry);
        }
    };
    let customers: Set<&str> = lines
        .iter()
        .filter(|line| line.by_customer())
        .map(|line| line.id())
        .collect();
    let mut named: Vec<(EntityKind, String)> = Vec::new();
    for entity in facts.entities {
        let word = match entity.kind {
            EntityKind::Order => "order number",
            EntityKind::Tracking => "tracking number",
            EntityKind::Phone => "phone number",
            EntityKind::Email => "mail address",
            _ => continue,
        };
        let value = entity.value.as_str().unwrap_or(&entity.text).to_lowercase();
        let id = entity.message_id.as_str();
        let key = (entity.kind, value);
        if customers.contains(id) && named.len() < MOST && !named.contains(&key) {
            named.push(key);
            add(entry(word, &entity.text, id));
        }
    }
    for message in &facts.known.ticket.messages {
        if message.author.role != Role::Customer {
            continue;
        }
        let photos = message.attachments.iter().filter(|a| is_photo(a)).count();
        let files = message.attachments.len() - photos;
        for (count, what) in [(photos, "photo"), (files, "file")] {
            if count > 0 {
                add(entry(&counted(count, what), "", &message.id));
            }
        }
    }
    // A letter has few sentences; of a longer text the first ones are searched.
    let own = lines.iter().filter(|line| line.by_customer());
    for line in own.take(MOST_SENTENCES) {
        let text = line.text();
        if let Some(number) = serial_number(text) {
            add(entry("serial number", number, line.id()));
        }
        if let Some(street) = street::first(text) {
            add(entry("address", street, line.id()));
        }
    }
    for clause in answers(lines) {
        add(clause);
    }
    given
}

fn entry(what: &str, value: &str, id: &str) -> Clause {
    let mut clause = Clause::default();
    clause.say(what);
    if !value.is_empty() {
        clause.say(" ");
    }
    clause.quote(value, id, LONGEST);
    clause.say(&format!(" ({id})"));
    clause
}

/// What the team asked and the customer answered in his next message, unless the answer is listed by
/// itself: `“Is it unused?” – “Yes, it is.” (m3)`.
fn answers(lines: &[Line<'_>]) -> Vec<Clause> {
    let mut found = Vec::new();
    let messages: Vec<&[Line<'_>]> = lines.chunk_by(|a, b| a.message == b.message).collect();
    for pair in messages.windows(2) {
        let [asking, answering] = pair else { continue };
        let mut questions = asking
            .iter()
            .filter(|line| line.by_team() && line.is_question() && tells(line) && line.words >= 3);
        let answer = answering.iter().find(|line| {
            line.by_customer()
                && !line.is_question()
                && (line.answers || (line.says_something && !line.has(Cue::Problem)))
        });
        // One question, one answer: with several it cannot be told which was answered.
        if let (Some(question), None, Some(answer)) = (questions.next(), questions.next(), answer) {
            let mut clause = Clause::default();
            clause.say("“");
            clause.quote(question.text(), question.id(), LONGEST);
            clause.say("” – “");
            clause.quote(answer.text(), answer.id(), LONGEST);
            clause.say(&format!("” ({})", answer.id()));
            found.push(clause);
        }
    }
    found
}

/// Words before a serial number.
static SERIALS: PhraseList = PhraseList::new("serial numbers");

/// The serial number in a sentence: within a few words behind one that announces it, with a figure.
fn serial_number(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    // Lower case keeps the length of nearly every letter; where it does not, there is no number.
    if lower.len() != text.len() {
        return None;
    }
    SERIALS.iter().find_map(|words| {
        let at = lower.find(words)?;
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let end = at + words.len();
        let (before, after) = (lower.get(..at)?, lower.get(end..)?);
        if letter(before.chars().next_back()) || letter(after.chars().next()) {
            return None;
        }
        let behind = text.get(end..)?.split_whitespace().take(4);
        behind
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .find(|word| word.len() >= 5 && word.bytes().any(|byte| byte.is_ascii_digit()))
    })
}

fn is_photo(attachment: &Attachment) -> bool {
    let by_type = attachment
        .mime
        .as_deref()
        .is_some_and(|mime| mime.starts_with("image/"));
    by_type
        || attachment.name.as_deref().is_some_and(|name| {
            let name = name.to_lowercase();
            [".jpg", ".jpeg", ".png", ".heic", ".webp", ".gif"]
                .iter()
                .any(|ending| name.ends_with(ending))
        })
}

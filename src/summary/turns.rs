//! The turns that matter, what they leave open, and what was promised and tried.

use super::ask;
use super::clause::{Clause, in_words};
use super::cues::Cue;
use super::lines::{Line, team};
use crate::analysis::ConversationPoint;
use crate::text::{Conversation, Standing};
use crate::ticket::{Role, Ticket};

/// Points of the conversation at most.
const MOST_POINTS: usize = 5;
/// Open questions, promises and attempts at most, each.
const MOST_ENTRIES: usize = 5;
/// A quoted sentence is shown up to this length.
pub(crate) const LONGEST: usize = 200;

/// What the customer's first message tells of the matter beside the ask.
pub(crate) fn opening<'l, 'a>(lines: &'l [Line<'a>], ask: &[Line<'_>]) -> Option<&'l Line<'a>> {
    let first = opening_message(lines)?;
    let told = lines.iter().filter(|line| {
        line.message == Some(first)
            && is_reported(line)
            && ask.iter().all(|one| is_other(line, one))
    });
    // Of two alike the earlier one.
    let weighed = told.map(|line| (weight(line), line));
    let best = weighed.reduce(|a, b| if b.0 > a.0 { b } else { a })?;
    (best.0 > 1).then_some(best.1)
}

/// The first message in which the customer tells something.
fn opening_message(lines: &[Line<'_>]) -> Option<usize> {
    let mut told = lines.iter().filter(|line| is_reported(line) && tells(line));
    told.find_map(|line| line.message)
}

/// Whether a sentence says something else.
fn is_other(line: &Line<'_>, than: &Line<'_>) -> bool {
    line.normal() != than.normal()
}

/// Whether a sentence says nearly what another one says: most of its words are the other's.
fn repeats(line: &Line<'_>, other: &Line<'_>) -> bool {
    /// More words tell two sentences apart no better.
    const COMPARED: usize = 24;
    let words = || line.normal().split_whitespace().take(COMPARED);
    let known = |word: &&str| {
        other
            .normal()
            .split_whitespace()
            .take(COMPARED)
            .any(|one| one == *word)
    };
    10 * words().filter(known).count() >= 7 * words().count()
}

/// At most five points in the conversation's order: what is wrong, what the team did or offered, how it
/// stands. The sentences in `shown` are none of them, since they are shown beside them.
pub(crate) fn points(lines: &[Line<'_>], shown: &[&Line<'_>]) -> Vec<ConversationPoint> {
    let last = |wanted: &dyn Fn(&Line<'_>) -> bool| {
        let telling = lines
            .iter()
            .rev()
            .find(|line| wanted(line) && tells(line) && line.words > 3);
        telling.and_then(|line| line.message)
    };
    let first = opening_message(lines);
    let last_customer = last(&is_reported);
    let last_team = last(&|line| line.by_team());
    // The best sentence of each message, with its weight.
    let mut best: Vec<(i32, &Line<'_>)> = Vec::new();
    for message in lines.chunk_by(|a, b| a.message == b.message) {
        let candidates = message.iter().filter(|line| {
            line.message.is_some()
                && line.says_something
                && shown.iter().all(|shown| is_other(line, shown))
        });
        let weighed = candidates.map(|line| {
            let mut weight = weight(line);
            if line.message == first {
                weight += 3;
            }
            if line.message == last_team {
                weight += 4;
            } else if line.by_team() && line.is_question() {
                // Later turns answered it.
                weight -= 4;
            }
            if line.message == last_customer {
                weight += 1;
            }
            (weight, line)
        });
        // Of two alike the earlier one.
        let found = weighed.reduce(|a, b| if b.0 > a.0 { b } else { a });
        best.extend(found.filter(|(weight, _)| *weight > 1));
    }
    best.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.message.cmp(&b.1.message)));
    // A long thread may take more words than a short chat; people note 25 to 60 words in all.
    let all: usize = lines.iter().map(|line| line.words).sum();
    let most_words = (all / 12).clamp(32, 100);
    let mut words = 0;
    let mut chosen: Vec<&Line<'_>> = Vec::new();
    for (_, line) in best {
        let fits = chosen.len() < 2 || words + line.words <= most_words;
        if chosen.len() < MOST_POINTS && fits && !chosen.iter().any(|one| repeats(line, one)) {
            words += line.words;
            chosen.push(line);
        }
    }
    chosen.sort_by_key(|line| line.message);
    chosen
        .iter()
        .map(|line| ConversationPoint {
            text: Clause::quoting(line.text(), line.id(), LONGEST).text,
            message_id: line.id().to_owned(),
            role: line.passage.role,
        })
        .collect()
}

/// The customer's own words, or an agent's report of them.
fn is_reported(line: &Line<'_>) -> bool {
    line.sentence.standing >= Standing::Reported
}

/// Whether a sentence tells something of the matter. A courtesy of some length that names an outcome
/// does: "we are sorry, but the size is sold out".
pub(crate) fn tells(line: &Line<'_>) -> bool {
    let outcome = line.has(Cue::Outcome) || line.has(Cue::Promise);
    line.says_something
        && !line.has(Cue::Closing)
        && (!line.has(Cue::Service) || (outcome && line.words > 10))
}

/// How much a sentence tells of the matter, wherever it stands.
fn weight(line: &Line<'_>) -> i32 {
    let score = |cue, points| if line.has(cue) { points } else { 0 };
    let mut weight = 1;
    if line.has(Cue::Closing) || line.is_empty_request() {
        weight -= 5;
    } else if is_reported(line) {
        weight += score(Cue::Problem, 2) + ask::points(line).clamp(-4, 2) + score(Cue::Failure, 1);
    } else {
        weight += score(Cue::Outcome, 2) + score(Cue::Promise, 2) + score(Cue::Step, 1);
        weight += score(Cue::Done, 2);
        weight += score(Cue::Problem, 1) + score(Cue::Holding, -4);
        if !line.has(Cue::Done) {
            weight += score(Cue::Service, -3);
        }
        if !tells(line) {
            weight -= 5;
        }
    }
    // What leads in a list, and its items, which are details.
    if line.text().ends_with(':') || line.text().starts_with(['-', '*', '•']) {
        weight -= 2;
    }
    weight
        + match line.words {
            0..=3 => -3,
            4..=5 => -1,
            6..=30 => 1,
            _ => 0,
        }
}

/// The customer's questions to which no answer came yet, and the team's after which the customer did not
/// write. A message of the team that only says that somebody will look, or that only asks back, answers
/// nothing.
pub(crate) fn open_questions(lines: &[Line<'_>]) -> Vec<Clause> {
    let last_answer = lines
        .iter()
        .rposition(|line| line.by_team() && tells(line) && !line.is_question() && !holds(line));
    let last_customer = lines.iter().rposition(Line::by_customer);
    let mut open: Vec<Clause> = Vec::new();
    for (at, line) in lines.iter().enumerate().rev() {
        let by_customer = line.by_customer() && last_answer.is_none_or(|last| at > last);
        let by_team = line.by_team() && last_customer.is_none_or(|last| at > last);
        let asks = line.is_question() && tells(line);
        if asks && (by_customer || by_team) {
            let mut clause = Clause::default();
            if by_team {
                clause.say("We asked: ");
            }
            clause.quote(line.text(), line.id(), LONGEST);
            if open.len() < MOST_ENTRIES && !open.contains(&clause) {
                open.push(clause);
            }
        }
    }
    open.reverse();
    open
}

/// Whether it says that somebody will look, or asks the customer for something.
fn holds(line: &Line<'_>) -> bool {
    line.has(Cue::Holding) || (line.has(Cue::Request) && !line.has(Cue::Outcome))
}

/// The latest entries.
fn last_ones(mut entries: Vec<Clause>) -> Vec<Clause> {
    let surplus = entries.len().saturating_sub(MOST_ENTRIES);
    entries.split_off(surplus)
}

/// What the team promised the customer, the latest last, with the day of the message as the ticket
/// writes it.
pub(crate) fn promises(lines: &[Line<'_>], ticket: &Ticket) -> Vec<Clause> {
    let promising = lines.iter().filter(|line| {
        line.by_team() && line.has(Cue::Promise) && !line.is_question() && tells(line)
    });
    let promises = promising.map(|line| {
        let mut clause = Clause::quoting(line.text(), line.id(), LONGEST);
        let message = line.message.and_then(|at| ticket.messages.get(at));
        let day: String = message
            .and_then(|message| message.at.as_ref())
            .map_or_else(String::new, |at| at.text().chars().take(10).collect());
        clause.say(&format!(" ({}", line.id()));
        if !day.is_empty() {
            clause.say(", ");
            clause.quote(&day, line.id(), LONGEST);
        }
        clause.say(")");
        clause
    });
    last_ones(promises.collect())
}

/// What was tried already: what the customer did himself, and the team's steps after which he wrote that
/// they did not help.
pub(crate) fn tried(lines: &[Line<'_>]) -> Vec<Clause> {
    let mut tried = Vec::new();
    // Steps of the team that the customer has not spoken of yet.
    let mut steps: Vec<&Line<'_>> = Vec::new();
    let mut failed = None;
    for line in lines {
        if line.by_team() {
            if failed.take().is_some() {
                steps.clear();
            }
            if line.has(Cue::Step) && !line.is_question() && tells(line) {
                steps.push(line);
            }
            continue;
        }
        let told = line.by_customer() || line.sentence.standing == Standing::Reported;
        if !told || line.is_question() {
            continue;
        }
        let fails = line.has(Cue::Failure);
        if fails && failed != line.message {
            failed = line.message;
            for step in steps.drain(..) {
                let mut clause = Clause::default();
                clause.say("We suggested: ");
                clause.quote(step.text(), step.id(), LONGEST);
                clause.say(&format!(" ({}). Then: ", step.id()));
                clause.quote(line.text(), line.id(), LONGEST);
                clause.say(&format!(" ({})", line.id()));
                tried.push(clause);
            }
        }
        if line.has(Cue::Attempt) && line.words >= 3 {
            let mut clause = Clause::quoting(line.text(), line.id(), LONGEST);
            clause.say(&format!(" ({})", line.id()));
            let latest = tried.iter().rev().take(MOST_ENTRIES);
            if latest.clone().all(|one| *one != clause) {
                tried.push(clause);
            }
        }
    }
    last_ones(tried)
}

/// How often the team answered, and who wrote last: `the agent answered once, an assistant twice; the customer
/// wrote last`.
pub(crate) fn so_far(conversation: &Conversation, lines: &[Line<'_>]) -> String {
    let answers = |role: Role| {
        let public = conversation.messages.iter().filter(|one| team(one));
        public.filter(|one| one.role == role).count()
    };
    let mut out = String::new();
    for (who, role) in [
        ("the agent answered ", Role::Agent),
        ("an assistant answered ", Role::Ai),
    ] {
        let count = answers(role);
        if count == 0 {
            continue;
        }
        if !out.is_empty() {
            out.push_str(", ");
        }
        out.push_str(who);
        match count {
            1 => out.push_str("once"),
            2 => out.push_str("twice"),
            more => {
                out.push_str(in_words(more));
                out.push_str(" times");
            }
        }
    }
    if out.is_empty() {
        return if lines.iter().any(Line::by_customer) {
            "no answer yet".to_owned()
        } else {
            out
        };
    }
    let last = lines
        .iter()
        .rev()
        .find(|line| (line.by_customer() && line.message.is_some()) || line.by_team());
    if let Some(last) = last {
        out.push_str(if last.by_customer() {
            "; the customer wrote last"
        } else {
            "; the agent wrote last"
        });
    }
    out
}

//! What the turns of the conversation leave open: points, questions, promises.

use crate::analysis::ConversationPoint;
use crate::summary::ask::{best, one_line, says_something};
use crate::summary::cues::PROMISE;
use crate::text::{Conversation, Passage, Sentence, Standing};
use crate::ticket::{Role, Time};

/// Points of the conversation at most.
const MOST_POINTS: usize = 5;
/// Open questions and promises at most, each.
const MOST_ENTRIES: usize = 5;
const LONGEST: usize = 200;

/// At most five points, each of a message, in the conversation's order: the first and the last of
/// the customer, promises, then the latest of the rest.
pub(crate) fn points(conversation: &Conversation) -> Vec<ConversationPoint> {
    let mut points: Vec<(usize, u8, ConversationPoint)> = Vec::new();
    let first = position(conversation.messages.iter(), Role::Customer);
    let last = position(conversation.messages.iter().rev(), Role::Customer)
        .map(|back| conversation.messages.len() - 1 - back);
    for (index, passage) in conversation.messages.iter().enumerate() {
        let promise = team(passage) && promise_of(passage).is_some();
        let rank = if Some(index) == last {
            4
        } else if Some(index) == first {
            3
        } else if promise {
            2
        } else {
            u8::from(passage.role != Role::System)
        };
        if let Some(sentence) = point(passage).filter(|_| rank > 0) {
            points.push((
                index,
                rank,
                ConversationPoint {
                    text: one_line(passage.text(&sentence.visible), LONGEST),
                    message_id: passage.id().to_owned(),
                },
            ));
        }
    }
    points.sort_by(|a, b| b.1.cmp(&a.1).then(b.0.cmp(&a.0)));
    points.truncate(MOST_POINTS);
    points.sort_by_key(|(index, _, _)| *index);
    points.into_iter().map(|(_, _, point)| point).collect()
}

fn position<'a>(mut passages: impl Iterator<Item = &'a Passage>, role: Role) -> Option<usize> {
    passages.position(|passage| passage.role == role && point(passage).is_some())
}

/// The sentence that stands for a message: of the customer the one that asks most clearly, of the
/// team a promise, else the first that tells something.
fn point(passage: &Passage) -> Option<&Sentence> {
    if passage.role == Role::Customer {
        if let Some((sentence, points)) = best(passage, Standing::Customer)
            && points > 0
        {
            return Some(sentence);
        }
    } else if let Some(sentence) = promise_of(passage) {
        return Some(sentence);
    }
    passage
        .sentences
        .iter()
        .find(|sentence| sentence.region.is_own() && says_something(&sentence.normal.text))
}

fn promise_of(passage: &Passage) -> Option<&Sentence> {
    passage
        .sentences
        .iter()
        .find(|sentence| sentence.region.is_own() && PROMISE.is_in(&sentence.normal.text))
}

/// Whether the customer can read the message as the team's answer.
fn team(passage: &Passage) -> bool {
    matches!(passage.role, Role::Agent | Role::Ai) && !passage.internal
}

/// The customer's questions after which nobody of the team wrote, and the team's questions after
/// which the customer did not.
pub(crate) fn open_questions(conversation: &Conversation) -> Vec<String> {
    let messages = &conversation.messages;
    let last_team = messages.iter().rposition(team);
    let last_customer = messages
        .iter()
        .rposition(|passage| passage.role == Role::Customer && !passage.internal);
    let mut open = Vec::new();
    for (index, passage) in messages.iter().enumerate() {
        let by_customer =
            passage.role == Role::Customer && last_team.is_none_or(|last| index > last);
        let by_team = team(passage) && last_customer.is_none_or(|last| index > last);
        if !by_customer && !by_team {
            continue;
        }
        for sentence in &passage.sentences {
            let own = if by_customer {
                sentence.standing == Standing::Customer
            } else {
                sentence.region.is_own()
            };
            let normal = sentence.normal.text.trim_end();
            if own && normal.ends_with('?') && says_something(normal) {
                let text = one_line(passage.text(&sentence.visible), LONGEST);
                let text = if by_team {
                    format!("We asked: {text}")
                } else {
                    text
                };
                if !open.contains(&text) {
                    open.push(text);
                }
            }
        }
    }
    open.truncate(MOST_ENTRIES);
    open
}

/// What the team promised the customer, the latest last, with the day of the message.
pub(crate) fn promises(conversation: &Conversation) -> Vec<String> {
    let mut promises: Vec<String> = Vec::new();
    for passage in conversation.messages.iter().filter(|passage| team(passage)) {
        for sentence in &passage.sentences {
            let normal = sentence.normal.text.trim_end();
            if sentence.region.is_own() && PROMISE.is_in(normal) && !normal.ends_with('?') {
                let text = one_line(passage.text(&sentence.visible), LONGEST);
                let day = passage.at.map(|at| {
                    let moment = Time::from_millis(at);
                    moment.text().chars().take(10).collect::<String>()
                });
                promises.push(match day {
                    Some(day) => format!("{text} ({}, {day})", passage.id()),
                    None => format!("{text} ({})", passage.id()),
                });
            }
        }
    }
    let surplus = promises.len().saturating_sub(MOST_ENTRIES);
    promises.split_off(surplus)
}

//! Who wants what about which thing, and what happened so far.

use super::Facts;
use super::clause::Clause;
use super::cues::Cue;
use super::lines::{Line, team};
use super::turns;
use crate::analysis::{Entity, EntityKind};
use crate::evidence::Evidence;
use crate::identity::{Chosen, order_in_question};
use crate::shipped::PhraseList;
use crate::text::{Passage, RegionKind};
use crate::ticket::Role;

/// Names, orders and items at most, each.
const MOST: usize = 4;
/// Names in a message and order numbers in a thread that are looked at.
const MOST_NAMES: usize = 40;
const MOST_NAMED: usize = 100;
/// Items of an order that are looked for.
const MOST_ITEMS: usize = 20;
const LONGEST: usize = 80;
const LONGEST_OPENING: usize = 140;
/// A message that names so many orders lists them for choice.
const LISTING: usize = 3;

/// `The customer Ann Lee (gold): Refund request, order A-1001 (Kettle); the agent answered once, an assistant
/// answered twice; the customer wrote last`. Where the classifier is unsure, `opening` says what it is about, else a key phrase.
pub(crate) fn write(
    facts: &Facts<'_>,
    lines: &[Line<'_>],
    wanted: bool,
    ask: Option<&Line<'_>>,
    opening: Option<&Line<'_>>,
    phrases: &[Clause],
) -> Clause {
    let mut line = Clause::default();
    who(facts, &mut line);
    if let Some(tier) = &facts.known.tier {
        line.say(" (");
        line.quote(&tier.value, facts.known.source(&tier.path), LONGEST);
        line.say(")");
    }
    let mut said = true;
    if wanted {
        line.say(": ");
        line.quote(facts.intent_name, "intent", LONGEST);
    } else if let Some(opening) = opening {
        let asks = opening.is_question() || opening.has(Cue::Request);
        line.say(if asks { " asks: “" } else { " writes: “" });
        line.quote(opening.text(), opening.id(), LONGEST_OPENING);
        line.say("”");
    } else if let Some((phrase, source)) = about(phrases, ask) {
        line.say(": about “");
        line.quote(phrase, source, LONGEST);
        line.say("”");
    } else {
        said = false;
    }
    let before = line.quotes.len();
    orders(facts, lines, &mut line);
    if !said && line.quotes.len() == before {
        return Clause::default();
    }
    let so_far = turns::so_far(facts.conversation, lines);
    if !so_far.is_empty() {
        line.say("; ");
        line.say(&so_far);
    }
    line
}

/// The first key phrase of the message that asks, else the first of all.
fn about<'p>(phrases: &'p [Clause], ask: Option<&Line<'_>>) -> Option<&'p (String, String)> {
    let mut quotes = phrases.iter().filter_map(|phrase| phrase.quotes.first());
    let asked = quotes
        .clone()
        .find(|(_, source)| ask.is_some_and(|ask| ask.id() == source));
    asked.or_else(|| quotes.next())
}

/// Whether the classifier is sure what is wanted, and speaks of the ask: a customer's thanks at the
/// end are no reason to call the matter praise.
pub(crate) fn is_wanted(facts: &Facts<'_>, ask: Option<&Line<'_>>) -> bool {
    let messages = || {
        facts
            .intent
            .evidence
            .iter()
            .filter_map(|evidence| match evidence {
                Evidence::Message { message_id, .. } => Some(message_id.as_str()),
                _ => None,
            })
    };
    let elsewhere = ask.is_some_and(|ask| {
        ask.message.is_some() && messages().count() > 0 && messages().all(|id| id != ask.id())
    });
    facts.intent.abstained.is_none() && !facts.intent_name.is_empty() && !elsewhere
}

/// The requester and whoever else wrote as a customer: by name, else as the signature or a greeting
/// names him, else by mail address.
fn who(facts: &Facts<'_>, line: &mut Clause) {
    let ticket = &facts.known.ticket;
    let is_name = |text: &str| !text.trim().is_empty() && !text.contains('@');
    let mut names: Vec<(String, String)> = Vec::new();
    let mut add = |name: &Option<String>, path: String| {
        let name = name.as_deref().unwrap_or("").trim();
        let wanted = names.len() <= MOST && is_name(name);
        if wanted && !names.iter().any(|(one, _)| same_name(one, name)) {
            names.push((name.to_owned(), path));
        }
    };
    let requester = ticket.requester.as_ref();
    if let Some(requester) = requester {
        add(&requester.name, "requester.name".to_owned());
    }
    for (at, message) in ticket.messages.iter().enumerate() {
        if message.author.role == Role::Customer {
            add(&message.author.name, format!("messages[{at}].author.name"));
        }
    }
    if names.is_empty() {
        let written = facts.conversation.messages.iter().find_map(|passage| {
            let name = named_in(passage)?;
            Some((name.to_owned(), passage.id().to_owned()))
        });
        let email = requester.and_then(|requester| requester.email.clone());
        names.extend(written.or_else(|| Some((email?, "requester.email".to_owned()))));
    }
    line.say("The customer");
    if !names.is_empty() {
        line.say(if names.len() > 1 { "s " } else { " " });
    }
    let more = names.len() > MOST;
    names.truncate(MOST);
    let last = names.len().saturating_sub(1);
    for (at, (name, path)) in names.iter().enumerate() {
        if at > 0 {
            line.say(if at == last && !more { " and " } else { ", " });
        }
        line.quote(name, facts.known.source(path), LONGEST);
    }
    if more {
        line.say(" and others");
    }
}

/// Whether two names are one: `Ann` and `Ann Lee`.
fn same_name(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    one == other
        || one.split(' ').any(|word| word == other)
        || other.split(' ').any(|word| word == one)
}

/// Words with which a letter begins.
static GREETINGS: PhraseList = PhraseList::new("greetings");
/// Words with which somebody says his name.
static INTRODUCTIONS: PhraseList = PhraseList::new("introductions");

/// The customer's name as he signs or introduces himself, or as the team greets him.
fn named_in(passage: &Passage) -> Option<&str> {
    let names = passage
        .personal
        .iter()
        .filter(|datum| datum.kind == EntityKind::Person);
    let mut found = names.take(MOST_NAMES).filter(|datum| {
        let at = datum.visible.start;
        // What introduces a name stands just before it.
        let near = (at.saturating_sub(40)..=at).find_map(|from| passage.visible.get(from..at));
        let before = near.unwrap_or("");
        let before = before
            .rsplit('\n')
            .next()
            .unwrap_or("")
            .trim()
            .to_lowercase();
        if passage.role == Role::Customer {
            let signs = passage
                .regions
                .iter()
                .any(|region| region.kind == RegionKind::Signature && region.visible.contains(&at));
            signs || INTRODUCTIONS.iter().any(|words| before.ends_with(words))
        } else {
            team(passage) && GREETINGS.contains(&before.as_str())
        }
    });
    found.next().map(|datum| passage.text(&datum.visible))
}

/// The order in question with its items, and the other orders that were named.
fn orders(facts: &Facts<'_>, lines: &[Line<'_>], line: &mut Clause) {
    let known = facts.known;
    let choice = order_in_question(known, facts.conversation, facts.entities)
        .filter(|choice| choice.by != Chosen::Latest);
    let chosen =
        choice.and_then(|choice| Some((choice.index, known.ticket.orders.get(choice.index)?)));
    let mut numbers: Vec<(String, String)> = Vec::new();
    if let Some((index, order)) = chosen
        && !order.id.is_empty()
    {
        let path = format!("orders[{index}].id");
        numbers.push((order.id.clone(), known.source(&path).to_owned()));
    }
    for entity in named(facts, lines) {
        // A figure away from an order of the desk, and none of its own: a slip.
        let orders = || known.ticket.orders.iter().map(|order| order.id.as_str());
        let is_own = orders().any(|id| same_number(id, &entity.text));
        if !is_own && orders().any(|id| is_slip(id, &entity.text)) {
            continue;
        }
        let same = numbers
            .iter_mut()
            .find(|(number, _)| same_number(number, &entity.text));
        match same {
            None => numbers.push((entity.text.clone(), entity.message_id.clone())),
            // `A-1001` says more than `1001`.
            Some(known) if chosen.is_none() && known.0.len() < entity.text.len() => {
                *known = (entity.text.clone(), entity.message_id.clone());
            }
            Some(_) => {}
        }
    }
    numbers.truncate(MOST);
    for (at, (number, source)) in numbers.iter().enumerate() {
        line.say(match (at, numbers.len()) {
            (0, 1) => ", order ",
            (0, _) => ", orders ",
            _ => ", ",
        });
        line.quote(number, source, LONGEST);
    }
    let Some((index, order)) = chosen else {
        return;
    };
    let items = order.items.iter().take(MOST_ITEMS).enumerate();
    let mut items: Vec<(usize, &str)> = items
        .filter_map(|(at, item)| Some((at, item.name.as_deref()?)))
        .collect();
    // What somebody spoke of, or what is in the one order.
    let spoken = |name: &str| {
        let name = name.to_lowercase();
        lines.iter().any(|line| line.normal().contains(&name))
    };
    if numbers.len() > 1 || items.iter().any(|(_, name)| spoken(name)) {
        items.retain(|(_, name)| spoken(name));
    }
    items.dedup_by(|later, first| later.1 == first.1);
    let mut any = false;
    for (at, name) in items.into_iter().take(2) {
        line.say(if any { ", " } else { " (" });
        line.quote(name, &format!("orders[{index}].items[{at}].name"), LONGEST);
        any = true;
    }
    if any {
        line.say(")");
    }
}

/// Order numbers that the customer named, or the team where it does not list several for choice; such a
/// list where there is nothing else. In the order in which they came up.
fn named<'a>(facts: &Facts<'a>, lines: &[Line<'_>]) -> Vec<&'a Entity> {
    let orders = || {
        let entities = facts.entities.iter();
        let orders = entities.filter(|entity| entity.kind == EntityKind::Order);
        orders.take(MOST_NAMED)
    };
    let mut found: Vec<&Entity> = Vec::new();
    let mut listed: Vec<&Entity> = Vec::new();
    for entity in orders() {
        let Some(told) = lines.iter().find(|line| line.id() == entity.message_id) else {
            continue;
        };
        let mut beside: Vec<&str> = orders()
            .filter(|other| other.message_id == entity.message_id)
            .map(|other| other.text.as_str())
            .collect();
        beside.sort_unstable();
        beside.dedup();
        let lists = beside.len() >= LISTING;
        if told.passage.role == Role::Customer || (team(told.passage) && !lists) {
            found.push(entity);
        } else if lists {
            listed.push(entity);
        }
    }
    if found.is_empty() { listed } else { found }
}

/// Whether two order numbers are one, written with and without marks and letters.
fn same_number(one: &str, other: &str) -> bool {
    let fold = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let (one, other) = (fold(one), fold(other));
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    short == long
        || (short.len() >= 4 && long.ends_with(&short) && short.chars().all(|c| c.is_ascii_digit()))
}

/// Whether the figures of two order numbers differ in one place.
fn is_slip(one: &str, other: &str) -> bool {
    let figures = |text: &str| -> Vec<u8> { text.bytes().filter(u8::is_ascii_digit).collect() };
    let (one, other) = (figures(one), figures(other));
    let differ = one.iter().zip(&other).filter(|(a, b)| a != b).count();
    one.len() == other.len() && one.len() >= 5 && differ == 1
}

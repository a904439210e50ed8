//! Which items of an order are meant, and which rules are theirs.

use crate::sorted::Set;
use crate::text::Conversation;
use crate::ticket::Item;

/// Positions of the items that the customer names; of all of them where none is named.
pub(crate) fn in_question(items: &[Item], conversation: &Conversation) -> Vec<usize> {
    if items.len() <= 1 {
        return (0..items.len()).collect();
    }
    let mut said: Set<String> = Set::new();
    for passage in conversation
        .customer_messages()
        .chain(conversation.subject.iter())
    {
        said.extend(words(&passage.own_text()));
    }
    let shared = |item: &Item| {
        item.name.as_deref().map_or(0, |name| {
            let own: Set<String> = words(name).collect();
            own.intersection(&said).count()
        })
    };
    let counts: Vec<usize> = items.iter().map(shared).collect();
    let most = counts.iter().copied().max().unwrap_or(0);
    let positions = counts.iter().enumerate();
    positions
        .filter(|(_, count)| **count == most)
        .map(|(position, _)| position)
        .collect()
}

/// Whether an item has one of the categories.
pub(crate) fn has_category(item: Option<&Item>, categories: &[String]) -> bool {
    let Some(category) = item.and_then(|item| item.category.as_deref()) else {
        return false;
    };
    let own: Set<String> = words(category).collect();
    categories.iter().any(|category| {
        let mut wanted = words(category).peekable();
        wanted.peek().is_some() && wanted.all(|word| own.contains(&word))
    })
}

/// Words in lower case, without a plural `s`.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .map(|word| {
            let word = word.to_lowercase();
            word.strip_suffix('s')
                .filter(|stem| stem.len() > 2)
                .map_or(word.clone(), str::to_owned)
        })
}

//! What the customer has given already, so that nobody asks again.

use crate::analysis::{Entity, EntityKind};
use crate::identity::KnownTicket;
use crate::sorted::Set;
use crate::text::pattern;
use crate::text::{Conversation, Standing};
use crate::ticket::{Attachment, Role};
use regex_lite::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

const MOST: usize = 10;

/// A house number beside a street's name, in the ways of the engine's languages. Either order; the
/// street's name is a capitalised word or ends in the word for street.
static STREET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    const CAPITAL: &str = "À-ÖØ-ÞĀĂĄĆČĎĐĘĚĞİŁŃŇŌŐŒŘŚŞŠŤŮŰŹŻŽΑ-ΩА-Я";
    const LETTER: &str = "A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿḀ-ỿ";
    pattern::exact(&format!(
        r"(?x)
        \b\d{{1,5}}[a-zA-Z]?,?\s+(?:[A-Z{CAPITAL}][{LETTER}'.-]*\s+){{1,3}}
            (?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Place|Pl|Way|Boulevard|Blvd|Square|Terrace|Crescent)\b
        | (?:\b[A-Z]|[{CAPITAL}])[{LETTER}]*(?:stra(?:ß|ss)e|str\.|weg|gasse|allee|platz|ring|straat|laan|plein|gracht)\s*\d{{1,4}}\s?[a-zA-Z]?\b
        | \b\d{{1,4}}(?:\s?bis)?,?\s+(?:rue|avenue|boulevard|chemin|place|impasse|all[ée]e)\s+[{LETTER}]
        | \b(?:[Cc]alle|[Aa]venida|[Aa]vda\.?|[Pp]laza|[Rr]ua|[Tt]ravessa|[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso)\s+[A-Z{CAPITAL}][^\n\d]{{1,40}}\d{{1,4}}\b",
    ))
});

/// Entries such as `order number A-1001 (m1)`, each with the message in which it stands.
pub(crate) fn already_given(
    known: &KnownTicket,
    conversation: &Conversation,
    entities: &[Entity],
) -> Vec<String> {
    let customer: Set<&str> = conversation
        .customer_messages()
        .chain(conversation.subject.iter())
        .map(|passage| passage.id())
        .collect();
    let mut given: Vec<String> = Vec::new();
    let mut add = |entry: String| {
        if given.len() < MOST && !given.contains(&entry) {
            given.push(entry);
        }
    };
    let mut named: BTreeSet<(EntityKind, String)> = BTreeSet::new();
    for entity in entities {
        let word = match entity.kind {
            EntityKind::Order => "order number",
            EntityKind::Tracking => "tracking number",
            EntityKind::Phone => "phone number",
            EntityKind::Email => "mail address",
            _ => continue,
        };
        let value = entity.value.as_str().unwrap_or(&entity.text).to_owned();
        let by_customer = customer.contains(entity.message_id.as_str());
        if by_customer && named.insert((entity.kind, value.to_lowercase())) {
            add(format!("{word} {value} ({})", entity.message_id));
        }
    }
    for message in &known.ticket.messages {
        if message.author.role != Role::Customer || message.attachments.is_empty() {
            continue;
        }
        let photos = message.attachments.iter().filter(|a| is_photo(a)).count();
        let files = message.attachments.len() - photos;
        for (count, one, many) in [(photos, "photo", "photos"), (files, "file", "files")] {
            match count {
                0 => {}
                1 => add(format!("1 {one} ({})", message.id)),
                _ => add(format!("{count} {many} ({})", message.id)),
            }
        }
    }
    if let Some(street) = STREET.as_ref() {
        for passage in conversation.customer_messages() {
            let stands = passage.sentences.iter().any(|sentence| {
                sentence.standing == Standing::Customer
                    && street.is_match(passage.text(&sentence.visible))
            });
            if stands {
                add(format!("address ({})", passage.id()));
            }
        }
    }
    given
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

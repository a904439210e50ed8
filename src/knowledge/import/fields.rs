//! An article from named values, under the names that helpdesks, exports and people give them.

use super::dates;
use crate::json;
use crate::knowledge::Article;
use crate::table::header_key;
use serde_json::{Map, Value};

/// A field of an article, or what decides whether it is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Title,
    Url,
    Body,
    Section,
    Locale,
    UpdatedAt,
    Labels,
    Intents,
    Brand,
    Internal,
    /// Published, draft, archived.
    Status,
}

impl Field {
    fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Url => "url",
            Self::Body => "body",
            Self::Section => "section",
            Self::Locale => "locale",
            Self::UpdatedAt => "updated_at",
            Self::Labels => "labels",
            Self::Intents => "intents",
            Self::Brand => "brand",
            Self::Internal => "internal",
            Self::Status => "status",
        }
    }
}

/// What a name means. Where two names of a file mean the same, the more usual one counts: the lower number.
pub(super) fn field(name: &str) -> Option<(Field, u8)> {
    Some(match header_key(name).as_str() {
        "id" => (Field::Id, 0),
        "articleid" | "documentid" | "docid" => (Field::Id, 1),
        "key" | "slug" | "number" | "no" | "guid" | "externalid" => (Field::Id, 2),
        "title" => (Field::Title, 0),
        "question" | "articletitle" | "headline" => (Field::Title, 1),
        "name" | "subject" | "articlename" | "titel" | "titre" | "titulo" => (Field::Title, 2),
        "url" => (Field::Url, 0),
        "htmlurl" | "link" | "permalink" | "articleurl" | "address" | "href" | "publicurl" => {
            (Field::Url, 1)
        }
        "body" => (Field::Body, 0),
        "answer" | "answers" | "articlebody" | "content" | "bodyhtml" | "contenthtml" => {
            (Field::Body, 1)
        }
        "text" | "html" | "markdown" | "description" | "solution" | "inhalt" | "contenu"
        | "contenido" => (Field::Body, 2),
        "section" => (Field::Section, 0),
        "sectionname" | "category" | "categoryname" | "topic" | "folder" | "collection"
        | "kategorie" => (Field::Section, 1),
        "locale" => (Field::Locale, 0),
        "language" | "lang" | "sprache" => (Field::Locale, 1),
        "updatedat" => (Field::UpdatedAt, 0),
        "editedat" | "lastupdated" | "lastmodified" | "modifiedat" | "updated" | "modified"
        | "lastmod" | "dateupdated" | "datemodified" | "lastupdatedat" | "lastedited"
        | "changed" => (Field::UpdatedAt, 1),
        "date" | "publishedat" | "createdat" | "created" | "published" | "datum" => {
            (Field::UpdatedAt, 2)
        }
        "labels" => (Field::Labels, 0),
        "labelnames" | "tags" | "tag" | "keywords" | "label" => (Field::Labels, 1),
        "intents" => (Field::Intents, 0),
        "intent" => (Field::Intents, 1),
        "brand" => (Field::Brand, 0),
        "internal" => (Field::Internal, 0),
        "isinternal" | "private" | "visibility" | "audience" | "access" => (Field::Internal, 1),
        "status" => (Field::Status, 0),
        "state" | "draft" | "publicationstatus" => (Field::Status, 1),
        _ => return None,
    })
}

/// The article of a row or an object; `None` for a draft and for what was archived.
///
/// Numbers serve as ids, a list of answers as body, texts with commas as lists; what is empty or null says
/// nothing. A date that cannot be read is left out.
///
/// # Errors
/// When a value has a shape that its field cannot have.
pub(super) fn article(given: Map<String, Value>) -> Result<Option<Article>, serde_json::Error> {
    let mut chosen: Vec<(Field, u8, Value)> = Vec::new();
    for (name, value) in given {
        let Some((field, rank)) = field(&name) else {
            continue;
        };
        if value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()) {
            continue;
        }
        match chosen.iter_mut().find(|(known, ..)| *known == field) {
            None => chosen.push((field, rank, value)),
            Some(slot) if rank < slot.1 => *slot = (field, rank, value),
            Some(_) => {}
        }
    }
    let mut plain = Map::new();
    for (field, _, value) in chosen {
        let value = match field {
            Field::Status => {
                if is_unpublished(&value) {
                    return Ok(None);
                }
                continue;
            }
            Field::Id => match value {
                Value::Number(number) => Value::String(number.to_string()),
                other => other,
            },
            Field::Body => match value {
                Value::Array(parts) => {
                    let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
                    Value::String(parts.join("\n\n"))
                }
                other => other,
            },
            Field::Labels | Field::Intents => match value {
                Value::String(text) => items(&text).into(),
                other => other,
            },
            Field::Internal => Value::Bool(is_internal(&value)),
            Field::UpdatedAt => match value.as_str().and_then(dates::rfc3339) {
                Some(date) => Value::String(date),
                None => continue,
            },
            _ => value,
        };
        plain.insert(field.name().to_owned(), value);
    }
    json::shape(Value::Object(plain), None).map(Some)
}

/// The items of a text such as `one, two` or `one|two`.
pub(super) fn items(text: &str) -> Vec<String> {
    text.split([',', ';', '|'])
        .map(|item| item.trim().trim_matches(['"', '\'', '[', ']']).to_owned())
        .filter(|item| !item.is_empty())
        .collect()
}

fn is_unpublished(value: &Value) -> bool {
    match value {
        Value::Bool(draft) => *draft,
        Value::String(text) => matches!(
            text.trim().to_lowercase().as_str(),
            "draft" | "unpublished" | "archived" | "deleted" | "true" | "yes" | "entwurf"
        ),
        _ => false,
    }
}

/// Whether the article is for agents alone.
pub(super) fn is_internal(value: &Value) -> bool {
    match value {
        Value::Bool(internal) => *internal,
        Value::Number(number) => number.as_f64() == Some(1.0),
        Value::String(text) => matches!(
            text.trim().to_lowercase().as_str(),
            "true" | "yes" | "1" | "internal" | "private" | "agents" | "agents only" | "staff"
        ),
        _ => false,
    }
}

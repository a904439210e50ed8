//! Serde's attributes, as far as plain data has them.

use syn::{Attribute, LitStr, Result};

/// What the attributes of a type, a field or a variant say.
#[derive(Default)]
pub(crate) struct Attributes {
    /// What is left out is filled.
    pub(crate) default: bool,
    /// Other keys are refused.
    pub(crate) closed: bool,
    /// Left out when empty.
    pub(crate) skip: bool,
    /// Name in JSON.
    pub(crate) rename: Option<String>,
    /// How names in JSON are written.
    pub(crate) rename_all: Option<String>,
    /// Key that names the variant.
    pub(crate) tag: Option<String>,
    /// `null_default` or `id`.
    pub(crate) reading: Option<String>,
}

impl Attributes {
    /// Reads them.
    ///
    /// # Errors
    /// For one that is not understood.
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut found = Self::default();
        for attribute in attributes.iter().filter(|a| a.path().is_ident("serde")) {
            attribute.parse_nested_meta(|meta| {
                let is = |name| meta.path.is_ident(name);
                let text = || -> Result<String> { Ok(meta.value()?.parse::<LitStr>()?.value()) };
                if is("default") {
                    found.default = true;
                } else if is("deny_unknown_fields") {
                    found.closed = true;
                } else if is("skip_serializing_if") {
                    text()?;
                    found.skip = true;
                } else if is("rename") {
                    found.rename = Some(text()?);
                } else if is("rename_all") {
                    found.rename_all = Some(text()?);
                } else if is("tag") {
                    found.tag = Some(text()?);
                } else if is("deserialize_with") {
                    found.reading = Some(text()?);
                } else {
                    return Err(meta.error("plain data has no such attribute"));
                }
                Ok(())
            })?;
        }
        Ok(found)
    }

    /// The name in JSON of what Rust calls `name`; `self` are the attributes of the type around it.
    pub(crate) fn name(&self, own: &Self, name: &str) -> String {
        if let Some(name) = &own.rename {
            return name.clone();
        }
        match self.rename_all.as_deref() {
            Some("snake_case") => snake_case(name),
            Some("lowercase") => name.to_lowercase(),
            Some("camelCase") => camel_case(name),
            _ => name.to_owned(),
        }
    }
}

fn snake_case(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars() {
        if character.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(character.to_lowercase());
    }
    out
}

fn camel_case(name: &str) -> String {
    let mut out = String::new();
    for (index, word) in name.split('_').enumerate() {
        let mut characters = word.chars();
        match characters.next() {
            Some(first) if index > 0 => out.extend(first.to_uppercase()),
            Some(first) => out.push(first),
            None => {}
        }
        out.push_str(characters.as_str());
    }
    out
}

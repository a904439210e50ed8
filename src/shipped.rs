//! Texts that ship with the engine: the default settings, one file a section so that a lead finds each
//! where it is looked for, and tables.
//!
//! Natively they are part of the program. In the browser they would be a large part of the WebAssembly,
//! so the page loads the files of `www/data/` and hands them over once ([`provide`]).

use std::ops::Deref;
use std::sync::OnceLock;

/// A text that ships with the engine.
pub(crate) struct Shipped {
    /// Its file in `www/data/`.
    #[cfg(target_arch = "wasm32")]
    pub(crate) path: &'static str,
    #[cfg(not(target_arch = "wasm32"))]
    text: &'static str,
    #[cfg(target_arch = "wasm32")]
    text: OnceLock<String>,
}

impl Shipped {
    /// The text; empty before it was provided.
    pub(crate) fn text(&'static self) -> &'static str {
        #[cfg(not(target_arch = "wasm32"))]
        return self.text;
        #[cfg(target_arch = "wasm32")]
        return self.text.get().map_or("", String::as_str);
    }
}

macro_rules! shipped {
    ($($name:ident = $path:literal)*) => {
        $(pub(crate) static $name: Shipped = Shipped {
            #[cfg(target_arch = "wasm32")]
            path: $path,
            #[cfg(not(target_arch = "wasm32"))]
            text: include_str!(concat!("../www/data/", $path)),
            #[cfg(target_arch = "wasm32")]
            text: OnceLock::new(),
        };)*

        /// All of them.
        #[cfg(target_arch = "wasm32")]
        pub(crate) static ALL: &[&Shipped] = &[$(&$name),*];
    };
}

shipped! {
    INTENTS = "settings/intents.json"
    TRIGGERS = "settings/triggers.json"
    ROUTING = "settings/routing.json"
    POLICIES = "settings/policies.json"
    PRIORITY = "settings/priority.json"
    KNOWLEDGE = "settings/knowledge.json"
    IDENTITY = "settings/identity.json"
    LEXICON = "tables/lexicon.txt"
    REAL_WORDS = "tables/real_words.txt"
    UNICODE = "tables/unicode.txt"
    NUMBER_WORDS = "tables/number_words.txt"
    FREQUENT_WORDS = "tables/frequent_words.txt"
    CHARACTER_REFERENCES = "tables/character_references.txt"
    STOP_WORDS = "tables/stop_words.txt"
    PHRASES = "tables/phrases.txt"
}

/// A list of `tables/phrases.txt`: the lines under its heading.
pub(crate) struct PhraseList {
    heading: &'static str,
    entries: OnceLock<Vec<&'static str>>,
}

impl PhraseList {
    /// The list under `# heading`; empty where there is none.
    pub(crate) const fn new(heading: &'static str) -> Self {
        Self {
            heading,
            entries: OnceLock::new(),
        }
    }
}

impl Deref for PhraseList {
    type Target = [&'static str];

    fn deref(&self) -> &Self::Target {
        self.entries.get_or_init(|| {
            PHRASES
                .text()
                .lines()
                .skip_while(|line| line.strip_prefix("# ") != Some(self.heading))
                .skip(1)
                .take_while(|line| !line.starts_with("# "))
                .collect()
        })
    }
}

/// Takes the texts, in the order of [`ALL`]. Only the first call counts; `false` when one is missing.
#[cfg(target_arch = "wasm32")]
pub(crate) fn provide(texts: Vec<String>) -> bool {
    if texts.len() != ALL.len() || texts.iter().any(String::is_empty) {
        return false;
    }
    for (shipped, text) in ALL.iter().zip(texts) {
        shipped.text.get_or_init(|| text);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(heading: &'static str, contains: &str) {
        assert!(PhraseList::new(heading).contains(&contains), "{heading}");
    }

    #[test]
    fn lists_stand_under_their_headings() {
        check("closings", "kind regards");
        check("titles", "mr");
        assert!(PhraseList::new("nothing").is_empty());
        let last = PHRASES.text().lines().last().unwrap();
        check("keys of mail headers", last);
    }
}

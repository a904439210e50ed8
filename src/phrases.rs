//! Phrases: the notation in which rules say what to look for, and one pass that finds them all.
//!
//! A phrase is written as people write, plus a few signs:
//!
//! | sign | meaning |
//! | --- | --- |
//! | `see you in court` | these words, one after the other |
//! | `lawyer\|attorney` | one of these words |
//! | `(a lawyer\|my legal team)` | one of these phrases |
//! | `[your] company` | the bracketed words may be missing |
//! | `..` and `...` | up to three, up to seven words between |
//! | `burn*`, `*anwalt`, `*anwalt*` | words that start with, end with, contain |
//! | `=charge` | exactly so, no misspelling accepted |
//! | `#` | a number in digits |
//! | `@harm` | one of the rule's list of that name |
//! | `^` and `$` | start and end of the sentence |
//! | `a & b & !c` | `a` and `b` in one sentence in any order, and not `c` |
//! | `a && b` | `b` anywhere in the same message |
//!
//! Case and accents do not matter. A word of six letters or more also matches with one letter
//! wrong, missing, doubled or swapped, unless that gives another real word.

mod book;
mod notation;
mod sequence;
mod tokens;
mod vocabulary;

pub use book::{Hit, PhraseBook, PhraseBookBuilder, PhraseId, Reading};
pub use notation::{Lists, NotationError};
pub use tokens::Token;

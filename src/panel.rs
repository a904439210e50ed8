//! What the panel shows: an analysis as words in their order. No DOM; it sees only the analysis.
//!
//! The order is that of an agent's questions: must somebody else own this, what does the customer
//! want, which policy applies, what is asked, who is it, what can I do, where does it stand.

mod escalation;
mod foot;
mod knowledge;
mod policy;
mod summary;
mod verdicts;
pub mod words;

use crate::analysis::Analysis;
use crate::evidence::Evidence;
use crate::json::Plain;
pub use escalation::whence;
use words::{Words, name, plain, said};

/// What the page knows beside the analysis.
#[derive(Debug, Clone, PartialEq, Plain)]
#[serde(default)]
pub struct PanelOptions {
    /// Number that the agent sees in the helpdesk.
    pub number: Option<String>,
    /// Subject line.
    pub subject: Option<String>,
    /// Channel id.
    pub channel: Option<String>,
    /// Phase in force.
    pub phase: u8,
    /// `compact` leaves out rationale.
    pub density: crate::settings::display::Density,
}

impl Default for PanelOptions {
    fn default() -> Self {
        Self {
            number: None,
            subject: None,
            channel: None,
            phase: 1,
            density: crate::settings::display::Density::Full,
        }
    }
}

/// The panel, top to bottom.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PanelView {
    /// Sections in order.
    pub sections: Vec<Section>,
    /// One sentence for a screen reader's status region.
    pub announcement: Words,
}

/// A section of the panel.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Section {
    /// Which one; also its class in the page.
    pub name: &'static str,
    /// Key of its heading, if it has one.
    pub heading: Option<&'static str>,
    /// Whether a screen reader announces it at once.
    pub alert: bool,
    /// Content.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph; the class says how it looks.
    Text(&'static str, Vec<Inline>),
    /// A name on the left, a tag on the right.
    Row(Vec<Inline>, Option<Tag>),
    /// A filled bar, 0 to 1.
    Bar(Tone, f64),
    /// A list of entries.
    List(Vec<Vec<Block>>),
    /// Label and value pairs in two columns.
    Grid(Vec<(Words, Vec<Inline>)>),
    /// A framed suggestion.
    Card(Vec<Block>),
    /// Ordered steps.
    Steps(Vec<Words>),
    /// Shown on request; the key keeps it open from one ticket to the next.
    Details {
        /// Stable name.
        key: &'static str,
        /// What is seen when closed.
        summary: Vec<Inline>,
        /// What is seen when open.
        blocks: Vec<Block>,
    },
}

/// A run of text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Plain.
    Text(Words),
    /// Strong.
    Strong(Words),
    /// Muted.
    Soft(Words),
    /// Words of the ticket that a verdict rests on.
    Quote(Evidence),
    /// Matched words of an article.
    Mark(Words),
    /// A web address, opened in a new tab.
    Link(String, String),
    /// A message of the ticket: its id, and how it is called.
    Message(String, Words),
    /// A tag.
    Tag(Tag),
}

/// How a tag or bar looks; never the only sign of what it says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Neutral.
    #[default]
    Plain,
    /// Good.
    Ok,
    /// Mind this.
    Warn,
    /// A person must own this.
    Stop,
}

impl Tone {
    /// Class in the page.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Stop => "stop",
        }
    }
}

/// A short word in a frame.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tag {
    /// The word.
    pub text: Words,
    /// How it looks.
    pub tone: Tone,
}

impl Tag {
    pub(crate) fn new(text: Words, tone: Tone) -> Self {
        Self { text, tone }
    }
}

pub(crate) fn text(words: Words) -> Inline {
    Inline::Text(words)
}

pub(crate) fn soft(words: Words) -> Inline {
    Inline::Soft(words)
}

/// What a quote shows: the words, or the value of a field.
#[must_use]
pub fn quoted(evidence: &Evidence) -> Words {
    match evidence {
        Evidence::Message { text, .. }
        | Evidence::Subject { text, .. }
        | Evidence::Article { text, .. } => {
            words::plain(&text.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        Evidence::Field { value, .. }
        | Evidence::Order { value, .. }
        | Evidence::Ticket { value, .. }
        | Evidence::Settings { value, .. } => words::value(value),
    }
}

/// The panel for an analysis.
#[must_use]
pub fn view(analysis: &Analysis, options: &PanelOptions) -> PanelView {
    let sections = [
        Some(foot::header(analysis, options)),
        Some(escalation::section(analysis)),
        foot::hindrances(analysis),
        Some(verdicts::section(analysis, options)),
        policy::section(analysis),
        summary::ask(analysis),
        summary::account(analysis),
        knowledge::paths(analysis, options),
        knowledge::articles(analysis),
        knowledge::similar(analysis),
        Some(foot::section(analysis)),
    ];
    PanelView {
        sections: sections.into_iter().flatten().collect(),
        announcement: announcement(analysis, options),
    }
}

fn announcement(analysis: &Analysis, options: &PanelOptions) -> Words {
    let fired = analysis
        .triggers
        .iter()
        .filter(|trigger| trigger.severity == crate::analysis::Severity::Escalate)
        .count();
    let number = options.number.as_ref().unwrap_or(&analysis.ticket_id);
    let intent = if analysis.intent.abstained.is_some() {
        said("verdict.unsure")
    } else {
        name("intent.", &analysis.intent.label)
    };
    let escalation = match fired {
        0 => said("announce.calm"),
        _ => said("announce.triggers").with("count", plain(&fired)),
    };
    said("announce")
        .with("number", number.into())
        .with("intent", intent)
        .with("escalation", escalation)
        .with("priority", words::of("priority.", &analysis.priority.level))
}

#[cfg(test)]
mod tests;

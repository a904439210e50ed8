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
use crate::sorted::Map;
use serde::Serialize;

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
    /// Display names of intents by id.
    pub intent_names: Map<String, String>,
}

impl Default for PanelOptions {
    fn default() -> Self {
        Self {
            number: None,
            subject: None,
            channel: None,
            phase: 1,
            density: crate::settings::display::Density::Full,
            intent_names: Map::new(),
        }
    }
}

/// The panel, top to bottom.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PanelView {
    /// Sections in order.
    pub sections: Vec<Section>,
    /// One sentence for a screen reader's status region.
    pub announcement: String,
}

/// A section of the panel.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Section {
    /// Which one; also its class in the page.
    pub name: &'static str,
    /// Heading, if it has one.
    pub heading: Option<&'static str>,
    /// Whether a screen reader announces it at once.
    pub alert: bool,
    /// Content.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
    Grid(Vec<(String, Vec<Inline>)>),
    /// A framed suggestion.
    Card(Vec<Block>),
    /// Ordered steps.
    Steps(Vec<String>),
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
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Inline {
    /// Plain.
    Text(String),
    /// Strong.
    Strong(String),
    /// Muted.
    Soft(String),
    /// Words of the ticket that a verdict rests on.
    Quote(Evidence),
    /// Matched words of an article.
    Mark(String),
    /// A web address, opened in a new tab.
    Link(String, String),
    /// A message of the ticket: its id, and how it is called.
    Message(String, String),
    /// A tag.
    Tag(Tag),
}

/// How a tag or bar looks; never the only sign of what it says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// The word.
    pub text: String,
    /// How it looks.
    pub tone: Tone,
}

impl Tag {
    pub(crate) fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }
}

pub(crate) fn text(text: impl Into<String>) -> Inline {
    Inline::Text(text.into())
}

pub(crate) fn soft(text: impl Into<String>) -> Inline {
    Inline::Soft(text.into())
}

pub(crate) use verdicts::minutes;

/// What a quote shows: the words, or the value of a field.
#[must_use]
pub fn quoted(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Message { text, .. }
        | Evidence::Subject { text, .. }
        | Evidence::Article { text, .. } => text.split_whitespace().collect::<Vec<_>>().join(" "),
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

fn announcement(analysis: &Analysis, options: &PanelOptions) -> String {
    let fired = analysis
        .triggers
        .iter()
        .filter(|trigger| trigger.severity == crate::analysis::Severity::Escalate)
        .count();
    let escalation = match fired {
        0 => "no escalation".to_owned(),
        1 => "one escalation trigger".to_owned(),
        many => format!("{many} escalation triggers"),
    };
    let number = options.number.as_deref().unwrap_or(&analysis.ticket_id);
    format!(
        "Ticket {number}: {}, {escalation}, priority {}.",
        verdicts::intent_name(analysis, options),
        words::priority(analysis.priority.level).to_lowercase()
    )
}

#[cfg(test)]
mod tests;

//! The eval set, and what a change of the settings flips, for the settings page.

use super::convert::{from_js, to_js};
use super::engine::JsEngine;
use super::error;
use crate::evaluation::{self, Expectation, Judged, ReadSample, TicketFlips, Verdict};
use crate::json::Plain;
use crate::ticket::ReadTicket;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// What the page says of a sample beside its ticket.
#[derive(Default, Plain)]
#[serde(default, rename_all = "camelCase")]
struct Sample {
    id: String,
    drawn: String,
    expect: Expectation,
    now_ms: f64,
}

/// Reads a file of tickets: labelled ones, bare ones, or an export of a log with kept tickets:
/// `{samples, faults, faulty}`. `masked` hides personal data.
///
/// # Errors
/// Never in practice: what cannot be read is told in `faults`.
#[wasm_bindgen(js_name = readSamples)]
pub fn read_samples(text: &str, masked: bool) -> Result<JsValue, JsValue> {
    to_js(&evaluation::read_samples(text, masked))
}

/// The line of a sample, as `readSamples` and `handrail evaluate` read it.
///
/// # Errors
/// When the object is no sample.
#[wasm_bindgen(js_name = sampleLine)]
pub fn sample_line(sample: JsValue) -> Result<String, JsValue> {
    let sample: ReadSample = from_js(&sample, "sample")?;
    Ok(evaluation::sample_line(&sample))
}

/// Analyses a ticket, given as JSON text, and holds it against its label `{id, drawn, expect, nowMs}`.
///
/// # Errors
/// When the text is no ticket, or the object has not its shape.
#[wasm_bindgen(js_name = judgeSample)]
pub fn judge_sample(engine: &JsEngine, ticket: &str, sample: JsValue) -> Result<JsValue, JsValue> {
    let sample: Sample = from_js(&sample, "sample")?;
    let read = read(ticket)?;
    let analysis = engine.inner.analyze(&read.ticket, sample.now_ms as i64);
    to_js(&evaluation::judge(
        &sample.id,
        &sample.drawn,
        &sample.expect,
        &analysis,
    ))
}

/// Holds a verdict `{intent, confidence, abstained, triggers}` against a label: `{agrees, intent_right, missed,
/// wrong}`.
///
/// # Errors
/// When an object has not its shape.
#[wasm_bindgen(js_name = reviewSample)]
pub fn review_sample(expect: JsValue, verdict: JsValue) -> Result<JsValue, JsValue> {
    let expect: Expectation = from_js(&expect, "label")?;
    let verdict: Verdict = from_js(&verdict, "verdict")?;
    to_js(&evaluation::review(&expect, &verdict))
}

/// The figures of what `judgeSample` gave; `wanted` is the share of right answers that a threshold has to reach, 0
/// to 1.
///
/// # Errors
/// When an object has not its shape.
#[wasm_bindgen(js_name = evaluationFigures)]
pub fn figures(judged: JsValue, wanted: f64) -> Result<JsValue, JsValue> {
    let judged: Vec<Judged> = from_js(&judged, "list of judged samples")?;
    to_js(&evaluation::figures(&judged, wanted))
}

/// What another engine says of a ticket, given as JSON text: `{ticket, subject, flips}`.
///
/// # Errors
/// When the text is no ticket.
#[wasm_bindgen(js_name = ticketFlips)]
pub fn ticket_flips(
    before: &JsEngine,
    after: &JsEngine,
    ticket: &str,
    now_ms: f64,
) -> Result<JsValue, JsValue> {
    let read = read(ticket)?;
    let now = read.now.unwrap_or(now_ms as i64);
    let was = before.inner.analyze(&read.ticket, now);
    let is = after.inner.analyze(&read.ticket, now);
    to_js(&TicketFlips {
        flips: evaluation::flips(&was, &is),
        ticket: read.ticket.id,
        subject: read.ticket.subject.unwrap_or_default(),
    })
}

/// Counts what `ticketFlips` gave: `{tickets, changed, counts}`.
///
/// # Errors
/// When an object has not its shape.
#[wasm_bindgen(js_name = flipSummary)]
pub fn flip_summary(all: JsValue) -> Result<JsValue, JsValue> {
    let all: Vec<TicketFlips> = from_js(&all, "list of flips")?;
    to_js(&evaluation::summary(&all))
}

fn read(ticket: &str) -> Result<ReadTicket, JsValue> {
    ReadTicket::from_json(ticket)
        .map_err(|refused| error::throw(refused.code(), &refused.to_string(), refused.help()))
}

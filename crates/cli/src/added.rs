//! `handrail evaluate added`: intents added by examples, measured.

use crate::CommandResult;
use crate::error::CliError;
use crate::train::{self, MOST_SHIPPED_WEIGHTS, Reading};
use handrail::intent::IntentModel;
use handrail::settings::Settings;
use handrail_trainer::added::{self, Stage, StandIn};
use handrail_trainer::dataset;
use handrail_trainer::fit::FitOptions;
use handrail_trainer::sources;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

/// Measures intents that a lead adds with 5, 10 and 20 examples.
///
/// Labels of --stand-in that the taxonomy lacks play the added intents. The project's own messages say whether
/// the others suffer: they are read by models that have not seen their trades.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Labelled rows, JSON Lines with {"text", "intent"}, whose labels play added intents
    #[arg(long, value_name = "FILE", required = true)]
    stand_in: Vec<PathBuf>,
    /// Directory of the project's own messages
    #[arg(long, value_name = "DIR", default_value = "data/intents")]
    messages: PathBuf,
    /// The model whose calibration is used
    #[arg(long, value_name = "FILE", default_value = "www/data/intent.dat")]
    model: PathBuf,
    /// How many intents are added at once
    #[arg(long, default_value_t = 5)]
    intents: usize,
    #[command(flatten)]
    reading: Reading,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> CommandResult {
    let rows = train::own_rows(&arguments.messages, &arguments.reading)?;
    let mapped: BTreeSet<String> = sources::all()
        .map_err(|error| CliError::new(error.to_string(), "mend the mapping table"))?
        .into_iter()
        .flat_map(|source| source.map.into_keys())
        .collect();
    let mut stand_ins = Vec::new();
    for path in &arguments.stand_in {
        let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
        for row in text.lines() {
            let row: serde_json::Value = serde_json::from_str(row).unwrap_or_default();
            let field = |name| row.get(name).and_then(serde_json::Value::as_str);
            let (Some(text), Some(label)) = (field("text"), field("intent")) else {
                continue;
            };
            if !mapped.contains(label) {
                stand_ins.push(StandIn {
                    text: text.to_owned(),
                    row: dataset::Row {
                        conversation: dataset::conversation(text),
                        label: format!("added.{label}"),
                        group: None,
                        weight: 1.0,
                        own: true,
                    },
                });
            }
        }
    }
    let bytes = std::fs::read(&arguments.model)
        .map_err(|error| CliError::file(&arguments.model, &error))?;
    let model = IntentModel::from_bytes(&bytes)
        .map_err(|error| CliError::new(error.to_string(), error.help()))?;
    let settings = Settings::read("")
        .map_err(|error| CliError::new(error.to_string(), "install Handrail again"))?;
    let Some(vectors) = train::vectors(None)? else {
        return Ok(ExitCode::FAILURE);
    };
    let options = FitOptions {
        most_features: MOST_SHIPPED_WEIGHTS / (model.labels().len() + 5),
        ..FitOptions::default()
    };
    let stage = Stage {
        rows: &rows,
        stand_ins: &stand_ins,
        confidence: model.confidence(),
        settings: &settings.intents,
        vectors,
        added: arguments.intents,
    };
    let measured = added::measure(&stage, &options, &[5, 10, 20])
        .map_err(|error| CliError::new(error, "report this with the file that you gave"))?;
    print!("{}", added::table(&measured));
    Ok(ExitCode::SUCCESS)
}

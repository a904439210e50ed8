//! What the engine reads beside the settings: models, knowledge and history, from files.

use crate::error::CliError;
use clap::Args;
use handrail::engine::Assets;
use handrail::escalation::model::SentenceModel;
use handrail::intent::IntentModel;
use handrail::knowledge::history::SolvedTickets;
use handrail::sentiment::model::SentimentModel;
use handrail::text::language::LanguageModel;
use handrail::text::vectors::Vectors;
use handrail::time_zones::TimeZones;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The models of this version, so that the command works without any file.
const INTENT_MODEL: &[u8] = include_bytes!("../../../www/data/intent.dat");

/// The word vectors of the models.
pub(crate) const VECTORS: &[u8] = include_bytes!("../../../www/data/vectors.dat");

/// The sentence model of the triggers.
const TRIGGER_MODEL: &[u8] = include_bytes!("../../../www/data/triggers.dat");

/// The model of languages, which no model folder replaces.
const LANGUAGE_MODEL: &[u8] = include_bytes!("../../../www/data/language.dat");

/// The sentiment model, likewise.
const SENTIMENT_MODEL: &[u8] = include_bytes!("../../../www/data/sentiment.dat");

/// The time zones, likewise.
const TIME_ZONES: &[u8] = include_bytes!("../../../www/data/zones.dat");

/// Where the assets are.
#[derive(Debug, Default, Args)]
pub(crate) struct AssetFiles {
    /// Articles: an index built by `handrail kb build`, a JSON Lines file, or a folder of Markdown
    #[arg(long, value_name = "FILE|DIR")]
    knowledge: Option<PathBuf>,
    /// Solved tickets, to find similar ones (JSON Lines)
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,
    /// Folder with the model files; without it the built-in ones
    #[arg(long, value_name = "DIR")]
    model_dir: Option<PathBuf>,
}

impl AssetFiles {
    /// The models alone, of this folder.
    pub(crate) fn of_models(model_dir: Option<PathBuf>) -> Self {
        Self {
            model_dir,
            ..Self::default()
        }
    }
}

/// The assets: the models of the model folder (without it the built-in ones), the knowledge base, and the
/// solved tickets.
pub(crate) fn load(files: &AssetFiles) -> Result<Assets, CliError> {
    let model_dir = files.model_dir.as_deref();
    let (name, bytes) = model(model_dir, "intent.dat", INTENT_MODEL)?;
    let intent_model = IntentModel::from_bytes(&bytes)
        .map_err(|error| CliError::new(format!("{name}: {error}"), error.help()))?;
    let (name, bytes) = model(model_dir, "triggers.dat", TRIGGER_MODEL)?;
    let trigger_model = SentenceModel::from_bytes(&bytes)
        .map_err(|error| CliError::new(format!("{name}: {error}"), error.help()))?;
    let language_model = LanguageModel::from_bytes(LANGUAGE_MODEL).map_err(|error| {
        CliError::new(format!("the built-in language.dat: {error}"), error.help())
    })?;
    let (name, bytes) = model(model_dir, "vectors.dat", VECTORS)?;
    let vectors = vectors(&name, &bytes)?;
    let sentiment_model = sentiment_model(None)?;
    let time_zones = TimeZones::from_bytes(TIME_ZONES)
        .map_err(|error| CliError::new(format!("the built-in zones.dat: {error}"), error.help()))?;
    let history = match &files.history {
        None => None,
        Some(path) => {
            let solved = SolvedTickets::build(&crate::kb::solved(path)?, Some(&vectors));
            Some(Arc::new(solved))
        }
    };
    let knowledge = files
        .knowledge
        .as_deref()
        .map(|path| crate::kb::open_with_contradictions(path, &vectors))
        .transpose()?;
    Ok(Assets {
        intent_model: Some(Arc::new(intent_model)),
        trigger_model: Some(Arc::new(trigger_model)),
        language_model: Some(Arc::new(language_model)),
        vectors: Some(Arc::new(vectors)),
        sentiment_model: Some(sentiment_model),
        time_zones: Some(Arc::new(time_zones)),
        knowledge: knowledge.map(Arc::new),
        history,
    })
}

/// Word vectors from their bytes; `name` is for messages.
pub(crate) fn vectors(name: &str, bytes: &[u8]) -> Result<Vectors, CliError> {
    Vectors::from_bytes(bytes)
        .map_err(|error| CliError::new(format!("{name}: {error}"), error.help()))
}

/// The sentiment model of a file; without one the built-in model.
pub(crate) fn sentiment_model(path: Option<&Path>) -> Result<Arc<SentimentModel>, CliError> {
    let (name, bytes) = match path {
        None => (
            "the built-in sentiment.dat".to_owned(),
            Cow::Borrowed(SENTIMENT_MODEL),
        ),
        Some(path) => {
            let bytes = std::fs::read(path).map_err(|error| CliError::file(path, &error))?;
            (path.display().to_string(), Cow::Owned(bytes))
        }
    };
    SentimentModel::from_bytes(&bytes)
        .map(Arc::new)
        .map_err(|error| CliError::new(format!("{name}: {error}"), error.help()))
}

/// A model's name for messages, and its bytes.
fn model(
    directory: Option<&Path>,
    file: &str,
    built_in: &'static [u8],
) -> Result<(String, Cow<'static, [u8]>), CliError> {
    match directory {
        None => Ok((format!("the built-in {file}"), Cow::Borrowed(built_in))),
        Some(directory) => {
            let path = directory.join(file);
            let bytes = std::fs::read(&path).map_err(|error| CliError::file(&path, &error))?;
            Ok((path.display().to_string(), Cow::Owned(bytes)))
        }
    }
}

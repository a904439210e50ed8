//! What the engine reads beside the settings: models and knowledge, from files.

use crate::error::CliError;
use handrail::engine::Assets;
use handrail::intent::IntentModel;
use handrail::knowledge::{Article, KnowledgeIndex};
use std::path::Path;
use std::sync::Arc;

/// The assets: the models of `model_dir` and the knowledge base.
pub(crate) fn load(
    model_dir: Option<&Path>,
    knowledge: Option<&Path>,
    _history: Option<&Path>,
) -> Result<Assets, CliError> {
    let intent_model = match model_dir {
        None => None,
        Some(directory) => {
            let path = directory.join("intent.dat");
            let bytes = std::fs::read(&path).map_err(|error| CliError::file(&path, &error))?;
            let model = IntentModel::from_bytes(&bytes).map_err(|error| {
                CliError::new(format!("{}: {error}", path.display()), error.help())
            })?;
            Some(Arc::new(model))
        }
    };
    let knowledge = match knowledge {
        None => None,
        Some(path) => {
            let text =
                std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
            let articles: Vec<Article> = text
                .lines()
                .filter_map(|line| serde_json::from_str(line).ok())
                .collect();
            Some(Arc::new(KnowledgeIndex::build(&articles)))
        }
    };
    Ok(Assets {
        intent_model,
        knowledge,
    })
}

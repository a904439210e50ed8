//! Public data sets and how their labels map onto the taxonomy. The tables are data:
//! `crates/trainer/mappings/*.json`.

use crate::dataset::{self, Labelled, Row};
use handrail::intent::OUT_OF_SCOPE;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// A data set and its mapping.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Short name.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its licence.
    pub licence: String,
    /// Why it is used as it is.
    pub note: String,
    /// Whether the shipped model is trained on it.
    pub used: bool,
    /// Files below the data directory.
    pub files: Vec<String>,
    /// Field of the label; a list of labels is joined with `+`, sorted.
    #[serde(default = "intent")]
    pub label: String,
    /// Weight of a row, where a row of the project's own counts 1.
    pub weight: f32,
    /// Most rows taken of one label of the set, spread evenly over it.
    pub most_per_label: usize,
    /// Label of the set to intent; labels that are not named are left out, or see `rest`.
    pub map: BTreeMap<String, String>,
    /// Labels that are near to a support matter but map to none: never used.
    #[serde(default)]
    pub skip: Vec<String>,
    /// Intent of all labels that are neither mapped nor skipped.
    #[serde(default)]
    pub rest: Option<String>,
    /// Weight of the rows of `rest`.
    #[serde(default)]
    pub rest_weight: f32,
    /// As `most_per_label`, for the labels of `rest`.
    #[serde(default)]
    pub rest_most_per_label: usize,
}

fn intent() -> String {
    "intent".to_owned()
}

const TABLES: &[&str] = &[
    include_str!("../mappings/banking77.json"),
    include_str!("../mappings/bitext.json"),
    include_str!("../mappings/clinc150.json"),
    include_str!("../mappings/hint3.json"),
    include_str!("../mappings/hwu64.json"),
    include_str!("../mappings/natcs.json"),
    include_str!("../mappings/nlupp.json"),
];

/// Whether the shipped word vectors were fitted to the messages of a trade, without their labels.
/// Models are measured and calibrated on the other trades.
#[must_use]
pub fn read_by_distillation(trade: &str) -> bool {
    include_str!("../distil/trades.txt")
        .lines()
        .any(|line| line == trade)
}

/// All mapping tables.
///
/// # Errors
/// When a table is no valid JSON of this shape.
pub fn all() -> Result<Vec<Source>, serde_json::Error> {
    TABLES
        .iter()
        .map(|text| serde_json::from_str(text))
        .collect()
}

impl Source {
    /// Reads and maps the set; `None` when it is not below `data`.
    ///
    /// # Errors
    /// When a file is there but cannot be read.
    pub fn read(&self, data: &Path) -> std::io::Result<Option<Labelled>> {
        let mut mapped = Labelled::default();
        for file in &self.files {
            let path = data.join(file);
            if !path.exists() {
                return Ok(None);
            }
            let mut seen: BTreeMap<String, Vec<Row>> = BTreeMap::new();
            for (line, text) in std::fs::read_to_string(&path)?.lines().enumerate() {
                match self.row(text) {
                    Some((label, row)) => seen.entry(label).or_default().push(row),
                    None if text.trim().is_empty() => {}
                    None => mapped.broken.push(dataset::BrokenRow {
                        path: path.clone(),
                        line: line as u64 + 1,
                        reason: format!("there is no `text` or no `{}`", self.label),
                    }),
                }
            }
            for (label, rows) in seen {
                let Some((intent, weight, most)) = self.intent(&label) else {
                    continue;
                };
                let step = (rows.len() as f64 / most.max(1) as f64).max(1.0);
                let mut next = 0.0;
                for (index, row) in rows.into_iter().enumerate() {
                    if index as f64 >= next {
                        next += step;
                        mapped.rows.push(Row {
                            label: intent.to_owned(),
                            weight,
                            ..row
                        });
                    }
                }
            }
        }
        Ok(Some(mapped))
    }

    fn intent(&self, label: &str) -> Option<(&str, f32, usize)> {
        if let Some(intent) = self.map.get(label) {
            Some((intent, self.weight, self.most_per_label))
        } else if self.skip.iter().any(|skip| skip == label) {
            None
        } else {
            let rest = self.rest.as_deref()?;
            Some((rest, self.rest_weight, self.rest_most_per_label))
        }
    }

    fn row(&self, line: &str) -> Option<(String, Row)> {
        let value: serde_json::Value = serde_json::from_str(line).ok()?;
        let label = match value.get(&self.label)? {
            serde_json::Value::String(label) => label.clone(),
            serde_json::Value::Array(labels) => {
                let mut labels: Vec<&str> = labels.iter().filter_map(|l| l.as_str()).collect();
                labels.sort_unstable();
                labels.join("+")
            }
            _ => return None,
        };
        let text = value.get("text")?.as_str()?;
        Some((
            label,
            Row {
                conversation: dataset::conversation(text),
                label: OUT_OF_SCOPE.to_owned(),
                group: None,
                weight: 0.0,
                own: false,
            },
        ))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn tables_name_real_intents() {
        let settings = handrail::settings::Settings::read("").unwrap();
        for source in all().unwrap() {
            let check = |intent: &str| {
                assert!(
                    intent == OUT_OF_SCOPE || settings.intents.iter().any(|i| i.id == intent),
                    "{}: {intent}",
                    source.id
                );
            };
            source
                .map
                .values()
                .chain(&source.rest)
                .for_each(|i| check(i));
            assert!(!source.licence.is_empty() && !source.note.is_empty());
        }
    }
}

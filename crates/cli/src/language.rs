//! `handrail train language` and `handrail evaluate language`: the model that tells languages apart.

use crate::error::CliError;
use crate::{CommandResult, say};
use handrail::text::language::LanguageModel;
use handrail_trainer::language::{fit, measure, samples};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Fits the model of languages. The same texts give the same bytes.
#[derive(Debug, clap::Args)]
pub(crate) struct TrainArguments {
    /// Directory of texts, SOURCE/CODE.txt, a text a line; may be given more than once
    #[arg(long, value_name = "DIR", required = true)]
    data: Vec<PathBuf>,
    /// Where the model goes
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Samples of each language
    #[arg(long, default_value_t = fit::FitOptions::default().samples)]
    samples: usize,
    /// Most weights that are kept
    #[arg(long, default_value_t = fit::FitOptions::default().most_weights)]
    weights: usize,
    /// Strength of the pull of weights to 0
    #[arg(long, default_value_t = fit::FitOptions::default().sparsity)]
    sparsity: f32,
    /// Bits of a bucket's number
    #[arg(long, default_value_t = fit::FitOptions::default().bits)]
    bits: u32,
}

/// Measures how languages are told: CODE.txt in a directory, a text a line.
#[derive(Debug, clap::Args)]
pub(crate) struct EvaluateArguments {
    /// Directory of texts that the model was not fitted to
    #[arg(long, value_name = "DIR")]
    test: PathBuf,
    /// Cut each text to so many characters; shorter ones are left out
    #[arg(long, value_name = "CHARACTERS")]
    cut: Option<usize>,
    /// Only these languages
    #[arg(long, value_delimiter = ',', value_name = "CODES")]
    only: Vec<String>,
    /// A model file
    #[arg(long, value_name = "FILE", default_value = "www/data/language.dat")]
    model: PathBuf,
    /// Measure what is left when no model is loaded
    #[arg(long, conflicts_with = "model")]
    no_model: bool,
    /// Print each text that was taken for another language
    #[arg(long)]
    wrong: bool,
}

/// Runs `handrail train language`.
pub(crate) fn train(arguments: &TrainArguments) -> CommandResult {
    let directories: Vec<&Path> = arguments.data.iter().map(PathBuf::as_path).collect();
    let texts = samples::read(&directories).map_err(|error| {
        let first = arguments
            .data
            .first()
            .map_or(Path::new(""), PathBuf::as_path);
        CliError::file(first, &error)
    })?;
    if texts.is_empty() {
        return Err(CliError::new(
            "the directories hold no text",
            "give directories with SOURCE/CODE.txt, such as home-assistant/de.txt",
        ));
    }
    let options = fit::FitOptions {
        samples: arguments.samples,
        most_weights: arguments.weights,
        sparsity: arguments.sparsity,
        bits: arguments.bits.clamp(8, 20),
        ..fit::FitOptions::default()
    };
    let parts = fit::fit(&texts, &options, |round| {
        if round % 5000 == 4999 {
            eprintln!("{} of {} samples a language", round + 1, options.samples);
        }
    });
    let bytes = parts.to_bytes();
    std::fs::write(&arguments.out, &bytes).map_err(|error| {
        CliError::new(
            format!("cannot write {}: {error}", arguments.out.display()),
            "check that the directory is there and that you may write to it",
        )
    })?;
    let weights: usize = parts.weights.iter().map(Vec::len).sum();
    say(&format!(
        "{}: {} languages by letters, {weights} weights, {} bytes; scale {}, growth {}",
        arguments.out.display(),
        parts.languages.len() - 1,
        bytes.len(),
        parts.calibration.scale,
        parts.calibration.growth
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Runs `handrail evaluate language`.
pub(crate) fn evaluate(arguments: &EvaluateArguments) -> CommandResult {
    let model =
        if arguments.no_model {
            None
        } else {
            let path = &arguments.model;
            let bytes = std::fs::read(path).map_err(|error| CliError::file(path, &error))?;
            Some(LanguageModel::from_bytes(&bytes).map_err(|error| {
                CliError::new(format!("{}: {error}", path.display()), error.help())
            })?)
        };
    let mut measured = measure::measure(&arguments.test, arguments.cut, model.as_ref())
        .map_err(|error| CliError::file(&arguments.test, &error))?;
    if !arguments.only.is_empty() {
        measured.retain(|code, _| arguments.only.contains(code));
    }
    let (mut texts, mut right, mut shares) = (0, 0, Vec::new());
    let mut confidences = Vec::new();
    for (code, language) in measured.iter().filter(|(_, language)| language.texts > 0) {
        let share = language.right as f64 / language.texts as f64;
        say(&format!("{code:<4}{:>6} texts  {share:.3}", language.texts))?;
        texts += language.texts;
        right += language.right;
        shares.push(share);
        confidences.extend(language.confidences.iter().copied());
        for (text, found, confidence) in language.wrong.iter().filter(|_| arguments.wrong) {
            say(&format!("    {found} {confidence:.2}  {text}"))?;
        }
    }
    if texts == 0 {
        return Err(CliError::new(
            format!("{} holds no text to measure", arguments.test.display()),
            "give a directory with files such as de.txt, a text a line",
        ));
    }
    say(&format!(
        "{} languages, {texts} texts: {:.4} right, mean of languages {:.4}",
        shares.len(),
        right as f64 / texts as f64,
        shares.iter().sum::<f64>() / shares.len() as f64
    ))?;
    for (least, most) in [
        (0.0, 0.5),
        (0.5, 0.7),
        (0.7, 0.9),
        (0.9, 0.97),
        (0.97, 1.01),
    ] {
        let within: Vec<bool> = confidences
            .iter()
            .filter(|(confidence, _)| (least..most).contains(confidence))
            .map(|(_, right)| *right)
            .collect();
        let right = within.iter().filter(|right| **right).count();
        say(&format!(
            "confidence from {least:.2}: {right} of {} right",
            within.len()
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

//! Measurements: how good the models and rules are, and how fast the core is. They print, and assert
//! nothing.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Subcommand;

use crate::{npm, process, wasm_build};

/// What to measure.
#[derive(Subcommand)]
pub(crate) enum Bench {
    /// Quality on the frozen sets, and with --data on the public ones; beside it what other libraries reach
    Quality {
        /// Folder of the public data sets, as README's "Measuring" describes it
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Times in Chromium, beside the budgets
    Speed,
    /// The panel itself in Chromium: ticket changes, what moves and hangs, memory, cold start
    Panel,
    /// Knowledge search in Chromium beside other libraries: building, size, memory, times
    Search,
}

/// Measures.
///
/// # Errors
/// When something cannot be built or a command fails.
pub(crate) fn bench(root: &Path, what: &Bench) -> Result<()> {
    match what {
        Bench::Quality { data } => quality(root, data.as_deref()),
        Bench::Speed => speed(root),
        Bench::Panel => panel(root),
        Bench::Search => search(root),
    }
}

fn speed(root: &Path) -> Result<()> {
    let node = npm::node()?;
    npm::ensure(root)?;
    wasm_build::build(root, false)?;
    wasm_build::build_stages(root)?;
    process::run(process::command(node, root).arg("bench/speed/speed.js"))
}

fn panel(root: &Path) -> Result<()> {
    let node = npm::node()?;
    npm::ensure(root)?;
    wasm_build::build(root, false)?;
    process::run(process::command(node, root).arg("bench/panel/panel.js"))
}

fn search(root: &Path) -> Result<()> {
    let node = npm::node()?;
    npm::ensure(root)?;
    npm::ensure(&root.join("bench/search"))?;
    wasm_build::build(root, false)?;
    process::run(process::command(node, root).arg("bench/search/speed.js"))
}

/// A measurement by the `handrail` command.
struct Measured {
    title: &'static str,
    /// Arguments; `DATA/` stands for the folder of the public sets.
    arguments: &'static [&'static str],
    /// What libraries that one would otherwise pick reach on the same rows, from `bench/QUALITY.md`.
    others: &'static str,
}

const FROZEN: &[Measured] = &[
    Measured {
        title: "Intent, trades that training never saw (frozen)",
        arguments: &["evaluate", "--test", "bench/frozen/intent.jsonl"],
        others: "",
    },
    Measured {
        title: "Sentiment (frozen)",
        arguments: &["evaluate", "--sentiment", "bench/frozen/sentiment.jsonl"],
        others: "see Sentiment in bench/QUALITY.md for VADER and AFINN on the same rows",
    },
    Measured {
        title: "Escalation, tickets written blind (frozen)",
        arguments: &["evaluate", "--cases", "bench/frozen/escalation.jsonl"],
        others: "",
    },
    Measured {
        title: "Escalation, ordinary tickets (frozen)",
        arguments: &["evaluate", "--cases", "bench/frozen/ordinary.jsonl"],
        others: "",
    },
    Measured {
        title: "Escalation, the second set of tickets written blind (frozen)",
        arguments: &["evaluate", "--cases", "bench/frozen/escalation_2.jsonl"],
        others: "",
    },
    Measured {
        title: "Escalation, the second set of ordinary tickets (frozen)",
        arguments: &["evaluate", "--cases", "bench/frozen/ordinary_2.jsonl"],
        others: "",
    },
    Measured {
        title: "Knowledge, a help centre's articles and its customers' questions (frozen)",
        arguments: &[
            "kb",
            "evaluate",
            "bench/frozen/kb_articles.jsonl",
            "--queries",
            "bench/frozen/kb_queries.jsonl",
        ],
        others: "R@1 / R@5: Lunr .460 / .733, MiniSearch tuned .440 / .733, FlexSearch tuned .353 / .607, Orama tuned .300 / .613",
    },
];

const PUBLIC: &[Measured] = &[
    Measured {
        title: "Knowledge, StackFAQ",
        arguments: &[
            "kb",
            "evaluate",
            "DATA/stackfaq/faq.jsonl",
            "--queries",
            "DATA/stackfaq/queries.jsonl",
        ],
        others: "R@1 / R@5: tantivy stemmed .762 / .942, Lunr tuned .762 / .945, MiniSearch tuned .723 / .927",
    },
    Measured {
        title: "HINT3 SOFMattress",
        arguments: &[
            "evaluate",
            "--train",
            "DATA/hint3/sofmattress_train.jsonl",
            "--test",
            "DATA/hint3/sofmattress_test.jsonl",
        ],
        others: "in scope (AUROC): TF-IDF + SVM .771 (.836), MiniLM .775 (.797), fastText .668 (.747), NLP.js .656 (.711)",
    },
    Measured {
        title: "HINT3 Powerplay11",
        arguments: &[
            "evaluate",
            "--train",
            "DATA/hint3/powerplay11_train.jsonl",
            "--test",
            "DATA/hint3/powerplay11_test.jsonl",
        ],
        others: "in scope (AUROC): TF-IDF + SVM .625 (.721), MiniLM .667 (.765), fastText .508 (.683), NLP.js .534 (.609)",
    },
    Measured {
        title: "CLINC150",
        arguments: &[
            "evaluate",
            "--train",
            "DATA/clinc150/train.jsonl",
            "--train",
            "DATA/clinc150/oos_train.jsonl",
            "--test",
            "DATA/clinc150/val.jsonl",
            "--test",
            "DATA/clinc150/oos_val.jsonl",
        ],
        others: "in scope (AUROC): TF-IDF + SVM .928 (.949), MiniLM .953 (.950), fastText .890 (.912), NLP.js .845 (.506)",
    },
    Measured {
        title: "Banking77, cross-validated on its train split",
        arguments: &["evaluate", "--train", "DATA/banking77/train.jsonl"],
        others: "on the test rows: TF-IDF + SVM .912, MiniLM .929, fastText .868, NLP.js .506",
    },
];

fn quality(root: &Path, data: Option<&Path>) -> Result<()> {
    let data = data
        .map(|data| {
            data.canonicalize()
                .with_context(|| format!("there is no folder `{}`", data.display()))
        })
        .transpose()?;
    process::run(process::cargo(root).args([
        "build",
        "--quiet",
        "--release",
        "-p",
        "handrail-cli",
    ]))?;
    for one in FROZEN {
        measure(root, one, None)?;
    }
    if let Some(data) = data {
        for one in PUBLIC {
            measure(root, one, Some(&data))?;
        }
    }
    Ok(())
}

fn measure(root: &Path, one: &Measured, data: Option<&Path>) -> Result<()> {
    println!("\n== {}", one.title);
    if !one.others.is_empty() {
        println!("others: {}", one.others);
    }
    let mut command = process::cargo(root);
    command.args(["run", "--quiet", "--release", "-p", "handrail-cli", "--"]);
    for argument in one.arguments {
        match (argument.strip_prefix("DATA/"), data) {
            (Some(file), Some(data)) => command.arg(data.join(file)),
            _ => command.arg(argument),
        };
    }
    process::run(&mut command)
}

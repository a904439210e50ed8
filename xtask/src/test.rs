//! Runs every test, cargo's and Node.js's, and adds up what they counted.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::{npm, process, wasm_build};

/// A part of the tests.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Rust's unit and integration tests
    Unit,
    /// tests/**/*.test.js outside tests/e2e: the WebAssembly core, in Node.js and in a browser
    Wasm,
    /// tests/e2e/**/*.test.js: the extension in a real browser, beside real helpdesks
    E2e,
}

/// What a test run counted.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
struct Count {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// Runs the part, or all parts, and closes with the line `N passed, N failed`.
///
/// A part that cannot run at all (its code does not compile, say) counts as one failure, and the
/// others run nevertheless.
pub(crate) fn test(root: &Path, part: Option<Part>) -> Result<ExitCode> {
    let parts = part.map_or_else(
        || vec![Part::Unit, Part::Wasm, Part::E2e],
        |part| vec![part],
    );
    let mut total = Count::default();
    for part in parts {
        let counted = match part {
            Part::Unit => unit(root),
            Part::Wasm => wasm(root),
            Part::E2e => end_to_end(root),
        };
        match counted {
            Ok(count) => total.add(count),
            Err(error) => {
                eprintln!("error: {error:#}");
                total.failed += 1;
            }
        }
    }
    let ran = total.passed + total.failed;
    if ran == 0 {
        eprintln!("error: no test ran");
    }
    let skipped = match total.skipped {
        0 => String::new(),
        number => format!(", {number} skipped"),
    };
    println!("{} passed, {} failed{skipped}", total.passed, total.failed);
    Ok(if ran == 0 || total.failed > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn unit(root: &Path) -> Result<Count> {
    println!("== unit: cargo test");
    let mut command = process::cargo(root);
    command.args(["test", "--workspace", "--locked", "--no-fail-fast"]);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start `{}`", process::line(&command)))?;
    let mut total = Count::default();
    let printed = child.stdout.take().context("cargo has no output")?;
    for line in BufReader::new(printed).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        if let Some(count) = cargo_result(&line) {
            total.add(count);
        }
    }
    let status = child.wait()?;
    // A crate that does not compile, or a test that ends its process, is in nobody's count.
    if !status.success() && total.failed == 0 {
        bail!("`{}` failed ({status})", process::line(&command));
    }
    Ok(total)
}

fn wasm(root: &Path) -> Result<Count> {
    let (_, files) = test_files(root)?;
    node_test(root, "wasm", &files)
}

fn end_to_end(root: &Path) -> Result<Count> {
    let (files, _) = test_files(root)?;
    node_test(root, "e2e", &files)
}

/// The Node.js tests under tests/, sorted: those of tests/e2e, and all others.
fn test_files(root: &Path) -> Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let tests = root.join("tests");
    let mut found = Vec::new();
    let mut open = vec![tests.clone()];
    while let Some(folder) = open.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(&folder)
            .with_context(|| format!("could not read `{}`", folder.display()))?
        {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(".test.js") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found
        .into_iter()
        .partition(|path| path.starts_with(tests.join("e2e"))))
}

/// Builds what the tests load and runs them with Node.js, one file after another: browsers and
/// helpdesks need the memory. Both install themselves, see `tests/desks/`.
fn node_test(root: &Path, part: &str, files: &[PathBuf]) -> Result<Count> {
    println!("== {part}: {} files", files.len());
    if files.is_empty() {
        return Ok(Count::default());
    }
    wasm_build::build(root, false)?;
    npm::ensure(root)?;
    let report = wasm_build::target_folder(root).join(format!("{part}.tap"));
    let _ = std::fs::remove_file(&report);
    let mut command = process::command(npm::node()?, root);
    command
        .args(["--test", "--test-concurrency=1"])
        .args(["--test-reporter=spec", "--test-reporter-destination=stdout"])
        .arg("--test-reporter=tap")
        .arg(format!("--test-reporter-destination={}", report.display()))
        .args(files);
    let status = command
        .status()
        .with_context(|| format!("could not start `{}`", process::line(&command)))?;
    let text = std::fs::read_to_string(&report)
        .with_context(|| format!("node.js left no report at `{}`", report.display()))?;
    let count =
        node_result(&text).with_context(|| format!("`{}` holds no totals", report.display()))?;
    let empty: Vec<&str> = files
        .iter()
        .filter_map(|file| file.to_str())
        .filter(|file| holds_no_test(&text, file))
        .collect();
    if !empty.is_empty() {
        bail!("no test in {}", empty.join(", "));
    }
    if !status.success() && count.failed == 0 {
        bail!("`node --test` failed ({status})");
    }
    Ok(count)
}

/// Reads cargo's `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
fn cargo_result(line: &str) -> Option<Count> {
    let result = line.trim().strip_prefix("test result: ")?;
    let (_, numbers) = result.split_once(". ")?;
    let mut count = Count::default();
    for part in numbers.split("; ") {
        let (number, what) = part.split_once(' ')?;
        let field = match what {
            "passed" => &mut count.passed,
            "failed" => &mut count.failed,
            "ignored" => &mut count.skipped,
            _ => continue,
        };
        *field = number.parse().ok()?;
    }
    Some(count)
}

/// Whether Node.js passed a file that declares no test: it then reports the file itself as one.
fn holds_no_test(report: &str, file: &str) -> bool {
    report.lines().any(|line| {
        line.strip_prefix("ok ")
            .and_then(|rest| rest.split_once(" - "))
            .is_some_and(|(_, name)| name == file)
    })
}

/// Reads the totals that close a TAP report of Node.js: `# pass 3`, `# fail 0`, ….
fn node_result(report: &str) -> Option<Count> {
    let last = |what: &str| {
        report.lines().rev().find_map(|line| {
            line.strip_prefix("# ")?
                .strip_prefix(what)?
                .trim()
                .parse()
                .ok()
        })
    };
    Some(Count {
        passed: last("pass ")?,
        failed: last("fail ")? + last("cancelled ").unwrap_or(0),
        skipped: last("skipped ").unwrap_or(0) + last("todo ").unwrap_or(0),
    })
}

#[cfg(test)]
mod tests {
    use super::{Count, cargo_result, holds_no_test, node_result};

    fn check(read: Option<Count>, expected: Option<(u64, u64, u64)>) {
        let expected = expected.map(|(passed, failed, skipped)| Count {
            passed,
            failed,
            skipped,
        });
        assert_eq!(read, expected);
    }

    #[test]
    fn cargo_totals_are_read() {
        let passed = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s";
        let failed = "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        check(cargo_result(passed), Some((12, 0, 1)));
        check(cargo_result(failed), Some((1, 2, 0)));
        check(cargo_result("test reads_result ... ok"), None);
    }

    #[test]
    fn node_totals_are_read() {
        let report = "TAP version 13\nok 1 - a # pass 9\n1..4\n# tests 5\n# suites 0\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n# duration_ms 55.1\n";
        check(node_result(report), Some((2, 2, 1)));
        check(node_result("TAP version 13\n"), None);
    }

    #[test]
    fn a_file_without_tests_is_noticed() {
        let report = "TAP version 13\n# Subtest: /r/tests/a.test.js\nok 1 - /r/tests/a.test.js\nok 2 - reads\n1..2\n";
        assert!(holds_no_test(report, "/r/tests/a.test.js"));
        assert!(!holds_no_test(report, "/r/tests/b.test.js"));
    }
}

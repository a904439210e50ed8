//! The demo and the pictures: builds the extension, then hands over to the script that drives the browser.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{npm, process, wasm_build};

const SCRIPT: &str = "tests/e2e/demo.js";
/// Takes the pictures of docs/panel/.
const PICTURES: &str = "tests/e2e/screenshots.js";

/// Builds `pkg/` and runs the demo's script, which starts all else and ends it again.
///
/// # Errors
/// When something cannot be built, or the script fails.
pub(crate) fn demo(root: &Path, headless: bool) -> Result<()> {
    let mut command = script(root, SCRIPT)?;
    if headless {
        command.arg("--headless");
    }
    hand_over(&mut command)
}

/// Builds `pkg/` and takes pictures of every state of the panel.
///
/// # Errors
/// When something cannot be built, or the script fails.
pub(crate) fn screenshots(root: &Path) -> Result<()> {
    hand_over(&mut script(root, PICTURES)?)
}

/// A script of the repository, with all that it needs.
fn script(root: &Path, path: &str) -> Result<Command> {
    let node = npm::node()?;
    npm::ensure(root)?;
    wasm_build::build(root, false)?;
    let mut command = process::command(node, root);
    command.arg(path);
    Ok(command)
}

/// Becomes the command. So Ctrl-C, and any other signal, reaches it and nobody else: it is the one
/// that has browser and helpdesk to end.
#[cfg(unix)]
fn hand_over(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;

    let error = command.exec();
    bail!("could not start `{}`: {error}", process::line(command))
}

#[cfg(not(unix))]
fn hand_over(command: &mut Command) -> Result<()> {
    process::run(command)
}

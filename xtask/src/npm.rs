//! The tools that come from npm: the versions that `package-lock.json` names, in `node_modules/`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process;

/// The oldest Node.js that the tests and tools run on.
const OLDEST_NODE: u32 = 20;

/// Installs what `package-lock.json` names, unless it is there already.
///
/// Packages may not run scripts of their own while they are installed.
///
/// # Errors
/// When Node.js is missing or too old, or npm fails.
pub(crate) fn ensure(root: &Path) -> Result<()> {
    node()?;
    let lock = root.join("package-lock.json");
    let wanted =
        std::fs::read(&lock).with_context(|| format!("could not read `{}`", lock.display()))?;
    let stamp = root.join("node_modules/.handrail-lock");
    if std::fs::read(&stamp).is_ok_and(|done| done == wanted) {
        return Ok(());
    }
    println!("Installing the npm packages of package-lock.json");
    let npm = process::find("npm").context(
        "npm is needed and was not found; it comes with Node.js, see https://nodejs.org/",
    )?;
    process::run(process::command(npm, root).args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]))?;
    std::fs::write(&stamp, wanted).with_context(|| format!("could not write `{}`", stamp.display()))
}

/// Where Node.js stands, checked to be new enough.
///
/// # Errors
/// When it is missing or too old.
pub(crate) fn node() -> Result<PathBuf> {
    let node = process::find("node").with_context(|| {
        format!(
            "node.js {OLDEST_NODE} or newer is needed and was not found, see https://nodejs.org/"
        )
    })?;
    let version = process::output(process::command(&node, Path::new(".")).arg("--version"))
        .unwrap_or_default();
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|number| number.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST_NODE => Ok(node),
        _ => bail!(
            "node.js {OLDEST_NODE} or newer is needed, `{}` is `{version}`, see https://nodejs.org/",
            node.display()
        ),
    }
}

/// The program `name` of an installed npm package.
pub(crate) fn program(root: &Path, name: &str) -> PathBuf {
    root.join("node_modules/.bin").join(name)
}

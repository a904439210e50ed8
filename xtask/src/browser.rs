//! The browser that tests and the demo drive.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{debian, process};

/// Names that Chromium goes by. Google's own Chrome is not among them: it refuses to load
/// unpacked extensions from the command line.
const NAMES: [&str; 2] = ["chromium", "chromium-browser"];

/// Where Chromium stands, installing it where it is missing and may be installed.
///
/// `HANDRAIL_CHROMIUM` names another one.
///
/// # Errors
/// When it is missing and may not be installed.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("HANDRAIL_CHROMIUM") {
        return Ok(PathBuf::from(named));
    }
    if let Some(found) = NAMES.iter().find_map(|name| process::find(name)) {
        return Ok(found);
    }
    debian::ensure(&["chromium"], "drive a browser")?;
    process::find("chromium").context("debian's chromium is installed, but not on PATH")
}

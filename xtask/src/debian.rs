//! Packages of Debian: which are there, and installing the rest where that is allowed.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;

/// Whether packages can be installed from here without asking anybody: root on a Debian.
pub(crate) fn can_install() -> bool {
    process::find("apt-get").is_some() && is_root()
}

/// Whether this system installs its packages with `apt-get`.
pub(crate) fn is_debian() -> bool {
    process::find("apt-get").is_some() && Path::new("/etc/debian_version").is_file()
}

/// Makes sure that the packages are installed; `purpose` ends the sentence "needed to …".
///
/// # Errors
/// Where they may not be installed, the error holds the command to type.
pub(crate) fn ensure(packages: &[&str], purpose: &str) -> Result<()> {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !can_install() {
        bail!(
            "needed to {purpose}: {list}; on Debian, type:\n  sudo apt-get install --no-install-recommends {list}"
        );
    }
    println!("Installing Debian packages to {purpose}: {list}");
    // A machine whose package lists are missing or stale fails the first time.
    if install(&missing, false).is_err() {
        update()?;
        install(&missing, true)?;
    }
    Ok(())
}

/// Installs the packages, or brings installed ones up to date, from freshly read package lists.
///
/// For packages whose version matters: the lists of a machine may name one from long ago.
///
/// # Errors
/// When apt-get fails; its output has been shown then.
pub(crate) fn ensure_latest(packages: &[&str], purpose: &str) -> Result<()> {
    println!(
        "Installing Debian packages to {purpose}: {}",
        packages.join(" ")
    );
    update()?;
    install(packages, true)
}

/// Whether Debian says that the package is installed.
pub(crate) fn is_installed(package: &str) -> bool {
    process::output(Command::new("dpkg-query").args(["-W", "-f=${db:Status-Status}", package]))
        .is_some_and(|status| status == "installed")
}

fn install(packages: &[&str], show: bool) -> Result<()> {
    let mut command = apt_get();
    command
        .args(["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(packages);
    complete(&mut command, show)
}

fn update() -> Result<()> {
    complete(apt_get().args(["update", "--quiet"]), true)
}

fn apt_get() -> Command {
    let mut command = process::command("apt-get", Path::new("/"));
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        // Another apt-get (unattended upgrades, a second task) is waited for, not an error.
        .args(["-o", "DPkg::Lock::Timeout=300"]);
    process::forget_cargo(&mut command);
    command
}

/// Runs apt-get quietly; its words are shown only when it fails for good.
fn complete(command: &mut Command, show: bool) -> Result<()> {
    let output = command
        .output()
        .with_context(|| format!("could not start `{}`", process::line(command)))?;
    if output.status.success() {
        return Ok(());
    }
    if show {
        eprint!("{}", String::from_utf8_lossy(&output.stdout));
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
    }
    bail!("`{}` failed ({})", process::line(command), output.status)
}

fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}

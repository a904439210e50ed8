//! The checks that run nothing of the program: formatting, lints, the JavaScript's types, sizes.

use std::path::Path;

use anyhow::{Result, bail};

use crate::toolchain::Toolchain;
use crate::{npm, process, size, wasm_build};

type Check = fn(&Path) -> Result<()>;

/// Runs every check, also after one has failed, so that one run shows all there is to mend.
///
/// # Errors
/// Names the checks that failed.
pub(crate) fn check(root: &Path) -> Result<()> {
    let checks: [(&str, Check); 5] = [
        ("formatting", formatting),
        ("lints", lints),
        ("lints of the WebAssembly core", wasm_lints),
        ("types of the JavaScript", types),
        ("sizes", sizes),
    ];
    let mut failed = Vec::new();
    for (name, run) in checks {
        println!("== {name}");
        if let Err(error) = run(root) {
            eprintln!("error: {error:#}");
            failed.push(name);
        }
    }
    if failed.is_empty() {
        println!("== every check passed");
        return Ok(());
    }
    bail!("failed: {}", failed.join(", "))
}

fn formatting(root: &Path) -> Result<()> {
    process::run(process::cargo(root).args(["fmt", "--all", "--check"]))
}

fn lints(root: &Path) -> Result<()> {
    process::run(process::cargo(root).args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "--deny=warnings",
    ]))
}

/// The browser's half is compiled for no other target, so nothing else would lint it.
fn wasm_lints(root: &Path) -> Result<()> {
    let toolchain = Toolchain::ensure(root)?;
    toolchain.ensure_clippy()?;
    let mut command = toolchain.cargo(root, "clippy");
    command
        .args(wasm_build::PACKAGE)
        .arg("--target-dir")
        .arg(wasm_build::target_folder(root))
        .args(["--", "--deny=warnings"]);
    process::run(&mut command)
}

/// `pkg/` is built first, because the JavaScript is checked against its types.
fn types(root: &Path) -> Result<()> {
    wasm_build::build(root, false)?;
    npm::ensure(root)?;
    process::run(process::command(npm::program(root, "tsc"), root).args(["--project", "."]))
}

fn sizes(root: &Path) -> Result<()> {
    let toolchain = wasm_build::build(root, false)?;
    size::gate(root, toolchain.is_lean())
}

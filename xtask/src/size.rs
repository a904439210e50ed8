//! Sizes of what the extension ships, and their budgets (1 KB is 1,000 bytes).

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

/// The panel's WebAssembly as it lies in the package.
const WASM_RAW: u64 = 1_000_000;
/// The same after gzip, as a browser would fetch it from a site.
const WASM_GZIP: u64 = 380_000;
/// Models and default data together.
const DATA: u64 = 6_000_000;

/// Prints every size beside its budget.
///
/// # Errors
/// When one is over its budget, or a file cannot be read.
pub(crate) fn gate(root: &Path) -> Result<()> {
    let wasm = root.join("pkg/handrail_bg.wasm");
    let bytes = std::fs::read(&wasm).with_context(|| {
        format!(
            "could not read `{}`; `cargo xtask build` makes it",
            wasm.display()
        )
    })?;
    let mut over = Vec::new();
    let mut line = |what: &str, size: u64, budget: u64| {
        println!(
            "{what:<28}{:>9} KB of {:>5} KB",
            kilobytes(size),
            budget / 1000
        );
        if size > budget {
            over.push(format!("{what} by {} KB", kilobytes(size - budget)));
        }
    };
    line("pkg/handrail_bg.wasm", bytes.len() as u64, WASM_RAW);
    line("pkg/handrail_bg.wasm, gzip", gzip(&bytes)?, WASM_GZIP);
    line("www/data", folder(&root.join("www/data"))?, DATA);
    if !over.is_empty() {
        bail!("over the size budget: {}", over.join(", "));
    }
    Ok(())
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

fn gzip(bytes: &[u8]) -> Result<u64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len() as u64)
}

/// Bytes of all files under a folder; a folder that is not there holds none.
fn folder(path: &Path) -> Result<u64> {
    let mut total = 0;
    let mut open = vec![path.to_path_buf()];
    while let Some(folder) = open.pop() {
        if !folder.is_dir() {
            continue;
        }
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("could not read `{}`", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let kind = entry.metadata()?;
            if kind.is_dir() {
                open.push(entry.path());
            } else {
                total += kind.len();
            }
        }
    }
    Ok(total)
}

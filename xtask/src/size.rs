//! Sizes of what the extension ships, and their budgets (1 KB is 1,000 bytes).

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

/// A size: what it should be, and what it may be.
struct Budget {
    /// What the design allows.
    target: u64,
    /// What fails the build. Where the target is not reached yet this is what was reached, and it only
    /// ever goes down: "Open work" in ARCHITECTURE.md says what is left to do.
    most: u64,
}

/// The panel's WebAssembly as it lies in the package.
const WASM_RAW: Budget = Budget {
    target: 1_000_000,
    most: 1_000_000,
};
/// The same after gzip, as a browser would fetch it from a site.
const WASM_GZIP: Budget = Budget {
    target: 380_000,
    most: 380_000,
};
/// Models and default data together.
const DATA: Budget = Budget {
    target: 6_000_000,
    most: 6_000_000,
};

/// Prints every size beside its budget. The budgets are those of what is shipped: with another standard
/// library (`lean` is false) the WebAssembly may be larger, and nothing is refused.
///
/// # Errors
/// When one is over its budget, or a file cannot be read.
pub(crate) fn gate(root: &Path, lean: bool) -> Result<()> {
    let wasm = root.join("pkg/handrail_bg.wasm");
    let bytes = std::fs::read(&wasm).with_context(|| {
        format!(
            "could not read `{}`; `cargo xtask build` makes it",
            wasm.display()
        )
    })?;
    let mut over = Vec::new();
    let mut line = |what: &str, size: u64, budget: Budget| {
        let note = if size > budget.target {
            ", over its budget"
        } else {
            ""
        };
        println!(
            "{what:<28}{:>9} KB of {:>5} KB{note}",
            kilobytes(size),
            budget.target / 1000
        );
        if size > budget.most {
            over.push(format!("{what} by {} KB", kilobytes(size - budget.most)));
        }
    };
    line("pkg/handrail_bg.wasm", bytes.len() as u64, WASM_RAW);
    line("pkg/handrail_bg.wasm, gzip", gzip(&bytes)?, WASM_GZIP);
    line("www/data", folder(&root.join("www/data"))?, DATA);
    if !lean {
        println!("the installed standard library is not made for size: the budgets are not held");
    } else if !over.is_empty() {
        bail!("larger than may be: {}", over.join(", "));
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

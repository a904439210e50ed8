//! `cargo xtask`: builds, checks, tests and measures Handrail.
//!
//! Each task is one file. Every task sets up what it needs, or names the command that does.

mod bench;
mod check;
mod debian;
mod demo;
mod npm;
mod process;
mod size;
mod test;
mod toolchain;
mod unicode;
mod wasm_build;
mod zones;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

/// Builds, checks, tests and measures Handrail.
///
/// Every task installs what it needs where it may (as root on Debian), and otherwise says which
/// command does.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the extension's WebAssembly core into pkg/, optimised and within its size budget
    ///
    /// Afterwards a browser can load the repository's root folder as an unpacked extension.
    Build {
        /// Skip wasm-opt and the size budget: quicker, for trying things out
        #[arg(long)]
        dev: bool,
    },
    /// Check formatting, lints, the JavaScript's types and the sizes; changes no source
    Check,
    /// Run the tests and count them
    Test {
        /// Which tests to run; all of them when not given
        #[arg(value_enum)]
        part: Option<test::Part>,
    },
    /// Show the main job: a helpdesk with sample tickets, and Chromium with the panel beside them
    ///
    /// Installs the helpdesk and the browser where they are missing, builds the extension, starts
    /// both on this computer alone, and opens the panel on a ticket. Ctrl-C ends all of it.
    Demo {
        /// Without a window: visit every ticket, print the panel's text and where its screenshot is
        #[arg(long)]
        headless: bool,
    },
    /// Take pictures of every state of the panel, into docs/panel/
    Screenshots,
    /// Measure quality or speed, and print it beside budgets and alternatives
    Bench {
        #[command(subcommand)]
        what: bench::Bench,
    },
    /// Print the sizes of what the extension ships, and fail when one is over its budget
    Size,
    /// Write www/data/zones.dat anew from the IANA time zone database
    Zones,
    /// Write www/data/tables/unicode.txt anew from the Unicode Character Database
    Unicode,
}

fn main() -> ExitCode {
    match run(&Arguments::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> Result<ExitCode> {
    let root = repository_root()?;
    match task {
        Task::Build { dev: true } => {
            wasm_build::build(&root, true)?;
            println!("wasm-opt and the size budget were skipped (--dev)");
        }
        Task::Build { dev: false } | Task::Size => {
            let toolchain = wasm_build::build(&root, false)?;
            size::gate(&root, toolchain.is_lean())?;
        }
        Task::Bench { what } => bench::bench(&root, what)?,
        Task::Check => check::check(&root)?,
        Task::Demo { headless } => demo::demo(&root, *headless)?,
        Task::Screenshots => demo::screenshots(&root)?,
        Task::Unicode => unicode::write(&root)?,
        Task::Zones => zones::write(&root)?,
        Task::Test { part } => return test::test(&root, *part),
    }
    Ok(ExitCode::SUCCESS)
}

/// The folder that holds `manifest.json`, wherever the command was typed.
fn repository_root() -> Result<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_path_buf)
        .context("xtask has no parent folder")
}

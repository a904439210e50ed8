//! Which Rust toolchain compiles for `wasm32-unknown-unknown` here.
//!
//! The one in use, when it has the target. Otherwise Debian's, whose standard library is compiled
//! from its source: that works where rustup's servers cannot be reached.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{debian, process};

/// The target that browsers run.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";
const DEBIAN_WASM_LD: &str = "/usr/lib/llvm-22/bin/wasm-ld";
const DEBIAN_LLD: &str = "lld-22";
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// Flags that need the standard library compiled with them.
const LEAN: [&str; 4] = [
    "-Zlocation-detail=none",
    "-Zfmt-debug=none",
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
];

/// The oldest Rust that compiles the workspace. Debian's first rustc-web of a release is older.
const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

/// A toolchain that can build the target.
pub(crate) enum Toolchain {
    /// The toolchain in use has the target's standard library.
    Installed {
        /// As `rustc --version` says it.
        version: String,
    },
    /// Debian's, with the standard library from source.
    Debian {
        /// As `rustc --version` says it.
        version: String,
        /// The program that links WebAssembly.
        linker: PathBuf,
    },
}

impl Toolchain {
    /// Finds a toolchain, installing Debian's when it is missing and may be installed.
    ///
    /// # Errors
    /// When there is none: the error holds the commands that would bring one.
    pub(crate) fn ensure(root: &Path) -> Result<Self> {
        if let Some(version) = installed(root) {
            return Ok(Self::Installed { version });
        }
        let rust_lld = rust_lld(root);
        let found = || {
            let linker = rust_lld.clone().or_else(debian_linker)?;
            Some(Self::Debian {
                version: debian_compiler(root)?,
                linker,
            })
        };
        if let Some(toolchain) = found() {
            return Ok(toolchain);
        }
        if !debian::can_install() {
            bail!("{}", advice());
        }
        let mut packages = DEBIAN_PACKAGES.to_vec();
        if rust_lld.is_none() {
            packages.push(DEBIAN_LLD);
        }
        debian::ensure_latest(&packages, "compile Rust to WebAssembly").with_context(advice)?;
        found().with_context(|| {
            format!(
                "debian's packages {} did not bring {DEBIAN_RUSTC} {RUST_VERSION} or newer, {DEBIAN_CARGO} and {DEBIAN_SOURCE}; {}",
                packages.join(", "),
                advice()
            )
        })
    }

    /// One line that says which toolchain was taken and why.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Installed { version } => {
                format!("Toolchain for {TARGET}: {version}, which has the target installed")
            }
            Self::Debian { version, linker } => format!(
                "Toolchain for {TARGET}: Debian's {}, its standard library from source, linker {}",
                version.split(" (").next().unwrap_or(version),
                linker.file_name().unwrap_or(linker.as_os_str()).display()
            ),
        }
    }

    /// The start of a cargo command that compiles for the target: `cargo <subcommand> --target …`.
    pub(crate) fn cargo(&self, root: &Path, subcommand: &str) -> Command {
        let mut command = match self {
            Self::Installed { .. } => process::cargo(root),
            Self::Debian { .. } => process::command(DEBIAN_CARGO, root),
        };
        command.args([subcommand, "--target", TARGET]);
        // Flags meant for this computer's processor have no meaning in a browser's.
        command.env_remove("RUSTFLAGS");
        command.env("CARGO_ENCODED_RUSTFLAGS", self.rustflags(root));
        if let Self::Debian { linker, .. } = self {
            use_debian(&mut command);
            command
                .arg("-Zbuild-std=std,panic_abort")
                // Sorting and formatting made small; every list that is sorted here is short.
                .arg("-Zbuild-std-features=optimize_for_size")
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        command
    }

    /// Whether the standard library is compiled for size, as it is in what is shipped.
    pub(crate) fn is_lean(&self) -> bool {
        matches!(self, Self::Debian { .. })
    }

    /// Compiler flags, in cargo's encoding: one after another, parted by 0x1f.
    ///
    /// Where the standard library is compiled too, nothing is carried that only a panic's message or a
    /// debug print would say: an eighth of the module. The page tells that an instance ended, and the same
    /// ticket says the rest natively.
    fn rustflags(&self, root: &Path) -> String {
        let mut flags = rustflags(root);
        if self.is_lean() {
            flags.extend(LEAN.map(str::to_owned));
        }
        flags.join("\u{1f}")
    }

    /// Makes sure that clippy can lint for the target.
    ///
    /// # Errors
    /// When Debian's clippy is needed and may not be installed.
    pub(crate) fn ensure_clippy(&self) -> Result<()> {
        match self {
            Self::Installed { .. } => Ok(()),
            Self::Debian { .. } => {
                debian::ensure(&["rust-web-clippy"], "lint the WebAssembly core")
            }
        }
    }
}

/// The version of the toolchain in use, if its standard library for the target is there.
fn installed(root: &Path) -> Option<String> {
    let rustc = || process::command(rustc_in_use(), root);
    let folder = process::output(rustc().args(["--print", "target-libdir", "--target", TARGET]))?;
    let has_core = std::fs::read_dir(folder).ok()?.flatten().any(|entry| {
        let name = entry.file_name();
        name.to_str()
            .is_some_and(|name| name.starts_with("libcore-") && name.ends_with(".rlib"))
    });
    if has_core {
        process::output(rustc().arg("--version"))
    } else {
        None
    }
}

/// The `rust-lld` that comes with rustup's toolchains.
fn rust_lld(root: &Path) -> Option<PathBuf> {
    let rustc = || process::command(rustc_in_use(), root);
    let sysroot = process::output(rustc().args(["--print", "sysroot"]))?;
    let host = process::output(rustc().args(["--print", "host-tuple"]))?;
    let linker = Path::new(&sysroot)
        .join("lib/rustlib")
        .join(host)
        .join("bin/rust-lld");
    linker.is_file().then_some(linker)
}

fn rustc_in_use() -> PathBuf {
    std::env::var_os("RUSTC").map_or_else(|| PathBuf::from("rustc"), PathBuf::from)
}

/// The version of Debian's compiler, if it is all there and new enough.
fn debian_compiler(root: &Path) -> Option<String> {
    let there = [DEBIAN_RUSTC, DEBIAN_CARGO, DEBIAN_SOURCE]
        .iter()
        .all(|path| Path::new(path).is_file());
    if !there {
        return None;
    }
    let mut command = process::command(DEBIAN_RUSTC, root);
    use_debian(command.arg("--version"));
    process::output(&mut command).filter(|version| is_new_enough(version))
}

fn debian_linker() -> Option<PathBuf> {
    let linker = PathBuf::from(DEBIAN_WASM_LD);
    linker.is_file().then_some(linker)
}

/// Whether `rustc 1.96.0 (…)` is at least the version that the workspace asks for.
fn is_new_enough(version: &str) -> bool {
    fn numbers(version: &str) -> Option<(u32, u32)> {
        let mut parts = version.split('.');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    }
    let found = version.split_whitespace().nth(1).and_then(numbers);
    found.is_some() && found >= numbers(RUST_VERSION)
}

/// Turns the environment of a program started by rustup's cargo into one for Debian's cargo.
fn use_debian(command: &mut Command) {
    process::forget_cargo(command);
    for name in [
        "RUSTUP_TOOLCHAIN",
        "CARGO",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
    ] {
        command.env_remove(name);
    }
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let folders =
        std::iter::once(PathBuf::from("/usr/bin")).chain(std::env::split_paths(&inherited));
    if let Ok(path) = std::env::join_paths(folders) {
        command.env("PATH", path);
    }
    command
        .env("RUSTC", DEBIAN_RUSTC)
        .env("RUSTDOC", "/usr/bin/rustdoc");
}

/// Compiler flags for any toolchain.
///
/// SIMD of 128 bits is in every browser that knows side panels. Panic messages hold paths of
/// sources: those of the building machine are renamed, because they would be shipped.
fn rustflags(root: &Path) -> Vec<String> {
    let mut flags = vec!["-Ctarget-feature=+simd128".to_owned()];
    let cargo_home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    if let Some(home) = cargo_home {
        flags.push(format!("--remap-path-prefix={}=cargo", home.display()));
    }
    flags.push(format!("--remap-path-prefix={}=handrail", root.display()));
    flags
}

fn advice() -> String {
    let rustup = format!("  rustup target add {TARGET}");
    let debian = format!(
        "  sudo apt-get update && sudo apt-get install --no-install-recommends {} {DEBIAN_LLD}",
        DEBIAN_PACKAGES.join(" ")
    );
    if debian::is_debian() {
        format!(
            "the Rust toolchain in use cannot compile for {TARGET}; type one of these and try again:\n{rustup}\n{debian}"
        )
    } else {
        format!(
            "the Rust toolchain in use cannot compile for {TARGET}; type this and try again:\n{rustup}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn old_compilers_are_refused() {
        assert!(is_new_enough("rustc 1.96.0 (ac68faa20 2026-05-25)"));
        assert!(is_new_enough("rustc 2.0.0"));
        assert!(!is_new_enough("rustc 1.85.0 (4d91de4e4 2025-02-17)"));
        assert!(!is_new_enough("no compiler"));
    }
}

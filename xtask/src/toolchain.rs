//! Which Rust toolchain compiles for `wasm32-unknown-unknown` here.
//!
//! The one in use, when it has the target. Otherwise Debian's, whose standard library is compiled
//! from its source: that works where rustup's servers cannot be reached.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::{debian, process};

/// The target that browsers run.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";
const DEBIAN_WASM_LD: &str = "/usr/lib/llvm-22/bin/wasm-ld";
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

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
        let linker = rust_lld(root);
        let debian_linker_there = Path::new(DEBIAN_WASM_LD).is_file();
        let complete = is_complete() && (linker.is_some() || debian_linker_there);
        if !complete && !debian::can_install() {
            bail!("{}", advice());
        }
        if !complete {
            let mut packages = DEBIAN_PACKAGES.to_vec();
            if linker.is_none() {
                packages.push("lld-22");
            }
            debian::ensure(&packages, "compile Rust to WebAssembly")?;
        }
        let linker = linker.unwrap_or_else(|| PathBuf::from(DEBIAN_WASM_LD));
        let version = process::output(&mut debian_rustc(root, &["--version"]));
        match version {
            Some(version) if is_complete() && linker.is_file() => {
                Ok(Self::Debian { version, linker })
            }
            _ => bail!(
                "debian's toolchain is installed but not whole: expected {DEBIAN_RUSTC}, {DEBIAN_CARGO}, {DEBIAN_SOURCE} and {}; \
                 try `apt-get install --reinstall {}`",
                linker.display(),
                DEBIAN_PACKAGES.join(" ")
            ),
        }
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
        command.env("CARGO_ENCODED_RUSTFLAGS", rustflags(root));
        if let Self::Debian { linker, .. } = self {
            use_debian(&mut command);
            command
                .arg("-Zbuild-std=std,panic_abort")
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        command
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

fn is_complete() -> bool {
    [DEBIAN_RUSTC, DEBIAN_CARGO, DEBIAN_SOURCE]
        .iter()
        .all(|path| Path::new(path).is_file())
}

fn debian_rustc(root: &Path, arguments: &[&str]) -> Command {
    let mut command = process::command(DEBIAN_RUSTC, root);
    command.args(arguments);
    use_debian(&mut command);
    command
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

/// Compiler flags, in cargo's encoding: one after another, parted by 0x1f.
///
/// SIMD of 128 bits is in every browser that knows side panels. Panic messages hold paths of
/// sources: those of the building machine are renamed, because they would be shipped.
fn rustflags(root: &Path) -> String {
    let mut flags = vec!["-Ctarget-feature=+simd128".to_owned()];
    let cargo_home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    if let Some(home) = cargo_home {
        flags.push(format!("--remap-path-prefix={}=cargo", home.display()));
    }
    flags.push(format!("--remap-path-prefix={}=handrail", root.display()));
    flags.join("\u{1f}")
}

fn advice() -> String {
    let rustup = format!("  rustup target add {TARGET}");
    let debian = format!(
        "  sudo apt-get install --no-install-recommends {} lld-22",
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

//! Builds `pkg/`: the engine compiled to WebAssembly, its JavaScript binding and their types.
//!
//! cargo compiles, wasm-bindgen (the library, so that it is the version that the engine was built
//! with) writes the binding, wasm-opt makes the result smaller and faster.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::toolchain::{TARGET, Toolchain};
use crate::{npm, process};

const PROFILE: &str = "wasm";
const NAME: &str = "handrail";

/// A WebAssembly module in `pkg/`.
struct Module {
    /// Name of its files.
    name: &'static str,
    /// Cargo features beside the default ones.
    features: &'static str,
    /// What changes in the profile.
    profile: &'static [&'static str],
}

/// The panel's module, and the settings page's, which can do more and may be larger.
const MODULES: [Module; 2] = [
    Module {
        name: "handrail",
        features: "",
        profile: &[],
    },
    Module {
        name: "workbench",
        features: "workbench",
        // It builds indexes: megabytes of text.
        profile: &["--config", "profile.wasm.opt-level=2"],
    },
];

/// The panel's module with a clock between the stages, for measurements alone.
const STAGES: Module = Module {
    name: "stages",
    features: "stages",
    profile: &[],
};

/// What cargo compiles. Lints name the same profile, so that one standard library serves both.
pub(crate) const PACKAGE: [&str; 6] =
    ["--package", NAME, "--lib", "--profile", PROFILE, "--locked"];
/// Ends of the names of a module's files.
const OUTPUT: [&str; 4] = [".js", ".d.ts", "_bg.wasm", "_bg.wasm.d.ts"];

/// What makes the module smaller and leaves its functions alike. `-Oz` gives 5 % less, but 7 % more after
/// gzip: it inlines, and lays out the locals of every function in its own way. The low memory that
/// nothing uses is the far end of the stack, which lies first: addresses are folded into loads and stores.
const PASSES: [&str; 16] = [
    "--low-memory-unused",
    "--duplicate-function-elimination",
    "--dce",
    "--remove-unused-names",
    "--remove-unused-brs",
    "--optimize-instructions",
    "--optimize-added-constants",
    "--precompute",
    "--vacuum",
    "--rse",
    "--merge-blocks",
    "--dae",
    "--duplicate-function-elimination",
    "--remove-unused-module-elements",
    "--vacuum",
    "--reorder-locals",
];
/// Functions of one kind beside one another, where gzip sees that they are alike: 1 %. A step of its own, because
/// the order by use, which shortens calls, follows every other.
const ORDER: [&str; 1] = ["--reorder-functions-by-name"];
/// Names were for the order.
const STRIP: [&str; 1] = ["--strip-debug"];
/// What browsers that know side panels run.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-sign-ext",
    "--enable-simd",
];

/// Runs of wasm-opt, and whether each keeps the names of functions.
const STEPS: [(&[&str], bool); 3] = [(&PASSES, true), (&ORDER, true), (&STRIP, false)];

/// Builds `pkg/`, or leaves it when nothing that it is made of has changed; says what compiled it.
///
/// # Errors
/// When no toolchain can be had, or a step fails.
pub(crate) fn build(root: &Path, dev: bool) -> Result<Toolchain> {
    let toolchain = Toolchain::ensure(root)?;
    println!("{}", toolchain.describe());
    for module in &MODULES {
        build_module(root, &toolchain, module, dev)?;
    }
    Ok(toolchain)
}

/// Builds what measures the stages of an analysis beside [`build`]'s modules.
///
/// # Errors
/// As [`build`].
pub(crate) fn build_stages(root: &Path) -> Result<()> {
    let toolchain = Toolchain::ensure(root)?;
    build_module(root, &toolchain, &STAGES, false)
}

fn build_module(root: &Path, toolchain: &Toolchain, module: &Module, dev: bool) -> Result<()> {
    let compiled = compile(root, toolchain, module)?;
    let stamp = root.join("pkg").join(format!(".{}.stamp", module.name));
    let wanted = stamp_of(root, &compiled, dev)?;
    let complete = OUTPUT.iter().all(|end| {
        root.join("pkg")
            .join(format!("{}{end}", module.name))
            .is_file()
    });
    if complete && std::fs::read_to_string(&stamp).is_ok_and(|done| done == wanted) {
        println!("pkg/{}_bg.wasm is up to date", module.name);
    } else {
        // Made elsewhere first, then moved: a page that is open never loads half a build.
        let scratch = target_folder(root).join(format!("pkg-{}", std::process::id()));
        let made = bind(root, module, &compiled, &scratch, dev)
            .and_then(|()| publish(module, &scratch, root));
        let removed = std::fs::remove_dir_all(&scratch);
        made?;
        removed.with_context(|| format!("could not remove `{}`", scratch.display()))?;
        std::fs::write(&stamp, wanted)
            .with_context(|| format!("could not write `{}`", stamp.display()))?;
    }
    Ok(())
}

/// The folder of WebAssembly builds: apart from native ones, so that neither waits for the other.
pub(crate) fn target_folder(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root.join("target"), |folder| root.join(folder))
        .join("wasm")
}

fn compile(root: &Path, toolchain: &Toolchain, module: &Module) -> Result<PathBuf> {
    let target = target_folder(root);
    let mut command = toolchain.cargo(root, "build");
    command
        .args(PACKAGE)
        .args(["--features", module.features])
        .args(module.profile)
        .arg("--target-dir")
        .arg(&target);
    process::run(&mut command)?;
    Ok(target
        .join(TARGET)
        .join(PROFILE)
        .join(format!("{NAME}.wasm")))
}

fn bind(root: &Path, module: &Module, compiled: &Path, scratch: &Path, dev: bool) -> Result<()> {
    std::fs::create_dir_all(scratch)
        .with_context(|| format!("could not create `{}`", scratch.display()))?;
    Bindgen::new()
        .input_path(compiled)
        .out_name(module.name)
        .web(true)?
        .typescript(true)
        .remove_producers_section(true)
        .generate(scratch)
        .context("wasm-bindgen could not write the binding")?;
    if dev {
        return Ok(());
    }
    npm::ensure(root)?;
    let wasm = scratch.join(format!("{}_bg.wasm", module.name));
    for (passes, names) in STEPS {
        process::run(
            process::command(npm::program(root, "wasm-opt"), root)
                .args(passes)
                .args(FEATURES)
                .args(names.then_some("--debuginfo"))
                .arg(&wasm)
                .arg("--output")
                .arg(&wasm),
        )?;
    }
    Ok(())
}

fn publish(module: &Module, scratch: &Path, root: &Path) -> Result<()> {
    let pkg = root.join("pkg");
    std::fs::create_dir_all(&pkg)
        .with_context(|| format!("could not create `{}`", pkg.display()))?;
    for end in OUTPUT {
        let name = format!("{}{end}", module.name);
        let (from, to) = (scratch.join(&name), pkg.join(&name));
        // A copy, then a rename within the folder: the build folder may be another file system.
        let beside = pkg.join(format!(".{name}"));
        std::fs::copy(&from, &beside)
            .and_then(|_| std::fs::rename(&beside, &to))
            .with_context(|| {
                format!("could not move `{}` to `{}`", from.display(), to.display())
            })?;
    }
    Ok(())
}

/// Names everything that the content of `pkg/` follows from. The compiled file itself holds the
/// version of wasm-bindgen, and `package-lock.json` that of wasm-opt.
fn stamp_of(root: &Path, compiled: &Path, dev: bool) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    let lock = root.join("package-lock.json");
    for path in [compiled, lock.as_path()] {
        std::fs::read(path)
            .with_context(|| format!("could not read `{}`", path.display()))?
            .hash(&mut hasher);
    }
    let steps = if dev {
        "none".to_owned()
    } else {
        STEPS.map(|(passes, _)| passes.join(" ")).join(" | ")
    };
    Ok(format!("{:016x}, wasm-opt {steps}\n", hasher.finish()))
}

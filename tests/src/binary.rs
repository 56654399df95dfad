//! The binaries under test: built once each, with the profile of the tests themselves.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

static BINARY: OnceLock<PathBuf> = OnceLock::new();
static READER: OnceLock<PathBuf> = OnceLock::new();

/// The `yidi` binary. `YIDI_BIN` names one that is built; otherwise it is built now, which takes a moment when nothing
/// changed.
///
/// # Panics
/// If it cannot be built: nothing can be tested then.
#[must_use]
pub fn binary() -> &'static Path {
    BINARY
        .get_or_init(|| std::env::var_os("YIDI_BIN").map_or_else(|| build("--bin", "yidi").join("yidi"), PathBuf::from))
}

/// The reader in Rust that departments copy, built now if anything changed.
///
/// # Panics
/// If it cannot be built.
#[must_use]
pub fn reader() -> &'static Path {
    READER.get_or_init(|| build("--example", "subscriber").join("examples/subscriber"))
}

/// The folder with the profile's name in which cargo put this test: `target/debug` or `target/release`.
fn profile_folder() -> PathBuf {
    let test = std::env::current_exe().expect("a running program has a path");
    let folder = test.ancestors().find(|folder| folder.file_name().is_some_and(|name| name == "deps"));
    folder.and_then(Path::parent).expect("cargo runs tests from deps/").to_path_buf()
}

/// Builds a program of the workspace, as this test was built; `kind` is `--bin` or `--example`. The selection of packages is
/// that of a whole build, so that nothing is compiled twice with other features.
fn build(kind: &str, name: &str) -> PathBuf {
    let folder = profile_folder();
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--workspace", kind, name, "--target-dir"]);
    cargo.arg(folder.parent().expect("a profile lies in a target directory"));
    if folder.file_name().is_some_and(|name| name == "release") {
        cargo.arg("--release");
    }
    let built = cargo.current_dir(workspace()).status().expect("cargo can be started");
    assert!(built.success(), "{name} cannot be built: {built}");
    folder
}

/// The root of the workspace.
///
/// # Panics
/// Never: the tests are a member of it.
#[must_use]
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests are a member of a workspace").to_path_buf()
}

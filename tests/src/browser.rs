//! A real browser, driven from outside by a script of `tests/e2e`.
//!
//! Nothing is skipped: a machine without node, chromium or the driver fails with the command that brings them.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Where `cargo xtask test` puts the browser driver.
fn driver() -> PathBuf {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/e2e");
    std::env::var_os("YIDI_E2E").map_or(target, PathBuf::from)
}

/// The browser.
fn browser() -> PathBuf {
    let named = std::env::var_os("YIDI_CHROMIUM").filter(|path| !path.is_empty()).map(PathBuf::from);
    named.unwrap_or_else(|| PathBuf::from("/usr/bin/chromium"))
}

/// Runs a script, which is told these things in its environment.
///
/// # Errors
/// What it said, if something did not hold.
///
/// # Panics
/// If what it needs is not installed.
pub fn in_browser(script: &str, told: &[(&str, &str)]) -> Result<(), String> {
    let (driver, browser) = (driver(), browser());
    let installed = driver.join("node_modules/playwright-core/package.json");
    for needed in [&installed, &browser] {
        assert!(needed.exists(), "{} is missing: run `cargo xtask test`, which installs it", needed.display());
    }
    let ran = Command::new("node")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("e2e").join(script))
        .env("YIDI_E2E", &driver)
        .env("YIDI_CHROMIUM", &browser)
        .envs(told.iter().copied())
        .output()
        .expect("node is missing: run `cargo xtask test`, which installs it");
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if ran.status.success() { Ok(()) } else { Err(format!("{}\n{}", said(&ran.stdout), said(&ran.stderr))) }
}

//! The window console in a real browser, driven from outside: `tests/e2e/console.mjs`.
//!
//! Nothing is skipped: a machine without node, chromium or the driver fails with the command that brings them.

use std::path::{Path, PathBuf};
use std::process::Command;

use tests::{Server, folder};

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

#[test]
fn a_clerk_works_in_a_real_browser() {
    let (driver, browser) = (driver(), browser());
    let installed = driver.join("node_modules/playwright-core/package.json");
    for needed in [&installed, &browser] {
        assert!(needed.exists(), "{} is missing: run `cargo xtask test`, which installs it", needed.display());
    }
    let data = folder();
    let server = Server::start(data.path());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("e2e/console.mjs");
    let ran = Command::new("node")
        .arg(script)
        .env("YIDI_URL", server.address())
        .env("YIDI_E2E", &driver)
        .env("YIDI_CHROMIUM", &browser)
        .output()
        .expect("node is missing: run `cargo xtask test`, which installs it");
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(ran.status.success(), "{}\n{}\n{}", said(&ran.stdout), said(&ran.stderr), server.said());
}

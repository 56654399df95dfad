//! `cargo xtask bless`: rewrites what is generated from the code.
//!
//! Generated files are committed, so that a change of the API, of a fact or of a stored shape is seen in review. The test
//! that compares a file with the code writes it instead when `YIDI_BLESS` is set: nobody has to keep two programs in
//! step, and `cargo test` alone finds drift.

mod frozen;

use anyhow::{Context, Result, bail};

use crate::workspace;

/// One generated thing: the test that compares it, and writes it when blessed.
struct Product {
    name: &'static str,
    package: &'static str,
    /// The integration test of that package.
    test: &'static str,
}

/// Everything generated, cheapest first.
const PRODUCTS: &[Product] = &[
    Product { name: "golden", package: "timeline", test: "golden" },
    Product { name: "events", package: "views", test: "docs" },
    Product { name: "access", package: "web", test: "access" },
    Product { name: "openapi", package: "web", test: "openapi" },
    Product { name: "contracts", package: "relay", test: "contracts" },
];

/// Shapes that somebody's log holds once they were released.
const FROZEN: &[&str] = &["crates/timeline/tests/golden"];

/// Writes every product, or the one named.
pub(crate) fn run(only: Option<&str>) -> Result<()> {
    let chosen: Vec<&Product> =
        PRODUCTS.iter().filter(|product| only.is_none_or(|name| name == product.name)).collect();
    if chosen.is_empty() {
        let names: Vec<_> = PRODUCTS.iter().map(|product| product.name).collect();
        bail!("nothing is called `{}`: {}", only.unwrap_or(""), names.join(", "));
    }
    for product in chosen {
        let mut command = workspace::cargo();
        command.args(["test", "--quiet", "--package", product.package, "--test", product.test]);
        workspace::output(command.env("YIDI_BLESS", "1")).with_context(|| format!("cannot make {}", product.name))?;
        println!("bless: {} written", product.name);
    }
    check_frozen()
}

/// Fails if a shape that was released has changed.
pub(crate) fn check_frozen() -> Result<()> {
    frozen::check(FROZEN)
}

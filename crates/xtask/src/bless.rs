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
    /// The integration test that compares it; no two have one name.
    test: &'static str,
}

/// Everything generated, cheapest first.
const PRODUCTS: &[Product] = &[
    Product { name: "golden", test: "golden" },
    Product { name: "events", test: "docs" },
    Product { name: "access", test: "access" },
    Product { name: "openapi", test: "openapi" },
    Product { name: "contracts", test: "contracts" },
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
        // The selection every other command uses: another one would compile the dependencies anew.
        command.args(["test", "--quiet", "--workspace", "--test", product.test]);
        workspace::output(command.env("YIDI_BLESS", "1")).with_context(|| format!("cannot make {}", product.name))?;
        println!("bless: {} written", product.name);
    }
    check_frozen()
}

/// Fails if a shape that was released has changed.
pub(crate) fn check_frozen() -> Result<()> {
    frozen::check(FROZEN)
}

//! `cargo xtask bless`: rewrites what is generated from the code, or with `--check` fails when it has drifted.
//!
//! Generated files are committed, so that a change of the API, of a fact or of a stored shape is seen in review.

mod frozen;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace;

/// One generated thing: where it lives and what makes it.
struct Product {
    name: &'static str,
    /// Files, and folders whose files, the command is responsible for.
    places: &'static [&'static str],
    command: &'static [&'static str],
    env: &'static [(&'static str, &'static str)],
    /// Whether the command prints the (single) file, or writes its places itself.
    printed: bool,
    /// Whether what was released must never change.
    frozen: bool,
}

/// Everything generated, cheapest first.
const PRODUCTS: &[Product] = &[
    Product {
        name: "golden",
        places: &["crates/timeline/tests/golden"],
        command: &["test", "--quiet", "--package", "timeline", "golden"],
        env: &[("YIDI_BLESS", "1")],
        printed: false,
        frozen: true,
    },
    Product {
        name: "events",
        places: &["docs/events.md"],
        command: &["run", "--quiet", "--package", "cli", "--", "docs", "events"],
        env: &[],
        printed: true,
        frozen: false,
    },
    Product {
        name: "openapi",
        places: &["docs/openapi.json"],
        command: &["run", "--quiet", "--package", "cli", "--", "docs", "openapi"],
        env: &[],
        printed: true,
        frozen: false,
    },
    Product {
        name: "schemas",
        places: &["docs/schemas"],
        command: &["run", "--quiet", "--package", "cli", "--", "docs", "schemas", "--into", "docs/schemas"],
        env: &[],
        printed: false,
        frozen: false,
    },
];

/// The files of a product and their bytes.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Makes every product (or the one named). With `check`, what drifted is named and put back as it was.
pub(crate) fn run(check: bool, only: Option<&str>) -> Result<()> {
    let chosen: Vec<&Product> =
        PRODUCTS.iter().filter(|product| only.is_none_or(|name| name == product.name)).collect();
    if chosen.is_empty() {
        bail!("nothing is called `{}`: {}", only.unwrap_or(""), names());
    }
    let mut drifted = Vec::new();
    for product in chosen {
        let before = files_of(product)?;
        make(product)?;
        let after = files_of(product)?;
        let changed = differences(&before, &after);
        changed.iter().for_each(|path| println!("bless: {} changed {}", product.name, path.display()));
        if check && !changed.is_empty() {
            restore(&before, &after)?;
            drifted.extend(changed);
        }
        if product.frozen {
            frozen::check(product.places)?;
        }
    }
    if !drifted.is_empty() {
        bail!(
            "{} generated file(s) no longer match the code: run `cargo xtask bless` and review the change",
            drifted.len()
        );
    }
    Ok(())
}

fn names() -> String {
    PRODUCTS.iter().map(|product| product.name).collect::<Vec<_>>().join(", ")
}

fn make(product: &Product) -> Result<()> {
    let mut command = workspace::cargo();
    command.args(product.command).envs(product.env.iter().copied());
    if !product.printed {
        return quietly(&mut command).with_context(|| format!("cannot make {}", product.name));
    }
    let text = workspace::output(&mut command).with_context(|| format!("cannot make {}", product.name))?;
    let place = product.places.first().context("a printed product has one place")?;
    workspace::write(&workspace::root().join(place), &format!("{}\n", text.trim_end()))
}

/// Runs a generator whose chatter nobody needs unless it fails.
fn quietly(command: &mut Command) -> Result<()> {
    workspace::output(command).map(|_| ())
}

fn files_of(product: &Product) -> Result<Files> {
    let mut files = Files::new();
    for place in product.places {
        gather(&workspace::root().join(place), &mut files)?;
    }
    Ok(files)
}

fn gather(path: &Path, into: &mut Files) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
            gather(&entry?.path(), into)?;
        }
    } else if path.exists() {
        into.insert(path.to_path_buf(), fs::read(path).with_context(|| format!("cannot read {}", path.display()))?);
    }
    Ok(())
}

fn differences(before: &Files, after: &Files) -> Vec<PathBuf> {
    let all = before.keys().chain(after.keys().filter(|path| !before.contains_key(*path)));
    all.filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}

fn restore(before: &Files, after: &Files) -> Result<()> {
    for path in after.keys().filter(|path| !before.contains_key(*path)) {
        fs::remove_file(path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    for (path, bytes) in before {
        fs::write(path, bytes).with_context(|| format!("cannot restore {}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(pairs: &[(&str, &str)]) -> Files {
        pairs.iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn changed_new_and_vanished_files_are_all_drift() {
        let before = files(&[("same", "1"), ("changed", "1"), ("vanished", "1")]);
        let after = files(&[("same", "1"), ("changed", "2"), ("new", "1")]);
        let names = differences(&before, &after);
        assert_eq!(names, ["changed", "vanished", "new"].map(PathBuf::from));
    }

    #[test]
    fn a_printed_product_has_exactly_one_place() {
        assert!(PRODUCTS.iter().all(|product| !product.printed || product.places.len() == 1));
    }
}

//! `cargo xtask supply`: what comes from elsewhere, by the same list that `cargo deny` reads (`.cargo/deny.toml`): free to go
//! with our licences, from the one registry, and none of those we do without. Advisories need a list of them from outside,
//! which `cargo deny check advisories` fetches where there is a network.

use std::fmt;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use spdx::{Expression, ParseMode};

use crate::workspace;

/// As `cargo metadata` writes the one registry.
const REGISTRY: &str = "registry+";

/// The parts of the list that are looked at.
#[derive(Deserialize)]
struct Listed {
    graph: Machines,
    licenses: Licences,
    bans: Bans,
    sources: Sources,
}

/// The machines it is built for: what others would need is not looked at.
#[derive(Deserialize)]
struct Machines {
    targets: Vec<String>,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<String>,
}

#[derive(Deserialize)]
struct Sources {
    #[serde(rename = "allow-registry")]
    registries: Vec<String>,
}

/// Everything that is built, ours and others'.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// One crate, in one version.
#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    /// `None` for our own.
    source: Option<String>,
}

/// What is wrong with a crate from elsewhere.
#[derive(PartialEq, Debug)]
enum Fault {
    NoLicence,
    Licence(String),
    Source(String),
    Banned,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoLicence => f.write_str("it names no licence"),
            Self::Licence(named) => write!(f, "its licence ({named}) is not on the list"),
            Self::Source(source) => write!(f, "it comes from {source}, which is not on the list"),
            Self::Banned => f.write_str("it is on the list of those we do without"),
        }
    }
}

/// Checks every crate in the lock file.
pub(crate) fn run() -> Result<()> {
    let list = workspace::read(&workspace::root().join(".cargo/deny.toml"))?;
    let list: Listed = toml::from_str(&list).context("`.cargo/deny.toml` cannot be read")?;
    let mut metadata = workspace::cargo();
    metadata.args(["metadata", "--locked", "--format-version", "1"]);
    list.graph.targets.iter().for_each(|target| {
        metadata.args(["--filter-platform", target]);
    });
    let text = workspace::output(&mut metadata)?;
    let all: Metadata = serde_json::from_str(&text).context("cargo metadata changed its format")?;
    let elsewhere = || all.packages.iter().filter(|package| package.source.is_some());
    let faults: Vec<(&Package, Fault)> =
        elsewhere().flat_map(|package| faults(&list, package).map(move |fault| (package, fault))).collect();
    for (package, fault) in &faults {
        println!("supply: {} {}: {fault}", package.name, package.version);
    }
    if !faults.is_empty() {
        bail!("{} crate(s) from elsewhere are not as `.cargo/deny.toml` says", faults.len());
    }
    println!("supply: {} crates from elsewhere, all as the list says", elsewhere().count());
    Ok(())
}

fn faults(list: &Listed, package: &Package) -> impl Iterator<Item = Fault> {
    let banned = list.bans.deny.contains(&package.name).then_some(Fault::Banned);
    let source = package.source.as_deref().unwrap_or_default();
    let known =
        source.strip_prefix(REGISTRY).is_some_and(|registry| list.sources.registries.iter().any(|one| one == registry));
    let foreign = (!known).then(|| Fault::Source(source.to_owned()));
    [banned, foreign, licence(&list.licenses.allow, package.license.as_deref())].into_iter().flatten()
}

/// What is wrong with a licence: somebody has to be free to choose those on the list.
fn licence(allowed: &[String], named: Option<&str>) -> Option<Fault> {
    let Some(named) = named else { return Some(Fault::NoLicence) };
    let is_allowed = |needed: &spdx::LicenseReq| allowed.iter().any(|one| *one == needed.to_string());
    let free = Expression::parse_mode(named, ParseMode::LAX).is_ok_and(|named| named.evaluate(is_allowed));
    (!free).then(|| Fault::Licence(named.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(license: &str, name: &str, source: &str) -> Vec<Fault> {
        let list = Listed {
            graph: Machines { targets: Vec::new() },
            licenses: Licences { allow: vec!["MIT".to_owned(), "Apache-2.0".to_owned()] },
            bans: Bans { deny: vec!["openssl".to_owned()] },
            sources: Sources { registries: vec!["https://registry.example/index".to_owned()] },
        };
        let [name, version, source] = [name, "1.0.0", source].map(str::to_owned);
        let license = Some(license.to_owned()).filter(|named| !named.is_empty());
        faults(&list, &Package { name, version, license, source: Some(source) }).collect()
    }

    #[test]
    fn a_crate_may_be_chosen_under_one_of_our_licences_and_comes_from_the_registry() {
        let here = "registry+https://registry.example/index";
        for free in ["MIT", "MIT OR Apache-2.0", "MIT/Apache-2.0", "(MIT OR GPL-3.0-only) AND Apache-2.0"] {
            assert_eq!(of(free, "one", here), [], "{free}");
        }
        for other in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "no such words"] {
            assert_eq!(of(other, "one", here), [Fault::Licence(other.to_owned())]);
        }
        assert_eq!(of("", "one", here), [Fault::NoLicence]);
        assert_eq!(of("MIT", "openssl", here), [Fault::Banned]);
        let elsewhere = "git+https://code.example/one";
        assert_eq!(of("MIT", "one", elsewhere), [Fault::Source(elsewhere.to_owned())]);
    }
}

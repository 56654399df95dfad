//! The table of who may know whom, and of which third-party crates have a single home.

use super::{Dependency, Metadata, Package};
use crate::house::{CONTEXTS, is_pure};

/// One row: these crates of ours may depend on those crates of ours, and on nothing else of ours.
struct Row {
    who: &'static [&'static str],
    may_know: &'static [&'static str],
}

/// The whole house, top floor first. A crate without a row is a fault: somebody must decide where it lives.
const ROWS: &[Row] = &[
    Row { who: &["cli"], may_know: &["center", "county", "web", "relay", "receipt", "cluster", "journal", "timeline"] },
    Row { who: &["county"], may_know: &["center", "timeline"] },
    Row { who: &["web"], may_know: &["center", "access", "door", "sso", "timeline"] },
    Row { who: &["relay"], may_know: &["center", "access", "timeline"] },
    Row { who: &["door", "sso"], may_know: &["timeline"] },
    Row {
        who: &["center"],
        may_know: &[
            "intake",
            "triage",
            "mediation",
            "litigation",
            "petition",
            "oversight",
            "registry",
            "views",
            "access",
            "rules",
            "receipt",
            "vault",
            "timeline",
            "journal",
        ],
    },
    Row { who: &["receipt"], may_know: &["vault", "timeline", "journal"] },
    Row { who: CONTEXTS, may_know: &["rules", "timeline"] },
    Row { who: &["views", "access"], may_know: &["rules", "timeline"] },
    Row { who: &["rules", "vault"], may_know: &["timeline"] },
    Row { who: &["cluster"], may_know: &["journal"] },
    Row { who: &["timeline", "journal", "xtask"], may_know: &[] },
];

/// Third-party crates with a home: whoever else wants what they do asks the owner.
struct Home {
    third_party: &'static str,
    only: &'static [&'static str],
    why: &'static str,
}

const HOMES: &[Home] = &[
    Home { third_party: "sled", only: &["journal"], why: "the store can be replaced only while one crate knows it" },
    Home { third_party: "axum", only: &["web"], why: "HTTP is one way in, not the shape of the center" },
    Home { third_party: "askama", only: &["web"], why: "pages are made in one place" },
    Home { third_party: "openidconnect", only: &["sso"], why: "what a provider says is checked in one place" },
    Home { third_party: "async-nats", only: &["relay", "cluster"], why: "messaging is an effect, never a fact" },
];

/// What a pure crate must not be able to call, at all.
const IMPURE: &[&str] = &["tokio", "tokio-stream", "tokio-util", "rand", "reqwest", "ureq", "hyper"];

/// Every edge that breaks a rule, as a sentence that names it.
pub(super) fn faults(metadata: &Metadata) -> Vec<String> {
    let ours: Vec<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
    let mut faults = Vec::new();
    for package in &metadata.packages {
        for dependency in &package.dependencies {
            faults.extend(fault(package, dependency, &ours));
        }
        if may_know(&package.name).is_none() && !is_test_crate(&package.name) {
            faults.push(format!("`{}` has no row in the table of who may know whom", package.name));
        }
    }
    faults
}

fn fault(package: &Package, dependency: &Dependency, ours: &[&str]) -> Option<String> {
    let (who, whom) = (package.name.as_str(), dependency.name.as_str());
    if ours.contains(&whom) {
        return (!may(who, whom, dependency.is_dev()))
            .then(|| format!("{who} -> {whom}: `{who}` may know {}", list(may_know(who).unwrap_or_default())));
    }
    third_party_fault(who, whom, dependency.is_dev())
}

fn third_party_fault(who: &str, whom: &str, dev: bool) -> Option<String> {
    if is_test_crate(who) {
        return None;
    }
    if let Some(home) = HOMES.iter().find(|home| home.third_party == whom && !home.only.contains(&who)) {
        return Some(format!("{who} -> {whom}: only {} may, because {}", list(home.only), home.why));
    }
    let impure = !dev && is_pure(who) && IMPURE.contains(&whom);
    impure.then(|| format!("{who} -> {whom}: `{who}` is pure; time, chance and the network stay in `center`"))
}

fn may(who: &str, whom: &str, dev: bool) -> bool {
    match who {
        "tests" => true,
        "testkit" => !["web", "cli", "tests", "xtask"].contains(&whom),
        _ => may_know(who).is_some_and(|known| known.contains(&whom)) || (dev && may_test_with(who, whom)),
    }
}

/// A crate's tests may build what the crates below it are built on: the console's tests open a center over a log.
fn may_test_with(who: &str, whom: &str) -> bool {
    let below = may_know(who).unwrap_or_default();
    whom == "testkit" || below.iter().filter_map(|known| may_know(known)).any(|known| known.contains(&whom))
}

fn may_know(who: &str) -> Option<&'static [&'static str]> {
    ROWS.iter().find(|row| row.who.contains(&who)).map(|row| row.may_know)
}

/// `tests` and `testkit` see what they test; no product crate sees them.
fn is_test_crate(name: &str) -> bool {
    ["tests", "testkit"].contains(&name)
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "nothing of ours".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world(edges: &[(&str, &str, Option<&str>)]) -> Metadata {
        let names = ["timeline", "journal", "intake", "triage", "center", "web", "testkit", "tests", "stray"];
        let depends = |name: &str| {
            let of_name = edges.iter().filter(|(who, ..)| *who == name);
            of_name.map(|(_, whom, kind)| Dependency { name: (*whom).into(), kind: kind.map(Into::into) }).collect()
        };
        let named = names.iter().filter(|name| **name != "stray" || edges.iter().any(|(who, ..)| who == *name));
        let packages = named.map(|name| Package { name: (*name).into(), dependencies: depends(name) });
        Metadata { packages: packages.collect() }
    }

    #[test]
    fn allowed_edges_pass() {
        let allowed = [
            ("center", "journal", None),
            ("intake", "timeline", None),
            ("intake", "testkit", Some("dev")),
            ("journal", "sled", None),
            ("tests", "sled", None),
            ("testkit", "center", None),
            ("web", "journal", Some("dev")),
        ];
        assert_eq!(faults(&world(&allowed)), Vec::<String>::new());
    }

    #[test]
    fn each_forbidden_edge_is_named() {
        let forbidden = [
            ("intake", "triage", None),
            ("timeline", "journal", None),
            ("web", "journal", None),
            ("center", "testkit", None),
            ("testkit", "web", None),
            ("center", "sled", None),
            ("center", "axum", Some("dev")),
            ("intake", "tokio", None),
            ("timeline", "rand", None),
        ];
        for edge in forbidden {
            let found = faults(&world(&[edge]));
            let arrow = format!("{} -> {}", edge.0, edge.1);
            assert_eq!(found.len(), 1, "{arrow}: {found:?}");
            assert!(found[0].starts_with(&arrow), "{found:?}");
        }
    }

    #[test]
    fn a_crate_without_a_row_is_a_fault() {
        assert_eq!(faults(&world(&[("stray", "serde", None)])).len(), 1);
    }
}

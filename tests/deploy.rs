//! What lies in `deploy/` to watch over a center asks for what a center serves, and wakes people for what it is meant to.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::Value;
use tests::workspace;

fn read(path: &str) -> String {
    fs::read_to_string(workspace().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every question of the dashboard.
fn questions() -> Vec<String> {
    let board: Value = serde_json::from_str(&read("deploy/grafana/dashboards/yidi.json")).expect("a dashboard is JSON");
    let panels = board["panels"].as_array().expect("panels");
    let targets = panels.iter().flat_map(|panel| panel["targets"].as_array().expect("targets"));
    targets.map(|target| target["expr"].as_str().expect("a question").to_owned()).collect()
}

/// The figures a text names, without what a histogram makes of them.
fn figures(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let named = words.filter(|word| word.starts_with("yidi_"));
    named.map(|word| word.trim_end_matches("_bucket").trim_end_matches("_count").to_owned()).collect()
}

/// `docs/http.md` lists what `/metrics` serves, and another test holds it to that.
#[test]
fn the_dashboard_and_the_alerts_ask_for_figures_there_are() {
    let served = figures(&read("docs/http.md"));
    let asked = questions().join("\n") + &read("deploy/prometheus/alerts.yml");
    let asked = figures(&asked);
    assert!(asked.len() > 8, "{asked:?}");
    assert_eq!(asked.difference(&served).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn the_alerts_fire_on_what_they_are_for() {
    let rules = workspace().join("deploy/prometheus/alerts_test.yml");
    let tool = Command::new("promtool").args(["test", "rules"]).arg(&rules).output();
    let tool = tool.expect("promtool: run `cargo xtask test`, which installs it");
    assert!(tool.status.success(), "{}", String::from_utf8_lossy(&tool.stderr));
}

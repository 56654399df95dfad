//! The invented county at its full size, by the command anyone can run: its shape, its speed, and the same again.

mod rates;

use std::path::Path;

use serde_json::{Value, json};
use tests::log::{facts, keyless};
use tests::{folder, measured, sample, yidi};

/// The cases of one year at the center of Zhuji, whose shares are published.
const ZHUJI_CASES: u64 = 9_407;
const ROUTES: [&str; 6] =
    ["petition", "public_security", "court", "public_legal_services", "mediation_organisation", "other"];

/// Records a county into this directory and says what the command said.
fn generated(data: &str, cases: u64, seed: &str) -> Value {
    yidi(["generate", "--json", "--data", data, "--cases", &cases.to_string(), "--seed", seed]).exits(0).json()
}

fn board(data: &str) -> Value {
    yidi(["view", "center-board", "--json", "--data", data]).exits(0).json()
}

#[test]
fn a_county_has_the_published_shape() {
    let data = folder();
    let log = data.path().to_string_lossy().into_owned();
    let said = generated(&log, sample(1_000, ZHUJI_CASES), "20260101");
    let figures = said["report"].as_array().expect("a report");
    assert!(figures.len() > ROUTES.len(), "the report prints wanted beside got: {said}");
    let outside: Vec<&Value> = figures.iter().filter(|figure| figure["fits"] != json!(true)).collect();
    let off = figures.iter().filter(|figure| figure["name"].as_str().is_some_and(|name| name.starts_with("routes/")));
    let off = off.map(|figure| (number(&figure["wanted"]) - number(&figure["got"])).abs()).fold(0.0, f64::max);
    let routes = &board(&log)["figures"]["routes"];
    let counted: Vec<u64> = ROUTES.iter().map(|name| routes[name].as_u64().expect(name)).collect();
    let (chosen, cases) = (counted.iter().sum::<u64>(), said["cases"].as_u64().expect("a count"));
    // What the last days brought may still wait for somebody to type in its way.
    assert!(chosen <= cases && cases - chosen <= cases / 1_000, "{routes}: {chosen} of {cases}");
    measured("county_routes_off_points", off);
    measured("county_figures_outside", outside.len());
    assert!(outside.is_empty() && off <= 1.0, "{outside:#?}");
    assert_eq!(yidi(["verify", "--json", "--data", &log]).exits(0).json()["faults"], json!([]));
}

#[test]
fn a_county_year_is_recorded_and_comes_out_the_same_by_the_same_seed() {
    let (one, other) = (folder(), folder());
    let logs = [&one, &other].map(|data| data.path().to_string_lossy().into_owned());
    let said = logs.clone().map(|log| generated(&log, sample(200, 4_000), "7"));
    measured("county_year_seconds", number(&said[0]["seconds"]));
    measured("county_year_entries", &said[0]["entries"]);
    for of_both in ["commits", "entries", "report"] {
        assert_eq!(said[0][of_both], said[1][of_both], "{of_both}");
    }
    same_facts(one.path(), other.path());
    let views = logs.map(|log| yidi(["replay", "--json", "--data", &log]).exits(0).json()["views"].clone());
    assert!(views[0] == views[1], "every row of every view is the same");
}

/// Both logs hold the same facts in the same order: place, time, stream, who, through which window, why, and what.
fn same_facts(one: &Path, other: &Path) {
    let [one, other] = [one, other].map(|data| facts(data).into_iter().map(|fact| keyless(fact.entry)));
    let (mut same, mut other) = (0, other);
    for fact in one {
        assert_eq!(Some(&fact), other.next().as_ref(), "fact {same} differs");
        same += 1;
    }
    assert!(other.next().is_none() && same > 0, "the other log goes on behind fact {same}");
    measured("county_same_facts", same);
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

//! The demonstration county: recorded by real commands, in every state, the same each time.

use center::Center;
use serde_json::{Value, json};
use timeline::Query;

use crate::hall::{Hall, leader};

fn board(center: &Center) -> Value {
    let rows = center.view(&leader(), "center-board", &Query::default()).unwrap();
    json!({ "rows": rows.rows, "figures": rows.figures })
}

#[tokio::test]
async fn the_county_is_the_same_each_time_and_meets_every_state() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (one, two) = (Hall::seeded(one.path()).await, Hall::seeded(two.path()).await);
    let board = board(&one.center);
    assert_eq!(board, self::board(&two.center));
    assert_eq!(one.center.head().position, two.center.head().position);
    assert_eq!(board["figures"]["registered"], json!(48));
    let states: Vec<&str> = board["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["dimension"] == "state")
        .map(|row| row["value"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["assigned", "at_court", "closed", "received", "registered"]);
}

#[tokio::test]
async fn every_name_in_it_is_marked_as_invented() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::seeded(home.path()).await;
    let rows = hall.center.view(&leader(), "case-register", &Query::default()).unwrap().rows;
    assert_eq!(rows.len(), 48);
    for row in rows {
        let case = row["case"].as_str().unwrap().parse().unwrap();
        let sheet = hall.center.case(&leader(), case).unwrap().shown();
        for party in sheet["parties"].as_array().unwrap() {
            assert!(party["name"].as_str().unwrap().contains("虚构"), "{party}");
        }
    }
}

#[tokio::test]
async fn it_is_recorded_into_an_empty_log_only() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::seeded(home.path()).await;
    let before = hall.center.head().position;
    let hall = hall.reopen(false).await;
    assert_eq!(hall.center.head().position, before);
}

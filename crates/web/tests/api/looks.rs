//! Who looked at what, as it is written down: every opening, every denial, before the answer leaves.

use std::sync::Arc;

use axum::http::StatusCode;
use center::{Center, Condition, MemoryJournal, MemoryScratch, Rulebook};
use serde_json::{Value, json};

use crate::place::{Place, registration};

/// A center whose access log can be turned.
async fn watched() -> (Place, Arc<MemoryJournal>) {
    let (journal, looks) = (Arc::new(MemoryJournal::new()), Arc::new(MemoryJournal::new()));
    let options = center::Options {
        demo: true,
        looks: Some(looks.clone()),
        ..center::Options::new(Arc::new(jiff::Timestamp::now))
    };
    let scratch = Arc::new(MemoryScratch::default());
    let center = Center::open(journal.clone(), scratch, Rulebook::demo(), options).await.expect("it opens");
    (Place::over(center, journal, web::Options { demo: true, ..web::Options::default() }), looks)
}

fn of(staff: &str) -> [(&str, &str); 1] {
    [("yidi-staff", staff)]
}

/// The looks there are, without the one that reads them.
async fn looks(place: &Place, narrow: &str) -> Vec<Value> {
    let page = place.get(&format!("/api/v1/looks{narrow}"), &of("auditor-1")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let looks = page.json()["looks"].as_array().cloned().unwrap_or_default();
    looks.into_iter().filter(|look| look["actor"] != "auditor-1").collect()
}

#[tokio::test]
async fn every_way_to_look_at_a_case_is_written_down() {
    let (place, _) = watched().await;
    let case = place.register("look-1").await;
    assert_eq!(looks(&place, "").await, Vec::<Value>::new(), "an act is a fact, not a look");
    let read = [
        (format!("/api/v1/cases/{case}"), "read_case"),
        (format!("/api/v1/cases/{case}/events"), "read_history"),
        ("/api/v1/views/work-list".to_owned(), "read_view"),
        ("/api/v1/facts".to_owned(), "follow_facts"),
        (format!("/api/v1/cases/{case}/looks"), "read_looks_at_case"),
    ];
    for (path, action) in &read {
        let answered = place.get(path, &of("clerk-1")).await;
        assert_eq!(answered.status, StatusCode::OK, "{path}: {}", answered.text());
        let looks = looks(&place, "?actor=clerk-1").await;
        let last = looks.last().expect("a look");
        assert_eq!((&last["action"], &last["outcome"]), (&json!(action), &json!("shown")), "{path}");
        assert!(last["stream"] == case.as_str() || last["list"]["view"] == "work-list", "{path}: {last}");
        assert!(!last.to_string().contains("张演示"), "a look says nothing of whom it was at");
    }
    let of_case = looks(&place, &format!("?case={case}&actor=clerk-1")).await;
    assert_eq!(of_case.len(), 4);
    assert_eq!(of_case[0]["relation"], "own");
}

#[tokio::test]
async fn a_page_of_the_console_is_a_look_too() {
    let (place, _) = watched().await;
    let case = place.register("look-2").await;
    let cookie = [("cookie", "yidi=clerk-1")];
    for (path, action) in [
        (format!("/cases/{case}"), "read_case"),
        (format!("/cases/{case}/receipt"), "read_history"),
        ("/desk".to_owned(), "read_view"),
        ("/views/work-list".to_owned(), "read_view"),
    ] {
        assert_eq!(place.get(&path, &cookie).await.status, StatusCode::OK, "{path}");
        let looks = looks(&place, "?actor=clerk-1").await;
        assert_eq!(looks.last().expect("a look")["action"], action, "{path}");
    }
}

#[tokio::test]
async fn a_denial_is_written_down_and_so_is_what_is_not_there() {
    let (place, _) = watched().await;
    let case = place.register("look-3").await;
    let elsewhere = "00000000-0000-0000-0000-0000000000aa";
    let questions = [
        ("housing-1", format!("/api/v1/cases/{case}"), "missing"),
        ("housing-1", format!("/api/v1/cases/{elsewhere}"), "missing"),
        ("clerk-1", "/api/v1/looks".to_owned(), "denied"),
        ("housing-1", format!("/cases/{case}"), "missing"),
    ];
    for (staff, path, outcome) in questions {
        let cookie = format!("yidi={staff}");
        let answered = place.get(&path, &[("yidi-staff", staff), ("cookie", &cookie)]).await;
        assert!(answered.status.is_client_error(), "{path}");
        let looks = looks(&place, &format!("?actor={staff}")).await;
        assert_eq!(looks.last().expect("a look")["outcome"], outcome, "{staff} {path}");
    }
    let body = json!({ "command": "close_case", "outcome": "explained" });
    let headers = [("yidi-staff", "housing-1"), ("idempotency-key", "no"), ("if-match", "\"1\"")];
    let denied = place.post(&format!("/api/v1/cases/{case}/triage"), &body, &headers).await;
    assert_eq!(denied.status, StatusCode::NOT_FOUND);
    let looks = looks(&place, "?actor=housing-1").await;
    let last = looks.last().expect("a look");
    assert_eq!((&last["action"], &last["outcome"]), (&json!("close_case"), &json!("missing")));
}

#[tokio::test]
async fn without_a_trace_nothing_personal_is_shown_and_acts_go_on() {
    let (place, log) = watched().await;
    let case = place.register("look-4").await;
    log.set_condition(Condition::Full { free_bytes: 0 });
    for path in [format!("/api/v1/cases/{case}"), format!("/api/v1/cases/{case}/events"), "/api/v1/facts".to_owned()] {
        let answered = place.get(&path, &of("clerk-1")).await;
        assert_eq!((answered.status, answered.code().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "server.looks_not_kept"));
        assert!(!answered.text().contains("张演示"), "{path}");
    }
    let page = place.get(&format!("/cases/{case}"), &[("cookie", "yidi=clerk-1")]).await;
    assert!(page.status.is_server_error() && !page.text().contains("张演示"));
    let denied = place.get(&format!("/api/v1/cases/{case}"), &of("housing-1")).await;
    assert_eq!(denied.code(), "case.unknown", "a no shows nothing");
    let begun = place.post("/api/v1/cases", &registration(), &[("idempotency-key", "look-5")]).await;
    assert_eq!(begun.status, StatusCode::CREATED, "the window goes on");
    log.set_condition(Condition::Writable);
    assert_eq!(place.get(&format!("/api/v1/cases/{case}"), &of("clerk-1")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_party_learns_which_office_looked_and_never_who() {
    let (place, _) = watched().await;
    let case = place.register("look-6").await;
    place.get(&format!("/api/v1/cases/{case}"), &of("triage-1")).await;
    place.get(&format!("/api/v1/cases/{case}"), &of("housing-1")).await;
    let told = place.get(&format!("/api/v1/cases/{case}/looks"), &of("clerk-1")).await;
    let looks = told.json()["looks"].as_array().cloned().unwrap_or_default();
    assert_eq!(looks.len(), 1, "who saw nothing did not look: {looks:?}");
    assert_eq!((&looks[0]["department"], &looks[0]["basis"]), (&json!("center"), &json!("duty")));
    assert!(!told.text().contains("triage-1"));
}

#[tokio::test]
async fn the_list_of_a_day_is_read_page_by_page_and_weighed() {
    let (place, _) = watched().await;
    let case = place.register("look-7").await;
    for _ in 0..5 {
        place.get(&format!("/api/v1/cases/{case}"), &of("clerk-1")).await;
    }
    for n in 0..12 {
        place.get(&format!("/api/v1/cases/00000000-0000-0000-0000-0000000000{n:02}"), &of("triage-1")).await;
    }
    let first = place.get("/api/v1/looks?limit=3&actor=clerk-1", &of("auditor-1")).await.json();
    let next = first["next"].as_str().expect("there is more").to_owned();
    let second = place.get(&format!("/api/v1/looks?actor=clerk-1&after={next}"), &of("auditor-1")).await.json();
    assert_eq!((first["looks"].as_array().unwrap().len(), second["looks"].as_array().unwrap().len()), (3, 2));
    let day = place.get("/api/v1/looks/day", &of("supervisor-1")).await.json();
    assert_eq!((&day["people"][0]["actor"], &day["people"][0]["alarm"]), (&json!("triage-1"), &json!(true)), "{day}");
    let page = place.get("/looks", &[("cookie", "yidi=supervisor-1")]).await.text();
    assert!(page.contains("class=\"tag stop\""), "{page}");
    let other = place.get("/api/v1/looks/day?day=2020-01-01", &of("supervisor-1")).await.json();
    assert_eq!(other["people"], json!([]));
}

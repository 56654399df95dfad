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
    for (path, action) in [("/admissions", "request_access"), ("/sample", "read_sample")] {
        assert_eq!(place.get(path, &[("cookie", "yidi=supervisor-1")]).await.status, StatusCode::OK, "{path}");
        let looks = looks(&place, "?actor=supervisor-1").await;
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
        assert_eq!(
            (answered.status, answered.code().as_str()),
            (StatusCode::SERVICE_UNAVAILABLE, "server.looks_not_kept")
        );
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
    let for_ever = place.get("/api/v1/looks?until=9999-12-30T22:00:00Z", &of("auditor-1")).await;
    assert_eq!(for_ever.status, 200, "{}", for_ever.text());
    let day = place.get("/api/v1/looks/day", &of("supervisor-1")).await.json();
    assert_eq!((&day["people"][0]["actor"], &day["people"][0]["alarm"]), (&json!("triage-1"), &json!(true)), "{day}");
    let page = place.get("/looks", &[("cookie", "yidi=supervisor-1")]).await.text();
    assert!(page.contains("class=\"tag stop\""), "{page}");
    let other = place.get("/api/v1/looks/day?day=2020-01-01", &of("supervisor-1")).await.json();
    assert_eq!(other["people"], json!([]));
}

#[tokio::test]
async fn what_a_colleague_sees_in_part_is_shown_in_full_for_a_reason_that_is_written_down() {
    let (place, log) = watched().await;
    let case = place.register("look-8").await;
    let path = format!("/api/v1/cases/{case}");
    let seen = async |who: &str| {
        let sheet = place.get(&path, &of(who)).await.json();
        let text = |field: &str| sheet["parties"][0][field].as_str().unwrap_or_default().to_owned();
        (text("name"), text("phone"))
    };
    let full = ("张演示".to_owned(), "13800000000".to_owned());
    assert_eq!(seen("clerk-1").await, full, "who took it in");
    assert_eq!(seen("clerk-2").await, ("张**".to_owned(), access::MASK.to_owned()), "another window");
    assert_eq!(seen("supervisor-1").await, ("张演示".to_owned(), "138****0000".to_owned()), "who watches");
    assert!(seen("auditor-1").await.0.starts_with("P-"), "who checks");
    let letter = place.get(&format!("{path}/receipt"), &of("clerk-2")).await;
    assert_eq!(letter.code(), "access.reveal_first", "a proof has no mask");

    let reveal = format!("{path}/reveal");
    let free = place.post(&reveal, &json!({ "reason": "他是我邻居" }), &of("clerk-2")).await;
    assert_eq!(free.code(), "request.shape", "a reason is a word of the list");
    log.set_condition(Condition::Full { free_bytes: 0 });
    let unwritten = place.post(&reveal, &json!({ "reason": "serving_party" }), &of("clerk-2")).await;
    assert_eq!(unwritten.code(), "server.looks_not_kept");
    log.set_condition(Condition::Writable);
    assert_eq!(seen("clerk-2").await.0, "张**", "nothing was lifted");
    let lifted = place.post(&reveal, &json!({ "reason": "serving_party" }), &of("clerk-2")).await;
    assert_eq!(lifted.status, StatusCode::OK, "{}", lifted.text());
    assert_eq!(seen("clerk-2").await, full);
    assert_eq!(seen("supervisor-1").await.1, "138****0000", "for whoever asked alone");
    let looks = looks(&place, "?actor=clerk-2").await;
    let said = looks.iter().find(|look| look["action"] == "reveal" && look["outcome"] == "shown").expect("a look");
    assert_eq!((&said["reason"], &said["basis"]), (&json!("serving_party"), &json!("reveal")));
    assert_eq!(looks.last().expect("a look")["basis"], "reveal");
    assert_eq!(
        place.post(&reveal, &json!({ "reason": "auditing" }), &of("auditor-1")).await.code(),
        "access.not_this_role"
    );
    assert_eq!(place.post(&reveal, &json!({ "reason": "auditing" }), &of("housing-1")).await.code(), "case.unknown");
}

#[tokio::test]
async fn the_console_asks_for_a_reason_before_it_shows_everything() {
    let (place, _) = watched().await;
    let case = place.register("look-9").await;
    let cookie = [("cookie", "yidi=clerk-2"), ("sec-fetch-site", "same-origin")];
    let page = place.get(&format!("/cases/{case}"), &cookie).await.text();
    assert!(page.contains("张**") && !page.contains("13800000000") && page.contains("/reveal"));
    let form = axum::http::Request::post(format!("/cases/{case}/reveal"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", "yidi=clerk-2")
        .header("sec-fetch-site", "same-origin")
        .body(axum::body::Body::from("reason=serving_party"))
        .expect("a request");
    assert_eq!(place.send(form).await.status, StatusCode::SEE_OTHER);
    let page = place.get(&format!("/cases/{case}"), &cookie).await.text();
    assert!(page.contains("张演示") && page.contains("13800000000") && !page.contains("/reveal"));
}

#[tokio::test]
async fn that_two_cases_may_be_one_is_told_to_reception_and_triage_alone() {
    let (place, _) = watched().await;
    let first = place.register("look-10").await;
    let second = place.register("look-11").await;
    for (n, body) in [
        json!({ "command": "classify_case", "dispute_type": "damages" }),
        json!({ "command": "choose_route", "route": "mediation" }),
        json!({ "command": "assign_case", "to": "transport" }),
    ]
    .iter()
    .enumerate()
    {
        let sheet = place.get(&format!("/api/v1/cases/{second}"), &of("triage-1")).await;
        let etag = sheet.header("etag").to_owned();
        let key = format!("look-12-{n}");
        let headers = [("yidi-staff", "triage-1"), ("if-match", etag.as_str()), ("idempotency-key", key.as_str())];
        let done = place.post(&format!("/api/v1/cases/{second}/triage"), body, &headers).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    }
    let told = async |who: &'static str| {
        let mut texts = String::new();
        for path in [
            format!("/api/v1/cases/{second}"),
            format!("/api/v1/cases/{second}/events"),
            "/api/v1/facts".to_owned(),
            "/api/v1/views/work-list".to_owned(),
        ] {
            texts += &place.get(&path, &of(who)).await.text();
        }
        texts + &place.get(&format!("/cases/{second}"), &[("cookie", &format!("yidi={who}"))]).await.text()
    };
    place.center.settled().await;
    assert!(told("triage-1").await.contains("intake.duplicate_suspected"), "triage decides it");
    let elsewhere = told("transport-1").await;
    assert!(
        !elsewhere.contains(&first) && !elsewhere.contains("duplicate_suspected"),
        "a department works on one case"
    );
}

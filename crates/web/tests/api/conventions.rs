//! Every convention of `docs/http.md`, as a table or as a short story.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use center::Condition;
use serde_json::{Value, json};

use crate::place::{Place, registration};

const KEY: (&str, &str) = ("idempotency-key", "k");
const MATCH: (&str, &str) = ("if-match", "\"2\"");

fn classify() -> Value {
    json!({ "command": "classify_case", "dispute_type": "contract" })
}

fn visit() -> Value {
    json!({ "command": "record_visit", "place": "hall", "purpose": "enquiry", "visitors": 1 })
}

fn visit_about(case: &str) -> Value {
    json!({ "command": "record_visit", "place": "hall", "purpose": "enquiry", "visitors": 1, "case": case })
}

#[tokio::test]
async fn a_registration_is_answered_with_its_place_and_found_again() {
    let place = Place::open().await;
    let created = place.post("/api/v1/cases", &registration(), &[KEY]).await;
    assert_eq!(created.status, 201, "{}", created.text());
    let case = created.json()["stream"].as_str().unwrap().to_owned();
    let number = created.json()["facts"][0]["body"]["number"].as_str().unwrap().to_owned();
    assert_eq!(created.header("location"), format!("/api/v1/cases/{case}"));
    assert_eq!(created.header("event-position"), "1");
    assert_eq!(created.header("etag"), format!("\"{}\"", created.json()["version"]));
    for path in [format!("/api/v1/cases/{case}"), format!("/api/v1/cases/{number}?min_position=1")] {
        let found = place.get(&path, &[]).await;
        assert_eq!((found.status, found.header("etag")), (StatusCode::OK, created.header("etag")), "{}", found.text());
        assert_eq!(found.json()["case"], json!(case));
        assert_eq!(found.json()["parties"][0]["name"], "张演示");
    }
    let masked = place.get(&format!("/api/v1/cases/{case}"), &[("yidi-staff", "auditor-1")]).await;
    assert_eq!(masked.status, StatusCode::OK);
    assert!(masked.json()["parties"][0]["name"].as_str().is_some_and(|name| name.starts_with("P-")), "a pseudonym");
}

/// Path, body, headers, and the status and code that answer them.
type Malformed<'a> = (&'a str, Value, &'a [(&'a str, &'a str)], u16, &'a str);

#[tokio::test]
async fn what_is_malformed_is_rejected_with_its_code() {
    let place = Place::open().await;
    let case = place.register("first").await;
    let triage = &format!("/api/v1/cases/{case}/triage");
    let intake = &format!("/api/v1/cases/{case}/intake");
    let missing_case = "018f0000-0000-7000-8000-00000000beef";
    let missing = &format!("/api/v1/cases/{missing_case}/triage");
    let long = "k".repeat(65);
    #[rustfmt::skip]
    let table: &[Malformed<'_>] = &[
        ("/api/v1/visits", visit(), &[], 400, "request.idempotency_key_missing"),
        ("/api/v1/visits", visit(), &[("idempotency-key", "a b")], 400, "request.idempotency_key"),
        ("/api/v1/visits", visit(), &[("idempotency-key", &long)], 400, "request.idempotency_key"),
        ("/api/v1/visits", json!({ "command": "record_visit" }), &[KEY], 400, "request.shape"),
        ("/api/v1/visits", registration(), &[KEY], 400, "request.shape"),
        ("/api/v1/visits", visit_about(missing_case), &[KEY], 422, "intake.unknown_case"),
        ("/api/v1/visits", json!([1]), &[KEY], 400, "request.shape"),
        ("/api/v1/visits", visit(), &[KEY, ("yidi-staff", "nobody")], 401, "staff.unknown"),
        ("/api/v1/visits", visit(), &[KEY, ("yidi-channel", "pigeon")], 400, "request.header"),
        ("/api/v1/visits", visit(), &[KEY, ("accept", "text/html")], 406, "request.not_acceptable"),
        ("/api/v1/visits", visit(), &[KEY, ("host", "evil.example")], 421, "request.host"),
        ("/api/v1/visits", visit(), &[KEY, ("content-encoding", "gzip")], 415, "request.content_type"),
        (triage, classify(), &[KEY], 428, "request.if_match_missing"),
        (triage, classify(), &[KEY, ("if-match", "*")], 400, "request.if_match"),
        (triage, classify(), &[KEY, ("if-match", "W/\"2\"")], 400, "request.if_match"),
        (triage, classify(), &[KEY, ("if-match", "\"99\"")], 412, "request.stale"),
        (intake, registration(), &[KEY, MATCH], 400, "request.shape"),
        (missing, classify(), &[KEY, MATCH], 404, "case.unknown"),
        ("/api/v1/cases/x/triage", classify(), &[KEY, MATCH], 400, "request.path"),
        ("/api/v1/cases/YD-2026-00123-0/triage", classify(), &[KEY, MATCH], 400, "request.path"),
        ("/api/v1/cases/%ff/triage", classify(), &[KEY, MATCH], 400, "request.path"),
        ("/api/v1/nothing", json!({}), &[KEY], 404, "route.unknown"),
        ("/api/v1/views", json!({}), &[KEY], 405, "route.method"),
    ];
    let before = place.position();
    for (path, body, headers, status, code) in table {
        let answered = place.post(path, body, headers).await;
        assert_eq!((answered.status.as_u16(), answered.code().as_str()), (*status, *code), "{path} {headers:?} {body}");
        assert_eq!(answered.header("content-type"), "application/problem+json");
        assert_eq!(answered.json()["type"], format!("/problems/{code}"));
        assert_eq!(answered.json()["instance"], answered.header("x-request-id"));
        let page = place.get(answered.json()["type"].as_str().unwrap(), &[]).await;
        assert_eq!(page.status, 200, "{code} has no page");
    }
    assert_eq!(place.position(), before, "nothing was recorded");
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_by_get() {
    let place = Place::open().await;
    let case = place.register("first").await;
    #[rustfmt::skip]
    let table = [
        ("/api/v1/cases/018f0000-0000-7000-8000-00000000beef", 404, "case.unknown"),
        ("/api/v1/cases/YD-2020-00001-2", 400, "request.path"),
        ("/api/v1/views/nothing", 404, "view.unknown"),
        ("/api/v1/views/work-list?limit=x", 400, "request.query"),
        ("/api/v1/views/work-list?nonsense=1", 400, "request.query"),
        ("/api/v1/views/work-list?department=%E6%B3%95", 400, "request.query"),
        ("/api/v1/views/work-list?min_position=99", 503, "server.behind"),
        ("/api/v1/facts?after=-1", 400, "request.query"),
        ("/problems/nothing", 404, "problem.unknown"),
        ("/nothing", 404, "route.unknown"),
    ];
    for (path, status, code) in table {
        let answered = place.get(path, &[]).await;
        assert_eq!((answered.status.as_u16(), answered.code().as_str()), (status, code), "{path}: {}", answered.text());
    }
    let behind = place.get(&format!("/api/v1/cases/{case}?min_position=2"), &[]).await;
    assert_eq!((behind.status.as_u16(), behind.header("retry-after")), (503, "1"));
    let method = place.post("/api/v1/views", &json!({}), &[]).await;
    assert!(method.header("allow").contains("GET"), "{:?}", method.headers);
}

#[tokio::test]
async fn the_places_of_faults_are_pointers() {
    let place = Place::open().await;
    let mut body = registration();
    body["parties"][1]["role"] = json!("judge");
    body["parties"][0]["phone"] = json!(13);
    body["surprise"] = json!(1);
    let answered = place.post("/api/v1/cases", &body, &[KEY, ("accept-language", "en")]).await.json();
    let pointers: Vec<&str> =
        answered["errors"].as_array().unwrap().iter().filter_map(|error| error["pointer"].as_str()).collect();
    assert_eq!(pointers, ["/parties/0/phone", "/parties/1/role", "/surprise"], "{answered}");
    assert_eq!(answered["title"], "The body has another shape");
    let chinese = place.post("/api/v1/cases", &body, &[KEY]).await;
    assert_eq!(chinese.json()["title"], "请求内容不符合格式");
    assert_eq!(chinese.header("content-language"), "zh");
}

#[tokio::test]
async fn a_retry_gets_the_first_answer_and_another_body_does_not() {
    let place = Place::open().await;
    let first = place.post("/api/v1/cases", &registration(), &[KEY]).await;
    let again = place.post("/api/v1/cases", &registration(), &[KEY]).await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (first.status, "true"));
    assert_eq!(again.json(), first.json());
    assert_eq!(again.header("etag"), first.header("etag"));
    assert_eq!(place.position(), first.json()["position"].as_u64().unwrap());
    let mut other = registration();
    other["claim"] = json!("另一件事");
    let reused = place.post("/api/v1/cases", &other, &[KEY]).await;
    assert_eq!((reused.status.as_u16(), reused.code().as_str()), (422, "request.key_reused"));
    let somebody_else = place.post("/api/v1/cases", &other, &[KEY, ("yidi-staff", "clerk-2")]).await;
    assert_eq!(somebody_else.status, 201, "keys of two clerks do not meet");
}

#[tokio::test]
async fn a_stale_command_learns_what_happened_since() {
    let place = Place::open().await;
    let case = place.register("first").await;
    let triage = format!("/api/v1/cases/{case}/triage");
    let seen = place.get(&format!("/api/v1/cases/{case}"), &[]).await.header("etag").to_owned();
    let ask = |key: &'static str| [("idempotency-key", key), ("yidi-staff", "triage-1")];
    let one = place.post(&triage, &classify(), &[&ask("one")[..], &[("if-match", &seen)]].concat()).await;
    assert_eq!(one.status, 200, "{}", one.text());
    let two = place.post(&triage, &classify(), &[&ask("two")[..], &[("if-match", &seen)]].concat()).await;
    assert_eq!((two.status.as_u16(), two.code().as_str()), (412, "request.stale"), "{}", two.text());
    assert_eq!(two.json()["facts"][0]["kind"], "triage.case_classified");
    let now = one.header("etag");
    assert_eq!(place.post(&triage, &classify(), &[&ask("two")[..], &[("if-match", now)]].concat()).await.status, 200);
}

#[tokio::test]
async fn who_may_not_is_told_the_rule() {
    let place = Place::open().await;
    let case = place.register("first").await;
    let close = json!({ "command": "close_case", "outcome": "explained" });
    let path = format!("/api/v1/cases/{case}/triage");
    let denied = place.post(&path, &close, &[KEY, MATCH]).await;
    assert_eq!((denied.status.as_u16(), denied.code().as_str()), (403, "access.not_this_role"), "{}", denied.text());
    let missing = path.replace(&case, "018f0000-0000-7000-8000-00000000beef");
    assert_eq!(place.post(&missing, &close, &[KEY, MATCH]).await.code(), "access.not_this_role", "no case is betrayed");
}

#[tokio::test]
async fn a_rule_that_says_no_is_a_refusal_with_a_page() {
    let place = Place::open().await;
    let mut body = registration();
    body["parties"].as_array_mut().unwrap().remove(0);
    let refused = place.post("/api/v1/cases", &body, &[KEY]).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.code().starts_with("intake."), "{}", refused.code());
    assert_eq!(place.get(&format!("/problems/{}", refused.code()), &[]).await.status, 200);
    assert_eq!(place.position(), 0, "a refusal writes nothing");
}

#[tokio::test]
async fn while_the_log_takes_nothing_reading_goes_on() {
    let place = Place::open().await;
    let case = place.register("first").await;
    let cases = [
        (Condition::ReadOnly { position: 1, what: "rot".into() }, 503, "journal.read_only", "read_only"),
        (Condition::Full { free_bytes: 1 }, 507, "journal.full", "full"),
        (Condition::Poisoned { what: "EIO".into() }, 503, "journal.poisoned", "poisoned"),
    ];
    for (condition, status, code, name) in cases {
        place.journal.set_condition(condition);
        let answered = place.post("/api/v1/visits", &visit(), &[KEY]).await;
        assert_eq!((answered.status.as_u16(), answered.code().as_str()), (status, code), "{}", answered.text());
        assert_eq!(place.get(&format!("/api/v1/cases/{case}"), &[]).await.status, 200);
        let ready = place.get("/readyz", &[]).await;
        assert_eq!((ready.status.as_u16(), ready.json()["ok"].clone()), (503, json!(false)));
        assert!(ready.json()["checks"][0]["seen"].as_str().unwrap().starts_with(name));
        let figures = place.get("/metrics", &[]).await.text();
        assert!(figures.contains(&format!("yidi_journal_condition{{condition=\"{name}\"}} 1")), "{figures}");
    }
    place.journal.set_condition(Condition::Writable);
    assert_eq!(place.get("/readyz", &[]).await.status, 200);
    assert_eq!(place.get("/healthz", &[]).await.status, 200);
}

/// A keyring that failed once answered 500 to every registration, and the center said that it was ready.
#[tokio::test]
async fn while_the_keyring_takes_nothing_the_center_says_so_and_is_not_ready() {
    let place = Place::with_keys().await;
    let registered = place.register("first").await;
    assert_eq!(place.get("/readyz", &[]).await.status, 200);
    let ring = place.store.as_ref().unwrap().path().join("keys").join("ring");
    std::fs::remove_file(&ring).unwrap();
    std::fs::create_dir(&ring).unwrap();
    for _ in 0..2 {
        let answered = place.post("/api/v1/cases", &registration(), &[("idempotency-key", "second")]).await;
        assert_eq!((answered.status.as_u16(), answered.code().as_str()), (503, "keys.failed"), "{}", answered.text());
    }
    assert_eq!(place.get(&format!("/api/v1/cases/{registered}"), &[]).await.status, 200, "reading goes on");
    let ready = place.get("/readyz", &[]).await;
    assert_eq!(ready.status, 503, "{}", ready.text());
    let checks = ready.json()["checks"].clone();
    let keys = checks.as_array().unwrap().iter().find(|check| check["name"] == "keys").unwrap();
    assert!(keys["ok"] == false && keys["seen"].as_str().unwrap().contains("started again"), "{keys}");
}

#[tokio::test]
async fn a_checkpoint_is_for_those_who_check_the_log() {
    let place = Place::open().await;
    let asked = place.get("/checkpoint", &[("yidi-staff", "auditor-1")]).await;
    assert_eq!((asked.status.as_u16(), asked.code().as_str()), (404, "checkpoint.unknown"), "nobody signs here");
    assert_eq!(place.get("/checkpoint", &[("yidi-staff", "clerk-1")]).await.status, 403);
}

#[tokio::test]
async fn pages_of_facts_and_views_lead_on() {
    let place = Place::open().await;
    for key in ["a", "b", "c"] {
        place.register(key).await;
    }
    place.center.settled().await;
    let (mut path, mut facts) = ("/api/v1/facts?limit=2".to_owned(), Vec::new());
    loop {
        let page = place.get(&path, &[]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        facts.extend(page.json()["facts"].as_array().unwrap().clone());
        let Some(next) = page.json()["next"].as_str().map(str::to_owned) else { break };
        assert!(page.header("link").ends_with(&format!("?after={next}>; rel=\"next\"")));
        path = format!("/api/v1/facts?limit=2&after={next}");
    }
    assert_eq!(facts.len() as u64, place.center.head().entries);
    let views = place.get("/api/v1/views", &[]).await.json();
    for view in views["views"].as_array().unwrap() {
        let name = view["name"].as_str().unwrap();
        let rows = place.get(&format!("/api/v1/views/{name}?limit=1&min_position=3"), &[]).await;
        assert_eq!(rows.status, 200, "{name}: {}", rows.text());
        assert!(rows.json()["as_of"].as_u64() >= Some(3));
    }
}

#[tokio::test]
async fn every_answer_carries_the_same_headers() {
    let place = Place::open().await;
    for path in ["/healthz", "/api/v1/views", "/nothing", "/docs/", "/openapi.json"] {
        let answered = place.get(path, &[("x-request-id", "mine-17")]).await;
        assert_eq!(answered.header("x-request-id"), "mine-17");
        assert_eq!(answered.header("x-content-type-options"), "nosniff");
        // A page of ours must be able to tell us that a form is ours.
        let referrer = if path == "/docs/" { "same-origin" } else { "no-referrer" };
        assert_eq!(answered.header("referrer-policy"), referrer);
        assert!(answered.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert!(!answered.header("cache-control").is_empty(), "{path}");
    }
    let replaced = place.get("/healthz", &[("x-request-id", &"x".repeat(65))]).await;
    assert_eq!(replaced.header("x-request-id").len(), 36, "an id that is too long is replaced");
    assert_eq!(place.get("/api/v1/views", &[]).await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_body_is_bounded_whether_or_not_it_says_its_length() {
    let place = Place::open().await;
    let large = vec![b' '; 1024 * 1024 + 1];
    let frame = hyper::body::Frame::data(axum::body::Bytes::from(large.clone()));
    let chunked = http_body_util::StreamBody::new(tokio_stream::iter([Ok::<_, std::io::Error>(frame)]));
    for body in [Body::from(large), Body::new(chunked)] {
        let request = Request::post("/api/v1/visits").header("content-type", "application/json").header(KEY.0, KEY.1);
        let answered = place.send(request.body(body).unwrap()).await;
        assert_eq!((answered.status.as_u16(), answered.code().as_str()), (413, "request.body_too_large"));
    }
}

//! The reception desk over HTTP: every kind through every channel, query codes, duplicates, enquiries, self-registration.

use serde_json::{Value, json};
use timeline::{CaseKind, Channel};

use crate::place::{Answered, Place, registration};

fn kinds_of(answered: &Answered) -> Vec<String> {
    let json = answered.json();
    let facts = json["facts"].as_array().unwrap();
    facts.iter().map(|fact| fact["kind"].as_str().unwrap().to_owned()).collect()
}

/// A matter of its own: nobody else is party to it.
fn matter(number: usize) -> Value {
    json!({
        "command": "register_case", "kind": "dispute", "claim": format!("第{number}件事，与别人无关"), "area": "990101",
        "parties": [{ "role": "applicant", "kind": "person", "name": format!("申请人{number}（虚构）") }],
    })
}

#[tokio::test]
async fn one_call_registers_every_kind_from_every_channel() {
    let place = Place::open().await;
    let channels = Channel::ALL.iter().filter(|channel| **channel != Channel::System);
    let all = channels.flat_map(|channel| CaseKind::ALL.iter().map(move |kind| (*channel, *kind)));
    for (number, (channel, kind)) in all.enumerate() {
        let mut body = matter(number);
        body["kind"] = json!(kind.as_str());
        let key = format!("k{number}");
        let headers = [("idempotency-key", key.as_str()), ("yidi-channel", channel.as_str())];
        let answered = place.post("/api/v1/cases", &body, &headers).await;
        assert_eq!(answered.status, 201, "{channel} {kind}: {}", answered.text());
        assert_eq!(kinds_of(&answered), ["intake.case_registered", "intake.receipt_issued"], "{channel} {kind}");
        assert_eq!(answered.json()["facts"][0]["channel"], channel.as_str());
    }
}

#[tokio::test]
async fn the_query_code_is_on_the_receipt_and_nowhere_else() {
    let place = Place::open().await;
    let headers = [("idempotency-key", "k")];
    let first = place.post("/api/v1/cases", &registration(), &headers).await;
    let code = first.json()["query_code"].as_str().unwrap().to_owned();
    assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [5, 5, 5], "{code}");
    let again = place.post("/api/v1/cases", &registration(), &headers).await;
    assert_eq!((again.header("idempotent-replayed"), &again.json()["query_code"]), ("true", &json!(code)));

    let asked = json!({ "query_code": code.to_lowercase().replace('-', "") });
    let progress = place.post("/api/v1/progress", &asked, &[]).await;
    assert_eq!(progress.status, 200, "{}", progress.text());
    assert_eq!(progress.json()["number"], first.json()["facts"][0]["body"]["number"]);
    assert_eq!(progress.json()["state"], "registered");
    assert_eq!(progress.json()["holder"], json!({ "department": "center" }));
    assert_eq!(progress.json()["held_since"], progress.json()["registered_at"]);
    let next = json!({ "step": "registered", "until": null, "zh": "由本中心指定承办单位",
        "en": "The center names who handles it" });
    assert_eq!(progress.json()["next"], next);
    assert!(!progress.text().contains("张演示"));
    let unknown = place.post("/api/v1/progress", &json!({ "query_code": "00000-00000-00000" }), &[]).await;
    assert_eq!((unknown.status.as_u16(), unknown.code().as_str()), (404, "progress.code_unknown"));

    let case = first.json()["stream"].as_str().unwrap().to_owned();
    let facts = place.get(&format!("/api/v1/cases/{case}/events"), &[]).await.text();
    assert!(!facts.contains(&code), "the code is in the log");
}

#[tokio::test]
async fn whoever_stands_at_the_window_is_found_by_the_number_it_shows() {
    let place = Place::open().await;
    let case = place.register("first").await;
    let search = async |staff: &str, number: &str| {
        place.post("/api/v1/search", &json!({ "number": number }), &[("yidi-staff", staff)]).await
    };
    let found = search("clerk-2", "138 0000 0000").await;
    let cases = found.json()["cases"].as_array().unwrap().clone();
    assert_eq!(cases.iter().map(|found| &found["case"]).collect::<Vec<_>>(), [&json!(case)], "{}", found.text());
    assert_eq!((&cases[0]["role"], &cases[0]["state"]), (&json!("applicant"), &json!("registered")));
    assert!(!found.text().contains("张演示") && !found.text().contains("13800000000"), "{}", found.text());
    assert_eq!(search("clerk-2", "13900000000").await.json(), json!({ "cases": [] }));
    for no_number in ["张演示", "0000", "138****0000"] {
        let answered = search("clerk-2", no_number).await;
        assert_eq!((answered.status.as_u16(), answered.code().as_str()), (400, "request.shape"), "{no_number}");
    }
    for staff in ["triage-1", "housing-1", "supervisor-1", "auditor-1"] {
        assert_eq!(search(staff, "13800000000").await.code(), "access.not_this_role", "{staff}");
    }
    let looks = place.get("/api/v1/looks?actor=clerk-2", &[("yidi-staff", "auditor-1")]).await.json();
    let looks: Vec<_> =
        looks["looks"].as_array().unwrap().iter().filter(|look| look["action"] == "find_party").collect();
    assert_eq!(looks.iter().map(|look| &look["stream"]).collect::<Vec<_>>(), [&json!(case), &Value::Null], "{looks:?}");

    let mut waits = 0;
    while search("clerk-2", "13900000000").await.code() != "search.later" {
        waits += 1;
        assert!(waits < 10, "a list can be gone through");
    }
    assert_eq!(search("clerk-1", "13800000000").await.status, 200, "another window is not slowed");
}

#[tokio::test]
async fn no_number_of_registrations_hides_another() {
    let place = Place::open().await;
    for n in 0..70 {
        place.register(&format!("nth-{n}")).await;
    }
    let found = place.post("/api/v1/search", &json!({ "number": "13800000000" }), &[("yidi-staff", "clerk-2")]).await;
    assert_eq!(found.json()["cases"].as_array().map(Vec::len), Some(70));
}

#[tokio::test]
async fn who_registered_in_confidence_is_not_found_at_another_window() {
    let place = Place::open().await;
    let mut body = registration();
    body["parties"][0]["standing"] = "confidential".into();
    let headers = [("idempotency-key", "k"), ("yidi-staff", "clerk-1")];
    assert_eq!(place.post("/api/v1/cases", &body, &headers).await.status, 201);
    let sent = json!({ "number": "13800000000" });
    let own = place.post("/api/v1/search", &sent, &[("yidi-staff", "clerk-1")]).await;
    assert_eq!(own.json()["cases"].as_array().map(Vec::len), Some(1), "{}", own.text());
    let other = place.post("/api/v1/search", &sent, &[("yidi-staff", "clerk-2")]).await;
    assert_eq!(other.json(), json!({ "cases": [] }));
    let page = place.get("/search", &[("cookie", "yidi=clerk-2; yidi-language=en")]).await;
    assert!(page.status == 200 && page.text().contains("action=\"/search\""), "{}", page.text());
}

#[tokio::test]
async fn another_party_gets_a_receipt_with_a_code_of_its_own() {
    let place = Place::open().await;
    let first = place.post("/api/v1/cases", &registration(), &[("idempotency-key", "k")]).await.json();
    let (case, party) = (first["stream"].as_str().unwrap(), &first["facts"][0]["body"]["parties"][1]["id"]);
    let headers = [("idempotency-key", "r"), ("if-match", "\"2\"")];
    let body = json!({ "command": "issue_receipt", "party": party });
    let second = place.post(&format!("/api/v1/cases/{case}/intake"), &body, &headers).await;
    assert_eq!(second.status, 200, "{}", second.text());
    assert_ne!(second.json()["query_code"], first["query_code"]);
    let progress =
        async |code: &Value| place.post("/api/v1/progress", &json!({ "query_code": code }), &[]).await.status;
    let second = second.json()["query_code"].clone();
    assert_eq!(progress(&second).await, 200);

    // A receipt that was lost is replaced: whoever finds it has nothing.
    let again = [("idempotency-key", "again"), ("if-match", "\"3\"")];
    let again = place.post(&format!("/api/v1/cases/{case}/intake"), &body, &again).await.json();
    assert_eq!(progress(&again["query_code"]).await, 200);
    assert_eq!(progress(&second).await, 404, "it opens nothing any more");
    assert_eq!(progress(&first["query_code"]).await, 200, "the other party's is its own");
    let removed = json!({ "command": "remove_party", "party": party, "reason": "误列（虚构）" });
    let removing = [("idempotency-key", "removing"), ("if-match", "\"4\"")];
    let removed = place.post(&format!("/api/v1/cases/{case}/intake"), &removed, &removing).await;
    assert_eq!(removed.status, 200, "{}", removed.text());
    assert_eq!(progress(&again["query_code"]).await, 404, "who is no party has no code");
}

#[tokio::test]
async fn a_code_is_told_to_whoever_asked_for_the_receipt_and_to_nobody_who_repeats_it() {
    let place = Place::open().await;
    let first = place.post("/api/v1/cases", &registration(), &[("idempotency-key", "k")]).await.json();
    let (case, party) = (first["stream"].as_str().unwrap(), &first["facts"][0]["body"]["parties"][1]["id"]);
    let path = format!("/api/v1/cases/{case}/intake");
    let body = json!({ "command": "issue_receipt", "party": party });
    let key = "3f0c9a52-7d1e-4b60-9f43-5a8d2c6e1b77";
    let asked = async |staff: &str| {
        let headers = [("idempotency-key", key), ("if-match", "\"2\""), ("yidi-staff", staff)];
        place.post(&path, &body, &headers).await
    };
    let given = asked("clerk-1").await.json();
    assert_eq!(asked("clerk-1").await.json()["query_code"], given["query_code"], "who asked is told again");
    assert_eq!(asked("clerk-2").await.code(), "access.reveal_first", "who gives a code out has the case open");
    let reason = json!({ "reason": "serving_party" });
    let lifted = place.post(&format!("/api/v1/cases/{case}/reveal"), &reason, &[("yidi-staff", "clerk-2")]).await;
    assert_eq!(lifted.status, 200, "{}", lifted.text());
    let repeated = asked("clerk-2").await;
    assert_eq!(repeated.code(), "request.key_reused", "{}", repeated.text());
    assert!(!repeated.text().contains(given["query_code"].as_str().unwrap()));
}

/// The other side, in other words, from a grid worker whose notes came in days later.
fn told_by_the_other_side() -> Value {
    json!({
        "command": "register_case", "kind": "dispute", "claim": "三个月的工资拖欠", "area": "330681",
        "parties": [
            { "role": "applicant", "kind": "organisation", "name": "示例建筑公司" },
            { "role": "respondent", "kind": "person", "name": "张 演示" },
        ],
    })
}

#[tokio::test]
async fn the_same_matter_is_seen_at_the_window_and_in_notes_that_come_late() {
    let place = Place::open().await;
    let first = place.register("first").await;
    let at_the_window = place.post("/api/v1/cases", &registration(), &[("idempotency-key", "window")]).await;
    let late = [
        ("idempotency-key", "late"),
        ("yidi-staff", "wangxi-1"),
        ("yidi-channel", "grid"),
        ("yidi-occurred-at", "2026-01-05T01:00:00Z"),
    ];
    let in_late_notes = place.post("/api/v1/cases", &told_by_the_other_side(), &late).await;
    assert!(!in_late_notes.text().contains("duplicate"), "a town that writes it down late learns of no other case");
    place.center.settled().await;
    for answered in [&at_the_window, &in_late_notes] {
        assert_eq!(answered.status, 201, "{}", answered.text());
        let case = answered.json()["stream"].as_str().unwrap().to_owned();
        let history = place.get(&format!("/api/v1/cases/{case}/events"), &[("yidi-staff", "triage-1")]).await.json();
        let suspected: Vec<&Value> =
            history["facts"].as_array().unwrap().iter().skip(2).map(|fact| &fact["body"]).collect();
        assert!(suspected.iter().any(|body| body["other"] == json!(first)), "{history}");
        assert!(suspected.iter().all(|body| body.as_object().unwrap().len() == 2), "a suspicion says more than it may");
    }
    let again = place.post("/api/v1/cases", &told_by_the_other_side(), &late).await;
    assert_eq!((again.status.as_u16(), again.header("idempotent-replayed")), (201, "true"));
}

#[tokio::test]
async fn a_pair_is_decided_once_and_can_be_decided_anew() {
    let place = Place::open().await;
    let (one, other) = (place.register("one").await, place.register("other").await);
    let intake = format!("/api/v1/cases/{other}/intake");
    let ask = async |key: &str, body: Value| {
        let version = place.get(&format!("/api/v1/cases/{other}"), &[]).await.header("etag").to_owned();
        place.post(&intake, &body, &[("idempotency-key", key), ("if-match", &version)]).await
    };
    let out = ask("out", json!({ "command": "rule_out_duplicate", "other": one, "reason": "两家人" })).await;
    assert_eq!(kinds_of(&out), ["intake.duplicate_ruled_out"], "{}", out.text());
    let suspect = ask("suspect", json!({ "command": "suspect_duplicate", "other": one })).await;
    assert_eq!((suspect.status.as_u16(), suspect.code().as_str()), (422, "intake.ruled_out_before"));
    let confirm = ask("confirm", json!({ "command": "confirm_duplicate", "other": one, "reason": "是一家" })).await;
    assert_eq!(kinds_of(&confirm), ["intake.duplicate_confirmed"], "{}", confirm.text());
}

#[tokio::test]
async fn an_enquiry_is_no_case() {
    let place = Place::open().await;
    let body = json!({ "command": "answer_enquiry", "topic": "contract", "answer": "先协商" });
    let headers = [("idempotency-key", "k"), ("yidi-channel", "phone")];
    let answered = place.post("/api/v1/enquiries", &body, &headers).await;
    assert_eq!(answered.status, 201, "{}", answered.text());
    let stream = answered.json()["stream"].as_str().unwrap().to_owned();
    assert_eq!(place.get(&format!("/api/v1/cases/{stream}"), &[]).await.status, 404);
}

#[tokio::test]
async fn the_id_of_a_visit_is_no_case_and_that_of_a_case_no_visit() {
    let place = Place::open().await;
    let case = place.register("first").await;
    let came = |about: &Value| json!({ "command": "record_visit", "place": "hall", "purpose": "enquiry", "visitors": 1, "case": about });
    let asked =
        |visit: &Value| json!({ "command": "answer_enquiry", "topic": "contract", "answer": "先协商", "visit": visit });
    let visited = place.post("/api/v1/visits", &came(&json!(case)), &[("idempotency-key", "came")]).await;
    assert_eq!(visited.status, 201, "{}", visited.text());
    let visit = visited.json()["stream"].take();
    let pair = json!({ "command": "suspect_duplicate", "other": visit });
    let (visits, enquiries, intake) = ("/api/v1/visits", "/api/v1/enquiries", &*format!("/api/v1/cases/{case}/intake"));
    for (number, (path, body, code)) in [
        (visits, came(&visit), "intake.unknown_case"),
        (intake, pair, "intake.unknown_case"),
        (enquiries, asked(&json!(case)), "intake.unknown_visit"),
    ]
    .into_iter()
    .enumerate()
    {
        let key = format!("refused-{number}");
        let refused = place.post(path, &body, &[("idempotency-key", &key), ("if-match", "\"2\"")]).await;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, code), "{body}");
    }
    let answered = place.post(enquiries, &asked(&visit), &[("idempotency-key", "answered")]).await;
    assert_eq!(answered.status, 201, "{}", answered.text());
}

#[tokio::test]
async fn what_a_citizen_registers_is_receipted_at_once_and_waits_for_a_clerk() {
    let place = Place::open().await;
    let mut body = registration();
    body["self_registered"] = json!(true);
    let at_the_window = place.post("/api/v1/cases", &body, &[("idempotency-key", "w")]).await;
    assert_eq!(at_the_window.code(), "intake.not_online");
    let online = [("idempotency-key", "o"), ("yidi-channel", "online")];
    let answered = place.post("/api/v1/cases", &body, &online).await;
    assert_eq!(answered.status, 201, "{}", answered.text());
    let code = json!({ "query_code": answered.json()["query_code"] });
    assert_eq!(place.post("/api/v1/progress", &code, &[]).await.json()["unconfirmed"], true);
    let case = answered.json()["stream"].as_str().unwrap().to_owned();
    let confirm = json!({ "command": "confirm_registration" });
    let headers = [("idempotency-key", "c"), ("if-match", answered.header("etag")), ("yidi-channel", "phone")];
    let confirmed = place.post(&format!("/api/v1/cases/{case}/intake"), &confirm, &headers).await;
    assert_eq!(kinds_of(&confirmed), ["intake.registration_confirmed"], "{}", confirmed.text());
    assert_eq!(place.post("/api/v1/progress", &code, &[]).await.json()["unconfirmed"], false);
}

#[tokio::test]
async fn who_must_be_told_of_a_risk_is_known_at_once() {
    let place = Place::open().await;
    let case = place.register("k").await;
    let body = json!({ "command": "report_urgent_risk", "risk": "domestic_violence", "note": "脸上有伤" });
    let headers = [("idempotency-key", "r"), ("if-match", "\"2\"")];
    let reported = place.post(&format!("/api/v1/cases/{case}/intake"), &body, &headers).await;
    assert_eq!(kinds_of(&reported), ["intake.urgent_risk_reported", "intake.report_required"], "{}", reported.text());
    assert_eq!(reported.json()["facts"][1]["body"]["to"], "public_security");
}

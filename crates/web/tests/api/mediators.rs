//! The register of mediators and what follows an agreement, over the API and on the pages of the console.

use serde_json::{Value, json};

use crate::place::Place;

const LEADER: [(&str, &str); 1] = [("yidi-staff", "director-1")];

fn enrolment(mediator: &str) -> Value {
    json!({ "command": "enrol_mediator", "mediator": mediator, "name": "安调解（虚构）", "kinds": ["peoples"],
        "qualification": "peoples_mediator", "committee": "peoples_mediation", "term_from": "2020-01-01",
        "term_until": "2099-12-31" })
}

/// Asks the mediation desk with the version of now, and answers what came of it.
async fn ask(place: &Place, case: &str, command: Value) -> crate::place::Answered {
    let address = format!("/api/v1/cases/{case}");
    // What was agreed is written down by the mediator alone.
    let staff = if command["command"] == "sign_agreement" { "mediator-1" } else { "triage-1" };
    let seen = place.get(&address, &[("yidi-staff", "triage-1")]).await.header("etag").to_owned();
    let key = format!("{command}-{seen}").chars().filter(char::is_ascii_alphanumeric).take(60).collect::<String>();
    let headers = [("idempotency-key", key.as_str()), ("yidi-staff", staff), ("if-match", seen.as_str())];
    place.post(&format!("{address}/mediation"), &command, &headers).await
}

async fn done(place: &Place, case: &str, command: Value) {
    let answered = ask(place, case, command.clone()).await;
    assert_eq!(answered.status, 200, "{command}: {}", answered.text());
}

async fn enrol(place: &Place, mediator: &str) {
    let headers = [LEADER[0], ("idempotency-key", mediator)];
    let answered = place.post("/api/v1/mediators", &enrolment(mediator), &headers).await;
    assert_eq!(answered.status, 200, "{}", answered.text());
}

#[tokio::test]
async fn the_register_is_kept_on_pages_and_read_as_a_view() {
    let place = Place::open().await;
    let cookie = [("cookie", "yidi=director-1; yidi-language=en")];
    let empty = place.get("/mediators", &cookie).await.text();
    assert!(empty.contains("act-enrol_mediator") && empty.contains("安调解 · "), "whom one could enrol: {empty}");
    enrol(&place, "mediator-1").await;
    let list = place.get("/mediators", &cookie).await.text();
    assert!(list.contains("/mediators/mediator-1") && list.contains("May be appointed"), "{list}");
    let page = place.get("/mediators/mediator-1", &cookie).await.text();
    for words in
        ["安调解（虚构）", "act-suspend_mediator", "act-renew_term", "act-record_training", "act-declare_conflict"]
    {
        assert!(page.contains(words), "the page says {words}");
    }
    assert!(!page.contains("select name=\"mediator\""), "nobody is asked which mediator");
    let clerk = place.get("/mediators/mediator-1", &[("cookie", "yidi=clerk-1; yidi-language=en")]).await.text();
    assert!(!clerk.contains("act-suspend_mediator"), "a clerk reads and does not keep it");
    assert_eq!(place.get("/mediators/nobody", &cookie).await.status, 404);
    let rows = place.get("/api/v1/views/mediators?today=2100-01-01", &LEADER).await.json();
    assert_eq!(rows["rows"][0]["state"], "term_over", "{rows}");
}

#[tokio::test]
async fn a_return_visit_becomes_a_paper() {
    let place = Place::open().await;
    let case = place.register("first").await;
    enrol(&place, "mediator-1").await;
    let sheet = place.get(&format!("/api/v1/cases/{case}"), &[("yidi-staff", "clerk-1")]).await.json();
    let party = |index: usize| sheet["parties"][index]["id"].clone();
    let appoint = json!({ "command": "appoint_mediator", "mediator": "mediator-2" });
    done(&place, &case, json!({ "command": "request_mediation", "kind": "peoples", "by": party(0) })).await;
    done(&place, &case, json!({ "command": "consent", "party": party(1) })).await;
    assert_eq!(ask(&place, &case, appoint).await.code(), "mediation.not_a_mediator");
    done(&place, &case, json!({ "command": "appoint_mediator", "mediator": "mediator-1" })).await;
    let signed = json!({ "command": "sign_agreement", "form": "oral", "terms": "一个月内付清（虚构）",
        "parties": [party(0), party(1)], "instalments": [{ "by": party(1), "due": "2099-01-01", "amount": 50_000 }] });
    done(&place, &case, signed).await;
    place.center.settled().await;
    let due = place.get("/api/v1/views/return-visits?today=2099-01-09", &LEADER).await.json();
    assert_eq!((&due["rows"][0]["due"], &due["rows"][0]["state"]), (&json!("2099-01-08"), &json!("overdue")), "{due}");
    let address = format!("/api/v1/cases/{case}/return-visits/1");
    let nothing = place.get(&address, &LEADER).await;
    assert_eq!((nothing.status.as_u16(), nothing.code().as_str()), (404, "return_visit.unknown"));
    let visited = json!({ "command": "make_return_visit", "performed": true, "satisfied": true, "party": party(0),
        "measures": "提醒按期付款（虚构）" });
    done(&place, &case, visited).await;
    let shown = place.get(&address, &LEADER).await.json();
    assert_eq!((&shown["due"], &shown["measures"]), (&json!("2099-01-08"), &json!("提醒按期付款（虚构）")), "{shown}");
    let cookie = [("cookie", "yidi=triage-1; yidi-language=zh-CN")];
    let page = place.get(&format!("/cases/{case}/return-visits/1"), &cookie).await.text();
    for words in ["回访记录", "张演示", "提醒按期付款（虚构）", "不含调解过程中的陈述"] {
        assert!(page.contains(words), "the page says {words}: {page}");
    }
    let case_page = place.get(&format!("/cases/{case}"), &cookie).await.text();
    assert!(case_page.contains(&format!("/cases/{case}/return-visits/1")), "the case leads to its papers");
}

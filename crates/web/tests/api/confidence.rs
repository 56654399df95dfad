//! Whoever registers in confidence is named to the window that took it down, and to nobody else by any way out; whoever
//! registers anonymously leaves nothing.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::place::{Place, registration, to_housing};

/// The name and the number nobody else may read.
const NAME: &str = "钱守密（虚构）";
const PHONE: &str = "13911112222";

fn confidential(standing: &str) -> Value {
    let mut body = registration();
    body["parties"][0]["standing"] = standing.into();
    body["parties"][0]["name"] = NAME.into();
    body["parties"][0]["phone"] = PHONE.into();
    body
}

async fn begin(place: &Place, key: &str, body: &Value) -> String {
    let begun = place.post("/api/v1/cases", body, &[("idempotency-key", key), ("yidi-staff", "clerk-1")]).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text());
    begun.json()["stream"].as_str().expect("a case").to_owned()
}

/// The case goes to the housing bureau, which takes it.
async fn hand_over(place: &Place, case: &str) {
    for (number, (staff, body)) in to_housing().iter().enumerate() {
        let seen = place.get(&format!("/api/v1/cases/{case}"), &[("yidi-staff", staff)]).await;
        let (etag, key) = (seen.header("etag").to_owned(), format!("{case}-{number}"));
        let headers = [("yidi-staff", *staff), ("if-match", etag.as_str()), ("idempotency-key", key.as_str())];
        let done = place.post(&format!("/api/v1/cases/{case}/triage"), body, &headers).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    }
}

#[tokio::test]
async fn a_name_told_in_confidence_goes_no_further_than_the_window() {
    let place = Place::open().await;
    let open = json!({ "command": "open_subscription", "subscription": "housing-all", "department": "housing",
        "transport": "sse", "from": "beginning" });
    let opened =
        place.post("/api/v1/register", &open, &[("yidi-staff", "admin-system"), ("idempotency-key", "open")]).await;
    assert_eq!(opened.status, StatusCode::OK, "{}", opened.text());
    let case = begin(&place, "confidence", &confidential("confidential")).await;
    hand_over(&place, &case).await;
    let told = place.get(&format!("/api/v1/cases/{case}"), &[("yidi-staff", "clerk-1")]).await.json();
    assert_eq!((&told["parties"][0]["name"], &told["parties"][0]["phone"]), (&json!(NAME), &json!(PHONE)));

    let reveal = json!({ "reason": "serving_party" });
    let lifted = place.post(&format!("/api/v1/cases/{case}/reveal"), &reveal, &[("yidi-staff", "supervisor-1")]).await;
    assert_eq!(lifted.status, StatusCode::OK, "{}", lifted.text());
    for staff in ["clerk-2", "triage-1", "housing-1", "supervisor-1", "director-1", "auditor-1"] {
        let mut seen = String::new();
        for path in [
            format!("/api/v1/cases/{case}"),
            format!("/api/v1/cases/{case}/events"),
            format!("/api/v1/cases/{case}/receipt"),
            "/api/v1/facts".to_owned(),
            "/api/v1/views/work-list".to_owned(),
            "/api/v1/subscriptions/housing-all/facts".to_owned(),
            format!("/cases/{case}"),
            format!("/cases/{case}/receipt"),
        ] {
            let cookie = format!("yidi={staff}");
            seen += &place.get(&path, &[("yidi-staff", staff), ("cookie", &cookie)]).await.text();
        }
        assert!(!seen.contains(NAME) && !seen.contains(PHONE), "{staff} reads it");
        assert!(seen.contains("P-"), "{staff} tells people apart");
    }
}

#[tokio::test]
async fn an_anonymous_applicant_leaves_nothing_that_could_lead_to_it() {
    let place = Place::open().await;
    let named = confidential("anonymous");
    let headers = [("idempotency-key", "anonymous-1"), ("yidi-staff", "clerk-1")];
    let refused = place.post("/api/v1/cases", &named, &headers).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, "intake.anonymous_has_no_name")
    );
    let mut unnamed = registration();
    unnamed["parties"][0] = json!({ "role": "applicant", "kind": "person", "standing": "anonymous" });
    let case = begin(&place, "anonymous-2", &unnamed).await;
    let told = place.get(&format!("/api/v1/cases/{case}"), &[("yidi-staff", "clerk-1")]).await.json();
    assert_eq!((&told["parties"][0]["name"], &told["parties"][0]["standing"]), (&json!("匿名"), &json!("anonymous")));
    let mut nobody = registration();
    nobody["parties"][0].as_object_mut().expect("a party").remove("name");
    let headers = [("idempotency-key", "anonymous-3"), ("yidi-staff", "clerk-1")];
    assert_eq!(place.post("/api/v1/cases", &nobody, &headers).await.code(), "intake.name_missing");
}

/// What a file is called, which tells who brought it.
const TITLE: &str = "钱守密的病历（虚构）";

/// A file is handed in at the window where the case was registered.
async fn hand_in(place: &Place, case: &str) {
    let headers = [("yidi-staff", "clerk-1"), ("idempotency-key", case), ("content-type", "text/plain")];
    let stored = place.upload(&format!("/api/v1/cases/{case}/files"), format!("{NAME}：病历"), &headers).await;
    assert_eq!(stored.status, StatusCode::CREATED, "{}", stored.text());
    let seen = place.get(&format!("/api/v1/cases/{case}"), &[("yidi-staff", "clerk-1")]).await;
    let body = json!({ "command": "submit_material", "kind": "medical_record", "title": TITLE,
        "blob": stored.json()["blob"], "media_type": stored.json()["media_type"] });
    let key = format!("{case}-taken");
    let headers = [("yidi-staff", "clerk-1"), ("if-match", seen.header("etag")), ("idempotency-key", key.as_str())];
    let taken = place.post(&format!("/api/v1/cases/{case}/intake"), &body, &headers).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.text());
}

#[tokio::test]
async fn a_file_of_whoever_stays_unnamed_is_for_those_who_may_know_the_name() {
    let place = Place::with_store(100_000).await;
    let mut anonymous = registration();
    anonymous["parties"][0] = json!({ "role": "applicant", "kind": "person", "standing": "anonymous" });
    for (key, body) in [("confidential", confidential("confidential")), ("anonymous", anonymous)] {
        let case = begin(&place, key, &body).await;
        hand_in(&place, &case).await;
        hand_over(&place, &case).await;
        let copy = format!("/api/v1/cases/{case}/materials/1");
        let own = place.get(&copy, &[("yidi-staff", "clerk-1")]).await;
        assert_eq!((own.status, own.text()), (StatusCode::OK, format!("{NAME}：病历")), "the window that took it in");
        let sheet = place.get(&format!("/api/v1/cases/{case}"), &[("yidi-staff", "clerk-1")]).await.json();
        assert_eq!(sheet["materials"][0]["title"], TITLE);
        for staff in ["clerk-2", "triage-1", "housing-1", "supervisor-1", "director-1", "auditor-1"] {
            nobody_else_reads_it(&place, &case, staff).await;
        }
    }
}

/// Somebody sees that there is a file and of which kind, and neither what it is called nor what is in it, whatever reason is
/// given.
async fn nobody_else_reads_it(place: &Place, case: &str, staff: &str) {
    let (cookie, reveal) = (format!("yidi={staff}"), json!({ "reason": "serving_party" }));
    let headers = [("yidi-staff", staff), ("cookie", cookie.as_str())];
    place.post(&format!("/api/v1/cases/{case}/reveal"), &reveal, &headers).await;
    let sheet = place.get(&format!("/api/v1/cases/{case}"), &headers).await;
    assert_eq!(sheet.json()["materials"][0]["kind"], "medical_record", "{staff}");
    let mut seen = sheet.text();
    for path in ["/api/v1/facts".to_owned(), format!("/api/v1/cases/{case}/events"), format!("/cases/{case}")] {
        seen += &place.get(&path, &headers).await.text();
    }
    let copy = place.get(&format!("/api/v1/cases/{case}/materials/1"), &headers).await;
    let expected = if staff == "auditor-1" { "access.not_this_role" } else { "access.in_confidence" };
    assert_eq!((copy.status, copy.code().as_str()), (StatusCode::FORBIDDEN, expected), "{staff}");
    let page = place.get(&format!("/cases/{case}/materials/1"), &headers).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "{staff}");
    seen += &page.text();
    assert!(!seen.contains(TITLE) && !seen.contains("病历（虚构）"), "{staff} reads it");
}

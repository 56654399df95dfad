//! A citizen registers online: without anybody of the center, and with nothing to be learned from the answer.

use serde_json::{Value, json};

use crate::door::Hall;
use crate::place::{Answered, Place};

const ADDRESS: &str = "/api/v1/registrations";
const KEY: &str = "018f0000-0000-7000-8000-000000000001";
const OTHER_KEY: &str = "018f0000-0000-7000-8000-000000000002";

fn told() -> Value {
    json!({
        "kind": "dispute", "claim": "楼上漏水（虚构）", "area": "990101001",
        "parties": [
            { "role": "applicant", "kind": "person", "name": "张三（虚构）", "phone": "13800000000" },
            { "role": "respondent", "kind": "person", "name": "李四（虚构）" },
        ],
    })
}

/// What the answer says, which is a number and a code and nothing else.
fn receipt(answered: &Answered) -> (String, String) {
    assert_eq!(answered.status, 201, "{}", answered.text());
    let body = answered.json();
    let fields = body.as_object().expect("an object");
    assert_eq!(fields.keys().collect::<Vec<_>>(), ["number", "query_code"], "{body}");
    let text = |name: &str| body[name].as_str().expect("a text").to_owned();
    (text("number"), text("query_code"))
}

#[tokio::test]
async fn a_citizen_registers_and_triage_waits_for_a_clerk() {
    let place = Place::open().await;
    // Whoever says it stands at a window is told online all the same.
    let headers = [("idempotency-key", KEY), ("yidi-channel", "window"), ("yidi-staff", "clerk-1")];
    let (number, code) = receipt(&place.post(ADDRESS, &told(), &headers).await);
    let again = receipt(&place.post(ADDRESS, &told(), &headers).await);
    assert_eq!(again, (number.clone(), code.clone()), "a retry finds its first receipt");
    let (other, _) = receipt(&place.post(ADDRESS, &told(), &[("idempotency-key", OTHER_KEY)]).await);
    assert_ne!(other, number, "the same matter is registered again, and it is not told that somebody has");

    let sheet = place.get(&format!("/api/v1/cases/{number}"), &[]).await.json();
    assert_eq!((&sheet["unconfirmed"], &sheet["version"]), (&json!(true), &json!(2)));
    let case = sheet["case"].as_str().expect("an id");
    let history = place.get(&format!("/api/v1/cases/{case}/events"), &[]).await.json();
    let registered = &history["facts"][0];
    assert_eq!((&registered["channel"], &registered["body"]["self_registered"]), (&json!("online"), &json!(true)));

    let triage = format!("/api/v1/cases/{case}/triage");
    let classify = json!({ "command": "classify_case", "dispute_type": "neighbours" });
    let route = json!({ "command": "choose_route", "route": "mediation" });
    let with = |key, seen| [("idempotency-key", key), ("if-match", seen), ("yidi-staff", "triage-1")];
    let waits = place.post(&triage, &route, &with("r", "\"2\"")).await;
    assert_eq!(waits.code(), "triage.not_confirmed", "{}", waits.text());
    let by_phone = [("idempotency-key", "c"), ("if-match", "\"2\""), ("yidi-channel", "phone")];
    let confirm = json!({ "command": "confirm_registration" });
    let confirmed = place.post(&format!("/api/v1/cases/{case}/intake"), &confirm, &by_phone).await;
    assert_eq!(confirmed.status, 200, "{}", confirmed.text());
    let classified = place.post(&triage, &classify, &with("d", "\"3\"")).await;
    let chosen = place.post(&triage, &route, &with("e", classified.header("etag"))).await;
    assert_eq!(chosen.status, 200, "{}", chosen.text());
}

#[tokio::test]
async fn a_real_center_takes_it_as_well_and_nothing_else() {
    let (hall, _) = Hall::open().await;
    let (_, code) = receipt(&hall.place.post(ADDRESS, &told(), &[("idempotency-key", KEY)]).await);
    let progress = hall.place.post("/api/v1/progress", &json!({ "query_code": code }), &[]).await.json();
    assert_eq!(progress["unconfirmed"], true);
    let mut by_hand = told();
    by_hand["self_registered"] = json!(false);
    let close = json!({ "command": "close_case", "outcome": "settled" });
    for body in [by_hand, close, json!({ "command": "confirm_registration" })] {
        let answered = hall.place.post(ADDRESS, &body, &[("idempotency-key", OTHER_KEY)]).await;
        assert_eq!((answered.status.as_u16(), answered.code().as_str()), (400, "request.shape"), "{body}");
    }
    let without = hall.place.post(ADDRESS, &told(), &[("idempotency-key", "1")]).await;
    assert_eq!(without.code(), "request.idempotency_key", "two strangers must not meet");
    let foreign = [("idempotency-key", OTHER_KEY), ("sec-fetch-site", "cross-site")];
    assert_eq!(hall.place.post(ADDRESS, &told(), &foreign).await.code(), "request.foreign");
    let elsewhere = hall.place.post("/api/v1/cases", &told(), &[("idempotency-key", OTHER_KEY)]).await;
    assert_eq!(elsewhere.status, 401, "every other address asks who it is");
}

#[tokio::test]
async fn one_source_is_slowed_and_others_are_not() {
    let (hall, _) = Hall::open().await;
    let mut nobody = told();
    nobody["parties"] = json!([]);
    let ask = |body: Value, from: &'static str| {
        let place = &hall.place;
        async move { place.post(ADDRESS, &body, &[("idempotency-key", KEY), ("x-forwarded-for", from)]).await }
    };
    for _ in 0..120 {
        assert_eq!(ask(nobody.clone(), "192.0.2.1").await.code(), "intake.no_applicant");
    }
    let slowed = ask(told(), "192.0.2.1").await;
    assert_eq!((slowed.status.as_u16(), slowed.code().as_str()), (429, "registration.later"));
    assert_eq!(slowed.header("retry-after"), "31");
    receipt(&ask(told(), "192.0.2.2").await);
}

#[tokio::test]
async fn whoever_sees_little_has_every_page_in_large_text() {
    let place = Place::open().await;
    let form = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    for (large, back, way) in [("true", "/progress", "/progress"), ("true", "//evil.example", "/"), ("false", "/", "/")]
    {
        let set = place.upload("/text", format!("large={large}&back={back}"), &form).await;
        assert_eq!((set.status.as_u16(), set.header("location")), (303, way));
        let cookie = set.header("set-cookie").split(';').next().expect("a cookie").to_owned();
        let page = place.get("/progress", &[("cookie", &cookie)]).await.text();
        assert_eq!(page.contains("<html lang=\"zh-CN\" class=\"large\">"), large == "true", "{cookie}");
        assert!(page.contains("大字") || page.contains("标准字号"));
    }
}

#[tokio::test]
async fn the_form_is_there_without_signing_in_and_in_two_languages() {
    let (hall, _) = Hall::open().await;
    let door = hall.place.get("/login", &[]).await;
    assert!(door.text().contains("href=\"/register-online\""), "whoever comes to the door finds the form");
    let page = hall.place.get("/register-online", &[]).await;
    assert_eq!(page.status, 200);
    for words in ["网上登记", "Register online", "诉求", "What it is about", "望溪镇"] {
        assert!(page.text().contains(words), "the page says {words}");
    }
    let form = |claim: &str| {
        format!(
            "request_id={KEY}&kind=dispute&area=990101001&claim={claim}&amount=800&name=Zhang&phone=13800000000&other_name=Li&other_kind=person"
        )
    };
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let lacking = hall.place.upload("/register-online", form(""), &headers).await;
    assert!(lacking.status == 400 && lacking.text().contains("value=\"Zhang\""), "what was typed is still there");
    let done = hall.place.upload("/register-online", form("leak"), &headers).await;
    assert!(done.status == 201 && done.text().contains("查询码"), "{}", done.text());
    let foreign = [headers[0], ("sec-fetch-site", "cross-site")];
    assert_eq!(hall.place.upload("/register-online", form("leak"), &foreign).await.status, 403);
}

//! What reception records is read back from the sheet of the case, over the API and on its page.

use serde_json::{Value, json};

use crate::place::Place;

/// Asks a desk with the version of now, and expects that it is done.
async fn done(place: &Place, case: &str, desk: &str, command: Value) {
    let address = format!("/api/v1/cases/{case}");
    let seen = sheet(place, case).await["version"].to_string();
    let (key, seen) = (format!("k{seen}"), format!("\"{seen}\""));
    let headers = [("idempotency-key", key.as_str()), ("if-match", seen.as_str())];
    let answered = place.post(&format!("{address}/{desk}"), &command, &headers).await;
    assert_eq!(answered.status, 200, "{command}: {}", answered.text());
}

async fn sheet(place: &Place, case: &str) -> Value {
    place.get(&format!("/api/v1/cases/{case}"), &[]).await.json()
}

/// Asks reception for one thing after the other.
async fn reception(place: &Place, case: &str, commands: impl IntoIterator<Item = Value>) {
    for command in commands {
        done(place, case, "intake", command).await;
    }
}

#[tokio::test]
async fn who_stands_beside_the_parties_is_on_the_sheet() {
    let place = Place::open().await;
    let case = place.register("first").await;
    let applicant = sheet(&place, &case).await["parties"][0]["id"].clone();
    let came = json!({ "command": "record_visit", "place": "hall", "purpose": "submit", "visitors": 3, "case": case });
    let came = place.post("/api/v1/visits", &came, &[("idempotency-key", "came")]).await.json();
    let named = [
        json!({ "command": "name_guardian", "ward": applicant, "kind": "parent", "name": "王监护（虚构）" }),
        json!({ "command": "authorize_agent", "party": applicant, "kind": "attorney", "name": "赵律师（虚构）",
            "scope": "general" }),
        json!({ "command": "authorize_agent", "party": applicant, "kind": "relative", "name": "钱亲属（虚构）",
            "scope": "special" }),
        json!({ "command": "dismiss_agent", "agent": 1 }),
        json!({ "command": "designate_representatives", "representatives": [applicant],
            "visit": came["stream"] }),
    ];
    reception(&place, &case, named).await;
    let people = sheet(&place, &case).await["people"].take();
    assert_eq!((&people["guardians"][0]["name"], &people["guardians"][1]), (&json!("王监护（虚构）"), &Value::Null));
    assert_eq!(people["agents"].as_array().map(Vec::len), Some(1), "{people}");
    assert_eq!((&people["agents"][0]["agent"], &people["agents"][0]["name"]), (&json!(2), &json!("钱亲属（虚构）")));
    assert_eq!(people["representatives"], json!([applicant]));
    let unnamed = place.get(&format!("/api/v1/cases/{case}"), &[("yidi-staff", "auditor-1")]).await.json();
    assert!(
        unnamed["people"]["agents"][0]["name"].as_str().is_some_and(|name| name.starts_with("P-")),
        "who checks needs no names"
    );
    let page = place.get(&format!("/cases/{case}"), &[("cookie", "yidi=clerk-1; yidi-language=zh-CN")]).await.text();
    for words in ["<caption>监护人", "王监护（虚构）", "<caption>代理人", "钱亲属（虚构）", "<caption>代表人"]
    {
        assert!(page.contains(words), "the page says {words}");
    }
}

#[tokio::test]
async fn what_was_said_told_agreed_to_and_asked_for_is_on_the_sheet() {
    let place = Place::open().await;
    let case = place.register("first").await;
    let party = sheet(&place, &case).await["parties"][0]["id"].clone();
    let told = [
        json!({ "command": "take_statement", "party": party, "statement": "墙面渗水（虚构）", "read_back": "aloud" }),
        json!({ "command": "serve_notice", "notice": "rights", "party": party, "manner": "handed",
            "served_on": "2026-01-05" }),
        json!({ "command": "record_consent", "party": party, "purpose": "sharing", "recipients": ["transport"],
            "form": "written" }),
        json!({ "command": "record_consent", "party": party, "purpose": "recording", "form": "spoken" }),
        json!({ "command": "withdraw_consent", "party": party, "purpose": "recording" }),
        json!({ "command": "request_materials", "party": party, "items": ["contract"], "due": "2036-01-05" }),
        json!({ "command": "note_contact", "direction": "incoming", "party": party, "reached": true,
            "note": "来电询问（虚构）" }),
    ];
    reception(&place, &case, told).await;
    let papers = sheet(&place, &case).await["papers"].take();
    assert_eq!(papers["statements"][0]["statement"], "墙面渗水（虚构）", "{papers}");
    assert_eq!((&papers["notices"][0]["notice"], &papers["notices"][0]["party"]), (&json!("rights"), &party));
    let consents = papers["consents"].as_array().expect("a list");
    assert_eq!((consents.len(), &consents[0]["recipients"]), (1, &json!(["transport"])), "one was taken back");
    let lacking = json!([{ "party": party, "items": ["contract"], "note": null, "due": "2036-01-05" }]);
    assert_eq!(papers["asked_for"], lacking);
    assert_eq!(papers["contacts"][0]["note"], "来电询问（虚构）");
}

#[tokio::test]
async fn what_reaches_beyond_the_case_is_on_the_sheet() {
    let place = Place::open().await;
    let other = place.register("first").await;
    let case = place.register("second").await;
    let party = sheet(&place, &case).await["parties"][0]["id"].clone();
    let risk = json!({ "command": "report_urgent_risk", "risk": "domestic_violence", "note": "脸上有伤（虚构）" });
    done(&place, &case, "intake", risk).await;
    let refer = json!({ "command": "refer_case", "procedure": "legal_aid", "body": "legal_aid", "by": [party] });
    done(&place, &case, "litigation", refer).await;
    let outside = sheet(&place, &case).await["outside"].take();
    assert_eq!(outside["duplicates"], json!([{ "other": other, "state": "suspected" }]), "{outside}");
    assert_eq!(outside["alerts"][0]["note"], "脸上有伤（虚构）");
    let duty = &outside["duties"][0];
    assert_eq!((&duty["to"], &duty["state"]), (&json!("public_security"), &json!("open")));
    let errand = &outside["errands"][0];
    assert_eq!(
        (&errand["referral"], &errand["body"], &errand["state"]),
        (&json!(1), &json!("legal_aid"), &json!("sent"))
    );

    let told = json!({ "command": "make_report", "duty": 1, "reference": "虚构警1号" });
    reception(
        &place,
        &case,
        [told, json!({ "command": "rule_out_duplicate", "other": other, "reason": "两户（虚构）" })],
    )
    .await;
    let outside = sheet(&place, &case).await["outside"].take();
    assert_eq!(
        (&outside["duties"][0]["state"], &outside["duties"][0]["reference"]),
        (&json!("reported"), &json!("虚构警1号"))
    );
    assert_eq!(outside["duplicates"][0]["state"], "ruled_out");
}

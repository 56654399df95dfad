//! Triage over HTTP: options with their grounds, independent and conflicting work, competence in three steps.

use serde_json::{Value, json};

use crate::place::{Answered, Place};

/// Asks triage in the name of somebody who has seen the case at this version.
async fn ask(place: &Place, who: &str, (case, seen): (&str, &str), command: &Value) -> Answered {
    let key = format!("{who}-{command}").bytes().fold(0_u64, |key, byte| key.wrapping_mul(31) + u64::from(byte));
    let key = key.to_string();
    let headers = [("idempotency-key", key.as_str()), ("yidi-staff", who), ("if-match", seen)];
    place.post(&format!("/api/v1/cases/{case}/triage"), command, &headers).await
}

/// Asks with the version of now, and expects that it is done.
async fn done(place: &Place, who: &str, case: &str, command: Value) -> Value {
    let seen = etag(place, case).await;
    let answered = ask(place, who, (case, &seen), &command).await;
    assert_eq!(answered.status, 200, "{command}: {}", answered.text());
    answered.json()
}

async fn sheet(place: &Place, case: &str) -> Value {
    place.get(&format!("/api/v1/cases/{case}"), &[("yidi-staff", "triage-1")]).await.json()
}

async fn etag(place: &Place, case: &str) -> String {
    place.get(&format!("/api/v1/cases/{case}"), &[("yidi-staff", "triage-1")]).await.header("etag").to_owned()
}

#[tokio::test]
async fn an_option_sheet_names_ground_time_cost_and_force_of_at_least_two_ways() {
    let place = Place::open().await;
    let case = place.register("first").await;
    done(&place, "triage-1", &case, json!({ "command": "classify_case", "dispute_type": "unpaid_wages" })).await;
    let party = sheet(&place, &case).await["parties"][0]["id"].clone();
    done(&place, "triage-1", &case, json!({ "command": "explain_options", "party": party })).await;
    let shown = sheet(&place, &case).await["option_sheets"][0].clone();
    assert_eq!((&shown["sheet"], &shown["party"]), (&json!(1), &party));
    let options = shown["options"].as_array().expect("options").clone();
    assert!(options.len() >= 2, "{shown}");
    for option in &options {
        assert!(option["source"].as_str().is_some_and(|source| source.contains("law")), "{option}");
        for said in ["name", "time", "cost", "force", "deadline"] {
            let words = |language: &str| option[said][language].as_str().is_some_and(|text| !text.is_empty());
            assert!(words("zh") && words("en"), "{said} of {option}");
        }
    }
    let suit = options.iter().find(|option| option["route"] == "litigation").expect("a suit is always open");
    assert!(suit["warning"]["zh"].as_str().is_some_and(|warning| warning.contains("仲裁")), "{suit}");
    done(&place, "triage-1", &case, json!({ "command": "choose_route", "route": "litigation", "sheet": 1 })).await;

    let page = place.get(&format!("/cases/{case}"), &[("cookie", "yidi=triage-1; yidi-language=zh-CN")]).await.text();
    for words in ["途径说明单", "劳动人事争议仲裁", "通常应先申请劳动仲裁", "未经核对"] {
        assert!(page.contains(words), "the page of the case says {words}");
    }
}

#[tokio::test]
async fn independent_acts_of_two_clerks_both_land_and_a_conflicting_one_is_told_why() {
    let place = Place::open().await;
    let case = place.register("first").await;
    let seen = etag(&place, &case).await;
    let classify = json!({ "command": "classify_case", "dispute_type": "contract" });
    let risk = json!({ "command": "assess_risk", "level": "red", "factors": ["livelihood"] });
    let assign = |to: &str| json!({ "command": "assign_case", "to": to });
    for (who, command) in [("triage-1", &classify), ("clerk-1", &risk), ("clerk-2", &assign("housing"))] {
        let answered = ask(&place, who, (&case, &seen), command).await;
        assert_eq!(answered.status, 200, "{command}: {}", answered.text());
    }
    let late = ask(&place, "triage-1", (&case, &seen), &assign("transport")).await;
    assert_eq!((late.status.as_u16(), late.code().as_str()), (412, "request.stale"), "{}", late.text());
    let since: Vec<String> = late.json()["facts"].as_array().expect("facts").iter().map(kind).collect();
    assert!(since.contains(&"triage.case_assigned".to_owned()), "{since:?}");
    assert_eq!(sheet(&place, &case).await["risk"], "red");
}

fn kind(fact: &Value) -> String {
    fact["kind"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn disputed_competence_ends_after_three_steps_with_one_lead() {
    let place = Place::open().await;
    let case = place.register("first").await;
    let dispute =
        json!({ "command": "dispute_competence", "between": ["housing", "transport"], "reason": "都说不归自己管" });
    done(&place, "triage-1", &case, dispute).await;
    let referred = done(&place, "transport-1", &case, json!({ "command": "refer_competence", "dispute": 1 })).await;
    assert_eq!(referred["facts"][0]["body"]["step"], "conference", "bureaus have no common superior in the county");
    let lead = json!({ "command": "determine_lead", "dispute": 1, "lead": "housing", "reason": "房屋安全由其主管" });
    let decided = done(&place, "triage-1", &case, lead).await;
    assert_eq!(decided["facts"][1]["body"]["reason"], "lead_determined");
    assert_eq!(sheet(&place, &case).await["asked"]["department"], "housing");
}

#[tokio::test]
async fn no_escalation_without_a_record_and_no_return_without_a_ground() {
    let place = Place::open().await;
    let case = place.register("first").await;
    let seen = etag(&place, &case).await;
    for command in [
        json!({ "command": "escalate_case", "to": "housing" }),
        json!({ "command": "escalate_case", "to": "housing", "tried": "调解两次" }),
        json!({ "command": "return_assignment", "assignment": 1, "explanation": "不归我们管" }),
        json!({ "command": "return_assignment", "assignment": 1, "ground": "not_competent", "explanation": " " }),
    ] {
        let answered = ask(&place, "triage-1", (&case, &seen), &command).await;
        assert!(answered.status.is_client_error(), "{command}: {}", answered.text());
        assert!(answered.code().starts_with("request."), "it is no command at all: {}", answered.text());
    }
    assert_eq!(etag(&place, &case).await, seen);
}

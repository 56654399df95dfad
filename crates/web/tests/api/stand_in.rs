//! Standing in for a colleague: over HTTP, as long as it was handed over and not a day longer.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::door::{Hall, Person, cookie_of};
use crate::place::registration;

const LI: &str = "li-triage";
const WANG: &str = "wang-clerk";
/// The day of the tests is the 23rd of November 2026.
const LAST_DAY: &str = "2026-11-24";

/// A triage officer who let a clerk stand in, and the clerk.
async fn handed_over() -> (Hall, Person, Person, Person) {
    let (hall, keeper) = Hall::open().await;
    let li = hall.hire(&keeper, LI, "triage_officer").await;
    let wang = hall.hire(&keeper, WANG, "window_clerk").await;
    let handed = hall.registry(&li, &delegate(WANG)).await;
    assert_eq!(handed.status, 200, "{}", handed.text());
    (hall, keeper, li, wang)
}

fn delegate(to: &str) -> Value {
    json!({ "command": "delegate_duty", "account": LI, "to": to, "until": LAST_DAY })
}

/// Goes on as triage officer in the colleague's stead.
async fn sit(hall: &Hall, person: &Person) -> Person {
    let wanted = json!({ "role": "triage_officer", "stands_in_for": LI });
    let answered = hall.ask(person, "/api/v1/session/duty", &wanted).await;
    assert_eq!(answered.status, 200, "{}", answered.text());
    Person { cookie: cookie_of(&answered) }
}

fn classify() -> Value {
    json!({ "command": "classify_case", "dispute_type": "damages" })
}

#[tokio::test]
async fn whoever_stands_in_works_in_the_role_and_every_fact_says_for_whom() {
    let (hall, keeper, _, wang) = handed_over().await;
    let session = hall.see(&wang, "/api/v1/session").await.json();
    let duties = json!([
        { "role": "window_clerk", "stands_in_for": null },
        { "role": "triage_officer", "stands_in_for": LI },
    ]);
    assert_eq!(session["duties"], duties);
    let case = hall.ask(&wang, "/api/v1/cases", &registration()).await.json();
    assert_eq!(case["facts"][0]["on_behalf_of"], Value::Null);
    let triage = format!("/api/v1/cases/{}/triage", case["stream"].as_str().unwrap());
    let own = [("cookie", wang.cookie.as_str()), ("sec-fetch-site", "same-origin"), ("if-match", "\"1\"")];
    let close = json!({ "command": "close_case", "outcome": "explained" });
    assert_eq!(hall.post(&triage, &close, &own).await.status, 403, "a clerk closes nothing");

    let sitting = sit(&hall, &wang).await;
    assert_eq!(hall.see(&wang, "/api/v1/views").await.status, 401, "the secret changed with the desk");
    let address = format!("/api/v1/cases/{}", case["stream"].as_str().unwrap());
    let seen = hall.see(&sitting, &address).await.header("etag").to_owned();
    let mine = [("cookie", sitting.cookie.as_str()), ("sec-fetch-site", "same-origin"), ("if-match", seen.as_str())];
    let stranger = [mine.as_slice(), &[("yidi-on-behalf-of", "zhao")]].concat();
    let claimed = hall.post(&triage, &classify(), &stranger).await;
    assert_eq!((claimed.status.as_u16(), claimed.code().as_str()), (400, "request.header"), "nobody says for whom");
    let done = hall.post(&triage, &classify(), &mine).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let fact = &done.json()["facts"][0];
    assert_eq!((&fact["actor"], &fact["on_behalf_of"]), (&json!(WANG), &json!(LI)));

    let audit = hall.hire(&keeper, "he-audit", "auditor").await;
    let audit = hall.enrol("he-audit", audit).await;
    let looks = hall.see(&audit, &format!("/api/v1/looks?actor={WANG}")).await.json();
    let looks = looks["looks"].as_array().unwrap().clone();
    assert!(looks.iter().any(|look| look["action"] == "read_case" && look["on_behalf_of"] == LI), "{looks:?}");
}

#[tokio::test]
async fn it_lasts_to_its_last_day_and_not_longer() {
    let (hall, _, li, wang) = handed_over().await;
    let wang = sit(&hall, &wang).await;
    let end = json!({ "command": "end_delegation", "account": LI, "delegation": 1 });
    assert_eq!(hall.registry(&li, &end).await.status, 200);
    assert_eq!(hall.see(&wang, "/api/v1/views").await.status, 401, "what was taken back opens nothing");

    assert_eq!(hall.registry(&li, &delegate(WANG)).await.status, 200);
    // A quarter of an hour before its last day ends.
    hall.later(SignedDuration::from_mins(38 * 60 + 45));
    let (own, late) = (hall.sign_in(WANG, None).await, hall.sign_in(WANG, None).await);
    let late = sit(&hall, &late).await;
    let views = async |person: &Person| hall.see(person, "/api/v1/views").await.status.as_u16();
    assert_eq!((views(&own).await, views(&late).await), (200, 200));
    hall.later(SignedDuration::from_mins(20));
    assert_eq!((views(&own).await, views(&late).await), (200, 401), "its own role goes on");
    let wang = hall.sign_in(WANG, None).await;
    let wanted = json!({ "role": "triage_officer", "stands_in_for": LI });
    let answered = hall.ask(&wang, "/api/v1/session/duty", &wanted).await;
    assert_eq!((answered.status.as_u16(), answered.code().as_str()), (403, "session.duty_not_yours"));
}

#[tokio::test]
async fn nobody_stands_in_by_itself_for_an_administrator_or_as_one() {
    let (hall, keeper, _, wang) = handed_over().await;
    for (role, absent) in [("triage_officer", WANG), ("leader", LI), ("security_administrator", "an-ke-security")] {
        let wanted = json!({ "role": role, "stands_in_for": absent });
        let answered = hall.ask(&wang, "/api/v1/session/duty", &wanted).await;
        assert_eq!(answered.code(), "session.duty_not_yours", "{role} for {absent}");
    }
    let own = json!({ "command": "delegate_duty", "account": "an-ke-security", "to": WANG, "until": LAST_DAY });
    assert_eq!(hall.registry(&keeper, &own).await.status, 403, "the table has no such task for administrators");
    let end = json!({ "command": "end_delegation", "account": LI, "delegation": 1 });
    let li = hall.sign_in(LI, None).await;
    assert_eq!(hall.registry(&li, &end).await.status, 200);
    let to_keeper = hall.registry(&li, &delegate("an-ke-security")).await;
    assert_eq!((to_keeper.status.as_u16(), to_keeper.code().as_str()), (422, "registry.stands_in_for_nobody"));
}

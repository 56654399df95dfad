//! As what somebody works: chosen after signing in, changed on any page, part of the session, in every fact it makes.

use serde_json::{Value, json};

use crate::door::{Hall, Person, open_account};
use crate::house::send;
use crate::place::{Answered, registration};

const GOOD: &str = "three small ferries at dawn";

/// Comes in on the page.
async fn come_in(hall: &Hall, account: &str) -> Answered {
    let form = format!("account={account}&password={}&code=", GOOD.replace(' ', "+"));
    send(&hall.place, "", "/login", &form).await
}

fn seated(answered: &Answered) -> Person {
    Person { cookie: answered.header("set-cookie").split(';').next().unwrap().to_owned() }
}

async fn page(hall: &Hall, person: &Person, path: &str) -> Answered {
    hall.place.get(path, &[("cookie", &format!("{}; yidi-language=en", person.cookie))]).await
}

async fn keep(hall: &Hall, person: &Person, body: &Value) {
    let done = hall.ask(person, "/api/v1/register", body).await;
    assert_eq!(done.status, 200, "{}", done.text());
}

/// Li is a clerk and a triage officer, and stands in for Sun.
async fn staffed() -> (Hall, Person, Person) {
    let (hall, keeper) = Hall::open().await;
    let li = hall.take_up(&keeper, "li-clerk", &open_account("li-clerk", "window_clerk")).await;
    let sun = hall.take_up(&keeper, "sun-clerk", &open_account("sun-clerk", "window_clerk")).await;
    let grant =
        json!({ "command": "grant_role", "account": "li-clerk", "role": "triage_officer", "until": "2027-06-30" });
    keep(&hall, &keeper, &grant).await;
    let hand_over =
        json!({ "command": "delegate_duty", "account": "sun-clerk", "to": "li-clerk", "until": "2026-12-31" });
    keep(&hall, &sun, &hand_over).await;
    (hall, li, sun)
}

#[tokio::test]
async fn whoever_holds_several_duties_chooses_and_every_page_and_fact_says_so() {
    let (hall, _, sun) = staffed().await;
    let came = come_in(&hall, "li-clerk").await;
    assert_eq!((came.status.as_u16(), came.header("location")), (303, "/duty"));
    assert_eq!(come_in(&hall, "sun-clerk").await.header("location"), "/desk", "who has nothing to choose is not asked");
    let li = seated(&came);
    let choices = page(&hall, &li, "/duty").await.text();
    assert_eq!(choices.matches("action=\"/duty\"").count(), 3, "two roles of its own, and the one of Sun: {choices}");

    let chosen = send(&hall.place, &li.cookie, "/duty", "role=window_clerk&stands_in_for=sun-clerk").await;
    assert_eq!((chosen.status.as_u16(), chosen.header("location")), (303, "/desk"), "{}", chosen.text());
    assert_eq!(page(&hall, &li, "/desk").await.header("location"), "/login", "what opened it before opens nothing");
    let li = seated(&chosen);
    for path in ["/desk", "/views", "/tokens"] {
        let text = page(&hall, &li, path).await.text();
        assert!(text.contains("<a href=\"/duty\">Window clerk</a> · for sun-clerk"), "{path}: {text}");
    }
    let session = hall.place.get("/api/v1/session", &[("cookie", &li.cookie)]).await.json();
    assert_eq!((&session["role"], &session["stands_in_for"]), (&json!("window_clerk"), &json!("sun-clerk")));
    assert_eq!(session["duties"].as_array().map(Vec::len), Some(3), "{session}");
    let case = hall.ask(&li, "/api/v1/cases", &registration()).await.json();
    let made = |case: &Value| (case["facts"][0]["actor"].clone(), case["facts"][0]["on_behalf_of"].clone());
    assert_eq!(made(&case), (json!("li-clerk"), json!("sun-clerk")));

    let back = json!({ "command": "end_delegation", "account": "sun-clerk", "delegation": 1 });
    keep(&hall, &sun, &back).await;
    assert_eq!(page(&hall, &li, "/desk").await.header("location"), "/login", "what was taken back opens nothing");
}

#[tokio::test]
async fn nobody_chooses_a_duty_that_is_not_theirs() {
    let (hall, li, sun) = staffed().await;
    for form in [
        "role=leader&stands_in_for=",
        "role=triage_officer&stands_in_for=sun-clerk",
        "role=window_clerk&stands_in_for=an-ke-security",
        "role=window_clerk&stands_in_for=%00",
    ] {
        let denied = send(&hall.place, &li.cookie, "/duty", form).await;
        assert_eq!(denied.status, 403, "{form}: {}", denied.text());
    }
    for body in [json!({ "role": "leader" }), json!({ "role": "triage_officer", "stands_in_for": "nobody-here" })] {
        assert_eq!(hall.ask(&li, "/api/v1/session/duty", &body).await.code(), "session.duty_not_yours", "{body}");
    }
    let own = hall.ask(&sun, "/api/v1/session/duty", &json!({ "role": "window_clerk" })).await;
    assert_eq!((own.status.as_u16(), own.json()["stands_in_for"].clone()), (200, Value::Null));
}

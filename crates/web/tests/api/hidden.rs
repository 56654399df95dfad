//! Demonstration D9: two centers do the same for a department, one of them has a case beside that is hidden from it. What the
//! department is told is the same, byte for byte and number for number, whatever happens to the hidden case.

use serde_json::{Value, json};

use crate::isolation::{Twin, keys};
use crate::place::{Answered, registration, to_housing};

/// What housing is told: everything, and two kinds of facts only.
const SUBSCRIPTIONS: [&str; 2] = ["housing-all", "housing-some"];
/// What the hidden case says, and nobody at housing may read anywhere.
const CANARY: &str = "只有运输局知道的事（虚构）";

/// The center that has a hidden case, and the one that has an ordinary one of others in its place.
struct Pair {
    hiding: Twin,
    plain: Twin,
}

/// Asks a desk about a case with the version that this person sees.
async fn ask(twin: &Twin, (staff, desk): (&str, &str), (case, key): (&str, &str), body: &Value) -> Answered {
    let path = format!("/api/v1/cases/{case}");
    let seen = twin.ask(staff, &path, None).await;
    let version = seen.header("etag").trim_matches('"').parse().expect("a version");
    let done = twin.ask(staff, &format!("{path}/{desk}"), Some((body, key, version))).await;
    assert_eq!(done.status, 200, "{staff}: {body}: {}", done.text());
    done
}

async fn begin(twin: &Twin, key: &str, claim: &str) -> String {
    let mut body = registration();
    body["claim"] = claim.into();
    let begun = twin.ask("clerk-1", "/api/v1/cases", Some((&body, key, 0))).await;
    assert_eq!(begun.status, 201, "{}", begun.text());
    begun.json()["stream"].as_str().expect("a case").to_owned()
}

/// A case that the transport bureau has, of which nobody is to know what it says.
async fn hide(twin: &Twin, key: &str) -> String {
    let case = begin(twin, key, CANARY).await;
    for (at, (staff, body)) in to_housing().iter().enumerate() {
        let (staff, mut body) = (staff.replace("housing", "transport"), body.clone());
        if body["command"] == "assign_case" {
            body["to"] = "transport".into();
        }
        ask(twin, (&staff, "triage"), (&case, &format!("{key}-{at}")), &body).await;
    }
    let seal = json!({ "command": "narrow_secrecy", "secrecy": "sealed", "ground": "retaliation" });
    ask(twin, ("transport-1", "triage"), (&case, &format!("{key}-seal")), &seal).await;
    case
}

impl Pair {
    async fn open() -> Self {
        let keys = keys();
        let pair = Self { hiding: Twin::open(keys.path()).await, plain: Twin::open(keys.path()).await };
        let some = json!(["triage.case_assigned", "triage.assignment_received"]);
        for (subscription, names) in SUBSCRIPTIONS.into_iter().zip([json!([]), some]) {
            let open = json!({ "command": "open_subscription", "subscription": subscription, "department": "housing",
                "transport": "sse", "from": "beginning", "fact_names": names });
            for twin in pair.both() {
                let opened = twin.ask("admin-system", "/api/v1/register", Some((&open, subscription, 0))).await;
                assert_eq!(opened.status, 200, "{}", opened.text());
            }
        }
        pair
    }

    const fn both(&self) -> [&Twin; 2] {
        [&self.hiding, &self.plain]
    }

    /// A case of the housing bureau, the same in both.
    async fn housing(&self, key: &str) -> String {
        let mut cases = Vec::new();
        for twin in self.both() {
            let case = begin(twin, key, "拖欠工资三个月").await;
            for (at, (staff, body)) in to_housing().iter().enumerate() {
                ask(twin, (staff, "triage"), (&case, &format!("{key}-{at}")), body).await;
            }
            cases.push(case);
        }
        assert_eq!(cases[0], cases[1]);
        cases.remove(0)
    }

    /// What housing is told by each of its subscriptions, page by page, is the same in both.
    async fn tell_the_same(&self) -> Vec<Value> {
        let mut all = Vec::new();
        for subscription in SUBSCRIPTIONS {
            for after in 0.. {
                let path = format!("/api/v1/subscriptions/{subscription}/facts?after={}&limit=3", after * 3);
                let [one, other] = self.both().map(|twin| twin.ask("housing-1", &path, None));
                let (one, other) = (one.await, other.await);
                assert_eq!(one.status, 200, "{}", one.text());
                assert_eq!(one.text(), other.text(), "{path}");
                assert!(!one.text().contains(CANARY), "{path}");
                let messages = one.json()["messages"].as_array().cloned().unwrap_or_default();
                if messages.is_empty() {
                    break;
                }
                all.extend(messages.into_iter().filter(|_| subscription == SUBSCRIPTIONS[0]));
            }
        }
        all
    }

    /// The lists of housing have the same rows and figures in both.
    async fn list_the_same(&self) {
        for view in center::Center::views() {
            let path = format!("/api/v1/views/{}", view.name);
            let [one, other] = self.both().map(|twin| twin.ask("housing-1", &path, None));
            let (one, other) = (one.await, other.await);
            assert_eq!(one.status, other.status, "{path}");
            for part in ["rows", "total", "figures"] {
                assert_eq!(one.json()[part], other.json()[part], "{path}: {part}");
            }
        }
    }
}

#[tokio::test]
async fn a_case_that_is_hidden_from_a_department_is_in_none_of_its_bytes_and_numbers() {
    let pair = Pair::open().await;
    pair.housing("before").await;
    // A number is used up in both: that there are cases of others is no secret.
    let hidden = hide(&pair.hiding, "hidden").await;
    begin(&pair.plain, "ordinary", "别人的纠纷（虚构）").await;
    let after = pair.housing("after").await;
    let told = pair.tell_the_same().await;
    let of = |case: &str| told.iter().filter(|message| message["subject"] == case).count();
    assert!(of(&after) > 4 && of(&hidden) == 0, "{told:?}");
    pair.list_the_same().await;
    for path in [format!("/api/v1/cases/{hidden}"), format!("/api/v1/cases/{hidden}/events")] {
        let [one, other] = pair.both().map(|twin| twin.ask("housing-1", &path, None));
        let (one, other) = (one.await, other.await);
        assert_eq!((one.status.as_u16(), one.text()), (404, other.text()), "as if it did not exist");
    }
}

//! Demonstration D9: what a department folds from its messages alone, knowing nothing else of the center, is what the center
//! has on the department's own list.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tests::{Http, Launch, folder};

use crate::nats::hand_over;
use crate::subscriptions::told;

const OWN: &str = "housing";

/// A case as far as a department can tell from what it was told.
#[derive(Default)]
struct Own {
    number: Value,
    kind: Value,
    dispute_type: Value,
    /// Who had it, one after the other, each by the assignment it was received with; the first is who registered it.
    hands: Vec<(Value, String)>,
    asked: Option<(Value, String)>,
    helpers: BTreeSet<String>,
    closed: bool,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl Own {
    fn take(&mut self, fact: &Value) {
        let body = &fact["body"];
        let assignment = body["assignment"].clone();
        match fact["kind"].as_str().unwrap_or_default() {
            "intake.case_registered" => {
                (self.number, self.kind) = (body["number"].clone(), body["kind"].clone());
                self.hands.push((Value::Null, text(&fact["department"])));
            }
            "triage.case_classified" => self.dispute_type = body["dispute_type"].clone(),
            "triage.case_assigned" => self.asked = Some((assignment, text(&body["to"]))),
            "triage.assignment_received" => {
                self.answered(&assignment);
                self.hands.push((assignment, text(&body["by"])));
            }
            "triage.assignment_returned" => {
                self.answered(&assignment);
                self.hands.retain(|(received, _)| *received != assignment);
            }
            "triage.assignment_withdrawn" => self.answered(&assignment),
            "triage.co_handler_added" => drop(self.helpers.insert(text(&body["department"]))),
            "triage.co_handler_released" | "triage.co_handler_reported" => {
                self.helpers.remove(&text(&body["department"]));
            }
            "triage.case_closed" => (self.closed, self.asked) = (true, None),
            "triage.case_reopened" => self.closed = false,
            _ => {}
        }
    }

    fn answered(&mut self, assignment: &Value) {
        self.asked = self.asked.take().filter(|(asked, _)| asked != assignment);
    }

    /// Whether it lies on the department's desk.
    fn is_own(&self) -> bool {
        let holds = self.hands.last().is_some_and(|(_, holder)| holder == OWN) && !self.closed;
        holds || self.asked.as_ref().is_some_and(|(_, asked)| asked == OWN) || self.helpers.contains(OWN)
    }
}

#[test]
fn a_department_folds_from_its_messages_the_list_that_the_center_has_of_it() {
    let data = folder();
    let server = Launch::new(data.path()).start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
    let http = Http::new(server.address());
    // What lies on its desk in the made-up county is another thing each day, and some days nothing.
    hand_over(&http, 3);
    let mut cases: BTreeMap<String, Own> = BTreeMap::new();
    for message in told(&http, "housing-1", OWN) {
        let fact: Value = serde_json::from_str(&text(&message["body"])).expect("JSON");
        cases.entry(text(&fact["stream"])).or_default().take(&fact);
    }
    let row = |case: &str, number: &Value, kind: &Value, dispute_type: &Value| {
        json!([case, number, kind, dispute_type]).to_string()
    };
    let own = cases.iter().filter(|(_, own)| own.is_own());
    let folded: BTreeSet<String> =
        own.map(|(case, own)| row(case, &own.number, &own.kind, &own.dispute_type)).collect();
    let listed = http.rows("housing-1", "work-list", "");
    let listed: BTreeSet<String> = listed
        .iter()
        .map(|seen| row(&text(&seen["case"]), &seen["number"], &seen["kind"], &seen["dispute_type"]))
        .collect();
    assert!(!folded.is_empty() && cases.len() > folded.len(), "{} of {}", folded.len(), cases.len());
    assert_eq!(folded, listed);
    assert_eq!(server.stop(), 0);
}

//! Somebody who works at a window while things die around it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use serde_json::json;
use tests::{Ask, Http, party};

/// How many cases a window takes between two kills.
const CASES_MAX: usize = 6;

/// A window that goes on while things die around it: what it got no answer to it leaves as it is, and takes the next.
pub(super) struct Window {
    closes: Arc<AtomicBool>,
    work: JoinHandle<Vec<String>>,
}

impl Window {
    pub(super) fn open(address: &str) -> Self {
        let (closes, http) = (Arc::new(AtomicBool::new(false)), Http::new(address));
        let closing = closes.clone();
        let work = std::thread::spawn(move || {
            let cases = std::iter::from_fn(|| (!closing.load(Ordering::Relaxed)).then(|| tries_to_hand_over(&http)));
            cases.take(CASES_MAX).flatten().collect()
        });
        Self { closes, work }
    }

    /// The cases of which the last word was acknowledged.
    pub(super) fn close(self) -> Vec<String> {
        self.closes.store(true, Ordering::Relaxed);
        self.work.join().expect("a window works")
    }
}

/// A case for the housing department, if everything was answered.
fn tries_to_hand_over(http: &Http) -> Option<String> {
    let register = json!({"command": "register_case", "kind": "dispute", "claim": "物业纠纷（虚构）", "area": "990101",
        "parties": [party("applicant", "person", "甲（虚构）")]});
    let classify = json!({"command": "classify_case", "dispute_type": "property_management"});
    let assign = json!({"command": "assign_case", "to": "housing"});
    let begun = http.post(&Ask::new("clerk-1", "/api/v1/cases", &register)).ok()?;
    let case = begun.body["stream"].as_str()?.to_owned();
    let path = format!("/api/v1/cases/{case}/triage");
    let classified = http.post(&Ask::new("triage-1", &path, &classify).seen(begun.version)).ok()?;
    let assigned = http.post(&Ask::new("triage-1", &path, &assign).seen(classified.version)).ok()?;
    (assigned.status == 200).then_some(case)
}

//! One case on its way through the center, asked over HTTP by one desk after the other.

use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use crate::wait::FOLLOW_UP_WITHIN;
use crate::{Ask, Http, Reply, poll, until};

/// Keys of requests are unique in a run of the tests.
static KEYS: AtomicU64 = AtomicU64::new(1);

/// A fresh `Idempotency-Key`.
#[must_use]
pub fn key() -> String {
    format!("journey-{}-{}", std::process::id(), KEYS.fetch_add(1, Ordering::Relaxed))
}

/// Today in China, as `YYYY-MM-DD`: performance and filings are days there, and never later than now.
///
/// # Panics
/// If `date` cannot be started.
#[must_use]
pub fn today() -> String {
    let date = Command::new("date").env("TZ", "Asia/Shanghai").arg("+%F").output();
    String::from_utf8_lossy(&date.expect("date can be started").stdout).trim().to_owned()
}

/// A case, and what is known of it.
pub struct Journey {
    http: Http,
    /// Its id.
    pub case: String,
    /// Its number.
    pub number: String,
    /// Its parties, in the order of naming.
    pub parties: Vec<String>,
    query_code: String,
    version: u64,
    mediator: String,
    asked_for: Option<&'static str>,
}

/// One of every seat outside the center.
const OUTSIDE: &[&str] = &[
    "housing-1",
    "transport-1",
    "hotline-1",
    "hr-1",
    "petition-1",
    "justice-1",
    "wangxi-1",
    "shiqiao-1",
    "market-1",
    "natural-resources-1",
    "public-security-1",
    "court-1",
    "labour-arbitration-1",
    "legal-aid-1",
    "notary-1",
    "mediator-1",
    "mediator-2",
];
/// Seats of the center itself: they know of every case.
const INSIDE: &[&str] = &["clerk-1", "triage-1", "litigation-1", "director-1", "auditor-1"];

impl Journey {
    /// A clerk registers a case.
    ///
    /// # Panics
    /// If it is refused, or the applicant gets no receipt.
    #[must_use]
    pub fn begin(http: &Http, staff: &str, body: &Value) -> Self {
        let reply = http.post(&Ask::new(staff, "/api/v1/cases", body)).expect("an answer");
        assert_eq!(reply.status, 201, "{}", reply.body);
        let facts = &reply.body["facts"];
        let registered = &facts[0]["body"];
        let receipt = &facts[1];
        assert_eq!(receipt["kind"], "intake.receipt_issued", "the applicant leaves with a receipt: {facts}");
        assert_eq!(receipt["body"]["number"], registered["number"]);
        let parties = registered["parties"].as_array().expect("parties");
        Journey {
            http: http.clone(),
            case: reply.body["stream"].as_str().expect("an id").to_owned(),
            number: registered["number"].as_str().expect("a number").to_owned(),
            parties: parties.iter().map(|party| party["id"].as_str().expect("an id").to_owned()).collect(),
            query_code: reply.body["query_code"].as_str().expect("a code on the receipt").to_owned(),
            version: reply.version.expect("an ETag"),
            mediator: String::new(),
            asked_for: None,
        }
    }

    /// A part of this package, as soon as the center has registered it and asked its department.
    ///
    /// # Panics
    /// If that does not happen.
    #[must_use]
    pub fn part(&self, case: &str) -> Self {
        let path = format!("/api/v1/cases/{case}");
        let sheet = until("a part", FOLLOW_UP_WITHIN, || {
            let reply = self.http.get("director-1", &path).expect("an answer");
            (reply.status == 200 && !reply.body["asked"].is_null()).then_some(reply.body)
        });
        let parties = sheet["parties"].as_array().expect("parties").iter();
        Journey {
            http: self.http.clone(),
            case: case.to_owned(),
            number: sheet["number"].as_str().expect("a number").to_owned(),
            parties: parties.map(|party| party["id"].as_str().expect("an id").to_owned()).collect(),
            query_code: String::new(),
            version: sheet["version"].as_u64().expect("a version"),
            mediator: String::new(),
            asked_for: None,
        }
    }

    /// A department signs for what it was asked first, and answers it.
    pub fn answered_by(&mut self, staff: &str) {
        self.ask(staff, "triage", &json!({"command": "receive_assignment", "assignment": 1}));
        self.ask(staff, "triage", &json!({"command": "close_case", "outcome": "explained"}));
    }

    /// Takes note of what others did since.
    pub fn catches_up(&mut self) {
        self.version = self.sheet("director-1")["version"].as_u64().expect("a version");
    }

    /// Asks a desk, and expects that it is done.
    ///
    /// # Panics
    /// If it is not.
    pub fn ask(&mut self, staff: &str, desk: &str, body: &Value) -> Value {
        self.tell(staff, desk, body, None)
    }

    /// Tells a desk what happened then, or now.
    fn tell(&mut self, staff: &str, desk: &str, body: &Value, occurred_at: Option<&str>) -> Value {
        let reply = self.sent(staff, desk, body, occurred_at);
        assert_eq!(reply.status, 200, "{staff} asks {desk} for {body}: {}", reply.body);
        self.version = reply.version.expect("an ETag");
        reply.body
    }

    /// Asks a desk, knowing what others did. They may have counted fewer facts than this one, or more, so whoever is told that the
    /// case moved on says the number it has of its own.
    fn sent(&self, staff: &str, desk: &str, body: &Value, occurred_at: Option<&str>) -> Reply {
        let path = format!("/api/v1/cases/{}/{desk}", self.case);
        let ask = |seen: u64| {
            let ask = Ask::new(staff, &path, body).seen(Some(seen)).told_of(occurred_at);
            self.http.post(&ask).expect("an answer")
        };
        let reply = ask(self.version);
        match reply.body["version"].as_u64().filter(|_| reply.status == 412) {
            Some(own) => ask(own),
            None => reply,
        }
    }

    /// Asks a desk, and expects a refusal; answers its code.
    ///
    /// # Panics
    /// If it is done.
    pub fn refused(&mut self, staff: &str, desk: &str, body: &Value) -> String {
        let reply = self.sent(staff, desk, body, None);
        let refused = [400, 403, 404, 422].contains(&reply.status);
        assert!(refused, "{staff} asks {desk} for {body}: {} {}", reply.status, reply.body);
        reply.body["code"].as_str().expect("a code").to_owned()
    }

    /// How the case lies on a department's desk: state and next step; `None` if it does not.
    #[must_use]
    pub fn on_desk(&self, department: &str) -> Option<(String, String)> {
        let rows = self.http.rows("director-1", "work-list", &format!("&department={department}"));
        let row = rows.into_iter().find(|row| row["case"] == self.case.as_str())?;
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        Some((text("state"), text("next")))
    }

    /// Makes sure of how the case lies on a department's desk.
    ///
    /// # Panics
    /// If it lies otherwise.
    pub fn lies(&self, department: &str, state: &str) {
        let found = self.on_desk(department).map(|(state, _)| state);
        let found = found.as_deref().unwrap_or("not there");
        assert_eq!(found, state, "{} on the desk of {department}", self.number);
    }

    /// The case as this member of staff sees it.
    ///
    /// # Panics
    /// If it may not.
    #[must_use]
    pub fn sheet(&self, staff: &str) -> Value {
        let reply = self.http.get(staff, &format!("/api/v1/cases/{}", self.number)).expect("an answer");
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body
    }

    /// Makes sure that outside the center these may know of the case and everybody else is told that there is none.
    ///
    /// # Panics
    /// If more or fewer may.
    pub fn is_known_to(&self, outside: &[&str]) {
        let path = format!("/api/v1/cases/{}", self.case);
        for staff in OUTSIDE.iter().chain(INSIDE) {
            let reply = self.http.get(staff, &path).expect("an answer");
            let wanted = if INSIDE.contains(staff) || outside.contains(staff) { 200 } else { 404 };
            assert_eq!(reply.status, wanted, "{staff} asks for {}: {}", self.number, reply.body);
        }
    }

    /// The query code on the receipt of the applicant.
    #[must_use]
    pub fn query_code(&self) -> &str {
        &self.query_code
    }

    /// What whoever has the receipt learns by its query code.
    ///
    /// # Panics
    /// If the code is not known, or anything personal is told.
    #[must_use]
    pub fn progress(&self) -> Value {
        let asked = json!({ "query_code": self.query_code });
        let reply = self.http.post(&Ask::new("nobody", "/api/v1/progress", &asked)).expect("an answer");
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert!(!reply.text.contains("虚构"), "nothing of what was told is told again: {}", reply.text);
        reply.body
    }

    /// Makes sure of what the citizen reads by the query code: how the case stands, and who is answerable.
    ///
    /// # Panics
    /// If it reads something else.
    pub fn citizen_reads(&self, state: &str, department: &str) {
        let read = self.progress();
        let found = (&read["number"], &read["state"], &read["department"]);
        assert_eq!(found, (&json!(self.number), &json!(state), &json!(department)), "{read}");
    }

    /// Everything that happened, by wire names.
    ///
    /// # Panics
    /// If the history cannot be read.
    #[must_use]
    pub fn history(&self, staff: &str) -> Vec<String> {
        let reply = self.http.get(staff, &format!("/api/v1/cases/{}/events?limit=200", self.case)).expect("an answer");
        assert_eq!(reply.status, 200, "{}", reply.body);
        let facts = reply.body["facts"].as_array().cloned().unwrap_or_default();
        facts.iter().map(|fact| fact["kind"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Waits for a fact the center records by itself, and takes note of the version.
    ///
    /// # Panics
    /// If it does not come.
    pub fn comes_by_itself(&mut self, kind: &str) {
        let seen =
            poll(FOLLOW_UP_WITHIN, || self.history("director-1").iter().any(|found| found == kind).then_some(()));
        assert!(seen.is_some(), "{kind} should follow by itself: {:?}", self.history("director-1"));
        self.catches_up();
    }

    /// Mediation from the request to an appointed mediator; everybody but the first applicant is asked.
    pub fn mediate(&mut self, staff: &str, kind: &str) {
        self.mediate_with(staff, kind, "mediator-1");
    }

    /// Mediation was asked for then: whatever time its law gives it runs from there.
    pub fn asked_for_mediation_at(&mut self, moment: &'static str) {
        self.asked_for = Some(moment);
    }

    /// The same with this mediator.
    pub fn mediate_with(&mut self, staff: &str, kind: &str, mediator: &str) {
        let applicant = self.parties[0].clone();
        let request = json!({"command": "request_mediation", "kind": kind, "by": applicant});
        self.tell(staff, "mediation", &request, self.asked_for);
        for party in self.parties.clone().iter().skip(1) {
            self.ask(staff, "mediation", &json!({"command": "consent", "party": party}));
        }
        self.ask(staff, "mediation", &json!({"command": "appoint_mediator", "mediator": mediator}));
        mediator.clone_into(&mut self.mediator);
    }

    /// From here on somebody else mediates.
    pub fn mediated_by(&mut self, mediator: &str) {
        self.ask("triage-1", "mediation", &json!({"command": "appoint_mediator", "mediator": mediator}));
        mediator.clone_into(&mut self.mediator);
    }

    /// The mediator records something.
    pub fn mediator_says(&mut self, body: &Value) -> Value {
        self.ask(&self.mediator.clone(), "mediation", body)
    }

    /// A session is set and held.
    pub fn session(&mut self, number: u32, at: &str) {
        let schedule = json!({"command": "schedule_session", "at": at, "place": "room-1", "form": "on_site"});
        self.mediator_says(&schedule);
        let held = json!({"command": "hold_session", "session": number, "attended": self.parties,
            "record": "双方各自陈述（虚构）", "undisputed_facts": "事情经过无争议（虚构）"});
        self.mediator_says(&held);
    }
}

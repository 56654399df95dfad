//! The ways in by query code: what a right one opens, and what becomes of whoever guesses.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use center::{Center, Looking, MemoryJournal, MemoryScratch, Rulebook};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::place::{Answered, Place, registration};

const START: i64 = 1_795_395_600;
/// A code there is not.
const WRONG: &str = "00000-00000-00000";
/// Every way in, with what is sent beside the code.
const WAYS: [&str; 4] = ["/api/v1/progress", "/api/v1/receipt", "/api/v1/progress/asks", "/api/v1/progress/own-data"];

/// A center by a clock of the test's own, behind a proxy that names the sources.
struct Counter {
    place: Place,
    clock: Arc<AtomicI64>,
    keys: AtomicI64,
}

impl Counter {
    async fn open() -> Self {
        let clock = Arc::new(AtomicI64::new(START));
        let tells = clock.clone();
        let now = move || Timestamp::from_second(tells.load(Ordering::Relaxed)).unwrap();
        let accusations = Some(Arc::new(MemoryJournal::new()) as _);
        let options = center::Options { demo: true, accusations, ..center::Options::new(Arc::new(now)) };
        let (journal, scratch) = (Arc::new(MemoryJournal::new()), Arc::new(MemoryScratch::default()));
        let center = Center::open(journal.clone(), scratch, Rulebook::demo(), options).await.unwrap();
        let behind_proxy = Some("127.0.0.0/8".parse().unwrap());
        let options = web::Options { demo: true, behind_proxy, ..web::Options::default() };
        Self { place: Place::over(center, journal, options), clock, keys: AtomicI64::new(0) }
    }

    async fn registers(&self) -> String {
        let begun = self.place.post("/api/v1/cases", &registration(), &[("idempotency-key", "first")]).await;
        begun.json()["query_code"].as_str().expect("a code").to_owned()
    }

    /// An accusation is taken down and accepted.
    async fn accuses(&self) -> String {
        let accuse = json!({ "command": "register_accusation", "standing": "anonymous", "accused": ["housing"],
            "claim": "审批收受好处（虚构）" });
        let begun = self.place.post("/api/v1/accusations", &accuse, &[("idempotency-key", "accuse")]).await.json();
        let path = format!("/api/v1/accusations/{}/petition", begun["accusation"].as_str().expect("an id"));
        let headers = [("idempotency-key", "on"), ("if-match", "\"1\""), ("yidi-staff", "discipline-1")];
        let done = self.place.post(&path, &json!({ "command": "accept_accusation" }), &headers).await;
        assert_eq!(done.status, 200, "{}", done.text());
        begun["query_code"].as_str().expect("a code").to_owned()
    }

    /// Asks by this code, from this source.
    async fn ask(&self, path: &str, code: &str, from: &str) -> Answered {
        let mut body = json!({ "query_code": code });
        match path {
            "/api/v1/progress/asks" => body["asks"] = json!({ "ask": "evaluate", "heard": 4 }),
            "/api/v1/progress/own-data" => body["phone_tail"] = "9999".into(),
            _ => {}
        }
        let key = uuid::Uuid::from_u128(self.keys.fetch_add(1, Ordering::Relaxed).cast_unsigned().into());
        let key = key.to_string().replacen("0000", "018f", 1);
        self.place.post(path, &body, &[("x-forwarded-for", from), ("idempotency-key", &key)]).await
    }

    async fn page(&self, path: &str, code: &str, from: &str) -> Answered {
        let form = format!("query_code={code}&ask=evaluate&request_id=018f0000-0000-7000-8000-000000000001");
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        self.place.upload(path, form, &[&headers[..], &[("x-forwarded-for", from)]].concat()).await
    }

    fn later(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
    }

    /// What is on record of those nobody knows: what they did, and what came of it.
    fn denials(&self) -> Vec<(String, String)> {
        let looks = self.place.center.looks(&Looking { limit: 1_000, ..Looking::default() }).expect("it is read").looks;
        let denied = looks.iter().map(|looked| &looked.look).filter(|look| look.actor.as_str() == "nobody");
        denied.map(|look| (look.action.as_str().to_owned(), look.outcome.as_str().to_owned())).collect()
    }

    /// How many were turned away, by why.
    async fn turned_away(&self, why: &str) -> u64 {
        let figures = self.place.get("/metrics", &[("yidi-staff", "admin-system")]).await.text();
        let line = format!("yidi_query_codes_denied_total{{denied=\"{why}\"}} ");
        let line = figures.lines().find_map(|found| found.strip_prefix(&line)).expect("a figure");
        line.parse().expect("a number")
    }
}

#[tokio::test]
async fn whoever_guesses_at_codes_waits_and_is_on_record() {
    let counter = Counter::open().await;
    let code = counter.registers().await;
    for path in WAYS.iter().cycle().take(20) {
        let wrong = counter.ask(path, WRONG, "192.0.2.1").await;
        assert_eq!((wrong.status.as_u16(), wrong.code().as_str()), (404, "progress.code_unknown"), "{path}");
    }
    let on_record = counter.denials();
    assert_eq!((on_record.len(), counter.turned_away("unknown").await), (20, 20));
    assert!(on_record.iter().all(|(_, outcome)| outcome == "missing"), "{on_record:?}");
    for path in WAYS {
        let slowed = counter.ask(path, &code, "192.0.2.1").await;
        assert_eq!((slowed.status.as_u16(), slowed.code().as_str()), (429, "progress.later"), "{path}");
        assert_eq!(slowed.header("retry-after"), "31");
    }
    for path in ["/progress", "/progress/receipt", "/progress/asks", "/progress/own-data"] {
        let slowed = counter.page(path, &code, "192.0.2.1").await;
        assert_eq!((slowed.status.as_u16(), slowed.header("retry-after")), (429, "31"), "{path}");
    }
    assert_eq!(
        (counter.denials().len(), counter.turned_away("later").await),
        (21, 8),
        "the first of them is on record"
    );
}

#[tokio::test]
async fn a_right_code_is_answered_elsewhere_at_once_and_here_after_the_wait() {
    let counter = Counter::open().await;
    let code = counter.registers().await;
    for _ in 0..500 {
        counter.ask("/api/v1/progress", WRONG, "192.0.2.1").await;
    }
    assert_eq!(counter.ask("/api/v1/progress", &code, "192.0.2.2").await.status, 200, "others feel nothing");
    assert_eq!(counter.page("/progress", &code, "192.0.2.2").await.status, 200);
    assert_eq!(counter.ask("/api/v1/progress", &code, "192.0.2.1").await.status, 429);
    counter.later(30);
    for _ in 0..100 {
        assert_eq!(counter.ask("/api/v1/progress", &code, "192.0.2.1").await.status, 200, "a right code costs nothing");
    }
}

#[tokio::test]
async fn a_code_without_the_telephone_is_on_record() {
    let counter = Counter::open().await;
    let code = counter.registers().await;
    let wrong = counter.ask("/api/v1/progress/own-data", &code, "192.0.2.1").await;
    assert_eq!(wrong.code(), "progress.phone_wrong");
    assert_eq!(counter.denials(), [("give_own_record".to_owned(), "denied".to_owned())]);
    assert_eq!(counter.turned_away("phone").await, 1);
}

#[tokio::test]
async fn whoever_accused_asks_how_it_stands_like_everybody_else() {
    let counter = Counter::open().await;
    let (case, accusation) = (counter.registers().await, counter.accuses().await);
    let of_case = counter.ask(WAYS[0], &case, "192.0.2.1").await;
    let of_accusation = counter.ask(WAYS[0], &accusation, "192.0.2.1").await;
    let fields = |answered: &Answered| -> Vec<String> {
        answered.json().as_object().expect("an object").keys().cloned().collect()
    };
    assert_eq!(fields(&of_case), fields(&of_accusation));
    let told: Value = of_accusation.json();
    assert_eq!((&told["state"], &told["department"]), (&json!("accepted"), &json!("discipline")), "{told}");
    assert!(told["tell_by"].is_string() && told["answer"].is_null(), "{told}");

    let pages = (
        counter.page("/progress", &case, "192.0.2.1").await,
        counter.page("/progress", &accusation, "192.0.2.1").await,
    );
    assert!(pages.1.text().contains("已接受") && pages.1.text().contains("Accepted"), "{}", pages.1.text());
    assert!(!pages.1.text().contains("/progress/asks"), "there is nothing more to ask");
    for (one, other) in [(&of_case, &of_accusation), (&pages.0, &pages.1)] {
        assert_eq!((one.status, one.body.len()), (other.status, other.body.len()), "nothing is told by the length");
    }
    for path in &WAYS[1..] {
        let nothing = counter.ask(path, &accusation, "192.0.2.1").await;
        assert_eq!(nothing.code(), "progress.code_unknown", "{path}: it is no code of a case");
    }
    assert_eq!(counter.denials().len(), 3, "and is on record as any other that is not");
}

/// The answer was lost on the way, and with it the only copy of the code there is.
#[tokio::test]
async fn whoever_accuses_without_a_name_is_given_the_code_again_on_a_retry() {
    let counter = Counter::open().await;
    let accuse = json!({ "command": "register_accusation", "standing": "anonymous", "accused": ["housing"],
        "claim": "审批收受好处（虚构）" });
    let asked = async |body: &Value, who: &str| {
        let headers = [("idempotency-key", "accuse"), ("yidi-staff", who)];
        counter.place.post("/api/v1/accusations", body, &headers).await
    };
    let (first, again) = (asked(&accuse, "clerk-1").await, asked(&accuse, "clerk-1").await);
    assert_eq!((first.status, again.status), (201.try_into().unwrap(), 201.try_into().unwrap()), "{}", again.text());
    assert_eq!(again.json(), first.json());
    let mut other = accuse;
    other["claim"] = json!("另一件事（虚构）");
    assert_eq!(asked(&other, "clerk-1").await.code(), "request.key_reused");
}

#[tokio::test]
async fn a_code_opens_nothing_half_a_year_after_its_matter_was_closed() {
    const DAY: i64 = 24 * 60 * 60;
    let counter = Counter::open().await;
    let begun = counter.place.post("/api/v1/cases", &registration(), &[("idempotency-key", "first")]).await.json();
    let (case, first) = (begun["stream"].as_str().unwrap(), begun["query_code"].as_str().unwrap());
    let opens = async |code: &str| counter.ask(WAYS[0], code, "192.0.2.9").await.status == 200;
    let asks = async |desk: &str, who: &str, key: &str, body: Value| {
        let sheet = counter.place.get(&format!("/api/v1/cases/{case}"), &[("yidi-staff", who)]).await;
        let headers = [("idempotency-key", key), ("yidi-staff", who), ("if-match", sheet.header("etag"))];
        let done = counter.place.post(&format!("/api/v1/cases/{case}/{desk}"), &body, &headers).await;
        assert_eq!(done.status, 200, "{}", done.text());
        done.json()
    };
    counter.later(400 * DAY);
    assert!(opens(first).await, "as long as the case is open");
    let close = || json!({ "command": "close_case", "outcome": "withdrawn" });
    asks("triage", "triage-1", "close", close()).await;
    counter.later(179 * DAY);
    assert!(opens(first).await);
    counter.later(DAY);
    assert!(!opens(first).await);

    let party = begun["facts"][0]["body"]["parties"][0]["id"].clone();
    let given = asks("intake", "clerk-1", "anew", json!({ "command": "issue_receipt", "party": party })).await;
    let second = given["query_code"].as_str().unwrap();
    counter.later(179 * DAY);
    assert!(opens(second).await, "who comes to a window is given another");
    counter.later(DAY);
    assert!(!opens(second).await);

    let accused = counter.accuses().await;
    counter.later(400 * DAY);
    assert!(opens(&accused).await);
}

//! Signing in and everything that must not be a way in: over HTTP, against a real center and a real door.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::Request;
use center::{Center, LookedAt, Looking, MemoryJournal, MemoryScratch, Rulebook};
use http_body_util::BodyExt as _;
use jiff::{SignedDuration, Timestamp};
use journal::Journal as _;
use serde_json::{Value, json};

use crate::place::{Answered, Place, registration};

pub(crate) const SECURITY: &str = "an-ke-security";
pub(crate) const GOOD: &str = "three small ferries at dawn";
const START: i64 = 1_795_395_600;

/// A center where people sign in, by a clock of the test's own.
pub(crate) struct Hall {
    pub(crate) place: Place,
    pub(crate) door: Arc<door::Door>,
    clock: Arc<AtomicI64>,
    key: AtomicI64,
    /// What the device of the first security administrator knows.
    device: Mutex<String>,
}

/// Somebody who has signed in.
pub(crate) struct Person {
    pub(crate) cookie: String,
}

impl Hall {
    /// Set up: the first security administrator is there, with a device.
    pub(crate) async fn open() -> (Self, Person) {
        let hall = Self::bare().await;
        let token = hall.door.begin_setup(hall.now()).unwrap();
        let body = json!({ "token": token, "account": SECURITY, "password": GOOD });
        let done = hall.post("/api/v1/setup", &body, &[]).await;
        assert_eq!(done.status, 201, "{}", done.text());
        let first = hall.sign_in(SECURITY, None).await;
        let first = hall.enrol(SECURITY, first).await;
        (hall, first)
    }

    /// Nobody is there.
    pub(crate) async fn bare() -> Self {
        let clock = Arc::new(AtomicI64::new(START));
        let tells = clock.clone();
        let now = move || Timestamp::from_second(tells.load(Ordering::Relaxed)).unwrap();
        let options = center::Options { demo: true, ..center::Options::new(Arc::new(now)) };
        let (journal, scratch) = (Arc::new(MemoryJournal::new()), Arc::new(MemoryScratch::default()));
        let center = Center::open(journal.clone(), scratch, Rulebook::demo(), options).await.unwrap();
        let door = web::open_door(&center, None).unwrap();
        let behind_proxy = Some("127.0.0.0/8".parse().unwrap());
        let options = web::Options { door: Some(door.clone()), behind_proxy, ..web::Options::default() };
        Hall {
            place: Place::over(center, journal, options),
            door,
            clock,
            key: AtomicI64::new(0),
            device: Mutex::default(),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_second(self.clock.load(Ordering::Relaxed)).unwrap()
    }

    pub(crate) fn later(&self, time: SignedDuration) {
        self.clock.fetch_add(time.as_secs(), Ordering::Relaxed);
    }

    pub(crate) async fn post(&self, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answered {
        let key = self.key.fetch_add(1, Ordering::Relaxed).to_string();
        let mut all = vec![("idempotency-key", key.as_str())];
        all.extend(headers);
        self.place.post(path, body, &all).await
    }

    async fn try_in(&self, account: &str, password: &str, code: Option<&str>, from: &str) -> Answered {
        let body = json!({ "account": account, "password": password, "code": code });
        self.post("/api/v1/session", &body, &[("x-forwarded-for", from)]).await
    }

    pub(crate) async fn sign_in(&self, account: &str, code: Option<&str>) -> Person {
        let answered = self.try_in(account, GOOD, code, "127.0.0.1").await;
        assert_eq!(answered.status, 201, "{}", answered.text());
        Person { cookie: cookie_of(&answered) }
    }

    /// Enrols a device and signs in anew with it.
    pub(crate) async fn enrol(&self, account: &str, person: Person) -> Person {
        let begun = self.ask(&person, "/api/v1/totp", &json!({})).await;
        assert_eq!(begun.status, 201, "{}", begun.text());
        let secret = begun.json()["secret"].as_str().unwrap().to_owned();
        let first = self.ask(&person, "/api/v1/totp/confirm", &json!({ "code": code(&secret, self.now()) })).await;
        assert_eq!(first.status, 200, "{}", first.text());
        self.device.lock().unwrap().clone_from(&secret);
        self.later(SignedDuration::from_secs(60));
        self.sign_in(account, Some(&code(&secret, self.now()))).await
    }

    /// The first security administrator, anew.
    pub(crate) async fn sign_in_again(&self) -> Person {
        self.later(SignedDuration::from_secs(60));
        let secret = self.device.lock().unwrap().clone();
        self.sign_in(SECURITY, Some(&code(&secret, self.now()))).await
    }

    pub(crate) async fn ask(&self, person: &Person, path: &str, body: &Value) -> Answered {
        self.post(path, body, &[("cookie", &person.cookie), ("sec-fetch-site", "same-origin")]).await
    }

    pub(crate) async fn see(&self, person: &Person, path: &str) -> Answered {
        self.place.get(path, &[("cookie", &person.cookie)]).await
    }

    pub(crate) async fn registry(&self, person: &Person, body: &Value) -> Answered {
        self.ask(person, "/api/v1/register", body).await
    }

    /// Somebody with an account of this role, who has set a password.
    pub(crate) async fn hire(&self, keeper: &Person, account: &str, role: &str) -> Person {
        self.take_up(keeper, account, &open_account(account, role)).await
    }

    /// The account is opened as this says, and its holder takes up the invitation.
    pub(crate) async fn take_up(&self, keeper: &Person, account: &str, opening: &Value) -> Person {
        let opened = self.registry(keeper, opening).await;
        assert_eq!(opened.status, 200, "{}", opened.text());
        let invited = self.ask(keeper, &format!("/api/v1/accounts/{account}/invitation"), &json!({})).await;
        let code = invited.json()["invitation"].clone();
        let body = json!({ "account": account, "invitation": code, "password": GOOD });
        let accepted = self.post("/api/v1/invitation", &body, &[]).await;
        assert_eq!(accepted.status, 200, "{}", accepted.text());
        self.sign_in(account, None).await
    }
}

pub(crate) fn open_account(account: &str, role: &str) -> Value {
    json!({
        "command": "open_account", "account": account, "department": "center", "role": role, "until": "2027-06-30",
    })
}

pub(crate) fn cookie_of(answered: &Answered) -> String {
    let set = answered.header("set-cookie");
    assert!(set.starts_with("__Host-yidi=") && set.contains("; Path=/; SameSite=Strict; HttpOnly; Secure"), "{set}");
    set.split(';').next().unwrap().to_owned()
}

/// The code a device shows.
pub(crate) fn code(base32: &str, now: Timestamp) -> String {
    door::Secret::parse(base32).unwrap().code(now.as_second() / door::STEP_SECONDS)
}

#[tokio::test]
async fn before_it_is_set_up_a_center_answers_nothing_else() {
    let hall = Hall::bare().await;
    let token = hall.door.begin_setup(hall.now()).unwrap();
    for path in ["/", "/desk", "/api/v1/views", "/api/v1/session", "/login", "/openapi.json", "/metrics"] {
        assert_eq!(hall.place.get(path, &[]).await.status, 503, "{path}");
    }
    assert_eq!(hall.place.get("/healthz", &[]).await.status, 200);
    assert_eq!(hall.place.get("/setup", &[]).await.status, 200);
    let body = |token: &str, password: &str| json!({ "token": token, "account": SECURITY, "password": password });
    let wrong = hall.post("/api/v1/setup", &body("guess", GOOD), &[]).await;
    assert_eq!((wrong.status.as_u16(), wrong.code().as_str()), (401, "session.needed"));
    let elsewhere = hall.post("/api/v1/setup", &body(&token, GOOD), &[("x-forwarded-for", "10.0.0.7")]).await;
    assert_eq!(elsewhere.status, 404, "only this machine sets it up");
    let weak = hall.post("/api/v1/setup", &body(&token, "password1234"), &[]).await;
    assert_eq!((weak.status.as_u16(), weak.code().as_str()), (422, "password.weak"));
    assert_eq!(hall.post("/api/v1/setup", &body(&token, GOOD), &[]).await.status, 201);
    let again = hall.post("/api/v1/setup", &body(&token, GOOD), &[]).await;
    assert_eq!(again.status, 404, "the token is good once");
    assert_eq!(hall.place.get("/login", &[]).await.status, 200);
}

#[tokio::test]
async fn people_sign_in_work_and_go_out() {
    let (hall, keeper) = Hall::open().await;
    let clerk = hall.hire(&keeper, "li-clerk", "window_clerk").await;
    let case = hall.ask(&clerk, "/api/v1/cases", &registration()).await;
    assert_eq!(case.status, 201, "{}", case.text());
    assert_eq!(case.json()["facts"][0]["actor"], "li-clerk");
    assert_eq!(hall.see(&clerk, "/desk").await.status, 200);
    let keeper_looks = hall.see(&keeper, "/api/v1/views/work-list").await;
    assert_eq!(keeper_looks.status, 403, "who keeps accounts sees no case");
    assert_eq!(hall.see(&clerk, "/api/v1/accounts").await.status, 403, "and a clerk sees no accounts");
    let stream = timeline::StreamId::of_register("account", "li-clerk");
    assert_eq!(hall.see(&clerk, &format!("/api/v1/cases/{stream}/events")).await.status, 403);
    let accounts = hall.see(&keeper, "/api/v1/accounts").await.json();
    assert_eq!(accounts["total"], 2);
    assert_eq!(hall.ask(&clerk, "/api/v1/session/end", &json!({})).await.status, 200);
    assert_eq!(hall.see(&clerk, "/api/v1/views").await.status, 401, "what was ended opens nothing");
}

#[tokio::test]
async fn without_a_session_nobody_is_anybody() {
    let (hall, _) = Hall::open().await;
    let said = hall.place.get("/api/v1/views", &[("yidi-staff", "clerk-1")]).await;
    assert_eq!((said.status.as_u16(), said.code().as_str()), (401, "staff.not_taken"));
    for header in [("cookie", "__Host-yidi=clerk-1"), ("cookie", "yidi=clerk-1"), ("authorization", "Bearer yidi_x")] {
        assert_eq!(hall.place.get("/api/v1/views", &[header]).await.status, 401, "{header:?}");
    }
    let page = hall.place.get("/desk", &[("cookie", "yidi=clerk-1")]).await;
    assert_eq!((page.status.as_u16(), page.header("location")), (303, "/login"));
    let seat = hall.place.get("/", &[]).await;
    assert_eq!(seat.header("location"), "/login", "no seat is offered without a password");
}

#[tokio::test]
async fn a_session_is_new_at_each_sign_in_and_dies_with_its_account() {
    let (hall, keeper) = Hall::open().await;
    let planted = "__Host-yidi=planted-by-somebody-else";
    let clerk = hall.hire(&keeper, "li-clerk", "window_clerk").await;
    let body = json!({ "account": "li-clerk", "password": GOOD });
    let again = hall.post("/api/v1/session", &body, &[("cookie", planted)]).await;
    assert_ne!(cookie_of(&again), planted);
    assert_ne!(cookie_of(&again), clerk.cookie);
    let close = json!({ "command": "close_account", "account": "li-clerk" });
    assert_eq!(hall.registry(&keeper, &close).await.status, 200);
    assert_eq!(hall.see(&clerk, "/api/v1/views").await.status, 401);
    let closed = hall.try_in("li-clerk", GOOD, None, "127.0.0.1").await;
    let unknown = hall.try_in("nobody-here", GOOD, None, "127.0.0.1").await;
    let told =
        |answered: &Answered| (answered.status, answered.json()["code"].clone(), answered.json()["detail"].clone());
    assert_eq!(told(&closed), told(&unknown), "a closed account is answered like one there is not");
}

#[tokio::test]
async fn an_idle_session_ends_and_so_does_every_one_after_nine_hours() {
    let (hall, keeper) = Hall::open().await;
    let triage = hall.hire(&keeper, "wang-triage", "triage_officer").await;
    hall.later(SignedDuration::from_mins(29));
    assert_eq!(hall.see(&triage, "/api/v1/views").await.status, 200);
    hall.later(SignedDuration::from_mins(31));
    assert_eq!(hall.see(&triage, "/api/v1/views").await.status, 401);
    let triage = hall.sign_in("wang-triage", None).await;
    for _ in 0..26 {
        hall.later(SignedDuration::from_mins(20));
        assert_eq!(hall.see(&triage, "/api/v1/views").await.status, 200);
    }
    hall.later(SignedDuration::from_mins(20));
    assert_eq!(hall.see(&triage, "/api/v1/views").await.status, 401);
}

#[tokio::test]
async fn guesses_wait_longer_each_time_and_lock_nobody_out() {
    let (hall, keeper) = Hall::open().await;
    hall.hire(&keeper, "li-clerk", "window_clerk").await;
    hall.hire(&keeper, "zhao-clerk", "window_clerk").await;
    let mut waits = Vec::new();
    while waits.len() < 5 {
        let answered = hall.try_in("li-clerk", "wrong wrong wrong", None, "10.0.0.66").await;
        match answered.status.as_u16() {
            401 => {}
            429 => {
                let wait: i64 = answered.header("retry-after").parse().unwrap();
                waits.push(wait - 1);
                hall.later(SignedDuration::from_secs(wait));
            }
            other => panic!("{other}"),
        }
    }
    assert_eq!(waits, [1, 2, 4, 8, 16]);
    let right = hall.try_in("li-clerk", GOOD, None, "127.0.0.1").await;
    assert_eq!(right.status, 201, "a stranger locked somebody out: {}", right.text());
    let once_more = hall.try_in("li-clerk", GOOD, None, "10.0.0.66").await;
    assert_eq!(once_more.status, 201, "whoever waited is looked at, wherever from: {}", once_more.text());
    let mut misses = 0;
    while misses < 40 {
        let answered = hall.try_in(&format!("nobody-{misses}"), "wrong wrong wrong", None, "127.0.0.1").await;
        match answered.status.as_u16() {
            401 => misses += 1,
            429 => hall.later(SignedDuration::from_secs(answered.header("retry-after").parse().unwrap())),
            other => panic!("{other}"),
        }
    }
    let stranger = hall.try_in("nobody-else", "wrong wrong wrong", None, "127.0.0.1").await;
    assert_eq!(stranger.status, 429, "the address is slowed");
    for name in ["li-clerk", "zhao-clerk"] {
        let right = hall.try_in(name, GOOD, None, "127.0.0.1").await;
        assert_eq!(right.status, 201, "guesses at others from its window kept {name} out: {}", right.text());
    }
    for (name, from) in [("zhao-clerk", "10.0.0.67"), ("nobody-here", "10.0.0.68")] {
        let mut codes = Vec::new();
        for _ in 0..5 {
            codes.push(hall.try_in(name, "wrong wrong wrong", None, from).await.status.as_u16());
        }
        assert_eq!(codes, [401, 401, 401, 401, 429], "{name}");
    }
}

#[tokio::test]
async fn another_site_changes_nothing() {
    let (hall, keeper) = Hall::open().await;
    let before = hall.place.position();
    let body = open_account("eve", "window_clerk");
    let silent = hall.post("/api/v1/register", &body, &[("cookie", &keeper.cookie)]).await;
    assert_eq!(silent.code(), "request.foreign", "a browser says where it comes from");
    for page in ["/logout", "/me", "/cases/1/acts/close_case"] {
        assert_eq!(hall.post(page, &body, &[("cookie", &keeper.cookie)]).await.status, 403, "{page}");
    }
    for origin in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")]
    {
        let answered = hall.post("/api/v1/register", &body, &[("cookie", &keeper.cookie), origin]).await;
        assert_eq!((answered.status.as_u16(), answered.code().as_str()), (403, "request.foreign"), "{origin:?}");
        let login = hall.post("/api/v1/session", &json!({ "account": "a", "password": "b" }), &[origin]).await;
        assert_eq!(login.status, 403, "nobody is signed in by another site");
    }
    assert_eq!(hall.place.position(), before);
}

#[tokio::test]
async fn nobody_grants_anything_to_themselves_and_two_persons_make_an_administrator() {
    let (hall, keeper) = Hall::open().await;
    let own = json!({ "command": "grant_role", "account": SECURITY, "role": "window_clerk", "until": "2027-06-30" });
    assert_eq!(hall.registry(&keeper, &own).await.code(), "registry.self_grant");
    let more = json!({
        "command": "open_account", "account": "eve", "department": "center", "role": "window_clerk",
        "until": "2027-06-30", "around": { "two_needed": false }, "grants": [],
    });
    assert_eq!(hall.registry(&keeper, &more).await.code(), "request.shape", "extra fields are malformed");
    let said = json!({ "command": "enrol_totp", "account": SECURITY });
    assert_eq!(hall.registry(&keeper, &said).await.code(), "request.shape", "this is said at the door only");

    let audit = hall.hire(&keeper, "he-audit", "audit_administrator").await;
    let due = hall.see(&audit, "/api/v1/accounts").await;
    assert_eq!((due.status.as_u16(), due.code().as_str()), (403, "session.totp_due"));
    let audit = hall.enrol("he-audit", audit).await;
    assert_eq!(hall.see(&audit, "/api/v1/accounts").await.status, 200);

    let keeper = prove(&hall, keeper).await;
    let opened = hall.registry(&keeper, &open_account("sun-system", "system_administrator")).await;
    assert_eq!(opened.json()["facts"][1]["kind"], "registry.role_proposed", "{}", opened.text());
    let confirm = json!({ "command": "confirm_role", "account": "sun-system", "grant": 1 });
    assert_eq!(hall.registry(&keeper, &confirm).await.code(), "registry.second_person");
    let confirmed = hall.registry(&audit, &confirm).await;
    assert_eq!(confirmed.json()["facts"][0]["body"]["proposed_by"], SECURITY, "{}", confirmed.text());
    let last = json!({ "command": "close_account", "account": SECURITY });
    assert_eq!(hall.registry(&keeper, &last).await.code(), "registry.last_security_administrator");

    // Whoever takes the role from all who could confirm needs their agreement all the same.
    for account in ["he-audit", "sun-system"] {
        let revoke = json!({ "command": "revoke_role", "account": account, "grant": 1 });
        assert_eq!(hall.registry(&keeper, &revoke).await.status, 200);
    }
    let alone = hall.registry(&keeper, &open_account("bai-auditor", "auditor")).await;
    assert_eq!(alone.json()["facts"][1]["kind"], "registry.role_proposed", "{}", alone.text());
}

/// Signs in anew: a device's code is taken once, so a minute passes.
async fn prove(hall: &Hall, person: Person) -> Person {
    let needed = hall.ask(&person, "/api/v1/session/proof", &json!({ "password": GOOD })).await;
    assert_eq!(needed.code(), "session.code_needed", "whoever has a device proves it");
    person
}

#[tokio::test]
async fn a_token_does_what_it_names_until_it_is_taken_back_or_over() {
    let (hall, keeper) = Hall::open().await;
    let clerk = hall.hire(&keeper, "li-clerk", "window_clerk").await;
    let wanted = json!({ "role": "window_clerk", "verbs": ["register_case", "read_case"], "until": "2026-12-31" });
    let issued = hall.ask(&clerk, "/api/v1/tokens", &wanted).await;
    assert_eq!(issued.status, 201, "{}", issued.text());
    let secret = issued.json()["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("yidi_") && secret.len() > 40, "{secret}");
    let bearer = format!("Bearer {secret}");
    let with = [("authorization", bearer.as_str())];
    let case = hall.post("/api/v1/cases", &registration(), &with).await;
    assert_eq!(case.status, 201, "{}", case.text());
    let views = hall.place.get("/api/v1/views", &with).await;
    assert_eq!((views.status.as_u16(), views.code().as_str()), (403, "token.scope"));
    let looks = hall.place.center.looks(&Looking { limit: 1_000, ..Looking::default() }).expect("they are read").looks;
    let denied = |look: &&LookedAt| look.look.actor.as_str() == "li-clerk" && look.look.outcome.as_str() == "denied";
    assert_eq!(looks.iter().filter(denied).count(), 1, "what a token is not for is written down");
    assert_eq!(hall.post("/api/v1/tokens", &wanted, &with).await.code(), "session.person_needed");
    let no_such = json!({ "role": "window_clerk", "verbs": ["rule_the_world"], "until": "2026-12-31" });
    assert_eq!(hall.ask(&clerk, "/api/v1/tokens", &no_such).await.code(), "request.shape");
    let others = json!({ "role": "leader", "verbs": ["close_case"], "until": "2026-12-31" });
    assert_eq!(hall.ask(&clerk, "/api/v1/tokens", &others).await.code(), "registry.role_not_held");

    let over = hall.clock.load(Ordering::Relaxed);
    hall.later(SignedDuration::from_hours(24 * 45));
    assert_eq!(hall.post("/api/v1/cases", &registration(), &with).await.status, 401, "its last day has passed");
    hall.clock.store(over, Ordering::Relaxed);
    assert_eq!(hall.post("/api/v1/cases", &registration(), &with).await.status, 201);
    let revoke = json!({ "command": "revoke_token", "account": "li-clerk", "token": 1 });
    assert_eq!(hall.registry(&clerk, &revoke).await.status, 200);
    assert_eq!(hall.post("/api/v1/cases", &registration(), &with).await.status, 401);
}

/// What the log has of an account, byte by byte as it is kept.
fn written(hall: &Hall, account: &str) -> String {
    let stream = timeline::StreamId::of_register("account", account).uuid();
    let commits = hall.place.journal.read_stream(journal::StreamId(stream.into_bytes()), 0).unwrap();
    commits.iter().map(|commit| String::from_utf8_lossy(&commit.bytes).into_owned()).collect()
}

#[tokio::test]
async fn the_log_holds_no_password_no_code_and_no_token() {
    let (hall, keeper) = Hall::open().await;
    let clerk = hall.hire(&keeper, "li-clerk", "window_clerk").await;
    let wanted = json!({ "role": "window_clerk", "verbs": ["read_case"], "until": "2026-12-31" });
    let secret = hall.ask(&clerk, "/api/v1/tokens", &wanted).await.json()["secret"].as_str().unwrap().to_owned();
    let log = written(&hall, "li-clerk");
    for told in ["registry.account_opened", "registry.password_changed", "registry.token_issued"] {
        assert!(log.contains(told), "{told} is not in what was looked at: {log}");
    }
    let kept = hall.place.center.kept_sessions();
    let kept: String = kept.iter().map(|(_, session)| String::from_utf8_lossy(session).into_owned()).collect();
    assert!(kept.contains("li-clerk"), "{kept}");
    for hidden in [GOOD, &secret, clerk.cookie.split_once('=').unwrap().1] {
        assert!(!log.contains(hidden) && !kept.contains(hidden));
    }
}

#[tokio::test]
async fn a_feed_ends_when_its_reader_goes_out() {
    let (hall, keeper) = Hall::open().await;
    let clerk = hall.hire(&keeper, "li-clerk", "window_clerk").await;
    let request = Request::get("/api/v1/feed").header("cookie", &clerk.cookie).body(Body::empty()).unwrap();
    let feed = hall.place.open_feed(request).await;
    assert_eq!(feed.status(), 200);
    let read = tokio::spawn(feed.into_body().collect());
    assert_eq!(hall.ask(&clerk, "/api/v1/session/end", &json!({})).await.status, 200);
    let ended = tokio::time::timeout(std::time::Duration::from_secs(5), read).await;
    assert!(ended.is_ok(), "whoever went out reads on");
}

#[tokio::test]
async fn a_token_asks_for_the_department_of_its_holder_only() {
    let (hall, keeper) = Hall::open().await;
    let clerk = hall.hire(&keeper, "li-clerk", "window_clerk").await;
    let case = hall.ask(&clerk, "/api/v1/cases", &registration()).await.json()["stream"].clone();
    let handler = {
        let mut body = open_account("qian-transport", "department_handler");
        body["department"] = "transport".into();
        hall.take_up(&keeper, "qian-transport", &body).await
    };
    let wanted = json!({ "role": "department_handler", "verbs": ["read_case"], "until": "2026-12-31" });
    let secret = hall.ask(&handler, "/api/v1/tokens", &wanted).await.json()["secret"].as_str().unwrap().to_owned();
    let bearer = format!("Bearer {secret}");
    let with = [("authorization", bearer.as_str())];
    let path = format!("/api/v1/cases/{}", case.as_str().unwrap());
    let hidden = hall.place.get(&path, &with).await;
    let missing = hall.place.get("/api/v1/cases/00000000-0000-7000-8000-000000000000", &with).await;
    assert_eq!((hidden.status.as_u16(), hidden.code()), (404, missing.code()), "another department's case is none");
    let stolen = format!("Bearer {}", secret.to_uppercase());
    assert_eq!(hall.place.get(&path, &[("authorization", &stolen)]).await.status, 401);
}

#[tokio::test]
async fn a_lost_device_is_taken_off_but_not_from_who_needs_one() {
    let (hall, keeper) = Hall::open().await;
    let clerk = hall.hire(&keeper, "li-clerk", "window_clerk").await;
    let auditor = hall.hire(&keeper, "he-auditor", "auditor").await;
    hall.enrol("li-clerk", clerk).await;
    hall.enrol("he-auditor", auditor).await;
    let reset = |account: &str| format!("/api/v1/accounts/{account}/reset");
    let refused = hall.ask(&keeper, &reset("he-auditor"), &json!({})).await;
    assert_eq!(refused.code(), "registry.totp_required");
    let done = hall.ask(&keeper, &reset("li-clerk"), &json!({})).await;
    assert_eq!(done.status, 201, "{}", done.text());
    assert_eq!(hall.try_in("li-clerk", GOOD, None, "127.0.0.1").await.status, 401, "the old password is void");
    let body = json!({ "account": "li-clerk", "invitation": done.json()["invitation"], "password": GOOD });
    assert_eq!(hall.post("/api/v1/invitation", &body, &[]).await.status, 200);
    hall.sign_in("li-clerk", None).await;
    assert_eq!(hall.ask(&keeper, &reset(SECURITY), &json!({})).await.code(), "registry.self_grant");
}

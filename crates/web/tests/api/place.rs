//! A center in this process, and a client for it.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::response::Parts;
use axum::http::{HeaderMap, Request, StatusCode};
use center::{Center, MemoryJournal, MemoryScratch, Rulebook, Vault};
use http_body_util::BodyExt;
use tempfile::TempDir;

use serde_json::{Value, json};
use tower::ServiceExt;

/// A center with nothing in its log.
pub(crate) struct Place {
    pub(crate) center: Center,
    pub(crate) journal: Arc<MemoryJournal>,
    router: Router,
    /// Where its files lie, if it keeps any.
    pub(crate) store: Option<TempDir>,
}

/// An answer, read to its end.
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answered {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("headers are visible"))
    }

    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// A center over this journal.
pub(crate) async fn center(journal: &Arc<MemoryJournal>) -> Center {
    center_with(journal, None).await
}

async fn center_with(journal: &Arc<MemoryJournal>, vault: Option<Arc<Vault>>) -> Center {
    center_of(journal, (true, vault)).await
}

/// A demonstration, or a center that seals.
async fn center_of(journal: &Arc<MemoryJournal>, (demo, vault): (bool, Option<Arc<Vault>>)) -> Center {
    let options = center::Options { demo, vault, ..center::Options::new(Arc::new(jiff::Timestamp::now)) };
    let scratch = Arc::new(MemoryScratch::default());
    Center::open(journal.clone(), scratch, Rulebook::demo(), options).await.expect("an empty center opens")
}

impl Place {
    pub(crate) async fn open() -> Self {
        Self::with(web::Options { demo: true, ..web::Options::default() }).await
    }

    pub(crate) async fn with(options: web::Options) -> Self {
        let journal = Arc::new(MemoryJournal::new());
        let center = center(&journal).await;
        Self::over(center, journal, options)
    }

    /// The service over this center. Nobody waits for a beat: some tests ask ten thousand times for what is not there.
    pub(crate) fn over(center: Center, journal: Arc<MemoryJournal>, options: web::Options) -> Self {
        Self::as_it_is(center, journal, web::Options { beat: Duration::ZERO, ..options })
    }

    /// The service over this center, with these options as they are.
    pub(crate) fn as_it_is(center: Center, journal: Arc<MemoryJournal>, options: web::Options) -> Self {
        let router = web::router(center.clone(), options);
        Place { center, journal, router, store: None }
    }

    /// A center that keeps files, the longest of so many bytes.
    pub(crate) async fn with_store(file_bytes_max: u64) -> Self {
        let (journal, store) = (Arc::new(MemoryJournal::new()), TempDir::new().expect("a directory can be made"));
        let key = store.path().join("test.key");
        Vault::create(store.path(), &key).expect("a keyring can be made");
        let vault = Vault::open(store.path(), &key).expect("the keyring opens");
        let center = center_with(&journal, Some(Arc::new(vault))).await;
        let options = web::Options { demo: true, file_bytes_max, ..web::Options::default() };
        Place { store: Some(store), ..Self::over(center, journal, options) }
    }

    /// A center that seals what is personal, as one for real matters does.
    pub(crate) async fn with_keys() -> Self {
        let (journal, store) = (Arc::new(MemoryJournal::new()), TempDir::new().expect("a directory can be made"));
        let key = store.path().join("test.key");
        Vault::create(store.path(), &key).expect("a keyring can be made");
        let vault = Vault::open(store.path(), &key).expect("the keyring opens");
        let center = center_of(&journal, (false, Some(Arc::new(vault)))).await;
        let options = web::Options { demo: true, ..web::Options::default() };
        Place { store: Some(store), ..Self::over(center, journal, options) }
    }

    pub(crate) fn position(&self) -> u64 {
        self.center.head().position
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answered {
        self.read(request, |_| true).await
    }

    /// How an answer begins: why not, if it is a no; the body of a yes may never end.
    pub(crate) async fn begin(&self, request: Request<Body>) -> Answered {
        self.read(request, |parts| !parts.status.is_success()).await
    }

    /// An answer, read to its end unless it is a feed, which has none.
    pub(crate) async fn read_unless_endless(&self, request: Request<Body>) -> Answered {
        let endless = |parts: &Parts| parts.headers.get("content-type").is_some_and(|form| form == "text/event-stream");
        self.read(request, |parts| !endless(parts)).await
    }

    /// An answer, with its body if that is worth waiting for.
    async fn read(&self, request: Request<Body>, whole: impl FnOnce(&Parts) -> bool) -> Answered {
        let (parts, body) = self.open_feed(request).await.into_parts();
        let body = if whole(&parts) { body } else { Body::empty() };
        let body = body.collect().await.expect("the body ends").to_bytes().to_vec();
        Answered { status: parts.status, headers: parts.headers, body }
    }

    /// The answer before its body, for a feed.
    pub(crate) async fn open_feed(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.expect("the router answers")
    }

    pub(crate) async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answered {
        self.send(with_headers(Request::get(path), headers).body(Body::empty()).expect("a request")).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answered {
        let builder = Request::post(path).header("content-type", "application/json");
        self.send(with_headers(builder, headers).body(Body::from(body.to_string())).expect("a request")).await
    }

    /// Hands in a file as it is.
    pub(crate) async fn upload(&self, path: &str, file: impl Into<Body>, headers: &[(&str, &str)]) -> Answered {
        self.send(with_headers(Request::post(path), headers).body(file.into()).expect("a request")).await
    }

    /// Registers a case and answers its id.
    pub(crate) async fn register(&self, key: &str) -> String {
        let answered = self.post("/api/v1/cases", &registration(), &[("idempotency-key", key)]).await;
        assert_eq!(answered.status, StatusCode::CREATED, "{}", answered.text());
        answered.json()["stream"].as_str().expect("it names the stream").to_owned()
    }
}

fn with_headers(builder: axum::http::request::Builder, headers: &[(&str, &str)]) -> axum::http::request::Builder {
    headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, *value))
}

/// Who asks triage for what, and the housing bureau takes the case.
pub(crate) fn to_housing() -> [(&'static str, Value); 4] {
    [
        ("triage-1", json!({ "command": "classify_case", "dispute_type": "damages" })),
        ("triage-1", json!({ "command": "choose_route", "route": "mediation" })),
        ("triage-1", json!({ "command": "assign_case", "to": "housing" })),
        ("housing-1", json!({ "command": "receive_assignment", "assignment": 1 })),
    ]
}

/// A registration that every rule takes.
pub(crate) fn registration() -> Value {
    json!({
        "command": "register_case", "kind": "dispute", "claim": "拖欠工资三个月", "area": "330681",
        "parties": [
            { "role": "applicant", "kind": "person", "name": "张演示", "phone": "13800000000" },
            { "role": "respondent", "kind": "organisation", "name": "示例建筑公司" },
        ],
    })
}

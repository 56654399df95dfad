//! Demonstration D8: two centers are told the same, one of them of accusations on top. Whoever may not know of accusations is
//! answered byte for byte the same by both, and both keep the same bytes: lists, totals, rates, search, numbers, feeds, what
//! departments are told, pages, figures, access log, checkpoints, exports.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use center::{Center, FollowUps, MemoryScratch, Rulebook, Signer};
use jiff::Timestamp;
use journal::{CheckpointKey, Options, TapeJournal};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::matrix::pages;
use crate::place::{Answered, Place, registration};

/// What whoever accuses tells, and what nobody else may read anywhere.
const CANARY: &str = "审批收受好处（虚构）";
/// The handlers of the body that receives accusations.
const ENTITLED: [&str; 2] = ["discipline-1", "discipline-2"];
/// Where the logs lie, each with an access log below it.
const LOOKS: &str = "access";
const APART: &str = "accusations";

/// A center in a directory of its own, at a time that stands still.
pub(crate) struct Twin {
    dir: TempDir,
    pub(crate) place: Place,
}

impl Twin {
    pub(crate) async fn open(keys: &Path) -> Self {
        let dir = TempDir::new().expect("a directory can be made");
        copy(keys, dir.path());
        let log = |below: &str| {
            Arc::new(TapeJournal::open(dir.path().join(below), one_segment()).expect("a log can be begun"))
        };
        std::fs::create_dir_all(dir.path().join(APART)).expect("a directory can be made");
        let options = center::Options {
            demo: true,
            home: Some(dir.path().to_owned()),
            accusations: Some(log(APART)),
            accusation_looks: Some(log(&format!("{APART}/{LOOKS}"))),
            looks: Some(log(LOOKS)),
            signer: Some(Arc::new(signer(dir.path()))),
            looks_signer: Some(Arc::new(signer(&dir.path().join(LOOKS)))),
            follow_ups: FollowUps::ByHand,
            ..center::Options::new(Arc::new(|| "2026-11-02T01:00:00Z".parse::<Timestamp>().unwrap()))
        };
        let scratch = Arc::new(MemoryScratch::default());
        let center = Center::open(log(""), scratch, Rulebook::demo(), options).await.expect("it opens");
        let options = web::Options { demo: true, ..web::Options::default() };
        Twin { place: Place::over(center, Arc::default(), options), dir }
    }

    /// Asks as this member of staff; what is asked has the same id in both centers.
    pub(crate) async fn ask(&self, staff: &str, path: &str, body: Option<(&Value, &str, u64)>) -> Answered {
        let method = if body.is_some() { "POST" } else { "GET" };
        let request = Request::builder().method(method).uri(path).header("yidi-staff", staff);
        let request = request.header("cookie", format!("yidi={staff}")).header("x-request-id", "the-same");
        let Some((body, key, version)) = body else {
            return self.place.read_unless_endless(request.body(Body::empty()).expect("a request")).await;
        };
        let request = request.header("content-type", "application/json").header("idempotency-key", key);
        let request = request.header("if-match", format!("\"{version}\""));
        let answered = self.place.send(request.body(Body::from(body.to_string())).expect("a request")).await;
        self.place.center.follow_up().await.expect("nothing breaks");
        answered
    }

    /// Asks by a query code, over the API or on the page.
    async fn by_code(&self, path: &str, code: &str, page: bool) -> Answered {
        let (form, body) = if page {
            ("application/x-www-form-urlencoded", format!("query_code={code}"))
        } else {
            ("application/json", json!({ "query_code": code }).to_string())
        };
        let headers = [("content-type", form), ("sec-fetch-site", "same-origin"), ("x-request-id", "the-same")];
        self.place.upload(path, body, &headers).await
    }

    /// Closes the center and writes its log out.
    async fn exported(self) -> TempDir {
        self.place.center.close().await;
        let bundle = self.dir.path().join("bundle");
        journal::export(self.dir.path(), &bundle, None, None).expect("it is whole");
        self.dir
    }
}

/// All commits lie in one segment: a full one is compressed when there is time, and no sooner in one center than in the other.
fn one_segment() -> Options {
    Options { segment_bytes: 4 << 20, ..Options::small() }
}

fn signer(home: &Path) -> Signer {
    let key = CheckpointKey::of_log(home).expect("it can be read").expect("there is a key");
    Signer::open(key, home, std::time::Duration::from_secs(3600)).expect("it can sign")
}

/// The keys both centers have: of their signatures, and of numbers and codes.
pub(crate) fn keys() -> TempDir {
    let keys = TempDir::new().expect("a directory can be made");
    std::fs::write(keys.path().join("request.key"), [7; 32]).expect("it can be written");
    std::fs::create_dir(keys.path().join(LOOKS)).expect("a directory can be made");
    for (below, origin) in [("", "twin.example"), (LOOKS, "twin.example/access")] {
        let _ = CheckpointKey::open(&keys.path().join(below), origin).expect("a key can be made");
    }
    keys
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).expect("a directory").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    files.sort();
    files
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).expect("it lies below"));
        std::fs::create_dir_all(target.parent().expect("a directory")).expect("a directory can be made");
        std::fs::copy(&file, target).expect("it can be copied");
    }
}

/// What an answer says, but for how long it took and what is drawn for it.
fn said(answered: &Answered) -> (u16, Vec<(String, String)>, String) {
    let value = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = answered.headers.iter().filter(|(name, _)| *name != "content-length");
    let headers = headers.map(|(name, text)| (name.to_string(), value(text))).collect();
    // Of a histogram only the count is the same twice, as its buckets and its sum are times; and a form has an id of its own
    // each time it is shown.
    let drawn = ["_seconds_bucket", "_seconds_sum", "name=\"request-id\"", "name=\"request_id\""];
    let same = |line: &&str| !drawn.iter().any(|word| line.contains(word));
    let text = answered.text();
    let mut lines: Vec<&str> = text.lines().filter(same).collect();
    if answered.header("content-type").contains("version=0.0.4") {
        lines.sort_unstable();
    }
    (answered.status.as_u16(), headers, lines.join("\n"))
}

/// The center that was told of accusations, and the one that was not.
struct Twins {
    told: Twin,
    untold: Twin,
    accusation: String,
    code: String,
}

impl Twins {
    async fn open() -> Self {
        let keys = keys();
        let (told, untold) = (Twin::open(keys.path()).await, Twin::open(keys.path()).await);
        Twins { told, untold, accusation: String::new(), code: String::new() }
    }

    /// Both are asked and say the same.
    async fn both(&self, staff: &str, path: &str, body: Option<(&Value, &str, u64)>) -> Answered {
        let (told, untold) = (self.told.ask(staff, path, body).await, self.untold.ask(staff, path, body).await);
        let (one, other) = (said(&told), said(&untold));
        assert_eq!((one.0, &one.1), (other.0, &other.1), "{staff} at {path}");
        let differs = one.2.lines().zip(other.2.lines()).find(|(one, other)| one != other);
        assert!(differs.is_none() && one.2.len() == other.2.len(), "{staff} at {path}: {differs:?}");
        assert!(!told.text().contains(CANARY), "{staff} at {path}");
        told
    }

    /// Somebody accuses the housing bureau, and those who receive it work on it.
    async fn accuse(&mut self, key: &str) {
        let accuse = json!({ "command": "register_accusation", "standing": "confidential", "name": "张三（虚构）",
            "accused": ["housing"], "claim": CANARY });
        let done = self.told.ask("clerk-1", "/api/v1/accusations", Some((&accuse, key, 0))).await.json();
        let text = |field: &str| done[field].as_str().expect("it is registered").to_owned();
        (self.accusation, self.code) = (text("accusation"), text("query_code"));
        let path = format!("/api/v1/accusations/{}", self.accusation);
        for (version, word) in [(1, "accept_accusation"), (2, "propose_unmasking")] {
            let mut body = json!({ "command": word });
            if word == "propose_unmasking" {
                body["reason"] = "核实需要（虚构）".into();
            }
            let key = format!("{key}-{version}");
            let done = self.told.ask("discipline-1", &format!("{path}/petition"), Some((&body, &key, version))).await;
            assert_eq!(done.status, 200, "{}", done.text());
        }
        for staff in ENTITLED {
            for path in ["/api/v1/accusations", &path, &format!("{path}/looks")] {
                let shown = self.told.ask(staff, path, None).await;
                assert_eq!(shown.status, 200, "{staff} at {path}: {}", shown.text());
            }
        }
    }

    /// One of each role, and whoever works for the accused.
    fn unentitled(&self) -> Vec<String> {
        let mut roles = BTreeSet::new();
        let staff = self.told.place.center.rulebook().staff_list();
        let staff = staff.filter(|staff| !ENTITLED.contains(&staff.id.as_str()) && staff.id.as_str() != "system");
        let staff = staff.filter(|staff| staff.department.as_str() == "housing" || roles.insert(staff.role.clone()));
        staff.map(|staff| staff.id.to_string()).collect()
    }

    /// Whoever accused asks how it stands, where the other center is asked about a case: to those who count questions, and see
    /// answers go by from outside, the two are the same. By every other way in the code is as wrong as any.
    async fn how_it_stands(&self, of_case: &str) {
        for (path, page) in [("/api/v1/progress", false), ("/progress", true)] {
            let told = self.told.by_code(path, &self.code, page).await;
            let untold = self.untold.by_code(path, of_case, page).await;
            assert_eq!((told.status.as_u16(), untold.status.as_u16()), (200, 200), "{path}");
            assert_eq!((told.body.len(), &said(&told).1), (untold.body.len(), &said(&untold).1), "{path}");
        }
        let code = json!({ "query_code": self.code });
        let wrong = self.both("nobody", "/api/v1/receipt", Some((&code, "code", 0))).await;
        assert_eq!(wrong.code(), "progress.code_unknown");
    }

    /// A case, sent to the housing bureau and taken there; and its query code.
    async fn case(&self, key: &str) -> (String, String) {
        let begun = self.both("clerk-1", "/api/v1/cases", Some((&registration(), key, 0))).await;
        let text = |field: &str| begun.json()[field].as_str().expect("it is registered").to_owned();
        let (case, code) = (text("stream"), text("query_code"));
        let steps = [
            ("triage-1", json!({ "command": "classify_case", "dispute_type": "damages" })),
            ("triage-1", json!({ "command": "choose_route", "route": "mediation" })),
            ("triage-1", json!({ "command": "assign_case", "to": "housing" })),
            ("housing-1", json!({ "command": "receive_assignment", "assignment": 1 })),
        ];
        for (number, (staff, body)) in steps.iter().enumerate() {
            let sheet = self.both(staff, &format!("/api/v1/cases/{case}"), None).await;
            let version = sheet.header("etag").trim_matches('"').parse().expect("a version");
            let (path, key) = (format!("/api/v1/cases/{case}/triage"), format!("{key}-{number}"));
            let done = self.both(staff, &path, Some((body, &key, version))).await;
            assert_eq!(done.status, 200, "{}", done.text());
        }
        (case, code)
    }
}

/// Every address and page that is looked at, with everything in its path put in.
fn addresses(case: &str, accusation: &str) -> Vec<String> {
    let document = web::openapi();
    let paths = document["paths"].as_object().expect("paths");
    let looked_at = paths.iter().filter(|(_, methods)| methods.get("get").is_some()).map(|(path, _)| path.clone());
    let pages = pages().into_iter().filter(|[method, ..]| method == "GET").map(|[_, path, _]| path);
    let views = Center::views()
        .into_iter()
        .flat_map(|view| ["/api/v1/views", "/views"].map(|at| format!("{at}/{}", view.name)));
    let one = |path: String| {
        let path = path.replace("{case}", case).replace("{accusation}", accusation).replace("{name}", "work-list");
        let path = path.replace("{subscription}", "housing-all").replace("{mediator}", "mediator-1");
        let path = path.replace("{account}", "clerk-1").replace("{position}", "3").replace("{code}", "case.unknown");
        ["{hand_off}", "{referral}", "{material}", "{number}", "{record}"]
            .iter()
            .fold(path, |path, name| path.replace(name, "1"))
    };
    let by_id = [format!("/api/v1/cases/{accusation}"), format!("/api/v1/cases/{accusation}/events")];
    looked_at.chain(pages).map(one).chain(views).chain(by_id).filter(|path| !path.contains("/assets/")).collect()
}

#[tokio::test]
async fn an_accusation_changes_no_byte_for_whoever_may_not_know_of_it() {
    let mut twins = Twins::open().await;
    let open = json!({ "command": "open_subscription", "subscription": "housing-all", "department": "housing",
        "transport": "sse", "from": "beginning" });
    let opened = twins.both("admin-system", "/api/v1/register", Some((&open, "open", 0))).await;
    assert_eq!(opened.status, 200, "{}", opened.text());
    twins.case("before").await;
    twins.accuse("first").await;
    let (case, code) = twins.case("between").await;
    twins.accuse("second").await;

    let on_it = json!({ "command": "accept_accusation" });
    for staff in twins.unentitled() {
        for path in addresses(&case, &twins.accusation) {
            twins.both(&staff, &path, None).await;
        }
        let path = format!("/api/v1/accusations/{}/petition", twins.accusation);
        twins.both(&staff, &path, Some((&on_it, "probe", 1))).await;
    }
    twins.how_it_stands(&code).await;
    let told = twins.both("housing-1", "/api/v1/subscriptions/housing-all/facts", None).await;
    assert!(told.json()["messages"].as_array().is_some_and(|messages| messages.len() > 4), "{}", told.text());
    twins.both("nobody", "/metrics", None).await;
    same_bytes(&twins.told.exported().await, &twins.untold.exported().await);
}

#[tokio::test]
async fn who_looked_at_an_accusation_is_known_to_those_who_handle_it_alone() {
    let mut twins = Twins::open().await;
    twins.accuse("first").await;
    let path = format!("/api/v1/accusations/{}", twins.accusation);
    assert_eq!(twins.told.ask("housing-1", &path, None).await.status, 404);
    let looks = twins.told.ask("discipline-1", &format!("{path}/looks"), None).await.json();
    let looked = |actor: &str, outcome: &str| {
        let looks = looks["looks"].as_array().cloned().unwrap_or_default();
        looks.iter().filter(|look| look["actor"] == actor && look["outcome"] == outcome).count()
    };
    // The list, the sheet, and the looks at it: of each of the two who handle it.
    assert_eq!((looked("discipline-1", "shown"), looked("discipline-2", "shown")), (3, 3), "{looks}");
    assert_eq!(looked("housing-1", "missing"), 1, "{looks}");
    assert_eq!(twins.told.ask("housing-1", &format!("{path}/looks"), None).await.code(), "accusation.unknown");
    let page = path.replace("/api/v1", "");
    let sheet = twins.told.ask("discipline-1", &page, None).await;
    assert!(sheet.text().contains(&format!("href=\"{page}/looks\"")), "{}", sheet.text());
    let listed = twins.told.ask("discipline-2", &format!("{page}/looks"), None).await;
    assert!(listed.status == 200 && listed.text().contains("答复没有找到"), "{}", listed.text());
    assert_eq!(twins.told.ask("housing-1", &format!("{page}/looks"), None).await.status, 404);
    let common = twins.told.ask("auditor-1", "/api/v1/looks", None).await;
    assert!(!common.text().contains("read_accusation") && !common.text().contains(&twins.accusation));
}

/// What lies on the disk is the same, but for the log apart.
fn same_bytes(told: &TempDir, untold: &TempDir) {
    for below in ["tape", "bundle", "access/tape", "checkpoints", "access/checkpoints", "request.key"] {
        let (one, other) = (told.path().join(below), untold.path().join(below));
        let of = |path: &Path| if path.is_dir() { files(path) } else { vec![path.to_owned()] };
        let (files, others) = (of(&one), of(&other));
        assert_eq!(files.len(), others.len(), "{below}");
        for (file, other) in files.iter().zip(&others) {
            let (bytes, others) = (std::fs::read(file).expect("a file"), std::fs::read(other).expect("a file"));
            assert!(bytes == others, "{} differs", file.display());
        }
    }
    for below in ["accusations/tape", "accusations/access/tape"] {
        let of =
            |twin: &TempDir| files(&twin.path().join(below)).iter().map(|file| std::fs::read(file).unwrap()).collect();
        let (one, other): (Vec<Vec<u8>>, Vec<Vec<u8>>) = (of(told), of(untold));
        assert!(one != other, "{below} says nothing");
    }
}

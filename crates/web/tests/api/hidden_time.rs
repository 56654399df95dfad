//! How long an answer takes: what is hidden and what is not there are asked for in turn, and the two heaps of times compared by
//! the chance that somebody who sees one time of each says rightly which is which (Mann and Whitney's U over the number of
//! pairs): a half is a coin. Nothing is said of how long anything takes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use center::{Center, MemoryJournal, MemoryScratch, Rulebook};
use serde_json::{Value, json};

use crate::place::{Place, registration};
use crate::sample::Draw;

/// Times of each kind that are compared, in an everyday run and in full.
const SAMPLES: (usize, usize) = (60, 2_000);
/// What an everyday run may be off a half: three times what sixty drawn by a coin are, or a little more.
const OFF_MAX: f64 = 0.2;
/// How often a pair that is off by more is measured again in an everyday run.
const AGAIN_MAX: u32 = 2;
/// Facts on the case that is hidden: as many as a long one has, and each takes time to read.
const FACTS: usize = 60;

/// One of the two that must not be told apart: what is asked, anew each time.
type Asks = Box<dyn Fn(u128) -> Request<Body>>;

/// A center with a case and an accusation that a handler of another department may not know of.
struct Hiding {
    place: Place,
    case: String,
    number: String,
    case_code: String,
    accusation: String,
    accusation_code: String,
}

impl Hiding {
    async fn open(beat: Duration) -> Self {
        let accusations = Some(Arc::new(MemoryJournal::new()) as _);
        let options =
            center::Options { demo: true, accusations, ..center::Options::new(Arc::new(jiff::Timestamp::now)) };
        let (journal, scratch) = (Arc::new(MemoryJournal::new()), Arc::new(MemoryScratch::default()));
        let center = Center::open(journal.clone(), scratch, Rulebook::demo(), options).await.expect("it opens");
        let behind_proxy = Some("127.0.0.0/8".parse().expect("a range"));
        let options = web::Options { demo: true, behind_proxy, beat, ..web::Options::default() };
        let place = Place::as_it_is(center, journal, options);
        let begun = place.post("/api/v1/cases", &registration(), &[("idempotency-key", "begun")]).await.json();
        let case = text(&begun, "stream");
        let number = text(&begun["facts"][0]["body"], "number");
        for fact in 0..FACTS {
            let (key, seen) = (format!("fact-{fact}"), format!("\"{}\"", fact + 2));
            let said = json!({ "command": "take_statement", "party": begun["facts"][0]["body"]["parties"][0]["id"],
                "statement": "墙面渗水，已拍照（虚构）".repeat(20), "read_back": "aloud" });
            let headers = [("idempotency-key", key.as_str()), ("if-match", seen.as_str())];
            let done = place.post(&format!("/api/v1/cases/{case}/intake"), &said, &headers).await;
            assert_eq!(done.status, 200, "{}", done.text());
        }
        let accuse = json!({ "command": "register_accusation", "standing": "anonymous", "accused": ["housing"],
            "claim": "审批收受好处（虚构）" });
        let accused = place.post("/api/v1/accusations", &accuse, &[("idempotency-key", "accused")]).await.json();
        let (accusation, accusation_code) = (text(&accused, "accusation"), text(&accused, "query_code"));
        Self { place, case, number, case_code: text(&begun, "query_code"), accusation, accusation_code }
    }

    /// Each pair by what it is, the hidden one first.
    fn pairs(&self) -> Vec<(&'static str, Asks, Asks)> {
        let read = |path: &'static str, what: &str| -> Asks {
            let path = path.replace("{}", what);
            Box::new(move |_| asked("GET", &path, None))
        };
        let missing = |path: &'static str| -> Asks {
            Box::new(move |n| asked("GET", &path.replace("{}", &uuid::Uuid::from_u128(n).to_string()), None))
        };
        let act = json!({ "command": "receive_assignment", "assignment": 1 });
        let (path, body) = (format!("/api/v1/cases/{}/triage", self.case), act.clone());
        let acts: Asks = Box::new(move |_| asked("POST", &path, Some(&body)));
        let acts_in_vain: Asks =
            Box::new(move |n| asked("POST", &format!("/api/v1/cases/{}/triage", uuid::Uuid::from_u128(n)), Some(&act)));
        let by_code = |path: &'static str, code: &str| -> Asks {
            let body = json!({ "query_code": code });
            Box::new(move |_| asked("POST", path, Some(&body)))
        };
        vec![
            ("case", read("/api/v1/cases/{}", &self.case), missing("/api/v1/cases/{}")),
            ("number", read("/api/v1/cases/{}", &self.number), missing("/api/v1/cases/{}")),
            ("page", read("/cases/{}", &self.case), missing("/cases/{}")),
            ("act", acts, acts_in_vain),
            ("accusation", read("/api/v1/accusations/{}", &self.accusation), missing("/api/v1/accusations/{}")),
            (
                "code of an accusation",
                by_code("/api/v1/receipt", &self.accusation_code),
                by_code("/api/v1/receipt", "00000-00000-00000"),
            ),
            (
                "progress",
                by_code("/api/v1/progress", &self.accusation_code),
                by_code("/api/v1/progress", &self.case_code),
            ),
        ]
    }

    /// By how much the chance to tell the two apart is off a coin's.
    async fn told_apart(&self, (hidden, missing): (&Asks, &Asks), samples: usize, draw: &mut Draw) -> f64 {
        let mut times = [Vec::with_capacity(samples), Vec::with_capacity(samples)];
        let mut statuses = [None, None];
        while times.iter().any(|times| times.len() < samples) {
            let which = draw.below(2);
            let request = [hidden, missing][which](u128::MAX / 7 + draw.below(1 << 40) as u128);
            let started = Instant::now();
            let answered = self.place.send(request).await;
            if times[which].len() < samples {
                times[which].push(started.elapsed());
            }
            statuses[which] = Some(answered.status);
        }
        assert_eq!(statuses[0], statuses[1], "the answers differ already");
        let [hidden, missing] = times;
        let longer = |one: &Duration| {
            missing
                .iter()
                .map(|other| {
                    if one > other {
                        1.0
                    } else if one == other {
                        0.5
                    } else {
                        0.0
                    }
                })
                .sum::<f64>()
        };
        let pairs = (hidden.len() * missing.len()) as f64;
        (hidden.iter().map(longer).sum::<f64>() / pairs - 0.5).abs()
    }
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}")).to_owned()
}

/// Asked by a handler of a department that has nothing to do with it, each time from another machine.
fn asked(method: &str, path: &str, body: Option<&Value>) -> Request<Body> {
    static FROM: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let n = FROM.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let from = std::net::Ipv4Addr::from(0x0a00_0000 + n).to_string();
    let request = Request::builder().method(method).uri(path).header("x-forwarded-for", from);
    let request = request.header("yidi-staff", "transport-1").header("cookie", "yidi=transport-1");
    let request = request.header("idempotency-key", n.to_string()).header("if-match", "\"1\"");
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    request.header("content-type", "application/json").body(body).expect("a request")
}

fn measured(name: &str, value: f64) {
    let _ = std::io::Write::write_all(&mut std::io::stdout(), format!("measured {name} {value:.3}\n").as_bytes());
}

#[tokio::test]
async fn what_is_hidden_takes_as_long_as_what_is_not_there() {
    let full = std::env::var("YIDI_FULL").is_ok_and(|value| value == "1");
    let samples = if full { SAMPLES.1 } else { SAMPLES.0 };
    let mut draw = Draw::new(0x7469_6d65);
    let mut worst = [0.0_f64; 2];
    let beats = [Duration::ZERO, web::Options::default().beat];
    for (beat, worst) in beats.into_iter().zip(&mut worst) {
        let hiding = Hiding::open(beat).await;
        for (what, hidden, missing) in &hiding.pairs() {
            let mut off = hiding.told_apart((hidden, missing), samples, &mut draw).await;
            // A neighbour that works meanwhile can make a difference once; one that is there is there again.
            let mut again = if full || beat.is_zero() { 0 } else { AGAIN_MAX };
            while off >= OFF_MAX && again > 0 {
                off = off.min(hiding.told_apart((hidden, missing), samples, &mut draw).await);
                again -= 1;
            }
            measured(&format!("hidden_time_of_{}_{}ms", what.replace(' ', "_"), beat.as_millis()), off);
            *worst = worst.max(off);
        }
    }
    let [without, with] = worst;
    measured("hidden_time_samples", samples as f64);
    measured("hidden_time_told_apart_without_the_beat", without);
    measured("hidden_time_told_apart", with);
    assert!(without > OFF_MAX, "the measure sees a difference where there is one: {without}");
    assert!(with < OFF_MAX, "{with}");
}

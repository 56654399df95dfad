//! The broker is away for a week, and a hundred times as much happens as in a county's week: the window does not wait for
//! it, what waits is shown, and afterwards it is told in order, each fact once.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::{Ask, Broker, Http, binary, folder, full, measured, party, sample, until};

use crate::nats::{in_order, readable, served, standing, taken};
use crate::parked;

/// Facts of a county's year, as `yidi generate` makes it (docs/acceptance.md, item `county`).
const FACTS_OF_A_YEAR: u64 = 92_722;
/// A hundred weeks of them.
const FACTS_OF_THE_OUTAGE: u64 = FACTS_OF_A_YEAR * 100 / 52;
/// Of so many facts, some are recorded beforehand while the broker is there, to compare with.
const BEFOREHAND: u64 = 10;
/// Windows at work at the same time.
const WINDOWS: u64 = 4;
/// How much slower a command may be without a broker, as a multiple of its median with one. It should be none at all; a
/// busy machine has its own rhythm.
const SLOWER_MAX: f64 = 5.0;

/// How long it may take until everything is told: a department takes one message at a time.
fn drained_within() -> Duration {
    if full() { Duration::from_hours(1) } else { Duration::from_secs(120) }
}

/// What windows did: how long each command took, and how many facts came of them.
struct Done {
    took: Vec<Duration>,
    facts: u64,
}

impl Done {
    fn median(&self) -> Duration {
        let mut took = self.took.clone();
        took.sort_unstable();
        took[took.len() / 2]
    }
}

/// Several windows record so many facts, and hand every case to the housing department.
fn record(address: &str, people: &AtomicU64, facts: u64) -> Done {
    let recorded = AtomicU64::new(0);
    let took = std::thread::scope(|scope| {
        let windows: Vec<_> =
            (0..WINDOWS).map(|_| scope.spawn(|| window(address, people, (&recorded, facts)))).collect();
        windows.into_iter().flat_map(|window| window.join().expect("a window works")).collect()
    });
    Done { took, facts: recorded.into_inner() }
}

fn window(address: &str, people: &AtomicU64, (recorded, facts): (&AtomicU64, u64)) -> Vec<Duration> {
    let (http, mut took) = (Http::new(address), Vec::new());
    let mut ask = |staff: &str, path: &str, seen: Option<u64>, command: &Value| {
        let since = Instant::now();
        let reply = http.post(&Ask::new(staff, path, command).seen(seen)).expect("an answer");
        took.push(since.elapsed());
        assert!(reply.status < 300, "{}", reply.body);
        recorded.fetch_add(reply.body["facts"].as_array().map_or(0, Vec::len) as u64, Ordering::Relaxed);
        reply
    };
    while recorded.load(Ordering::Relaxed) < facts {
        // Somebody else each time: whoever comes again with the same is another story.
        let number = people.fetch_add(1, Ordering::Relaxed);
        let mut applicant = party("applicant", "person", &format!("第{number}人（虚构）"));
        applicant["phone"] = json!(format!("{number:011}"));
        let register = json!({"command": "register_case", "kind": "dispute", "claim": "物业纠纷（虚构）",
            "area": "990101", "parties": [applicant]});
        let case = ask("clerk-1", "/api/v1/cases", None, &register);
        let path = format!("/api/v1/cases/{}/triage", case.body["stream"].as_str().expect("an id"));
        let classify = json!({"command": "classify_case", "dispute_type": "property_management"});
        let classified = ask("triage-1", &path, case.version, &classify);
        ask("triage-1", &path, classified.version, &json!({"command": "assign_case", "to": "housing"}));
    }
    took
}

/// What the center says of the housing department's stream.
fn is_shown(http: &Http, wanted: u64) {
    until("what waits to be counted", drained_within(), || {
        (parked::standing(http, "housing")["lag"] == json!(wanted)).then_some(())
    });
    let ready = http.get("clerk-1", "/readyz").expect("an answer");
    assert_eq!(ready.status, 200, "the window works: {}", ready.body);
    assert!(ready.text.contains("the broker does not answer"), "{}", ready.text);
    assert_eq!(http.figure("yidi_subscription_lag_messages{subscription=\"housing\"}"), Some(wanted));
}

/// Each case's facts come in the order in which they lie in the case.
fn in_order_of_each_case(http: &Http, facts: &[Value], cases: &[(String, u64)]) {
    let mut told: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in facts {
        let text = |name: &str| line["fact"][name].as_str().expect("a text");
        told.entry(text("stream")).or_default().push(text("id"));
    }
    for (case, _) in cases.iter().step_by(cases.len() / 50 + 1) {
        let page = http.get("housing-1", &format!("/api/v1/cases/{case}/events?limit=200")).expect("an answer").body;
        let all = page["facts"].as_array().expect("facts").iter().filter(|fact| fact["classification"] == "internal");
        let wanted: Vec<&str> = all.filter_map(|fact| fact["id"].as_str()).collect();
        assert_eq!(told.get(case.as_str()), Some(&wanted), "{case}");
    }
}

#[test]
fn a_broker_that_is_away_for_a_week_is_waited_for_by_nobody() {
    let (data, mut broker, books, people) = (folder(), Broker::start(), folder(), AtomicU64::new(1));
    let server = served(data.path(), &broker, &["--empty", "--nats-check-seconds", "2"]);
    let (http, facts) = (Http::new(server.address()), sample(600, FACTS_OF_THE_OUTAGE));
    let with = record(server.address(), &people, facts / BEFOREHAND);
    broker.kill();
    let without = record(server.address(), &people, facts);
    let cases = readable(&http);
    let wanted: u64 = cases.iter().map(|(_, facts)| facts).sum();
    is_shown(&http, wanted);
    broker.up();
    let since = Instant::now();
    until("the broker to have all", drained_within(), || (standing(&broker, "housing")?.0 == wanted).then_some(()));
    let drained = since.elapsed();
    let into = books.path().join("housing");
    let mut program = Command::new(binary());
    program.args(["subscriptions", "follow", "--department", "housing", "--nats", &broker.url()]);
    program.args(["--count", &wanted.to_string(), "--nats-key", &broker.key("housing"), "--into"]).arg(&into);
    let mut program = program.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("yidi can be started");
    let ended = until("everything to be taken", drained_within(), || program.try_wait().expect("a child"));
    assert!(ended.success());
    let told = taken(&into);
    in_order(&told);
    let ids: BTreeSet<&str> = told.iter().filter_map(|line| line["fact"]["id"].as_str()).collect();
    in_order_of_each_case(&http, &told, &cases);
    let slower = without.median().as_secs_f64() / with.median().as_secs_f64();
    measured("outage_facts", without.facts);
    measured("outage_slowdown", format!("{slower:.2}"));
    measured("outage_lost", wanted.saturating_sub(ids.len() as u64));
    measured("outage_doubled", told.len() - ids.len());
    measured("outage_drained_per_s", wanted * 1_000 / u64::try_from(drained.as_millis().max(1)).expect("a number"));
    assert_eq!((told.len() as u64, ids.len() as u64), (wanted, wanted), "each once, and all of them");
    assert!(slower < SLOWER_MAX, "{:?} with, {:?} without", with.median(), without.median());
    assert_eq!(server.stop(), 0);
}

//! How many commands a second the center carries out without HTTP, and how fast it opens again:
//! `cargo run --release -p center --example desk_rate [DIR] [COMMANDS] [WRITERS] [tape|memory]`.
//!
//! Absolute figures depend on the disk and drift by a factor of two.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use access::{Actor, Role};
use center::{Center, Context, Done, Options, Order};
use journal::{Journal, MemoryJournal, MemoryScratch, Scratch, TapeJournal};
use rules::Rulebook;
use serde_json::{Value, json};
use timeline::{ActorId, Channel, DepartmentCode, RequestId, StreamId};
use uuid::Uuid;

/// Commands in one story: what one writer does to one case.
const STORY: usize = 10;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let dir = arguments.next().unwrap_or_else(|| ".".to_owned());
    let mut number = |usual| arguments.next().and_then(|word| word.parse().ok()).unwrap_or(usual);
    let (commands, writers): (usize, usize) = (number(100_000), number(256));
    let tape = arguments.next().is_none_or(|word| word == "tape");
    let place = tempfile::tempdir_in(&dir).expect("a directory to write in");
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(measure(place.path(), tape, commands, writers));
}

async fn measure(place: &Path, tape: bool, commands: usize, writers: usize) {
    let mut out = std::io::stdout();
    let scratch: Arc<dyn Scratch> = Arc::new(MemoryScratch::default());
    let memory: Arc<dyn Journal> = Arc::new(MemoryJournal::new());
    let journal = || if tape { open_tape(place) } else { memory.clone() };
    let center = open(journal(), scratch.clone()).await;
    let (begun, cpu) = (Instant::now(), processor_seconds());
    let mut waits = write(&center, commands, writers).await;
    let (took, cpu) = (begun.elapsed().as_secs_f64(), processor_seconds() - cpu);
    waits.sort_unstable();
    let at = |share: usize| waits.get(waits.len() * share / 100).copied().unwrap_or_default().as_micros();
    let (done, entries) = (waits.len(), center.head().entries);
    let rate = done as f64 / took;
    let _ = writeln!(
        out,
        "{done} commands by {writers}: {rate:.0}/s, p50 {} us, p99 {} us, {:.0} us of processor each",
        at(50),
        at(99),
        cpu * 1e6 / done as f64
    );
    center.settled().await;
    let begun = Instant::now();
    center.close().await;
    let _ = writeln!(out, "close with snapshots of {entries} entries: {:.2} s", begun.elapsed().as_secs_f64());
    drop(center);
    for (what, scratch) in
        [("rebuilt", Arc::new(MemoryScratch::default()) as Arc<dyn Scratch>), ("from snapshots", scratch)]
    {
        let journal = journal();
        let (begun, cpu) = (Instant::now(), processor_seconds());
        let center = open(journal, scratch).await;
        let (took, cpu) = (begun.elapsed().as_secs_f64(), processor_seconds() - cpu);
        let rate = entries as f64 / took / 1e3;
        let _ = writeln!(
            out,
            "open, {what}: {took:.2} s, {rate:.0} k entries/s, {:.2} us of processor an entry, {} MB resident",
            cpu * 1e6 / entries as f64,
            resident_mb()
        );
        center.close().await;
    }
}

fn open_tape(place: &Path) -> Arc<dyn Journal> {
    Arc::new(TapeJournal::open(place.join("log"), journal::Options::default()).expect("a log"))
}

async fn open(journal: Arc<dyn Journal>, scratch: Arc<dyn Scratch>) -> Center {
    let options = Options { demo: true, ..Options::new(Arc::new(jiff::Timestamp::now)) };
    Center::open(journal, scratch, Rulebook::demo(), options).await.expect("a center")
}

async fn write(center: &Center, commands: usize, writers: usize) -> Vec<Duration> {
    submit(center, &mut u128::MAX.wrapping_sub(1), None, Context::Mediation, &enrolment()).await;
    let tasks: Vec<_> = (0..writers)
        .map(|writer| tokio::spawn(one_writer(center.clone(), writer, commands / writers / STORY)))
        .collect();
    let mut waits = Vec::with_capacity(commands);
    for task in tasks {
        waits.extend(task.await.expect("a writer"));
    }
    waits
}

async fn one_writer(center: Center, writer: usize, cases: usize) -> Vec<Duration> {
    let mut waits = Vec::with_capacity(cases * STORY);
    for case in 0..cases {
        let mut number = ((writer as u128) << 64) | ((case * STORY) as u128 + 1);
        let (done, wait) = submit(&center, &mut number, None, Context::Intake, &registration()).await;
        waits.push(wait);
        let request = RequestId::new(Uuid::from_u128(number));
        let parties = [0, 1].map(|index| timeline::PartyId::of_request(request, index).to_string());
        for (desk, body) in story(&parties) {
            waits.push(submit(&center, &mut number, Some(done.stream), desk, &body).await.1);
        }
    }
    waits
}

async fn submit(
    center: &Center,
    number: &mut u128,
    stream: Option<StreamId>,
    desk: Context,
    body: &Value,
) -> (Done, Duration) {
    let command = desk.read(body.to_string().as_bytes()).expect("a command");
    *number += 1;
    let (id, department, role) = match desk {
        Context::Intake => ("clerk-1", "center", Role::WindowClerk),
        Context::Triage | Context::Litigation | Context::Oversight => ("triage-1", "center", Role::TriageOfficer),
        Context::Petition => ("discipline-1", "discipline", Role::DepartmentHandler),
        Context::Mediation if body["command"] == "enrol_mediator" => ("director-1", "center", Role::Leader),
        Context::Mediation => ("justice-1", "center", Role::DepartmentHandler),
        Context::Registry => ("security-1", "center", Role::SecurityAdministrator),
    };
    let actor = Actor {
        id: ActorId::parse(id).expect("an id"),
        department: DepartmentCode::parse(department).expect("a code"),
        role,
    };
    let order =
        Order { stream, ..Order::new(actor, RequestId::new(Uuid::from_u128(*number)), Channel::Window, command) };
    let begun = Instant::now();
    let done = center.submit(order).await.expect("an answer");
    (done, begun.elapsed())
}

fn enrolment() -> Value {
    json!({ "command": "enrol_mediator", "mediator": "mediator-1", "name": "安调解（虚构）", "kinds": ["peoples"],
        "qualification": "peoples_mediator", "committee": "peoples_mediation", "term_from": "2020-01-01",
        "term_until": "2099-12-31" })
}

fn registration() -> Value {
    json!({ "command": "register_case", "kind": "dispute", "claim": "楼上漏水，要求修复并赔偿", "area": "990101",
        "parties": [{ "role": "applicant", "kind": "person", "name": "甲某（虚构）", "phone": "00000000001" },
                    { "role": "respondent", "kind": "person", "name": "乙某（虚构）", "address": "虚构路1号" }] })
}

fn story(parties: &[String; 2]) -> Vec<(Context, Value)> {
    let [one, other] = parties;
    vec![
        (Context::Triage, json!({ "command": "classify_case", "dispute_type": "neighbours" })),
        (Context::Triage, json!({ "command": "choose_route", "route": "mediation" })),
        (Context::Mediation, json!({ "command": "request_mediation", "kind": "peoples", "by": one })),
        (Context::Mediation, json!({ "command": "consent", "party": other })),
        (Context::Mediation, json!({ "command": "appoint_mediator", "mediator": "mediator-1" })),
        (
            Context::Mediation,
            json!({ "command": "sign_agreement", "form": "oral", "terms": "修复并道歉", "parties": parties }),
        ),
        (Context::Mediation, json!({ "command": "terminate_mediation", "reason": "agreed" })),
        (Context::Mediation, json!({ "command": "make_return_visit", "performed": true, "satisfied": true })),
        (Context::Triage, json!({ "command": "close_case", "outcome": "settled" })),
    ]
}

/// Processor seconds of this process so far: unlike the clock, they do not count what others do on the machine.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap_or_default() / 1024
}

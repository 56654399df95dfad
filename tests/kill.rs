//! `kill -9` at any moment under load: every acknowledged commit is there with its content, none torn, none doubled; the
//! views equal those computed anew; and sled may be gone, cut or rotten at the next start.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, OpenOptions};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::{
    Acks, Ask, Cut, Dice, EXIT_CUT, Http, Launch, PowerCut, Server, faults, files_below, flip_bit, folder, length, log,
    measured, reported, sample, yidi,
};

const WRITERS: u64 = 32;

/// What a client was told of one case: its commits by version, with the facts' ids.
#[derive(Clone, Debug, Default)]
struct Told {
    case: String,
    version: u64,
    facts: BTreeMap<u64, String>,
    /// The answer of this key never came: it may or may not have happened, once.
    asked: Option<(String, Value)>,
}

/// What all clients were told.
type Book = Arc<Mutex<Vec<Told>>>;

/// Registers cases and adds parties until the server is gone.
fn write(http: &Http, book: &Book, writer: u64, stop: &AtomicBool) {
    let mut serial = 0;
    while !stop.load(Ordering::Relaxed) {
        let mut told = Told::default();
        for step in 0..6 {
            serial += 1;
            let key = format!("kill-{}-{writer}-{serial}", tests::key());
            if !ask(http, &mut told, &key, step) {
                book.lock().expect("no writer panics").push(told);
                return;
            }
        }
        book.lock().expect("no writer panics").push(told);
    }
}

/// One command; `false` when no answer came.
fn ask(http: &Http, told: &mut Told, key: &str, step: u64) -> bool {
    // Nobody comes twice: a command then records what it says, and no suspicion that two cases are one.
    let party = json!({"role": "applicant", "kind": "person", "name": format!("甲{step} {key}（虚构）")});
    let (path, seen, body) = if told.case.is_empty() {
        let register = json!({"command": "register_case", "kind": "dispute", "claim": "噪音纠纷（虚构）",
            "area": "990101", "parties": [party]});
        ("/api/v1/cases".to_owned(), None, register)
    } else {
        let body = json!({"command": "add_party", "party": party});
        (format!("/api/v1/cases/{}/intake", told.case), Some(told.version), body)
    };
    match http.post(&Ask::new("clerk-1", &path, &body).key(key).seen(seen)) {
        Ok(reply) if [200, 201].contains(&reply.status) => {
            told.note(&reply.body);
            true
        }
        Ok(_) | Err(_) => {
            told.asked = Some((key.to_owned(), body));
            false
        }
    }
}

impl Told {
    fn note(&mut self, receipt: &Value) {
        self.case = receipt["stream"].as_str().unwrap_or_default().to_owned();
        self.version = receipt["version"].as_u64().unwrap_or_default();
        for fact in receipt["facts"].as_array().into_iter().flatten() {
            let id = format!("{} {}", fact["id"], fact["kind"]);
            self.facts.insert(fact["version"].as_u64().unwrap_or_default(), id);
        }
    }

    /// What is wrong with the case as it is now.
    fn faults(&self, http: &Http) -> Option<String> {
        if self.case.is_empty() {
            return None;
        }
        let path = format!("/api/v1/cases/{}/events?limit=200", self.case);
        let found = http.get("clerk-1", &path).expect("a server that stands answers").body;
        let facts: Vec<(u64, String)> = found["facts"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|fact| (fact["version"].as_u64().unwrap_or_default(), format!("{} {}", fact["id"], fact["kind"])))
            .collect();
        let ordered = facts.iter().map(|fact| fact.0).eq(1..=facts.len() as u64);
        let there: HashMap<u64, String> = facts.into_iter().collect();
        let missing = self.facts.iter().find(|(version, id)| there.get(version) != Some(id));
        // One more command may have happened whose answer never came: it records one fact.
        let unasked = there.len() as u64 > self.version + u64::from(self.asked.is_some());
        (!ordered || missing.is_some() || unasked).then(|| format!("{}: told {self:?}, found {there:?}", self.case))
    }

    /// Sends again what was not answered: it must happen once.
    fn send_again(&mut self, http: &Http) -> Option<String> {
        let (key, body) = self.asked.clone()?;
        let registers = self.case.is_empty();
        let path = if registers { "/api/v1/cases".to_owned() } else { format!("/api/v1/cases/{}/intake", self.case) };
        let ask = Ask::new("clerk-1", &path, &body).key(&key).seen((!registers).then_some(self.version));
        let (first, again) = (http.post(&ask).expect("an answer"), http.post(&ask).expect("an answer"));
        let done = if registers { 201 } else { 200 };
        let same = first.status == done && again.status == done && first.body == again.body;
        if same {
            self.note(&first.body);
            self.asked = None;
        }
        (!same).then(|| {
            format!("{}: sent again {} {}, then {} {}", self.case, first.status, first.body, again.status, again.body)
        })
    }
}

/// What happens to sled's directory between two runs.
#[derive(Clone, Copy, Debug)]
enum Store {
    Left,
    Deleted,
    CutShort,
    BitFlipped,
}

fn harm(store: Store, data: &Path, dice: &mut Dice) {
    let dir = data.join("store");
    let files: Vec<_> = if dir.is_dir() { files_below(&dir) } else { Vec::new() };
    let files: Vec<_> = files.into_iter().filter(|file| length(file) > 0).collect();
    match store {
        Store::Left => {}
        Store::Deleted => fs::remove_dir_all(&dir).unwrap_or_default(),
        Store::CutShort | Store::BitFlipped if files.is_empty() => {}
        Store::CutShort => {
            let file = dice.pick(&files);
            let bytes = dice.below(length(file));
            OpenOptions::new().write(true).open(file).and_then(|file| file.set_len(bytes)).expect("a file can be cut");
        }
        Store::BitFlipped => {
            let file = dice.pick(&files).clone();
            flip_bit(&file, dice.below(length(&file)), u32::try_from(dice.below(8)).unwrap_or(0));
        }
    }
}

/// Load for a while, then `kill -9`.
fn load_and_kill(server: Server, book: &Book, after: Duration) {
    let stop = Arc::new(AtomicBool::new(false));
    let http = Http::new(server.address());
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (http, book, stop) = (http.clone(), book.clone(), stop.clone());
            thread::spawn(move || write(&http, &book, writer, &stop))
        })
        .collect();
    let start = Instant::now();
    let _ = tests::poll(after, || (start.elapsed() >= after).then_some(()));
    server.kill();
    stop.store(true, Ordering::Relaxed);
    writers.into_iter().for_each(|writer| writer.join().expect("no writer panics"));
}

#[test]
fn a_server_killed_under_load_loses_nothing_it_answered() {
    let mut dice = Dice::new("kill", 9);
    let data = folder();
    let book: Book = Book::default();
    let (kills, mut bad) = (sample(20, 200), Vec::new());
    for run in 0..kills {
        let store = *dice.pick(&[Store::Left, Store::Left, Store::Deleted, Store::CutShort, Store::BitFlipped]);
        harm(store, data.path(), &mut dice);
        let launch = Launch::new(data.path()).small().word("--empty");
        let server = launch.start().unwrap_or_else(|(code, said)| panic!("run {run}, store {store:?}: {code}: {said}"));
        let http = Http::new(server.address());
        for told in book.lock().expect("no writer panics").iter_mut() {
            bad.extend(told.faults(&http).map(|fault| format!("run {run}, store {store:?}: {fault}")));
            bad.extend(told.send_again(&http).map(|fault| format!("run {run}, store {store:?}: {fault}")));
        }
        assert!(bad.is_empty(), "{} faults, the first: {:#?}", bad.len(), bad.first());
        forget_all_but(&book, 400);
        load_and_kill(server, &book, Duration::from_millis(dice.between(60, 500)));
    }
    ends_sound(data.path(), &book);
    measured("kills_under_load", kills);
}

/// A sample is checked again and again, or every restart would take longer than the one before.
fn forget_all_but(book: &Book, most: usize) {
    let mut book = book.lock().expect("no writer panics");
    let surplus = book.len().saturating_sub(most);
    book.drain(..surplus);
}

/// The views of the last start are those of the log, and the log is sound.
fn ends_sound(data: &Path, book: &Book) {
    let server =
        Launch::new(data).small().word("--empty").start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
    let http = Http::new(server.address());
    let bad: Vec<String> =
        book.lock().expect("no writer panics").iter().filter_map(|told| told.faults(&http)).collect();
    assert!(bad.is_empty(), "{bad:#?}");
    let live = http.views("auditor-1");
    assert_eq!(server.stop(), 0);
    let dir = data.to_string_lossy().into_owned();
    let anew = yidi(["replay", "--json", "--data", &dir]).exits(0).json();
    for (name, rows) in live.as_object().expect("views") {
        assert!(anew["views"][name]["rows"] == *rows, "{name}: live and computed anew");
    }
    let rows = live["case-register"].as_array().expect("rows");
    let numbers: std::collections::HashSet<&str> = rows.iter().filter_map(|row| row["number"].as_str()).collect();
    assert_eq!(numbers.len(), rows.len(), "no number twice");
    let _ = yidi(["verify", "--data", &dir]).exits(0);
}

/// Killed exactly at a write, a sync or a rename, instead of at a moment.
#[test]
fn a_writer_killed_at_any_step_loses_nothing_it_acknowledged() {
    let mut dice = Dice::new("kill points", 10);
    let (probe, report) = (folder(), folder());
    let file = report.path().join("report");
    let rig = PowerCut::watching(probe.path()).reporting(&file);
    assert_eq!(Acks::start(probe.path(), 8, 160, 1, Some(&rig)).finish().code, 0);
    let (steps, points) = (reported(&file, "steps"), sample(40, 1_000));
    let (mut happened, mut run, mut bad) = (0, 0, Vec::new());
    // How groups form differs from run to run: one that ends before its step is checked too, and not counted.
    while happened < points {
        run += 1;
        assert!(run <= 2 * points, "{happened} of {run} runs met their step");
        let data = folder();
        let step = dice.between(1, steps);
        let rig = PowerCut::at(data.path(), step, Cut::Keep, run);
        let written = Acks::start(data.path(), 8, 160, run, Some(&rig)).finish();
        happened += u64::from(written.code == EXIT_CUT);
        let found = log::commits(data.path());
        let found = found.map(|commits| faults(&written.acks, commits.iter().map(|(at, bytes)| (*at, &bytes[..]))));
        bad.extend(
            found.unwrap_or_else(|refused| vec![refused]).into_iter().map(|fault| format!("step {step}: {fault}")),
        );
    }
    measured("kill_points", happened);
    measured("kill_acked_lost", bad.len());
    assert!(bad.is_empty(), "{bad:#?}");
}

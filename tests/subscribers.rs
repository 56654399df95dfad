//! The readers that departments copy, in three languages: each is killed again and again while facts come, and in the end
//! has done each of them once, in order.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tests::{Broker, Dice, Http, Journey, Launch, folder, measured, party, reader, sample, until, workspace};

/// How long it may take until a reader has everything.
const TAKEN_WITHIN: Duration = Duration::from_secs(90);
/// How long a reader lives before it is killed: some die while they start, some in the middle.
const LIVES_MS: (u64, u64) = (50, 2_500);

/// A reader of a department, and where it keeps what it did.
pub(crate) struct Reader {
    pub(crate) department: &'static str,
    staff: &'static str,
    pub(crate) program: fn(&Path) -> Command,
    /// The facts it did, in the order in which it did them, each with its number.
    pub(crate) done: fn(&Path) -> Vec<(u64, Value)>,
}

pub(crate) const READERS: [Reader; 3] = [
    Reader { department: "housing", staff: "housing-1", program: rust, done: lines },
    Reader { department: "transport", staff: "transport-1", program: python, done: rows },
    Reader { department: "market", staff: "market-1", program: node, done: lines },
];

fn sources() -> PathBuf {
    workspace().join("deploy/subscribers")
}

/// Where `cargo xtask test` put what Python and Node need.
fn libraries() -> PathBuf {
    let folder = std::env::var_os("YIDI_SUBSCRIBERS").map(PathBuf::from).filter(|path| path.exists());
    folder.expect("the readers' libraries: run `cargo xtask test`, which installs them")
}

pub(crate) fn rust(_: &Path) -> Command {
    Command::new(reader())
}

pub(crate) fn python(_: &Path) -> Command {
    let mut python = Command::new("python3");
    python.env("PYTHONPATH", libraries().join("python")).arg(sources().join("python/subscriber.py"));
    python
}

/// Node looks for libraries beside the program, so a copy of it lies where they are.
pub(crate) fn node(home: &Path) -> Command {
    let (copy, beside) = (home.join("subscriber.mjs"), home.join("node_modules"));
    if !copy.exists() {
        fs::copy(sources().join("node/subscriber.mjs"), &copy).expect("a copy");
        std::os::unix::fs::symlink(libraries().join("node/node_modules"), &beside).expect("a link");
    }
    let mut node = Command::new("node");
    node.arg(copy);
    node
}

/// What lies in a file of whole lines.
fn lines(book: &Path) -> Vec<(u64, Value)> {
    let text = fs::read_to_string(book).unwrap_or_default();
    let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    let line = |line: &str| -> Value { serde_json::from_str(line).expect("JSON") };
    whole.map(line).map(|line| (line["seq"].as_u64().expect("a number"), line["fact"].clone())).collect()
}

/// What lies in a table.
fn rows(book: &Path) -> Vec<(u64, Value)> {
    const READ: &str = "import sqlite3, sys\n\
        for seq, fact in sqlite3.connect(sys.argv[1]).execute('SELECT seq, fact FROM facts ORDER BY rowid'):\n    \
            print('{\"seq\": %d, \"fact\": %s}' % (seq, fact))";
    let said = Command::new("python3").args(["-c", READ]).arg(book).output().expect("python3 can be started");
    let copy = book.with_extension("lines");
    fs::write(&copy, said.stdout).expect("a file can be written");
    lines(&copy)
}

impl Reader {
    /// Starts it; what it has to say goes there.
    pub(crate) fn start(&self, broker: &Broker, (home, book): (&Path, &Path), said: Stdio) -> Child {
        let mut program = (self.program)(home);
        program.args([&broker.url(), "990101", self.department, &broker.key(self.department)]).arg(book);
        program.stdout(Stdio::null()).stderr(said).spawn().expect("a reader can be started")
    }

    /// A case for this department, which tells it a handful of facts.
    pub(crate) fn is_told(&self, http: &Http) -> String {
        let register = json!({"command": "register_case", "kind": "dispute", "claim": "虚构纠纷（虚构）",
            "area": "990101", "parties": [party("applicant", "person", "甲（虚构）")]});
        let mut case = Journey::begin(http, "clerk-1", &register);
        case.ask("triage-1", "triage", &json!({"command": "classify_case", "dispute_type": "noise"}));
        case.ask("triage-1", "triage", &json!({"command": "assign_case", "to": self.department}));
        case.ask(self.staff, "triage", &json!({"command": "receive_assignment", "assignment": 1}));
        case.case
    }

    /// The ids of what the API shows this department of a case, as far as it is told by itself.
    pub(crate) fn wanted(&self, http: &Http, case: &str) -> Vec<String> {
        let path = format!("/api/v1/cases/{case}/events?limit=200");
        let page = http.get(self.staff, &path).expect("an answer").body;
        let facts = page["facts"].as_array().cloned().unwrap_or_default();
        let told = facts.iter().filter(|fact| fact["classification"] == "internal");
        told.map(|fact| fact["id"].as_str().expect("an id").to_owned()).collect()
    }

    /// Is killed at random moments while facts come, and then left alone until it has everything.
    fn is_killed(&self, broker: &Broker, http: &Http, dice: &mut Dice) {
        let home = folder();
        let book = home.path().join("book");
        let (mut cases, kills) = (Vec::new(), sample(5, 100));
        for _ in 0..kills {
            let mut program = self.start(broker, (home.path(), &book), Stdio::null());
            cases.push(self.is_told(http));
            std::thread::sleep(Duration::from_millis(dice.between(LIVES_MS.0, LIVES_MS.1)));
            let _ = program.kill();
            let _ = program.wait();
        }
        let wanted: Vec<Vec<String>> = cases.iter().map(|case| self.wanted(http, case)).collect();
        let count = wanted.iter().map(Vec::len).sum::<usize>();
        let mut program = self.start(broker, (home.path(), &book), Stdio::null());
        until("everything to be taken", TAKEN_WITHIN, || ((self.done)(&book).len() >= count).then_some(()));
        let _ = program.kill();
        let _ = program.wait();
        let done = (self.done)(&book);
        let numbers: Vec<u64> = done.iter().map(|(seq, _)| *seq).collect();
        assert_eq!(numbers, (1..=count as u64).collect::<Vec<_>>(), "{}: each once, none lost", self.department);
        for (case, wanted) in cases.iter().zip(&wanted) {
            let of_case = done.iter().filter(|(_, fact)| fact["stream"] == case.as_str());
            let ids: Vec<&str> = of_case.filter_map(|(_, fact)| fact["id"].as_str()).collect();
            assert_eq!(ids, *wanted, "{}: a case in its order", self.department);
        }
        measured(&format!("reader_kills_{}", self.department), kills);
        measured(&format!("reader_lost_{}", self.department), count.saturating_sub(done.len()));
        measured(&format!("reader_doubled_{}", self.department), done.len().saturating_sub(count));
    }
}

/// A center, a broker, and this reader under its kills.
fn killed(reader: &Reader) {
    let (data, broker) = (folder(), Broker::start());
    let launch = Launch::new(data.path()).word("--empty").word("--nats").word(&broker.url());
    let launch = launch.word("--nats-key").word(&broker.key("relay"));
    let server = launch.start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
    let mut dice = Dice::new(reader.department, 7);
    reader.is_killed(&broker, &Http::new(server.address()), &mut dice);
    assert_eq!(server.stop(), 0);
}

#[test]
fn the_reader_in_rust_does_each_fact_once() {
    killed(&READERS[0]);
}

#[test]
fn the_reader_in_python_does_each_fact_once() {
    killed(&READERS[1]);
}

#[test]
fn the_reader_in_node_does_each_fact_once() {
    killed(&READERS[2]);
}

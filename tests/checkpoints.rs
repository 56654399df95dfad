//! The signed checkpoints of the log at a real broker: every department's program keeps them and can prove that history was
//! only extended; what is forged or contradicts stops it, with both at hand.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use async_nats::HeaderMap;
use async_nats::jetstream;
use journal::{CheckpointKey, Digest};
use serde_json::{Value, json};
use tests::{Broker, Http, Journey, Server, binary, folder, measured, party, until};

use crate::nats::{self, administered, answer, block_on, client};
use crate::subscribers::{node, python, rust};

/// How long it may take until a checkpoint has reached everybody, or stopped them.
const KEPT_WITHIN: Duration = Duration::from_secs(60);
const STREAM: &str = "yidi-checkpoints-990101";
const SUBJECT: &str = "yidi-checkpoints.990101";

/// A program that keeps checkpoints, and the department it is of.
struct Keeper {
    department: &'static str,
    program: fn(&Path) -> Command,
}

/// Those that departments copy, and our own.
const KEEPERS: [Keeper; 4] = [
    Keeper { department: "housing", program: rust },
    Keeper { department: "transport", program: python },
    Keeper { department: "market", program: node },
    Keeper { department: "court", program: |_| Command::new(binary()) },
];

impl Keeper {
    fn start(&self, broker: &Broker, home: &Path, verifier: &str) -> Child {
        let (mut program, book, key) = ((self.program)(home), self.book(home), broker.key(self.department));
        if self.department == "court" {
            program.args(["subscriptions", "follow", "--department", self.department, "--nats", &broker.url()]);
            program.args(["--nats-key", &key, "--verifier", verifier, "--into"]).arg(book);
        } else {
            program.args([&broker.url(), "990101", self.department, &key]).arg(book).arg(verifier);
        }
        program.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a reader can be started")
    }

    fn book(&self, home: &Path) -> PathBuf {
        home.join(self.department)
    }

    /// How many commits each kept checkpoint covers.
    fn kept(&self, home: &Path) -> Vec<u64> {
        const READ: &str = "import sqlite3, sys\n\
            for row in sqlite3.connect(sys.argv[1]).execute('SELECT size FROM witnessed ORDER BY size'): print(row[0])";
        if self.department == "transport" {
            let said = Command::new("python3").args(["-c", READ]).arg(self.book(home)).output().expect("python3");
            return String::from_utf8_lossy(&said.stdout).lines().filter_map(|line| line.parse().ok()).collect();
        }
        let text = fs::read_to_string(home.join(format!("{}.checkpoints", self.department))).unwrap_or_default();
        let lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        let line = |line: &str| -> Value { serde_json::from_str(line).expect("JSON") };
        lines.map(|text| line(text)["size"].as_u64().expect("a number")).collect()
    }

    /// What was laid down as evidence.
    fn evidence(&self, home: &Path) -> String {
        fs::read_to_string(home.join(format!("{}.contradiction", self.department))).unwrap_or_default()
    }
}

/// A center, its broker, and everybody who keeps its checkpoints.
struct Kept {
    data: tempfile::TempDir,
    home: tempfile::TempDir,
    broker: Broker,
    verifier: String,
    running: Vec<Child>,
    people: u64,
    refused: u64,
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.end_all();
    }
}

impl Kept {
    fn begin() -> Self {
        let (data, broker) = (folder(), Broker::start());
        Kept { data, home: folder(), broker, verifier: String::new(), running: Vec::new(), people: 0, refused: 0 }
    }

    fn served(&self) -> Server {
        nats::served(self.data.path(), &self.broker, &["--empty", "--nats-check-seconds", "1"])
    }

    /// Something happens, and a receipt of it is taken: for that a checkpoint is signed at once.
    fn signed(&mut self, server: &Server) -> u64 {
        let http = Http::new(server.address());
        // Somebody else each time: of a matter that may be there already there is no receipt.
        self.people += 1;
        let mut applicant = party("applicant", "person", &format!("第{}人（虚构）", self.people));
        applicant["phone"] = json!(format!("{:011}", self.people));
        let register = json!({"command": "register_case", "kind": "dispute", "claim": "虚构纠纷（虚构）",
            "area": "990101", "parties": [applicant]});
        let case = Journey::begin(&http, "clerk-1", &register).case;
        let receipt = http.get("clerk-1", &format!("/api/v1/cases/{case}/receipt")).expect("an answer").body;
        self.verifier = receipt["verifier"].as_str().expect("a key").to_owned();
        let note = http.get("auditor-1", "/checkpoint").expect("an answer").text;
        note.lines().nth(1).and_then(|size| size.parse().ok()).unwrap_or_else(|| panic!("a checkpoint: {note}"))
    }

    fn start_all(&mut self) {
        self.end_all();
        self.running = KEEPERS.iter().map(|one| one.start(&self.broker, self.home.path(), &self.verifier)).collect();
    }

    fn end_all(&mut self) {
        for mut program in self.running.drain(..) {
            let _ = program.kill();
            let _ = program.wait();
        }
    }

    /// Until everybody has kept a checkpoint of so many commits. A program may have started before its stream was there,
    /// or have lost its broker: whoever runs it starts it again.
    fn all_keep(&mut self, size: u64) {
        for (at, keeper) in KEEPERS.iter().enumerate() {
            until(&format!("{} to keep the checkpoint of {size}", keeper.department), KEPT_WITHIN, || {
                let ended = self.running[at].try_wait().expect("a child").is_some();
                if ended && keeper.evidence(self.home.path()).is_empty() {
                    self.running[at] = keeper.start(&self.broker, self.home.path(), &self.verifier);
                }
                keeper.kept(self.home.path()).contains(&size).then_some(())
            });
        }
    }

    /// Everybody stops at this note, which lies beside their books, together with the last one they believed.
    fn all_refuse(&mut self, note: &str) {
        let home = self.home.path();
        for (keeper, program) in KEEPERS.iter().zip(&mut self.running) {
            let status = until(&format!("{} to refuse {note}", keeper.department), KEPT_WITHIN, || {
                program.try_wait().expect("a child")
            });
            let (evidence, last) = (keeper.evidence(home), keeper.kept(home).into_iter().max().expect("one was kept"));
            assert!(!status.success() && evidence.contains(note), "{}: {evidence}", keeper.department);
            assert!(evidence.contains(&format!("\n{last}\n")), "{}: both are kept: {evidence}", keeper.department);
            fs::remove_file(home.join(format!("{}.contradiction", keeper.department))).expect("removed");
            self.refused += 1;
        }
    }

    /// Published by whoever got hold of the relay's key.
    fn publish(&self, from: u64, note: &str) {
        let mut headers = HeaderMap::new();
        headers.insert("Yidi-From", from.to_string());
        headers.insert("Yidi-Proof", format!("{} {}", "00".repeat(32), "11".repeat(32)));
        let note = note.to_owned();
        administered(&self.broker, |context| async move {
            let sent = context.publish_with_headers(SUBJECT, headers, note.into()).await.expect("sent");
            sent.await.expect("kept");
        });
    }
}

#[test]
fn departments_keep_every_checkpoint_whatever_becomes_of_the_broker() {
    let mut kept = Kept::begin();
    let mut server = kept.served();
    let mut sizes = vec![kept.signed(&server)];
    kept.start_all();
    kept.all_keep(sizes[0]);
    sizes.extend([kept.signed(&server), kept.signed(&server)]);
    kept.all_keep(sizes[2]);
    kept.end_all();
    kept.broker.kill();
    kept.broker.lose_everything();
    kept.broker.up();
    server.kill();
    server = kept.served();
    sizes.push(kept.signed(&server));
    kept.start_all();
    kept.all_keep(sizes[3]);
    for keeper in &KEEPERS {
        let (all, evidence) = (keeper.kept(kept.home.path()), keeper.evidence(kept.home.path()));
        assert!(sizes.iter().all(|size| all.contains(size)), "{}: {all:?} of {sizes:?}", keeper.department);
        assert!(all.is_sorted_by(|one, next| one < next), "{}: each once: {all:?}", keeper.department);
        assert_eq!(evidence, "", "{}", keeper.department);
    }
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_checkpoint_that_is_forged_stops_its_readers_and_does_not_last() {
    let mut kept = Kept::begin();
    let server = kept.served();
    let size = kept.signed(&server);
    kept.start_all();
    kept.all_keep(size);
    assert_eq!(server.stop(), 0);
    let (origin, elsewhere) = (origin(&kept), folder());
    let other = CheckpointKey::open(elsewhere.path(), &origin).expect("a key");
    let forged = other.sign(size + 1, Digest([7; 32])).expect("a note");
    kept.publish(size, &forged);
    kept.all_refuse(&forged);
    let server = kept.served();
    let next = kept.signed(&server);
    kept.start_all();
    kept.all_keep(next);
    assert_eq!(server.stop(), 0);
}

fn origin(kept: &Kept) -> String {
    kept.verifier.split('+').next().expect("a name").to_owned()
}

#[test]
fn a_center_that_contradicts_itself_stops_its_readers_and_is_told() {
    let mut kept = Kept::begin();
    let mut server = kept.served();
    let mut size = kept.signed(&server);
    kept.start_all();
    // As many commits with another root; more, and another history; fewer than were kept, and never shown.
    for (more, from) in [(0, 0), (1_000, 0), (0, 1)] {
        kept.all_keep(size);
        assert_eq!(server.stop(), 0);
        let key = CheckpointKey::of_log(kept.data.path()).expect("the log's directory").expect("a key");
        let known = KEEPERS[0].kept(kept.home.path());
        let last = known.iter().copied().max().expect("one was kept");
        let claimed = if from == 1 { fewer(&known) } else { last + more };
        let forked = key.sign(claimed, Digest([7; 32])).expect("a note");
        kept.publish(last, &forked);
        kept.all_refuse(&forked);
        server = kept.served();
        until("the operator to be told", KEPT_WITHIN, || server.said().contains("the log was put back").then_some(()));
        administered(&kept.broker, |context: jetstream::Context| async move {
            context.delete_stream(STREAM).await.expect("deleted");
        });
        size = kept.signed(&server);
        kept.start_all();
    }
    measured("checkpoints_refused", kept.refused);
    assert_eq!(server.stop(), 0);
}

/// A number of commits below the last that no kept checkpoint covers.
fn fewer(known: &[u64]) -> u64 {
    let last = known.iter().copied().max().expect("one was kept");
    (1..last).rev().find(|size| !known.contains(size)).expect("commits between two checkpoints")
}

#[test]
fn a_department_reads_checkpoints_by_its_own_consumer_alone() {
    let mut kept = Kept::begin();
    let server = kept.served();
    let _ = kept.signed(&server);
    until("the stream of checkpoints", KEPT_WITHIN, || {
        block_on(async {
            let transport = client(&kept.broker, "transport").await;
            let own = format!("$JS.API.CONSUMER.INFO.{STREAM}.transport");
            let info = answer(&transport, &own, KEPT_WITHIN).await;
            info.filter(|info| !String::from_utf8_lossy(info).contains("error"))
        })
    });
    block_on(async {
        let transport = client(&kept.broker, "transport").await;
        for subject in [
            format!("$JS.API.CONSUMER.MSG.NEXT.{STREAM}.housing"),
            format!("$JS.API.STREAM.INFO.{STREAM}"),
            format!("$JS.API.STREAM.MSG.GET.{STREAM}"),
            format!("$JS.API.STREAM.DELETE.{STREAM}"),
            format!("$JS.API.CONSUMER.CREATE.{STREAM}"),
            SUBJECT.to_owned(),
        ] {
            let answered = answer(&transport, &subject, Duration::from_millis(400)).await;
            assert!(answered.is_none(), "transport asks {subject}");
        }
    });
    assert_eq!(server.stop(), 0);
}

//! The words of the compose file as processes: on ports and in directories of one test, gone with their handles.

use std::collections::BTreeMap;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tests::{a_port, binary, copy_tree, until, workspace};

use super::{WITHIN, read};

/// From the port at which clients reach a broker to that at which brokers reach each other.
const CLUSTER_BEHIND: u16 = 2000;

/// A program, gone with its handle.
pub(super) struct Process(Child);

impl Process {
    fn start(program: &Path, words: &[String], data: &Path) -> Self {
        let mut command = Command::new(program);
        command.args(words).env("YIDI_DATA", data).stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().unwrap_or_else(|error| panic!("{}: {error}", program.display())))
    }

    fn has_ended(&mut self) -> bool {
        self.0.try_wait().expect("our own child can be asked").is_some()
    }

    /// Waits for it to end by itself, and well.
    fn ends_well(mut self) {
        assert!(self.0.wait().expect("our own child can be waited for").success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The words each service of the compose file is started with. They stand on one line, as in JSON.
fn words() -> BTreeMap<String, Vec<String>> {
    let (mut service, mut all) = (String::new(), BTreeMap::new());
    for line in read("deploy/compose.yaml").lines() {
        let name = line.strip_prefix("  ").and_then(|line| line.strip_suffix(':'));
        if let Some(name) = name.filter(|name| !name.starts_with(' ')) {
            service = name.to_owned();
        } else if let Some(words) = line.trim().strip_prefix("command: ") {
            all.insert(service.clone(), serde_json::from_str(words).expect("words on one line"));
        }
    }
    all
}

/// The first of three ports next to each other that are free, as are those at which brokers reach each other. Below those
/// the system gives out by itself, and elsewhere for another run of the tests.
fn three_ports() -> u16 {
    let free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
    let three = |port: u16| (port..port + 3).all(|port| free(port) && free(port + CLUSTER_BEHIND));
    let from = 20_000 + u16::try_from(std::process::id() % 100).expect("two digits") * 80;
    (from..30_000).step_by(5).find(|port| three(*port)).expect("free ports")
}

/// What is written in the file, and what stands for it here. Each word is read once: what was put in is not looked at again,
/// and a folder stands at its beginning, or behind an `=`: `/nats/nats-1.conf` names one folder.
fn put(word: &str, instead: &[(String, String)]) -> String {
    let (mut rest, mut whole) = (word, String::new());
    while let Some(first) = rest.chars().next() {
        let here = |from: &str| !from.starts_with('/') || whole.is_empty() || whole.ends_with('=');
        let mut known = instead.iter().filter(|(from, _)| here(from));
        let known = known.find_map(|(from, to)| Some((rest.strip_prefix(from.as_str())?, to.clone())));
        let (behind, to) = known.unwrap_or_else(|| (&rest[first.len_utf8()..], first.to_string()));
        whole.push_str(&to);
        rest = behind;
    }
    whole
}

/// The compose file on a stage of its own.
pub(super) struct Composed {
    words: BTreeMap<String, Vec<String>>,
    instead: Vec<(String, String)>,
    home: PathBuf,
    brokers: u16,
    center: u16,
    prometheus: u16,
}

impl Composed {
    /// Nothing runs yet.
    pub(super) fn in_folder(home: &Path) -> Self {
        let (brokers, center, prometheus) = (three_ports(), a_port(), a_port());
        let at = |name: &str| home.join(name).to_string_lossy().into_owned();
        let ports = [(4222, brokers), (4223, brokers + 1), (4224, brokers + 2), (7300, center), (9090, prometheus)];
        let ports = ports.map(|(from, to)| (format!(":{from}"), format!(":{to}")));
        let folders =
            [("/etc/prometheus", "watchers"), ("/prometheus", "figures"), ("/nats", "nats"), ("/data", "kept")];
        let folders = folders.map(|(from, to)| (from.to_owned(), at(to)));
        let instead = ports.into_iter().chain(folders).collect();
        Composed { words: words(), instead, home: home.to_owned(), brokers, center, prometheus }
    }

    fn words(&self, service: &str) -> Vec<String> {
        let words = self.words.get(service).unwrap_or_else(|| panic!("no service {service}"));
        words.iter().map(|word| put(word, &self.instead)).collect()
    }

    fn start(&self, program: &Path, service: &str) -> Process {
        Process::start(program, &self.words(service), &self.home.join("center"))
    }

    /// Three brokers, configured by the center.
    pub(super) fn brokers(&self) -> Vec<Process> {
        let program = std::env::var_os("YIDI_NATS_SERVER").map(PathBuf::from);
        let program = program.expect("nats-server: run `cargo xtask test`, which installs it");
        self.start(binary(), "nats-config").ends_well();
        let three = ["nats-1", "nats-2", "nats-3"].map(|service| self.start(&program, service));
        (0..3).for_each(|more| listens(self.brokers + more));
        three.into()
    }

    /// The center, and its address.
    pub(super) fn center(&self) -> (Process, String) {
        let center = self.start(binary(), "yidi");
        listens(self.center);
        (center, format!("http://127.0.0.1:{}", self.center))
    }

    /// What watches over it, and its address: in a hurry, looking every second and not every quarter of a minute.
    pub(super) fn prometheus(&self) -> (Process, String) {
        let watchers = self.home.join("watchers");
        copy_tree(&workspace().join("deploy/prometheus"), &watchers);
        let path = watchers.join("prometheus.yml");
        let text = fs::read_to_string(&path).expect("its configuration");
        let text = put(&text, &self.instead).replace(": 15s", ": 1s");
        fs::write(&path, text).expect("written");
        let prometheus = self.start(Path::new("prometheus"), "prometheus");
        listens(self.prometheus);
        (prometheus, format!("http://127.0.0.1:{}", self.prometheus))
    }

    /// A department's own program: it writes what it is told into a file.
    pub(super) fn reader(&self, department: &str) -> Process {
        let server = self.words("yidi");
        let server = server.iter().find(|word| word.starts_with("nats://")).expect("where the brokers are");
        let key = put(&format!("/nats/keys/{department}.nk"), &self.instead);
        let into = self.book(department).to_string_lossy().into_owned();
        let words = ["subscriptions", "follow", "--department", department, "--nats", server, "--nats-key", &key];
        let words: Vec<String> = words.into_iter().chain(["--into", &into]).map(str::to_owned).collect();
        Process::start(binary(), &words, &self.home)
    }

    fn book(&self, department: &str) -> PathBuf {
        self.home.join(format!("{department}.lines"))
    }

    /// Waits until a department has taken a fact of this case. A reader that lost its broker ends, as it may; whoever runs it
    /// starts it again.
    pub(super) fn reaches(&self, (department, reader): (&str, &mut Process), case: &str) {
        let taken = || {
            if reader.has_ended() {
                *reader = self.reader(department);
            }
            let lines = crate::nats::taken(&self.book(department));
            lines.iter().any(|line| line["fact"]["stream"] == case).then_some(())
        };
        until(&format!("{department} to be told of {case}"), WITHIN, taken);
    }
}

fn listens(port: u16) {
    until("a program to listen", WITHIN, || TcpStream::connect(("127.0.0.1", port)).ok());
}

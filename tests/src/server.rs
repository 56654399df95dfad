//! A server as a child process: started on a free port, killed with its handle.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::{PowerCut, binary, wait};

/// How long a start may take; a rebuild of what is derived is part of it.
const START_WITHIN: Duration = Duration::from_secs(60);
/// How long a graceful end may take, with room for a busy machine.
const END_WITHIN: Duration = Duration::from_secs(20);

/// How a server is started.
#[derive(Clone, Debug)]
pub struct Launch {
    data: PathBuf,
    words: Vec<String>,
    environment: Vec<(String, String)>,
}

impl Launch {
    /// A demonstration on this directory.
    #[must_use]
    pub fn new(data: &Path) -> Self {
        Launch { data: data.to_path_buf(), words: vec!["--demo".to_owned()], environment: Vec::new() }
    }

    /// A center as in real use: it seals what is personal with the keys behind this key file, and people sign in.
    #[must_use]
    pub fn sealed(data: &Path, key_file: &Path) -> Self {
        let key = key_file.to_string_lossy().into_owned();
        let words = ["--key-file", &key, "--origin", "yidi.invalid/sealed"].map(str::to_owned).into();
        Launch { data: data.to_path_buf(), words, environment: Vec::new() }
    }

    /// With segments, runs and reserves so small that a test meets many of them.
    #[must_use]
    pub fn small(mut self) -> Self {
        self.words.push("--small".to_owned());
        self
    }

    /// With a further word on the command line.
    #[must_use]
    pub fn word(mut self, word: &str) -> Self {
        self.words.push(word.to_owned());
        self
    }

    /// Under a rig.
    #[must_use]
    pub fn under(mut self, rig: &PowerCut) -> Self {
        self.environment.extend(rig.environment().map(|(name, value)| (name.to_owned(), value.to_owned())));
        self
    }

    /// Starts it; `Err` holds the exit code and what it said if it ended before it listened.
    ///
    /// # Errors
    /// A server that refuses to start.
    ///
    /// # Panics
    /// If it neither listens nor ends in time.
    pub fn start(&self) -> Result<Server, (i32, String)> {
        let mut command = Command::new(binary());
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&self.data).args(&self.words);
        if !self.words.iter().any(|word| word == "--demo") {
            // Whoever runs the tests in a container is root there.
            command.arg("--as-root");
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("yidi can be started");
        let said = listen_to(&mut child);
        let stdout = child.stdout.take().expect("stdout is a pipe");
        match address(stdout) {
            Some(address) => Ok(Server { child, address, said }),
            None => {
                let status = ended(&mut child, START_WITHIN).expect("a server that does not listen ends");
                let said = wait::poll(END_WITHIN, || Arc::strong_count(&said).eq(&1).then(|| text(&said)));
                Err((status.code().unwrap_or(-1), said.unwrap_or_default()))
            }
        }
    }
}

/// A running server.
pub struct Server {
    child: Child,
    address: String,
    said: Arc<Mutex<String>>,
}

impl Server {
    /// Starts a demonstration on `data`.
    ///
    /// # Panics
    /// If it does not come up.
    #[must_use]
    pub fn start(data: &Path) -> Self {
        Launch::new(data).start().unwrap_or_else(|(code, said)| panic!("the server ended with {code}: {said}"))
    }

    /// `http://127.0.0.1:PORT`
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The address of a path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// What it said on stderr so far.
    #[must_use]
    pub fn said(&self) -> String {
        text(&self.said)
    }

    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`: no goodbye.
    ///
    /// # Panics
    /// If the system refuses.
    pub fn kill(mut self) {
        self.child.kill().expect("our own child can be killed");
        self.child.wait().expect("a killed child can be waited for");
    }

    /// `kill -TERM`, and its exit code.
    ///
    /// # Panics
    /// If it does not end in time.
    #[must_use]
    pub fn stop(mut self) -> i32 {
        self.signal("-TERM");
        self.wait().unwrap_or_else(|| panic!("the server did not end within {END_WITHIN:?}"))
    }

    /// Sends a signal.
    ///
    /// # Panics
    /// If there is no such process.
    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(sent.expect("kill can be started").success(), "cannot send {signal}");
    }

    /// Its exit code once it ends by itself; `None` if it does not in time.
    pub fn wait(&mut self) -> Option<i32> {
        ended(&mut self.child, END_WITHIN).map(|status| status.code().unwrap_or(-1))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself: then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn ended(child: &mut Child, within: Duration) -> Option<ExitStatus> {
    wait::poll(within, || child.try_wait().expect("our own child can be asked"))
}

/// Keeps what the child says on stderr, so that it never waits for a reader.
fn listen_to(child: &mut Child) -> Arc<Mutex<String>> {
    let stderr = child.stderr.take().expect("stderr is a pipe");
    let said = Arc::new(Mutex::new(String::new()));
    let keep = Arc::clone(&said);
    thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            let mut said = keep.lock().expect("nobody panics with this lock");
            said.push_str(&line);
            said.push('\n');
        }
    });
    said
}

fn text(said: &Mutex<String>) -> String {
    said.lock().expect("nobody panics with this lock").clone()
}

/// The address on the line `listening http://...`; afterwards stdout is drained in the background.
fn address(stdout: ChildStdout) -> Option<String> {
    let mut lines = BufReader::new(stdout);
    let mut line = String::new();
    while lines.read_line(&mut line).is_ok_and(|bytes| bytes > 0) {
        if let Some(address) = line.trim().strip_prefix("listening ") {
            let address = address.trim_end_matches('/').to_owned();
            thread::spawn(move || lines.read_to_end(&mut Vec::new()));
            return Some(address);
        }
        line.clear();
    }
    None
}

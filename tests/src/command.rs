//! Running a verb to its end.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::binary;

/// What a verb answered.
#[derive(Debug)]
pub struct Answer {
    /// The exit code; -1 if a signal ended it.
    pub code: i32,
    /// Everything on stdout.
    pub stdout: String,
    /// Everything on stderr.
    pub stderr: String,
}

impl Answer {
    /// The one JSON document on stdout.
    ///
    /// # Panics
    /// If stdout is anything else.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("no JSON document ({error}): {self:?}"))
    }

    /// The same answer, after making sure of the exit code.
    ///
    /// # Panics
    /// On another exit code.
    #[must_use]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "exit code; stdout: {} stderr: {}", self.stdout, self.stderr);
        self
    }
}

/// Runs `yidi` with these words.
pub fn yidi<S: AsRef<OsStr>>(words: impl IntoIterator<Item = S>) -> Answer {
    yidi_with(&[], words)
}

/// Runs `yidi` with these words and this environment.
///
/// # Panics
/// If it cannot be started.
pub fn yidi_with<S: AsRef<OsStr>>(environment: &[(&str, &str)], words: impl IntoIterator<Item = S>) -> Answer {
    let mut command = Command::new(binary());
    command.args(words).envs(environment.iter().copied()).stdin(Stdio::null());
    let output = command.output().expect("yidi can be started");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Answer { code: output.status.code().unwrap_or(-1), stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

//! What a journal writer said was durable, and whether it is.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use journal::{Digest, leaf_hash};

use crate::{PowerCut, binary};

/// One line `ack POSITION STREAM VERSION LEAF` of `yidi bench acks`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AckLine {
    /// The position.
    pub position: u64,
    /// The stream, in hexadecimal.
    pub stream: String,
    /// The stream's version after the commit.
    pub version: u64,
    /// The leaf, in hexadecimal.
    pub leaf: String,
}

/// A journal writer at work: a child process that prints every acknowledgement.
pub struct Acks {
    child: Child,
}

/// What a writer left behind.
#[derive(Debug)]
pub struct Written {
    /// Its exit code; -1 after a signal.
    pub code: i32,
    /// What it acknowledged.
    pub acks: Vec<AckLine>,
    /// What it said on stderr.
    pub stderr: String,
}

impl Acks {
    /// Starts a writer on `data`: `writers` at once, `commits` in all.
    ///
    /// # Panics
    /// If it cannot be started.
    #[must_use]
    pub fn start(data: &Path, writers: u64, commits: u64, seed: u64, rig: Option<&PowerCut>) -> Self {
        let mut command = Command::new(binary());
        command.args(["bench", "acks", "--small", "--data"]).arg(data);
        for (name, number) in [("--writers", writers), ("--commits", commits), ("--seed", seed)] {
            command.args([name, &number.to_string()]);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(rig) = rig {
            command.envs(rig.environment());
        }
        Acks { child: command.spawn().expect("yidi can be started") }
    }

    /// Waits for its end.
    ///
    /// # Panics
    /// If a line is no acknowledgement.
    #[must_use]
    pub fn finish(self) -> Written {
        let output = self.child.wait_with_output().expect("a child can be waited for");
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        // The last line may be cut off where the process was.
        let whole = stdout.rfind('\n').map_or("", |end| stdout.get(..end).unwrap_or_default());
        Written {
            code: output.status.code().unwrap_or(-1),
            acks: whole.lines().filter(|line| line.starts_with("ack ")).map(AckLine::parse).collect(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl AckLine {
    fn parse(line: &str) -> Self {
        let words: Vec<&str> = line.split(' ').collect();
        let [_, position, stream, version, leaf] = words[..] else { panic!("no acknowledgement: {line:?}") };
        AckLine {
            position: position.parse().expect("a position"),
            stream: stream.to_owned(),
            version: version.parse().expect("a version"),
            leaf: leaf.to_owned(),
        }
    }
}

/// Every fault of a log against what was acknowledged: a commit missing, another in its place, a version that jumps or
/// comes twice. `commits` are the bytes found at each position, from 1 on.
#[must_use]
pub fn faults<'a>(acks: &[AckLine], commits: impl IntoIterator<Item = (u64, &'a [u8])>) -> Vec<String> {
    let (mut faults, mut found, mut versions) = (Vec::new(), HashMap::new(), HashMap::<_, u64>::new());
    for (position, bytes) in commits {
        let Some(view) = journal::CommitView::parse(position, bytes) else {
            faults.push(format!("position {position}: the bytes are no commit"));
            continue;
        };
        let before = versions.insert(view.stream(), view.last_version()).unwrap_or(0);
        if view.first_version() != before + 1 {
            faults.push(format!("position {position}: version {} after {before}", view.first_version()));
        }
        if found.insert(position, leaf_hash(bytes)).is_some() || found.len() as u64 != position {
            faults.push(format!("position {position}: out of order"));
        }
    }
    faults.extend(acks.iter().filter_map(|ack| missing(ack, found.get(&ack.position))));
    faults
}

fn missing(ack: &AckLine, found: Option<&Digest>) -> Option<String> {
    match found {
        Some(leaf) if leaf.hex() == ack.leaf => None,
        Some(leaf) => Some(format!("position {}: acknowledged as {}, found {}", ack.position, ack.leaf, leaf.hex())),
        None => Some(format!("position {}: acknowledged and not there", ack.position)),
    }
}

//! The power-cut rig: a library in front of libc that forgets, tears or reorders what was not synced.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::binary::workspace;

/// How the disk loses what was not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// All of it is forgotten.
    Drop,
    /// The last write arrived in part.
    Torn,
    /// A random half of the sectors arrived.
    Reorder,
    /// Nothing is lost: the process died, the machine lived on.
    Keep,
}

impl Cut {
    fn word(self) -> &'static str {
        match self {
            Cut::Drop => "drop",
            Cut::Torn => "torn",
            Cut::Reorder => "reorder",
            Cut::Keep => "keep",
        }
    }
}

/// The exit code of a process whose power was cut.
pub const EXIT_CUT: i32 = 99;

static LIBRARY: OnceLock<PathBuf> = OnceLock::new();

/// What happens to one process, as the environment the rig reads.
#[derive(Clone, Debug, Default)]
pub struct PowerCut {
    environment: Vec<(String, String)>,
}

impl PowerCut {
    /// Power is cut at the `step`-th write, sync, rename or change of size below `dir`.
    #[must_use]
    pub fn at(dir: &Path, step: u64, cut: Cut, seed: u64) -> Self {
        let rig = Self::watching(dir);
        rig.with("PC_CUT", &step.to_string()).with("PC_MODE", cut.word()).with("PC_SEED", &seed.to_string())
    }

    /// The `nth` sync of a file below `dir/below` fails, and what it should have made durable never becomes so.
    #[must_use]
    pub fn failing_sync(dir: &Path, below: &str, nth: u64) -> Self {
        let rig = Self::watching(dir);
        rig.with("PC_EIO", &nth.to_string()).with("PC_EIO_BELOW", below).with("PC_MODE", "drop")
    }

    /// Nothing happens; with a report, the steps are counted.
    #[must_use]
    pub fn watching(dir: &Path) -> Self {
        let dir = fs::canonicalize(dir).expect("the watched folder exists");
        let rig = PowerCut::default().with("LD_PRELOAD", &library().to_string_lossy());
        rig.with("PC_DIR", &dir.to_string_lossy())
    }

    /// Writes one line with what happened into a file outside the watched folder.
    #[must_use]
    pub fn reporting(self, file: &Path) -> Self {
        self.with("PC_REPORT", &file.to_string_lossy())
    }

    /// The variables to start the process with.
    pub fn environment(&self) -> impl Iterator<Item = (&str, &str)> {
        self.environment.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// A number of the rig's report line, such as `steps`.
///
/// # Panics
/// If there is no such report.
#[must_use]
pub fn reported(file: &Path, name: &str) -> u64 {
    let line = fs::read_to_string(file).expect("the rig wrote its report");
    let number = line.split_whitespace().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
    number.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("no {name} in {line:?}"))
}

/// The rig as a library: the one that was prepared, or one compiled now.
fn library() -> &'static Path {
    LIBRARY.get_or_init(|| {
        let prepared = std::env::var_os("YIDI_POWERCUT").map(PathBuf::from);
        prepared.filter(|library| library.exists()).unwrap_or_else(compile)
    })
}

fn compile() -> PathBuf {
    let source = workspace().join("tests/rigs/powercut.c");
    let test = std::env::current_exe().expect("a running program has a path");
    let target = test.ancestors().nth(3).expect("cargo runs tests below a target directory").join("tests-rigs");
    fs::create_dir_all(&target).expect("the target directory is writable");
    let fresh = target.join(format!("powercut-{}.so", std::process::id()));
    let mut gcc = Command::new("gcc");
    gcc.args(["-O2", "-shared", "-fPIC", "-o"]).arg(&fresh).arg(source).args(["-ldl", "-lpthread"]);
    let made = gcc.status().expect("the power-cut rig needs gcc: apt-get install gcc libc6-dev");
    assert!(made.success(), "gcc cannot compile tests/rigs/powercut.c");
    let library = target.join("powercut.so");
    fs::rename(&fresh, &library).expect("the target directory is writable");
    library
}

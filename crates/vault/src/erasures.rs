//! Whose data was erased: a list beside the log, so that a keyring restored from an old copy forgets them again before
//! anything is served. Who asked for it, when and why is a fact in the log; here are ids only.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use ring::digest::{SHA256, digest};
use timeline::SubjectId;

use crate::{VaultError, file};

/// The list: one line a subject, `<id> <check of the id, 16 digits>`.
pub(crate) struct Erasures {
    path: PathBuf,
    subjects: BTreeSet<SubjectId>,
}

impl Erasures {
    /// Reads the list in the data directory; a last line that was torn is no line, for nobody was told of it.
    pub(crate) fn read(home: &Path) -> Result<Self, VaultError> {
        let path = home.join("erased");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(VaultError::Disk { path, source }),
        };
        let (whole, torn) = text.rsplit_once('\n').unwrap_or(("", &text));
        let mut subjects = BTreeSet::new();
        for (at, line) in whole.lines().enumerate() {
            let subject = parse(line).ok_or_else(|| VaultError::ListDamaged { path: path.clone(), line: at + 1 })?;
            subjects.insert(subject);
        }
        let list = Self { path, subjects };
        if !torn.is_empty() {
            let text: String = list.subjects.iter().map(|subject| line(*subject)).collect();
            file::replace(&list.path, text.as_bytes()).map_err(VaultError::at(&list.path))?;
        }
        Ok(list)
    }

    pub(crate) fn subjects(&self) -> impl Iterator<Item = SubjectId> {
        self.subjects.iter().copied()
    }

    pub(crate) fn contains(&self, subject: SubjectId) -> bool {
        self.subjects.contains(&subject)
    }

    /// Adds a subject, on stable storage.
    pub(crate) fn add(&mut self, subject: SubjectId) -> Result<(), VaultError> {
        if self.contains(subject) {
            return Ok(());
        }
        let add = || -> io::Result<()> {
            let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(&self.path)?;
            file.write_all(line(subject).as_bytes())?;
            file.sync_all()?;
            file::sync_dir(file::folder(&self.path))
        };
        add().map_err(VaultError::at(&self.path))?;
        self.subjects.insert(subject);
        Ok(())
    }
}

fn line(subject: SubjectId) -> String {
    let hash = digest(&SHA256, subject.uuid().as_bytes());
    let check: String = hash.as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{subject} {check}\n")
}

fn parse(text: &str) -> Option<SubjectId> {
    let subject = text.split(' ').next()?.parse().ok()?;
    (line(subject).trim_end() == text).then_some(subject)
}

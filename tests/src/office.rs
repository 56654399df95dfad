//! A center that seals and has a door: its keys, its accounts, and the command line beside it.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::{Answer, Launch, Server, folder, yidi};

/// A center for real use, and where its parts lie.
pub struct Office {
    data: TempDir,
    elsewhere: TempDir,
}

impl Default for Office {
    fn default() -> Self {
        Self::new()
    }
}

impl Office {
    /// A new one, with its keys.
    ///
    /// # Panics
    /// If they cannot be made.
    #[must_use]
    pub fn new() -> Self {
        let office = Office { data: folder(), elsewhere: folder() };
        let (data, key) = (office.data_word(), office.word("yidi.key"));
        let _ = yidi(["keys", "init", "--data", &data, "--key-file", &key]).exits(0);
        office
    }

    /// The data directory.
    #[must_use]
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// The same as a word of a command.
    #[must_use]
    pub fn data_word(&self) -> String {
        self.data.path().to_string_lossy().into_owned()
    }

    /// A file beside it.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.elsewhere.path().join(name)
    }

    /// The same as a word of a command.
    #[must_use]
    pub fn word(&self, name: &str) -> String {
        self.path(name).to_string_lossy().into_owned()
    }

    /// Starts it.
    ///
    /// # Panics
    /// If it does not start.
    #[must_use]
    pub fn start(&self) -> Server {
        self.launch().start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"))
    }

    /// How it is started.
    #[must_use]
    pub fn launch(&self) -> Launch {
        Launch::sealed(self.data.path(), &self.path("yidi.key"))
    }

    /// `yidi accounts` without a server.
    #[must_use]
    pub fn here(&self, words: &[&str]) -> Answer {
        let (data, key) = (self.data_word(), self.word("yidi.key"));
        yidi([&["accounts", "--json"], words, &["--data", &data, "--key-file", &key]].concat())
    }

    /// `yidi accounts` at the server, with the token in this file.
    #[must_use]
    pub fn at(&self, address: &str, token: &str, words: &[&str]) -> Answer {
        let token = self.word(token);
        yidi([&["accounts", "--json"], words, &["--server", address, "--token-file", &token]].concat())
    }
}

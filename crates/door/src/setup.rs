//! The first hour of a center: there is no account and no default password, but a token on the machine itself, good once
//! and for half an hour, that makes the first security administrator.

use std::io;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use crate::chance::{self, Digest};
use crate::store;

/// The file the token lies in, below the data directory, readable by its owner alone.
pub const SETUP_FILE: &str = "setup-token";
/// For so long it is good, in minutes.
pub const SETUP_MINUTES: i64 = 30;

pub(crate) struct Setup {
    home: Option<PathBuf>,
    digest: Digest,
    until: Timestamp,
}

impl Setup {
    /// A new token, and what is kept of it.
    pub(crate) fn begin(home: Option<&Path>, now: Timestamp) -> io::Result<(Self, String)> {
        let token = chance::text::<16>();
        if let Some(home) = home {
            store::write_private(home, SETUP_FILE, format!("{token}\n").as_bytes())?;
        }
        let until = now + SignedDuration::from_mins(SETUP_MINUTES);
        Ok((Self { home: home.map(Path::to_owned), digest: chance::digest_of(&token), until }, token))
    }

    /// Whether this is the token, and still good.
    pub(crate) fn is(&self, token: &str, now: Timestamp) -> bool {
        chance::same(&chance::digest_of(token), &self.digest) && now <= self.until
    }

    /// It was used.
    pub(crate) fn end(&self) -> io::Result<()> {
        self.home.as_ref().map_or(Ok(()), |home| store::remove(home, SETUP_FILE))
    }
}

//! The key-encryption key, in a file of its own: it belongs on another disk than the log, or with systemd's credentials,
//! and never into a backup that holds the keyring.
//!
//! ```text
//! yidi key file 1
//! <epoch> <64 hexadecimal digits>       a second such line only while an epoch changes
//! ```

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::key::KEY_BYTES;
use crate::{SecretKey, VaultError, file};

const TITLE: &str = "yidi key file 1";
/// Two epochs fit several times: a larger file is something else.
const BYTES_MAX: u64 = 1024;

/// The keys that wrap the keyring, by epoch; one, or two while the epoch changes.
#[derive(Debug)]
pub(crate) struct KeyFile {
    path: PathBuf,
    keys: Vec<(u32, SecretKey)>,
}

impl KeyFile {
    /// Makes a key file with a new key where there is none.
    pub(crate) fn create(path: &Path) -> Result<Self, VaultError> {
        let made = Self { path: path.to_path_buf(), keys: vec![(1, SecretKey::fresh())] };
        made.replace()?;
        Ok(made)
    }

    /// Reads a key file that only its owner may read.
    pub(crate) fn read(path: &Path) -> Result<Self, VaultError> {
        let read = || -> io::Result<(u32, Zeroizing<String>)> {
            let file = File::open(path)?;
            let mode = file.metadata()?.permissions().mode() & 0o777;
            let mut text = Zeroizing::new(String::with_capacity(BYTES_MAX as usize));
            file.take(BYTES_MAX).read_to_string(&mut text)?;
            Ok((mode, text))
        };
        let (mode, text) = read().map_err(VaultError::at(path))?;
        if mode & 0o077 != 0 {
            return Err(VaultError::OpenToOthers { path: path.to_path_buf(), mode });
        }
        let keys = parse(&text).ok_or_else(|| VaultError::NotAKeyFile { path: path.to_path_buf() })?;
        Ok(Self { path: path.to_path_buf(), keys })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The key of an epoch.
    pub(crate) fn key(&self, epoch: u32) -> Option<&SecretKey> {
        self.keys.iter().find(|(of, _)| *of == epoch).map(|(_, key)| key)
    }

    /// The epoch of the newest key.
    pub(crate) fn epoch(&self) -> u32 {
        self.keys.iter().map(|(epoch, _)| *epoch).max().unwrap_or(1)
    }

    /// Adds a new key beside the present one, and answers its epoch.
    pub(crate) fn begin_epoch(&mut self, after: u32) -> Result<u32, VaultError> {
        self.keys.retain(|(epoch, _)| *epoch == after);
        self.keys.push((after + 1, SecretKey::fresh()));
        self.replace()?;
        Ok(after + 1)
    }

    /// Forgets every key but that of this epoch: what is wrapped with another one is noise from now on.
    pub(crate) fn end_epoch(&mut self, epoch: u32) -> Result<(), VaultError> {
        if self.keys.iter().all(|(of, _)| *of == epoch) {
            return Ok(());
        }
        self.keys.retain(|(of, _)| *of == epoch);
        self.replace()
    }

    fn replace(&self) -> Result<(), VaultError> {
        file::replace(&self.path, self.text().as_bytes()).map_err(VaultError::at(&self.path))
    }

    fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(BYTES_MAX as usize));
        text.push_str(TITLE);
        text.push('\n');
        for (epoch, key) in &self.keys {
            // Writing into a string cannot fail.
            let _ = write!(text, "{epoch} ");
            for byte in key.bytes() {
                let _ = write!(text, "{byte:02x}");
            }
            text.push('\n');
        }
        text
    }
}

fn parse(text: &str) -> Option<Vec<(u32, SecretKey)>> {
    let mut lines = text.lines();
    if lines.next()? != TITLE {
        return None;
    }
    let keys: Option<Vec<_>> = lines.map(parse_line).collect();
    keys.filter(|keys| (1..=2).contains(&keys.len()))
}

fn parse_line(line: &str) -> Option<(u32, SecretKey)> {
    let (epoch, digits) = line.split_once(' ')?;
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    if pairs.len() != KEY_BYTES || !rest.is_empty() {
        return None;
    }
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    for (byte, pair) in key.iter_mut().zip(pairs) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some((epoch.parse().ok()?, SecretKey::new(*key)))
}

/// Whether there is a key file at this path.
pub(crate) fn exists(path: &Path) -> bool {
    fs::exists(path).unwrap_or(false)
}

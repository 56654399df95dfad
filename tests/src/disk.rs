//! What is done to directories and files behind the program's back.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A folder that is removed with its handle. On the disk, not in memory: a sync in memory proves nothing.
///
/// # Panics
/// If it cannot be made.
#[must_use]
pub fn folder() -> TempDir {
    let below = std::env::current_exe().expect("a running program has a path");
    let below = below.ancestors().nth(3).expect("cargo runs tests below a target directory").join("tests-tmp");
    fs::create_dir_all(&below).expect("the target directory is writable");
    tempfile::Builder::new().prefix("yidi-").tempdir_in(below).expect("the target directory is writable")
}

/// Copies a directory with everything in it.
///
/// # Panics
/// If the system refuses.
pub fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the copy's folder can be made");
    for entry in fs::read_dir(from).expect("the folder can be listed") {
        let path = entry.expect("the folder can be listed").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy_tree(&path, &target);
        } else {
            fs::copy(&path, &target).expect("the file can be copied");
        }
    }
}

/// Flips one bit of a file.
///
/// # Panics
/// If the system refuses.
pub fn flip_bit(path: &Path, offset: u64, bit: u32) {
    let file = OpenOptions::new().read(true).write(true).open(path).expect("the file can be opened");
    let mut byte = [0];
    file.read_exact_at(&mut byte, offset).expect("the byte is there");
    file.write_all_at(&[byte[0] ^ (1 << (bit % 8))], offset).expect("the byte can be written");
}

/// Overwrites a file with zeros from an offset on: what was there is gone, and the length does not tell.
///
/// # Panics
/// If the system refuses.
pub fn zero_tail(path: &Path, from: u64) {
    let file = OpenOptions::new().write(true).open(path).expect("the file can be opened");
    let length = file.metadata().expect("an open file has a length").len();
    let zeros = vec![0; usize::try_from(length.saturating_sub(from)).expect("a test file fits in memory")];
    file.write_all_at(&zeros, from).expect("the file can be written");
}

/// Every file below a directory, in order of their paths.
///
/// # Panics
/// If the system refuses.
pub fn files_below(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).expect("the folder can be listed") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// How long a file is.
///
/// # Panics
/// If it is not there.
pub fn length(path: &Path) -> u64 {
    File::open(path).and_then(|file| file.metadata()).expect("the file is there").len()
}

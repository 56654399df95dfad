//! The files of a tape and their names.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// One file of the tape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    /// Counted from 1 without a gap.
    pub(crate) number: u32,
    /// Whether it is compressed and complete.
    pub(crate) sealed: bool,
    /// Where it is.
    pub(crate) path: PathBuf,
}

impl Segment {
    /// The raw segment with this number.
    pub(crate) fn raw(tape: &Path, number: u32) -> Segment {
        Segment { number, sealed: false, path: tape.join(format!("{number:010}.tape")) }
    }

    /// The sealed segment with this number.
    pub(crate) fn sealed(tape: &Path, number: u32) -> Segment {
        Segment { number, sealed: true, path: tape.join(format!("{number:010}.tape.zst")) }
    }

    /// The segment with this number under the name it has now, and its file; `None` if there is neither.
    pub(crate) fn find(tape: &Path, number: u32) -> io::Result<Option<(Segment, File)>> {
        let sealed = Segment::sealed(tape, number);
        let found = if sealed.path.exists() { sealed.open() } else { Segment::raw(tape, number).open() };
        match found {
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => Ok(None),
            found => found.map(Some),
        }
    }

    /// Opens it for reading, under the name it has by then: a running server may seal a raw segment while somebody is on
    /// the way to it. Answers which it is now.
    pub(crate) fn open(&self) -> io::Result<(Segment, File)> {
        match File::open(&self.path) {
            Err(reason) if reason.kind() == io::ErrorKind::NotFound && !self.sealed => {
                let sealed = Segment::sealed(self.path.parent().unwrap_or(&self.path), self.number);
                File::open(&sealed.path).map(|file| (sealed, file))
            }
            opened => opened.map(|file| (self.clone(), file)),
        }
    }

    fn of_name(tape: &Path, name: &str) -> Option<Segment> {
        let (digits, ending) = name.split_once('.')?;
        let number = digits.parse().ok().filter(|_| digits.len() == 10)?;
        match ending {
            "tape" => Some(Segment::raw(tape, number)),
            "tape.zst" => Some(Segment::sealed(tape, number)),
            _ => None,
        }
    }
}

/// The segments in a tape directory in order; none if it is missing. Of a segment that is there both raw and sealed the
/// sealed one counts: it got its name only when it was whole.
pub(crate) fn list(tape: &Path) -> io::Result<Vec<Segment>> {
    let names = match fs::read_dir(tape) {
        Ok(names) => names,
        Err(reason) if reason.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(reason) => return Err(reason),
    };
    let mut segments = Vec::new();
    for name in names {
        segments.extend(Segment::of_name(tape, &name?.file_name().to_string_lossy()));
    }
    segments.sort_by_key(|segment| (segment.number, !segment.sealed));
    segments.dedup_by_key(|segment| segment.number);
    Ok(segments)
}

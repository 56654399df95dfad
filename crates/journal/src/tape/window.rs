//! A file seen through a window of bounded size, so that going through a segment costs megabytes and not the segment.

use std::fs::File;
use std::io;

use crate::file::{self, STEP_BYTES};

/// Bytes that can be asked for by offset.
pub(crate) trait Bytes {
    /// How many there are.
    fn len(&self) -> u64;
    /// Those from `offset` on: `bytes` of them, fewer only where they end.
    fn at(&mut self, offset: u64, bytes: usize) -> io::Result<&[u8]>;
}

/// A file, read forward in steps of a megabyte (or as much as is asked for at once).
#[derive(Debug)]
pub(crate) struct Window<'a> {
    file: &'a File,
    len: u64,
    start: u64,
    buffer: Vec<u8>,
}

impl<'a> Window<'a> {
    /// A window on a file as long as it is now.
    pub(crate) fn new(file: &'a File) -> io::Result<Self> {
        Ok(Window { file, len: file.metadata()?.len(), start: 0, buffer: Vec::new() })
    }

    fn fill(&mut self, offset: u64, bytes: usize) -> io::Result<()> {
        let left = usize::try_from(self.len.saturating_sub(offset)).unwrap_or(usize::MAX);
        self.buffer.resize(bytes.max(STEP_BYTES).min(left), 0);
        self.start = offset;
        file::read_at(self.file, &mut self.buffer, offset)
    }
}

impl Bytes for Window<'_> {
    fn len(&self) -> u64 {
        self.len
    }

    fn at(&mut self, offset: u64, bytes: usize) -> io::Result<&[u8]> {
        let end = offset.saturating_add(bytes as u64).min(self.len);
        if offset < self.start || end > self.start + self.buffer.len() as u64 {
            self.fill(offset, bytes)?;
        }
        Ok(cut(&self.buffer, offset.saturating_sub(self.start), bytes))
    }
}

impl Bytes for &[u8] {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn at(&mut self, offset: u64, bytes: usize) -> io::Result<&[u8]> {
        Ok(cut(self, offset, bytes))
    }
}

fn cut(bytes: &[u8], offset: u64, count: usize) -> &[u8] {
    let rest = usize::try_from(offset).ok().and_then(|offset| bytes.get(offset..)).unwrap_or_default();
    rest.get(..count).unwrap_or(rest)
}

//! The bytes of a sealed file, a chunk at a time: STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over
//! XChaCha20-Poly1305. Each chunk knows its number and whether it is the last, so chunks cannot be swapped, dropped or
//! added.
//!
//! ```text
//! 0   4  magic "yidb"      4  1  format 1      5  1  algorithm 1      6  2  zero      8  19  nonce      27  5  zero
//! 32     chunks of 65,536 bytes sealed to 65,552; the last one shorter
//! ```

use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom, Write};

use aead_stream::{DecryptorBE32, EncryptorBE32};
use chacha20poly1305::XChaCha20Poly1305;
use ring::digest::{Context, SHA256};
use timeline::BlobName;
use zeroize::Zeroizing;

use super::BlobError;
use crate::{Binding, SecretKey};

/// Plain bytes of a chunk: bounds the memory of one upload or download.
pub(super) const CHUNK_BYTES: usize = 64 * 1024;
/// What sealing adds to a chunk.
const TAG_BYTES: usize = 16;
/// Bytes of the part of a nonce that is the same for a whole file.
pub(super) const NONCE_BYTES: usize = 19;

const HEADER_BYTES: usize = 32;
const NONCE_AT: usize = 8;
const START: [u8; NONCE_AT] = *b"yidb\x01\x01\0\0";
const PURPOSE: &[u8] = b"blob";

/// The first bytes of a file, which are bound into every chunk.
fn header(nonce: &[u8; NONCE_BYTES]) -> [u8; HEADER_BYTES] {
    let mut header = [0; HEADER_BYTES];
    let parts = START.iter().chain(nonce);
    header.iter_mut().zip(parts).for_each(|(to, from)| *to = *from);
    header
}

/// Seals everything that comes from `from`.
pub(super) fn seal(
    (key, nonce): (&SecretKey, &[u8; NONCE_BYTES]),
    binding: &Binding,
    from: &mut dyn Read,
    to: &mut dyn Write,
) -> io::Result<()> {
    let header = header(nonce);
    let bound = binding.bytes(PURPOSE, &header);
    to.write_all(&header)?;
    let mut stream = EncryptorBE32::<XChaCha20Poly1305>::new(key.bytes().into(), nonce.into());
    let (mut chunk, mut next) = (Zeroizing::new(Vec::new()), Zeroizing::new(Vec::new()));
    fill(from, &mut chunk)?;
    loop {
        fill(from, &mut next)?;
        if next.is_empty() {
            stream.encrypt_last_in_place(&bound, &mut *chunk).map_err(io::Error::other)?;
            return to.write_all(&chunk);
        }
        stream.encrypt_next_in_place(&bound, &mut *chunk).map_err(io::Error::other)?;
        to.write_all(&chunk)?;
        std::mem::swap(&mut chunk, &mut next);
    }
}

/// Takes up to a chunk; less means that there is no more.
fn fill(from: &mut dyn Read, chunk: &mut Vec<u8>) -> io::Result<()> {
    chunk.clear();
    chunk.reserve(CHUNK_BYTES + TAG_BYTES);
    from.take(CHUNK_BYTES as u64).read_to_end(chunk).map(drop)
}

/// The name of what a file holds, read from its beginning to its end and set back.
pub(super) fn name_of(file: &mut File) -> io::Result<BlobName> {
    let mut hash = Context::new(&SHA256);
    let mut step = vec![0; CHUNK_BYTES];
    file.rewind()?;
    loop {
        match file.read(&mut step)? {
            0 => break,
            bytes => hash.update(step.get(..bytes).unwrap_or_default()),
        }
    }
    file.rewind()?;
    let mut sha256 = [0; 32];
    sha256.copy_from_slice(hash.finish().as_ref());
    Ok(BlobName::new(sha256))
}

/// A material being read. It reads like any other source of bytes; a chunk that does not open ends it with an error.
pub struct OpenBlob {
    file: File,
    bound: Vec<u8>,
    /// Sealed bytes still to come.
    left: u64,
    /// Plain bytes in all.
    bytes: u64,
    stream: Option<DecryptorBE32<XChaCha20Poly1305>>,
    chunk: Zeroizing<Vec<u8>>,
    /// How much of the chunk has been handed out.
    at: usize,
}

impl OpenBlob {
    /// Begins to read, and opens the first chunk at once: a wrong key shows before an answer has begun.
    pub(super) fn begin(mut file: File, name: BlobName, key: &SecretKey, binding: &Binding) -> Result<Self, BlobError> {
        let foreign = |_| BlobError::Foreign { name };
        let mut header = [0; HEADER_BYTES];
        file.seek(SeekFrom::Start(0)).and_then(|_| file.read_exact(&mut header)).map_err(foreign)?;
        let mut nonce = [0; NONCE_BYTES];
        nonce.iter_mut().zip(header.iter().skip(NONCE_AT)).for_each(|(to, from)| *to = *from);
        if header != self::header(&nonce) {
            return Err(BlobError::Foreign { name });
        }
        let left = file.metadata().map_err(foreign)?.len().saturating_sub(HEADER_BYTES as u64);
        let chunks = left.div_ceil((CHUNK_BYTES + TAG_BYTES) as u64);
        let mut opened = Self {
            file,
            bound: binding.bytes(PURPOSE, &header),
            left,
            bytes: left.saturating_sub(chunks * TAG_BYTES as u64),
            stream: Some(DecryptorBE32::new(key.bytes().into(), (&nonce).into())),
            chunk: Zeroizing::new(Vec::new()),
            at: 0,
        };
        opened.advance().map_err(foreign)?;
        Ok(opened)
    }

    /// How long the material is, in bytes.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        self.bytes
    }

    /// Opens the next chunk; after the last one there is none.
    fn advance(&mut self) -> io::Result<()> {
        let Some(mut stream) = self.stream.take() else { return Ok(()) };
        let sealed = self.left.min((CHUNK_BYTES + TAG_BYTES) as u64);
        (self.left, self.at) = (self.left - sealed, 0);
        self.chunk.clear();
        (&mut self.file).take(sealed).read_to_end(&mut self.chunk)?;
        let opened = if self.left == 0 {
            stream.decrypt_last_in_place(&self.bound, &mut *self.chunk)
        } else {
            let opened = stream.decrypt_next_in_place(&self.bound, &mut *self.chunk);
            self.stream = Some(stream);
            opened
        };
        opened.map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "a chunk of the material does not open"))
    }
}

impl Read for OpenBlob {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.chunk.len() {
            self.chunk.clear();
            self.at = 0;
            self.advance()?;
        }
        let ready = self.chunk.get(self.at..).unwrap_or_default();
        let bytes = ready.len().min(into.len());
        into.iter_mut().zip(ready).for_each(|(to, from)| *to = *from);
        self.at += bytes;
        Ok(bytes)
    }
}

impl std::fmt::Debug for OpenBlob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OpenBlob({} bytes)", self.bytes)
    }
}

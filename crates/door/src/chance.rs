//! Random secrets, and how they are compared.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use rand::RngCore;
use ring::digest::{SHA256, digest};
use subtle::ConstantTimeEq;

/// What is kept of a secret of 128 bits or more: nobody guesses it, so a slow hash would only slow us.
pub(crate) type Digest = [u8; 32];

/// Bytes from the system's own source.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rngs::OsRng.fill_bytes(&mut bytes);
    bytes
}

/// A secret of so many bytes as text that survives a header, a file and a copy by mouse.
pub(crate) fn text<const N: usize>() -> String {
    BASE64.encode(bytes::<N>())
}

/// What is kept of a secret.
pub(crate) fn digest_of(secret: &str) -> Digest {
    let mut kept = [0; 32];
    kept.copy_from_slice(digest(&SHA256, secret.as_bytes()).as_ref());
    kept
}

/// Compares in a time that says nothing about where two differ.
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

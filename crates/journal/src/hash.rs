//! SHA-256 (FIPS 180-4), in one place.
//!
//! From `ring`, because every commit is hashed twice before it is acknowledged and `ring` is about twice as fast where the
//! processor has no SHA instructions, which is where counties run.

use ring::digest::{Context, SHA256};

use crate::Digest;

/// The hash of these parts, one behind the other.
pub(crate) fn sha256(parts: &[&[u8]]) -> Digest {
    let mut hasher = Hasher::new();
    parts.iter().for_each(|part| hasher.update(part));
    hasher.finish()
}

/// A hash over more than fits in memory.
pub(crate) struct Hasher(Context);

impl Hasher {
    /// Over nothing yet.
    pub(crate) fn new() -> Self {
        Self(Context::new(&SHA256))
    }

    /// Takes the next bytes in.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash over all of them.
    pub(crate) fn finish(self) -> Digest {
        let mut digest = Digest::default();
        digest.0.copy_from_slice(self.0.finish().as_ref());
        digest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standard_hold() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256(&[b"a", b"bc"]).hex(), abc);
        assert_eq!(sha256(&[]).hex(), nothing);
    }
}

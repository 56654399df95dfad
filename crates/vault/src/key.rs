//! Keys in memory: drawn at random, never shown, wiped when they are let go.

use std::fmt;

use rand::RngCore as _;
use rand::rngs::OsRng;
use ring::hmac;
use zeroize::Zeroizing;

/// Bytes of every key.
pub(crate) const KEY_BYTES: usize = 32;

/// A key of 256 bits: of one person's or one case's data, or one that wraps such keys.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey(Zeroizing<[u8; KEY_BYTES]>);

impl SecretKey {
    /// A new key from the system's random source.
    #[must_use]
    pub fn fresh() -> Self {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        OsRng.fill_bytes(key.as_mut());
        Self(key)
    }

    /// A key that was made elsewhere.
    #[must_use]
    pub fn new(bytes: [u8; KEY_BYTES]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The key itself.
    pub(crate) fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// Another key for another purpose, from which nobody finds back to this one (HMAC-SHA-256 as in HKDF-Expand, RFC
    /// 5869, with one block).
    pub(crate) fn derive(&self, purpose: &str) -> Self {
        Self(self.expand(purpose.as_bytes(), b""))
    }

    /// What the commitment of the value with this nonce is made with.
    pub(crate) fn salt(&self, nonce: &[u8]) -> Zeroizing<[u8; KEY_BYTES]> {
        self.expand(b"salt", nonce)
    }

    fn expand(&self, purpose: &[u8], particular: &[u8]) -> Zeroizing<[u8; KEY_BYTES]> {
        let mut context = hmac::Context::with_key(&self.mac());
        context.update(purpose);
        context.update(particular);
        context.update(&[1]);
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        key.copy_from_slice(context.sign().as_ref());
        key
    }

    /// The key for a keyed hash.
    pub(crate) fn mac(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, self.bytes())
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// Random bytes that need not be secret: nonces and names of temporary files.
pub(crate) fn random<const BYTES: usize>() -> [u8; BYTES] {
    let mut bytes = [0; BYTES];
    OsRng.fill_bytes(&mut bytes);
    bytes
}

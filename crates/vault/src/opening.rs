//! One value, opened for somebody who has no key: the text, and a salt with which the commitment in the sealed value can be
//! computed again.
//!
//! The commitment is HMAC-SHA-256 of the text under a salt of 256 bits that is derived from the subject's key. Without the
//! salt it tells nothing, not even to who guesses the text; with the key it is gone, except from the paper of whoever was
//! given it.

use ring::hmac;
use timeline::Sealed;
use zeroize::Zeroizing;

use crate::vault::commitment_in;

/// Bytes of a commitment.
pub(crate) const COMMITMENT_BYTES: usize = 32;
/// Bytes of a salt.
pub const SALT_BYTES: usize = 32;

/// What proves one text.
pub struct Opening {
    /// The text.
    pub text: Zeroizing<String>,
    /// The salt of its commitment.
    pub salt: Zeroizing<[u8; SALT_BYTES]>,
}

/// Whether this text is what was sealed. Needs no key, and no vault.
#[must_use]
pub fn is_opened_by(sealed: &Sealed, text: &str, salt: &[u8; SALT_BYTES]) -> bool {
    commitment_in(sealed).is_some_and(|committed| committed == commitment(salt, text))
}

pub(crate) fn commitment(salt: &[u8; SALT_BYTES], text: &str) -> [u8; COMMITMENT_BYTES] {
    let mut commitment = [0; COMMITMENT_BYTES];
    commitment.copy_from_slice(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, salt), text.as_bytes()).as_ref());
    commitment
}

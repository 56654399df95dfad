//! One slot of the keyring: 128 bytes, so that none crosses a sector and each is written at once.
//!
//! ```text
//!  0   4  magic "yidk"
//!  4   1  format 1
//!  5   1  kind: 1 the ring (slot 0; holds the key of the blind index), 2 a subject's key, 3 erased, 4 erased before the
//!        ring was last wrapped anew
//!  6   2  zero
//!  8   4  epoch, big-endian
//! 12   4  number of the slot, big-endian
//! 16  16  subject; in slot 0 the id of the ring
//! 32  24  nonce
//! 56  48  the key, sealed with XChaCha20-Poly1305; 32 zeros if there is none any more
//! 104 24  zero
//! ```
//!
//! Bytes 0 to 31 and the id of the ring are bound into the seal: no bit of a slot can change, and no slot can stand in
//! another's place.

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::SecretKey;
use crate::key::{KEY_BYTES, random};

/// Bytes of a slot.
pub(super) const SLOT_BYTES: usize = 128;
const NAMED_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
const SEALED_BYTES: usize = KEY_BYTES + 16;
const START: [u8; 5] = *b"yidk\x01";

/// What a slot holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Content {
    /// The ring itself, with the key of the blind index.
    Ring(SecretKey),
    /// A subject's key.
    Key(SecretKey),
    /// A subject whose key was destroyed since the ring was last wrapped anew: an older copy of the ring still opens it.
    Erased,
    /// A subject whose key was destroyed before that: whatever held it is noise.
    Gone,
}

/// Where a slot stands: in which ring, in which epoch, at which place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stand {
    pub(super) ring: Uuid,
    pub(super) epoch: u32,
    pub(super) number: u32,
}

impl Content {
    const fn kind(&self) -> u8 {
        match self {
            Self::Ring(_) => 1,
            Self::Key(_) => 2,
            Self::Erased => 3,
            Self::Gone => 4,
        }
    }

    fn plain(&self) -> Zeroizing<[u8; KEY_BYTES]> {
        Zeroizing::new(match self {
            Self::Ring(key) | Self::Key(key) => *key.bytes(),
            Self::Erased | Self::Gone => [0; KEY_BYTES],
        })
    }
}

/// The bytes of a slot.
pub(super) fn seal(stand: Stand, subject: Uuid, content: &Content, wrapping: &SecretKey) -> [u8; SLOT_BYTES] {
    let named = named(stand, subject, content.kind());
    let nonce: [u8; NONCE_BYTES] = random();
    let bound = bound(&named, stand.ring);
    let sealed = XChaCha20Poly1305::new(wrapping.bytes().into())
        .encrypt(&nonce.into(), Payload { msg: content.plain().as_ref(), aad: &bound })
        .expect("32 bytes are far below what the cipher takes");
    let mut slot = [0; SLOT_BYTES];
    let parts = named.iter().chain(&nonce).chain(&sealed);
    slot.iter_mut().zip(parts).for_each(|(to, from)| *to = *from);
    slot
}

/// The epoch and the subject a slot names, before anything of it is proved.
pub(super) fn names(slot: &[u8; SLOT_BYTES]) -> (u32, Uuid) {
    (u32::from_be_bytes(part(slot, 8)), Uuid::from_bytes(part(slot, 16)))
}

/// What a slot holds; `None` if a single bit of it is not as it was written.
pub(super) fn open(slot: &[u8; SLOT_BYTES], stand: Stand, wrapping: &SecretKey) -> Option<(Uuid, Content)> {
    let (kind, subject) = (part::<1>(slot, 5), names(slot).1);
    let named = named(stand, subject, kind[0]);
    let tail: [u8; SLOT_BYTES - NAMED_BYTES - NONCE_BYTES - SEALED_BYTES] =
        part(slot, NAMED_BYTES + NONCE_BYTES + SEALED_BYTES);
    if part::<NAMED_BYTES>(slot, 0) != named || tail.iter().any(|byte| *byte != 0) {
        return None;
    }
    let nonce: [u8; NONCE_BYTES] = part(slot, NAMED_BYTES);
    let sealed: [u8; SEALED_BYTES] = part(slot, NAMED_BYTES + NONCE_BYTES);
    let cipher = XChaCha20Poly1305::new(wrapping.bytes().into());
    let payload = Payload { msg: &sealed, aad: &bound(&named, stand.ring) };
    let plain = Zeroizing::new(cipher.decrypt(&nonce.into(), payload).ok()?);
    let key = Zeroizing::new(<[u8; KEY_BYTES]>::try_from(plain.as_slice()).ok()?);
    let content = match kind {
        [1] => Content::Ring(SecretKey::new(*key)),
        [2] => Content::Key(SecretKey::new(*key)),
        [3] => Content::Erased,
        [4] => Content::Gone,
        _ => return None,
    };
    Some((subject, content))
}

fn named(stand: Stand, subject: Uuid, kind: u8) -> [u8; NAMED_BYTES] {
    let mut named = [0; NAMED_BYTES];
    let (kind, epoch, number) = ([kind, 0, 0], stand.epoch.to_be_bytes(), stand.number.to_be_bytes());
    let parts = START.iter().chain(&kind).chain(&epoch).chain(&number).chain(subject.as_bytes());
    named.iter_mut().zip(parts).for_each(|(to, from)| *to = *from);
    named
}

fn bound(named: &[u8; NAMED_BYTES], ring: Uuid) -> Vec<u8> {
    named.iter().chain(ring.as_bytes()).copied().collect()
}

fn part<const BYTES: usize>(slot: &[u8; SLOT_BYTES], at: usize) -> [u8; BYTES] {
    let mut part = [0; BYTES];
    part.iter_mut().zip(slot.iter().skip(at)).for_each(|(to, from)| *to = *from);
    part
}

//! Slow hashes of passwords (argon2id, RFC 9106), a few at a time.

use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::chance;

/// Memory of one hash (OWASP's first choice of 2024: 19 MiB, two passes, one lane).
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over it.
const PASSES: u32 = 2;
/// Hashes at one time: so many fit beside the work of the windows.
const AT_ONCE: usize = 2;
/// Hashes that may wait: what two at a time make in a few seconds.
const WAITING_MAX: usize = 30;

/// A password as it is kept.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Hash {
    memory_kib: u32,
    passes: u32,
    salt: [u8; 16],
    hash: Vec<u8>,
}

impl Hash {
    /// A hash no password has: an unknown account costs as much as a known one.
    pub(crate) fn of_nobody() -> Self {
        Self { memory_kib: MEMORY_KIB, passes: PASSES, salt: chance::bytes(), hash: chance::bytes::<32>().to_vec() }
    }

    fn of(password: &str) -> Option<Self> {
        let salt = chance::bytes();
        let hash = compute(password, &salt, MEMORY_KIB, PASSES)?.to_vec();
        Some(Self { memory_kib: MEMORY_KIB, passes: PASSES, salt, hash })
    }

    fn is_of(&self, password: &str) -> bool {
        let found = compute(password, &self.salt, self.memory_kib, self.passes);
        found.is_some_and(|found| chance::same(&found, &self.hash))
    }
}

fn compute(password: &str, salt: &[u8], memory_kib: u32, passes: u32) -> Option<[u8; 32]> {
    let params = Params::new(memory_kib, passes, 1, Some(32)).ok()?;
    let mut out = [0; 32];
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.hash_password_into(password.as_bytes(), salt, &mut out).ok()?;
    Some(out)
}

/// Where hashes are computed: beside the runtime, two at a time, and not many wait.
pub(crate) struct Hashing {
    places: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Hashing {
    pub(crate) fn new() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), waiting: Arc::new(Semaphore::new(AT_ONCE + WAITING_MAX)) }
    }

    /// The hash of a new password; `None` if too many wait, or there is no memory for it.
    pub(crate) async fn hash(&self, password: Zeroizing<String>) -> Option<Hash> {
        self.beside(move || Hash::of(&password)).await?
    }

    /// Whether a password is the one this hash was made of; `None` if too many wait.
    pub(crate) async fn check(&self, hash: Hash, password: Zeroizing<String>) -> Option<bool> {
        self.beside(move || hash.is_of(&password)).await
    }

    async fn beside<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let _waiting = self.waiting.clone().try_acquire_owned().ok()?;
        let place = self.places.clone().acquire_owned().await.ok()?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(place);
            done
        });
        done.await.ok()
    }
}

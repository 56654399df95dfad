//! Signing in by way of a provider of identities: the browser goes there and comes back. What it must bring back is
//! remembered here and not in the browser; what the browser keeps only shows that it is the one that went.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use timeline::{ActorId, Role};
use zeroize::Zeroizing;

use crate::Source;
use crate::chance::{self, Digest};
use crate::pending::Pending;

/// Why somebody was sent to the provider.
#[derive(Clone)]
pub enum Errand {
    /// To come in, in this role, or in the first that may be taken.
    ComeIn {
        /// The role that was asked for.
        role: Option<Role>,
    },
    /// To prove again who sits there.
    Prove {
        /// The session's account.
        account: ActorId,
        /// The session's secret: its own cookie does not come along from another site.
        session: Zeroizing<String>,
    },
}

/// What is remembered of somebody who was sent to the provider.
pub struct Round {
    /// Why.
    pub errand: Errand,
    /// Proves to the provider that whoever brings the code asked for it (PKCE, RFC 7636).
    pub verifier: Zeroizing<String>,
    /// Stands in the identity that was made for this round and in no other.
    pub nonce: Zeroizing<String>,
    /// When it began.
    pub began: Timestamp,
}

/// Somebody whose identity is known and who still owes the code of their device.
#[derive(Clone)]
pub struct Owing {
    /// Who.
    pub account: ActorId,
    /// In which role they come in.
    pub role: Role,
    /// Why they were sent.
    pub errand: Errand,
}

/// Everybody who is under way. In memory: after a restart one begins again.
#[derive(Default)]
pub struct Rounds {
    away: Mutex<Pending<Away>>,
    owing: Mutex<Pending<Owing>>,
}

struct Away {
    browser: Digest,
    round: Round,
}

impl Rounds {
    /// Somebody goes; answers the secret their browser keeps meanwhile.
    pub fn begin(&self, state: &str, round: Round, source: Source) -> String {
        let browser = chance::text::<32>();
        let (kept, now) = (chance::digest_of(&browser), round.began);
        locked(&self.away).put(chance::digest_of(state), Away { browser: kept, round }, (source, now));
        browser
    }

    /// Somebody comes back with this state. It is used up, also by a browser that is not the one that went: a state that is
    /// known elsewhere is known to too many.
    pub fn end(&self, state: &str, browser: &str, now: Timestamp) -> Option<Round> {
        let away = locked(&self.away).take(&chance::digest_of(state), now)?;
        chance::same(&away.browser, &chance::digest_of(browser)).then_some(away.round)
    }

    /// Waits for the code of somebody's device; answers the secret their browser keeps meanwhile.
    pub fn wait_for_code(&self, owing: Owing, source: Source, now: Timestamp) -> String {
        let browser = chance::text::<32>();
        locked(&self.owing).put(chance::digest_of(&browser), owing, (source, now));
        browser
    }

    /// Who owes a code at this browser. It stays owed: a finger slips, and the delays hold for codes here as well.
    pub fn owing(&self, browser: &str, now: Timestamp) -> Option<Owing> {
        locked(&self.owing).find(&chance::digest_of(browser), now).cloned()
    }

    /// The code was given.
    pub fn paid(&self, browser: &str, now: Timestamp) {
        locked(&self.owing).take(&chance::digest_of(browser), now);
    }
}

fn locked<T>(pending: &Mutex<Pending<T>>) -> MutexGuard<'_, Pending<T>> {
    pending.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_395_600, 0);

    fn round() -> Round {
        let text = |text: &str| Zeroizing::new(text.to_owned());
        Round { errand: Errand::ComeIn { role: None }, verifier: text("verifier"), nonce: text("nonce"), began: START }
    }

    fn here() -> Source {
        Source::from([127, 0, 0, 1])
    }

    #[test]
    fn a_round_ends_once_and_at_the_browser_it_began_at() {
        let rounds = Rounds::default();
        let browser = rounds.begin("state", round(), here());
        assert!(rounds.end("another", &browser, START).is_none());
        assert_eq!(rounds.end("state", &browser, START).map(|round| round.nonce.to_string()).as_deref(), Some("nonce"));
        assert!(rounds.end("state", &browser, START).is_none(), "twice");
    }

    #[test]
    fn another_browser_ends_nothing_and_uses_up_the_state() {
        let rounds = Rounds::default();
        let (one, other) = (rounds.begin("one", round(), here()), rounds.begin("other", round(), here()));
        assert_ne!(one, other);
        assert!(rounds.end("one", &other, START).is_none() && rounds.end("one", &one, START).is_none());
    }

    #[test]
    fn a_code_stays_owed_until_it_is_given() {
        let rounds = Rounds::default();
        let account = ActorId::parse("li-clerk").unwrap();
        let owing = Owing { account, role: Role::WindowClerk, errand: Errand::ComeIn { role: None } };
        let browser = rounds.wait_for_code(owing, here(), START);
        assert!(rounds.owing(&browser, START).is_some() && rounds.owing(&browser, START).is_some());
        rounds.paid(&browser, START);
        assert!(rounds.owing(&browser, START).is_none());
    }
}

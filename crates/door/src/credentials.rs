//! What each account signs in with. Every change is on stable storage before it counts.

use std::collections::BTreeMap;
use std::io;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use timeline::ActorId;
use zeroize::Zeroizing;

use crate::chance::{self, Digest};
use crate::hashing::Hash;
use crate::store::Store;
use crate::totp::Secret;

/// For so long an invitation can be used: over a weekend.
const INVITATION_MAX: SignedDuration = SignedDuration::from_hours(72);

/// What begins every token: a scanner finds one that was committed by mistake.
const TOKEN_PREFIX: &str = "yidi_";

/// A token as its holder sent it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Held {
    /// In whose name it asks.
    pub account: ActorId,
    /// Which of that account's tokens.
    pub token: u32,
}

/// Everything that is kept.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    accounts: BTreeMap<ActorId, Means>,
    /// By the digest of the token, in Base64.
    tokens: BTreeMap<String, (ActorId, u32)>,
}

/// What one account signs in with.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Means {
    password: Option<Hash>,
    invitation: Option<Invitation>,
    totp: Option<Device>,
}

/// A code to be exchanged for a password, once.
#[derive(Clone, Serialize, Deserialize)]
struct Invitation {
    digest: Digest,
    until: Timestamp,
}

/// A device for the second factor.
#[derive(Clone, Serialize, Deserialize)]
struct Device {
    secret: Secret,
    /// The last step whose code was taken; none is taken twice.
    last_step: i64,
    /// Whether a code of it was ever seen.
    confirmed: bool,
}

/// The credentials of a center.
pub(crate) struct Credentials {
    kept: Kept,
    store: Store,
}

impl Credentials {
    pub(crate) fn open(store: Store) -> io::Result<Self> {
        let kept = match store.read()? {
            Some(text) => serde_json::from_str(&text)?,
            None => Kept::default(),
        };
        Ok(Self { kept, store })
    }

    /// The hash of an account's password.
    pub(crate) fn password(&self, account: &ActorId) -> Option<Hash> {
        self.kept.accounts.get(account)?.password.clone()
    }

    /// Gives an account a password; an invitation that was open is used up.
    pub(crate) fn set_password(&mut self, account: &ActorId, password: Hash) -> io::Result<()> {
        self.change(account, |means| {
            means.password = Some(password);
            means.invitation = None;
        })
    }

    /// A new invitation, in place of the one that was open. The password there was no longer opens anything.
    pub(crate) fn invite(&mut self, account: &ActorId, now: Timestamp) -> io::Result<String> {
        let code = chance::text::<16>();
        let invitation = Invitation { digest: chance::digest_of(&code), until: now + INVITATION_MAX };
        self.change(account, |means| {
            means.password = None;
            means.invitation = Some(invitation);
        })?;
        Ok(code)
    }

    /// Whether this is the open invitation of the account.
    pub(crate) fn is_invited(&self, account: &ActorId, code: &str, now: Timestamp) -> bool {
        let open = self.kept.accounts.get(account).and_then(|means| means.invitation.as_ref());
        let digest = chance::digest_of(code);
        // Compared in any case, so that the time does not tell whether there is one.
        let expected = open.map_or([0; 32], |invitation| invitation.digest);
        chance::same(&digest, &expected) && open.is_some_and(|invitation| now <= invitation.until)
    }

    /// A new device, which counts once a code of it was seen.
    pub(crate) fn begin_totp(&mut self, account: &ActorId) -> io::Result<Secret> {
        let secret = Secret::fresh();
        let device = Device { secret: secret.clone(), last_step: 0, confirmed: false };
        self.change(account, |means| means.totp = Some(device))?;
        Ok(secret)
    }

    /// Whether this is a code of the account's device that was not used before; it is used now. `enrolling` takes the
    /// code of a device that does not count yet, and makes it count; and of one that does, so that whoever could not put it
    /// on record tries again.
    pub(crate) fn take_code(
        &mut self,
        account: &ActorId,
        code: &str,
        now: Timestamp,
        enrolling: bool,
    ) -> io::Result<bool> {
        let device = self.kept.accounts.get(account).and_then(|means| means.totp.as_ref());
        let device = device.filter(|device| device.confirmed || enrolling);
        let step = device.and_then(|device| device.secret.matches(code, now, device.last_step));
        let Some(step) = step else { return Ok(false) };
        self.change(account, |means| {
            means.totp.iter_mut().for_each(|device| (device.last_step, device.confirmed) = (step, true));
        })?;
        Ok(true)
    }

    /// Forgets the device.
    pub(crate) fn forget_totp(&mut self, account: &ActorId) -> io::Result<()> {
        self.change(account, |means| means.totp = None)
    }

    /// Whether a device counts.
    pub(crate) fn has_totp(&self, account: &ActorId) -> bool {
        let device = self.kept.accounts.get(account).and_then(|means| means.totp.as_ref());
        device.is_some_and(|device| device.confirmed)
    }

    /// The secret of a token that the log knows by this number. It is told once.
    pub(crate) fn issue_token(&mut self, account: &ActorId, number: u32) -> io::Result<String> {
        let token = format!("{TOKEN_PREFIX}{}", chance::text::<32>());
        self.kept.tokens.insert(key_of(&token), (account.clone(), number));
        self.keep()?;
        Ok(token)
    }

    /// Whose token this is.
    pub(crate) fn token(&self, text: &str) -> Option<Held> {
        let (account, token) = text.starts_with(TOKEN_PREFIX).then(|| self.kept.tokens.get(&key_of(text)))??;
        Some(Held { account: account.clone(), token: *token })
    }

    /// Forgets tokens of an account.
    pub(crate) fn forget_tokens(&mut self, account: &ActorId, which: impl Fn(u32) -> bool) -> io::Result<()> {
        self.kept.tokens.retain(|_, (holder, number)| holder != account || !which(*number));
        self.keep()
    }

    fn change(&mut self, account: &ActorId, change: impl FnOnce(&mut Means)) -> io::Result<()> {
        let before = self.kept.accounts.get(account).cloned();
        change(self.kept.accounts.entry(account.clone()).or_default());
        let kept = self.keep();
        if kept.is_err() {
            // What is not on stable storage does not count.
            match before {
                Some(before) => self.kept.accounts.insert(account.clone(), before),
                None => self.kept.accounts.remove(account),
            };
        }
        kept
    }

    fn keep(&self) -> io::Result<()> {
        self.store.write(&Zeroizing::new(serde_json::to_string(&self.kept)?))
    }
}

/// A digest is looked up by itself: whoever does not know the token cannot choose it, so nothing is told by the time.
fn key_of(token: &str) -> String {
    BASE64.encode(chance::digest_of(token))
}

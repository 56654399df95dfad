//! The door: everything somebody proves, in one place, so that each proof is delayed, compared and noted the same way.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use timeline::ActorId;
use zeroize::Zeroizing;

use crate::credentials::{Credentials, Held};
use crate::hashing::{Hash, Hashing};
use crate::password::Password;
use crate::rounds::Rounds;
use crate::sessions::{Duty, Lent, Seat, Session, Sessions, Shelf};
use crate::setup::Setup;
use crate::store::{Safe, Store};
use crate::totp::Secret;
use crate::uses::Uses;
use crate::{Delays, Source, usual};

/// The name under which guesses at the setup token are counted; no account can have it.
const SETUP_NAME: &str = "\0setup";

/// Why the door did what it was asked not.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// The file of credentials could not be read or replaced.
    #[error("the credentials cannot be kept")]
    Store(#[from] io::Error),
    /// Too many passwords are being checked.
    #[error("too many at once")]
    Busy,
}

/// Why somebody was not let in. What was wrong is not told: a stranger would learn which accounts there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotLetIn {
    /// The name, the password, the code or the token was wrong, or too old.
    Wrong,
    /// Too soon after wrong guesses; nothing was looked at.
    Later {
        /// How long to wait.
        wait: SignedDuration,
    },
    /// Too many passwords are being checked.
    Busy,
    /// The credentials could not be kept.
    Failed,
}

impl From<DoorError> for NotLetIn {
    fn from(error: DoorError) -> Self {
        match error {
            DoorError::Store(_) => Self::Failed,
            DoorError::Busy => Self::Busy,
        }
    }
}

/// See the file.
pub struct Door {
    home: Option<PathBuf>,
    credentials: Mutex<Credentials>,
    sessions: Sessions,
    rounds: Rounds,
    uses: Uses,
    delays: Mutex<Delays>,
    shelf: Arc<dyn Shelf>,
    hashing: Hashing,
    nobody: Hash,
    setup: Mutex<Option<Setup>>,
}

impl fmt::Debug for Door {
    /// Nothing of what it keeps.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door").finish_non_exhaustive()
    }
}

impl Door {
    /// The door of the center whose data lies here; `None` keeps everything in memory.
    ///
    /// # Errors
    /// The file of credentials cannot be read or opened.
    pub fn open(home: Option<&Path>, shelf: Arc<dyn Shelf>, safe: Arc<dyn Safe>) -> Result<Self, DoorError> {
        Ok(Self {
            home: home.map(Path::to_owned),
            credentials: Mutex::new(Credentials::open(Store::new(home, safe))?),
            delays: Mutex::new(Delays::knowing(usual::places(&*shelf))),
            sessions: Sessions::on(shelf.clone()),
            shelf,
            rounds: Rounds::default(),
            uses: Uses::default(),
            hashing: Hashing::new(),
            nobody: Hash::of_nobody(),
            setup: Mutex::default(),
        })
    }

    /// Whether this is the password of this account. An account there is not takes as long as one there is.
    ///
    /// # Errors
    /// It is not, or it is too soon to ask.
    pub async fn check_password(
        &self,
        name: &str,
        password: Zeroizing<String>,
        source: Source,
        now: Timestamp,
    ) -> Result<ActorId, NotLetIn> {
        self.guess(name, source, now)?;
        let account = ActorId::parse(name).ok();
        let hash = account.as_ref().and_then(|account| self.credentials().password(account));
        let (hash, known) = hash.map_or_else(|| (self.nobody.clone(), false), |hash| (hash, true));
        let Some(right) = self.hashing.check(hash, password).await else {
            self.delays().take_back(name, source, now);
            return Err(NotLetIn::Busy);
        };
        self.turned_out(name, (source, now), right && known)?;
        account.ok_or(NotLetIn::Wrong)
    }

    /// Whether this is a code of the account's device. Guesses at it are delayed like guesses at the password.
    ///
    /// # Errors
    /// It is not, it was used before, or it is too soon to ask.
    pub fn check_code(&self, account: &ActorId, code: &str, source: Source, now: Timestamp) -> Result<(), NotLetIn> {
        self.take_code(account, code, (source, now), false)
    }

    /// Takes the first code of a new device.
    ///
    /// # Errors
    /// As [`Door::check_code`].
    pub fn enrol(&self, account: &ActorId, code: &str, source: Source, now: Timestamp) -> Result<(), NotLetIn> {
        self.take_code(account, code, (source, now), true)
    }

    fn take_code(
        &self,
        account: &ActorId,
        code: &str,
        (source, now): (Source, Timestamp),
        enrolling: bool,
    ) -> Result<(), NotLetIn> {
        self.guess(account.as_str(), source, now)?;
        let taken = self.credentials().take_code(account, code, now, enrolling);
        self.turned_out(account.as_str(), (source, now), taken.map_err(DoorError::from)?)
    }

    /// A guess turned out wrong for a reason the door does not know, as a closed account.
    pub fn missed(&self, name: &str, source: Source, now: Timestamp) -> NotLetIn {
        self.delays().missed(name, source, now);
        NotLetIn::Wrong
    }

    /// Begins a guess, which counts as wrong until it turns out right: a hundred at one time are no way around the delay.
    fn guess(&self, name: &str, source: Source, now: Timestamp) -> Result<(), NotLetIn> {
        let mut delays = self.delays();
        if let Some(wait) = delays.wait(name, source, now) {
            return Err(NotLetIn::Later { wait });
        }
        delays.guess(name, source, now);
        Ok(())
    }

    /// A guess turned out right, or not.
    fn turned_out(&self, name: &str, (source, at): (Source, Timestamp), right: bool) -> Result<(), NotLetIn> {
        if !right {
            self.delays().was_wrong(name, source, at);
            return Err(NotLetIn::Wrong);
        }
        self.delays().take_back(name, source, at);
        Ok(())
    }

    /// Lets somebody in who has proved everything.
    pub fn let_in(&self, account: &ActorId, seat: Seat, (source, now): (Source, Timestamp)) -> Lent {
        let forgotten = self.delays().came_in(account.as_str(), source, now);
        usual::keep(&*self.shelf, (account.to_string(), source), now);
        forgotten.iter().for_each(|place| usual::forget(&*self.shelf, place));
        self.sessions.begin(account, seat, now)
    }

    /// Those who are under way to a provider of identities and back.
    pub fn rounds(&self) -> &Rounds {
        &self.rounds
    }

    /// The session of this secret; it counts as seen.
    pub fn session(&self, secret: &str, now: Timestamp) -> Option<Session> {
        self.sessions.seen(secret, now)
    }

    /// Whether the session of this secret is open. It does not count as seen.
    pub fn is_open(&self, secret: &str, now: Timestamp) -> bool {
        self.sessions.is_open(secret, now)
    }

    /// The holder proved again to sit there: the same session under a new secret.
    pub fn renew(&self, secret: &str, now: Timestamp) -> Option<Lent> {
        self.sessions.renew(secret, now)
    }

    /// The holder works as something else from now on: the same session under a new secret.
    pub fn turn_to(&self, secret: &str, duty: Duty, now: Timestamp) -> Option<Lent> {
        self.sessions.turn_to(secret, duty, now)
    }

    /// Ends a session.
    pub fn end(&self, secret: &str) {
        self.sessions.end(secret);
    }

    /// Ends one session of an account by its name; whether there was one.
    pub fn end_named(&self, account: &ActorId, name: &str) -> bool {
        self.sessions.end_of(account, |session| session.name == name) > 0
    }

    /// Ends every session of an account but the one of this name.
    pub fn end_all(&self, account: &ActorId, but: Option<&str>) {
        self.sessions.end_of(account, |session| Some(session.name.as_str()) != but);
    }

    /// The sessions of an account, the latest first.
    pub fn sessions_of(&self, account: &ActorId, now: Timestamp) -> Vec<Session> {
        self.sessions.of(account, now)
    }

    /// Gives an account a password.
    ///
    /// # Errors
    /// It cannot be kept.
    pub async fn set_password(&self, account: &ActorId, password: &Password) -> Result<(), DoorError> {
        let text = Zeroizing::new(password.as_str().to_owned());
        let hash = self.hashing.hash(text).await.ok_or(DoorError::Busy)?;
        Ok(self.credentials().set_password(account, hash)?)
    }

    /// A code the holder of the account exchanges for a password. Nothing that was had of the account before opens anything
    /// afterwards: password, sessions and tokens are void.
    ///
    /// # Errors
    /// It cannot be kept.
    pub fn invite(&self, account: &ActorId, now: Timestamp) -> Result<String, DoorError> {
        let code = self.credentials().invite(account, now)?;
        self.end_all(account, None);
        self.forget_tokens(account, None)?;
        Ok(code)
    }

    /// Whether this is the open invitation of this account.
    ///
    /// # Errors
    /// It is not, or it is too soon to ask.
    pub fn check_invitation(
        &self,
        name: &str,
        code: &str,
        source: Source,
        now: Timestamp,
    ) -> Result<ActorId, NotLetIn> {
        self.guess(name, source, now)?;
        let account = ActorId::parse(name).ok();
        let invited = account.filter(|account| self.credentials().is_invited(account, code, now));
        self.turned_out(name, (source, now), invited.is_some())?;
        invited.ok_or(NotLetIn::Wrong)
    }

    /// A new device for an account, which counts once [`Door::enrol`] has seen a code of it.
    ///
    /// # Errors
    /// It cannot be kept.
    pub fn begin_totp(&self, account: &ActorId) -> Result<Secret, DoorError> {
        Ok(self.credentials().begin_totp(account)?)
    }

    /// Forgets the device of an account.
    ///
    /// # Errors
    /// It cannot be kept.
    pub fn forget_totp(&self, account: &ActorId) -> Result<(), DoorError> {
        Ok(self.credentials().forget_totp(account)?)
    }

    /// Whether the account has a device that counts.
    pub fn has_totp(&self, account: &ActorId) -> bool {
        self.credentials().has_totp(account)
    }

    /// The secret of a token that the log knows by this number. It is told once.
    ///
    /// # Errors
    /// It cannot be kept.
    pub fn issue_token(&self, account: &ActorId, number: u32) -> Result<String, DoorError> {
        Ok(self.credentials().issue_token(account, number)?)
    }

    /// Whose token this is.
    pub fn token(&self, text: &str) -> Option<Held> {
        self.credentials().token(text)
    }

    /// Notes that a token let somebody ask.
    pub fn note_use(&self, token: &Held, now: Timestamp) {
        self.uses.note(token, now);
    }

    /// When a token last let somebody ask, as far as is known since the process began.
    pub fn last_use(&self, account: &ActorId, token: u32) -> Option<Timestamp> {
        self.uses.last(&Held { account: account.clone(), token })
    }

    /// Forgets a token, or with `None` every token of an account.
    ///
    /// # Errors
    /// It cannot be kept.
    pub fn forget_tokens(&self, account: &ActorId, number: Option<u32>) -> Result<(), DoorError> {
        let which = |one| number.is_none_or(|number| number == one);
        self.uses.forget(account, which);
        Ok(self.credentials().forget_tokens(account, which)?)
    }

    /// Makes the token that sets the center up; it replaces one that was there.
    ///
    /// # Errors
    /// It cannot be kept.
    pub fn begin_setup(&self, now: Timestamp) -> Result<String, DoorError> {
        let (setup, token) = Setup::begin(self.home.as_deref(), now)?;
        *self.setup() = Some(setup);
        Ok(token)
    }

    /// Whether the center waits to be set up.
    pub fn waits_for_setup(&self) -> bool {
        self.setup().is_some()
    }

    /// Whether this is the setup token, and still good.
    ///
    /// # Errors
    /// It is not, or it is too soon to ask.
    pub fn check_setup(&self, token: &str, source: Source, now: Timestamp) -> Result<(), NotLetIn> {
        self.guess(SETUP_NAME, source, now)?;
        let right = self.setup().as_ref().is_some_and(|setup| setup.is(token, now));
        self.turned_out(SETUP_NAME, (source, now), right)
    }

    /// The center is set up: the token is gone, in memory and on disk.
    ///
    /// # Errors
    /// The file cannot be removed; the token is void all the same.
    pub fn end_setup(&self) -> Result<(), DoorError> {
        let setup = self.setup().take();
        Ok(setup.map_or(Ok(()), |setup| setup.end())?)
    }

    fn credentials(&self) -> MutexGuard<'_, Credentials> {
        self.credentials.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn delays(&self) -> MutexGuard<'_, Delays> {
        self.delays.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn setup(&self) -> MutexGuard<'_, Option<Setup>> {
        self.setup.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! Sessions: a random reference, kept as its hash; ended by time, by its holder, or because the account is closed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use timeline::{ActorId, Role};

use crate::chance::{self, Digest};

/// Without a request for so long, a session ends.
pub const IDLE_MAX: SignedDuration = SignedDuration::from_mins(30);
/// The same at a window, where strangers stand in front of the screen.
pub const IDLE_MAX_AT_WINDOWS: SignedDuration = SignedDuration::from_mins(10);
/// Whatever happens, it ends after a working day.
pub const STAY_MAX: SignedDuration = SignedDuration::from_hours(9);
/// For so long after a password or a code, acts that ask for one are done without asking again.
pub const STEP_UP_MAX: SignedDuration = SignedDuration::from_mins(5);
/// How exactly the last request is kept on the shelf; more often would be a write for every click.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// Sessions of one account at one time; the oldest ends when one more begins.
const OF_ONE_MAX: usize = 10;

/// Where sessions outlast a restart. They may be lost: everybody signs in again then.
pub trait Shelf: Send + Sync + 'static {
    /// Keeps a value.
    fn put(&self, key: &[u8], value: &[u8]);
    /// Forgets it.
    fn remove(&self, key: &[u8]);
    /// Everything that is kept.
    fn all(&self) -> Vec<(Vec<u8>, Vec<u8>)>;
}

/// A shelf whose things outlast whoever put them there, and not the process.
#[derive(Default, Debug)]
pub struct MemoryShelf(Mutex<HashMap<Vec<u8>, Vec<u8>>>);

impl MemoryShelf {
    fn things(&self) -> MutexGuard<'_, HashMap<Vec<u8>, Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf for MemoryShelf {
    fn put(&self, key: &[u8], value: &[u8]) {
        self.things().insert(key.to_vec(), value.to_vec());
    }

    fn remove(&self, key: &[u8]) {
        self.things().remove(key);
    }

    fn all(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        self.things().clone().into_iter().collect()
    }
}

/// As what somebody works.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Duty {
    /// In which role.
    pub role: Role,
    /// For whom it stands in, if for somebody.
    pub stands_in_for: Option<ActorId>,
}

/// By whose word somebody was let in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// By our own: a password, and a code if there is a device.
    #[default]
    Password,
    /// By a provider of identities'.
    Provider {
        /// Whether it says that a second factor was asked for.
        second_factor: bool,
    },
}

impl By {
    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Provider { .. } => "provider",
        }
    }

    /// Whether a second factor was asked for elsewhere.
    #[must_use]
    pub const fn vouches(self) -> bool {
        matches!(self, Self::Provider { second_factor: true })
    }
}

/// Where somebody sits down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seat {
    /// In which role.
    pub role: Role,
    /// Whether at a window.
    pub at_window: bool,
    /// By whose word.
    pub by: By,
}

/// Somebody who is inside.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Session {
    /// A name for it that opens nothing: for the list of one's own sessions.
    pub name: String,
    /// Who.
    pub account: ActorId,
    /// In which role.
    pub role: Role,
    /// The colleague it stands in for, if it chose to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_in_for: Option<ActorId>,
    /// Whether it sits at a window.
    pub at_window: bool,
    /// By whose word it began.
    #[serde(default)]
    pub by: By,
    /// When it began.
    pub began: Timestamp,
    /// The last request.
    pub seen: Timestamp,
    /// The last time a password or a code was given, here or at the provider.
    pub proved: Timestamp,
}

impl Session {
    fn is_over(&self, now: Timestamp) -> bool {
        let idle = if self.at_window { IDLE_MAX_AT_WINDOWS } else { IDLE_MAX };
        now.duration_since(self.seen) >= idle || now.duration_since(self.began) >= STAY_MAX
    }

    /// Whether it was proved a short while ago that the holder sits there.
    #[must_use]
    pub fn is_proved(&self, now: Timestamp) -> bool {
        now.duration_since(self.proved) < STEP_UP_MAX
    }
}

/// A session that begins: what the browser keeps, and what we say of it.
pub struct Lent {
    /// The secret, for the cookie.
    pub secret: String,
    /// The session.
    pub session: Session,
}

pub(crate) struct Sessions {
    open: Mutex<HashMap<Digest, Kept>>,
    shelf: Arc<dyn Shelf>,
}

struct Kept {
    session: Session,
    noted: Timestamp,
}

impl Sessions {
    /// The sessions on this shelf.
    pub(crate) fn on(shelf: Arc<dyn Shelf>) -> Self {
        let read = |(key, value): (Vec<u8>, Vec<u8>)| {
            let session: Session = serde_json::from_slice(&value).ok()?;
            Some((Digest::try_from(key).ok()?, Kept { noted: session.seen, session }))
        };
        let open = shelf.all().into_iter().filter_map(read).collect();
        Self { open: Mutex::new(open), shelf }
    }

    /// A new session with a new secret: nothing somebody had before opens it.
    pub(crate) fn begin(&self, account: &ActorId, seat: Seat, now: Timestamp) -> Lent {
        let Seat { role, at_window, by } = seat;
        let (account, name) = (account.clone(), chance::text::<9>());
        let (stands_in_for, began, seen, proved) = (None, now, now, now);
        let session = Session { name, account, role, stands_in_for, at_window, by, began, seen, proved };
        let secret = chance::text::<32>();
        let mut open = self.open();
        self.make_room(&mut open, &session.account);
        self.keep(&mut open, chance::digest_of(&secret), session.clone());
        Lent { secret, session }
    }

    /// The session of this secret, if it is not over; it counts as seen.
    pub(crate) fn seen(&self, secret: &str, now: Timestamp) -> Option<Session> {
        self.seen_among(&mut self.open(), chance::digest_of(secret), now)
    }

    fn seen_among(&self, open: &mut HashMap<Digest, Kept>, key: Digest, now: Timestamp) -> Option<Session> {
        let kept = open.get_mut(&key)?;
        if kept.session.is_over(now) {
            self.forget(open, &key);
            return None;
        }
        kept.session.seen = kept.session.seen.max(now);
        let session = kept.session.clone();
        if now.duration_since(kept.noted) >= NOTED_EVERY {
            self.keep(open, key, session.clone());
        }
        Some(session)
    }

    /// Whether the session of this secret is not over.
    pub(crate) fn is_open(&self, secret: &str, now: Timestamp) -> bool {
        self.open().get(&chance::digest_of(secret)).is_some_and(|kept| !kept.session.is_over(now))
    }

    /// It was proved that the holder sits there: the same session under a new secret.
    pub(crate) fn renew(&self, secret: &str, now: Timestamp) -> Option<Lent> {
        self.anew(secret, now, |session| session.proved = now)
    }

    /// Its holder works as something else now: the same session under a new secret.
    pub(crate) fn turn_to(&self, secret: &str, duty: Duty, now: Timestamp) -> Option<Lent> {
        self.anew(secret, now, |session| (session.role, session.stands_in_for) = (duty.role, duty.stands_in_for))
    }

    /// All in one turn: a session that is ended meanwhile must not come back under its new secret.
    fn anew(&self, secret: &str, now: Timestamp, change: impl FnOnce(&mut Session)) -> Option<Lent> {
        let mut open = self.open();
        let before = chance::digest_of(secret);
        let mut session = self.seen_among(&mut open, before, now)?;
        change(&mut session);
        self.forget(&mut open, &before);
        let secret = chance::text::<32>();
        self.keep(&mut open, chance::digest_of(&secret), session.clone());
        Some(Lent { secret, session })
    }

    /// Ends the session of this secret.
    pub(crate) fn end(&self, secret: &str) {
        self.forget(&mut self.open(), &chance::digest_of(secret));
    }

    /// Ends sessions of an account; how many there were.
    pub(crate) fn end_of(&self, account: &ActorId, which: impl Fn(&Session) -> bool) -> usize {
        let mut open = self.open();
        let of_account = open.iter().filter(|(_, kept)| kept.session.account == *account && which(&kept.session));
        let keys: Vec<Digest> = of_account.map(|(key, _)| *key).collect();
        keys.iter().for_each(|key| self.forget(&mut open, key));
        keys.len()
    }

    /// The sessions of an account, the latest first.
    pub(crate) fn of(&self, account: &ActorId, now: Timestamp) -> Vec<Session> {
        let open = self.open();
        let own = open.values().map(|kept| &kept.session).filter(|session| session.account == *account);
        let mut own: Vec<Session> = own.filter(|session| !session.is_over(now)).cloned().collect();
        own.sort_by_key(|session| std::cmp::Reverse(session.began));
        own
    }

    fn make_room(&self, open: &mut HashMap<Digest, Kept>, account: &ActorId) {
        let own = open.iter().filter(|(_, kept)| kept.session.account == *account);
        let mut own: Vec<(Timestamp, Digest)> = own.map(|(key, kept)| (kept.session.began, *key)).collect();
        own.sort_unstable();
        let over = (own.len() + 1).saturating_sub(OF_ONE_MAX);
        own.iter().take(over).for_each(|(_, key)| self.forget(open, key));
    }

    fn keep(&self, open: &mut HashMap<Digest, Kept>, key: Digest, session: Session) {
        if let Ok(value) = serde_json::to_vec(&session) {
            self.shelf.put(&key, &value);
        }
        open.insert(key, Kept { noted: session.seen, session });
    }

    fn forget(&self, open: &mut HashMap<Digest, Kept>, key: &Digest) {
        self.shelf.remove(key);
        open.remove(key);
    }

    fn open(&self) -> MutexGuard<'_, HashMap<Digest, Kept>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_395_600, 0);

    fn li() -> ActorId {
        ActorId::parse("li").unwrap()
    }

    fn seat(role: Role, at_window: bool) -> Seat {
        Seat { role, at_window, by: By::Password }
    }

    fn after(minutes: i64) -> Timestamp {
        START + SignedDuration::from_mins(minutes)
    }

    #[test]
    fn a_session_ends_when_nobody_is_there_and_after_a_day() {
        let sessions = Sessions::on(Arc::new(MemoryShelf::default()));
        let desk = sessions.begin(&li(), seat(Role::TriageOfficer, false), START).secret;
        let window = sessions.begin(&li(), seat(Role::WindowClerk, true), START).secret;
        assert!(sessions.seen(&window, after(9)).is_some());
        assert!(sessions.seen(&window, after(19)).is_none());
        let busy = (1..=30).all(|n| sessions.seen(&desk, after(n * 17)).is_some());
        assert!(busy && sessions.seen(&desk, after(9 * 60)).is_none());
        assert!(sessions.seen("something else", START).is_none());
    }

    #[test]
    fn what_is_kept_opens_nothing_and_outlasts_a_restart() {
        let shelf = Arc::new(MemoryShelf::default());
        let secret = Sessions::on(shelf.clone()).begin(&li(), seat(Role::Leader, false), START).secret;
        let kept = shelf.all();
        assert!(kept.iter().all(|(key, value)| !String::from_utf8_lossy(value).contains(&secret) && key.len() == 32));
        let again = Sessions::on(shelf.clone());
        assert!(again.seen(&secret, after(1)).is_some());
        again.end(&secret);
        assert!(again.seen(&secret, after(1)).is_none());
        assert!(Sessions::on(shelf).seen(&secret, after(1)).is_none());
    }

    #[test]
    fn by_whose_word_a_session_began_is_kept_and_one_of_before_began_by_a_password() {
        let shelf = Arc::new(MemoryShelf::default());
        let by = By::Provider { second_factor: true };
        let secret = Sessions::on(shelf.clone()).begin(&li(), Seat { by, ..seat(Role::Leader, false) }, START).secret;
        assert_eq!(Sessions::on(shelf.clone()).seen(&secret, after(1)).map(|session| session.by), Some(by));
        let (key, value) = shelf.all().remove(0);
        let mut before: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&value).unwrap();
        assert!(before.remove("by").is_some());
        shelf.put(&key, &serde_json::to_vec(&before).unwrap());
        assert_eq!(Sessions::on(shelf).seen(&secret, after(1)).map(|session| session.by), Some(By::Password));
    }

    #[test]
    fn a_proof_changes_the_secret_and_is_good_for_five_minutes() {
        let sessions = Sessions::on(Arc::new(MemoryShelf::default()));
        let before = sessions.begin(&li(), seat(Role::Leader, false), START).secret;
        assert!(!sessions.seen(&before, after(6)).unwrap().is_proved(after(6)));
        let Lent { secret, session } = sessions.renew(&before, after(6)).unwrap();
        assert!(session.is_proved(after(10)) && session.began == START);
        assert!(sessions.seen(&before, after(7)).is_none() && sessions.seen(&secret, after(7)).is_some());
    }

    /// Two renewals at one time would be two sessions, one of which nobody ends.
    #[test]
    fn of_two_renewals_at_one_time_one_succeeds() {
        for _ in 0..200 {
            let sessions = Sessions::on(Arc::new(MemoryShelf::default()));
            let before = sessions.begin(&li(), seat(Role::Leader, false), START).secret;
            let renewed = std::thread::scope(|scope| {
                let both = [(); 2].map(|()| scope.spawn(|| sessions.renew(&before, START).is_some()));
                both.into_iter().map(|one| one.join().unwrap()).filter(|renewed| *renewed).count()
            });
            assert_eq!((renewed, sessions.of(&li(), START).len()), (1, 1));
        }
    }

    #[test]
    fn whoever_works_as_something_else_keeps_the_session_and_proves_nothing_by_it() {
        let sessions = Sessions::on(Arc::new(MemoryShelf::default()));
        let before = sessions.begin(&li(), seat(Role::Leader, false), START);
        let duty = Duty { role: Role::Mediator, stands_in_for: Some(ActorId::parse("sun").unwrap()) };
        let Lent { secret, session } = sessions.turn_to(&before.secret, duty.clone(), after(6)).unwrap();
        assert_eq!((session.name, session.role), (before.session.name, duty.role));
        assert!(session.stands_in_for == duty.stands_in_for && session.proved == START);
        assert!(sessions.seen(&before.secret, after(7)).is_none() && sessions.seen(&secret, after(7)).is_some());
    }

    #[test]
    fn one_account_has_ten_at_most_and_all_end_at_once() {
        let sessions = Sessions::on(Arc::new(MemoryShelf::default()));
        let secrets: Vec<String> =
            (0..12).map(|n| sessions.begin(&li(), seat(Role::Leader, false), after(n)).secret).collect();
        assert_eq!(sessions.of(&li(), after(12)).len(), OF_ONE_MAX);
        assert!(sessions.seen(&secrets[0], after(12)).is_none());
        assert_eq!(sessions.end_of(&li(), |_| true), OF_ONE_MAX);
        assert!(sessions.seen(&secrets[11], after(12)).is_none());
    }
}

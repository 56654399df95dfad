//! What every handler shares.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use center::{Center, ReadFailure};
use door::{Door, DoorError, Safe, Shelf};
use jiff::SignedDuration;
use sso::Provider;
use timeline::{ActorId, Sealed};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use crate::api::subscriptions::Lines;
use crate::identity::People;
use crate::in_flight::InFlight;
use crate::pace::{Guessed, Pace};
use crate::problem::{self, Problem};
use crate::searches::Searches;
use crate::telemetry::{Metrics, Reading};
use crate::{Options, condition, failure, routes};

/// A handle of the running service; cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<Shared>);

struct Shared {
    center: Center,
    options: Options,
    metrics: Metrics,
    people: People,
    in_flight: InFlight,
    registrations: Mutex<Pace>,
    wrong_codes: Mutex<Pace>,
    searches: Mutex<Searches>,
    feeds: Arc<Semaphore>,
    lines: Arc<Lines>,
    closing: CancellationToken,
}

impl App {
    /// A service over this center that ends its feeds when `closing` is cancelled.
    pub(crate) fn new(center: Center, options: Options, closing: CancellationToken) -> Self {
        let metrics = Metrics::new(routes::all().iter().map(|route| (route.verb.as_str(), route.path)));
        let feeds = Arc::new(Semaphore::new(options.feeds_max));
        let (people, in_flight) = (People::of(&center), InFlight::default());
        App(Arc::new(Shared {
            center,
            options,
            metrics,
            people,
            in_flight,
            registrations: Mutex::new(Pace::of_registrations()),
            wrong_codes: Mutex::new(Pace::of_wrong_codes()),
            searches: Mutex::default(),
            feeds,
            lines: Arc::default(),
            closing,
        }))
    }

    /// The center.
    pub(crate) fn center(&self) -> &Center {
        &self.0.center
    }

    /// How to serve.
    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }

    /// Where people sign in; `None` in a demonstration.
    pub(crate) fn door(&self) -> Option<&Door> {
        self.options().door.as_deref().filter(|_| !self.options().demo)
    }

    /// Where people sign in, or what to say in a demonstration.
    pub(crate) fn door_or_problem(&self) -> Result<&Door, Problem> {
        self.door().ok_or_else(|| Problem::from(problem::DEMONSTRATION))
    }

    /// By whose word people may sign in as well.
    pub(crate) fn provider(&self) -> Option<&Provider> {
        self.options().provider.as_deref().filter(|_| !self.options().demo)
    }

    /// The figures.
    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Who works here.
    pub(crate) fn people(&self) -> &People {
        &self.0.people
    }

    /// The requests being worked on.
    pub(crate) fn in_flight(&self) -> &InFlight {
        &self.0.in_flight
    }

    /// Reads on a thread that may wait for the disk, not on the one that serves everybody. What is not there is answered as a
    /// case that is not.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Center) -> Result<T, ReadFailure> + Send + 'static,
    ) -> Result<T, Problem> {
        let center = self.center().clone();
        let read = tokio::task::spawn_blocking(move || read(&center)).await;
        let read = read.map_err(|_| Problem::from(problem::FAILED))?;
        read.map_err(|failure| failure::of_reading(failure, problem::CASE_UNKNOWN))
    }

    /// Takes one more registration from this machine, or tells how long it has to wait.
    pub(crate) fn take_registration(&self, source: door::Source) -> Result<(), SignedDuration> {
        let mut pace = self.0.registrations.lock().unwrap_or_else(PoisonError::into_inner);
        pace.take(source, self.center().now())
    }

    /// Takes a guess at a query code from this machine; whether it is one is asked at most once.
    pub(crate) fn guess_code(&self, source: door::Source, is_right: impl FnOnce() -> bool) -> Guessed {
        let mut pace = self.0.wrong_codes.lock().unwrap_or_else(PoisonError::into_inner);
        pace.guess(source, self.center().now(), is_right)
    }

    /// Takes one more search of this member of staff, or tells how long it has to wait.
    pub(crate) fn take_search(&self, who: &ActorId) -> Result<(), SignedDuration> {
        let mut searches = self.0.searches.lock().unwrap_or_else(PoisonError::into_inner);
        searches.take(who, self.center().now())
    }

    /// The places for lines of subscriptions.
    pub(crate) fn lines(&self) -> &Arc<Lines> {
        &self.0.lines
    }

    /// The places for feeds.
    pub(crate) fn feeds(&self) -> &Arc<Semaphore> {
        &self.0.feeds
    }

    /// Cancelled when the server stops.
    pub(crate) fn closing(&self) -> &CancellationToken {
        &self.0.closing
    }

    /// What the center says of itself now.
    pub(crate) fn reading(&self) -> Reading {
        let head = self.center().head();
        let condition = condition::name(&self.center().condition());
        let lag = head.position.saturating_sub(self.center().position());
        let (standing, now) = (self.center().board().now(), self.center().now());
        let (owes_an_epoch, keys_failed) = (self.center().owes_an_epoch(), self.center().keys_failed());
        let (views_still, follow_ups_still) =
            (self.center().views_stand_still(), self.center().follow_ups_stand_still());
        let (entries, position) = (head.entries, head.position);
        Reading {
            entries,
            position,
            lag,
            condition,
            owes_an_epoch,
            keys_failed,
            views_still,
            follow_ups_still,
            standing,
            now,
        }
    }
}

/// The door of this center, whose credentials lie below `home`; sessions are kept in the center's scratch.
///
/// # Errors
/// The credentials cannot be read.
pub fn open_door(center: &Center, home: Option<&Path>) -> Result<Arc<Door>, DoorError> {
    Door::open(home, Arc::new(Lent(center.clone())), Arc::new(Lent(center.clone()))).map(Arc::new)
}

/// What the center lends its door: its scratch for sessions, its keys for what is kept of credentials.
struct Lent(Center);

impl Safe for Lent {
    fn seal(&self, text: &str) -> io::Result<Sealed> {
        self.0.seal_credentials(text).map_err(io::Error::other)
    }

    fn open(&self, sealed: &Sealed) -> io::Result<Zeroizing<String>> {
        self.0.open_credentials(sealed).map_err(io::Error::other)
    }
}

impl Shelf for Lent {
    fn put(&self, key: &[u8], value: &[u8]) {
        self.0.keep_session(key, value);
    }

    fn remove(&self, key: &[u8]) {
        self.0.forget_session(key);
    }

    fn all(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        self.0.kept_sessions()
    }
}

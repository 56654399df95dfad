//! Webhooks: each message as one request to an address of the department, in order, one at a time (Standard Webhooks).
//!
//! A receiver that is away makes its own subscription wait and nothing else. A message that a receiver which is there does
//! not take is set aside after its tries, with what the receiver said; what comes later of the same case is held behind
//! it, and other cases flow. A person looks at it and has it tried again or given up, which is on record.

mod guard;
pub(crate) mod post;
mod progress;
pub(crate) mod sign;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use center::{Center, Chain, Known, Message, Share, Sharing, source_of};
use rand::Rng as _;
use timeline::{StreamId, Transport};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use self::post::{Poster, Said};
use self::progress::{Progress, Waiting};

pub use self::guard::{Allowed, BadRange};

/// How often a message is tried that a receiver refuses, before it is set aside.
const TRIES_MAX: u32 = 5;
/// Between two of these tries, at first; it doubles. Others wait in the meantime, so it is short.
const BETWEEN_TRIES: Duration = Duration::from_millis(250);
/// How long a receiver that is away is left alone, at first and at most.
const AWAY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(10));
/// Messages set aside one after the other, nothing taken between them: then it is the receiver and not the message.
const STRIKES_MAX: u32 = 3;
/// Messages that may wait, set aside or held: beyond it the subscription waits as a whole.
const WAITING_MAX: usize = 10_000;
/// How often it is looked whether there is a new webhook.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// How a center calls webhooks.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder in which it is kept how far each is: `relay` below the center's directory.
    pub folder: PathBuf,
    /// Machines that may be called although they are not on the public net, also without encryption.
    pub allowed: Allowed,
}

/// Calls every webhook there is until it is told to stop.
pub(crate) async fn keep_calling(center: Center, options: Options, stop: CancellationToken) {
    let poster = match Poster::new(options.allowed.clone()) {
        Ok(poster) => Arc::new(poster),
        Err(error) => return tracing::error!(error = center::chain(&error), "no webhook is called"),
    };
    let (mut calling, mut running) = (JoinSet::new(), BTreeSet::new());
    loop {
        if let Ok((all, upto)) = center.known_subscriptions().await {
            for known in all.into_iter().filter(|known| known.goes_by(Transport::Webhook)) {
                if known.is_open() && running.insert(known.code().clone()) {
                    let caller = Caller::new(center.clone(), options.folder.clone(), poster.clone());
                    calling.spawn(async move { (known.code().clone(), caller.call(known, upto).await) });
                }
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            Some(Ok((code, ()))) = calling.join_next() => drop(running.remove(&code)),
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Calls one webhook.
struct Caller {
    center: Center,
    folder: PathBuf,
    poster: Arc<Poster>,
}

/// One webhook as it is being called.
struct Call {
    caller: Caller,
    known: Known,
    sharing: Sharing,
    told: Chain,
    source: String,
    progress: Progress,
    blocked: BTreeSet<StreamId>,
    strikes: u32,
}

/// What became of a message.
enum Fate {
    Taken,
    Refused(String, u32),
    Gone,
    /// The subscription changed meanwhile.
    Outdated,
}

impl Caller {
    const fn new(center: Center, folder: PathBuf, poster: Arc<Poster>) -> Self {
        Self { center, folder, poster }
    }

    /// Calls it until it changes, ends, or cannot be gone on with.
    async fn call(self, known: Known, upto: u64) {
        let progress = match Progress::open(&self.folder, &known) {
            Ok(progress) => progress,
            Err(error) => return self.note_fault(&known, &format!("cannot keep how far it is: {error}")).await,
        };
        let (sharing, source) = (self.center.share(vec![known.clone()], upto), source_of(self.center.rulebook()));
        let (told, blocked) = (Chain::default(), BTreeSet::new());
        let mut call = Call { caller: self, known, sharing, told, source, progress, blocked, strikes: 0 };
        if let Err(error) = call.run().await {
            let fault = format!("cannot keep how far it is: {error}");
            call.caller.note_fault(&call.known, &fault).await;
        }
    }

    async fn note_fault(&self, known: &Known, fault: &str) {
        tracing::error!(webhook = %known.code(), fault, "a webhook is not called");
        let now = self.center.now();
        self.center.board().note(known.code(), now, |told| told.fault = Some(fault.to_owned()));
        tokio::time::sleep(AWAY.0 * 10).await;
    }
}

impl Call {
    async fn run(&mut self) -> std::io::Result<()> {
        self.note(None);
        while let Some(shares) = self.sharing.next().await {
            for share in &shares {
                if !self.take(share).await? {
                    return Ok(());
                }
            }
            if self.sharing.is_outdated() {
                return Ok(());
            }
            self.note(None);
        }
        Ok(())
    }

    /// Takes the next fact; `false` if this call is over.
    async fn take(&mut self, share: &Share) -> std::io::Result<bool> {
        let message = Message::of(share, &self.told);
        self.told.advance(&message.link);
        let seq = message.link.seq;
        if !self.progress.is_due(seq, &self.known) {
            if self.progress.waits(seq) {
                self.blocked.insert(message.case);
            }
            return Ok(true);
        }
        if self.blocked.contains(&message.case) {
            self.progress.hold(seq, message.case)?;
            return Ok(self.has_room().await);
        }
        match self.deliver(&message).await {
            Fate::Taken => {
                self.strikes = 0;
                self.progress.taken(seq, self.caller.center.now())?;
                self.note(None);
            }
            Fate::Refused(reason, tries) => {
                self.strikes += 1;
                self.blocked.insert(message.case);
                let (at, since) = (self.caller.center.head().position, self.caller.center.now());
                self.progress.park(seq, Waiting::parked(message.case, (tries, reason.clone()), (at, since)))?;
                tracing::warn!(webhook = %self.known.code(), message = seq, reason, "a message was set aside");
                self.note(Some(reason));
            }
            Fate::Gone => {
                if let Err(error) = self.caller.center.close_gone(self.known.code()).await {
                    tracing::error!(webhook = %self.known.code(), %error, "a webhook that is gone was not closed");
                }
                return Ok(false);
            }
            Fate::Outdated => return Ok(false),
        }
        Ok(self.has_room().await)
    }

    /// Whether more may wait; if not, the subscription waits until somebody looks at it.
    async fn has_room(&self) -> bool {
        if self.progress.waiting() < WAITING_MAX {
            return true;
        }
        let fault = format!("{WAITING_MAX} messages are set aside or held: have them tried again, or give them up");
        self.caller.note_fault(&self.known, &fault).await;
        false
    }

    /// Tries until the message is taken, refused for good, or the receiver is gone. A receiver that is away is waited for.
    async fn deliver(&mut self, message: &Message) -> Fate {
        let (mut tries, mut away) = (0, AWAY.0);
        loop {
            let said = self.post(message).await;
            tries += 1;
            let pause = match said {
                Said::Taken => return Fate::Taken,
                Said::Gone => return Fate::Gone,
                Said::Refused(reason) if self.strikes < STRIKES_MAX => {
                    if tries >= TRIES_MAX {
                        return Fate::Refused(reason, tries);
                    }
                    BETWEEN_TRIES * 2_u32.pow(tries - 1)
                }
                Said::Refused(reason) | Said::Away(reason) => {
                    self.note(Some(reason));
                    let pause = away;
                    away = (away * 2).min(AWAY.1);
                    pause
                }
            };
            if self.changes_within(jittered(pause)).await {
                return Fate::Outdated;
            }
        }
    }

    async fn post(&self, message: &Message) -> Said {
        let center = &self.caller.center;
        let keys = match center.webhook_keys(self.known.code()) {
            Ok(keys) if keys.is_empty() => return Said::Away("no secret was made: make one".to_owned()),
            Ok(keys) => keys,
            Err(error) => return Said::Away(center::chain(&error)),
        };
        let Some(endpoint) = &self.known.subscription.endpoint else { return Said::Away("no address".to_owned()) };
        let headers = sign::headers(message, (&self.source, &keys), center.now());
        self.caller.poster.post(endpoint, headers, message.body.clone()).await
    }

    /// Waits; whether the subscription changed meanwhile: then what is tried may be something else.
    async fn changes_within(&self, pause: Duration) -> bool {
        let until = tokio::time::Instant::now() + pause;
        loop {
            let left = until.saturating_duration_since(tokio::time::Instant::now());
            if left.is_zero() {
                return false;
            }
            tokio::time::sleep(left.min(LOOK_EVERY)).await;
            let now = self.caller.center.known_subscription(self.known.code());
            if now.is_ok_and(|now| now.as_ref() != Some(&self.known)) {
                return true;
            }
        }
    }

    fn note(&self, fault: Option<String>) {
        let (now, progress) = (self.caller.center.now(), &self.progress);
        self.caller.center.board().note(self.known.code(), now, |told| {
            told.computed = told.computed.max(self.told.seq).max(progress.upto());
            (told.acknowledged, told.taken) = (progress.upto(), progress.upto());
            (told.last_taken_at, told.parked, told.fault) = (progress.last_taken_at(), progress.parked(), fault);
        });
    }
}

/// Half to one and a half of it, so that receivers that failed together are not called together.
fn jittered(pause: Duration) -> Duration {
    pause.mul_f64(rand::thread_rng().gen_range(0.5..1.5))
}

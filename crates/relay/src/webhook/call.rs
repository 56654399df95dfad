//! One webhook as it is being called: message after message, in the order of each case.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use center::{Center, Chain, Known, Message, Share, Sharing, source_of};
use timeline::StreamId;
use tokio::time::Instant;

use super::post::{Poster, Said};
use super::progress::{Progress, Waiting};
use super::trying::{Case, Trying};
use super::{LOOK_EVERY, jittered, sign};

/// How often a message is tried that a receiver refuses, before it is set aside.
const TRIES_MAX: u32 = 5;
/// How long a receiver that is away is left alone, at first and at most.
const AWAY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(10));
/// Messages set aside one after the other, nothing taken between them: then it is the receiver and not the message.
const STRIKES_MAX: u32 = 3;
/// Messages that may wait, set aside or held: beyond it the subscription waits as a whole.
const WAITING_MAX: usize = 10_000;

/// Calls one webhook.
pub(super) struct Caller {
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
    /// Cases behind a message that was set aside.
    blocked: BTreeSet<StreamId>,
    trying: Trying,
    strikes: u32,
}

/// What became of a message.
enum Fate {
    Taken,
    Refused(String),
    Gone,
    /// The subscription changed meanwhile.
    Outdated,
}

impl Caller {
    pub(super) const fn new(center: Center, folder: PathBuf, poster: Arc<Poster>) -> Self {
        Self { center, folder, poster }
    }

    /// Calls it until it changes, ends, or cannot be gone on with.
    pub(super) async fn call(self, known: Known, upto: u64) {
        let progress = match Progress::open(&self.folder, &known) {
            Ok(progress) => progress,
            Err(error) => return self.note_fault(&known, &format!("cannot keep how far it is: {error}")).await,
        };
        let (sharing, source) = (self.center.share(vec![known.clone()], upto), source_of(self.center.rulebook()));
        let (told, blocked, trying) = (Chain::default(), BTreeSet::new(), Trying::default());
        let mut call = Call { caller: self, known, sharing, told, source, progress, blocked, trying, strikes: 0 };
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
    async fn run(&mut self) -> io::Result<()> {
        self.note(None);
        loop {
            let due = self.trying.due();
            let goes_on = tokio::select! {
                shares = self.sharing.next() => match shares {
                    Some(shares) => self.take_all(&shares).await? && !self.sharing.is_outdated(),
                    None => return self.log_ended().await,
                },
                () = until(due) => self.try_again().await?,
            };
            if !goes_on {
                return Ok(());
            }
        }
    }

    /// The center closes, or the log cannot be read: that is said, and not tried again at once.
    async fn log_ended(&self) -> io::Result<()> {
        if !self.sharing.is_closing() {
            self.caller.note_fault(&self.known, "the log cannot be read any further").await;
        }
        Ok(())
    }

    async fn take_all(&mut self, shares: &[Share]) -> io::Result<bool> {
        for share in shares {
            if !self.try_again().await? || !self.take(share).await? {
                return Ok(false);
            }
        }
        self.note(None);
        Ok(true)
    }

    /// Takes the next fact; `false` if this call is over.
    async fn take(&mut self, share: &Share) -> io::Result<bool> {
        let message = Message::of(share, &self.told);
        self.told.advance(&message.link);
        let (seq, case) = (message.link.seq, message.case);
        if !self.progress.is_due(seq, &self.known) {
            if self.progress.waits(seq) {
                self.blocked.insert(case);
            }
            return Ok(true);
        }
        if self.blocked.contains(&case) {
            self.progress.hold(seq, case)?;
            return Ok(self.has_room().await);
        }
        let Some(message) = self.trying.behind(message) else {
            self.progress.hold(seq, case)?;
            return Ok(self.has_room().await);
        };
        match self.deliver(&message).await {
            Fate::Taken => self.taken(seq)?,
            Fate::Refused(_) => {
                // It is remembered before a later one is taken: what is taken stands for everything before it.
                self.progress.hold(seq, case)?;
                self.trying.later(Case::refused(message));
            }
            Fate::Gone => return self.gone().await,
            Fate::Outdated => return Ok(false),
        }
        Ok(self.has_room().await)
    }

    /// Tries what is due; waits for it if no more may be put off. `false` if this call is over.
    async fn try_again(&mut self) -> io::Result<bool> {
        loop {
            let now = Instant::now();
            let Some(mut case) = self.trying.take_due(now) else {
                if !self.trying.is_full() {
                    return Ok(true);
                }
                until(self.trying.due()).await;
                continue;
            };
            while let Some(message) = case.messages.front() {
                let seq = message.link.seq;
                match self.deliver(message).await {
                    Fate::Taken => {
                        self.taken(seq)?;
                        case.messages.pop_front();
                        case.tries = 0;
                    }
                    Fate::Refused(_) if case.tries + 1 < TRIES_MAX => {
                        case.tries += 1;
                        self.trying.later(case);
                        break;
                    }
                    Fate::Refused(reason) => {
                        self.park((seq, message.case), (case.tries + 1, reason))?;
                        break;
                    }
                    Fate::Gone => return self.gone().await,
                    Fate::Outdated => return Ok(false),
                }
            }
        }
    }

    fn taken(&mut self, seq: u64) -> io::Result<()> {
        self.strikes = 0;
        self.progress.taken(seq, self.caller.center.now())?;
        self.note(None);
        Ok(())
    }

    /// Sets a message aside; what waits behind it is held already.
    fn park(&mut self, (seq, case): (u64, StreamId), (tries, reason): (u32, String)) -> io::Result<()> {
        self.strikes += 1;
        self.blocked.insert(case);
        let (at, since) = (self.caller.center.head().position, self.caller.center.now());
        self.progress.park(seq, Waiting::parked(case, (tries, reason.clone()), (at, since)))?;
        tracing::warn!(webhook = %self.known.code(), message = seq, reason, "a message was set aside");
        self.note(Some(reason));
        Ok(())
    }

    async fn gone(&self) -> io::Result<bool> {
        if let Err(error) = self.caller.center.close_gone(self.known.code()).await {
            let fault = format!("it is gone, and was not closed: {}", center::chain(&error));
            self.caller.note_fault(&self.known, &fault).await;
        }
        Ok(false)
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

    /// Sends a message once. A receiver that is away is waited for, and so is one that refuses everything.
    async fn deliver(&self, message: &Message) -> Fate {
        let mut away = AWAY.0;
        loop {
            let reason = match self.post(message).await {
                Said::Taken => return Fate::Taken,
                Said::Gone => return Fate::Gone,
                Said::Refused(reason) if self.strikes < STRIKES_MAX => return Fate::Refused(reason),
                Said::Refused(reason) | Said::Away(reason) => reason,
            };
            self.note(Some(reason));
            if self.changes_within(jittered(away)).await {
                return Fate::Outdated;
            }
            away = (away * 2).min(AWAY.1);
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

/// Until then; for ever if there is nothing to wait for.
async fn until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}

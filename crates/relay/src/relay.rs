//! The relay as a center runs it: session after session, for as long as the center is open.

use std::time::Duration;

use center::Center;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::broker::{Access, BrokerError};
use crate::names::Names;
use crate::outage::Outage;
use crate::session::{Ended, Session};
use crate::webhook;

/// How long it waits before the next session, at first and at most: a broker that comes back is not run over.
const PAUSE: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(10));
/// A session that lasted so long was a sound one: what ends it is a new fault, and not the last one again.
const SOUND: Duration = Duration::from_mins(1);

/// How often the broker is asked whether it still holds what it acknowledged. A loss is to be noticed within a minute.
pub const CHECK_EVERY: Duration = Duration::from_secs(20);

/// How a center relays over a broker.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the broker is.
    pub access: Access,
    /// The names of this center there.
    pub names: Names,
    /// On how many servers of the broker each message is kept.
    pub replicas: usize,
    /// How often the broker is asked whether it still holds what it acknowledged: [`CHECK_EVERY`], in tests more often.
    pub check_every: Duration,
}

/// A running relay. It never stands in the way of the center: a broker that is gone makes departments wait, nobody else.
/// How far each is, it notes on the center's [`center::Board`].
pub struct Relay {
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
}

impl Relay {
    /// Starts telling departments what this center's log holds: over a broker, if there is one, and by webhooks.
    #[must_use]
    pub fn start(center: &Center, broker: Option<Options>, webhooks: webhook::Options) -> Self {
        let stop = CancellationToken::new();
        let calling = tokio::spawn(webhook::keep_calling(center.clone(), webhooks, stop.clone()));
        let filling = broker.map(|options| tokio::spawn(keep_going(center.clone(), options, stop.clone())));
        Self { stop, tasks: [calling].into_iter().chain(filling).collect() }
    }

    /// Ends it. What was not acknowledged is told after the next start.
    pub async fn stop(self) {
        self.stop.cancel();
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "the relay did not end in order");
            }
        }
    }
}

async fn keep_going(center: Center, options: Options, stop: CancellationToken) {
    let (mut pause, mut outage, mut last) = (PAUSE.0, None, None);
    loop {
        let begun = Instant::now();
        let ended = tokio::select! {
            ended = session(&center, &options, &mut outage) => ended,
            () = stop.cancelled() => return,
        };
        let error = match ended {
            Ok(Ended::Closing) => return,
            Ok(Ended::Outdated) => continue,
            Err(error) => error,
        };
        // One session computes the whole log: a fault that stays is not met again at full speed.
        let kind = Some(std::mem::discriminant(&error));
        let is_new = last != kind || begun.elapsed() >= SOUND;
        last = kind;
        let fault = center::chain(&error);
        tracing::warn!(fault, "departments wait: the broker is tried again");
        center.board().broker(Some(fault));
        pause = if is_new { PAUSE.0 } else { (pause * 2).min(PAUSE.1) };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = count(&center, &mut outage) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// A session; once it is open, the outage before it is over.
async fn session(center: &Center, options: &Options, outage: &mut Option<Outage>) -> Result<Ended, BrokerError> {
    let session = Session::open(center, options).await?;
    *outage = None;
    session.run().await
}

/// Counts what waits while the broker does not answer, for as long as it is let. What stops it, the next session meets, too.
async fn count(center: &Center, outage: &mut Option<Outage>) {
    if outage.is_none() {
        *outage = Outage::begin(center).await.ok();
    }
    if let Some(counting) = outage {
        counting.count(center).await;
    }
    *outage = None;
    std::future::pending::<()>().await;
}

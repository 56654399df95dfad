//! Webhooks: each message as one request to an address of the department, in order, one at a time (Standard Webhooks).
//!
//! A receiver that is away makes its own subscription wait and nothing else. A message that a receiver which is there does
//! not take holds its case from the first try on, and no other: it is tried again a few times, and then set aside with what
//! the receiver said. A person looks at it and has it tried again or given up, which is on record.

mod call;
mod guard;
pub(crate) mod post;
mod progress;
pub(crate) mod sign;
mod trying;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use center::{Center, Known};
use rand::Rng as _;
use timeline::{Code, Transport};
use tokio::task::{Id, JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use self::call::Caller;
use self::post::Poster;

pub use self::guard::{Allowed, BadRange};

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
    let (mut calling, mut running) = (JoinSet::new(), BTreeMap::new());
    loop {
        if let Ok((all, upto)) = center.known_subscriptions().await {
            let is_there = |known: &&Known| known.goes_by(known.subscription.transport);
            let there: BTreeSet<Code> = all.iter().filter(is_there).map(|known| known.code().clone()).collect();
            center.board().retain(|code| there.contains(code));
            for known in all.into_iter().filter(|known| known.goes_by(Transport::Webhook) && known.is_open()) {
                let code = known.code().clone();
                if !running.values().any(|called| *called == code) {
                    let caller = Caller::new(center.clone(), options.folder.clone(), poster.clone());
                    running.insert(calling.spawn(caller.call(known, upto)).id(), code);
                }
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            Some(ended) = calling.join_next_with_id() => drop(running.remove(&ended_id(ended))),
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Which call ended, in order or not: one that broke down is called again like any other.
fn ended_id(ended: Result<(Id, ()), JoinError>) -> Id {
    ended.map_or_else(
        |error| {
            tracing::error!(%error, "a webhook broke down and is called again");
            error.id()
        },
        |(id, ())| id,
    )
}

/// Half to one and a half of it, so that receivers that failed together are not called together.
fn jittered(pause: Duration) -> Duration {
    pause.mul_f64(rand::thread_rng().gen_range(0.5..1.5))
}

//! One session with the broker: from where it stands to where the log is, and on with it, until something goes wrong.
//! Every fault has the same way back: a new session, which finds out again where the broker stands.

use std::collections::{BTreeMap, VecDeque};

use async_nats::jetstream::Context;
use async_nats::jetstream::context::PublishAckFuture;
use center::{Center, Share, Sharing};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use timeline::{Code, Transport};
use tokio::time::{MissedTickBehavior, interval};

use crate::branch::Branch;
use crate::broker::{BrokerError, IN_FLIGHT_MAX, connect, keeping};
use crate::checkpoints::Checkpoints;
use crate::relay::Options;
use crate::undelivered::Undelivered;

/// How many streams are made or looked at side by side: each waits for an election among several brokers, and a county has
/// forty departments.
pub(crate) const OPENED_AT_ONCE: usize = 8;

/// A session.
pub(crate) struct Session<'a> {
    center: &'a Center,
    options: &'a Options,
    context: Context,
    branches: BTreeMap<Code, Branch>,
    checkpoints: Checkpoints,
    undelivered: Undelivered,
    sharing: Sharing,
    on_the_way: VecDeque<(Code, u64, PublishAckFuture)>,
}

/// Why a session ended without a fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ended {
    /// The center closes.
    Closing,
    /// A subscription was opened, changed, paused or asked something: the next session knows it.
    Outdated,
}

impl<'a> Session<'a> {
    /// Signs in and finds out where every subscription stands.
    pub(crate) async fn open(center: &'a Center, options: &'a Options) -> Result<Self, BrokerError> {
        let context = keeping(connect(&options.access).await?);
        let (names, replicas) = (&options.names, options.replicas);
        let undelivered = Undelivered::open(&context, names, replicas).await?;
        let (known, upto) = center.known_subscriptions().await.map_err(|_| BrokerError::Log)?;
        let told: Vec<_> = known.into_iter().filter(|known| known.goes_by(Transport::Nats)).collect();
        let opening: Vec<_> =
            told.iter().map(|known| Branch::open(&context, (names, replicas), known, undelivered.since())).collect();
        let opened: Vec<Branch> = stream::iter(opening).buffer_unordered(OPENED_AT_ONCE).try_collect().await?;
        let branches: BTreeMap<Code, Branch> = opened.into_iter().map(|branch| (branch.code.clone(), branch)).collect();
        let checkpoints = Checkpoints::open(&context, center, (names, replicas)).await?;
        center.board().broker(None);
        branches.values().for_each(|branch| center.board().found(&branch.code, branch.acknowledged));
        let sharing = center.share(told, upto);
        let on_the_way = VecDeque::new();
        let session = Self { center, options, context, branches, checkpoints, undelivered, sharing, on_the_way };
        session.note();
        Ok(session)
    }

    /// Tells the departments what the log holds and what comes, until the center closes or a subscription changes.
    pub(crate) async fn run(mut self) -> Result<Ended, BrokerError> {
        let mut check = interval(self.options.check_every);
        check.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                shares = self.sharing.next() => match shares {
                    Some(shares) => self.take(&shares).await?,
                    None => return self.end().await,
                },
                _ = check.tick() => self.check().await?,
            }
            if self.sharing.is_outdated() {
                self.drain().await?;
                return Ok(Ended::Outdated);
            }
            if self.sharing.is_at_the_end() {
                self.drain().await?;
                self.branches.values().try_for_each(Branch::check_end)?;
            }
        }
    }

    async fn take(&mut self, shares: &[Share]) -> Result<(), BrokerError> {
        for share in shares {
            let Some(branch) = self.branches.get_mut(&share.subscription) else { continue };
            let sent = branch.take(&self.context, &self.options.names, share).await?;
            if let Some(acknowledgement) = sent {
                self.on_the_way.push_back((share.subscription.clone(), branch.computed.seq, acknowledgement));
            }
            if self.on_the_way.len() >= IN_FLIGHT_MAX {
                self.settle_one().await?;
            }
        }
        self.note();
        Ok(())
    }

    /// Waits for the oldest message on its way.
    async fn settle_one(&mut self) -> Result<(), BrokerError> {
        let Some((code, seq, acknowledgement)) = self.on_the_way.pop_front() else { return Ok(()) };
        let Some(branch) = self.branches.get_mut(&code) else { return Ok(()) };
        let department = branch.line.department();
        let said = acknowledgement.await.map_err(|error| BrokerError::asked("keep a message", department, error))?;
        if said.sequence != seq {
            return Err(BrokerError::Lost { department: department.clone(), seq });
        }
        branch.acknowledged = branch.acknowledged.max(seq);
        Ok(())
    }

    async fn drain(&mut self) -> Result<(), BrokerError> {
        while !self.on_the_way.is_empty() {
            self.settle_one().await?;
        }
        self.note();
        Ok(())
    }

    async fn check(&mut self) -> Result<(), BrokerError> {
        self.drain().await?;
        self.undelivered.check(&self.context).await?;
        let at_the_end = self.sharing.is_at_the_end();
        let (context, undelivered) = (&self.context, &self.undelivered);
        let branches = self.branches.values_mut();
        let looking: Vec<_> = branches.map(|branch| branch.look_after(context, undelivered, at_the_end)).collect();
        stream::iter(looking).buffer_unordered(OPENED_AT_ONCE).try_collect::<()>().await?;
        self.checkpoints.check(&self.context, self.center).await?;
        self.note();
        Ok(())
    }

    /// The center closed, or the log could not be read: what is on its way is still waited for.
    async fn end(mut self) -> Result<Ended, BrokerError> {
        self.drain().await?;
        if self.sharing.is_closing() { Ok(Ended::Closing) } else { Err(BrokerError::Log) }
    }

    /// Notes for others how far each subscription is.
    fn note(&self) {
        let now = self.center.now();
        for branch in self.branches.values() {
            self.center.board().note(&branch.code, now, |told| {
                // A new session computes again what an older one had computed already.
                told.computed = told.computed.max(branch.computed.seq);
                told.acknowledged = branch.acknowledged;
                (told.taken, told.last_taken_at) = branch.taken;
                told.parked.clone_from(&branch.parked);
            });
        }
    }
}

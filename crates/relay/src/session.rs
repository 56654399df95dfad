//! One session with the broker: from where it stands to where the log is, and on with it, until something goes wrong.
//! Every fault has the same way back: a new session, which finds out again where the broker stands.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use async_nats::jetstream::Context;
use async_nats::jetstream::context::PublishAckFuture;
use center::{Center, Share, Sharing};
use timeline::DepartmentCode;
use tokio::time::{MissedTickBehavior, interval};

use crate::branch::Branch;
use crate::broker::{BrokerError, IN_FLIGHT_MAX, connect, keeping};
use crate::relay::Options;
use crate::standing::Board;

/// How often the broker is asked whether it still holds what it acknowledged. A loss is to be noticed within a minute.
const CHECK_EVERY: Duration = Duration::from_secs(20);

/// A session.
pub(crate) struct Session<'a> {
    options: &'a Options,
    board: &'a Board,
    context: Context,
    branches: BTreeMap<DepartmentCode, Branch>,
    on_the_way: VecDeque<(DepartmentCode, u64, PublishAckFuture)>,
}

impl<'a> Session<'a> {
    /// Signs in and finds out where every department stands.
    pub(crate) async fn open(options: &'a Options, board: &'a Board) -> Result<Self, BrokerError> {
        let context = keeping(connect(&options.access).await?);
        let mut branches = BTreeMap::new();
        for department in &options.departments {
            let branch = Branch::open(&context, &options.names, department, options.replicas).await?;
            branches.insert(department.clone(), branch);
        }
        board.connected(branches.values());
        Ok(Self { options, board, context, branches, on_the_way: VecDeque::new() })
    }

    /// Tells the departments what the log holds and what comes, until the center closes.
    pub(crate) async fn run(mut self, center: &Center) -> Result<(), BrokerError> {
        let mut sharing = center.share(&self.options.departments).map_err(|_| BrokerError::Log)?;
        let mut check = interval(CHECK_EVERY);
        check.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                shares = sharing.next() => match shares {
                    Some(shares) => self.take(&shares).await?,
                    None => return self.end(&sharing).await,
                },
                _ = check.tick() => self.check().await?,
            }
            if sharing.is_at_the_end() {
                self.drain().await?;
                self.branches.values().try_for_each(Branch::check_end)?;
            }
        }
    }

    async fn take(&mut self, shares: &[Share]) -> Result<(), BrokerError> {
        for share in shares {
            let Some(branch) = self.branches.get_mut(&share.department) else { continue };
            let sent = branch.take(&self.context, &self.options.names, share).await?;
            if let Some(acknowledgement) = sent {
                self.on_the_way.push_back((share.department.clone(), branch.computed.seq, acknowledgement));
            }
            if self.on_the_way.len() >= IN_FLIGHT_MAX {
                self.settle_one().await?;
            }
        }
        self.board.told(self.branches.values());
        Ok(())
    }

    /// Waits for the oldest message on its way.
    async fn settle_one(&mut self) -> Result<(), BrokerError> {
        let Some((department, seq, acknowledgement)) = self.on_the_way.pop_front() else { return Ok(()) };
        let said = acknowledgement.await.map_err(|error| BrokerError::asked("keep a message", &department, error))?;
        if said.sequence != seq {
            return Err(BrokerError::Lost { department, seq });
        }
        if let Some(branch) = self.branches.get_mut(&department) {
            branch.acknowledged = branch.acknowledged.max(seq);
        }
        Ok(())
    }

    async fn drain(&mut self) -> Result<(), BrokerError> {
        while !self.on_the_way.is_empty() {
            self.settle_one().await?;
        }
        self.board.told(self.branches.values());
        Ok(())
    }

    async fn check(&mut self) -> Result<(), BrokerError> {
        self.drain().await?;
        for branch in self.branches.values() {
            branch.check().await?;
        }
        Ok(())
    }

    /// The center closed, or the log could not be read: what is on its way is still waited for.
    async fn end(mut self, sharing: &Sharing) -> Result<(), BrokerError> {
        self.drain().await?;
        if sharing.is_closing() { Ok(()) } else { Err(BrokerError::Log) }
    }
}

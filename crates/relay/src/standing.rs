//! How far each department has been told, for whoever watches over the relay.

use std::collections::BTreeMap;

use serde::Serialize;
use timeline::DepartmentCode;
use tokio::sync::watch;

use crate::branch::Branch;
use crate::broker::BrokerError;

/// How the relay stands.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Standing {
    /// Whether the broker answers.
    pub connected: bool,
    /// What went wrong last; gone once a session stands again.
    pub fault: Option<String>,
    /// Each department.
    pub departments: BTreeMap<DepartmentCode, BranchStanding>,
}

/// How far one department has been told.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize)]
pub struct BranchStanding {
    /// How many facts the log gives so far.
    pub computed: u64,
    /// How many of them the broker has acknowledged.
    pub acknowledged: u64,
}

impl BranchStanding {
    /// Facts that are on their way.
    #[must_use]
    pub fn lag(&self) -> u64 {
        self.computed.saturating_sub(self.acknowledged)
    }
}

/// Where it is written down.
pub(crate) struct Board(watch::Sender<Standing>);

impl Board {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::default())
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Standing> {
        self.0.subscribe()
    }

    pub(crate) fn connected<'a>(&self, branches: impl Iterator<Item = &'a Branch>) {
        self.0.send_modify(|standing| (standing.connected, standing.fault) = (true, None));
        self.told(branches);
    }

    pub(crate) fn told<'a>(&self, branches: impl Iterator<Item = &'a Branch>) {
        self.0.send_modify(|standing| {
            for branch in branches {
                let told = standing.departments.entry(branch.department.clone()).or_default();
                // A new session computes again what an older one had computed already.
                told.computed = told.computed.max(branch.computed.seq);
                told.acknowledged = branch.acknowledged;
            }
        });
    }

    pub(crate) fn failed(&self, error: &BrokerError) {
        let fault = Some(center::chain(error));
        self.0.send_modify(|standing| (standing.connected, standing.fault) = (false, fault));
    }
}

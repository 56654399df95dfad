//! How far a webhook is: a small file of its own, synced before anything is forgotten that it was to remember. It is not
//! history, and not in the log: what it says is only what need not be sent again.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use center::{Known, Parked};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use timeline::StreamId;

use crate::kept;

/// A webhook's progress, and where it is kept.
pub(super) struct Progress {
    path: PathBuf,
    kept: Kept,
}

/// What is written down.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
struct Kept {
    /// Everything up to here was taken or waits.
    upto: u64,
    last_taken_at: Option<Timestamp>,
    /// What was set aside, and what is held behind it, by number.
    waiting: BTreeMap<u64, Waiting>,
}

/// A message that was not taken.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Waiting {
    case: StreamId,
    /// How often it was tried, and what was said last; `None` for one that is held behind another.
    refused: Option<(u32, String)>,
    /// Where the log was when it was set aside: only what is asked later is meant for it.
    at: u64,
    since: Timestamp,
}

impl Waiting {
    /// One that was set aside after its tries.
    pub(super) const fn parked(case: StreamId, refused: (u32, String), (at, since): (u64, Timestamp)) -> Self {
        Self { case, refused: Some(refused), at, since }
    }
}

impl Progress {
    /// What is known of this webhook. One that begins with a later number needs none of those before.
    pub(super) fn open(folder: &Path, known: &Known) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let path = folder.join(format!("{}.json", known.code()));
        let begins = || Kept { upto: known.subscription.first - 1, ..Kept::default() };
        let kept = kept::read(&path)?.unwrap_or_else(begins);
        let mut progress = Self { path, kept };
        progress.give_up(known)?;
        Ok(progress)
    }

    /// Forgets what is to be delivered no more.
    fn give_up(&mut self, known: &Known) -> io::Result<()> {
        let before = self.kept.waiting.len();
        self.kept.waiting.retain(|seq, waiting| {
            let given_up = |answered: &&center::Answered| answered.discarded.is_some();
            !answers(known, *seq, waiting).any(|answered| given_up(&answered))
        });
        if self.kept.waiting.len() == before { Ok(()) } else { self.keep() }
    }

    /// Whether this message is to be sent, as far as nothing of its case stands before it.
    pub(super) fn is_due(&self, seq: u64, known: &Known) -> bool {
        match self.kept.waiting.get(&seq) {
            None => seq > self.kept.upto,
            Some(waiting) => waiting.refused.is_none() || answers(known, seq, waiting).next().is_some(),
        }
    }

    /// Whether it was set aside or is held.
    pub(super) fn waits(&self, seq: u64) -> bool {
        self.kept.waiting.contains_key(&seq)
    }

    /// How many wait.
    pub(super) fn waiting(&self) -> usize {
        self.kept.waiting.len()
    }

    /// Up to where everything was taken or waits.
    pub(super) const fn upto(&self) -> u64 {
        self.kept.upto
    }

    /// When something was last taken.
    pub(super) const fn last_taken_at(&self) -> Option<Timestamp> {
        self.kept.last_taken_at
    }

    /// What was set aside, with how many are held behind each.
    pub(super) fn parked(&self) -> Vec<Parked> {
        let all = &self.kept.waiting;
        let parked = all.iter().filter_map(|(seq, waiting)| {
            let (tries, reason) = waiting.refused.clone()?;
            let behind = |other: &(&u64, &Waiting)| other.1.case == waiting.case && other.1.refused.is_none();
            let (held, case) = (Some(all.iter().filter(behind).count() as u64), Some(waiting.case.to_string()));
            Some(Parked { message: *seq, case, tries, reason, since: waiting.since, held })
        });
        parked.collect()
    }

    /// It was taken.
    pub(super) fn taken(&mut self, seq: u64, now: Timestamp) -> io::Result<()> {
        self.kept.waiting.remove(&seq);
        (self.kept.upto, self.kept.last_taken_at) = (self.kept.upto.max(seq), Some(now));
        self.keep()
    }

    /// It was set aside.
    pub(super) fn park(&mut self, seq: u64, waiting: Waiting) -> io::Result<()> {
        self.kept.waiting.insert(seq, waiting);
        self.kept.upto = self.kept.upto.max(seq);
        self.keep()
    }

    /// It waits behind another of its case.
    pub(super) fn hold(&mut self, seq: u64, case: StreamId) -> io::Result<()> {
        if self.waits(seq) {
            return Ok(());
        }
        self.park(seq, Waiting { case, refused: None, at: 0, since: Timestamp::default() })
    }

    fn keep(&self) -> io::Result<()> {
        kept::write(&self.path, &self.kept)
    }
}

/// What was asked about this message since it was set aside.
fn answers<'a>(known: &'a Known, seq: u64, waiting: &Waiting) -> impl Iterator<Item = &'a center::Answered> + use<'a> {
    let at = waiting.at;
    known.answered.iter().filter(move |answered| answered.message == seq && answered.at > at)
}

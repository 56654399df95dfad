//! What can be set when a log is opened.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How a log is kept. The defaults fit a county center; tests make everything smaller.
#[derive(Clone)]
pub struct Options {
    /// Bytes of a tape segment, preallocated; rounded up to 4 KiB, at most 1 GiB. A commit that is larger gets a larger one.
    pub segment_bytes: u64,
    /// Commit bytes gathered before a run is filled into the store: large enough to sort commits of a stream together.
    pub run_bytes: u64,
    /// Bytes sled may cache; the process takes a multiple of it.
    pub cache_bytes: u64,
    /// Bytes of the newest groups kept in memory for followers.
    pub recent_bytes: usize,
    /// Bytes held in reserve on the disk, given back for shutdown and repair when everything else is full.
    pub ballast_bytes: u64,
    /// Commits are refused when fewer bytes than this are free.
    pub low_water_bytes: u64,
    /// How often the whole tape is read and compared with its checks. A pass takes longer if the rate below says so.
    pub scrub_every: Duration,
    /// How fast the scrub reads at least, in bytes per second: slow enough not to be noticed. A long tape is read faster, so
    /// that it is read within a minute.
    pub scrub_bytes_per_second: u64,
    /// Told how far a long opening (a rebuild of the store or the tree) has come.
    pub progress: Option<Progress>,
}

/// Told how far something long has come.
pub type Progress = Arc<dyn Fn(Step) + Send + Sync>;

/// How far something long has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is being done, in words for a progress bar.
    pub doing: &'static str,
    /// Commits done.
    pub done: u64,
    /// Commits in all.
    pub total: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            segment_bytes: 64 << 20,
            run_bytes: 32 << 20,
            cache_bytes: 32 << 20,
            recent_bytes: 8 << 20,
            ballast_bytes: 16 << 20,
            low_water_bytes: 64 << 20,
            scrub_every: Duration::from_secs(30),
            scrub_bytes_per_second: 16 << 20,
            progress: None,
        }
    }
}

impl Options {
    /// For a log that takes few commits a year: small files, a small cache, and the same reserves.
    #[must_use]
    pub fn for_few() -> Self {
        Options {
            segment_bytes: 1 << 20,
            run_bytes: 256 << 10,
            cache_bytes: 4 << 20,
            recent_bytes: 64 << 10,
            ballast_bytes: 1 << 20,
            ..Options::default()
        }
    }

    /// Everything small, so that a test meets many segments, runs and seals in little time.
    #[must_use]
    pub fn small() -> Self {
        Options {
            segment_bytes: 64 << 10,
            run_bytes: 32 << 10,
            cache_bytes: 4 << 20,
            recent_bytes: 16 << 10,
            ballast_bytes: 64 << 10,
            low_water_bytes: 1 << 20,
            ..Options::default()
        }
    }

    /// The segment size in use.
    pub(crate) fn segment(&self) -> u64 {
        self.segment_bytes.clamp(4 << 10, 1 << 30).next_multiple_of(4 << 10)
    }

    /// Tells whoever listens.
    pub(crate) fn tell(&self, doing: &'static str, done: u64, total: u64) {
        if let Some(progress) = &self.progress {
            progress(Step { doing, done, total });
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("segment_bytes", &self.segment_bytes)
            .field("run_bytes", &self.run_bytes)
            .field("cache_bytes", &self.cache_bytes)
            .field("ballast_bytes", &self.ballast_bytes)
            .field("low_water_bytes", &self.low_water_bytes)
            .finish_non_exhaustive()
    }
}

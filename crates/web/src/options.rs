//! What whoever starts the server decides, and the limits it keeps.

use std::time::Duration;

/// How to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// Everything in the log is made up. A center that stores personal values in clear is served only with this.
    pub demo: bool,
    /// Most connections at one time. Slow ones are closed after ten seconds, so two thousand of them leave room.
    pub connections_max: usize,
    /// Most open feeds at one time: one for each screen of a large center.
    pub feeds_max: usize,
    /// How long one request may take.
    pub request_time_max: Duration,
    /// How long a client may take for the head of a request. An idle connection is closed after this, too.
    pub head_time_max: Duration,
    /// How long requests in flight may take when the server stops.
    pub drain_time_max: Duration,
    /// How often a feed says that it is alive.
    pub heartbeat: Duration,
    /// Most bytes of one file that is handed in, up to the 64 MiB a store takes: what a scanner makes of thirty pages.
    pub file_bytes_max: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            demo: false,
            connections_max: 4096,
            feeds_max: 256,
            request_time_max: Duration::from_secs(30),
            head_time_max: Duration::from_secs(10),
            drain_time_max: Duration::from_secs(9),
            heartbeat: Duration::from_secs(15),
            file_bytes_max: 20 << 20,
        }
    }
}

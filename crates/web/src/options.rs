//! What whoever starts the server decides, and the limits it keeps.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use door::Door;
use sso::Provider;

use crate::origin::{AddressRange, PublicAddress};

/// How to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// Everything in the log is made up, and nobody signs in: a seat is chosen.
    pub demo: bool,
    /// Where people sign in, outside a demonstration.
    pub door: Option<Arc<Door>>,
    /// A provider of identities, by whose word people may sign in as well.
    pub provider: Option<Arc<Provider>>,
    /// The proxies in front of the server, which speak TLS with the browsers and say for whom they ask. Without them
    /// only this machine may ask.
    pub behind_proxy: Option<AddressRange>,
    /// Where citizens reach it, as it is printed on what they take home.
    pub public_address: Option<PublicAddress>,
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
    /// What is answered 404, or by a query code, leaves after a whole number of these: how long the work took would tell what is
    /// hidden from what is not there.
    pub beat: Duration,
    /// How often a feed says that it is alive.
    pub heartbeat: Duration,
    /// Most bytes of one file that is handed in, up to the 64 MiB a store takes: what a scanner makes of thirty pages.
    pub file_bytes_max: u64,
}

impl Options {
    /// Whether this machine may connect: whoever goes past the proxy does not speak TLS.
    pub(crate) fn takes(&self, peer: IpAddr) -> bool {
        peer.is_loopback() || self.behind_proxy.is_none_or(|proxies| proxies.contains(peer))
    }

    /// Whether browsers speak TLS with whoever is in front of us.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.behind_proxy.is_some()
    }
}

impl Default for Options {
    fn default() -> Self {
        Options {
            demo: false,
            door: None,
            provider: None,
            behind_proxy: None,
            public_address: None,
            connections_max: 4096,
            feeds_max: 256,
            request_time_max: Duration::from_secs(30),
            head_time_max: Duration::from_secs(10),
            drain_time_max: Duration::from_secs(9),
            // Longer than looking in vain takes with a busy disk, and too short for anybody to notice.
            beat: Duration::from_millis(20),
            heartbeat: Duration::from_secs(15),
            file_bytes_max: 20 << 20,
        }
    }
}

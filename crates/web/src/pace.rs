//! How often one source may register online, where nobody signs in. Nothing is refused for good: whoever is too fast is
//! told when to come again, and registers at any window or by telephone meanwhile.
//!
//! Pure but for its own memory: the time comes in as a value.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};

use jiff::{SignedDuration, Timestamp};

/// Registrations at once: a building site of some hundred workers sits behind one address.
const AT_ONCE: i32 = 120;
/// Then one in this time.
const EVERY: SignedDuration = SignedDuration::from_secs(30);
/// Sources remembered at most. Were there more, all further ones would share one pace.
const SOURCES_MAX: usize = 20_000;

/// When each source will have had its time for everything it sent.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    even_at: HashMap<IpAddr, Timestamp>,
}

impl Pace {
    /// Takes one more from this source.
    ///
    /// # Errors
    /// How long it has to wait.
    pub(crate) fn take(&mut self, source: IpAddr, now: Timestamp) -> Result<(), SignedDuration> {
        if self.even_at.len() >= SOURCES_MAX {
            self.even_at.retain(|_, even_at| *even_at > now);
        }
        let network = network(source);
        let full = self.even_at.len() >= SOURCES_MAX && !self.even_at.contains_key(&network);
        let network = if full { IpAddr::V6(Ipv6Addr::UNSPECIFIED) } else { network };
        let even_at = self.even_at.get(&network).map_or(now, |even_at| (*even_at).max(now));
        let wait = even_at.duration_since(now) - EVERY * (AT_ONCE - 1);
        if wait.is_positive() {
            return Err(wait);
        }
        self.even_at.insert(network, even_at + EVERY);
        Ok(())
    }
}

/// Who has one address of version 6 has a whole /64 of them.
fn network(source: IpAddr) -> IpAddr {
    match source.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_395_600, 0);

    fn taken(pace: &mut Pace, source: &str, times: u32, now: Timestamp) -> usize {
        let source = source.parse().unwrap();
        (0..times).filter(|_| pace.take(source, now).is_ok()).count()
    }

    #[test]
    fn a_building_site_registers_at_once_and_a_flood_is_slowed() {
        let mut pace = Pace::default();
        assert_eq!(taken(&mut pace, "10.0.0.1", 2_000, START), 120);
        assert_eq!(pace.take("10.0.0.1".parse().unwrap(), START), Err(EVERY));
        assert_eq!(taken(&mut pace, "10.0.0.2", 103, START), 103, "another source is not slowed");
        assert_eq!(taken(&mut pace, "10.0.0.1", 9, START + EVERY * 2), 2);
        assert_eq!(taken(&mut pace, "10.0.0.1", 200, START + SignedDuration::from_hours(2)), 120);
    }

    #[test]
    fn addresses_of_one_line_are_one_source() {
        let mut pace = Pace::default();
        assert_eq!(taken(&mut pace, "2001:db8::1", 200, START), 120);
        assert_eq!(taken(&mut pace, "2001:db8::2", 1, START), 0);
        assert_eq!(taken(&mut pace, "2001:db8:0:1::1", 1, START), 1);
    }

    #[test]
    fn a_flood_of_sources_does_not_fill_the_memory() {
        let mut pace = Pace::default();
        for n in 0..u32::try_from(SOURCES_MAX).unwrap() + 500 {
            let _ = pace.take(IpAddr::from(n.to_be_bytes()), START);
        }
        assert!(pace.even_at.len() <= SOURCES_MAX + 1, "{}", pace.even_at.len());
    }
}

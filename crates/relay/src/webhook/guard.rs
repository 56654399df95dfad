//! Which machines a webhook may lead to: those on the public net, and those the operator has named. An address is resolved
//! each time, every answer is checked, and the connection is made to an address that was checked: a name that points
//! elsewhere a moment later leads nowhere.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// Machines that may be called although they are not on the public net.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    ranges: Vec<(IpAddr, u8)>,
}

/// A range is written as `10.1.0.0/16`, or as one address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("expected an address, or a range as 10.1.0.0/16")]
pub struct BadRange;

impl Allowed {
    /// This machine, for a demonstration.
    #[must_use]
    pub fn loopback() -> Self {
        Self { ranges: vec![(Ipv4Addr::new(127, 0, 0, 0).into(), 8), (Ipv6Addr::LOCALHOST.into(), 128)] }
    }

    /// These as well.
    #[must_use]
    pub fn and(mut self, others: &[Self]) -> Self {
        self.ranges.extend(others.iter().flat_map(|other| other.ranges.iter().copied()));
        self
    }

    /// Whether the operator has named this machine.
    pub(super) fn names(&self, address: IpAddr) -> bool {
        self.ranges.iter().any(|(base, bits)| within(address, *base, *bits))
    }

    /// Whether a webhook may lead there.
    pub(super) fn permits(&self, address: IpAddr) -> bool {
        let address = plain(address);
        self.names(address) || is_public(address)
    }
}

impl FromStr for Allowed {
    type Err = BadRange;

    fn from_str(text: &str) -> Result<Self, BadRange> {
        let (base, bits) = text.split_once('/').map_or((text, None), |(base, bits)| (base, Some(bits)));
        let base: IpAddr = base.parse().map_err(|_| BadRange)?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse().map_err(|_| BadRange))?;
        if bits > most { Err(BadRange) } else { Ok(Self { ranges: vec![(base, bits)] }) }
    }
}

/// An IPv4 address that is written as an IPv6 one leads to the same machine.
fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(six) => six.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

fn within(address: IpAddr, base: IpAddr, bits: u8) -> bool {
    let bits = u32::from(bits);
    match (address, base) {
        (IpAddr::V4(address), IpAddr::V4(base)) => {
            let shift = 32 - bits;
            u64::from(address.to_bits()) >> shift == u64::from(base.to_bits()) >> shift
        }
        (IpAddr::V6(address), IpAddr::V6(base)) if bits > 0 => {
            address.to_bits() >> (128 - bits) == base.to_bits() >> (128 - bits)
        }
        (IpAddr::V6(_), IpAddr::V6(_)) => true,
        _ => false,
    }
}

/// Networks that are nobody's on the public net (RFC 6890 and the registries of special-purpose addresses), and those in
/// which an IPv4 address is hidden: what lies behind cannot be told.
const NOT_PUBLIC: &[(&str, u8)] = &[
    ("0.0.0.0", 8),
    ("10.0.0.0", 8),
    ("100.64.0.0", 10),
    ("127.0.0.0", 8),
    ("169.254.0.0", 16),
    ("172.16.0.0", 12),
    ("192.0.0.0", 24),
    ("192.0.2.0", 24),
    ("192.88.99.0", 24),
    ("192.168.0.0", 16),
    ("198.18.0.0", 15),
    ("198.51.100.0", 24),
    ("203.0.113.0", 24),
    ("224.0.0.0", 4),
    ("240.0.0.0", 4),
    ("::", 96),
    ("::ffff:0:0", 96),
    ("64:ff9b::", 96),
    ("64:ff9b:1::", 48),
    ("100::", 64),
    ("2001::", 23),
    ("2001:db8::", 32),
    ("2002::", 16),
    ("3fff::", 20),
    ("5f00::", 16),
    ("fc00::", 7),
    ("fe80::", 10),
    ("fec0::", 10),
    ("ff00::", 8),
];

fn is_public(address: IpAddr) -> bool {
    NOT_PUBLIC.iter().all(|(base, bits)| base.parse().is_ok_and(|base| !within(address, base, *bits)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permits(allowed: &Allowed, address: &str) -> bool {
        allowed.permits(address.parse().unwrap())
    }

    #[test]
    fn nothing_of_the_house_is_called_unless_it_is_named() {
        let none = Allowed::default();
        for inside in [
            "127.0.0.1",
            "127.8.8.8",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.0.8",
            "198.18.0.1",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::1",
            "::10.0.0.1",
            "fec0::1",
            "2001:db8::1",
        ] {
            assert!(!permits(&none, inside), "{inside}");
        }
        for outside in ["1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:1.1.1.1"] {
            assert!(permits(&none, outside), "{outside}");
        }
    }

    #[test]
    fn what_the_operator_names_may_be_called() {
        let named: Allowed = "10.1.0.0/16".parse().unwrap();
        assert!(permits(&named, "10.1.2.3") && permits(&named, "::ffff:10.1.2.3"));
        assert!(!permits(&named, "10.2.0.1") && !permits(&named, "127.0.0.1"));
        let here = Allowed::loopback().and(&["fd00::/8".parse().unwrap()]);
        assert!(permits(&here, "127.0.0.1") && permits(&here, "::1") && permits(&here, "fd12::1"));
        assert_eq!("10.0.0.0/33".parse::<Allowed>().unwrap_err(), BadRange);
        assert!("::/129".parse::<Allowed>().is_err() && "x/8".parse::<Allowed>().is_err());
    }
}

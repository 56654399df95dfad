//! Where a request comes from: which page made it, and which machine.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use axum::http::{HeaderMap, header};

use crate::Options;

/// Whether a page of ours made this request: the browser says so, or an older one, or one on a plain-http intranet, at
/// least names the origin. Every browser in use says one of the two with a request that changes something.
pub(crate) fn is_ours(headers: &HeaderMap) -> bool {
    named(headers).unwrap_or(false)
}

/// Whether a page of another site made this request. A program says nothing of the kind; it holds no cookie, either.
pub(crate) fn is_foreign(headers: &HeaderMap) -> bool {
    named(headers).is_some_and(|ours| !ours)
}

/// Whether the page that made this request is ours, if the request says where it comes from.
fn named(headers: &HeaderMap) -> Option<bool> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text("sec-fetch-site") {
        return Some(matches!(site, "same-origin" | "none"));
    }
    let origin = text(header::ORIGIN.as_str())?;
    let host = text(header::HOST.as_str());
    Some(origin.split_once("://").is_some_and(|(_, name)| Some(name) == host))
}

/// The machine at the other end of the connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

impl Default for Peer {
    /// A request that was made in this process.
    fn default() -> Self {
        Self(IpAddr::V4(Ipv4Addr::LOCALHOST))
    }
}

/// The line that asks, as far as it can be told: the other end, or whom our own proxy names last. What a client
/// writes into that header itself stands further left and is not believed.
pub(crate) fn source(options: &Options, headers: &HeaderMap, Peer(peer): Peer) -> IpAddr {
    let trusted = options.behind_proxy.is_some_and(|proxies| proxies.contains(peer));
    let told = || {
        let mut lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
        lines.next_back()?.rsplit(',').next()?.trim().parse().ok()
    };
    line(trusted.then(told).flatten().unwrap_or(peer))
}

/// Who has one address of version 6 has a whole /64 of them, and could come from another one each time. The machine itself has
/// one.
fn line(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) if !v6.is_loopback() => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
        other => other,
    }
}

/// Whether a proxy made this request for somebody else.
pub(crate) fn is_handed_on(headers: &HeaderMap) -> bool {
    headers.contains_key("x-forwarded-for") || headers.contains_key(header::FORWARDED)
}

/// A range of addresses, as `10.1.0.0/16`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AddressRange {
    first: u128,
    bits: u32,
    v4: bool,
}

/// The text is no range of addresses.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a range is an address, a slash and the number of fixed bits, as 10.1.0.0/16")]
pub struct AddressRangeError;

impl AddressRange {
    /// Whether the address is in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let (number, v4) = number(address.to_canonical());
        v4 == self.v4 && masked(number, self.bits) == self.first
    }
}

/// An address as a number at the upper end of 128 bits, and whether it is of version 4.
fn number(address: IpAddr) -> (u128, bool) {
    match address {
        IpAddr::V4(v4) => (u128::from(v4.to_bits()) << 96, true),
        IpAddr::V6(v6) => (v6.to_bits(), false),
    }
}

fn masked(number: u128, bits: u32) -> u128 {
    number & u128::MAX.checked_shl(128 - bits).unwrap_or(0)
}

impl FromStr for AddressRange {
    type Err = AddressRangeError;

    fn from_str(text: &str) -> Result<Self, AddressRangeError> {
        let (address, bits) = text.split_once('/').ok_or(AddressRangeError)?;
        let (number, v4) = number(address.parse().map_err(|_| AddressRangeError)?);
        let bits: u32 = bits.parse().map_err(|_| AddressRangeError)?;
        if bits > if v4 { 32 } else { 128 } {
            return Err(AddressRangeError);
        }
        Ok(Self { first: masked(number, bits), bits, v4 })
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: IpAddr = if self.v4 {
            Ipv4Addr::from_bits(u32::try_from(self.first >> 96).unwrap_or_default()).into()
        } else {
            Ipv6Addr::from_bits(self.first).into()
        };
        write!(f, "{shown}/{}", self.bits)
    }
}

/// Where citizens reach a center: `https://tiaojie.example.cn`, without a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublicAddress(String);

/// Why a text is no such address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("expected an address as https://tiaojie.example.cn, without a path")]
pub struct BadAddress;

impl FromStr for PublicAddress {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        let uri: axum::http::Uri = text.trim_end_matches('/').parse().map_err(|_| BadAddress)?;
        let scheme = uri.scheme_str().filter(|scheme| ["https", "http"].contains(scheme)).ok_or(BadAddress)?;
        let host = uri.authority().filter(|authority| !authority.as_str().contains('@')).ok_or(BadAddress)?;
        // What is kept is what was looked at: whatever stands behind a `#` is no part of it.
        let plain = matches!(uri.path(), "" | "/") && uri.query().is_none() && !text.contains('#');
        if plain { Ok(Self(format!("{scheme}://{host}"))) } else { Err(BadAddress) }
    }
}

impl fmt::Display for PublicAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(fields: &[(&str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn only_our_own_pages_may_act() {
        let check = |fields: &[(&str, &str)], expected: Option<bool>| {
            let headers = headers(fields);
            assert_eq!(named(&headers), expected, "{fields:?}");
            assert_eq!((is_ours(&headers), is_foreign(&headers)), (expected == Some(true), expected == Some(false)));
        };
        check(&[("sec-fetch-site", "same-origin")], Some(true));
        check(&[("sec-fetch-site", "none")], Some(true));
        check(&[("sec-fetch-site", "cross-site"), ("origin", "http://a"), ("host", "a")], Some(false));
        check(&[("sec-fetch-site", "same-site")], Some(false));
        check(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")], Some(true));
        check(&[("origin", "http://evil.example"), ("host", "127.0.0.1:8080")], Some(false));
        check(&[("origin", "http://evil.example")], Some(false));
        check(&[("origin", "null"), ("host", "127.0.0.1:8080")], Some(false));
        check(&[("host", "127.0.0.1:8080")], None);
    }

    #[test]
    fn a_range_holds_its_addresses_and_no_others() {
        let cases = [
            ("10.1.0.0/16", "10.1.255.3", true),
            ("10.1.0.0/16", "10.2.0.1", false),
            ("0.0.0.0/0", "8.8.8.8", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("127.0.0.1/32", "::ffff:127.0.0.1", true),
            ("fd00::/8", "fd12::1", true),
            ("fd00::/8", "fe80::1", false),
        ];
        for (range, address, expected) in cases {
            let range: AddressRange = range.parse().unwrap();
            assert_eq!(range.contains(address.parse().unwrap()), expected, "{range} {address}");
            assert_eq!(range.to_string().parse(), Ok(range));
        }
        for bad in ["10.0.0.0", "10.0.0.0/33", "x/8", "10.0.0.0/-1"] {
            assert_eq!(bad.parse::<AddressRange>(), Err(AddressRangeError), "{bad}");
        }
    }

    #[test]
    fn only_our_own_proxy_is_believed() {
        let behind = Options { behind_proxy: Some("10.0.0.0/8".parse().unwrap()), ..Options::default() };
        let address = |text: &str| -> IpAddr { text.parse().unwrap() };
        let forged = headers(&[("x-forwarded-for", "1.1.1.1, 2.2.2.2"), ("x-forwarded-for", "6.6.6.6, 3.3.3.3")]);
        assert_eq!(source(&behind, &forged, Peer(address("10.9.9.9"))), address("3.3.3.3"));
        assert_eq!(source(&behind, &forged, Peer(address("11.9.9.9"))), address("11.9.9.9"));
        assert_eq!(source(&Options::default(), &forged, Peer(address("10.9.9.9"))), address("10.9.9.9"));
        let broken = headers(&[("x-forwarded-for", "unknown")]);
        assert_eq!(source(&behind, &broken, Peer(address("10.9.9.9"))), address("10.9.9.9"));
    }

    #[test]
    fn addresses_of_one_line_are_one_source() {
        let behind = Options { behind_proxy: Some("127.0.0.0/8".parse().unwrap()), ..Options::default() };
        let from = |peer: &str| source(&Options::default(), &HeaderMap::new(), Peer(peer.parse().unwrap())).to_string();
        assert_eq!(from("2001:db8::1"), from("2001:db8::ffff:2"));
        assert_ne!(from("2001:db8::1"), from("2001:db8:0:1::1"));
        assert_eq!((from("::ffff:10.0.0.1"), from("::1")), ("10.0.0.1".to_owned(), "::1".to_owned()));
        let handed_on = headers(&[("x-forwarded-for", "2001:db8::3")]);
        assert_eq!(source(&behind, &handed_on, Peer::default()).to_string(), from("2001:db8::4"));
    }

    #[test]
    fn a_public_address_has_no_path_and_no_name_in_it() {
        let read = |text: &str| text.parse::<PublicAddress>().map(|address| address.to_string());
        assert_eq!(read("https://tiaojie.example.cn/"), Ok("https://tiaojie.example.cn".to_owned()));
        assert_eq!(read("http://127.0.0.1:7300"), Ok("http://127.0.0.1:7300".to_owned()));
        for wrong in [
            "tiaojie.example.cn",
            "ftp://a.example",
            "https://a.example/x",
            "https://u@a.example",
            "https://a.example#x",
            "https://",
            "",
        ] {
            assert_eq!(read(wrong), Err(BadAddress), "{wrong}");
        }
    }
}

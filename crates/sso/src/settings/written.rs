//! The file as it is written: its keys, what is taken for those left out, and what must go together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Deserialize;
use timeline::ActorId;

use super::BadSettings;
use crate::Groups;

/// Every key there is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    /// As it stands in the tokens, to the letter.
    pub(super) issuer: String,
    pub(super) client_id: String,
    pub(super) client_secret_file: Option<PathBuf>,
    pub(super) client_secret_env: Option<String>,
    #[serde(default)]
    pub(super) client_auth: ClientAuth,
    /// Beside `openid`, which is always asked for.
    #[serde(default)]
    pub(super) scopes: Vec<String>,
    #[serde(default)]
    pub(super) claims_from: From,
    /// There is no default: it must be one that nobody changes for themselves at the provider.
    pub(super) account_claim: String,
    pub(super) accounts: Option<BTreeMap<String, ActorId>>,
    pub(super) groups: Option<Groups>,
    #[serde(default)]
    pub(super) second_factor: SecondFactor,
    #[serde(default = "yes")]
    pub(super) nonce: bool,
    #[serde(default = "yes")]
    discovery: bool,
    #[serde(default = "usual_algorithms")]
    pub(super) algorithms: Vec<Algorithm>,
    pub(super) endpoints: Option<Endpoints>,
    pub(super) ca_file: Option<PathBuf>,
    pub(super) address: Option<String>,
}

/// How we show the provider that it is us who ask.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ClientAuth {
    /// In a header (`client_secret_basic`).
    #[default]
    Basic,
    /// In the body (`client_secret_post`).
    Post,
    /// Not at all: PKCE alone.
    None,
}

/// Where the claims about somebody are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum From {
    /// In the signed token.
    #[default]
    IdToken,
    /// At an address that is asked with the token of this sign-in.
    #[serde(rename = "userinfo")]
    UserInfo,
}

/// What says that a second factor was asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecondFactor {
    /// Values of `acr`; one of them is enough.
    #[serde(default)]
    pub(crate) acr: Vec<String>,
    /// Values of `amr` (RFC 8176); one of them is enough.
    #[serde(default)]
    pub(crate) amr: Vec<String>,
    /// Whether the values of `acr` are asked for at every sign-in.
    #[serde(default)]
    pub(crate) ask: bool,
}

/// With what tokens may be signed, by the names of RFC 7518 and RFC 8037. None of these is made by whoever only knows our
/// secret.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub(crate) enum Algorithm {
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    EdDSA,
}

/// Where the provider is asked, if it does not say so itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Endpoints {
    /// Where people sign in.
    pub(crate) authorization: String,
    /// Where a code becomes a token.
    pub(crate) token: String,
    /// Where its public keys are.
    pub(crate) keys: String,
    /// Where it is asked about a person.
    pub(crate) userinfo: Option<String>,
}

const fn yes() -> bool {
    true
}

fn usual_algorithms() -> Vec<Algorithm> {
    vec![Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::EdDSA]
}

impl Written {
    /// What must go together.
    pub(super) fn check(&self) -> Result<(), BadSettings> {
        for (key, text) in [("client_id", &self.client_id), ("account_claim", &self.account_claim)] {
            if text.trim().is_empty() {
                return Err(BadSettings::Empty { key });
            }
        }
        if self.algorithms.is_empty() {
            return Err(BadSettings::Empty { key: "algorithms" });
        }
        if self.discovery == self.endpoints.is_some() {
            return Err(BadSettings::Endpoints);
        }
        let without = self.endpoints.as_ref().is_some_and(|endpoints| endpoints.userinfo.is_none());
        if without && self.claims_from == From::UserInfo {
            return Err(BadSettings::UserInfo);
        }
        self.addresses().try_for_each(|(key, address)| check_address(key, address))?;
        self.groups.as_ref().map_or(Ok(()), check_groups)
    }

    fn addresses(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let endpoints = self.endpoints.iter().flat_map(|endpoints| {
            [
                ("endpoints.authorization", Some(endpoints.authorization.as_str())),
                ("endpoints.token", Some(endpoints.token.as_str())),
                ("endpoints.keys", Some(endpoints.keys.as_str())),
                ("endpoints.userinfo", endpoints.userinfo.as_deref()),
            ]
        });
        let own = [("issuer", Some(self.issuer.as_str())), ("address", self.address.as_deref())];
        own.into_iter().chain(endpoints).filter_map(|(key, address)| Some((key, address?)))
    }
}

/// What is sent there can be read on the way unless it is encrypted, or never leaves this machine.
fn check_address(key: &'static str, address: &str) -> Result<(), BadSettings> {
    let host = |rest: &str| rest.split(['/', '?', '#']).next().unwrap_or_default().to_owned();
    let safe = match (address.strip_prefix("https://"), address.strip_prefix("http://")) {
        (Some(rest), _) => !host(rest).is_empty(),
        (None, Some(rest)) => is_this_machine(&host(rest)),
        (None, None) => false,
    };
    let plain = !address.contains(['@', '#']) && !address.contains(char::is_whitespace);
    if safe && plain { Ok(()) } else { Err(BadSettings::Address { key }) }
}

fn is_this_machine(authority: &str) -> bool {
    let name = match authority.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn check_groups(groups: &Groups) -> Result<(), BadSettings> {
    if groups.claim.trim().is_empty() {
        return Err(BadSettings::Empty { key: "groups.claim" });
    }
    if groups.map.is_empty() {
        return Err(BadSettings::Empty { key: "groups.map" });
    }
    let mut seen = BTreeSet::new();
    match groups.map.iter().find(|mapped| mapped.roles.is_empty() || !seen.insert(&mapped.group)) {
        Some(mapped) => Err(BadSettings::Group { group: mapped.group.clone() }),
        None => Ok(()),
    }
}

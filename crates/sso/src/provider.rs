//! The provider of identities: where somebody is sent, and what is made of what they bring back.

use std::fmt;

use jiff::Timestamp;
use timeline::{DepartmentCode, Role};
use zeroize::Zeroizing;

#[cfg(not(feature = "oidc"))]
use crate::absent::Client;
#[cfg(feature = "oidc")]
use crate::client::Client;
use crate::{BadSettings, Failure, Said, Settings};

/// Where browsers come back to, below the address of the center.
const RETURN_PATH: &str = "/login/oidc/return";

/// A provider, as it was set up. It is asked when somebody signs in, so it may be away when a center starts.
pub struct Provider {
    settings: Settings,
    client: Client,
}

/// Somebody who goes to the provider, and what is to be remembered meanwhile.
#[derive(Debug)]
pub struct Going {
    /// Where their browser goes.
    pub address: String,
    /// Comes back with them.
    pub state: String,
    /// What the code they bring can be exchanged with.
    pub verifier: Zeroizing<String>,
    /// What must stand in the token.
    pub nonce: Zeroizing<String>,
}

/// What somebody brings back.
#[derive(Clone, Copy, Debug)]
pub struct Came<'a> {
    /// To be exchanged for a token.
    pub code: &'a str,
    /// Who says it sent them (RFC 9207), if it says so.
    pub issuer: Option<&'a str>,
}

/// What was remembered meanwhile.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// See [`Going::verifier`].
    pub verifier: &'a str,
    /// See [`Going::nonce`].
    pub nonce: &'a str,
    /// Since when they must have signed in anew there; `None` if an older sign-in is good enough.
    pub anew_since: Option<Timestamp>,
}

impl Provider {
    /// The provider of these settings, for a center at this address.
    ///
    /// # Errors
    /// [`BadSettings`], if it could never be asked.
    pub fn open(settings: Settings, center: Option<&str>) -> Result<Self, BadSettings> {
        let base = settings.address.as_deref().or(center).ok_or(BadSettings::NoAddress)?;
        let client = Client::open(&settings, format!("{}{RETURN_PATH}", base.trim_end_matches('/')))?;
        Ok(Self { settings, client })
    }

    /// Sends somebody there; to sign in anew, if `anew`.
    ///
    /// # Errors
    /// [`Failure::Away`], or what it says of itself does not hold.
    pub async fn send(&self, anew: bool, now: Timestamp) -> Result<Going, Failure> {
        self.client.send(&self.settings, anew, now).await
    }

    /// What it says of whoever came back.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn hear(&self, came: Came<'_>, kept: Kept<'_>, now: Timestamp) -> Result<Said, Failure> {
        if came.issuer.is_some_and(|issuer| issuer != self.settings.issuer) {
            return Err(Failure::NotValid("another issuer sent them back".into()));
        }
        let (token, person) = self.client.hear(&self.settings, (came.code, kept), now).await?;
        Said::of(&token, &person, &self.settings)
    }

    /// Whether groups may keep somebody from a role.
    #[must_use]
    pub fn maps_groups(&self) -> bool {
        self.settings.groups.is_some()
    }

    /// Whether what it says lets somebody sit down in a role that the register gives them.
    #[must_use]
    pub fn holds(&self, said: &Said, role: Role, department: &DepartmentCode) -> bool {
        self.settings.groups.as_ref().is_none_or(|groups| groups.hold(&said.groups, role, department))
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("issuer", &self.settings.issuer).finish_non_exhaustive()
    }
}

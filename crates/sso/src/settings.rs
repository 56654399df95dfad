//! What the operator writes into the file of `--oidc`. Everything is checked when it is read: a center with a wrong line does
//! not start, so nobody finds out at eight in the morning.

mod written;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use timeline::ActorId;
use zeroize::Zeroizing;

use crate::Groups;
pub(crate) use written::{Algorithm, ClientAuth, From, SecondFactor};
use written::{Endpoints, Written};

/// A unified identity, as it was set up.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    pub(crate) secret: Option<Secret>,
    pub(crate) client_auth: ClientAuth,
    pub(crate) scopes: Vec<String>,
    pub(crate) claims_from: From,
    pub(crate) account_claim: String,
    pub(crate) accounts: Option<BTreeMap<String, ActorId>>,
    pub(crate) groups: Option<Groups>,
    pub(crate) second_factor: SecondFactor,
    pub(crate) nonce: bool,
    pub(crate) algorithms: Vec<Algorithm>,
    pub(crate) endpoints: Option<Endpoints>,
    pub(crate) authorities: Option<Vec<u8>>,
    /// Where browsers come back to, if not to the public address.
    pub(crate) address: Option<String>,
}

/// What we show the provider. It has no form to print.
#[derive(Clone)]
pub(crate) struct Secret(pub(crate) Zeroizing<String>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// What is wrong with the settings.
#[derive(Debug, thiserror::Error)]
pub enum BadSettings {
    /// A file cannot be read.
    #[error("cannot read {file}")]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        #[source]
        error: io::Error,
    },
    /// It is no TOML, a key is missing, or one is not known.
    #[error("the settings have another shape")]
    Shape(#[from] toml::de::Error),
    /// An address that does not keep what is sent there to itself.
    #[error("{key} is no https:// address; http:// is taken for this machine alone")]
    Address {
        /// The key.
        key: &'static str,
    },
    /// A key that must say something says nothing.
    #[error("{key} is empty")]
    Empty {
        /// The key.
        key: &'static str,
    },
    /// There is no secret, or more than one.
    #[error("give client_secret_file or client_secret_env, one of the two; neither with client_auth = \"none\"")]
    Secret,
    /// The environment does not have it.
    #[error("the environment has no variable {name}")]
    Environment {
        /// The variable.
        name: String,
    },
    /// Everybody on the machine can read the secret.
    #[error("{file} is open to everybody on this machine: take the rights of others away, as chmod 640 does")]
    Open {
        /// The file.
        file: PathBuf,
    },
    /// Addresses and discovery do not go together.
    #[error("give [endpoints] with discovery = false, and only then")]
    Endpoints,
    /// What says who somebody is lies at an address that is not given.
    #[error("claims_from = \"userinfo\" needs endpoints.userinfo where discovery = false")]
    UserInfo,
    /// A group that lets nobody sit down anywhere.
    #[error("group {group:?} holds no role, or stands there twice")]
    Group {
        /// As it is written.
        group: String,
    },
    /// Nobody knows where browsers come back to.
    #[error("give --public-address, or address in the settings: where browsers come back to")]
    NoAddress,
    /// The machine cannot speak TLS, or the authorities are none.
    #[error("the authorities that vouch for the provider cannot be used")]
    Authorities(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// This program has no part that talks to a provider.
    #[error("this yidi was built without the feature oidc: build it with its default features")]
    NotBuilt,
}

impl Settings {
    /// Reads and checks them, with the secret and the authorities they name.
    ///
    /// # Errors
    /// [`BadSettings`] says which line is to be mended.
    pub fn read(file: &Path) -> Result<Self, BadSettings> {
        let written: Written = toml::from_str(&text_of(file)?)?;
        written.check()?;
        let secret = secret_of(&written)?;
        let authorities = written.ca_file.as_deref().map(bytes_of).transpose()?;
        Ok(Self {
            issuer: written.issuer,
            client_id: written.client_id,
            secret,
            client_auth: written.client_auth,
            scopes: written.scopes,
            claims_from: written.claims_from,
            account_claim: written.account_claim,
            accounts: written.accounts,
            groups: written.groups,
            second_factor: written.second_factor,
            nonce: written.nonce,
            algorithms: written.algorithms,
            endpoints: written.endpoints,
            authorities,
            address: written.address,
        })
    }
}

fn secret_of(written: &Written) -> Result<Option<Secret>, BadSettings> {
    let text = match (&written.client_secret_file, &written.client_secret_env, written.client_auth) {
        (None, None, ClientAuth::None) => return Ok(None),
        (Some(file), None, ClientAuth::Basic | ClientAuth::Post) => private_text_of(file)?,
        (None, Some(name), ClientAuth::Basic | ClientAuth::Post) => {
            std::env::var(name).map_err(|_| BadSettings::Environment { name: name.clone() })?
        }
        _ => return Err(BadSettings::Secret),
    };
    let text = Zeroizing::new(text);
    match text.trim() {
        "" => Err(BadSettings::Empty { key: "the client secret" }),
        secret => Ok(Some(Secret(Zeroizing::new(secret.to_owned())))),
    }
}

fn private_text_of(file: &Path) -> Result<String, BadSettings> {
    let mode = fs::metadata(file).map_err(|error| cannot_read(file, error))?.permissions().mode();
    if mode & 0o007 != 0 {
        return Err(BadSettings::Open { file: file.to_owned() });
    }
    text_of(file)
}

fn text_of(file: &Path) -> Result<String, BadSettings> {
    fs::read_to_string(file).map_err(|error| cannot_read(file, error))
}

fn bytes_of(file: &Path) -> Result<Vec<u8>, BadSettings> {
    fs::read(file).map_err(|error| cannot_read(file, error))
}

fn cannot_read(file: &Path, error: io::Error) -> BadSettings {
    BadSettings::File { file: file.to_owned(), error }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of settings with these lines.
    fn read(lines: &str) -> Result<Settings, String> {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), format!("client_id = \"yidi\"\naccount_claim = \"sub\"\n{lines}")).unwrap();
        Settings::read(file.path()).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_sent_is_encrypted_or_stays_on_this_machine() {
        let at = |address: &str| read(&format!("issuer = \"{address}\"\nclient_auth = \"none\"")).is_ok();
        for good in [
            "https://sso.example.cn",
            "https://sso.example.cn/realms/x",
            "http://127.0.0.1:8080",
            "http://[::1]:1/x",
            "http://localhost",
        ] {
            assert!(at(good), "{good}");
        }
        for bad in [
            "",
            "sso.example.cn",
            "ftp://sso.example.cn",
            "http://sso.example.cn",
            "http://127.0.0.1.example.cn",
            "http://10.0.0.1",
            "https://",
            "https://u@sso.example.cn",
            "https://sso.example.cn#x",
            "https:// sso",
        ] {
            assert!(!at(bad), "{bad}");
        }
    }

    #[test]
    fn a_client_shows_one_secret_or_says_that_it_has_none() {
        let with = |lines: &str| read(&format!("issuer = \"https://sso.example\"\n{lines}"));
        assert!(with("client_auth = \"none\"").is_ok_and(|settings| settings.secret.is_none()));
        for wrong in [
            "",
            "client_auth = \"none\"\nclient_secret_env = \"PATH\"",
            "client_secret_env = \"PATH\"\nclient_secret_file = \"/x\"",
        ] {
            assert!(with(wrong).is_err_and(|said| said.contains("one of the two")), "{wrong}");
        }
        let (settings, secret) = (with("client_secret_env = \"PATH\"").unwrap(), std::env::var("PATH").unwrap());
        assert!(settings.secret.as_ref().is_some_and(|kept| *kept.0 == secret));
        assert!(!format!("{settings:?}").contains(&secret), "it has no form to print");
    }

    #[test]
    fn every_step_away_from_the_standard_is_whole() {
        let with = |lines: &str| read(&format!("issuer = \"https://sso.example\"\nclient_auth = \"none\"\n{lines}"));
        let endpoints = "[endpoints]\nauthorization = \"https://a.example\"\ntoken = \"https://b.example\"\nkeys = \"https://c.example\"\n";
        assert!(with(&format!("discovery = false\n{endpoints}")).is_ok());
        for (lines, words) in [
            (endpoints.to_owned(), "only then"),
            ("discovery = false".to_owned(), "only then"),
            (format!("discovery = false\nclaims_from = \"userinfo\"\n{endpoints}"), "endpoints.userinfo"),
            (format!("discovery = false\n{}", endpoints.replace("https://b", "http://b")), "endpoints.token"),
            ("algorithms = []".to_owned(), "algorithms is empty"),
            ("algorithms = [\"HS256\"]".to_owned(), "another shape"),
        ] {
            assert!(with(&lines).is_err_and(|said| said.contains(words)), "{words}: {lines}");
        }
    }
}

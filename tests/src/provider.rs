//! A real provider of identities as a child process, and a browser's way through it without a browser.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::Response;

use crate::{Office, a_port, percent, until};

/// How long a provider takes to listen; it makes two keys first.
const LISTENS_WITHIN: Duration = Duration::from_secs(30);
/// What a center shows it.
pub const CLIENT_SECRET: &str = "a secret of the tests alone, of no use elsewhere";
/// Addresses a sign-in leads through at most.
const STEPS_MAX: usize = 12;

/// A place for a provider that is not there yet: a center starts without it.
pub struct Identities {
    port: u16,
    people: Value,
    claims: &'static str,
    child: Option<Child>,
}

impl Identities {
    /// For these people: by account, `groups` they are in and `amr`, how they sign in there.
    ///
    /// # Panics
    /// If no port is free.
    #[must_use]
    pub fn of(people: Value) -> Self {
        Self { port: a_port(), people, claims: "id_token", child: None }
    }

    /// It tells about people only where it is asked for them.
    #[must_use]
    pub fn that_is_asked(mut self) -> Self {
        self.claims = "userinfo";
        self
    }

    /// Where it is, and who it says it is.
    #[must_use]
    pub fn issuer(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Starts it, for a center at this address.
    ///
    /// # Panics
    /// If there is no oidc-provider (`cargo xtask test` installs it), or it does not come up.
    pub fn up(&mut self, center: &str) {
        let home = std::env::var_os("YIDI_PROVIDER").map(PathBuf::from);
        let home = home.filter(|home| home.join("node_modules/oidc-provider").exists());
        let home = home.expect("oidc-provider: run `cargo xtask test`, which installs it");
        let mut node = Command::new("node");
        node.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("e2e/provider.mjs")).env("YIDI_PROVIDER", home);
        node.env("YIDI_PORT", self.port.to_string()).env("YIDI_RETURN", format!("{center}/login/oidc/return"));
        node.env("YIDI_SECRET", CLIENT_SECRET).env("YIDI_PEOPLE", self.people.to_string());
        node.env("YIDI_CLAIMS", self.claims).stdout(Stdio::null()).stderr(Stdio::null());
        self.child = Some(node.spawn().expect("node can be started"));
        until("the provider", LISTENS_WITHIN, || TcpStream::connect(("127.0.0.1", self.port)).ok());
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// From now on it puts another token in the place of the one it made; with nothing it is honest again.
    ///
    /// # Panics
    /// If it cannot be told.
    pub fn lie(&self, lie: &str) {
        let told = Traveller::new().post(&format!("{}/lie", self.issuer()), &[("lie", lie)]);
        assert_eq!((told.status, told.text.as_str()), (200, lie));
    }

    /// The settings of a center for it, with further lines.
    ///
    /// # Panics
    /// If they cannot be written.
    #[must_use]
    pub fn settings(&self, office: &Office, more: &str) -> String {
        let secret = office.path("oidc.secret");
        fs::write(&secret, CLIENT_SECRET).expect("a file can be written");
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fs::set_permissions(&secret, private).expect("it can be made private");
        let (issuer, secret) = (self.issuer(), secret.display());
        let text = format!(
            "issuer = \"{issuer}\"\nclient_id = \"yidi\"\nclient_secret_file = \"{secret}\"\nscopes = [\"staff\"]\n\
             account_claim = \"staff_id\"\n{more}\n"
        );
        fs::write(office.path("oidc.toml"), text).expect("a file can be written");
        office.word("oidc.toml")
    }
}

impl Drop for Identities {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A browser as far as a sign-in needs one: it keeps cookies and shows where it is led, without going there by itself.
#[derive(Clone)]
pub struct Traveller {
    agent: Agent,
    /// By name: all that is asked here is one machine, and a browser does not tell its ports apart.
    pub cookies: BTreeMap<String, String>,
}

/// What it was shown.
#[derive(Clone, Debug)]
pub struct Page {
    /// The status.
    pub status: u16,
    /// Where it leads, if it leads on.
    pub location: Option<String>,
    /// The page.
    pub text: String,
}

impl Default for Traveller {
    fn default() -> Self {
        Self::new()
    }
}

impl Traveller {
    /// One that has been nowhere.
    #[must_use]
    pub fn new() -> Self {
        let config = Agent::config_builder().http_status_as_error(false).max_redirects(0);
        let config = config.max_redirects_will_error(false).timeout_global(Some(Duration::from_secs(40)));
        Self { agent: config.build().into(), cookies: BTreeMap::new() }
    }

    fn cookie(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    /// Looks at an address.
    ///
    /// # Panics
    /// If no answer comes.
    pub fn get(&mut self, url: &str) -> Page {
        let answer = self.agent.get(url).header("Cookie", self.cookie()).call();
        self.shown(url, answer.expect("an answer"))
    }

    /// The same, because a page of another site led there.
    ///
    /// # Panics
    /// If no answer comes.
    pub fn led_to(&mut self, url: &str) -> Page {
        let asked = self.agent.get(url).header("Cookie", self.cookie()).header("Sec-Fetch-Site", "cross-site");
        let answer = asked.call().expect("an answer");
        self.shown(url, answer)
    }

    /// Sends a form from a page of the same place.
    ///
    /// # Panics
    /// If no answer comes.
    pub fn post(&mut self, url: &str, fields: &[(&str, &str)]) -> Page {
        let body: Vec<String> = fields.iter().map(|(name, text)| format!("{name}={}", percent(text))).collect();
        let asked = self.agent.post(url).header("Cookie", self.cookie()).header("Sec-Fetch-Site", "same-origin");
        let asked = asked.header("Content-Type", "application/x-www-form-urlencoded");
        let answer = asked.send(body.join("&")).expect("an answer");
        self.shown(url, answer)
    }

    fn shown(&mut self, url: &str, mut response: Response<ureq::Body>) -> Page {
        for set in response.headers().get_all("set-cookie") {
            let pair = set.to_str().ok().and_then(|set| set.split(';').next()?.split_once('='));
            if let Some((name, value)) = pair {
                self.cookies.insert(name.trim().to_owned(), value.to_owned());
            }
        }
        self.cookies.retain(|_, value| !value.is_empty());
        let origin = url.split('/').take(3).collect::<Vec<_>>().join("/");
        let location = response.headers().get("location").and_then(|to| to.to_str().ok());
        let location = location.map(|to| if to.starts_with('/') { format!("{origin}{to}") } else { to.to_owned() });
        let status = response.status().as_u16();
        Page { status, location, text: response.body_mut().read_to_string().expect("a text") }
    }

    /// Goes on from an address of the provider's, signs in there, and stops where it is led back to the center.
    ///
    /// # Panics
    /// If the way does not lead back.
    pub fn sign_in_there(&mut self, from: &str, center: &str, fields: &[(&str, &str)]) -> String {
        let mut at = from.to_owned();
        for _ in 0..STEPS_MAX {
            if at.starts_with(center) {
                return at;
            }
            let page = self.get(&at);
            let page = if page.text.contains("name=\"account\"") { self.post(&at, fields) } else { page };
            at = page.location.unwrap_or_else(|| panic!("{at} leads nowhere: {} {}", page.status, page.text));
        }
        panic!("{at} does not lead back to {center}")
    }

    /// Begins at the center's own page, signs in as this account, and stops at the address it is led back to.
    ///
    /// # Panics
    /// If the way does not lead back.
    pub fn go_and_come_back(&mut self, center: &str, begin: &str, account: &str) -> String {
        let page = self.get(&format!("{center}{begin}"));
        let there = page.location.unwrap_or_else(|| panic!("{begin}: {} {}", page.status, page.text));
        self.sign_in_there(&there, center, &[("account", account), ("do", "in")])
    }
}

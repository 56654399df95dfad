//! The people of a center that is no demonstration: the first one sets it up, invites the others, and all sign in.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use door::{STEP_SECONDS, Secret};
use serde_json::{Value, json};

use crate::{Ask, Http, Reply, day_in};

/// Everybody's password.
pub const PASSWORD: &str = "three small ferries at dawn";
/// Who keeps the accounts.
const KEEPER: &str = "an-ke";
/// Roles that need a device before anything else.
const WITH_DEVICE: [&str; 2] = ["auditor", "audit_administrator"];

/// Everybody who has signed in.
pub struct People {
    address: String,
    sessions: HashMap<String, String>,
    devices: HashMap<String, Device>,
}

/// What shows somebody the codes. A code is taken once, so the last step is remembered.
struct Device {
    secret: String,
    last_step: i64,
}

impl Device {
    fn code(&mut self) -> String {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is later than 1970").as_secs();
        // The one before the present one is good, too: three can be had within a step.
        let step = (seconds as i64 / STEP_SECONDS - 1).max(self.last_step + 1);
        self.last_step = step;
        Secret::parse(&self.secret).expect("a secret is base32").code(step)
    }
}

impl People {
    /// Sets up the center at this address with the token that lies in its directory.
    ///
    /// # Panics
    /// If anything is refused.
    #[must_use]
    pub fn set_up(address: &str, data: &Path) -> Self {
        let mut people = People { address: address.to_owned(), sessions: HashMap::new(), devices: HashMap::new() };
        let token = fs::read_to_string(data.join("setup-token")).expect("a center that waits has a token");
        let first = json!({ "token": token.trim(), "account": KEEPER, "password": PASSWORD });
        people.asks("nobody", "/api/v1/setup", &first, 201);
        people.sign_in(KEEPER);
        people.enrol(KEEPER);
        people
    }

    /// Opens an account, whose holder takes up the invitation and signs in, with a device if the role needs one.
    ///
    /// # Panics
    /// If anything is refused.
    pub fn hire(&mut self, account: &str, department: &str, role: &str) {
        let open = json!({ "command": "open_account", "account": account, "department": department, "role": role,
            "until": day_in(200) });
        self.asks(KEEPER, "/api/v1/register", &open, 200);
        let invited = self.asks(KEEPER, &format!("/api/v1/accounts/{account}/invitation"), &json!({}), 201);
        let accept = json!({ "account": account, "invitation": invited["invitation"], "password": PASSWORD });
        self.asks("nobody", "/api/v1/invitation", &accept, 200);
        self.sign_in(account);
        if WITH_DEVICE.contains(&role) {
            self.enrol(account);
        }
    }

    /// Signs in anew.
    ///
    /// # Panics
    /// If it is refused.
    pub fn sign_in(&mut self, account: &str) {
        let code = self.devices.get_mut(account).map(Device::code);
        let body = json!({ "account": account, "password": PASSWORD, "code": code });
        let reply = self.post("nobody", "/api/v1/session", &body);
        assert_eq!(reply.status, 201, "{account}: {}", reply.text);
        self.sessions.insert(account.to_owned(), reply.session.expect("a session is a cookie"));
    }

    /// What the device of somebody shows now.
    ///
    /// # Panics
    /// If there is none.
    pub fn code(&mut self, account: &str) -> String {
        self.devices.get_mut(account).map(Device::code).expect("there is a device")
    }

    fn enrol(&mut self, account: &str) {
        let begun = self.asks(account, "/api/v1/totp", &json!({}), 201);
        let secret = begun["secret"].as_str().expect("a secret").to_owned();
        let mut device = Device { secret, last_step: 0 };
        self.asks(account, "/api/v1/totp/confirm", &json!({ "code": device.code() }), 200);
        self.devices.insert(account.to_owned(), device);
    }

    /// Asks as somebody, and expects this status.
    fn asks(&self, who: &str, path: &str, body: &Value, status: u16) -> Value {
        let reply = self.post(who, path, body);
        assert_eq!(reply.status, status, "{who} asks {path}: {}", reply.text);
        reply.body
    }

    /// Asks as somebody; `nobody` has no session.
    fn post(&self, who: &str, path: &str, body: &Value) -> Reply {
        self.http().post(&Ask::new(who, path, body)).expect("an answer")
    }

    /// The center was started again, at this address.
    pub fn move_to(&mut self, address: &str) {
        address.clone_into(&mut self.address);
    }

    /// A client with everybody's session.
    #[must_use]
    pub fn http(&self) -> Http {
        Http::new(&self.address).with_sessions(&self.sessions)
    }

    /// What the devices keep, as they were typed in: nothing a center writes may hold one.
    pub fn device_secrets(&self) -> impl Iterator<Item = &str> {
        self.devices.values().map(|device| device.secret.as_str())
    }

    /// The session of somebody, as `name=secret`.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn session(&self, account: &str) -> &str {
        &self.sessions[account]
    }
}

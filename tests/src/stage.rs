//! A whole center for one journey: empty at the beginning, and proved from its own log at the end.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{Http, Journey, Launch, Server, folder, yidi};

/// An empty demonstration: its directory, its server, a client.
pub struct Stage {
    data: TempDir,
    server: Server,
    /// The client.
    pub http: Http,
}

impl Stage {
    /// Starts one.
    ///
    /// # Panics
    /// If it does not come up.
    #[must_use]
    pub fn empty() -> Self {
        let data = folder();
        let server =
            Launch::new(data.path()).word("--empty").start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
        let http = Http::new(server.address());
        Self { data, server, http }
    }

    /// A dispute of this type, classified and on the way of mediation or another one.
    ///
    /// # Panics
    /// If a step is refused.
    #[must_use]
    pub fn dispute(&self, dispute_type: &str, parties: &[Value], route: &str) -> Journey {
        let register = json!({"command": "register_case", "kind": "dispute", "claim": "要求对方履行义务（虚构）",
            "area": "990101001", "amount": 900_000, "parties": parties});
        let mut case = Journey::begin(&self.http, "clerk-1", &register);
        case.ask("triage-1", "triage", &json!({"command": "classify_case", "dispute_type": dispute_type}));
        case.ask("triage-1", "triage", &json!({"command": "choose_route", "route": route}));
        case
    }

    /// Stops the server and makes sure that the log alone gives the same views and is whole.
    ///
    /// # Panics
    /// If it does not.
    pub fn ends_well(self) {
        let dir = self.data.path().to_string_lossy().into_owned();
        let seen = self.http.views("auditor-1");
        assert_eq!(self.server.stop(), 0);
        let replayed = yidi(["replay", "--json", "--data", &dir]).exits(0).json();
        for (name, rows) in seen.as_object().expect("views") {
            assert_eq!(&replayed["views"][name]["rows"], rows, "{name}: live and computed anew");
        }
        let verified = yidi(["verify", "--json", "--data", &dir]).exits(0).json();
        assert_eq!((&verified["ok"], &verified["store_checked"]), (&json!(true), &json!(true)), "{verified}");
    }
}

/// A party that is called so, with an address and a number at which nobody is reached.
#[must_use]
pub fn party(role: &str, kind: &str, name: &str) -> Value {
    json!({"role": role, "kind": kind, "name": name, "phone": "00000000000", "address": "澄湾县虚构路1号"})
}
